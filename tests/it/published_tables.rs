//! Figures from the literature, to the last digit.

use std::path::Path;

use crate::published;
use interlocks::analysis::Query;
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::pairs::{PairOptions, Side, Weight, pairs};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Clock};
use interlocks::measures::backbone::{self, Backbone, Correction, NullModel, backbone};
use interlocks::measures::groups::{GroupFilter, Method, groups, m_slice};
use interlocks::measures::rank::{self, Measure, NetworkKind};
use interlocks::measures::{Projection, stats};
use interlocks::model::PartialDate;

fn undated(path: impl AsRef<Path>) -> BoardGraph {
    BoardGraph::new(Dataset::open(path).unwrap(), BuildOptions { undated: true, ..BuildOptions::default() })
}

#[test]
fn southern_women_evelyn_and_theresa() {
    let graph = undated("datasets/southern-women");
    let people = ["Evelyn Jefferson", "theresa-anderson"].map(|name| graph.find_person(name).unwrap()).to_vec();
    let weight = |weight| {
        let options = PairOptions { weight, side: Side::People, people: people.clone(), ..PairOptions::default() };
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
    let women = pairs(&graph, &PairOptions { side: Side::People, ..PairOptions::default() });
    let events = pairs(&graph, &PairOptions::default());
    assert_eq!((women.len(), events.len()), (139, 66));
    for side in [&women, &events] {
        let cycles: usize = side.iter().map(|pair| pair.shared * (pair.shared - 1) / 2).sum();
        assert_eq!(cycles, 341);
    }
    // Newman's weights of a node sum to the number of its events that others came to.
    let options = PairOptions {
        side: Side::People,
        weight: Weight::Newman,
        people: vec![graph.find_person("evelyn").unwrap()],
        ..PairOptions::default()
    };
    let strength: f64 = pairs(&graph, &options).iter().map(|pair| pair.weight).sum();
    assert!((strength - 8.0).abs() < 1e-12);
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn clubs_and_scottish_companies() {
    let clubs = undated(published::folder("ceos-and-clubs"));
    assert_eq!(pairs(&clubs, &PairOptions { side: Side::People, ..PairOptions::default() }).len(), 284);
    assert_eq!(pairs(&clubs, &PairOptions::default()).len(), 66);
    // 276 tied pairs of companies (Scott & Hughes 1980, as corrected).
    assert_eq!(pairs(&undated(published::folder("scottish-companies-1904")), &PairOptions::default()).len(), 276);
}

/// The figures of the network as the command gives them.
fn figures(graph: &BoardGraph, at: &str) -> serde_json::Value {
    let clock = if at.is_empty() { Clock::Ever } else { Clock::At(at.parse::<PartialDate>().unwrap().days()) };
    serde_json::to_value(stats(graph, &Query { clock, certain_only: false }, &[])).unwrap()
}

/// Each figure by its path: whole numbers exactly, others to 1e-6 of themselves or, where fewer
/// digits are printed, to the last of them.
fn agree(found: &serde_json::Value, figures: &[(&str, &str)]) {
    for (path, printed) in figures {
        let value = path.split('.').fold(found, |value, key| &value[key]);
        let number = value.as_f64().unwrap_or_else(|| panic!("no {path}"));
        let expected: f64 = printed.parse().unwrap();
        if printed.contains('.') {
            let digits = printed.split_once('.').map_or(0, |(_, digits)| digits.len() as i32);
            let allowed = (expected.abs() * 1e-6).max(0.5000001 * 10f64.powi(-digits));
            assert!((number - expected).abs() <= allowed, "{path}: {number}, published {printed}");
        } else {
            assert_eq!(number, expected, "{path}");
        }
    }
}

/// Counts by a number, as printed: `0:16, 1:11`.
fn counted(found: &serde_json::Value, path: &str, printed: &str) {
    let value = path.split('.').fold(found, |value, key| &value[key]);
    let expected: Vec<(String, u64)> = printed
        .split(' ')
        .map(|pair| pair.split_once(':').unwrap())
        .map(|(key, count)| (key.to_owned(), count.parse().unwrap()))
        .collect();
    let found: Vec<(String, u64)> =
        value.as_object().unwrap().iter().map(|(key, count)| (key.clone(), count.as_u64().unwrap())).collect();
    assert_eq!(found, expected, "{path}");
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn scottish_companies_in_figures() {
    let path = published::folder("scottish-companies-1904");
    let found = figures(&undated(path), "");
    agree(
        &found,
        &[
            ("companies.nodes", "108"),
            ("companies.ties", "276"),
            ("companies.density", "0.04776739"),
            ("companies.mean_degree", "5.111111"),
            ("companies.mean_path", "2.899672"),
            ("companies.path_sd", "1.057052"),
            ("companies.diameter", "7"),
            ("companies.weight", "373"),
            ("companies.components", "20"),
            ("companies.isolates", "16"),
            ("companies.giant", "86"),
            ("companies.transitivity", "0.3547253"),
            ("companies.clustering", "0.3437814"),
            ("companies.clustering_deg2", "0.4583752"),
            ("companies.giant_mean_path", "2.901231"),
            ("companies.giant_clustering", "0.4317255"),
            ("companies.small_world.er", "4.857892"),
            ("companies.core.k", "8"),
            ("companies.core.size", "9"),
            ("two_mode.people", "136"),
            ("two_mode.seats", "358"),
            ("two_mode.four_cycles", "245"),
            ("two_mode.three_paths", "3589"),
            ("two_mode.cc4", "0.2730566"),
            ("two_mode.opsahl.people", "0.2906422"),
            ("two_mode.opsahl.companies", "0.2621984"),
            ("two_mode.components", "20"),
            ("two_mode.diameter", "14"),
            ("people.ties", "678"),
            ("people.transitivity", "0.50446"),
            ("people.nsw.clustering", "0.3668265"),
            ("people.mean_degree", "9.970588"),
            ("people.nsw.mean_degree", "12.19118"),
        ],
    );
    assert_eq!(
        found["two_mode"]["giant"]["people"].as_u64().unwrap()
            + found["two_mode"]["giant"]["companies"].as_u64().unwrap(),
        217
    );
    let degrees = "0:16 1:11 2:13 3:6 4:8 5:12 6:8 7:7 8:6 9:4 10:4 11:4 12:2 13:1 14:3 17:1 18:1 26:1";
    counted(&found, "companies.degrees", degrees);
    counted(&found, "two_mode.seats_held", "2:87 3:27 4:13 5:7 7:1 9:1");
    counted(&found, "two_mode.board_sizes", "0:16 1:19 2:11 3:15 4:20 5:10 6:4 8:7 9:3 10:1 12:1 13:1");
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn norwegian_boards_in_figures() {
    let path = published::folder("norwegian-boards");
    let graph = BoardGraph::new(Dataset::open(path).unwrap(), BuildOptions::default());
    let rows: &[(&str, [&str; 3])] = &[
        ("two_mode.people", ["1013", "1495", "1421"]),
        ("two_mode.companies", ["204", "367", "355"]),
        ("two_mode.seats", ["1130", "1834", "1746"]),
        ("two_mode.multiple_directors", ["95", "240", "233"]),
        ("two_mode.women.people", [".0859", ".3839", ".3610"]),
        ("two_mode.women.seats", [".0867", ".4089", ".3877"]),
        ("people.ties", ["3189", "4065", "3855"]),
        ("companies.ties", ["113", "442", "421"]),
        ("two_mode.four_cycles", ["61", "108", "89"]),
        ("two_mode.three_paths", ["1619", "4476", "4188"]),
        ("two_mode.cc4", ["0.1507103", "0.09651475", "0.08500478"]),
        ("two_mode.opsahl.people", [".02067237", ".01136246", ".007651687"]),
        ("two_mode.opsahl.companies", [".2390438", ".1054638", ".04565217"]),
        ("two_mode.components", ["117", "127", "125"]),
        ("two_mode.giant.people", ["154", "818", "854"]),
        ("two_mode.giant.companies", ["25", "207", "212"]),
        ("people.giant_mean_path", ["3.372379", "6.293333", "6.665361"]),
        ("companies.giant_mean_path", ["3.13", "5.579288", "5.884915"]),
        ("people.transitivity", [".8560724", ".6805273", ".6814023"]),
        ("companies.transitivity", [".3906977", ".4817955", ".4539701"]),
        ("people.nsw.clustering", [".8356036", ".6217578", ".6330784"]),
        ("companies.nsw.clustering", [".2906221", ".427399", ".3966353"]),
        ("people.mean_degree", ["6.29615", "5.438127", "5.425757"]),
        ("people.nsw.mean_degree", ["6.408687", "5.565217", "5.545391"]),
        ("people.core.k", ["25", "9", "11"]),
        ("people.core.size", ["26", "80", "12"]),
        ("companies.core.k", ["3", "8", "7"]),
        ("companies.core.size", ["15", "9", "8"]),
        ("people.assortativity", [".7129217", ".166623", ".2153345"]),
        ("companies.assortativity", [".4284269", ".3822118", ".4523784"]),
        ("people.diameter", ["8", "15", "17"]),
        ("companies.diameter", ["7", "14", "16"]),
    ];
    for (column, month) in ["2002-05-01", "2009-08-01", "2011-08-01"].into_iter().enumerate() {
        let found = figures(&graph, month);
        let of_month: Vec<(&str, &str)> = rows.iter().map(|(path, printed)| (*path, printed[column])).collect();
        agree(&found, &of_month);
        let seats =
            ["1:918 2:76 3:16 4:3", "1:1255 2:182 3:36 4:12 5:7 7:1 8:1 9:1", "1:1188 2:178 3:32 4:17 5:1 6:3 7:1 8:1"];
        counted(&found, "two_mode.seats_held", seats[column]);
    }
}

#[test]
fn small_classics_in_figures() {
    let women = figures(&undated("datasets/southern-women"), "");
    agree(
        &women,
        &[
            ("two_mode.people", "18"),
            ("two_mode.companies", "14"),
            ("two_mode.seats", "89"),
            ("two_mode.four_cycles", "341"),
            ("two_mode.three_paths", "2916"),
            ("two_mode.cc4", "0.4677641"),
            ("two_mode.opsahl.people", "0.7718968"),
            ("two_mode.opsahl.companies", "0.8187362"),
            ("people.ties", "139"),
            ("companies.ties", "66"),
            ("people.transitivity", "0.9283963"),
        ],
    );
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn clubs_in_figures() {
    let path = published::folder("ceos-and-clubs");
    agree(
        &figures(&undated(path), ""),
        &[
            ("two_mode.people", "26"),
            ("two_mode.companies", "15"),
            ("two_mode.seats", "98"),
            ("two_mode.four_cycles", "226"),
            ("two_mode.three_paths", "2809"),
            ("two_mode.cc4", "0.3218227"),
            ("two_mode.opsahl.people", "0.5388978"),
            ("two_mode.opsahl.companies", "0.701407"),
            ("people.ties", "284"),
            ("companies.ties", "66"),
            ("people.transitivity", "0.9258773"),
        ],
    );
}
/// The first rows of a ranking: name or id, and value.
fn ranked(graph: &BoardGraph, options: &rank::RankOptions) -> Vec<(String, String, f64)> {
    let ranking = rank::rank(graph, options).unwrap();
    ranking.rows.into_iter().map(|row| (row.id, row.name, row.value)).collect()
}

/// Returns `true` if a number equals a printed one to its last digit.
fn is_printed(value: f64, printed: &str) -> bool {
    let digits = printed.split_once('.').map_or(0, |(_, digits)| digits.len());
    let wanted: f64 = printed.parse().unwrap();
    format!("{value:.digits$}").trim_end_matches(['0', '.']) == printed.trim_end_matches(['0', '.'])
        || ((value - wanted) / wanted).abs() < 1e-6
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn scottish_companies_in_order() {
    let path = published::folder("scottish-companies-1904");
    let graph = undated(path);
    let by = |by: Measure| rank::RankOptions { measure: by, ..rank::RankOptions::default() };
    let check = |options: &rank::RankOptions, expected: &[(&str, &str)]| {
        let found = ranked(&graph, options);
        for ((_, name, value), (wanted, printed)) in found.iter().zip(expected) {
            assert!(name.starts_with(wanted), "{:?}: {name}, not {wanted}", options.measure);
            assert!(is_printed(*value, printed), "{:?} of {name}: {value}, not {printed}", options.measure);
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
    let two_mode = rank::RankOptions { network: Some(NetworkKind::TwoMode), ..by(Measure::Betweenness) };
    check(&two_mode, &[("caledonian railway", "4883.479")]);
    let people = rank::RankOptions { side: Side::People, ..two_mode };
    let people = ranked(&graph, &people);
    assert!(is_printed(people[0].2, "4626.541") && people[0].1.contains("king"), "{:?}", people[0]);
    assert!(is_printed(people[1].2, "3215.844") && people[1].1.contains("breadalbane"), "{:?}", people[1]);
    // Core numbers 0:16, 1:11, 2:14, 3:9, 4:21, 5:25, 6:3, 8:9.
    let cores = ranked(&graph, &by(Measure::Core));
    let with = |core: usize| cores.iter().filter(|row| row.2 == core as f64).count();
    assert_eq!([0, 1, 2, 3, 4, 5, 6, 7, 8].map(with), [16, 11, 14, 9, 21, 25, 3, 0, 9]);
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn norwegian_people_between_others() {
    let path = published::folder("norwegian-boards");
    let graph = BoardGraph::new(Dataset::open(path).unwrap(), BuildOptions::default());
    for (month, id, printed) in
        [("2002-05", "p0931", "5905.97"), ("2009-08", "p5134", "65157.27"), ("2011-08", "p4961", "92790.32")]
    {
        let day: PartialDate = format!("{month}-15").parse().unwrap();
        let query = Query { clock: Clock::At(day.days()), certain_only: false };
        let options = rank::RankOptions {
            query,
            side: Side::People,
            measure: Measure::Betweenness,
            ..rank::RankOptions::default()
        };
        let found = ranked(&graph, &options);
        assert!(found[0].0 == id && is_printed(found[0].2, printed), "{month}: {:?}", found[0]);
    }
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn scottish_companies_in_slices() {
    let path = published::folder("scottish-companies-1904");
    let graph = undated(path);
    // For each m: companies, ties, and the sizes of the components.
    let published: [(u32, usize, usize, &[usize]); 8] = [
        (1, 92, 276, &[86, 2, 2, 2]),
        (2, 49, 45, &[20, 4, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2]),
        (3, 21, 17, &[4, 3, 3, 3, 2, 2, 2, 2]),
        (4, 9, 10, &[4, 3, 2]),
        (5, 6, 7, &[4, 2]),
        (6, 4, 6, &[4]),
        (7, 4, 6, &[4]),
        (8, 4, 6, &[4]),
    ];
    let links = BoardLinks::new(&graph, &Query::default());
    let network = Projection::from_links(&links, Side::Companies, (0..graph.company_count() as u32).collect());
    for (least, companies, ties, sizes) in published {
        let method = Method::MSlices { side: Side::Companies, min_weight: least };
        let found = groups(&graph, &Query::default(), method, GroupFilter::default());
        assert_eq!((found.members, m_slice(&network, least).ties), (companies, ties));
        assert_eq!(found.groups.iter().map(|group| group.size).collect::<Vec<usize>>(), sizes);
    }
    let found = groups(&graph, &Query::default(), Method::Components { side: Side::Companies }, GroupFilter::default());
    let sizes: Vec<usize> = found.groups.iter().map(|group| group.size).collect();
    assert_eq!((found.count, &sizes[..4]), (20, &[86, 2, 2, 2][..]));
}

fn kept(graph: &BoardGraph, side: Side, model: NullModel, correction: Correction) -> Backbone {
    backbone(graph, &backbone::BackboneOptions { side, model, correction, ..backbone::BackboneOptions::default() })
}

#[test]
fn southern_women_backbones() {
    let graph = undated("datasets/southern-women");
    let women = |model, correction| kept(&graph, Side::People, model, correction);
    let found = women(NullModel::Hypergeometric, Correction::None);
    assert_eq!((found.tests, found.tied, found.ties.len()), (153, 139, 17));
    let first = &found.ties[0];
    assert_eq!((first.pair.a.name.as_str(), first.pair.b.name.as_str()), ("Katherina Rogers", "Sylvia Avondale"));
    assert_eq!(format!("{:.6}", first.p), "0.002331");
    assert!(women(NullModel::Hypergeometric, Correction::Bonferroni).ties.is_empty());
    assert!(women(NullModel::Sdsm, Correction::None).ties.is_empty());
    let options = backbone::BackboneOptions {
        side: Side::People,
        model: NullModel::Sdsm,
        all: true,
        ..backbone::BackboneOptions::default()
    };
    let all = backbone(&graph, &options).ties;
    let named = |name: &str, start: &str| name.starts_with(start);
    let both = all.iter().find(|tie| named(&tie.pair.a.name, "Evelyn") && named(&tie.pair.b.name, "Theresa")).unwrap();
    assert_eq!((both.pair.shared, format!("{:.6}", both.p)), (7, "0.186688".to_owned()));
    assert_eq!(both.expected.map(|expected| format!("{expected:.6}")).as_deref(), Some("5.147182"));
}

#[test]
#[ignore = "needs the published data in ../shared/data"]
fn scottish_backbones() {
    let scotland = published::folder("scottish-companies-1904");
    let graph = undated(scotland);
    let companies = |correction| kept(&graph, Side::Companies, NullModel::Hypergeometric, correction);
    let found = companies(Correction::None);
    assert_eq!((found.tests, found.tied, found.ties.len()), (5_778, 276, 63));
    assert_eq!(companies(Correction::Bonferroni).ties.len(), 10);
}
