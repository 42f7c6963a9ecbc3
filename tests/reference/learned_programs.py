"""Expected outputs of learned Transformer Programs: runs their Python, as exported, on the examples of the file and on random
sequences, and writes tokens, logits and labels.

Needs pandas and numpy. Usage: learned_programs.py program.py [fixture.json] [count]
Without a fixture's name, it writes beside this script, to fixtures/learned/<program>.json.
"""
import contextlib
import csv
import io
import json
import os
import random
import re
import sys


def load(path):
    """The program as a module in memory; the paths that it reads are those of the files beside it."""
    folder = os.path.dirname(os.path.abspath(path))
    with open(path, encoding="utf-8") as file:
        source = file.read()
    source = re.sub(r'pd\.read_csv\(\s*"([^"]*)"', lambda m: "pd.read_csv(" + repr(os.path.join(folder, os.path.basename(m.group(1)))), source)
    source = re.sub(r"^from \S+\.(\w+) import", r"from \1 import", source, flags=re.M)
    sys.path.insert(0, folder)
    space = {}
    # The file runs its own examples and prints them.
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, path, "exec"), space)
    return space


def run(space, tokens):
    """What run(tokens) returns, and its local variables logits and pooled."""
    found = {}

    def watch(frame, event, _):
        if event == "return" and frame.f_code is space["run"].__code__:
            found.update({name: frame.f_locals[name] for name in ("logits", "pooled") if name in frame.f_locals})

    sys.setprofile(watch)
    try:
        result = space["run"](tokens)
    finally:
        sys.setprofile(None)
    return result, found["logits"], found.get("pooled")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    path = sys.argv[1]
    name = os.path.splitext(os.path.basename(path))[0]
    here = os.path.dirname(os.path.abspath(__file__))
    output = sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, "fixtures", "learned", name + ".json")
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    weights = rows(path[:-3] + "_weights.csv")
    longest = 0
    positions = {row["value"] for row in weights if row["feature"] == "positions"}
    while str(longest) in positions:
        longest += 1
    # Rows of one name fill variables that are wider than the vocabulary.
    tokens = [row["value"] for row in weights if row["feature"] == "tokens" and row["value"]]
    words = [token for token in tokens if tokens.count(token) == 1]
    if not words:
        words = [row["word"] for row in rows(path[:-3] + "_embeddings.csv")]
    space = load(path)
    chosen = random.Random(len(words) * 1000 + longest)
    inputs = [list(x) for x, _ in space.get("examples", [])]
    inputs += [chosen.choices(words, k=length) for length in range(1, longest + 1)]
    while len(inputs) < count:
        inputs.append(chosen.choices(words, k=chosen.randint(1, longest)))
    cases = []
    for tokens in inputs:
        try:
            result, logits, pooled = run(space, tokens)
        except KeyError as error:
            # Words that pandas reads as missing values are unknown to the Python.
            print(f"{name}: {tokens} has no value in Python: {error}", file=sys.stderr)
            continue
        case = {"tokens": tokens, "logits": logits.tolist()}
        if pooled is None:
            case["labels"] = list(result)
        else:
            case["pooled"] = pooled.tolist()
            case["class"] = str(result)
        cases.append(case)
    with open(output, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
