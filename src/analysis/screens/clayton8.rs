//! Not written yet.

use super::{Asked, Case, Row, Screening};
use crate::graph::Entity;

/// The screen at work.
pub struct Clayton8<'a>(#[expect(dead_code)] Asked<'a>);

impl<'a> Clayton8<'a> {
    pub fn new(asked: Asked<'a>) -> Clayton8<'a> {
        Clayton8(asked)
    }
}

impl Screening for Clayton8<'_> {
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
