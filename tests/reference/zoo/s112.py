"""S112, Aaren (arXiv:2405.13956): at every place softmax attention of a learned query over the tokens so far, each computed anew."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, HIDDEN = 15, 3, 26
HEAD = WIDTH // HEADS
fixture = Fixture("S112", seed=112)


def norm(path):
    return fixture.weight(f"{path}.scale", WIDTH, shift=1), fixture.weight(f"{path}.bias", WIDTH)


layers = []
for i in range(2):
    path = f"layers.{i}"
    layers.append({
        "attention_norm": norm(f"{path}.attention_norm"),
        "feed_forward_norm": norm(f"{path}.feed_forward_norm"),
        "query": fixture.weight(f"{path}.query", HEADS, HEAD, scale=2),
        **{name: fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH) for name in ("key", "value", "output")},
        "up": (fixture.weight(f"{path}.feed_forward.up.weight", HIDDEN, WIDTH), fixture.weight(f"{path}.feed_forward.up.bias", HIDDEN)),
        "down": (fixture.weight(f"{path}.feed_forward.down.weight", WIDTH, HIDDEN), fixture.weight(f"{path}.feed_forward.down.bias", WIDTH)),
    })
final = norm("norm")

for case, time in (("1", 1), ("19", 19)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    for layer in layers:
        u = layer_norm(x, *layer["attention_norm"])
        k, v = ((u @ layer[name].T).reshape(time, HEADS, HEAD) for name in ("key", "value"))
        mixed = torch.zeros(time, HEADS, HEAD, dtype=torch.float64)
        for t in range(time):
            for h in range(HEADS):
                p = torch.softmax(k[: t + 1, h] @ layer["query"][h] / HEAD**0.5, 0)
                mixed[t, h] = p @ v[: t + 1, h]
        x = x + mixed.reshape(time, WIDTH) @ layer["output"].T
        u = layer_norm(x, *layer["feed_forward_norm"])
        x = x + torch.nn.functional.linear(torch.nn.functional.gelu(torch.nn.functional.linear(u, *layer["up"])), *layer["down"])
    fixture.output(f"y.{case}", layer_norm(x, *final))
fixture.save()
