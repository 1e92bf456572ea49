//! Reasons for which two records are never merged without a person who says so, whatever their sum.

use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, PersonIx};
use serde::Serialize;

use crate::candidates::Candidate;
use crate::compare::{BirthLevel, BoardsLevel, GivenLevel, Precision};
use crate::decided::Decided;
use crate::people::{People, Reading};

/// A reason against one person, or against one company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Veto {
    /// The births are certainly apart.
    Birth,
    /// The births are 18 to 45 years apart.
    Generation,
    /// The generations contradict: *Sr* and *Jr*.
    Suffix,
    /// Only one of the names states a generation, and no births tell parent from child.
    OneSuffix,
    /// One source lists both on one board at one time.
    SameList,
    /// The genders contradict, and the given names are not the same.
    Gender,
    /// One is an organisation.
    Organisation,
    /// Numbers in the names of organisations differ, as in *Fund II* and *Fund III*.
    Number,
    /// A seat before the age of 14, after the age of 100, or after death.
    Age,
    /// The names of two companies have nothing in common, and they have no number of a register in common.
    Name,
    /// One name of a company has a word more that companies of a group have, such as *Holdings*.
    Word,
    /// The legal forms of two companies contradict.
    Form,
    /// Two companies are of two countries, or of two parts of one.
    Country,
    /// One register gave two numbers to two companies.
    Identifier,
    /// The dates of foundation and dissolution cannot be of one company.
    Dates,
    /// Two companies have one number of a register, other names, and dates that are apart.
    Reused,
    /// A tie goes from one company to the other, or both are parties of one deal.
    Tied,
    /// Somebody decided that they are two.
    Decided,
}

impl Veto {
    /// All vetoes.
    pub const ALL: [Veto; 18] = [
        Veto::Birth,
        Veto::Generation,
        Veto::Suffix,
        Veto::OneSuffix,
        Veto::SameList,
        Veto::Gender,
        Veto::Organisation,
        Veto::Number,
        Veto::Age,
        Veto::Name,
        Veto::Word,
        Veto::Form,
        Veto::Country,
        Veto::Identifier,
        Veto::Dates,
        Veto::Reused,
        Veto::Tied,
        Veto::Decided,
    ];

    /// Returns the name of the veto.
    pub const fn as_str(self) -> &'static str {
        match self {
            Veto::Birth => "birth",
            Veto::Generation => "generation",
            Veto::Suffix => "suffix",
            Veto::OneSuffix => "one-suffix",
            Veto::SameList => "same-list",
            Veto::Gender => "gender",
            Veto::Organisation => "organisation",
            Veto::Number => "number",
            Veto::Age => "age",
            Veto::Name => "name",
            Veto::Word => "word",
            Veto::Form => "form",
            Veto::Country => "country",
            Veto::Identifier => "identifier",
            Veto::Dates => "dates",
            Veto::Reused => "reused",
            Veto::Tied => "tied",
            Veto::Decided => "decided",
        }
    }

    /// Returns the reason as a clause.
    pub const fn reason(self) -> &'static str {
        match self {
            Veto::Birth => "the births are apart",
            Veto::Generation => "the births are a generation apart",
            Veto::Suffix => "the names state two generations",
            Veto::OneSuffix => "only one name states a generation, and no births tell parent from child",
            Veto::SameList => "one source lists both on one board at one time",
            Veto::Gender => "the genders contradict",
            Veto::Organisation => "only one of them is an organisation",
            Veto::Number => "the numbers in the names differ",
            Veto::Name => "the names have nothing in common, and no number of a register says that they are one",
            Veto::Word => "one name has a word such as Holdings, which tells companies of a group apart",
            Veto::Form => "the names have two legal forms",
            Veto::Country => "they are of two countries, or of two parts of one",
            Veto::Identifier => "one register has them under two numbers",
            Veto::Dates => "the dates of foundation or dissolution cannot be of one company",
            Veto::Reused => {
                "a number may have been given to another company later: the names have nothing in common, and the dates are apart"
            }
            Veto::Tied => "a tie or a deal of the data has them as two",
            Veto::Decided => "somebody decided that they are two",
            Veto::Age => "a seat would be held before the age of 14 or after the age of 100",
        }
    }
}

interlocks_core::enum_names!(Veto, "veto");

/// Returns the vetoes against a pair.
pub(crate) fn vetoes(graph: &BoardGraph, people: &People, decided: &Decided, candidate: &Candidate) -> Vec<Veto> {
    let levels = candidate.levels;
    let (_, given, generation) = levels.names();
    let (precision, birth) = levels.birth();
    let readings = candidate.readings(people);
    let is_organisation = readings.map(Reading::is_organisation);
    let numbers = readings.map(|reading| {
        let words = people.parts(reading).iter().map(|word| people.words.text(*word));
        words.filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).collect::<Vec<_>>()
    });
    let day = Precision::Day as u8;
    let is_apart = birth == BirthLevel::Apart as u8
        || birth == BirthLevel::Near as u8
        || birth == BirthLevel::OneField as u8 && precision != day;
    let other_given = given >= GivenLevel::Form as u8;
    let found = [
        (Veto::Birth, is_apart),
        (Veto::Generation, birth == BirthLevel::Generation as u8),
        (Veto::Suffix, generation == 3),
        (Veto::OneSuffix, generation == 2 && precision == 0),
        (Veto::SameList, levels.boards() == BoardsLevel::OneSource as u8),
        (Veto::Gender, levels.gender() == 2 && other_given),
        (Veto::Organisation, is_organisation[0] != is_organisation[1]),
        (Veto::Number, is_organisation == [true, true] && numbers[0] != numbers[1]),
        (Veto::Age, is_age_odd(graph, people, candidate)),
        (Veto::Decided, decided.is_distinct(candidate.a, candidate.b)),
    ];
    found.into_iter().filter(|(_, holds)| *holds).map(|(veto, _)| veto).collect()
}

/// Returns `true` if a seat of one would be held before the age of 14, after the age of 100, or after the death of the other.
fn is_age_odd(graph: &BoardGraph, people: &People, candidate: &Candidate) -> bool {
    let persons = [candidate.a, candidate.b].map(PersonIx::new);
    let starts: Vec<(Day, Day)> = persons.iter().filter_map(|person| seat_starts(graph, *person)).collect();
    let (Some(first), Some(last)) =
        (starts.iter().map(|range| range.0).min(), starts.iter().map(|range| range.1).max())
    else {
        return false;
    };
    let births = persons.map(|person| people.birth(person.index()).map(|birth| birth.days));
    let is_odd = |birth: DayRange| first < birth.first.plus_years(14) || last > birth.last.plus_years(100);
    let deaths = persons.map(|person| graph.person(person).death);
    births.into_iter().flatten().any(is_odd) || deaths.iter().flatten().any(|death| last > death.latest())
}

/// Returns the day by which the first seat of a person has begun at the latest, and the day before which the last has not begun.
fn seat_starts(graph: &BoardGraph, person: PersonIx) -> Option<(Day, Day)> {
    let starts = graph.person_seats(person).filter_map(|seat| graph.seat(seat).start);
    let mut range: Option<(Day, Day)> = None;
    for start in starts {
        let (first, last) = (start.latest(), start.earliest());
        range = Some(range.map_or((first, last), |(least, most)| (least.min(first), most.max(last))));
    }
    range
}
