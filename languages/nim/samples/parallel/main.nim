var
  sums: array[4, int]
  threads: array[4, Thread[int]]

proc add(part: int) {.thread.} =
  for i in countup(part, 1000, 4):
    sums[part] += i

for part in 0 .. 3:
  createThread(threads[part], add, part)
joinThreads(threads)

var total = 0
for sum in sums:
  total += sum
echo total
