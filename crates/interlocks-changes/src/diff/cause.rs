//! The causes of changed answers: the changed rows of the data they rest on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::data_rows::{DataDiff, DealRow, RowDiff, SeatRow, TieRow, data_diff_of_seats};
use super::{IdentityChange, Pair, Row, SharedIds};
use interlocks_analysis::conflicts::Finding;
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::EntityKind;
use interlocks_graph::BoardGraph;

/// A row that differs between the old data and the new, or two records that are one in only one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cause {
    /// `added`, `removed` or `changed`; `same` or `distinct` for two records.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["added", "removed", "changed", "same", "distinct"])))]
    pub change: &'static str,
    /// `seat`, `tie`, `deal` or `identity`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["seat", "tie", "deal", "identity"])))]
    pub kind: &'static str,
    /// The dataset's id of the row; empty when it has none.
    pub id: String,
    /// The person of a seat, the first end of a tie, the first party of a deal, one of two records.
    pub from: Option<Named>,
    /// The company of a seat, the second end of a tie, the second party of a deal, the other record.
    pub to: Option<Named>,
    /// The role, the kind of tie, the kind of deal, or `person` or `company` for records.
    pub relation: String,
    /// The start, or the date of a deal, as the new data states it (as the old data does for removed rows).
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub start: Option<String>,
    /// The end, likewise.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub end: Option<String>,
}

/// A key of the data that a row of an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Support {
    /// A person at a company.
    Seat(String, String),
    /// Two ends of a tie.
    Tie(String, String),
    /// A deal by its id.
    Deal(String),
}

impl Support {
    /// Returns the key with the ids that entities of both graphs share.
    fn with_shared(self, shared: &SharedIds) -> Support {
        match self {
            Support::Seat(person, company) => {
                Support::Seat(shared.id(EntityKind::Person, &person), shared.id(EntityKind::Company, &company))
            }
            Support::Tie(from, to) => Support::Tie(shared.id_of_any(&from), shared.id_of_any(&to)),
            Support::Deal(id) => Support::Deal(id),
        }
    }
}

/// All changed rows of the data, by key, and the records that are one in only one graph.
pub(crate) struct Causes {
    all: Vec<Cause>,
    by_support: BTreeMap<Support, Vec<usize>>,
    /// For each pair of records, its cause and the ids by which rows mention it.
    identities: Vec<(usize, SharedIds)>,
    shared: SharedIds,
    /// `true` if a row that rests on none of the changed rows is due to all of them.
    due_to_all: bool,
}

impl Causes {
    pub(super) fn new(diff: &DataDiff, due_to_all: bool) -> Causes {
        let (identities, shared) = (Vec::new(), SharedIds::default());
        let mut causes = Causes { all: Vec::new(), by_support: BTreeMap::new(), identities, shared, due_to_all };
        causes.add(&diff.seats, seat_cause);
        causes.add(&diff.ties, tie_cause);
        causes.add(&diff.deals, deal_cause);
        causes
    }

    /// Returns the changed seats of some people, for rows that are each due to some of them.
    pub(crate) fn of_seats(before: &BoardGraph, after: &BoardGraph, people: &BTreeSet<String>) -> Causes {
        Causes::new(&data_diff_of_seats(before, after, people), true)
    }

    /// Adds pairs of records that are one in only one of two graphs.
    pub(crate) fn with_identities(
        mut self,
        changes: &[IdentityChange],
        before: &BoardGraph,
        after: &BoardGraph,
    ) -> Causes {
        for one in changes {
            self.identities.push((self.all.len(), SharedIds::new(std::slice::from_ref(one), before, after)));
            self.all.push(identity_cause(one));
        }
        self.shared = SharedIds::new(changes, before, after);
        for (support, numbers) in std::mem::take(&mut self.by_support) {
            self.by_support.entry(support.with_shared(&self.shared)).or_default().extend(numbers);
        }
        self
    }

    /// Returns the ids of the entities that are one in only one of the graphs.
    pub(crate) fn shared(&self) -> &SharedIds {
        &self.shared
    }

    fn add<T>(&mut self, diff: &RowDiff<T>, of: fn(&T) -> (Support, Cause)) {
        let changed = diff.changed.iter().map(|(_, after)| after);
        let rows = diff.added.iter().map(|row| ("added", row));
        let rows = rows.chain(diff.removed.iter().map(|row| ("removed", row)));
        for (change, row) in rows.chain(changed.map(|row| ("changed", row))) {
            let (support, cause) = of(row);
            self.by_support.entry(support).or_default().push(self.all.len());
            self.all.push(Cause { change, ..cause });
        }
    }

    /// Returns the changed rows of the data on which some rows of an answer rest, and the pairs of records that they mention.
    pub(super) fn of_rows(&self, rows: &[&Row]) -> Vec<Cause> {
        let supports: BTreeSet<Support> =
            rows.iter().flat_map(|row| supports(row)).map(|support| support.with_shared(&self.shared)).collect();
        let mut numbers: BTreeSet<usize> =
            supports.iter().filter_map(|support| self.by_support.get(support)).flatten().copied().collect();
        if !self.identities.is_empty() {
            let rows: Vec<Value> = rows.iter().map(|row| serde_json::to_value(row).unwrap_or_default()).collect();
            let are_in = |shared: &SharedIds| rows.iter().any(|row| shared.are_in(row));
            numbers.extend(self.identities.iter().filter(|(_, shared)| are_in(shared)).map(|(number, _)| number));
        }
        if numbers.is_empty() && self.due_to_all {
            return self.all.clone();
        }
        numbers.into_iter().filter_map(|number| self.all.get(number).cloned()).collect()
    }
}

fn identity_cause(change: &IdentityChange) -> Cause {
    Cause {
        change: change.change,
        kind: "identity",
        id: String::new(),
        from: Some(change.a.clone()),
        to: Some(change.b.clone()),
        relation: change.kind.as_str().to_owned(),
        start: None,
        end: None,
    }
}

fn seat_cause(seat: &SeatRow) -> (Support, Cause) {
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

fn tie_cause(tie: &TieRow) -> (Support, Cause) {
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

fn deal_cause(deal: &DealRow) -> (Support, Cause) {
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
        Row::Pair(pair) => pair_supports(pair),
        Row::Conflict(finding) => finding_supports(finding),
        Row::Screen(row) => evidence_supports(&row.evidence).chain(row.deal.clone().map(Support::Deal)).collect(),
        Row::Seat(_) | Row::Tie(_) | Row::Deal(_) => Vec::new(),
    }
}

/// Returns the keys of an interlock: the seats of the people it goes through, at both companies and at home, and those of
/// the officers who make it directed.
fn pair_supports(pair: &Pair) -> Vec<Support> {
    let people = pair.people.iter().flat_map(|link| {
        let companies = [&pair.a.id, &pair.b.id].into_iter().chain(&link.from);
        companies.map(|company| Support::Seat(link.id.clone(), company.clone()))
    });
    let officers = pair.officers.iter().flat_map(|officer| {
        [&officer.from, &officer.to].map(|company| Support::Seat(officer.id.clone(), company.clone()))
    });
    people.chain(officers).collect()
}

/// Returns the keys of a finding: its evidence and its deal.
fn finding_supports(finding: &Finding) -> Vec<Support> {
    evidence_supports(&finding.evidence).chain([Support::Deal(finding.deal.id.clone())]).collect()
}

fn evidence_supports(evidence: &[Evidence]) -> impl Iterator<Item = Support> + '_ {
    evidence.iter().filter_map(|row| match row.kind {
        "seat" => Some(Support::Seat(row.from.id.clone(), row.to.id.clone())),
        "tie" => Some(Support::Tie(row.from.id.clone(), row.to.id.clone())),
        _ => None,
    })
}
