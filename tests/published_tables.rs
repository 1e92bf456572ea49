//! Figures from the literature, to the last digit.

use std::path::Path;

use interlocks::analysis::interlocks::{Options, Side, Weight, pairs};
use interlocks::analysis::measures::backbone::{self, Backbone, Correction, Model, backbone};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions};

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

fn kept(graph: &BoardGraph, side: Side, model: Model, correction: Correction) -> Backbone {
    backbone(graph, &backbone::Options { side, model, correction, ..backbone::Options::default() })
}

#[test]
fn southern_women_backbones() {
    let graph = undated("datasets/southern-women");
    let women = |model, correction| kept(&graph, Side::People, model, correction);
    let found = women(Model::Hypergeometric, Correction::None);
    assert_eq!((found.tests, found.tied, found.ties.len()), (153, 139, 17));
    let first = &found.ties[0];
    assert_eq!((first.pair.a.name.as_str(), first.pair.b.name.as_str()), ("Katherina Rogers", "Sylvia Avondale"));
    assert_eq!(format!("{:.6}", first.p), "0.002331");
    assert!(women(Model::Hypergeometric, Correction::Bonferroni).ties.is_empty());
    assert!(women(Model::Sdsm, Correction::None).ties.is_empty());
    let options =
        backbone::Options { side: Side::People, model: Model::Sdsm, all: true, ..backbone::Options::default() };
    let all = backbone(&graph, &options).ties;
    let named = |name: &str, start: &str| name.starts_with(start);
    let both = all.iter().find(|tie| named(&tie.pair.a.name, "Evelyn") && named(&tie.pair.b.name, "Theresa")).unwrap();
    assert_eq!((both.pair.shared, format!("{:.6}", both.p)), (7, "0.186688".to_owned()));
    assert_eq!(both.expected.map(|expected| format!("{expected:.6}")).as_deref(), Some("5.147182"));
}

#[test]
fn scottish_backbones() {
    let scotland = Path::new("../shared/data/scottish-companies-1904");
    if !scotland.exists() {
        println!("skipped: ../shared/data is not here");
        return;
    }
    let graph = undated(scotland);
    let companies = |correction| kept(&graph, Side::Companies, Model::Hypergeometric, correction);
    let found = companies(Correction::None);
    assert_eq!((found.tests, found.tied, found.ties.len()), (5_778, 276, 63));
    assert_eq!(companies(Correction::Bonferroni).ties.len(), 10);
}
