"""S090, nGPT (arXiv:2410.01131), table 1 and section 2, with every matrix normalised along the width before it is used."""

import torch

from common import Fixture, causal, heads_of, join_heads, rotate_halves

VOCABULARY, WIDTH, HEADS, HIDDEN = 39, 24, 3, 35
HEAD = WIDTH // HEADS

fixture = Fixture("S090", seed=90)


def unit(x, axis=-1):
    return x / torch.linalg.vector_norm(x, dim=axis, keepdim=True)


class Layer:
    def __init__(self, path: str):
        matrix = lambda name, outputs, inputs: fixture.weight(f"{path}{name}", outputs, inputs, scale=1)
        self.query, self.key, self.value = (unit(matrix(name, WIDTH, WIDTH)) for name in ("query", "key", "value"))
        self.output = unit(matrix("output", WIDTH, WIDTH), 0)
        self.up, self.gate = unit(matrix("up", HIDDEN, WIDTH)), unit(matrix("gate", HIDDEN, WIDTH))
        self.down = unit(matrix("down", WIDTH, HIDDEN), 0)
        self.s_u = fixture.weight(f"{path}up_scale", HIDDEN, shift=1, scale=0.3)
        self.s_v = fixture.weight(f"{path}gate_scale", HIDDEN, shift=1, scale=0.3)
        self.alpha_a = fixture.weight(f"{path}attention_step", WIDTH, shift=0.4, scale=0.1)
        self.alpha_m = fixture.weight(f"{path}feed_forward_step", WIDTH, shift=0.4, scale=0.1)
        self.s_qk = fixture.weight(f"{path}head_scale", HEADS, HEAD, shift=1, scale=0.3)

    def __call__(self, h):
        q = unit(rotate_halves(heads_of(h @ self.query.T, HEADS))) * self.s_qk[:, None]
        k = unit(rotate_halves(heads_of(h @ self.key.T, HEADS))) * self.s_qk[:, None]
        v = heads_of(h @ self.value.T, HEADS)
        mixed = join_heads(torch.softmax(causal(q @ k.transpose(1, 2) * HEAD**0.5), -1) @ v)
        h = unit(h + self.alpha_a * (unit(mixed @ self.output.T) - h))
        inner = h @ self.up.T * self.s_u * torch.nn.functional.silu(h @ self.gate.T * self.s_v * WIDTH**0.5)
        return unit(h + self.alpha_m * (unit(inner @ self.down.T) - h))


embedding = unit(fixture.weight("embedding", VOCABULARY, WIDTH, scale=1))
head = unit(fixture.weight("head", VOCABULARY, WIDTH, scale=1))
s_z = fixture.weight("logit_scale", VOCABULARY, shift=3)
layers = [Layer("layers.0."), Layer("layers.1.")]
for time in (1, 45):
    tokens = fixture.tokens(f"tokens.{time}", VOCABULARY, time)
    h = embedding[tokens]
    for layer in layers:
        h = layer(h)
    fixture.output(f"logits.{time}", h @ head.T * s_z)
fixture.save()
