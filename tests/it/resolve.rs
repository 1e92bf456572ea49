//! Records that may be one person: the traps that directors set, and the labelled sets of the field.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Entity, PersonIx};
use interlocks::identity::{Band, Proposal, Resolution, ResolveOptions, resolve};
use interlocks::model::EntityKind;
use interlocks::{PairOptions, pairs};
use serde_json::{Value, json};

/// Returns the graph of a document of tables.
fn graph(document: &Value) -> BoardGraph {
    let text = std::io::Cursor::new(document.to_string());
    let data = Dataset::read(Box::new(text), "traps", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

/// The seats of a context: person, company, start, end, source.
fn seats(context: &str) -> Vec<[&'static str; 5]> {
    match context {
        "same-seat" => vec![["a", "c1", "2004-07-01", "2010-08-01", "R"], ["b", "c1", "2004-07", "2010-08", "A"]],
        "same-list" => vec![["a", "c1", "2004-07-01", "2010-08-01", "R"], ["b", "c1", "2004-07-01", "2010-08-01", "R"]],
        "same-board-later" => {
            vec![["a", "c1", "1990-07-01", "1996-08-01", "R"], ["b", "c1", "2012-03-01", "2014-08-01", "R"]]
        }
        "colleagues" => ["a", "x", "y"]
            .map(|person| [person, "c1", "2001", "2005", "R"])
            .into_iter()
            .chain(["b", "x", "y"].map(|person| [person, "c2", "2006", "2009", "R"]))
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the band of the two records of a trap, read as two of a register of a million people.
fn band(row: &HashMap<String, String>) -> &'static str {
    let person = |id: &str, name: &str, birth: &str, gender: &str| json!({"id": id, "name": name, "birth": birth, "gender": gender});
    let mut people = vec![
        person("a", &row["name_a"], &row["birth_a"], &row["gender_a"]),
        person("b", &row["name_b"], &row["birth_b"], &row["gender_b"]),
    ];
    if row["context"] == "colleagues" {
        people.extend([person("x", "Ottilie Marchbanks", "", ""), person("y", "Leopold Greycourt", "", "")]);
    }
    let seats: Vec<Value> = seats(&row["context"])
        .into_iter()
        .map(|[person, company, start, end, source]| {
            json!({"person": person, "company": company, "role": "director", "start": start, "end": end, "source": source})
        })
        .collect();
    let companies = json!([{"id": "c1"}, {"id": "c2"}]);
    let sources = json!([{"id": "R"}, {"id": "A"}]);
    let graph = graph(&json!({"people": people, "companies": companies, "seats": seats, "sources": sources}));
    let options = ResolveOptions { population: Some(1_000_000), fit: false, ..ResolveOptions::default() };
    let found = resolve(&graph, &options);
    let pair = [graph.person_number("a").unwrap(), graph.person_number("b").unwrap()];
    match found.proposals.iter().find(|proposal| [proposal.a, proposal.b] == pair) {
        None => "distinct",
        Some(proposal) => proposal.band.as_str(),
    }
}

fn table(path: &Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn of_the_traps_most_are_seen_and_no_two_people_are_merged() {
    let rows = table(Path::new("tests/it/data/director-traps/pairs.csv"));
    let mut right = 0;
    for row in &rows {
        let found = band(row);
        assert!(!(row["band"] == "distinct" && found == Band::Merge.as_str()), "{row:?}");
        right += usize::from(row["band"] == found);
    }
    assert_eq!(rows.len(), 105);
    assert!(right >= 80, "{right} of {}", rows.len());
}

/// Where the labelled sets are, beside the project; none may be bundled.
const LABELLED: &str = "../shared/data/er";

/// Resolves the people of a labelled set, and returns what is found with the rows of the truth.
fn labelled(set: &str, tables: &[&str], check: impl Fn(&Resolution<'_>, Vec<(PersonIx, String, String)>)) {
    let from = Path::new(LABELLED).join(set);
    let folder = tempfile::tempdir().unwrap();
    for table in tables {
        std::fs::copy(from.join(table), folder.path().join(table)).unwrap();
    }
    let graph = BoardGraph::from_path(folder.path(), &LoadOptions::default(), BuildOptions::default()).unwrap();
    let found = resolve(&graph, &ResolveOptions::default());
    let truth = table(&from.join("truth.csv"));
    let rows = truth.iter().map(|row| (graph.person_number(&row["id"]).unwrap(), row["entity"].clone(), String::new()));
    check(&found, rows.collect());
}

#[test]
#[ignore = "needs the labelled sets beside the project"]
fn directors_of_two_sources_are_found() {
    labelled("directors", &["people.csv", "seats.csv", "companies.csv", "sources.csv"], |found, rows| {
        let entities = rows.iter().map(|(person, entity, _)| (*person, entity.clone())).collect();
        let accuracy = found.accuracy(rows.into_iter());
        assert!(accuracy.f1 >= 0.95 && accuracy.recall_at_p99 >= 0.73, "{accuracy:?}");
        assert!(accuracy.merge_precision >= 0.98, "{accuracy:?}");
        let interlocks = found.interlocks(&entities);
        assert!(interlocks.f1 >= 0.982, "{interlocks:?}");
    });
    labelled("directors", &["people.csv", "sources.csv"], |found, rows| {
        assert!(found.accuracy(rows.into_iter()).f1 >= 0.935);
    });
}

#[test]
#[ignore = "needs the labelled sets beside the project"]
fn office_holders_are_found_as_several_sources_write_them() {
    labelled("congress-names", &["people.csv"], |found, rows| {
        assert!(found.accuracy(rows.into_iter()).f1 >= 0.985);
    });
}

/// The pairs of companies that somebody links.
fn linked(graph: &BoardGraph) -> BTreeSet<(String, String)> {
    pairs(graph, &PairOptions::default()).into_iter().map(|pair| (pair.a.id, pair.b.id)).collect()
}

/// Seats of records that resemble each other, on boards that meet or do not, on days that are known or not.
fn records(seed: u64) -> Value {
    let mut state = seed;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let names = ["Adrian Fell", "FELL, Adrian", "A. Fell", "Rowland Pettifer", "PETTIFER, Rowland J."];
    let people: Vec<Value> =
        (0..9).map(|at| json!({"id": format!("p{at}"), "name": names[at % names.len()]})).collect();
    let dates = ["", "2001", "2003-05", "2004-02-01", "2006", "2009-11"];
    let roles = ["director", "director", "chair", "observer", "secretary"];
    let seats: Vec<Value> = (0..26)
        .map(|_| {
            let (start, end) = (draw(6) as usize, draw(6) as usize);
            let (start, end) = if start <= end { (start, end) } else { (end, start) };
            let end = if start == end { ["", "unknown"][draw(2) as usize] } else { dates[end] };
            json!({
                "person": format!("p{}", draw(9)), "company": format!("c{}", draw(7)),
                "role": roles[draw(5) as usize], "start": dates[start], "end": end,
            })
        })
        .collect();
    let companies: Vec<Value> = (0..7).map(|at| json!({"id": format!("c{at}")})).collect();
    json!({"as_of": "2012-01-01", "people": people, "companies": companies, "seats": seats})
}

#[test]
fn the_impact_of_a_pair_is_what_merging_it_adds() {
    let (mut counted, mut without) = (0, 0);
    for seed in 0..40 {
        let graph = graph(&records(seed));
        let found = resolve(&graph, &ResolveOptions { review_at: 0.000_1, fit: false, ..ResolveOptions::default() });
        let before = linked(&graph);
        let all: Vec<&Proposal> = found.proposals.iter().collect();
        let ordered = found.by_impact(&all);
        assert_eq!(ordered.len(), all.len());
        assert!(ordered.is_sorted_by(|x, y| x.0 >= y.0));
        for (impact, pair) in ordered {
            let [a, b] = [pair.a, pair.b].map(|person| graph.id(Entity::Person(person)));
            let after = linked(&graph.with_identity(EntityKind::Person, &a, &b));
            assert!(after.is_superset(&before));
            assert_eq!(impact, after.difference(&before).count(), "{a} and {b} of {seed}");
            counted += usize::from(impact > 0);
            without += usize::from(impact == 0);
        }
    }
    assert!(counted > 20 && without > 20, "{counted} {without}");
}
