"""S101, Monarch Mixer (arXiv:2310.12109): y = V * M2 (k * M1 x) along the sequence, M4 gelu(M3 y) along the channels.

Every Monarch matrix M = P B1 P B2 P is made in full.
"""

import torch

from common import Fixture, layer_norm

LENGTH_ROOT, WIDTH_ROOT = 5, 3
LENGTH, WIDTH = LENGTH_ROOT**2, WIDTH_ROOT**2
fixture = Fixture("S101", seed=101)


def monarch(path, root):
    transposition = torch.arange(root * root).reshape(root, root).T.reshape(-1)
    p = torch.eye(root * root, dtype=torch.float64)[transposition]
    b2 = torch.block_diag(*fixture.weight(f"{path}.factors.first.weights.weight", root, root, root))
    b1 = torch.block_diag(*fixture.weight(f"{path}.factors.second.weights.weight", root, root, root))
    return p @ b1 @ p @ b2 @ p


layers = []
for i in range(2):
    path = f"layers.{i}"
    layers.append({
        "sequence_norm": (fixture.weight(f"{path}.sequence_norm.scale", WIDTH, shift=1), fixture.weight(f"{path}.sequence_norm.bias", WIDTH)),
        "channel_norm": (fixture.weight(f"{path}.channel_norm.scale", WIDTH, shift=1), fixture.weight(f"{path}.channel_norm.bias", WIDTH)),
        "gate": (fixture.weight(f"{path}.gate.weight", WIDTH, WIDTH), fixture.weight(f"{path}.gate.bias", WIDTH)),
        "kernel": fixture.weight(f"{path}.kernel", WIDTH, LENGTH, scale=1),
        "m1": monarch(f"{path}.first", LENGTH_ROOT),
        "m2": monarch(f"{path}.second", LENGTH_ROOT),
        "m3": monarch(f"{path}.expand", WIDTH_ROOT),
        "m4": monarch(f"{path}.contract", WIDTH_ROOT),
    })
final = fixture.weight("norm.scale", WIDTH, shift=1), fixture.weight("norm.bias", WIDTH)

x = fixture.input("x", LENGTH, WIDTH)
for layer in layers:
    u = layer_norm(x, *layer["sequence_norm"])
    gate = u @ layer["gate"][0].T + layer["gate"][1]
    mixed = torch.zeros_like(u)
    for channel in range(WIDTH):
        mixed[:, channel] = layer["m2"] @ (layer["kernel"][channel] * (layer["m1"] @ u[:, channel]))
    x = x + gate * mixed
    u = layer_norm(x, *layer["channel_norm"])
    for position in range(LENGTH):
        x[position] = x[position] + layer["m4"] @ torch.nn.functional.gelu(layer["m3"] @ u[position])
fixture.output("y", layer_norm(x, *final))

# The causal mixing is a convolution, written as its sum.
CAUSAL = 12
causal_norm = fixture.weight("causal.norm.scale", WIDTH, shift=1), fixture.weight("causal.norm.bias", WIDTH)
gate = fixture.weight("causal.gate.weight", WIDTH, WIDTH), fixture.weight("causal.gate.bias", WIDTH)
kernel = fixture.weight("causal.kernel", WIDTH, CAUSAL, scale=1)
x = fixture.input("x.causal", CAUSAL, WIDTH)
u = layer_norm(x, *causal_norm)
mixed = torch.zeros_like(u)
for t in range(CAUSAL):
    for s in range(t + 1):
        mixed[t] += kernel[:, t - s] * u[s]
fixture.output("y.causal", layer_norm(x + (u @ gate[0].T + gate[1]) * mixed, *final))
fixture.save()
