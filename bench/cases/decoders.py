"""Llamas of 110 million and 1.1 billion parameters from the same GGUF file, beside llama.cpp (node-llama-cpp)."""

import numpy

from measure import files
from measure.case import Case
from measure.gguf import Llama
from measure.side import WORK

MODELS = [
    Llama("llama-110M", width=768, layers=12, heads=12, groups=12, hidden=2048, vocabulary=32000),
    Llama("llama-1.1B", width=2048, layers=22, heads=32, groups=4, hidden=5632, vocabulary=32000),
]
LARGE = MODELS[1]
STEPS = 16

# llama.cpp keeps keys and values in f16 and, where weights are blocks, makes blocks of the activations, too: distances from that, in parts of
# the largest logit. A wrong model is at 1 and more.
TOLERANCE = {"F32": 2e-3, "F16": 2e-3, "Q8_0": 6e-2, "Q4_0": 6e-2}


def cases():
    for model in MODELS:
        for form in TOLERANCE:
            # The large one in f32 would be a file of 4 GB and take as much again when loaded.
            if model is LARGE and form == "F32":
                continue
            for threads in (1, 2):
                for length in (128, 512):
                    yield prefill(model, form, length, threads)
                yield decode(model, form, threads)


def prefill(model, form, length, threads):
    # Each token with all products, with the keys before it, and the last one with the vocabulary.
    operations = 2 * (length * model.products() + model.vocabulary * model.width) + 2 * length * (length + 1) * model.layers * model.width
    return Case(
        name=f"{model.name}-{form}-prefill-{length}-{threads}t", group="decoders", threads=threads, sides=sides(model, form, "prefill", length, threads),
        operations=operations, tolerance=TOLERANCE[form], unit=("tokens/s", length),
        by_processor=threads == 1)


def decode(model, form, threads):
    return Case(
        name=f"{model.name}-{form}-decode-{threads}t", group="decoders", threads=threads, sides=sides(model, form, "decode", 128, threads),
        bytes=STEPS * model.bytes(form), tolerance=TOLERANCE[form], unit=("tokens/s", STEPS), by_processor=threads == 1,
        quick=model is MODELS[0] and form == "F32" and threads == 2)


def sides(model, form, kind, length, threads):
    def make(bench):
        tokens = WORK / "prompt.i32"
        if not tokens.exists():
            files.write(tokens, [numpy.random.default_rng(2).integers(259, 32000, 512).astype(numpy.int32).tobytes()])
        words = [kind, threads, model.make(form), tokens, length]
        return {"ours": (bench.app("Decoders"), words), "llama.cpp": (bench.node("llama_side.mjs"), words)}

    return make
