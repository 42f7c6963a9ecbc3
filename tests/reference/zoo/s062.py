"""S062 (arXiv:2107.02561): a network of coordinates on Gaussian bumps."""

import torch

from common import Fixture

BUMPS, SIGMA = 16, 0.07

fixture = Fixture("S062", seed=62)
sizes = (("first", 25, 2 * BUMPS), ("second", 19, 25), ("colour", 3, 19))
layers = [(fixture.weight(f"{name}.weight", outputs, inputs, scale=2 * inputs**-0.5), fixture.weight(f"{name}.bias", outputs)) for name, outputs, inputs in sizes]

for count in (1, 143):
    points = fixture.given_input(f"points.{count}", torch.rand(count, 2, generator=fixture.generator, dtype=torch.float64))
    centres = torch.linspace(0, 1, BUMPS, dtype=torch.float64)
    bump = torch.distributions.Normal(centres, SIGMA)
    value = torch.cat([torch.exp(bump.log_prob(points[:, c : c + 1]) - bump.log_prob(centres)) for c in (0, 1)], -1)
    for weight, bias in layers[:2]:
        value = torch.relu(value @ weight.T + bias)
    fixture.output(f"colours.{count}", torch.sigmoid(value @ layers[2][0].T + layers[2][1]))
fixture.save()
