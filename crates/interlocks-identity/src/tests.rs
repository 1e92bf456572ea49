use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BoardGraph, BuildOptions, Entity};

use super::candidates::{Candidate, Comparison};
use super::compare::{BirthLevel, Boards, BoardsLevel, Circles, FamilyLevel, GivenLevel, Levels, compare_names};
use super::fit::{fit, learn_random};
use super::frequencies::Frequencies;
use super::model::{Model, feature, probability};
use super::outline::Outlines;
use super::people::People;
use super::reach::Reach;
use super::*;

/// A record: name, birth, gender, source, and the companies of their seats.
type Row = (String, &'static str, &'static str, &'static str, Vec<u32>);

const FAMILY: [&str; 10] =
    ["Fell", "Smith", "Smyth", "Tolland", "Toland", "Smith-Jones", "Sæther", "Li", "van der Meulen", "James"];
const GIVEN: [&str; 13] = [
    "Adrian",
    "John",
    "Jack",
    "J.",
    "Robert James",
    "James",
    "R. J.",
    "Bob",
    "Catherine",
    "Kathryn",
    "",
    "John K.",
    "Smith",
];
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

/// Returns the weight of a level in bits, without the part of the value.
fn bits(model: &Model, frequencies: &Frequencies, feature: usize, level: u8) -> f64 {
    let shares = &model.features[feature];
    let Some(at) = usize::from(level).checked_sub(1) else { return 0.0 };
    let (m, u) = (shares.m[at].log2(), shares.u[at].log2());
    match (shares.feature.as_str(), FamilyLevel::ALL.get(usize::from(level)), level) {
        ("family", Some(FamilyLevel::Same | FamilyLevel::Class), _) => m,
        ("family", Some(FamilyLevel::Reversed), _) => -1.0,
        ("given", _, 1) => m - (u - frequencies.any_given - frequencies.any_middle),
        ("given", _, 2..=5) => m - (u - frequencies.any_given),
        ("birth to the day" | "town", _, 1) => m,
        _ => m - u,
    }
}

/// The levels of contradictions keep their share.
fn is_kept(feature: &str, level: usize) -> bool {
    match feature {
        "generation" => level == 3,
        "gender" => level == 2,
        "boards of namesakes" | "boards of others" => level == BoardsLevel::OneSource as usize,
        birth => birth.starts_with("birth") && level >= 4,
    }
}

/// Twelve rounds of expectation and maximisation; `None` if it is a matter of rounding whether a pair is surely one person.
fn slow_fit(comparison: &Comparison<'_>, mut model: Model, shipped: &Model, candidates: &[Candidate]) -> Option<Model> {
    let people = comparison.people;
    let mut candidates = candidates.to_vec();
    let mut counted: Option<Frequencies> = None;
    for round in 1..=12 {
        let frequencies = counted.as_ref().unwrap_or(comparison.frequencies);
        let mut matches = 0.0;
        let mut matched: Vec<Vec<f64>> = model.features.iter().map(|shares| vec![0.0; shares.m.len()]).collect();
        let mut relatives = vec![0.0; matched[feature::BOARDS].len()];
        let mut same = vec![1.0; people.len()];
        let mut of_pairs = Vec::new();
        for pair in &candidates {
            let mut sum = (model.prior / (1.0 - model.prior)).log2() + f64::from(pair.value) / 1000.0;
            Model::each_level(pair.levels, 1, |feature, level| sum += bits(&model, frequencies, feature, level));
            of_pairs.push(1.0 / (1.0 + (-sum).exp2()));
        }
        for (pair, share) in candidates.iter().zip(&of_pairs) {
            matches += share;
            Model::each_level(pair.levels, 1, |feature, level| {
                if let Some(at) = usize::from(level).checked_sub(1) {
                    matched[feature][at] += share;
                    if feature == feature::BOARDS {
                        relatives[at] += 1.0 - share;
                    }
                }
            });
        }
        for ((shares, before), sums) in model.features.iter_mut().zip(&shipped.features).zip(&matched) {
            let learnt: Vec<usize> = (0..sums.len()).filter(|at| !is_kept(&shares.feature, at + 1)).collect();
            let free: f64 = learnt.iter().map(|at| before.m[*at]).sum();
            let all: f64 = learnt.iter().map(|at| sums[*at]).sum();
            for at in learnt {
                shares.m[at] = free * (50.0 * before.m[at] / free + sums[at]) / (50.0 + all);
            }
        }
        if comparison.boards.has_seats() {
            let all: f64 = relatives.iter().sum();
            for (at, share) in model.features[feature::BOARDS].u.iter_mut().enumerate() {
                *share = (relatives[at] + 50.0 * shipped.features[feature::BOARDS].u[at]) / (all + 50.0);
            }
        }
        let pairs = people.len() * people.len().saturating_sub(1) / 2;
        if pairs > 0 {
            model.prior = (matches / pairs as f64).clamp(1e-15, 0.25);
        }
        if round == 3 {
            for (pair, share) in candidates.iter().zip(&of_pairs) {
                if (share - 0.95).abs() < 0.01 {
                    return None;
                }
                if *share > 0.95 {
                    same[pair.a as usize] += 1.0;
                    same[pair.b as usize] += 1.0;
                }
            }
            let anew = Frequencies::new(people, same.iter().map(|count: &f32| 1.0 / count.sqrt()).collect());
            let again = Comparison { frequencies: &anew, ..*comparison };
            candidates.iter_mut().for_each(|pair| pair.value = again.value(pair));
            counted = Some(anew);
        }
    }
    Some(model)
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

    /// No pair has more than what is told of its outlines, or, if its births do not agree, of each of its records.
    #[test]
    fn no_pair_is_beyond_its_reach(
        rows in rows(),
        population in prop::sample::select(vec![10, 1_000, 1_000_000]),
        has_columns in any::<bool>(),
    ) {
        let graph = graph(&rows, 0);
        let columns = if has_columns { vec!["town".to_owned()] } else { Vec::new() };
        let people = People::new(&graph, &columns);
        let columns: Vec<String> = people.columns.iter().map(|column| column.name.clone()).collect();
        let boards = Boards::new(&graph, &people);
        let frequencies = Frequencies::new(&people, Vec::new());
        let weights = Model::shipped(population, &columns).weights(&frequencies);
        let floor = i32::MIN / 2;
        let comparison = Comparison { people: &people, graph: &graph, boards: &boards, frequencies: &frequencies, weights: &weights, floor };
        let reach = Reach::new(&comparison);
        let outlines = Outlines::new(&comparison, &reach);
        let with_floors = [-7_000, -2_000, 4_000].map(|floor| {
            let comparison = Comparison { floor, ..comparison };
            Outlines::new(&comparison, &Reach::new(&comparison))
        });
        for a in 0..people.len() as u32 {
            for b in a + 1..people.len() as u32 {
                let Some(pair) = comparison.compare(a, b, &mut Circles::default()) else { continue };
                let sum = weights.sum(pair.levels, columns.len()) + pair.value;
                for outlines in &with_floors {
                    let most = outlines.most((a, outlines.of(a)), (b, outlines.of(b)));
                    prop_assert!(sum <= most.saturating_add(4) || sum < outlines.floor, "{} {:?} {:?}", sum, rows[a as usize], rows[b as usize]);
                }
                // Each of a few parts is rounded.
                let most = outlines.most((a, outlines.of(a)), (b, outlines.of(b))).saturating_add(4);
                prop_assert!(sum <= most, "{} {} {:?} {:?}", sum, most, rows[a as usize], rows[b as usize]);
                if pair.levels.birth().1 == BirthLevel::Same as u8 {
                    continue;
                }
                let most = reach.without_birth(a).min(reach.without_birth(b)) + 4;
                prop_assert!(sum <= most, "{} {} {:?} {:?}", sum, most, rows[a as usize], rows[b as usize]);
            }
        }
    }

    /// Names that stand for people by a number, as in anonymised data, are as different as their numbers.
    #[test]
    fn another_number_is_another_name(a in 0u32..3_000, b in 0u32..3_000, word in prop::sample::select(vec!["Person", "P", "Director Number"]), blank in prop::sample::select(vec!["", " "])) {
        prop_assume!(a != b);
        let name = |number: u32| (format!("{word}{blank}{number} {word}{number}"), "", "", "", Vec::new());
        let graph = graph(&[name(a), name(b)], 0);
        let people = People::new(&graph, &[]);
        let [x, y] = [0, 1].map(|person| people.name(&people.readings(person)[0]));
        let names = compare_names(&people.words, &x, &y);
        prop_assert!(names.share_nothing() || names.family == FamilyLevel::Different, "{:?}", names);
    }

    /// Which of two records has the smaller id says nothing of who they are.
    #[test]
    fn names_agree_in_either_order(rows in rows()) {
        let graph = graph(&rows, 0);
        let people = People::new(&graph, &[]);
        let names: Vec<_> = (0..people.len()).flat_map(|person| people.readings(person)).map(|reading| people.name(reading)).collect();
        for (at, a) in names.iter().enumerate() {
            for b in &names[at + 1..] {
                let levels = [[a, b], [b, a]].map(|[x, y]| Levels::default().with_names(&compare_names(&people.words, x, y)));
                prop_assert_eq!(levels[0], levels[1], "{:?} {:?}", a, b);
            }
        }
    }

    /// The oracle adds up whole pairs in floating point, one after the other; the fit sums patterns of levels in thousandths of a bit.
    #[test]
    fn the_fit_is_expectation_and_maximisation(rows in rows()) {
        let graph = graph(&rows, 0);
        let people = People::new(&graph, &["town".to_owned()]);
        let boards = Boards::new(&graph, &people);
        let frequencies = Frequencies::new(&people, Vec::new());
        let shipped = Model::shipped(1_000, &["town".to_owned()]);
        let mut start = shipped.clone();
        learn_random(&mut start, &shipped, &people, &boards);
        let weights = start.weights(&frequencies);
        let comparison = Comparison { people: &people, graph: &graph, boards: &boards, frequencies: &frequencies, weights: &weights, floor: -7_000 };
        let (mut candidates, _) = comparison.candidates();
        let right = slow_fit(&comparison, start.clone(), &shipped, &candidates);
        let found = fit(&comparison, start, &shipped, &mut candidates).model;
        let Some(right) = right else { return Ok(()) };
        // Where nothing is expected to match, each round divides the prior by a large number, and what is rounded adds up.
        let [found_prior, right_prior] = [found.prior, right.prior].map(|prior| prior.max(1e-9));
        prop_assert!((found_prior / right_prior).ln().abs() < 0.03, "{} {}", found.prior, right.prior);
        for (found, right) in found.features.iter().zip(&right.features) {
            let shares = found.m.iter().zip(&right.m).chain(found.u.iter().zip(&right.u));
            for (found_share, right_share) in shares {
                prop_assert!((found_share - right_share).abs() < 0.01, "{:?} {:?}", found, right);
            }
        }
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
