//! The weights are learnt from the data without labels, by expectation and maximisation.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::random::SplitMix64;
use interlocks_core::stop::check;

use crate::candidates::{Candidate, Comparison};
use crate::compare::{Boards, Circles, Levels, compare_names};
use crate::frequencies::Frequencies;
use crate::model::{Model, Weights, boards_feature, feature, probability};
use crate::people::People;

/// The rounds of expectation and maximisation: always so many, so that no rule to stop can go two ways.
pub(crate) const ROUNDS: usize = 12;
/// The round after which frequencies are counted anew.
const COUNTED_ANEW: usize = 3;
/// The pairs that are drawn to see how often levels are met among people at random.
const DRAWN: u64 = 200_000;
/// The parts in which they are drawn.
const PARTS: u64 = 64;
/// The weight of the shipped shares among pairs at random: as many pairs.
const SHIPPED_PAIRS: f64 = 1_000.0;
/// The most candidates of one sum: sums are added in order, so that they are the same for any number of threads.
const BLOCK: usize = 1 << 16;

/// Learns how often levels are met among pairs at random; among all pairs, if there are few.
pub(crate) fn learn_random(model: &mut Model, shipped: &Model, people: &People, boards: &Boards<'_>) {
    let len = people.len() as u64;
    let drawn: Vec<Vec<u64>> = if len * len.saturating_sub(1) / 2 <= DRAWN {
        let of = |a: usize| {
            let mut counts = no_counts(shipped);
            let mut circles = Circles::default();
            (a + 1..people.len()).for_each(|b| count_levels(people, boards, (a, b), &mut circles, &mut counts));
            counts
        };
        sums(shipped, (0..people.len()).into_par_iter().map(of).collect())
    } else {
        // Each part has its own stream of random numbers, so the threads do not matter.
        let of = |part: u64| {
            let mut random = SplitMix64::for_run(1, part);
            let mut counts = no_counts(shipped);
            let mut circles = Circles::default();
            for _ in 0..DRAWN / PARTS {
                let (a, b) = (random.below(len) as usize, random.below(len) as usize);
                if a != b {
                    count_levels(people, boards, (a.min(b), a.max(b)), &mut circles, &mut counts);
                }
            }
            counts
        };
        sums(shipped, (0..PARTS).into_par_iter().map(of).collect())
    };
    for feature in (0..drawn.len()).filter(|feature| *feature != feature::BOARDS) {
        let counts: Vec<f64> = drawn[feature].iter().map(|count| *count as f64).collect();
        model.set_u(shipped, feature, &counts, SHIPPED_PAIRS);
    }
}

fn no_counts(shipped: &Model) -> Vec<Vec<u64>> {
    shipped.features.iter().map(|shares| vec![0; shares.u.len()]).collect()
}

fn sums(shipped: &Model, parts: Vec<Vec<Vec<u64>>>) -> Vec<Vec<u64>> {
    let mut all = no_counts(shipped);
    for part in parts {
        for (sums, own) in all.iter_mut().zip(part) {
            sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
    }
    all
}

/// Counts the levels of one pair.
fn count_levels(
    people: &People,
    boards: &Boards<'_>,
    (a, b): (usize, usize),
    circles: &mut Circles,
    counts: &mut [Vec<u64>],
) {
    let (Some(x), Some(y)) = (people.readings(a).last(), people.readings(b).last()) else { return };
    if x.is_nobody() || y.is_nobody() {
        return;
    }
    let shared = if boards.has_seats() { boards.compare(a, b, circles) } else { None };
    let levels = Levels::of_attributes(people, a, b)
        .with_names(&compare_names(&people.words, &people.name(x), &people.name(y)))
        .with_boards(shared);
    Model::each_level(levels, people.columns.len(), |feature, level| {
        if level > 0 {
            counts[feature][usize::from(level) - 1] += 1;
        }
    });
}

/// The fitted model with its frequencies.
pub(crate) struct Fitted {
    pub model: Model,
    pub frequencies: Frequencies,
    pub weights: Weights,
}

/// Fits a model to candidates, whose values are updated.
pub(crate) fn fit(
    comparison: &Comparison<'_>,
    mut model: Model,
    shipped: &Model,
    candidates: &mut [Candidate],
) -> Fitted {
    let people = comparison.people;
    let columns = people.columns.len();
    let pairs = people.len() as f64 * (people.len() as f64 - 1.0) / 2.0;
    let mut counted = None;
    let mut weights = comparison.weights.clone();
    let mut patterns = Patterns::new(candidates);
    for round in 1..=ROUNDS {
        check();
        let expected = expect(&patterns, &weights, columns, shipped);
        model.learn(shipped, &expected.matched);
        if comparison.boards.has_seats() {
            model.set_u(shipped, feature::BOARDS, &expected.boards_unmatched, 50.0);
        }
        if pairs > 0.0 {
            model.prior = (expected.matches / pairs).clamp(1e-15, 0.25);
        }
        if round == COUNTED_ANEW {
            let anew = Frequencies::new(people, duplicates(people.len(), candidates, &weights, columns));
            let comparison = Comparison { frequencies: &anew, ..*comparison };
            candidates.par_iter_mut().for_each(|candidate| candidate.value = comparison.value(candidate));
            patterns = Patterns::new(candidates);
            counted = Some(anew);
        }
        weights = model.weights(counted.as_ref().unwrap_or(comparison.frequencies));
    }
    Fitted { model, frequencies: counted.unwrap_or_default(), weights }
}

/// Candidates by the levels that they have: there are many candidates, and few patterns of levels.
struct Patterns {
    /// The pattern of each block of values, which has at most [`BLOCK`].
    blocks: Vec<(Levels, Range<usize>)>,
    /// The values of candidates, in the order of patterns, then of candidates.
    values: Vec<i32>,
}

impl Patterns {
    fn new(candidates: &[Candidate]) -> Patterns {
        let mut order: Vec<(Levels, u32)> = candidates.iter().map(|candidate| candidate.levels).zip(0..).collect();
        order.par_sort_unstable();
        let values = order.iter().map(|(_, at)| candidates[*at as usize].value).collect();
        let mut blocks: Vec<(Levels, Range<usize>)> = Vec::new();
        let mut from = 0;
        for same in order.chunk_by(|a, b| a.0 == b.0).flat_map(|same| same.chunks(BLOCK)) {
            blocks.push((same[0].0, from..from + same.len()));
            from += same.len();
        }
        Patterns { blocks, values }
    }
}

/// The expected numbers of levels.
struct Expected {
    matches: f64,
    /// By feature and level, among matches.
    matched: Vec<Vec<f64>>,
    /// By level of boards, among the candidates that are two people. Relatives share boards, pairs at random do not.
    boards_unmatched: Vec<f64>,
}

fn expect(patterns: &Patterns, weights: &Weights, columns: usize, shipped: &Model) -> Expected {
    let of_block = |(levels, range): &(Levels, Range<usize>)| {
        let base = weights.sum(*levels, columns);
        patterns.values[range.clone()].iter().map(|value| probability(base + value)).sum::<f64>()
    };
    let matched: Vec<f64> = patterns.blocks.par_iter().map(of_block).collect();
    let mut all = Expected {
        matches: 0.0,
        matched: shipped.features.iter().map(|shares| vec![0.0; shares.m.len()]).collect(),
        boards_unmatched: vec![0.0; shipped.features[feature::BOARDS].u.len()],
    };
    for ((levels, range), matched) in patterns.blocks.iter().zip(matched) {
        all.matches += matched;
        Model::each_level(*levels, columns, |feature, level| {
            if level > 0 {
                all.matched[feature][usize::from(level) - 1] += matched;
            }
        });
        if let (Some(level), feature::BOARDS) = (usize::from(levels.boards()).checked_sub(1), boards_feature(*levels)) {
            all.boards_unmatched[level] += range.len() as f64 - matched;
        }
    }
    all
}

/// Returns the weight of each record: one over the root of the number of records that are surely the same person.
fn duplicates(people: usize, candidates: &[Candidate], weights: &Weights, columns: usize) -> Vec<f32> {
    let mut same = vec![1u32; people];
    for candidate in candidates {
        if probability(weights.sum(candidate.levels, columns) + candidate.value) > 0.95 {
            same[candidate.a as usize] += 1;
            same[candidate.b as usize] += 1;
        }
    }
    same.into_iter().map(|count| 1.0 / (count as f32).sqrt()).collect()
}
