//! Two records are compared feature by feature; each comparison gives a level.

mod birth;
mod boards;
mod name;

pub(crate) use birth::{Birth, BirthLevel, Precision};
pub(crate) use boards::{Boards, BoardsLevel, Circles, LARGE_BOARD};
pub(crate) use name::{FamilyLevel, GivenLevel, NameLevels, compare_names, generations};

use crate::people::People;
use crate::words::NO_WORD;

/// The most further columns that are compared; more are left out.
pub const MOST_COLUMNS: usize = 12;

/// The levels of all features of a pair. The level 0 of a feature is "missing".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Levels(pub u64);

/// Where the levels of a feature are in the packed number: the first bit, and the number of bits.
const FAMILY: (u32, u32) = (0, 3);
const GIVEN: (u32, u32) = (3, 4);
const GENERATION: (u32, u32) = (7, 2);
const PRECISION: (u32, u32) = (9, 2);
const BIRTH: (u32, u32) = (11, 3);
const GENDER: (u32, u32) = (14, 2);
const BOARDS: (u32, u32) = (16, 4);
const COLUMNS: u32 = 20;

impl Levels {
    fn get(self, (at, bits): (u32, u32)) -> u8 {
        (self.0 >> at & ((1 << bits) - 1)) as u8
    }

    fn set(&mut self, (at, _): (u32, u32), level: u8) {
        self.0 |= u64::from(level) << at;
    }

    /// Returns the levels of family name, given names and generation.
    pub(crate) fn names(self) -> (u8, u8, u8) {
        (self.get(FAMILY), self.get(GIVEN), self.get(GENERATION))
    }

    /// Returns how the names agree, with the words whose frequency counts.
    pub(crate) fn name_levels(self, [family_word, given_word]: [u32; 2]) -> NameLevels {
        let (family, given, generation) = self.names();
        let family = FamilyLevel::ALL[usize::from(family)];
        NameLevels { family, given: GivenLevel::ALL[usize::from(given)], generation, family_word, given_word }
    }

    /// Returns the precision at which births are compared, and the level.
    pub(crate) fn birth(self) -> (u8, u8) {
        (self.get(PRECISION), self.get(BIRTH))
    }

    /// Returns the level of gender: 1 same, 2 contradict.
    pub(crate) fn gender(self) -> u8 {
        self.get(GENDER)
    }

    /// Returns the level of boards: 0 if not both have seats; see [`BoardsLevel`].
    pub(crate) fn boards(self) -> u8 {
        self.get(BOARDS)
    }

    /// Returns the level of a further column: 1 same, 2 nearly, 3 different.
    pub(crate) fn column(self, column: usize) -> u8 {
        self.get((COLUMNS + 2 * column as u32, 2))
    }

    /// Returns the levels with those of names set.
    pub(crate) fn with_names(mut self, names: &NameLevels) -> Levels {
        self.set(FAMILY, names.family as u8);
        self.set(GIVEN, names.given as u8);
        self.set(GENERATION, names.generation);
        self
    }

    /// Returns the levels with that of births set.
    pub(crate) fn with_birth(mut self, births: Option<(Precision, BirthLevel)>) -> Levels {
        if let Some((precision, level)) = births {
            self.set(PRECISION, precision as u8);
            self.set(BIRTH, level as u8);
        }
        self
    }

    /// Returns the levels with that of gender set; a gender of 0 is not known.
    pub(crate) fn with_genders(mut self, a: u8, b: u8) -> Levels {
        if a != 0 && b != 0 {
            self.set(GENDER, if a == b { 1 } else { 2 });
        }
        self
    }

    /// Returns the levels with that of boards set.
    pub(crate) fn with_boards(mut self, level: Option<BoardsLevel>) -> Levels {
        self.set(BOARDS, level.map_or(0, |level| level as u8));
        self
    }

    /// Compares all but names and boards.
    pub(crate) fn of_attributes(people: &People, a: usize, b: usize) -> Levels {
        let births = people.birth(a).zip(people.birth(b)).map(|(x, y)| x.compare(y));
        let mut levels = Levels::default().with_birth(births).with_genders(people.gender(a), people.gender(b));
        for (at, column) in people.columns.iter().enumerate() {
            let (x, y) = (column.value(a), column.value(b));
            let level = match (x, y) {
                (NO_WORD, _) | (_, NO_WORD) => 0,
                _ if x == y => 1,
                _ if is_nearly(&column.values()[x as usize], &column.values()[y as usize]) => 2,
                _ => 3,
            };
            levels.set((COLUMNS + 2 * at as u32, 2), level);
        }
        levels
    }
}

/// Returns `true` if two values differ by one edit, two from eight letters on, or if they have no digits and begin alike: in half of
/// their letters, six at least.
fn is_nearly(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let edits = if short >= 8 { 2 } else { 1 };
    let alike = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let digits = a.bytes().any(|byte| byte.is_ascii_digit());
    alike >= 6 && alike * 2 >= short && !digits
        || long - short <= edits && short >= 3 && strsim::osa_distance(a, b) <= edits
}
