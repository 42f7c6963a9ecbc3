"""S082, latent flow (arXiv:2505.14513): Euler steps of a velocity that is a layer with norms made by the time."""

import torch

from common import Fixture, heads_of, join_heads, rotate_halves
from prenorm import Attention, FeedForward, Norm, attend

VOCABULARY, WIDTH, HEADS, HIDDEN, INSIDE = 37, 20, 2, 31, 23

fixture = Fixture("S082", seed=82)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
first = (fixture.weight("velocity.first.weight", INSIDE, WIDTH), fixture.weight("velocity.first.bias", INSIDE))
second = (fixture.weight("velocity.second.weight", 6 * WIDTH, INSIDE), fixture.weight("velocity.second.bias", 6 * WIDTH))
attention = Attention(fixture, "velocity.", WIDTH, HEADS)
feed_forward = FeedForward(fixture, "velocity.feed_forward.", WIDTH, HIDDEN, lambda x: torch.nn.functional.gelu(x, approximate="tanh"))
norm = Norm(fixture, "norm.", WIDTH)


def velocity(x, t):
    angle = 1000 * t * 10_000.0 ** (-torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
    wave = torch.stack([angle.sin(), angle.cos()], -1).flatten()
    made = torch.nn.functional.silu(wave @ first[0].T + first[1]) @ second[0].T + second[1]
    scale, shift, gate, inner_scale, inner_shift, inner_gate = made.split(WIDTH)
    plain = lambda y: torch.nn.functional.layer_norm(y, (WIDTH,))
    mix = lambda q, k, v: attend(rotate_halves(q) @ rotate_halves(k).transpose(1, 2) / (WIDTH // HEADS) ** 0.5, v)
    moved = gate * attention(plain(x) * (1 + scale) + shift, mix)
    return moved + inner_gate * feed_forward(plain(x + moved) * (1 + inner_scale) + inner_shift)


for time, steps in ((1, 1), (31, 3), (44, 12)):
    case = f"{time}in{steps}"
    tokens = fixture.tokens(f"tokens.{case}", VOCABULARY, time)
    fixture.given_input(f"steps.{case}", torch.tensor(steps, dtype=torch.int32))
    x = embedding[tokens]
    for step in range(steps):
        x = x + velocity(x, step / steps) / steps
    fixture.output(f"logits.{case}", norm(x) @ embedding.T)
fixture.save()
