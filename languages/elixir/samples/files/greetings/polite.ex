defmodule Polite do
  def greet(name), do: "Hello, #{name}!"
end
