"""S043, xPos (arXiv:2212.10554): a query and a key of pair k meet as zeta^(i - j) Re(q conj(k) e^(i theta (i - j))), within two blocks."""

import torch

from common import Fixture
from prenorm import Attention, FeedForward, Norm, distances

WIDTH, HEADS, HIDDEN, BLOCK, REACH = 18, 3, 31, 7, 16
HEAD = WIDTH // HEADS

fixture = Fixture("S043", seed=43)
first = Norm(fixture, "layers.0.norm.", WIDTH)
attention = Attention(fixture, "layers.0.inner.", WIDTH, HEADS)
second = Norm(fixture, "layers.1.norm.", WIDTH)
feed_forward = FeedForward(fixture, "layers.1.inner.", WIDTH, HIDDEN, torch.nn.functional.gelu)


def mix(q, k, v):
    time = q.shape[1]
    apart = distances(time)
    pair = torch.arange(HEAD // 2, dtype=torch.float64)
    theta = 10_000.0 ** (-2 * pair / HEAD)
    zeta = (2 * pair / HEAD + 0.4) / 1.4
    complex_q = torch.complex(q[..., 0::2].contiguous(), q[..., 1::2].contiguous())
    complex_k = torch.complex(k[..., 0::2].contiguous(), k[..., 1::2].contiguous())
    turn = torch.polar(zeta ** (apart[..., None] / REACH), theta * apart[..., None])
    scores = torch.einsum("hik,hjk,ijk->hij", complex_q, complex_k.conj(), turn).real / HEAD**0.5
    block = torch.arange(time) // BLOCK
    seen = (apart >= 0) & (block[:, None] - block[None, :] <= 1)
    return torch.softmax(scores.masked_fill(~seen, float("-inf")), -1) @ v


for time in (1, 41):
    x = fixture.input(f"x.{time}", time, WIDTH)
    h = x + attention(first(x), mix)
    fixture.output(f"y.{time}", h + feed_forward(second(h)))
fixture.save()
