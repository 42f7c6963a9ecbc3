"""S095, CoFrGeNet (2026): ladders of continued fractions mix positions and channels. Fractions are evaluated from the inside out."""

import torch

from common import Fixture, rms_norm

WIDTH, CONTEXT, VOCABULARY, LEAST = 10, 21, 31, 0.2
LAYERS = ((4, 3), (3, 2))
fixture = Fixture("S095", seed=7)
embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH, scale=1)
layers = []
for i, (ladders, depth) in enumerate(LAYERS):
    path = f"layers.{i}"
    layers.append({
        "depth": depth,
        "mix_norm": fixture.weight(f"{path}.mix_norm.scale", WIDTH, shift=1),
        "norm": fixture.weight(f"{path}.norm.scale", WIDTH, shift=1),
        "straight": fixture.weight(f"{path}.straight.weight", WIDTH, WIDTH),
        "gate": fixture.weight(f"{path}.gate.weight", WIDTH, WIDTH),
        "steps": fixture.weight(f"{path}.steps.weight", depth * ladders, WIDTH, scale=1),
        "sum": fixture.weight(f"{path}.sum.weight", WIDTH, ladders, scale=0.1),
        "mixing": fixture.weight(f"{path}.mixing", depth, CONTEXT, CONTEXT, scale=0.8),
    })
norm = fixture.weight("norm.scale", WIDTH, shift=1)
output = fixture.weight("logits.weight", VOCABULARY, WIDTH)


def ladder(a):
    """1 / (a_1 + 1 / (a_2 + ... 1 / a_d)) by the convergents h_k / g_k of Wallis's recurrence, from the front; a is [..., depth]."""
    h_before, h = torch.ones_like(a[..., 0]), torch.zeros_like(a[..., 0])
    g_before, g = torch.zeros_like(a[..., 0]), torch.ones_like(a[..., 0])
    for k in range(a.shape[-1]):
        h_before, h = h, a[..., k] * h + h_before
        g_before, g = g, a[..., k] * g + g_before
    # The numerators and denominators of the convergents are the continuants of a_2 .. a_d and of a_1 .. a_d.
    g = torch.where(g < 0, g.clamp(max=-LEAST), g.clamp(min=LEAST))
    return h / g


for case, time in (("1", 1), ("21", 21)):
    tokens = fixture.tokens(f"tokens.{case}", VOCABULARY, time)
    x = embedding[tokens]
    for layer in layers:
        u = rms_norm(x, layer["mix_norm"])
        a = torch.zeros(time, WIDTH, layer["depth"], dtype=torch.float64)
        for k in range(layer["depth"]):
            a[..., k] = layer["mixing"][k, :time, :time].tril() @ u
        x = x + ladder(a)
        u = rms_norm(x, layer["norm"])
        gated = torch.sigmoid(u @ layer["gate"].T) * u
        a = (gated @ layer["steps"].T).reshape(time, layer["depth"], -1).transpose(1, 2)
        x = x + u @ layer["straight"].T + ladder(a) @ layer["sum"].T
    fixture.output(f"logits.{case}", rms_norm(x, norm) @ output.T)
fixture.save()
