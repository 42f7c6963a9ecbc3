"""S031, Quantizable Transformers (arXiv:2306.12929): clipped softmax and gated heads in post-norm layers."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, GAMMA, ZETA = 24, 3, -0.06, 1.02
HEAD = WIDTH // HEADS

fixture = Fixture("S031", seed=31)
parts = {}
for name in ("clipped", "gated"):
    maps = {part: (fixture.weight(f"{name}.{part}.weight", WIDTH, WIDTH), fixture.weight(f"{name}.{part}.bias", WIDTH)) for part in ("query", "key", "value", "output")}
    norm = [fixture.weight(f"{name}_norm.scale", WIDTH, shift=1), fixture.weight(f"{name}_norm.bias", WIDTH)]
    parts[name] = maps, norm
gate, gate_bias = fixture.weight("gated.gate", HEADS, HEAD), fixture.weight("gated.gate_bias", HEADS)


def layer(name, x, probabilities, opening):
    maps, norm = parts[name]
    q, k, v = ((x @ maps[part][0].T + maps[part][1]).reshape(len(x), HEADS, HEAD).transpose(0, 1) for part in ("query", "key", "value"))
    mixed = opening(probabilities(torch.softmax(q @ k.transpose(1, 2) / HEAD**0.5, -1)) @ v)
    weight, bias = maps["output"]
    return layer_norm(x + mixed.transpose(0, 1).reshape(len(x), WIDTH) @ weight.T + bias, *norm)


zeros = 0
for case, time in (("1", 1), ("31", 31)):
    x = fixture.input(f"x.{case}", time, WIDTH)

    def clip(p):
        global zeros
        clipped = torch.clamp((ZETA - GAMMA) * p + GAMMA, 0, 1)
        zeros += int((clipped == 0).sum())
        return clipped

    fixture.output(f"clipped.{case}", layer("clipped", x, clip, lambda heads: heads))
    parts_of_x = x.reshape(time, HEADS, HEAD)
    opened = torch.sigmoid(torch.stack([parts_of_x[:, h] @ gate[h] + gate_bias[h] for h in range(HEADS)]))
    fixture.output(f"gated.{case}", layer("gated", x, lambda p: p, lambda heads: heads * opened[:, :, None]))
assert zeros > 0, "the clip must reach zero somewhere"
fixture.save()
