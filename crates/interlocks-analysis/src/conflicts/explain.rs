//! A finding in plain sentences: what the data shows, and what somebody has to check.

use serde::Serialize;

use super::finding::{Event, Finding, Move};
use super::group::{FindingGroup, add_new};
use super::rule::Rule;
use crate::identity::RestsOn;
use crate::question::Evidence;
use crate::tenure::distance_text;
use interlocks_core::model::Relation;
use interlocks_core::model::vocabulary::{read_deal_status, read_tie};
use interlocks_core::model::{Confidence, PartialDate, Precision};
use interlocks_core::wording::{and_list, counted, on_days, open_range};

/// The facts behind a finding and the points that the data leaves open. Not an accusation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Sentences made from the evidence, with the ids of its sources in brackets.
    pub shows: Vec<String>,
    /// Facts to find out before publishing anything.
    pub check: Vec<String>,
}

/// Writes a finding as sentences.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::{ConflictOptions, conflicts, explain};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let findings = conflicts(&graph, &ConflictOptions::default().deal("fb-nflx-titan-api"));
/// let explanation = explain(&findings[0]);
/// assert!(explanation.shows[0].starts_with("Reed Hastings was"));
/// assert!(explanation.check.iter().any(|check| check.contains("abstained")));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn explain(finding: &Finding) -> Explanation {
    let shows = [Some(people_and_roles(finding)), Some(deal(finding)), Some(timing(finding)), coverage(finding)];
    let identity = finding.rests_on.iter().map(RestsOn::sentence).chain(finding.conditions.sentence());
    Explanation { shows: shows.into_iter().flatten().chain(identity).collect(), check: checks(finding) }
}

/// A part of a sentence: `was a director` and `of Acme (2003–2009) [S1]`.
struct Clause<'a> {
    id: &'a str,
    subject: &'a str,
    verb: String,
    rest: String,
}

/// Writes a group of findings as sentences: the facts once, a sentence for each person, then every rule.
pub fn explain_group(group: &FindingGroup) -> Explanation {
    if group.findings().count() == 1 {
        return explain(group.gravest());
    }
    let mut row = group.row().finding;
    let mut clauses: Vec<Clause<'_>> = rows_of(&row).map(row_clause).collect();
    for clause in group.findings().flat_map(event_clauses) {
        if !clauses.iter().any(|told| (told.id, &told.verb, &told.rest) == (clause.id, &clause.verb, &clause.rest)) {
            clauses.push(clause);
        }
    }
    let people = by_person(&clauses);
    let rules: Vec<String> = group.findings().map(rule_met).collect();
    let rules = format!("Rules met: {}.", rules.join("; "));
    row.events = Vec::new();
    group.findings().for_each(|finding| add_new(&mut row.events, &finding.events));
    let mut shows = vec![people, deal(&row), rules];
    shows.extend(coverage(&row));
    let conditions = group.conditions_together();
    shows.extend(row.rests_on.iter().map(RestsOn::sentence).chain(conditions.sentence()));
    let mut check = checks_of_rows(&row);
    group.findings().filter_map(check_of_rule).for_each(|rule| add_new(&mut check, &[rule.to_owned()]));
    check.extend(check_of_people(&row));
    Explanation { shows, check }
}

/// Writes the evidence except the deal, then who left and joined: one sentence for each subject, with sources.
fn people_and_roles(finding: &Finding) -> String {
    let clauses: Vec<Clause<'_>> = rows_of(finding).map(row_clause).chain(event_clauses(finding)).collect();
    let text = by_person(&clauses);
    match (finding.rule, finding.steps) {
        (Rule::IndirectPath, Some(steps)) => {
            format!("No other rule applies, but a path of {} joins the parties: {text}", counted(steps, "step"))
        }
        _ => text,
    }
}

/// Returns the evidence of a finding except the deal.
fn rows_of(finding: &Finding) -> impl Iterator<Item = &Evidence> {
    finding.evidence.iter().filter(|row| row.kind != "deal")
}

fn event_clauses(finding: &Finding) -> impl Iterator<Item = Clause<'_>> {
    finding.events.iter().map(|event| event_clause(event, finding.rule))
}

/// Writes one sentence for each subject, in the order in which they are first told of.
fn by_person(clauses: &[Clause<'_>]) -> String {
    let mut subjects: Vec<Vec<&Clause<'_>>> = Vec::new();
    for clause in clauses {
        match subjects.iter_mut().find(|told| told.first().is_some_and(|first| first.id == clause.id)) {
            Some(told) => told.push(clause),
            None => subjects.push(vec![clause]),
        }
    }
    subjects.iter().map(|clauses| sentence(clauses)).collect::<Vec<String>>().join(" ")
}

/// Joins clauses on one subject. A verb that repeats is left out: `was a director of A and of B`.
fn sentence(clauses: &[&Clause<'_>]) -> String {
    let by_verb: Vec<&[&Clause<'_>]> = clauses.chunk_by(|x, y| x.verb == y.verb).collect();
    let parts: Vec<String> = by_verb
        .iter()
        .map(|same| {
            let objects: Vec<&str> = same.iter().map(|clause| clause.rest.as_str()).collect();
            format!("{} {}", same[0].verb, and_list(&objects))
        })
        .collect();
    let is_nested = by_verb.iter().any(|same| same.len() > 1);
    let predicate = match parts.as_slice() {
        // A comma before `and` keeps it apart from the one inside a part.
        [all @ .., last] if is_nested && !all.is_empty() => format!("{}, and {last}", all.join(", ")),
        parts => and_list(parts),
    };
    format!("{} {predicate}.", clauses.first().map_or("", |clause| clause.subject))
}

/// Writes a row without its subject: `was chief executive` and `of Netflix, Inc. (since 1998) [S1]`.
fn row_clause(row: &Evidence) -> Clause<'_> {
    let (verb, object) = relation_phrase(row);
    let note = if row.note.is_empty() { String::new() } else { format!("; note in the data: {}", row.note) };
    let rest = format!("{object} ({}{note}){}", dates(row), citation(row));
    Clause { id: &row.from.id, subject: &row.from.name, verb, rest }
}

/// Writes the relation of a row as a verb and its object: `was a director`, `of Acme`.
pub(super) fn relation_phrase(row: &Evidence) -> (String, String) {
    let relation = spelled_out(&row.relation);
    match row.kind {
        "tie" => tie_phrase(&relation, &row.to.name),
        _ => (format!("was {}", with_article(&relation)), format!("of {}", row.to.name)),
    }
}

fn event_clause(event: &Event, rule: Rule) -> Clause<'_> {
    let verb = match (event.what, rule) {
        (Move::Left, _) => "left",
        (Move::Joined, Rule::AppointmentWindow) => "joined the board of",
        (Move::Joined, _) => "joined",
    };
    let rest = format!("{} {}", event.company.name, on_days(open_range(event.first, event.last)));
    Clause { id: &event.person.id, subject: &event.person.name, verb: verb.to_owned(), rest }
}

/// Writes the dates of a row: `2003–2009`, `since 2012-01`, `from 2012-01, end unknown`, `until 2009`.
fn dates(row: &Evidence) -> String {
    match (&row.start, &row.end) {
        (None, None) => "no dates stated".to_owned(),
        (Some(start), Some(end)) => format!("{start}–{end}"),
        (Some(start), None) if row.is_running => format!("since {start}"),
        (Some(start), None) => format!("from {start}, end unknown"),
        (None, Some(end)) => format!("until {end}"),
    }
}

/// Writes a kind of tie as a verb and its object.
fn tie_phrase(kind: &str, to: &str) -> (String, String) {
    let first = kind.split(' ').next().unwrap_or_default();
    let preposition = ["of", "in", "to", "with", "by", "for"].iter().find_map(|word| {
        let before = kind.strip_suffix(word)?.strip_suffix(' ')?;
        Some((before, *word))
    });
    match preposition {
        // `owns`, `works for`
        _ if first.ends_with('s') && (first == kind || preposition.is_some()) => (kind.to_owned(), to.to_owned()),
        Some((noun, "of")) => (format!("is {}", with_article(noun)), format!("of {to}")),
        Some((noun, word)) if noun.ends_with("er") || noun.ends_with("or") => {
            (format!("is {}", with_article(noun)), format!("{word} {to}"))
        }
        Some((participle, word)) => (format!("is {participle}"), format!("{word} {to}")),
        None => ("is tied".to_owned(), format!("to {to} as {kind}")),
    }
}

/// Adds `a` or `an` to a role, but not to one that only one person has: `a director`, `chief executive`.
fn with_article(role: &str) -> String {
    const UNIQUE: &[&str] =
        &["chief", "co-chief", "president", "head", "secretary", "treasurer", "general counsel", "company secretary"];
    let lower = role.to_lowercase();
    let has_article = ["a ", "an ", "the "].iter().any(|article| lower.starts_with(article));
    if has_article || lower.contains("chair") || UNIQUE.iter().any(|unique| lower.starts_with(unique)) {
        return role.to_owned();
    }
    let article = if lower.starts_with(['a', 'e', 'i', 'o']) || lower.starts_with("honorary") { "an" } else { "a" };
    format!("{article} {role}")
}

/// Writes out the short forms of roles and kinds: `ceo` is `chief executive`.
fn spelled_out(relation: &str) -> String {
    match relation.to_lowercase().as_str() {
        "ceo" => "chief executive".to_owned(),
        "co-ceo" => "co-chief executive".to_owned(),
        "cfo" => "chief financial officer".to_owned(),
        "coo" => "chief operating officer".to_owned(),
        other => other.replace(['-', '_'], " "),
    }
}

/// Writes the deal, its date, how far that is from the joining and leaving, and its status.
fn deal(finding: &Finding) -> String {
    let deal = &finding.deal;
    let kind = if deal.kind.is_empty() { String::new() } else { format!(" ({})", spelled_out(&deal.kind)) };
    let dated =
        if deal.date == "unknown" { "has no stated date".to_owned() } else { format!("is dated {}", deal.date) };
    let apart = finding.events.iter().map(|event| {
        let verb = if event.what == Move::Joined { "joining" } else { "leaving" };
        format!(", {} the {verb}", distance_text(event.days_min, event.days_max, ["after", "before"]))
    });
    let apart = apart.collect::<String>();
    let precision = match precision(finding) {
        Some(Precision::Day) => "; all dates are known to the day",
        Some(Precision::Month) => "; the least exact date behind this finding is known only to the month",
        Some(Precision::Year) => "; the least exact date behind this finding is known only to the year",
        None => "",
    };
    let status = if deal.status.is_empty() { String::new() } else { format!(" Status in the data: {}.", deal.status) };
    let text = if deal.text.is_empty() {
        String::new()
    } else {
        format!(" Description in the data: {}.", deal.text.trim_end_matches('.'))
    };
    let cited = finding.evidence.iter().find(|row| row.kind == "deal").map_or(String::new(), citation);
    format!("The deal {}{kind} {dated}{apart}{precision}{cited}.{status}{text}", deal.id)
}

/// Writes for how long the facts had been true, and how certain the finding is.
fn timing(finding: &Finding) -> String {
    lasted(finding) + &certainty(finding)
}

/// Writes a rule of a group: its days and its certainty.
fn rule_met(finding: &Finding) -> String {
    let days = match (finding.days_min, finding.days_max) {
        (Some(min), Some(max)) if min == max => counted(min, "day"),
        (Some(min), Some(max)) => format!("{min} to {}", counted(max, "day")),
        (Some(min), None) => format!("{} or more", counted(min, "day")),
        _ => "an unknown number of days".to_owned(),
    };
    let certainty = if finding.are_dates_certain() { "certain" } else { "possible" };
    let parties: Vec<&str> = finding.parties.iter().map(|party| party.name.as_str()).collect();
    format!("{} ({}, {days} before the deal, {certainty})", finding.rule.as_str(), and_list(&parties))
}

/// Writes for how long everything had been true on the date of the deal.
fn lasted(finding: &Finding) -> String {
    match (finding.days_min, finding.days_max) {
        _ if finding.rule.has_window() => String::new(),
        (Some(min), Some(max)) if min == max => {
            format!("On that date, all of this had been true for {}. ", counted(min, "day"))
        }
        (Some(min), Some(max)) => {
            format!("On that date, all of this had been true for {min} to {}. ", counted(max, "day"))
        }
        (Some(min), None) => format!("On that date, all of this had been true for {} or more. ", counted(min, "day")),
        _ => "The dates do not show for how long this had been true. ".to_owned(),
    }
}

/// Writes how certain a finding is.
fn certainty(finding: &Finding) -> String {
    if finding.certain {
        "Certain: true for every choice of days within the stated dates.".to_owned()
    } else if finding.conditions.dates_certain == Some(true) {
        "The dates leave nothing open: true for every choice of days.".to_owned()
    } else {
        match (finding.probability, finding.window) {
            (Some(share), Some(window)) => format!(
                "Possible: {:.0} % of the possible combinations of days lie within {}; the data leaves it open.",
                share * 100.0,
                counted(window, "day")
            ),
            _ => "Possible: true for some choice of days within the stated dates; the data leaves it open.".to_owned(),
        }
    }
}

/// Returns the precision of the least exact date that a finding rests on.
fn precision(finding: &Finding) -> Option<Precision> {
    let dates = finding.evidence.iter().flat_map(|row| {
        let end = if finding.rule == Rule::AppointmentWindow { None } else { row.end.as_deref() };
        [row.start.as_deref(), end]
    });
    let known = dates.flatten().filter_map(|date| date.parse::<PartialDate>().ok());
    known.map(|date| date.precision()).min()
}

/// Writes how many of the parties the finding covers, if there are others.
fn coverage(finding: &Finding) -> Option<String> {
    let (covered, all) = (finding.parties.len(), finding.deal.parties);
    (all > covered).then(|| format!("The finding concerns {covered} of the {all} parties to the deal."))
}

/// Lists what the data leaves open: first dates, then rows, then people.
fn checks(finding: &Finding) -> Vec<String> {
    let rule = check_of_rule(finding).map(str::to_owned);
    checks_of_rows(finding).into_iter().chain(rule).chain(check_of_people(finding)).collect()
}

/// Lists the dates that are half known, and the rows that need a better source.
fn checks_of_rows(finding: &Finding) -> Vec<String> {
    let mut checks = Vec::new();
    for event in finding.events.iter().filter(|event| event.first.is_none() || event.first != event.last) {
        let verb = if event.what == Move::Joined { "joined" } else { "left" };
        checks.push(format!("the day {} {verb} {}", event.person.name, event.company.name));
    }
    let day_known = finding.deal.date.parse::<PartialDate>().is_ok_and(|date| date.days().is_one_day());
    if !day_known {
        checks.push("the day of the deal".to_owned());
    }
    if read_deal_status(&finding.deal.status).is_claimed() {
        checks.push(format!("whether the deal was made as {}", finding.deal.status));
    }
    let rows = finding.evidence.iter().filter(|row| row.kind == "tie");
    let undated = rows
        .filter(|row| row.start.is_none() && row.end.is_none() && read_tie(&row.relation).relation() != Relation::Kin);
    checks.extend(
        undated.map(|row| format!("when {} and {} were {}", row.from.name, row.to.name, spelled_out(&row.relation))),
    );
    let weak = |row: &&Evidence| row.sources.is_empty() || row.confidence == Some(Confidence::Low);
    let weak: Vec<&str> = finding.evidence.iter().filter(weak).map(|row| row.place.as_str()).collect();
    if !weak.is_empty() {
        checks.push(format!("a better source for {}", weak.join(", ")));
    }
    checks
}

/// Returns what a rule alone cannot tell.
fn check_of_rule(finding: &Finding) -> Option<&'static str> {
    match finding.rule {
        Rule::OwnerOnBoard => Some("the share that was held, and the votes it carried"),
        Rule::RelatedPerson => Some("how close the two were at the time"),
        Rule::IndirectPath => Some("whether the path had any influence on the deal"),
        _ => None,
    }
}

fn check_of_people(finding: &Finding) -> Option<String> {
    let people: Vec<&str> = finding.people.iter().map(|person| person.name.as_str()).collect();
    (!people.is_empty())
        .then(|| format!("whether {} took part in the decision or abstained from it", and_list(&people)))
}

/// Writes the ids of the sources of a row in brackets.
fn citation(row: &Evidence) -> String {
    if row.sources.is_empty() { " [no source]".to_owned() } else { format!(" [{}]", row.sources.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_an_article_unless_one_person_has_them() {
        for (role, expected) in [
            ("director", "a director"),
            ("executive director", "an executive director"),
            ("chief executive", "chief executive"),
            ("non executive chair", "non executive chair"),
            ("vice president", "a vice president"),
            ("president", "president"),
            ("honorary member", "an honorary member"),
        ] {
            assert_eq!(with_article(role), expected);
        }
    }

    #[test]
    fn kinds_of_ties_are_predicates() {
        for (kind, expected) in [
            ("owns", "owns Acme"),
            ("works for", "works for Acme"),
            ("founder of", "is a founder of Acme"),
            ("investor in", "is an investor in Acme"),
            ("married to", "is married to Acme"),
            ("owned by", "is owned by Acme"),
            ("sibling", "is tied to Acme as sibling"),
        ] {
            let (verb, object) = tie_phrase(kind, "Acme");
            assert_eq!(format!("{verb} {object}"), expected);
        }
    }
}
