"""Measures the pairs that a contestant wrote against the truth; the same way for all.

    python3 identity_measure.py PAIRS TRUTH

PAIRS has `id_a`, `id_b` and `probability` (or `bits`, which are finer). TRUTH has `id`, `entity`
and perhaps `block`. A pair counts if both records are named, both are of one block and at least one
entity is known. It is a process of its own, so that the memory of the program that measures stays small.
"""

import csv
import json
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

LIKELY = 0.5
SURE = 0.99


def main() -> None:
    pairs, truth = (Path(argument) for argument in sys.argv[1:3])
    known = _truth(truth)
    true = sum(size * (size - 1) // 2 for size in Counter(entity for entity, _ in known.values() if entity).values())
    listed, counted = 0, []
    with pairs.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            listed += 1
            same = _is_same(known.get(row["id_a"]), known.get(row["id_b"]))
            if same is not None:
                counted.append((_probability(row), same))
    print(json.dumps({"listed": listed, "true": true, **accuracy(counted, true)}))


def accuracy(counted: list[tuple[float, bool]], true: int) -> dict:
    counted.sort(key=lambda pair: -pair[0])
    found = {"told": 0, "precision": None, "recall": 0.0, "f1": 0.0, "recall_at_p99": 0.0, "best_f1": 0.0}
    right = told = 0
    for probability, group in groupby(counted, key=lambda pair: pair[0]):
        of_group = [same for _, same in group]
        right, told = right + sum(of_group), told + len(of_group)
        f1 = 2 * right / (told + true)
        if probability >= LIKELY:
            found |= {"told": told, "precision": right / told, "recall": right / true, "f1": f1}
        if right / told >= SURE:
            found["recall_at_p99"] = right / true
        found["best_f1"] = max(found["best_f1"], f1)
    return found


def _probability(row: dict) -> float:
    if row.get("bits"):
        return 1 / (1 + 2 ** -max(-1000.0, min(1000.0, float(row["bits"]))))
    return float(row["probability"])


def _truth(path: Path) -> dict[str, tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: (row["entity"], row.get("block", "")) for row in csv.DictReader(file)}


def _is_same(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool | None:
    if a is None or b is None or a[1] != b[1] or not (a[0] or b[0]):
        return None
    return a[0] == b[0]


if __name__ == "__main__":
    main()
