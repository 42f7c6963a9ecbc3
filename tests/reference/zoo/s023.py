"""S023, Linformer (arXiv:2006.04768): keys and values of a padded sequence projected to a fixed number of rows."""

import torch

from common import Fixture, layer_norm

WIDTH, HEADS, CONTEXT, RANK, HIDDEN = 30, 5, 50, 7, 41
HEAD = WIDTH // HEADS

fixture = Fixture("S023", seed=23)


class Layer:
    def __init__(self, path, shared):
        self.maps = {name: (fixture.weight(f"{path}.{name}.weight", outputs, inputs), fixture.weight(f"{path}.{name}.bias", outputs))
                     for name, outputs, inputs in (("attention.query", WIDTH, WIDTH), ("attention.key", WIDTH, WIDTH), ("attention.value", WIDTH, WIDTH),
                                                   ("attention.output", WIDTH, WIDTH), ("up", HIDDEN, WIDTH), ("down", WIDTH, HIDDEN))}
        self.key_rows = fixture.weight(f"{path}.attention.key_rows", RANK, CONTEXT, scale=0.3)
        self.value_rows = self.key_rows if shared else fixture.weight(f"{path}.attention.value_rows", RANK, CONTEXT, scale=0.3)
        self.norms = {name: [fixture.weight(f"{path}.{name}.{part}", WIDTH, shift=shift) for part, shift in (("scale", 1), ("bias", 0))]
                      for name in ("attention_norm", "feed_forward_norm")}

    def map(self, name, x):
        weight, bias = self.maps[name]
        return x @ weight.T + bias

    def padded(self, x):
        return torch.cat([x, torch.zeros(CONTEXT - len(x), WIDTH, dtype=torch.float64)])

    def __call__(self, x):
        q = self.map("attention.query", x)
        k = self.key_rows @ self.padded(self.map("attention.key", x))
        v = self.value_rows @ self.padded(self.map("attention.value", x))
        heads = []
        for h in range(HEADS):
            part = slice(h * HEAD, (h + 1) * HEAD)
            heads.append(torch.softmax(q[:, part] @ k[:, part].T / HEAD**0.5, -1) @ v[:, part])
        y = layer_norm(x + self.map("attention.output", torch.cat(heads, -1)), *self.norms["attention_norm"])
        inner = torch.nn.functional.gelu(self.map("up", y))
        return layer_norm(y + self.map("down", inner), *self.norms["feed_forward_norm"])


layers = [Layer("layers.0", False), Layer("layers.1", True)]
for case, time in (("1", 1), ("33", 33), ("50", CONTEXT)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    fixture.output(f"y.{case}", layers[1](layers[0](x)))
fixture.save()
