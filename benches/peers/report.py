"""One table out of what the tool and its peers printed, and whether they agree."""

from dataclasses import dataclass, field

TOOL = "tool"

# The counts every contestant owes for a phase; without them agreement would mean nothing.
OWED = {
    "load-seats": (),
    "load-two-columns": (),
    "load-all": (),
    "build-graph": (),
    "pairs-undated": ("pairs", "weight"),
    "pairs-dated": ("pairs", "weight"),
    "components": ("components", "largest"),
    "paths": ("found", "steps"),
    "deals": ("deals",),
}

# Figures about the machine, not about the data: free to differ.
NOT_COUNTS = {"phase", "seconds", "bytes"}


@dataclass
class Contestant:
    """What one of them did: per phase the shortest time and the counts."""

    name: str
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    peak_bytes: int | None = None
    troubles: list[str] = field(default_factory=list)

    def add(self, line: dict) -> None:
        phase = line["phase"]
        if phase == "memory":
            self.peak_bytes = line["peak_bytes"]
            return
        self.seconds[phase] = min(line["seconds"], self.seconds.get(phase, float("inf")))
        if "bytes" in line:
            self.bytes[phase] = line["bytes"]
        counts = {name: value for name, value in line.items() if name not in NOT_COUNTS}
        if self.counts.setdefault(phase, counts) != counts:
            self.troubles.append(f"{phase}: {self.name} counts {counts}, and before {self.counts[phase]}")


def contestant(name: str, lines: list[dict], trouble: str | None) -> Contestant:
    result = Contestant(name, troubles=[trouble] if trouble else [])
    for line in lines:
        result.add(line)
    if result.peak_bytes is None:
        result.troubles.append(f"{name}: no line about memory")
    return result


def phases_of(contestants: list[Contestant]) -> list[str]:
    """The phases in the order of OWED, then whatever else somebody measured."""
    measured = dict.fromkeys(phase for one in contestants for phase in one.seconds)
    return [phase for phase in OWED if phase in measured] + [phase for phase in measured if phase not in OWED]


def disagreements(phase: str, contestants: list[Contestant]) -> list[str]:
    took_part = [one for one in contestants if phase in one.seconds]
    found = [
        f"{phase}: {one.name} has no count of {name}"
        for one in took_part
        for name in OWED.get(phase, ())
        if name not in one.counts[phase]
    ]
    for name in sorted({name for one in took_part for name in one.counts[phase]}):
        values = {one.name: one.counts[phase][name] for one in took_part if name in one.counts[phase]}
        if len(set(values.values())) > 1:
            listed = ", ".join(f"{who} {value:,}" for who, value in values.items())
            found.append(f"{phase}: {name} differ: {listed}")
    return found


def summary(contestants: list[Contestant]) -> dict:
    """Everything the table shows, and the counts, as plain data."""
    phases = {phase: _phase_summary(phase, contestants) for phase in phases_of(contestants)}
    troubles = [trouble for one in contestants for trouble in one.troubles]
    troubles += [line for phase in phases for line in disagreements(phase, contestants)]
    return {
        "phases": phases,
        "peak_bytes": {one.name: one.peak_bytes for one in contestants},
        "troubles": troubles,
    }


def _phase_summary(phase: str, contestants: list[Contestant]) -> dict:
    seconds = {one.name: one.seconds[phase] for one in contestants if phase in one.seconds}
    peers = {name: value for name, value in seconds.items() if name != TOOL}
    best = min(peers, key=peers.get, default=None)
    compared = best is not None and TOOL in seconds
    return {
        "seconds": seconds,
        "counts": {one.name: one.counts[phase] for one in contestants if phase in one.seconds},
        "bytes": {one.name: one.bytes[phase] for one in contestants if phase in one.bytes},
        "best_peer": best,
        "best_peer_over_tool": peers[best] / seconds[TOOL] if compared and seconds[TOOL] > 0 else None,
        "agree": _agreement(phase, contestants),
    }


def _agreement(phase: str, contestants: list[Contestant]) -> bool | None:
    """None where there was nobody, or nothing, to agree with."""
    if disagreements(phase, contestants):
        return False
    counting = [one for one in contestants if one.counts.get(phase)]
    return True if len(counting) > 1 else None


def markdown(result: dict, names: list[str]) -> str:
    peers = [name for name in names if name != TOOL]
    head = ["phase", *names, "best peer", "best peer / tool", "counts agree"]
    rows = [_phase_row(phase, entry, names) for phase, entry in result["phases"].items()]
    memory = [_megabytes(result["peak_bytes"].get(name)) for name in names]
    rows.append(["peak memory", *memory, "", "", ""])
    if not peers or TOOL not in names:
        head.remove("best peer / tool")
        rows = [[*row[:-2], row[-1]] for row in rows]
    return _aligned([head, *rows])


def _phase_row(phase: str, entry: dict, names: list[str]) -> list[str]:
    ratio = entry["best_peer_over_tool"]
    agree = {True: "yes", False: "**NO**", None: ""}[entry["agree"]]
    times = [_cell(entry, name) for name in names]
    return [phase, *times, entry["best_peer"] or "", f"{ratio:.2f}" if ratio else "", agree]


def _cell(entry: dict, name: str) -> str:
    if name not in entry["seconds"]:
        return ""
    size = entry["bytes"].get(name)
    return _duration(entry["seconds"][name]) + (f" ({_megabytes(size)})" if size else "")


def _duration(seconds: float) -> str:
    for unit, factor in (("s", 1), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{_three_digits(seconds * factor)} {unit}"
    return f"{_three_digits(seconds * 1e6)} µs"


def _three_digits(value: float) -> str:
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{_three_digits(size / 1e6)} MB"


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(row, widths) for row in [rows[0], rule, *rows[1:]]) + "\n"


def _line(row: list[str], widths: list[int]) -> str:
    first, *rest = zip(row, widths)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "| " + " | ".join(cells) + " |"
