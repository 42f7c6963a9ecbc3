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


def complex_case(name, inputs, result):
    case(name, inputs, torch.stack([result.real, result.imag]))


def transforms():
    for n in (1, 2, 15, 16, 24, 60, 97, 77, 128):
        x, y = values(2, n), values(2, n)
        complex_case(f"fourier {n}", [x, y], torch.fft.fft(torch.complex(x, y)))
        complex_case(f"inverse fourier {n}", [x, y], torch.fft.ifft(torch.complex(x, y)))
    x, y = values(3, 12, 2), values(3, 12, 2)
    complex_case("fourier inner axis", [x, y], torch.fft.fft(torch.complex(x, y), dim=1))
    for n in (1, 9, 20, 131, 134):
        x = values(2, n)
        complex_case(f"real fourier {n}", [x], torch.fft.rfft(x))
        x, y = values(2, n // 2 + 1), values(2, n // 2 + 1)
        case(f"inverse real fourier {n}", [x, y], torch.fft.irfft(torch.complex(x, y), n=n))


def reductions():
    x = values(3, 4, 5)
    case("mean of axes", [x], x.mean((0, 2)))
    case("variance of axes", [x], x.var((1, 2), unbiased=False, keepdim=True))
    case("log sum exp of axes", [x], x.logsumexp((0, 1)))
    case("standard deviation", [x], x.std(1, unbiased=False))
    for power in (1, 2, 3, float("inf")):
        case(f"length {power}", [x], torch.linalg.vector_norm(x, ord=power, dim=1))
    case("unit vectors", [x], F.normalize(x, dim=2))
    case("argmax", [x], x.argmax(1))
    case("argmin", [x], x.argmin(2, keepdim=True))


def norms():
    x, m, v = values(2, 6, 3, 5), values(6), values(6, low=0.25)
    case("group norm", [x], F.group_norm(x, 3, eps=0.01))
    case("instance norm", [x], F.instance_norm(x, eps=0.01))
    case("batch norm", [x, m, v], F.batch_norm(x, m, v, eps=0.01))
    case("local response norm", [x], F.local_response_norm(x, 3, alpha=0.5, beta=0.75, k=2.0))
    case("local response norm of four", [x], F.local_response_norm(x, 4, alpha=0.5, beta=0.75, k=2.0))
    response = x.square().sum((2, 3), keepdim=True).sqrt()
    case("global response norm", [x], x * response / (response.mean(1, keepdim=True) + 0.01))
    w, g = values(4, 3, 2), values(4)
    case("weight norm", [w, g], torch._weight_norm(w, g.reshape(4, 1, 1), 0))
    short = values(3, 7)
    whole = torch.cat([short, -short.sum(-1, keepdim=True)], -1)
    rms = whole / (whole.square().mean(-1, keepdim=True) + 0.01).sqrt()
    case("compressed rms norm", [short], rms[:, :-1])


def activations():
    x = torch.tensor([-20, -6, -3, -1.5, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5, 3, 6, 20], dtype=torch.float64)
    functions = {
        "silu": F.silu, "gelu": F.gelu, "gelu tanh": lambda t: F.gelu(t, approximate="tanh"), "quick gelu": lambda t: t * torch.sigmoid(1.702 * t),
        "mish": F.mish, "softplus": F.softplus, "elu": lambda t: F.elu(t, 0.75), "selu": F.selu, "celu": lambda t: F.celu(t, 0.75),
        "leaky relu": lambda t: F.leaky_relu(t, 0.2), "relu6": F.relu6, "hard tanh": F.hardtanh, "hard sigmoid": F.hardsigmoid, "hard swish": F.hardswish,
        "hard shrink": lambda t: F.hardshrink(t, 0.75), "soft shrink": lambda t: F.softshrink(t, 0.75), "soft sign": F.softsign, "tanh shrink": F.tanhshrink,
        "log sigmoid": F.logsigmoid, "squared relu": lambda t: F.relu(t).square(),
    }
    for name, function in functions.items():
        case(name, [x], function(x))
    x, a = values(3, 4), values(4, low=0.25)
    case("prelu", [x.reshape(3, 4), a], F.prelu(x, a))
    case("snake", [x, a], x + torch.sin(a * x).square() / a)
    case("swish", [x, a], x * torch.sigmoid(a * x))
    x = values(3, 8)
    case("glu", [x], F.glu(x, -1))
    left, right = x.chunk(2, -1)
    case("geglu", [x], left * F.gelu(right))


def sparsemax(z):
    """Martins and Astudillo, algorithm 1, by sorting."""
    ordered = z.sort(-1, descending=True).values
    sums = ordered.cumsum(-1) - 1
    k = torch.arange(1, z.shape[-1] + 1, dtype=z.dtype)
    size = ((1 + k * ordered) > ordered.cumsum(-1)).sum(-1, keepdim=True)
    return (z - sums.gather(-1, size - 1) / size).clamp(min=0)


def entmax(x):
    """alpha = 1.5 by bisection on the threshold: sum(max(x / 2 - tau, 0)^2) = 1."""
    z = x / 2
    low, high = z.max(-1, keepdim=True).values - 1, z.max(-1, keepdim=True).values
    for _ in range(100):
        middle = (low + high) / 2
        above = (z - middle).clamp(min=0).square().sum(-1, keepdim=True) > 1
        low, high = torch.where(above, middle, low), torch.where(above, high, middle)
    return (z - low).clamp(min=0).square()


def softmaxes():
    x, sinks = values(3, 2, 7), values(3, 1, 2)
    zero = torch.zeros(3, 1, 7, dtype=torch.float64)
    case("log softmax", [x], x.log_softmax(1))
    case("softmax off by one", [x], torch.cat([x, zero], 1).softmax(1)[:, :2])
    case("softmax with sinks", [x, sinks], torch.cat([x, sinks.expand(3, 2, 2)], 2).softmax(2)[:, :, :7])
    case("clipped softmax", [x], (1.1 * x.softmax(2) - 0.05).clamp(0, 1))
    case("sparsemax", [x], sparsemax(x))
    case("sparsemax of equals", [torch.zeros(1, 4, dtype=torch.float64)], torch.full((1, 4), 0.25, dtype=torch.float64))
    case("entmax", [x], entmax(x))
    case("entmax spread", [x * 4], entmax(x * 4))
    case("soft cap", [x], 1.5 * torch.tanh(x / 1.5))


def quantisations():
    # Scales are powers of two, so that a float32 quotient that lies between two integers lies there in float64 too.
    x = values(4, 5, low=-20, high=20)
    case("quantize", [x], torch.quantize_per_tensor(x.float(), 0.125, 3, torch.qint8).int_repr())
    scales, zeros = torch.tensor([0.125, 0.25, 0.5, 1.0], dtype=torch.float64), torch.tensor([0, -3, 5, 7])
    case("fake quantize by channel", [x, scales, zeros], torch.fake_quantize_per_channel_affine(x.float(), scales.float(), zeros.int(), 0, -128, 127))


def triangles():
    for n in (1, 2, 5, 8):
        matrix, right = values(2, n, n) + 3 * torch.eye(n, dtype=torch.float64), values(2, n, 3)
        case(f"solve lower {n}", [matrix, right], torch.linalg.solve_triangular(matrix, right, upper=False))
        case(f"solve upper {n}", [matrix, right], torch.linalg.solve_triangular(matrix, right, upper=True))
        case(f"solve unit {n}", [matrix / 4, right], torch.linalg.solve_triangular(matrix / 4, right, upper=False, unitriangular=True))
    matrix = values(6, 6) + 3 * torch.eye(6, dtype=torch.float64)
    case("triangular inverse", [matrix], torch.linalg.inv(matrix.tril()))


def main():
    convolutions()
    pools()
    resizes()
    transforms()
    reductions()
    norms()
    activations()
    softmaxes()
    quantisations()
    triangles()
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "Dsl.Tests" / "fixtures" / "operations.json"
    target.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in CASES)
    target.write_text("[\n" + lines + "\n]\n")
    print(f"{len(CASES)} cases, {target.stat().st_size} bytes")


main()
