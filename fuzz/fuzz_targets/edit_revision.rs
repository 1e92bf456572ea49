//! Appointments and resignations are refused, or make a graph that can be asked. One change per line; a line that
//! begins with `-` is a resignation.
#![no_main]

use interlocks::changes::diff::DiffOptions;
use interlocks::changes::whatif::Plan;
use interlocks::dataset::{DataFormat, Dataset, LoadOptions};
use interlocks::graph::{BoardGraph, BuildOptions, Clock};
use libfuzzer_sys::fuzz_target;

const SEATS: &str = "person,company,role,start,end\nann,acme,director,2001,\nann,beta,ceo,2002-05,2004\nbo,beta,chair,,\n";

fuzz_target!(|text: &str| {
    let stream = Box::new(std::io::Cursor::new(SEATS));
    let data = Dataset::read(stream, "seats", DataFormat::Csv, &LoadOptions::default()).expect("a table");
    let graph = BoardGraph::new(data, BuildOptions::default());
    let (resign, appoint): (Vec<&str>, Vec<&str>) = text.lines().take(8).partition(|line| line.starts_with('-'));
    let appoint: Vec<String> = appoint.into_iter().map(str::to_owned).collect();
    let resign: Vec<String> = resign.into_iter().map(|line| line[1..].to_owned()).collect();
    if let Ok(plan) = Plan::parse(&graph, &appoint, &resign) {
        plan.outcome(&graph, Clock::Ever, &DiffOptions::default());
    }
});
