"""A small server over DuckDB that answers what `interlocks serve` does: search, one company, its interlocks.

    python3 peer_duckdb_serve.py FOLDER PORT THREADS

The tables are read from the CSV files of FOLDER and indexed; each thread has a connection of its own with
prepared statements. Prints a line once it listens.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import duckdb

from common import BOARD_ROLES

TABLES = """
CREATE TABLE people AS SELECT id, name, lower(name) AS folded FROM read_csv('{folder}/people.csv', all_varchar = true);
CREATE TABLE companies AS SELECT id, name, lower(name) AS folded FROM read_csv('{folder}/companies.csv', all_varchar = true);
CREATE TABLE seats AS
    SELECT person, company, role, coalesce(try_cast("start" AS DATE), '-infinity'::DATE) AS starts,
           coalesce(try_cast("end" AS DATE), 'infinity'::DATE) AS ends, role IN {roles} AS board
    FROM read_csv('{folder}/seats.csv', all_varchar = true);
CREATE INDEX person_ids ON people (id);
CREATE INDEX company_ids ON companies (id);
CREATE INDEX seat_people ON seats (person);
CREATE INDEX seat_companies ON seats (company);
"""

SEARCH = """
SELECT 'person' AS kind, id, name FROM people WHERE contains(folded, $1)
UNION ALL SELECT 'company', id, name FROM companies WHERE contains(folded, $1) ORDER BY kind, name, id LIMIT 20
"""
SHOW = """
SELECT s.person, p.name, s.role, s.starts, s.ends FROM seats s JOIN people p ON p.id = s.person
WHERE s.company = $1 ORDER BY s.starts
"""
PAIRS = """
SELECT y.company, c.name, count(DISTINCT x.person) AS shared FROM seats x
JOIN seats y ON y.person = x.person AND y.company <> x.company AND x.starts < y.ends AND y.starts < x.ends
JOIN companies c ON c.id = y.company
WHERE x.company = $1 AND x.board AND y.board GROUP BY ALL ORDER BY shared DESC, c.name, y.company
"""


def main() -> None:
    folder, port, threads = sys.argv[1:]
    base = duckdb.connect(config={"threads": int(threads)})
    base.execute(TABLES.format(folder=folder, roles=BOARD_ROLES))
    local = threading.local()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            cursor = getattr(local, "cursor", None)
            if cursor is None:
                cursor = local.cursor = base.cursor()
            url = urlsplit(self.path)
            values = parse_qs(url.query)
            query, value = {
                "/api/v1/search": (SEARCH, values.get("text", [""])[0].lower()),
                "/api/v1/show": (SHOW, values.get("entity", [""])[0].removeprefix("company:")),
                "/api/v1/pairs": (PAIRS, values.get("company", [""])[0].removeprefix("company:")),
            }[url.path]
            body = json.dumps(cursor.execute(query, [value]).fetchall(), default=str).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
