from multiprocessing import Pool


def total(part):
    return sum(range(part, 1001, 4))


if __name__ == "__main__":
    with Pool(4) as pool:
        print(sum(pool.map(total, range(4))))
