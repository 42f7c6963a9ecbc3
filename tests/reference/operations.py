#!/usr/bin/env python3
"""What PyTorch computes in float64 for the operations of src/Dsl/Operations that it has too.

    operations.py [FILE]        writes tests/Dsl.Tests/fixtures/operations.json again

One case a line: name, inputs (shape and values) and the expected result. Inputs are multiples of 1/64, which float32 holds exactly.
"""

import json
import pathlib
import sys

import torch
import torch.nn.functional as F

CASES = []
RANDOM = torch.Generator().manual_seed(20)


def values(*shape, low=-2.0, high=2.0):
    """Seeded multiples of 1/64 in [low, high)."""
    steps = torch.randint(int(low * 64), int(high * 64), shape, generator=RANDOM)
    return steps.to(torch.float64) / 64


def case(name, inputs, expected):
    def tensor(t):
        kept = [float(f"{v:.9g}") for v in t.to(torch.float64).flatten().tolist()]
        return {"shape": list(t.shape), "elements": [int(v) if v == int(v) else v for v in kept] if all(map(lambda v: v == v and abs(v) < 1e18, kept)) else kept}

    CASES.append({"name": name, "inputs": [tensor(t) for t in inputs], "expected": tensor(expected)})


def convolutions():
    x, w = values(2, 3, 11), values(5, 3, 4)
    case("conv1", [x, w], F.conv1d(x, w))
    case("conv1 strided", [x, w], F.conv1d(x, w, stride=3, padding=2, dilation=2))
    x, w = values(3, 9), values(4, 3, 3)
    case("conv1 unbatched", [x, w], F.conv1d(x, w, padding=1))
    x, w = values(2, 6, 7), values(9, 2, 3)
    case("conv1 grouped", [x, w], F.conv1d(x, w, padding=1, groups=3))
    x, w = values(2, 3, 7, 9), values(4, 3, 2, 3)
    case("conv2", [x, w], F.conv2d(x, w))
    case("conv2 strided", [x, w], F.conv2d(x, w, stride=2, padding=1))
    case("conv2 by axis", [x, w], F.conv2d(x, w, stride=(1, 3), padding=(2, 0), dilation=(3, 2)))
    x, w = values(1, 4, 6, 5), values(8, 1, 3, 3)
    case("conv2 depthwise", [x, w], F.conv2d(x, w, padding=1, groups=4))
    x, w = values(2, 2, 4, 5, 6), values(3, 2, 2, 3, 2)
    case("conv3", [x, w], F.conv3d(x, w, stride=(2, 1, 2), padding=(1, 1, 0)))
    x, w = values(2, 3, 5), values(3, 4, 4)
    case("transposed1", [x, w], F.conv_transpose1d(x, w))
    case("transposed1 strided", [x, w], F.conv_transpose1d(x, w, stride=3, padding=1, output_padding=2, dilation=2))
    x, w = values(2, 6, 5), values(6, 2, 3)
    case("transposed1 grouped", [x, w], F.conv_transpose1d(x, w, stride=2, padding=1, groups=3))
    x, w = values(2, 3, 4, 5), values(3, 2, 3, 2)
    case("transposed2", [x, w], F.conv_transpose2d(x, w, stride=2, padding=1, output_padding=1))
    x, w = values(2, 3, 4, 2), values(2, 3, 2, 3, 2)
    case("transposed3 unbatched", [x, w], F.conv_transpose3d(x, w, stride=(1, 2, 3)))


def pools():
    x = values(2, 3, 11)
    case("max pool1", [x], F.max_pool1d(x, 3, stride=2, padding=1))
    case("average pool1", [x], F.avg_pool1d(x, 3, stride=2, padding=1))
    case("average pool1 uncounted", [x], F.avg_pool1d(x, 3, stride=2, padding=1, count_include_pad=False))
    x = values(2, 2, 7, 9)
    case("max pool2", [x], F.max_pool2d(x, 2))
    case("max pool2 dilated", [x], F.max_pool2d(x, 3, stride=1, padding=1, dilation=2))
    case("average pool2", [x], F.avg_pool2d(x, 3, stride=2, padding=1))
    case("average pool2 uncounted", [x], F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False))
    case("adaptive pool2", [x], F.adaptive_avg_pool2d(x, 4))
    case("global pool2", [x], F.adaptive_avg_pool2d(x, 1))
    x = values(1, 2, 4, 5, 3)
    case("max pool3", [x], F.max_pool3d(x, 2, stride=1))


def resizes():
    x = values(2, 3, 7)
    case("nearest up", [x], F.interpolate(x, 17, mode="nearest"))
    case("nearest down", [x], F.interpolate(x, 3, mode="nearest"))
    case("linear up", [x], F.interpolate(x, 16, mode="linear"))
    case("linear down", [x], F.interpolate(x, 4, mode="linear"))
    case("linear aligned", [x], F.interpolate(x, 11, mode="linear", align_corners=True))
    case("linear aligned to one", [x], F.interpolate(x, 1, mode="linear", align_corners=True))
    x = values(1, 2, 5, 6)
    case("bilinear", [x], F.interpolate(x, (8, 4), mode="bilinear"))
    case("bilinear aligned", [x], F.interpolate(x, (3, 13), mode="bilinear", align_corners=True))
    theta = values(2, 2, 3)
    case("affine grid", [theta], F.affine_grid(theta, (2, 1, 3, 5), align_corners=False))
    case("affine grid aligned", [theta], F.affine_grid(theta, (2, 1, 4, 1), align_corners=True))
    x, grid = values(2, 3, 4, 6), values(2, 5, 3, 2, low=-1.6, high=1.6)
    for mode in ("bilinear", "nearest"):
        for beyond in ("zeros", "border", "reflection"):
            for aligned in (False, True):
                # A place just between two elements may round either way; none of these lies there.
                name = f"grid {mode} {beyond}" + (" aligned" if aligned else "")
                case(name, [x, grid], F.grid_sample(x, grid, mode=mode, padding_mode=beyond, align_corners=aligned))


def main():
    convolutions()
    pools()
    resizes()
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "Dsl.Tests" / "fixtures" / "operations.json"
    target.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES)
    target.write_text("[\n" + lines + "\n]\n")
    print(f"{len(CASES)} cases, {target.stat().st_size} bytes")


main()
