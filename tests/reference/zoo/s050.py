"""S050, GTA (arXiv:2310.10375): equation 6 with every rho written out as a matrix of the whole head."""

import torch

from common import Fixture
from prenorm import EncoderLayer

WIDTH, HEADS, HIDDEN, FOURS, PAIRS = 24, 2, 37, 2, 2
HEAD = WIDTH // HEADS

fixture = Fixture("S050", seed=50)
layer = EncoderLayer(fixture, "", WIDTH, HEADS, HIDDEN, attention="", output="projection")


def rho(camera, place):
    turns = [torch.stack([torch.stack([a.cos(), -a.sin()]), torch.stack([a.sin(), a.cos()])]) for a in place]
    return torch.block_diag(*[camera] * FOURS, *turns)


for time in (1, 35):
    x = fixture.input(f"x.{time}", time, WIDTH)
    rotation = torch.linalg.qr(fixture.draw(time, 3, 3)).Q
    camera = torch.eye(4, dtype=torch.float64).repeat(time, 1, 1)
    camera[:, :3, :3], camera[:, :3, 3] = rotation, fixture.draw(time, 3) * 0.7
    camera = fixture.given_input(f"camera.{time}", camera)
    inverse = fixture.given_input(f"inverse.{time}", torch.linalg.inv(camera))
    place = fixture.input(f"place.{time}", time, PAIRS, scale=2)

    def mix(q, k, v):
        there = torch.stack([rho(c, p) for c, p in zip(camera, place)])
        # The inverse that the file holds, rounded as it is.
        back = torch.stack([rho(c, -p) for c, p in zip(inverse, place)])
        q = torch.einsum("tji,htj->hti", there, q)
        k, v = (torch.einsum("tij,htj->hti", back, y) for y in (k, v))
        return torch.einsum("tij,htj->hti", there, torch.softmax(q @ k.transpose(1, 2) / HEAD**0.5, -1) @ v)

    fixture.output(f"y.{time}", layer(x, mix))
fixture.save()
