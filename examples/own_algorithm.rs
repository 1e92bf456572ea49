//! Runs algorithms of petgraph on the boards of one month.
//!
//! `cargo run --example own_algorithm`
#![allow(unreachable_pub, reason = "tests/it/examples.rs includes this file")]

use std::io::{self, Write};

use interlocks::graph::View;
use interlocks::prelude::*;
use petgraph::visit::{Bfs, IntoNeighbors};

fn main() -> Result<(), Error> {
    run(&mut io::stdout())
}

/// Prints the number of components, and who can be reached from Netflix in two steps.
pub fn run(out: &mut dyn Write) -> Result<(), Error> {
    let graph = interlocks::open("datasets/bigtech-boards")?;
    let day: PartialDate = "2013-08".parse()?;
    let view = View::new(&graph, Clock::At(day.days()));

    writeln!(out, "components: {}", petgraph::algo::connected_components(view))?;

    let netflix = Entity::Company(graph.find_company("netflix")?);
    writeln!(out, "directors of {}: {}", graph.name(netflix), view.neighbors(netflix).count())?;

    // Breadth-first search visits nodes in the order of their distance.
    let mut search = Bfs::new(&view, netflix);
    let mut companies = Vec::new();
    while let Some(node) = search.next(&view) {
        if let Entity::Company(_) = node {
            companies.push(graph.name(node).into_owned());
        }
    }
    writeln!(out, "companies connected to it: {}", companies.len() - 1)?;
    Ok(())
}
