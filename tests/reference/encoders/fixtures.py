#!/usr/bin/env python3
"""Writes tests/Encoders.Tests/fixtures: small encoders under the names of Hugging Face, inputs, and what PyTorch makes of them in float64."""

import json
import os
import struct

import torch

from networks import Bert, Vit, draw

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Encoders.Tests", "fixtures")
TYPES = {torch.float32: "F32", torch.int32: "I32"}


def save(name, tensors):
    header, data = {}, b""
    for key, tensor in tensors.items():
        stored = (tensor.float() if tensor.is_floating_point() else tensor.int()).contiguous()
        begin = len(data)
        data += stored.numpy().tobytes()
        header[key] = {"dtype": TYPES[stored.dtype], "shape": list(stored.shape), "data_offsets": [begin, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    os.makedirs(FIXTURES, exist_ok=True)
    with open(os.path.join(FIXTURES, f"{name}.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def bert():
    network = draw(Bert(vocabulary=61, context=24, width=36, depth=2, heads=3, hidden=50), seed=1).double()
    # One with the prefix that models with a head have, and the first names of norms; one bare, with what is to be ignored.
    prefixed = {f"bert.{name}".replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value for name, value in network.state_dict().items()}
    bare = dict(network.state_dict())
    for names in (prefixed, bare):
        names["bert.pooler.dense.bias" if names is prefixed else "pooler.dense.bias"] = torch.zeros(36)
    save("bert-prefixed", prefixed)
    save("bert-bare", bare)
    generator = torch.Generator().manual_seed(2)
    cases = {}
    # Lengths around the sizes of tiles, the longest as long as the context.
    for number, length in enumerate((5, 1, 24, 16, 2, 17)):
        tokens = torch.randint(61, (1, length), generator=generator)
        kinds = (torch.arange(length) > length // 2).long().unsqueeze(0)
        cases[f"tokens.{number}"], cases[f"kinds.{number}"] = tokens[0], kinds[0]
        cases[f"single.{number}"], cases[f"joined.{number}"] = network(tokens)[0], network(tokens, kinds)[0]
    save("bert-cases", cases)


def vit():
    network = draw(Vit(image=20, patch=5, width=36, depth=2, heads=3, hidden=50, classes=7), seed=3).double()
    save("vit", network.state_dict())
    image = torch.randn(3, 20, 20, generator=torch.Generator().manual_seed(4))
    save("vit-cases", {"image": image, "logits": network(image.double().unsqueeze(0))[0]})


with torch.no_grad():
    bert()
    vit()
