while true:
  echo "more"
