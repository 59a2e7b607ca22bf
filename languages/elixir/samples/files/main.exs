Code.require_file("greetings/polite.ex")

for name <- File.stream!("names.txt") do
  name |> String.trim() |> Polite.greet() |> IO.puts()
end
