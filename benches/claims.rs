//! One bench for each claim of docs/performance.md, on generated sets of 100,000 and a million seats.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use interlocks::analysis::Query;
use interlocks::analysis::bfs::{MOST_STEPS, distances};
use interlocks::analysis::bipartite::BoardLinks;
use interlocks::analysis::components::components;
use interlocks::analysis::conflicts::{ConflictOptions, conflicts, shared_directors};
use interlocks::analysis::pairs::{PairOptions, count_pairs, pairs};
use interlocks::analysis::paths::{PathOptions, best_of_each};
use interlocks::analysis::profile::profile;
use interlocks::dataset::{Dataset, Synthetic};
use interlocks::graph::{BoardGraph, BuildOptions, Entity};

const SIZES: [u32; 2] = [100_000, 1_000_000];

/// A generated folder and its snapshot, made once.
struct Sample {
    seats: u32,
    folder: PathBuf,
    snapshot: PathBuf,
}

impl Sample {
    fn of(seats: u32) -> Sample {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let sample =
            Sample { seats, folder: root.join(format!("{seats}")), snapshot: root.join(format!("{seats}.ilk")) };
        if !sample.snapshot.exists() {
            std::fs::create_dir_all(&sample.folder).expect("the target folder is ours");
            Synthetic { seats, seed: 1, exact: true }.write(&sample.folder).expect("the target folder is ours");
            let mut bytes = Vec::new();
            sample.load().save(&mut bytes).expect("memory takes it");
            std::fs::write(&sample.snapshot, bytes).expect("the target folder is ours");
        }
        sample
    }

    fn load(&self) -> BoardGraph {
        let data = Dataset::open(&self.folder).expect("it was generated");
        BoardGraph::new(data, BuildOptions::default())
    }

    fn open(&self, undated: bool) -> BoardGraph {
        let options = BuildOptions { undated, ..BuildOptions::default() };
        BoardGraph::open_snapshot(&self.snapshot, options).expect("it was just written")
    }
}

fn claims(c: &mut Criterion) {
    for sample in SIZES.map(Sample::of) {
        let seats = sample.seats;
        let mut group = c.benchmark_group(format!("{seats} seats"));
        group.sample_size(10).throughput(Throughput::Elements(u64::from(seats)));
        group.bench_function("load", |b| b.iter(|| black_box(sample.load())));
        for undated in [true, false] {
            let graph = sample.open(undated);
            graph.check_snapshot().expect("it was just written");
            let dated = if undated { "undated" } else { "dated" };
            let options = PairOptions::default();
            group.bench_function(BenchmarkId::new("count pairs", dated), |b| b.iter(|| count_pairs(&graph, &options)));
            let options = PairOptions { top: Some(100), ..PairOptions::default() };
            group.bench_function(BenchmarkId::new("top 100 pairs", dated), |b| b.iter(|| pairs(&graph, &options)));
        }
        let graph = sample.open(false);
        group.bench_function("shared directors of deals", |b| b.iter(|| shared_directors(&graph)));
        group.bench_function("all rules over deals", |b| b.iter(|| conflicts(&graph, &ConflictOptions::default())));
        let links = BoardLinks::new(&graph, &Query::default());
        group.bench_function("components", |b| b.iter(|| components(&links)));
        let people = graph.person_count() as u64;
        let companies = graph.company_count() as u64;
        let company = |n: u64| (people + n.wrapping_mul(0x9e37_79b9_7f4a_7c15) % companies) as u32;
        let queries: Vec<(u32, u32)> = (0..1_000).map(|n| (company(2 * n), company(2 * n + 1))).collect();
        group.throughput(Throughput::Elements(1_000));
        group.bench_function("1,000 shortest paths", |b| b.iter(|| distances(&links, &queries, MOST_STEPS)));
        let entities: Vec<(Entity, Entity)> =
            queries.iter().map(|(a, b)| (graph.entity(*a), graph.entity(*b))).collect();
        let options = PathOptions::default();
        group.bench_function("1,000 times the 5 best paths", |b| b.iter(|| best_of_each(&graph, &entities, &options)));
        group.throughput(Throughput::Elements(1));
        let someone = graph.people().nth(graph.person_count() / 3).map(Entity::Person).expect("there are people");
        group.bench_function("open a snapshot and show", |b| {
            b.iter(|| profile(&sample.open(false), someone, &Query::default()));
        });
        group.finish();
    }
}

criterion_group!(benches, claims);
criterion_main!(benches);
