"""S052, KERPLE (arXiv:2205.09921): biases -r1 log(1 + r2 |i - j|) in the first layer, -r1 |i - j|^r2 in the second."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend, distances

WIDTH, HEADS, HIDDEN = 21, 3, 34

fixture = Fixture("S052", seed=52)


class Layer:
    def __init__(self, at: int, r1, r2):
        self.first = Norm(fixture, f"layers.{at}.norm.", WIDTH)
        self.attention = Attention(fixture, f"layers.{at}.inner.", WIDTH, HEADS)
        self.r1 = fixture.given(f"layers.{at}.inner.biases.r1", torch.tensor(r1, dtype=torch.float64))
        self.r2 = fixture.given(f"layers.{at}.inner.biases.r2", torch.tensor(r2, dtype=torch.float64))
        self.second = Norm(fixture, f"layers.{at + 1}.norm.", WIDTH)
        self.feed_forward = FeedForward(fixture, f"layers.{at + 1}.inner.", WIDTH, HIDDEN, torch.nn.functional.gelu)

    def __call__(self, x, kernel):
        def mix(q, k, v):
            away = distances(q.shape[1]).abs()
            bias = torch.stack([kernel(away, r1, r2) for r1, r2 in zip(self.r1, self.r2)])
            return attend(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5 - bias, v)

        h = x + self.attention(self.first(x), mix)
        return h + self.feed_forward(self.second(h))


logarithmic = Layer(0, [0.8, 2.1, 0.15], [1.7, 0.4, 3.2])
power = Layer(2, [0.3, 0.05, 1.1], [0.6, 1.4, 0.2])
for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = logarithmic(x, lambda away, r1, r2: r1 * torch.log(1 + r2 * away))
    fixture.output(f"y.{time}", power(h, lambda away, r1, r2: r1 * away**r2))
fixture.save()
