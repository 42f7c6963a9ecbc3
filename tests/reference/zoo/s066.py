"""S066, p-RoPE (arXiv:2410.06205): only the three fastest of five pairs turn."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

WIDTH, HEADS, HIDDEN, TURNED = 20, 2, 33, 3
HEAD = WIDTH // HEADS

fixture = Fixture("S066", seed=66)
first = Norm(fixture, "layers.0.norm.", WIDTH, bias=False)
attention = Attention(fixture, "layers.0.inner.", WIDTH, HEADS)
second = Norm(fixture, "layers.1.norm.", WIDTH, bias=False)
feed_forward = FeedForward(fixture, "layers.1.inner.", WIDTH, HIDDEN)


def turned(y):
    y = y.clone()
    place = torch.arange(y.shape[1], dtype=torch.float64)
    for k in range(TURNED):
        angle = place * 10_000.0 ** (-2 * k / HEAD)
        a, b = y[..., k].clone(), y[..., k + HEAD // 2].clone()
        y[..., k], y[..., k + HEAD // 2] = a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos()
    return y


for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = x + attention(first(x), lambda q, k, v: attend(turned(q) @ turned(k).transpose(1, 2) / HEAD**0.5, v))
    fixture.output(f"y.{time}", h + feed_forward(second(h)))
fixture.save()
