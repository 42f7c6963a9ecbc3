"""S054, learnable Fourier features (arXiv:2106.02795): algorithm 1, group by group."""

import torch

from common import Fixture
from prenorm import EncoderLayer

WIDTH, HEADS, HIDDEN, GROUPS, COORDINATES, FEATURES, INSIDE = 18, 3, 29, 2, 2, 14, 23

fixture = Fixture("S054", seed=54)
frequencies = fixture.weight("frequencies", FEATURES // 2, COORDINATES, scale=1.5)
first = (fixture.weight("first.weight", INSIDE, FEATURES, scale=0.8), fixture.weight("first.bias", INSIDE))
second = (fixture.weight("second.weight", WIDTH // GROUPS, INSIDE), fixture.weight("second.bias", WIDTH // GROUPS))
layer = EncoderLayer(fixture, "", WIDTH, HEADS, HIDDEN)

for time in (1, 38):
    x = fixture.input(f"x.{time}", time, WIDTH)
    boxes = fixture.input(f"boxes.{time}", time, GROUPS, COORDINATES)
    parts = []
    for group in range(GROUPS):
        wave = torch.cat([torch.cos(boxes[:, group] @ frequencies.T), torch.sin(boxes[:, group] @ frequencies.T)], -1) / FEATURES**0.5
        parts.append(torch.nn.functional.gelu(wave @ first[0].T + first[1]) @ second[0].T + second[1])
    fixture.output(f"y.{time}", layer(x + torch.cat(parts, -1)))
fixture.save()
