"""DuckDB on one table of seats: from a CSV file to a CSV file of dated pairs, or to their number.

    python3 peer_duckdb_table.py TABLE OUT|--count THREADS

One process, from start to end. People with one seat are left out before the join, people and
companies are numbered, and names are joined back at the end: each was faster than without. The
columns are typed by the reader.
"""

import sys

import duckdb

from common import BOARD_ROLES

SEATS = """
CREATE TABLE seats AS
    SELECT {person} AS person_key, {company} AS company_key, company_name,
           coalesce("start", '-infinity'::DATE) AS starts, coalesce("end", 'infinity'::DATE) AS ends
    FROM read_csv('{table}') WHERE role IN {roles};
"""

TABLES = """
CREATE TABLE companies AS
    SELECT company_key, any_value(company_name) AS name, row_number() OVER ()::INTEGER AS company
    FROM seats GROUP BY company_key;
CREATE TABLE people AS
    SELECT person_key, row_number() OVER ()::INTEGER AS person FROM seats GROUP BY person_key HAVING count(*) > 1;
CREATE TABLE board AS
    SELECT person, company, starts, ends FROM seats JOIN people USING (person_key) JOIN companies USING (company_key);
CREATE TABLE shared AS
    SELECT DISTINCT x.company AS a, y.company AS b, x.person
    FROM board x JOIN board y ON x.person = y.person AND x.company < y.company
        AND x.starts < y.ends AND y.starts < x.ends AND x.starts < x.ends AND y.starts < y.ends;
"""

PAIRS = "SELECT a, b, count(*) AS shared FROM shared GROUP BY a, b"

WRITTEN = """
COPY (SELECT x.company_key AS a_id, x.name AS a, y.company_key AS b_id, y.name AS b, shared
      FROM ({pairs}) JOIN companies x ON x.company = a JOIN companies y ON y.company = b) TO '{out}' (HEADER)
"""


def main() -> None:
    table, out, threads = sys.argv[1:]
    connection = duckdb.connect(config={"threads": int(threads)})
    columns = {row[0] for row in connection.execute(f"DESCRIBE FROM read_csv('{table}')").fetchall()}
    person, company = (("person_id", "company_id") if "person_id" in columns else ("person_name", "company_name"))
    connection.execute(SEATS.format(person=person, company=company, table=table, roles=BOARD_ROLES))
    connection.execute(TABLES)
    if out == "--count":
        print(*connection.execute(f"SELECT count(*), sum(shared) FROM ({PAIRS})").fetchone())
    else:
        connection.execute(WRITTEN.format(pairs=PAIRS, out=out))


if __name__ == "__main__":
    main()
