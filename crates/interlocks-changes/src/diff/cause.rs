//! Which changed rows of the data a changed answer rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::{Compared, DealRow, Facts, SeatRow, TieRow};
use super::{Pair, Row};
use interlocks_analysis::conflicts::Finding;
use interlocks_analysis::{Evidence, Named};

/// A row of the data that differs between two graphs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// `seat`, `tie` or `deal`.
    pub kind: &'static str,
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    /// The person and the company of a seat, the two ends of a tie, the first parties of a deal.
    pub from: Option<Named>,
    pub to: Option<Named>,
    /// The role, the kind of tie, or the kind of deal.
    pub relation: String,
    /// As the new data states them; the old where the row is gone. The date of a deal is a start.
    pub start: Option<String>,
    pub end: Option<String>,
}

/// What a row of an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Support {
    /// A person at a company.
    Seat(String, String),
    /// Two ends of a tie.
    Tie(String, String),
    Deal(String),
}

/// All changed rows of the data, by what rests on them.
pub struct Causes {
    all: Vec<Cause>,
    by_support: BTreeMap<Support, Vec<usize>>,
    only_seats: bool,
}

impl Causes {
    pub fn of(facts: &Facts, only_seats: bool) -> Causes {
        let mut causes = Causes { all: Vec::new(), by_support: BTreeMap::new(), only_seats };
        causes.gather(&facts.seats, of_seat);
        causes.gather(&facts.ties, of_tie);
        causes.gather(&facts.deals, of_deal);
        causes
    }

    fn gather<T>(&mut self, compared: &Compared<T>, of: fn(&T) -> (Support, Cause)) {
        let changed = compared.changed.iter().map(|(_, after)| after);
        let rows = compared.added.iter().map(|row| ("added", row));
        let rows = rows.chain(compared.removed.iter().map(|row| ("removed", row)));
        for (change, row) in rows.chain(changed.map(|row| ("changed", row))) {
            let (support, cause) = of(row);
            self.by_support.entry(support).or_default().push(self.all.len());
            self.all.push(Cause { change, ..cause });
        }
    }

    /// The changed rows of the data on which some rows of an answer rest.
    pub fn of_rows(&self, rows: &[&Row]) -> Vec<Cause> {
        let supports: BTreeSet<Support> = rows.iter().flat_map(|row| supports(row)).collect();
        let numbers: BTreeSet<usize> =
            supports.iter().filter_map(|support| self.by_support.get(support)).flatten().copied().collect();
        if numbers.is_empty() && self.only_seats {
            return self.all.clone();
        }
        numbers.into_iter().filter_map(|number| self.all.get(number).cloned()).collect()
    }
}

fn of_seat(seat: &SeatRow) -> (Support, Cause) {
    let cause = Cause {
        change: "",
        kind: "seat",
        id: seat.id.clone(),
        from: Some(seat.person.clone()),
        to: Some(seat.company.clone()),
        relation: if seat.role.is_empty() { "director".to_owned() } else { seat.role.clone() },
        start: seat.start.clone(),
        end: seat.end.clone(),
    };
    (Support::Seat(seat.person.id.clone(), seat.company.id.clone()), cause)
}

fn of_tie(tie: &TieRow) -> (Support, Cause) {
    let cause = Cause {
        change: "",
        kind: "tie",
        id: tie.id.clone(),
        from: Some(tie.from.clone()),
        to: Some(tie.to.clone()),
        relation: tie.relation.clone(),
        start: tie.start.clone(),
        end: tie.end.clone(),
    };
    (Support::Tie(tie.from.id.clone(), tie.to.id.clone()), cause)
}

fn of_deal(deal: &DealRow) -> (Support, Cause) {
    let cause = Cause {
        change: "",
        kind: "deal",
        id: deal.id.clone(),
        from: deal.parties.first().cloned(),
        to: deal.parties.get(1).cloned(),
        relation: deal.kind.clone(),
        start: deal.date.clone(),
        end: None,
    };
    (Support::Deal(deal.id.clone()), cause)
}

fn supports(row: &Row) -> Vec<Support> {
    match row {
        Row::Pair(pair) => of_pair(pair),
        Row::Conflict(finding) => of_finding(finding),
        Row::Screen(row) => of_evidence(&row.evidence).chain(row.deal.clone().map(Support::Deal)).collect(),
        Row::Seat(_) | Row::Tie(_) | Row::Deal(_) => Vec::new(),
    }
}

/// An interlock rests on the seats of the people it goes through, at both companies and where they
/// are at home, and on those of the officers who make it directed.
fn of_pair(pair: &Pair) -> Vec<Support> {
    let people = pair.people.iter().flat_map(|link| {
        let companies = [&pair.a.id, &pair.b.id].into_iter().chain(&link.from);
        companies.map(|company| Support::Seat(link.id.clone(), company.clone()))
    });
    let officers = pair.officers.iter().flat_map(|officer| {
        [&officer.from, &officer.to].map(|company| Support::Seat(officer.id.clone(), company.clone()))
    });
    people.chain(officers).collect()
}

/// A finding rests on its evidence and its deal.
fn of_finding(finding: &Finding) -> Vec<Support> {
    of_evidence(&finding.evidence).chain([Support::Deal(finding.deal.id.clone())]).collect()
}

fn of_evidence(evidence: &[Evidence]) -> impl Iterator<Item = Support> + '_ {
    evidence.iter().filter_map(|row| match row.kind {
        "seat" => Some(Support::Seat(row.from.id.clone(), row.to.id.clone())),
        "tie" => Some(Support::Tie(row.from.id.clone(), row.to.id.clone())),
        _ => None,
    })
}
