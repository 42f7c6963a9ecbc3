"""S087, GTrXL (arXiv:1910.06764): Transformer-XL with gates of the GRU kind, run segment by segment with the memory kept as inputs."""

import torch

from common import Fixture, layer_norm

OBSERVATION, WIDTH, HEADS, HIDDEN, ACTIONS, MEMORY = 13, 20, 4, 31, 5, 11
HEAD = WIDTH // HEADS

fixture = Fixture("S087", seed=87)
embedding = (fixture.weight("embedding.weight", WIDTH, OBSERVATION), fixture.weight("embedding.bias", WIDTH))
policy = (fixture.weight("policy.weight", ACTIONS, WIDTH), fixture.weight("policy.bias", ACTIONS))
value = (fixture.weight("value.weight", 1, WIDTH), fixture.weight("value.bias", 1))


class Gate:
    def __init__(self, path: str):
        self.scale = fixture.weight(f"{path}norm.scale", WIDTH, shift=1, scale=0.3)
        self.shift = fixture.weight(f"{path}norm.bias", WIDTH, scale=0.3)
        names = ("reset_new", "reset_old", "update_new", "update_old", "candidate_new", "candidate_old")
        self.w_r, self.u_r, self.w_z, self.u_z, self.w_g, self.u_g = (fixture.weight(f"{path}{name}.weight", WIDTH, WIDTH) for name in names)
        self.bias = fixture.weight(f"{path}bias", WIDTH, shift=1, scale=0.3)

    def norm(self, x):
        return layer_norm(x, self.scale, self.shift)

    def __call__(self, x, y):
        y = torch.relu(y)
        r = torch.sigmoid(y @ self.w_r.T + x @ self.u_r.T)
        z = torch.sigmoid(y @ self.w_z.T + x @ self.u_z.T - self.bias)
        h = torch.tanh(y @ self.w_g.T + (r * x) @ self.u_g.T)
        return (1 - z) * x + z * h


class Attention:
    def __init__(self, path: str):
        self.query, self.key = (fixture.weight(f"{path}{name}.weight", WIDTH, WIDTH, scale=1.6 * WIDTH**-0.5) for name in ("query", "key"))
        self.value, self.output = (fixture.weight(f"{path}{name}.weight", WIDTH, WIDTH) for name in ("value", "output"))
        self.distance = fixture.weight(f"{path}distance.weight", WIDTH, WIDTH)
        self.u = fixture.weight(f"{path}content_bias", HEADS, HEAD)
        self.v = fixture.weight(f"{path}distance_bias", HEADS, HEAD)

    def relative(self, distance: int):
        wave = torch.zeros(WIDTH, dtype=torch.float64)
        for k in range(WIDTH // 2):
            angle = torch.tensor(distance * 10_000.0 ** (-2 * k / WIDTH), dtype=torch.float64)
            wave[2 * k], wave[2 * k + 1] = torch.sin(angle), torch.cos(angle)
        return (self.distance @ wave).reshape(HEADS, HEAD)

    def __call__(self, latest):
        """What the last row of latest gathers from it and the rows before, which are at most the memory."""
        q = (self.query @ latest[-1]).reshape(HEADS, HEAD)
        scores = []
        for distance in range(len(latest)):
            k = (self.key @ latest[len(latest) - 1 - distance]).reshape(HEADS, HEAD)
            r = self.relative(distance)
            # Terms (a) to (d) of Transformer-XL.
            scores.append(((q * k).sum(-1) + (q * r).sum(-1) + (self.u * k).sum(-1) + (self.v * r).sum(-1)) / HEAD**0.5)
        weights = torch.softmax(torch.stack(scores), 0)
        values = torch.stack([(self.value @ row).reshape(HEADS, HEAD) for row in latest.flip(0)])
        return self.output @ (weights[..., None] * values).sum(0).reshape(WIDTH)


class FeedForward:
    def __init__(self, path: str):
        self.up = fixture.weight(f"{path}up.weight", HIDDEN, WIDTH)
        self.down = fixture.weight(f"{path}down.weight", WIDTH, HIDDEN)

    def __call__(self, x):
        return self.down @ torch.relu(self.up @ x)


parts = []
for at in range(4):
    gate = Gate(f"layers.{at}.")
    parts.append((gate, (FeedForward if at % 2 else Attention)(f"layers.{at}.inner.")))

for time in (1, 37):
    observations = fixture.input(f"observations.{time}", time, OBSERVATION)
    memories = [torch.zeros(0, WIDTH, dtype=torch.float64) for _ in parts]
    actions, returns = [], []
    for observation in observations:
        x = embedding[0] @ observation + embedding[1]
        for at, (gate, part) in enumerate(parts):
            if at % 2:
                y = part(gate.norm(x))
            else:
                memories[at] = torch.cat([memories[at], x[None]])[-MEMORY - 1 :]
                y = part(gate.norm(memories[at]))
            x = gate(x, y)
        actions.append(policy[0] @ x + policy[1])
        returns.append(value[0] @ x + value[1])
    fixture.output(f"actions.{time}", torch.stack(actions))
    fixture.output(f"return.{time}", torch.stack(returns))
fixture.save()
