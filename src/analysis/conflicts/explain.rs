//! A finding as plain sentences: what the data shows, and what would have to be checked.

use serde::Serialize;

use super::finding::{Event, Finding, Move};
use super::rule::Rule;
use crate::analysis::query::Evidence;
use crate::model::{Confidence, PartialDate, Precision};

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
/// use interlocks::analysis::conflicts::{Options, conflicts, explain};
/// use interlocks::dataset::Dataset;
/// use interlocks::graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = Options { deal: Some("fb-nflx-titan-api".to_owned()), ..Options::default() };
/// let told = explain(&conflicts(&graph, &options)[0]);
/// assert!(told.shows[0].starts_with("Reed Hastings was"));
/// assert!(told.check.iter().any(|check| check.contains("recused")));
/// # Ok::<(), interlocks::dataset::DatasetError>(())
/// ```
pub fn explain(finding: &Finding) -> Explanation {
    let shows = [Some(told(finding)), Some(deal(finding)), Some(timing(finding)), share(finding)];
    Explanation { shows: shows.into_iter().flatten().collect(), check: checks(finding) }
}

/// Who did what: the evidence but for the deal, then who joined and left.
fn told(finding: &Finding) -> String {
    let rows: Vec<&Evidence> = finding.evidence.iter().filter(|row| row.kind != "deal").collect();
    let mut clauses: Vec<String> = Vec::new();
    let mut before = "";
    for row in &rows {
        let subject = if row.from.id == before { String::new() } else { format!("{} ", row.from.name) };
        before = &row.from.id;
        clauses.push(format!("{subject}{}", clause(row)));
    }
    clauses.extend(finding.events.iter().map(event));
    let mut text = enumerated(&clauses);
    if finding.rule == Rule::IndirectPath {
        let steps = finding.steps.unwrap_or_default();
        let plural = if steps == 1 { "" } else { "s" };
        text = format!("No other rule applies, but {steps} step{plural} join the parties: {text}");
    }
    format!("{text}{}.", cited(rows.into_iter()))
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
    format!("{phrase} ({dates})")
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

/// `Reed Hastings joined Meta Platforms, Inc. in June 2011`, with the lag to the deal.
fn event(event: &Event) -> String {
    let verb = match event.what {
        Move::Joined => "joined",
        Move::Left => "left",
    };
    let when = match (event.first, event.last) {
        (Some(first), Some(last)) if first == last => format!("on {first}"),
        (Some(first), Some(last)) => format!("on a day from {first} to {last}"),
        (Some(first), None) => format!("on {first} or later"),
        (None, Some(last)) => format!("on {last} or earlier"),
        (None, None) => "on a day the data does not tell".to_owned(),
    };
    format!("{} {verb} {} {when}", event.person.name, event.company.name)
}

/// The deal, its date and its status.
fn deal(finding: &Finding) -> String {
    let deal = &finding.deal;
    let kind = if deal.kind.is_empty() { "deal" } else { &deal.kind };
    let dated =
        if deal.date == "unknown" { "has no stated date".to_owned() } else { format!("is dated {}", deal.date) };
    let status =
        if deal.status.is_empty() { String::new() } else { format!("; its status in the data is {}", deal.status) };
    let row = finding.evidence.iter().filter(|row| row.kind == "deal");
    format!("The {} {} {dated}{status}{}.", words(kind), deal.id, cited(row))
}

/// How far apart, how sure, and how well the dates are known.
fn timing(finding: &Finding) -> String {
    let precision = precision(finding).map_or(String::new(), |word| format!("; dates known to the {word}"));
    let apart = if finding.rule.has_window() {
        let each = finding.events.iter().map(|event| {
            let verb = if event.what == Move::Joined { "joining" } else { "leaving" };
            format!("the deal lies {} the {verb}", apart(event.days_min, event.days_max))
        });
        enumerated(&each.collect::<Vec<String>>())
    } else {
        match (finding.days_min, finding.days_max) {
            (Some(min), Some(max)) if min == max => format!("it held for {min} days by the date of the deal"),
            (Some(min), Some(max)) => format!("it held for {min} to {max} days by the date of the deal"),
            (Some(min), None) => format!("it held for at least {min} days by the date of the deal"),
            _ => "for how long it held by then the dates do not tell".to_owned(),
        }
    };
    let sure = if finding.certain {
        "certain: true for every choice of days within the stated dates".to_owned()
    } else {
        match (finding.probability, finding.window) {
            (Some(share), Some(window)) => format!(
                "possible: {:.0} % of the choices of days lie within {window} days, and the data does not settle it",
                share * 100.0
            ),
            _ => "possible: true for some choice of days, and the data does not settle it".to_owned(),
        }
    };
    let text = format!("{apart}{precision}; {sure}.");
    capitalised(&text)
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
    let undated = rows.filter(|row| row.start.is_none() && row.end.is_none());
    checks.extend(
        undated.map(|row| format!("since when {} is {} to {}", row.from.name, words(&row.relation), row.to.name)),
    );
    let weak = |row: &&Evidence| row.sources.is_empty() || row.confidence == Some(Confidence::Low);
    let weak: Vec<&str> = finding.evidence.iter().filter(weak).map(|row| row.place.as_str()).collect();
    if !weak.is_empty() {
        checks.push(format!("a source for {}", weak.join(", ")));
    }
    let people: Vec<&str> = finding.people.iter().map(|person| person.name.as_str()).collect();
    match finding.rule {
        Rule::OwnerOnBoard => checks.push("the share that was held, and the votes it carried".to_owned()),
        Rule::RelatedPerson => checks.push("how close the two were at the time".to_owned()),
        Rule::IndirectPath => checks.push("whether anybody on the path knew of the deal".to_owned()),
        _ => {}
    }
    if !people.is_empty() {
        checks.push(format!("whether {} recused themselves or had no part in it", people.join(" and ")));
    }
    checks
}

/// The ids of the sources of some rows, in brackets.
fn cited<'a>(rows: impl Iterator<Item = &'a Evidence>) -> String {
    let mut sources: Vec<&str> = rows.flat_map(|row| &row.sources).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    if sources.is_empty() { " [no source]".to_owned() } else { format!(" [{}]", sources.join(", ")) }
}

/// `a, b and c`.
fn enumerated(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
