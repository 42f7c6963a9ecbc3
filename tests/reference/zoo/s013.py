"""S013, Forgetting Transformer (arXiv:2503.02130): plain and Pro layers, with the decay of a pair as a sum of log gates."""

import torch

from common import Fixture, rms_norm

WIDTH, HEADS, HIDDEN = 33, 3, 47
HEAD = WIDTH // HEADS

fixture = Fixture("S013", seed=13)


class Layer:
    def __init__(self, path, pro):
        attention = f"{path}.attention"
        self.pro = pro
        self.query, self.key, self.value, self.output = (
            fixture.weight(f"{attention}.{name}.weight", WIDTH, WIDTH) for name in ("query", "key", "value", "output"))
        self.forget = fixture.weight(f"{attention}.forget.weight", HEADS, WIDTH)
        self.forget_bias = fixture.weight(f"{attention}.forget.bias", HEADS, shift=2)
        if pro:
            self.key_shift = fixture.weight(f"{attention}.key_shift.weight", HEADS, WIDTH)
            self.value_shift = fixture.weight(f"{attention}.value_shift.weight", HEADS, WIDTH)
            self.gate = fixture.weight(f"{attention}.gate.weight", WIDTH, WIDTH)
            self.query_scale = fixture.weight(f"{attention}.query_scale", HEAD, shift=1)
            self.key_scale = fixture.weight(f"{attention}.key_scale", HEAD, shift=1)
            self.output_scale = fixture.weight(f"{attention}.output_scale", WIDTH, shift=1)
        self.attention_norm = fixture.weight(f"{path}.attention_norm.scale", WIDTH, shift=1)
        self.feed_forward_norm = fixture.weight(f"{path}.feed_forward_norm.scale", WIDTH, shift=1)
        self.ffn_gate, self.up = (fixture.weight(f"{path}.feed_forward.{name}.weight", HIDDEN, WIDTH) for name in ("gate", "up"))
        self.down = fixture.weight(f"{path}.feed_forward.down.weight", WIDTH, HIDDEN)

    def shifted(self, rows, logits):
        share = torch.sigmoid(logits)[:, :, None]
        before = torch.cat([torch.zeros_like(rows[:1]), rows[:-1]])
        return share * before + (1 - share) * rows

    def attend(self, x):
        time = len(x)
        q, k, v = ((x @ w.T).reshape(time, HEADS, HEAD) for w in (self.query, self.key, self.value))
        if self.pro:
            k = rms_norm(self.shifted(k, x @ self.key_shift.T), self.key_scale)
            v = self.shifted(v, x @ self.value_shift.T)
            q = rms_norm(q, self.query_scale)
        log_gate = torch.nn.functional.logsigmoid(x @ self.forget.T + self.forget_bias)
        mixed = torch.zeros_like(q)
        for i in range(time):
            for h in range(HEADS):
                scores = torch.stack([q[i, h] @ k[j, h] / HEAD**0.5 + log_gate[j + 1 : i + 1, h].sum() for j in range(i + 1)])
                mixed[i, h] = torch.softmax(scores, -1) @ v[: i + 1, h]
        if not self.pro:
            return mixed.reshape(time, WIDTH) @ self.output.T
        normal = rms_norm(mixed, torch.ones(HEAD, dtype=torch.float64)).reshape(time, WIDTH) * self.output_scale
        return (normal * torch.sigmoid(x @ self.gate.T)) @ self.output.T

    def __call__(self, x):
        y = x + self.attend(rms_norm(x, self.attention_norm))
        normal = rms_norm(y, self.feed_forward_norm)
        return y + (torch.nn.functional.silu(normal @ self.ffn_gate.T) * (normal @ self.up.T)) @ self.down.T


plain, pro = Layer("plain", False), Layer("pro", True)
for case, time in (("1", 1), ("45", 45)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    fixture.output(f"y.{case}", pro(plain(x)))
fixture.save()
