let line = readLine()!
print("✓ \(line) has \(line.count) characters")
