echo "$RANDOM $RANDOM $RANDOM $RANDOM"
echo "$SRANDOM"
shuf -i 1-40 | paste -sd ' '
mktemp -u
