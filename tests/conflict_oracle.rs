//! All rules of deal screening against asking every choice of days, one after the other.
//!
//! The oracle knows nothing of ranges: it lists the days on which each row may begin and end, goes
//! through all combinations, and looks at each combination day by day.

use std::collections::{BTreeMap, BTreeSet};

use interlocks::analysis::conflicts::{Options, conflicts};
use interlocks::dataset::{Dataset, Format, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Days beyond all that is asked: what starts on an unknown day may start on the first, what ends
/// on an unknown day may end by the last, and what still runs ends never.
const HORIZON: i32 = 16;
const NEVER: i32 = 1_000;

#[derive(Clone, Copy, Debug)]
enum When {
    /// From a first day on, so many days more.
    Within(i32, i32),
    Unknown,
    Running,
}

#[derive(Clone, Debug)]
struct Row {
    /// Indices of people and companies: `p0` … `p2`, `c0` … `c2`.
    from: String,
    to: String,
    kind: &'static str,
    share: Option<f64>,
    start: When,
    end: When,
}

fn day(number: i32) -> String {
    format!("2001-01-{:02}", number + 1)
}

fn date(when: When) -> String {
    match when {
        When::Within(first, 0) => day(first),
        When::Within(first, width) => format!("{}/{}", day(first), day(first + width)),
        When::Unknown | When::Running => String::new(),
    }
}

impl Row {
    fn is_seat(&self) -> bool {
        matches!(self.kind, "director" | "officer" | "managing" | "observer")
    }

    fn is_board(&self) -> bool {
        matches!(self.kind, "director" | "managing")
    }

    fn is_executive(&self) -> bool {
        matches!(self.kind, "officer" | "managing")
    }

    fn is_founding(&self) -> bool {
        matches!(self.kind, "founder-of" | "co-founder")
    }

    fn binds(&self) -> bool {
        self.kind != "competitor-of"
    }

    fn is_dated(&self) -> bool {
        !matches!(self.start, When::Unknown) && !matches!(self.end, When::Unknown)
    }

    /// Siblings without dates are siblings at all times.
    fn for_life(&self) -> bool {
        self.kind == "sibling" && matches!(self.start, When::Unknown) && !matches!(self.end, When::Within(..))
    }

    fn json(&self) -> Value {
        let status = if matches!(self.end, When::Unknown) { "unknown" } else { "" };
        let (start, end) = (date(self.start), date(self.end));
        if self.is_seat() {
            let yes = |holds| if holds { "yes" } else { "no" };
            json!({"person": self.from, "company": self.to, "role": self.kind, "start": start, "end": end,
                "end_status": status, "board": yes(self.is_board()), "executive": yes(self.is_executive())})
        } else {
            let share = self.share.map_or(String::new(), |share| share.to_string());
            json!({"from": self.from, "to": self.to, "kind": self.kind, "start": start, "end": end,
                "share": share})
        }
    }

    /// Every choice of the first day and the day after the last; an end before the start is a spell
    /// without a day.
    fn choices(&self, as_of: i32) -> Vec<(i32, i32)> {
        let mut choices = Vec::new();
        if self.for_life() {
            return vec![(-NEVER, NEVER)];
        }
        let latest = if matches!(self.end, When::Running) { as_of } else { HORIZON };
        let starts: Vec<i32> = match self.start {
            When::Within(first, width) => (first..=first + width).collect(),
            _ => (0..=latest).collect(),
        };
        for start in starts {
            let ends: Vec<i32> = match self.end {
                When::Within(first, width) => (first..=first + width).collect(),
                When::Running => vec![NEVER],
                When::Unknown => (start + 1..=HORIZON).chain([NEVER]).collect(),
            };
            let known = matches!(self.start, When::Within(..));
            choices.extend(ends.into_iter().filter(|end| known || start < *end).map(|end| (start, end)));
        }
        choices
    }

    fn share_unknown(&self) -> bool {
        self.kind == "owns" && self.share.is_none()
    }

    /// The days the row reaches when services are told apart: all that it may cover, but no further
    /// than it must where an end is not known.
    fn reach(&self, as_of: i32) -> BTreeSet<i32> {
        if self.for_life() {
            return (-1..=HORIZON).collect();
        }
        let covered = |start: i32, end: i32| start..end.min(HORIZON + 1);
        match (self.start, self.end) {
            (When::Within(first, _), When::Within(end, width)) => covered(first, end + width).collect(),
            (When::Within(first, _), When::Running) => covered(first, NEVER).collect(),
            (When::Within(first, width), When::Unknown) => covered(first, first + width + 1).collect(),
            (_, When::Within(end, width)) => covered(end - 1, end + width).collect(),
            (_, When::Running) => covered(as_of, NEVER).collect(),
            (_, When::Unknown) => (-1..=HORIZON).collect(),
        }
    }
}

fn covers((start, end): (i32, i32), day: i32) -> bool {
    start <= day && day < end
}

/// Rows that hold together: one row, or two founders' ties to one company.
type Item = Vec<usize>;

/// What is found, by rule, parties and people: certain, least and most days, probability.
type Found = BTreeMap<(String, String, String, Vec<String>), Vec<Answer>>;

#[derive(Clone, Debug, PartialEq)]
struct Answer {
    certain: bool,
    /// None where a row it rests on has an unknown date: then only `certain` is compared.
    days: Option<(i64, i64)>,
    probability: Option<f64>,
}

struct Oracle<'a> {
    rows: &'a [Row],
    deal: (i32, i32),
    window: i32,
    min_share: f64,
    as_of: i32,
}

impl Oracle<'_> {
    fn which(&self, fits: impl Fn(&Row) -> bool) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| fits(&self.rows[*row])).collect()
    }

    fn seats(&self, person: &str, company: &str, fits: impl Fn(&Row) -> bool) -> Vec<usize> {
        self.which(|row| row.is_seat() && row.from == person && row.to == company && fits(row))
    }

    fn days(&self) -> impl Iterator<Item = i32> + Clone + use<> {
        self.deal.0..=self.deal.0 + self.deal.1
    }

    /// Calls with every choice of the spells of some rows. Where it matters how large a share is, of
    /// one that is not stated one more choice is that it is too small.
    fn every(&self, rows: &[usize], by_share: bool, call: &mut dyn FnMut(&BTreeMap<usize, (i32, i32)>)) {
        fn go(
            oracle: &Oracle<'_>,
            (rest, by_share): (&[usize], bool),
            chosen: &mut BTreeMap<usize, (i32, i32)>,
            call: &mut dyn FnMut(&BTreeMap<usize, (i32, i32)>),
        ) {
            let Some((row, rest)) = rest.split_first() else { return call(chosen) };
            let mut choices = oracle.rows[*row].choices(oracle.as_of);
            if by_share && oracle.rows[*row].share_unknown() {
                choices.push((0, 0));
            }
            for choice in choices {
                chosen.insert(*row, choice);
                go(oracle, (rest, by_share), chosen, call);
            }
        }
        let rows: BTreeSet<usize> = rows.iter().copied().collect();
        go(self, (&rows.into_iter().collect::<Vec<usize>>(), by_share), &mut BTreeMap::new(), call);
    }

    /// Items in groups whose reaches overlap or touch.
    fn stints(&self, items: &[Item]) -> Vec<Vec<Item>> {
        let reach = |item: &Item| -> BTreeSet<i32> {
            let reaches: Vec<BTreeSet<i32>> = item.iter().map(|row| self.rows[*row].reach(self.as_of)).collect();
            match &reaches[..] {
                [one] => one.clone(),
                _ => unreachable!("only single rows are told apart"),
            }
        };
        let mut groups: Vec<(BTreeSet<i32>, Vec<Item>)> = Vec::new();
        for item in items {
            let mut own = (reach(item), vec![item.clone()]);
            let (meeting, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(days, _)| {
                days.iter().any(|day| [day - 1, *day, day + 1].iter().any(|near| own.0.contains(near)))
            });
            for (days, items) in meeting {
                own.0.extend(days);
                own.1.extend(items);
            }
            groups = apart;
            groups.push(own);
        }
        groups.into_iter().map(|(_, items)| items).collect()
    }

    /// Whether some way held on the day of the deal: every side of it by some item. The days since
    /// are compared only where every side is rows, not pairs of rows.
    fn held(&self, ways: &[Vec<Vec<Item>>], by_share: bool) -> Option<Answer> {
        let rows: Vec<usize> = ways.iter().flatten().flatten().flatten().copied().collect();
        let single = ways.iter().flatten().flatten().all(|item| item.len() == 1);
        let dated = rows.iter().all(|row| self.rows[*row].is_dated());
        let groups: Vec<Vec<Vec<Vec<Item>>>> = if single {
            ways.iter().map(|way| way.iter().map(|side| self.stints(side)).collect()).collect()
        } else {
            Vec::new()
        };
        let (mut some, mut all, mut lags) = (false, true, BTreeSet::new());
        self.every(&rows, by_share, &mut |chosen| {
            let spell = |item: &Item| {
                let starts = item.iter().map(|row| chosen[row].0).max().unwrap();
                (starts, item.iter().map(|row| chosen[row].1).min().unwrap())
            };
            for day in self.days() {
                let side = |side: &Vec<Item>| side.iter().any(|item| covers(spell(item), day));
                let now = ways.iter().any(|way| way.iter().all(side));
                some |= now;
                all &= now;
                for way in &groups {
                    // The beginnings of the stints of each side that cover the day.
                    let begun: Vec<Vec<i32>> = way
                        .iter()
                        .map(|side| {
                            side.iter()
                                .filter(|stint| stint.iter().any(|item| covers(spell(item), day)))
                                .map(|stint| {
                                    let there = stint.iter().map(spell).filter(|(start, end)| start < end);
                                    there.map(|(start, _)| start).min().unwrap()
                                })
                                .collect()
                        })
                        .collect();
                    let mut together = vec![-NEVER];
                    for side in &begun {
                        together = together.iter().flat_map(|x| side.iter().map(move |y| *x.max(y))).collect();
                    }
                    lags.extend(together.into_iter().map(|begun| i64::from(day - begun)));
                }
            }
        });
        let days = lags.first().copied().zip(lags.last().copied()).filter(|_| dated && single);
        let certain = all && self.deal.0 + self.deal.1 <= self.as_of;
        some.then_some(Answer { certain, days, probability: None })
    }

    /// Events each found in every choice of days, or not there at all; and whether all of them lie
    /// in the window. `days` of the answer are those of the last.
    fn near(
        &self,
        rows: &[usize],
        events: &dyn Fn(&BTreeMap<usize, (i32, i32)>) -> Vec<Option<i32>>,
    ) -> Option<Answer> {
        let (mut some, mut all) = (false, true);
        let mut on: Vec<BTreeSet<i32>> = Vec::new();
        self.every(rows, false, &mut |chosen| {
            let events = events(chosen);
            on.resize(events.len(), BTreeSet::new());
            for (days, event) in on.iter_mut().zip(&events) {
                days.extend(event);
            }
            let known = events.iter().all(|event| event.is_some_and(|event| event <= self.as_of));
            for day in self.days() {
                let near = events.iter().all(|event| event.is_some_and(|event| (day - event).abs() <= self.window));
                some |= near;
                all &= near && known && self.deal.0 + self.deal.1 <= self.as_of;
            }
        });
        if !some {
            return None;
        }
        let dated = rows.iter().all(|row| self.rows[*row].is_dated());
        let lags: BTreeSet<i64> =
            self.days().flat_map(|day| on[on.len() - 1].iter().map(move |event| i64::from(day - event))).collect();
        let (mut hits, mut choices) = (0usize, 0usize);
        for day in self.days() {
            let close = |days: &BTreeSet<i32>| days.iter().filter(|event| (day - **event).abs() <= self.window).count();
            hits += on.iter().map(close).product::<usize>();
            choices += on.iter().map(BTreeSet::len).product::<usize>();
        }
        Some(Answer {
            certain: all,
            days: lags.first().copied().zip(lags.last().copied()).filter(|_| dated),
            probability: dated.then_some(hits as f64 / choices as f64),
        })
    }

    fn joined(stint: &[Item], others: &[Item], chosen: &BTreeMap<usize, (i32, i32)>) -> Option<i32> {
        let there = stint.iter().map(|item| chosen[&item[0]]).filter(|(start, end)| start < end);
        let first = there.map(|(start, _)| start).min()?;
        let before = others.iter().any(|item| covers(chosen[&item[0]], first - 1));
        (!before).then_some(first)
    }

    fn left(stint: &[Item], others: &[Item], chosen: &BTreeMap<usize, (i32, i32)>) -> Option<i32> {
        let there = stint.iter().map(|item| chosen[&item[0]]).filter(|(start, end)| start < end);
        let last = there.map(|(_, end)| end).max()?;
        let after = others.iter().any(|item| covers(chosen[&item[0]], last));
        (!after && last < NEVER).then_some(last)
    }

    fn joining(&self, person: &str, x: &str, y: &str) -> Vec<Answer> {
        let ties = self.which(|row| !row.is_seat() && row.from == person && row.to == x && row.binds());
        let home: Vec<usize> = [self.seats(person, x, |_| true), ties].concat();
        let board: Vec<Item> = self.seats(person, y, Row::is_board).into_iter().map(|row| vec![row]).collect();
        let rows: Vec<usize> = home.iter().copied().chain(board.iter().flatten().copied()).collect();
        let stints = self.stints(&board);
        let answers = stints.iter().filter_map(|stint| {
            let others: Vec<Item> = board.iter().filter(|item| !stint.contains(item)).cloned().collect();
            self.near(&rows, &|chosen| {
                let joined = Oracle::joined(stint, &others, chosen);
                vec![joined.filter(|day| home.iter().any(|row| covers(chosen[row], *day)))]
            })
        });
        answers.collect()
    }

    fn changing(&self, person: &str, x: &str, y: &str) -> Vec<Answer> {
        let items =
            |company| -> Vec<Item> { self.seats(person, company, |_| true).into_iter().map(|row| vec![row]).collect() };
        let (from, to) = (items(x), items(y));
        let rows: Vec<usize> = from.iter().chain(&to).flatten().copied().collect();
        let mut answers = Vec::new();
        for leaving in self.stints(&from) {
            for joining in self.stints(&to) {
                let rest = |all: &[Item], own: &[Item]| -> Vec<Item> {
                    all.iter().filter(|item| !own.contains(item)).cloned().collect()
                };
                let (after, before) = (rest(&from, &leaving), rest(&to, &joining));
                answers.extend(self.near(&rows, &|chosen| {
                    vec![Oracle::left(&leaving, &after, chosen), Oracle::joined(&joining, &before, chosen)]
                }));
            }
        }
        answers
    }

    fn owner(&self, person: &str, company: &str) -> Vec<Item> {
        let owns = self.which(|row| {
            let large = row.kind == "owns" && row.share.is_none_or(|share| share >= self.min_share);
            row.from == person && row.to == company && (large || row.is_founding())
        });
        owns.into_iter().map(|row| vec![row]).collect()
    }

    /// All that makes two people family, friends or co-founders.
    fn bonds(&self, p: &str, q: &str) -> Vec<Item> {
        let joins = |row: &Row| (row.from == p && row.to == q) || (row.from == q && row.to == p);
        let close = self.which(|row| joins(row) && matches!(row.kind, "friend" | "sibling" | "co-founder"));
        let mut bonds: Vec<Item> = close.into_iter().map(|row| vec![row]).collect();
        for mine in self.which(|row| row.from == p && row.to.starts_with('c') && row.is_founding()) {
            for other in self.which(|row| row.from == q && row.to == self.rows[mine].to && row.is_founding()) {
                bonds.push(vec![mine, other]);
            }
        }
        bonds
    }

    /// Every finding on two parties but paths.
    fn between(&self, a: &str, b: &str, found: &mut Found) {
        let mut add = |rule: &str, people: &[&str], answers: Vec<Answer>| {
            let key = (rule.to_owned(), a.to_owned(), b.to_owned(), people.iter().map(|&id| id.to_owned()).collect());
            if !answers.is_empty() {
                found.entry(key).or_default().extend(answers);
            }
        };
        let items = |rows: Vec<usize>| -> Vec<Item> { rows.into_iter().map(|row| vec![row]).collect() };
        let board = |person: &str, company: &str| items(self.seats(person, company, Row::is_board));
        for person in ["p0", "p1", "p2"] {
            let shared = self.held(&[vec![board(person, a), board(person, b)]], false);
            add("shared-director", &[person], shared.into_iter().collect());
            for (x, y) in [(a, b), (b, a)] {
                let executive = items(self.seats(person, x, Row::is_executive));
                let both = self.held(&[vec![executive, board(person, y)]], false);
                add("executive-on-board", &[person], both.into_iter().collect());
                let owner = self.held(&[vec![self.owner(person, x), board(person, y)]], true);
                add("owner-on-board", &[person], owner.into_iter().collect());
                add("appointment-window", &[person], self.joining(person, x, y));
                add("revolving-door", &[person], self.changing(person, x, y));
            }
        }
        for (p, q) in [("p0", "p1"), ("p0", "p2"), ("p1", "p2")] {
            let way = |p, q| vec![board(p, a), board(q, b), self.bonds(p, q)];
            // What cannot hold either way round need not be gone through in every choice.
            let ways: Vec<Vec<Vec<Item>>> =
                [way(p, q), way(q, p)].into_iter().filter(|way| way.iter().all(|side| !side.is_empty())).collect();
            if !ways.is_empty() {
                add("related-person", &[p, q], self.held(&ways, false).into_iter().collect());
            }
        }
    }

    /// The fewest steps of a path, all of whose rows fit.
    fn fewest(&self, a: &str, b: &str, most: usize, fits: &dyn Fn(&Row) -> bool) -> Option<usize> {
        let (mut level, mut steps) = (BTreeSet::from([a]), 0);
        while !level.contains(b) {
            steps += 1;
            if steps > most {
                return None;
            }
            let mut wider = level.clone();
            for row in self.rows.iter().filter(|row| row.binds() && fits(row)) {
                for (from, to) in [(&row.from, &row.to), (&row.to, &row.from)] {
                    if level.contains(from.as_str()) {
                        wider.insert(to);
                    }
                }
            }
            level = wider;
        }
        Some(steps)
    }

    /// The fewest steps of a path that surely held, or else of one that may have.
    fn path(&self, a: &str, b: &str, most: usize) -> Option<(usize, bool)> {
        let choices = |row: &Row| {
            // The search for paths takes dates as they are, also between siblings.
            if row.for_life() { vec![(0, NEVER), (self.as_of, NEVER)] } else { row.choices(self.as_of) }
        };
        let sure = |row: &Row| choices(row).into_iter().all(|choice| self.days().all(|day| covers(choice, day)));
        if self.deal.0 + self.deal.1 <= self.as_of
            && let Some(steps) = self.fewest(a, b, most, &sure)
        {
            return Some((steps, true));
        }
        let on = |day: i32| self.fewest(a, b, most, &|row| choices(row).into_iter().any(|choice| covers(choice, day)));
        self.days().filter_map(on).min().map(|steps| (steps, false))
    }
}

fn when() -> impl Strategy<Value = (When, When)> {
    (4i32..11, 0i32..3, 1i32..6, 0i32..3, 0u8..12).prop_map(|(start, width, length, end_width, odd)| {
        let end = When::Within((start + length).min(13), end_width.min(2));
        match odd {
            0 => (When::Unknown, end),
            1 => (When::Within(start, width), When::Unknown),
            2 | 3 => (When::Within(start, width), When::Running),
            4 => (When::Unknown, When::Running),
            _ => (When::Within(start, width), end),
        }
    })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let seat = (0u8..3, 0u8..3, 0usize..6, when()).prop_map(|(person, company, kind, (start, end))| Row {
        from: format!("p{person}"),
        to: format!("c{company}"),
        kind: ["director", "director", "director", "officer", "managing", "observer"][kind],
        share: None,
        start,
        end,
    });
    let tie = (0u8..3, 0u8..3, 0usize..9, when()).prop_map(|(one, other, kind, (start, end))| {
        let (kind, share) = [
            ("founder-of", None),
            ("owns", None),
            ("owns", Some(3.0)),
            ("owns", Some(20.0)),
            ("adviser-to", None),
            ("friend", None),
            ("sibling", None),
            ("co-founder", None),
            ("competitor-of", None),
        ][kind];
        let (from, to) = match kind {
            "friend" | "sibling" | "co-founder" => (format!("p{one}"), format!("p{}", (one + 1 + other % 2) % 3)),
            "competitor-of" => (format!("c{one}"), format!("c{}", (one + 1 + other % 2) % 3)),
            _ => (format!("p{one}"), format!("c{other}")),
        };
        // The end of a tie is a date, or it runs.
        let end = if matches!(end, When::Unknown) { When::Running } else { end };
        Row { from, to, kind, share, start, end }
    });
    (prop::collection::vec(seat, 1..6), prop::collection::vec(tie, 0..4))
        .prop_map(|(seats, ties)| seats.into_iter().chain(ties).collect())
}

fn graph(rows: &[Row], deal: (i32, i32), parties: &str, as_of: i32) -> BoardGraph {
    let of =
        |wanted: bool| rows.iter().filter(move |row| row.is_seat() == wanted).map(Row::json).collect::<Vec<Value>>();
    let named = |kind: char| (0..3).map(|n| json!({"id": format!("{kind}{n}")})).collect::<Vec<Value>>();
    let text = json!({"people": named('p'), "companies": named('c'), "seats": of(true), "ties": of(false),
        "deals": [{"id": "d", "date": date(When::Within(deal.0, deal.1)), "kind": "contract", "parties": parties}]});
    let stream = Box::new(std::io::Cursor::new(text.to_string().into_bytes()));
    let options = LoadOptions { as_of: day(as_of).parse().ok(), ..LoadOptions::default() };
    let data = Dataset::read(stream, "test", Format::Json, &options).unwrap();
    assert_eq!(data.problems.errors(), 0, "{:?}", data.problems.listed());
    BoardGraph::new(data, BuildOptions::default())
}

/// What the library finds but paths, and the steps of the paths by parties.
fn ours(graph: &BoardGraph, options: &Options) -> (Found, BTreeMap<(String, String), (usize, bool)>) {
    let (mut found, mut paths) = (Found::new(), BTreeMap::new());
    for finding in conflicts(graph, options) {
        let (a, b) = (finding.parties[0].id.clone(), finding.parties[1].id.clone());
        if let Some(steps) = finding.steps {
            assert_eq!(steps + 1, finding.evidence.len(), "a row for each step and the deal");
            assert!(paths.insert((a, b), (steps, finding.certain)).is_none());
            continue;
        }
        let mut people: Vec<String> = finding.people.iter().map(|person| person.id.clone()).collect();
        people.sort();
        let days = finding.days_min.zip(finding.days_max);
        let answer = Answer { certain: finding.certain, days, probability: finding.probability };
        found.entry((finding.rule.word().to_owned(), a, b, people)).or_default().push(answer);
    }
    (found, paths)
}

/// Answers in one order, with only what both sides know.
fn comparable(answers: &[Answer], whole: bool) -> Vec<(bool, Option<(i64, i64)>, Option<i64>)> {
    let rounded = |share: f64| (share * 10_000.0).round() as i64;
    let mut list: Vec<_> = answers
        .iter()
        .map(|answer| {
            let (days, share) = if whole { (answer.days, answer.probability.map(rounded)) } else { (None, None) };
            (answer.certain, days, share)
        })
        .collect();
    list.sort();
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_rule_finds_what_asking_every_choice_of_days_finds(
        rows in rows(), first in 3i32..13, width in 0i32..3, three: bool, window in 0i32..5, early in 0u8..4, most in 0usize..5
    ) {
        let as_of = if early == 0 { 10 } else { 16 };
        // A seat that runs began by the as-of day.
        let rows: Vec<Row> = rows.into_iter().filter(|row| {
            !(matches!(row.end, When::Running) && matches!(row.start, When::Within(start, width) if start + width > as_of))
        }).collect();
        let parties: &[&str] = if three { &["c0", "c1", "c2"] } else { &["c0", "c1"] };
        let graph = graph(&rows, (first, width), &parties.join(";"), as_of);
        let oracle = Oracle { rows: &rows, deal: (first, width), window, min_share: 5.0, as_of };
        // Small enough to be gone through: the product of all choices of one person.
        let work: f64 = rows.iter().map(|row| row.choices(as_of).len() as f64).product();
        if work > 1e5 {
            return Ok(());
        }
        let (mut expected, mut paths) = (Found::new(), BTreeMap::new());
        for (at, a) in parties.iter().enumerate() {
            for b in &parties[at + 1..] {
                let before = expected.len();
                oracle.between(a, b, &mut expected);
                if expected.len() == before && let Some(path) = oracle.path(a, b, most) {
                    paths.insert(((*a).to_owned(), (*b).to_owned()), path);
                }
            }
        }
        let options = Options { window: i64::from(window), max_steps: most, ..Options::default() };
        let (found, found_paths) = ours(&graph, &options);
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (key, answers) in &expected {
            let whole = answers.iter().all(|answer| answer.days.is_some());
            prop_assert_eq!(comparable(&found[key], whole), comparable(answers, whole), "{:?}", key);
        }
        prop_assert_eq!(found_paths, paths);
    }
}
