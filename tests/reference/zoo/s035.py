"""S035, Sparse Query Attention (arXiv:2510.01817): fewer query heads than the width holds, in a pre-norm decoder layer."""

import torch

from common import Fixture, causal, heads_of, join_heads, rms_norm, rotate_halves

WIDTH, HEAD, QUERIES, KEYS, HIDDEN = 28, 4, 4, 2, 45

fixture = Fixture("S035", seed=35)
attention_norm = fixture.weight("layer.attention_norm.scale", WIDTH, shift=1)
query = fixture.weight("layer.attention.query.weight", QUERIES * HEAD, WIDTH)
key = fixture.weight("layer.attention.key.weight", KEYS * HEAD, WIDTH)
value = fixture.weight("layer.attention.value.weight", KEYS * HEAD, WIDTH)
output = fixture.weight("layer.attention.output.weight", WIDTH, QUERIES * HEAD)
feed_forward_norm = fixture.weight("layer.feed_forward_norm.scale", WIDTH, shift=1)
gate = fixture.weight("layer.feed_forward.gate.weight", HIDDEN, WIDTH)
up = fixture.weight("layer.feed_forward.up.weight", HIDDEN, WIDTH)
down = fixture.weight("layer.feed_forward.down.weight", WIDTH, HIDDEN)

for case, time in (("1", 1), ("37", 37)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    normal = rms_norm(x, attention_norm)
    q = rotate_halves(heads_of(normal @ query.T, QUERIES))
    k = rotate_halves(heads_of(normal @ key.T, KEYS))
    v = heads_of(normal @ value.T, KEYS)
    mixed = []
    for head in range(QUERIES):
        group = head * KEYS // QUERIES
        scores = q[head] @ k[group].T / HEAD**0.5
        mixed.append(torch.softmax(causal(scores), -1) @ v[group])
    h = x + join_heads(torch.stack(mixed)) @ output.T
    normal = rms_norm(h, feed_forward_norm)
    y = h + (torch.nn.functional.silu(normal @ gate.T) * (normal @ up.T)) @ down.T
    fixture.output(f"y.{case}", y)
fixture.save()
