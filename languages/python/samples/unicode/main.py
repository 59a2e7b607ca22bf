line = input()
print(f"✓ {line} has {len(line)} characters")
