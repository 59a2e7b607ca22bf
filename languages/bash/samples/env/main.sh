echo "$GREETING"
echo "$HOME"
echo "$LANG"
