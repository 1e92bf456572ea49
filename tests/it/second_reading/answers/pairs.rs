//! `pairs`: companies that share directors.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::{
    compare::open,
    question::Question,
    reading::{Answer, Reading, both},
};
use super::mutual::{self, Crossing};

const SENTENCE: &str = "interlock: a pair of companies with at least one person on both boards; a pair is certain at a clock when \
    each day of the clock lies in the union of its people's certain days; --certain keeps rows and never changes what a kept row says";

/// A person who may be on both boards within the clock.
pub struct Link {
    pub person: usize,
    pub days: Answer,
    /// `executive-executive`, `primary`, `induced` or `neutral`.
    pub kind: &'static str,
    pub from: Vec<String>,
    /// True if no choice of days gives another kind.
    pub kind_is_certain: bool,
}

pub struct Pair {
    pub a: usize,
    pub b: usize,
    pub links: Vec<Link>,
    pub certain: bool,
    pub crossing: Crossing,
}

/// All pairs of the clock, in the order of companies.
pub fn all(reading: &Reading) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for a in 0..reading.companies.len() {
        for b in a + 1..reading.companies.len() {
            let links: Vec<Link> = (0..reading.people.len()).filter_map(|person| link(reading, person, a, b)).collect();
            if links.is_empty() {
                continue;
            }
            // "Each day of the clock lies in the union of its people's certain days."
            let mut union = reading.none();
            for link in &links {
                union = union.iter().zip(&link.days.certain).map(|(x, y)| *x || *y).collect();
            }
            let certain = reading.certainly(&union);
            pairs.push(Pair { a, b, links, certain, crossing: mutual::crossing(reading, a, b) });
        }
    }
    pairs
}

fn link(reading: &Reading, person: usize, a: usize, b: usize) -> Option<Link> {
    // "One person, board seats at both companies, spells overlapping." Two seats at two companies are
    // two rows, so their dates are independent.
    let days = reading.link(person, a, b);
    if !reading.possibly(&days.possible) {
        return None;
    }
    // "Somebody counts as an executive of a company if they may have had an executive seat there while
    // the interlock lasted", and of both if they may have had one at each on the same day.
    let executive = |company: usize| reading.held(person, company, |office| office.executive);
    let runs = |company: usize| reading.possibly(&both(&executive(company).possible, &days.possible));
    let certainly = |company: usize| reading.certainly(&both(&executive(company).certain, &days.certain));
    let id = |company: usize| reading.companies[company].clone();
    let third: Vec<usize> = (0..reading.companies.len()).filter(|&c| c != a && c != b && runs(c)).collect();
    let of_both = Answer {
        certain: both(&both(&executive(a).certain, &executive(b).certain), &days.certain),
        possible: both(&both(&executive(a).possible, &executive(b).possible), &days.possible),
    };
    let homes: Vec<usize> = [a, b].into_iter().filter(|&home| runs(home)).collect();
    let ids = |companies: &[usize]| companies.iter().map(|&company| id(company)).collect();
    let (kind, from, kind_is_certain) = if reading.possibly(&of_both.possible) {
        ("executive-executive", ids(&[a, b]), reading.certainly(&of_both.certain))
    } else if !homes.is_empty() {
        ("primary", ids(&homes), homes.iter().any(|&home| certainly(home)))
    } else if third.is_empty() {
        ("neutral", vec![], reading.certainly(&days.certain))
    } else {
        let mut elsewhere = reading.none();
        for &company in &third {
            elsewhere = elsewhere.iter().zip(&executive(company).certain).map(|(x, y)| *x || *y).collect();
        }
        ("induced", ids(&third), reading.certainly(&both(&elsewhere, &days.certain)))
    };
    Some(Link { person, days, kind, from, kind_is_certain })
}

/// The kinds of a pair in the order of the help text.
pub fn kinds(reading: &Reading, pair: &Pair, certain: bool) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    if is_direct(reading, pair, certain) {
        kinds.push("direct");
    }
    kinds.extend(pair.crossing.kinds(certain));
    for kind in ["executive-executive", "primary", "induced", "neutral"] {
        if pair.links.iter().any(|link| link.kind == kind && (!certain || link.kind_is_certain)) {
            kinds.push(kind);
        }
    }
    kinds
}

/// "direct: one person, board seats at both companies, spells overlapping"; several people may make it certain together.
fn is_direct(reading: &Reading, pair: &Pair, certain: bool) -> bool {
    let mut union = reading.none();
    for link in &pair.links {
        let both = reading.board(link.person, pair.a).and(&reading.board(link.person, pair.b));
        let days = if certain { both.certain } else { both.possible };
        union = union.iter().zip(&days).map(|(x, y)| *x || *y).collect();
    }
    if certain { reading.certainly(&union) } else { reading.possibly(&union) }
}

/// The weight of a pair, or none where the pages leave it open.
pub fn weight(reading: &Reading, pair: &Pair, name: &str) -> Option<f64> {
    let shared = pair.links.len() as f64;
    // "Days, boards and board sizes are counted for the time asked about."
    let boards = |person: usize| boards_of(reading, person).len() as f64;
    let size = |company: usize| members_of(reading, company).len() as f64;
    // Weights stop at the as-of day; what that means for a pair that begins later is not said.
    // With officers, whose boards and members are counted is not said either.
    if (reading.reaches_beyond || reading.officers) && !matches!(name, "count" | "days") {
        return None;
    }
    Some(match name {
        "count" => shared,
        "newman" => pair.links.iter().map(|link| 1.0 / (boards(link.person) - 1.0)).sum(),
        "jaccard" => shared / (size(pair.a) + size(pair.b) - shared),
        "cosine" => shared / (size(pair.a) * size(pair.b)).sqrt(),
        // "`days` of a pair is the sum over its people; a shared day of two people counts twice."
        "days" if !reading.undated => pair.links.iter().map(|link| reading.count(&link.days.certain) as f64).sum(),
        _ => return None,
    })
}

/// Companies on whose board a person may have been within the clock.
pub fn boards_of(reading: &Reading, person: usize) -> Vec<usize> {
    (0..reading.companies.len()).filter(|&company| reading.possibly(&reading.board(person, company).possible)).collect()
}

pub fn members_of(reading: &Reading, company: usize) -> Vec<usize> {
    (0..reading.people.len()).filter(|&person| reading.possibly(&reading.board(person, company).possible)).collect()
}

/// The pairs that the options keep; none where the pages leave them open.
pub fn kept(reading: &Reading, question: &Question) -> Option<Vec<Pair>> {
    let companies = question.values("--company");
    let mut pairs = all(reading);
    pairs.retain(|pair| {
        let ends = [&reading.companies[pair.a], &reading.companies[pair.b]];
        let named = |end: &String| companies.contains(&end.as_str());
        match companies.len() {
            0 => true,
            1 => ends.into_iter().any(named),
            _ => ends.into_iter().all(named),
        }
    });
    if let Some(person) = question.option("--person") {
        pairs.retain(|pair| pair.links.iter().any(|link| reading.people[link.person] == person));
    }
    if let Some(least) = question.number("--min") {
        pairs.retain(|pair| pair.links.len() as i64 >= least);
    }
    if question.certain {
        pairs.retain(|pair| pair.certain);
    }
    if let Some(kind) = question.option("--kind") {
        if pairs.iter().any(|pair| pair.crossing.too_many) {
            return None;
        }
        pairs.retain(|pair| kinds(reading, pair, question.certain).contains(&kind));
    }
    Some(pairs)
}

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let mut pairs = kept(reading, question)?;
    let name = question.option("--weight").unwrap_or("count");
    let mut weighed: Vec<(f64, Pair)> = Vec::new();
    for pair in pairs.drain(..) {
        weighed.push((weight(reading, &pair, name)?, pair));
    }
    // "Weight descending, then name, then id."
    let names = |company: usize| reading.data.name_of(&reading.companies[company]);
    weighed.sort_by(|(x, p), (y, q)| {
        let key = |pair: &Pair| (names(pair.a), names(pair.b), pair.a, pair.b);
        y.total_cmp(x).then_with(|| key(p).cmp(&key(q)))
    });
    if let Some(top) = question.number("--top") {
        weighed.truncate(usize::try_from(top).ok()?);
    }
    let rows = weighed.iter().map(|(weight, pair)| row(reading, question, pair, *weight)).collect();
    Some((Value::Array(rows), SENTENCE))
}

fn row(reading: &Reading, question: &Question, pair: &Pair, weight: f64) -> Value {
    let entity = |id: &String| json!({"id": id, "name": reading.data.name_of(id)});
    let mut union = reading.none();
    let mut links: Vec<&Link> = pair.links.iter().collect();
    links.sort_by_key(|link| (reading.data.name_of(&reading.people[link.person]), link.person));
    let people: Vec<Value> = links
        .iter()
        .map(|link| {
            union = union.iter().zip(&link.days.possible).map(|(x, y)| *x || *y).collect();
            let mut row = entity(&reading.people[link.person]);
            let settled = !question.certain || link.kind_is_certain;
            row["kind_certain"] = json!(link.kind_is_certain);
            row["kind"] = if settled { json!(link.kind) } else { open() };
            row["from"] = if settled && link.kind != "induced" { json!(link.from) } else { open() };
            row["certain"] = spells(&reading.certain_runs(&link.days.certain));
            row["possible"] = spells(&reading.runs(&link.days.possible));
            row
        })
        .collect();
    let shown = |certain: bool| if pair.crossing.too_many { open() } else { json!(kinds(reading, pair, certain)) };
    // The pair has these for every choice of days. It may be mutual through people who are on no board of their own company.
    let certain_kinds = shown(true);
    let kinds = shown(question.certain);
    json!({
        "a": entity(&reading.companies[pair.a]),
        "b": entity(&reading.companies[pair.b]),
        "shared": pair.links.len(),
        "weight": weight,
        "certain": pair.certain,
        "people": people,
        "kinds": kinds,
        "certain_kinds": certain_kinds,
        "spells": spells(&reading.runs(&union)),
        "officers": mutual::officers(reading, pair, question.certain),
    })
}

pub fn spells(runs: &[(Option<String>, Option<String>)]) -> Value {
    runs.iter().map(|(from, to)| json!({"from": from, "to": to})).collect()
}

pub fn count(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let pairs = kept(reading, question)?;
    let people: BTreeSet<usize> = pairs.iter().flat_map(|pair| &pair.links).map(|link| link.person).collect();
    let shared: usize = pairs.iter().map(|pair| pair.links.len()).sum();
    let sentence = "`pairs` is the number of pairs of companies. `shared` adds up the directors that each pair shares. \
        `people` counts these directors once each.";
    Some((json!({"pairs": pairs.len(), "shared": shared, "people": people.len()}), sentence))
}
