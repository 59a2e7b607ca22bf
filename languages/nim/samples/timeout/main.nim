echo "started"
while true:
  discard
