//! Bounds on the boards that count under a limit, from sets of the companies of one person.
//!
//! A set has one bit per company, in words of 64. Most people have few companies, and so one word.

use super::board_timeline::BoardTimeline;
use super::board_timeline::seat_bits::SeatBits;
use super::eligibility::CompanyEligibility;
use super::prepared_limit::{Market, PreparedLimit};
use crate::Answer;

/// Adds a company to a set, by its number among the companies of the person.
pub(super) fn insert(set: &mut [u64], company: u32) {
    set[company as usize / 64] |= 1 << (company % 64);
}

fn count(words: impl Iterator<Item = u64>) -> usize {
    words.map(|word| word.count_ones() as usize).sum()
}

/// The companies of one person by what may count: at any time, whatever the missing inputs are.
#[derive(Debug, Default)]
pub(super) struct CompanySets {
    /// The number of words of a set.
    words: usize,
    /// The companies that count in each scope.
    counting: Vec<u64>,
    /// The companies that may count in each scope.
    eligible: Vec<u64>,
    /// The companies at which the person has a seat with each seat bit.
    with_bit: Vec<u64>,
}

/// The companies of one person that matter under one limit.
#[derive(Debug, Default)]
pub(super) struct LimitSets {
    /// The companies whose boards may count.
    boards: Vec<u64>,
    /// The companies at which a seat may put the person into the class.
    class: Vec<u64>,
    /// The companies at which the limit may apply.
    market: Vec<u64>,
    /// The number of companies whose boards may count if no input is missing.
    pub(super) counting: usize,
    /// The number of companies whose boards may count.
    pub(super) eligible: usize,
}

impl CompanySets {
    /// Sorts the companies of a person by scope and seat bit.
    pub(super) fn load(&mut self, timeline: &BoardTimeline, eligibility: &CompanyEligibility) {
        let words = timeline.company_words();
        self.words = words;
        for (sets, all) in [
            (&mut self.counting, eligibility.scopes()),
            (&mut self.eligible, eligibility.scopes()),
            (&mut self.with_bit, SeatBits::BITS as usize),
        ] {
            sets.clear();
            sets.resize(all * words, 0);
        }
        for (at, company, bits) in timeline.seat_companies() {
            for bit in (0..SeatBits::BITS as usize).filter(|bit| bits >> bit & 1 == 1) {
                insert(&mut self.with_bit[bit * words..], at);
            }
            for (scope, answer) in eligibility.answers(company).iter().enumerate() {
                if *answer != Answer::No {
                    insert(&mut self.eligible[scope * words..], at);
                }
                if *answer == Answer::Yes {
                    insert(&mut self.counting[scope * words..], at);
                }
            }
        }
    }

    fn scope(&self, scope: usize) -> &[u64] {
        &self.eligible[scope * self.words..(scope + 1) * self.words]
    }

    /// Returns `true` if a company of the person may count in a scope.
    pub(super) fn any_in(&self, scope: usize) -> bool {
        self.scope(scope).iter().any(|word| *word != 0)
    }

    /// Finds the companies that matter under a limit.
    pub(super) fn restrict(&self, limit: &PreparedLimit<'_>, sets: &mut LimitSets) {
        let LimitSets { boards, class, market, .. } = sets;
        let words = self.words;
        let with = |kinds: SeatBits, word: usize| {
            let bits = (0..SeatBits::BITS as usize).filter(|bit| kinds >> bit & 1 == 1);
            bits.fold(0, |all, bit| all | self.with_bit[bit * words + word])
        };
        let eligible = self.scope(limit.scope);
        let counting = &self.counting[limit.scope * words..];
        boards.clear();
        class.clear();
        market.clear();
        sets.counting = 0;
        for (word, eligible) in eligible.iter().enumerate() {
            let counted = with(limit.counted_bits(), word);
            boards.push(counted & eligible);
            class.push(with(limit.required_bits(), word) & eligible);
            sets.counting += (counted & counting[word]).count_ones() as usize;
        }
        match limit.market {
            Market::Board(scope) | Market::Class(scope) => market.extend(self.scope(scope)),
            Market::Counted => market.extend(eligible),
        }
        sets.eligible = count(boards.iter().copied());
    }
}

impl LimitSets {
    /// Returns the most boards that may count if the seats at some companies are held: none if none of them may put the person
    /// into the class, or if the limit applies at none.
    pub(super) fn most_of(&self, held: &[u64]) -> usize {
        let meets = |set: &[u64]| set.iter().zip(held).any(|(word, held)| word & held != 0);
        if !meets(&self.class) || !meets(&self.market) {
            return 0;
        }
        count(self.boards.iter().zip(held).map(|(word, held)| word & held))
    }
}
