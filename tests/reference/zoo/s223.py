"""S223, spatial transformer networks (arXiv:1506.02025), with PyTorch's affine_grid and grid_sample."""

import torch
import torch.nn.functional as F

from common import Fixture

fixture = Fixture("S223", seed=223)


def convolution(path, inputs, outputs, kernel):
    weight = fixture.weight(f"{path}.weight", outputs, inputs, kernel, kernel, scale=(inputs * kernel**2) ** -0.5)
    return weight, fixture.weight(f"{path}.bias", outputs)


def linear(path, inputs, outputs):
    return fixture.weight(f"{path}.weight", outputs, inputs), fixture.weight(f"{path}.bias", outputs)


first, second = convolution("first", 1, 4, 5), convolution("second", 4, 6, 3)
hidden = linear("hidden", 36, 10)
# Around the transform that changes nothing, as the paper starts, but turned and moved so that places outside the image are met.
theta = fixture.weight("theta.weight", 6, 10, scale=0.1), fixture.given("theta.bias", torch.tensor([1.0, 0.3, 0.2, -0.4, 0.9, -0.3]).double())
features, further = convolution("features", 1, 5, 5), convolution("further", 5, 7, 3)
classes = linear("classes", 7, 9)


def localise(image):
    x = F.relu(F.max_pool2d(F.conv2d(image, *first), 2))
    x = F.relu(F.max_pool2d(F.conv2d(x, *second), 2))
    return F.linear(F.relu(F.linear(x.flatten(1), *hidden)), *theta).view(1, 2, 3)


for case in ("1", "2"):
    image = fixture.input(f"image.{case}", 1, 20, 18)
    transform = localise(image[None])
    straight = F.grid_sample(image[None], F.affine_grid(transform, (1, 1, 16, 14), align_corners=False), align_corners=False)
    x = F.max_pool2d(F.relu(F.conv2d(straight, *features)), 2)
    x = F.relu(F.conv2d(x, *further, stride=2)).mean((2, 3))
    fixture.output(f"theta.{case}", transform[0])
    fixture.output(f"straight.{case}", straight[0])
    fixture.output(f"logits.{case}", F.linear(x, *classes)[0])
    own = fixture.given_input(f"image.own{case}", image)
    grid = F.affine_grid(localise(own[None]), (1, 1, 20, 18), align_corners=True)
    assert (grid.abs() > 1).any(), "no place lies outside"
    fixture.output(f"straight.own{case}", F.grid_sample(own[None], grid, padding_mode="border", align_corners=True)[0])
fixture.save()
