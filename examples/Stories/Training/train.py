#!/usr/bin/env python3
"""Trains the tokenizer and the model of this example on the corpus that `make_corpus.py` writes.

    train.py [--corpus corpus.txt] [--output ../Model] [--steps 1800] [--rate 4e-3] [--seed 1]
             [--from ../Model/stories.safetensors] [--cut 0.3]

`--from` goes on from weights instead of random ones. `--cut` is the share of stories that begin at
some later sentence, so that the model can also go on from a prompt that no story begins with.

One thread, and the same seed gives the same files on the same machine and libraries. A sequence is
begin-of-sequence, one story, begin-of-sequence: the model learns to end a story with that token.
Sequences of about one length go through together, so that little of a batch is padding.
"""

import argparse
import ctypes
import math
import os
import random
import re
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import torch
from torch.nn import functional

import checkpoint
import llama
import tokenizer as tokenization

HELD_OUT = 200
BATCH, MICRO_BATCH = 8, 8
LAST_RATE, WARM_UP = 1e-4, 60
WEIGHT_DECAY, CLIP = 0.05, 1.0
IGNORED = -100

SENTENCE_START = re.compile(r'(?<=[.!?])"?\s(?=["A-Z])')


def keep_freed_memory():
    """glibc would return each big tensor to the system and fault it in again: a third of the time."""
    libc = ctypes.CDLL("libc.so.6")
    trim_threshold, mmap_threshold = -1, -3
    libc.mallopt(trim_threshold, 2**30)
    libc.mallopt(mmap_threshold, 2**30)


def cut(story, source):
    """The story from some sentence in its first half on; never from within quoted speech."""
    starts = [found.end() for found in SENTENCE_START.finditer(story)]
    starts = [start for start in starts if story.count('"', 0, start) % 2 == 0]
    return story[source.choice(starts[: max(1, len(starts) // 2)]) :]


def rate(step, steps, peak):
    if step < WARM_UP:
        return peak * (step + 1) / WARM_UP
    done = (step - WARM_UP) / max(1, steps - WARM_UP)
    return LAST_RATE + (peak - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * done))


def batch_of(sequences):
    """Inputs, and targets that ignore the padding behind shorter sequences."""
    longest = max(map(len, sequences))
    tokens = torch.full((len(sequences), longest), IGNORED, dtype=torch.long)
    for row, sequence in enumerate(sequences):
        tokens[row, : len(sequence)] = torch.tensor(sequence)
    inputs, targets = tokens[:, :-1], tokens[:, 1:]
    return inputs.clamp(min=0), targets.contiguous()


def batches(sequences, source):
    """Endless batches of neighbours in length, in random order, newly cut in every epoch."""
    while True:
        shuffled = list(sequences)
        source.shuffle(shuffled)
        shuffled.sort(key=len)
        groups = [shuffled[at : at + BATCH] for at in range(0, len(shuffled) - BATCH + 1, BATCH)]
        source.shuffle(groups)
        yield from groups


def loss_of(weights, sequences):
    inputs, targets = batch_of(sequences)
    logits = llama.forward(llama.STORIES, weights, inputs)
    return functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)


@torch.no_grad()
def held_out_loss(weights, sequences):
    total = count = 0
    for at in range(0, len(sequences), MICRO_BATCH):
        group = sequences[at : at + MICRO_BATCH]
        tokens = sum(map(len, group)) - len(group)
        total += loss_of(weights, group).item() * tokens
        count += tokens
    return total / count


def train(weights, sequences, held_out, steps, peak, seed):
    """Yields the weights now and then, and at the end."""
    matrices = [weight for weight in weights.values() if weight.dim() == 2]
    scales = [weight for weight in weights.values() if weight.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": WEIGHT_DECAY}, {"params": scales, "weight_decay": 0.0}],
        betas=(0.9, 0.99),
    )
    started, seen, running = time.time(), 0, None
    source = batches(sequences, random.Random(seed))
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps, peak)
        optimizer.zero_grad(set_to_none=True)
        sequences_now = next(source)
        for at in range(0, BATCH, MICRO_BATCH):
            loss = loss_of(weights, sequences_now[at : at + MICRO_BATCH]) * MICRO_BATCH / BATCH
            loss.backward()
            seen += sum(map(len, sequences_now[at : at + MICRO_BATCH]))
        torch.nn.utils.clip_grad_norm_(weights.values(), CLIP)
        optimizer.step()
        now = loss.item() * BATCH / MICRO_BATCH
        running = now if running is None else 0.97 * running + 0.03 * now
        if step % 50 == 49:
            spent = time.time() - started
            print(f"step {step + 1:5} loss {running:.3f} {seen / spent:.0f} tokens/s {spent:.0f} s", flush=True)
        if step % 500 == 499 or step == steps - 1:
            print(f"step {step + 1:5} held out {held_out_loss(weights, held_out):.4f}", flush=True)
            yield weights


def main():
    parser = argparse.ArgumentParser(description="Trains the small Llama of the Stories example.")
    parser.add_argument("--corpus", default="corpus.txt")
    parser.add_argument("--output", default="../Model")
    parser.add_argument("--steps", type=int, default=1800)
    parser.add_argument("--rate", type=float, default=4e-3, help="the highest learning rate")
    parser.add_argument("--from", dest="start", help="weights to go on from")
    parser.add_argument("--cut", type=float, default=0.0, help="share of stories that begin later")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    keep_freed_memory()
    with open(options.corpus, encoding="utf-8") as file:
        stories = [story.strip("\n") for story in file.read().split("\n\n")]
    os.makedirs(options.output, exist_ok=True)
    tokenizer = tokenization.train(stories, llama.STORIES.vocabulary)
    tokenizer.save(os.path.join(options.output, "stories.tokenizer.bin"))
    sequences = [tokenizer.encode_by_words(story) + [tokenization.BEGIN] for story in stories]
    source = random.Random(options.seed)
    for at in range(HELD_OUT, len(stories)):
        if source.random() < options.cut:
            sequences[at] = tokenizer.encode_by_words(cut(stories[at], source)) + [tokenization.BEGIN]
    lengths = [len(sequence) for sequence in sequences]
    print(f"{len(stories)} stories, {sum(lengths)} tokens, {min(lengths)} to {max(lengths)} a story")
    for story, sequence in list(zip(stories, sequences))[:3]:
        assert tokenizer.encode(story) == sequence[:-1] and tokenizer.decode(sequence) == story

    generator = torch.Generator().manual_seed(options.seed)
    if options.start:
        weights = {name: torch.nn.Parameter(tensor) for name, tensor in checkpoint.read(options.start).items()}
    else:
        weights = llama.initial_weights(llama.STORIES, generator)
    for weights in train(weights, sequences[HELD_OUT:], sequences[:HELD_OUT], options.steps, options.rate, options.seed):
        checkpoint.write(os.path.join(options.output, "stories.safetensors"), weights)
    for prompt, temperature in (("Once upon a time", 0.0), ("", 0.8), ("One day, a little fox", 0.8)):
        generator.manual_seed(options.seed)
        text, _ = llama.generate(llama.STORIES, weights, tokenizer, prompt, 256, temperature, generator)
        print(f"--- {prompt!r} at temperature {temperature}\n{text}")


if __name__ == "__main__":
    main()
