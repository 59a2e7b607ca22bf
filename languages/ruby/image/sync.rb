# Output arrives when it is printed: live streams, the order of stdout and stderr, and what a program had said before its time was up.
$stdout.sync = true
