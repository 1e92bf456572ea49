//! Small data, and an oracle that replaces dates by each day of their ranges and asks again of everything.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::tried::{Key, key};
use super::*;
use interlocks_analysis::conflicts::conflicts;
use interlocks_core::model::{Day, DayRange};
use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
use interlocks_graph::{BuildOptions, SeatIx};

fn graph(text: &str) -> BoardGraph {
    let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let data = Dataset::read(stream, "world.json", DataFormat::Json, &LoadOptions::default()).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems);
    BoardGraph::new(data, BuildOptions::default())
}

fn facts(settled: &Settled) -> Vec<(&str, usize, usize)> {
    settled.rows.iter().map(|row| (row.fact.id.as_str(), row.decides, row.helps)).collect()
}

#[test]
fn the_day_of_a_deal_decides_whether_somebody_sat_on_both_boards() {
    let graph = graph(
        r#"{"as_of": "2020-12-31", "seats": [
            {"id": "s1", "person": "ann", "company": "acme", "role": "director", "start": "2010-01-01"},
            {"id": "s2", "person": "ann", "company": "bolt", "role": "director", "start": "2012-06-15"}],
        "deals": [{"id": "d", "date": "2012-06", "kind": "loan", "parties": "acme;bolt"}]}"#,
    );
    let conflicts = ConflictOptions::default().rules([Rule::SharedDirector]);
    let settled = settle(&graph, &SettleOptions { conflicts, ..SettleOptions::default() });
    assert_eq!(facts(&settled), [("deal:d:date", 1, 0)]);
    let fact = &settled.rows[0].fact;
    assert_eq!((fact.what.as_str(), fact.stated.as_str()), ("the day of the deal d; the data says 2012-06", "2012-06"));
    assert_eq!((settled.open, settled.left_out), (1, LeftOut::default()));
}

#[test]
fn two_dates_of_one_month_are_needed_together() {
    let text = |deal: &str, end: &str| {
        format!(
            r#"{{"as_of": "2020-12-31", "seats": [
            {{"id": "s1", "person": "ann", "company": "acme", "role": "director", "start": "2010-01-01"{end}}},
            {{"id": "s2", "person": "ann", "company": "bolt", "role": "director", "start": "2012-06"}}],
            "deals": [{{"id": "d", "date": "{deal}", "kind": "loan", "parties": "acme;bolt"}}]}}"#
        )
    };
    let options = || SettleOptions {
        conflicts: ConflictOptions::default().rules([Rule::SharedDirector]),
        ..SettleOptions::default()
    };
    let settled = settle(&graph(&text("2012-06", "")), &options());
    assert_eq!(facts(&settled), [("deal:d:date", 0, 1), ("seat:s2:start", 0, 1)]);
    assert_eq!(settled.rows[0].together.findings[0].with, ["seat:s2:start"]);
    // The deal lies wholly after the start: only the end of the other seat is open.
    let settled = settle(&graph(&text("2012-07-01", r#", "end": "2012""#)), &options());
    assert_eq!(facts(&settled), [("seat:s1:end", 1, 0)]);
    // Nothing decides what lies after the day that the data describes.
    let settled = settle(&graph(&text("2021-03-01", "")), &options());
    assert_eq!((facts(&settled), settled.left_out.undecided), (Vec::new(), 1));
    // Limits are told.
    let limits = Limits { questions: 3, ..Limits::default() };
    let settled = settle(&graph(&text("2012-06", "")), &SettleOptions { limits, ..options() });
    assert_eq!((facts(&settled), settled.left_out.too_large), (Vec::new(), 1));
    let limits = Limits { findings: 0, ..Limits::default() };
    let settled = settle(&graph(&text("2012-06", "")), &SettleOptions { limits, ..options() });
    assert_eq!((facts(&settled), settled.left_out.beyond_limit), (Vec::new(), 1));
}

#[test]
fn an_unknown_verdict_needs_its_missing_inputs() {
    let graph = BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default());
    let screens = ScreenOptions::default().screen(Screen::Clayton8).screen(Screen::Overboarding);
    let rows = interlocks_screens::screen(&graph, Rulebook::bundled(), &screens).rows;
    let deal = ConflictOptions::default().deal("no deal");
    let options =
        SettleOptions { conflicts: deal, screens: Some((Rulebook::bundled(), screens)), ..SettleOptions::default() };
    let settled = settle(&graph, &options);
    // Every missing input of an unknown verdict is a fact, and decides it alone only if nothing else is missing.
    let mut expected: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.verdict == Verdict::Unknown) {
        for input in &row.missing {
            let (alone, together) = expected.entry(input).or_default();
            *(if row.missing.len() == 1 && row.certain { alone } else { together }) += 1;
        }
    }
    let told: BTreeMap<&str, (usize, usize)> =
        settled.rows.iter().map(|row| (row.fact.id.as_str(), (row.decides, row.helps))).collect();
    assert_eq!(told, expected);
    assert!(settled.rows.is_sorted_by(|x, y| (x.decides, x.helps) >= (y.decides, y.helps)));
}

/// A date as a range of days, counted from 2011-03-01.
type Days = (i32, i32);

fn day(number: i32) -> Day {
    Day::from_ymd(2011, 3, 1).unwrap().plus(number)
}

fn text((first, last): Days) -> String {
    if first == last { day(first).to_string() } else { format!("{}/{}", day(first), day(last)) }
}

/// The end of a seat or tie.
#[derive(Clone, Copy, Debug)]
enum End {
    Running,
    Unknown,
    On(Days),
}

/// From, to, role or kind, start and end of a row.
#[derive(Clone, Debug)]
struct Line {
    from: usize,
    to: usize,
    word: usize,
    start: Option<Days>,
    end: End,
    /// Whether a seat is on the board, if a column says it.
    board: Option<bool>,
}

const ROLES: [&str; 4] = ["director", "chief executive", "chief executive and director", "wizard"];
const TIES: [(&str, &str); 3] = [("owner", "company"), ("friend", "person"), ("founder", "company")];

#[derive(Clone, Debug)]
struct World {
    seats: Vec<Line>,
    ties: Vec<Line>,
    deal: Option<Days>,
    as_of: i32,
}

impl World {
    fn json(&self) -> String {
        let dates = |line: &Line| {
            let start = line.start.map(|days| format!(r#", "start": "{}""#, text(days))).unwrap_or_default();
            let end = match line.end {
                End::Running => String::new(),
                End::Unknown => r#", "end_status": "unknown""#.to_owned(),
                End::On(days) => format!(r#", "end": "{}""#, text(days)),
            };
            start + &end
        };
        let seats = self.seats.iter().enumerate().map(|(at, line)| {
            let Line { from, to, word, .. } = line;
            let role = ROLES[*word];
            let board = line.board.map(|board| format!(r#", "board": "{}""#, if board { "yes" } else { "no" }));
            let rest = dates(line) + &board.unwrap_or_default();
            format!(r#"{{"id": "s{at}", "person": "p{from}", "company": "c{to}", "role": "{role}"{rest}}}"#)
        });
        let ties = self.ties.iter().enumerate().map(|(at, line)| {
            let (kind, to_type) = TIES[line.word];
            let to = if to_type == "person" { format!("p{}", (line.from + 1) % 3) } else { format!("c{}", line.to) };
            let from = line.from;
            format!(
                r#"{{"id": "t{at}", "from": "p{from}", "to": "{to}", "from_type": "person", "to_type": "{to_type}", "kind": "{kind}", "share": 30{}}}"#,
                dates(line)
            )
        });
        let date = self.deal.map(|days| format!(r#", "date": "{}""#, text(days))).unwrap_or_default();
        format!(
            r#"{{"as_of": "{}", "people": [{{"id": "p0"}}, {{"id": "p1"}}, {{"id": "p2"}}],
            "companies": [{{"id": "c0"}}, {{"id": "c1"}}, {{"id": "c2"}}], "seats": [{}], "ties": [{}],
            "deals": [{{"id": "d"{date}, "kind": "loan", "parties": "c0;c1"}}]}}"#,
            day(self.as_of),
            seats.collect::<Vec<_>>().join(", "),
            ties.collect::<Vec<_>>().join(", ")
        )
    }

    /// The world in which a date is one day.
    fn with(&self, fact: &str, number: i32) -> World {
        let (mut world, exact) = (self.clone(), (number, number));
        let parts: Vec<&str> = fact.split(':').collect();
        if parts[0] == "deal" {
            world.deal = Some(exact);
            return world;
        }
        let rows = if parts[0] == "seat" { &mut world.seats } else { &mut world.ties };
        let line = &mut rows[parts[1][1..].parse::<usize>().unwrap()];
        match parts[2] {
            "start" => {
                line.start = Some(exact);
                // Reading ignores the end of a tie that has none, but drops a row whose end is before its start.
                if parts[0] == "tie" && TIES[line.word].0 == "founder" {
                    line.end = End::Running;
                }
            }
            "role" => line.board = Some(number == 1),
            _ => line.end = End::On(exact),
        }
        world
    }
}

fn days() -> impl Strategy<Value = Days> {
    (0..16, prop_oneof![3 => Just(0), 4 => 1..5]).prop_map(|(first, width)| (first, first + width))
}

fn line(words: usize) -> impl Strategy<Value = Line> {
    let end = prop_oneof![3 => Just(End::Running), 1 => Just(End::Unknown), 3 => days().prop_map(|(a, b)| End::On((a + 5, b + 5)))];
    (0..3usize, 0..3usize, 0..words, prop::option::weighted(0.9, days()), end).prop_map(
        |(from, to, word, start, end)| {
            // An end before every start is an error of the data.
            let end = match (start, end) {
                (Some((first, _)), End::On((_, last))) if last <= first => End::Running,
                (_, end) => end,
            };
            Line { from, to, word, start, end, board: None }
        },
    )
}

fn worlds() -> impl Strategy<Value = World> {
    let ties = prop::collection::vec(line(3), 0..3);
    (prop::collection::vec(line(4), 2..7), ties, prop::option::weighted(0.9, days()), 14..30).prop_map(
        |(seats, ties, deal, as_of)| {
            let mut world = World { seats, ties, deal, as_of };
            // The same row twice is an error of the data.
            let mut seen = BTreeSet::new();
            world.seats.retain(|seat| seen.insert(format!("{seat:?}")));
            let mut seen = BTreeSet::new();
            world.ties.retain(|tie| seen.insert(format!("{tie:?}")));
            world
        },
    )
}

fn options() -> ConflictOptions {
    ConflictOptions::default().window(3)
}

/// The keys of the open findings. A row whose end is before its start is dropped when it is read, with an error.
fn open(world: &World) -> BTreeSet<Key> {
    let stream = Box::new(std::io::Cursor::new(world.json().into_bytes()));
    let Ok(data) = Dataset::read(stream, "world.json", DataFormat::Json, &LoadOptions::default()) else {
        return BTreeSet::new();
    };
    conflicts(&BoardGraph::new(data, BuildOptions::default()), &options())
        .iter()
        .filter(|finding| !finding.certain)
        .map(key)
        .collect()
}

/// The half-known dates of a finding's evidence, each with all of its days; without a limit, those near the others. A role
/// that is not known has the two days 0 and 1.
fn half_known(graph: &BoardGraph, finding: &Finding) -> BTreeMap<String, Vec<i32>> {
    let mut found: BTreeMap<String, DayRange> = BTreeMap::new();
    let mut roles: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for row in &finding.evidence {
        match row.kind {
            "deal" => {
                let days = graph.deal_days(graph.deal_number("d").unwrap());
                found.insert("deal:d:date".to_owned(), days.unwrap_or(DayRange::new(Day::MIN, Day::MAX)));
            }
            "seat" => {
                let seat = (0..graph.seat_count() as u32).map(SeatIx::new).find(|seat| graph.seat(*seat).id == row.id);
                let spell = graph.stated_spell(seat.unwrap());
                if graph.is_board_unknown(seat.unwrap()) {
                    roles.insert(format!("seat:{}:role", row.id), vec![0, 1]);
                }
                found.insert(format!("seat:{}:start", row.id), spell.start());
                found.insert(format!("seat:{}:end", row.id), spell.end());
            }
            _ => {
                let tie = graph.all_ties().find(|tie| graph.tie(*tie).id == row.id).unwrap();
                let spell = graph.tie_spell(tie);
                found.insert(format!("tie:{}:start", row.id), spell.start());
                found.insert(format!("tie:{}:end", row.id), spell.end());
            }
        }
    }
    let number = |day: Day| {
        i32::try_from(day.since(super::tests::day(0))).unwrap_or(if day < super::tests::day(0) { -12 } else { 48 })
    };
    let days = |range: DayRange| (number(range.first).max(-12)..=number(range.last).min(48)).collect::<Vec<i32>>();
    let found = found.into_iter().filter(|(_, range)| !range.is_one_day()).map(|(id, range)| (id, days(range)));
    found.chain(roles).collect()
}

/// Asks every choice of days of some dates.
fn decided(world: &World, dates: &[(&String, &Vec<i32>)], key: &Key) -> bool {
    match dates.split_first() {
        None => !open(world).contains(key),
        Some(((fact, days), rest)) => days.iter().all(|day| decided(&world.with(fact, *day), rest, key)),
    }
}

/// What the answer says of a finding: the facts that decide it alone, or the set that does together.
fn told(settled: &Settled, finding: &Finding) -> (BTreeSet<String>, BTreeSet<String>) {
    let is_it = |open: &OpenFinding| {
        let ids = |named: &[Named]| named.iter().map(|one| one.id.clone()).collect::<Vec<String>>();
        open.rule == finding.rule
            && ids(&open.parties) == ids(&finding.parties)
            && ids(&open.people) == ids(&finding.people)
    };
    let mut told = (BTreeSet::new(), BTreeSet::new());
    for row in &settled.rows {
        if row.findings.iter().any(is_it) {
            told.0.insert(row.fact.id.clone());
        }
        if row.together.findings.iter().any(is_it) {
            told.1.insert(row.fact.id.clone());
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_fact_decides_a_finding_if_it_does_for_each_of_its_days(world in worlds()) {
        let graph = graph(&world.json());
        let settled = settle(&graph, &SettleOptions { conflicts: options(), ..SettleOptions::default() });
        let findings = conflicts(&graph, &options());
        let possible: Vec<&Finding> = findings.iter().filter(|finding| !finding.certain).collect();
        prop_assert_eq!(settled.open, possible.len());
        // Two findings that differ in their direction or moves alone are told alike.
        let same = |x: &Finding, y: &Finding| (x.rule, &x.parties, &x.people) == (y.rule, &y.parties, &y.people);
        for finding in possible.iter().filter(|one| possible.iter().filter(|other| same(one, other)).count() == 1) {
            let dates = half_known(&graph, finding);
            let key = key(finding);
            let alone: BTreeSet<String> =
                dates.iter().filter(|date| decided(&world, &[*date], &key)).map(|(fact, _)| fact.clone()).collect();
            let (told_alone, told_together) = told(&settled, finding);
            prop_assert_eq!(&told_alone, &alone, "{}: {}", finding.text, world.json());
            prop_assert!(alone.is_empty() || told_together.is_empty());
            if alone.is_empty() {
                // Pairs of so many days that asking all of them takes too long are left out.
                let facts: Vec<(&String, &Vec<i32>)> = dates.iter().filter(|(_, days)| days.len() < 9).collect();
                let pairs = facts.iter().enumerate().flat_map(|(at, x)| facts[at + 1..].iter().map(move |y| [*x, *y]));
                let mut pairs = pairs.filter(|pair| decided(&world, pair, &key));
                let is_told = |pair: &[(&String, &Vec<i32>); 2]| pair.iter().all(|(fact, _)| told_together.contains(*fact));
                if told_together.len() == 2 && facts.len() == dates.len() {
                    prop_assert!(pairs.any(|pair| is_told(&pair)), "{:?}: {}", told_together, world.json());
                } else if told_together.len() != 2 {
                    prop_assert_eq!(pairs.next(), None, "{:?}: {}", told_together, world.json());
                }
            }
        }
    }

    #[test]
    fn the_answer_is_the_same_for_any_number_of_threads(world in worlds()) {
        let graph = graph(&world.json());
        let ask = || settle(&graph, &SettleOptions { conflicts: options(), ..SettleOptions::default() }).rows;
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(ask);
        prop_assert_eq!(one, ask());
    }
}
