//! The weights of levels: how much more often a level is met among records of one person than among others.
//!
//! A pair has the sum of the weights of its levels, in thousandths of a bit, and a prior. Fellegi and Sunter, "A theory for record
//! linkage", Journal of the American Statistical Association 64 (1969).

use serde::{Deserialize, Serialize};

use crate::compare::{BirthLevel, BoardsLevel, FamilyLevel, GivenLevel, Levels, NameLevels};
use crate::frequencies::Frequencies;
use crate::people::{Name, People};
use crate::words::{NO_WORD, Words};

/// The numbers of the features; further columns follow.
pub(crate) mod feature {
    pub(crate) const FAMILY: usize = 0;
    pub(crate) const GIVEN: usize = 1;
    pub(crate) const GENERATION: usize = 2;
    /// Births that are known to the day; to the month and to the year follow.
    pub(crate) const BIRTH: usize = 3;
    pub(crate) const GENDER: usize = 6;
    /// Boards of two people with one family name, who may be relatives.
    pub(crate) const BOARDS: usize = 7;
    /// Boards of two people with different family names.
    pub(crate) const BOARDS_OF_OTHERS: usize = 8;
    /// The number of features that every dataset may have: the first further column.
    pub(crate) const COLUMNS: usize = 9;
}

/// Returns the feature that compares boards, for a level of family names.
pub(crate) fn boards_feature(levels: Levels) -> usize {
    let (family, given, _) = levels.names();
    let is_namesake = family <= FamilyLevel::Part as u8 || family == FamilyLevel::Reversed as u8;
    if is_namesake && given != GivenLevel::Different as u8 { feature::BOARDS } else { feature::BOARDS_OF_OTHERS }
}

/// The shares of the levels of a feature; level 0, missing, has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelShares {
    /// The feature.
    pub feature: String,
    /// The share of each level among pairs of records of one person, from level 1 on.
    pub m: Vec<f64>,
    /// The share of each level among pairs of records of two people.
    pub u: Vec<f64>,
}

/// The levels whose share among matches is set, not learnt: contradictions. Otherwise the fit would talk itself into fathers who
/// are their sons.
fn is_set(feature: usize, level: usize) -> bool {
    match feature {
        feature::GENERATION => level == 3,
        feature::BIRTH..feature::GENDER => level >= 4,
        feature::GENDER => level == 2,
        feature::BOARDS | feature::BOARDS_OF_OTHERS => level == BoardsLevel::OneSource as usize,
        _ => false,
    }
}

const FAMILY_M: &[f64] = &[0.885, 0.03, 0.03, 0.025, 0.008, 0.022];
const FAMILY_U: &[f64] = &[0.0008, 0.0003, 0.0006, 0.0015, 0.000_02, 0.9968];
const GIVEN_M: &[f64] = &[0.08, 0.08, 0.20, 0.42, 0.006, 0.07, 0.004, 0.08, 0.004, 0.015, 0.02, 0.004, 0.017];
const GIVEN_U: &[f64] =
    &[0.000_02, 0.0005, 0.0022, 0.004, 0.0015, 0.006, 0.002, 0.02, 0.01, 0.004, 0.006, 0.004, 0.940];
const GENERATION_M: &[f64] = &[0.45, 0.5499, 0.0001];
const GENERATION_U: &[f64] = &[0.02, 0.93, 0.05];
const DAY_M: &[f64] = &[0.92, 0.05, 0.0252, 0.004, 0.0008];
const DAY_U: &[f64] = &[0.000_06, 0.005, 0.03, 0.66, 0.305];
const MONTH_M: &[f64] = &[0.96, 0.005, 0.0302, 0.004, 0.0008];
const MONTH_U: &[f64] = &[0.0019, 0.000_1, 0.028, 0.67, 0.30];
const YEAR_M: &[f64] = &[0.95, 0.0002, 0.045, 0.004, 0.0008];
const YEAR_U: &[f64] = &[0.022, 0.000_1, 0.08, 0.60, 0.298];
const GENDER_M: &[f64] = &[0.9995, 0.0005];
const GENDER_U: &[f64] = &[0.6, 0.4];
const BOARDS_M: &[f64] = &[0.40, 0.03, 0.03, 0.03, 0.02, 0.10, 0.0005, 0.3895];
const BOARDS_U: &[f64] = &[0.955, 0.006, 0.006, 0.002, 0.001, 0.008, 0.02, 0.002];
const BOARDS_OF_OTHERS_U: &[f64] = &[0.985, 0.005, 0.004, 0.001, 0.0005, 0.002, 0.0015, 0.001];
const COLUMN_M: &[f64] = &[0.75, 0.10, 0.15];
const COLUMN_U: &[f64] = &[0.02, 0.02, 0.96];

/// The names of the features, with their shipped shares.
const SHIPPED: [(&str, &[f64], &[f64]); feature::COLUMNS] = [
    ("family", FAMILY_M, FAMILY_U),
    ("given", GIVEN_M, GIVEN_U),
    ("generation", GENERATION_M, GENERATION_U),
    ("birth to the day", DAY_M, DAY_U),
    ("birth to the month", MONTH_M, MONTH_U),
    ("birth to the year", YEAR_M, YEAR_U),
    ("gender", GENDER_M, GENDER_U),
    ("boards of namesakes", BOARDS_M, BOARDS_U),
    ("boards of others", BOARDS_M, BOARDS_OF_OTHERS_U),
];

/// The weights: the prior and the shares of levels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Model {
    /// The probability that two records taken at random are one person.
    pub prior: f64,
    /// The shares of the levels of each feature.
    pub features: Vec<LevelShares>,
}

impl Model {
    /// Returns the weights that are shipped, for `population` people and some further columns.
    pub fn shipped(population: u64, columns: &[String]) -> Model {
        let shares =
            |name: &str, m: &[f64], u: &[f64]| LevelShares { feature: name.to_owned(), m: m.to_vec(), u: u.to_vec() };
        let mut features: Vec<LevelShares> = SHIPPED.iter().map(|(name, m, u)| shares(name, m, u)).collect();
        features.extend(columns.iter().map(|name| shares(name, COLUMN_M, COLUMN_U)));
        Model { prior: (0.3 / population.max(2) as f64).min(0.25), features }
    }

    /// Checks weights that were read from a file, for some further columns.
    ///
    /// # Errors
    /// A sentence on what is wrong with them.
    pub fn check(&self, columns: usize) -> Result<(), String> {
        let wanted: Vec<usize> =
            SHIPPED.iter().map(|(_, m, _)| m.len()).chain(std::iter::repeat_n(COLUMN_M.len(), columns)).collect();
        if self.features.len() != wanted.len() {
            return Err(format!("{} features instead of {}", self.features.len(), wanted.len()));
        }
        let is_share = |value: &f64| *value >= 0.0 && *value <= 1.0;
        if !(self.prior > 0.0 && self.prior < 1.0) {
            return Err("'prior' is not between 0 and 1".to_owned());
        }
        for (shares, levels) in self.features.iter().zip(wanted) {
            if shares.m.len() != levels || shares.u.len() != levels || !shares.m.iter().chain(&shares.u).all(is_share) {
                return Err(format!(
                    "the feature '{}' needs {levels} shares between 0 and 1 as m and as u",
                    shares.feature
                ));
            }
        }
        Ok(())
    }

    /// Returns the feature number and level of everything that is compared in a pair.
    pub(crate) fn each_level(levels: Levels, columns: usize, mut each: impl FnMut(usize, u8)) {
        let (family, given, generation) = levels.names();
        each(feature::FAMILY, family);
        each(feature::GIVEN, given);
        each(feature::GENERATION, generation);
        each(boards_feature(levels), levels.boards());
        let (precision, birth) = levels.birth();
        if precision > 0 {
            each(feature::BIRTH + usize::from(precision) - 1, birth);
        }
        each(feature::GENDER, levels.gender());
        for column in 0..columns {
            each(feature::COLUMNS + column, levels.column(column));
        }
    }

    /// Learns the shares among matches from the expected number of matches with each level.
    pub(crate) fn learn(&mut self, shipped: &Model, expected: &[Vec<f64>]) {
        const PRIOR_COUNT: f64 = 50.0;
        for (feature, shares) in self.features.iter_mut().enumerate() {
            let before = &shipped.features[feature].m;
            let is_learnt = |level: &usize| !is_set(feature, level + 1);
            let free: f64 = (0..before.len()).filter(is_learnt).map(|level| before[level]).sum();
            let counts = |level: usize| PRIOR_COUNT * before[level] / free + expected[feature][level];
            let all: f64 = (0..before.len()).filter(is_learnt).map(counts).sum();
            for level in (0..before.len()).filter(is_learnt) {
                shares.m[level] = free * counts(level) / all;
            }
        }
    }

    /// Sets the shares among pairs of two people of a feature from numbers of pairs; the shipped ones count as so many pairs.
    pub(crate) fn set_u(&mut self, shipped: &Model, feature: usize, counts: &[f64], prior_count: f64) {
        let all: f64 = counts.iter().sum();
        for (level, count) in counts.iter().enumerate() {
            let before = shipped.features[feature].u[level];
            self.features[feature].u[level] = (count + prior_count * before) / (all + prior_count);
        }
    }

    /// Returns the weights as whole thousandths of a bit.
    pub(crate) fn weights(&self, frequencies: &Frequencies) -> Weights {
        let log = |value: f64| value.max(1e-12).log2();
        let mut levels: Vec<[i32; 16]> = vec![[0; 16]; self.features.len()];
        for (feature, shares) in self.features.iter().enumerate() {
            for (at, (m, u)) in shares.m.iter().zip(&shares.u).enumerate() {
                let by_value = match (feature, at + 1) {
                    // The share of the value itself takes the place of that of the level.
                    (feature::FAMILY, 1 | 2) | (feature::BIRTH | feature::COLUMNS.., 1) => 0.0,
                    // Names are written in the other order as often among people at random: what is left is the value, less a
                    // bit for those whose given name is the family name of another.
                    (feature::FAMILY, 5) => log(*m) + 1.0,
                    (feature::GIVEN, 1) => log(*u) - frequencies.any_given - frequencies.any_middle,
                    (feature::GIVEN, 2..=5) => log(*u) - frequencies.any_given,
                    _ => log(*u),
                };
                levels[feature][at + 1] = thousandths(log(*m) - by_value);
            }
        }
        let prior = thousandths(log(self.prior) - log(1.0 - self.prior));
        Weights { prior, levels }
    }
}

/// Returns a number of bits as whole thousandths.
pub(crate) fn thousandths(bits: f64) -> i32 {
    (bits * 1000.0).round() as i32
}

/// Returns the probability of a sum of weights.
pub(crate) fn probability(thousandths: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(thousandths) / 1000.0).exp2())
}

/// The weights of levels in thousandths of a bit; those that depend on a value lack the part of the value.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub prior: i32,
    levels: Vec<[i32; 16]>,
}

impl Weights {
    /// Returns the weight of a level of a feature.
    pub(crate) fn of(&self, feature: usize, level: u8) -> i32 {
        self.levels[feature][usize::from(level)]
    }

    /// Returns the largest weight of a feature.
    pub(crate) fn largest(&self, feature: usize) -> i32 {
        self.levels[feature].iter().copied().max().unwrap_or_default()
    }

    /// Returns the largest weight of the levels of a feature other than the first.
    pub(crate) fn largest_after_first(&self, feature: usize) -> i32 {
        self.levels[feature][2..].iter().copied().max().unwrap_or_default()
    }

    /// Returns the sum of the weights of levels and the prior, without the parts of values.
    pub(crate) fn sum(&self, levels: Levels, columns: usize) -> i32 {
        let mut sum = self.prior;
        Model::each_level(levels, columns, |feature, level| sum += self.of(feature, level));
        sum
    }
}

/// How far the share of a value may move the weight of a level that is not exact, in bits.
pub(crate) const MOST_BY_VALUE: f64 = 5.0;

/// The share of names that are written in the other order.
pub(crate) const REVERSED: f64 = 0.02;

/// The bits of the name of an organisation.
const ORGANISATION: f64 = 27.0;

/// Returns the bits of a share beside that of any value; at most [`MOST_BY_VALUE`].
pub(crate) fn relative(share: f64, any: f64) -> f64 {
    -(share - any).clamp(-MOST_BY_VALUE, MOST_BY_VALUE)
}

/// Returns the part of names in the weight that depends on how common they are: family name, given names.
pub(crate) fn name_values(
    words: &Words,
    frequencies: &Frequencies,
    names: &NameLevels,
    [a, b]: [&Name<'_>; 2],
    levels: Levels,
    own: f64,
) -> (i32, i32) {
    let word = names.family_word;
    let family = match names.family {
        _ if word == NO_WORD => 0.0,
        // Parents and children share it, so it says nothing.
        _ if levels.birth().1 == BirthLevel::Generation as u8 => 0.0,
        // No two organisations have one name, as a rule.
        FamilyLevel::Same | FamilyLevel::Class if a.is_organisation => ORGANISATION,
        FamilyLevel::Same => -frequencies.family(word, own),
        FamilyLevel::Reversed if word == a.family => reversed_value(frequencies, [a, b], own),
        FamilyLevel::Reversed => reversed_value(frequencies, [b, a], own),
        FamilyLevel::Class => -frequencies.family_class(words.class(word), own),
        _ => relative(frequencies.family(word, own), frequencies.any_family),
    };
    let word = names.given_word;
    let given = match names.given {
        _ if word == NO_WORD => 0.0,
        GivenLevel::All => {
            let middle = a.given.iter().skip(1);
            -frequencies.given(word, own) - middle.map(|word| frequencies.middle(*word, own)).sum::<f64>()
        }
        GivenLevel::MiddleFits | GivenLevel::OneMiddle | GivenLevel::NoMiddle | GivenLevel::MiddleContradicts => {
            -frequencies.given(word, own)
        }
        GivenLevel::Initial | GivenLevel::InitialContradicts => {
            relative(frequencies.initial(words.initial(word), own), frequencies.any_initial)
        }
        _ => relative(frequencies.given(word, own), frequencies.any_given),
    };
    (thousandths(family), thousandths(given))
}

/// Returns the bits of a family name that stands where the other has a given name. It is one name written in the other order, or
/// that of somebody else whose given name is a family name: the share of both counts.
fn reversed_value(frequencies: &Frequencies, [a, b]: [&Name<'_>; 2], own: f64) -> f64 {
    let (Some(x), Some(y)) = (a.given.first(), b.given.first()) else { return 0.0 };
    let as_written = frequencies.family(b.family, own) + frequencies.given(*y, own) - frequencies.given(*x, own);
    -(frequencies.family(a.family, own).exp2() + as_written.exp2() / REVERSED).log2()
}

/// Returns the part of births and further columns that depends on how common their values are.
pub(crate) fn attribute_values(people: &People, frequencies: &Frequencies, levels: Levels, a: usize, own: f64) -> i32 {
    let mut sum = 0;
    if levels.birth() == (1, 1)
        && let Some(birth) = people.birth(a)
    {
        sum -= thousandths(frequencies.day(birth.days.first, own));
    }
    for (at, column) in people.columns.iter().enumerate() {
        if levels.column(at) == 1 {
            sum -= thousandths(frequencies.column(at, column.value(a), own));
        }
    }
    sum
}
