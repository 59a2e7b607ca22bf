defmodule Forever do
  def loop do
    IO.puts("more")
    loop()
  end
end

Forever.loop()
