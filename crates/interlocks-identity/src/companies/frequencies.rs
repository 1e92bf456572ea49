//! How common words, names, numbers and details of companies are.

use std::collections::HashMap;

use interlocks_core::model::Day;

use super::identifiers::Kind;
use super::records::{Companies, Detail, Name};
use super::words::reference;

/// The weight of the table of words: as many companies.
const REFERENCE: f64 = 1_000.0;

/// The numbers of companies with each value.
#[derive(Debug)]
pub(crate) struct Frequencies {
    words: Vec<u32>,
    names: HashMap<u32, u32>,
    identifiers: HashMap<(Kind, u32), u32>,
    details: HashMap<(u8, u32), u32>,
    /// The number of companies of which a detail is known.
    known: [u32; Detail::ALL.len()],
    days: HashMap<Day, u32>,
    dated: u32,
    records: f64,
}

impl Frequencies {
    pub(crate) fn new(companies: &Companies) -> Frequencies {
        let mut found = Frequencies {
            words: vec![0; companies.words.len()],
            names: HashMap::new(),
            identifiers: HashMap::new(),
            details: HashMap::new(),
            known: [0; Detail::ALL.len()],
            days: HashMap::new(),
            dated: 0,
            records: companies.len() as f64,
        };
        for company in 0..companies.len() {
            found.count(companies, company);
        }
        found
    }

    fn count(&mut self, companies: &Companies, company: usize) {
        let once = |mut list: Vec<u32>| {
            list.sort_unstable();
            list.dedup();
            list
        };
        let names = companies.names(company);
        for word in once(names.iter().flat_map(|name| name.words.iter().copied()).collect()) {
            self.words[word as usize] += 1;
        }
        for name in once(names.iter().map(|name| name.key).collect()) {
            *self.names.entry(name).or_default() += 1;
        }
        let mut numbers: Vec<(Kind, u32)> =
            companies.identifiers(company).iter().map(|own| (own.kind, own.value)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            *self.identifiers.entry(number).or_default() += 1;
        }
        for detail in Detail::ALL {
            let value = companies.detail(detail, company);
            if value != 0 {
                *self.details.entry((detail as u8, value)).or_default() += 1;
                self.known[detail as usize] += 1;
            }
        }
        if let Some(days) = companies.founded[company].filter(|days| days.is_one_day()) {
            *self.days.entry(days.first).or_default() += 1;
            self.dated += 1;
        }
    }

    /// Returns the share of words among names without two of them. What is known of a word because these two have it must not
    /// speak against them.
    fn word(&self, companies: &Companies, word: u32) -> f64 {
        let seen = self.records / (self.records + REFERENCE);
        let others = f64::from(self.words[word as usize].saturating_sub(2)) + 0.5 * seen;
        (others + REFERENCE * reference(companies.words.text(word))) / (self.records + REFERENCE)
    }

    /// Returns the share of companies, other than two, that have all these words in their names by chance.
    pub(crate) fn chance(&self, companies: &Companies, words: impl Iterator<Item = u32>) -> f64 {
        words.map(|word| self.word(companies, word).min(1.0)).product()
    }

    /// Returns the share of companies, other than two, that have exactly this name.
    pub(crate) fn namesakes(&self, name: &Name) -> f64 {
        let others = self.names.get(&name.key).copied().unwrap_or_default().saturating_sub(2);
        f64::from(others) / self.records.max(1.0)
    }

    /// Returns the number of companies, other than two, that have a number.
    pub(crate) fn identifier(&self, kind: Kind, value: u32) -> u32 {
        self.identifiers.get(&(kind, value)).copied().unwrap_or_default().saturating_sub(2)
    }

    /// Returns the share of a detail among the companies of which it is known. Two companies of one country say nothing in a
    /// register of that country, so these two count there.
    pub(crate) fn detail(&self, detail: Detail, value: u32) -> f64 {
        let count = self.details.get(&(detail as u8, value)).copied().unwrap_or_default();
        let known = self.known[detail as usize];
        if detail == Detail::Country { f64::from(count.max(1)) / f64::from(known.max(1)) } else { share(count, known) }
    }

    /// Returns the share of a day among the days of foundation.
    pub(crate) fn day(&self, day: Day) -> f64 {
        share(self.days.get(&day).copied().unwrap_or_default(), self.dated)
    }
}

/// Returns the share of a value among others than two, as if there were fifty more, and half a company of them had it.
fn share(count: u32, all: u32) -> f64 {
    (f64::from(count.saturating_sub(2)) + 0.5) / (f64::from(all.saturating_sub(2)) + 50.0)
}
