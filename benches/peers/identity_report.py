"""One table for each set: what each contestant found, and what it took."""

import statistics

TOOL, COUNT, SPLINK = "interlocks", "interlocks-count", "splink"
LABELS = {TOOL: "interlocks resolve", COUNT: "the same, only `--count`", SPLINK: "Splink"}
HEADER = ("", "compared", "listed", "precision", "recall", "F1", "recall at P .99", "best F1", "seconds",
          "CPU seconds", "peak MB")


def result(name: str, records: int, contestants: list) -> dict:
    lines = [_line(contestant) for contestant in contestants]
    seconds = {line["name"]: line for line in lines if line.get("seconds")}
    ratios = {
        own: {figure: seconds[SPLINK][figure] / seconds[own][figure] for figure in ("seconds", "cpu_seconds")}
        for own in (TOOL, COUNT)
        if own in seconds and SPLINK in seconds
    }
    return {"set": name, "records": records, "contestants": lines, "splink_to": ratios}


def _line(contestant) -> dict:
    runs = contestant.runs
    line = {"name": contestant.name, "trouble": contestant.trouble, "runs": runs, **contestant.quality}
    if not runs:
        return line
    middle = {figure: statistics.median(run[figure] for run in runs) for figure in ("seconds", "cpu_seconds")}
    compared = contestant.quality.get("compared", runs[-1].get("compared"))
    own = contestant.quality.get("own", {})
    accuracy = {key: own[key] for key in ("precision", "recall", "f1", "recall_at_p99", "best_f1") if key in own}
    return {**line, "compared": compared, **middle, "peak_bytes": max(run["peak_bytes"] for run in runs),
            **runs[-1].get("accuracy", accuracy)}


def markdown(result: dict) -> str:
    lines = [f"### {result['set']}: {result['records']:,} records", ""]
    lines += ["| " + " | ".join(HEADER) + " |", "| --- |" + " ---: |" * (len(HEADER) - 1)]
    lines += ["| " + " | ".join(_cells(line)) + " |" for line in result["contestants"]]
    for own, ratio in result["splink_to"].items():
        lines += ["", f"Splink takes {ratio['seconds']:.1f} times as long as {own}, and {ratio['cpu_seconds']:.1f} "
                  "times as much CPU time."]
    loads = [run["load"] for line in result["contestants"] for run in line["runs"]]
    if loads:
        lines += ["", f"Load of the machine before the runs: {min(loads):.1f} to {max(loads):.1f}. Runs: "
                  + ", ".join(f"{line['name']} {len(line['runs'])}" for line in result["contestants"]) + "."]
    return "\n".join(lines) + "\n"


def _cells(line: dict) -> list[str]:
    label = LABELS.get(line["name"], f"nomenklatura {line['name']}")
    if not line["runs"]:
        return [label, line["trouble"] or "not run"] + [""] * (len(HEADER) - 2)
    shares = [line.get(share) for share in ("precision", "recall", "f1", "recall_at_p99", "best_f1")]
    return [label, _count(line["compared"]), _count(line.get("listed")), *(_share(share) for share in shares),
            f"{line['seconds']:.2f}", f"{line['cpu_seconds']:.2f}", f"{line['peak_bytes'] / 1e6:,.0f}"]


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.3f}".removeprefix("0")
