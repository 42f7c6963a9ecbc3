"""S001, An Attention Free Transformer (arXiv:2105.14103), by its definition: sums over s of exp(K_s + w_ts) in each channel."""

import torch

from common import Fixture

WIDTH, CONTEXT, RANK, WINDOW, GROUPS = 12, 40, 5, 4, 3

fixture = Fixture("S001", seed=1)
maps = {
    part: [fixture.weight(f"{part}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")]
    for part in ("full", "local", "convolution", "simple")
}
left, right = fixture.weight("left", CONTEXT, RANK, scale=0.7), fixture.weight("right", CONTEXT, RANK, scale=0.7)
local_left, local_right = fixture.weight("local_left", CONTEXT, RANK, scale=0.7), fixture.weight("local_right", CONTEXT, RANK, scale=0.7)
kernel = fixture.weight("kernel", GROUPS, 2 * WINDOW - 1, scale=1.0)


def attention_free(part, x, bias, causal=False):
    """bias(t, s) is a number, or one for each channel."""
    query, key, value, output = maps[part]
    q, k, v = x @ query.T, x @ key.T, x @ value.T
    rows = []
    for t in range(len(x)):
        above, below = torch.zeros(WIDTH, dtype=torch.float64), torch.zeros(WIDTH, dtype=torch.float64)
        for s in range(t + 1 if causal else len(x)):
            weight = torch.exp(k[s] + bias(t, s))
            above, below = above + weight * v[s], below + weight
        rows.append(torch.sigmoid(q[t]) * above / below)
    return torch.stack(rows) @ output.T


def convolution_bias(t, s):
    if abs(s - t) >= WINDOW:
        return torch.zeros(WIDTH, dtype=torch.float64)
    return kernel[:, s - t + WINDOW - 1].repeat_interleave(WIDTH // GROUPS)


for case, time in (("1", 1), ("29", 29)):
    # Keys of this size reach 15, where sums of plain exponentials in float32 would lose the small ones.
    x = fixture.input(f"x.{case}", time, WIDTH, scale=3.0)
    fixture.output(f"full.{case}", attention_free("full", x, lambda t, s: left[t] @ right[s]))
    fixture.output(f"local.{case}", attention_free("local", x, lambda t, s: local_left[t] @ local_right[s] if abs(t - s) < WINDOW else 0.0))
    fixture.output(f"convolution.{case}", attention_free("convolution", x, convolution_bias))
    fixture.output(f"simple.{case}", attention_free("simple", x, lambda t, s: 0.0, causal=True))
fixture.save()
