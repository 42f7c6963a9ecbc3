"""S051 (arXiv:2009.13658): the four methods, equations 8 to 14."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm

WIDTH, HEADS, HIDDEN, REACH = 20, 4, 33, 6
HEAD = WIDTH // HEADS

fixture = Fixture("S051", seed=51)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
distance = fixture.weight("distance", REACH + 1, scale=0.6, shift=1)
offset = fixture.weight("offset", 2 * REACH + 1, scale=0.6, shift=1)
factors = fixture.weight("factors", 2 * REACH + 1, HEAD, scale=1)
terms = fixture.weight("terms", 2 * REACH + 1, HEAD, scale=0.7)
norm = Norm(fixture, "attention_norm.", WIDTH)
inner_norm = Norm(fixture, "feed_forward_norm.", WIDTH)
feed_forward = FeedForward(fixture, "feed_forward.", WIDTH, HIDDEN, torch.relu)

methods = {
    "first": lambda q, k, c: (q @ k) * distance[abs(c)],
    "second": lambda q, k, c: (q @ k) * offset[c + REACH],
    "third": lambda q, k, c: (q * k * factors[c + REACH]).sum(),
    "fourth": lambda q, k, c: q @ k + q @ terms[c + REACH] + k @ terms[c + REACH],
}
for name, score in methods.items():
    for time in (1, 23):
        def mix(q, k, v):
            scores = torch.stack([
                torch.stack([torch.stack([score(q[h, i], k[h, j], max(-REACH, min(REACH, j - i))) for j in range(time)]) for i in range(time)])
                for h in range(HEADS)
            ])
            return torch.softmax(scores / HEAD**0.5, -1) @ v

        x = fixture.input(f"x.{name}{time}", time, WIDTH)
        h = norm(x + attention(x, mix))
        fixture.output(f"y.{name}{time}", inner_norm(h + feed_forward(h)))
fixture.save()
