"""S070, Abacus (arXiv:2405.17399): digits know their place in their number; the input is added again before each turn of the layer."""

import torch

from common import Fixture, rotate_halves
from prenorm import Attention, FeedForward, Norm, attend

VOCABULARY, DIGITS, WIDTH, HEADS, HIDDEN, PLACES, TURNS = 14, 10, 20, 2, 33, 24, 3

fixture = Fixture("S070", seed=70)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
places = fixture.weight("places.weight", PLACES + 1, WIDTH, scale=0.8)
attention = Attention(fixture, "layer.", WIDTH, HEADS)
first = Norm(fixture, "layer.attention_norm.", WIDTH)
second = Norm(fixture, "layer.feed_forward_norm.", WIDTH)
feed_forward = FeedForward(fixture, "layer.feed_forward.", WIDTH, HIDDEN, torch.nn.functional.gelu)
output = fixture.weight("output_map.weight", VOCABULARY, WIDTH)


def layer(x):
    h = first(x + attention(x, lambda q, k, v: attend(rotate_halves(q) @ rotate_halves(k).transpose(1, 2) / q.shape[-1] ** 0.5, v)))
    return second(h + feed_forward(h))


# 1 is a lone digit; the long text has numbers of several lengths, one at its start and one cut off by its end.
texts = {"1": [7], "sum": [3, 9, 1, 10, 4, 4, 11, 12, 13, 0, 0, 5, 2, 8, 1, 6, 10, 9, 9, 9, 11, 11, 3, 3, 1, 2, 5, 6, 7, 8, 9, 0, 1, 2, 10, 5, 1]}
for name, text in texts.items():
    tokens = fixture.given_input(f"tokens.{name}", torch.tensor(text, dtype=torch.int32)).long()
    place, run = [], 0
    for token in text:
        run = run + 1 if token < DIGITS else 0
        place.append(run)
    x = embedding[tokens] + places[torch.tensor(place)]
    y = layer(x)
    for _ in range(TURNS - 1):
        y = layer(y + x)
    fixture.output(f"logits.{name}", y @ output.T)
fixture.save()
