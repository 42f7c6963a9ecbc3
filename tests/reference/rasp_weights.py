"""Runs a RASP program that Sinter exported as a transformer, in PyTorch.

    python3 rasp_weights.py Sorted.safetensors tokens.json > logits.json

The architecture comes from the layout in the file's metadata, the weights from its tensors; tokens.json is a list of
sequences, each a list of rows with a token of each input, the rest position first. It prints the output rows of each
sequence. `python3 rasp_weights.py Sorted.safetensors` alone prints what the dimensions of the residual stream mean.
"""

import json
import struct
import sys

import torch


def load(path):
    """The tensors of a safetensors file by name, and the layout in its metadata."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<q", data[:8])
    header = json.loads(data[8 : 8 + size])
    layout = json.loads(header.pop("__metadata__")["layout"])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[8 + size + begin : 8 + size + end]), dtype=torch.float32)
        tensors[name.removeprefix("transformer.")] = values.reshape(entry["shape"])
    return tensors, layout


class Transformer(torch.nn.Module):
    """Embeddings, layers of attention and MLP with residual paths, an unembedding."""

    def __init__(self, tensors, architecture):
        super().__init__()
        self.tensors, self.architecture = tensors, architecture

    def attention(self, x, path, heads):
        time, width = x.shape[0], self.architecture["head_width"]
        query, key, value = (
            torch.nn.functional.linear(x, self.tensors[f"{path}.{part}.weight"]).reshape(time, heads, width).transpose(0, 1)
            for part in ("query", "key", "value")
        )
        mixed = torch.nn.functional.scaled_dot_product_attention if hasattr(torch.nn.functional, "scaled_dot_product_attention") else None
        if mixed is not None:
            gathered = mixed(query, key, value, is_causal=self.architecture["causal"])
        else:
            scores = query @ key.transpose(1, 2) / width**0.5
            if self.architecture["causal"]:
                scores = scores.masked_fill(torch.ones(time, time).triu(1).bool(), float("-inf"))
            gathered = torch.softmax(scores, -1) @ value
        return torch.nn.functional.linear(gathered.transpose(0, 1).reshape(time, -1), self.tensors[f"{path}.output.weight"])

    def mlp(self, x, path):
        hidden = torch.nn.functional.linear(x, self.tensors[f"{path}.up.weight"], self.tensors[f"{path}.up.bias"])
        hidden = getattr(torch.nn.functional, self.architecture["activation"])(hidden)
        return torch.nn.functional.linear(hidden, self.tensors[f"{path}.down.weight"], self.tensors[f"{path}.down.bias"])

    def norm(self, x, path):
        if self.architecture.get("norm") != "layer":
            return x
        return torch.nn.functional.layer_norm(x, x.shape[-1:], self.tensors[f"{path}.scale"], self.tensors[f"{path}.bias"], 1e-5)

    def forward(self, tokens):
        x = self.tensors["embedding.weight"][tokens].sum(1) + self.tensors["positions.weight"][: len(tokens)]
        for layer, (heads, hidden) in enumerate(zip(self.architecture["heads"], self.architecture["hidden"])):
            if heads:
                x = x + self.attention(self.norm(x, f"layers.{layer}.attention_norm"), f"layers.{layer}.attention", heads)
            if hidden:
                x = x + self.mlp(self.norm(x, f"layers.{layer}.feed_forward_norm"), f"layers.{layer}.feed_forward")
        return torch.nn.functional.linear(self.norm(x, "norm"), self.tensors["output.weight"])


def main():
    tensors, layout = load(sys.argv[1])
    if len(sys.argv) < 3:
        print(layout["program"])
        for use in layout["residual"]:
            print(f"{use['dimension']:4}  {use['from']:>12} to {use['to']:12}  {use['meaning']:>10}  {use['expression']}")
        return
    model = Transformer(tensors, layout["architecture"])
    with open(sys.argv[2]) as file, torch.no_grad():
        print(json.dumps([model(torch.tensor(sequence)).tolist() for sequence in json.load(file)]))


main()
