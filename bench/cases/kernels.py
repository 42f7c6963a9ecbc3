"""Single kernels: attention, what is done to rows, and the blocks with a recurrence. The peer is PyTorch."""

from measure import files
from measure.case import Case

WIDTH = 768
HEADS = {"TwelveHeadsOf64": (12, 64), "EightHeadsOf128": (8, 128), "TwoHeadsOf64": (2, 64)}
# Where the peer stores the scores of all pairs, it gets no more than these rows.
LONGEST_OF_PEER = 4096

MAMBA = {
    "input.weight": (3072, WIDTH), "parameters.weight": (80, 1536), "step.weight": (1536, 48), "step.bias": (1536,), "output.weight": (WIDTH, 1536),
    "convolution.weight": (1536, 4), "convolution.bias": (1536,), "decay_log": (1536, 16), "skip": (1536,),
}
GATED = {
    "query.weight": (384, WIDTH), "key.weight": (384, WIDTH), "value.weight": (WIDTH, WIDTH), "decay_down.weight": (16, WIDTH), "decay_up.weight": (384, 16),
    "decay_up.bias": (384,), "gate.weight": (WIDTH, WIDTH), "gate.bias": (WIDTH,), "output.weight": (WIDTH, WIDTH), "norm.scale": (192,),
}


def cases():
    for threads in (1, 2):
        for model, rows in (("TwelveHeadsOf64", 128), ("TwelveHeadsOf64", 1024), ("EightHeadsOf128", 1024), ("TwoHeadsOf64", 4096), ("TwoHeadsOf64", 16384)):
            for entry in ("All", "Causal", "Biased"):
                yield attention(model, entry, rows, threads)
        for entry in ("RmsNormal", "LayerNormal", "Shares"):
            yield of_rows(entry, 16384, threads)
        for rows in (1024, 4096):
            yield block("mamba", MAMBA, rows, threads)
            yield block("gated", GATED, rows, threads)


def attention(model, entry, rows, threads):
    heads, width = HEADS[model]
    pairs = rows * rows if entry == "All" else rows * (rows + 1) // 2

    def sides(bench):
        inputs = [files.raw(f"{name}-{rows}x{heads}x{width}", rows, heads, width) for name in ("q", "k", "v")]
        sides = {"ours": (bench.app("Kernels"), [f"{model}.{entry}", threads, files.safetensors("nothing", {}), *inputs])}
        if rows <= LONGEST_OF_PEER:
            sides["torch"] = (bench.torch(threads), ["attention", threads, entry, rows, heads, width, *inputs])
        return sides

    return Case(
        name=f"attention-{entry.lower()}-{rows}-{heads}x{width}-{threads}t", group="kernels", threads=threads, sides=sides,
        operations=4 * pairs * heads * width, tolerance=1e-5, by_processor=threads == 1, quick=threads == 2 and rows == 1024 and entry != "All" and width == 64)


def of_rows(entry, rows, threads):
    def sides(bench):
        weights = files.safetensors("rows", {
            "rms.scale": files.numbers("rms", WIDTH), "layer.scale": files.numbers("layer", WIDTH), "layer.bias": files.numbers("bias", WIDTH)})
        x = files.raw(f"x-{rows}x{WIDTH}", rows, WIDTH)
        return {"ours": (bench.app("Kernels"), [f"Rows.{entry}", threads, weights, x]), "torch": (bench.torch(threads), ["of_rows", threads, entry, weights, x])}

    return Case(
        name=f"rows-{entry.lower()}-{rows}-{threads}t", group="kernels", threads=threads, sides=sides, bytes=2 * 4 * rows * WIDTH,
        tolerance=1e-5, by_processor=threads == 1, quick=threads == 2 and entry == "LayerNormal")


def block(kind, shapes, rows, threads):
    model, prefix = {"mamba": ("MambaBlock", "mamba"), "gated": ("GatedBlock", "attention")}[kind]

    def make():
        return {
            f"{prefix}.{name}": files.numbers(f"{kind}-{name}", *shape, scale=shape[-1] ** -0.5 if len(shape) > 1 and name != "decay_log" else 0.5)
            for name, shape in shapes.items()}

    def sides(bench):
        weights = files.safetensors(kind, make)
        x = files.raw(f"x-{rows}x{WIDTH}", rows, WIDTH)
        return {
            "ours": (bench.app("Kernels"), [f"{model}.Forward", threads, weights, x]),
            "torch": (bench.torch(threads), [kind, threads, weights, x]),
        }

    products = sum(shape[0] * shape[1] for name, shape in shapes.items() if len(shape) > 1 and name != "decay_log")
    return Case(
        name=f"{kind}-{rows}-{threads}t", group="kernels", threads=threads, sides=sides, operations=2 * rows * products, tolerance=1e-4,
        unit=("tokens/s", rows), by_processor=threads == 1, quick=threads == 2 and rows == 1024)
