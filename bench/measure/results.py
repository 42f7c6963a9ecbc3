"""What was measured last of each case, kept in bench/work, and the page that shows it."""

import json
import os
import pathlib
import re

from .side import WORK

STORE = WORK / "results.json"
TITLES = {
    "products": "Products", "kernels": "Attention, rows and recurrences", "encoders": "Encoders", "decoders": "Decoders", "llama2c": "Beside llama2.c",
    "runtime": "Start, threads, compiling",
}


def load():
    return json.loads(STORE.read_text()) if STORE.exists() else {}


def keep(case, times, opened, apart, floors):
    """Adds a case to what is kept."""
    results = load()
    results[case.name] = {
        "group": case.group, "threads": case.threads, "operations": case.operations, "bytes": case.bytes, "unit": case.unit, "apart": apart, "open": opened,
        "peak": floors.peaks.get(case.threads), "read": floors.rates.get(case.threads), "load": os.getloadavg()[0],
        "times": {name: vars(value) for name, value in times.items()}}
    replace(results)


def keep_text(case, lines):
    """Adds a case that reports in lines of its own."""
    results = load()
    results[case.name] = {"group": case.group, "lines": lines, "load": os.getloadavg()[0]}
    replace(results)


def replace(results):
    partial = STORE.with_suffix(".partial")
    partial.write_text(json.dumps(results, indent=1) + "\n")
    partial.rename(STORE)


def page(cases):
    """Markdown of everything that is kept, in the order of the cases."""
    results = load()
    kept = [(case.name, results[case.name]) for case in cases if case.name in results]
    loads = [result["load"] for _, result in kept] or [0]
    lines = [
        "# Performance", "",
        "Written by `bench/run.sh --page docs/performance.md` from what `bench/run.sh` measured last of each case; `bench/README.md` says how it measures.",
        "Ours and the peer run the same model on the same numbers and as many threads, in turn, after their results were compared. Best and median are",
        "milliseconds, of one thread its own processor time; a ratio above 1 means that ours is faster; \"of floor\" is the share of this machine's",
        "multiply-adds, or of its memory reads, that ours reaches.", "",
        f"Machine: {machine()}. Load while measuring: {min(loads):.1f} to {max(loads):.1f}, where each processor that others keep busy is 1.",
    ]
    for group, title in TITLES.items():
        of_group = [(name, result) for name, result in kept if result["group"] == group]
        if not of_group:
            continue
        lines += ["", f"## {title}", ""]
        texts = [line for _, result in of_group for line in result.get("lines", [])]
        if texts:
            lines += ["```", *texts, "```"]
            continue
        lines += ["| Case | Threads | Ours, best | Median | Peer | Best | Median | Ratio | Of floor | Ours |", "|---|---|---|---|---|---|---|---|---|---|"]
        for name, result in of_group:
            lines += rows(name, result)
    return "\n".join(lines) + "\n"


def rows(name, result):
    ours = result["times"]["ours"]
    floor = max(
        result["operations"] / result["peak"] / 1e9 if result["operations"] else 0,
        result["bytes"] / result["read"] / 1e9 if result["bytes"] and result["read"] else 0)
    rate = f"{significant(result['unit'][1] / ours['best'])} {result['unit'][0]}" if result["unit"] else f"{result['operations'] / ours['best'] / 1e9:.0f} GFLOP/s" if result["operations"] else ""
    own = f"| {re.sub('-[0-9]+t$', '', name)} | {result['threads']} | {number(ours['best'])} | {number(ours['median'])} "
    for peer, times in [(peer, times) for peer, times in result["times"].items() if peer != "ours"] or [("", None)]:
        other = f"| {peer} | {number(times['best'])} | {number(times['median'])} | {times['best'] / ours['best']:.2f} " if times else "| | | | "
        yield f"{own}{other}| {floor / ours['best']:.0%} | {rate} |"


def number(seconds):
    return significant(seconds * 1e3)


def significant(value):
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def machine():
    """The processor's family and what it has, without the name of the machine."""
    facts = dict(re.findall(r"^(.*?)\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE))
    flags = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "asimd", "asimddp", "bf16") if flag in (facts.get("flags") or facts.get("Features", "")).split()]
    family = f", family {facts['cpu family']}" if "cpu family" in facts else ""
    return f"{facts.get('model name', 'a processor')}{family}, {len(os.sched_getaffinity(0))} processors, {' '.join(flags)}"
