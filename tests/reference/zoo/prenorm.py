"""The frame of several references: layers x + attention(norm(x)), then x + feed_forward(norm(x))."""

import torch

from common import Fixture, causal, heads_of, join_heads, layer_norm, rms_norm


class Attention:
    """Projections to heads and back; what the heads do in between is the system's."""

    def __init__(self, fixture: Fixture, path: str, width: int, heads: int, output: str = "output"):
        self.heads = heads
        # Larger than usual for queries and keys, so that the softmax is far from even and an error in the scores shows.
        self.query = fixture.weight(f"{path}query.weight", width, width, scale=1.6 * width**-0.5)
        self.key = fixture.weight(f"{path}key.weight", width, width, scale=1.6 * width**-0.5)
        self.value = fixture.weight(f"{path}value.weight", width, width)
        self.output = fixture.weight(f"{path}{output}.weight", width, width)

    def __call__(self, x: torch.Tensor, mix) -> torch.Tensor:
        """mix takes queries, keys and values [heads, Time, d]."""
        q, k, v = (heads_of(x @ matrix.T, self.heads) for matrix in (self.query, self.key, self.value))
        return join_heads(mix(q, k, v)) @ self.output.T


class Norm:
    """Layer norm, or without a bias the norm by the root mean square."""

    def __init__(self, fixture: Fixture, path: str, width: int, bias: bool = True):
        self.scale = fixture.weight(f"{path}scale", width, shift=1, scale=0.3)
        self.bias = fixture.weight(f"{path}bias", width, scale=0.3) if bias else None

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return rms_norm(x, self.scale) if self.bias is None else layer_norm(x, self.scale, self.bias)


class FeedForward:
    """down f(up x), or with a gate down (silu(gate x) * up x)."""

    def __init__(self, fixture: Fixture, path: str, width: int, hidden: int, function=None):
        self.function = function
        self.gate = fixture.weight(f"{path}gate.weight", hidden, width) if function is None else None
        self.up = fixture.weight(f"{path}up.weight", hidden, width)
        self.down = fixture.weight(f"{path}down.weight", width, hidden)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        up = x @ self.up.T
        return (torch.nn.functional.silu(x @ self.gate.T) * up if self.gate is not None else self.function(up)) @ self.down.T


def everywhere(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """Attention in which every query sees all keys."""
    return torch.softmax(q @ k.transpose(1, 2) / q.shape[-1] ** 0.5, -1) @ v


class EncoderLayer:
    """A pre-norm layer; the parts may have paths of their own."""

    def __init__(self, fixture: Fixture, path: str, width: int, heads: int, hidden: int, attention: str = "attention.", norm: str = "attention_norm.", output: str = "output", function=torch.nn.functional.gelu):
        self.norm = Norm(fixture, f"{path}{norm}", width)
        self.inner_norm = Norm(fixture, f"{path}feed_forward_norm.", width)
        self.attention = Attention(fixture, f"{path}{attention}", width, heads, output)
        self.feed_forward = FeedForward(fixture, f"{path}feed_forward.", width, hidden, function)

    def __call__(self, x: torch.Tensor, mix=everywhere, placed=None) -> torch.Tensor:
        """placed maps what the attention is given."""
        normal = self.norm(x)
        h = x + self.attention(normal if placed is None else placed(normal), mix)
        return h + self.feed_forward(self.inner_norm(h))


def attend(scores: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    """Causal softmax over the last axis of scores [heads, queries, keys], times values [heads, keys, d]."""
    return torch.softmax(causal(scores), -1) @ values


def distances(count: int) -> torch.Tensor:
    """i - j of query i and key j, [count, count]."""
    place = torch.arange(count, dtype=torch.float64)
    return place[:, None] - place[None, :]
