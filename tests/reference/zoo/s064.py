"""S064, RoFormer (arXiv:2104.09864): neighbouring channels turned by the position, in causal softmax attention and in linear attention."""

import torch

from common import Fixture, causal
from prenorm import Attention, FeedForward, Norm

WIDTH, HEADS, HIDDEN = 30, 3, 41
HEAD = WIDTH // HEADS

fixture = Fixture("S064", seed=64)
attention = Attention(fixture, "", WIDTH, HEADS, output="projection")
first = Norm(fixture, "attention_norm.", WIDTH)
second = Norm(fixture, "feed_forward_norm.", WIDTH)
feed_forward = FeedForward(fixture, "feed_forward.", WIDTH, HIDDEN, torch.nn.functional.gelu)


def rotation(position: int) -> torch.Tensor:
    """The block-diagonal matrix R of equation 15."""
    matrix = torch.zeros(HEAD, HEAD, dtype=torch.float64)
    for k in range(HEAD // 2):
        angle = torch.tensor(position * 10_000.0 ** (-2 * k / HEAD), dtype=torch.float64)
        matrix[2 * k, 2 * k] = matrix[2 * k + 1, 2 * k + 1] = torch.cos(angle)
        matrix[2 * k + 1, 2 * k] = torch.sin(angle)
        matrix[2 * k, 2 * k + 1] = -torch.sin(angle)
    return matrix


def turned(x):
    return torch.stack([x[:, m] @ rotation(m).T for m in range(x.shape[1])], 1)


def softmax_attention(q, k, v):
    return torch.softmax(causal(turned(q) @ turned(k).transpose(1, 2) / HEAD**0.5), -1) @ v


def linear_attention(q, k, v):
    q, k = torch.nn.functional.elu(q) + 1, torch.nn.functional.elu(k) + 1
    numerator = turned(q) @ turned(k).transpose(1, 2)
    return numerator @ v / (q @ k.transpose(1, 2)).sum(-1, keepdim=True)


for name, time, mix in (("causal1", 1, softmax_attention), ("causal41", 41, softmax_attention), ("all1", 1, linear_attention), ("all29", 29, linear_attention)):
    x = fixture.input(f"x.{name}", time, WIDTH)
    h = first(x + attention(x, mix))
    fixture.output(f"y.{name}", second(h + feed_forward(h)))
fixture.save()
