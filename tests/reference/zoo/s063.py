"""S063, iRPE (arXiv:2107.14222): the product method with the piecewise function, equation 17, pair by pair."""

import math

import torch

from common import Fixture
from prenorm import EncoderLayer

ROWS, COLUMNS, WIDTH, HEADS, HIDDEN = 6, 7, 24, 3, 37
HEAD = WIDTH // HEADS
ALPHA, BETA, GAMMA = 1.5, 3, 6

fixture = Fixture("S063", seed=63)
biases = fixture.weight("biases", (2 * BETA + 1) ** 2, HEADS, scale=1)
vectors = fixture.weight("vectors", (2 * BETA + 1) ** 2, HEAD, scale=0.8)
layer = EncoderLayer(fixture, "", WIDTH, HEADS, HIDDEN, attention="", output="projection")


def g(x):
    if abs(x) <= ALPHA:
        return round(x)
    size = min(BETA, ALPHA + math.log(abs(x) / ALPHA) / math.log(GAMMA / ALPHA) * (BETA - ALPHA))
    return round(math.copysign(size, x))


def bucket(i, j):
    down, along = j // COLUMNS - i // COLUMNS, j % COLUMNS - i % COLUMNS
    return (g(down) + BETA) * (2 * BETA + 1) + g(along) + BETA


index = torch.tensor([[bucket(i, j) for j in range(ROWS * COLUMNS)] for i in range(ROWS * COLUMNS)])
x = fixture.input("x.bias", ROWS * COLUMNS, WIDTH)
fixture.output("y.bias", layer(x, lambda q, k, v: torch.softmax(q @ k.transpose(1, 2) / HEAD**0.5 + biases[index].permute(2, 0, 1), -1) @ v))
x = fixture.input("x.contextual", ROWS * COLUMNS, WIDTH)
fixture.output("y.contextual", layer(
    x, lambda q, k, v: torch.softmax((q @ k.transpose(1, 2) + torch.einsum("hid,ijd->hij", q, vectors[index])) / HEAD**0.5, -1) @ v))
fixture.save()
