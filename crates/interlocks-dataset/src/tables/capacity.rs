//! The capacity in which a person serves: the role, and whether it votes, is executive, or observes.

use interlocks_core::model::vocabulary::read_role;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked, StringColumn};

/// A role and its powers at one company.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity<'a> {
    /// The role as written.
    pub role: &'a str,
    /// `Some(true)` for a voting member of the board. `None` if the words for the role do not say it.
    pub board: Option<bool>,
    /// `true` for an executive: the company is the person's employer.
    pub executive: bool,
    /// `true` for a chief executive.
    pub chief: bool,
    /// `true` for an observer: attends the board without a vote.
    pub observer: bool,
}

const BOARD: u8 = 1;
const EXECUTIVE: u8 = 2;
const OBSERVER: u8 = 4;
const CHIEF: u8 = 8;
const BOARD_UNKNOWN: u8 = 16;

/// The letter of a key without flags. Letters go up to `x`.
const FIRST_KEY: u8 = b'a';

impl Capacity<'_> {
    /// Returns the capacity as one text: the role, then a letter for its flags. `chief` follows from role and flags.
    pub(crate) fn key(&self) -> String {
        let board = self.board.map_or(BOARD | BOARD_UNKNOWN, |board| u8::from(board) * BOARD);
        let flags = board + u8::from(self.executive) * EXECUTIVE + u8::from(self.observer) * OBSERVER;
        format!("{}{}", self.role, char::from(FIRST_KEY + flags))
    }
}

/// The different capacities of a table, by number.
#[derive(Clone, Debug, Default)]
pub struct Capacities {
    keys: StringColumn,
    flags: Vec<u8>,
}

impl Capacities {
    /// Decodes capacities from their keys.
    pub fn new(keys: StringColumn) -> Capacities {
        let flags = keys.iter().map(|key| {
            let (role, flags) = parts(key);
            let chief = flags & EXECUTIVE != 0 && read_role(role).chief_executive;
            flags | (u8::from(chief) * CHIEF)
        });
        Capacities { flags: flags.collect(), keys }
    }

    /// Appends capacities; returns the new table and the numbers of the appended ones.
    #[must_use]
    pub fn with<'a>(&self, more: impl Iterator<Item = Capacity<'a>>) -> (Capacities, std::ops::Range<u32>) {
        let first = self.keys.len() as u32;
        let more: Vec<String> = more.map(|capacity| capacity.key()).collect();
        let keys = StringColumn::from_iter(self.keys.iter().chain(more.iter().map(String::as_str)));
        (Capacities::new(keys), first..first + more.len() as u32)
    }

    /// Returns the capacity with a number.
    pub fn get(&self, number: u32) -> Capacity<'_> {
        let flags = self.flags(number);
        Capacity {
            role: parts(self.keys.get(number as usize)).0,
            board: (flags & BOARD_UNKNOWN == 0).then_some(flags & BOARD != 0),
            executive: flags & EXECUTIVE != 0,
            chief: flags & CHIEF != 0,
            observer: flags & OBSERVER != 0,
        }
    }

    /// Returns all capacities, in the order of numbers.
    pub fn iter(&self) -> impl Iterator<Item = Capacity<'_>> {
        (0..self.keys.len() as u32).map(|number| self.get(number))
    }

    #[inline]
    fn flags(&self, number: u32) -> u8 {
        self.flags.get(number as usize).copied().unwrap_or(0)
    }

    /// Returns `true` for a voting member of the board, and for a role of which that is not known.
    #[inline]
    pub fn is_board(&self, number: u32) -> bool {
        self.flags(number) & BOARD != 0
    }

    /// Returns `true` if it is not known whether the role is on the board.
    #[inline]
    pub fn is_board_unknown(&self, number: u32) -> bool {
        self.flags(number) & BOARD_UNKNOWN != 0
    }

    /// Returns `true` for an executive.
    #[inline]
    pub fn is_executive(&self, number: u32) -> bool {
        self.flags(number) & EXECUTIVE != 0
    }

    /// Returns `true` for a chief executive.
    #[inline]
    pub fn is_chief(&self, number: u32) -> bool {
        self.flags(number) & CHIEF != 0
    }

    /// Returns `true` for an observer.
    #[inline]
    pub fn is_observer(&self, number: u32) -> bool {
        self.flags(number) & OBSERVER != 0
    }

    /// Writes the capacities to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_string_column(name, &self.keys);
        let flags: Vec<u32> = self.flags.iter().map(|flags| u32::from(*flags)).collect();
        out.add_bit_packed(&format!("{name}.flags"), &BitPacked::from_slice(&flags));
    }

    /// Reads the capacities from an archive.
    ///
    /// # Errors
    /// If they are missing or of the wrong length.
    pub fn load(name: &str, archive: &Archive) -> Result<Capacities, ArchiveError> {
        let (keys, flags) = (archive.string_column(name)?, archive.bit_packed(&format!("{name}.flags"))?);
        if flags.len() != keys.len() {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Capacities { keys, flags: flags.iter().map(|flags| flags as u8).collect() })
    }
}

/// Splits a key into role and flags.
fn parts(key: &str) -> (&str, u8) {
    match key.as_bytes().last() {
        Some(letter @ FIRST_KEY..=b'x') => (&key[..key.len() - 1], letter - FIRST_KEY),
        _ => (key, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capacity_is_decoded_from_its_key() {
        for role in ["", "director", "Vorstand", "chief executive"] {
            for flags in 0..12 {
                let [executive, observer] = [2, 4].map(|bit| flags & bit != 0);
                let board = if flags & 8 == 0 { Some(flags & 1 != 0) } else { None };
                let chief = executive && role == "chief executive";
                let capacity = Capacity { role, board, executive, chief, observer };
                assert_eq!(Capacities::new(StringColumn::from_iter([capacity.key().as_str()])).get(0), capacity);
            }
        }
    }
}
