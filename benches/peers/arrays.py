"""The arrays that prepare.py wrote, for the peers that work on arrays or graphs."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Arrays:
    """People are the nodes from 0 on, companies follow them."""

    person: np.ndarray
    company: np.ndarray
    start: np.ndarray
    end: np.ndarray
    deal: np.ndarray
    party: np.ndarray
    date: np.ndarray
    query_from: np.ndarray
    query_to: np.ndarray
    people: int
    companies: int

    def queries(self) -> list[tuple[int, int]]:
        sources, targets = self.query_from + self.people, self.query_to + self.people
        return list(zip(sources.tolist(), targets.tolist()))

    def edges(self) -> np.ndarray:
        """One row (person, company) for each two that are joined, however many seats join them."""
        packed = np.unique(self.person.astype(np.int64) * self.companies + self.company)
        return np.column_stack((packed // self.companies, packed % self.companies + self.people))


def read_arrays(folder: Path) -> Arrays:
    def read(name: str) -> np.ndarray:
        return np.load(folder / f"{name}.npy")

    people, companies = (int(size) for size in read("sizes"))
    columns = ("person", "company", "start", "end", "deal", "party", "date")
    return Arrays(
        **{name: read(name) for name in columns},
        query_from=read("from"),
        query_to=read("to"),
        people=people,
        companies=companies,
    )
