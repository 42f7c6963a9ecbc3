"""S068, ALiBi (arXiv:2108.12409): biases -m_h (i - j); the slopes of six heads as the authors' code gives them."""

import math

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend, distances

WIDTH, HIDDEN = 18, 29

fixture = Fixture("S068", seed=68)


def slopes(heads):
    if math.log2(heads).is_integer():
        start = 2 ** (-(2 ** -(math.log2(heads) - 3)))
        return [start * start**i for i in range(heads)]
    closest = 2 ** math.floor(math.log2(heads))
    return slopes(closest) + slopes(2 * closest)[0::2][: heads - closest]


class Layer:
    def __init__(self, at: int, heads: int):
        self.heads = heads
        self.first = Norm(fixture, f"layers.{at}.norm.", WIDTH)
        self.attention = Attention(fixture, f"layers.{at}.inner.", WIDTH, heads)
        self.second = Norm(fixture, f"layers.{at + 1}.norm.", WIDTH)
        self.feed_forward = FeedForward(fixture, f"layers.{at + 1}.inner.", WIDTH, HIDDEN, torch.relu)

    def __call__(self, x):
        def mix(q, k, v):
            falling = torch.tensor(slopes(self.heads), dtype=torch.float64)[:, None, None] * distances(q.shape[1])
            return attend(q @ k.transpose(1, 2) / (WIDTH // self.heads) ** 0.5 - falling, v)

        h = x + self.attention(self.first(x), mix)
        return h + self.feed_forward(self.second(h))


layers = [Layer(0, 6), Layer(2, 2)]
for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    fixture.output(f"y.{time}", layers[1](layers[0](x)))
fixture.save()
