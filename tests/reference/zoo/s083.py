"""S083, looped transformers (arXiv:2311.12424): Y = M(Y + P) from Y = 0, with as many turns as the case says."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

DIMENSIONS, WIDTH, HEADS, HIDDEN, TOKENS, MOST = 5, 16, 2, 27, 50, 40

fixture = Fixture("S083", seed=83)
read_in = (fixture.weight("read_in.weight", WIDTH, DIMENSIONS), fixture.weight("read_in.bias", WIDTH))
read_out = (fixture.weight("read_out.weight", 1, WIDTH), fixture.weight("read_out.bias", 1))
positions = fixture.weight("positions", TOKENS, WIDTH, scale=0.5)
attention = Attention(fixture, "looped.inner.", WIDTH, HEADS)
first = Norm(fixture, "looped.inner.attention_norm.", WIDTH)
second = Norm(fixture, "looped.inner.feed_forward_norm.", WIDTH)
last = Norm(fixture, "looped.inner.norm.", WIDTH)
feed_forward = FeedForward(fixture, "looped.inner.feed_forward.", WIDTH, HIDDEN, lambda x: torch.nn.functional.gelu(x, approximate="tanh"))


def block(x):
    h = x + attention(first(x), lambda q, k, v: attend(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, v))
    return last(h + feed_forward(second(h)))


for count, turns in ((1, 1), (13, 1), (13, 4), (25, 12), (9, 40)):
    case = f"{count}points{turns}turns"
    points = fixture.input(f"points.{case}", count, DIMENSIONS)
    values = fixture.input(f"values.{case}", count, 1)
    fixture.given_input(f"turns.{case}", torch.tensor(turns, dtype=torch.int32))
    prompt = torch.zeros(2 * count, DIMENSIONS, dtype=torch.float64)
    prompt[0::2], prompt[1::2, 0] = points, values[:, 0]
    prompt = prompt @ read_in[0].T + read_in[1] + positions[: 2 * count]
    y = torch.zeros_like(prompt)
    for _ in range(turns):
        y = block(y + prompt)
    fixture.output(f"predictions.{case}", (y[0::2] @ read_out[0].T + read_out[1])[:, 0])
fixture.save()
