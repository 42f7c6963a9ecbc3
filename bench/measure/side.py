"""One side of a comparison: a program that stays alive, so that loading is done once and short repeats alternate."""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import numpy

HERE = pathlib.Path(__file__).resolve().parent.parent
WORK = HERE / "work"


def run(command, what, **more):
    """What a program prints; ends the bench where it fails."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{what} ended with status {done.returncode}: {shlex.join(map(str, command))}\n{done.stdout}")
    return done.stdout


class Side:
    """A program of the protocol in bench/README.md: `open`, `time`, `result`, one line of JSON for each."""

    def __init__(self, name, command, environment=None):
        self.name, self.command, self.environment = name, [str(word) for word in command], environment
        self.process = None

    def ask(self, *words):
        if self.process is None:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=self.environment)
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"{self.name} ended at '{' '.join(map(str, words))}' with status {self.process.wait()}")
            # Libraries of a peer may write lines of their own; answers are objects.
            if line.startswith("{"):
                break
        answer = json.loads(line)
        if "error" in answer:
            sys.exit(f"{self.name}, at '{' '.join(map(str, words))}': {answer['error']}")
        return answer

    def open(self, *words):
        """Makes a case ready; the seconds that it took."""
        return self.ask("open", *words)["seconds"]

    def time(self, seconds):
        """Seconds of each of the repeats that fit: {'wall': [...], 'processor': [...]}, the second of the calling thread."""
        return self.ask("time", seconds)

    def result(self):
        """The numbers of one run."""
        with tempfile.NamedTemporaryFile(dir=WORK) as file:
            count = self.ask("result", file.name)["count"]
            values = numpy.fromfile(file.name, numpy.float32)
        if len(values) != count:
            sys.exit(f"{self.name}: {len(values)} results, {count} were promised")
        return values

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None
