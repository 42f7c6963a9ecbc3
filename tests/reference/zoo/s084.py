"""S084 (arXiv:2305.14858): the Pre-LN network alone, as it was before any rewrite; all three entries have to give its logits."""

import torch

from common import Fixture, causal, heads_of, join_heads, layer_norm

VOCABULARY, WIDTH, HEADS, HIDDEN = 33, 21, 3, 34

fixture = Fixture("S084", seed=84)
# Far from mean zero, so that a mean that is left in the stream shows.
embedding = fixture.weight("embedding", VOCABULARY, WIDTH, scale=0.8, shift=0.7)
head = fixture.weight("head", VOCABULARY, WIDTH)
scale = fixture.weight("scale", WIDTH, shift=1, scale=0.3)
bias = fixture.weight("bias", WIDTH, scale=0.3)


class Layer:
    def __init__(self, path: str):
        self.scale = fixture.weight(f"{path}scale", WIDTH, shift=1, scale=0.3)
        self.bias = fixture.weight(f"{path}bias", WIDTH, scale=0.3)
        self.projection = fixture.weight(f"{path}projection", 3 * WIDTH, WIDTH, scale=1.4 * WIDTH**-0.5)
        self.output = fixture.weight(f"{path}output", WIDTH, WIDTH, shift=0.1)
        self.output_bias = fixture.weight(f"{path}output_bias", WIDTH, shift=0.4)
        self.inner_scale = fixture.weight(f"{path}inner_scale", WIDTH, shift=1, scale=0.3)
        self.inner_bias = fixture.weight(f"{path}inner_bias", WIDTH, scale=0.3)
        self.up = fixture.weight(f"{path}up", HIDDEN, WIDTH)
        self.up_bias = fixture.weight(f"{path}up_bias", HIDDEN)
        self.down = fixture.weight(f"{path}down", WIDTH, HIDDEN, shift=0.1)
        self.down_bias = fixture.weight(f"{path}down_bias", WIDTH, shift=-0.3)

    def __call__(self, x):
        q, k, v = (heads_of(part, HEADS) for part in (layer_norm(x, self.scale, self.bias) @ self.projection.T).split(WIDTH, -1))
        mixed = torch.softmax(causal(q @ k.transpose(1, 2) / (WIDTH // HEADS) ** 0.5), -1) @ v
        x = x + join_heads(mixed) @ self.output.T + self.output_bias
        inner = torch.nn.functional.gelu(layer_norm(x, self.inner_scale, self.inner_bias) @ self.up.T + self.up_bias)
        return x + inner @ self.down.T + self.down_bias


layers = [Layer("layers.0."), Layer("layers.1.")]
for time in (1, 38):
    tokens = fixture.tokens(f"tokens.{time}", VOCABULARY, time)
    x = embedding[tokens]
    for layer in layers:
        x = layer(x)
    fixture.output(f"logits.{time}", layer_norm(x, scale, bias) @ head.T)
fixture.save()
