read -r line
echo "✓ $line has ${#line} characters"
