"""S129, xLSTM 7B (arXiv:2503.13427): the mLSTM without any stabiliser, which float64 can afford, a token at a time."""

import torch
import torch.nn.functional as F

from common import Fixture, rms_norm

VOCABULARY, WIDTH, HEADS, KEY, HIDDEN = 26, 16, 2, 3, 29
HEAD = WIDTH // HEADS
fixture = Fixture("S129", seed=129)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
layers = []
for i in range(2):
    path = f"layers.{i}"
    layers.append({
        "norm": fixture.weight(f"{path}.norm.scale", WIDTH, shift=1),
        "feed_forward_norm": fixture.weight(f"{path}.feed_forward_norm.scale", WIDTH, shift=1),
        "query": fixture.weight(f"{path}.query.weight", HEADS * KEY, WIDTH),
        "key": fixture.weight(f"{path}.key.weight", HEADS * KEY, WIDTH),
        "value": fixture.weight(f"{path}.value.weight", WIDTH, WIDTH),
        # Gates far from zero, so that some exponentials are large and others vanish.
        "input": (fixture.weight(f"{path}.input_gate.weight", HEADS, WIDTH, scale=1), fixture.weight(f"{path}.input_gate.bias", HEADS, scale=2)),
        "forget": (fixture.weight(f"{path}.forget_gate.weight", HEADS, WIDTH, scale=0.5), fixture.weight(f"{path}.forget_gate.bias", HEADS, shift=2)),
        "gate": fixture.weight(f"{path}.output_gate.weight", WIDTH, WIDTH),
        "head_norm": fixture.weight(f"{path}.head_norm", HEADS, HEAD, shift=1),
        "output": fixture.weight(f"{path}.output.weight", WIDTH, WIDTH),
    })
    layers[-1]["ff_gate"] = fixture.weight(f"{path}.feed_forward.gate.weight", HIDDEN, WIDTH)
    layers[-1]["ff_up"] = fixture.weight(f"{path}.feed_forward.up.weight", HIDDEN, WIDTH)
    layers[-1]["ff_down"] = fixture.weight(f"{path}.feed_forward.down.weight", WIDTH, HIDDEN)
norm = fixture.weight("norm.scale", WIDTH, shift=1)
logits = fixture.weight("logits.weight", VOCABULARY, WIDTH)


def cap(x, most):
    return most * torch.tanh(x / most)


def mix(x, layer):
    time = x.shape[0]
    q, k = ((x @ layer[name].T).reshape(time, HEADS, KEY) for name in ("query", "key"))
    v = (x @ layer["value"].T).reshape(time, HEADS, HEAD)
    i, f = torch.exp(cap(F.linear(x, *layer["input"]), 15)), torch.sigmoid(cap(F.linear(x, *layer["forget"]), 15))
    h = torch.zeros_like(v)
    for head in range(HEADS):
        c, n = torch.zeros(HEAD, KEY, dtype=torch.float64), torch.zeros(KEY, dtype=torch.float64)
        for t in range(time):
            c = f[t, head] * c + i[t, head] * torch.outer(v[t, head], k[t, head])
            n = f[t, head] * n + i[t, head] * k[t, head]
            query = q[t, head] / KEY**0.5
            h[t, head] = c @ query / torch.clamp((n @ query).abs(), min=1)
    normal = F.layer_norm(h, (HEAD,), eps=1e-6) * layer["head_norm"]
    return (torch.sigmoid(x @ layer["gate"].T) * normal.reshape(time, WIDTH)) @ layer["output"].T


for case, time in (("1", 1), ("20", 20)):
    tokens = fixture.tokens(f"tokens.{case}", VOCABULARY, time)
    x = embedding[tokens]
    for layer in layers:
        x = x + mix(rms_norm(x, layer["norm"]), layer)
        u = rms_norm(x, layer["feed_forward_norm"])
        x = x + (F.silu(u @ layer["ff_gate"].T) * (u @ layer["ff_up"].T)) @ layer["ff_down"].T
    fixture.output(f"logits.{case}", cap(rms_norm(x, norm) @ logits.T, 30))
fixture.save()
