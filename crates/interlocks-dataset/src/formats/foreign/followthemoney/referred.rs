//! Links that need a second entity, which may come later in the file: an occupancy needs its position, an award its
//! contract, and a participation its project.

use std::collections::HashSet;

use hashbrown::HashMap;

use super::super::row_sink::{Position, RowSink, list};
use super::MAX_PAIRS;
use super::links::LinkRow;
use crate::columns::{Field, Table};

/// An occupancy of a position, an award of a contract, or a part in a project.
#[derive(Debug)]
pub(crate) struct Referring {
    pub(crate) at: Position,
    /// The id of the position, the contract or the project.
    pub(crate) to: String,
    /// The holders, suppliers or participants.
    pub(crate) from: Vec<String>,
    pub(crate) row: LinkRow,
    pub(crate) known: Vec<(Field, String)>,
    pub(crate) extra: Vec<(String, String)>,
}

/// A position, a contract or a project.
#[derive(Debug)]
pub(crate) struct Referred {
    pub(crate) at: Position,
    /// The row of the links that refer to it.
    pub(crate) row: LinkRow,
    /// The organisations of a position, or the authorities of a contract.
    pub(crate) companies: Vec<String>,
    /// The name of a position; title, date, amount and currency of a contract or a project.
    pub(crate) known: Vec<(Field, String)>,
    /// Other properties of a contract or a project.
    pub(crate) extra: Vec<(String, String)>,
}

/// The entities that one worker found.
#[derive(Debug, Default)]
pub(crate) struct References {
    pub(crate) links: Vec<Referring>,
    pub(crate) targets: HashMap<String, Referred>,
}

impl References {
    /// Adds what another worker found. Of two entities with one id, the first in the file counts.
    pub(crate) fn merge(&mut self, other: References) {
        self.links.extend(other.links);
        for (id, target) in other.targets {
            self.add_target(id, target);
        }
    }

    /// Adds a position or a contract.
    pub(crate) fn add_target(&mut self, id: String, target: Referred) {
        match self.targets.get(&id) {
            Some(known) if known.at <= target.at => {}
            _ => _ = self.targets.insert(id, target),
        }
    }

    /// Adds the rows of all links, in the order of the file. Those that name no company are counted, and so are contracts
    /// and projects without a second party.
    pub(crate) fn push(mut self, sink: &mut RowSink<'_>) {
        self.links.sort_by_key(|link| link.at);
        let mut participations: HashMap<&str, Vec<&Referring>> = HashMap::new();
        let mut projects: Vec<&str> = Vec::new();
        for link in &self.links {
            let target = self.targets.get(&link.to).filter(|target| !target.companies.is_empty());
            match (link.row, target) {
                (LinkRow::Participation, _) => {
                    let known = participations.entry(&link.to).or_insert_with(|| {
                        projects.push(&link.to);
                        Vec::new()
                    });
                    known.push(link);
                }
                (LinkRow::Award, Some(target)) => push_award(sink, link, target),
                (LinkRow::Award, None) => sink.skip_unused("awards of contracts without an authority", link.at),
                (_, Some(target)) => push_occupancy(sink, link, target),
                (_, None) => sink.skip_unused("occupancies of positions that name no organisation", link.at),
            }
        }
        for id in projects {
            let of_project = participations.get(id).map_or(&[][..], Vec::as_slice);
            push_project(
                sink,
                id,
                of_project,
                self.targets.get(id).filter(|target| target.row == LinkRow::Participation),
            );
        }
        let referred: HashSet<&str> = self.links.iter().map(|link| link.to.as_str()).collect();
        for (_, target) in self.targets.iter().filter(|(id, _)| !referred.contains(id.as_str())) {
            match target.row {
                LinkRow::Award => sink.skip_unused("contracts without an award", target.at),
                LinkRow::Participation => sink.skip_unused(FEW_PARTICIPANTS, target.at),
                _ => {}
            }
        }
    }
}

const FEW_PARTICIPANTS: &str = "projects with fewer than two participants";

fn push_award(sink: &mut RowSink<'_>, link: &Referring, contract: &Referred) {
    let parties = list(contract.companies.iter().chain(&link.from).map(String::as_str));
    let mut known = vec![(Field::Parties, &*parties), (Field::Kind, "contract")];
    known.extend(link.known.iter().map(|(field, text)| (*field, text.as_str())));
    // What the award does not say, the contract does.
    let said: Vec<Field> = known.iter().filter(|cell| !cell.1.is_empty()).map(|cell| cell.0).collect();
    let is_amount = |field: &Field| matches!(field, Field::Amount | Field::AmountUsd | Field::Currency);
    let has_amount = said.iter().any(is_amount);
    let is_said = |field: &Field| said.contains(field) || (has_amount && is_amount(field));
    let (used, others): (Vec<_>, Vec<_>) = contract.known.iter().partition(|(field, _)| !is_said(field));
    known.extend(used.into_iter().map(|(field, text)| (*field, text.as_str())));
    let names: Vec<String> = others.iter().map(|(field, _)| format!("contract_{field}")).collect();
    let mut extra = borrowed(&link.extra);
    extra.extend(borrowed(&contract.extra).into_iter().filter(|cell| !is_in(&link.extra, *cell)));
    extra.extend(names.iter().zip(&others).map(|(name, (_, text))| (name.as_str(), text.as_str())));
    sink.push(Table::Deals, link.at, &known, &extra);
}

/// Adds a project as a deal of all its participants, with the role of each.
fn push_project(sink: &mut RowSink<'_>, id: &str, participations: &[&Referring], project: Option<&Referred>) {
    let Some(first) = participations.first() else { return };
    let at = project.map_or(first.at, |project| project.at);
    let mut parties: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    let (mut roles, mut extra) = (Vec::new(), project.map_or_else(Vec::new, |project| borrowed(&project.extra)));
    let mut said: HashSet<(&str, &str)> = extra.iter().copied().collect();
    for link in participations {
        let role = link.extra.iter().find(|(name, _)| name == "role").map_or("", |(_, role)| role.as_str());
        for participant in &link.from {
            if seen.insert(participant.as_str()) {
                parties.push(participant);
            }
            if !role.is_empty() {
                roles.push(format!("{participant}: {role}"));
            }
        }
        let others = borrowed(&link.extra).into_iter().filter(|(name, _)| *name != "role");
        // What all participations say, such as their dataset, is said once.
        extra.extend(others.filter(|cell| said.insert(*cell)));
    }
    if parties.len() < 2 {
        sink.skip_unused(FEW_PARTICIPANTS, at);
        return;
    }
    if parties.len() > MAX_PAIRS {
        let count = parties.len();
        sink.reject(Table::Deals, at, format!("the Project has {count} participants, more than {MAX_PAIRS}"));
        return;
    }
    let ids = participations.iter().flat_map(|link| link.known.iter().filter(|cell| cell.0 == Field::Id));
    let (parties, roles) = (list(parties), roles.join("; "));
    let ids = list(ids.map(|(_, id)| id.as_str()));
    extra.extend([("roles", roles.as_str()), ("participations", &*ids)]);
    let mut known = vec![(Field::Id, id), (Field::Parties, &*parties), (Field::Kind, "project")];
    known.extend(project.iter().flat_map(|project| &project.known).map(|(field, text)| (*field, text.as_str())));
    sink.push(Table::Deals, at, &known, &extra);
}

fn push_occupancy(sink: &mut RowSink<'_>, link: &Referring, position: &Referred) {
    let name = position.known.iter().find(|cell| cell.0 == Field::Name).map_or("", |cell| cell.1.as_str());
    for company in &position.companies {
        for person in &link.from {
            let mut known: Vec<(Field, &str)> = vec![(Field::Person, person), (Field::Company, company)];
            known.extend(link.known.iter().map(|(field, text)| (*field, text.as_str())));
            known.push((Field::Role, name));
            sink.push(Table::Seats, link.at, &known, &borrowed(&link.extra));
        }
    }
}

fn is_in(cells: &[(String, String)], (name, text): (&str, &str)) -> bool {
    cells.iter().any(|cell| cell.0 == name && cell.1 == text)
}

fn borrowed(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}
