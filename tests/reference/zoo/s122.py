"""S122, DeltaNet (arXiv:2406.06484): S_t = S_(t-1) (I - b_t k_t k_t^T) + b_t v_t k_t^T as it stands, a token at a time."""

import torch
import torch.nn.functional as F

from common import Fixture, causal, heads_of, join_heads, rms_norm

WIDTH, HEADS, KERNEL, WINDOW, HIDDEN = 14, 2, 4, 5, 23
HEAD = WIDTH // HEADS
fixture = Fixture("S122", seed=122)
norms = [fixture.weight(f"norms.{i}.scale", WIDTH, shift=1) for i in range(4)]
deltas = [
    {
        **{name: fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")},
        **{f"{name}_convolution": fixture.weight(f"{path}.{name}_convolution.weight", WIDTH, KERNEL) for name in ("query", "key", "value")},
        "strength": fixture.weight(f"{path}.strength.weight", HEADS, WIDTH),
        "norm": fixture.weight(f"{path}.norm.scale", HEAD, shift=1),
    }
    for path in ("first", "second")
]
window = {name: fixture.weight(f"window.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output")}
gate, up = (fixture.weight(f"feed_forward.{name}.weight", HIDDEN, WIDTH) for name in ("gate", "up"))
down = fixture.weight("feed_forward.down.weight", WIDTH, HIDDEN)


def delta(x, layer):
    def mixed(name):
        y = (x @ layer[name].T).T[None]
        y = F.conv1d(F.pad(y, (KERNEL - 1, 0)), layer[f"{name}_convolution"][:, None], groups=WIDTH)[0].T
        return F.silu(y).reshape(-1, HEADS, HEAD)

    q, k, v = F.normalize(mixed("query"), dim=-1), F.normalize(mixed("key"), dim=-1), mixed("value")
    strength = torch.sigmoid(x @ layer["strength"].T)
    o = torch.zeros_like(v)
    for h in range(HEADS):
        s = torch.zeros(HEAD, HEAD, dtype=torch.float64)
        for t in range(x.shape[0]):
            b, key = strength[t, h], k[t, h]
            s = s @ (torch.eye(HEAD, dtype=torch.float64) - b * torch.outer(key, key)) + b * torch.outer(v[t, h], key)
            o[t, h] = s @ q[t, h]
    return rms_norm(o, layer["norm"]).reshape(-1, WIDTH) @ layer["output"].T


def local(x):
    q, k, v = (heads_of(x @ window[name].T, HEADS) for name in ("query", "key", "value"))
    scores = causal(q @ k.transpose(1, 2) / HEAD**0.5)
    scores = scores.masked_fill(torch.ones_like(scores[0], dtype=torch.bool).tril(-WINDOW), float("-inf"))
    return join_heads(torch.softmax(scores, -1) @ v) @ window["output"].T


for case, time in (("1", 1), ("24", 24)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    h = x + delta(rms_norm(x, norms[0]), deltas[0])
    h = h + local(rms_norm(h, norms[1]))
    h = h + delta(rms_norm(h, norms[2]), deltas[1])
    u = rms_norm(h, norms[3])
    fixture.output(f"y.{case}", h + (F.silu(u @ gate.T) * (u @ up.T)) @ down.T)

x = fixture.input("x.steps", 38, WIDTH)
fixture.output("y.steps", delta(rms_norm(delta(rms_norm(x, norms[0]), deltas[0]), norms[2]), deltas[1]))
fixture.save()
