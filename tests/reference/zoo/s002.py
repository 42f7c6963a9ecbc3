"""S002, all-attention layers (arXiv:1907.01470): learned keys and values beside those of the context, with adaptive spans."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, MEMORY, CONTEXT, RAMP, LAYERS = 21, 3, 5, 60, 6, 2
HEAD = WIDTH // HEADS

fixture = Fixture("S002", seed=2)


class Layer:
    def __init__(self, path):
        self.query, self.key, self.value, self.output = (fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output"))
        self.memory_keys = fixture.weight(f"{path}.memory_keys", MEMORY, HEADS, HEAD, scale=1.0)
        self.memory_values = fixture.weight(f"{path}.memory_values", MEMORY, HEADS, HEAD, scale=1.0)
        self.positions = fixture.weight(f"{path}.positions", CONTEXT, HEAD, scale=0.7)
        self.span = fixture.given(f"{path}.span", torch.tensor([2.5, 17.25, 80.0]))
        self.scale, self.bias = fixture.weight(f"{path}.norm.scale", WIDTH, shift=1), fixture.weight(f"{path}.norm.bias", WIDTH)

    def __call__(self, x):
        q, k, v = ((x @ w.T).reshape(-1, HEADS, HEAD) for w in (self.query, self.key, self.value))
        mixed = torch.zeros_like(q)
        for t in range(len(x)):
            for h in range(HEADS):
                above, below = torch.zeros(HEAD, dtype=torch.float64), 0.0
                for c in range(t + 1):
                    mask = ((RAMP + self.span[h] - (t - c)) / RAMP).clamp(0, 1)
                    weight = mask * torch.exp(q[t, h] @ (k[c, h] + self.positions[t - c]) / HEAD**0.5)
                    above, below = above + weight * v[c, h], below + weight
                for n in range(MEMORY):
                    weight = torch.exp(q[t, h] @ self.memory_keys[n, h] / HEAD**0.5)
                    above, below = above + weight * self.memory_values[n, h], below + weight
                mixed[t, h] = above / below
        return layer_norm(x + mixed.reshape(-1, WIDTH) @ self.output.T, self.scale, self.bias)


layers = [Layer(f"layers.{i}") for i in range(LAYERS)]
for case, time in (("1", 1), ("43", 43)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    y = x
    for layer in layers:
        y = layer(y)
    fixture.output(f"y.{case}", y)
fixture.save()
