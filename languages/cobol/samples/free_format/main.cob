identification division.
program-id. hello.
procedure division.
display "Hello, World!".
stop run.
