"""What `interlocks convert` writes, opened in the tools it is written for; and what they write, read by it."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import duckdb
import followthemoney
import igraph
import networkx as nx
import pandas
from lxml import etree

TOOL = Path(sys.argv[1]).resolve()
HERE = Path(__file__).resolve().parent
BOARDS = HERE.parent.parent / "datasets" / "bigtech-boards"
WOMEN = HERE.parent.parent / "datasets" / "southern-women"


def run(*arguments):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)
    return done.stdout


def rows(data, *arguments):
    return list(csv.DictReader(io.StringIO(run(*arguments[:1], data, *arguments[1:], "-f", "csv"))))


def table(name):
    with open(BOARDS / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def convert(folder, data, name, *arguments):
    run("convert", data, folder / name, "--quiet", *arguments)
    return folder / name


def told(what):
    print(f"ok: {what}")


def graphml(folder):
    people, companies, seats, ties = (table(name) for name in ("people", "companies", "seats", "ties"))
    path = convert(folder, BOARDS, "boards.graphml")
    graph = nx.read_graphml(path, force_multigraph=True)
    kinds = Counter(kind for _, kind in graph.nodes(data="kind"))
    assert kinds == {"person": len(people), "company": len(companies)}, kinds
    assert graph.number_of_edges() == len(seats) + len(ties)
    assert graph.nodes["reed-hastings"]["name"] == "Reed Hastings"
    own = Counter((row["person"], row["company"], row["role"]) for row in seats)
    read = Counter()
    for a, b, cells in graph.edges(data=True):
        if cells["kind"] == "seat":
            person, company = (a, b) if graph.nodes[a]["kind"] == "person" else (b, a)
            read[person, company, cells["role"]] += 1
            assert isinstance(cells["executive"], bool) and isinstance(cells["weight"], float)
    assert read == own
    told(f"networkx reads the boards as GraphML: {graph}")

    pairs = rows(BOARDS, "pairs")
    path = convert(folder, BOARDS, "interlocks.graphml", "--of", "companies")
    graph = igraph.Graph.Read_GraphML(str(path))
    weights = {frozenset(graph.vs[end]["name"] for end in edge.tuple): edge["weight"] for edge in graph.es}
    assert weights == {frozenset((pair["a_name"], pair["b_name"])): float(pair["weight"]) for pair in pairs}
    told(f"igraph reads interlocks as GraphML: {graph.vcount()} companies, {graph.ecount()} pairs")


def gexf(folder):
    schema = etree.RelaxNG(etree.parse(HERE / "gexf-1.3.rng"))
    for name, arguments in (("boards.gexf", ()), ("firms.gexf", ("--of", "companies")), ("women.gexf", ("--of", "people"))):
        data = WOMEN if name == "women.gexf" else BOARDS
        more = ("--undated",) if data == WOMEN else ()
        path = convert(folder, data, name, *arguments, *more)
        document = etree.parse(path)
        assert schema.validate(document), schema.error_log
        spells = len(document.findall(".//{*}spell")) + len(document.findall(".//{*}edge[@start]"))
        told(f"{name} is valid GEXF 1.3, with {spells} spells of edges")
    # networkx knows GEXF 1.2; nothing that is written here differs between the two but the name.
    text = (folder / "boards.gexf").read_text(encoding="utf-8")
    text = text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft").replace('version="1.3"', 'version="1.2"')
    graph = nx.read_gexf(io.BytesIO(text.encode()), version="1.2draft")
    assert graph.nodes["netflix"]["kind"] == "company"
    told(f"networkx reads the boards as GEXF: {graph}")


def pajek(folder):
    # Times in brackets are Pajek's own; igraph stops at them.
    path = convert(folder, BOARDS, "boards.net", "--undated")
    graph = igraph.Graph.Read_Pajek(str(path))
    people, companies, seats = (table(name) for name in ("people", "companies", "seats"))
    assert (graph.vcount(), graph.ecount()) == (len(people) + len(companies), len(seats))
    assert graph.vs["type"].count(False) == len(people)
    told(f"igraph reads the boards as two-mode Pajek: {graph.vcount()} vertices, {graph.ecount()} edges")
    path = convert(folder, BOARDS, "interlocks.net", "--of", "companies")
    graph = nx.read_pajek(path)
    assert graph.number_of_edges() == len(rows(BOARDS, "pairs"))
    told(f"networkx reads interlocks as Pajek: {graph}")


def tables(folder):
    path = convert(folder, BOARDS, "edges.csv")
    seats, ties = table("seats"), table("ties")
    frame = pandas.read_csv(path)
    assert len(frame) == len(seats) + len(ties)
    graph = nx.from_pandas_edgelist(frame, edge_attr=True, create_using=nx.MultiGraph)
    assert graph.has_edge("reed-hastings", "netflix")
    count = duckdb.sql(f"select count(*) from read_csv('{path}') where kind = 'seat'").fetchall()[0][0]
    assert count == len(seats), count
    told(f"pandas and duckdb read the table of edges: {len(frame)} rows")

    place = convert(folder, BOARDS, "neo4j", "--to", "neo4j")
    nodes = {kind: pandas.read_csv(place / f"{kind}.csv") for kind in ("person", "company")}
    for kind, frame in nodes.items():
        assert frame[f"id:ID({kind.title()})"].is_unique
    total = 0
    for path in place.glob("*-*.csv"):
        frame = pandas.read_csv(path)
        start, end = path.stem.split("-")
        for column, kind in ((f":START_ID({start.title()})", start), (f":END_ID({end.title()})", end)):
            assert frame[column].isin(nodes[kind][f"id:ID({kind.title()})"]).all(), (path, column)
        total += len(frame)
    assert total == len(seats) + len(ties)
    told(f"the files for Neo4j hang together: {total} relationships")


def columns(folder):
    place = folder / "parquet"
    done = subprocess.run([TOOL, "convert", BOARDS, place, "--to", "parquet"], capture_output=True, text=True)
    if "--features columnar" in done.stderr:
        print("skipped: this build knows no Parquet")
        return
    assert done.returncode == 0, done.stderr
    for name in ("people", "companies", "seats", "ties", "deals", "sources"):
        count = duckdb.sql(f"select count(*) from '{place / name}.parquet'").fetchall()[0][0]
        assert count == len(table(name)), name
    kinds = dict(duckdb.sql(f"select column_name, column_type from (describe select * from '{place}/seats.parquet')").fetchall())
    assert (kinds["executive"], kinds["source"], kinds["start"]) == ("BOOLEAN", "VARCHAR[]", "VARCHAR"), kinds
    told(f"duckdb reads {len(list(place.glob('*.parquet')))} Parquet files")
    again = folder / "again.parquet"
    duckdb.sql(f"copy (select person, company, role, start, \"end\", board from '{place}/seats.parquet') to '{again}'")
    assert len(rows(again, "pairs")) == len(rows(BOARDS, "pairs"))
    told("what duckdb writes as Parquet has the same pairs")


# The commands whose answers are rows, with what they need beside the data.
ANSWERS = {
    "pairs": [], "people": ["--min", "2"], "conflicts": [], "screen": ["all"], "settle": [], "resolve": [], "rank": ["--by", "degree"],
    "groups": [], "backbone": [], "trend": [], "panel": ["--by", "degree"], "windows": [], "search": ["a"], "stats": [], "check": ["--roles"],
    "path": ["netflix", "meta"], "show": ["netflix"],
}


def answers(folder):
    """A Parquet answer has the cells of the CSV answer, each column with one type, and an empty cell is null."""
    kinds = Counter()
    for command, words in ANSWERS.items():
        path = folder / f"{command}.parquet"
        arguments = [command, BOARDS, *words, "--quiet"]
        text = list(csv.reader(io.StringIO(run(*arguments, "-f", "csv"))))
        run(*arguments, "-o", path)
        read = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
        assert read.columns == text[0], (command, read.columns, text[0])
        cells = read.fetchall()
        assert len(cells) == len(text) - 1, (command, len(cells), len(text))
        for own, row in zip(cells, text[1:]):
            for name, cell, written in zip(text[0], own, row):
                if isinstance(cell, bool):
                    same = written == str(cell).lower()
                elif isinstance(cell, (int, float)):
                    same = float(written) == cell
                else:
                    same = written == (cell or "")
                assert same, (command, name, cell, written)
        kinds.update(map(str, read.types))
    assert {"VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN"} <= set(kinds), kinds
    told(f"duckdb reads the answers of {len(ANSWERS)} commands as Parquet: the cells of CSV, in {dict(kinds)} columns")


def engines(folder):
    """The tables for engines give the pairs of companies, with their number of people and certainty."""
    path = convert(folder, BOARDS, "engines", "--to", "engines")
    found = duckdb.sql(f"""
        WITH seats AS (FROM read_parquet('{path}/seats-*.parquet') WHERE board),
        met AS (
            SELECT a.person, a.company AS a, b.company AS b, max(
                greatest(a.start_latest, b.start_latest) < least(a.end_earliest, b.end_earliest)) AS certain
            FROM seats AS a JOIN seats AS b ON a.person = b.person AND a.company < b.company
            WHERE greatest(a.start_earliest, b.start_earliest) < least(a.end_latest, b.end_latest)
            GROUP BY ALL)
        SELECT x.id, y.id, count(*), max(certain) FROM met
        JOIN read_parquet('{path}/companies.parquet') AS x ON x.number = a
        JOIN read_parquet('{path}/companies.parquet') AS y ON y.number = b GROUP BY ALL""").fetchall()
    found = {(min(a, b), max(a, b)): (shared, certain) for a, b, shared, certain in found}
    own = rows(BOARDS, "pairs")
    own = {(min(r["a_id"], r["b_id"]), max(r["a_id"], r["b_id"])): (int(r["shared"]), r["certain"] == "true") for r in own}
    assert found == own
    told(f"duckdb finds the {len(own)} pairs in the tables for engines")


def entities(folder):
    path = convert(folder, BOARDS, "entities.json", "--to", "followthemoney")
    ids, links = set(), 0
    lines = [json.loads(line) for line in open(path, encoding="utf-8")]
    for line in lines:
        schema = followthemoney.model.get(line["schema"])
        wrong = schema.validate(line)
        assert not wrong, (line, wrong)
        proxy = followthemoney.model.get_proxy(line)
        # What the package would clean away or change is no value of that kind.
        for name, values in line["properties"].items():
            prop = schema.get(name)
            for value in values:
                assert prop.type.validate(value), (line["id"], name, value)
        ids.add(proxy.id)
    for line in lines:
        schema = followthemoney.model.get(line["schema"])
        for name, values in line["properties"].items():
            if schema.get(name).type.name == "entity":
                assert set(values) <= ids, line
                links += 1
    assert len(ids) == len(lines)
    told(f"followthemoney takes {len(lines)} entities, with {links} links that lead somewhere")


def there_and_back(folder):
    """What the tools write, read again: the same people share the same boards."""
    women = nx.davis_southern_women_graph()
    women.graph.clear()
    for node, cells in women.nodes(data=True):
        cells["kind"] = "company" if cells["bipartite"] == 1 else "person"
    own = rows(WOMEN, "pairs", "--undated", "--of", "people")
    shared = Counter(pair["shared"] for pair in own)
    nx.write_graphml(women, folder / "women-nx.graphml")
    nx.write_gexf(women, folder / "women-nx.gexf")
    nx.write_gml(women, folder / "women-nx.gml")
    graph = igraph.Graph.from_networkx(women)
    graph.vs["name"] = graph.vs["_nx_name"]
    graph.write_graphml(str(folder / "women-ig.graphml"))
    graph.write_gml(str(folder / "women-ig.gml"))
    for name in ("women-nx.graphml", "women-nx.gexf", "women-nx.gml", "women-ig.graphml", "women-ig.gml"):
        pairs = rows(folder / name, "pairs", "--undated", "--of", "people")
        assert Counter(pair["shared"] for pair in pairs) == shared, name
    plain = nx.Graph(women.edges())
    nx.write_edgelist(plain, folder / "women.txt", data=False, delimiter=";")
    lines = [line.split(";") for line in (folder / "women.txt").read_text(encoding="utf-8").splitlines()]
    frame = pandas.DataFrame(lines, columns=["Source", "Target"])
    frame.to_csv(folder / "women.csv", index=False)
    pairs = rows(folder / "women.csv", "pairs", "--undated", "--of", "people")
    assert Counter(pair["shared"] for pair in pairs) == shared
    told("what networkx, igraph and pandas write of the southern women has the same pairs")


with tempfile.TemporaryDirectory() as name:
    for part in (graphml, gexf, pajek, tables, columns, answers, engines, entities, there_and_back):
        part(Path(name))
