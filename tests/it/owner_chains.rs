//! Owners through chains of companies, and the people of an owner, on the other board of a deal.

use interlocks::analysis::conflicts::{ConflictOptions, Finding, Rule, conflicts, explain};
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions};

/// A deal of `buyer` and `target` on 2010-06-15, with Ann on the buyer's board since 2001.
fn screened(seats: &str, ties: &str, options: &ConflictOptions) -> Vec<Finding> {
    let text = format!(
        r#"{{"people": [{{"id": "ann"}}, {{"id": "bob"}}],
        "companies": [{{"id": "buyer"}}, {{"id": "target"}}, {{"id": "holding"}}, {{"id": "fund"}}],
        "seats": [{{"person": "ann", "company": "buyer", "role": "director", "start": "2001-01-01"}} {seats}],
        "ties": [{ties}],
        "deals": [{{"id": "d", "date": "2010-06-15", "kind": "acquisition", "parties": "buyer;target"}}]}}"#
    );
    let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
    let load = LoadOptions { as_of: "2020-12-31".parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(stream, "test", DataFormat::Json, &load).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
    let graph = BoardGraph::new(data, BuildOptions::default());
    let found = conflicts(&graph, options);
    found.into_iter().filter(|finding| finding.rule == Rule::OwnerOnBoard).collect()
}

fn owners(seats: &str, ties: &str) -> Vec<Finding> {
    screened(seats, ties, &ConflictOptions::default())
}

/// A tie of an owner, held from 2002 on.
fn owns(from: &str, to: &str, share: &str, more: &str) -> String {
    let share = if share.is_empty() { String::new() } else { format!(r#", "share": {share}"#) };
    let kind = if from == "ann" || from == "bob" { "person" } else { "company" };
    format!(
        r#"{{"from": "{from}", "from_type": "{kind}", "to": "{to}", "to_type": "company", "kind": "owns", "start": "2002-01-01"{share}{more}}}"#
    )
}

fn ties_of(finding: &Finding) -> Vec<(&str, &str)> {
    let ties = finding.evidence.iter().filter(|row| row.kind == "tie");
    ties.map(|row| (row.from.id.as_str(), row.to.id.as_str())).collect()
}

#[test]
fn a_share_through_a_chain_is_the_product_of_its_steps() {
    let chain = |first: &str, second: &str| {
        [owns("ann", "holding", first, ""), owns("holding", "target", second, "")].join(",")
    };
    let found = owners("", &chain("30", "20"));
    assert_eq!((found.len(), found[0].certain), (1, true));
    let stake = found[0].stake.as_ref().unwrap();
    assert_eq!((stake.share.min, stake.share.max), (6.0, 6.0));
    let ids: Vec<&str> = stake.chain.iter().map(|named| named.id.as_str()).collect();
    assert_eq!(ids, ["ann", "holding", "target"]);
    // Every tie of the chain is evidence, from the owner down, and told in the sentences.
    assert_eq!(ties_of(&found[0]), [("ann", "holding"), ("holding", "target")]);
    assert!(
        found[0].text.starts_with("ann was an owner (6 %, through holding) of target and sat on the board of buyer")
    );
    let told = explain(&found[0]).shows.join(" ");
    assert!(told.contains("ann owns holding") && told.contains("holding owns target"), "{told}");
    // Held since 2002-01-01, all of it.
    assert_eq!((found[0].days_min, found[0].days_max), (Some(3087), Some(3087)));
    // Three per cent are too few.
    assert!(owners("", &chain("30", "10")).is_empty());
}

#[test]
fn parallel_chains_and_ties_at_one_time_add_up() {
    let two = [
        owns("ann", "holding", "30", ""),
        owns("ann", "fund", "20", ""),
        owns("holding", "target", "10", ""),
        owns("fund", "target", "10", ""),
    ];
    let found = owners("", &two.join(","));
    assert_eq!((found.len(), found[0].certain, found[0].stake.as_ref().unwrap().share.min), (1, true, 5.0));
    assert_eq!(ties_of(&found[0]).len(), 4);
    assert!(owners("", &two[..3].join(",")).is_empty());
    let twice = [owns("ann", "target", "3", ""), owns("ann", "target", "3", r#", "note": "more""#)];
    assert_eq!(owners("", &twice.join(","))[0].stake.as_ref().unwrap().share.min, 6.0);
}

#[test]
fn control_by_more_than_half_at_each_step_makes_an_owner_of_less_than_the_share_asked_for() {
    let options = ConflictOptions { min_share: 30.0, ..ConflictOptions::default() };
    let chain = |share: &str| [owns("ann", "holding", "51", ""), owns("holding", "target", share, "")].join(",");
    assert!(screened("", &chain("51"), &options)[0].certain);
    assert!(screened("", &chain("50"), &options).is_empty());
}

#[test]
fn a_share_that_nobody_states_makes_an_owner_possible_and_no_more_than_the_others_leave() {
    let unknown = [owns("ann", "holding", "", ""), owns("holding", "target", "20", "")].join(",");
    let found = owners("", &unknown);
    assert_eq!((found.len(), found[0].certain), (1, false));
    assert_eq!((found[0].stake.as_ref().unwrap().share.min, found[0].stake.as_ref().unwrap().share.max), (0.0, 20.0));
    // Bob has so much of holding that a fifth of the rest is too little.
    let little = format!("{unknown},{}", owns("bob", "holding", "90", ""));
    assert!(owners("", &little).is_empty());
}

#[test]
fn an_owner_is_one_only_while_every_tie_of_the_chain_holds() {
    let with = |end: &str| {
        let end = format!(r#", "end": "{end}""#);
        [owns("ann", "holding", "60", ""), owns("holding", "target", "60", &end)].join(",")
    };
    assert!(owners("", &with("2010-06-16"))[0].certain);
    // Sold on the day of the deal: no owner on that day.
    assert!(owners("", &with("2010-06-15")).is_empty());
    // Sold in the year of the deal: perhaps.
    let perhaps = owners("", &with("2010"));
    assert_eq!((perhaps.len(), perhaps[0].certain), (1, false));
}

#[test]
fn whoever_leads_an_owner_stands_for_it_on_the_other_board() {
    let chain = [owns("fund", "holding", "80", ""), owns("holding", "target", "50", "")].join(",");
    let post = |role: &str, end: &str| {
        format!(r#", {{"person": "ann", "company": "fund", "role": "{role}", "start": "2003-01-01" {end}}}"#)
    };
    let found = owners(&post("ceo", ""), &chain);
    assert_eq!((found.len(), found[0].certain), (1, true));
    assert_eq!(found[0].stake.as_ref().unwrap().owner.id, "fund");
    assert!(found[0].text.starts_with(
        "ann was an executive or director of fund (an owner of target: 40 %, through holding) and sat on the board of buyer"
    ));
    assert_eq!(ties_of(&found[0]), [("fund", "holding"), ("holding", "target")]);
    let seats: Vec<&str> =
        found[0].evidence.iter().filter(|row| row.kind == "seat").map(|row| row.to.id.as_str()).collect();
    assert_eq!(seats, ["fund", "buyer"]);
    assert_eq!(owners(&post("director", ""), &chain).len(), 1);
    // An observer does not lead it, and whoever left before the deal no longer does.
    assert!(owners(&post("observer", ""), &chain).is_empty());
    assert!(owners(&post("director", r#", "end": "2010-06-15""#), &chain).is_empty());
    // That the buyer's people sit on its own board says nothing of what it owns.
    assert!(owners("", &owns("buyer", "target", "70", "")).is_empty());
}

#[test]
fn owners_of_each_other_whole_come_to_an_end() {
    let ring = [
        owns("ann", "holding", "100", ""),
        owns("holding", "fund", "100", ""),
        owns("fund", "holding", "100", ""),
        owns("fund", "target", "100", ""),
        owns("target", "target", "100", ""),
    ];
    let found = owners("", &ring.join(","));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].stake.as_ref().unwrap().share.max, 100.0);
}
