"""S056, LongEmbed (arXiv:2404.12096): positions of training read in groups, again and interpolated, and SelfExtend pair by pair."""

import torch

from common import Fixture
from prenorm import Attention, Norm, everywhere

WIDTH, HEADS, TRAINED, FACTOR, NEAR = 20, 2, 20, 4, 6
HEAD = WIDTH // HEADS

fixture = Fixture("S056", seed=56)
positions = fixture.weight("positions", TRAINED, WIDTH, scale=0.7)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
norm = Norm(fixture, "norm.", WIDTH)


def embed(x, mix=everywhere):
    return torch.nn.functional.normalize((x + attention(norm(x), mix)).mean(0), dim=0)


def interpolated(time):
    # The table with FACTOR - 1 places between neighbours; beyond the last it stays.
    place = torch.arange(time, dtype=torch.float64) / FACTOR
    padded = torch.cat([positions, positions[-1:]])
    low = place.floor().long()
    return torch.lerp(padded[low], padded[low + 1], (place - low)[:, None])


def extended(q, k, v):
    theta = 10_000.0 ** (-torch.arange(0, HEAD, 2, dtype=torch.float64) / HEAD)
    q, k = (torch.complex(y[..., : HEAD // 2], y[..., HEAD // 2 :]) for y in (q, k))
    scores = torch.empty(HEADS, q.shape[1], q.shape[1], dtype=torch.float64)
    for i in range(q.shape[1]):
        for j in range(q.shape[1]):
            relative = i - j
            if abs(relative) >= NEAR:
                far = abs(i // FACTOR - j // FACTOR) + NEAR - NEAR // FACTOR
                relative = far if i > j else -far
            scores[:, i, j] = (q[:, i] * k[:, j].conj() * torch.polar(torch.ones_like(theta), theta * relative)).sum(-1).real
    return torch.softmax(scores / HEAD**0.5, -1) @ v


for time in (1, 61):
    place = torch.arange(time)
    x = {name: fixture.input(f"x.{name}{time}", time, WIDTH) for name in ("grouped", "recurrent", "interpolated", "extended")}
    fixture.output(f"y.grouped{time}", embed(x["grouped"] + positions[place // FACTOR]))
    fixture.output(f"y.recurrent{time}", embed(x["recurrent"] + positions[place % TRAINED]))
    fixture.output(f"y.interpolated{time}", embed(x["interpolated"] + interpolated(time)))
    fixture.output(f"y.extended{time}", embed(x["extended"], extended))
fixture.save()
