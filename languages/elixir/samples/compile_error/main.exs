IO.puts("never printed")
IO.puts(undeclared)
