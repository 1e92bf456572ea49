//! The group of a company: the companies that control it, and those that it controls.
//!
//! Control is more than half of the shares, directly or through companies that are controlled, or a tie that states it
//! (`parent-of`). An unstated share may be control or not.

use std::collections::{BTreeMap, BTreeSet};

use super::DatedAnswer;
use super::related_party::holdings::{Holdings, Limit};
use super::wording::name;
use interlocks_analysis::ownership::{owner_tie, stated_share, states_control};
use interlocks_core::model::DaySpan;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// The percentage above which an owner has control.
const HALF: f64 = 50.0;
/// The tolerance for sums of decimal shares.
const ROUNDED: f64 = 1e-9;

/// A company that controls another, or is controlled by it, with the days.
#[derive(Clone, Debug)]
pub(crate) struct Relative {
    pub(crate) company: CompanyIx,
    pub(crate) control: DatedAnswer,
}

/// Returns the companies that control a company, in order.
pub(crate) fn parents(graph: &BoardGraph, company: CompanyIx) -> Vec<Relative> {
    let mut found: BTreeMap<CompanyIx, DatedAnswer> = BTreeMap::new();
    let mut queue = vec![(company, DatedAnswer::known(UncertainDays::always()))];
    while let Some((below, of_below)) = queue.pop() {
        for Relative { company: owner, control } in direct_parents(graph, below) {
            let before = found.get(&owner).cloned().unwrap_or_default();
            let after = before.or(&control.and(&of_below));
            // Days are only added, so this ends, also where companies own each other.
            if owner != company && after != before {
                found.insert(owner, after.clone());
                queue.push((owner, after));
            }
        }
    }
    found.into_iter().map(|(company, control)| Relative { company, control }).collect()
}

/// Returns the companies that control a company by shares, also through other companies, or by a tie that states it.
fn direct_parents(graph: &BoardGraph, company: CompanyIx) -> Vec<Relative> {
    if !graph.ties(Entity::Company(company)).any(|tie| is_owned_by_tie(graph, tie, company)) {
        return Vec::new();
    }
    let holdings = Holdings::new(graph, company);
    let control = |owner: Entity| {
        let by_shares = holdings.days_of_share(DaySpan::ALWAYS, Limit::Above(HALF), &[], &|own, _, _| own == owner);
        let stated: Vec<TieIx> = graph
            .ties(Entity::Company(company))
            .filter(|tie| states_control(graph, *tie) && owner_tie(graph, *tie) == Some((owner, company)))
            .collect();
        let stated = UncertainDays::from_spells(stated.iter().map(|tie| graph.tie_spell(*tie)));
        by_shares.or(&DatedAnswer::known(stated))
    };
    let owners = holdings.owners().filter_map(|owner| match owner {
        Entity::Company(company) => Some(Relative { company, control: control(owner) }),
        Entity::Person(_) => None,
    });
    owners.filter(|parent| parent.control.maybe.is_possible()).collect()
}

fn is_owned_by_tie(graph: &BoardGraph, tie: TieIx, company: CompanyIx) -> bool {
    matches!(owner_tie(graph, tie), Some((Entity::Company(_), owned)) if owned == company)
}

/// Returns the companies that a company controls, in order.
pub(crate) fn subsidiaries(graph: &BoardGraph, company: CompanyIx) -> Vec<Relative> {
    let control = |below: CompanyIx| parents(graph, below).into_iter().find(|parent| parent.company == company);
    let found = maybe_controlled(graph, company).into_iter();
    found.filter_map(|below| Some(Relative { company: below, control: control(below)?.control })).collect()
}

/// Returns all companies that a company may at some time control; others may be among them.
fn maybe_controlled(graph: &BoardGraph, company: CompanyIx) -> Vec<CompanyIx> {
    // Most companies have no ties.
    if graph.ties(Entity::Company(company)).next().is_none() {
        return Vec::new();
    }
    let mut inside = BTreeSet::from([company]);
    let mut queue = vec![company];
    while let Some(owner) = queue.pop() {
        for tie in graph.ties(Entity::Company(owner)) {
            let Some((Entity::Company(own), owned)) = owner_tie(graph, tie) else { continue };
            if own == owner && !inside.contains(&owned) && may_control(graph, &inside, owned) {
                inside.insert(owned);
                queue.push(owned);
            }
        }
    }
    inside.remove(&company);
    inside.into_iter().collect()
}

/// Returns `true` if some companies may hold more than half of another, all of their ties taken together.
fn may_control(graph: &BoardGraph, owners: &BTreeSet<CompanyIx>, owned: CompanyIx) -> bool {
    let mut sum = 0.0;
    for tie in graph.ties(Entity::Company(owned)) {
        let Some((Entity::Company(owner), own)) = owner_tie(graph, tie) else { continue };
        if own == owned && owners.contains(&owner) {
            match stated_share(graph, tie) {
                _ if states_control(graph, tie) => return true,
                Some(share) => sum += share,
                None => return true,
            }
        }
    }
    sum > HALF / 100.0 + ROUNDED
}

/// Returns the question whose answer would settle a control that is unknown.
pub(crate) fn control_question(graph: &BoardGraph, parent: CompanyIx, company: CompanyIx) -> String {
    let [parent, company] = [parent, company].map(|company| name(graph, Entity::Company(company)));
    format!("whether {parent} controls {company} (share)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::boards;

    fn relatives(ties: &str, find: fn(&BoardGraph, CompanyIx) -> Vec<Relative>, of: &str) -> Vec<String> {
        let companies = "id\na\nb\nc\nd\n";
        let seats = "person,company,role,start,end\np,d,director,2000-01-01,2020-01-01\n";
        let ties = format!("from,to,kind,start,end,share\n{ties}");
        let graph = boards(&[("companies", companies), ("seats", seats), ("ties", &ties)]);
        let found = find(&graph, graph.company_number(of).unwrap());
        let shown = found.iter().map(|relative| {
            let known = if relative.control.yes.certain.is_empty() { "?" } else { "" };
            format!("{}{known}", graph.id(Entity::Company(relative.company)))
        });
        shown.collect()
    }

    #[test]
    fn more_than_half_or_a_tie_that_states_it_is_control() {
        for (ties, above, below) in [
            ("", "", ""),
            ("a,b,owns,2001,,60\n", "a", "b"),
            ("a,b,owns,2001,,50\n", "", ""),
            ("a,b,owns,2001,,\n", "a?", "b?"),
            ("a,b,parent-of,2001,,\n", "a", "b"),
            ("a,c,parent-of,2001,,\nc,b,parent-of,2001,,\n", "a c", "b c"),
            ("a,c,parent-of,2001,,\nc,b,owns,2001,,51\n", "a c", "b c"),
            ("a,c,owns,2001,,60\nc,b,owns,2001,,30\na,b,owns,2001,,30\n", "a", "b c"),
            ("a,b,owns,2001,2005,60\na,b,owns,2006,,20\n", "a", "b"),
            // Companies that own each other.
            ("a,b,owns,2001,,60\nb,a,owns,2001,,60\n", "a", "b"),
            ("p,b,owns,2001,,60\n", "", ""),
        ] {
            assert_eq!(relatives(ties, parents, "b").join(" "), above, "{ties}");
            assert_eq!(relatives(ties, subsidiaries, "a").join(" "), below, "{ties}");
        }
    }
}
