//! A rule of your own: deals between two companies whose chief executives sat on each other's boards.
//!
//! `cargo run --example custom_rule`
#![allow(unreachable_pub, reason = "tests/it/examples.rs includes this file")]

use std::io::{self, Write};

use interlocks::prelude::*;
use interlocks::{CompanyIx, UncertainDays};

fn main() -> Result<(), Error> {
    run(&mut io::stdout())
}

/// Prints every deal whose date meets days on which a chief executive of one party was a director of another.
pub fn run(out: &mut dyn Write) -> Result<(), Error> {
    let graph = interlocks::open("datasets/bigtech-boards")?;
    for deal in graph.deals() {
        let Some(days) = graph.deal_days(deal) else { continue };
        let parties: Vec<CompanyIx> = graph.deal_parties(deal).collect();
        for &home in &parties {
            for &board in parties.iter().filter(|&&board| board != home) {
                for person in graph.company_people(home) {
                    let chief = graph.tenure_at(person, home).chief;
                    let both = chief.meet(&graph.tenure_at(person, board).board);
                    if let Some(answer) = answer(&graph, &both, Clock::At(days)) {
                        let [who, home, board] =
                            [Entity::Person(person), Entity::Company(home), Entity::Company(board)]
                                .map(|entity| graph.name(entity).into_owned());
                        let id = graph.deal(deal).id;
                        writeln!(out, "{answer}: {who}, chief executive of {home}, director of {board}, deal {id}")?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Returns whether days hold at a clock: certainly, possibly, or not at all.
fn answer(graph: &BoardGraph, days: &UncertainDays, clock: Clock) -> Option<&'static str> {
    match clock.holds(&days.certain, &days.possible, graph.as_of())? {
        Certainty::Certain => Some("certain"),
        Certainty::Possible => Some("possible"),
    }
}
