//! Not written yet.

use super::{Asked, Case, Row, Screening};
use crate::graph::Entity;

/// The screen at work.
pub struct Cross<'a>(#[expect(dead_code)] Asked<'a>);

impl<'a> Cross<'a> {
    pub fn new(asked: Asked<'a>) -> Cross<'a> {
        Cross(asked)
    }
}

impl Screening for Cross<'_> {
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
