"""S038, Transformer-XL (arXiv:1901.02860): segments with a memory of hidden states and relative positions."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, MEMORY, HIDDEN, LAYERS = 26, 2, 11, 37, 2
HEAD = WIDTH // HEADS

fixture = Fixture("S038", seed=38)


class Layer:
    def __init__(self, path):
        self.query, self.key, self.value, self.relative, self.output = (
            fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "relative", "output"))
        self.content_bias = fixture.weight(f"{path}.content_bias", HEADS, HEAD, scale=0.5)
        self.position_bias = fixture.weight(f"{path}.position_bias", HEADS, HEAD, scale=0.5)
        self.norms = {name: (fixture.weight(f"{path}.{name}.scale", WIDTH, shift=1), fixture.weight(f"{path}.{name}.bias", WIDTH))
                      for name in ("attention_norm", "feed_forward_norm")}
        self.up, self.up_bias = fixture.weight(f"{path}.up.weight", HIDDEN, WIDTH), fixture.weight(f"{path}.up.bias", HIDDEN)
        self.down, self.down_bias = fixture.weight(f"{path}.down.weight", WIDTH, HIDDEN), fixture.weight(f"{path}.down.bias", WIDTH)

    def position(self, distance):
        frequency = 10_000.0 ** (-torch.arange(0, WIDTH, 2, dtype=torch.float64) / WIDTH)
        angle = distance * frequency
        return (self.relative @ torch.cat([torch.sin(angle), torch.cos(angle)])).reshape(HEADS, HEAD)

    def __call__(self, memory, x):
        everything = torch.cat([memory, x])
        q = (x @ self.query.T).reshape(-1, HEADS, HEAD)
        k, v = ((everything @ w.T).reshape(-1, HEADS, HEAD) for w in (self.key, self.value))
        mixed = torch.zeros_like(q)
        for t in range(len(x)):
            own = len(memory) + t
            for h in range(HEADS):
                scores = torch.stack([
                    (q[t, h] + self.content_bias[h]) @ k[j, h] + (q[t, h] + self.position_bias[h]) @ self.position(own - j)[h]
                    for j in range(own + 1)])
                mixed[t, h] = torch.softmax(scores / HEAD**0.5, -1) @ v[: own + 1, h]
        y = layer_norm(x + mixed.reshape(-1, WIDTH) @ self.output.T, *self.norms["attention_norm"])
        inner = torch.relu(y @ self.up.T + self.up_bias) @ self.down.T + self.down_bias
        return layer_norm(y + inner, *self.norms["feed_forward_norm"]), everything[-MEMORY:]


layers = [Layer(f"layers.{i}") for i in range(LAYERS)]


def run(x, segments):
    memories = [torch.zeros(0, WIDTH, dtype=torch.float64) for _ in layers]
    rows = []
    for segment in torch.split(x, segments):
        for i, layer in enumerate(layers):
            segment, memories[i] = layer(memories[i], segment)
        rows.append(segment)
    return torch.cat(rows)


x = fixture.input("x.segments", 56, WIDTH)
fixture.output("y.segments", run(x, [17, 4, 24, 1, 10]))
x = fixture.input("x.steps", 30, WIDTH)
fixture.output("y.steps", run(x, [1] * 30))
fixture.save()
