"""S015, Sparse Transformers (arXiv:1904.10509): strided and fixed patterns as sets of keys for every query."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, STRIDE = 28, 4, 7
HEAD = WIDTH // HEADS

fixture = Fixture("S015", seed=15)


class Layer:
    def __init__(self, path):
        self.norms = [[fixture.weight(f"{path}.{name}_norm.{part}", WIDTH, shift=shift) for part, shift in (("scale", 1), ("bias", 0))]
                      for name in ("attention", "feed_forward")]
        self.maps = {name: (fixture.weight(f"{path}.{name}.weight", outputs, inputs), fixture.weight(f"{path}.{name}.bias", outputs))
                     for name, outputs, inputs in (("query", WIDTH, WIDTH), ("key", WIDTH, WIDTH), ("value", WIDTH, WIDTH),
                                                   ("output", WIDTH, WIDTH), ("up", 4 * WIDTH, WIDTH), ("down", WIDTH, 4 * WIDTH))}

    def map(self, name, x):
        weight, bias = self.maps[name]
        return x @ weight.T + bias

    def __call__(self, x, keys_of):
        normal = layer_norm(x, *self.norms[0])
        q, k, v = (self.map(name, normal).reshape(-1, HEADS, HEAD) for name in ("query", "key", "value"))
        mixed = torch.zeros_like(q)
        for i in range(len(x)):
            for h in range(HEADS):
                seen = sorted(keys_of(h, i))
                mixed[i, h] = torch.softmax(k[seen, h] @ q[i, h] / HEAD**0.5, -1) @ v[seen, h]
        y = x + self.map("output", mixed.reshape(-1, WIDTH))
        inner = self.map("up", layer_norm(y, *self.norms[1]))
        return y + self.map("down", inner * torch.sigmoid(1.702 * inner))


def strided(head, i):
    if head < HEADS // 2:
        return set(range(max(0, i - STRIDE), i + 1))
    return {j for j in range(i + 1) if (i - j) % STRIDE == 0}


def fixed(head, i):
    own = {j for j in range(i + 1) if j // STRIDE == i // STRIDE}
    # One summary column for each head: the last of a block for the first head, the one before for the second, and so on.
    return own | {j for j in range(i + 1) if j % STRIDE == STRIDE - 1 - head}


first, second = Layer("strided"), Layer("fixed_blocks")
for case, time in (("1", 1), ("50", 50)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    fixture.output(f"y.{case}", second(first(x, strided), fixed))
fixture.save()
