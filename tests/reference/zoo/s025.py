"""S025, PoolFormer (arXiv:2111.11418), in PyTorch's own convolutions, pooling and group norms."""

import torch
import torch.nn.functional as F

from common import Fixture

STAGES = ((3, 4, 7, 4, 2, 1), (4, 6, 3, 2, 1, 1), (6, 9, 3, 2, 1, 2), (9, 10, 3, 2, 1, 1))
CLASSES = 7

fixture = Fixture("S025", seed=25)


def norm_of(path, channels):
    return fixture.weight(f"{path}.scale", channels, shift=1), fixture.weight(f"{path}.bias", channels)


class Block:
    def __init__(self, path, channels):
        hidden = 4 * channels
        self.mixer_norm, self.mlp_norm = norm_of(f"{path}.mixer_norm", channels), norm_of(f"{path}.mlp_norm", channels)
        self.mixer_scale, self.mlp_scale = fixture.weight(f"{path}.mixer_scale", channels, shift=1), fixture.weight(f"{path}.mlp_scale", channels, shift=1)
        self.up, self.up_bias = fixture.weight(f"{path}.up", hidden, channels), fixture.weight(f"{path}.up_bias", hidden)
        self.down, self.down_bias = fixture.weight(f"{path}.down", channels, hidden), fixture.weight(f"{path}.down_bias", channels)

    def __call__(self, x):
        y = F.group_norm(x, 1, *self.mixer_norm)
        x = x + self.mixer_scale[:, None, None] * (F.avg_pool2d(y, 3, stride=1, padding=1, count_include_pad=False) - y)
        y = F.gelu(F.conv2d(F.group_norm(x, 1, *self.mlp_norm), self.up[:, :, None, None], self.up_bias))
        return x + self.mlp_scale[:, None, None] * F.conv2d(y, self.down[:, :, None, None], self.down_bias)


stages = []
for i, (inputs, channels, patch, stride, padding, depth) in enumerate(STAGES):
    weight = fixture.weight(f"stages.{i}.weight", channels, inputs, patch, patch, scale=(inputs * patch * patch) ** -0.5)
    bias = fixture.weight(f"stages.{i}.bias", channels)
    stages.append((weight, bias, stride, padding, [Block(f"stages.{i}.blocks.{j}", channels) for j in range(depth)]))
norm = norm_of("norm", STAGES[-1][1])
head, head_bias = fixture.weight("head.weight", CLASSES, STAGES[-1][1]), fixture.weight("head.bias", CLASSES)

image = fixture.input("image", 3, 45, 37)
x = image[None]
for weight, bias, stride, padding, blocks in stages:
    x = F.conv2d(x, weight, bias, stride=stride, padding=padding)
    for block in blocks:
        x = block(x)
assert x.shape[-2:] == (2, 2), x.shape
fixture.output("classify", head @ F.group_norm(x, 1, *norm).mean((2, 3))[0] + head_bias)
fixture.save()
