"""Writes a network of tests/reference/encoders with random parameters twice: as safetensors for us, as ONNX for ONNX Runtime.

Usage: export_encoders.py bert|vit SAFETENSORS ONNX. Needs torch."""

import json
import pathlib
import struct
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests/reference/encoders"))

from networks import Bert, Vit, draw


def main():
    kind, weights, onnx = sys.argv[1:]
    network = draw(Bert() if kind == "bert" else Vit(), seed=11)
    header, at = {}, 0
    for name, tensor in network.state_dict().items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.numel()]}
        at += 4 * tensor.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(weights, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in network.state_dict().values():
            file.write(tensor.numpy().tobytes())
    if kind == "bert":
        torch.onnx.export(
            network, (torch.zeros(1, 16, dtype=torch.int64),), onnx, input_names=["tokens"], output_names=["vectors"], opset_version=17,
            dynamic_axes={"tokens": {1: "length"}, "vectors": {1: "length"}})
    else:
        torch.onnx.export(network, (torch.zeros(1, 3, 224, 224),), onnx, input_names=["image"], output_names=["logits"], opset_version=17)


with torch.no_grad():
    main()
