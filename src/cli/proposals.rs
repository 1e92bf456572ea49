//! Proposals on people and on companies, as the commands use them.

use schemars::JsonSchema;
use serde::Serialize;

use interlocks::graph::{CompanyIx, Entity, PersonIx};
use interlocks::identity::{
    Accuracy, Band, CompanyProposal, CompanyResolution, CompanyWeight, Explained, FoundInterlocks, LevelShares,
    MOST_IN_BLOCK, Proposal, Resolution,
};
use interlocks_core::wording::counted;

/// A row of the table of who is who: a record of the data, the entity, and the block in which pairs count.
pub type TruthRow = (Entity, String, String);

/// The weights of `resolve`, and what they were learnt from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Weights {
    /// The number of records.
    records: usize,
    /// The number of pairs that were compared.
    pairs_compared: u64,
    /// The probability that two records taken at random are one.
    prior: f64,
    /// The expected number of pairs that are one.
    expected: f64,
    /// The rounds of the fit; 0 if the weights were not fitted.
    rounds: usize,
    /// The features, with their levels.
    features: FeatureWeights,
}

/// The weights of features.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
enum FeatureWeights {
    /// Of people: the shares of levels.
    People(Vec<LevelShares>),
    /// Of companies: the weight of each level.
    Companies(Vec<LevelWeight>),
}

/// The weight of a level of a feature of companies.
#[derive(Debug, Serialize, JsonSchema)]
struct LevelWeight {
    /// The feature.
    feature: &'static str,
    /// The result of the comparison.
    level: &'static str,
    /// The weight in bits.
    bits: f64,
}

/// Figures of the pairs against a table of who is who.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Measured {
    /// Figures of the candidates.
    #[serde(flatten)]
    accuracy: Accuracy,
    /// The number of pairs that were compared.
    compared: u64,
    /// The number of pairs that may be one.
    candidates: usize,
    /// The interlocks that are found where all of these pairs are one; only for people with seats.
    #[serde(skip_serializing_if = "Option::is_none")]
    interlocks: Option<FoundInterlocks>,
}

/// Pairs of records that may be one.
pub trait Proposals: Sync {
    /// A pair.
    type Pair: Sync;

    /// Returns the pairs, the likeliest first.
    fn pairs(&self) -> &[Self::Pair];
    /// Returns the records of a pair.
    fn records(pair: &Self::Pair) -> [Entity; 2];
    /// Returns the band of a pair.
    fn band(pair: &Self::Pair) -> Band;
    /// Returns a pair with its reasons.
    fn explain(&self, pair: &Self::Pair) -> Explained;
    /// Returns the number of interlocks that depend on a pair.
    fn impact(&self, pair: &Self::Pair) -> usize;
    /// Returns pairs with their impact, the greatest first.
    fn by_impact<'p>(&self, pairs: &[&'p Self::Pair]) -> Vec<(usize, &'p Self::Pair)>;
    /// Returns the number of pairs that are not listed because somebody has decided on them.
    fn settled(&self) -> usize;
    /// Returns what was compared, line by line.
    fn work(&self) -> Vec<String>;
    /// Returns what was not compared, for notes.
    fn left_out(&self) -> Vec<String>;
    /// Returns the weights.
    fn model(&self) -> Weights;
    /// Returns figures of the pairs against a table of who is who.
    fn measured(&self, rows: &[TruthRow]) -> Measured;
}

impl Proposals for Resolution<'_> {
    type Pair = Proposal;

    fn pairs(&self) -> &[Proposal] {
        &self.proposals
    }

    fn records(pair: &Proposal) -> [Entity; 2] {
        [pair.a, pair.b].map(Entity::Person)
    }

    fn band(pair: &Proposal) -> Band {
        pair.band
    }

    fn explain(&self, pair: &Proposal) -> Explained {
        Resolution::explain(self, pair)
    }

    fn impact(&self, pair: &Proposal) -> usize {
        Resolution::impact(self, pair)
    }

    fn by_impact<'p>(&self, pairs: &[&'p Proposal]) -> Vec<(usize, &'p Proposal)> {
        Resolution::by_impact(self, pairs)
    }

    fn settled(&self) -> usize {
        self.settled
    }

    fn work(&self) -> Vec<String> {
        let line = |(key, compared, out_of_reach): &(&str, u64, u64)| {
            format!("{key}: {compared} pairs compared, {out_of_reach} out of reach")
        };
        self.work.iter().map(line).collect()
    }

    fn left_out(&self) -> Vec<String> {
        Vec::new()
    }

    fn model(&self) -> Weights {
        Weights {
            records: Resolution::records(self),
            pairs_compared: self.compared(),
            prior: self.model.prior,
            expected: self.expected,
            rounds: self.rounds,
            features: FeatureWeights::People(self.model.features.clone()),
        }
    }

    fn measured(&self, rows: &[TruthRow]) -> Measured {
        let person = |(entity, name, block): &TruthRow| match entity {
            Entity::Person(person) => Some((*person, name.clone(), block.clone())),
            Entity::Company(_) => None,
        };
        let rows: Vec<(PersonIx, String, String)> = rows.iter().filter_map(person).collect();
        let entities = rows.iter().map(|(person, entity, _)| (*person, entity.clone())).collect();
        Measured {
            accuracy: self.accuracy(rows.into_iter()),
            compared: self.compared(),
            candidates: self.proposals.len(),
            interlocks: self.has_seats().then(|| self.interlocks(&entities)),
        }
    }
}

impl Proposals for CompanyResolution<'_> {
    type Pair = CompanyProposal;

    fn pairs(&self) -> &[CompanyProposal] {
        &self.proposals
    }

    fn records(pair: &CompanyProposal) -> [Entity; 2] {
        [pair.a, pair.b].map(Entity::Company)
    }

    fn band(pair: &CompanyProposal) -> Band {
        pair.band
    }

    fn explain(&self, pair: &CompanyProposal) -> Explained {
        CompanyResolution::explain(self, pair)
    }

    fn impact(&self, pair: &CompanyProposal) -> usize {
        CompanyResolution::impact(self, pair)
    }

    fn by_impact<'p>(&self, pairs: &[&'p CompanyProposal]) -> Vec<(usize, &'p CompanyProposal)> {
        CompanyResolution::by_impact(self, pairs)
    }

    fn settled(&self) -> usize {
        self.settled
    }

    fn work(&self) -> Vec<String> {
        self.work.iter().map(|(key, compared)| format!("{key}: {compared} pairs compared")).collect()
    }

    /// The first few values; a register may have many.
    fn left_out(&self) -> Vec<String> {
        const MOST: usize = 5;
        let mut notes: Vec<String> = self
            .passed_over
            .iter()
            .take(MOST)
            .map(|block| {
                format!(
                    "not compared for their {}: {} that share it with '{}'; at most {MOST_IN_BLOCK} are compared with each other",
                    block.key,
                    counted(block.companies, "company"),
                    self.name(block.example),
                )
            })
            .collect();
        if let more @ 1.. = self.passed_over.len().saturating_sub(MOST) {
            notes.push(format!("{} that more than {MOST_IN_BLOCK} companies share", counted(more, "more value")));
        }
        notes
    }

    fn model(&self) -> Weights {
        let weight = |weight: &CompanyWeight| LevelWeight {
            feature: weight.feature,
            level: weight.text,
            bits: f64::from(weight.thousandths) / 1000.0,
        };
        Weights {
            records: CompanyResolution::records(self),
            pairs_compared: self.compared(),
            prior: self.prior,
            expected: self.expected,
            rounds: 0,
            features: FeatureWeights::Companies(self.weights().iter().map(weight).collect()),
        }
    }

    fn measured(&self, rows: &[TruthRow]) -> Measured {
        let company = |(entity, name, block): &TruthRow| match entity {
            Entity::Company(company) => Some((*company, name.clone(), block.clone())),
            Entity::Person(_) => None,
        };
        let rows: Vec<(CompanyIx, String, String)> = rows.iter().filter_map(company).collect();
        Measured {
            accuracy: self.accuracy(rows.into_iter()),
            compared: self.compared(),
            candidates: self.proposals.len(),
            interlocks: None,
        }
    }
}
