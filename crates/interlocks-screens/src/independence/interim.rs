//! Offices held for an interim only.

use interlocks_core::model::vocabulary::fold;
use interlocks_graph::{BoardGraph, SeatIx};

/// Words for an interim office, folded.
const WORDS: &[&str] = &[
    "interim",
    "acting",
    "interimistisch",
    "interimistischer",
    "kommissarisch",
    "kommissarischer",
    "interimaire",
    "interimar",
];

/// Returns `true` if the role of a seat says that it is held for an interim.
pub(super) fn is_interim(graph: &BoardGraph, seat: SeatIx) -> bool {
    let role = fold(&graph.seat(seat).role);
    role.split(|sign: char| !sign.is_alphanumeric()).any(|word| WORDS.contains(&word))
}
