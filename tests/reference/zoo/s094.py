"""S094, structured feed-forward layers (arXiv:2406.16450): low rank, BlockShuffle and BlockDense in place of full matrices.

The structured matrices are written out in full here, entry by entry, and multiplied as full matrices.
"""

import torch

from common import Fixture, rms_norm

WIDTH, HIDDEN = 12, 20
fixture = Fixture("S094", seed=94)


def low_rank(path, inputs, outputs, rank):
    reduce = fixture.weight(f"{path}.reduce.weight", rank, inputs)
    expand = fixture.weight(f"{path}.expand.weight", outputs, rank)
    return expand @ reduce


def block_diagonal(path, inputs, outputs, blocks):
    return torch.block_diag(*fixture.weight(f"{path}.weights.weight", blocks, outputs // blocks, inputs // blocks))


def shuffle(rows, columns):
    """The permutation matrix that reads a table of rows x columns, written row by row, column by column."""
    matrix = torch.zeros(rows * columns, rows * columns, dtype=torch.float64)
    for r in range(rows):
        for c in range(columns):
            matrix[c * rows + r, r * columns + c] = 1
    return matrix


def block_shuffle(path, inputs, outputs, blocks):
    middle = min(inputs, outputs)
    v = block_diagonal(f"{path}.first", inputs, middle, blocks)
    u = block_diagonal(f"{path}.second", middle, outputs, blocks)
    return shuffle(blocks, outputs // blocks).T @ u @ shuffle(blocks, middle // blocks) @ v


def block_dense(path, inputs, outputs, rank, blocks):
    v = block_diagonal(f"{path}.reduce", inputs, rank, blocks)
    return fixture.weight(f"{path}.expand.weight", outputs, rank) @ v


layers = []
for index, (up, down) in enumerate([
    (lambda path: low_rank(path, WIDTH, HIDDEN, 5), lambda path: low_rank(path, HIDDEN, WIDTH, 5)),
    (lambda path: block_shuffle(path, WIDTH, HIDDEN, 4), lambda path: block_shuffle(path, HIDDEN, WIDTH, 4)),
    (lambda path: block_dense(path, WIDTH, HIDDEN, 6, 2), lambda path: block_dense(path, HIDDEN, WIDTH, 6, 2)),
]):
    norm = fixture.weight(f"layers.{index}.norm.scale", WIDTH, shift=1)
    layers.append((norm, up(f"layers.{index}.up"), down(f"layers.{index}.down")))

for case, time in (("1", 1), ("17", 17)):
    x = fixture.input(f"x.{case}", time, WIDTH)
    for norm, up, down in layers:
        x = x + torch.nn.functional.gelu(rms_norm(x, norm) @ up.T) @ down.T
    fixture.output(f"y.{case}", x)
fixture.save()
