# The shell reads a pipe byte by byte; for much input there are tools.
awk '{ sum += $1 } END { print sum }'
