//! Names are compared word by word: levels for the family name, the given names and the generation.

use crate::people::Name;
use crate::words::{NO_WORD, Words};

/// How two family names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FamilyLevel {
    /// One has none.
    Missing = 0,
    /// The same.
    Same = 1,
    /// One spelling class.
    Class = 2,
    /// A part of a double name, or the family name of one is a middle name of the other.
    Part = 3,
    /// One or two edits.
    Near = 4,
    /// The same when family and given name of one change places.
    Reversed = 5,
    /// Different.
    Different = 6,
}

/// How two given names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenLevel {
    /// One has none.
    Missing = 0,
    /// All are the same, with middle names.
    All = 1,
    /// The first is the same, the middle names fit.
    MiddleFits = 2,
    /// The first is the same, only one has middle names.
    OneMiddle = 3,
    /// The first is the same, none has middle names.
    NoMiddle = 4,
    /// The first is the same, the middle names contradict.
    MiddleContradicts = 5,
    /// A nickname or another spelling.
    Form = 6,
    /// A nickname or another spelling, and the middle names contradict.
    FormContradicts = 7,
    /// An initial.
    Initial = 8,
    /// An initial, and the middle names contradict.
    InitialContradicts = 9,
    /// One goes by the middle name of the other.
    ByMiddle = 10,
    /// One edit.
    Near = 11,
    /// The first name of one has the initial of a middle name of the other.
    ByMiddleInitial = 12,
    /// Different.
    Different = 13,
}

impl FamilyLevel {
    /// All levels, by number.
    pub(crate) const ALL: [FamilyLevel; 7] = [
        FamilyLevel::Missing,
        FamilyLevel::Same,
        FamilyLevel::Class,
        FamilyLevel::Part,
        FamilyLevel::Near,
        FamilyLevel::Reversed,
        FamilyLevel::Different,
    ];
}

impl GivenLevel {
    /// All levels, by number.
    pub(crate) const ALL: [GivenLevel; 14] = [
        GivenLevel::Missing,
        GivenLevel::All,
        GivenLevel::MiddleFits,
        GivenLevel::OneMiddle,
        GivenLevel::NoMiddle,
        GivenLevel::MiddleContradicts,
        GivenLevel::Form,
        GivenLevel::FormContradicts,
        GivenLevel::Initial,
        GivenLevel::InitialContradicts,
        GivenLevel::ByMiddle,
        GivenLevel::Near,
        GivenLevel::ByMiddleInitial,
        GivenLevel::Different,
    ];

    /// Returns `true` if the given names say that two records are two people.
    pub(crate) fn is_contradiction(self) -> bool {
        matches!(
            self,
            GivenLevel::MiddleContradicts
                | GivenLevel::FormContradicts
                | GivenLevel::InitialContradicts
                | GivenLevel::Different
        )
    }
}

/// The levels of two names, and the words that they agree on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameLevels {
    pub family: FamilyLevel,
    pub given: GivenLevel,
    /// 0 neither has one, 1 same, 2 on one side, 3 contradict.
    pub generation: u8,
    /// The word of the family name whose frequency counts; [`NO_WORD`] if none does.
    pub family_word: u32,
    /// The given name whose frequency counts.
    pub given_word: u32,
}

impl NameLevels {
    /// Returns `true` if nothing in the names speaks for one person: another family name, or none, needs the same first name or a form
    /// of it.
    pub(crate) fn share_nothing(&self) -> bool {
        let is_first = matches!(
            self.given,
            GivenLevel::All
                | GivenLevel::MiddleFits
                | GivenLevel::OneMiddle
                | GivenLevel::NoMiddle
                | GivenLevel::MiddleContradicts
                | GivenLevel::Form
        );
        matches!(self.family, FamilyLevel::Missing | FamilyLevel::Different) && !is_first
    }
}

/// Compares two names.
pub(crate) fn compare_names(words: &Words, a: &Name<'_>, b: &Name<'_>) -> NameLevels {
    let (mut family, mut family_word) = compare_families(words, a, b);
    let (mut given, mut given_word) = compare_given(words, a.given, b.given);
    if family == FamilyLevel::Different {
        // Either may be the one whose names are in the other order; the order of the records must not matter.
        let found = [reversed(words, a, b), reversed(words, b, a)].into_iter().flatten();
        if let Some((level, word, of_given)) = found.min_by_key(|(level, word, _)| (*level as u8, *word)) {
            (family, family_word) = (FamilyLevel::Reversed, word);
            (given, given_word) = (level, of_given);
        }
    }
    let generation = generations(a.generation, b.generation);
    NameLevels { family, given, generation, family_word, given_word }
}

/// Compares two generations: 0 neither has one, 1 same, 2 on one side, 3 contradict.
pub(crate) fn generations(a: u8, b: u8) -> u8 {
    match (a, b) {
        (0, 0) => 0,
        (0, _) | (_, 0) => 2,
        (x, y) if x == y => 1,
        _ => 3,
    }
}

fn compare_families(words: &Words, a: &Name<'_>, b: &Name<'_>) -> (FamilyLevel, u32) {
    if a.family == NO_WORD || b.family == NO_WORD {
        return (FamilyLevel::Missing, NO_WORD);
    }
    if a.is_organisation != b.is_organisation {
        return (FamilyLevel::Different, NO_WORD);
    }
    if a.family == b.family {
        return (FamilyLevel::Same, a.family);
    }
    if words.class(a.family) == words.class(b.family) || is_with_article(words, a.family, b.family) {
        return (FamilyLevel::Class, a.family);
    }
    if a.is_organisation {
        return (FamilyLevel::Different, NO_WORD);
    }
    if !a.parts.is_empty() || !b.parts.is_empty() || a.given.len() > 1 || b.given.len() > 1 {
        let (x, y) = (family_parts(a), family_parts(b));
        let is_same = |one: u32, other: u32| words.class(one) == words.class(other) && words.text(one).len() > 2;
        let common = x.iter().find(|one| y.iter().any(|other| is_same(**one, *other)));
        if let Some(&word) = common {
            return (FamilyLevel::Part, word);
        }
        let middle = |of: &Name<'_>, parts: &[u32]| {
            let middle = of.given.get(1..).unwrap_or_default();
            parts.iter().copied().find(|part| middle.iter().any(|word| is_same(*word, *part)))
        };
        if let Some(word) = middle(a, y).or_else(|| middle(b, x)) {
            return (FamilyLevel::Part, word);
        }
    }
    if words.is_near(a.family, b.family) {
        return (FamilyLevel::Near, a.family);
    }
    (FamilyLevel::Different, NO_WORD)
}

/// Returns the parts of a family name, or the whole if it is one word.
fn family_parts<'a>(name: &'a Name<'_>) -> &'a [u32] {
    if name.parts.is_empty() { std::slice::from_ref(&name.family) } else { name.parts }
}

/// Returns `true` if one word is the other with the Arabic article: *Althawab* and *Thawab*.
fn is_with_article(words: &Words, a: u32, b: u32) -> bool {
    let (a, b) = (words.text(a), words.text(b));
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 4
        && long.len() == short.len() + 2
        && long.ends_with(short)
        && (long.starts_with("al") || long.starts_with("el"))
}

/// Compares with family and given name of `b` changed: a given name is the family name of `a`. Returns how the given names agree, the
/// family name, and the given name whose frequency counts.
fn reversed(words: &Words, a: &Name<'_>, b: &Name<'_>) -> Option<(GivenLevel, u32, u32)> {
    if a.family == NO_WORD || b.family == NO_WORD || a.is_organisation || b.is_organisation {
        return None;
    }
    let (x, y) = (a.given, b.given);
    let is_same = |one: u32, other: u32| words.class(one) == words.class(other);
    // The family name may be the first or the last of the given names.
    for at in [0, y.len().checked_sub(1)?] {
        let Some(&family) = y.get(at) else { continue };
        if !is_same(a.family, family) || words.is_initial(family) {
            continue;
        }
        let mut given: Vec<u32> = y.to_vec();
        given.remove(at);
        given.extend(family_parts(b));
        let (level, word) = compare_given(words, x, &given);
        let fits = !matches!(level, GivenLevel::Different | GivenLevel::Missing | GivenLevel::Near);
        if fits {
            return Some((level, a.family, word));
        }
    }
    None
}

/// The relation of two given names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Same,
    Initial,
    Form,
    Near,
    Different,
}

fn relation(words: &Words, a: u32, b: u32) -> Relation {
    let initials = (words.is_initial(a), words.is_initial(b));
    if initials != (false, false) {
        return if words.initial(a) == words.initial(b) { Relation::Initial } else { Relation::Different };
    }
    if a == b {
        Relation::Same
    } else if words.is_form(a, b) {
        Relation::Form
    } else if words.is_near(a, b) {
        Relation::Near
    } else {
        Relation::Different
    }
}

/// How the middle names agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Middle {
    None,
    OneSide,
    Fits,
    Contradicts,
}

fn middle(words: &Words, a: &[u32], b: &[u32]) -> Middle {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { Middle::None } else { Middle::OneSide };
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    let fits = |word: &&u32, rest: &mut std::slice::Iter<'_, u32>| {
        rest.any(|other| relation(words, **word, *other) != Relation::Different)
    };
    if short.iter().all(|word| fits(&word, &mut rest)) { Middle::Fits } else { Middle::Contradicts }
}

fn compare_given(words: &Words, a: &[u32], b: &[u32]) -> (GivenLevel, u32) {
    let (Some(&x), Some(&y)) = (a.first(), b.first()) else { return (GivenLevel::Missing, NO_WORD) };
    let rest = middle(words, &a[1..], &b[1..]);
    let is_whole = |list: &[u32]| list.iter().all(|word| !words.is_initial(*word));
    if a == b && is_whole(a) {
        return (if a.len() > 1 { GivenLevel::All } else { GivenLevel::NoMiddle }, x);
    }
    if a.len() != b.len() && is_whole(a) && is_whole(b) && joined(words, a) == joined(words, b) {
        // Wai-ming and Waiming
        return (GivenLevel::All, x);
    }
    let first = relation(words, x, y);
    let by_middle = || {
        let goes_by = |name: u32, of: &[u32]| {
            !words.is_initial(name)
                && of.get(1..).unwrap_or_default().iter().any(|other| {
                    matches!(relation(words, name, *other), Relation::Same | Relation::Form)
                        && !words.is_initial(*other)
                })
        };
        if goes_by(x, b) {
            Some(x)
        } else if goes_by(y, a) {
            Some(y)
        } else {
            None
        }
    };
    match (first, rest) {
        (Relation::Same, Middle::None) => (GivenLevel::NoMiddle, x),
        (Relation::Same, Middle::OneSide) => (GivenLevel::OneMiddle, x),
        (Relation::Same, Middle::Fits) => (GivenLevel::MiddleFits, x),
        (Relation::Same, Middle::Contradicts) => (GivenLevel::MiddleContradicts, x),
        (Relation::Form, Middle::Contradicts) => (GivenLevel::FormContradicts, x),
        (Relation::Form, _) => (GivenLevel::Form, x),
        (Relation::Initial, rest) => match by_middle() {
            Some(name) => (GivenLevel::ByMiddle, name),
            None if rest == Middle::Contradicts => (GivenLevel::InitialContradicts, x),
            None => (GivenLevel::Initial, x),
        },
        (first, _) => match by_middle() {
            Some(name) => (GivenLevel::ByMiddle, name),
            None if first == Relation::Near => (GivenLevel::Near, x),
            None if by_middle_initial(words, a, b) => (GivenLevel::ByMiddleInitial, NO_WORD),
            None => (GivenLevel::Different, NO_WORD),
        },
    }
}

/// Returns `true` if the names of one begin with the letters of the middle names of the other, and one of these is an initial.
fn by_middle_initial(words: &Words, a: &[u32], b: &[u32]) -> bool {
    let fits = |names: &[u32], of: &[u32]| {
        let middle = of.get(1..).unwrap_or_default();
        middle.iter().any(|word| {
            let has_initial = words.is_initial(*word) || words.is_initial(names[0]);
            has_initial && words.initial(*word) == words.initial(names[0])
        })
    };
    fits(a, b) || fits(b, a)
}

fn joined(words: &Words, list: &[u32]) -> String {
    list.iter().map(|word| words.text(*word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_listed_by_number() {
        assert!(FamilyLevel::ALL.iter().enumerate().all(|(at, level)| *level as usize == at));
        assert!(GivenLevel::ALL.iter().enumerate().all(|(at, level)| *level as usize == at));
    }
}
