//! The pairs that are compared: those that share a key. Every pair that has something in common by which pairs are listed shares
//! one; the tests compare all pairs to prove it.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use rayon::prelude::*;

use interlocks_core::stop::check;
use interlocks_graph::CompanyIx;

use super::compare::{Compared, Comparison, may_be_mistyped};
use super::records::{Detail, Name};
use super::weights::MOST_IN_BLOCK;

/// What pairs are compared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number,
    Name,
    Order,
    Core,
    Mistyped,
    Address,
    Phone,
    Domain,
}

impl Key {
    const ALL: [Key; 8] =
        [Key::Number, Key::Name, Key::Order, Key::Core, Key::Mistyped, Key::Address, Key::Phone, Key::Domain];

    const fn as_str(self) -> &'static str {
        match self {
            Key::Number => "number of a register",
            Key::Name => "name",
            Key::Order => "words of a name in any order",
            Key::Core => "name without words such as Holdings",
            Key::Mistyped => "name but for a letter",
            Key::Address => "address",
            Key::Phone => "telephone number",
            Key::Domain => "web domain",
        }
    }
}

/// A value that more companies have than are compared with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// What they have in common, such as *address*.
    pub key: &'static str,
    /// The first of them.
    pub example: CompanyIx,
    /// Their number.
    pub companies: usize,
}

/// A pair that was compared.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub a: u32,
    pub b: u32,
    pub compared: Compared,
}

/// The pairs that reach the line, by their records, with the pairs that each key gave and what was passed over.
pub(crate) struct Candidates {
    pub pairs: Vec<Candidate>,
    pub work: Vec<(&'static str, u64)>,
    pub passed_over: Vec<PassedOver>,
}

impl Comparison<'_> {
    /// Returns the candidates whose sum without the prior is at least `floor`.
    pub(crate) fn candidates(&self, floor: i32) -> Candidates {
        let mut found = Candidates { pairs: Vec::new(), work: Vec::new(), passed_over: Vec::new() };
        for key in Key::ALL {
            let entries = self.entries(key);
            let blocks: Vec<&[(u64, u32)]> =
                entries.chunk_by(|x, y| x.0 == y.0).filter(|block| block.len() > 1).collect();
            let (kept, over): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|block| block.len() <= MOST_IN_BLOCK);
            let compared = kept.iter().map(|block| (block.len() * (block.len() - 1) / 2) as u64).sum();
            found.work.push((key.as_str(), compared));
            found.passed_over.extend(over.into_iter().map(|block| PassedOver {
                key: key.as_str(),
                example: CompanyIx::new(block[0].1),
                companies: block.len(),
            }));
            let pairs = kept.into_par_iter().flat_map_iter(|block| {
                check();
                let pairs = block.iter().enumerate().flat_map(|(at, x)| block[at + 1..].iter().map(|y| (x.1, y.1)));
                pairs.filter_map(|(a, b)| self.candidate(a, b, floor))
            });
            found.pairs.par_extend(pairs);
        }
        found.pairs.par_sort_by_key(|pair| (pair.a, pair.b));
        found.pairs.dedup_by_key(|pair| (pair.a, pair.b));
        found.passed_over.sort_by_key(|block| (block.key, block.example));
        found
    }

    /// Compares a pair; `None` if it has nothing in common for which pairs are listed, or does not reach the line.
    pub(crate) fn candidate(&self, a: u32, b: u32, floor: i32) -> Option<Candidate> {
        let compared = self.compare(a as usize, b as usize);
        (compared.is_anchored && compared.sum() >= floor).then_some(Candidate { a, b, compared })
    }

    /// Returns the records by their keys of a kind.
    fn entries(&self, key: Key) -> Vec<(u64, u32)> {
        let mut entries: Vec<(u64, u32)> = (0..self.companies.len())
            .into_par_iter()
            .flat_map_iter(|company| {
                let mut keys = self.keys(key, company);
                keys.sort_unstable();
                keys.dedup();
                keys.into_iter().map(move |key| (key, company as u32))
            })
            .collect();
        entries.par_sort_unstable();
        entries
    }

    fn keys(&self, key: Key, company: usize) -> Vec<u64> {
        let names = self.companies.names(company).iter();
        let detail = |detail: Detail| match self.companies.detail(detail, company) {
            0 => Vec::new(),
            value => vec![hashed(&value)],
        };
        match key {
            Key::Number => {
                let own = self.companies.identifiers(company);
                own.iter().map(|own| hashed(&(own.kind, own.value))).collect()
            }
            Key::Name => names.map(|name| hashed(&(name.joined_class, name.numbers))).collect(),
            Key::Order => names.map(|name| hashed(&(&name.classes, name.numbers))).collect(),
            Key::Core => {
                let speaking = names.filter(|name| !name.core.is_empty());
                speaking.map(|name| hashed(&(&name.core, name.numbers))).collect()
            }
            Key::Mistyped => names.flat_map(|name| self.mistyped(name)).collect(),
            Key::Address => detail(Detail::Address),
            Key::Phone => detail(Detail::Phone),
            Key::Domain => detail(Detail::Domain),
        }
    }

    /// Returns a key for each letter that may be left out of each word. Two words that differ by one edit are the same once the
    /// right letter is left out of one or both.
    fn mistyped(&self, name: &Name) -> Vec<u64> {
        let mut keys = Vec::new();
        for (at, word) in name.sorted.iter().enumerate() {
            let text = self.companies.words.text(*word);
            if !may_be_mistyped(text) {
                continue;
            }
            let mut others = name.sorted.clone();
            others.remove(at);
            keys.push(hashed(&(&others, text, name.numbers)));
            for letter in 0..text.len() {
                let rest = [&text[..letter], &text[letter + 1..]].concat();
                keys.push(hashed(&(&others, rest.as_str(), name.numbers)));
            }
        }
        keys
    }
}

/// Returns the hash of a key. Two keys of one hash only lead to more comparisons.
fn hashed(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
