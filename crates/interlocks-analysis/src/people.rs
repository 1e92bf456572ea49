//! Who sits on how many boards.

use serde::Serialize;

use super::question::{Named, Query};
use interlocks_graph::{BoardGraph, Entity};

/// A person and the boards they sit on at the clock.
#[derive(Clone, Debug, Serialize)]
pub struct Director {
    pub id: String,
    pub name: String,
    /// The number of boards.
    pub boards: usize,
    pub companies: Vec<Named>,
}

/// Directors with at least `min` boards at the clock, most boards first, then by name and id.
pub fn directors(graph: &BoardGraph, query: &Query, min: usize) -> Vec<Director> {
    let mut directors: Vec<Director> = graph
        .people()
        .map(|person| {
            let companies: Vec<Named> = graph
                .tenures(person)
                .into_iter()
                .filter(|(_, service)| query.holds(graph, &service.board).is_some())
                .map(|(company, _)| Named::of(graph, Entity::Company(company)))
                .collect();
            let Named { id, name } = Named::of(graph, Entity::Person(person));
            Director { id, name, boards: companies.len(), companies }
        })
        .filter(|director| director.boards >= min.max(1))
        .collect();
    directors.sort_by(|x, y| y.boards.cmp(&x.boards).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
    directors
}
