import std/unicode

let line = stdin.readLine()
echo "✓ ", line, " has ", line.runeLen, " characters"
