//! A page in a few plain sentences: who, what the data shows, and how sure that is.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::{Dossier, Told};
use crate::conflicts::Severity;
use crate::question::Named;

/// More names than this are counted.
const MOST_NAMES: usize = 6;

/// The sentences, in the order in which they are read.
pub(super) fn sentences(dossier: &Dossier) -> Vec<String> {
    let told = [Some(who(dossier)), directors(dossier), owners(dossier), Some(deals(dossier))];
    let told = told.into_iter().chain([Some(findings(&dossier.findings)), Some(paths(dossier)), Some(as_of(dossier))]);
    let mut told: Vec<String> = told.flatten().map(ended_once).collect();
    told.push(
        "What follows is a lead to check, not an accusation: it says what the data shows and what would have to be \
         found out."
            .to_owned(),
    );
    told
}

/// A sentence without the second of two full stops: `Tesla, Inc..` has one of its own.
fn ended_once(mut sentence: String) -> String {
    if sentence.ends_with("..") {
        sentence.pop();
    }
    sentence
}

/// `Ann, Bob and 3 more`.
fn names<'a>(named: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = named.collect();
    let more = all.len().saturating_sub(MOST_NAMES);
    let mut shown: Vec<String> = all.iter().take(MOST_NAMES).map(|name| (*name).to_owned()).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    match shown.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 deal`, `2 deals`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str) -> String {
    if count == N::from(1) { format!("1 {one}") } else { format!("{count} {one}s") }
}

fn who(dossier: &Dossier) -> String {
    let (a, b) = (&dossier.a.name, &dossier.b.name);
    let both: Vec<&Named> =
        dossier.people.iter().filter(|binder| binder.at_both).map(|binder| &binder.person).collect();
    if both.is_empty() {
        return format!("In this data nobody held seats at both {a} and {b}.");
    }
    let people = if both.len() == 1 { "1 person".to_owned() } else { format!("{} people", both.len()) };
    let listed = names(both.into_iter().map(|person| person.name.as_str()));
    format!("{people} held seats at both {a} and {b}, at once or at different times: {listed}.")
}

fn directors(dossier: &Dossier) -> Option<String> {
    let pair = dossier.interlock.as_ref()?;
    let listed = names(pair.people.iter().map(|link| link.name.as_str()));
    let sure = if pair.certain { "certainly" } else { "possibly" };
    Some(format!("The companies {sure} share directors at once: {listed}."))
}

fn owners(dossier: &Dossier) -> Option<String> {
    let owners: BTreeSet<&str> = dossier.owners.iter().map(|found| found.owner.name.as_str()).collect();
    let listed = names(owners.iter().copied());
    let word = if owners.len() == 1 { "an owner" } else { "owners" };
    (!owners.is_empty()).then(|| format!("People of {word} of both, {listed}, sit on both boards at once."))
}

fn deals(dossier: &Dossier) -> String {
    let doubtful = dossier.deals.iter().filter(|deal| deal.is_doubtful()).count();
    match (dossier.deals.len(), doubtful) {
        (0, _) => "The data lists no deal between them.".to_owned(),
        (all, 0) => format!("The data lists {} between them.", counted(all, "deal")),
        (all, some) => {
            let verb = if some == 1 { "is" } else { "are" };
            format!(
                "The data lists {} between them; {some} of them {verb} alleged or reported, not established.",
                counted(all, "deal")
            )
        }
    }
}

fn findings(findings: &[Told]) -> String {
    if findings.is_empty() {
        return "Screening the deals gives no finding: that tells of this data, not that there is nothing.".to_owned();
    }
    let of = |severity: Severity| findings.iter().filter(|told| told.finding.severity == severity).count();
    let severities =
        [Severity::High, Severity::Medium, Severity::Low].map(|severity| (of(severity), severity.as_str()));
    let severities: Vec<String> =
        severities.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let certain = findings.iter().filter(|told| told.finding.certain).count();
    let doubtful = "possible, for the dates do not settle it";
    let sure = match (certain, findings.len() - certain) {
        (1, 0) => "It is certain, true for every choice of days within the stated dates.".to_owned(),
        (_, 0) => "All are certain, true for every choice of days within the stated dates.".to_owned(),
        (0, 1) => format!("It is {doubtful}."),
        (0, _) => format!("All are {doubtful}."),
        (certain, possible) => {
            let verb = if certain == 1 { "is" } else { "are" };
            format!(
                "Of these {certain} {verb} certain, true for every choice of days within the stated dates, and \
                 {possible} {doubtful}."
            )
        }
    };
    format!(
        "Screening the deals gives {} by severity: {}. {sure}",
        counted(findings.len(), "finding"),
        severities.join(", ")
    )
}

fn paths(dossier: &Dossier) -> String {
    let Some(best) = dossier.paths.first() else {
        return format!("No path of at most {} joins them at this clock.", counted(dossier.max_steps, "step"));
    };
    let inner = best.steps.iter().skip(1).map(|step| step.from.name.as_str());
    match best.steps.len() {
        1 => "The strongest path between them is a single step.".to_owned(),
        steps => format!("The strongest path between them takes {steps} steps and leads through {}.", names(inner)),
    }
}

fn as_of(dossier: &Dossier) -> String {
    match (dossier.undated, dossier.as_of) {
        (true, _) => "Dates are ignored here: every seat and every tie counts at all times.".to_owned(),
        (false, Some(day)) => format!("The data describes {day}; what came later is not in it."),
        (false, None) => "The data states no day that it describes.".to_owned(),
    }
}
