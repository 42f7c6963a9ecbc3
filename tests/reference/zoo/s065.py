"""S065, rotary positions for images (arXiv:2403.13298): axial and mixed frequencies, equations 10 to 12."""

import torch

from common import Fixture
from prenorm import EncoderLayer, everywhere

WIDTH, HEADS, HIDDEN, PATCH = 24, 3, 35, 12
HEAD = WIDTH // HEADS

fixture = Fixture("S065", seed=65)
patches, bias = fixture.weight("patches.weight", WIDTH, PATCH), fixture.weight("patches.bias", WIDTH)
token = fixture.weight("token", 1, WIDTH, scale=1)
along = fixture.weight("along_frequency", HEADS, HEAD // 2, scale=1)
down = fixture.weight("down_frequency", HEADS, HEAD // 2, scale=1)
layer = EncoderLayer(fixture, "", WIDTH, HEADS, HIDDEN, attention="", output="projection")


def encode(image, angle):
    """angle takes rows and columns, [cells, 1], to angles [heads or 1, cells, pairs]."""
    rows, columns = image.shape[:2]
    row, column = (place.reshape(-1, 1).double() for place in torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij"))
    turn = torch.polar(torch.ones(1, dtype=torch.float64), angle(row, column).expand(HEADS, -1, -1))
    turn = torch.cat([torch.ones(HEADS, 1, HEAD // 2), turn], 1)

    def turned(y):
        return torch.view_as_real(torch.view_as_complex(y.reshape(HEADS, -1, HEAD // 2, 2).contiguous()) * turn).flatten(2)

    return layer(torch.cat([token, image.reshape(-1, PATCH) @ patches.T + bias]), lambda q, k, v: everywhere(turned(q), turned(k), v))


for rows, columns in ((1, 1), (5, 7), (8, 3)):
    image = fixture.input(f"image.axial{rows}x{columns}", rows, columns, PATCH)
    theta = 100.0 ** (-torch.arange(HEAD // 4, dtype=torch.float64) / (HEAD / 4))
    fixture.output(f"y.axial{rows}x{columns}", encode(image, lambda row, column: torch.cat([column * theta, row * theta], -1)[None]))
    image = fixture.input(f"image.mixed{rows}x{columns}", rows, columns, PATCH)
    fixture.output(f"y.mixed{rows}x{columns}", encode(image, lambda row, column: column * along[:, None] + row * down[:, None]))
fixture.save()
