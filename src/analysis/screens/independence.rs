//! Not written yet.

use super::{Asked, Case, Row, Screening};
use crate::graph::Entity;

/// The screen at work.
pub struct Independence<'a>(#[expect(dead_code)] Asked<'a>);

impl<'a> Independence<'a> {
    pub fn new(asked: Asked<'a>) -> Independence<'a> {
        Independence(asked)
    }
}

impl Screening for Independence<'_> {
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
