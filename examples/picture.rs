//! Draws a company, its directors and their other boards as SVG.
//!
//! `cargo run --example picture > netflix.svg`
#![allow(unreachable_pub, reason = "tests/it/examples.rs includes this file")]

use std::io::{self, Write};

use interlocks::prelude::*;

fn main() -> Result<(), Error> {
    run(&mut io::stdout())
}

/// Writes the picture of Netflix in August 2013.
pub fn run(out: &mut dyn Write) -> Result<(), Error> {
    let graph = interlocks::open("datasets/bigtech-boards")?;
    let netflix = Entity::Company(graph.find_company("netflix")?);
    let day: PartialDate = "2013-08".parse()?;
    let query = Query { clock: Clock::At(day.days()), certain_only: false };
    let picture = scenes::ego(&graph, netflix, 2, &query);
    out.write_all(svg(&picture, &PageOptions::default())?.as_bytes())?;
    Ok(())
}
