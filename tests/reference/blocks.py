#!/usr/bin/env python3
"""Recurrent and convolutional blocks in PyTorch float64, from their papers' equations, a token at a time where the block is recurrent.

Writes tests/Dsl.Tests/fixtures/blocks.json: for each case the weights by their paths in the block, the input and the result.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

CASES = []


class Case:
    def __init__(self, name, seed):
        self.name, self.weights = name, {}
        self.generator = torch.Generator().manual_seed(seed)

    def draw(self, *shape, scale=1.0, shift=0.0):
        value = torch.randn(*shape, generator=self.generator, dtype=torch.float64) * scale + shift
        # Three decimals keep the file small, and float32 as near as it can be.
        return torch.round(value * 1000) / 1000

    def weight(self, path, *shape, scale=None, shift=0.0):
        value = self.draw(*shape, scale=scale if scale is not None else (shape[-1] ** -0.5 if len(shape) > 1 else 0.5), shift=shift)
        self.weights[path] = value
        return value

    def linear(self, path, inputs, outputs, bias=True):
        weight = self.weight(f"{path}.weight", outputs, inputs)
        return (weight, self.weight(f"{path}.bias", outputs)) if bias else (weight,)

    def norm(self, path, width):
        return self.weight(f"{path}.scale", width, shift=1), self.weight(f"{path}.bias", width)

    def done(self, x, y):
        CASES.append({
            "name": self.name,
            "weights": {path: described(value) for path, value in self.weights.items()},
            "input": described(x),
            "expected": described(y),
        })


def described(value):
    return {"shape": list(value.shape), "elements": [float(f"{element:.9g}") for element in value.flatten().tolist()]}


def rms_norm(x, scale):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5) * scale


def lstm():
    case = Case("lstm", 1)
    w, b = case.linear("input", 5, 28)
    (u,) = case.linear("recurrent", 7, 28, bias=False)
    x = case.draw(9, 5)
    h, c, rows = torch.zeros(7).double(), torch.zeros(7).double(), []
    for row in x:
        i, f, g, o = (w @ row + u @ h + b).chunk(4)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        rows.append(h)
    # The same by PyTorch's own cell.
    module = torch.nn.LSTM(5, 7).double()
    with torch.no_grad():
        for parameter, value in zip(module.parameters(), (w, u, b, torch.zeros(28))):
            parameter.copy_(value)
        assert torch.allclose(module(x)[0], torch.stack(rows), atol=1e-12)
    case.done(x, torch.stack(rows))


def gru():
    case = Case("gru", 2)
    module = torch.nn.GRU(5, 7).double()
    w, b = case.linear("input", 5, 21)
    u, c = case.linear("recurrent", 7, 21)
    with torch.no_grad():
        for parameter, value in zip(module.parameters(), (w, u, b, c)):
            parameter.copy_(value)
        x = case.draw(9, 5)
        case.done(x, module(x)[0])


def causal_convolution(case, path, width, kernel, bias=True):
    weight = case.weight(f"{path}weight", width, kernel)
    offset = case.weight(f"{path}bias", width) if bias else None
    return lambda x: F.conv1d(F.pad(x.T[None], (kernel - 1, 0)), weight[:, None], offset, groups=width)[0].T


def retention():
    case = Case("retention", 3)
    width, heads, head, time = 12, 3, 4, 11
    (q,), (k,), (v,), (g,), (o,) = (case.linear(name, width, width, bias=False) for name in ("query", "key", "value", "gate", "output"))
    x = case.draw(time, width)

    def turned(y):
        y = y.reshape(time, heads, head)
        pairs = torch.complex(y[..., : head // 2], y[..., head // 2 :])
        angle = torch.arange(time).double()[:, None] * 10_000.0 ** (-torch.arange(0, head, 2).double() / head)
        pairs = pairs * torch.polar(torch.ones_like(angle), angle)[:, None]
        return torch.cat([pairs.real, pairs.imag], -1)

    queries, keys, values = turned(x @ q.T), turned(x @ k.T) / math.sqrt(head), (x @ v.T).reshape(time, heads, head)
    out = torch.zeros(time, heads, head).double()
    for h in range(heads):
        state = torch.zeros(head, head).double()
        for t in range(time):
            state = (1 - 2.0 ** (-5 - h)) * state + torch.outer(keys[t, h], values[t, h])
            out[t, h] = queries[t, h] @ state
    normal = F.layer_norm(out, (head,)).reshape(time, width)
    case.done(x, (F.silu(x @ g.T) * normal) @ o.T)


def gated_linear_attention():
    case = Case("gated linear attention", 4)
    width, heads, key, value, rank, time = 10, 2, 3, 5, 4, 12
    (q,), (k,), (v,) = (case.linear(name, width, heads * size, bias=False) for name, size in (("query", key), ("key", key), ("value", value)))
    (down,) = case.linear("decay_down", width, rank, bias=False)
    up, up_bias = case.linear("decay_up", rank, heads * key)
    gate, gate_bias = case.linear("gate", width, heads * value)
    (o,) = case.linear("output", heads * value, width, bias=False)
    scale = case.weight("norm.scale", value, shift=1)
    x = case.draw(time, width)
    out = torch.zeros(time, heads, value).double()
    decay = (torch.sigmoid(x @ down.T @ up.T + up_bias) ** (1 / 16)).reshape(time, heads, key)
    for h in range(heads):
        state = torch.zeros(key, value).double()
        for t in range(time):
            state = decay[t, h][:, None] * state + torch.outer((x[t] @ k.T).reshape(heads, key)[h], (x[t] @ v.T).reshape(heads, value)[h])
            out[t, h] = (x[t] @ q.T).reshape(heads, key)[h] @ state / math.sqrt(key)
    case.done(x, (F.silu(x @ gate.T + gate_bias) * rms_norm(out, scale).reshape(time, -1)) @ o.T)


def mamba2():
    case = Case("mamba 2", 5)
    width, inner, heads, states, time = 9, 12, 3, 5, 13
    head = inner // heads
    (into,), (o,) = case.linear("input", width, 2 * inner + 2 * states + heads, bias=False), case.linear("output", inner, width, bias=False)
    convolution = causal_convolution(case, "convolution.", inner + 2 * states, 4)
    bias, a_log, skip = case.weight("step_bias", heads), case.weight("decay_log", heads), case.weight("skip", heads, shift=1)
    scale = case.weight("norm.scale", inner, shift=1)
    x = case.draw(time, width)
    z, mixed, dt = (x @ into.T).split([inner, inner + 2 * states, heads], -1)
    u, b, c = F.silu(convolution(mixed)).split([inner, states, states], -1)
    dt, u = F.softplus(dt + bias), u.reshape(time, heads, head)
    out = torch.zeros(time, heads, head).double()
    for h in range(heads):
        state = torch.zeros(states, head).double()
        for t in range(time):
            state = torch.exp(-torch.exp(a_log[h]) * dt[t, h]) * state + dt[t, h] * torch.outer(b[t], u[t, h])
            out[t, h] = c[t] @ state + skip[h] * u[t, h]
    case.done(x, rms_norm(out.reshape(time, inner) * F.silu(z), scale) @ o.T)


def s4d():
    case = Case("s4d", 6)
    width, states, time = 5, 3, 14
    decay, frequency = case.weight("decay_log", width, states, scale=0.3), case.weight("frequency", width, states, scale=4)
    step, skip = case.weight("step_log", width, scale=0.3, shift=-1.5), case.weight("skip", width)
    c = torch.complex(case.weight("output_real", width, states), case.weight("output_imaginary", width, states))
    x = case.draw(time, width)
    a, dt = torch.complex(-torch.exp(decay), frequency), torch.exp(step)[:, None]
    factor = torch.exp(dt * a)
    state, rows = torch.zeros(width, states).to(torch.complex128), []
    for row in x:
        state = factor * state + (factor - 1) / a * row[:, None]
        rows.append(2 * (c * state).sum(-1).real + skip * row)
    case.done(x, torch.stack(rows))


def slstm():
    case = Case("slstm", 7)
    width, hidden, heads, time = 5, 6, 2, 10
    w, b = case.linear("input", width, 4 * hidden)
    r = [torch.block_diag(*case.weight(f"recurrent.{gate}.weight", heads, hidden // heads, hidden // heads)) for gate in range(4)]
    x = case.draw(time, width)
    h, c, n = (torch.zeros(hidden).double() for _ in range(3))
    rows = []
    for row in x:
        z, i, f, o = (gate + r[index] @ h for index, gate in enumerate((w @ row + b).chunk(4)))
        c = torch.sigmoid(f) * c + torch.exp(i) * torch.tanh(z)
        n = torch.sigmoid(f) * n + torch.exp(i)
        h = torch.sigmoid(o) * c / n
        rows.append(h)
    case.done(x, torch.stack(rows))


def shifted(x):
    return torch.cat([torch.zeros_like(x[:1]), x[:-1]])


def rwkv_time():
    case = Case("rwkv time", 8)
    width, time = 6, 12
    shares = {name: case.weight(f"{name}_share", width, scale=0.2, shift=0.5) for name in ("key", "value", "receptance")}
    decay, bonus = case.weight("decay", width), case.weight("bonus", width)
    (k,), (v,), (r,), (o,) = (case.linear(name, width, width, bias=False) for name in ("key", "value", "receptance", "output"))
    x = case.draw(time, width)

    def blend(name):
        return x * shares[name] + shifted(x) * (1 - shares[name])

    key, value, w = blend("key") @ k.T * 1.0, blend("value") @ v.T, torch.exp(decay)
    rows = []
    for t in range(time):
        top, bottom = torch.exp(bonus + key[t]) * value[t], torch.exp(bonus + key[t])
        for s in range(t):
            top = top + torch.exp(key[s] - (t - 1 - s) * w) * value[s]
            bottom = bottom + torch.exp(key[s] - (t - 1 - s) * w)
        rows.append(top / bottom)
    case.done(x, (torch.sigmoid(blend("receptance") @ r.T) * torch.stack(rows)) @ o.T)


def rwkv_channel():
    case = Case("rwkv channel", 9)
    width, hidden = 6, 11
    shares = {name: case.weight(f"{name}_share", width, scale=0.2, shift=0.5) for name in ("key", "receptance")}
    (k,), (v,), (r,) = case.linear("key", width, hidden, bias=False), case.linear("value", hidden, width, bias=False), case.linear("receptance", width, width, bias=False)
    x = case.draw(8, width)
    key, receptance = (x * share + shifted(x) * (1 - share) for share in (shares["key"], shares["receptance"]))
    case.done(x, torch.sigmoid(receptance @ r.T) * (torch.relu(key @ k.T) ** 2 @ v.T))


def legendre():
    case = Case("legendre memory", 10)
    width, hidden, order, theta, time = 3, 5, 6, 8.0, 15
    w, b = case.linear("input", width, hidden)
    (u,), (m_weight,) = case.linear("recurrent", hidden, hidden, bias=False), case.linear("remembered", order, hidden, bias=False)
    (ex,), (eh,), (em,) = (case.linear(f"{name}_encoder", size, 1, bias=False) for name, size in (("input", width), ("recurrent", hidden), ("memory", order)))
    a = torch.tensor([[(2 * i + 1) / theta * (-1 if i < j else (-1.0) ** (i - j + 1)) for j in range(order)] for i in range(order)]).double()
    inflow = torch.tensor([(2 * i + 1) * (-1.0) ** i / theta for i in range(order)]).double()
    transition = torch.linalg.matrix_exp(a)
    # The exact step for an input that is held: A'^-1 (A - I) B'.
    step = torch.linalg.solve(a, (transition - torch.eye(order)) @ inflow)
    x = case.draw(time, width)
    h, m, rows = torch.zeros(hidden).double(), torch.zeros(order).double(), []
    for row in x:
        value = ex @ row + eh @ h + em @ m
        m = transition @ m + step * value
        h = torch.tanh(w @ row + b + u @ h + m_weight @ m)
        rows.append(h)
    case.done(x, torch.stack(rows))


def conformer():
    case = Case("conformer", 11)
    width, kernel, time = 6, 5, 9
    norm = case.norm("norm", width)
    expand, output = case.linear("expand", width, 2 * width), case.linear("output", width, width)
    weight, bias = case.weight("convolution.convolution.weight", width, 1, kernel), case.weight("convolution.convolution.bias", width)
    batch = [case.weight(f"batch_norm.{name}", width, shift=1 if name == "scale" else 0) for name in ("scale", "bias", "mean")]
    case.weights["batch_norm.variance"] = variance = case.draw(width).abs() + 0.5
    x = case.draw(time, width)
    y = F.glu(F.linear(F.layer_norm(x, (width,), *norm), *expand), -1)
    y = F.conv1d(y.T[None], weight, bias, padding=kernel // 2, groups=width)
    y = F.silu(F.batch_norm(y, batch[2], variance, batch[0], batch[1]))[0].T
    case.done(x, F.linear(y, *output))


def convnext():
    case = Case("convnext", 12)
    channels = 4
    weight, bias = case.weight("depthwise.convolution.weight", channels, 1, 5, 5), case.weight("depthwise.convolution.bias", channels)
    norm, expand, contract = case.norm("norm", channels), case.linear("expand", channels, 12), case.linear("contract", 12, channels)
    scale = case.weight("scale", channels)
    x = case.draw(channels, 7, 6)
    y = F.conv2d(x[None], weight, bias, padding=2, groups=channels).permute(0, 2, 3, 1)
    y = scale * F.linear(F.gelu(F.linear(F.layer_norm(y, (channels,), *norm, eps=1e-6), *expand)), *contract)
    case.done(x, x + y.permute(0, 3, 1, 2)[0])


def patches():
    case = Case("patches", 13)
    weight, bias = case.weight("convolution.weight", 5, 3, 4, 4, scale=0.2), case.weight("convolution.bias", 5)
    x = case.draw(3, 9, 12)
    case.done(x, F.conv2d(x[None], weight, bias, stride=3, padding=2)[0].flatten(1).T)


def volume():
    case = Case("volume", 14)
    weight, bias = case.weight("weight", 4, 1, 2, 2, 2, scale=0.4), case.weight("bias", 4)
    x = case.draw(2, 4, 5, 3)
    case.done(x, F.conv3d(x[None], weight, bias, stride=2, padding=1, groups=2)[0])


def encoder(name, before):
    case = Case(name, 15)
    width, heads, hidden = 8, 2, 13
    q, k, v, o = (case.linear(f"attention.{part}", width, width) for part in ("query", "key", "value", "output"))
    up, down = case.linear("feed_forward.up", width, hidden), case.linear("feed_forward.down", hidden, width)
    first, second = case.norm("attention_norm", width), case.norm("feed_forward_norm", width)
    x = case.draw(7, width)

    def attend(y):
        a, b, c = (F.linear(y, *part).reshape(-1, heads, width // heads).transpose(0, 1) for part in (q, k, v))
        mixed = torch.softmax(a @ b.transpose(1, 2) / math.sqrt(width / heads), -1) @ c
        return F.linear(mixed.transpose(0, 1).reshape(-1, width), *o)

    def network(y):
        return F.linear(F.gelu(F.linear(y, *up)), *down)

    if before:
        h = x + attend(F.layer_norm(x, (width,), *first))
        y = h + network(F.layer_norm(h, (width,), *second))
    else:
        h = F.layer_norm(x + attend(x), (width,), *first)
        y = F.layer_norm(h + network(h), (width,), *second)
    case.done(x, y)


def experts(name, shared, over_all):
    case = Case(name, 16)
    width, hidden, count, active, time = 6, 5, 7, 3, 11
    (router,) = case.linear("router", width, count, bias=False)
    gate, up = case.weight("gate", count, hidden, width), case.weight("up", count, hidden, width)
    down = case.weight("down", count, width, hidden)
    always = [case.linear(f"shared.{part}", *sizes, bias=False)[0] for part, sizes in (("gate", (width, 4)), ("up", (width, 4)), ("down", (4, width)))] if shared else None
    x = case.draw(time, width)
    y = torch.zeros_like(x)
    for t in range(time):
        scores = router @ x[t]
        chosen = sorted(range(count), key=lambda e: -float(scores[e]))[:active]
        p = torch.softmax(scores, -1)[chosen] if over_all else torch.softmax(scores[chosen], -1)
        for weight, e in zip(p, chosen):
            y[t] += weight * (down[e] @ (F.silu(gate[e] @ x[t]) * (up[e] @ x[t])))
        if shared:
            y[t] += always[2] @ (F.silu(always[0] @ x[t]) * (always[1] @ x[t]))
    case.done(x, y)


for make in (lstm, gru, retention, gated_linear_attention, mamba2, s4d, slstm, rwkv_time, rwkv_channel, legendre, conformer, convnext, patches, volume):
    make()
encoder("encoder, norms after", False)
encoder("encoder, norms before", True)
experts("experts", False, False)
experts("experts over all and one that is shared", True, True)
PATH = pathlib.Path(__file__).parents[1] / "Dsl.Tests" / "fixtures" / "blocks.json"
PATH.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in CASES) + "\n]\n")
print(len(CASES), "cases,", PATH.stat().st_size, "bytes")
