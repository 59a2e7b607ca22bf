0..3
|> Task.async_stream(fn part -> Enum.sum(part..1000//4) end)
|> Enum.sum_by(fn {:ok, sum} -> sum end)
|> IO.puts()
