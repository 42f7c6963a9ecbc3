"""The files that both sides read: random numbers, the same at every run."""

import json
import os
import struct
import zlib

import numpy

from .side import WORK


def numbers(name, *shape, scale=1.0):
    """Normal numbers that depend on the name alone."""
    generator = numpy.random.default_rng(zlib.crc32(name.encode()))
    return generator.standard_normal(shape, numpy.float32) * numpy.float32(scale)


def raw(name, *shape, scale=1.0):
    """A file of such numbers and nothing else, made where it is missing."""
    path = WORK / f"{name}.f32"
    if not path.exists() or path.stat().st_size != 4 * int(numpy.prod(shape)):
        write(path, [numbers(name, *shape, scale=scale).tobytes()])
    return path


def safetensors(name, tensors):
    """A safetensors file of {tensor: f32 array}, or of a function that makes them; made where it is missing."""
    path = WORK / f"{name}.safetensors"
    if not path.exists():
        tensors = tensors() if callable(tensors) else tensors
        header, at = {}, 0
        for key, tensor in tensors.items():
            header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.size]}
            at += 4 * tensor.size
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        write(path, [struct.pack("<Q", len(text)), text] + [numpy.ascontiguousarray(tensor, numpy.float32) for tensor in tensors.values()])
    return path


def write(path, parts):
    """Under another name first, so that a file is whole or absent."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    with open(partial, "wb") as file:
        for part in parts:
            file.write(part)
    partial.rename(path)
