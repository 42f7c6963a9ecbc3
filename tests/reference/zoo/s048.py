"""S048 (arXiv:2307.10156): biases whose exponentials sum to a finite number, and the window that holds most of it."""

import torch

from common import Fixture
from prenorm import EncoderLayer, attend, distances

WIDTH, HEADS, HIDDEN, CONTEXT = 22, 2, 35, 90

fixture = Fixture("S048", seed=48)
layers = [EncoderLayer(fixture, f"{name}.", WIDTH, HEADS, HIDDEN, attention="") for name in ("first", "second")]
weights = [lambda n: 1 / (n + 1) ** 2, lambda n: torch.exp(-torch.log(n + 1) ** 2)]

for time in (1, 41):
    y = fixture.input(f"x.{time}", time, WIDTH)
    for layer, weight in zip(layers, weights):
        y = layer(y, lambda q, k, v: attend(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5 + torch.log(weight(distances(time).clamp(min=0))), v))
    fixture.output(f"y.{time}", y)
for name, left in (("a", 0.1), ("b", 0.013)):
    part = fixture.given_input(f"left.{name}", torch.tensor([left], dtype=torch.float64)).item()
    for result, weight in zip(("quadratic", "logarithm_squared"), weights):
        mass = weight(torch.arange(CONTEXT, dtype=torch.float64))
        window = next(n for n in range(1, CONTEXT + 1) if mass[:n].sum() >= (1 - part) * mass.sum())
        fixture.output(f"{result}.{name}", torch.tensor(window))
fixture.save()
