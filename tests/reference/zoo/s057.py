"""S057, LaPE (arXiv:2212.05262): the attention of each layer is given LN(x) + LN'(PE)."""

import torch

from common import Fixture
from prenorm import EncoderLayer, Norm

WIDTH, HEADS, HIDDEN, CONTEXT = 22, 2, 35, 50

fixture = Fixture("S057", seed=57)
positions = fixture.weight("positions", CONTEXT, WIDTH, scale=0.6)
layers = []
for at in range(2):
    own = Norm(fixture, f"layers.{at}.position_norm.", WIDTH)
    layers.append((own, EncoderLayer(fixture, f"layers.{at}.", WIDTH, HEADS, HIDDEN, norm="token_norm.")))

for time in (1, 39):
    y = fixture.input(f"x.{time}", time, WIDTH)
    for own, layer in layers:
        y = layer(y, placed=lambda normal: normal + own(positions[:time]))
    fixture.output(f"y.{time}", y)
fixture.save()
