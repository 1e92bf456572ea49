//! From a graph to proposals.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use rayon::prelude::*;
use serde::Serialize;

use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx};

use crate::candidates::{Candidate, Comparison, Work};
use crate::clusters::{Clusters, Link, clusters};
use crate::compare::Boards;
use crate::decided::Decided;
use crate::exclusive::weigh_alternatives;
use crate::fit::{ROUNDS, fit, learn_random};
use crate::frequencies::Frequencies;
use crate::keys::Key;
use crate::model::{Model, Weights, probability, thousandths};
use crate::people::People;
use crate::truth::{Accuracy, FoundInterlocks, Truth, interlocks};
use crate::vetoes::{Veto, vetoes};

/// The use of a pair: to be merged, or to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// One person or company, as far as the data tells.
    Merge,
    /// Somebody has to look.
    Review,
}

impl Band {
    /// Both bands.
    pub const ALL: [Band; 2] = [Band::Merge, Band::Review];

    /// Returns the name of the band.
    pub const fn as_str(self) -> &'static str {
        match self {
            Band::Merge => "merge",
            Band::Review => "review",
        }
    }
}

interlocks_core::enum_names!(Band, "band");

/// How records are compared.
#[derive(Clone, Debug)]
pub struct ResolveOptions {
    /// Further columns of people that are evidence.
    pub also: Vec<String>,
    /// The probability from which a pair is in the band *merge*.
    pub merge_at: f64,
    /// The probability from which a pair is listed.
    pub review_at: f64,
    /// The number of people that the records are a sample of; by default their own number.
    pub population: Option<u64>,
    /// Weights to use instead of fitting.
    pub model: Option<Model>,
    /// `true` if the shipped weights are fitted to the data.
    pub fit: bool,
}

impl Default for ResolveOptions {
    fn default() -> ResolveOptions {
        ResolveOptions { also: Vec::new(), merge_at: 0.95, review_at: 0.05, population: None, model: None, fit: true }
    }
}

/// Two records that may be one person.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The record with the smaller id.
    pub a: PersonIx,
    /// The other record.
    pub b: PersonIx,
    /// The band: *merge* or *review*.
    pub band: Band,
    /// The probability that they are one person.
    pub probability: f64,
    /// The sum of the weights, in thousandths of a bit.
    pub thousandths: i32,
    /// The reasons for which they are not merged, whatever the sum.
    pub vetoes: Vec<Veto>,
    /// The records of which at most one can be the same person.
    pub ambiguous_with: Vec<PersonIx>,
    pub(crate) candidate: Candidate,
}

/// The proposals for a graph.
#[derive(Debug)]
pub struct Resolution<'a> {
    pub(crate) graph: &'a BoardGraph,
    pub(crate) people: People,
    pub(crate) frequencies: Frequencies,
    pub(crate) weights: Weights,
    /// The pairs, the likeliest first.
    pub proposals: Vec<Proposal>,
    /// The weights.
    pub model: Model,
    /// The name of each key, the pairs that it gave, and those that were out of reach.
    pub work: Vec<(&'static str, u64, u64)>,
    /// The expected number of pairs that are one person.
    pub expected: f64,
    /// The rounds of the fit.
    pub rounds: usize,
    /// The pairs that are not listed because somebody decided that they are two, or could not tell.
    pub settled: usize,
    /// The smallest record of the cluster of each record that is in one.
    pub clusters: BTreeMap<PersonIx, PersonIx>,
}

/// The sum below which a pair does not count even for the fit, in thousandths of a bit.
const FIT_FLOOR: i32 = -7_000;

/// Compares the people of a graph, and returns the pairs that may be one person.
///
/// The order of rows, and the number of threads, do not matter.
pub fn resolve<'a>(graph: &'a BoardGraph, options: &ResolveOptions) -> Resolution<'a> {
    let people = People::new(graph, &options.also);
    let names: Vec<String> = people.columns.iter().map(|column| column.name.clone()).collect();
    let population = options.population.unwrap_or(people.len() as u64);
    let shipped = Model::shipped(population, &names);
    let mut model = options.model.clone().unwrap_or_else(|| shipped.clone());
    let is_fitted = options.fit && options.model.is_none();
    let boards = Boards::new(graph, &people);
    let frequencies = Frequencies::new(&people, Vec::new());
    if is_fitted {
        learn_random(&mut model, &shipped, &people, &boards);
    }
    let review = thousandths((options.review_at / (1.0 - options.review_at)).log2());
    let weights = model.weights(&frequencies);
    let floor = if is_fitted { FIT_FLOOR } else { review };
    let comparison =
        Comparison { people: &people, graph, boards: &boards, frequencies: &frequencies, weights: &weights, floor };
    let (mut candidates, work) = comparison.candidates();
    let (model, weights, counted) = if is_fitted {
        let fitted = fit(&comparison, model, &shipped, &mut candidates);
        (fitted.model, fitted.weights, Some(fitted.frequencies))
    } else {
        (model, weights.clone(), None)
    };
    let columns = people.columns.len();
    let sum = |candidate: &Candidate| weights.sum(candidate.levels, columns) + candidate.value;
    let expected = candidates.iter().map(|candidate| probability(sum(candidate))).sum();
    candidates.retain(|candidate| sum(candidate) >= review);
    let decided = Decided::new(graph, EntityKind::Person);
    let vetoed: Vec<Vec<Veto>> =
        candidates.par_iter().map(|candidate| vetoes(graph, &people, &decided, candidate)).collect();
    let mut links: Vec<Link> = candidates
        .iter()
        .zip(&vetoed)
        .map(|(candidate, vetoes)| {
            let bits = sum(candidate);
            let Candidate { a, b, .. } = *candidate;
            Link { a, b, bits, probability: probability(bits), has_veto: !vetoes.is_empty() }
        })
        .collect();
    weigh_alternatives(&mut links, |a, b| comparison.contradict(a, b));
    let found = clusters(&links, options.merge_at);
    let mut proposals = proposals(candidates, vetoed, &links, &found);
    proposals.retain(|proposal| proposal.thousandths >= review);
    let listed = proposals.len();
    proposals.retain(|proposal| !decided.is_settled(proposal.a.number(), proposal.b.number()));
    let settled = listed - proposals.len();
    let clusters =
        found.cluster.iter().map(|(record, first)| (PersonIx::new(*record), PersonIx::new(*first))).collect();
    let frequencies = counted.unwrap_or(frequencies);
    Resolution {
        graph,
        people,
        frequencies,
        weights,
        proposals,
        model,
        work: work.iter().map(|(key, work): &(Key, Work)| (key.as_str(), work.compared, work.out_of_reach)).collect(),
        expected,
        rounds: if is_fitted { ROUNDS } else { 0 },
        clusters,
        settled,
    }
}

fn proposals(candidates: Vec<Candidate>, vetoed: Vec<Vec<Veto>>, links: &[Link], found: &Clusters) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = candidates
        .into_iter()
        .zip(vetoed)
        .zip(links.iter().zip(&found.is_merged))
        .map(|((candidate, vetoes), (link, is_merged))| Proposal {
            a: PersonIx::new(link.a),
            b: PersonIx::new(link.b),
            band: if *is_merged { Band::Merge } else { Band::Review },
            probability: link.probability,
            thousandths: link.bits,
            vetoes,
            ambiguous_with: found.ambiguous_with(link).into_iter().map(PersonIx::new).collect(),
            candidate,
        })
        .collect();
    proposals.par_sort_by_key(|proposal| (-proposal.thousandths, proposal.a, proposal.b));
    proposals
}

impl Resolution<'_> {
    /// Returns the number of records that were compared.
    pub fn records(&self) -> usize {
        self.people.len()
    }

    /// Returns `true` if the data has seats, so that interlocks may be compared.
    pub fn has_seats(&self) -> bool {
        self.graph.seat_count() > 0
    }

    /// Returns the number of comparisons.
    pub fn compared(&self) -> u64 {
        self.work.iter().map(|(_, compared, _)| compared).sum()
    }

    /// Measures the proposals against rows of person, entity and block.
    pub fn accuracy(&self, rows: impl Iterator<Item = (PersonIx, String, String)>) -> Accuracy {
        let truth = Truth::new(rows.map(|(person, entity, block)| (person.number(), entity, block)));
        truth.measure(self.proposals.iter().map(|proposal| {
            (proposal.a.number(), proposal.b.number(), proposal.probability, proposal.band == Band::Merge)
        }))
    }

    /// Compares the pairs of companies that share somebody when the band *merge* is merged, with those when records are merged by
    /// entity.
    pub fn interlocks(&self, entities: &HashMap<PersonIx, String>) -> FoundInterlocks {
        let by_cluster = |person: PersonIx| self.clusters.get(&person).copied().unwrap_or(person);
        let by_truth = |person: PersonIx| match entities.get(&person).filter(|entity| !entity.is_empty()) {
            Some(entity) => Ok(entity),
            None => Err(person),
        };
        interlocks(&company_pairs(self.graph, by_cluster), &company_pairs(self.graph, by_truth))
    }
}

/// Returns the pairs of companies that share somebody, for one way to tell people apart.
fn company_pairs<I: Eq + Hash>(graph: &BoardGraph, identity: impl Fn(PersonIx) -> I) -> HashSet<(u32, u32)> {
    let mut boards: HashMap<I, Vec<CompanyIx>> = HashMap::new();
    for person in graph.people() {
        let list = boards.entry(identity(person)).or_default();
        list.extend(graph.person_seats(person).map(|seat| graph.seat_company(seat)));
    }
    let mut pairs = HashSet::new();
    for list in boards.values_mut() {
        list.sort_unstable();
        list.dedup();
        for (at, a) in list.iter().enumerate() {
            pairs.extend(list[at + 1..].iter().map(|b| (a.number(), b.number())));
        }
    }
    pairs
}
