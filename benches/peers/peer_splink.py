"""Splink on DuckDB, without labels: u from random pairs, m by expectation and maximisation.

The set-up is that of its makers' examples on people: names apart and with term frequencies, births,
every further column; λ from a deterministic rule; passes of EM that block on names, and on the birth
and one name; candidates from names, births and places. What was added for such data: a level for
initials; births that are known to the month or the year; the boards and colleagues of a record, as
arrays. Records of one family name are all compared, unless that gives too many pairs; then the given
names have to begin alike. Nothing was chosen by looking at labels.
"""

from identity_peer import Job, done, read_job

MAX_PAIRS_FOR_U = 1e6
"""Its default. It advises 1e7 or more; on five of the sets that took up to five times as long, and changed no F1
by more than .001."""
RULE_RECALL = 0.6
"""The share of matches that the deterministic rule is taken to find, as in its examples."""
LISTED_FROM = 0.05
PAIRS_PER_RECORD = 20
"""So many pairs may a rule for candidates give that asks for the family name alone."""

PLACES = ("postcode", "city", "suburb", "birth_place", "soc_sec_id")
"""Columns that candidates may share, together with a name."""
NUMBERS = ("street_number", "postcode", "soc_sec_id")
SHORT = ("state",)


def main() -> None:
    job = read_job()
    import duckdb

    connection = duckdb.connect(config={"threads": job.threads})
    columns = load(connection, job)
    linker, count = link(connection, columns)
    predictions = linker.inference.predict(threshold_match_probability=LISTED_FROM)
    connection.execute(
        f"COPY (SELECT id_l AS id_a, id_r AS id_b, match_probability AS probability FROM "
        f"{predictions.physical_name}) TO '{job.output}' (HEADER)"
    )
    done()
    done(compared=count(), again=True)


def load(connection, job: Job) -> list[str]:
    """Reads the table; returns the columns that at least one record in a hundred fills."""
    connection.execute(f"CREATE TABLE raw AS FROM read_csv('{job.table}', all_varchar = true, nullstr = '')")
    names = [row[0] for row in connection.execute("DESCRIBE raw").fetchall()]
    filled = connection.execute("SELECT " + ", ".join(f'count("{name}") / count(*)' for name in names) + " FROM raw")
    columns = [name for name, share in zip(names, filled.fetchone()) if share >= 0.01]
    chosen = [f"string_split({name}, ';') AS {name}" if name in ("boards", "colleagues") else name for name in columns]
    connection.execute(f"CREATE TABLE people AS SELECT {', '.join(chosen)}, left(birth, 4) AS birth_year, "
                       "left(birth, 7) AS birth_month FROM raw")
    return [name for name in columns if name not in ("id", "name")]


def link(connection, columns: list[str]):
    """Returns the trained linker, and what counts the pairs that it compares."""
    import splink
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    database = DuckDBAPI(connection=connection)
    rules = [block_on(*rule, arrays_to_explode=[name for name in rule if name == "boards"] or None)
             for rule in candidates(columns, families_are_small(connection))]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[comparison(name) for name in columns],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    is_new = int(splink.__version__.split(".")[0]) >= 5
    if is_new:
        people = database.register("people", dataset_display_name="people")
        linker = Linker(people, settings, log_level=None)
    else:
        linker = Linker("people", settings, database, set_up_basic_logging=False)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on(*surest(columns))], recall=RULE_RECALL)
    training.estimate_u_using_random_sampling(max_pairs=MAX_PAIRS_FOR_U)
    for rule in passes(columns):
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))

    def count() -> int:
        if is_new:
            from splink.blocking_analysis import count_comparisons_from_blocking_rules

            counted = count_comparisons_from_blocking_rules(
                people, blocking_rules=rules, link_type="dedupe_only", unique_id_column_name="id",
                record_sample_proportion=1.0)
            return int(counted[-1]["cumulative_comparison_count"])
        from splink.blocking_analysis import cumulative_comparisons_to_be_scored_from_blocking_rules_data

        counted = cumulative_comparisons_to_be_scored_from_blocking_rules_data(
            table_or_tables="people", blocking_rules=rules, link_type="dedupe_only", unique_id_column_name="id",
            db_api=database)
        return int(counted["cumulative_rows"].iloc[-1])

    return linker, count


def places(columns: list[str]) -> list[str]:
    return [name for name in PLACES if name in columns]


def families_are_small(connection) -> bool:
    sizes = "SELECT count(*) AS n FROM people WHERE family IS NOT NULL GROUP BY family"
    pairs, records = connection.execute(f"SELECT sum(n * (n - 1) / 2), sum(n) FROM ({sizes})").fetchone()
    return pairs <= PAIRS_PER_RECORD * records


def candidates(columns: list[str], families_small: bool) -> list[tuple[str, ...]]:
    rules = [("family",) if families_small else ("family", "substr(given, 1, 1)")]
    if "birth" in columns:
        rules += [("family", "birth_year"), ("given", "birth_month"), ("given", "birth_year", "substr(family, 1, 1)")]
    if "boards" in columns:
        rules += [("boards", "given"), ("boards", "family")]
    for place in places(columns):
        rules += [(place, "given"), (place, "family")]
        if "birth" in columns:
            rules.append((place, "birth"))
    return rules


def surest(columns: list[str]) -> tuple[str, ...]:
    if "birth" in columns:
        return ("given", "family", "birth")
    return ("given", "family", *places(columns)[:1])


def passes(columns: list[str]) -> list[tuple[str, ...]]:
    """What each pass of EM blocks on; the columns that it blocks on are learnt in the other passes."""
    other = "birth" if "birth" in columns else next(iter(places(columns)), None)
    return [("given", "family")] + ([(other, "family"), (other, "given")] if other else [])


def comparison(name: str):
    import splink.comparison_library as cl

    if name == "given":
        return given()
    if name == "middle":
        return middle()
    if name == "birth":
        return birth()
    if name == "family":
        return cl.NameComparison("family")
    if name in ("boards", "colleagues"):
        return cl.ArrayIntersectAtSizes(name, [1] if name == "boards" else [5, 2, 1])
    if name in NUMBERS:
        return cl.DamerauLevenshteinAtThresholds(name, 1).configure(term_frequency_adjustments=True)
    if name in SHORT or name in ("gender", "generation"):
        return cl.ExactMatch(name).configure(term_frequency_adjustments=name in SHORT)
    return cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True)


def given():
    """The levels of its name comparison, and one for an initial."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    return cl.CustomComparison(
        output_column_name="given",
        comparison_levels=[
            cll.NullLevel("given"),
            cll.ExactMatchLevel("given", term_frequency_adjustments=True),
            cll.CustomLevel(initial("given"), "initial"),
            cll.JaroWinklerLevel("given", 0.92),
            cll.JaroWinklerLevel("given", 0.88),
            cll.JaroWinklerLevel("given", 0.7),
            cll.ElseLevel(),
        ],
    )


def middle():
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    return cl.CustomComparison(
        output_column_name="middle",
        comparison_levels=[
            cll.NullLevel("middle"),
            cll.ExactMatchLevel("middle"),
            cll.CustomLevel("substr(middle_l, 1, 1) = substr(middle_r, 1, 1)", "same initial"),
            cll.ElseLevel(),
        ],
    )


def birth():
    """Its levels for births, on births that are known to the day, the month or the year."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    year_l, year_r = "try_cast(substr(birth_l, 1, 4) AS INT)", "try_cast(substr(birth_r, 1, 4) AS INT)"
    return cl.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            cll.NullLevel("birth"),
            cll.CustomLevel("birth_l = birth_r AND length(birth_l) = 10", "same day"),
            cll.CustomLevel("substr(birth_l, 1, 7) = substr(birth_r, 1, 7) AND least(length(birth_l), "
                            "length(birth_r)) = 7", "same month, known to the month"),
            cll.CustomLevel("substr(birth_l, 1, 4) = substr(birth_r, 1, 4) AND least(length(birth_l), "
                            "length(birth_r)) = 4", "same year, known to the year"),
            cll.CustomLevel("length(birth_l) = length(birth_r) AND length(birth_l) >= 7 AND "
                            "damerau_levenshtein(birth_l, birth_r) <= 1", "one figure differs"),
            cll.CustomLevel(f"abs({year_l} - {year_r}) <= 1", "a year apart at most"),
            cll.CustomLevel(f"abs({year_l} - {year_r}) <= 10", "ten years apart at most"),
            cll.ElseLevel(),
        ],
    )


def initial(name: str) -> str:
    return (f"least(length({name}_l), length({name}_r)) = 1 AND "
            f"substr({name}_l, 1, 1) = substr({name}_r, 1, 1)")


if __name__ == "__main__":
    main()
