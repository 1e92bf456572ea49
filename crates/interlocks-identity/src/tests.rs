use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BoardGraph, BuildOptions, Entity};

use super::candidates::{Candidate, Comparison};
use super::compare::{Boards, BoardsLevel, Circles, FamilyLevel, GivenLevel};
use super::frequencies::Frequencies;
use super::model::{Model, probability};
use super::people::People;
use super::*;

/// A record: name, birth, gender, source, and the companies of their seats.
type Row = (String, &'static str, &'static str, &'static str, Vec<u32>);

const FAMILY: [&str; 9] =
    ["Fell", "Smith", "Smyth", "Tolland", "Toland", "Smith-Jones", "Sæther", "Li", "van der Meulen"];
const GIVEN: [&str; 12] =
    ["Adrian", "John", "Jack", "J.", "Robert James", "James", "R. J.", "Bob", "Catherine", "Kathryn", "", "John K."];
const BIRTHS: [&str; 8] = ["", "1955", "1955-03", "1955-03-04", "1955-04-03", "1982-11", "1971~", "1900-01-01"];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let name = (0..FAMILY.len(), 0..GIVEN.len(), 0u8..4, 0u8..6).prop_map(|(family, given, order, more)| {
        let (family, given) = (FAMILY[family], GIVEN[given]);
        let name = match order {
            0 => format!("{}, {given}", family.to_uppercase()),
            1 => format!("{family} {given}"),
            _ => format!("{given} {family}"),
        };
        match more {
            0 => format!("Sir {name}"),
            1 if order > 1 => format!("{name} Jr."),
            2 => "Fell Nominees No. 1 Limited".to_owned(),
            _ => name.trim().to_owned(),
        }
    });
    let row = (name, 0..BIRTHS.len(), 0usize..3, 0usize..3, prop::collection::vec(0u32..4, 0..3));
    let row = row.prop_map(|(name, birth, gender, source, boards)| {
        (name, BIRTHS[birth], ["", "male", "female"][gender], ["", "R", "A"][source], boards)
    });
    prop::collection::vec(row, 0..14)
}

/// Returns the graph of some records, listed in the order of `shift` rows later.
fn graph(rows: &[Row], shift: usize) -> BoardGraph {
    let (mut people, mut seats) = (Vec::new(), Vec::new());
    for (at, (name, birth, gender, source, boards)) in rows.iter().enumerate() {
        people.push(format!(
            r#"{{"id": "p{at}", "name": "{name}", "birth": "{birth}", "gender": "{gender}", "source": "{source}", "town": "t{}"}}"#,
            at % 3
        ));
        let mut boards = boards.clone();
        boards.dedup();
        for (seat, board) in boards.iter().enumerate() {
            let start = 2001 + 3 * seat + at % 2;
            seats.push(format!(
                r#"{{"person": "p{at}", "company": "c{board}", "role": "director", "start": "{start}", "end": "{}", "source": "{source}"}}"#,
                start + 4
            ));
        }
    }
    for list in [&mut people, &mut seats] {
        let by = shift % list.len().max(1);
        list.rotate_left(by);
    }
    let companies = (0..4).map(|c| format!(r#"{{"id": "c{c}"}}"#)).collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{"people": [{}], "companies": [{companies}], "seats": [{}], "sources": [{{"id": "R"}}, {{"id": "A"}}]}}"#,
        people.join(","),
        seats.join(",")
    );
    let data =
        Dataset::read(Box::new(std::io::Cursor::new(text)), "x", DataFormat::Json, &LoadOptions::default()).unwrap();
    BoardGraph::new(data, BuildOptions::default())
}

/// Returns everything that is said of the proposals.
fn said(graph: &BoardGraph, options: &ResolveOptions) -> String {
    let found = resolve(graph, options);
    let mut text = format!("{:?} {}\n", found.model, found.expected);
    for proposal in &found.proposals {
        writeln!(text, "{:?}", found.explain(proposal)).unwrap();
    }
    text
}

/// Returns `true` for a pair that the keys promise to find: another family name is found only by a board, the day of birth or two
/// given names in common.
fn is_promised(pair: &Candidate) -> bool {
    let (family, given, _) = pair.levels.names();
    family != FamilyLevel::Different as u8
        || pair.levels.boards() >= BoardsLevel::OtherTime as u8
        || pair.levels.birth() == (1, 1)
        || given == GivenLevel::All as u8
}

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

proptest! {
    /// The oracle compares all pairs. The keys find every pair above the line that they promise, and none below it.
    #[test]
    fn keys_lose_no_pair(rows in rows()) {
        let graph = graph(&rows, 0);
        let people = People::new(&graph, &["town".to_owned()]);
        let boards = Boards::new(&graph, &people);
        let frequencies = Frequencies::new(&people, Vec::new());
        let model = Model::shipped(1_000, &["town".to_owned()]);
        let weights = model.weights(&frequencies);
        // A pair that shares no key may be listed for review at most; what may be merged is always found.
        let floor = 4_248;
        let comparison = Comparison { people: &people, graph: &graph, boards: &boards, frequencies: &frequencies, weights: &weights, floor };
        let (found, _) = comparison.candidates();
        let found: Vec<(u32, u32)> = found.iter().map(|pair| (pair.a, pair.b)).collect();
        let mut right = Vec::new();
        for a in 0..people.len() as u32 {
            for b in a + 1..people.len() as u32 {
                if comparison.compare(a, b, &mut Circles::default()).is_some_and(|pair| is_promised(&pair)) {
                    right.push((a, b));
                }
            }
        }
        let missing: Vec<&(u32, u32)> = right.iter().filter(|pair| !found.contains(pair)).collect();
        prop_assert!(missing.is_empty(), "{:?}", missing);
        let unfounded = found.iter().filter(|(a, b)| comparison.compare(*a, *b, &mut Circles::default()).is_none());
        prop_assert_eq!(unfounded.count(), 0);
    }

    #[test]
    fn threads_and_the_order_of_rows_do_not_matter(rows in rows(), shift in 0usize..14) {
        let options = ResolveOptions { also: vec!["town".to_owned()], ..ResolveOptions::default() };
        let one = with_threads(1, || said(&graph(&rows, 0), &options));
        prop_assert_eq!(&one, &with_threads(2, || said(&graph(&rows, shift), &options)));
        prop_assert_eq!(&one, &with_threads(8, || said(&graph(&rows, shift / 2), &options)));
    }

    #[test]
    fn reasons_add_up_and_bands_keep_their_word(rows in rows()) {
        let graph = graph(&rows, 0);
        for options in [ResolveOptions::default(), ResolveOptions { fit: false, ..ResolveOptions::default() }] {
            let found = resolve(&graph, &options);
            let mut clusters: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for proposal in &found.proposals {
                let row = found.explain(proposal);
                let sum: f64 = row.features.iter().map(|reason| reason.bits).sum();
                prop_assert!((sum - row.bits).abs() < 1e-9, "{} {:?}", sum, row);
                prop_assert!((proposal.probability - probability(proposal.thousandths)).abs() < 1e-12);
                if row.band == Band::Merge {
                    prop_assert!(row.vetoes.is_empty() && row.ambiguous_with.is_empty(), "{:?}", row);
                    let cluster = row.cluster.clone().unwrap_or_default();
                    let list = clusters.entry(cluster).or_default();
                    list.extend([row.a.id.clone(), row.b.id.clone()]);
                }
            }
            // No two records of a cluster have a veto.
            for proposal in found.proposals.iter().filter(|proposal| !proposal.vetoes.is_empty()) {
                let [a, b] = [proposal.a, proposal.b].map(|person| graph.id(Entity::Person(person)));
                prop_assert!(!clusters.values().any(|list| list.contains(&a) && list.contains(&b)), "{} {}", a, b);
            }
        }
    }
}

#[test]
fn nobody_and_few_records_are_no_trouble() {
    for rows in [vec![], vec![("Adrian Fell".to_owned(), "", "", "", vec![])]] {
        let graph = graph(&rows, 0);
        let found = resolve(&graph, &ResolveOptions::default());
        assert!(found.proposals.is_empty() && found.expected == 0.0);
    }
}
