//! What the words for a role say about a seat: that it chairs the board, or is held for an interim.

use interlocks_core::model::vocabulary::{fold, read_role};
use interlocks_graph::{BoardGraph, SeatIx};

/// Words for an interim office, folded.
const INTERIM: &[&str] = &[
    "interim",
    "acting",
    "interimistisch",
    "interimistischer",
    "kommissarisch",
    "kommissarischer",
    "interimaire",
    "interimar",
];

/// The readings of the roles of a register, by the number of the capacity, so that each text is read once.
#[derive(Debug)]
pub(crate) struct RoleReadings {
    chair: Vec<bool>,
    interim: Vec<bool>,
}

impl RoleReadings {
    pub(crate) fn new(graph: &BoardGraph) -> RoleReadings {
        RoleReadings {
            chair: graph.capacities().map(|capacity| read_role(capacity.role).chair).collect(),
            interim: graph.capacities().map(|capacity| is_interim(capacity.role)).collect(),
        }
    }

    /// Returns `true` if a seat is that of the chair of the board.
    pub(super) fn is_chair(&self, graph: &BoardGraph, seat: SeatIx) -> bool {
        self.chair.get(graph.capacity_number(seat)).copied().unwrap_or_default()
    }

    /// Returns `true` if the role of a seat says that it is held for an interim.
    pub(super) fn is_interim(&self, graph: &BoardGraph, seat: SeatIx) -> bool {
        self.interim.get(graph.capacity_number(seat)).copied().unwrap_or_default()
    }
}

/// Returns `true` if a role says that it is held for an interim.
pub(crate) fn is_interim(role: &str) -> bool {
    fold(role).split(|sign: char| !sign.is_alphanumeric()).any(|word| INTERIM.contains(&word))
}
