# The machine's own tools are there, and a pipeline's processes end with it.
printf '%s\n' pear apple fig | sort | head -n 1 | tr a-z A-Z
