//! Conflict-of-interest paths that are told of these companies, found in the bundled case.

use interlocks::analysis::Query;
use interlocks::analysis::paths::{Path, PathOptions, Step, best};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Clock};
use interlocks::model::PartialDate;

fn boards() -> BoardGraph {
    BoardGraph::new(Dataset::open("datasets/bigtech-boards").unwrap(), BuildOptions::default())
}

fn at(graph: &BoardGraph, a: &str, b: &str, day: &str) -> Vec<Path> {
    let clock = Clock::At(day.parse::<PartialDate>().unwrap().days());
    let options = PathOptions { query: Query { clock, certain_only: true }, k: 10, ..PathOptions::default() };
    best(graph, graph.find(a).unwrap(), graph.find(b).unwrap(), &options)
}

fn stops(path: &Path) -> Vec<&str> {
    std::iter::once(&path.steps[0].from)
        .chain(path.steps.iter().map(|step| &step.to))
        .map(|stop| &stop.id[..])
        .collect()
}

fn common(path: &Path) -> String {
    path.common.map(|days| format!("{}/{}", days.from, days.to)).unwrap()
}

#[test]
fn netflix_is_joined_to_facebook_by_hastings_on_its_board() {
    let graph = boards();
    let paths = at(&graph, "netflix", "Facebook", "2013-08");
    assert_eq!(stops(&paths[0]), ["netflix", "reed-hastings", "meta"]);
    let board = &paths[0].steps[1];
    assert_eq!((&board.relation[..], board.certain), ("director", true));
    assert_eq!(board.source, "MOVIEGUIDE24;THR19;WSJ19;GK");
    assert!(board.place.starts_with("datasets/bigtech-boards/seats.csv:"), "{}", board.place);
    // His last day there was the one before 2019-05-30; the day he joined is known to the month.
    assert_eq!(common(&paths[0]), "2011-06-01/2019-05-30");
    let certain = paths[0].certain.unwrap();
    assert_eq!(format!("{}/{}", certain.from, certain.to), "2011-06-30/2019-05-30");
    let friend = paths.iter().find(|path| path.steps.iter().any(|step| step.relation == "friend")).unwrap();
    assert_eq!(stops(friend), ["netflix", "reed-hastings", "mark-zuckerberg", "meta"]);
}

#[test]
fn google_is_joined_to_apple_by_schmidt_then_levinson() {
    let graph = boards();
    let paths = at(&graph, "alphabet", "apple", "2008-06");
    assert_eq!(stops(&paths[0]), ["alphabet", "eric-schmidt", "apple"]);
    assert_eq!(paths[0].steps[0].relation, "ceo");
    assert_eq!(common(&paths[0]), "2006-08-29/2009-08-03");
    assert_eq!(stops(&paths[1]), ["alphabet", "arthur-levinson", "apple"]);
    // Schmidt left Apple's board before Levinson left Google's.
    assert_eq!(stops(&at(&graph, "alphabet", "apple", "2009-09")[0]), ["alphabet", "arthur-levinson", "apple"]);
}

#[test]
fn one_owner_reaches_two_boards_through_those_it_sent() {
    let graph = boards();
    let paths = at(&graph, "wbd", "charter", "2023-01");
    assert_eq!(stops(&paths[0]), ["wbd", "steven-miron", "charter"]);
    assert!(paths.iter().any(|path| stops(path) == ["wbd", "advance", "michael-newhouse", "charter"]));
}

#[test]
fn two_people_join_pinterest_and_nextdoor() {
    let graph = boards();
    let paths = at(&graph, "pinterest", "nextdoor", "2022-06");
    let through: Vec<&str> = paths.iter().filter(|path| path.steps.len() == 2).map(|path| stops(path)[1]).collect();
    assert_eq!(through, ["andrea-wishom", "leslie-kilgore"]);
}

#[test]
fn a_tie_against_the_path_says_so() {
    let graph = boards();
    let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find(name).unwrap());
    let options = PathOptions { k: 50, ..PathOptions::default() };
    let paths = best(&graph, netflix, meta, &options);
    let through: Vec<&Step> = paths
        .iter()
        .filter(|path| path.steps.len() == 2)
        .flat_map(|path| &path.steps)
        .filter(|step| step.relation == "investor-in")
        .collect();
    // TCV invested in Netflix and in Meta, not Netflix in TCV.
    assert_eq!(through.iter().map(|step| step.label()).collect::<Vec<_>>(), ["← investor-in", "investor-in"]);
}
