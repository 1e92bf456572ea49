//! Which companies in a spreadsheet share directors?
//!
//! `cargo run --example interlocks_of_a_csv [FILE.csv]`
#![allow(unreachable_pub, reason = "tests/it/examples.rs includes this file")]

use std::io::{self, Cursor, Write};

use interlocks::dataset::DataFormat;
use interlocks::prelude::*;

/// A spreadsheet as somebody might export it.
const SEATS: &str = "\
Director,Company,Role,From,To
Ann Lee,Acme,director,2001,2009-06
Ann Lee,Beta,chair,2005-03,
Bo Ray,Acme,director,2004,
Bo Ray,Gamma,director,2012,
";

fn main() -> Result<(), Error> {
    match std::env::args().nth(1) {
        Some(file) => print(&interlocks::open(file)?, &mut io::stdout()),
        None => run(&mut io::stdout()),
    }
}

/// Prints the pairs of the spreadsheet above.
pub fn run(out: &mut dyn Write) -> Result<(), Error> {
    let stream = Box::new(Cursor::new(SEATS));
    let data = Dataset::read(stream, "seats.csv", DataFormat::Csv, &LoadOptions::default())?;
    print(&BoardGraph::new(data, BuildOptions::default()), out)
}

fn print(graph: &BoardGraph, out: &mut dyn Write) -> Result<(), Error> {
    for pair in pairs(graph, &PairOptions::default()) {
        let people: Vec<&str> = pair.people.iter().map(|link| link.name.as_str()).collect();
        let answer = if pair.certain { "certainly" } else { "possibly" };
        writeln!(out, "{} and {} {answer} shared {}", pair.a.name, pair.b.name, people.join(", "))?;
    }
    Ok(())
}
