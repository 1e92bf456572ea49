//! The founding case: Netflix and Facebook, and the best-known interlocks around them.

use std::collections::BTreeMap;
use std::path::Path;

use interlocks::analysis::conflicts::{self, Finding, Rule, conflicts};
use interlocks::analysis::pairs::{InterlockKind, Link, Pair, PairOptions, pairs};
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::model::{Day, DaySet};

fn boards() -> BoardGraph {
    BoardGraph::new(Dataset::open("datasets/bigtech-boards").unwrap(), BuildOptions::default())
}

fn found(graph: &BoardGraph, a: &str, b: &str) -> Option<Pair> {
    pairs(graph, &PairOptions::default()).into_iter().find(|pair| pair.a.id == a && pair.b.id == b)
}

fn link<'a>(pair: &'a Pair, person: &str) -> &'a Link {
    pair.people.iter().find(|link| link.id == person).unwrap()
}

fn written(spans: &DaySet) -> String {
    let spells: Vec<String> = spans.as_slice().iter().map(|s| format!("{}/{}", s.from, s.to)).collect();
    spells.join(";")
}

fn netflix_and_meta() -> Vec<Finding> {
    let graph = boards();
    let between = Some((graph.find_company("netflix").unwrap(), graph.find_company("Facebook").unwrap()));
    conflicts(&graph, &conflicts::ConflictOptions { between, window: 45, ..Default::default() })
}

fn finding<'a>(findings: &'a [Finding], rule: Rule, deal: &str) -> &'a Finding {
    let mut fitting = findings.iter().filter(|finding| finding.rule == rule && finding.deal.id == deal);
    let one = fitting.next().unwrap();
    assert!(fitting.next().is_none());
    one
}

#[test]
fn the_inbox_api_claim_may_lie_within_the_window_of_the_appointment() {
    let findings = netflix_and_meta();
    let claim = finding(&findings, Rule::AppointmentWindow, "fb-nflx-inbox-api-claim");
    assert_eq!(claim.people[0].id, "reed-hastings");
    assert!(!claim.certain, "both dates are known to the month only");
    // June 2011 to June or July 2011: from 29 days before to 60 days after.
    assert_eq!((claim.days, claim.days_min, claim.days_max), (0, Some(-29), Some(60)));
    assert_eq!(claim.deal.status, "alleged-in-press");
    let seat = claim.evidence.iter().find(|row| row.id == "s0008").unwrap();
    assert_eq!(seat.sources, ["MOVIEGUIDE24", "THR19", "WSJ19", "GK"]);
    assert!(claim.evidence.iter().any(|row| row.kind == "deal" && row.sources == ["SEED24", "CHANNELNEWS24"]));
}

#[test]
fn the_titan_api_deal_was_made_while_he_certainly_sat_on_both_sides() {
    let findings = netflix_and_meta();
    for rule in [Rule::SharedDirector, Rule::ExecutiveOnBoard] {
        let titan = finding(&findings, rule, "fb-nflx-titan-api");
        assert!(titan.certain);
        assert_eq!(titan.people[0].id, "reed-hastings");
        assert!(titan.evidence.len() >= 3 && titan.evidence.iter().all(|row| !row.sources.is_empty()));
    }
}

#[test]
fn every_row_of_the_expected_interlocks_is_found_and_no_other() {
    let path = Path::new("tests/it/data/expected_interlocks.csv");
    let graph = boards();
    let as_of = graph.as_of().unwrap();
    let mut found = BTreeMap::new();
    for pair in pairs(&graph, &PairOptions::default()) {
        for link in &pair.people {
            let row = [
                written(&link.certain),
                link.certain.days(as_of).to_string(),
                written(&link.possible),
                link.possible.days(as_of).to_string(),
            ];
            found.insert([pair.a.id.clone(), pair.b.id.clone(), link.id.clone()], row);
        }
    }
    let mut expected = BTreeMap::new();
    for row in csv::Reader::from_path(path).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let mut ends = [row["company_a"].clone(), row["company_b"].clone()];
        ends.sort();
        let [a, b] = ends;
        let cells =
            ["certain_overlap", "certain_days", "possible_overlap", "possible_days"].map(|key| row[key].clone());
        expected.insert([a, b, row["person_id"].clone()], cells);
    }
    assert_eq!(expected.len(), 140);
    assert_eq!(found, expected);
}

#[test]
fn kinds_are_what_the_field_calls_them() {
    let graph = boards();
    let induced = found(&graph, "meta", "microsoft").unwrap();
    assert_eq!(link(&induced, "reed-hastings").kind, InterlockKind::Induced);
    assert_eq!(link(&induced, "reed-hastings").from, ["netflix"]);
    let primary = found(&graph, "microsoft", "netflix").unwrap();
    assert_eq!(link(&primary, "reed-hastings").kind, InterlockKind::Primary);
    assert_eq!(link(&primary, "reed-hastings").from, ["netflix"]);
    let mutual = found(&graph, "solarcity", "tesla").unwrap();
    assert!(mutual.kinds.contains(&InterlockKind::Mutual));
    let officers: Vec<(&str, &str)> = mutual.officers.iter().map(|o| (o.id.as_str(), o.from.as_str())).collect();
    assert!(officers.contains(&("brad-buss", "solarcity")) && officers.contains(&("jb-straubel", "tesla")));
    let neutral = found(&graph, "linkedin", "netflix").unwrap();
    assert_eq!(link(&neutral, "skip-battle").kind, InterlockKind::Neutral);
}

#[test]
fn gaps_break_spells_and_a_hand_over_on_one_day_is_no_overlap() {
    let graph = boards();
    let board = |person: &str, company: &str| {
        let tenures = graph.tenures(graph.person_number(person).unwrap());
        tenures.into_iter().find(|(c, _)| *c == graph.company_number(company).unwrap()).unwrap().1.board
    };
    assert_eq!(written(&board("reed-hastings", "netflix").certain), "1997-08-31/..");
    assert_eq!(board("susan-rice", "netflix").possible.as_slice().len(), 2);
    assert_eq!(written(&board("bob-iger", "disney").certain), "2000-01-31/2021-12-31;2022-11-20/..");
    assert!(found(&graph, "hp", "hpe").is_none_or(|pair| pair.people.iter().all(|link| link.id != "marc-andreessen")));
    // Two people called Brad Smith make no tie between Netflix and Amazon.
    assert!(
        found(&graph, "amazon", "netflix").is_none_or(|pair| pair.people.iter().all(|link| !link.id.contains("smith")))
    );
}

#[test]
fn a_day_after_the_as_of_date_is_never_certain() {
    let graph = boards();
    let at = |text: &str| {
        let day: interlocks::model::PartialDate = text.parse().unwrap();
        let clock = interlocks::graph::Clock::At(day.days());
        let query = interlocks::analysis::Query { clock, certain_only: false };
        let all = pairs(&graph, &PairOptions { query, ..PairOptions::default() });
        (all.len(), all.iter().filter(|pair| pair.certain).count())
    };
    let (now, certain_now) = at("2024-12-31");
    let (later, certain_later) = at("2025-06-01");
    assert!(certain_now > 0 && now >= certain_now);
    assert_eq!((later > 0, certain_later), (true, 0));
    assert_eq!(graph.as_of(), Day::from_ymd(2024, 12, 31));
}

#[test]
fn a_deal_whose_date_nobody_knows_is_possible_and_never_no() {
    let text = r#"{"seats": [
        {"person": "ann", "company": "acme", "role": "director", "start": "2001-01-01", "end": "2005-01-01"},
        {"person": "ann", "company": "beta", "role": "chief executive", "executive": "yes", "board": "yes", "start": "2001-01-01", "end": "2005-01-01"}],
        "deals": [{"id": "d1", "kind": "contract", "parties": "acme;beta"}]}"#;
    let options = interlocks::dataset::LoadOptions::default();
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "deal.json", interlocks::dataset::DataFormat::Json, &options).unwrap();
    let graph = BoardGraph::new(data, BuildOptions::default());
    let findings = conflicts(&graph, &conflicts::ConflictOptions::default());
    let rules: Vec<Rule> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::ExecutiveOnBoard,
            Rule::SharedDirector,
            // How likely it lies within a window nobody can say: such findings come last.
            Rule::AppointmentWindow,
            Rule::AppointmentWindow,
        ]
    );
    for finding in findings {
        assert!(!finding.certain);
        assert_eq!((finding.days_min, finding.days_max, finding.probability), (None, None, None));
        assert!(finding.text.contains("has no known date"));
    }
}
