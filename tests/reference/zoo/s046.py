"""S046, conditional positions (arXiv:2102.10882): a depthwise convolution of the map of tokens, added to them after the first block."""

import torch

from common import Fixture
from prenorm import EncoderLayer

WIDTH, HEADS, HIDDEN, PATCH = 18, 3, 29, 12

fixture = Fixture("S046", seed=46)
patches = fixture.weight("patches.weight", WIDTH, PATCH)
patch_bias = fixture.weight("patches.bias", WIDTH)
token = fixture.weight("token", 1, WIDTH, scale=1)
kernel = fixture.weight("kernel", WIDTH, 1, 3, 3, scale=0.4)
bias = fixture.weight("bias", WIDTH)
first = EncoderLayer(fixture, "first.", WIDTH, HEADS, HIDDEN)
second = EncoderLayer(fixture, "second.", WIDTH, HEADS, HIDDEN)

for rows, columns in ((1, 1), (5, 7), (8, 3)):
    image = fixture.input(f"image.{rows}x{columns}", rows, columns, PATCH)
    x = first(torch.cat([token, image.reshape(-1, PATCH) @ patches.T + patch_bias]))
    grid = x[1:].T.reshape(1, WIDTH, rows, columns)
    positions = torch.nn.functional.conv2d(grid, kernel, bias, padding=1, groups=WIDTH).reshape(WIDTH, -1).T
    fixture.output(f"y.{rows}x{columns}", second(torch.cat([x[:1], x[1:] + positions])))
fixture.save()
