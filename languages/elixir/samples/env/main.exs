for name <- ~w(GREETING HOME LANG), do: IO.puts(System.get_env(name))
