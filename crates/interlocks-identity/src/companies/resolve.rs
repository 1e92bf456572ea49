//! From a graph to proposals on companies.

use std::collections::BTreeMap;

use rayon::prelude::*;

use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

use super::candidates::{Candidates, PassedOver};
use super::compare::{Compared, Comparison, tied};
use super::directors::Directors;
use super::frequencies::Frequencies;
use super::records::Companies;
use super::weights::{CompanyWeight, WEIGHTS};
use crate::clusters::{Link, clusters};
use crate::decided::Decided;
use crate::exclusive::weigh_alternatives;
use crate::model::{probability, thousandths};
use crate::resolve::Band;
use crate::truth::{Accuracy, Truth};
use crate::vetoes::Veto;

/// How records of companies are compared.
#[derive(Clone, Debug)]
pub struct CompanyOptions {
    /// The probability from which a pair is in the band *merge*.
    pub merge_at: f64,
    /// The probability from which a pair is listed.
    pub review_at: f64,
    /// The number of companies that the records are a sample of; by default their own number.
    pub population: Option<u64>,
}

impl Default for CompanyOptions {
    fn default() -> CompanyOptions {
        CompanyOptions { merge_at: 0.95, review_at: 0.05, population: None }
    }
}

/// Two records that may be one company.
#[derive(Clone, Debug)]
pub struct CompanyProposal {
    /// The record with the smaller id.
    pub a: CompanyIx,
    /// The other record.
    pub b: CompanyIx,
    /// The band: *merge* or *review*.
    pub band: Band,
    /// The probability that they are one company.
    pub probability: f64,
    /// The sum of the weights, in thousandths of a bit.
    pub thousandths: i32,
    /// The reasons for which they are not merged, whatever the sum.
    pub vetoes: Vec<Veto>,
    /// The records of which at most one can be the same company.
    pub ambiguous_with: Vec<CompanyIx>,
    pub(crate) compared: Compared,
}

/// The proposals for the companies of a graph.
#[derive(Debug)]
pub struct CompanyResolution<'a> {
    pub(crate) graph: &'a BoardGraph,
    pub(crate) companies: Companies,
    pub(crate) directors: Directors<'a>,
    pub(crate) prior_thousandths: i32,
    /// The pairs, the likeliest first.
    pub proposals: Vec<CompanyProposal>,
    /// The share of pairs that are one company, before anything is compared.
    pub prior: f64,
    /// What the pairs were compared for, and their number.
    pub work: Vec<(&'static str, u64)>,
    /// The values that too many companies have to compare them with each other.
    pub passed_over: Vec<PassedOver>,
    /// The expected number of pairs that are one company.
    pub expected: f64,
    /// The pairs that are not listed because somebody decided that they are two, or could not tell.
    pub settled: usize,
    /// The smallest record of the cluster of each record that is in one.
    pub clusters: BTreeMap<CompanyIx, CompanyIx>,
}

/// Compares the companies of a graph, and returns the pairs that may be one company.
///
/// Two companies are listed only if a name, a number of a register, an address, a telephone number or a web domain is the same, as
/// far as spelling goes. The order of rows, and the number of threads, do not matter.
///
/// ```
/// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
/// use interlocks_graph::{BoardGraph, BuildOptions, Entity};
/// use interlocks_identity::{Band, CompanyOptions, resolve_companies};
///
/// let text = r#"{"people": [], "seats": [], "companies": [
///     {"id": "R1", "name": "Acme Trading Ltd", "country": "GB", "number": "00102498"},
///     {"id": "A1", "name": "ACME TRADING LIMITED", "country": "United Kingdom", "number": "102498"},
///     {"id": "A2", "name": "Acme Trading plc", "country": "GB"}]}"#;
/// let data = Dataset::read(Box::new(text.as_bytes()), "x", DataFormat::Json, &LoadOptions::default())?;
/// let graph = BoardGraph::new(data, BuildOptions::default());
///
/// let found = resolve_companies(&graph, &CompanyOptions::default());
/// let first = &found.proposals[0];
/// assert_eq!(first.band, Band::Merge);
/// assert_eq!(graph.id(Entity::Company(first.a)), "A1");
/// // Another legal form is another company, until a person says otherwise.
/// assert!(found.proposals[1..].iter().all(|pair| pair.band == Band::Review));
/// println!("{}", found.explain(first).paragraph());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn resolve_companies<'a>(graph: &'a BoardGraph, options: &CompanyOptions) -> CompanyResolution<'a> {
    let companies = Companies::new(graph);
    let frequencies = Frequencies::new(&companies);
    let directors = Directors::new(graph);
    let decided = Decided::new(graph, EntityKind::Company);
    let comparison = Comparison {
        companies: &companies,
        frequencies: &frequencies,
        directors: &directors,
        decided: &decided,
        tied: tied(graph),
        population: options.population.unwrap_or(companies.len() as u64) as f64,
    };
    let prior = comparison.prior();
    let review = thousandths((options.review_at / (1.0 - options.review_at)).log2());
    let Candidates { pairs, work, passed_over } = comparison.candidates(review - prior);
    let mut links: Vec<Link> = pairs
        .iter()
        .map(|pair| {
            let bits = pair.compared.sum() + prior;
            let has_veto = !pair.compared.vetoes.is_empty();
            Link { a: pair.a, b: pair.b, bits, probability: probability(bits), has_veto }
        })
        .collect();
    let expected = links.iter().map(|link| link.probability).sum();
    weigh_alternatives(&mut links, |a, b| !comparison.compare(a as usize, b as usize).vetoes.is_empty());
    let found = clusters(&links, options.merge_at);
    let company = CompanyIx::new;
    let mut proposals: Vec<CompanyProposal> = pairs
        .into_iter()
        .zip(links.iter().zip(&found.is_merged))
        .map(|(pair, (link, is_merged))| CompanyProposal {
            a: company(link.a),
            b: company(link.b),
            band: if *is_merged { Band::Merge } else { Band::Review },
            probability: link.probability,
            thousandths: link.bits,
            vetoes: pair.compared.vetoes.clone(),
            ambiguous_with: found.ambiguous_with(link).into_iter().map(company).collect(),
            compared: pair.compared,
        })
        .filter(|proposal| proposal.thousandths >= review)
        .collect();
    proposals.par_sort_by_key(|proposal| (-proposal.thousandths, proposal.a, proposal.b));
    let listed = proposals.len();
    proposals.retain(|proposal| !decided.is_settled(proposal.a.number(), proposal.b.number()));
    let settled = listed - proposals.len();
    let clusters = found.cluster.iter().map(|(record, first)| (company(*record), company(*first))).collect();
    let prior_share = comparison.prior_share();
    CompanyResolution {
        graph,
        prior_thousandths: prior,
        proposals,
        prior: prior_share,
        work,
        passed_over,
        expected,
        settled,
        clusters,
        directors,
        companies,
    }
}

impl CompanyResolution<'_> {
    /// Returns the number of records that were compared.
    pub fn records(&self) -> usize {
        self.companies.len()
    }

    /// Returns the name of a company.
    pub fn name(&self, company: CompanyIx) -> String {
        self.graph.name(Entity::Company(company)).into_owned()
    }

    /// Returns the number of comparisons.
    pub fn compared(&self) -> u64 {
        self.work.iter().map(|(_, compared)| compared).sum()
    }

    /// Returns the weights of all levels. They are the same for all data.
    pub fn weights(&self) -> &'static [CompanyWeight] {
        WEIGHTS
    }

    /// Measures the proposals against rows of company, entity and block.
    pub fn accuracy(&self, rows: impl Iterator<Item = (CompanyIx, String, String)>) -> Accuracy {
        let truth = Truth::new(rows.map(|(company, entity, block)| (company.number(), entity, block)));
        truth.measure(self.proposals.iter().map(|proposal| {
            (proposal.a.number(), proposal.b.number(), proposal.probability, proposal.band == Band::Merge)
        }))
    }
}
