"""Generates records of people, some of them two to four times in other spellings, and who is whom.

The names and their shares are those of the United States census of 1990, as the package `names`
brings them. Nicknames are drawn from the table of the tool. The same number and seed give the same
files.
"""

import csv
import random
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

NICKNAMES = Path(__file__).resolve().parents[2] / "crates" / "interlocks-identity" / "tables" / "nicknames.csv"
SEED = 7


class Person(NamedTuple):
    given: str
    middle: str
    family: str
    gender: str
    birth: tuple[int, int, int]


class Names:
    """Names that are drawn as often as people have them."""

    def __init__(self, census: Path):
        self.families = Drawn(_shares(census / "dist.all.last", 0.0002))
        men = _shares(census / "dist.male.first", 0.001)
        women = _shares(census / "dist.female.first", 0.001)
        self.givens = Drawn(
            [((name, "male"), share) for name, share in men] + [((name, "female"), share) for name, share in women]
        )
        self.nicknames: dict[str, list[str]] = {}
        with NICKNAMES.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                self.nicknames.setdefault(row["stands_for"], []).append(row["name"])


class Drawn:
    def __init__(self, shares: list[tuple]):
        self.values = [value for value, _ in shares]
        self.sums = list(accumulate(share for _, share in shares))

    def draw(self):
        return self.values[bisect(self.sums, random.random() * self.sums[-1])]


def generate(people: int, census: Path, folder: Path, truth: Path) -> None:
    """Writes `people.csv` with so many records, and the table of who is whom."""
    random.seed(SEED)
    names = Names(census)
    records: list[tuple] = []
    entity = 0
    while len(records) < people:
        person = _person(names)
        for copy in range(min(_copies(), people - len(records))):
            records.append((*_record(person, copy, names), entity))
        entity += 1
    random.shuffle(records)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as people_file, truth.open(
        "w", encoding="utf-8", newline=""
    ) as truth_file:
        rows, entities = (csv.writer(file, lineterminator="\n") for file in (people_file, truth_file))
        rows.writerow(("id", "name", "birth", "gender", "source"))
        entities.writerow(("id", "entity"))
        for number, (*cells, entity) in enumerate(records):
            rows.writerow((f"P{number:08d}", *cells))
            entities.writerow((f"P{number:08d}", entity))


def _person(names: Names) -> Person:
    given, gender = names.givens.draw()
    family = names.families.draw()
    middle = names.givens.draw()[0] if random.random() < 0.5 else ""
    birth = (1930 + int(60 * random.random()), random.randint(1, 12), random.randint(1, 28))
    return Person(given, middle, family, gender, birth)


def _copies() -> int:
    """Four of five people have one record."""
    return 1 if random.random() < 0.8 else random.choice([2, 2, 2, 3, 4])


def _record(person: Person, copy: int, names: Names) -> tuple[str, str, str, str]:
    given, family = _spelt(person, names) if copy else (person.given, person.family)
    name = _written(given, _middle(person.middle), family)
    birth = _birth(*person.birth)
    gender = person.gender if random.random() < 0.3 else ""
    return name, birth, gender, "RA"[random.random() < 0.4]


def _spelt(person: Person, names: Names) -> tuple[str, str]:
    given, family = person.given, person.family
    chance = random.random()
    if chance < 0.08 and given.lower() in names.nicknames:
        given = random.choice(names.nicknames[given.lower()]).capitalize()
    elif chance < 0.14:
        given = given[0] + "."
    elif chance < 0.18:
        family = _typed_wrong(family)
    elif chance < 0.22:
        given = _typed_wrong(given)
    elif chance < 0.24:
        family = names.families.draw()
    return given, family


def _typed_wrong(name: str) -> str:
    at = random.randrange(len(name))
    return name[:at] + random.choice(["", name[at] * 2, random.choice("aeinrst")]) + name[at + 1 :]


def _middle(middle: str) -> str:
    chance = random.random()
    if chance < 0.3:
        return ""
    return middle[0] + "." if middle and chance < 0.5 else middle


def _written(given: str, middle: str, family: str) -> str:
    forenames = " ".join(part for part in (given, middle) if part)
    return f"{family.upper()}, {forenames}" if random.random() < 0.5 else f"{forenames} {family}"


def _birth(year: int, month: int, day: int) -> str:
    """A quarter of the births is unknown; most others are known to the month; one in a hundred is a year off."""
    chance = random.random()
    if chance < 0.25:
        birth = ""
    elif chance < 0.35:
        birth = f"{year}"
    elif chance < 0.8:
        birth = f"{year}-{month:02d}"
    else:
        birth = f"{year}-{month:02d}-{day:02d}"
    if random.random() < 0.01 and birth:
        birth = str(year + 1) + birth[4:]
    return birth


def _shares(path: Path, added: float) -> list[tuple[str, float]]:
    """Reads names and their shares; the rarest, whose share is printed as nought, get a little."""
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines())
    return [(cells[0].capitalize(), float(cells[1]) + added) for cells in lines if len(cells) >= 4]
