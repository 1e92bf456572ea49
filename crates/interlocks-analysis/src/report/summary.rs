//! A page in a few plain sentences: people, findings, and how certain they are.

use std::collections::BTreeSet;

use super::{Dossier, ExplainedFinding};
use crate::conflicts::Severity;
use crate::question::Named;
use interlocks_core::wording::{and_list, counted};

/// The most names in one sentence; others are counted.
const MAX_NAMES: usize = 6;

/// Returns the sentences, in reading order.
pub(super) fn sentences(dossier: &Dossier) -> Vec<String> {
    let facts = [Some(people(dossier)), directors(dossier), owners(dossier), Some(deals(dossier))];
    let rest = [Some(findings(&dossier.findings)), Some(paths(dossier)), Some(as_of(dossier))];
    let mut sentences: Vec<String> = facts.into_iter().chain(rest).flatten().map(with_one_full_stop).collect();
    sentences.push(
        "This page is a lead to check, not an accusation: it states what the data shows and what has to be found out."
            .to_owned(),
    );
    sentences
}

/// Removes the second of two full stops: a name such as `Tesla, Inc.` brings its own.
fn with_one_full_stop(mut sentence: String) -> String {
    if sentence.ends_with("..") {
        sentence.pop();
    }
    sentence
}

/// Lists names: `Ann, Bob and 3 more`.
fn names<'a>(named: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = named.collect();
    let more = all.len().saturating_sub(MAX_NAMES);
    let mut shown: Vec<String> = all.iter().take(MAX_NAMES).map(|name| (*name).to_owned()).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    and_list(&shown)
}

fn people(dossier: &Dossier) -> String {
    let (a, b) = (&dossier.a.name, &dossier.b.name);
    let both: Vec<&Named> =
        dossier.people.iter().filter(|person| person.at_both).map(|person| &person.person).collect();
    if both.is_empty() {
        return format!("In this data, nobody has held seats at both {a} and {b}.");
    }
    let verb = if both.len() == 1 { "has" } else { "have" };
    let count = counted(both.len(), "person");
    let listed = names(both.into_iter().map(|person| person.name.as_str()));
    format!("{count} {verb} held seats at both {a} and {b}, not necessarily at the same time: {listed}.")
}

fn directors(dossier: &Dossier) -> Option<String> {
    let pair = dossier.interlock.as_ref()?;
    let listed = names(pair.people.iter().map(|link| link.name.as_str()));
    let certainty = if pair.certain { "Certainly" } else { "Possibly" };
    Some(format!("{certainty} on both boards at the same time: {listed}."))
}

fn owners(dossier: &Dossier) -> Option<String> {
    let owners: BTreeSet<&str> = dossier.owners.iter().map(|found| found.owner.name.as_str()).collect();
    let listed = names(owners.iter().copied());
    match owners.len() {
        0 => None,
        1 => Some(format!("People of one owner of both companies, {listed}, sit on both boards at the same time.")),
        _ => Some(format!("People of owners of both companies, {listed}, sit on both boards at the same time.")),
    }
}

fn deals(dossier: &Dossier) -> String {
    let doubtful = dossier.deals.iter().filter(|deal| deal.is_doubtful()).count();
    let count = counted(dossier.deals.len(), "deal");
    match (dossier.deals.len(), doubtful) {
        (0, _) => "The data lists no deal between them.".to_owned(),
        (_, 0) => format!("The data lists {count} between them."),
        (_, doubtful) => {
            let verb = if doubtful == 1 { "is" } else { "are" };
            format!(
                "The data lists {count} between them; {doubtful} of them {verb} only alleged or reported, not established."
            )
        }
    }
}

fn findings(findings: &[ExplainedFinding]) -> String {
    const CERTAIN: &str = "certain (true for every choice of days within the stated dates)";
    const POSSIBLE: &str = "possible (the dates leave it open)";
    if findings.is_empty() {
        return "Screening the deals gives no finding. This applies to this data; it does not mean that there is no \
                connection."
            .to_owned();
    }
    let of = |severity: Severity| findings.iter().filter(|explained| explained.finding.severity == severity).count();
    let severities =
        [Severity::High, Severity::Medium, Severity::Low].map(|severity| (of(severity), severity.as_str()));
    let severities: Vec<String> =
        severities.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let certain = findings.iter().filter(|explained| explained.finding.certain).count();
    let certainty = match (certain, findings.len() - certain) {
        (1, 0) => format!("It is {CERTAIN}."),
        (_, 0) => format!("All are {CERTAIN}."),
        (0, 1) => format!("It is {POSSIBLE}."),
        (0, _) => "All are possible (the dates leave them open).".to_owned(),
        (certain, possible) => {
            let verb = |count: usize| if count == 1 { "is" } else { "are" };
            let object = if possible == 1 { "it" } else { "them" };
            format!(
                "{certain} {} {CERTAIN}; {possible} {} possible (the dates leave {object} open).",
                verb(certain),
                verb(possible)
            )
        }
    };
    format!("Screening the deals gives {}: {}. {certainty}", counted(findings.len(), "finding"), and_list(&severities))
}

fn paths(dossier: &Dossier) -> String {
    let Some(best) = dossier.paths.first() else {
        return format!(
            "There is no path of at most {} between them at that time.",
            counted(dossier.max_steps, "step")
        );
    };
    let inner = best.steps.iter().skip(1).map(|step| step.from.name.as_str());
    match best.steps.len() {
        1 => "The strongest path between them is a single step.".to_owned(),
        steps => format!("The strongest path between them has {steps} steps and goes through {}.", names(inner)),
    }
}

fn as_of(dossier: &Dossier) -> String {
    match (dossier.undated, dossier.as_of) {
        (true, _) => "Dates are ignored: every seat and every tie counts at all times.".to_owned(),
        (false, Some(day)) => format!("The data describes {day}; later events are not included."),
        (false, None) => "The data does not state the day that it describes.".to_owned(),
    }
}
