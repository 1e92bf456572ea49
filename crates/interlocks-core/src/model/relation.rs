//! Ties between two entities, and deals between companies.

use super::date::PartialDate;
use super::day::Day;
use super::entity::{Confidence, EntityKind, Extra};
use super::relation_kind::Lasting;
use super::seat::{Ending, Place};
use super::spell::Spell;
use super::vocabulary::read_tie;

/// One end of a tie: an id, and its kind if the file states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TieEnd {
    /// The id of a person or company.
    pub id: String,
    /// Person or company; `None` if the file does not say.
    pub kind: Option<EntityKind>,
}

/// Any relation between two entities that is not a seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// The dataset's own id of the row; may be empty.
    pub id: String,
    /// The entity that the tie starts from: the owner, the founder.
    pub from: TieEnd,
    /// The entity that the tie leads to.
    pub to: TieEnd,
    /// The relation, as stated: `founder-of`, `spouse`, `owns`, `competitor-of` …
    pub kind: String,
    /// The start; `None` if unknown.
    pub start: Option<PartialDate>,
    /// The end.
    pub end: Ending,
    /// The owner's share in per cent.
    pub share: Option<f64>,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// The confidence of the maker of the dataset.
    pub confidence: Option<Confidence>,
    /// Free text.
    pub note: String,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}

impl Tie {
    /// Returns the spell of the tie in a dataset whose as-of date is `as_of`.
    pub fn spell(&self, as_of: Option<Day>) -> Spell {
        match self.lasts() {
            Lasting::ForLife => Spell::ALWAYS,
            Lasting::FromItsStart => Ending::Running.spell(self.start.as_ref(), as_of),
            Lasting::AsStated => self.end.spell(self.start.as_ref(), as_of),
        }
    }

    /// Returns how long the tie lasts, by its kind.
    pub fn lasts(&self) -> Lasting {
        read_tie(&self.kind).relation().lasts([self.from.kind, self.to.kind])
    }
}

/// Something that two or more companies did together at a date: a contract, an acquisition, a loan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    /// The id, unique among deals.
    pub id: String,
    /// The date; `None` if unknown.
    pub date: Option<PartialDate>,
    /// The kind of deal, as stated.
    pub kind: String,
    /// Ids of the companies that are parties, as listed.
    pub parties: Vec<String>,
    /// The amount, in units of `currency`.
    pub amount: Option<f64>,
    /// ISO 4217 code; empty when the row states none.
    pub currency: String,
    /// The status, as stated: `completed`, `reported`, `alleged` … Every output that shows the deal shows it.
    pub status: String,
    /// A description.
    pub text: String,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// The confidence of the maker of the dataset.
    pub confidence: Option<Confidence>,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}

impl Deal {
    /// The most parties whose pairs are compared. A deal of more is a treaty: its pairs say little, and there are tens of
    /// thousands of them.
    pub const MOST_PARTIES: usize = 300;
}
