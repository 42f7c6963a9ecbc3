"""S073, YaRN (arXiv:2309.00071): definitions 1 to 3, with wavelengths in place of frequencies where the paper has them."""

import math

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

WIDTH, HEADS, HIDDEN = 28, 2, 43
HEAD = WIDTH // HEADS
FACTOR, TRAINED, ALPHA, BETA = 4, 30, 0.5, 3

fixture = Fixture("S073", seed=73)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
first = Norm(fixture, "attention_norm.", WIDTH, bias=False)
second = Norm(fixture, "feed_forward_norm.", WIDTH, bias=False)
feed_forward = FeedForward(fixture, "feed_forward.", WIDTH, HIDDEN)


def frequency(k):
    theta = 10_000.0 ** (-2 * k / HEAD)
    turns = TRAINED / (2 * math.pi / theta)
    if turns < ALPHA:
        gamma = 0
    elif turns > BETA:
        gamma = 1
    else:
        gamma = (turns - ALPHA) / (BETA - ALPHA)
    return (1 - gamma) * theta / FACTOR + gamma * theta


frequencies = torch.tensor([frequency(k) for k in range(HEAD // 2)], dtype=torch.float64)
temperature = 1 / (0.1 * math.log(FACTOR) + 1) ** 2


def mix(q, k, v):
    angle = torch.arange(q.shape[1], dtype=torch.float64)[:, None] * frequencies
    turn = torch.polar(torch.ones_like(angle), angle)
    q, k = (torch.complex(y[..., : HEAD // 2], y[..., HEAD // 2 :]) * turn for y in (q, k))
    return attend((q @ k.conj().transpose(1, 2)).real / (temperature * HEAD**0.5), v)


for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = x + attention(first(x), mix)
    fixture.output(f"y.{time}", h + feed_forward(second(h)))
fixture.save()
