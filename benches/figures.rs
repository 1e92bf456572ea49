//! Times the measures of a network inside one process, a JSON line each, and writes the network for
//! others to be timed on: what `benches/peers/figures.py` compares.
//!
//!     cargo bench --bench figures -- DATA [--of companies|people] [--samples N] [--repeat N] [--network FILE]
//!
//! FILE holds numbers of four bytes, the least first: how many nodes, then for every tie its two nodes
//! and its weight.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use interlocks::analysis::Query;
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::pairs::Side;
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::measures::clustering::clustering;
use interlocks::measures::cores::core_numbers;
use interlocks::measures::groups::{Resolution, communities};
use interlocks::measures::rank::twin_quotient::{TwinKind, TwinQuotient};
use interlocks::measures::rank::{pagerank, sampled_betweenness};
use interlocks::measures::{Nodes, Projection};
use serde_json::{Value, json};

/// As the binary.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The confidence of the error bound of a sampled betweenness.
const CONFIDENCE: f64 = 0.95;

fn main() {
    let options = Options::read();
    let graph = load(&options.data);
    let query = Query::default();
    let links = BoardLinks::new(&graph, &query);
    let nodes = Nodes::new(&graph, &links, &query).side(options.of).to_vec();
    let network = timed("project", options.repeat, || {
        let network = Projection::from_links(&links, options.of, nodes.clone());
        (json!({"nodes": network.len(), "ties": network.ties()}), network)
    });
    if let Some(file) = &options.network {
        write(&network, file).expect("the network is written");
    }
    timed("core", options.repeat, || (json!({"largest": core_numbers(&network).into_iter().max()}), ()));
    timed("pagerank", options.repeat, || {
        let values = pagerank(&network, 0.85);
        (json!({"largest": values.into_iter().fold(0.0, f64::max)}), ())
    });
    timed("clustering", options.repeat, || (json!({"mean": clustering(&network).mean}), ()));
    timed("leiden", options.repeat, || {
        let found = communities(&network, Resolution::default(), 1, true);
        (json!({"modularity": found.modularity}), ())
    });
    timed("betweenness", options.repeat, || {
        let found = sampled_betweenness::sampled_betweenness(
            &TwinQuotient::new(&network, TwinKind::Adjacent),
            options.samples,
            1,
            CONFIDENCE,
        );
        // As a share of all pairs, which is how others state it.
        let pairs = network.len() as f64 * (network.len() as f64 - 1.0) / 2.0;
        let largest = found.values.into_iter().fold(0.0, f64::max);
        (json!({"error": found.error / pairs, "largest": largest / pairs}), ())
    });
}

struct Options {
    data: String,
    of: Side,
    samples: u32,
    repeat: usize,
    network: Option<String>,
}

impl Options {
    fn read() -> Options {
        let mut options =
            Options { data: String::new(), of: Side::Companies, samples: 1 << 10, repeat: 3, network: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("the option has a value");
            match word.as_str() {
                "--of" => options.of = if value() == "people" { Side::People } else { Side::Companies },
                "--samples" => options.samples = value().parse().expect("a number"),
                "--repeat" => options.repeat = value().parse().expect("a number"),
                "--network" => options.network = Some(value()),
                // Cargo says so of every bench.
                "--bench" => {}
                _ => options.data = word,
            }
        }
        options
    }
}

/// Runs a measure several times, prints the quickest, and answers the last outcome.
fn timed<T>(figure: &str, repeat: usize, mut run: impl FnMut() -> (Value, T)) -> T {
    let (mut line, mut value) = run();
    let mut best = f64::INFINITY;
    for _ in 0..repeat.max(1) {
        let begun = Instant::now();
        let done = run();
        best = best.min(begun.elapsed().as_secs_f64());
        (line, value) = done;
    }
    line["figure"] = figure.into();
    line["seconds"] = best.into();
    println!("{line}");
    value
}

fn load(data: &str) -> BoardGraph {
    if BoardGraph::is_snapshot(Path::new(data)) {
        return BoardGraph::open_snapshot(Path::new(data), BuildOptions::default()).expect("the snapshot is whole");
    }
    BoardGraph::new(Dataset::open(Path::new(data)).expect("the folder is a dataset"), BuildOptions::default())
}

fn write(network: &Projection, file: &str) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    out.write_all(&(network.len() as u32).to_le_bytes())?;
    for node in 0..network.len() {
        for (other, weight) in network.neighbours(node).iter().zip(network.weights(node)) {
            if (*other as usize) > node {
                for number in [node as u32, *other, *weight] {
                    out.write_all(&number.to_le_bytes())?;
                }
            }
        }
    }
    out.flush()
}
