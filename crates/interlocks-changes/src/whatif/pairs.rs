//! What the text of a pair of records means: `A=B`.

use super::WhatIfError;
use crate::diff::IdentityChange;
use interlocks_analysis::Named;
use interlocks_core::model::EntityKind;
use interlocks_dataset::DecisionRow;
use interlocks_graph::{BoardGraph, Entity, LookupError};

/// The reason why a text does not name two records that can be taken as one, or as two.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PairError {
    /// There is no `=` between two texts.
    #[error("write A=B, the ids or names of two people or of two companies")]
    Shape,
    /// One of the two was not found.
    #[error(transparent)]
    Lookup(LookupError),
    /// No way to part the text names two.
    #[error("at none of its {0} '=' does it part into two people or two companies; give the ids of both")]
    NoReading(usize),
    /// Several ways to part the text name two.
    #[error("it may mean {}; write person: or company: in front of both ids", .0.join(", or "))]
    Ambiguous(Vec<String>),
    /// A person and a company.
    #[error("one is a person, the other is a company; they cannot be one")]
    Kinds,
    /// Both name one record.
    #[error("both are the record {0}; name two records")]
    Itself(String),
    /// They are one.
    #[error("{a} and {b} are one {kind} already{}", .row.as_ref().map(|row| format!(": {row}")).unwrap_or_default())]
    OneAlready {
        /// One of them.
        a: String,
        /// The other one.
        b: String,
        /// What they are.
        kind: EntityKind,
        /// The row that says so, if there is one.
        row: Option<String>,
    },
    /// They are two.
    #[error("{a} and {b} are two {} already; no decision makes them one", .kind.plural())]
    TwoAlready {
        /// One of them.
        a: String,
        /// The other one.
        b: String,
        /// What they are.
        kind: EntityKind,
    },
    /// A name of which it is not clear which of several records it means.
    #[error("{name} is {} records, which are one: {}; give the ids of two of them", .ids.len(), .ids.join(", "))]
    Records {
        /// The name.
        name: String,
        /// The ids of the records.
        ids: Vec<String>,
    },
    /// Other decisions make them one, too.
    #[error("{a} and {b} are {}one by {}: say which of these rows to leave out, such as --distinct '{example}'", if *.still { "still " } else { "" }, .chain.join(", "))]
    Chain {
        /// One of them.
        a: String,
        /// The other one.
        b: String,
        /// `true` if a row of the pair itself is left out.
        still: bool,
        /// The rows, in order.
        chain: Vec<String>,
        /// The pair of the first row.
        example: String,
    },
    /// A snapshot, or a source, made them one.
    #[error(
        "{a} and {b} are one in the data itself, which cannot be read apart; if DATA is a snapshot, build it again from the data without {row}"
    )]
    Fixed {
        /// One of them.
        a: String,
        /// The other one.
        b: String,
        /// The row.
        row: String,
    },
}

/// A person or company that a part of a text names.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub entity: Entity,
    /// The id of the record that the text is; `None` for a name.
    pub record: Option<String>,
}

/// Returns what a text names. Ids of records come before names; an id may be both of a person and of a company.
fn sides(graph: &BoardGraph, text: &str) -> Result<Vec<Side>, LookupError> {
    let (kinds, id) = match text.split_once(':') {
        Some(("person", id)) => (&[EntityKind::Person][..], id.trim()),
        Some(("company", id)) => (&[EntityKind::Company][..], id.trim()),
        _ => (&EntityKind::ALL[..], text),
    };
    let of_record = |kind: &EntityKind| {
        let entity = graph.entity_of_record(*kind, id)?;
        Some(Side { entity, record: Some(id.to_owned()) })
    };
    let found: Vec<Side> = kinds.iter().filter_map(of_record).collect();
    if found.is_empty() { Ok(vec![Side { entity: graph.find(text)?, record: None }]) } else { Ok(found) }
}

/// Returns the two people or companies that a text names. Of all the ways to part it at `=`, exactly one must name two; ways
/// that name records by their ids come before those with names.
pub(super) fn sides_of(graph: &BoardGraph, text: &str) -> Result<[Side; 2], PairError> {
    let parts = text.match_indices('=').map(|(at, _)| (text[..at].trim(), text[at + 1..].trim()));
    let parts: Vec<(&str, &str)> = parts.filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
    let (mut readings, mut failed, mut is_mixed) = (Vec::new(), None, false);
    for (a, b) in &parts {
        match (sides(graph, a), sides(graph, b)) {
            (Ok(first), Ok(second)) => {
                is_mixed = true;
                for one in &first {
                    let alike = second.iter().filter(|other| other.entity.kind() == one.entity.kind());
                    readings.extend(alike.map(|other| ((*a, *b), [one.clone(), other.clone()])));
                }
            }
            (Err(error), _) | (_, Err(error)) => failed = Some(error),
        }
    }
    let by_ids = |(_, sides): &((&str, &str), [Side; 2])| sides.iter().all(|side| side.record.is_some());
    if readings.iter().any(by_ids) {
        readings.retain(by_ids);
    }
    if readings.len() > 1 {
        let words = |((a, b), sides): &((&str, &str), [Side; 2])| {
            format!("the {} '{a}' and '{b}'", sides[0].entity.kind().plural())
        };
        return Err(PairError::Ambiguous(readings.iter().map(words).collect()));
    }
    match (readings.pop(), parts.len(), failed) {
        (Some((_, sides)), ..) => Ok(sides),
        (None, 0, _) => Err(PairError::Shape),
        (None, 1, Some(error)) => Err(PairError::Lookup(error)),
        (None, 1, None) => Err(if is_mixed { PairError::Kinds } else { PairError::Shape }),
        (None, count, _) => Err(PairError::NoReading(count)),
    }
}

/// Returns the change by which the two that a text names become one.
pub(super) fn two_as_one(graph: &BoardGraph, text: &str) -> Result<IdentityChange, WhatIfError> {
    let fail = |reason| WhatIfError::Pair { text: text.to_owned(), reason: Box::new(reason) };
    let [a, b] = sides_of(graph, text).map_err(fail)?;
    let kind = a.entity.kind();
    let records = [&a, &b].map(|side| side.record.clone().unwrap_or_else(|| graph.id(side.entity)));
    let [first, second] = [0, 1].map(|at| named(graph, kind, &records[at]));
    if records[0] == records[1] {
        return Err(fail(PairError::Itself(shown(&first))));
    }
    if a.entity == b.entity {
        let row = graph.identity_decisions().row([&records[0], &records[1]]).map(|row| row_text(graph, row));
        return Err(fail(PairError::OneAlready { a: shown(&first), b: shown(&second), kind, row }));
    }
    Ok(IdentityChange { change: "same", kind, a: first, b: second })
}

/// Returns a record with the name of its person or company.
pub(super) fn named(graph: &BoardGraph, kind: EntityKind, id: &str) -> Named {
    let name = graph.entity_of_record(kind, id).map_or_else(|| id.to_owned(), |found| graph.name(found).into_owned());
    Named { id: id.to_owned(), name }
}

/// Returns an id with its name: `A3 (John Smith)`.
pub(super) fn shown(Named { id, name }: &Named) -> String {
    if name == id { id.clone() } else { format!("{id} ({name})") }
}

/// Returns a row of decisions as words: `A3 = R12 (same.csv:2)`.
pub(super) fn row_text(graph: &BoardGraph, row: &DecisionRow) -> String {
    let DecisionRow { a, b, place, .. } = row;
    format!("{a} = {b} ({})", graph.place(*place))
}

/// Returns a sentence for each row `distinct` between the records of two that are taken as one.
pub(super) fn contradicted(graph: &BoardGraph, one: &IdentityChange) -> Vec<String> {
    let entity = |id: &str| graph.entity_of_record(one.kind, id);
    let ends = [entity(&one.a.id), entity(&one.b.id)];
    let is_between = |row: &&DecisionRow| {
        let [a, b] = [entity(&row.a), entity(&row.b)];
        [a, b] == ends || [b, a] == ends
    };
    let rows = graph.identity_decisions().distinct().filter(is_between);
    let words = |row: &DecisionRow| {
        let DecisionRow { a, b, who, why, place, .. } = row;
        format!(
            "{a} and {b} are distinct by {} ({who}: {why}); they are taken as one all the same",
            graph.place(*place)
        )
    };
    rows.map(words).collect()
}
