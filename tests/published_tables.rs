//! Figures from the literature, to the last digit.

use std::path::Path;

use interlocks::analysis::Query;
use interlocks::analysis::interlocks::{Options, Side, Weight, pairs};
use interlocks::analysis::measures::rank::{self, Measure, On};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Clock};
use interlocks::model::PartialDate;

fn undated(path: impl AsRef<Path>) -> BoardGraph {
    BoardGraph::new(Dataset::open(path).unwrap(), BuildOptions { undated: true, ..BuildOptions::default() })
}

#[test]
fn southern_women_evelyn_and_theresa() {
    let graph = undated("datasets/southern-women");
    let people = ["Evelyn Jefferson", "theresa-anderson"].map(|name| graph.find_person(name).unwrap()).to_vec();
    let weight = |weight| {
        let options = Options { weight, side: Side::People, people: people.clone(), ..Options::default() };
        let found = pairs(&graph, &options);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].shared, 7);
        format!("{:.6}", found[0].weight)
    };
    assert_eq!(weight(Weight::Count), "7.000000");
    assert_eq!(weight(Weight::Newman), "1.486880");
    assert_eq!(weight(Weight::Jaccard), "0.777778");
    assert_eq!(weight(Weight::Cosine), "0.875000");
}

#[test]
fn southern_women_ties_and_four_cycles() {
    let graph = undated("datasets/southern-women");
    let women = pairs(&graph, &Options { side: Side::People, ..Options::default() });
    let events = pairs(&graph, &Options::default());
    assert_eq!((women.len(), events.len()), (139, 66));
    for side in [&women, &events] {
        let cycles: usize = side.iter().map(|pair| pair.shared * (pair.shared - 1) / 2).sum();
        assert_eq!(cycles, 341);
    }
    // Newman's weights of a node sum to the number of its events that others came to.
    let options = Options {
        side: Side::People,
        weight: Weight::Newman,
        people: vec![graph.find_person("evelyn").unwrap()],
        ..Options::default()
    };
    let strength: f64 = pairs(&graph, &options).iter().map(|pair| pair.weight).sum();
    assert!((strength - 8.0).abs() < 1e-12);
}

#[test]
fn clubs_and_scottish_companies() {
    let clubs = Path::new("../shared/data/ceos-and-clubs");
    let scotland = Path::new("../shared/data/scottish-companies-1904");
    if !clubs.exists() || !scotland.exists() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let clubs = undated(clubs);
    assert_eq!(pairs(&clubs, &Options { side: Side::People, ..Options::default() }).len(), 284);
    assert_eq!(pairs(&clubs, &Options::default()).len(), 66);
    // 276 tied pairs of companies (Scott & Hughes 1980, as corrected).
    assert_eq!(pairs(&undated(scotland), &Options::default()).len(), 276);
}

/// The first rows of a ranking: name or id, and value.
fn ranked(graph: &BoardGraph, options: &rank::Options) -> Vec<(String, String, f64)> {
    let ranking = rank::rank(graph, options).unwrap();
    ranking.rows.into_iter().map(|row| (row.id, row.name, row.value)).collect()
}

/// Whether a number is one that was printed, to its last digit.
fn is_printed(value: f64, printed: &str) -> bool {
    let digits = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
    let wanted: f64 = printed.parse().unwrap();
    format!("{value:.digits$}").trim_end_matches(['0', '.']) == printed.trim_end_matches(['0', '.'])
        || ((value - wanted) / wanted).abs() < 1e-6
}

#[test]
fn scottish_companies_in_order() {
    let path = Path::new("../shared/data/scottish-companies-1904");
    if !path.exists() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let graph = undated(path);
    let by = |by: Measure| rank::Options { by, ..rank::Options::default() };
    let check = |options: &rank::Options, expected: &[(&str, &str)]| {
        let found = ranked(&graph, options);
        for ((_, name, value), (wanted, printed)) in found.iter().zip(expected) {
            assert!(name.starts_with(wanted), "{:?}: {name}, not {wanted}", options.by);
            assert!(is_printed(*value, printed), "{:?} of {name}: {value}, not {printed}", options.by);
        }
    };
    check(
        &by(Measure::Degree),
        &[
            ("caledonian railway", "26"),
            ("standard life", "18"),
            ("clydesdale bank", "17"),
            ("north british railway", "14"),
            ("scottish widows fund", "14"),
            ("young's paraffin", "14"),
            ("tharsis sulphur & copper", "13"),
            ("irrawaddy flotilla", "12"),
            ("union bank of scotland", "12"),
        ],
    );
    let degrees: Vec<f64> = ranked(&graph, &by(Measure::Degree)).iter().map(|row| row.2).collect();
    assert!(degrees[9..13].iter().all(|degree| *degree == 11.0) && degrees[13] < 11.0);
    check(
        &by(Measure::Betweenness),
        &[
            ("caledonian railway", "684.964"),
            ("fife coal", "449.86"),
            ("standard life", "440.842"),
            ("north british railway", "361.952"),
        ],
    );
    check(
        &by(Measure::Eigenvector),
        &[
            ("caledonian railway", "1"),
            ("clydesdale bank", "0.8047"),
            ("standard life", "0.7598"),
            ("young's paraffin", "0.7582"),
            ("tharsis sulphur & copper", "0.7509"),
        ],
    );
    let two_mode = rank::Options { on: Some(On::TwoMode), ..by(Measure::Betweenness) };
    check(&two_mode, &[("caledonian railway", "4883.479")]);
    let people = rank::Options { of: Side::People, ..two_mode };
    let people = ranked(&graph, &people);
    assert!(is_printed(people[0].2, "4626.541") && people[0].1.contains("king"), "{:?}", people[0]);
    assert!(is_printed(people[1].2, "3215.844") && people[1].1.contains("breadalbane"), "{:?}", people[1]);
    // Core numbers 0:16, 1:11, 2:14, 3:9, 4:21, 5:25, 6:3, 8:9.
    let cores = ranked(&graph, &by(Measure::Core));
    let with = |core: usize| cores.iter().filter(|row| row.2 == core as f64).count();
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 8].map(with), [16, 11, 14, 9, 21, 25, 3, 0, 9]);
}

#[test]
fn norwegian_people_between_others() {
    let path = Path::new("../shared/data/norwegian-boards");
    if !path.exists() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let graph = BoardGraph::new(Dataset::open(path).unwrap(), BuildOptions::default());
    for (month, id, printed) in
        [("2002-05", "p0931", "5905.97"), ("2009-08", "p5134", "65157.27"), ("2011-08", "p4961", "92790.32")]
    {
        let day: PartialDate = format!("{month}-15").parse().unwrap();
        let query = Query { clock: Clock::At(day.days()), certain_only: false };
        let options = rank::Options { query, of: Side::People, by: Measure::Betweenness, ..rank::Options::default() };
        let found = ranked(&graph, &options);
        assert!(found[0].0 == id && is_printed(found[0].2, printed), "{month}: {:?}", found[0]);
    }
}
