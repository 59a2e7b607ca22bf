# R reads this file as the profile of the site, before it looks at the program: in a cold start instead of the image's, which would be as if there
# were none (--vanilla). A runtime that boots ahead loads what every program has, and waits here until there is one. Everything else happens as in
# a cold start, by R itself.
Sys.unsetenv("R_PROFILE")
if (nzchar(Sys.getenv("HOTCELL_BOOT"))) local({
  Sys.unsetenv("HOTCELL_BOOT")
  .First.sys() # attaches the default packages; R calls it again later, and it finds nothing left to do
  ready <- file("/dev/fd/101", "wb", raw = TRUE)
  writeBin(as.raw(49), ready)
  close(ready)
  # R itself cannot close a descriptor that it was born with; a library of its own can.
  fds <- dyn.load(file.path(R.home("library"), "parallel", "libs", "parallel.so"))
  closeFds <- getDLLRegisteredRoutines(fds)$.Call$mc_close_fds
  .Call(closeFds, 101L)
  control <- file("/dev/fd/100", "rb", raw = TRUE)
  bytes <- raw()
  while (length(piece <- readBin(control, "raw", 65536L)) > 0L) bytes <- c(bytes, piece)
  close(control)
  .Call(closeFds, 100L)
  dyn.unload(fds[["path"]])
  ends <- which(bytes == 0)
  if (length(ends) == 0L) quit("no", 125)
  words <- mapply(function(from, to) rawToChar(bytes[seq_len(to - from) + from - 1L]), c(1L, ends[-length(ends)] + 1L), ends)[-1L]
  if (length(words) > 0L) {
    # What R was started with cannot be changed; what it tells of it can.
    words <- c(.Internal(commandArgs()), "--args", words)
    told <- commandArgs
    body(told)[[2]][[3]] <- words
    unlockBinding("commandArgs", baseenv())
    assign("commandArgs", told, envir = baseenv())
    lockBinding("commandArgs", baseenv())
  }
})
