"""S009, FNet (arXiv:2105.03824), with PyTorch's fast Fourier transforms."""

import torch

from common import Fixture, layer_norm

TOKENS, VOCABULARY, WIDTH, HIDDEN, CLASSES, LAYERS = 45, 19, 22, 35, 3, 2

fixture = Fixture("S009", seed=9)


def norm_of(path):
    return fixture.weight(f"{path}.scale", WIDTH, shift=1), fixture.weight(f"{path}.bias", WIDTH)


def map_of(path, outputs, inputs):
    weight, bias = fixture.weight(f"{path}.weight", outputs, inputs), fixture.weight(f"{path}.bias", outputs)
    return lambda x: x @ weight.T + bias


words = fixture.weight("words.weight", VOCABULARY, WIDTH, scale=1.0)
segments = fixture.weight("segments.weight", 2, WIDTH, scale=1.0)
positions = fixture.weight("positions", TOKENS, WIDTH, scale=1.0)
norm = norm_of("norm")
layers = [(norm_of(f"layers.{i}.mixing_norm"), norm_of(f"layers.{i}.feed_forward_norm"),
           map_of(f"layers.{i}.up", HIDDEN, WIDTH), map_of(f"layers.{i}.down", WIDTH, HIDDEN)) for i in range(LAYERS)]
pooler, classifier = map_of("pooler", WIDTH, WIDTH), map_of("classifier", CLASSES, WIDTH)

tokens = fixture.tokens("tokens", VOCABULARY, TOKENS)
types = fixture.given_input("types", (torch.arange(TOKENS) > 17).int())
x = layer_norm(words[tokens] + segments[types.long()] + positions, *norm, 1e-12)
for mixing_norm, feed_forward_norm, up, down in layers:
    mixed = torch.fft.fft(torch.fft.fft(x, dim=-1), dim=0).real
    h = layer_norm(x + mixed, *mixing_norm, 1e-12)
    x = layer_norm(h + down(torch.nn.functional.gelu(up(h))), *feed_forward_norm, 1e-12)
fixture.output("rows", x)
fixture.output("logits", classifier(torch.tanh(pooler(x[0]))))
fixture.save()
