"""S098, MatFormer (arXiv:2310.07707): the first units of each feed-forward network are a network of their own."""

import torch

from common import Fixture, causal, heads_of, join_heads, rms_norm, rotate_halves

WIDTH, HEADS, HIDDEN, VOCABULARY = 18, 3, 23, 29
fixture = Fixture("S098", seed=98)
embedding = fixture.weight("stack.embedding.weight", VOCABULARY, WIDTH, scale=1)
layers = []
for i in range(2):
    path = f"stack.layers.{i}"
    layers.append({
        "attention_norm": fixture.weight(f"{path}.attention_norm.scale", WIDTH, shift=1),
        "norm": fixture.weight(f"{path}.norm.scale", WIDTH, shift=1),
        **{name: fixture.weight(f"{path}.attention.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")},
        "up": fixture.weight(f"{path}.up.weight", HIDDEN, WIDTH),
        "down": fixture.weight(f"{path}.down.weight", WIDTH, HIDDEN),
    })
norm = fixture.weight("stack.norm.scale", WIDTH, shift=1)
output = fixture.weight("stack.output.weight", VOCABULARY, WIDTH)

all_tokens = torch.randint(VOCABULARY, (19,), generator=fixture.generator)
for case, widths in (("full", (23, 23)), ("small", (5, 5)), ("mixed", (11, 5))):
    tokens = fixture.given_input(f"tokens.{case}", all_tokens.int())
    x = embedding[tokens.long()]
    for layer, units in zip(layers, widths):
        normal = rms_norm(x, layer["attention_norm"])
        q, k = (rotate_halves(heads_of(normal @ layer[name].T, HEADS)) for name in ("query", "key"))
        v = heads_of(normal @ layer["value"].T, HEADS)
        scores = q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5
        x = x + join_heads(torch.softmax(causal(scores), -1) @ v) @ layer["output"].T
        inner = torch.nn.functional.gelu(rms_norm(x, layer["norm"]) @ layer["up"][:units].T)
        x = x + inner @ layer["down"][:, :units].T
    fixture.output(f"logits.{case}", rms_norm(x, norm) @ output.T)
fixture.save()
