//! `conflicts`: one rule at a time.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{
    dates::{Day, FAR_FUTURE, FAR_PAST, Range, parse},
    question::Question,
    reading::{Answer, Days, Reading},
};
use super::joining::{self, Timing};

const SENTENCE: &str = "docs/semantics.md, Findings: certain is true for every choice of days, possible for some; deals without a date \
    may have happened on any day, so a finding on them is never more than possible";

/// Who a finding is about: deal, two parties, people.
type Key = (usize, [usize; 2], Vec<usize>);

/// What a finding says that is compared.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    pub certain: bool,
    /// Days from the joining to the deal and the share of all choices, where they were counted.
    pub timing: Option<Timing>,
}

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let rule = question.option("--rule")?;
    let window = question.number("--window").unwrap_or(90);
    if reading.reaches_beyond {
        return None;
    }
    let mut found: BTreeMap<Key, Finding> = BTreeMap::new();
    for deal in 0..reading.data.deals.len() {
        let parties = parties(reading, deal)?;
        for (at, &a) in parties.iter().enumerate() {
            for &b in &parties[at + 1..] {
                for [from, to] in [[a, b], [b, a]] {
                    one_way(reading, rule, window, deal, [from, to], &mut |people, finding| {
                        let mut people = people;
                        people.sort_unstable();
                        let entry = found.entry((deal, [a.min(b), a.max(b)], people)).or_default();
                        entry.certain |= finding.certain;
                        // Two findings of one person are row apart by more than is compared here.
                        entry.timing = if entry.timing.is_none() { finding.timing } else { None };
                    })?;
                }
            }
        }
    }
    let rows = found
        .iter()
        .filter(|(_, finding)| finding.certain || !question.certain)
        .map(|((deal, parties, people), finding)| {
            let mut row = json!({
                "deal": reading.data.deals[*deal].id,
                "parties": parties.map(|company| &reading.companies[company]),
                "people": people.iter().map(|&person| &reading.people[person]).collect::<Vec<_>>(),
                "certain": finding.certain,
            });
            let strength = match rule {
                "executive-on-board" | "owner-on-board" => Some(0.9),
                "shared-director" => Some(0.6),
                _ => None,
            };
            // "A certain finding is multiplied by 1, a possible one by 0.7."
            if let Some(strength) = strength {
                row["score"] = json!(strength * if finding.certain { 1.0 } else { 0.7 });
            }
            if let (Some(timing), "appointment-window") = (&finding.timing, rule) {
                row["days"] = json!(timing.nearest);
                row["days_min"] = json!(timing.least);
                row["days_max"] = json!(timing.most);
            }
            if let Some(timing) = &finding.timing {
                row["probability"] = json!(timing.share);
            }
            row
        })
        .collect();
    Some((sorted(rows), SENTENCE))
}

fn parties(reading: &Reading, deal: usize) -> Option<Vec<usize>> {
    let ids = reading.data.deals[deal].parties.iter();
    ids.map(|id| reading.companies.iter().position(|other| other == id)).collect()
}

/// The findings in which a person stands at `from` and sits on the board of `to`.
fn one_way(
    reading: &Reading,
    rule: &str,
    window: i64,
    deal: usize,
    [from, to]: [usize; 2],
    add: &mut dyn FnMut(Vec<usize>, Finding),
) -> Option<()> {
    let date = parse(&reading.data.deals[deal].date);
    let mut on_day = |people: Vec<usize>, days: &Answer| {
        if let Some(certain) = on_the_date(reading, date, days) {
            add(people, Finding { certain, timing: None });
        }
    };
    let people = 0..reading.people.len();
    match rule {
        // "Somebody had board seats at two parties on the date of the deal."
        "shared-director" if from < to => {
            people.for_each(|p| on_day(vec![p], &reading.board(p, from).and(&reading.board(p, to))));
        }
        "shared-director" => {}
        "executive-on-board" => people.for_each(|p| {
            let executive = reading.held(p, from, |office| office.executive);
            on_day(vec![p], &executive.and(&reading.board(p, to)));
        }),
        "related-person" => {
            for p in people.clone() {
                for q in people.clone().filter(|&q| q != p) {
                    let boards = reading.board(p, from).and(&reading.board(q, to));
                    on_day(vec![p, q], &related(reading, p, q)?.and(&boards));
                }
            }
        }
        "owner-on-board" => {
            for p in people {
                on_day(vec![p], &owner(reading, p, from)?.and(&reading.board(p, to)));
            }
        }
        "appointment-window" | "revolving-door" => {
            for p in people {
                let both_ways = rule == "revolving-door";
                if let Some(timing) = joining::timing(reading, p, [from, to], date, window, both_ways)? {
                    add(vec![p], Finding { certain: timing.certain, timing: Some(timing) });
                }
            }
        }
        _ => return None,
    }
    Some(())
}

/// The answer on the date of a deal: none if it is true on no day that the deal may have.
fn on_the_date(reading: &Reading, date: Option<Range>, days: &Answer) -> Option<bool> {
    let (from, to) = date.map_or((FAR_PAST, FAR_FUTURE), |date| (date.earliest, date.latest + 1));
    // A deal's days are no cuts of time, so each day is looked up.
    let at = |day: Day, days: &Days| {
        (0..reading.pieces()).any(|p| days[p] && reading.cuts[p] <= day && day < reading.cuts[p + 1])
    };
    let (Some(date), true) = (date, from < to) else {
        return days.possible.contains(&true).then_some(false);
    };
    let possible = (date.earliest..=date.latest).any(|day| at(day, &days.possible));
    let certain = (date.earliest..=date.latest).all(|day| day <= reading.as_of && at(day, &days.certain));
    possible.then_some(certain)
}

/// The days on which two people are relatives, friends or co-founders. None where a tie of theirs is of
/// a kind that the page does not place.
fn related(reading: &Reading, p: usize, q: usize) -> Option<Answer> {
    let mut days = Answer { certain: reading.none(), possible: reading.none() };
    let id = |person: usize| &reading.people[person];
    for tie in &reading.ties {
        let row = &reading.data.ties[tie.row];
        let joins = (&row.from == id(p) && &row.to == id(q)) || (&row.from == id(q) && &row.to == id(p));
        if joins {
            match row.kind.as_str() {
                "sibling" | "spouse" | "friend" => days = days.or(&tie.days),
                // "An `ex-spouse` is none; a business partner is an associate."
                "ex-spouse" | "business-partner" => {}
                _ => return None,
            }
        }
    }
    // "Two founders of the same company are co-founders."
    for company in 0..reading.companies.len() {
        days = days.or(&founder(reading, p, company).and(&founder(reading, q, company)));
    }
    Some(days)
}

fn founder(reading: &Reading, person: usize, company: usize) -> Answer {
    let mut days = Answer { certain: reading.none(), possible: reading.none() };
    for tie in &reading.ties {
        let row = &reading.data.ties[tie.row];
        if row.kind == "founder-of" && row.from == reading.people[person] && row.to == reading.companies[company] {
            days = days.or(&tie.days);
        }
    }
    days
}

/// The days on which a person is a founder of a company or owns 5 per cent of it. Chains through
/// companies are left open.
fn owner(reading: &Reading, person: usize, company: usize) -> Option<Answer> {
    let mut days = founder(reading, person, company);
    let owns = |kind: &str| matches!(kind, "owns" | "parent-of");
    let rows = || reading.ties.iter().map(|tie| (tie, &reading.data.ties[tie.row]));
    if rows().any(|(_, row)| owns(&row.kind) && row.from.starts_with('c')) {
        return None;
    }
    let mine: Vec<_> = rows()
        .filter(|(_, row)| {
            owns(&row.kind) && row.to == reading.companies[company] && row.from == reading.people[person]
        })
        .collect();
    // "A share that is not stated may be anything up to what the certain shares of the others leave."
    if mine.len() > 1 && mine.iter().any(|(_, row)| row.share.is_empty()) {
        return None;
    }
    for piece in 0..reading.pieces() {
        let sum = |which: fn(&Answer) -> &Days| -> f64 {
            mine.iter()
                .filter(|(tie, _)| which(&tie.days)[piece])
                .filter_map(|(_, row)| row.share.parse::<f64>().ok())
                .sum()
        };
        let unstated = mine.iter().any(|(tie, row)| row.share.is_empty() && tie.days.possible[piece]);
        days.certain[piece] |= sum(|days| &days.certain) >= 5.0;
        days.possible[piece] |= sum(|days| &days.possible) >= 5.0 || unstated;
    }
    // Others may leave less than 5 per cent; shares that large are left open.
    let total: f64 = rows()
        .filter(|(_, row)| row.to == reading.companies[company])
        .filter_map(|(_, row)| row.share.parse::<f64>().ok())
        .sum();
    (total <= 95.0).then_some(days)
}

fn sorted(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(|row| format!("{} {} {}", row["deal"], row["parties"], row["people"]));
    Value::Array(rows)
}

/// The program's findings, one a deal, pair of parties and people.
pub fn prepare(rows: &Value) -> Value {
    let ids = |list: &Value| {
        let mut ids: Vec<String> =
            list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()).map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    for row in rows.as_array().into_iter().flatten() {
        let mut row = json!({
            "deal": row["deal"]["id"], "parties": ids(&row["parties"]), "people": ids(&row["people"]),
            "certain": row["certain"], "days": row["days"], "days_min": row["days_min"], "days_max": row["days_max"],
            "probability": row["probability"], "score": row["score"],
        });
        let key = format!("{} {} {}", row["deal"], row["parties"], row["people"]);
        if let Some(other) = found.get(&key) {
            row["certain"] = json!(row["certain"] == true || other["certain"] == true);
            if other["score"].as_f64() > row["score"].as_f64() {
                row["score"] = other["score"].clone();
            }
        }
        found.insert(key, row);
    }
    sorted(found.into_values().collect())
}
