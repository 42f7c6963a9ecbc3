"""A case, how it is measured and what comes out."""

import dataclasses
import statistics
import sys
import time

import numpy


@dataclasses.dataclass
class Case:
    """One line of the table.

    `sides` is a function from the bench to {name: (Side, words to open it with)}; "ours" among them, all others are peers.
    `operations` are those that the algorithm needs, two for a multiply-add; `bytes` what has to be read from memory."""

    name: str
    group: str
    threads: int
    sides: object
    operations: float = 0
    bytes: float = 0
    tolerance: float = 1e-4
    quick: bool = False
    # Where all of the work is done by the thread that calls, its processor time counts.
    by_processor: bool = False
    # What one run yields, for a rate: ("tokens/s", 128).
    unit: tuple = None
    # Sides that do other work of the same kind: their times are multiplied by this, and their results are not compared.
    shares: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Times:
    best: float
    median: float
    count: int



def measure(case, bench):
    """Checks that results agree, then alternates short repeats. Returns {side: Times} and {side: largest difference}."""
    sides = case.sides(bench)
    opened = {}
    for name, (side, words) in sides.items():
        opened[name] = side.open(*words)
    apart = check(case, sides)
    samples = {name: [] for name in sides}
    begin = time.monotonic()
    while True:
        bench.floors.look(case.threads, memory=case.bytes > 0)
        for name, (side, _) in sides.items():
            key = "processor" if case.by_processor else "wall"
            samples[name] += [case.shares.get(name, 1) * seconds for seconds in side.time(bench.slice)[key]]
            # Threads of the side that was just measured may still be looking for work.
            time.sleep(0.02)
        if time.monotonic() - begin > bench.seconds:
            break
    times = {name: Times(min(values), statistics.median(values), len(values)) for name, values in samples.items()}
    return times, opened, apart


def check(case, sides):
    """The largest difference of each peer's results from ours, in parts of the largest result."""
    results = {name: side.result() for name, (side, _) in sides.items() if name not in case.shares}
    ours = results.pop("ours")
    apart = {}
    for name, theirs in results.items():
        if len(theirs) != len(ours):
            sys.exit(f"{case.name}: {len(ours)} results, {name} has {len(theirs)}")
        # In this form a NaN on either side is a difference, too.
        gap = float(numpy.abs(ours - theirs).max() / numpy.abs(theirs).max())
        if not gap <= case.tolerance:
            sys.exit(f"{case.name}: results are {gap:.2e} of the largest from those of {name}, more than {case.tolerance:.0e}; a wrong answer has no speed")
        apart[name] = gap
    return apart
