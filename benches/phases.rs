//! Times the phases of one run inside one process, a JSON line each: what `benches/peers` compares.
//!
//!     cargo bench --bench phases -- FOLDER [--queries FILE] [--repeat N] [--threads N]

use std::path::Path;
use std::time::Instant;

use interlocks::analysis::Query;
use interlocks::analysis::components::components;
use interlocks::analysis::conflicts::{Options as DealOptions, Rule, conflicts, shared_directors};
use interlocks::analysis::hops::{MOST_STEPS, distances};
use interlocks::analysis::interlocks::{Options as PairOptions, count};
use interlocks::analysis::links::BoardLinks;
use interlocks::analysis::paths::{Options as PathOptions, shortest};
use interlocks::analysis::profile::profile;
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Entity};
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
    timed("pairs-dated", options.repeat, || (pairs(&graph), ()));
    timed("deals", options.repeat, || {
        let mut deals: Vec<_> = shared_directors(&graph).into_iter().map(|found| found.deal).collect();
        deals.dedup();
        (json!({"deals": deals.len()}), ())
    });
    timed("conflicts", options.repeat, || {
        let found = conflicts(&graph, &DealOptions::default());
        let paths = found.iter().filter(|finding| finding.rule == Rule::IndirectPath).count();
        (json!({"findings": found.len(), "paths": paths}), ())
    });
    network(&graph, &options);
    let snapshot = tempfile::Builder::new().suffix(".ilk").tempfile().expect("a temporary file");
    let path = snapshot.path().to_owned();
    drop(graph);
    timed("build-snapshot", 1, || {
        let graph = load(&options.folder);
        let file = std::fs::File::create(&path).expect("a temporary file");
        let mut out = std::io::BufWriter::with_capacity(1 << 20, file);
        let bytes = graph.save(&mut out).expect("the snapshot is written");
        std::io::Write::flush(&mut out).expect("the snapshot is written");
        (json!({"bytes": bytes}), ())
    });
    let opened = timed("open-snapshot", options.repeat, || {
        let graph = BoardGraph::open_snapshot(&path, BuildOptions::default()).expect("it was just written");
        (json!({}), graph)
    });
    let someone = opened.people().nth(opened.person_count() / 3).map(Entity::Person);
    if let Some(someone) = someone {
        timed("show-snapshot", options.repeat, || (json!({}), profile(&opened, someone, &Query::default())));
    }
    let companies: Vec<Entity> = opened.companies().map(Entity::Company).collect();
    if let [first, .., last] = companies[..] {
        let options = PathOptions::default();
        timed("path-snapshot", 1, || (json!({}), shortest(&opened, first, last, &options)));
    }
    drop(opened);
    let undated = BuildOptions { undated: true, ..BuildOptions::default() };
    let undated = BoardGraph::open_snapshot(&path, undated).expect("it was just written");
    undated.check_snapshot().expect("it was just written");
    timed("pairs-undated", options.repeat, || (pairs(&undated), ()));
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
    let data = Dataset::open(Path::new(folder)).expect("the folder is a dataset");
    BoardGraph::new(data, BuildOptions::default())
}

/// Components and shortest paths, both on the lists that are made first.
fn network(graph: &BoardGraph, options: &Options) {
    let links = timed("build-graph", options.repeat, || (json!({}), BoardLinks::of(graph, &Query::default())));
    timed("components", options.repeat, || {
        let found = components(&links);
        (json!({"components": found.count, "largest": found.largest}), ())
    });
    let Some(file) = &options.queries else { return };
    let mut reader = csv::Reader::from_path(file).expect("the queries are a table");
    let number = |id: &str| graph.company_number(id).map(|company| graph.entity_number(Entity::Company(company)));
    let pairs: Vec<(u32, u32)> = reader
        .records()
        .map(|row| row.expect("a row of two ids"))
        .filter_map(|row| Some((number(row.get(0)?)?, number(row.get(1)?)?)))
        .collect();
    timed("paths", options.repeat, || {
        let found: Vec<usize> = distances(&links, &pairs, MOST_STEPS).into_iter().flatten().collect();
        (json!({"found": found.len(), "steps": found.iter().sum::<usize>()}), ())
    });
}

/// Finds and counts all pairs, from the columns of the graph on.
fn pairs(graph: &BoardGraph) -> Value {
    let found = count(graph, &PairOptions::default()).0;
    json!({"pairs": found.pairs, "weight": found.shared})
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
