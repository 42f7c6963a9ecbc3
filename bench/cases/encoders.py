"""BERT-base and ViT-B/16 in f32, the same networks and numbers beside ONNX Runtime; and batches packed without padding."""

import numpy

from measure import files
from measure.case import Case
from measure.side import HERE, WORK, run

WIDTH, HIDDEN, DEPTH, PATCHES, CLASSES, VOCABULARY = 768, 3072, 12, 196, 1000, 30522


def layers(lengths):
    """Operations of the layers on sequences of these lengths: products with weights, and attention of each sequence to itself."""
    tokens, pairs = sum(lengths), sum(length**2 for length in lengths)
    return DEPTH * (2 * tokens * (4 * WIDTH**2 + 2 * WIDTH * HIDDEN) + 4 * pairs * WIDTH)


# 16 lengths drawn once from 16 to 256.
LONGEST = 256
PACKED = [int(length) for length in numpy.random.default_rng(5).integers(16, LONGEST + 1, 16)]


def cases():
    for length in (16, 128, 512):
        for threads in (1, 2):
            yield bert(length, threads)
    for threads in (1, 2):
        yield vit(threads)
    for threads in (1, 2):
        yield packed(threads)


def bert(length, threads):
    def sides(bench):
        weights, onnx = network(bench, "bert")
        tokens = ids(length)
        return {
            "ours": (bench.app("Encoders"), ["bert", threads, weights, tokens]),
            "onnxruntime": (bench.node("onnx_side.mjs"), ["bert", threads, onnx, "tokens", "int64", tokens, 1, length]),
        }

    return Case(
        name=f"bert-{length}-{threads}t", group="encoders", threads=threads, sides=sides, operations=layers([length]),
        bytes=4 * DEPTH * (4 * WIDTH**2 + 2 * WIDTH * HIDDEN), quick=length == 128 and threads == 2, unit=("tokens/s", length), by_processor=threads == 1)


def vit(threads):
    def sides(bench):
        weights, onnx = network(bench, "vit")
        image = files.raw("image-224", 3, 224, 224)
        return {
            "ours": (bench.app("Encoders"), ["vit", threads, weights, image]),
            "onnxruntime": (bench.node("onnx_side.mjs"), ["vit", threads, onnx, "image", "float32", image, 1, 3, 224, 224]),
        }

    operations = layers([PATCHES + 1]) + 2 * PATCHES * 3 * 16 * 16 * WIDTH + 2 * WIDTH * CLASSES
    return Case(
        name=f"vit-224-{threads}t", group="encoders", threads=threads, sides=sides, operations=operations,
        bytes=4 * DEPTH * (4 * WIDTH**2 + 2 * WIDTH * HIDDEN), unit=("images/s", 1), by_processor=threads == 1)


def packed(threads):
    """A batch in one call, beside a call for each of its sequences, and beside its share of the batch that padding would make of it."""
    def sides(bench):
        weights, _ = network(bench, "bert")
        sequences = [ids(length, number) for number, length in enumerate(PACKED)]
        full = [ids(LONGEST, number) for number in range(len(PACKED))]
        return {
            "ours": (bench.app("Encoders"), ["bert-packed", threads, weights, *sequences]),
            "one by one": (bench.app("Encoders", copy="-single"), ["bert-single", threads, weights, *sequences]),
            "share of padded": (bench.app("Encoders", copy="-padded"), ["bert-packed", threads, weights, *full]),
        }

    return Case(
        name=f"bert-packed-{threads}t", group="encoders", threads=threads, sides=sides, operations=layers(PACKED), unit=("tokens/s", sum(PACKED)), by_processor=threads == 1,
        shares={"share of padded": sum(PACKED) / (LONGEST * len(PACKED))})


def ids(length, number=0):
    path = WORK / f"tokens-{length}-{number}.i32"
    if not path.exists():
        files.write(path, [numpy.random.default_rng((length, number)).integers(0, VOCABULARY, length).astype(numpy.int32).tobytes()])
    return path


def network(bench, kind):
    weights, onnx = WORK / f"{kind}.safetensors", WORK / f"{kind}.onnx"
    if not weights.exists() or not onnx.exists():
        partial = [WORK / f"{kind}.partial.{end}" for end in ("safetensors", "onnx")]
        run([bench.options.torch, HERE / "peers/export_encoders.py", kind, *partial], f"exporting {kind}")
        for made, path in zip(partial, (weights, onnx)):
            made.rename(path)
    return weights, onnx
