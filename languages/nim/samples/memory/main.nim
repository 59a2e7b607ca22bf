var kept: seq[seq[byte]]
while true:
  kept.add newSeq[byte](1 shl 20)
  for item in kept[^1].mitems:
    item = 1
