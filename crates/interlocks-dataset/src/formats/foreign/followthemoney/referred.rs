//! Links that need a second entity, which may come later in the file: an occupancy needs its position, an award its
//! contract.

use hashbrown::HashMap;

use super::super::row_sink::{Position, RowSink, list};
use crate::columns::{Field, Table};

/// An occupancy of a position, or an award of a contract.
#[derive(Debug)]
pub(crate) struct Referring {
    pub(crate) at: Position,
    /// The id of the position or the contract.
    pub(crate) to: String,
    /// The holders or suppliers.
    pub(crate) from: Vec<String>,
    pub(crate) is_award: bool,
    pub(crate) known: Vec<(Field, String)>,
    pub(crate) extra: Vec<(String, String)>,
}

/// A position or a contract.
#[derive(Debug, Default)]
pub(crate) struct Referred {
    pub(crate) at: Position,
    /// The organisations of a position, or the authorities of a contract.
    pub(crate) companies: Vec<String>,
    /// The name of a position; title, date, amount and currency of a contract.
    pub(crate) known: Vec<(Field, String)>,
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

    /// Adds the rows of all links, in the order of the file. Those that name no company are counted.
    pub(crate) fn push(mut self, sink: &mut RowSink<'_>) {
        self.links.sort_by_key(|link| link.at);
        for link in &self.links {
            match self.targets.get(&link.to).filter(|target| !target.companies.is_empty()) {
                Some(target) if link.is_award => push_award(sink, link, target),
                Some(target) => push_occupancy(sink, link, target),
                None if link.is_award => sink.skip_unused("awards of contracts without an authority", link.at),
                None => sink.skip_unused("occupancies of positions that name no organisation", link.at),
            }
        }
    }
}

fn push_award(sink: &mut RowSink<'_>, link: &Referring, contract: &Referred) {
    let parties = list(contract.companies.iter().chain(&link.from).map(String::as_str));
    let mut known = vec![(Field::Parties, &*parties), (Field::Kind, "contract")];
    known.extend(link.known.iter().map(|(field, text)| (*field, text.as_str())));
    // What the award does not say, the contract does.
    let said: Vec<Field> = known.iter().filter(|cell| !cell.1.is_empty()).map(|cell| cell.0).collect();
    let is_amount = |field: &Field| matches!(field, Field::Amount | Field::AmountUsd | Field::Currency);
    let has_amount = said.iter().any(is_amount);
    let is_said = |field: &Field| said.contains(field) || (has_amount && is_amount(field));
    let of_contract = contract.known.iter().filter(|(field, _)| !is_said(field));
    known.extend(of_contract.map(|(field, text)| (*field, text.as_str())));
    sink.push(Table::Deals, link.at, &known, &borrowed(&link.extra));
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

fn borrowed(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}
