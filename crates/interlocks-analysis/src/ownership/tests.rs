use proptest::prelude::*;

use super::*;
use interlocks_core::model::PartialDate;
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::BuildOptions;

fn graph(text: &str) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "owners.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems);
    BoardGraph::new(data, BuildOptions::default())
}

fn with_ties(ties: &str) -> BoardGraph {
    graph(&format!(
        r#"{{"as_of": "2020-12-31", "people": [{{"id": "ann"}}],
            "companies": [{{"id": "top"}}, {{"id": "mid"}}, {{"id": "side"}}, {{"id": "low"}}],
            "seats": [{{"person": "ann", "company": "top", "start": "2000"}}], "ties": [{ties}]}}"#
    ))
}

fn day(text: &str) -> DayRange {
    text.parse::<PartialDate>().unwrap().days()
}

fn owner(graph: &BoardGraph, company: &str, owner: &str, at: &str) -> Option<Holding> {
    let found = owners_of(graph, graph.company_number(company).unwrap(), day(at));
    found.into_iter().find(|holding| holding.owner.id == owner)
}

const CHAINS: &str = r#"
    {"from": "ann", "to": "top", "kind": "owns", "start": "2001", "share": 80},
    {"from": "top", "to": "mid", "kind": "owner", "start": "2001", "share": 60},
    {"from": "top", "to": "side", "kind": "shareholder-of", "start": "2001", "share": 30},
    {"from": "mid", "to": "low", "kind": "owns", "start": "2001", "share": 40},
    {"from": "low", "to": "side", "kind": "owned-by", "start": "2001", "end": "2010-05-01", "share": 50}"#;

#[test]
fn shares_multiply_along_chains_and_add_up_over_parallel_ones() {
    let graph = with_ties(CHAINS);
    let ann = owner(&graph, "low", "ann", "2005").unwrap();
    // 0.8 · (0.6 · 0.4 + 0.3 · 0.5)
    assert_eq!(ann.integrated, ShareRange { min: 31.2, max: 31.2 });
    assert!(ann.stated && ann.certain && ann.direct.is_none());
    assert_eq!(ann.evidence.len(), 5);
    let chain: Vec<&str> = ann.chain.iter().map(|named| named.id.as_str()).collect();
    assert!(chain == ["ann", "top", "mid", "low"] || chain == ["ann", "top", "side", "low"], "{chain:?}");
    assert_eq!(owner(&graph, "low", "ann", "2010-05-01").unwrap().integrated.max, 19.2);
    let all = owned_by(&graph, Entity::Person(graph.person_number("ann").unwrap()), day("2005"));
    let ids: Vec<&str> = all.iter().map(|holding| holding.company.id.as_str()).collect();
    assert_eq!(ids, ["top", "mid", "low", "side"]);
    assert_eq!(all[2].integrated, ann.integrated);
}

#[test]
fn control_goes_through_what_is_controlled() {
    let graph = with_ties(
        r#"{"from": "top", "to": "mid", "kind": "owns", "start": "2001", "share": 51},
           {"from": "top", "to": "low", "kind": "owns", "start": "2001", "share": 20},
           {"from": "mid", "to": "low", "kind": "owns", "start": "2001", "share": 31}"#,
    );
    let top = owner(&graph, "low", "top", "2005").unwrap();
    // 20 + 31 are more than half, though only 35.81 are top's own.
    assert_eq!((top.controls, top.integrated.min), (Control(Some(Certainty::Certain)), 35.81));
    assert_eq!(top.direct, Some(ShareRange { min: 20.0, max: 20.0 }));
    let low = graph.company_number("low").unwrap();
    let stricter = owners(&graph, low, &OwnershipOptions { threshold: 55.0, ..OwnershipOptions::new(day("2005")) });
    assert!(stricter.iter().all(|holding| holding.controls == Control(None)));
}

#[test]
fn a_share_that_nobody_states_is_never_nothing() {
    let graph = with_ties(
        r#"{"from": "top", "to": "low", "kind": "owns", "start": "2001"},
           {"from": "mid", "to": "low", "kind": "owns", "start": "2001", "share": 70},
           {"from": "ann", "to": "top", "kind": "owns", "start": "2001", "share": 50}"#,
    );
    let top = owner(&graph, "low", "top", "2005").unwrap();
    assert_eq!(top.integrated, ShareRange { min: 0.0, max: 30.0 });
    assert!(!top.stated && top.certain && top.controls == Control(None));
    assert_eq!(serde_json::to_value(&top).unwrap()["evidence"][0]["share"], serde_json::Value::Null);
    assert_eq!(owner(&graph, "low", "ann", "2005").unwrap().integrated, ShareRange { min: 0.0, max: 15.0 });
    // Alone, an owner of unknown share may control.
    let alone = with_ties(r#"{"from": "top", "to": "low", "kind": "owns", "start": "2001"}"#);
    assert_eq!(owner(&alone, "low", "top", "2005").unwrap().controls, Control(Some(Certainty::Possible)));
}

#[test]
fn partly_known_days_give_a_lower_and_an_upper_figure() {
    let graph = with_ties(
        r#"{"from": "top", "to": "low", "kind": "owns", "start": "2001", "end": "2005", "share": 30},
           {"from": "top", "to": "low", "kind": "owns", "start": "2003", "share": 25}"#,
    );
    let at = |text: &str| owner(&graph, "low", "top", text).map(|h| (h.integrated.min, h.integrated.max, h.certain));
    assert_eq!(at("2000-12-31"), None);
    assert_eq!(at("2001-06"), Some((0.0, 30.0, false)));
    assert_eq!(at("2002-06-01"), Some((30.0, 30.0, true)));
    assert_eq!(at("2003-06-01"), Some((30.0, 55.0, true)));
    assert_eq!(at("2004-06-01"), Some((55.0, 55.0, true)));
    // Over a range the least and the most day count.
    assert_eq!(at("2003-12-30/2004-01-01"), Some((30.0, 55.0, true)));
    assert_eq!(at("2003-12-31/2004-01-01"), Some((55.0, 55.0, true)));
    assert_eq!(at("2005-03-01"), Some((25.0, 55.0, true)));
    // After the as-of date nothing is sure.
    assert_eq!(at("2021-01-01"), Some((0.0, 25.0, false)));
    let certain = OwnershipOptions { certain_only: true, ..OwnershipOptions::new(day("2021-01-01")) };
    assert!(owners(&graph, graph.company_number("low").unwrap(), &certain).is_empty());
}

#[test]
fn a_hand_over_between_days_keeps_the_share() {
    let graph = with_ties(
        r#"{"from": "top", "to": "low", "kind": "owns", "start": "2001-01-01", "end": "2005-07-01", "share": 30},
           {"from": "top", "to": "low", "kind": "owns", "start": "2005-07-01", "share": 40}"#,
    );
    let top = owner(&graph, "low", "top", "2005").unwrap();
    assert_eq!((top.integrated, top.certain), (ShareRange { min: 30.0, max: 40.0 }, true));
}

#[test]
fn only_owners_own() {
    let graph = with_ties(
        r#"{"from": "top", "to": "low", "kind": "investor-in", "start": "2001"},
           {"from": "mid", "to": "low", "kind": "investor-in", "start": "2001", "share": 2},
           {"from": "low", "to": "side", "kind": "subsidiary-of", "start": "2001"},
           {"from": "ann", "to": "low", "kind": "founder-of", "start": "2001"},
           {"from": "low", "to": "low", "kind": "owns", "start": "2001", "share": 10}"#,
    );
    let found = owners_of(&graph, graph.company_number("low").unwrap(), day("2005"));
    let ids: Vec<&str> = found.iter().map(|holding| holding.owner.id.as_str()).collect();
    assert_eq!(ids, ["side", "mid"]);
    // A tenth of low is its own.
    assert_eq!(found[1].integrated.min, 2.222222);
    assert!(owners_of(&graph, graph.company_number("top").unwrap(), day("2005")).is_empty());
}

fn deputations(graph: &BoardGraph) -> Vec<(String, String, String, String, String, bool)> {
    let id = |named: &Named| named.id.clone();
    deputies(graph, &DeputyOptions::default())
        .iter()
        .map(|d| (id(&d.owner), id(&d.a), id(&d.b), id(&d.seats[0].person), id(&d.seats[1].person), d.certain))
        .collect()
}

#[test]
fn an_owners_people_on_two_boards_are_found_when_all_holds_at_once() {
    let text = |left: &str| {
        format!(
            r#"{{"as_of": "2020-12-31", "seats": [
            {{"person": "ann", "company": "fund", "role": "employee", "start": "2001-01-01", "end": "{left}"}},
            {{"person": "ann", "company": "acme", "role": "director", "start": "2005-01-01"}},
            {{"person": "bob", "company": "fund", "role": "partner", "start": "2001-01-01"}},
            {{"person": "bob", "company": "bolt", "role": "director", "start": "2008", "end": "2012-01-01"}},
            {{"person": "bob", "company": "core", "role": "observer", "start": "2008"}}],
            "ties": [{{"from": "fund", "to": "acme", "kind": "owns", "start": "2004"}},
                     {{"from": "fund", "to": "bolt", "kind": "owns", "start": "2004", "share": 3}},
                     {{"from": "fund", "to": "core", "kind": "owns", "start": "2004"}}]}}"#
        )
    };
    let row = |certain: bool| {
        let [owner, a, b, x, y] = ["fund", "acme", "bolt", "ann", "bob"].map(str::to_owned);
        vec![(owner, a, b, x, y, certain)]
    };
    assert_eq!(deputations(&graph(&text("2010-01-01"))), row(true));
    // Ann left the fund in the year in which Bob joined the board of Bolt.
    assert_eq!(deputations(&graph(&text("2008-06-01"))), row(false));
    assert_eq!(deputations(&graph(&text("2008-01-01"))), []);
    let graph = graph(&text("2010-01-01"));
    let options = DeputyOptions { min_share: 5.0, ..DeputyOptions::default() };
    assert!(deputies(&graph, &options).is_empty(), "three per cent are less than five");
    let options = DeputyOptions { min_share: 2.0, ..DeputyOptions::default() };
    assert!(deputies(&graph, &options).iter().all(|found| !found.certain), "a share nobody states may be less");
}

/// A tie of `top` to `low` in January 2001: starts and ends between days, and a share.
fn tie() -> impl Strategy<Value = (u32, u32, u32, u32, u32)> {
    (1u32..12, 0u32..5, 1u32..12, 0u32..5, 1u32..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_stake_asks_every_choice_of_days(ties in prop::collection::vec(tie(), 0..4), first in 1u32..20, width in 0u32..4) {
        let row = |&(start, wide, length, loose, share): &(u32, u32, u32, u32, u32)| {
            let end = start + wide + length;
            format!(
                r#"{{"from": "top", "to": "low", "kind": "owns", "share": {share},
                    "start": "2001-01-{start:02}/2001-01-{:02}", "end": "2001-01-{end:02}/2001-01-{:02}"}}"#,
                start + wide, end + loose
            )
        };
        let graph = with_ties(&ties.iter().map(row).collect::<Vec<String>>().join(","));
        let found = owner(&graph, "low", "top", &format!("2001-01-{first:02}/2001-01-{:02}", first + width));
        // Oracle: on every day, every choice of start and end of every tie, by itself.
        let (mut least, mut most) = (u32::MAX, 0);
        for today in first..=first + width {
            let held = |&(start, wide, length, loose, share): &(u32, u32, u32, u32, u32)| {
                let end = start + wide + length;
                let choices: Vec<u32> = (start..=start + wide)
                    .flat_map(|from| (end..=end + loose).map(move |to| if (from..to).contains(&today) { share } else { 0 }))
                    .collect();
                (choices.iter().copied().min().unwrap(), choices.into_iter().max().unwrap())
            };
            let all: Vec<(u32, u32)> = ties.iter().map(held).collect();
            least = least.min(all.iter().map(|(least, _)| least).sum());
            most = most.max(all.iter().map(|(_, most)| most).sum());
        }
        let expected = (most > 0).then(|| (f64::from(least.min(100)), f64::from(most.min(100))));
        prop_assert_eq!(found.map(|h| (h.integrated.min, h.integrated.max)), expected);
    }
}

#[test]
fn a_clock_asks_for_owners_on_one_day_that_the_data_describes() {
    let graph = with_ties(CHAINS);
    let on = |clock: Clock| interlocks_core::wording::iso_days(day_of(&graph, clock));
    let during = |from: &str, to: &str| {
        let (from, to) = (day(from).first, if to.is_empty() { Day::MAX } else { day(to).first });
        Clock::During(interlocks_core::model::DaySpan { from, to })
    };
    assert_eq!(on(Clock::Ever), "2020-12-31");
    assert_eq!(on(Clock::At(day("2005-06"))), "2005-06-01/2005-06-30");
    assert_eq!(on(during("2003", "2006")), "2005-12-31");
    assert_eq!(on(during("2003", "2030")), "2020-12-31");
    assert_eq!(on(during("2003", "")), "2020-12-31");
    assert_eq!(on(during("2025", "2030")), "2025-01-01");
}

/// Somebody somewhere, or a stake, in January 2001: who, where, first day, days, and of what kind.
fn fact() -> impl Strategy<Value = (usize, usize, u32, u32, usize)> {
    (0usize..5, 0usize..5, 1u32..20, 1u32..11, 0usize..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn deputations_are_what_a_look_at_every_day_finds(seats in prop::collection::vec(fact(), 1..10), ties in prop::collection::vec(fact(), 0..6)) {
        const PEOPLE: [&str; 3] = ["p0", "p1", "p2"];
        const PLACES: [&str; 5] = ["c0", "c1", "c2", "f0", "f1"];
        const ROLES: [&str; 3] = ["director", "observer", "employee"];
        const OWNERS: [&str; 5] = ["f0", "f1", "p0", "p1", "c0"];
        let dates = |first: u32, days: u32| format!(r#""start": "2001-01-{first:02}", "end": "2001-01-{:02}""#, first + days);
        let seats: Vec<_> = seats.into_iter().map(|(who, place, first, days, role)| (PEOPLE[who % 3], PLACES[place], first, days, ROLES[role])).collect();
        let ties: Vec<_> = ties.into_iter().map(|(owner, company, first, days, _)| (OWNERS[owner], PLACES[company], first, days)).collect();
        let seat_rows: Vec<String> = seats.iter().map(|(person, company, first, days, role)| {
            format!(r#"{{"person": "{person}", "company": "{company}", "role": "{role}", {}}}"#, dates(*first, *days))
        }).collect();
        let tie_rows: Vec<String> = ties.iter().map(|(owner, company, first, days)| {
            format!(r#"{{"from": "{owner}", "to": "{company}", "kind": "owns", {}}}"#, dates(*first, *days))
        }).collect();
        let list = |ids: &[&str]| ids.iter().map(|id| format!(r#"{{"id": "{id}"}}"#)).collect::<Vec<String>>().join(",");
        let graph = graph(&format!(
            r#"{{"as_of": "2020", "people": [{}], "companies": [{}], "seats": [{}], "ties": [{}]}}"#,
            list(&PEOPLE), list(&PLACES), seat_rows.join(","), tie_rows.join(",")
        ));
        let mut expected = BTreeSet::new();
        for day in 1..=31 {
            let on = |first: u32, days: u32| (first..first + days).contains(&day);
            let sits = |person: &str, company: &str| seats.iter().any(|s| (s.0, s.1, s.4) == (person, company, "director") && on(s.2, s.3));
            let with = |person: &str, owner: &str| person == owner || seats.iter().any(|s| (s.0, s.1) == (person, owner) && on(s.2, s.3));
            let owns = |owner: &str, company: &str| ties.iter().any(|t| (t.0, t.1) == (owner, company) && on(t.2, t.3));
            let seated = |owner: &str, person: &str, company: &str| owner != company && owns(owner, company) && with(person, owner) && sits(person, company);
            for owner in OWNERS {
                for (at, a) in PLACES.into_iter().enumerate() {
                    for b in PLACES.into_iter().skip(at + 1) {
                        for x in PEOPLE.into_iter().filter(|x| seated(owner, x, a)) {
                            for y in PEOPLE.into_iter().filter(|y| seated(owner, y, b)) {
                                expected.insert([owner, a, b, x, y].map(str::to_owned));
                            }
                        }
                    }
                }
            }
        }
        let found = deputations(&graph);
        prop_assert!(found.iter().all(|row| row.5));
        let found: BTreeSet<[String; 5]> = found.into_iter().map(|(o, a, b, x, y, _)| [o, a, b, x, y]).collect();
        prop_assert_eq!(found, expected);
    }
}
