"""S237, iTransformer (arXiv:2310.06625): each variate's window is one token, attention runs over variates."""

import torch

from common import Fixture, heads_of, join_heads, layer_norm

LOOKBACK, HORIZON, WIDTH, HEADS, HIDDEN = 24, 11, 18, 3, 31
fixture = Fixture("S237", seed=237)


def linear(path, inputs, outputs):
    return fixture.weight(f"{path}.weight", outputs, inputs), fixture.weight(f"{path}.bias", outputs)


def norm(path):
    return fixture.weight(f"{path}.scale", WIDTH, shift=1), fixture.weight(f"{path}.bias", WIDTH)


embed, project = linear("embed", LOOKBACK, WIDTH), linear("project", WIDTH, HORIZON)
layers = [
    {
        **{name: linear(f"layers.{i}.attention.{name}", WIDTH, WIDTH) for name in ("query", "key", "value", "output")},
        "up": linear(f"layers.{i}.feed_forward.up", WIDTH, HIDDEN),
        "down": linear(f"layers.{i}.feed_forward.down", HIDDEN, WIDTH),
        "attention_norm": norm(f"layers.{i}.attention_norm"),
        "norm": norm(f"layers.{i}.feed_forward_norm"),
    }
    for i in range(2)
]
final = norm("norm")
apply = torch.nn.functional.linear

for case, variates in (("1", 1), ("7", 7), ("37", 37)):
    # Series far from zero and of unequal scales, as the normalisation is for.
    scale = torch.arange(1, variates + 1, dtype=torch.float64)
    x = fixture.given_input(f"x.{case}", fixture.draw(LOOKBACK, variates) * scale + 3 * scale)
    mean = x.mean(0)
    deviation = torch.sqrt(x.var(0, unbiased=False) + 1e-5)
    tokens = apply(((x - mean) / deviation).T, *embed)
    for layer in layers:
        q, k, v = (heads_of(apply(tokens, *layer[name]), HEADS) for name in ("query", "key", "value"))
        mixed = torch.softmax(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5, -1) @ v
        h = layer_norm(tokens + apply(join_heads(mixed), *layer["output"]), *layer["attention_norm"])
        tokens = layer_norm(h + apply(torch.nn.functional.gelu(apply(h, *layer["up"])), *layer["down"]), *layer["norm"])
    forecast = apply(layer_norm(tokens, *final), *project).T
    fixture.output(f"forecast.{case}", forecast * deviation + mean)
fixture.save()
