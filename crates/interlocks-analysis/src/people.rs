//! People by their number of boards.

use serde::Serialize;

use super::identity::{Answered, Condition, Conditional, Conditions, Fact, OneId, Part, RestsOn};
use super::question::{Named, Query};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, Entity};

/// A person with the boards they are on at the clock.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Director {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// The number of boards.
    pub boards: usize,
    /// The companies of these boards, by name, then by id.
    pub companies: Vec<Named>,
    /// What has to be one for the row to hold; see [`identity`](crate::identity).
    #[serde(flatten)]
    pub conditions: Conditions,
    /// The decisions on identity that make one of several records with these boards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<RestsOn>,
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
            let conditions = Conditions::default();
            Director { id, name, boards: companies.len(), companies, conditions, rests_on: Vec::new() }
        })
        .filter(|director| director.boards >= min.max(1))
        .collect();
    if !graph.identity_decisions().groups().is_empty() {
        directors.iter_mut().for_each(|director| director.rests_on = rests_on(graph, director));
    }
    sort(&mut directors);
    directors
}

fn sort(directors: &mut [Director]) {
    directors.sort_by(|x, y| y.boards.cmp(&x.boards).then_with(|| (&x.name, &x.id).cmp(&(&y.name, &y.id))));
}

/// Returns the same as [`directors`], and who is on more boards if two records are one.
pub fn directors_with_identities(graph: &BoardGraph, query: &Query, min: usize) -> Answered<Director> {
    let ask = |graph: &BoardGraph| directors(graph, query, min);
    if graph.possible_identities().is_empty() {
        return Answered::settled(ask(graph));
    }
    let mut answered = Answered::new(graph, ask(graph), Part::Around, query.certain_only, ask);
    sort(&mut answered.if_same);
    answered
}

fn rests_on(graph: &BoardGraph, director: &Director) -> Vec<RestsOn> {
    let boards = director.companies.iter().filter_map(|board| graph.company_number(&board.id));
    let person = graph.person_number(&director.id);
    person.map_or_else(Vec::new, |person| RestsOn::of_seats(graph, person, boards))
}

impl Conditional for Director {
    fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// A person is on a first board, a second one, and so on: new is who is on more than before.
    fn says(&self, one: &OneId) -> Vec<Fact> {
        let id = one.id(EntityKind::Person, &self.id);
        (0..self.boards).map(|board| vec![id.clone(), board.to_string()]).collect()
    }

    /// Boards of one record stay those of its person, whoever else that is.
    fn says_for_certain(&self, _: &OneId) -> Vec<Fact> {
        Vec::new()
    }

    fn add(&mut self, condition: Condition) {
        self.conditions.open.push(condition);
    }
}
