line = IO.gets("") |> String.trim()
IO.puts("✓ #{line} has #{String.length(line)} characters")
