"""PyTorch as a side of the bench; bench/README.md has the protocol. Needs torch and numpy, on any Python 3."""

import json
import sys
import time

import numpy
import torch

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def read(path, *shape):
    return torch.from_numpy(numpy.fromfile(path, numpy.float32)).reshape(shape)


@case
def product(size, x_path, w_path):
    rows, inputs, outputs = map(int, size.split("x"))
    x, w, y = read(x_path, rows, inputs), read(w_path, outputs, inputs), torch.empty(rows, outputs)
    return lambda: torch.mm(x, w.T, out=y)


def timed(work, seconds):
    wall, processor = [], []
    begin = time.perf_counter()
    while True:
        busy, start = time.thread_time(), time.perf_counter()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.thread_time() - busy)
        if time.perf_counter() - begin > seconds:
            return {"wall": wall, "processor": processor}


def main():
    torch.set_grad_enabled(False)
    work = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "open":
            start = time.perf_counter()
            torch.set_num_threads(int(words[2]))
            work = CASES[words[1]](*words[3:])
            answer = {"seconds": time.perf_counter() - start}
        elif words[0] == "time":
            answer = timed(work, float(words[1]))
        else:
            values = work().contiguous().numpy()
            values.tofile(words[1])
            answer = {"count": values.size}
        print(json.dumps(answer), flush=True)


main()
