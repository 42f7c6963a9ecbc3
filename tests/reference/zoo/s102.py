"""S102, polynomial composition activations (arXiv:2411.03884): PolyReLU and PolyNorm in feed-forward networks."""

import torch

from common import Fixture, rms_norm

WIDTH, HIDDEN = 13, 22
fixture = Fixture("S102", seed=102)


def feed_forward(path, coefficients):
    norm = fixture.weight(f"{path}.norm.scale", WIDTH, shift=1)
    up = fixture.weight(f"{path}.up.weight", HIDDEN, WIDTH)
    down = fixture.weight(f"{path}.down.weight", WIDTH, HIDDEN)
    return norm, up, down, fixture.weight(f"{path}.activation.coefficients", coefficients)


relu = feed_forward("relu", 4)
norm = feed_forward("norm", 3)
bias = fixture.weight("norm.activation.bias", 1)


def poly_relu(x, a):
    return sum(a[i] * torch.relu(x) ** i for i in range(4))


def poly_norm(x, a):
    return bias + sum(a[i - 1] * x**i / torch.sqrt((x ** (2 * i)).mean(-1, keepdim=True) + 1e-6) for i in (1, 2, 3))


for case, time in (("1", 1), ("23", 23)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    for (scale, up, down, a), activation in ((relu, poly_relu), (norm, poly_norm)):
        x = x + activation(rms_norm(x, scale) @ up.T, a) @ down.T
    fixture.output(f"y.{case}", x)
fixture.save()
