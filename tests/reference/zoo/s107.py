"""S107, TokenFormer (arXiv:2410.23168): every projection is attention over parameter tokens, Y = gelu(sqrt(n) S / |S|) V."""

import torch

from common import Fixture, causal, heads_of, join_heads

WIDTH, HEADS, TOKENS, HIDDEN_TOKENS = 12, 3, 7, 17
fixture = Fixture("S107", seed=107)
layers = [
    {
        name: (fixture.weight(f"layers.{i}.{name}.key", count, WIDTH), fixture.weight(f"layers.{i}.{name}.value", count, WIDTH))
        for name, count in (("query", TOKENS), ("key", TOKENS), ("value", TOKENS), ("output", TOKENS), ("feed_forward", HIDDEN_TOKENS))
    }
    for i in range(2)
]


def pattention(x, parameters):
    key, value = parameters
    scores = torch.nn.functional.normalize(x @ key.T, dim=-1) * key.shape[0] ** 0.5
    return torch.nn.functional.gelu(scores) @ value


def bare_norm(x):
    return torch.nn.functional.layer_norm(x, (WIDTH,))


for case, time in (("1", 1), ("13", 13)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    for layer in layers:
        u = bare_norm(x)
        q, k, v = (heads_of(pattention(u, layer[name]), HEADS) for name in ("query", "key", "value"))
        scores = causal(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5)
        x = x + pattention(join_heads(torch.softmax(scores, -1) @ v), layer["output"])
        x = x + pattention(bare_norm(x), layer["feed_forward"])
    fixture.output(f"y.{case}", bare_norm(x))
fixture.save()
