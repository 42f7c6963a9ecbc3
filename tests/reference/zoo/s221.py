"""S221, SegFormer (arXiv:2105.15203), with PyTorch's own convolutions, interpolation and norms."""

import torch
import torch.nn.functional as F

from common import Fixture, heads_of, join_heads, layer_norm

# channels in, width, patch, stride, heads, reduction
STAGES = [(3, 8, 7, 4, 1, 4), (8, 10, 3, 2, 2, 2), (10, 12, 3, 2, 3, 1), (12, 16, 3, 2, 4, 1)]
DECODER, CLASSES = 9, 5
fixture = Fixture("S221", seed=221)


def norm(path, width):
    return fixture.weight(f"{path}.scale", width, shift=1), fixture.weight(f"{path}.bias", width)


def linear(path, inputs, outputs):
    return fixture.weight(f"{path}.weight", outputs, inputs), fixture.weight(f"{path}.bias", outputs)


def convolution(path, inputs, outputs, kernel):
    weight = fixture.weight(f"{path}.weight", outputs, inputs, kernel, kernel, scale=(inputs * kernel**2) ** -0.5)
    return weight, fixture.weight(f"{path}.bias", outputs)


stages = []
for i, (channels, width, patch, stride, heads, reduction) in enumerate(STAGES):
    path = f"stages.{i}"
    stages.append({
        "patches": convolution(f"{path}.patches.convolution", channels, width, patch),
        "shorten": convolution(f"{path}.shorten", width, width, reduction) if reduction > 1 else None,
        "short_norm": norm(f"{path}.short_norm", width) if reduction > 1 else None,
        **{name: norm(f"{path}.{name}", width) for name in ("patch_norm", "attention_norm", "feed_forward_norm", "stage_norm")},
        **{name: linear(f"{path}.attention.{name}", width, width) for name in ("query", "key", "value", "output")},
        "up": linear(f"{path}.up", width, 2 * width),
        "down": linear(f"{path}.down", 2 * width, width),
        "depthwise": convolution(f"{path}.depthwise.convolution", 1, 2 * width, 3),
    })
scales = [linear(f"scales.{i}", stage[1], DECODER) for i, stage in enumerate(STAGES)]
fuse = fixture.weight("fuse.weight", DECODER, 4 * DECODER)
classify = linear("classify", DECODER, CLASSES)
batch = [
    fixture.weight("fuse_norm.scale", DECODER, shift=1), fixture.weight("fuse_norm.bias", DECODER),
    fixture.weight("fuse_norm.mean", DECODER), fixture.given("fuse_norm.variance", fixture.draw(DECODER).abs() + 0.5),
]


def tokens_of(x):
    return x[0].flatten(1).T


def map_of(tokens, like):
    return tokens.T.reshape(1, -1, *like.shape[2:])


for case, entry_height, entry_width in (("main", 40, 24), ("other", 28, 36)):
    image = fixture.input(f"image.{case}", 3, entry_height, entry_width)
    x = image[None]
    maps = []
    for stage, (_, width, patch, stride, heads, reduction) in zip(stages, STAGES):
        x = F.conv2d(x, *stage["patches"], stride=stride, padding=patch // 2)
        tokens = layer_norm(tokens_of(x), *stage["patch_norm"])
        normal = layer_norm(tokens, *stage["attention_norm"])
        source = normal
        if reduction > 1:
            shortened = F.conv2d(map_of(normal, x), *stage["shorten"], stride=reduction)
            source = layer_norm(tokens_of(shortened), *stage["short_norm"])
        q = heads_of(F.linear(normal, *stage["query"]), heads)
        k, v = (heads_of(F.linear(source, *stage[name]), heads) for name in ("key", "value"))
        mixed = torch.softmax(q @ k.transpose(1, 2) / (width // heads) ** 0.5, -1) @ v
        tokens = tokens + F.linear(join_heads(mixed), *stage["output"])
        inner = F.linear(layer_norm(tokens, *stage["feed_forward_norm"]), *stage["up"])
        inner = F.conv2d(map_of(inner, x), *stage["depthwise"], padding=1, groups=2 * width)
        tokens = tokens + F.linear(F.gelu(tokens_of(inner)), *stage["down"])
        x = map_of(layer_norm(tokens, *stage["stage_norm"]), x)
        maps.append(x)
    joined = []
    for scale, x in reversed(list(zip(scales, maps))):
        projected = map_of(F.linear(tokens_of(x), *scale), x)
        joined.append(F.interpolate(projected, size=maps[0].shape[2:], mode="bilinear", align_corners=False))
    fused = F.conv2d(torch.cat(joined, 1), fuse[:, :, None, None])
    fused = torch.relu(F.batch_norm(fused, batch[2], batch[3], batch[0], batch[1], eps=1e-5))
    fixture.output(f"classes.{case}", F.conv2d(fused, classify[0][:, :, None, None], classify[1])[0])
fixture.save()
