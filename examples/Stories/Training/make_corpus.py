#!/usr/bin/env python3
"""Writes the corpus: short stories for children, made by a grammar. The same seed, the same text.

    make_corpus.py [--stories 40000] [--seed 7] [--output corpus.txt]

Stories are separated by an empty line. No two are equal, and each has 60 to 140 words.
"""

import argparse
import random

from storytelling import plots_of_courage, plots_of_finding, plots_of_friends
from storytelling.story import Story

PLOTS = plots_of_finding.PLOTS + plots_of_friends.PLOTS + plots_of_courage.PLOTS
FEWEST_WORDS, MOST_WORDS = 60, 140


def tell(source):
    while True:
        story = Story(source)
        source.choice(PLOTS)(story)
        text = story.text()
        if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS:
            return text


def stories(count, seed):
    source, told = random.Random(seed), set()
    while len(told) < count:
        text = tell(source)
        if text not in told:
            told.add(text)
            yield text


def main():
    parser = argparse.ArgumentParser(description="Writes a corpus of short stories.")
    parser.add_argument("--stories", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--output", default="corpus.txt")
    options = parser.parse_args()
    words, sentences = 0, set()
    with open(options.output, "w", encoding="utf-8", newline="\n") as file:
        for index, text in enumerate(stories(options.stories, options.seed)):
            file.write(("\n" if index else "") + text + "\n")
            words += len(text.split())
            sentences.update(text.replace("\n", " ").replace("! ", ". ").split(". "))
    print(f"{options.stories} stories, {words} words, {len(sentences)} distinct sentences")


if __name__ == "__main__":
    main()
