"""Derives the polynomials of src/Compiler/Llvm/Math and prints them with their errors.

    python3 docs/vector-math/derive.py

Each polynomial is the minimax fit, found by Remez exchange in 40-digit arithmetic, of

    f(x) ~ fixed(x) + sum_j c_j * basis(x, j),     error weighted by weight(x).

A coefficient must be a float (or a double), and rounding all of them at the end would lose
a bit or two. So they are rounded one at a time, and the exchange is repeated for those still
free, which absorb that rounding. Both orders are tried, from the lowest up and from the
highest down, and the better result is kept.
Needs mpmath and numpy.
"""

import math
import struct

import mpmath as mp
import numpy as np

mp.mp.dps = 40


def as_float(value):
    return mp.mpf(float(np.float32(float(value))))


def as_double(value):
    return mp.mpf(float(value))


def exchange(target, basis, weight, low, high, count, points=800):
    """Linear minimax by Remez exchange on a Chebyshev-spaced grid."""
    nodes = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * i / (points - 1)) for i in range(points)]
    values = [target(x) for x in nodes]
    weights = [weight(x) for x in nodes]
    rows = [[basis(x, j) for j in range(count)] for x in nodes]
    chosen = [round((points - 1) * (1 - math.cos(math.pi * (i + 0.5) / (count + 1))) / 2) for i in range(count + 1)]
    for _ in range(40):
        matrix = mp.matrix(count + 1, count + 1)
        right = mp.matrix(count + 1, 1)
        for i, at in enumerate(chosen):
            for j in range(count):
                matrix[i, j] = rows[at][j] * weights[at]
            matrix[i, count] = (-1) ** i
            right[i] = values[at] * weights[at]
        solution = mp.lu_solve(matrix, right)
        coefficients = [solution[j] for j in range(count)]
        errors = [(values[i] - sum(c * b for c, b in zip(coefficients, rows[i]))) * weights[i] for i in range(points)]
        # The next reference: the largest error of each run of one sign.
        extrema = []
        for i, error in enumerate(errors):
            if extrema and (errors[extrema[-1]] > 0) == (error > 0):
                if abs(error) > abs(errors[extrema[-1]]):
                    extrema[-1] = i
            else:
                extrema.append(i)
        while len(extrema) > count + 1:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < count + 1:
            break  # The error is below the working precision, or the fit is degenerate.
        if extrema == chosen:
            break
        chosen = extrema
    return coefficients, max(abs(e) for e in errors)


def minimax(name, target, basis, weight, low, high, count, rounding, fixed=lambda x: mp.mpf(0)):
    low, high = mp.mpf(low), mp.mpf(high)
    nodes = [low + (high - low) * i / 2999 for i in range(3000)]
    sought = [target(x) - fixed(x) for x in nodes]
    weights = [weight(x) for x in nodes]
    best = None
    for lowest_first in (True, False):
        settled = {}
        while len(settled) < count:
            free = [j for j in range(count) if j not in settled]
            remaining = lambda x: target(x) - fixed(x) - sum(c * basis(x, j) for j, c in settled.items())
            coefficients, error = exchange(remaining, lambda x, j: basis(x, free[j]), weight, low, high, len(free))
            if len(free) == count:
                free_error = error
            at = 0 if lowest_first else -1
            settled[free[at]] = rounding(coefficients[at])
        worst = max(
            abs((f - sum(c * basis(x, j) for j, c in settled.items())) * w) for x, f, w in zip(nodes, sought, weights)
        )
        if best is None or worst < best[0]:
            best = worst, [settled[j] for j in range(count)]
    worst, settled = best
    print(f"{name}: {count} coefficients on [{mp.nstr(low, 6)}, {mp.nstr(high, 6)}]")
    print(f"  error 2^{float(mp.log(free_error, 2)):.2f}, with rounded coefficients 2^{float(mp.log(worst, 2)):.2f}")
    for j, c in enumerate(settled):
        print(f"  c{j} = {float(c)!r}" + (f"   0x{struct.pack('>f', float(c)).hex()}" if rounding is as_float else ""))
    return settled


def split(name, value, bits_of_parts):
    """Writes a constant as a sum of floats. All but the last are truncated to few bits, so that each part is positive."""
    print(f"{name}:")
    for bits in bits_of_parts:
        unit = mp.mpf(2) ** (mp.floor(mp.log(value, 2)) - bits + 1)
        part = as_float(value) if bits == 24 else mp.floor(value / unit) * unit
        print(f"  {float(part)!r}")
        value -= part
    print(f"  left 2^{float(mp.log(abs(value), 2)):.1f}")


def power_basis(x, j):
    return x**j


def main():
    ln2 = mp.log(2)
    split("ln 2", ln2, [15, 24])
    split("pi", mp.pi, [8, 8, 8, 24])

    # The reduced argument overshoots ln 2 / 2 a little, because k = rint(x log2 e) is rounded.
    half = ln2 / 2 * mp.mpf("1.002")
    from_second = lambda x, j: x ** (j + 2)
    minimax("exp(r) - 1 - r", mp.exp, from_second, lambda x: mp.exp(-x), -half, half, 5, as_float, lambda x: 1 + x)

    # The same fit serves expm1(r), for erf, and with a power of two in each coefficient expm1(2h)/2, for tanh.
    inverse = lambda f: lambda x: 1 / f(x) if abs(x) > mp.mpf(10) ** -9 else mp.mpf(0)
    low, high = mp.sqrt(mp.mpf(1) / 2) - 1, mp.sqrt(2) - 1
    minimax("log(1 + f) - f + f^2/2", mp.log1p, lambda x, j: x ** (j + 3), inverse(mp.log1p), low, high, 8, as_float,
            lambda x: x - x * x / 2)

    def over_root(f, at_zero):
        return lambda z: f(mp.sqrt(z)) / mp.sqrt(z) if z > mp.mpf(10) ** -24 else at_zero

    minimax("sin(sqrt z)/sqrt z - 1", over_root(mp.sin, mp.mpf(1)), lambda z, j: z ** (j + 1), lambda z: mp.mpf(1),
            0, mp.mpf("1.58") ** 2, 4, as_float, lambda z: mp.mpf(1))

    # erf(t) = 1 - exp(-(t + t G(t))); an error d of G is one of t d erfc(t) / erf(t) in the result.
    logarithm = lambda t: -mp.log(mp.erfc(t)) / t if t > mp.mpf(10) ** -12 else 2 / mp.sqrt(mp.pi)
    influence = lambda t: t * mp.erfc(t) / mp.erf(t) if t > mp.mpf(10) ** -12 else mp.sqrt(mp.pi) / 2
    minimax("-log(erfc(t))/t - 1", logarithm, power_basis, influence, 0, "3.95", 9, as_float, lambda t: mp.mpf(1))

    limit = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
    minimax("2 atanh(sqrt z)/(sqrt z ln 2)", over_root(lambda s: 2 / ln2 * mp.atanh(s), 2 / ln2), power_basis,
            lambda z: mp.mpf(1), 0, limit, 6, as_double)
    minimax("2^f", lambda x: mp.power(2, x), power_basis, lambda x: mp.power(2, -x), -0.5, 0.5, 8, as_double)


if __name__ == "__main__":
    main()
