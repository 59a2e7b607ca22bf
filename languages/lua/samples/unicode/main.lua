local line = io.read()
print("✓ " .. line .. " has " .. utf8.len(line) .. " characters")
