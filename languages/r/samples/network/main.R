connected <- tryCatch({
  close(socketConnection("192.0.2.1", 80, timeout = 1))
  TRUE
}, error = function(e) FALSE, warning = function(w) FALSE)
cat(if (connected) "connected" else "no network", "\n", sep = "")
