"""Attention blocks that no system of the zoo has whole: gates, sinks, latent keys, other sequences, batches of packed sequences."""

import torch

from common import Fixture, causal, heads_of, join_heads, rms_norm, rotate_halves

WIDTH = 18

fixture = Fixture("AttentionBlocks", seed=100)


def attend(q, k, v, sinks=None, window=None):
    """[heads, Time, d] of queries, with fewer heads of keys and values; a sink takes part in a row's sum only."""
    mixed = []
    for h in range(len(q)):
        g = h * len(k) // len(q)
        scores = causal(q[h] @ k[g].T / q.shape[-1] ** 0.5)
        if window:
            far = torch.ones_like(scores, dtype=torch.bool).tril(-window)
            scores = scores.masked_fill(far, float("-inf"))
        weights = torch.exp(scores)
        below = weights.sum(-1, keepdim=True) + (torch.exp(sinks[h]) if sinks is not None else 0)
        mixed.append(weights @ v[g] / below)
    return torch.stack(mixed)


gated = {name: fixture.weight(f"gated.{name}.weight", outputs, inputs) for name, outputs, inputs in (
    ("query", 24, WIDTH), ("key", 8, WIDTH), ("value", 8, WIDTH), ("output", WIDTH, 24), ("gate", 24, WIDTH))}
gated_sinks = fixture.weight("gated.sinks", 6, scale=1.0)
sliding = {name: fixture.weight(f"sliding.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")}
sliding_bias = {name: fixture.weight(f"sliding.{name}.bias", WIDTH) for name in ("query", "key", "value")}
sliding_sinks = fixture.weight("sliding.sinks", 3, scale=1.0)
multi_query = {name: fixture.weight(f"multi_query.{name}.weight", outputs, WIDTH) for name, outputs in (
    ("query", WIDTH), ("key", 6), ("value", 6), ("output", WIDTH))}
HEADS, LATENT, HEAD, TURNED, VALUE = 3, 7, 5, 4, 6
latent = {name: fixture.weight(f"latent.{name}.weight", outputs, inputs) for name, outputs, inputs in (
    ("query", HEADS * (HEAD + TURNED), WIDTH), ("down", LATENT, WIDTH), ("rotary_key", TURNED, WIDTH), ("output", WIDTH, HEADS * VALUE))}
latent_norm = fixture.weight("latent.latent_norm.scale", LATENT, shift=1)
key_up, value_up = fixture.weight("latent.key_up", HEADS, HEAD, LATENT), fixture.weight("latent.value_up", HEADS, VALUE, LATENT)
cross = {name: (fixture.weight(f"cross.{name}.weight", outputs, inputs), fixture.weight(f"cross.{name}.bias", outputs)) for name, outputs, inputs in (
    ("query", 20, WIDTH), ("key", 10, 11), ("value", 10, 11), ("output", WIDTH, 20))}

for case, time in (("1", 1), ("33", 33)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    q, k = (rotate_halves(heads_of(x @ gated[name].T, heads), 500.0) for name, heads in (("query", 6), ("key", 2)))
    mixed = join_heads(attend(q, k, heads_of(x @ gated["value"].T, 2), gated_sinks))
    fixture.output(f"gated.{case}", (mixed * torch.sigmoid(x @ gated["gate"].T)) @ gated["output"].T)

    q, k, v = (heads_of(x @ sliding[name].T + sliding_bias[name], 3) for name in ("query", "key", "value"))
    fixture.output(f"sliding.{case}", join_heads(attend(q, k, v, sliding_sinks, window=5)) @ sliding["output"].T)

    q, k, v = (heads_of(x @ multi_query[name].T, heads) for name, heads in (("query", 3), ("key", 1), ("value", 1)))
    fixture.output(f"multi_query.{case}", join_heads(attend(q, k, v)) @ multi_query["output"].T)

    # The paper's own form, which makes the keys and values of every head.
    c = rms_norm(x @ latent["down"].T, latent_norm, 1e-6)
    turned_key = rotate_halves((x @ latent["rotary_key"].T)[None], 300.0)[0]
    queries = heads_of(x @ latent["query"].T, HEADS)
    q = torch.cat([queries[..., :HEAD], rotate_halves(queries[..., HEAD:], 300.0)], -1)
    k = torch.stack([torch.cat([c @ key_up[h].T, turned_key], -1) for h in range(HEADS)])
    v = torch.stack([c @ value_up[h].T for h in range(HEADS)])
    fixture.output(f"latent.{case}", join_heads(attend(q, k, v)) @ latent["output"].T)

x, source = fixture.input("x.cross", 9, WIDTH), fixture.input("source.cross", 23, 11)
q, k, v = (heads_of(of @ cross[name][0].T + cross[name][1], heads) for name, of, heads in (("query", x, 4), ("key", source, 2), ("value", source, 2)))
mixed = join_heads(torch.stack([torch.softmax(q[h] @ k[h // 2].T / 5**0.5, -1) @ v[h // 2] for h in range(4)]))
fixture.output("y.cross", mixed @ cross["output"][0].T + cross["output"][1])

q, k, v = fixture.input("queries.packed", 3, 21, 2, 5), fixture.input("keys.packed", 3, 21, 1, 5), fixture.input("values.packed", 3, 21, 1, 3)
segments = fixture.given_input("segments.packed", torch.tensor([0] * 4 + [1] * 1 + [2] * 9 + [3] * 7).int())
slope = fixture.input("slope.packed", 3)
result = torch.zeros(3, 21, 2, 3, dtype=torch.float64)
for b in range(3):
    for i in range(21):
        for h in range(2):
            seen = [j for j in range(i + 1) if segments[j] == segments[i]]
            scores = torch.stack([q[b, i, h] @ k[b, j, 0] / 5**0.5 - slope[b] * (i - j) for j in seen])
            result[b, i, h] = torch.softmax(scores, -1) @ v[b, seen, 0]
fixture.output("y.packed", result)

streaming = {name: fixture.weight(f"streaming.{name}.weight", outputs, inputs) for name, outputs, inputs in (
    ("query", 16, WIDTH), ("key", 8, WIDTH), ("value", 8, WIDTH), ("output", WIDTH, 16))}
ring = {name: fixture.weight(f"ring.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")}
linear = {name: fixture.weight(f"linear.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")}


def windowed(q, k, v, window, first):
    mixed = torch.zeros(len(q), q.shape[1], v.shape[-1], dtype=torch.float64)
    for h in range(len(q)):
        g = h * len(k) // len(q)
        for i in range(q.shape[1]):
            seen = [p for p in range(i + 1) if p > i - window or p < first]
            mixed[h, i] = torch.softmax(k[g, seen] @ q[h, i] / q.shape[-1] ** 0.5, -1) @ v[g, seen]
    return join_heads(mixed)


for case in ("1", "33"):
    x = fixture.tensors[f"input.x.{case}"].double()
    q, k = (rotate_halves(heads_of(x @ streaming[name].T, heads), 700.0) for name, heads in (("query", 4), ("key", 2)))
    fixture.output(f"streaming.{case}", windowed(q, k, heads_of(x @ streaming["value"].T, 2), 6, 3) @ streaming["output"].T)
    q, k, v = (heads_of(x @ ring[name].T, 3) for name in ("query", "key", "value"))
    fixture.output(f"ring.{case}", windowed(q, k, v, 5, 0) @ ring["output"].T)

    q, k, v = (heads_of(x @ linear[name].T, 3) for name in ("query", "key", "value"))
    q, k = torch.nn.functional.elu(q) + 1, torch.nn.functional.elu(k) + 1
    weights = (q @ k.transpose(1, 2)).tril()
    fixture.output(f"linear.{case}", join_heads(weights @ v / (weights.sum(-1, keepdim=True) + 1e-6)) @ linear["output"].T)
fixture.save()
