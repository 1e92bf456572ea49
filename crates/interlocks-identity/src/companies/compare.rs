//! Comparing two companies: the result for each feature, with its weight, and what forbids to merge them.

use std::collections::HashSet;

use interlocks_core::model::DayRange;
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

use super::directors::{Directors, Shared};
use super::frequencies::Frequencies;
use super::identifiers::Kind;
use super::records::{Companies, Detail, Name, Texts};
use super::weights::{Level, PRIOR, mistakes};
use crate::decided::Decided;
use crate::model::thousandths;
use crate::vetoes::Veto;

/// Deals of more parties do not say that each two are two.
const MOST_PARTIES: usize = 50;

/// Names with a word of fewer letters are not nearly the same.
const LEAST_LETTERS: usize = 5;

/// A feature of a pair with its weight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed {
    pub level: Level,
    /// The kind of a number.
    pub kind: Option<Kind>,
    /// In thousandths of a bit.
    pub weight: i32,
    /// The number of the text of the value, and the logarithm of its share, where that counts.
    pub value: Option<(u32, f64)>,
    /// `true` if a name is not that by which the record goes.
    pub is_other_name: bool,
}

/// Two companies, compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub features: Vec<Weighed>,
    pub vetoes: Vec<Veto>,
    /// `true` if they have a name, a number, an address, a telephone number or a web domain in common; others are not listed.
    pub is_anchored: bool,
}

impl Compared {
    fn add(&mut self, level: Level) {
        self.push(level, None, None);
    }

    /// Adds a feature whose value has a share.
    fn add_value(&mut self, level: Level, value: u32, share: f64) {
        self.push(level, None, Some((value, share.log2())));
    }

    fn push(&mut self, level: Level, kind: Option<Kind>, value: Option<(u32, f64)>) {
        let own = level.weight();
        let weight = own.thousandths + value.map_or(0, |(_, share)| thousandths(-share).clamp(0, own.most));
        self.features.push(Weighed { level, kind, weight, value, is_other_name: false });
    }

    /// Returns the sum of the weights without the prior.
    pub(crate) fn sum(&self) -> i32 {
        self.features.iter().map(|feature| feature.weight).sum()
    }
}

/// The tables by which two companies are compared.
pub(crate) struct Comparison<'a> {
    pub companies: &'a Companies,
    pub frequencies: &'a Frequencies,
    pub directors: &'a Directors<'a>,
    pub decided: &'a Decided,
    pub tied: HashSet<(u32, u32)>,
    /// The number of companies that the records are a sample of.
    pub population: f64,
}

/// Returns the pairs of companies that a tie or a deal of the data names as two.
pub(crate) fn tied(graph: &BoardGraph) -> HashSet<(u32, u32)> {
    let mut pairs = HashSet::new();
    let mut add = |a: u32, b: u32| _ = pairs.insert((a.min(b), a.max(b)));
    for tie in graph.all_ties() {
        if let (Entity::Company(a), Entity::Company(b)) = graph.tie_ends(tie) {
            add(a.number(), b.number());
        }
    }
    for deal in graph.deals() {
        let parties: Vec<u32> = graph.deal_parties(deal).map(CompanyIx::number).collect();
        if parties.len() <= MOST_PARTIES {
            for (at, a) in parties.iter().enumerate() {
                parties[at + 1..].iter().filter(|b| *b != a).for_each(|b| add(*a, *b));
            }
        }
    }
    pairs
}

/// Returns the level of two names.
pub(crate) fn compare_names(words: &Texts, a: &Name, b: &Name) -> Level {
    let same_words = a.words == b.words;
    if a.numbers != b.numbers {
        return if same_words { Level::NameNumber } else { Level::NameDifferent };
    }
    if same_words {
        return if a.written == b.written { Level::NameSame } else { Level::NameAbbreviated };
    }
    if a.joined == b.joined {
        Level::NameJoined
    } else if a.joined_class == b.joined_class {
        Level::NameClass
    } else if a.classes == b.classes {
        Level::NameOrder
    } else if !a.core.is_empty() && a.core == b.core {
        Level::NamePart
    } else if is_near(words, a, b) {
        Level::NameNear
    } else {
        Level::NameDifferent
    }
}

/// Returns `true` if all words but one are the same, and that one differs by one edit.
fn is_near(words: &Texts, a: &Name, b: &Name) -> bool {
    if a.sorted.len() != b.sorted.len() {
        return false;
    }
    let one_more = |x: &[u32], y: &[u32]| -> Option<u32> {
        let mut left = y.to_vec();
        let mut more = x.iter().filter(|word| match left.iter().position(|own| own == *word) {
            Some(at) => {
                left.swap_remove(at);
                false
            }
            None => true,
        });
        let first = more.next().copied();
        first.filter(|_| more.next().is_none())
    };
    let (Some(x), Some(y)) = (one_more(&a.sorted, &b.sorted), one_more(&b.sorted, &a.sorted)) else { return false };
    let (x, y) = (words.text(x), words.text(y));
    may_be_mistyped(x) && may_be_mistyped(y) && x.len().abs_diff(y.len()) <= 1 && strsim::osa_distance(x, y) <= 1
}

/// Returns `true` for a word of some letters and no digits.
pub(crate) fn may_be_mistyped(word: &str) -> bool {
    word.len() >= LEAST_LETTERS && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl Comparison<'_> {
    /// Returns the prior in thousandths of a bit.
    pub(crate) fn prior(&self) -> i32 {
        let share = self.prior_share();
        thousandths((share / (1.0 - share)).log2())
    }

    /// Returns the share of pairs that are one company, before anything is compared.
    pub(crate) fn prior_share(&self) -> f64 {
        (PRIOR / self.population.max(2.0)).min(0.25)
    }

    /// Compares two companies.
    pub(crate) fn compare(&self, a: usize, b: usize) -> Compared {
        let mut found = Compared::default();
        let name = self.add_name(&mut found, a, b);
        let number = self.add_identifiers(&mut found, a, b);
        self.add_country(&mut found, a, b);
        let is_apart = self.add_dates(&mut found, a, b);
        self.add_details(&mut found, a, b);
        if let Some(shared) = self.directors.compare(a, b) {
            found.add(match shared {
                Shared::Nobody => Level::NobodyShared,
                Shared::Common => Level::CommonNameShared,
                Shared::OtherTime => Level::SharedAtOtherTime,
                Shared::One => Level::OneShared,
                Shared::Several => Level::SeveralShared,
            });
        }
        let pair = (a.min(b) as u32, a.max(b) as u32);
        if self.tied.contains(&pair) {
            found.add(Level::Tied);
            found.vetoes.push(Veto::Tied);
        }
        match name {
            Level::NameNumber => found.vetoes.push(Veto::Number),
            Level::NameDifferent if number && is_apart => found.vetoes.push(Veto::Reused),
            Level::NameDifferent if !number => found.vetoes.push(Veto::Name),
            Level::NamePart if !number => found.vetoes.push(Veto::Word),
            _ => {}
        }
        if self.decided.is_distinct(pair.0, pair.1) {
            found.vetoes.push(Veto::Decided);
        }
        found.vetoes.sort_unstable();
        found.vetoes.dedup();
        found
    }

    /// Adds the two names that agree best, with their legal forms.
    fn add_name(&self, found: &mut Compared, a: usize, b: usize) -> Level {
        let country = |company| self.companies.detail(Detail::Country, company);
        let one_country = country(a) != 0 && country(a) == country(b);
        let mut best: Option<(i32, Compared, Level)> = None;
        for (at, x) in self.companies.names(a).iter().enumerate() {
            for (other, y) in self.companies.names(b).iter().enumerate() {
                let mut own = Compared::default();
                let level = compare_names(&self.companies.words, x, y);
                match self.name_share(level, x, y) {
                    Some(share) => own.add_value(level, x.shown, share),
                    None => own.add(level),
                }
                own.features.iter_mut().for_each(|feature| feature.is_other_name = at + other > 0);
                add_form(&mut own, x, y, one_country, level);
                if best.as_ref().is_none_or(|(sum, ..)| own.sum() > *sum) {
                    best = Some((own.sum(), own, level));
                }
            }
        }
        let Some((_, own, level)) = best else { return Level::NameDifferent };
        found.is_anchored = !matches!(level, Level::NameDifferent | Level::NameNumber);
        found.features.extend(own.features);
        found.vetoes.extend(own.vetoes);
        level
    }

    /// Returns the share of companies that have a name by chance, as namesakes or as relatives; `None` where it does not count.
    fn name_share(&self, level: Level, a: &Name, b: &Name) -> Option<f64> {
        let chance = |words: &mut dyn Iterator<Item = u32>| self.frequencies.chance(self.companies, words);
        let own = |name: &Name| chance(&mut name.words.iter().copied());
        let chance = match level {
            Level::NameNumber | Level::NameDifferent => return None,
            // Only the words that both have.
            Level::NamePart => chance(&mut a.words.iter().copied().filter(|word| b.words.contains(word))),
            _ => own(a).max(own(b)),
        };
        let namesakes = self.frequencies.namesakes(a).max(self.frequencies.namesakes(b));
        Some((chance + namesakes + level.relatives() / self.population.max(2.0)).min(1.0))
    }

    /// Adds what numbers of registers say; returns `true` if they have one in common.
    fn add_identifiers(&self, found: &mut Compared, a: usize, b: usize) -> bool {
        let mut has_same = false;
        for kind in Kind::ALL {
            let of = |company: usize| self.companies.identifiers(company).iter().filter(move |own| own.kind == kind);
            let mut same: Option<(u32, bool)> = None;
            let mut differs = false;
            for (x, y) in of(a).flat_map(|x| of(b).map(move |y| (x, y))) {
                let is_known = x.register == y.register;
                if !is_known && x.register != 0 && y.register != 0 {
                    continue;
                }
                if x.value == y.value {
                    same = same.filter(|(_, is_known)| *is_known).or(Some((x.value, is_known)));
                } else {
                    differs |= is_known && x.is_exclusive && y.is_exclusive;
                }
            }
            if let Some((value, is_known)) = same {
                let others = f64::from(self.frequencies.identifier(kind, value)) + mistakes(kind, is_known);
                let share = (others / self.population.max(2.0)).min(1.0).log2();
                let level = if is_known { Level::NumberSame } else { Level::NumberSameSomewhere };
                found.push(level, Some(kind), Some((value, share)));
                found.is_anchored = true;
                has_same = true;
            } else if differs {
                found.push(Level::NumberOther, Some(kind), None);
                found.vetoes.push(Veto::Identifier);
            }
        }
        has_same
    }

    fn add_country(&self, found: &mut Compared, a: usize, b: usize) {
        let of = |detail| [a, b].map(|company| self.companies.detail(detail, company));
        let ([x, y], [part, other]) = (of(Detail::Country), of(Detail::Part));
        if x != 0 && y != 0 && x != y {
            found.add(Level::CountryOther);
            found.vetoes.push(Veto::Country);
        } else if part != 0 && other != 0 && part != other && x == y {
            found.add(Level::PartOther);
            found.vetoes.push(Veto::Country);
        } else if x != 0 && x == y {
            found.add_value(Level::CountrySame, x, self.frequencies.detail(Detail::Country, x));
        }
    }

    /// Adds what the dates say; returns `true` if they cannot be of one company.
    fn add_dates(&self, found: &mut Compared, a: usize, b: usize) -> bool {
        let (founded, dissolved) = (&self.companies.founded, &self.companies.dissolved);
        let ends_before = |x: usize, y: usize| match (dissolved[x], founded[y]) {
            (Some(end), Some(start)) => end.last < start.first,
            _ => false,
        };
        let level = if ends_before(a, b) || ends_before(b, a) {
            Level::OneAfterTheOther
        } else {
            let (Some(x), Some(y)) = (founded[a], founded[b]) else { return false };
            founded_level(x, y)
        };
        match (level, founded[a]) {
            (Level::FoundedDay, Some(days)) => {
                let share = self.frequencies.day(days.first);
                found.push(level, None, Some((0, share.log2())));
            }
            _ => found.add(level),
        }
        let is_apart = matches!(level, Level::OneAfterTheOther | Level::FoundedApart);
        if is_apart {
            found.vetoes.push(Veto::Dates);
        }
        is_apart
    }

    fn add_details(&self, found: &mut Compared, a: usize, b: usize) {
        let of = |detail| [a, b].map(|company| self.companies.detail(detail, company));
        let is_same = |[x, y]: [u32; 2]| x != 0 && x == y;
        let is_other = |[x, y]: [u32; 2]| x != 0 && y != 0 && x != y;
        let places = [
            (Detail::Address, Level::PlaceAddress),
            (Detail::Postcode, Level::PlacePostcode),
            (Detail::Town, Level::PlaceTown),
        ];
        if let Some((detail, level)) = places.into_iter().find(|(detail, _)| is_same(of(*detail))) {
            let value = of(detail)[0];
            found.add_value(level, value, self.frequencies.detail(detail, value));
            found.is_anchored |= detail == Detail::Address;
        } else if places.into_iter().any(|(detail, _)| is_other(of(detail))) {
            found.add(Level::PlaceOther);
        }
        for (detail, same, other) in [
            (Detail::Phone, Level::PhoneSame, Level::PhoneOther),
            (Detail::Domain, Level::DomainSame, Level::DomainOther),
        ] {
            let values = of(detail);
            if is_same(values) {
                found.add_value(same, values[0], self.frequencies.detail(detail, values[0]));
                found.is_anchored = true;
            } else if is_other(values) {
                found.add(other);
            }
        }
    }
}

/// Adds what the legal forms of two names say. Of names that have nothing in common they say nothing.
fn add_form(found: &mut Compared, a: &Name, b: &Name, one_country: bool, name: Level) {
    if name == Level::NameDifferent {
        return;
    }
    match (a.form, b.form) {
        (None, None) => {}
        (Some(x), Some(y)) if x == y && one_country => found.add(Level::FormSameInCountry),
        (Some(x), Some(y)) if x == y => found.add(Level::FormSame),
        (Some(x), Some(y)) if x.may_be(y) => found.add(Level::FormTranslated),
        (Some(_), Some(_)) => {
            found.add(Level::FormOther);
            found.vetoes.push(Veto::Form);
        }
        _ => found.add(Level::FormOneSided),
    }
}

/// Returns the level of two dates of foundation.
fn founded_level(a: DayRange, b: DayRange) -> Level {
    const MONTH: i64 = 31;
    if a.meets(b) {
        let width = a.width().max(b.width());
        return match width {
            0 => Level::FoundedDay,
            1..MONTH => Level::FoundedMonth,
            _ => Level::FoundedYear,
        };
    }
    let (first, second) = if a.first < b.first { (a, b) } else { (b, a) };
    if second.first < first.last.plus_years(1) { Level::FoundedNear } else { Level::FoundedApart }
}
