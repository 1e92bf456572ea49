//! The owners that `show` lists for a company, where every share is stated and every date settled.

use serde_json::{Value, json};

use super::super::{
    clock::Clock,
    compare::open,
    dates::{Day, parse},
    question::Question,
    reading::Reading,
};

/// A share of a company: owner, company, per cent.
type Share = (String, String, f64);

/// The owners of a company in the order of ids; open where the pages need more than stated shares.
pub fn owners(reading: &Reading, question: &Question, company: &str) -> Value {
    on(reading, question).and_then(|day| shares(reading, day)).map_or_else(open, |shares| rows(&shares, company))
}

/// "Owners are determined for one day: the day of `--at`, the last day of `--during`, and otherwise the
/// as-of date."
fn on(reading: &Reading, question: &Question) -> Option<Day> {
    let day = match &question.clock {
        Clock::Ever => reading.as_of,
        Clock::At(date) => parse(date).filter(|range| range.exact())?.latest,
        Clock::During(_, to) if !to.is_empty() => parse(to)?.latest,
        _ => return None,
    };
    (day <= reading.as_of).then_some(day)
}

/// All shares on a day, or none where one is not stated, not settled, or part of a ring.
fn shares(reading: &Reading, day: Day) -> Option<Vec<Share>> {
    let mut shares: Vec<Share> = Vec::new();
    for tie in &reading.ties {
        let row = &reading.data.ties[tie.row];
        if !matches!(row.kind.as_str(), "owns" | "parent-of") {
            continue;
        }
        let piece = (0..reading.pieces()).find(|&p| reading.cuts[p] <= day && day < reading.cuts[p + 1])?;
        match (tie.days.certain[piece], tie.days.possible[piece]) {
            (false, false) => continue,
            (false, true) => return None,
            _ => {}
        }
        let share: f64 = row.share.parse().ok()?;
        // "Ties that are true at the same time are added up."
        match shares.iter_mut().find(|other| other.0 == row.from && other.1 == row.to) {
            Some(other) => other.2 += share,
            None => shares.push((row.from.clone(), row.to.clone(), share)),
        }
    }
    let companies: Vec<&String> = shares.iter().map(|share| &share.1).collect();
    let total = |id: &String| shares.iter().filter(|share| &share.1 == id).map(|share| share.2).sum::<f64>();
    let whole = companies.iter().all(|id| total(id) <= 100.0);
    let ring = shares.iter().any(|share| reaches(&shares, &share.1, &share.0, 6));
    (whole && !ring).then_some(shares)
}

fn reaches(shares: &[Share], from: &str, to: &str, steps: usize) -> bool {
    from == to || (steps > 0 && shares.iter().any(|share| share.0 == from && reaches(shares, &share.1, to, steps - 1)))
}

/// "The shares multiplied along each chain and added up over parallel chains."
fn integrated(shares: &[Share], owner: &str, company: &str) -> f64 {
    shares
        .iter()
        .filter(|share| share.1 == company)
        .map(|share| {
            let through = if share.0 == owner { 1.0 } else { integrated(shares, owner, &share.0) / 100.0 };
            through * share.2
        })
        .sum()
}

/// "An owner controls a company if the owner and the companies it controls together own more than half
/// of it."
fn controlled(shares: &[Share], owner: &str) -> Vec<String> {
    let mut controlled: Vec<String> = Vec::new();
    loop {
        let next = shares.iter().map(|share| &share.1).find(|company| {
            let votes = shares
                .iter()
                .filter(|share| &share.1 == *company && (share.0 == owner || controlled.contains(&share.0)));
            !controlled.contains(company) && votes.map(|share| share.2).sum::<f64>() > 50.0
        });
        match next {
            Some(company) => controlled.push(company.clone()),
            None => return controlled,
        }
    }
}

fn rows(shares: &[Share], company: &str) -> Value {
    let mut owners: Vec<&String> = shares.iter().map(|share| &share.0).collect();
    owners.sort();
    owners.dedup();
    owners
        .into_iter()
        .filter(|owner| integrated(shares, owner, company) > 0.0)
        .map(|owner| {
            let direct = shares.iter().find(|s| &s.0 == owner && s.1 == company).map(|s| s.2);
            let whole = integrated(shares, owner, company);
            let controls = controlled(shares, owner).iter().any(|other| other == company);
            json!({
                "owner": {"id": owner},
                "direct": direct.map(|direct| json!({"min": direct, "max": direct})),
                "integrated": {"min": whole, "max": whole},
                "stated": true,
                "controls": if controls { "certain" } else { "no" },
            })
        })
        .collect()
}
