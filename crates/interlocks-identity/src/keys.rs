//! Keys: two records are compared if they share one.
//!
//! No single key finds every pair: each of them allows for something else to be written in another way. A pair with another family
//! name is found by a board, the day of birth or two given names in common; colleagues alone do not find it.

use interlocks_core::random::mix64;
use interlocks_graph::{BoardGraph, PersonIx};

use crate::compare::{Birth, LARGE_BOARD};
use crate::people::{People, Reading};
use crate::words::NO_WORD;

/// What two records must share to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The skeleton of a part of the family name, and a name that a given name stands for.
    Name,
    /// The skeleton of the family name and the initial: for records with initials only, against all.
    Initial,
    /// The skeleton of the family name, or a given name: for records with one of the two only, against all.
    OneName,
    /// The skeleton, an initial and the month of birth: for nicknames that no table has.
    InitialAndMonth,
    /// A given name, the initial of the family name and the month of birth: for errors in the family name.
    GivenAndMonth,
    /// Family name and given name in any order.
    AnyOrder,
    /// A board, and the skeleton of the family name or a given name.
    Board,
    /// Two given names and the month of birth, or one name and the day: for another family name or given name.
    GivenNames,
    /// A word that few records have.
    RareWord,
    /// A value of a further column, and one name with the initial of the other.
    Column,
    /// A value of a further column that few records have.
    RareValue,
}

impl Key {
    /// All keys, in the order in which they are used.
    pub(crate) const ALL: [Key; 11] = [
        Key::Name,
        Key::Initial,
        Key::OneName,
        Key::InitialAndMonth,
        Key::GivenAndMonth,
        Key::AnyOrder,
        Key::Board,
        Key::GivenNames,
        Key::RareWord,
        Key::Column,
        Key::RareValue,
    ];

    /// Returns the name of the key.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Key::Name => "family and given name",
            Key::Initial => "family name and initial",
            Key::OneName => "one name only",
            Key::InitialAndMonth => "family name, initial and month of birth",
            Key::GivenAndMonth => "given name, initial and month of birth",
            Key::AnyOrder => "names in any order",
            Key::Board => "board and one name",
            Key::GivenNames => "given names and birth",
            Key::RareWord => "a rare word",
            Key::Column => "a value and one name",
            Key::RareValue => "a rare value",
        }
    }

    /// The most records that share a rare word or value.
    pub(crate) const RARE: usize = 20;

    /// Returns `true` if blocks of more than [`RARE`](Key::RARE) records are left out.
    pub(crate) fn is_rare(self) -> bool {
        matches!(self, Key::RareWord | Key::RareValue)
    }

    /// Adds the keys of a record to a list, in order. Keys of different kinds are never compared.
    pub(crate) fn of(self, people: &People, graph: &BoardGraph, person: usize, list: &mut Vec<RecordKey>) {
        let mut keys = KeyList { list };
        let words = &people.words;
        let month = people.birth(person).and_then(Birth::month);
        for reading in people.readings(person) {
            if reading.is_nobody() {
                continue;
            }
            let given = people.given(reading);
            match self {
                Key::Name => {
                    each_skeleton(people, reading, |skeleton, is_family| {
                        if given.is_empty() {
                            keys.push(hash(&[skeleton, NO_WORD]));
                        }
                        each_root(people, given, |root, is_first| {
                            keys.push_as(hash(&[skeleton, root]), is_family && is_first);
                        });
                    });
                }
                Key::Initial => {
                    if let Some(first) = given.first() {
                        let initial = words.initial(*first);
                        each_skeleton(people, reading, |skeleton, is_family| {
                            keys.push_as(hash(&[skeleton, u32::from(initial)]), is_family);
                        });
                    }
                }
                Key::OneName => {
                    each_skeleton(people, reading, |skeleton, is_family| keys.push_as(hash(&[skeleton, 1]), is_family));
                    each_root(people, given, |root, is_first| keys.push_as(hash(&[root, 2]), is_first));
                }
                Key::InitialAndMonth => {
                    for name in given.iter().take(3).filter(|_| month.is_some()) {
                        let initial = u32::from(words.initial(*name));
                        let month = month.unwrap_or_default();
                        each_skeleton(people, reading, |skeleton, is_family| {
                            keys.push_as(hash(&[skeleton, initial, month]), is_family);
                        });
                    }
                }
                Key::GivenAndMonth => {
                    if let Some(month) = month.filter(|_| reading.family != NO_WORD) {
                        let initial = words.initial(reading.family);
                        each_root(people, given, |root, is_first| {
                            keys.push_as(hash(&[root, u32::from(initial), month]), is_first);
                        });
                    }
                }
                Key::AnyOrder => {
                    let Some((&first, rest)) = given.split_first() else { continue };
                    any_order(people, reading.family, first, &mut keys);
                    // With several given names, the family name may be the first or the last of them.
                    if let (Some(second), Some(last)) = (rest.first(), rest.last()) {
                        any_order(people, reading.family, *last, &mut keys);
                        any_order(people, *second, first, &mut keys);
                        any_order(people, *last, first, &mut keys);
                    }
                }
                Key::Board => {
                    let mut last = None;
                    for seat in graph.person_seats(PersonIx::new(person as u32)) {
                        let company = graph.seat_company(seat);
                        if last.replace(company) == Some(company) || graph.seats_count_at(company) > LARGE_BOARD {
                            continue;
                        }
                        each_skeleton(people, reading, |skeleton, is_family| {
                            keys.push_as(hash(&[company.number(), skeleton, 1]), is_family);
                        });
                        each_root(people, given, |root, is_first| {
                            keys.push_as(hash(&[company.number(), root, 2]), is_first);
                        });
                    }
                }
                Key::GivenNames => {
                    if let (Some(month), true) = (month, given.len() > 1) {
                        keys.push(hash(&[words.class(given[0]), words.class(given[1]), month]));
                    }
                    if let Some(birth) = people.birth(person).map(|birth| birth.days).filter(|days| days.is_one_day()) {
                        each_root(people, given, |root, is_first| {
                            keys.push_as(hash(&[root, birth.first.number() as u32]), is_first);
                        });
                        each_skeleton(people, reading, |skeleton, is_family| {
                            keys.push_as(hash(&[skeleton, birth.first.number() as u32, 1]), is_family);
                        });
                    }
                }
                Key::RareWord => {
                    let all = given.iter().chain(people.parts(reading)).copied().chain([reading.family]);
                    let named = all.filter(|word| *word != NO_WORD && words.text(*word).len() > 2);
                    keys.extend(named.map(|word| hash(&[words.class(word)])));
                }
                Key::Column => {
                    for (at, column) in people.columns.iter().enumerate() {
                        let value = column.value(person);
                        if value != NO_WORD {
                            let at = at as u32;
                            let initial = |word: Option<&u32>| {
                                word.filter(|word| **word != NO_WORD).map_or(27, |word| u32::from(words.initial(*word)))
                            };
                            let (first, last) = (initial(given.first()), initial(Some(&reading.family)));
                            each_skeleton(people, reading, |skeleton, is_family| {
                                keys.push_as(hash(&[at, value, skeleton, first, 1]), is_family);
                            });
                            each_root(people, given, |root, is_first| {
                                keys.push_as(hash(&[at, value, root, last, 2]), is_first);
                            });
                        }
                    }
                }
                Key::RareValue => {
                    for (at, column) in people.columns.iter().enumerate() {
                        let value = column.value(person);
                        if value != NO_WORD {
                            keys.push(hash(&[at as u32, value]));
                        }
                    }
                }
            }
        }
        // A key that is there twice is a main one if either is.
        list.sort_unstable_by_key(|key| (key.hash, !key.is_main));
        list.dedup_by_key(|key| key.hash);
    }
}

/// A key of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordKey {
    /// The hash of what must be shared.
    pub hash: u64,
    /// `false` if a middle name stands where others have a first or a family name: two such records need not be compared.
    pub is_main: bool,
}

/// Collects the keys of a record.
struct KeyList<'a> {
    list: &'a mut Vec<RecordKey>,
}

impl KeyList<'_> {
    fn push(&mut self, hash: u64) {
        self.push_as(hash, true);
    }

    fn push_as(&mut self, hash: u64, is_main: bool) {
        self.list.push(RecordKey { hash, is_main });
    }

    fn extend(&mut self, hashes: impl Iterator<Item = u64>) {
        hashes.for_each(|hash| self.push(hash));
    }
}

/// Calls a function with the skeletons of a family name and of its parts; `false` for a middle name, which may be half of one.
fn each_skeleton(people: &People, reading: &Reading, mut each: impl FnMut(u32, bool)) {
    if reading.family != NO_WORD {
        each(people.words.skeleton(reading.family), true);
        people.parts(reading).iter().for_each(|part| each(people.words.skeleton(*part), true));
        if reading.is_double() {
            return;
        }
        // Half of a double name may stand among the given names.
        if let Some(middle) = people.given(reading).get(1..).and_then(<[u32]>::last) {
            each(people.words.skeleton(*middle), false);
        }
    }
}

/// Calls a function with the classes of the names that the first given name may stand for, and of the second one; `false` for that.
/// Initials stand for none.
fn each_root(people: &People, given: &[u32], mut each: impl FnMut(u32, bool)) {
    let mut names = given.iter().take(2).filter(|name| !people.words.is_initial(**name));
    if let Some(first) = names.next() {
        let is_first = given.first() == Some(first);
        people.words.roots(*first).iter().for_each(|root| each(*root, is_first));
    }
    if let Some(second) = names.next() {
        each(people.words.class(*second), false);
    }
}

/// Adds the keys of a family name and a given name that are the same in the other order. Each may be a form of the name that the other
/// record has, and the given name may be an initial.
fn any_order(people: &People, family: u32, given: u32, keys: &mut KeyList<'_>) {
    if family == NO_WORD {
        return;
    }
    let words = &people.words;
    let mut add = |name: u32, root: u32| keys.push(hash(&[name.min(root), name.max(root)]));
    let (own, other) = (words.class(family), words.class(given));
    words.roots(given).iter().for_each(|root| add(own, *root));
    words.roots(family).iter().for_each(|root| add(other, *root));
    let is_initial = words.is_initial(given);
    let (name, other) = if is_initial { (family, given) } else { (given, family) };
    keys.push_as(hash(&[words.class(name), u32::from(words.initial(other)), 1]), is_initial);
}

fn hash(parts: &[u32]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, part| mix64(hash ^ u64::from(*part)).wrapping_add(hash))
}
