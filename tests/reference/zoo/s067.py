"""S067, relative position representations (arXiv:1803.02155), equations 3 and 4, pair by pair."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm

WIDTH, HEADS, HIDDEN, REACH = 27, 3, 40, 4
HEAD = WIDTH // HEADS

fixture = Fixture("S067", seed=67)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
keys = fixture.weight("positions.keys", 2 * REACH + 1, HEAD, scale=0.8)
values = fixture.weight("positions.values", 2 * REACH + 1, HEAD, scale=0.8)
first = Norm(fixture, "attention_norm.", WIDTH)
second = Norm(fixture, "feed_forward_norm.", WIDTH)
feed_forward = FeedForward(fixture, "feed_forward.", WIDTH, HIDDEN, torch.relu)


def relative(seen):
    def mix(q, k, v):
        result = torch.empty_like(v)
        for i in range(q.shape[1]):
            others = range(i + 1) if seen == "causal" else range(q.shape[1])
            clipped = [min(max(j - i, -REACH), REACH) + REACH for j in others]
            for head in range(HEADS):
                scores = torch.stack([q[head, i] @ (k[head, j] + keys[c]) for j, c in zip(others, clipped)]) / HEAD**0.5
                weights = torch.softmax(scores, 0)
                result[head, i] = sum(weight * (v[head, j] + values[c]) for weight, j, c in zip(weights, others, clipped))
        return result

    return mix


for seen, time in (("causal", 1), ("causal", 41), ("all", 1), ("all", 29)):
    x = fixture.input(f"x.{seen}{time}", time, WIDTH)
    h = first(x + attention(x, relative(seen)))
    fixture.output(f"y.{seen}{time}", second(h + feed_forward(h)))
fixture.save()
