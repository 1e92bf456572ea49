//! The page on the founding case has everything it should have, and the hard cases state what is unknown.

use super::*;
use crate::conflicts::Rule;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(data: Dataset, undated: bool) -> BoardGraph {
    BoardGraph::new(data, BuildOptions { undated, ..BuildOptions::default() })
}

fn boards() -> BoardGraph {
    graph(Dataset::open("../../datasets/bigtech-boards").unwrap(), false)
}

fn page(graph: &BoardGraph, a: &str, b: &str) -> Dossier {
    let [a, b] = [a, b].map(|name| graph.find_company(name).unwrap());
    dossier(graph, a, b, &ReportOptions::default(), Repeat::default())
}

fn seats(text: &str) -> BoardGraph {
    let text = std::io::Cursor::new(format!("person,company,role,start,end\n{text}"));
    graph(Dataset::read(Box::new(text), "seats.csv", DataFormat::Csv, &LoadOptions::default()).unwrap(), false)
}

fn linking<'a>(dossier: &'a Dossier, person: &str) -> &'a LinkingPerson {
    dossier.people.iter().find(|found| found.person.id == person).unwrap()
}

fn says(dossier: &Dossier, words: &str) -> bool {
    dossier.summary.iter().any(|sentence| sentence.contains(words))
}

#[test]
fn the_founding_case_has_its_people_with_their_seats_at_both() {
    let page = page(&boards(), "netflix", "meta");
    assert_eq!(page.title, "Netflix, Inc. and Meta Platforms, Inc.");
    let hastings = &page.people[0];
    assert_eq!((hastings.person.id.as_str(), hastings.at_both), ("reed-hastings", true));
    let both: Vec<String> = hastings.both_certain.as_slice().iter().map(|s| format!("{}/{}", s.from, s.to)).collect();
    assert_eq!(both, ["2011-06-30/2019-05-30"]);
    let at_meta: Vec<&str> =
        hastings.links.iter().filter(|link| link.side == AtCompany::B).map(|link| link.row.id.as_str()).collect();
    assert_eq!(at_meta, ["s0008"]);
    assert!(page.people.iter().skip(1).all(|person| !person.at_both), "one person alone held seats at both");
}

#[test]
fn the_founding_case_has_its_deals_in_the_order_of_time_and_with_their_status() {
    let page = page(&boards(), "netflix", "meta");
    let deals: Vec<(&str, &str, &str)> =
        page.deals.iter().map(|deal| (deal.number.as_str(), deal.id.as_str(), deal.status.as_str())).collect();
    assert_eq!(deals.len(), 11);
    assert_eq!(deals[0], ("D1", "fb-nflx-inbox-api-claim", "alleged-in-press"));
    assert_eq!(deals[1], ("D2", "fb-nflx-extended-api", "alleged"));
    assert_eq!(deals[3], ("D4", "nflx-fb-integration", "completed"));
    assert!(page.deals.windows(2).all(|two| (two[0].first, two[0].last) <= (two[1].first, two[1].last)));
    assert_eq!(page.deals.iter().filter(|deal| deal.is_doubtful()).count(), 8);
}

#[test]
fn the_founding_case_has_every_finding_of_the_screen_with_its_sentences() {
    let graph = boards();
    let page = page(&graph, "netflix", "meta");
    let between = Some((graph.company_number("netflix").unwrap(), graph.company_number("meta").unwrap()));
    let found = conflicts::conflicts(&graph, &conflicts::ConflictOptions { between, ..Default::default() });
    assert_eq!(page.findings.len(), found.len());
    for (explained, finding) in page.findings.iter().zip(&found) {
        assert_eq!((explained.finding.rule, &explained.finding.deal.id), (finding.rule, &finding.deal.id));
        assert_eq!(explained.explanation, explain(finding));
        let deal = page.deals.iter().find(|deal| deal.number == explained.deal_number).unwrap();
        assert_eq!(deal.id, finding.deal.id);
    }
    let claim = page.findings.iter().find(|explained| {
        explained.finding.rule == Rule::AppointmentWindow && explained.finding.deal.id == "fb-nflx-inbox-api-claim"
    });
    assert!(claim.unwrap().explanation.shows[0].contains("Reed Hastings"));
}

#[test]
fn the_founding_case_has_paths_an_interlock_and_sources_with_what_they_are_cited_for() {
    let page = page(&boards(), "netflix", "meta");
    assert_eq!(page.paths.len(), 3);
    assert!(page.paths[0].cost <= page.paths[1].cost && page.paths[1].cost <= page.paths[2].cost);
    let pair = page.interlock.as_ref().unwrap();
    assert_eq!(pair.people.iter().map(|link| link.id.as_str()).collect::<Vec<&str>>(), ["reed-hastings"]);
    let seed = page.sources.iter().find(|source| source.id == "SEED24").unwrap();
    assert!(seed.listed && !seed.title.is_empty());
    assert!(seed.used_for.iter().any(|what| what.starts_with("deal fb-nflx-inbox-api-claim")), "{:?}", seed.used_for);
    assert!(page.sources.windows(2).all(|two| two[0].id < two[1].id));
    let cited: BTreeSet<&str> = page.sources.iter().map(|source| source.id.as_str()).collect();
    let evidence = page.findings.iter().flat_map(|explained| &explained.finding.evidence).flat_map(|row| &row.sources);
    assert!(evidence.into_iter().all(|id| cited.contains(id.as_str())));
}

#[test]
fn the_summary_counts_what_is_on_the_page() {
    let page = page(&boards(), "netflix", "meta");
    assert!(says(&page, "1 person has held seats at both Netflix, Inc. and Meta Platforms, Inc."));
    assert!(says(&page, "11 deals between them; 8 of them are only alleged or reported, not established"));
    assert!(says(&page, &format!("{} findings", page.findings.len())));
    let certain = page.findings.iter().filter(|explained| explained.finding.certain).count();
    assert!(says(&page, &format!("{certain} are certain")));
    assert!(says(&page, "a lead to check, not an accusation"));
    assert!(says(&page, "The data describes 2024-12-31"));
}

#[test]
fn events_come_in_the_order_of_time_and_those_without_a_date_last() {
    for (a, b) in [("netflix", "meta"), ("alphabet", "apple"), ("tesla", "solarcity")] {
        let page = page(&boards(), a, b);
        let key = |event: &DatedEvent| (event.first.is_none(), event.first, event.last);
        assert!(page.events.windows(2).all(|two| key(&two[0]) <= key(&two[1])));
        let deals = page.events.iter().filter(|event| event.what == EventKind::Deal).count();
        assert_eq!(deals, page.deals.len());
    }
}

#[test]
fn alphabet_and_apple_are_bound_by_schmidt_and_levinson_on_stated_days() {
    let page = page(&boards(), "alphabet", "apple");
    let both = |person: &str| linking(&page, person).both_certain.hull().unwrap();
    assert_eq!(both("eric-schmidt").to.to_string(), "2009-08-03");
    assert!(both("arthur-levinson").from < both("eric-schmidt").from);
}

#[test]
fn tesla_and_solarcity_have_a_brother_in_the_evidence_and_cousins_on_the_paths() {
    let page = page(&boards(), "tesla", "solarcity");
    let related = page.findings.iter().filter(|explained| explained.finding.rule == Rule::RelatedPerson);
    assert!(related.flat_map(|explained| &explained.finding.evidence).any(|row| row.relation == "sibling"));
    assert!(!linking(&page, "kimbal-musk").at_both);
    assert!(page.paths.iter().flat_map(|path| &path.steps).any(|step| step.relation == "cousin"));
    assert!(!linking(&page, "lyndon-rive").at_both);
}

#[test]
fn a_name_with_a_full_stop_does_not_end_a_sentence_twice() {
    let page = page(&boards(), "disney", "tesla");
    assert!(says(&page, "both The Walt Disney Company and Tesla, Inc."));
    assert!(page.summary.iter().all(|sentence| !sentence.contains("..")), "{:?}", page.summary);
}

#[test]
fn owners_with_people_on_both_boards_are_told() {
    let page = page(&boards(), "wbd", "charter");
    assert!(!page.owners.is_empty() && page.owners.iter().all(|found| found.owner.id == "advance"));
    assert!(says(&page, "Advance Publications"));
}

#[test]
fn a_pair_with_nothing_between_says_so() {
    let page = page(&seats("ann,acme,director,2001,2005\nbob,beta,director,2001,2005\n"), "acme", "beta");
    assert!(page.people.is_empty() && page.deals.is_empty() && page.findings.is_empty() && page.paths.is_empty());
    assert!(says(&page, "In this data, nobody has held seats at both acme and beta."));
    assert!(says(&page, "lists no deal") && says(&page, "no path of at most 6 steps"));
}

#[test]
fn a_hand_over_on_one_day_is_no_time_at_both() {
    let page = page(&seats("ann,acme,director,2001,2005-03-01\nann,beta,director,2005-03-01,2009\n"), "acme", "beta");
    assert!(page.people[0].at_both && page.people[0].both_possible.is_empty());
    assert!(page.interlock.is_none());
}

#[test]
fn unknown_ends_stay_unknown() {
    let page = page(&seats("ann,acme,director,,\nann,beta,director,2005,\n"), "acme", "beta");
    let links = &page.people[0].links;
    assert_eq!((links[0].side, links[0].row.start.as_ref(), links[0].row.end.as_ref()), (AtCompany::A, None, None));
    assert!(page.events.iter().any(|event| event.what == EventKind::Held && event.date.is_none()));
}

#[test]
fn without_dates_all_counts_and_the_page_says_that_dates_are_ignored() {
    let graph = graph(Dataset::open("../../datasets/bigtech-boards").unwrap(), true);
    let page = page(&graph, "netflix", "meta");
    assert!(page.undated && page.as_of.is_none());
    assert!(says(&page, "Dates are ignored"));
}

#[test]
fn a_problem_of_a_row_that_names_somebody_on_the_page_is_listed_and_others_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seats.csv");
    let rows = "ann,acme,director,2001,2005\nann,beta,director,2002,2004\nann,beta,chair,2009,2001\nzoe,zeta,chair,2009,2001\n";
    std::fs::write(&file, format!("person,company,role,start,end\n{rows}")).unwrap();
    let graph = graph(Dataset::open(&file).unwrap(), false);
    let problems = graph.about().problems.listed();
    let inputs = Inputs::from_paths(&[&file]).unwrap().with_problem_rows(problems, Default::default());
    let [a, b] = ["acme", "beta"].map(|name| graph.find_company(name).unwrap());
    let page = dossier(&graph, a, b, &ReportOptions::default(), Repeat::new("", inputs));
    assert_eq!(page.problems.listed.iter().map(|problem| problem.line).collect::<Vec<u64>>(), [4]);
    assert_eq!((page.problems.others, page.problems.rows_read), (1, true));
    let blind = dossier(&graph, a, b, &ReportOptions::default(), Repeat::default());
    assert!(!blind.problems.rows_read, "rows that nobody read again may name anybody");
}

#[test]
fn the_joint_history_is_that_of_the_page() {
    let graph = boards();
    let [a, b] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
    let (page, history) = (page(&graph, "netflix", "meta"), joint_history(&graph, a, b, &ReportOptions::default()));
    let text = |history: &JointHistory| serde_json::to_value(history).unwrap();
    assert_eq!(text(&history), text(&page.joint_history()));
    assert!(history.people.iter().any(|person| person.at_both) && history.deals.len() == 11);
}
