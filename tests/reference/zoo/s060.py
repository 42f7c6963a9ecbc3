"""S060, Resonance RoPE (arXiv:2403.00071): wavelengths rounded to whole numbers, alone and over YaRN's frequencies."""

import math

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

WIDTH, HEADS, HIDDEN, BASE = 24, 3, 35, 300.0
HEAD = WIDTH // HEADS
FACTOR, TRAINED, ALPHA, BETA = 4, 24, 0.25, 2

fixture = Fixture("S060", seed=60)


class Layer:
    def __init__(self, at: int):
        self.first = Norm(fixture, f"layers.{at}.norm.", WIDTH, bias=False)
        self.attention = Attention(fixture, f"layers.{at}.inner.", WIDTH, HEADS)
        self.second = Norm(fixture, f"layers.{at + 1}.norm.", WIDTH, bias=False)
        self.feed_forward = FeedForward(fixture, f"layers.{at + 1}.inner.", WIDTH, HIDDEN)

    def __call__(self, x, wavelength, magnitude):
        def turned(y):
            result = torch.empty_like(y)
            for position in range(y.shape[1]):
                for k in range(HEAD // 2):
                    angle = 2 * math.pi * position / round(wavelength(k))
                    a, b = y[:, position, k], y[:, position, k + HEAD // 2]
                    result[:, position, k] = magnitude * (a * math.cos(angle) - b * math.sin(angle))
                    result[:, position, k + HEAD // 2] = magnitude * (a * math.sin(angle) + b * math.cos(angle))
            return result

        h = x + self.attention(self.first(x), lambda q, k, v: attend(turned(q) @ turned(k).transpose(1, 2) / HEAD**0.5, v))
        return h + self.feed_forward(self.second(h))


def plain(k):
    return 2 * math.pi * BASE ** (2 * k / HEAD)


def yarn(k):
    gamma = min(max((TRAINED / plain(k) - ALPHA) / (BETA - ALPHA), 0), 1)
    return 1 / ((1 - gamma) / (plain(k) * FACTOR) + gamma / plain(k))


layers = [Layer(0), Layer(2)]
for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = layers[0](x, plain, 1)
    fixture.output(f"y.{time}", layers[1](h, yarn, 0.1 * math.log(FACTOR) + 1))
fixture.save()
