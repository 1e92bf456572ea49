"""The heavy questions on the engine that holds the data: DuckDB, Polars, DataFusion, Spark or Sail.

Use it where one machine no longer holds the seats, or where they lie in a lake or warehouse. Otherwise the command
line is faster: docs/scale.md says for how many seats.

    interlocks convert registry/ registry.engines --to engines

    import ibis
    from board_interlocks import engines

    boards = engines.open("registry.engines", ibis.duckdb.connect())
    print(engines.wedges(boards))                      # the work, before it is done
    pairs = engines.interlocks(boards, min=2)          # an expression: nothing is computed yet
    engines.results(pairs, "pairs")                    # Parquet with ids and names

``sql(question, dialect)`` writes the same questions as text for a warehouse. requirements.txt beside this file has
the versions that the tests ran with. Nothing here needs the compiled part of the package.
"""

from .answers import QUESTIONS, named, results, run, stream
from .estimate import Estimate, LeftOut, wedges
from .guards import UnsafeExpression, checked
from .questions import deals_with_shared_director, interlocks, overboarding, people_by_boards, shared_people, star_edges
from .skew import left_out
from .tables import FAR_FUTURE, FAR_PAST, SCHEMAS, Tables, open
from .text import DIALECTS, sql

__all__ = [
    "DIALECTS",
    "Estimate",
    "FAR_FUTURE",
    "FAR_PAST",
    "LeftOut",
    "QUESTIONS",
    "SCHEMAS",
    "Tables",
    "UnsafeExpression",
    "checked",
    "deals_with_shared_director",
    "interlocks",
    "left_out",
    "named",
    "open",
    "overboarding",
    "people_by_boards",
    "results",
    "run",
    "shared_people",
    "sql",
    "star_edges",
    "stream",
    "wedges",
]
