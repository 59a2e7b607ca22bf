IO.puts(:rand.uniform(1_000_000_000_000))
IO.puts(Enum.join(Enum.shuffle(1..40), " "))
IO.puts(Base.encode16(:crypto.strong_rand_bytes(8)))
IO.inspect(make_ref())
