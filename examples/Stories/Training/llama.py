"""The Llama of this example, in PyTorch: the exact shape that `Stories` declares in C#."""

import collections

import torch
from torch import nn
from torch.nn import functional

Shape = collections.namedtuple(
    "Shape", "width layers vocabulary context heads key_value_heads hidden epsilon theta"
)

STORIES = Shape(
    width=64, layers=5, vocabulary=512, context=512, heads=8, key_value_heads=4,
    hidden=172, epsilon=1e-5, theta=10_000.0,
)

QUERY_BLOCK = 64


def weight_shapes(shape):
    """Names as Hugging Face's Llama writes them. The output is tied to the embedding."""
    head = shape.width // shape.heads
    shapes = {"model.embed_tokens.weight": (shape.vocabulary, shape.width)}
    for layer in range(shape.layers):
        prefix = f"model.layers.{layer}."
        shapes[prefix + "input_layernorm.weight"] = (shape.width,)
        shapes[prefix + "self_attn.q_proj.weight"] = (shape.heads * head, shape.width)
        shapes[prefix + "self_attn.k_proj.weight"] = (shape.key_value_heads * head, shape.width)
        shapes[prefix + "self_attn.v_proj.weight"] = (shape.key_value_heads * head, shape.width)
        shapes[prefix + "self_attn.o_proj.weight"] = (shape.width, shape.heads * head)
        shapes[prefix + "post_attention_layernorm.weight"] = (shape.width,)
        shapes[prefix + "mlp.gate_proj.weight"] = (shape.hidden, shape.width)
        shapes[prefix + "mlp.up_proj.weight"] = (shape.hidden, shape.width)
        shapes[prefix + "mlp.down_proj.weight"] = (shape.width, shape.hidden)
    shapes["model.norm.weight"] = (shape.width,)
    return shapes


def initial_weights(shape, generator):
    """Normal weights of deviation 0.02 at width 768, scaled to this width; residual outputs smaller."""
    weights = {}
    for name, extents in weight_shapes(shape).items():
        if len(extents) == 1:
            weights[name] = nn.Parameter(torch.ones(extents))
            continue
        deviation = 0.02 * (768 / shape.width) ** 0.5
        if name.endswith(("o_proj.weight", "down_proj.weight")):
            deviation /= (2 * shape.layers) ** 0.5
        weights[name] = nn.Parameter(torch.randn(extents, generator=generator) * deviation)
    return weights


def normalize(x, scale, epsilon):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * scale


def rotation(shape, length, dtype):
    """Cosines and sines, [length, head width], each angle standing in both halves."""
    head = shape.width // shape.heads
    frequency = shape.theta ** (-torch.arange(0, head, 2, dtype=torch.float64) / head)
    angle = torch.outer(torch.arange(length, dtype=torch.float64), frequency)
    angle = torch.cat((angle, angle), dim=-1)
    return angle.cos().to(dtype), angle.sin().to(dtype)


def rotate(x, cosine, sine):
    first, second = x.chunk(2, dim=-1)
    return x * cosine + torch.cat((-second, first), dim=-1) * sine


def attend(query, key, value):
    """Causal attention; each head of `key` and `value` serves a group of neighbouring query heads.

    Queries go in blocks that look only at the keys up to their own end, which spares a good part
    of the square above the diagonal and keeps the scores in the cache.
    """
    batch, count, time, head = query.shape
    shared = key.shape[1]
    query = (query * head**-0.5).view(batch, shared, count // shared, time, head)
    blocks = []
    for begin in range(0, time, QUERY_BLOCK):
        end = min(time, begin + QUERY_BLOCK)
        rows = query[:, :, :, begin:end].flatten(2, 3)
        score = (rows @ key[:, :, :end].transpose(2, 3)).view(batch, shared, -1, end - begin, end)
        score += torch.full((end - begin, end), float("-inf"), dtype=score.dtype).triu(begin + 1)
        mixed = score.softmax(-1).flatten(2, 3) @ value[:, :, :end]
        blocks.append(mixed.view(batch, count, end - begin, head))
    return torch.cat(blocks, dim=2)


def forward(shape, weights, tokens):
    """Logits [batch, time, vocabulary] of `tokens` [batch, time]."""
    batch, time = tokens.shape
    head = shape.width // shape.heads
    embedding = weights["model.embed_tokens.weight"]
    x = functional.embedding(tokens, embedding)
    cosine, sine = rotation(shape, time, x.dtype)
    for layer in range(shape.layers):
        def part(name):
            return weights[f"model.layers.{layer}.{name}.weight"]

        y = normalize(x, part("input_layernorm"), shape.epsilon)

        def heads(name, count):
            return (y @ part("self_attn." + name).T).view(batch, time, count, head).transpose(1, 2)

        query = rotate(heads("q_proj", shape.heads), cosine, sine)
        key = rotate(heads("k_proj", shape.key_value_heads), cosine, sine)
        value = heads("v_proj", shape.key_value_heads)
        mixed = attend(query, key, value).transpose(1, 2).reshape(batch, time, -1)
        x = x + mixed @ part("self_attn.o_proj").T
        y = normalize(x, part("post_attention_layernorm"), shape.epsilon)
        gated = functional.silu(y @ part("mlp.gate_proj").T) * (y @ part("mlp.up_proj").T)
        x = x + gated @ part("mlp.down_proj").T
    return normalize(x, weights["model.norm.weight"], shape.epsilon) @ embedding.T


@torch.no_grad()
def generate(shape, weights, tokenizer, prompt, steps, temperature=0.0, generator=None):
    """Text, and the smallest difference between the two best logits at any chosen token.

    `steps` counts positions, the begin-of-sequence token and the prompt included; a further
    begin-of-sequence token ends the story.
    """
    tokens = tokenizer.encode(prompt)
    margin = float("inf")
    while len(tokens) <= steps:
        logits = forward(shape, weights, torch.tensor([tokens]))[0, -1]
        if temperature == 0:
            best, second = logits.topk(2).values.tolist()
            margin = min(margin, best - second)
            token = int(logits.argmax())
        else:
            token = int((logits / temperature).softmax(-1).multinomial(1, generator=generator))
        if token == 1:
            break
        tokens.append(token)
    return tokenizer.decode(tokens), margin
