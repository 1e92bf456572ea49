//! Ties between two entities, and deals between companies.

use super::date::{Day, PartialDate};
use super::entity::{Confidence, EntityKind, Extra};
use super::seat::{Ending, Place};
use super::spell::Spell;

/// One end of a tie: an id, and its kind where the file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TieEnd {
    pub id: String,
    pub kind: Option<EntityKind>,
}

/// Any relation between two entities that is not a seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// The dataset's own id of the row; may be empty.
    pub id: String,
    pub from: TieEnd,
    pub to: TieEnd,
    /// What relates them: `founder-of`, `spouse`, `owns`, `competitor-of` …
    pub kind: String,
    pub start: Option<PartialDate>,
    pub end: Ending,
    /// Owner's share in per cent.
    pub share: Option<f64>,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    pub note: String,
    pub extra: Extra,
    pub place: Place,
}

impl Tie {
    /// The spell of the tie in a dataset that describes `as_of`.
    pub fn spell(&self, as_of: Option<Day>) -> Spell {
        self.end.spell(self.start.as_ref(), as_of)
    }
}

/// Something companies did together at a date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deal {
    pub id: String,
    /// The day or the range of days in which it may have happened; unknown when absent.
    pub date: Option<PartialDate>,
    pub kind: String,
    pub parties: Vec<String>,
    /// Digits as read, without separators; the currency says in what.
    pub amount: Option<f64>,
    pub currency: String,
    /// `completed`, `reported`, `alleged` …: carried to every output that shows the deal.
    pub status: String,
    pub text: String,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    pub extra: Extra,
    pub place: Place,
}
