"""Digests of what ggml's own functions make of numbers that tests/Runtime.Tests/Quantization makes again.

    python3 tests/reference/quantization.py PATH/libggml-base.so

The library lies in the npm package @node-llama-cpp/linux-x64, for one.
"""
import ctypes
import hashlib
import sys

import numpy as np

ROWS, ROW = 512, 256


def hashes(count, seed):
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) + np.uint64(seed << 32)
        z = (z + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def values():
    """Rows of powers of two apart, some of zeros and some of halves of small integers, where roundings tie."""
    h = hashes(ROWS * ROW, 1).reshape(ROWS, ROW)
    plain = ((h >> np.uint64(40)).astype(np.int64) - (1 << 23)).astype(np.float32) * np.float32(2.0**-23)
    ties = ((h >> np.uint64(32)).astype(np.int64) % 17 - 8).astype(np.float32) * np.float32(0.5)
    x = np.empty((ROWS, ROW), np.float32)
    for r in range(ROWS):
        x[r] = 0 if r % 64 == 63 else ties[r] if r % 8 == 7 else plain[r] * np.float32(2.0 ** (r % 21 - 12))
    return x


def smooth():
    """Sums of 12 uniform numbers: close to normal, as trained weights are."""
    h = (hashes(ROWS * ROW * 12, 2) >> np.uint64(44)).astype(np.int64).reshape(-1, 12).sum(1)
    return (h - 6 * (1 << 20)).astype(np.float32).reshape(ROWS, ROW) * np.float32(2.0**-20)


def blocks(bytes_per_block, halves, seed):
    b = (hashes(ROWS * bytes_per_block, seed) >> np.uint64(56)).astype(np.uint8).reshape(ROWS, bytes_per_block)
    for at in halves:
        b[:, at + 1] &= 0xBF  # finite, and below 2
    return b


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def main():
    ggml = ctypes.CDLL(sys.argv[1])

    def quantize(name, x, size):
        y = np.zeros(x.size // size[0] * size[1], np.uint8)
        x = np.ascontiguousarray(x)
        getattr(ggml, f"quantize_row_{name}_ref")(pointer(x), pointer(y), ctypes.c_int64(x.size))
        return y

    def dequantize(name, b, size):
        y = np.zeros(b.size // size[1] * size[0], np.float32)
        b = np.ascontiguousarray(b)
        getattr(ggml, f"dequantize_row_{name}")(pointer(b), pointer(y), ctypes.c_int64(y.size))
        return y

    def digest(a):
        return hashlib.sha256(a.tobytes()).hexdigest()

    sizes = {"q8_0": (32, 34, [0]), "q4_0": (32, 18, [0]), "q4_K": (256, 144, [0, 2]), "q6_K": (256, 210, [208])}
    print("values", digest(values()), "smooth", digest(smooth()))
    for name in ("q8_0", "q4_0"):
        print("quantize", name, digest(quantize(name, values(), sizes[name])))
    for seed, (name, size) in enumerate(sizes.items(), 3):
        print("dequantize", name, digest(dequantize(name, blocks(size[1], size[2], seed), size)))
    for name in ("q4_K", "q6_K"):
        x = smooth().astype(np.float64)
        y = dequantize(name, quantize(name, smooth(), sizes[name]), sizes[name]).astype(np.float64).reshape(x.shape)
        print("relative error", name, np.sqrt(((x - y) ** 2).sum() / (x**2).sum()))


main()
