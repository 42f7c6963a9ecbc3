"""S004, Differential Transformer (arXiv:2410.05258): the difference of two softmax maps in each head."""

import math

import torch

from common import Fixture, causal, rms_norm, rotate_halves

WIDTH, HEADS, HIDDEN, LAYERS = 36, 3, 45, 2
HALF = WIDTH // HEADS // 2

fixture = Fixture("S004", seed=4)


class Layer:
    def __init__(self, depth):
        path = f"layers.{depth}"
        self.initial = 0.8 - 0.6 * math.exp(-0.3 * depth)
        self.query, self.key, self.value, self.output = (
            fixture.weight(f"{path}.attention.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output"))
        self.lambdas = [fixture.weight(f"{path}.attention.lambda_{name}", HALF, scale=0.4) for name in ("query1", "key1", "query2", "key2")]
        self.head_scale = fixture.weight(f"{path}.attention.head_scale", 2 * HALF, shift=1)
        self.attention_norm = fixture.weight(f"{path}.attention_norm.scale", WIDTH, shift=1)
        self.feed_forward_norm = fixture.weight(f"{path}.feed_forward_norm.scale", WIDTH, shift=1)
        self.gate, self.up = (fixture.weight(f"{path}.feed_forward.{name}.weight", HIDDEN, WIDTH) for name in ("gate", "up"))
        self.down = fixture.weight(f"{path}.feed_forward.down.weight", WIDTH, HIDDEN)

    def attend(self, x):
        time = len(x)
        query1, key1, query2, key2 = self.lambdas
        factor = math.exp(query1 @ key1) - math.exp(query2 @ key2) + self.initial
        q = rotate_halves((x @ self.query.T).reshape(time, 2 * HEADS, HALF).transpose(0, 1))
        k = rotate_halves((x @ self.key.T).reshape(time, 2 * HEADS, HALF).transpose(0, 1))
        v = (x @ self.value.T).reshape(time, HEADS, 2 * HALF)
        heads = []
        for h in range(HEADS):
            first, second = (torch.softmax(causal(q[2 * h + i] @ k[2 * h + i].T / HALF**0.5), -1) for i in (0, 1))
            heads.append((1 - self.initial) * rms_norm((first - factor * second) @ v[:, h], self.head_scale))
        return torch.cat(heads, -1) @ self.output.T

    def __call__(self, x):
        y = x + self.attend(rms_norm(x, self.attention_norm))
        normal = rms_norm(y, self.feed_forward_norm)
        return y + (torch.nn.functional.silu(normal @ self.gate.T) * (normal @ self.up.T)) @ self.down.T


layers = [Layer(depth) for depth in range(LAYERS)]
for case, time in (("1", 1), ("41", 41)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    y = x
    for layer in layers:
        y = layer(y)
    fixture.output(f"y.{case}", y)
fixture.save()
