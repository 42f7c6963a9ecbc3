"""S081, I3D (arXiv:2303.07624): parts of layers run or do not, by gates in each layer or by one predictor at the front."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, everywhere

WIDTH, HEADS, HIDDEN, LAYERS = 18, 3, 29, 3

fixture = Fixture("S081", seed=81)


class Gate:
    def __init__(self, path, inside, outputs):
        # Large enough that utterances differ in what they run.
        self.first = (fixture.weight(f"{path}first.weight", inside, WIDTH, scale=1.5), fixture.weight(f"{path}first.bias", inside))
        self.second = (fixture.weight(f"{path}second.weight", outputs, inside, scale=1.5), fixture.weight(f"{path}second.bias", outputs, scale=0.2))

    def __call__(self, x):
        logits = torch.relu(x.mean(0) @ self.first[0].T + self.first[1]) @ self.second[0].T + self.second[1]
        return [bool(run > skip) for skip, run in logits.reshape(-1, 2)]


layers = []
for at in range(LAYERS):
    path = f"layers.{at}."
    layers.append((
        Norm(fixture, f"{path}attention_norm.", WIDTH), Attention(fixture, f"{path}attention.", WIDTH, HEADS),
        Norm(fixture, f"{path}feed_forward_norm.", WIDTH), FeedForward(fixture, f"{path}feed_forward.", WIDTH, HIDDEN, torch.nn.functional.silu),
        Gate(path, 7, 4),
    ))
predictor = Gate("", 11, 4 * LAYERS)


def run(x, layer, gates):
    norm, attention, inner_norm, feed_forward, _ = layer
    if gates[0]:
        x = x + attention(norm(x), everywhere)
    return x + feed_forward(inner_norm(x)) if gates[1] else x


for case, time in enumerate((1, 21, 40)):
    x = fixture.input(f"x.local{case}", time, WIDTH)
    ran = []
    for layer in layers:
        ran.append(layer[4](x))
        x = run(x, layer, ran[-1])
    fixture.output(f"frames.local{case}", x)
    fixture.output(f"ran.local{case}", torch.tensor(ran))
    x = fixture.input(f"x.global{case}", time, WIDTH)
    ran = torch.tensor(predictor(x)).reshape(LAYERS, 2)
    for layer, gates in zip(layers, ran):
        x = run(x, layer, gates)
    fixture.output(f"frames.global{case}", x)
    fixture.output(f"ran.global{case}", ran)
    print(ran.tolist())
fixture.save()
