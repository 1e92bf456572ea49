//! Which deals did two companies sign while somebody stood on both sides?
//!
//! `cargo run --example conflicts_of_a_case`
#![allow(unreachable_pub, reason = "tests/it/examples.rs includes this file")]

use std::io::{self, Write};

use interlocks::prelude::*;

fn main() -> Result<(), Error> {
    run(&mut io::stdout())
}

/// Prints the certain findings on the deals of Netflix and Meta, each with the rows it rests on.
pub fn run(out: &mut dyn Write) -> Result<(), Error> {
    let graph = interlocks::open("datasets/bigtech-boards")?;
    let [netflix, meta] = [graph.find_company("netflix")?, graph.find_company("meta")?];
    let options = ConflictOptions::default().between(netflix, meta).window(45).certain_only(true);
    for finding in conflicts(&graph, &options).iter().take(2) {
        writeln!(out, "{}, {}: {}", finding.severity, finding.rule, finding.text)?;
        for row in &finding.evidence {
            writeln!(out, "    {}: {} {} {}", row.place, row.from.name, row.relation, row.to.name)?;
        }
    }
    Ok(())
}
