"""S089 (arXiv:2210.00640): a classifier of bytes, three layers of 4 heads against one of 12, with softmax and with linear attention."""

import torch

from common import Fixture, heads_of, join_heads
from prenorm import FeedForward, Norm

BYTES, CONTEXT, WIDTH, HEAD, HIDDEN, CLASSES = 47, 60, 15, 5, 22, 3

fixture = Fixture("S089", seed=89)


def softmax_attention(q, k, v):
    return torch.softmax(q @ k.transpose(1, 2) / HEAD**0.5, -1) @ v


def linear_attention(q, k, v):
    weights = (torch.nn.functional.elu(q) + 1) @ (torch.nn.functional.elu(k) + 1).transpose(1, 2)
    return weights / weights.sum(-1, keepdim=True) @ v


class Classifier:
    def __init__(self, path: str, layers: int, heads: int, mix):
        self.heads, self.mix = heads, mix
        self.embedding = fixture.weight(f"{path}embedding.weight", BYTES, WIDTH, scale=1)
        self.positions = fixture.weight(f"{path}positions.weight", CONTEXT, WIDTH, scale=0.6)
        self.layers = []
        for at in range(layers):
            attention, inner = f"{path}parts.{2 * at}.", f"{path}parts.{2 * at + 1}."
            self.layers.append((
                Norm(fixture, f"{attention}norm.", WIDTH),
                [fixture.weight(f"{attention}inner.{name}.weight", heads * HEAD, WIDTH, scale=1.5 * WIDTH**-0.5) for name in ("query", "key", "value")],
                fixture.weight(f"{attention}inner.output.weight", WIDTH, heads * HEAD),
                Norm(fixture, f"{inner}norm.", WIDTH),
                FeedForward(fixture, f"{inner}inner.", WIDTH, HIDDEN, torch.nn.functional.gelu),
            ))
        self.classes = fixture.weight(f"{path}classes.weight", CLASSES, WIDTH)
        self.bias = fixture.weight(f"{path}classes.bias", CLASSES)

    def __call__(self, tokens):
        x = self.embedding[tokens] + self.positions[: len(tokens)]
        for norm, matrices, output, inner_norm, feed_forward in self.layers:
            q, k, v = (heads_of(norm(x) @ matrix.T, self.heads) for matrix in matrices)
            x = x + join_heads(self.mix(q, k, v)) @ output.T
            x = x + feed_forward(inner_norm(x))
        return x.mean(0) @ self.classes.T + self.bias


models = {
    "deep": Classifier("deep.", 3, 4, softmax_attention),
    "wide": Classifier("wide.", 1, 12, softmax_attention),
    "linear": Classifier("wide_linear.", 1, 12, linear_attention),
}
for name, model in models.items():
    for time in (1, 44):
        tokens = fixture.tokens(f"bytes.{name}{time}", BYTES, time)
        fixture.output(f"logits.{name}{time}", model(tokens))
fixture.save()
