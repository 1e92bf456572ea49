//! Times the phases of one run inside one process, a JSON line each: what `benches/peers` compares.
//!
//!     cargo bench --bench phases -- FOLDER [--queries FILE] [--repeat N] [--threads N]

use std::path::Path;
use std::time::Instant;

use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions};
use serde_json::{Value, json};

fn main() {
    let options = Options::read();
    if options.threads > 0 {
        rayon::ThreadPoolBuilder::new().num_threads(options.threads).build_global().expect("threads start once");
    }
    let graph = timed("load-all", options.repeat, || {
        let graph = load(&options.folder);
        (counts(&graph), graph)
    });
    drop(graph);
    println!("{}", json!({"phase": "memory", "peak_bytes": peak_memory()}));
}

struct Options {
    folder: String,
    queries: Option<String>,
    repeat: usize,
    threads: usize,
}

impl Options {
    fn read() -> Options {
        let mut options = Options { folder: String::new(), queries: None, repeat: 3, threads: 0 };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().expect("the option has a value");
            match word.as_str() {
                "--queries" => options.queries = Some(value()),
                "--repeat" => options.repeat = value().parse().expect("a number"),
                "--threads" => options.threads = value().parse().expect("a number"),
                // Cargo says so of every bench.
                "--bench" => {}
                _ => options.folder = word,
            }
        }
        options
    }
}

/// Runs a phase several times, prints the quickest, and answers the last outcome.
fn timed<T>(phase: &str, repeat: usize, mut run: impl FnMut() -> (Value, T)) -> T {
    let mut best = f64::INFINITY;
    let mut outcome = None;
    for _ in 0..repeat.max(1) {
        drop(outcome.take());
        let begun = Instant::now();
        let done = run();
        best = best.min(begun.elapsed().as_secs_f64());
        outcome = Some(done);
    }
    let (mut line, value) = outcome.expect("it ran at least once");
    line["phase"] = phase.into();
    line["seconds"] = best.into();
    println!("{line}");
    value
}

fn load(folder: &str) -> BoardGraph {
    let begun = Instant::now();
    let data = Dataset::open(Path::new(folder)).expect("the folder is a dataset");
    eprintln!("read {:.3}", begun.elapsed().as_secs_f64());
    BoardGraph::new(data, BuildOptions::default())
}

fn counts(graph: &BoardGraph) -> Value {
    json!({
        "seats": graph.seat_count(),
        "people": graph.person_count(),
        "companies": graph.company_count(),
        "deals": graph.deal_count(),
    })
}

/// The most memory the process had, in bytes.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kib| kib * 1024)
}
