"""What the zoo's references share: seeded numbers, and the file that a test of the zoo reads.

Every reference writes tests/Zoo.Tests/fixtures/<system>.safetensors: the weights under the paths of the declaration,
inputs as input.<parameter>[.<case>], what is expected as output.<result>[.<case>]. All numbers are drawn, rounded to what the
file holds, and only then computed with in float64, so that the file says exactly what the reference saw.
"""

import json
import os
import struct

import torch

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Zoo.Tests", "fixtures")
TYPES = {torch.float32: "F32", torch.int32: "I32", torch.int64: "I64", torch.bool: "BOOL"}


class Fixture:
    """Draws the numbers of one system and writes its file."""

    def __init__(self, system: str, seed: int):
        self.system = system
        self.generator = torch.Generator().manual_seed(seed)
        self.tensors = {}

    def _add(self, name: str, tensor: torch.Tensor) -> None:
        assert name not in self.tensors, name
        self.tensors[name] = tensor.contiguous()

    def draw(self, *shape: int, scale: float = 1.0, shift: float = 0.0) -> torch.Tensor:
        """Normal numbers that float32 holds exactly, in float64."""
        drawn = torch.randn(*shape, generator=self.generator, dtype=torch.float64) * scale + shift
        return drawn.float().double()

    def weight(self, path: str, *shape: int, scale: float = None, shift: float = 0.0) -> torch.Tensor:
        """A weight; unless said otherwise as large as keeps a product with it of the size of its input."""
        if scale is None:
            scale = shape[-1] ** -0.5 if len(shape) > 1 else 0.5
        value = self.draw(*shape, scale=scale, shift=shift)
        self._add(path, value.float())
        return value

    def given(self, path: str, value: torch.Tensor) -> torch.Tensor:
        """A weight of these values."""
        self._add(path, value.float())
        return value.float().double()

    def input(self, name: str, *shape: int, scale: float = 1.0) -> torch.Tensor:
        """A real input of normal numbers. The name may end in a case, as in x.1."""
        value = self.draw(*shape, scale=scale)
        self._add(f"input.{name}", value.float())
        return value

    def tokens(self, name: str, vocabulary: int, *shape: int) -> torch.Tensor:
        """An input of token numbers."""
        value = torch.randint(vocabulary, shape, generator=self.generator)
        self._add(f"input.{name}", value.int())
        return value

    def given_input(self, name: str, value: torch.Tensor) -> torch.Tensor:
        """An input of these values: reals become float32, integers and booleans stay what they are."""
        stored = value.float() if value.is_floating_point() else value
        self._add(f"input.{name}", stored)
        return stored.double() if value.is_floating_point() else value

    def output(self, name: str, value: torch.Tensor) -> None:
        """What the model has to give."""
        assert not value.is_floating_point() or torch.isfinite(value).all(), name
        self._add(f"output.{name}", value.float() if value.is_floating_point() else value.int() if value.dtype != torch.bool else value)

    def save(self) -> None:
        header, data = {}, b""
        for name, tensor in self.tensors.items():
            begin = len(data)
            data += tensor.numpy().tobytes()
            header[name] = {"dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
        text = json.dumps(header, separators=(",", ":")).encode()
        # The format's own writer aligns the data to 8 bytes, and so its mapped floats are aligned.
        text += b" " * (-len(text) % 8)
        os.makedirs(FIXTURES, exist_ok=True)
        path = os.path.join(FIXTURES, self.system + ".safetensors")
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text + data)
        print(f"{self.system}: {len(self.tensors)} tensors, {os.path.getsize(path)} bytes")


def rms_norm(x: torch.Tensor, scale: torch.Tensor, epsilon: float = 1e-5) -> torch.Tensor:
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + epsilon) * scale


def layer_norm(x: torch.Tensor, scale: torch.Tensor, bias: torch.Tensor, epsilon: float = 1e-5) -> torch.Tensor:
    return torch.nn.functional.layer_norm(x, x.shape[-1:], scale, bias, epsilon)


def heads_of(x: torch.Tensor, heads: int) -> torch.Tensor:
    """[Time, heads * d] as [heads, Time, d]."""
    return x.reshape(x.shape[0], heads, -1).transpose(0, 1)


def join_heads(x: torch.Tensor) -> torch.Tensor:
    """[heads, Time, d] as [Time, heads * d]."""
    return x.transpose(0, 1).reshape(x.shape[1], -1)


def causal(scores: torch.Tensor) -> torch.Tensor:
    """Scores [..., queries, keys] without the keys that come after a query; the last query is at the last key."""
    queries, keys = scores.shape[-2:]
    hidden = torch.ones(queries, keys, dtype=torch.bool).triu(keys - queries + 1)
    return scores.masked_fill(hidden, float("-inf"))


def rotate_halves(x: torch.Tensor, base: float = 10_000.0, start: int = 0) -> torch.Tensor:
    """Rotary positions, half-split: [heads, Time, d] with its pairs (k, k + d/2) turned by position * base^(-2k/d)."""
    width = x.shape[-1]
    frequency = base ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    angle = (start + torch.arange(x.shape[-2], dtype=torch.float64))[:, None] * frequency
    turned = torch.complex(x[..., : width // 2], x[..., width // 2 :]) * torch.polar(torch.ones_like(angle), angle)
    return torch.cat([turned.real, turned.imag], -1)
