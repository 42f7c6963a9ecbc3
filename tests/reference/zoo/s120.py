"""S120, Mamba (arXiv:2312.00752): the selective state space step by step, in a language model of two blocks."""

import torch
import torch.nn.functional as F

from common import Fixture, rms_norm

VOCABULARY, WIDTH, INNER, STATES, RANK, KERNEL = 27, 11, 18, 5, 2, 4
fixture = Fixture("S120", seed=120)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
blocks = []
for i in range(2):
    path = f"blocks.{i}"
    blocks.append({
        "in": fixture.weight(f"{path}.input.weight", 2 * INNER, WIDTH),
        "x": fixture.weight(f"{path}.parameters.weight", RANK + 2 * STATES, INNER),
        "dt": (fixture.weight(f"{path}.step.weight", INNER, RANK), fixture.weight(f"{path}.step.bias", INNER, shift=-1.5)),
        "out": fixture.weight(f"{path}.output.weight", WIDTH, INNER),
        "conv": (fixture.weight(f"{path}.convolution.weight", INNER, KERNEL), fixture.weight(f"{path}.convolution.bias", INNER)),
        "a_log": fixture.given(f"{path}.decay_log", torch.log(torch.arange(1, STATES + 1).double()) + 0.2 * fixture.draw(INNER, STATES)),
        "d": fixture.weight(f"{path}.skip", INNER, shift=1),
    })
norms = [fixture.weight(f"norms.{i}.scale", WIDTH, shift=1) for i in range(2)]
norm = fixture.weight("norm.scale", WIDTH, shift=1)


def mamba(x, block):
    time = x.shape[0]
    u, z = (x @ block["in"].T).chunk(2, -1)
    padded = F.pad(u.T[None], (KERNEL - 1, 0))
    u = F.silu(F.conv1d(padded, block["conv"][0][:, None], block["conv"][1], groups=INNER)[0].T)
    low, b, c = (u @ block["x"].T).split([RANK, STATES, STATES], -1)
    dt = F.softplus(F.linear(low, *block["dt"]))
    a = -torch.exp(block["a_log"])
    h, y = torch.zeros(INNER, STATES, dtype=torch.float64), []
    for t in range(time):
        h = torch.exp(dt[t, :, None] * a) * h + dt[t, :, None] * b[t][None] * u[t, :, None]
        y.append(h @ c[t] + block["d"] * u[t])
    return (torch.stack(y) * F.silu(z)) @ block["out"].T


for case, time in (("1", 1), ("2", 2), ("21", 21)):
    tokens = fixture.tokens(f"tokens.{case}", VOCABULARY, time)
    x = embedding[tokens]
    for scale, block in zip(norms, blocks):
        x = x + mamba(rms_norm(x, scale), block)
    fixture.output(f"logits.{case}", rms_norm(x, norm) @ embedding.T)
fixture.save()
