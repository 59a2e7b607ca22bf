import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory


def square(number):
    return number * number


def fill(name):
    block = shared_memory.SharedMemory(name)
    block.buf[:3] = b"abc"
    block.close()


def count(lock, total):
    for _ in range(100):
        with lock:
            total.value += 1


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        with mp.get_context(method).Pool(3) as pool:
            print(method, pool.map(square, range(5)))

    block = shared_memory.SharedMemory(create=True, size=16)
    child = mp.Process(target=fill, args=(block.name,))
    child.start()
    child.join()
    print(bytes(block.buf[:3]))
    block.close()
    block.unlink()

    lock, total = mp.Lock(), mp.Value("i", 0)
    children = [mp.Process(target=count, args=(lock, total)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    print(total.value)

    with mp.Manager() as manager:
        shared = manager.dict()
        shared["a"] = 1
        print(dict(shared))

    with ProcessPoolExecutor(2) as executor:
        print(sum(executor.map(square, range(10))))
