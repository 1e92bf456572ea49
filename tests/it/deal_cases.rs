//! The best-known cases of people on both sides of a deal, in the bundled data.

use std::io::Write as _;
use std::path::Path;

use interlocks::analysis::conflicts::{ConflictOptions, Finding, Rule, conflicts, explain};
use interlocks::analysis::ownership::{DeputyOptions, deputies};
use interlocks::analysis::pairs::{InterlockKind, PairOptions, pairs};
use interlocks::analysis::paths;
use interlocks::dataset::{Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Entity};
use interlocks::model::DaySet;

const BOARDS: &str = "datasets/bigtech-boards";

fn boards() -> BoardGraph {
    BoardGraph::new(Dataset::open(BOARDS).unwrap(), BuildOptions::default())
}

fn of_deal(deal: &str) -> Vec<Finding> {
    conflicts(&boards(), &ConflictOptions { deal: Some(deal.to_owned()), ..ConflictOptions::default() })
}

/// The bundled data with one deal more.
fn with_deal(date: &str, parties: &str) -> (BoardGraph, Vec<Finding>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deal.json");
    let deal = format!(r#"{{"id": "added", "date": "{date}", "kind": "contract", "parties": "{parties}"}}"#);
    let text = format!(r#"{{"seats": [], "deals": [{deal}]}}"#);
    std::fs::File::create(&file).unwrap().write_all(text.as_bytes()).unwrap();
    let data = Dataset::open_all(&[Path::new(BOARDS), &file], &LoadOptions::default()).unwrap();
    let graph = BoardGraph::new(data, BuildOptions::default());
    let findings = conflicts(&graph, &ConflictOptions { deal: Some("added".to_owned()), ..ConflictOptions::default() });
    (graph, findings)
}

fn people(finding: &Finding) -> Vec<&str> {
    finding.people.iter().map(|person| person.id.as_str()).collect()
}

fn by<'a>(findings: &'a [Finding], rule: Rule, person: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.rule == rule && people(finding).contains(&person)).collect()
}

fn spells(spans: &DaySet) -> Vec<String> {
    spans.as_slice().iter().map(|span| format!("{}/{}", span.from, span.to)).collect()
}

#[test]
fn alphabet_and_apple_shared_schmidt_directed_from_alphabet_and_levinson_induced() {
    let pair = pairs(&boards(), &PairOptions::default())
        .into_iter()
        .find(|pair| (pair.a.id.as_str(), pair.b.id.as_str()) == ("alphabet", "apple"))
        .unwrap();
    assert_eq!(pair.people.len(), 2);
    let link = |id: &str| pair.people.iter().find(|link| link.id == id).unwrap();
    let schmidt = link("eric-schmidt");
    assert_eq!((schmidt.kind, &schmidt.from[..]), (InterlockKind::Primary, &["alphabet".to_owned()][..]));
    assert_eq!(spells(&schmidt.certain), ["2006-08-29/2009-08-03"]);
    assert_eq!(spells(&schmidt.possible), ["2006-08-29/2009-08-03"]);
    let levinson = link("arthur-levinson");
    assert_eq!((levinson.kind, &levinson.from[..]), (InterlockKind::Induced, &["genentech".to_owned()][..]));
    assert_eq!(spells(&levinson.certain), ["2004-04-30/2009-10-12"]);
    assert_eq!(spells(&levinson.possible), ["2004-04-01/2009-10-12"]);
}

#[test]
fn warner_bros_discovery_and_charter_were_joined_by_their_owner_advance_as_deputisation() {
    let (graph, findings) = with_deal("2023-05-01", "charter;wbd");
    // The seats.
    let wbd = graph.company_number("wbd");
    let sent = deputies(&graph, &DeputyOptions { company: wbd, ..DeputyOptions::default() });
    let two = sent.iter().find(|found| !found.same_person && found.b.id == "wbd").unwrap();
    assert_eq!((two.rule, &two.owner.id[..], &two.a.id[..], two.certain), ("same-owner", "advance", "charter", true));
    assert_eq!(spells(&two.certain_spells), ["2022-04-08/2024-04-01"]);
    // The path, which says so.
    let ends = ["wbd", "charter"].map(|id| Entity::Company(graph.company_number(id).unwrap()));
    let asked = paths::PathOptions { k: 30, only: vec![paths::Only::Seats], ..paths::PathOptions::default() };
    let found = paths::best(&graph, ends[0], ends[1], &asked);
    let stops = |path: &paths::Path| path.steps.iter().map(|step| step.to.id.clone()).collect::<Vec<String>>();
    let over = found
        .iter()
        .find(|path| stops(path) == ["steven-newhouse", "advance", "michael-newhouse", "charter"])
        .expect("from one board over the owner to the other");
    let deputised = over.same_owner.as_ref().unwrap();
    assert_eq!((&deputised.owner.id[..], deputised.certain), ("advance", true));
    let people: Vec<&str> = deputised.seats.iter().map(|seat| seat.person.id.as_str()).collect();
    assert_eq!(people, ["michael-newhouse", "steven-newhouse"]);
    // One person on both boards is the owner's on both.
    let direct = found.iter().find(|path| stops(path) == ["steven-miron", "charter"]).unwrap();
    assert!(direct.same_owner.as_ref().is_some_and(|found| found.same_person && found.owner.id == "advance"));
    // A deal of the two: whoever runs the owner of one of them sits on the board of the other.
    for person in ["steven-miron", "steven-newhouse", "michael-newhouse"] {
        let owner = by(&findings, Rule::OwnerOnBoard, person);
        assert!(!owner.is_empty(), "{person}");
        for finding in owner {
            assert_eq!(finding.stake.as_ref().unwrap().owner.id, "advance");
            // The data does not state the shares.
            assert!(!finding.certain);
        }
    }
}

#[test]
fn andreessen_sat_at_ebay_and_owned_the_buyer_of_skype() {
    let findings = of_deal("ebay-skype-sale");
    for rule in [Rule::ExecutiveOnBoard, Rule::OwnerOnBoard] {
        let found = by(&findings, rule, "marc-andreessen");
        assert_eq!(found.len(), 1, "{rule:?}");
        assert!(found[0].certain);
        let parties: Vec<&str> = found[0].parties.iter().map(|party| party.id.as_str()).collect();
        assert_eq!(parties, ["a16z", "ebay"]);
    }
    let owner = by(&findings, Rule::OwnerOnBoard, "marc-andreessen")[0];
    assert!(owner.evidence.iter().any(|row| row.kind == "tie" && row.relation == "founder-of"));
    // A year and a half on, Microsoft buys from both: three parties, of which he stands at two.
    let later = of_deal("msft-skype");
    let owner = by(&later, Rule::OwnerOnBoard, "marc-andreessen")[0];
    assert_eq!((owner.share, owner.deal.parties), (0.6667, 3));
    assert!(explain(owner).shows.iter().any(|text| text.contains("2 of the 3 parties")));
}

#[test]
fn ellison_owned_netsuite_while_he_sat_on_the_board_that_bought_it() {
    let findings = of_deal("orcl-netsuite");
    let owner = by(&findings, Rule::OwnerOnBoard, "larry-ellison");
    assert_eq!(owner.len(), 1);
    // As founder for certain; as owner of a share that no row states, only possibly.
    assert!(owner[0].certain);
    let ties: Vec<&str> =
        owner[0].evidence.iter().filter(|row| row.kind == "tie").map(|row| row.relation.as_str()).collect();
    assert_eq!(ties, ["founder-of", "owns"]);
    assert!(explain(owner[0]).check.contains(&"the share that was held, and the votes it carried".to_owned()));
}

#[test]
fn tesla_and_solarcity_were_mutual_and_family() {
    let graph = boards();
    let pair = pairs(&graph, &PairOptions::default())
        .into_iter()
        .find(|pair| (pair.a.id.as_str(), pair.b.id.as_str()) == ("solarcity", "tesla"));
    assert!(pair.unwrap().kinds.contains(&InterlockKind::Mutual));
    let findings = of_deal("tsla-solarcity");
    let brothers: Vec<&Finding> = by(&findings, Rule::RelatedPerson, "kimbal-musk");
    assert_eq!(brothers.len(), 1);
    assert_eq!(people(brothers[0]), ["elon-musk", "kimbal-musk"]);
    // Brothers for life: the row has no dates and needs none.
    assert!(brothers[0].certain);
    assert!(brothers[0].evidence.iter().any(|row| row.relation == "sibling"));
    for (rule, person) in [
        (Rule::ExecutiveOnBoard, "elon-musk"),
        (Rule::ExecutiveOnBoard, "jb-straubel"),
        (Rule::OwnerOnBoard, "elon-musk"),
        (Rule::SharedDirector, "antonio-gracias"),
    ] {
        assert!(by(&findings, rule, person).iter().any(|finding| finding.certain), "{rule:?} {person}");
    }
}

#[test]
fn pinterest_and_nextdoor_were_joined_by_two_people() {
    let graph = boards();
    let pair = pairs(&graph, &PairOptions::default())
        .into_iter()
        .find(|pair| (pair.a.id.as_str(), pair.b.id.as_str()) == ("nextdoor", "pinterest"))
        .unwrap();
    let two: Vec<&str> = pair.people.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(two, ["andrea-wishom", "leslie-kilgore"]);
    // The data has no deal between the two: one added beside it is screened like any other.
    let (_, findings) = with_deal("2022", "nextdoor;pinterest");
    let shared: Vec<Vec<&str>> =
        findings.iter().filter(|finding| finding.rule == Rule::SharedDirector && finding.certain).map(people).collect();
    assert_eq!(shared, [["andrea-wishom"], ["leslie-kilgore"]]);
}

#[test]
fn two_who_went_from_ebay_to_paypal_on_the_day_of_the_split_went_through_the_revolving_door() {
    let findings = of_deal("ebay-paypal-split");
    for person in ["john-donahoe", "david-moffett"] {
        let moved = by(&findings, Rule::RevolvingDoor, person);
        assert_eq!(moved.len(), 1);
        assert!(moved[0].certain);
        assert_eq!((moved[0].days, moved[0].probability), (0, Some(1.0)));
    }
}

#[test]
fn an_indirect_path_is_told_only_where_no_other_rule_found_anything() {
    let findings = conflicts(&boards(), &ConflictOptions::default());
    let paths: Vec<&Finding> = findings.iter().filter(|finding| finding.rule == Rule::IndirectPath).collect();
    assert!(paths.len() >= 5);
    for path in &paths {
        let same = |other: &&Finding| other.deal.id == path.deal.id && other.parties == path.parties;
        assert_eq!(findings.iter().filter(same).count(), 1);
        assert!(path.steps.is_some_and(|steps| (1..=4).contains(&steps)));
    }
    let linkedin = paths.iter().find(|path| path.deal.id == "msft-linkedin").unwrap();
    assert!(linkedin.certain);
    assert_eq!((linkedin.steps, people(linkedin)), (Some(4), vec!["leslie-kilgore", "brad-smith-microsoft"]));
    let short = conflicts(&boards(), &ConflictOptions { max_steps: 3, ..ConflictOptions::default() });
    assert!(short.iter().all(|finding| finding.deal.id != "msft-linkedin"));
    let none = conflicts(&boards(), &ConflictOptions { max_steps: 0, ..ConflictOptions::default() });
    assert_eq!(none.len(), findings.len() - paths.len());
}

#[test]
fn sentences_are_made_of_the_evidence_and_accuse_nobody() {
    let graph = boards();
    let options =
        ConflictOptions { window: 45, deal: Some("fb-nflx-inbox-api-claim".to_owned()), ..ConflictOptions::default() };
    let findings = conflicts(&graph, &options);
    let answers = explain(findings.iter().find(|finding| finding.rule == Rule::AppointmentWindow).unwrap());
    let text = answers.shows.join(" ");
    for part in [
        "Reed Hastings was",
        "was chief executive of Netflix, Inc. (1998-09–2020-07-16",
        "joined the board of Meta Platforms, Inc. in June 2011",
        "is dated 2011-06/2011-07, between 29 days before and 60 days after the joining",
        "the least exact date behind this finding is known only to the month [SEED24, CHANNELNEWS24]",
        "Status in the data: alleged-in-press.",
        "Possible: 93 % of the possible combinations of days lie within 45 days",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(answers.check[0], "the day Reed Hastings joined Meta Platforms, Inc.");
    assert!(answers.check.contains(&"whether the deal was made as alleged-in-press".to_owned()));
    for finding in conflicts(&graph, &ConflictOptions::default()) {
        let answers = explain(&finding);
        let text = answers.shows.join(" ");
        // Nothing is claimed without a row: every source of the evidence is cited, and the status stays.
        for row in &finding.evidence {
            assert!(row.sources.iter().all(|source| text.contains(source)), "{text}");
        }
        assert!(text.contains(&finding.deal.status) && text.contains(&finding.deal.date));
        assert!(finding.text.contains(&finding.deal.status));
        assert!(!answers.check.is_empty());
    }
}
