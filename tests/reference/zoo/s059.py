"""S059, randomized positions (arXiv:2305.16843): any encoding at a sorted random choice of positions."""

import torch

from common import Fixture
from prenorm import EncoderLayer, everywhere

WIDTH, HEADS, HIDDEN, MOST = 18, 3, 29, 300
HEAD = WIDTH // HEADS

fixture = Fixture("S059", seed=59)
layer = EncoderLayer(fixture, "", WIDTH, HEADS, HIDDEN, attention="", output="projection", function=torch.relu)


def drawn(name, time):
    chosen = torch.randperm(MOST, generator=fixture.generator)[:time].sort().values
    return fixture.given_input(f"positions.{name}{time}", chosen.int()).double()


for time in (1, 33):
    x = fixture.input(f"x.waves{time}", time, WIDTH)
    angle = drawn("waves", time)[:, None] * 10_000.0 ** (-torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
    fixture.output(f"y.waves{time}", layer(x + torch.stack([angle.sin(), angle.cos()], -1).flatten(1)))

    x = fixture.input(f"x.turned{time}", time, WIDTH)
    angle = drawn("turned", time)[:, None] * 10_000.0 ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)

    def turned(y):
        z = torch.complex(y[..., : HEAD // 2], y[..., HEAD // 2 :]) * torch.polar(torch.ones_like(angle), angle)
        return torch.cat([z.real, z.imag], -1)

    fixture.output(f"y.turned{time}", layer(x, lambda q, k, v: everywhere(turned(q), turned(k), v)))

    x = fixture.input(f"x.falling{time}", time, WIDTH)
    place = drawn("falling", time)
    # The slopes of three heads: those of two, then the first of four.
    slopes = torch.tensor([2.0**-4, 2.0**-8, 2.0**-2], dtype=torch.float64)
    away = slopes[:, None, None] * (place[:, None] - place[None, :]).abs()
    fixture.output(f"y.falling{time}", layer(x, lambda q, k, v: torch.softmax(q @ k.transpose(1, 2) / HEAD**0.5 - away, -1) @ v))
fixture.save()
