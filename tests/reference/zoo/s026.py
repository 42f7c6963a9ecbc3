"""S026, Neural Attention (arXiv:2502.17206): a small network scores the concatenation of each query and key."""

import torch

from common import Fixture, causal, rms_norm

WIDTH, HEADS, LOW, HIDDEN = 20, 4, 3, 7

fixture = Fixture("S026", seed=26)
norm = fixture.weight("norm.scale", WIDTH, shift=1)
query, key = fixture.weight("query.weight", HEADS * LOW, WIDTH), fixture.weight("key.weight", HEADS * LOW, WIDTH)
value, output = fixture.weight("value.weight", WIDTH, WIDTH), fixture.weight("output.weight", WIDTH, WIDTH)
of_query, bias = fixture.weight("of_query.weight", HIDDEN, LOW), fixture.weight("of_query.bias", HIDDEN)
of_key = fixture.weight("of_key.weight", HIDDEN, LOW)
score = fixture.weight("score", HIDDEN, scale=1.0)
first_layer = torch.cat([of_query, of_key], 1)

for case, time in (("1", 1), ("35", 35)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    normal = rms_norm(x, norm)
    q, k = ((normal @ w.T).reshape(time, HEADS, LOW) for w in (query, key))
    v = (normal @ value.T).reshape(time, HEADS, -1)
    heads = []
    for h in range(HEADS):
        pairs = torch.cat([q[:, None, h].expand(time, time, LOW), k[None, :, h].expand(time, time, LOW)], -1)
        scores = torch.relu(pairs @ first_layer.T + bias) @ score
        heads.append(torch.softmax(causal(scores), -1) @ v[:, h])
    fixture.output(f"y.{case}", x + torch.cat(heads, -1) @ output.T)
fixture.save()
