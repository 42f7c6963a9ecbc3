"""S055, NoPE with a factor for each head (arXiv:2404.12224): softmax(lambda_h q k / sqrt(d)), causal, no positions."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

WIDTH, HEADS, HIDDEN = 25, 5, 38

fixture = Fixture("S055", seed=55)
first = Norm(fixture, "layers.0.norm.", WIDTH)
attention = Attention(fixture, "layers.0.inner.", WIDTH, HEADS)
factor = fixture.given("layers.0.inner.factor", torch.tensor([1.0, 1.35, 0.8, 2.2, 1.1], dtype=torch.float64))
second = Norm(fixture, "layers.1.norm.", WIDTH)
feed_forward = FeedForward(fixture, "layers.1.inner.", WIDTH, HIDDEN, torch.nn.functional.gelu)

for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = x + attention(first(x), lambda q, k, v: attend((factor[:, None, None] * q) @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, v))
    fixture.output(f"y.{time}", h + feed_forward(second(h)))
fixture.save()
