#!/usr/bin/env python3
"""Checks, or writes, the stories that weights must tell at temperature 0.

    expected.py check WEIGHTS TOKENIZER EXPECTED      exit status 1 on any difference
    expected.py write WEIGHTS TOKENIZER EXPECTED STEPS PROMPT...

Each story is told in float32 and in float64, which must agree; and no choice of a token may be so
close (two logits within 1e-3) that another correct order of additions could turn it.
"""

import json
import sys

import torch

import checkpoint
import llama
from tokenizer import Tokenizer

SMALLEST_MARGIN = 1e-3


def tell(weights, tokenizer, prompt, steps):
    text, margin = llama.generate(llama.STORIES, weights, tokenizer, prompt, steps)
    precise = {name: tensor.double() for name, tensor in weights.items()}
    text64, margin64 = llama.generate(llama.STORIES, precise, tokenizer, prompt, steps)
    print(f"{prompt!r}: smallest margin {margin:.2e} in float32, {margin64:.2e} in float64")
    return text, text == text64 and min(margin, margin64) > SMALLEST_MARGIN


def main(action, weights_path, tokenizer_path, expected_path, steps=None, *prompts):
    torch.set_num_threads(1)
    weights, tokenizer = checkpoint.read(weights_path), Tokenizer.load(tokenizer_path)
    if action == "write":
        entries = []
        for prompt in prompts:
            text, firm = tell(weights, tokenizer, prompt, int(steps))
            if not firm:
                sys.exit(f"{prompt!r}: a choice is too close to call; take another prompt")
            entries.append({"prompt": prompt, "steps": int(steps), "text": text})
        with open(expected_path, "w", encoding="utf-8") as file:
            file.write(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
        return 0
    different = 0
    with open(expected_path, encoding="utf-8") as file:
        entries = json.load(file)
    for entry in entries:
        text, _ = tell(weights, tokenizer, entry["prompt"], entry["steps"])
        if text != entry["text"]:
            different += 1
            print(f"expected: {entry['text']}\nfound:    {text}")
    print(f"{len(entries) - different} of {len(entries)} stories as expected")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
