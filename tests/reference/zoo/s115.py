"""S115, S4 (arXiv:2111.00396): the full complex system with A = Lambda - P P*, made discrete by inverting matrices, step by step."""

import torch

from common import Fixture

OUTER, WIDTH, STATES = 6, 7, 4
fixture = Fixture("S115", seed=115)
inward = fixture.weight("input.weight", WIDTH, OUTER)
outward, bias = fixture.weight("output.weight", OUTER, WIDTH), fixture.weight("output.bias", OUTER)


def complex_weight(name, scale):
    return torch.complex(fixture.weight(f"layer.{name}_real", WIDTH, STATES, scale=scale), fixture.weight(f"layer.{name}_imaginary", WIDTH, STATES, scale=scale))


# As HiPPO-LegS in this form has it: real parts near -1/2, frequencies that grow.
frequencies = torch.arange(1, STATES + 1, dtype=torch.float64) * 3
lamda = torch.complex(
    fixture.given("layer.lambda_real", -0.5 - 0.1 * fixture.draw(WIDTH, STATES).abs()),
    fixture.given("layer.lambda_imaginary", frequencies + 0.3 * fixture.draw(WIDTH, STATES)),
)
p, b, c = complex_weight("p", 0.5), complex_weight("b", 1), complex_weight("c", 1)
step_log = fixture.given("layer.step_log", -2.5 + 0.5 * fixture.draw(WIDTH))
skip = fixture.weight("layer.skip", WIDTH)


def both(x):
    """The states and their conjugates."""
    return torch.cat([x, x.conj()])


def system(channel):
    a = torch.diag(both(lamda[channel])) - torch.outer(both(p[channel]), both(p[channel]).conj())
    dt, identity = torch.exp(step_log[channel]), torch.eye(2 * STATES, dtype=torch.complex128)
    inverse = torch.linalg.inv(identity - dt / 2 * a)
    return inverse @ (identity + dt / 2 * a), inverse @ (dt * both(b[channel]))


for case, time in (("1", 1), ("25", 25), ("53", 53)):
    x = fixture.input(f"x.{case}", time, OUTER)
    u = x @ inward.T
    y = torch.zeros(time, WIDTH, dtype=torch.float64)
    for channel in range(WIDTH):
        transition, inflow = system(channel)
        state = torch.zeros(2 * STATES, dtype=torch.complex128)
        for t in range(time):
            state = transition @ state + inflow * u[t, channel]
            # Some builds of PyTorch take the product of complex vectors for zero, so it is a sum.
            y[t, channel] = (both(c[channel]) * state).sum().real + skip[channel] * u[t, channel]
    fixture.output(f"y.{case}", torch.nn.functional.gelu(y) @ outward.T + bias)
fixture.save()
