"""S126, TransNormerLLM (arXiv:2307.14995): every o_t as the sum over all tokens before it, with lambda^(t-s) as a power."""

import torch
import torch.nn.functional as F

from common import Fixture

WIDTH, HEADS, HIDDEN, LAYERS = 18, 3, 25, 3
HEAD = WIDTH // HEADS
fixture = Fixture("S126", seed=126)
layers = []
for i in range(LAYERS):
    path = f"layers.{i}"
    layers.append({
        **{name: fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "gate", "output")},
        **{name: fixture.weight(f"{path}.{name}.weight", HIDDEN, WIDTH) for name in ("up", "along")},
        "down": fixture.weight(f"{path}.down.weight", WIDTH, HIDDEN),
    })
angles = fixture.weight("layers.0.angles", HEADS, HEAD)


def simple_norm(x):
    return x * WIDTH**0.5 / torch.sqrt((x * x).sum(-1, keepdim=True) + WIDTH * 1e-6)


def mix(x, layer, index):
    time = x.shape[0]
    q, k, v = ((x @ layer[name].T).reshape(time, HEADS, HEAD) for name in ("query", "key", "value"))
    q, k = F.silu(q), F.silu(k)
    o = torch.zeros_like(v)
    for h in range(HEADS):
        decay = torch.exp(torch.tensor(-8 * (h + 1) / HEADS * (1 - index / LAYERS), dtype=torch.float64))
        for t in range(time):
            for s in range(t + 1):
                product = q[t, h] * k[s, h]
                if index == 0:
                    product = product * torch.cos((t - s) * angles[h])
                o[t, h] += decay ** (t - s) * product.sum() * v[s, h]
    return (simple_norm(o.reshape(time, WIDTH)) * (x @ layer["gate"].T)) @ layer["output"].T


for case, time in (("1", 1), ("22", 22)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    for index, layer in enumerate(layers):
        x = x + mix(simple_norm(x), layer, index)
        u = simple_norm(x)
        x = x + ((u @ layer["along"].T) * (u @ layer["up"].T)) @ layer["down"].T
    fixture.output(f"y.{case}", simple_norm(x))
fixture.save()
