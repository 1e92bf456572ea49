"""Splits names into parts, as whoever uses Splink does beforehand.

Comparing given and family name apart is what its makers advise, and the published tables have one
column `name`. So the peers get the parts ready-made, and the splitting is not timed. Titles, degrees
and generations are taken off, capitals become small letters, letters lose their marks.
"""

import re
import unicodedata
from typing import NamedTuple

TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady hon rev baron baroness count countess earl duke duchess "
    "viscount viscountess marquess prince princess saint captain colonel general admiral".split()
)
POSTNOMINALS = frozenset("obe cbe kbe mbe kcb phd mba msc qc kc esq md cpa mp".split())
GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
PARTICLES = frozenset("von van de der den del della di da dos du la le of ter ten zu zur af av bin al".split())
TITLE_BEHIND_COMMA = re.compile(r"(\d+(st|nd|rd|th)|baron|baronet|earl|viscount|duke|lord|marquess|count)\b")
LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


class Parts(NamedTuple):
    given: str
    middle: str
    family: str
    generation: str


def split(name: str) -> Parts:
    """Returns the parts of a name such as `LEM, Georg E.` or `Sir Georg Lem KBE`."""
    before, comma, behind = plain(name).partition(",")
    if comma and TITLE_BEHIND_COMMA.match(behind.strip()):
        behind = comma = ""
    family, generation = _words(before)
    given: list[str] = []
    if comma:
        given, other = _words(behind)
        generation = generation or other
        if not given:
            given, family = _at_family(family)
    else:
        given, family = _at_family(family)
    return Parts(" ".join(given[:1]), " ".join(given[1:]), " ".join(family), generation)


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(LETTERS_WITHOUT_MARKS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _words(text: str) -> tuple[list[str], str]:
    words, generation = [], ""
    for word in re.sub(r"[^\w'-]+", " ", text).split():
        if word in GENERATIONS:
            generation = GENERATIONS[word]
        else:
            words.append(word)
    rest = [word for word in words if word not in TITLES and word not in POSTNOMINALS]
    return (rest if len(rest) > 1 else words), generation


def _at_family(words: list[str]) -> tuple[list[str], list[str]]:
    """Takes the last word, with the particles before it, as the family name."""
    begin = len(words) - 1
    while begin > 1 and words[begin - 1] in PARTICLES:
        begin -= 1
    family = [word for word in words[begin:] if word not in PARTICLES]
    return words[:begin], family or words[begin:]
