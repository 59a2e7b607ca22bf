import threading

total = 0
lock = threading.Lock()


def add(part):
    global total
    with lock:
        total += sum(range(part, 1001, 4))


threads = [threading.Thread(target=add, args=(part,)) for part in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
