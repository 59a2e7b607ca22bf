defmodule Forever do
  def loop, do: loop()
end

IO.puts("started")
Forever.loop()
