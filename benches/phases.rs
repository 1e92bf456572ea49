//! Times the phases of one run inside one process, a JSON line each: what `benches/peers` compares.
//!
//!     cargo bench --bench phases -- FOLDER [--queries FILE] [--repeat N] [--threads N]
//!
//! FOLDER may be a snapshot; the phase `load-all` is then that of opening it.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

use std::path::Path;
use std::time::Instant;

use interlocks::analysis::Query;
use interlocks::analysis::bfs::{MOST_STEPS, distances};
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::components::components;
use interlocks::analysis::conflicts::{ConflictOptions, Rule, conflicts, shared_directors};
use interlocks::analysis::pairs::{PairOptions, count_pairs};
use interlocks::analysis::paths::{PathOptions, best_of_each, shortest};
use interlocks::analysis::profile::profile;
use interlocks::dataset::Dataset;
use interlocks::graph::{BoardGraph, BuildOptions, Clock, Entity, fold_name};
use interlocks::model::PartialDate;
use serde_json::{Value, json};

/// As the binary.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        let found = conflicts(&graph, &ConflictOptions::default());
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
    look_up(&opened);
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

/// Looks for names of all kinds: whole, in capitals without accents, their beginnings, parts of them, and names
/// nobody has. Prints the mean and the slowest.
fn look_up(graph: &BoardGraph) {
    let step = (graph.person_count() + graph.company_count()).div_ceil(100).max(1);
    let whole: Vec<String> = graph.entities().step_by(step).map(|entity| graph.name(entity).into_owned()).collect();
    let part = |from: usize, to: usize| -> Vec<String> {
        let cut =
            |name: &String| name.chars().skip(from).take(name.chars().count().saturating_sub(from + to)).collect();
        whole.iter().map(cut).collect()
    };
    let ids = || graph.entities().step_by(step).map(|entity| graph.id(entity).to_uppercase());
    for (kind, wanted) in [
        ("id-in-capitals", ids().collect()),
        ("name", whole.clone()),
        ("name-in-capitals", whole.iter().map(|name| fold_name(name).to_uppercase()).collect()),
        ("beginning", part(0, 2)),
        ("part", part(2, 2)),
        ("letter", ["a", "b", "z", "é", "7"].map(str::to_owned).to_vec()),
        ("nobody", whole.iter().map(|name| format!("{name}qx")).collect::<Vec<String>>()),
    ] {
        let seconds: Vec<f64> = wanted
            .iter()
            .map(|name| {
                let begun = Instant::now();
                std::hint::black_box(graph.find(name).is_ok());
                begun.elapsed().as_secs_f64()
            })
            .collect();
        let mean = seconds.iter().sum::<f64>() / seconds.len().max(1) as f64;
        let slowest = (0..seconds.len()).max_by(|a, b| seconds[*a].total_cmp(&seconds[*b])).unwrap_or(0);
        println!(
            "{}",
            json!({"phase": format!("find-{kind}"), "seconds": mean, "slowest": seconds[slowest], "slowest_name": wanted[slowest], "names": seconds.len()})
        );
    }
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
    if BoardGraph::is_snapshot(Path::new(folder)) {
        let graph = BoardGraph::open_snapshot(Path::new(folder), BuildOptions::default());
        return graph.expect("the snapshot is whole");
    }
    let data = Dataset::open(Path::new(folder)).expect("the folder is a dataset");
    BoardGraph::new(data, BuildOptions::default())
}

/// Components and shortest paths, both on the lists that are made first.
fn network(graph: &BoardGraph, options: &Options) {
    let links = timed("build-graph", options.repeat, || (json!({}), BoardLinks::new(graph, &Query::default())));
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
    conflict_paths(graph, &pairs, options);
}

/// The five strongest paths between each two of the queries, straight from the columns of the graph:
/// of at most six steps, at any time and on a day, and of at most ten, which most are joined by.
fn conflict_paths(graph: &BoardGraph, pairs: &[(u32, u32)], options: &Options) {
    let pairs: Vec<(Entity, Entity)> = pairs.iter().map(|(a, b)| (graph.entity(*a), graph.entity(*b))).collect();
    let day = "2012-06-30".parse::<PartialDate>().expect("a date").days();
    for (phase, clock, max_steps) in
        [("best-paths", Clock::Ever, 6), ("best-paths-at", Clock::At(day), 6), ("best-paths-10", Clock::Ever, 10)]
    {
        let asked = PathOptions { query: Query { clock, certain_only: false }, max_steps, ..PathOptions::default() };
        timed(phase, options.repeat, || {
            let found = best_of_each(graph, &pairs, &asked);
            let joined = found.iter().filter(|paths| !paths.is_empty()).count();
            let cost: u64 = found.iter().flatten().map(|path| path.cost.micronats()).sum();
            (json!({"joined": joined, "paths": found.iter().map(Vec::len).sum::<usize>(), "cost": cost}), ())
        });
    }
}

/// Finds and counts all pairs, from the columns of the graph on.
fn pairs(graph: &BoardGraph) -> Value {
    let found = count_pairs(graph, &PairOptions::default()).0;
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
