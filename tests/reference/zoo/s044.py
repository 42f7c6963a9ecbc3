"""S044 (arXiv:2311.00684): T5's encoder attention at a temperature, and what its rows' largest probability and entropy are."""

import math

import torch

from common import Fixture, heads_of
from prenorm import Attention, FeedForward, Norm

WIDTH, HEADS, HIDDEN, BUCKETS, FARTHEST = 21, 3, 34, 12, 20

fixture = Fixture("S044", seed=44)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
biases = fixture.weight("biases.weight", BUCKETS, HEADS, scale=1)
norm = Norm(fixture, "attention_norm.", WIDTH, bias=False)
inner_norm = Norm(fixture, "feed_forward_norm.", WIDTH, bias=False)
feed_forward = FeedForward(fixture, "feed_forward.", WIDTH, HIDDEN, torch.relu)


def bucket(offset):
    """As T5's code has it, for key minus query."""
    half = BUCKETS // 2
    base, n = (half, offset) if offset > 0 else (0, -offset)
    exact = half // 2
    if n < exact:
        return base + n
    return base + min(half - 1, exact + int(math.log(n / exact) / math.log(FARTHEST / exact) * (half - exact)))


def scores(q, k, temperature):
    time = q.shape[1]
    bias = torch.stack([torch.stack([biases[bucket(j - i)] for j in range(time)]) for i in range(time)]).permute(2, 0, 1)
    return (q @ k.transpose(1, 2) + bias) / temperature


for name, time, temperature in (("run1", 1, 1.0), ("run37", 37, 1.0), ("cool37", 37, 0.7)):
    x = fixture.input(f"x.{name}", time, WIDTH)
    t = fixture.given_input(f"temperature.{name}", torch.tensor([temperature], dtype=torch.float64))
    h = x + attention(norm(x), lambda q, k, v: torch.softmax(scores(q, k, t), -1) @ v)
    fixture.output(f"y.{name}", h + feed_forward(inner_norm(h)))
for name, time, temperature in (("seen9", 9, 1.0), ("seen50", 50, 1.3)):
    x = fixture.input(f"x.{name}", time, WIDTH)
    t = fixture.given_input(f"temperature.{name}", torch.tensor([temperature], dtype=torch.float64))
    normal = norm(x)
    p = torch.softmax(scores(heads_of(normal @ attention.query.T, HEADS), heads_of(normal @ attention.key.T, HEADS), t), -1)
    fixture.output(f"largest.{name}", p.max(-1).values.mean(-1))
    fixture.output(f"entropy.{name}", torch.distributions.Categorical(probs=p).entropy().mean(-1))
fixture.save()
