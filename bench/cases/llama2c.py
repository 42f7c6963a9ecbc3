"""Sinter and llama2.c on the same files, one thread each.

Both sides are programs of one form, `PROGRAM MODEL TOKENS PREFILL DECODE ROUNDS`, that print one JSON
object: load_ms, first_token_ms (from the start of the process to the logits of the first token),
prefill_tokens_per_second, decode_tokens_per_second, tokens (chosen greedily after the prompt) and
logits (after the prompt's last token). The rates are the best of ROUNDS in one process, by the thread's processor time. They run in
turn, so that what else the machine does falls on both alike; each run is a new process.
"""

import json
import os
import pathlib
import random
import statistics
import sys

from measure.side import HERE, WORK, run

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


LARGE_FILE = "random110M.bin"


class Case:
    """A model and what is done with it. It measures and reports itself: it starts a process for each run."""

    group, quick = "llama2c", False

    def __init__(self, name, file, tokens, prefill, decode, rounds, equal_tokens):
        self.name, self.file, self.tokens = name, file, tokens
        self.prefill, self.decode, self.rounds, self.equal_tokens = prefill, decode, rounds, equal_tokens

    def report(self, bench):
        """Prints the comparison and returns its lines."""
        self.make_files(bench.options.data)
        sides = {"ours": ["dotnet", bench.build("Llama")]}
        peer = None if bench.options.ours_only else build_peer()
        if peer:
            sides["peer"] = peer
        else:
            print(f"{self.name}: without its peer; LLAMA2C names the run.c of karpathy/llama2.c")
        bench.floors.look(1, memory=True)
        results = compare(self, sides, 5)
        bench.floors.look(1, memory=True)
        times = [measure(sides["ours"], self, "0")["first_token_ms"] for _ in range(5)]
        text = [
            *lines(self, results, bench.floors),
            f"  with all cores, ours loads to its first token in {min(times):.1f} ms, median {statistics.median(times):.1f}"]
        print("\n".join(text), flush=True)
        return text

    def make_files(self, data):
        self.tokens = WORK / f"{self.name}.tokens.txt"
        if self.file is None:
            self.file = pathlib.Path(data, "stories260K.bin").resolve()
            if not self.file.is_file():
                sys.exit(f"{self.file} is missing: --data names the folder of stories260K.bin")
            self.tokens.write_text("1\n")
        else:
            Large.make(self.file)
            source = random.Random(2)
            self.tokens.write_text("\n".join(str(source.randrange(Large.vocabulary)) for _ in range(128)) + "\n")


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


def build_peer():
    given = os.environ.get("LLAMA2C")
    source = pathlib.Path(given).resolve() if given else HERE / "peers/llama2.c/run.c"
    if not source.is_file():
        return None
    program = WORK / "llama2c"
    define = f'-DPEER_SOURCE="{source}"'
    run(["gcc", *FLAGS, define, str(HERE / "peers/llama2c.c"), "-o", str(program), "-lm"], "building the peer")
    return [str(program)]


def measure(command, case, *more):
    arguments = [case.file, case.tokens, case.prefill, case.decode, case.rounds, *more]
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


def compare(case, sides, repeats):
    """Runs all sides in turn and returns name -> measure -> values."""
    results = {name: {key: [] for key in MEASURES} for name in sides}
    for repeat in range(repeats + 1):
        latest = {}
        for name, command in sides.items():
            latest[name] = measure(command, case)
            # The first round warms the page cache and checks the answers.
            if repeat > 0:
                for key in MEASURES:
                    results[name][key].append(latest[name][key])
        if "peer" in sides:
            wrong = differences(case, latest["ours"], latest["peer"])
            if wrong:
                sys.exit(f"{case.name}: {wrong}; a wrong answer has no speed")
    return results


def lines(case, results, floors):
    yield f"{case.name}: prompt of {case.prefill}, then {case.decode} tokens, 1 thread, beside llama2.c"
    yield f"  {'':26}{'ours best':>12}{'median':>10}{'peer best':>12}{'median':>10}{'ratio best':>12}{'median':>8}"
    for key, (title, more_is_better) in MEASURES.items():
        choose = max if more_is_better else min
        cells = {name: (choose(values[key]), statistics.median(values[key])) for name, values in results.items() if key in values}
        line = f"  {title:26}"
        for name in ("ours", "peer"):
            line += "".join(f"{value:{width}.1f}" for value, width in zip(cells[name], (12, 10))) if name in cells else " " * 22
        if "peer" in cells:
            for mine, theirs, width in zip(cells["ours"], cells["peer"], (12, 8)):
                line += f"{mine / theirs if more_is_better else theirs / mine:{width}.2f}"
        yield line
        if case.file.name == LARGE_FILE and key == "decode_tokens_per_second":
            floor = floors.rate(1) / Large.bytes_a_token()
            parts = [f"{name} {cells[name][0] / floor:.0%}" for name in ("ours", "peer") if name in cells]
            yield f"    memory reads at {floors.rate(1) / 1e9:.1f} GB/s allow {floor:.1f} tokens/s; reached: {', '.join(parts)}"


def cases():
    yield Case("llama2c-stories260K", None, None, 1, 255, 60, 255)
    yield Case("llama2c-110M", WORK / LARGE_FILE, None, 128, 64, 1, 4)
