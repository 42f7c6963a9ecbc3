"""S085, relaxed recursive transformers (arXiv:2410.20672): one layer run three times, each turn with W + B_r A_r."""

import torch

from common import Fixture, heads_of, join_heads, rms_norm, rotate_halves
from prenorm import Norm, attend

VOCABULARY, WIDTH, HEADS, HIDDEN, RANK, TURNS = 37, 20, 2, 31, 3, 3

fixture = Fixture("S085", seed=85)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)


class Relaxed:
    def __init__(self, name, outputs, inputs):
        self.weight = fixture.weight(f"layer.{name}.weight", outputs, inputs)
        self.down = fixture.weight(f"layer.{name}.down", TURNS, RANK, inputs)
        self.up = fixture.weight(f"layer.{name}.up", TURNS, outputs, RANK, scale=0.4)

    def at(self, turn):
        return (self.weight + self.up[turn] @ self.down[turn]).T


query, key, value, output = (Relaxed(name, WIDTH, WIDTH) for name in ("query", "key", "value", "output"))
gate, up, down = Relaxed("gate", HIDDEN, WIDTH), Relaxed("up", HIDDEN, WIDTH), Relaxed("down", WIDTH, HIDDEN)
attention_norm = Norm(fixture, "layer.attention_norm.", WIDTH, bias=False)
feed_forward_norm = Norm(fixture, "layer.feed_forward_norm.", WIDTH, bias=False)
norm = Norm(fixture, "norm.", WIDTH, bias=False)

for time in (1, 38):
    tokens = fixture.tokens(f"tokens.{time}", VOCABULARY, time)
    x = embedding[tokens]
    for turn, name in enumerate(("one", "two", "three")):
        normal = attention_norm(x)
        q, k, v = (heads_of(normal @ part.at(turn), HEADS) for part in (query, key, value))
        mixed = attend(rotate_halves(q) @ rotate_halves(k).transpose(1, 2) / (WIDTH // HEADS) ** 0.5, v)
        x = x + join_heads(mixed) @ output.at(turn)
        inner = feed_forward_norm(x)
        x = x + (torch.nn.functional.silu(inner @ gate.at(turn)) * (inner @ up.at(turn))) @ down.at(turn)
        fixture.output(f"{name}.{time}", norm(x) @ embedding.T)
fixture.save()
