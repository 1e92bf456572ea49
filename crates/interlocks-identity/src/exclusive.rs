//! Exclusive alternatives: a record that fits two people is at most one of them.
//!
//! The probability of a pair comes from the two records alone. Where a record fits several people, who are different people, the odds
//! of each count against the others: `odds_i / (1 + Σ odds)`.

use rayon::prelude::*;

use crate::clusters::{Link, LinkIndex};
use crate::model::{probability, thousandths};

/// The most different people that are weighed against each other, the likeliest first.
const MOST_PEOPLE: usize = 16;

/// Corrects the probabilities of links.
pub(crate) fn weigh_alternatives(links: &mut [Link], contradict: impl Fn(u32, u32) -> bool + Sync) {
    let index = LinkIndex::new(links);
    let mut of: Vec<(u32, usize)> =
        links.iter().enumerate().flat_map(|(at, link)| [(link.a, at), (link.b, at)]).collect();
    of.par_sort_unstable();
    let links_of: Vec<&[(u32, usize)]> = of.chunk_by(|x, y| x.0 == y.0).collect();
    let own = &*links;
    let corrected: Vec<(usize, i32)> =
        links_of.par_iter().flat_map_iter(|list| of_record(own, &index, list, &contradict)).collect();
    for (at, bits) in corrected {
        let link = &mut links[at];
        if bits < link.bits {
            (link.bits, link.probability) = (bits, probability(bits));
        }
    }
}

/// Returns the links of a record that have alternatives, with their corrected sums.
fn of_record(
    links: &[Link],
    index: &LinkIndex<'_>,
    list: &[(u32, usize)],
    contradict: &(impl Fn(u32, u32) -> bool + Sync),
) -> Vec<(usize, i32)> {
    if list.len() < 2 {
        return Vec::new();
    }
    let record = list[0].0;
    let other = |at: usize| if links[at].a == record { links[at].b } else { links[at].a };
    let mut order: Vec<usize> = list.iter().map(|(_, at)| *at).collect();
    order.sort_by_key(|at| (-links[*at].bits, other(*at)));
    let is_one = |x: u32, y: u32| match index.get(x, y) {
        Some(at) if !links[at].has_veto && links[at].probability >= 0.5 => true,
        // Births that differ may be a mistake, if all else is the same.
        Some(at) if links[at].probability >= 0.999 => true,
        _ => !contradict(x.min(y), x.max(y)),
    };
    // The first of each group of records that may be one person.
    let mut people: Vec<usize> = Vec::new();
    let mut group: Vec<usize> = Vec::new();
    for &at in &order {
        let found = people.iter().position(|first| is_one(other(*first), other(at)));
        group.push(found.unwrap_or(people.len()));
        if found.is_none() && people.len() < MOST_PEOPLE {
            people.push(at);
        }
    }
    if people.len() < 2 {
        return Vec::new();
    }
    let odds: Vec<f64> = people.iter().map(|at| (f64::from(links[*at].bits) / 1000.0).exp2()).collect();
    let all: f64 = odds.iter().sum();
    let corrected = |(at, group): (&usize, &usize)| {
        let own = (f64::from(links[*at].bits) / 1000.0).exp2();
        let others = all - odds.get(*group).copied().unwrap_or_default();
        (*at, thousandths((own / (1.0 + others)).log2()))
    };
    order.iter().zip(&group).map(corrected).collect()
}
