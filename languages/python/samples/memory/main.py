kept = []
while True:
    kept.append(b"x" * 2**20)
