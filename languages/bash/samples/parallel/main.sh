total=0
for part in 0 1 2 3; do
  (sum=0; for ((i = part; i <= 1000; i += 4)); do ((sum += i)); done; echo "$sum" > "$part.sum") &
done
wait
for part in 0 1 2 3; do
  ((total += $(< "$part.sum")))
done
echo "$total"
