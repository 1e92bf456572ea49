//! In what capacity somebody serves: the role, and whether it votes, runs the company, or watches.

use interlocks_core::model::role_traits;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked, StringColumn};

/// A role and what it amounts to at one company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity<'a> {
    pub role: &'a str,
    /// Sits on the board with a vote.
    pub board: bool,
    /// Makes the company the person's home.
    pub executive: bool,
    /// Is chief executive.
    pub chief: bool,
    /// Watches the board without a vote.
    pub observer: bool,
}

const BOARD: u8 = 1;
const EXECUTIVE: u8 = 2;
const OBSERVER: u8 = 4;
const CHIEF: u8 = 8;

impl Capacity<'_> {
    /// The capacity as one text: the role, then a letter for what it amounts to. `chief` follows
    /// from the other two.
    pub(crate) fn key(&self) -> String {
        let flags =
            u8::from(self.board) * BOARD + u8::from(self.executive) * EXECUTIVE + u8::from(self.observer) * OBSERVER;
        format!("{}{}", self.role, char::from(b'a' + flags))
    }
}

/// The different capacities of a table, by number.
#[derive(Clone, Debug, Default)]
pub struct Capacities {
    words: StringColumn,
    flags: Vec<u8>,
}

impl Capacities {
    /// Capacities by their words.
    pub fn new(words: StringColumn) -> Capacities {
        let flags = words.iter().map(|word| {
            let (role, flags) = parts(word);
            let chief = flags & EXECUTIVE != 0 && role_traits(role).chief_executive;
            flags | (u8::from(chief) * CHIEF)
        });
        Capacities { flags: flags.collect(), words }
    }

    /// The capacities with more behind them, and the numbers of those.
    #[must_use]
    pub fn with<'a>(&self, more: impl Iterator<Item = Capacity<'a>>) -> (Capacities, std::ops::Range<u32>) {
        let first = self.words.len() as u32;
        let more: Vec<String> = more.map(|capacity| capacity.key()).collect();
        let words = StringColumn::from_iter(self.words.iter().chain(more.iter().map(String::as_str)));
        (Capacities::new(words), first..first + more.len() as u32)
    }

    /// The capacity with a number.
    pub fn get(&self, number: u32) -> Capacity<'_> {
        let flags = self.flags(number);
        Capacity {
            role: parts(self.words.get(number as usize)).0,
            board: flags & BOARD != 0,
            executive: flags & EXECUTIVE != 0,
            chief: flags & CHIEF != 0,
            observer: flags & OBSERVER != 0,
        }
    }

    /// Every capacity, in the order of numbers.
    pub fn iter(&self) -> impl Iterator<Item = Capacity<'_>> {
        (0..self.words.len() as u32).map(|number| self.get(number))
    }

    #[inline]
    fn flags(&self, number: u32) -> u8 {
        self.flags.get(number as usize).copied().unwrap_or(0)
    }

    /// Whether it sits on the board with a vote.
    #[inline]
    pub fn is_board(&self, number: u32) -> bool {
        self.flags(number) & BOARD != 0
    }

    /// Whether it makes the company the person's home.
    #[inline]
    pub fn is_executive(&self, number: u32) -> bool {
        self.flags(number) & EXECUTIVE != 0
    }

    /// Whether it is that of a chief executive.
    #[inline]
    pub fn is_chief(&self, number: u32) -> bool {
        self.flags(number) & CHIEF != 0
    }

    /// Whether it watches the board without a vote.
    #[inline]
    pub fn is_observer(&self, number: u32) -> bool {
        self.flags(number) & OBSERVER != 0
    }

    /// Adds the capacities to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_string_column(name, &self.words);
        let flags: Vec<u32> = self.flags.iter().map(|flags| u32::from(*flags)).collect();
        out.add_bit_packed(&format!("{name}.flags"), &BitPacked::from_slice(&flags));
    }

    /// Reads the capacities from an archive.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn load(name: &str, archive: &Archive) -> Result<Capacities, ArchiveError> {
        let (words, flags) = (archive.string_column(name)?, archive.bit_packed(&format!("{name}.flags"))?);
        if flags.len() != words.len() {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Capacities { words, flags: flags.iter().map(|flags| flags as u8).collect() })
    }
}

/// The role and the flags in a word.
fn parts(word: &str) -> (&str, u8) {
    match word.as_bytes().last() {
        Some(letter @ b'a'..=b'h') => (&word[..word.len() - 1], letter - b'a'),
        _ => (word, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capacity_is_read_back_from_its_word() {
        for role in ["", "director", "Vorstand", "chief executive"] {
            for flags in 0..8 {
                let [board, executive, observer] = [1, 2, 4].map(|bit| flags & bit != 0);
                let chief = executive && role == "chief executive";
                let capacity = Capacity { role, board, executive, chief, observer };
                assert_eq!(Capacities::new(StringColumn::from_iter([capacity.key().as_str()])).get(0), capacity);
            }
        }
    }
}
