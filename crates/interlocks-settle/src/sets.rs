//! The search for the smallest sets of facts that decide findings.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::dates::Outcome;
use super::tried::{Choice, Key, Tried, key};
use interlocks_analysis::conflicts::Finding;

/// The most facts of a set that is searched for.
pub const MOST_TOGETHER: usize = 3;

/// A search among the facts of one deal and pair of parties.
pub(crate) struct Search<'a> {
    tried: &'a Tried<'a>,
    /// The number of questions that may still be asked.
    left: usize,
    /// The answers so far, by the choices that were asked with.
    asked: BTreeMap<Vec<(usize, Choice)>, BTreeSet<Key>>,
}

/// The questions are used up.
struct UsedUp;

impl<'a> Search<'a> {
    pub(crate) fn new(tried: &'a Tried<'a>, questions: usize) -> Search<'a> {
        Search { tried, left: questions, asked: BTreeMap::new() }
    }

    /// Returns what decides each of the findings.
    pub(crate) fn outcomes(&mut self, findings: &[&Finding]) -> Vec<Outcome> {
        let keys: Vec<Key> = findings.iter().map(|finding| key(finding)).collect();
        let facts: Vec<Vec<usize>> = findings.iter().map(|finding| self.tried.facts_of(finding)).collect();
        let Ok(alone) = self.alone(&keys, &facts) else { return vec![Outcome::TooLarge; findings.len()] };
        let known = |numbers: &[usize]| numbers.iter().filter_map(|fact| self.tried.fact(*fact)).collect();
        let alone: Vec<Outcome> = alone.iter().map(|numbers| Outcome::Alone(known(numbers))).collect();
        let rest = keys.iter().zip(&facts);
        alone
            .into_iter()
            .zip(rest)
            .map(|(alone, (key, facts))| match &alone {
                Outcome::Alone(numbers) if !numbers.is_empty() => alone,
                _ => self.together(key, facts),
            })
            .collect()
    }

    /// Returns for each finding the facts of its evidence that decide it alone.
    fn alone(&mut self, keys: &[Key], facts: &[Vec<usize>]) -> Result<Vec<Vec<usize>>, UsedUp> {
        let mut decide: Vec<Vec<usize>> = vec![Vec::new(); keys.len()];
        for fact in 0..self.tried.len() {
            let mut candidates: Vec<usize> = (0..keys.len()).filter(|at| facts[*at].contains(&fact)).collect();
            for choice in self.tried.choices(fact, 1) {
                if candidates.is_empty() {
                    break;
                }
                let open = self.ask(&[(fact, choice)])?;
                candidates.retain(|at| !open.contains(&keys[*at]));
            }
            candidates.into_iter().for_each(|at| decide[at].push(fact));
        }
        Ok(decide)
    }

    /// Returns the first of the smallest sets of facts that decide a finding together.
    fn together(&mut self, key: &Key, facts: &[usize]) -> Outcome {
        for size in 2..=MOST_TOGETHER.min(facts.len()) {
            for mut set in sets(facts, size) {
                // What is decided early needs no more questions, so facts of few choices come first.
                set.sort_by_key(|fact| self.tried.choices(*fact, size).len());
                match self.decides(&set, key, &mut Vec::new()) {
                    Ok(true) => {
                        return Outcome::Together(set.iter().filter_map(|fact| self.tried.fact(*fact)).collect());
                    }
                    Ok(false) => {}
                    Err(UsedUp) => return Outcome::TooLarge,
                }
            }
        }
        Outcome::None
    }

    /// Returns `true` if a finding is decided for every choice of the facts in `set`, with `chosen` as the first.
    fn decides(&mut self, set: &[usize], key: &Key, chosen: &mut Vec<(usize, Choice)>) -> Result<bool, UsedUp> {
        // What is decided stays so when more is known.
        if !chosen.is_empty() && !self.ask(chosen)?.contains(key) {
            return Ok(true);
        }
        let Some(&fact) = set.get(chosen.len()) else { return Ok(false) };
        for choice in self.tried.choices(fact, set.len()) {
            chosen.push((fact, choice));
            let decided = self.decides(set, key, chosen)?;
            chosen.pop();
            if !decided {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the findings that are still open with these choices.
    fn ask(&mut self, choices: &[(usize, Choice)]) -> Result<&BTreeSet<Key>, UsedUp> {
        let mut choices = choices.to_vec();
        choices.sort_unstable();
        match self.asked.entry(choices) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                self.left = self.left.checked_sub(1).ok_or(UsedUp)?;
                let open = self.tried.open_with(new.key());
                Ok(new.insert(open))
            }
        }
    }
}

/// Returns all sets of a size, in order.
fn sets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    let Some(rest) = size.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        for set in sets(&of[at + 1..], rest) {
            all.push(std::iter::once(*first).chain(set).collect());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_come_in_order_and_each_once() {
        assert_eq!(sets(&[1, 2, 3], 2), [[1, 2], [1, 3], [2, 3]]);
        assert_eq!(sets(&[1, 2], 3), Vec::<Vec<usize>>::new());
    }
}
