//! The most that a pair of records can have, told at a glance.
//!
//! Most pairs that share a key stay far below the floor: their births are apart, or only a common name agrees. Two outlines say so
//! from a few numbers, without a look at the words. Whatever may reach the floor is compared in full.

use rayon::prelude::*;

use interlocks_core::model::{Day, DayRange};
use interlocks_core::random::mix64;

use crate::candidates::Comparison;
use crate::compare::{Birth, BirthLevel, FamilyLevel, GivenLevel, Levels, generations};
use crate::frequencies::Frequencies;
use crate::model::{MOST_BY_VALUE, REVERSED, Weights, feature, relative, thousandths};
use crate::name::Generation;
use crate::people::{Name, People, Reading};
use crate::reach::{Reach, most_by_columns, most_by_other_births};
use crate::words::{NO_WORD, Shape, Words};

/// The weight of two people where each counts as one: see [`Frequencies::own`].
const TWO_PEOPLE: f64 = 2.0;

/// Less than any sum.
const NONE: i32 = i32::MIN / 4;

/// A record in a cache line. Values are in thousandths of a bit.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Outline {
    family: u32,
    /// The spelling class of the family name.
    class: u32,
    /// The first and the last given name: one name twice if there is one only.
    given: [u32; 2],
    /// Their spelling classes.
    given_classes: [u32; 2],
    /// Bits for the classes of the parts of the family name.
    family_bits: u32,
    /// Bits for the classes of the middle names.
    middle_bits: u32,
    /// A hash of all given names as one text.
    joined: u16,
    shape: Shape,
    /// Of no meaning without [`HAS_BIRTH`].
    birth: Birth,
    /// What the family name gives if it agrees.
    family_value: u16,
    /// What the first given name gives.
    given_value: u16,
    /// What all given names give.
    all_value: u16,
    /// What the day of birth gives.
    day_value: u16,
    /// Bits such as [`IS_PLAIN`].
    flags: u8,
    /// The generation, [`IS_WEAK`], and from [`GENDER`] on the gender.
    person: u8,
}

const _: () = assert!(size_of::<Outline>() == 64);

/// The first bit of the gender, beside the generation.
const GENDER: u32 = 6;
/// The record cannot reach the floor with another such record, if their family names have nothing in common and their births do not
/// agree.
const IS_WEAK: u8 = 32;
const _: () = assert!((Generation::Fourth as u8) < IS_WEAK);

/// The record has one name, of a person, with a family name and a given name.
const IS_PLAIN: u8 = 1;
const HAS_BIRTH: u8 = 2;
const HAS_MIDDLE: u8 = 4;
/// The record has more than two given names.
const HAS_MORE: u8 = 16;
/// No given name is an initial.
const IS_WHOLE: u8 = 64;
/// The family name has several words.
const IS_DOUBLE: u8 = 32;
/// The record may reach the floor with another whose birth does not agree.
const IS_STRONG: u8 = 128;
/// The first given name is an initial.
const IS_INITIAL: u8 = 8;

impl Outline {
    fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Returns `true` if the record may reach the floor with another whose birth does not agree.
    pub(crate) fn is_strong(&self) -> bool {
        self.is(IS_STRONG)
    }

    /// Returns `true` unless two family names of different classes are certainly neither near, nor parts of each other's names.
    fn may_be_related(&self, other: &Outline) -> bool {
        let bits = self.family_bits & (other.family_bits | other.middle_bits) | self.middle_bits & other.family_bits;
        bits != 0
            || other.given_classes.contains(&self.class)
            || self.given_classes.contains(&other.class)
            || self.shape.may_be_near(other.shape)
    }

    /// Returns `true` if two births are known, and may be of one day.
    fn may_agree(&self, other: &Outline) -> bool {
        self.is(HAS_BIRTH) && other.is(HAS_BIRTH) && self.birth.days.meets(other.birth.days)
    }

    /// Returns `true` if it is told how much a pair can have, given another such record.
    pub(crate) fn is_plain(&self) -> bool {
        self.is(IS_PLAIN)
    }

    /// Returns the name, if it is one family name and at most two given names.
    pub(crate) fn name(&self) -> Option<Name<'_>> {
        let given = if self.is(HAS_MIDDLE) { &self.given[..] } else { &self.given[..1] };
        let name =
            Name { family: self.family, parts: &[], given, generation: self.generation(), is_organisation: false };
        (self.is(IS_PLAIN) && !self.is(HAS_MORE | IS_DOUBLE)).then_some(name)
    }

    /// Compares births and genders.
    pub(crate) fn attributes(&self, other: &Outline) -> Levels {
        let births = (self.is(HAS_BIRTH) && other.is(HAS_BIRTH)).then(|| self.birth.compare(other.birth));
        Levels::default().with_birth(births).with_genders(self.gender(), other.gender())
    }

    /// Returns the days of birth, if they are known.
    pub(crate) fn birth(&self) -> Option<DayRange> {
        self.is(HAS_BIRTH).then_some(self.birth.days)
    }

    fn generation(&self) -> u8 {
        self.person & (IS_WEAK - 1)
    }

    fn gender(&self) -> u8 {
        self.person >> GENDER
    }

    /// Returns `true` if the family names of two plain records are spellings of one.
    pub(crate) fn has_family_of(&self, other: &Outline) -> bool {
        self.class == other.class
    }

    fn new(people: &People, frequencies: &Frequencies, person: usize) -> Outline {
        let birth = people.birth(person);
        let day = birth.map(|birth| birth.days).filter(|days| days.is_one_day());
        let nothing = Birth::new(DayRange { first: Day::MIN, last: Day::MIN });
        let mut outline = Outline {
            family: NO_WORD,
            class: NO_WORD,
            given: [NO_WORD; 2],
            given_classes: [NO_WORD; 2],
            family_bits: 0,
            middle_bits: 0,
            joined: 0,
            shape: Shape::default(),
            birth: birth.unwrap_or(nothing),
            family_value: 0,
            given_value: 0,
            all_value: 0,
            day_value: day.map_or(0, |days| value(-frequencies.day(days.first, TWO_PEOPLE)).unwrap_or(u16::MAX)),
            flags: if birth.is_some() { HAS_BIRTH } else { 0 },
            person: people.gender(person) << GENDER,
        };
        if let [reading] = people.readings(person) {
            outline.set_name(people, frequencies, reading);
        }
        outline
    }

    fn set_name(&mut self, people: &People, frequencies: &Frequencies, reading: &Reading) {
        let words = &people.words;
        let given = people.given(reading);
        let Some((&first, middle)) = given.split_first().filter(|_| reading.family != NO_WORD) else { return };
        if reading.is_nobody() || reading.is_organisation() {
            return;
        }
        let bits =
            |list: &[u32]| list.iter().fold(0, |bits, word| bits | 1 << (mix64(u64::from(words.class(*word))) % 32));
        let of_first = -frequencies.given(first, TWO_PEOPLE);
        let of_all = of_first - middle.iter().map(|word| frequencies.middle(*word, TWO_PEOPLE)).sum::<f64>();
        let of_family = -frequencies.family(reading.family, TWO_PEOPLE);
        let (Some(of_family), Some(of_first), Some(of_all)) = (value(of_family), value(of_first), value(of_all)) else {
            return;
        };
        (self.family_value, self.given_value, self.all_value) = (of_family, of_first, of_all);
        self.family = reading.family;
        self.class = words.class(reading.family);
        self.given = [first, middle.last().copied().unwrap_or(first)];
        self.given_classes = self.given.map(|name| words.class(name));
        self.joined = given.iter().flat_map(|word| words.text(*word).bytes()).fold(0, hash_byte) as u16;
        self.family_bits = bits(people.parts(reading)) | bits(&[reading.family]);
        self.middle_bits = bits(middle);
        self.shape = words.shape(reading.family);
        self.person |= reading.generation;
        self.flags |= IS_PLAIN;
        self.flags |= if middle.is_empty() { 0 } else { HAS_MIDDLE };
        self.flags |= if middle.len() > 1 { HAS_MORE } else { 0 };
        self.flags |= if given.iter().any(|word| words.is_initial(*word)) { 0 } else { IS_WHOLE };
        self.flags |= if reading.is_double() { IS_DOUBLE } else { 0 };
        self.flags |= if words.is_initial(first) { IS_INITIAL } else { 0 };
    }
}

/// Returns bits as thousandths; `None` if they are too many for an outline.
fn value(bits: f64) -> Option<u16> {
    u16::try_from(thousandths(bits)).ok()
}

fn hash_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// The outlines of all records, with the weights by which they are looked at.
pub(crate) struct Outlines<'a> {
    outlines: Vec<Outline>,
    /// The sum below which a pair is left out.
    #[cfg(test)]
    pub floor: i32,
    weights: &'a Weights,
    words: &'a Words,
    /// The prior, and the most that boards give.
    base: i32,
    /// The most that further columns give to a pair with each record; none if there are no columns.
    columns: Vec<i32>,
    /// By word: what it gives beside any family name, and beside any given name.
    family_shares: Vec<i32>,
    given_shares: Vec<i32>,
    /// By spelling class: what it gives.
    class_values: Vec<i32>,
    /// The largest weight of births that are apart.
    far: i32,
    /// The largest weight of given names, of any level.
    any_given: i32,
    /// The largest weight of given names of which the first is the same, and not all of them.
    same_first: i32,
    /// What is added to the value of names that may be written in the other order.
    reversed_share: i32,
    /// The largest weight of given names that are forms of one name.
    form: i32,
    /// The largest weight of an initial.
    initial: i32,
    /// The largest weight of given names that agree in nothing.
    no_given: i32,
}

impl<'a> Outlines<'a> {
    /// Takes the outlines of the records of a comparison.
    pub(crate) fn new(comparison: &Comparison<'a>, reach: &Reach) -> Outlines<'a> {
        let Comparison { people, frequencies, weights, .. } = *comparison;
        let words = &people.words;
        let all = 0..people.len();
        let of_words = |value: &(dyn Fn(u32) -> f64 + Sync)| -> Vec<i32> {
            (0..words.len() as u32).into_par_iter().map(|word| thousandths(value(word))).collect()
        };
        let family = |word| relative(frequencies.family(word, TWO_PEOPLE), frequencies.any_family);
        let given_name = |word| relative(frequencies.given(word, TWO_PEOPLE), frequencies.any_given);
        let class = |class| thousandths(-frequencies.family_class(class, TWO_PEOPLE));
        let given = |level: GivenLevel| weights.of(feature::GIVEN, level as u8);
        let largest = |levels: &[GivenLevel]| levels.iter().map(|level| given(*level)).max().unwrap_or(NONE);
        let mut outlines = Outlines {
            outlines: all
                .clone()
                .into_par_iter()
                .map(|person| {
                    let mut outline = Outline::new(people, frequencies, person);
                    outline.flags |= if reach.without_birth(person as u32) >= comparison.floor { IS_STRONG } else { 0 };
                    outline
                })
                .collect(),
            #[cfg(test)]
            floor: comparison.floor,
            weights,
            words,
            base: weights.prior + comparison.most_by_boards(),
            columns: match people.columns.is_empty() {
                true => Vec::new(),
                false => all.map(|person| most_by_columns(comparison, person)).collect(),
            },
            family_shares: of_words(&family),
            given_shares: of_words(&given_name),
            class_values: (0..words.class_count() as u32).map(class).collect(),
            far: (feature::BIRTH..feature::GENDER)
                .flat_map(|at| [BirthLevel::Apart, BirthLevel::Generation].map(|level| weights.of(at, level as u8)))
                .max()
                .unwrap_or_default(),
            any_given: weights.largest(feature::GIVEN),
            same_first: largest(&[
                GivenLevel::MiddleFits,
                GivenLevel::OneMiddle,
                GivenLevel::NoMiddle,
                GivenLevel::MiddleContradicts,
            ]),
            reversed_share: thousandths(REVERSED.log2()),
            form: largest(&[GivenLevel::Form, GivenLevel::FormContradicts]),
            initial: largest(&[GivenLevel::Initial, GivenLevel::InitialContradicts]),
            no_given: largest(&[GivenLevel::ByMiddleInitial, GivenLevel::Different]),
        };
        let weak: Vec<bool> =
            outlines.outlines.par_iter().map(|outline| outlines.unrelated(outline) < comparison.floor).collect();
        for (outline, _) in outlines.outlines.iter_mut().zip(weak).filter(|(_, is_weak)| *is_weak) {
            outline.person |= IS_WEAK;
        }
        outlines
    }

    /// Returns the most that a pair can have of which nothing of the family names agrees, nor the births, if the other record has no
    /// more to give than this one. With further columns it is not told.
    fn unrelated(&self, x: &Outline) -> i32 {
        if !(x.is(IS_PLAIN) && self.columns.is_empty()) {
            return i32::MAX;
        }
        let given = |level: GivenLevel| self.weights.of(feature::GIVEN, level as u8);
        let names = (given(GivenLevel::All) + i32::from(x.all_value))
            .max(self.same_first + i32::from(x.given_value))
            .max(self.form + self.given_shares[x.given[0] as usize]);
        let others = self.weights.largest(feature::GENDER) + self.weights.largest(feature::GENERATION);
        let family = self.weights.of(feature::FAMILY, FamilyLevel::Different as u8);
        self.base + family + names + most_by_other_births(self.weights) + others
    }

    /// Returns the outline of a record.
    pub(crate) fn of(&self, person: u32) -> &Outline {
        &self.outlines[person as usize]
    }

    /// Returns the most that a pair can have; `i32::MAX` if its outlines do not tell.
    pub(crate) fn most(&self, (a, x): (u32, &Outline), (b, y): (u32, &Outline)) -> i32 {
        if !(x.is(IS_PLAIN) && y.is(IS_PLAIN)) {
            return i32::MAX;
        }
        let is_weak = x.person & y.person & IS_WEAK != 0 && x.class != y.class;
        if is_weak && !x.may_be_related(y) && !x.may_agree(y) {
            return NONE;
        }
        let columns = match self.columns.as_slice() {
            [] => 0,
            columns => columns[a as usize].min(columns[b as usize]),
        };
        self.base + columns + self.attributes(x, y) + self.names(x, y)
    }

    /// Returns what births, gender and generation give.
    fn attributes(&self, x: &Outline, y: &Outline) -> i32 {
        let mut most = 0;
        if x.is(HAS_BIRTH) && y.is(HAS_BIRTH) {
            if x.birth.is_far_from(y.birth) {
                most += self.far;
            } else {
                let (precision, level) = x.birth.compare(y.birth);
                most += self.weights.of(feature::BIRTH + precision as usize - 1, level as u8);
                if (precision as u8, level as u8) == (1, 1) {
                    most += i32::from(x.day_value);
                }
            }
        }
        if x.gender() != 0 && y.gender() != 0 {
            most += self.weights.of(feature::GENDER, if x.gender() == y.gender() { 1 } else { 2 });
        }
        most + self.weights.of(feature::GENERATION, generations(x.generation(), y.generation()))
    }

    /// Returns the most that names give.
    fn names(&self, x: &Outline, y: &Outline) -> i32 {
        let family = |level: FamilyLevel| self.weights.of(feature::FAMILY, level as u8);
        if x.family == y.family {
            return family(FamilyLevel::Same) + i32::from(x.family_value) + self.given(x, y, false);
        }
        let class_value = |of: &Outline| self.class_values[of.class as usize];
        if x.class == y.class {
            return family(FamilyLevel::Class) + class_value(x) + self.given(x, y, false);
        }
        let any = || self.given(x, y, false);
        let mut most = family(FamilyLevel::Different) + self.given(x, y, self.columns.is_empty());
        if x.shape.may_be_near(y.shape) {
            let share = |of: &Outline| self.family_shares[of.family as usize];
            let near = family(FamilyLevel::Near) + share(x).max(share(y));
            let with_article = family(FamilyLevel::Class) + class_value(x).max(class_value(y));
            most = most.max(near.max(with_article) + any());
        }
        if x.family_bits & y.family_bits | x.family_bits & y.middle_bits | y.family_bits & x.middle_bits != 0 {
            let share = match x.is(IS_DOUBLE) || y.is(IS_DOUBLE) {
                true => thousandths(MOST_BY_VALUE),
                false => self.family_shares[x.family as usize].max(self.family_shares[y.family as usize]),
            };
            most = most.max(family(FamilyLevel::Part) + share + any());
        }
        let reversed = self.reversed(x, y).max(self.reversed(y, x));
        most.max(family(FamilyLevel::Reversed) + reversed)
    }

    /// Returns the most that names give, without the weight of the family name, if the family name of one is the first or last given name
    /// of the other.
    fn reversed(&self, x: &Outline, y: &Outline) -> i32 {
        let mut most = NONE;
        // What is left of the given names of the other begins with one of these.
        if x.class == y.given_classes[0] {
            let first = if y.is(HAS_MIDDLE) { y.given[1] } else { y.family };
            most = self.without(x, first, y);
        }
        if x.class == y.given_classes[1] && y.is(HAS_MIDDLE) {
            most = most.max(self.without(x, y.given[0], y));
        }
        let value = |value: u16| i32::from(value);
        let as_written = value(y.family_value) + value(y.given_value) - value(x.given_value) + self.reversed_share;
        most + value(x.family_value).min(as_written)
    }

    /// Returns the most that given names give if those of `y` begin with some word, and end with the family name.
    fn without(&self, x: &Outline, first: u32, y: &Outline) -> i32 {
        let words = self.words;
        let level = |level: GivenLevel| self.weights.of(feature::GIVEN, level as u8);
        let some = thousandths(MOST_BY_VALUE);
        let all = i32::from(x.all_value.max(y.all_value));
        if x.is(HAS_MORE) || y.is(HAS_MORE | IS_DOUBLE) {
            return self.any_given + all.max(some);
        }
        let len = |word: u32, other: u32, is_two: bool| {
            words.shape(word).len() + if is_two { words.shape(other).len() } else { 0 }
        };
        let is_one_len = len(x.given[0], x.given[1], x.is(HAS_MIDDLE)) == len(first, y.family, y.is(HAS_MIDDLE));
        let mut most = self.no_given;
        if is_one_len && x.is(IS_WHOLE) {
            most = most.max(level(GivenLevel::All) + all);
        }
        if x.given[0] == first {
            most = most.max(self.same_first + i32::from(x.given_value));
        }
        if words.may_be_form(x.given[0], first) {
            most = most.max(self.form + some);
        }
        if words.may_be_form(x.given[0], y.family) || x.is(HAS_MIDDLE) && words.may_be_form(first, x.given[1]) {
            most = most.max(level(GivenLevel::ByMiddle) + some);
        }
        if (words.is_initial(x.given[0]) || words.is_initial(first))
            && words.initial(x.given[0]) == words.initial(first)
        {
            most = most.max(self.initial + some);
        }
        most
    }

    /// Returns the most that given names give; `is_first` if the first one has to agree.
    fn given(&self, x: &Outline, y: &Outline, is_first: bool) -> i32 {
        let level = |level: GivenLevel| self.weights.of(feature::GIVEN, level as u8);
        let all = if x.joined == y.joined && x.is(IS_WHOLE) && y.is(IS_WHOLE) {
            level(GivenLevel::All) + i32::from(x.all_value.max(y.all_value))
        } else {
            NONE
        };
        let is_initial = x.is(IS_INITIAL) || y.is(IS_INITIAL);
        if x.given[0] == y.given[0] && !is_initial {
            let value = i32::from(x.given_value);
            return match (x.is(HAS_MIDDLE), y.is(HAS_MIDDLE)) {
                (false, false) => value + level(GivenLevel::NoMiddle),
                (true, true) => {
                    let middle = level(GivenLevel::MiddleFits).max(level(GivenLevel::MiddleContradicts));
                    all.max(value + middle)
                }
                _ => value + level(GivenLevel::OneMiddle),
            };
        }
        let share = |of: &Outline| self.given_shares[of.given[0] as usize];
        let share = share(x).max(share(y));
        let form = if self.words.may_be_form(x.given[0], y.given[0]) { self.form + share } else { NONE };
        if is_first {
            return all.max(form);
        }
        let initial = if is_initial && self.words.initial(x.given[0]) == self.words.initial(y.given[0]) {
            self.initial + thousandths(MOST_BY_VALUE)
        } else {
            NONE
        };
        let is_near = self.words.shape(x.given[0]).may_be_near(self.words.shape(y.given[0]));
        let near = if is_near { level(GivenLevel::Near) + share } else { NONE };
        let goes_by = self.may_go_by(x, y) || self.may_go_by(y, x);
        let by_middle = if goes_by { level(GivenLevel::ByMiddle) + share } else { NONE };
        all.max(form).max(initial).max(near).max(by_middle).max(self.no_given)
    }

    /// Returns `false` if the first name of one is certainly no middle name of the other.
    fn may_go_by(&self, x: &Outline, of: &Outline) -> bool {
        of.is(HAS_MORE) || of.is(HAS_MIDDLE) && self.words.may_be_form(x.given[0], of.given[1])
    }
}
