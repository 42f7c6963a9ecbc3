"""PyTorch as a side of the bench; bench/README.md has the protocol. Needs torch and numpy, on any Python 3."""

import json
import math
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


def safetensors(path, prefix=""):
    """The tensors below a prefix, without it."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = numpy.frombuffer(file.read(), numpy.uint8)
    return {
        name[len(prefix):]: torch.from_numpy(data[entry["data_offsets"][0]:entry["data_offsets"][1]].copy().view(numpy.float32)).reshape(entry["shape"])
        for name, entry in header.items() if name.startswith(prefix)}


@case
def product(size, x_path, w_path):
    rows, inputs, outputs = map(int, size.split("x"))
    x, w, y = read(x_path, rows, inputs), read(w_path, outputs, inputs), torch.empty(rows, outputs)
    return lambda: torch.mm(x, w.T, out=y)


@case
def attention(entry, rows, heads, width, *paths):
    """In the layout that suits batched products best; the scores of all pairs are stored, as this PyTorch has no other attention."""
    rows, heads, width = int(rows), int(heads), int(width)
    q, k, v = (read(path, rows, heads, width).permute(1, 0, 2).contiguous() for path in paths)
    distance = (torch.arange(rows)[None, :] - torch.arange(rows)[:, None]).float()
    hidden = torch.where(distance > 0, float("-inf"), 0.0)
    # The slopes of ALiBi, for a power of two heads and above.
    power = 2 ** int(math.log2(heads))
    slopes = [2 ** (-8 * (head + 1) / power) if head < power else 2 ** (-4 * (2 * (head - power) + 1) / power) for head in range(heads)]
    added = {"All": None, "Causal": hidden, "Biased": torch.tensor(slopes)[:, None, None] * distance + hidden}[entry]
    k = k.transpose(1, 2)

    def work():
        scores = torch.bmm(q, k).mul_(width**-0.5) if added is None else torch.baddbmm(added.expand(heads, rows, rows), q, k, alpha=width**-0.5)
        return torch.bmm(torch.softmax(scores, -1), v)

    return work, lambda: work().permute(1, 0, 2)


@case
def of_rows(entry, weights, x_path):
    tensors, x = safetensors(weights), read(x_path, -1, 768)
    return {
        "RmsNormal": lambda: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5) * tensors["rms.scale"],
        "LayerNormal": lambda: torch.nn.functional.layer_norm(x, (768,), tensors["layer.scale"], tensors["layer.bias"], 1e-5),
        "Shares": lambda: torch.softmax(x, -1),
    }[entry]


@case
def mamba(weights, x_path):
    """The block of Mamba: what can be done for all rows at once is, the recurrence goes row by row over all channels and states."""
    w, x = safetensors(weights, "mamba."), read(x_path, -1, 768)
    rate = -torch.exp(w["decay_log"])
    linear, functional = torch.nn.functional.linear, torch.nn.functional

    def work():
        u, z = linear(x, w["input.weight"]).split(1536, 1)
        u = functional.silu(functional.conv1d(functional.pad(u.T, (3, 0)), w["convolution.weight"].unsqueeze(1), w["convolution.bias"], groups=1536).T)
        low, b, c = linear(u, w["parameters.weight"]).split((48, 16, 16), 1)
        dt = functional.softplus(linear(low, w["step.weight"], w["step.bias"]))
        h, rows = torch.zeros(1536, 16), []
        # A block of rows at a time, so that what is made for all of them stays in the cache.
        for begin in range(0, len(x), 64):
            part = slice(begin, begin + 64)
            decay = torch.exp(dt[part].unsqueeze(2) * rate)
            inflow = (dt[part] * u[part]).unsqueeze(2) * b[part].unsqueeze(1)
            states = []
            for a, i in zip(decay.unbind(), inflow.unbind()):
                h = torch.addcmul(i, a, h)
                states.append(h)
            rows.append(torch.bmm(torch.stack(states), c[part].unsqueeze(2)).squeeze(2))
        return linear((torch.cat(rows) + w["skip"] * u) * functional.silu(z), w["output.weight"])

    return work


@case
def gated(weights, x_path, chunk=32):
    """Gated linear attention in chunks (arXiv:2312.06635, section 4): products between the rows of a chunk, a state between chunks.

    The decays of a chunk are divided out of keys and multiplied into queries, so that the rows of a chunk meet in one product; with the
    decay's root of 16, a chunk of 32 rows stays far from the ends of f32."""
    w, x = safetensors(weights, "attention."), read(x_path, -1, 768)
    heads, key, value = 4, 96, 192
    linear, functional = torch.nn.functional.linear, torch.nn.functional
    causal = torch.ones(chunk, chunk).tril()

    def work():
        rows = len(x)

        def per_head(y, width):
            return y.view(rows // chunk, chunk, heads, width).transpose(1, 2)

        q = per_head(linear(x, w["query.weight"]), key) * key**-0.5
        k, v = per_head(linear(x, w["key.weight"]), key), per_head(linear(x, w["value.weight"]), value)
        decay = functional.logsigmoid(linear(linear(x, w["decay_down.weight"]), w["decay_up.weight"], w["decay_up.bias"])) / 16
        total = per_head(decay, key).cumsum(2)
        last = total[:, :, -1:]
        q = q * torch.exp(total)
        within = torch.matmul(torch.matmul(q, (k * torch.exp(-total)).transpose(2, 3)) * causal, v)
        gathered = torch.matmul((k * torch.exp(last - total)).transpose(2, 3), v)
        fade = torch.exp(last).transpose(2, 3)
        state, states = torch.zeros(heads, key, value), []
        for a, g in zip(fade.unbind(), gathered.unbind()):
            states.append(state)
            state = torch.addcmul(g, a.expand_as(g), state)
        o = (within + torch.matmul(q, torch.stack(states))).transpose(1, 2).reshape(rows, heads, value)
        o = o * torch.rsqrt(o.square().mean(-1, keepdim=True) + 1e-5) * w["norm.scale"]
        return linear(functional.silu(linear(x, w["gate.weight"], w["gate.bias"])) * o.reshape(rows, -1), w["output.weight"])

    return work


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
            # Where the result has to be arranged anew to be compared, that is not timed.
            work, result = work if isinstance(work, tuple) else (work, work)
            answer = {"seconds": time.perf_counter() - start}
        elif words[0] == "time":
            answer = timed(work, float(words[1]))
        else:
            values = result().contiguous().numpy()
            values.tofile(words[1])
            answer = {"count": values.size}
        print(json.dumps(answer), flush=True)


main()
