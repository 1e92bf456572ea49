//! The companies and people that options name.

use super::error::CliError;
use interlocks::graph::{BoardGraph, Entity};

/// Returns the companies and people that the options name.
pub fn concerning(graph: &BoardGraph, companies: &[String], people: &[String]) -> Result<Vec<Entity>, CliError> {
    let mut found = Vec::new();
    for name in companies {
        found.push(Entity::Company(graph.find_company(name)?));
    }
    for name in people {
        found.push(Entity::Person(graph.find_person(name)?));
    }
    Ok(found)
}
