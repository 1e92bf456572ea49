//! The weights: how much each result of a comparison speaks for or against one company, in thousandths of a bit.
//!
//! They are set, not learnt. A weight is the binary logarithm of how much more often the result is met among records of one company
//! than among records of two whose names are alike: companies of one group, which have much in common. So an address in common
//! counts little. Where it counts how common a value is, that is counted in the data.

use serde::Serialize;

use super::identifiers::Kind;

/// The most companies that are compared with each other because they have one value in common. A value of more is passed over, and
/// told with its number.
pub const MOST_IN_BLOCK: usize = 1_000;

/// The share of pairs that are one company, for each record: three pairs of ten records.
pub(crate) const PRIOR: f64 = 0.3;

/// A result of comparing a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    NameSame,
    NameAbbreviated,
    NameClass,
    NameJoined,
    NameOrder,
    NameNear,
    NamePart,
    NameNumber,
    NameDifferent,
    FormSame,
    FormSameInCountry,
    FormTranslated,
    FormOneSided,
    FormOther,
    NumberSame,
    NumberSameSomewhere,
    NumberOther,
    CountrySame,
    CountryOther,
    PartOther,
    FoundedDay,
    FoundedMonth,
    FoundedYear,
    FoundedNear,
    FoundedApart,
    OneAfterTheOther,
    PlaceAddress,
    PlacePostcode,
    PlaceTown,
    PlaceOther,
    PhoneSame,
    PhoneOther,
    DomainSame,
    DomainOther,
    NobodyShared,
    CommonNameShared,
    SharedAtOtherTime,
    OneShared,
    SeveralShared,
    Tied,
}

/// A level with its feature, its text and its weight. For values whose share counts, the weight of the value is added.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CompanyWeight {
    #[serde(skip)]
    level: Level,
    /// The feature.
    pub feature: &'static str,
    /// The result of the comparison.
    pub text: &'static str,
    /// The weight in thousandths of a bit.
    pub thousandths: i32,
    /// The most that the share of the value adds, in thousandths of a bit; 0 if it does not count.
    pub most: i32,
}

const fn weight(level: Level, feature: &'static str, text: &'static str, thousandths: i32, most: i32) -> CompanyWeight {
    CompanyWeight { level, feature, text, thousandths, most }
}

/// No limit for the part of a value.
const ANY: i32 = 60_000;

/// All weights, in the order of levels.
pub(crate) const WEIGHTS: &[CompanyWeight] = &[
    weight(Level::NameSame, "name", "same", -320, ANY),
    weight(Level::NameAbbreviated, "name", "same with abbreviations", -2_640, ANY),
    weight(Level::NameClass, "name", "same in another spelling", -3_640, ANY),
    weight(Level::NameJoined, "name", "same, words written apart or as one", -4_640, ANY),
    weight(Level::NameOrder, "name", "same words in another order", -4_640, ANY),
    weight(Level::NameNear, "name", "nearly the same", -5_060, ANY),
    weight(Level::NamePart, "name", "same but for a word such as Holdings", -5_640, ANY),
    weight(Level::NameNumber, "name", "same but for a number", -4_000, 0),
    weight(Level::NameDifferent, "name", "different", -5_000, 0),
    weight(Level::FormSame, "legal form", "same", 1_500, 0),
    weight(Level::FormSameInCountry, "legal form", "same, in one country", 3_000, 0),
    weight(Level::FormTranslated, "legal form", "may be a translation", 300, 0),
    weight(Level::FormOneSided, "legal form", "on one side", -300, 0),
    weight(Level::FormOther, "legal form", "another", -5_000, 0),
    weight(Level::NumberSame, "", "same", 0, ANY),
    weight(Level::NumberSameSomewhere, "", "same, register of one not known", 0, ANY),
    weight(Level::NumberOther, "", "another of one register", -8_000, 0),
    weight(Level::CountrySame, "country", "same", 0, 3_000),
    weight(Level::CountryOther, "country", "another", -5_000, 0),
    weight(Level::PartOther, "country", "another part of it", -4_000, 0),
    weight(Level::FoundedDay, "founded", "day agrees", -700, 4_700),
    weight(Level::FoundedMonth, "founded", "month agrees", 2_500, 0),
    weight(Level::FoundedYear, "founded", "year agrees", 1_500, 0),
    weight(Level::FoundedNear, "founded", "less than a year apart", -1_000, 0),
    weight(Level::FoundedApart, "founded", "a year or more apart", -5_000, 0),
    weight(Level::OneAfterTheOther, "founded", "one after the other was dissolved", -6_000, 0),
    weight(Level::PlaceAddress, "place", "same address", -1_000, 4_300),
    weight(Level::PlacePostcode, "place", "same postcode", -1_000, 3_000),
    weight(Level::PlaceTown, "place", "same town", -500, 1_500),
    weight(Level::PlaceOther, "place", "another", -700, 0),
    weight(Level::PhoneSame, "phone", "same", -1_000, 5_000),
    weight(Level::PhoneOther, "phone", "another", -300, 0),
    weight(Level::DomainSame, "web domain", "same", -1_000, 5_000),
    weight(Level::DomainOther, "web domain", "another", -700, 0),
    weight(Level::NobodyShared, "directors", "nobody in common", -700, 0),
    weight(Level::CommonNameShared, "directors", "a name in common that is on many boards", 500, 0),
    weight(Level::SharedAtOtherTime, "directors", "a name in common, at another time", 1_000, 0),
    weight(Level::OneShared, "directors", "a name in common at one time", 2_500, 0),
    weight(Level::SeveralShared, "directors", "names in common at one time", 4_000, 0),
    weight(Level::Tied, "ties", "the data ties one to the other, or lists both in one deal", -8_000, 0),
];

impl Level {
    /// Returns the weight of a level.
    pub(crate) fn weight(self) -> &'static CompanyWeight {
        &WEIGHTS[self as usize]
    }

    /// Returns how many companies of other identity have such a name for each company that has it: relatives of a group, and
    /// companies that took a name over.
    pub(crate) fn relatives(self) -> f64 {
        match self {
            Level::NameClass => 0.005,
            Level::NameAbbreviated | Level::NameJoined | Level::NameOrder => 0.01,
            Level::NameNear => 0.02,
            Level::NamePart => 0.5,
            _ => 0.05,
        }
    }
}

/// Returns how many companies share a number by mistake, for each company that has it.
pub(crate) fn mistakes(kind: Kind, is_register_known: bool) -> f64 {
    let bits = match (kind, is_register_known) {
        (Kind::Lei, _) => -18,
        (Kind::Cik, _) => -16,
        (Kind::Register, true) => -14,
        (Kind::Register, false) => -8,
        (Kind::Isin | Kind::Vat | Kind::Tax, _) => -12,
    };
    f64::from(bits).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_in_the_order_of_levels() {
        for (at, weight) in WEIGHTS.iter().enumerate() {
            assert_eq!(weight.level as usize, at);
        }
        assert_eq!(WEIGHTS.len(), Level::Tied as usize + 1);
    }
}
