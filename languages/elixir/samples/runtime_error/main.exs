defmodule Numbers do
  def half(number) do
    div(number, 0)
  end
end

IO.inspect(Numbers.half(3))
