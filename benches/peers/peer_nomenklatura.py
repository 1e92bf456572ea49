"""nomenklatura: candidates of its blocker, likeliest first, scored by one of its published algorithms.

The algorithms are `logic-v2` (rules), `regression-v1` and `er-unstable` (regressions that its makers
trained on their analysts' decisions; the last is what its `xref` takes by default). Records are
entities of the schema Person, as its own data has them: the name as it is written and in parts, the
birth, the gender, places as an address. Its `xref` takes 70 percent of a score if both records are of
one dataset; that is left out, or no pair would be likely. Boards are left out: its scores do not use them.

It takes the 50,000 likeliest pairs by default; here ten for each record, if these are more.
"""

import csv
import logging
import os
import tempfile
from pathlib import Path

from identity_peer import Job, done, read_job

LEAST_PAIRS = 50_000
PAIRS_PER_RECORD = 10
LISTED_FROM = 0.05

PROPERTIES = {
    "name": "name",
    "given": "firstName",
    "middle": "middleName",
    "family": "lastName",
    "generation": "nameSuffix",
    "birth": "birthDate",
    "gender": "gender",
    "birth_place": "birthPlace",
    "occupation": "position",
    "soc_sec_id": "idNumber",
    "nationality": "nationality",
}
ADDRESS = ("street_number", "address", "suburb", "city", "postcode", "state")


def main() -> None:
    job = read_job()
    os.environ["NOMENKLATURA_DUCKDB_THREADS"] = str(job.threads)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(dir=job.output.parent) as folder:
        compared = score(job, Path(folder))
    done(compared=compared)


def score(job: Job, folder: Path) -> int:
    from nomenklatura.blocker import Index
    from nomenklatura.matching import ScoringConfig, get_algorithm

    algorithm, config = get_algorithm(job.algorithm), ScoringConfig.defaults()
    view, records = read(job.table)
    index = Index(view, folder)
    index.build()
    compared = 0
    with job.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id_a", "id_b", "probability"))
        for (a, b), _ in index.pairs(max_pairs=max(LEAST_PAIRS, PAIRS_PER_RECORD * records)):
            score = algorithm.compare(view.get_entity(a.id), view.get_entity(b.id), config).score
            compared += 1
            if score >= LISTED_FROM:
                writer.writerow((a.id, b.id, score))
    index.close()
    return compared


def read(table: Path):
    """Returns a view of the records as entities, and their number."""
    from followthemoney import Dataset, StatementEntity
    from nomenklatura.resolver import Linker
    from nomenklatura.store import SimpleMemoryStore

    dataset = Dataset.make({"name": "records", "title": "Records"})
    store = SimpleMemoryStore(dataset, Linker[StatementEntity]({}))
    records = 0
    with store.writer() as writer, table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            properties = {
                property: [row[column]] for column, property in PROPERTIES.items() if row.get(column)
            }
            address = ", ".join(row[column] for column in ADDRESS if row.get(column))
            if address:
                properties["address"] = [address]
            entity = {"id": row["id"], "schema": "Person", "properties": properties}
            writer.add_entity(StatementEntity.from_data(dataset, entity, cleaned=False))
            records += 1
    return Entities(store.default_view()), records


class Entities:
    """A view that keeps the entities that it has put together; its own would do so again for each pair."""

    def __init__(self, view):
        self.view = view
        self.kept = {}

    def entities(self, include_schemata=None):
        return self.view.entities(include_schemata=include_schemata)

    def get_entity(self, id: str):
        if id not in self.kept:
            self.kept[id] = self.view.get_entity(id)
        return self.kept[id]


if __name__ == "__main__":
    main()
