#!/usr/bin/env python3
"""Measures Sinter beside its peers and beside what the machine can do. See README.md."""

import argparse
import fnmatch
import functools
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from cases import decoders, encoders, kernels, llama2c, products, runtime
from measure import peers, results, table
from measure.case import measure
from measure.floors import Floors
from measure.side import HERE, WORK, Side, run

MODULES = [products, kernels, encoders, decoders, llama2c, runtime]


class Bench:
    """The sides that are running, and how long to measure."""

    def __init__(self, options):
        self.options = options
        self.floors = Floors()
        # Ours and each peer run this long in turn, until a case has had its share.
        self.slice, self.seconds = (0.05, 0.8) if options.quick else (0.1, options.seconds)
        self.running = {}

    def app(self, name, copy=""):
        """One of our programs in this folder, built as it is now; another process for another copy."""
        return self.once(name + copy, lambda: ["dotnet", self.build(name)])

    def node(self, program):
        return self.once(program, lambda: peers.node(program))

    def torch(self, threads):
        environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
        return self.once(f"torch-{threads}", lambda: [self.options.torch, HERE / "peers/torch_side.py"], environment)

    @functools.cache
    def build(self, name):
        if not self.options.no_build:
            run(["dotnet", "build", HERE / name / f"{name}.csproj", "-c", "Release", "-nologo", "-v", "q"], f"building bench/{name}")
        return HERE / name / f"bin/Release/net10.0/{name}.dll"

    def once(self, name, command, environment=None):
        if name not in self.running:
            self.running[name] = Side(name, command(), environment)
        return self.running[name]

    def close(self):
        for side in self.running.values():
            side.close()
        self.running.clear()


def chosen(options):
    every = [case for module in MODULES for case in module.cases()]
    if not options.only:
        return [case for case in every if case.quick] if options.quick else every
    found = [case for case in every if any(case.name == name or case.group == name or fnmatch.fnmatch(case.name, f"{name}*") for name in options.only)]
    if not found:
        sys.exit(f"no case is called {' or '.join(options.only)}; --list names them")
    return found


def main():
    parser = argparse.ArgumentParser(prog="bench/run.sh", description="Measures Sinter beside its peers and beside what the machine can do.")
    parser.add_argument("--only", action="append", metavar="CASE", help="a case, a group or the beginning of names; may be given again")
    parser.add_argument("--list", action="store_true", help="name the cases and end")
    parser.add_argument("--quick", action="store_true", help="a few cases, each for less than a second: under 3 minutes in all")
    parser.add_argument("--ours-only", action="store_true", help="no peers: rates and fractions of the floor alone")
    parser.add_argument("--seconds", type=float, default=4, help="how long a case is measured, all sides together; more on a busy machine")
    parser.add_argument("--no-build", action="store_true", help="measure our programs as they were built last")
    parser.add_argument("--torch", default="/usr/bin/python3", help="a Python that has PyTorch")
    parser.add_argument("--data", default=str(HERE / "../../shared/data"), help="folder of stories260K.bin")
    parser.add_argument("--page", metavar="FILE", help="measure nothing, but write what was measured last of each case as a page")
    options = parser.parse_args()
    if options.page:
        pathlib.Path(options.page).write_text(results.page([case for module in MODULES for case in module.cases()]))
        return
    cases = chosen(options)
    if options.list:
        for case in cases:
            print(f"{case.name:40} {case.group}")
        return
    WORK.mkdir(exist_ok=True)
    bench = Bench(options)
    print(table.header(), flush=True)
    for case in cases:
        if hasattr(case, "report"):
            results.keep_text(case, case.report(bench))
            continue
        if options.ours_only:
            case.sides = lambda bench, sides=case.sides: {"ours": sides(bench)["ours"]}
        times, opened, apart = measure(case, bench)
        print(table.row(case, times, bench.floors), flush=True)
        results.keep(case, times, opened, apart, bench.floors)
    bench.close()
    if bench.floors.peaks:
        print(f"\n{table.machine(bench.floors)}")


if __name__ == "__main__":
    main()
