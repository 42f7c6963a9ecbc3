"""Single products y = x W^T, beside PyTorch's (OpenBLAS or MKL, whatever its BLAS is)."""

from measure import files
from measure.case import Case

# rows, inputs, outputs. Odd sizes stand beside the round ones that they are to be compared with.
SIZES = {
    "square": [(512,) * 3, (509,) * 3, (1024,) * 3, (1021,) * 3, (2048,) * 3, (2049,) * 3, (4096,) * 3],
    "bert": [(rows, *size) for rows in (16, 128, 512) for size in ((768, 768), (768, 3072), (3072, 768))],
    "llama": [(rows, *size) for rows in (128, 512) for size in ((768, 2048), (2048, 768), (2048, 5632), (5632, 2048))],
}
QUICK = {(512,) * 3, (1021,) * 3, (1024,) * 3, (128, 768, 3072)}


def cases():
    for kind, sizes in SIZES.items():
        for size in sizes:
            for threads in (1, 2):
                yield product(kind, size, threads, False)
    for threads in (1, 2):
        yield product("square", (1024,) * 3, threads, True)


def product(kind, size, threads, of_the_call):
    rows, inputs, outputs = size
    text = "x".join(map(str, size))

    def sides(bench):
        x = files.raw(f"x-{rows}x{inputs}", rows, inputs)
        w = f"w-{inputs}x{outputs}"
        plain = files.raw(w, outputs, inputs, scale=inputs**-0.5)
        if of_the_call:
            ours = [text, threads, x, files.safetensors("nothing", {}), plain]
        else:
            ours = [text, threads, x, files.safetensors(w, lambda: {"map.weight": files.numbers(w, outputs, inputs, scale=inputs**-0.5)})]
        return {"ours": (bench.app("Products"), ours), "torch": (bench.torch(threads), ["product", threads, text, x, plain])}

    return Case(
        name=f"product-{kind}-{text}{'-call' if of_the_call else ''}-{threads}t", group="products", threads=threads, sides=sides,
        operations=2 * rows * inputs * outputs, tolerance=1e-5, quick=size in QUICK and not of_the_call, by_processor=threads == 1)
