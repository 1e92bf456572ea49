//! Not written yet.

use super::{Asked, Case, Row, Screening};
use crate::graph::Entity;

/// The screen at work.
pub struct RelatedParty<'a>(#[expect(dead_code)] Asked<'a>);

impl<'a> RelatedParty<'a> {
    pub fn new(asked: Asked<'a>) -> RelatedParty<'a> {
        RelatedParty(asked)
    }
}

impl Screening for RelatedParty<'_> {
    fn cases(&self) -> Vec<Case> {
        Vec::new()
    }

    fn concerned(&self, _: &Case) -> Vec<Entity> {
        Vec::new()
    }

    fn tell(&self, _: &Case) -> Row {
        unreachable!("there are no cases")
    }
}
