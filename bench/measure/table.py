"""The table that is printed."""

import os


def header():
    return (
        f"{'case':30}{'threads':>8}{'ours best':>12}{'median':>10}{'peer best':>12}{'median':>10}{'ratio':>8}{'median':>8}"
        f"{'of floor':>10}{'rate':>16}  peer")


def row(case, times, floors):
    """A line for each peer. Ratios are how many times as fast ours is; times are milliseconds."""
    ours = times.get("ours")
    peers = {name: value for name, value in times.items() if name != "ours"} or {"": None}
    lines = []
    for name, peer in peers.items():
        line = f"{case.name:30}{case.threads:8}"
        line += f"{ours.best * 1e3:12.3f}{ours.median * 1e3:10.3f}" if ours else " " * 22
        line += f"{peer.best * 1e3:12.3f}{peer.median * 1e3:10.3f}" if peer else " " * 22
        line += f"{peer.best / ours.best:8.2f}{peer.median / ours.median:8.2f}" if ours and peer else " " * 16
        shown = ours or peer
        least = floor(case, floors)
        line += f"{least / shown.best:10.1%}" if least else " " * 10
        lines.append(f"{line}{rate(case, shown):>16}  {name}")
    return "\n".join(lines)


def floor(case, floors):
    """The seconds below which this machine cannot do the case."""
    arithmetic = case.operations / floors.peak(case.threads) if case.operations else 0
    return max(arithmetic, case.bytes / floors.rate(case.threads) if case.bytes else 0)


def rate(case, times):
    if case.unit:
        return f"{case.unit[1] / times.best:.1f} {case.unit[0]}"
    return f"{case.operations / times.best / 1e9:.1f} GFLOP/s" if case.operations else ""


def machine(floors):
    """What the fractions are of."""
    peaks = ", ".join(f"{value:.1f} GFLOP/s on {threads}" for threads, value in sorted(floors.peaks.items()))
    rates = ", ".join(f"{value:.1f} GB/s on {threads}" for threads, value in sorted(floors.rates.items()))
    return f"floors: multiply-adds {peaks}" + (f"; memory reads {rates}" if rates else "") + f" thread(s); load {os.getloadavg()[0]:.1f}"
