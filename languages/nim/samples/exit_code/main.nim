echo "leaving"
quit(3)
