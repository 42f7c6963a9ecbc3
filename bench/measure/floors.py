"""What this machine can do at most: multiply-adds and reading memory. Measured beside the cases, by small programs in C."""

from .side import HERE, WORK, run

FLAGS = ["-O3", "-march=native", "-ffp-contract=fast", "-pthread"]


class Floors:
    """The best that was seen so far, for each number of threads; every look may raise it."""

    def __init__(self):
        self.peaks, self.rates = {}, {}

    def look(self, threads, memory=False):
        """Measures once more, for some ten milliseconds (memory: some hundred)."""
        best = float(run([self.program("multiply_add"), threads, 40], "multiply_add"))
        self.peaks[threads] = max(self.peaks.get(threads, 0), best)
        if memory:
            best = float(run([self.program("memory_read"), threads], "memory_read").split()[0])
            self.rates[threads] = max(self.rates.get(threads, 0), best)

    def peak(self, threads):
        """Operations a second in f32 multiply-adds, two in each."""
        return self.peaks[threads] * 1e9

    def rate(self, threads):
        """Bytes a second read from memory."""
        return self.rates[threads] * 1e9

    @staticmethod
    def program(name):
        program, source = WORK / name, HERE / "peers" / f"{name}.c"
        if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
            run(["gcc", *FLAGS, source, "-o", program], f"building {name}")
        return program
