"""S152, the Transformer (arXiv:1706.03762): encoder-decoder, teacher forcing, greedy and beam search. Every step computes all anew."""

import math

import torch

from common import Fixture, causal, heads_of, join_heads, layer_norm

VOCABULARY, WIDTH, HEADS, HIDDEN, LAYERS = 23, 20, 4, 37, 2
START, END, LONGEST = 1, 2, 14
fixture = Fixture("S152", seed=3)


def norm(path, shift=1.0):
    return fixture.weight(f"{path}.scale", WIDTH, shift=shift), fixture.weight(f"{path}.bias", WIDTH, scale=0.2)


def attention(path):
    return [
        fixture.weight(f"{path}.{name}.weight", WIDTH, WIDTH, scale=scale)
        for name, scale in (("query", 0.5), ("key", 0.5), ("value", 0.25), ("output", 0.15))
    ]


def feed_forward(path):
    return [
        fixture.weight(f"{path}.up.weight", HIDDEN, WIDTH, scale=0.3), fixture.weight(f"{path}.up.bias", HIDDEN),
        fixture.weight(f"{path}.down.weight", WIDTH, HIDDEN, scale=0.2), fixture.weight(f"{path}.down.bias", WIDTH),
    ]


embedding = fixture.weight("embedding.weight", VOCABULARY, WIDTH)
encoder, decoder = [], []
for i in range(LAYERS):
    path = f"encoder.{i}"
    encoder.append((
        attention(f"{path}.attention"), norm(f"{path}.attention_norm"), feed_forward(f"{path}.feed_forward"), norm(f"{path}.feed_forward_norm"),
    ))
for i in range(LAYERS):
    path = f"decoder.{i}"
    decoder.append((
        attention(f"{path}.attention"), norm(f"{path}.attention_norm"), attention(f"{path}.cross"), norm(f"{path}.cross_norm"),
        # With the sign turned at the end, a token does not call for itself again, and sequences vary.
        feed_forward(f"{path}.feed_forward"), norm(f"{path}.feed_forward_norm", shift=1 if i < LAYERS - 1 else -2),
    ))


def embed(tokens):
    x = embedding[tokens] * math.sqrt(WIDTH)
    for p in range(len(tokens)):
        for k in range(WIDTH // 2):
            angle = p / 10_000 ** (2 * k / WIDTH)
            x[p, 2 * k] += math.sin(angle)
            x[p, 2 * k + 1] += math.cos(angle)
    return x


def attend(x, source, weights, mask=lambda scores: scores):
    query, key, value, output = weights
    q, k, v = heads_of(x @ query.T, HEADS), heads_of(source @ key.T, HEADS), heads_of(source @ value.T, HEADS)
    return join_heads(torch.softmax(mask(q @ k.transpose(1, 2) / math.sqrt(WIDTH / HEADS)), -1) @ v) @ output.T


def feed(x, weights):
    up, up_bias, down, down_bias = weights
    return torch.relu(x @ up.T + up_bias) @ down.T + down_bias


def encode(source):
    x = embed(source)
    for weights, attention_norm, network, network_norm in encoder:
        x = layer_norm(x + attend(x, x, weights), *attention_norm)
        x = layer_norm(x + feed(x, network), *network_norm)
    return x


def decode(tokens, memory):
    x = embed(torch.tensor(tokens))
    for own, own_norm, cross, cross_norm, network, network_norm in decoder:
        x = layer_norm(x + attend(x, x, own, causal), *own_norm)
        x = layer_norm(x + attend(x, memory, cross), *cross_norm)
        x = layer_norm(x + feed(x, network), *network_norm)
    return x @ embedding.T


def greedy(memory):
    tokens, total = [START], 0.0
    while len(tokens) <= LONGEST:
        p = torch.log_softmax(decode(tokens, memory)[-1], -1)
        first, second = p.topk(2).values
        assert first - second > 1e-3, "a choice too close to compare"
        tokens.append(int(p.argmax()))
        total += float(p.max())
        if tokens[-1] == END:
            break
    return tokens[1:], total


def penalty(length, alpha):
    return ((5 + length) / 6) ** alpha


def beam(memory, width, alpha):
    """Finished sequences, best first: [(score, tokens without the end)]."""
    live, finished = [(0.0, [])], []
    for length in range(1, LONGEST + 1):
        candidates = []
        for total, tokens in live:
            p = torch.log_softmax(decode([START] + tokens, memory)[-1], -1).tolist()
            candidates += [(total + p[token], tokens + [token]) for token in range(VOCABULARY)]
        candidates.sort(key=lambda candidate: -candidate[0])
        gaps = [a[0] - b[0] for a, b in zip(candidates[: 2 * width], candidates[1 : 2 * width + 1])]
        assert min(gaps) > 1e-5, "candidates too close to compare"
        candidates = candidates[: 2 * width]
        finished += [(total / penalty(length, alpha), tokens[:-1]) for total, tokens in candidates if tokens[-1] == END]
        finished = sorted(finished, key=lambda found: -found[0])[:width]
        live = [candidate for candidate in candidates if candidate[1][-1] != END][:width]
        if len(finished) == width and finished[-1][0] >= live[0][0] / penalty(LONGEST, alpha):
            break
    return finished


for case, length, time in (("1", 1, 1), ("9", 9, 13)):
    source = torch.randint(VOCABULARY, (length,), generator=fixture.generator)
    tokens = torch.randint(VOCABULARY, (time,), generator=fixture.generator)
    memory = encode(source)
    keys = torch.stack([memory @ layer[2][1].T for layer in decoder])
    values = torch.stack([memory @ layer[2][2].T for layer in decoder])
    fixture.output(f"keys.encode{case}", keys)
    fixture.output(f"values.encode{case}", values)
    fixture.given_input(f"source.encode{case}", source.int())
    fixture.given_input(f"tokens.decode{case}", tokens.int())
    fixture.given_input(f"keys.decode{case}", keys)
    fixture.given_input(f"values.decode{case}", values)
    fixture.output(f"logits.decode{case}", decode(tokens.tolist(), memory))
    found, total = greedy(memory)
    fixture.output(f"tokens.greedy{case}", torch.tensor(found, dtype=torch.int32))
    fixture.output(f"score.greedy{case}", torch.tensor([total]).double())
    for width, alpha in ((3, 0.6), (5, 0.0)):
        best = beam(memory, width, alpha)
        for rank, (score, sequence) in enumerate(best):
            fixture.output(f"tokens.beam{case}.{width}.{rank}", torch.tensor(sequence, dtype=torch.int32))
            fixture.output(f"score.beam{case}.{width}.{rank}", torch.tensor([score]).double())
fixture.save()
