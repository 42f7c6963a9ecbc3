"""What surrounds the kernels: starting, and what compiling each model takes.

`start-110M` counts from the start of the process to the logits of the first token, for the app as it is published: compiled ahead of
time for the framework (ReadyToRun), and to one native program (NativeAOT). Both load a Llama of 110 million parameters in F32 on all
cores, without and with what an earlier load has kept. Processor time is that of the whole process, on all threads.

`threads` forks and joins a team of two on nothing, looks at what its idle thread takes, and puts four busy processes beside a step.

`zoo-native` compiles each model of examples/Zoo once more and shows processor time and bytes.
"""

import json
import os
import shutil
import subprocess
import sys

from measure.side import HERE, WORK, run

from .llama2c import LARGE_FILE, Large

REPEATS = 7
BUSY_PROCESSES = 4


class Case:
    """A case that measures and reports itself; no other side does the same."""

    group, quick = "runtime", False

    def __init__(self, name, report):
        self.name, self.measure = name, report

    def report(self, bench):
        """Prints what is measured and returns its lines."""
        text = list(self.measure(bench))
        print("\n".join(text), flush=True)
        return text


def publish(bench, name, form, *options):
    folder = WORK / f"published-{form}"
    if not (bench.options.no_build and folder.is_dir()):
        run(["dotnet", "publish", HERE / f"{name}/{name}.csproj", "-c", "Release", "-r", "linux-x64", *options, "-o", folder, "-nologo", "-v", "q"], f"publishing bench/{name}, {form}")
    return folder


def start(bench):
    model, tokens, kept = WORK / LARGE_FILE, WORK / "start.tokens.txt", WORK / "kept"
    Large.make(model)
    tokens.write_text("1\n")
    forms = {
        "framework-dependent": ["dotnet", publish(bench, "Llama", "r2r", "--no-self-contained", "-p:PublishReadyToRun=true") / "Llama.dll"],
        "NativeAOT": [publish(bench, "Llama", "aot", "-p:PublishAot=true") / "Llama"],
    }
    # A prompt of one token, one more after it, no rounds, on all cores.
    work = [model, tokens, "1", "1", "0", "0"]
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    times = {}
    for _ in range(REPEATS + 1):
        for form, command in forms.items():
            for how, more in (("", []), (", kept", [kept])):
                times.setdefault(form + how, []).append(process([*command, *work, *more]))
    shutil.rmtree(kept)
    yield f"start-110M: from the start of the process to the first token, {os.cpu_count()} cores; the best of {REPEATS}, the first left out"
    yield f"  {'':28}{'wall, ms':>10}{'median':>10}{'processor, ms':>16}"
    for name, values in times.items():
        walls, processors = zip(*values[1:])
        yield f"  {name:28}{min(walls):10.0f}{sorted(walls)[len(walls) // 2]:10.0f}{min(processors):16.0f}"


def process(command):
    """Milliseconds to the first token by the program's own account, and processor time of the process."""
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with status {child.returncode}: {output}")
    return json.loads(output)["first_token_ms"], (usage.ru_utime + usage.ru_stime) * 1e3


def threads(bench):
    program = ["dotnet", bench.build("Threads")]
    alone = json.loads(run(program, "bench/Threads"))
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY_PROCESSES)]
    try:
        beside = json.loads(run([*program, "steps"], "bench/Threads beside busy processes"))
    finally:
        for each in busy:
            each.kill()
            each.wait()
    cores = len(os.sched_getaffinity(0))
    # Two threads of a step and the busy processes share the cores alike.
    fair = max(1, (2 + BUSY_PROCESSES) / cores)
    yield "threads: a team of 2"
    yield f"  fork and join: best {alone['fork_us']:.2f} us, median {alone['fork_median_us']:.2f}"
    yield f"  processor time that the idle thread takes after a step, before it sleeps: {alone['idle_us']:.0f} us"
    yield (
        f"  steps of a Llama of 260K parameters: {alone['step_us']:.0f} us each; beside {BUSY_PROCESSES} busy processes on {cores} cores {beside['step_us']:.0f} us, "
        f"{beside['step_us'] / alone['step_us']:.1f} times as long, where a fair share makes {fair:.1f} (load before: {os.getloadavg()[0]:.1f})")


def zoo(bench):
    if not bench.options.no_build:
        run(["dotnet", "build", HERE.parent / "examples/Zoo/Zoo.csproj", "-c", "Release", "-nologo", "-v", "q"], "building examples/Zoo")
    yield "zoo-native: compiling each model of examples/Zoo for x86-64-v3"
    yield from run([HERE.parent / "sinter", "native", HERE.parent / "examples/Zoo/bin/Release/net10.0/Zoo.dll", "--cpu", "x86-64-v3"], "sinter native").splitlines()


def cases():
    yield Case("start-110M", start)
    yield Case("threads", threads)
    yield Case("zoo-native", zoo)
