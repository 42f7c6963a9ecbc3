"""S088, Subformer (arXiv:2101.00234): one set of weights for all layers but the first and the last, and a widened narrow embedding."""

import torch

from common import Fixture, rotate_halves
from prenorm import Attention, FeedForward, Norm, attend

VOCABULARY, NARROW, WIDTH, HEADS, HIDDEN, BETWEEN = 41, 12, 24, 3, 37, 3

fixture = Fixture("S088", seed=88)


def rotary_attention(q, k, v):
    return attend(rotate_halves(q) @ rotate_halves(k).transpose(1, 2) / q.shape[-1] ** 0.5, v)


class Layer:
    def __init__(self, path: str):
        self.attention = Attention(fixture, path, WIDTH, HEADS)
        self.attention_norm = Norm(fixture, f"{path}attention_norm.", WIDTH)
        self.feed_forward_norm = Norm(fixture, f"{path}feed_forward_norm.", WIDTH)
        self.feed_forward = FeedForward(fixture, f"{path}feed_forward.", WIDTH, HIDDEN, torch.nn.functional.gelu)

    def __call__(self, x):
        h = self.attention_norm(x + self.attention(x, rotary_attention))
        return self.feed_forward_norm(h + self.feed_forward(h))


embedding = fixture.weight("embedding.weight", VOCABULARY, NARROW, scale=1)
widening_norm = Norm(fixture, "widening.norm.", NARROW)
widening = Attention(fixture, "widening.inner.", NARROW, 2)
up = fixture.weight("up.weight", WIDTH, NARROW)
down = fixture.weight("down.weight", NARROW, WIDTH)
first, middle, last = Layer("first."), Layer("middle."), Layer("last.")

for time in (1, 43):
    tokens = fixture.tokens(f"tokens.{time}", VOCABULARY, time)
    e = embedding[tokens]
    x = (e + widening(widening_norm(e), rotary_attention)) @ up.T
    for layer in [first] + [middle] * BETWEEN + [last]:
        x = layer(x)
    fixture.output(f"logits.{time}", x @ down.T @ embedding.T)
fixture.save()
