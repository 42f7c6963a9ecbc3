"""BERT (arXiv:1810.04805) and the vision transformer (arXiv:2010.11929) in PyTorch, from their papers, with parameters named and laid out
as in the checkpoints of Hugging Face. The tests hold the examples to them in float64; the bench exports them."""

import math

import torch
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x):
        batch, time, width = x.shape
        q, k, v = (map(x).view(batch, time, self.heads, width // self.heads).permute(0, 2, 1, 3) for map in (self.query, self.key, self.value))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(width // self.heads)
        mixed = torch.matmul(torch.softmax(scores, -1), v)
        return mixed.permute(0, 2, 1, 3).contiguous().view(batch, time, width)


class Dense(nn.Module):
    """A linear map in a module of its own, as the names want it; BERT's has the norm behind it inside, too."""

    def __init__(self, inputs, outputs, norm=None):
        super().__init__()
        self.dense = nn.Linear(inputs, outputs)
        if norm:
            self.LayerNorm = nn.LayerNorm(outputs, eps=norm)

    def forward(self, x):
        return self.dense(x)


class BertAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.self = SelfAttention(width, heads)
        self.output = Dense(width, width, norm=1e-12)

    def forward(self, x):
        return self.output.LayerNorm(self.output(self.self(x)) + x)


class BertLayer(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.attention = BertAttention(width, heads)
        self.intermediate = Dense(width, hidden)
        self.output = Dense(hidden, width, norm=1e-12)

    def forward(self, x):
        h = self.attention(x)
        return self.output.LayerNorm(self.output(nn.functional.gelu(self.intermediate(h))) + h)


class Layers(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layer = nn.ModuleList(layers)

    def forward(self, x):
        for layer in self.layer:
            x = layer(x)
        return x


class BertEmbeddings(nn.Module):
    def __init__(self, vocabulary, context, width):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocabulary, width)
        self.position_embeddings = nn.Embedding(context, width)
        self.token_type_embeddings = nn.Embedding(2, width)
        self.LayerNorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, tokens, kinds):
        places = torch.arange(tokens.shape[1]).unsqueeze(0)
        return self.LayerNorm(self.word_embeddings(tokens) + self.position_embeddings(places) + self.token_type_embeddings(kinds))


class Bert(nn.Module):
    def __init__(self, vocabulary=30522, context=512, width=768, depth=12, heads=12, hidden=3072):
        super().__init__()
        self.embeddings = BertEmbeddings(vocabulary, context, width)
        self.encoder = Layers(BertLayer(width, heads, hidden) for _ in range(depth))

    def forward(self, tokens, kinds=None):
        return self.encoder(self.embeddings(tokens, torch.zeros_like(tokens) if kinds is None else kinds))


class VitInnerAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = SelfAttention(width, heads)
        self.output = Dense(width, width)

    def forward(self, x):
        return self.output(self.attention(x))


class VitLayer(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.attention = VitInnerAttention(width, heads)
        self.layernorm_before = nn.LayerNorm(width, eps=1e-12)
        self.layernorm_after = nn.LayerNorm(width, eps=1e-12)
        self.intermediate = Dense(width, hidden)
        self.output = Dense(hidden, width)

    def forward(self, x):
        h = self.attention(self.layernorm_before(x)) + x
        return self.output(nn.functional.gelu(self.intermediate(self.layernorm_after(h)))) + h


class Patches(nn.Module):
    def __init__(self, patch, width):
        super().__init__()
        self.projection = nn.Conv2d(3, width, patch, stride=patch)

    def forward(self, image):
        return self.projection(image).flatten(2).transpose(1, 2)


class VitEmbeddings(nn.Module):
    def __init__(self, image, patch, width):
        super().__init__()
        self.cls_token = nn.Parameter(torch.zeros(1, 1, width))
        self.position_embeddings = nn.Parameter(torch.zeros(1, 1 + (image // patch) ** 2, width))
        self.patch_embeddings = Patches(patch, width)

    def forward(self, image):
        return torch.cat((self.cls_token, self.patch_embeddings(image)), 1) + self.position_embeddings


class VitBody(nn.Module):
    def __init__(self, image, patch, width, depth, heads, hidden):
        super().__init__()
        self.embeddings = VitEmbeddings(image, patch, width)
        self.encoder = Layers(VitLayer(width, heads, hidden) for _ in range(depth))
        self.layernorm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, image):
        return self.layernorm(self.encoder(self.embeddings(image)))


class Vit(nn.Module):
    def __init__(self, image=224, patch=16, width=768, depth=12, heads=12, hidden=3072, classes=1000):
        super().__init__()
        self.vit = VitBody(image, patch, width, depth, heads, hidden)
        self.classifier = nn.Linear(width, classes)

    def forward(self, image):
        return self.classifier(self.vit(image)[:, 0])


def draw(network, seed):
    """Random parameters that float32 holds exactly: matrices that keep a vector's size, norms near one, everything else small."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            drawn = torch.randn(parameter.shape, generator=generator)
            if "norm" in name.lower() and name.endswith("weight"):
                drawn = 1 + 0.2 * drawn
            elif parameter.dim() > 1 and "embeddings" not in name:
                drawn *= parameter.shape[-1] ** -0.5
            elif "projection.weight" in name:
                drawn *= parameter[0].numel() ** -0.5
            else:
                drawn *= 0.2
            parameter.copy_(drawn)
    return network.eval()
