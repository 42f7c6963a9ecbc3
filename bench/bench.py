#!/usr/bin/env python3
"""Runs Sinter and llama2.c side by side on the same files and prints the ratios. See README.md.

Both sides are programs of one form, `PROGRAM MODEL TOKENS PREFILL DECODE ROUNDS`, that print one JSON
object: load_ms, first_token_ms (from the start of the process to the logits of the first token),
prefill_tokens_per_second, decode_tokens_per_second, tokens (chosen greedily after the prompt) and
logits (after the prompt's last token). The rates are the best of ROUNDS in one process. They run in turn, so that what else the machine does falls
on both alike; each run is a new process.
"""

import argparse
import json
import os
import pathlib
import random
import shlex
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WORK = HERE / "work"
FLAGS = ["-O3", "-march=native", "-ffast-math"]
MEASURES = {
    "prefill_tokens_per_second": ("prefill, tokens/s", True),
    "decode_tokens_per_second": ("decode, tokens/s", True),
    "first_token_ms": ("load to first token, ms", False),
}

# Greedy tokens that must be equal, and how far logits may lie apart, of the largest one. Both sides
# add float32 in their own orders, and the peer's compiler may reorder too (-ffast-math). Where the
# whole continuation is compared, no two best logits are close; random weights promise no such thing.
LOGIT_TOLERANCE = 1e-3


class Case:
    def __init__(self, name, file, tokens, prefill, decode, rounds, equal_tokens):
        self.name, self.file, self.tokens = name, file, tokens
        self.prefill, self.decode, self.rounds, self.equal_tokens = prefill, decode, rounds, equal_tokens


class Large:
    """A Llama of 110 million parameters, random, in llama2.c's format: 438 MB."""

    width, hidden, layers, heads, vocabulary, context = 768, 2048, 12, 12, 32000, 1024

    @classmethod
    def make(cls, path):
        size = 28 + 4 * sum(count for count, _ in cls.sections())
        if path.exists() and path.stat().st_size == size:
            return
        source = random.Random(1)
        partial = path.with_suffix(".partial")
        with open(partial, "wb") as file:
            header = (cls.width, cls.hidden, cls.layers, cls.heads, cls.heads, cls.vocabulary, cls.context)
            file.write(b"".join(value.to_bytes(4, "little") for value in header))
            for count, exponent in cls.sections():
                cls.write_section(file, source, count, exponent)
        partial.rename(path)

    @classmethod
    def sections(cls):
        """(count, exponent): magnitudes lie in [2^(exponent-1), 2^exponent); None means all ones."""
        width, hidden, layers = cls.width, cls.hidden, cls.layers
        square, wide = layers * width * width, layers * width * hidden
        rotary = cls.context * (width // cls.heads) // 2
        return [
            (cls.vocabulary * width, -4),
            (layers * width, None), (square, -4), (square, -4), (square, -4), (square, -4),
            (layers * width, None), (wide, -4), (wide, -5), (wide, -4),
            (width, None), (2 * rotary, None),
        ]

    @staticmethod
    def write_section(file, source, count, exponent):
        """Random signs and mantissas under one exponent, many floats at a time as one big integer."""
        one = (0x3F800000).to_bytes(4, "little")
        if exponent is None:
            file.write(one * count)
            return
        block = 1 << 18
        ones = int.from_bytes(b"\1\0\0\0" * block, "little")
        variable, fixed = ones * 0x807FFFFF, ones * ((126 + exponent) << 23)
        while count > 0:
            bits = source.getrandbits(32 * block) & variable | fixed
            file.write(bits.to_bytes(4 * block, "little")[: 4 * count])
            count -= block

    @classmethod
    def bytes_a_token(cls):
        """What decoding must read: every matrix once, the tied embedding as the output matrix."""
        return 4 * sum(count for count, exponent in cls.sections() if exponent is not None)


def run(command, what):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{what} ended with status {done.returncode}: {shlex.join(map(str, command))}")
    return done.stdout


def build_peer():
    given = os.environ.get("LLAMA2C")
    source = pathlib.Path(given).resolve() if given else HERE / "peers/llama2.c/run.c"
    if not source.is_file():
        sys.exit(f"{source} is missing: set LLAMA2C to the run.c of karpathy/llama2.c, or clone it into bench/peers")
    program = WORK / "llama2c"
    define = f'-DPEER_SOURCE="{source}"'
    run(["gcc", *FLAGS, define, str(HERE / "peers/llama2c.c"), "-o", str(program), "-lm"], "building the peer")
    return [str(program)]


def memory_rate():
    """Gigabytes a second that one thread reads."""
    program = WORK / "memory_read"
    if not program.exists():
        run(["gcc", *FLAGS, str(HERE / "peers/memory_read.c"), "-o", str(program)], "building memory_read")
    return float(run([str(program)], "memory_read").split()[0])


def build_ours(options):
    if options.ours:
        return shlex.split(options.ours)
    project = HERE / "Llama/Llama.csproj"
    if not project.is_file():
        sys.exit(f"{project} is missing; --peer-only measures llama2.c alone")
    run(["dotnet", "build", str(project), "-c", "Release", "-nologo", "-v", "q"], "building bench/Llama")
    return ["dotnet", str(HERE / "Llama/bin/Release/net10.0/Llama.dll")]


def measure(command, case, *more):
    arguments = [str(case.file), str(case.tokens), str(case.prefill), str(case.decode), str(case.rounds), *more]
    return json.loads(run(command + arguments, case.name))


def differences(case, ours, peer):
    """What differs beyond the tolerance, as text, or None."""
    if len(ours["logits"]) != len(peer["logits"]):
        return f"{len(ours['logits'])} logits, the peer has {len(peer['logits'])}"
    largest = max(map(abs, peer["logits"]))
    # Written so that a NaN anywhere fails the comparison.
    gaps = [abs(a - b) for a, b in zip(ours["logits"], peer["logits"])]
    apart = [gap for gap in gaps if not gap <= LOGIT_TOLERANCE * largest]
    if apart:
        return f"{len(apart)} logits differ, the first by {apart[0]:.2e} where the largest logit is {largest:.2e}"
    count = case.equal_tokens
    for at, (a, b) in enumerate(zip(ours["tokens"][:count], peer["tokens"][:count])):
        if a != b:
            return f"token {at} is {a}, the peer's is {b}"
    if len(ours["tokens"]) < count:
        return f"{len(ours['tokens'])} tokens, expected {count}"
    return None


def compare(case, sides, options):
    """Runs all sides in turn and returns name -> measure -> values."""
    results = {name: {key: [] for key in MEASURES} for name in sides}
    for repeat in range(options.repeats + 1):
        latest = {}
        for name, command in sides.items():
            latest[name] = measure(command, case)
            # The first round warms the page cache and checks the answers.
            if repeat > 0:
                for key in MEASURES:
                    results[name][key].append(latest[name][key])
        if "ours" in sides:
            wrong = differences(case, latest["ours"], latest["peer"])
            if wrong:
                sys.exit(f"{case.name}: {wrong}; a wrong answer has no speed")
    return results


def report(case, results, rate):
    print(f"\n{case.name}: prompt of {case.prefill}, then {case.decode} tokens")
    print(f"  {'':26}{'ours best':>12}{'median':>10}{'peer best':>12}{'median':>10}{'ratio best':>12}{'median':>8}")
    for key, (title, more_is_better) in MEASURES.items():
        choose = max if more_is_better else min
        cells = {name: (choose(values[key]), statistics.median(values[key])) for name, values in results.items()}
        line = f"  {title:26}"
        for name in ("ours", "peer"):
            line += "".join(f"{value:{width}.1f}" for value, width in zip(cells[name], (12, 10))) if name in cells else " " * 22
        if "ours" in cells:
            for mine, theirs, width in zip(cells["ours"], cells["peer"], (12, 8)):
                line += f"{mine / theirs if more_is_better else theirs / mine:{width}.2f}"
        print(line)
        if case.name.startswith("110M") and key == "decode_tokens_per_second":
            floor = rate * 1e9 / Large.bytes_a_token()
            parts = [f"{name} {cells[name][0] / floor:.0%}" for name in cells]
            print(f"    memory reads at {rate:.1f} GB/s allow {floor:.1f} tokens/s; reached: {', '.join(parts)}")


def main():
    parser = argparse.ArgumentParser(description="Compares Sinter with llama2.c, one thread each.")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=["stories260K", "110M"])
    parser.add_argument("--decode", type=int, default=64, help="tokens decoded by the 110M model")
    parser.add_argument("--data", default=str(HERE / "../../shared/data"), help="folder of stories260K.bin")
    parser.add_argument("--ours", help="a command to run instead of bench/Llama")
    parser.add_argument("--peer-only", action="store_true")
    parser.add_argument("--json", help="also write every value to this file")
    options = parser.parse_args()
    WORK.mkdir(exist_ok=True)

    cases = []
    if options.only != "110M":
        file = pathlib.Path(options.data, "stories260K.bin").resolve()
        if not file.is_file():
            sys.exit(f"{file} is missing: --data names the folder of stories260K.bin, --only 110M does without")
        tokens = WORK / "stories260K.tokens.txt"
        tokens.write_text("1\n")
        cases.append(Case("stories260K", file, tokens, 1, 255, 8, 255))
    if options.only != "stories260K":
        file = WORK / "random110M.bin"
        Large.make(file)
        tokens = WORK / "random110M.tokens.txt"
        source = random.Random(2)
        tokens.write_text("\n".join(str(source.randrange(Large.vocabulary)) for _ in range(128)) + "\n")
        cases.append(Case("110M, random weights", file, tokens, 128, options.decode, 1, 4))

    sides = {} if options.peer_only else {"ours": build_ours(options)}
    sides["peer"] = build_peer()
    everything = {}
    for case in cases:
        rate = memory_rate()
        results = compare(case, sides, options)
        rate = max(rate, memory_rate())
        report(case, results, rate)
        if "ours" in sides and not options.ours:
            times = [measure(sides["ours"], case, "0")["first_token_ms"] for _ in range(options.repeats)]
            results["ours, all cores"] = {"first_token_ms": times}
            print(f"  with all cores, ours loads to its first token in {min(times):.1f} ms, median {statistics.median(times):.1f}")
        everything[case.name] = {"memory_gigabytes_per_second": rate, **results}
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
