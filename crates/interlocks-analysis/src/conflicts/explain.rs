//! A finding as plain sentences: what the data shows, and what would have to be checked.

use serde::Serialize;

use super::finding::{Event, Finding, Move};
use super::relation::{Relation, relation};
use super::rule::Rule;
use crate::question::Evidence;
use interlocks_core::model::{Confidence, Day, PartialDate, Precision};

/// What the data shows of a finding, and what it does not settle. Not an accusation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Sentences made of the evidence, with the ids of its sources in brackets.
    pub shows: Vec<String>,
    /// What somebody would have to find out before printing anything.
    pub check: Vec<String>,
}

/// A finding told in sentences.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::{ConflictOptions, conflicts, explain};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = ConflictOptions { deal: Some("fb-nflx-titan-api".to_owned()), ..ConflictOptions::default() };
/// let told = explain(&conflicts(&graph, &options)[0]);
/// assert!(told.shows[0].starts_with("Reed Hastings was"));
/// assert!(told.check.iter().any(|check| check.contains("recused")));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn explain(finding: &Finding) -> Explanation {
    let shows = [Some(told(finding)), Some(deal(finding)), Some(timing(finding)), share(finding)];
    Explanation { shows: shows.into_iter().flatten().collect(), check: checks(finding) }
}

/// Who did what: the evidence but for the deal, then who left and joined; each with its sources.
fn told(finding: &Finding) -> String {
    let rows: Vec<&Evidence> = finding.evidence.iter().filter(|row| row.kind != "deal").collect();
    let mut clauses: Vec<String> = Vec::new();
    let mut before = "";
    for row in rows {
        let subject = if row.from.id == before { String::new() } else { format!("{} ", row.from.name) };
        before = &row.from.id;
        clauses.push(format!("{subject}{}{}", clause(row), cited(row)));
    }
    for event in &finding.events {
        let subject = if event.person.id == before { String::new() } else { format!("{} ", event.person.name) };
        before = &event.person.id;
        let what = match (event.what, finding.rule) {
            (Move::Left, _) => "left",
            (Move::Joined, Rule::AppointmentWindow) => "joined the board of",
            (Move::Joined, _) => "joined",
        };
        clauses.push(format!("{subject}{what} {} {}", event.company.name, when(event)));
    }
    let text = enumerated(&clauses);
    match (finding.rule, finding.steps) {
        (Rule::IndirectPath, Some(1)) => format!("No other rule applies, but 1 step joins the parties: {text}."),
        (Rule::IndirectPath, Some(steps)) => {
            format!("No other rule applies, but {steps} steps join the parties: {text}.")
        }
        _ => format!("{text}."),
    }
}

/// A row without who it is about: `was chief executive of Netflix, Inc. (1998–…)`.
fn clause(row: &Evidence) -> String {
    let dates = match (&row.start, &row.end) {
        (None, None) => "no dates stated".to_owned(),
        (start, end) => {
            format!("{}–{}", start.as_deref().unwrap_or("?"), end.as_deref().unwrap_or("…"))
        }
    };
    let relation = words(&row.relation);
    let phrase = match row.kind {
        "tie" => tie_phrase(&relation, &row.to.name),
        _ => format!("was {relation} of {}", row.to.name),
    };
    let note = if row.note.is_empty() { String::new() } else { format!("; the data notes: {}", row.note) };
    format!("{phrase} ({dates}{note})")
}

/// A kind of tie as a predicate.
fn tie_phrase(kind: &str, to: &str) -> String {
    let verb = kind.ends_with('s') && !kind.contains(' ');
    let preposition = [" of", " in", " to", " with", " by", " for"].iter().any(|ending| kind.ends_with(ending));
    if verb {
        format!("{kind} {to}")
    } else if preposition {
        format!("is {kind} {to}")
    } else {
        format!("is tied to {to} as {kind}")
    }
}

/// A role or kind in words: the short forms of the field written out.
fn words(relation: &str) -> String {
    match relation.to_lowercase().as_str() {
        "ceo" => "chief executive".to_owned(),
        "co-ceo" => "co-chief executive".to_owned(),
        "cfo" => "chief financial officer".to_owned(),
        "coo" => "chief operating officer".to_owned(),
        other => other.replace(['-', '_'], " "),
    }
}

/// When something happened: `in June 2011`, `in 2011`, `on 2011-06-23`.
fn when(event: &Event) -> String {
    match (event.first, event.last) {
        (Some(first), Some(last)) if first == last => format!("on {first}"),
        (Some(first), Some(last)) => unit(first, last).unwrap_or_else(|| format!("on a day from {first} to {last}")),
        (Some(first), None) => format!("on {first} or later"),
        (None, Some(last)) => format!("on {last} or earlier"),
        (None, None) => "on a day the data does not tell".to_owned(),
    }
}

/// The month or the year that two days begin and end.
fn unit(first: Day, last: Day) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let written = first.to_string();
    let (year, month) = (written.get(..4)?, written.get(..7)?);
    let whole = |text: &str| {
        let days = text.parse::<PartialDate>().ok()?.days();
        ((days.first, days.last) == (first, last)).then_some(())
    };
    if whole(year).is_some() {
        return Some(format!("in {year}"));
    }
    whole(month)?;
    let name = MONTHS.get(written.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?)?;
    Some(format!("in {name} {year}"))
}

/// The deal, its date, how far that is from what people did, and its status.
fn deal(finding: &Finding) -> String {
    let deal = &finding.deal;
    let kind = if deal.kind.is_empty() { String::new() } else { format!(" ({})", words(&deal.kind)) };
    let dated =
        if deal.date == "unknown" { "has no stated date".to_owned() } else { format!("is dated {}", deal.date) };
    let apart = finding.events.iter().map(|event| {
        let verb = if event.what == Move::Joined { "joining" } else { "leaving" };
        format!("{} the {verb}", apart(event.days_min, event.days_max))
    });
    let apart = apart.map(|text| format!(", {text}")).collect::<String>();
    let precision = precision(finding).map_or(String::new(), |word| format!("; dates known to the {word}"));
    let status =
        if deal.status.is_empty() { String::new() } else { format!(" Its status in the data: {}.", deal.status) };
    let text = if deal.text.is_empty() {
        String::new()
    } else {
        format!(" The data says of it: {}.", deal.text.trim_end_matches('.'))
    };
    let cited = finding.evidence.iter().find(|row| row.kind == "deal").map_or(String::new(), cited);
    format!("The deal {}{kind} {dated}{apart}{precision}{cited}.{status}{text}", deal.id)
}

/// For how long it had held, and how sure it is.
fn timing(finding: &Finding) -> String {
    let held = match (finding.days_min, finding.days_max) {
        _ if finding.rule.has_window() => String::new(),
        (Some(min), Some(max)) if min == max => format!("All of this had held for {min} days by then. "),
        (Some(min), Some(max)) => format!("All of this had held for {min} to {max} days by then. "),
        (Some(min), None) => format!("All of this had held for {min} days or more by then. "),
        _ => "For how long it had held by then the dates do not tell. ".to_owned(),
    };
    let sure = if finding.certain {
        "Certain: true for every choice of days within the stated dates.".to_owned()
    } else {
        match (finding.probability, finding.window) {
            (Some(share), Some(window)) => format!(
                "Possible: {:.0} % of the choices of days lie within {window} days; the data does not settle it.",
                share * 100.0
            ),
            _ => "Possible: true for some choice of days; the data does not settle it.".to_owned(),
        }
    };
    held + &sure
}

/// Signed days in words: `between 29 days before and 60 days after`.
fn apart(min: Option<i64>, max: Option<i64>) -> String {
    let side = |days: i64| match days {
        0 => "0 days after".to_owned(),
        days if days < 0 => format!("{} days before", -days),
        days => format!("{days} days after"),
    };
    match (min, max) {
        (Some(0), Some(0)) => "on the day of".to_owned(),
        (Some(min), Some(max)) if min == max => side(min),
        (Some(min), Some(max)) => format!("between {} and {}", side(min), side(max)),
        (Some(min), None) => format!("{} or later than", side(min)),
        (None, Some(max)) => format!("{} or earlier than", side(max)),
        (None, None) => "an unknown number of days from".to_owned(),
    }
}

/// The coarsest precision of the dates that a finding rests on.
fn precision(finding: &Finding) -> Option<&'static str> {
    let dates = finding.evidence.iter().flat_map(|row| {
        let end = if finding.rule == Rule::AppointmentWindow { None } else { row.end.as_deref() };
        [row.start.as_deref(), end]
    });
    let known = dates.flatten().filter_map(|date| date.parse::<PartialDate>().ok());
    known.map(|date| date.precision()).min().map(|precision| match precision {
        Precision::Year => "year",
        Precision::Month => "month",
        Precision::Day => "day",
    })
}

/// How many of the parties the finding covers, where there are more.
fn share(finding: &Finding) -> Option<String> {
    let (covered, all) = (finding.parties.len(), finding.deal.parties);
    (all > covered).then(|| format!("It covers {covered} of the {all} parties to the deal."))
}

/// What the data leaves open, in an order that goes from the dates to the people.
fn checks(finding: &Finding) -> Vec<String> {
    let mut checks = Vec::new();
    for event in finding.events.iter().filter(|event| event.first.is_none() || event.first != event.last) {
        let verb = if event.what == Move::Joined { "joined" } else { "left" };
        checks.push(format!("the day {} {verb} {}", event.person.name, event.company.name));
    }
    let day_known = finding.deal.date.parse::<PartialDate>().is_ok_and(|date| date.days().is_one_day());
    if !day_known {
        checks.push("the day of the deal".to_owned());
    }
    if finding.deal.status.starts_with("alleged") || finding.deal.status == "reported" {
        checks.push(format!("whether the deal was made as {}", finding.deal.status));
    }
    let rows = finding.evidence.iter().filter(|row| row.kind == "tie");
    let undated =
        rows.filter(|row| row.start.is_none() && row.end.is_none() && relation(&row.relation) != Relation::Kin);
    checks
        .extend(undated.map(|row| format!("when {} and {} were {}", row.from.name, row.to.name, words(&row.relation))));
    let weak = |row: &&Evidence| row.sources.is_empty() || row.confidence == Some(Confidence::Low);
    let weak: Vec<&str> = finding.evidence.iter().filter(weak).map(|row| row.place.as_str()).collect();
    if !weak.is_empty() {
        checks.push(format!("a better source for {}", weak.join(", ")));
    }
    let people: Vec<&str> = finding.people.iter().map(|person| person.name.as_str()).collect();
    match finding.rule {
        Rule::OwnerOnBoard => checks.push("the share that was held, and the votes it carried".to_owned()),
        Rule::RelatedPerson => checks.push("how close the two were at the time".to_owned()),
        Rule::IndirectPath => checks.push("whether the path mattered to the deal at all".to_owned()),
        _ => {}
    }
    if !people.is_empty() {
        checks.push(format!("whether {} took part in the decision or recused", people.join(" and ")));
    }
    checks
}

/// The ids of the sources of a row, in brackets.
fn cited(row: &Evidence) -> String {
    if row.sources.is_empty() { " [no source]".to_owned() } else { format!(" [{}]", row.sources.join(", ")) }
}

/// `a, b and c`.
fn enumerated(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
