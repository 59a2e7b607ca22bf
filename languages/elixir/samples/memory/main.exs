defmodule Hoard do
  def loop(kept), do: loop([:binary.copy("x", 1_048_576) | kept])
end

Hoard.loop([])
