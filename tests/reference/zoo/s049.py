"""S049, FIRE (arXiv:2310.04418): a bias for each head from a network of psi(i - j) / psi(max(i, L)), psi(x) = log(c x + 1)."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

WIDTH, HEADS, HIDDEN, INSIDE = 20, 4, 33, 7

fixture = Fixture("S049", seed=49)
first = Norm(fixture, "layers.0.norm.", WIDTH)
attention = Attention(fixture, "layers.0.inner.", WIDTH, HEADS)
c = fixture.given("layers.0.inner.biases.c", torch.tensor([0.27], dtype=torch.float64))
threshold = fixture.given("layers.0.inner.biases.threshold", torch.tensor([11.3], dtype=torch.float64))
up = fixture.weight("layers.0.inner.biases.up_weight", INSIDE, scale=2)
up_bias = fixture.weight("layers.0.inner.biases.up_bias", INSIDE, scale=0.7)
down = fixture.weight("layers.0.inner.biases.down_weight", HEADS, INSIDE, scale=1)
down_bias = fixture.weight("layers.0.inner.biases.down_bias", HEADS)
second = Norm(fixture, "layers.1.norm.", WIDTH)
feed_forward = FeedForward(fixture, "layers.1.inner.", WIDTH, HIDDEN, torch.nn.functional.gelu)


def mix(q, k, v):
    bias = torch.zeros(HEADS, q.shape[1], q.shape[1], dtype=torch.float64)
    for i in range(q.shape[1]):
        for j in range(i + 1):
            along = torch.log(c * (i - j) + 1) / torch.log(c * max(i, threshold.item()) + 1)
            bias[:, i, j] = down @ torch.relu(up * along + up_bias) + down_bias
    return attend(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5 + bias, v)


for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = x + attention(first(x), mix)
    fixture.output(f"y.{time}", h + feed_forward(second(h)))
fixture.save()
