"""S086, RemBERT (arXiv:2010.12821): a narrow embedding at the input, a wide one at the output."""

import torch

from common import Fixture, heads_of, join_heads
from prenorm import Norm, everywhere

VOCABULARY, CONTEXT, NARROW, WIDTH, WIDE, HEADS, HIDDEN = 45, 50, 7, 20, 29, 4, 33

fixture = Fixture("S086", seed=86)


class Map:
    def __init__(self, path, outputs, inputs):
        self.weight, self.bias = fixture.weight(f"{path}.weight", outputs, inputs), fixture.weight(f"{path}.bias", outputs)

    def __call__(self, x):
        return torch.nn.functional.linear(x, self.weight, self.bias)


embedding = fixture.weight("embedding.weight", VOCABULARY, NARROW, scale=1)
positions = fixture.weight("positions.weight", CONTEXT, NARROW)
embedding_norm, output_norm = Norm(fixture, "embedding_norm.", NARROW), Norm(fixture, "output_norm.", WIDE)
up, widen, decoder = Map("up", WIDTH, NARROW), Map("widen", WIDE, WIDTH), Map("decoder", VOCABULARY, WIDE)
layers = []
for at in range(2):
    maps = {name: Map(f"layers.{at}.attention.{name}", WIDTH, WIDTH) for name in ("query", "key", "value", "output")}
    norms = [Norm(fixture, f"layers.{at}.{name}_norm.", WIDTH) for name in ("attention", "feed_forward")]
    layers.append((maps, norms, Map(f"layers.{at}.up", HIDDEN, WIDTH), Map(f"layers.{at}.down", WIDTH, HIDDEN)))


def encode(tokens):
    x = up(embedding_norm(embedding[tokens] + positions[: len(tokens)]))
    for maps, norms, inner_up, inner_down in layers:
        q, k, v = (heads_of(maps[name](x), HEADS) for name in ("query", "key", "value"))
        h = norms[0](x + maps["output"](join_heads(everywhere(q, k, v))))
        x = norms[1](h + inner_down(torch.nn.functional.gelu(inner_up(h))))
    return x


for time in (1, 37):
    fixture.output(f"y.encode{time}", encode(fixture.tokens(f"tokens.encode{time}", VOCABULARY, time)))
    x = encode(fixture.tokens(f"tokens.fill{time}", VOCABULARY, time))
    fixture.output(f"logits.fill{time}", decoder(output_norm(torch.nn.functional.gelu(widen(x)))))
fixture.save()
