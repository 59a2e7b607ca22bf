IO.stream()
|> Stream.map(&(&1 |> String.trim() |> String.to_integer()))
|> Enum.sum()
|> IO.puts()
