//! People by their number of boards.

use serde::Serialize;

use super::question::{Named, Query};
use interlocks_graph::{BoardGraph, Entity};

/// A person with the boards they are on at the clock.
#[derive(Clone, Debug, Serialize)]
pub struct Director {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// The number of boards.
    pub boards: usize,
    /// The companies of these boards, by name, then by id.
    pub companies: Vec<Named>,
}

/// Returns the people with at least `min` boards at the clock: most boards first, then by name and id.
pub fn directors(graph: &BoardGraph, query: &Query, min: usize) -> Vec<Director> {
    let mut directors: Vec<Director> = graph
        .people()
        .map(|person| {
            let mut companies: Vec<Named> = graph
                .tenures(person)
                .into_iter()
                .filter(|(_, tenure)| query.holds(graph, &tenure.board).is_some())
                .map(|(company, _)| Named::new(graph, Entity::Company(company)))
                .collect();
            companies.sort_by(|x, y| (&x.name, &x.id).cmp(&(&y.name, &y.id)));
            let Named { id, name } = Named::new(graph, Entity::Person(person));
            Director { id, name, boards: companies.len(), companies }
        })
        .filter(|director| director.boards >= min.max(1))
        .collect();
    directors.sort_by(|x, y| y.boards.cmp(&x.boards).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
    directors
}
