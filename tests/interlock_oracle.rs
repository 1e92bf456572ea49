//! Interlocks against an oracle that asks every day, and petgraph on the same view.

use std::collections::{BTreeMap, BTreeSet};

use interlocks::analysis::Query;
use interlocks::analysis::interlocks::{Options, pairs};
use interlocks::analysis::paths::{self, shortest};
use interlocks::dataset::{Dataset, Format, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, Entity, View};
use interlocks::model::{Day, Spans};
use proptest::prelude::*;

/// One seat: person, company, days of start and end in 2001, precision of each, executive.
type Row = (u8, u8, u16, u16, u8, bool);

fn date(day: u16, precision: u8) -> String {
    let text = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day)).to_string();
    match precision % 3 {
        0 => text,
        1 => text[..7].to_owned(),
        _ => text + "~",
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = "person,company,start,end,board,executive\n".to_owned();
    for &(person, company, start, length, precision, executive) in rows {
        let end = if length > 300 { String::new() } else { date(start + length, precision / 3) };
        // Seats at the first company are an executive's without a vote.
        let board = if company == 0 && executive { "no" } else { "yes" };
        let executive = if executive { "yes" } else { "no" };
        text += &format!("p{person},c{company},{},{end},{board},{executive}\n", date(start, precision));
    }
    text
}

fn graph(text: &str, reversed: bool) -> Option<BoardGraph> {
    let mut lines: Vec<&str> = text.lines().collect();
    if reversed {
        lines[1..].reverse();
    }
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let options = LoadOptions { as_of: "2002".parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(Box::new(std::io::Cursor::new(bytes)), "test", Format::Csv, &options).ok()?;
    Some(BoardGraph::new(data, BuildOptions::default()))
}

/// Days of 2000 to 2002 on which a person certainly, or possibly, sat on a board: asked seat by
/// seat and day by day.
fn days(graph: &BoardGraph, person: &str, company: &str, certain: bool) -> BTreeSet<i32> {
    let (first, last) = (Day::from_ymd(2000, 1, 1).unwrap(), Day::from_ymd(2002, 12, 31).unwrap());
    let all = graph.people().flat_map(|person| graph.person_seats(person)).map(|seat| graph.seat(seat));
    let seats = all.filter(|seat| seat.board && seat.person == person && seat.company == company);
    let mut found = BTreeSet::new();
    for seat in seats {
        let start = seat.start.unwrap();
        let (earliest_end, latest_end) = seat.end.date().map_or((Day::MAX, Day::MAX), |d| (d.earliest(), d.latest()));
        for number in first.number()..=last.number() {
            let day = Day::from_number(number);
            let (from, to) = if certain { (start.latest(), earliest_end) } else { (start.earliest(), latest_end) };
            if from <= day && day < to {
                found.insert(number);
            }
        }
    }
    found
}

fn listed(spans: &Spans) -> BTreeSet<i32> {
    let last = Day::from_ymd(2002, 12, 31).unwrap().number() + 1;
    spans.as_slice().iter().flat_map(|span| span.from.number()..span.to.number().min(last)).collect()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec((0u8..5, 0u8..5, 0u16..300, 0u16..330, 0u8..9, any::<bool>()), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn shared_people_and_their_days_are_what_asking_every_day_gives(rows in rows()) {
        let Some(graph) = graph(&table(&rows), false) else { return Ok(()) };
        let mut expected = BTreeMap::new();
        let ids = |kind: char| (0..5).map(move |n| format!("{kind}{n}"));
        for a in ids('c') {
            for b in ids('c').filter(|b| a < *b) {
                for person in ids('p') {
                    let both = |certain| -> BTreeSet<i32> {
                        days(&graph, &person, &a, certain).intersection(&days(&graph, &person, &b, certain)).copied().collect()
                    };
                    let possible = both(false);
                    if !possible.is_empty() {
                        let certain = both(true);
                        expected.insert((a.clone(), b.clone(), person), (certain, possible));
                    }
                }
            }
        }
        let mut found = BTreeMap::new();
        for pair in pairs(&graph, &Options::default()) {
            prop_assert_eq!(pair.certain, pair.people.iter().any(|link| !link.certain.is_empty()));
            for link in pair.people {
                let key = (pair.a.id.clone(), pair.b.id.clone(), link.id.clone());
                found.insert(key, (listed(&link.certain), listed(&link.possible)));
            }
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_order_of_rows_changes_nothing(rows in rows()) {
        let text = table(&rows);
        let answer = |reversed| graph(&text, reversed).map(|graph| {
            serde_json::to_string(&pairs(&graph, &Options::default())).unwrap()
        });
        prop_assert_eq!(answer(false), answer(true));
    }

    #[test]
    fn shortest_paths_are_as_short_as_petgraphs(rows in rows(), day in 0u16..365) {
        // Board seats alone: then our path and petgraph's run on the same edges.
        let board_only: Vec<Row> = rows.into_iter().map(|row| (row.0, row.1, row.2, row.3, row.4, false)).collect();
        let Some(graph) = graph(&table(&board_only), false) else { return Ok(()) };
        let day = Day::from_ymd(2001, 1, 1).unwrap().plus(i32::from(day));
        let clock = Clock::At(interlocks::model::DayRange::exactly(day));
        let options = paths::Options { query: Query { clock, certain_only: true }, max_steps: 20, avoid: Vec::new() };
        let view = View::new(&graph, clock, true);
        for from in graph.entities() {
            let distances = petgraph::algo::dijkstra(&view, from, None, |_| 1usize);
            for to in graph.entities().filter(|to| *to != from) {
                let ours = shortest(&graph, from, to, &options).map(|path| path.steps.len());
                prop_assert_eq!(ours, distances.get(&to).copied());
            }
        }
    }
}

#[test]
fn a_hub_on_every_board_joins_all_pairs_and_empty_data_none() {
    let rows: String = (0..60).map(|n| format!("hub,c{n:02},2001,2005\n")).collect();
    let hub = graph(&format!("person,company,start,end\n{rows}"), false).unwrap();
    assert_eq!(pairs(&hub, &Options::default()).len(), 60 * 59 / 2);
    let one = graph("person,company\nann,acme\n", false).unwrap();
    assert!(pairs(&one, &Options::default()).is_empty());
    assert!(
        shortest(
            &one,
            Entity::Person(interlocks::graph::PersonIx(0)),
            Entity::Person(interlocks::graph::PersonIx(0)),
            &paths::Options::default()
        )
        .is_none()
    );
    let none = graph("person,company\n", false).unwrap();
    assert!(pairs(&none, &Options::default()).is_empty());
}
