"""S074, URPE (arXiv:2205.13401), equation 8: (softmax(Q K / sqrt(d) + B) * C) V with Toeplitz B and C, and the same without C."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm

WIDTH, HEADS, HIDDEN, CONTEXT = 21, 3, 32, 60

fixture = Fixture("S074", seed=74)


class Layer:
    def __init__(self, at: int):
        path = f"layers.{at}."
        self.attention = Attention(fixture, path, WIDTH, HEADS)
        self.bias = fixture.weight(f"{path}bias", HEADS, 2 * CONTEXT - 1, scale=1)
        self.multiplier = fixture.weight(f"{path}multiplier", HEADS, 2 * CONTEXT - 1, scale=0.6, shift=1)
        self.first = Norm(fixture, f"{path}attention_norm.", WIDTH)
        self.second = Norm(fixture, f"{path}feed_forward_norm.", WIDTH)
        self.feed_forward = FeedForward(fixture, f"{path}feed_forward.", WIDTH, HIDDEN, torch.nn.functional.gelu)

    def __call__(self, x, multiplies):
        def mix(q, k, v):
            time = q.shape[1]
            # Row i of a Toeplitz matrix is the table shifted by i.
            toeplitz = lambda table: torch.stack([table[:, CONTEXT - 1 - i : CONTEXT - 1 - i + time] for i in range(time)], 1)
            weights = torch.softmax(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5 + toeplitz(self.bias), -1)
            return (weights * toeplitz(self.multiplier) if multiplies else weights) @ v

        h = x + self.attention(self.first(x), mix)
        return h + self.feed_forward(self.second(h))


layers = [Layer(0), Layer(1)]
for name, time in (("with", 1), ("with", 33), ("with", 60), ("without", 1), ("without", 33)):
    x = fixture.input(f"x.{name}{time}", time, WIDTH)
    for layer in layers:
        h = layer(x if layer is layers[0] else h, name == "with")
    fixture.output(f"y.{name}{time}", h)
fixture.save()
