import numpy as np

# OpenBLAS multiplies on threads of its own.
a = np.arange(1_000_000, dtype=np.float64).reshape(1000, 1000) / 1_000_000
product = a @ a.T
print(f"{np.trace(product):.3f}")
values, _ = np.linalg.eigh(product)
print(f"{values[-1]:.1f}")
print(f"{abs(np.fft.ifft(np.fft.fft(a[0])) - a[0]).max():.3f}")
mapped = np.memmap("mapped", dtype=np.int32, mode="w+", shape=(1000,))
mapped[:] = 7
mapped.flush()
print(np.fromfile("mapped", dtype=np.int32).sum())
print(np.random.default_rng(1).integers(0, 100, 5).shape)
