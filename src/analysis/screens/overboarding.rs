//! Not written yet.

use super::{Asked, Case, Row, Screening};
use crate::graph::Entity;

/// The screen at work.
pub struct Overboarding<'a>(#[expect(dead_code)] Asked<'a>);

impl<'a> Overboarding<'a> {
    pub fn new(asked: Asked<'a>) -> Overboarding<'a> {
        Overboarding(asked)
    }
}

impl Screening for Overboarding<'_> {
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
