"""S069 (arXiv:2203.16634): a causal language model without positions."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, attend

VOCABULARY, WIDTH, HEADS, HIDDEN = 43, 18, 3, 31

fixture = Fixture("S069", seed=69)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
layers = []
for at in (0, 2):
    layers.append((
        Norm(fixture, f"layers.{at}.norm.", WIDTH), Attention(fixture, f"layers.{at}.inner.", WIDTH, HEADS),
        Norm(fixture, f"layers.{at + 1}.norm.", WIDTH), FeedForward(fixture, f"layers.{at + 1}.inner.", WIDTH, HIDDEN, torch.nn.functional.gelu),
    ))
norm = Norm(fixture, "norm.", WIDTH)

for time in (1, 41):
    tokens = fixture.tokens(f"tokens.{time}", VOCABULARY, time)
    x = embedding[tokens]
    for first, attention, second, feed_forward in layers:
        x = x + attention(first(x), lambda q, k, v: attend(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, v))
        x = x + feed_forward(second(x))
    fixture.output(f"logits.{time}", norm(x) @ embedding.T)
fixture.save()
