#!/usr/bin/env python3
"""An independent Llama in float64, written from the equations, and the fixtures made with it.

    llama_reference.py make SPEC.json WEIGHTS.safetensors LOGITS.safetensors
    llama_reference.py fixtures [FOLDER]         writes every fixture again
    llama_reference.py check [FOLDER]            compares stored logits with newly computed ones

A specification is a JSON object:

    name, seed, width, layers, vocabulary, context, heads, keyValueHeads, hidden, theta, epsilon,
    tied (the output matrix is the embedding), tokens (the input, one sequence)

The logits file holds one float32 tensor `logits` [tokens, vocabulary], position by position.

Weights are not stored: a counter-based hash gives them to any language, bit for bit.

    hash(seed, name, index):                              all arithmetic modulo 2^64
        h = 0xCBF29CE484222325                            FNV-1a over the UTF-8 bytes of the name
        for each byte b:  h = (h xor b) * 0x100000001B3
        z = (seed xor h) + (index + 1) * 0x9E3779B97F4A7C15        SplitMix64, started at seed xor h
        z = (z xor (z >> 30)) * 0xBF58476D1CE4E5B9
        z = (z xor (z >> 27)) * 0x94D049BB133111EB
        return z xor (z >> 31)
    unit(seed, name, index) = (int(hash >> 40) - 2^23) * 2^-23      24 bits, so exact in float32,
                                                                    in [-1, 1)
    value of element `index` (row-major) of the tensor `name`:
        1 + unit / 4        for a norm's scale (a name that ends with "norm.weight")
        unit                for "model.embed_tokens.weight"
        unit / 4            for every other matrix, "lm_head.weight" included
                            (1 + unit / 4 is rounded to float32 once; the others are exact)

For a check of another implementation: the hash of the name "model.norm.weight" is
0xD6D6E5AFD11604E4, and the first three units of that tensor with seed 17 are
-0.06427884, -0.6361203, 0.7238637.

Names and shapes are Hugging Face's: matrices are [outputs, inputs].
"""

import json
import pathlib
import struct
import sys

import numpy
import torch

MASK = (1 << 64) - 1


def name_hash(name):
    h = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


def unit(seed, name, count):
    """`count` float32 numbers in [-1, 1), elements 0 to count - 1 of the tensor `name`."""
    start = numpy.uint64((seed ^ name_hash(name)) & MASK)
    with numpy.errstate(over="ignore"):
        z = start + numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return ((z >> numpy.uint64(40)).astype(numpy.int64) - (1 << 23)).astype(numpy.float32) * numpy.float32(2.0**-23)


def weight(seed, name, *shape):
    values = unit(seed, name, int(numpy.prod(shape))).reshape(shape)
    if name.endswith("norm.weight"):
        values = numpy.float32(1) + values * numpy.float32(0.25)
    elif name != "model.embed_tokens.weight":
        values = values * numpy.float32(0.25)
    return torch.from_numpy(values)


def weights_of(spec):
    """Every tensor of the specification, by its Hugging Face name, in float32."""
    width, hidden = spec["width"], spec["hidden"]
    keys = width // spec["heads"] * spec["keyValueHeads"]
    shapes = {"model.embed_tokens.weight": (spec["vocabulary"], width)}
    for layer in range(spec["layers"]):
        at = f"model.layers.{layer}."
        shapes[at + "input_layernorm.weight"] = (width,)
        shapes[at + "self_attn.q_proj.weight"] = (width, width)
        shapes[at + "self_attn.k_proj.weight"] = (keys, width)
        shapes[at + "self_attn.v_proj.weight"] = (keys, width)
        shapes[at + "self_attn.o_proj.weight"] = (width, width)
        shapes[at + "post_attention_layernorm.weight"] = (width,)
        shapes[at + "mlp.gate_proj.weight"] = (hidden, width)
        shapes[at + "mlp.up_proj.weight"] = (hidden, width)
        shapes[at + "mlp.down_proj.weight"] = (width, hidden)
    shapes["model.norm.weight"] = (width,)
    if not spec["tied"]:
        shapes["lm_head.weight"] = (spec["vocabulary"], width)
    return {name: weight(spec["seed"], name, *shape) for name, shape in shapes.items()}


def root_mean_square_norm(x, scale, epsilon):
    """y_i = g_i x_i / sqrt(mean_j x_j^2 + epsilon)"""
    return scale * x / (x.square().mean(dim=-1, keepdim=True) + epsilon).sqrt()


def turn(x, theta):
    """Rotary positions of one head, x [time, head]: the pair (i, i + head / 2) turns by
    t * theta^(-2i / head)."""
    time, head = x.shape
    turned = torch.empty_like(x)
    for i in range(head // 2):
        angle = torch.arange(time, dtype=x.dtype) * theta ** (-2.0 * i / head)
        near, far = x[:, i], x[:, i + head // 2]
        turned[:, i] = near * angle.cos() - far * angle.sin()
        turned[:, i + head // 2] = far * angle.cos() + near * angle.sin()
    return turned


def attention(x, query, key, value, output, spec):
    """Each query head attends to what came before it; `heads / keyValueHeads` neighbours share a
    key and a value head."""
    time = x.shape[0]
    head = spec["width"] // spec["heads"]
    group = spec["heads"] // spec["keyValueHeads"]
    mixed = torch.empty_like(x)
    for h in range(spec["heads"]):
        own = slice(h * head, (h + 1) * head)
        shared = slice(h // group * head, (h // group + 1) * head)
        q = turn(x @ query[own].T, spec["theta"])
        k = turn(x @ key[shared].T, spec["theta"])
        v = x @ value[shared].T
        for t in range(time):
            score = k[: t + 1] @ q[t] / head**0.5
            share = (score - score.max()).exp()
            mixed[t, own] = (share / share.sum()) @ v[: t + 1]
    return mixed @ output.T


def logits_of(spec, weights=None, dtype=torch.float64):
    """Logits [tokens, vocabulary] at every position."""
    given = weights or weights_of(spec)
    w = {name: tensor.to(dtype) for name, tensor in given.items()}
    embedding = w["model.embed_tokens.weight"]
    x = embedding[torch.tensor(spec["tokens"])]
    for layer in range(spec["layers"]):
        at = f"model.layers.{layer}."
        y = root_mean_square_norm(x, w[at + "input_layernorm.weight"], spec["epsilon"])
        matrices = [w[f"{at}self_attn.{part}_proj.weight"] for part in "qkvo"]
        x = x + attention(y, *matrices, spec)
        y = root_mean_square_norm(x, w[at + "post_attention_layernorm.weight"], spec["epsilon"])
        gate = y @ w[at + "mlp.gate_proj.weight"].T
        up = y @ w[at + "mlp.up_proj.weight"].T
        x = x + (gate / (1 + (-gate).exp()) * up) @ w[at + "mlp.down_proj.weight"].T
    x = root_mean_square_norm(x, w["model.norm.weight"], spec["epsilon"])
    return x @ (embedding if spec["tied"] else w["lm_head.weight"]).T


def write_safetensors(path, tensors):
    header, blobs, position = {}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [position, position + len(blob)]}
        position += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-(8 + len(text)) % 64)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def read_logits(path):
    data = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    entry = json.loads(data[8 : 8 + length])["logits"]
    begin, end = entry["data_offsets"]
    return torch.from_numpy(numpy.frombuffer(data[8 + length :][begin:end], "<f4").reshape(entry["shape"]).copy())


def fixture(name, seed, time, **shape):
    """A specification whose tokens come from the same hash, under the name "tokens"."""
    spec = {"name": name, "seed": seed, "theta": 10000.0, "epsilon": 1e-5, "tied": True, **shape}
    drawn = (unit(seed, "tokens", time).astype(numpy.float64) + 1) / 2
    spec["tokens"] = [int(value * spec["vocabulary"]) for value in drawn]
    return spec


# Head widths 6, 8, 10 and 16; key/value heads all, 2 and 1; hidden sizes no vector divides.
FIXTURES = [
    fixture("single-token", 11, 1, width=18, layers=1, vocabulary=97, context=8, heads=3, keyValueHeads=3, hidden=7),
    fixture("all-heads-own-keys", 12, 40, width=42, layers=2, vocabulary=97, context=64, heads=7, keyValueHeads=7,
            hidden=97, epsilon=1e-6),
    fixture("two-key-heads", 13, 70, width=40, layers=3, vocabulary=259, context=128, heads=4, keyValueHeads=2,
            hidden=61, theta=500000.0),
    fixture("one-key-head-untied", 14, 512, width=48, layers=2, vocabulary=97, context=512, heads=6, keyValueHeads=1,
            hidden=129, tied=False),
    fixture("wide-heads-long", 15, 512, width=96, layers=2, vocabulary=97, context=512, heads=6, keyValueHeads=2,
            hidden=101),
    fixture("five-heads-untied", 16, 33, width=50, layers=4, vocabulary=259, context=96, heads=5, keyValueHeads=1,
            hidden=75, tied=False, epsilon=1e-3),
    fixture("stories-shape", 17, 100, width=64, layers=5, vocabulary=512, context=512, heads=8, keyValueHeads=4,
            hidden=172),
]


def main(action, *arguments):
    torch.set_num_threads(1)
    if action == "make":
        spec_path, weights_path, logits_path = arguments
        spec = json.loads(pathlib.Path(spec_path).read_text())
        weights = weights_of(spec)
        write_safetensors(weights_path, weights)
        write_safetensors(logits_path, {"logits": logits_of(spec, weights)})
        return 0
    folder = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parent / "fixtures")
    worst = 0.0
    for spec in FIXTURES:
        logits, path = logits_of(spec), folder / f"{spec['name']}.safetensors"
        if action == "fixtures":
            single = logits_of(spec, dtype=torch.float32)
            print(f"{spec['name']}: logits to {logits.abs().max():.1f}, float32 differs by {(single - logits).abs().max():.1e}")
            write_safetensors(path, {"logits": logits})
            (folder / f"{spec['name']}.json").write_text(json.dumps(spec) + "\n")
            continue
        if json.loads((folder / f"{spec['name']}.json").read_text()) != spec:
            sys.exit(f"{spec['name']}.json is not the specification in this script")
        difference = (read_logits(path) - logits).abs().max().item()
        print(f"{spec['name']}: stored logits differ by {difference:.1e}")
        worst = max(worst, difference)
    return 1 if worst > 1e-5 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
