# Ruby loads this file before it looks at the program (-r), in a cold start too, so that it is among the features of both.
# Output arrives when it is printed: live streams, the order of stdout and stderr, and what a program had said before its time was up.
$stdout.sync = true

# A runtime that boots ahead waits here until there is a program. Everything else happens as in a cold start, by Ruby itself, which has opened
# the file by now, read the first byte to see if it is a '#', and put it back.
if ENV.delete('HOTCELL_BOOT')
  ready = IO.for_fd(101)
  ready.syswrite('1')
  ready.close
  control = IO.for_fd(100)
  words = control.read.force_encoding(Encoding::UTF_8).split("\0", -1)
  control.close
  exit!(125) if words.size < 2
  ARGV.concat(words[1..-2].each(&:freeze))
  ObjectSpace.each_object(File).find { |file| !file.closed? && file.path == words[0] }.rewind
end
