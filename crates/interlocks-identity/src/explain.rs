//! The reasons for a pair: each feature with its level and its weight, which add up to the sum.

use std::borrow::Cow;

use serde::Serialize;

use interlocks_core::model::PartialDate;
use interlocks_core::wording::counted;
use interlocks_dataset::Field;
use interlocks_graph::{BoardGraph, Entity, PersonIx};

use crate::compare::{BoardsLevel, FamilyLevel, GivenLevel, compare_names};
use crate::model::{boards_feature, feature, name_values, thousandths};
use crate::resolve::{Band, Proposal, Resolution};
use crate::vetoes::Veto;
use crate::words::NO_WORD;

/// A record of a person or a company.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The date of birth or of foundation.
    #[serde(flatten)]
    pub begin: Begin,
}

/// The day on which somebody, or a company, began to be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Begin {
    /// The date of birth of a person, if it is stated.
    Birth(Option<PartialDate>),
    /// The date of foundation of a company, if it is stated.
    Founded(Option<PartialDate>),
}

impl Begin {
    /// Returns the date, if it is stated.
    pub fn date(&self) -> Option<&PartialDate> {
        match self {
            Begin::Birth(date) | Begin::Founded(date) => date.as_ref(),
        }
    }

    /// Returns the date as a remark on a name: `, born 1951-03`; empty if it is not stated.
    pub fn remark(&self) -> String {
        let verb = match self {
            Begin::Birth(_) => "born",
            Begin::Founded(_) => "founded",
        };
        self.date().map_or_else(String::new, |date| format!(", {verb} {date}"))
    }
}

/// A feature of a pair, with its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The feature; `prior` for what is known before anything is compared.
    pub feature: Cow<'static, str>,
    /// The level: the result of the comparison, such as *month agrees*.
    pub level: Cow<'static, str>,
    /// The value that both have, where it counts how common it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How common the value is, such as *1 in 1,912*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// The weight in bits: each bit doubles the odds.
    pub bits: f64,
}

/// The days of a seat.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Held {
    /// The start, if it is stated.
    pub from: Option<PartialDate>,
    /// The end, if it is stated.
    pub to: Option<PartialDate>,
}

/// A company at which both have a seat.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedBoard {
    /// The id of the company.
    pub company: String,
    /// The name of the company.
    pub name: String,
    /// The first seat of one.
    pub a: Held,
    /// The first seat of the other.
    pub b: Held,
}

/// Somebody of the boards of two companies.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedPerson {
    /// The name.
    pub name: String,
    /// The id of the person of one company.
    pub a: String,
    /// The id of the person of the other company, who has the same family name and initial.
    pub b: String,
}

/// What two records have in common beside themselves.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Common {
    /// The companies at which two people have a seat.
    Boards(Vec<SharedBoard>),
    /// The people of two companies, by their names.
    People(Vec<SharedPerson>),
}

/// A proposal with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "RecordPair"))]
pub struct Explained {
    /// The record with the smaller id.
    pub a: Record,
    /// The other record.
    pub b: Record,
    /// The band: *merge* or *review*.
    pub band: Band,
    /// The probability that they are one, with four decimals.
    pub probability: f64,
    /// The sum of the weights, in bits.
    pub bits: f64,
    /// The interlocks that depend on whether they are one, where it was asked for;
    /// see [`Resolution::impact`](crate::Resolution::impact).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<usize>,
    /// The features with their weights, which add up to `bits`.
    pub features: Vec<Reason>,
    /// The reasons for which they are not merged, whatever the sum.
    pub vetoes: Vec<Veto>,
    /// The ids of records of which at most one can be the same.
    pub ambiguous_with: Vec<String>,
    /// The id of the first record of the cluster that both are in.
    pub cluster: Option<String>,
    /// The companies at which two people have a seat, or the people of two companies.
    #[serde(flatten)]
    pub common: Common,
}

/// Returns thousandths of a bit as bits.
pub(crate) fn bits(thousandths: i32) -> f64 {
    f64::from(thousandths) / 1000.0
}

/// Returns a share as *1 in so many*.
pub(crate) fn one_in(log: f64) -> String {
    let number = (-log).exp2().max(1.0).round() as u64;
    let digits = number.to_string();
    let mut text = String::with_capacity(5 + digits.len() + digits.len() / 3);
    text.push_str("1 in ");
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Resolution<'_> {
    /// Returns a proposal with its reasons.
    pub fn explain(&self, proposal: &Proposal) -> Explained {
        let graph = self.graph;
        let id = |person: PersonIx| graph.id(Entity::Person(person));
        let record = |person: PersonIx| Record {
            id: id(person),
            name: graph.name(Entity::Person(person)).into_owned(),
            begin: Begin::Birth(birth(graph, person)),
        };
        let features = self.reasons(proposal);
        Explained {
            a: record(proposal.a),
            b: record(proposal.b),
            band: proposal.band,
            probability: (proposal.probability * 10_000.0).round() / 10_000.0,
            bits: bits(proposal.thousandths),
            impact: None,
            features,
            vetoes: proposal.vetoes.clone(),
            ambiguous_with: proposal.ambiguous_with.iter().map(|person| id(*person)).collect(),
            cluster: Some(proposal)
                .filter(|proposal| proposal.band == Band::Merge)
                .and_then(|proposal| self.clusters.get(&proposal.a))
                .map(|person| id(*person)),
            common: Common::Boards(shared_boards(graph, proposal.a, proposal.b)),
        }
    }

    fn reasons(&self, proposal: &Proposal) -> Vec<Reason> {
        let candidate = &proposal.candidate;
        let (people, frequencies, weights) = (&self.people, &self.frequencies, &self.weights);
        let levels = candidate.levels;
        let [x, y] = candidate.readings(people).map(|reading| people.name(reading));
        let names = compare_names(&people.words, &x, &y);
        let own = frequencies.own(candidate.a, candidate.b);
        let values = name_values(&people.words, frequencies, &names, [&x, &y], levels, own);
        let word = |word: u32| (word != NO_WORD).then(|| people.words.text(word).to_owned());
        let prior = format!("{} pairs of records is of one person", one_in(self.model.prior.log2()));
        let mut reasons = vec![Reason::new("prior", prior, weights.prior)];
        let (family, given, generation) = levels.names();
        let is_exact = matches!(names.family, FamilyLevel::Same | FamilyLevel::Class | FamilyLevel::Reversed);
        let share = word(names.family_word).filter(|_| is_exact).map(|_| frequencies.family(names.family_word, own));
        let weight = weights.of(feature::FAMILY, family) + values.0;
        reasons.push(Reason::new("family", names.family.text(), weight).with_value(word(names.family_word), share));
        let is_exact = given <= GivenLevel::MiddleContradicts as u8;
        let share = word(names.given_word).filter(|_| is_exact).map(|_| frequencies.given(names.given_word, own));
        let weight = weights.of(feature::GIVEN, given) + values.1;
        reasons.push(Reason::new("given", names.given.text(), weight).with_value(word(names.given_word), share));
        let weight = weights.of(feature::GENERATION, generation);
        reasons.push(Reason::new("generation", generation_text(generation), weight));
        let (precision, birth) = levels.birth();
        let share = (levels.birth() == (1, 1)).then(|| people.birth(candidate.a as usize)).flatten();
        let share = share.map(|birth| frequencies.day(birth.days.first, own));
        let weight = if precision > 0 { weights.of(feature::BIRTH + usize::from(precision) - 1, birth) } else { 0 };
        reasons.push(Reason::new("birth", birth_text(precision, birth), weight - share.map_or(0, thousandths)));
        let text = ["missing", "same", "contradict"][usize::from(levels.gender())];
        reasons.push(Reason::new("gender", text, weights.of(feature::GENDER, levels.gender())));
        if self.graph.seat_count() > 0 {
            let weight = weights.of(boards_feature(levels), levels.boards());
            reasons.push(Reason::new("boards", BoardsLevel::text(levels.boards()), weight));
        }
        for (at, column) in people.columns.iter().enumerate() {
            let level = levels.column(at);
            let value = column.value(candidate.a as usize);
            let shown = (level == 1).then(|| column.values()[value as usize].clone());
            let share = (level == 1).then(|| frequencies.column(at, value, own));
            let weight = weights.of(feature::COLUMNS + at, level) - share.map_or(0, thousandths);
            let text = ["missing", "same", "nearly the same", "different"][usize::from(level)];
            reasons.push(Reason::new(column.name.clone(), text, weight).with_value(shown, share));
        }
        let told: i32 = reasons.iter().map(|reason| thousandths(reason.bits)).sum();
        let alternatives = proposal.thousandths - told;
        if alternatives != 0 {
            reasons.push(Reason::new("alternatives", "a record fits others, who are other people", alternatives));
        }
        reasons
    }
}

impl Reason {
    /// Returns a feature with its weight in thousandths of a bit.
    pub(crate) fn new(
        feature: impl Into<Cow<'static, str>>,
        level: impl Into<Cow<'static, str>>,
        weight: i32,
    ) -> Reason {
        Reason { feature: feature.into(), level: level.into(), value: None, frequency: None, bits: bits(weight) }
    }

    /// Adds the value that both have, and the logarithm of its share if it counts.
    pub(crate) fn with_value(self, value: Option<String>, share: Option<f64>) -> Reason {
        Reason { frequency: value.as_ref().and(share).map(one_in), value, ..self }
    }
}

/// Returns the birth of a person as the data states it. It does not read the other columns of the person.
fn birth(graph: &BoardGraph, person: PersonIx) -> Option<PartialDate> {
    let column = graph.person_column(Field::Birth.name())?;
    column.get(person.index()).parse().ok()
}

fn shared_boards(graph: &BoardGraph, a: PersonIx, b: PersonIx) -> Vec<SharedBoard> {
    let mut boards: Vec<SharedBoard> = Vec::new();
    let mut last = None;
    for seat in graph.person_seats(a) {
        let company = graph.seat_company(seat);
        if last.replace(company) == Some(company) {
            continue;
        }
        let Some(other) = graph.seats_at(b, company).next() else { continue };
        let held = |seat| {
            let seat = graph.seat(seat);
            Held { from: seat.start, to: seat.end.date().copied() }
        };
        boards.push(SharedBoard {
            company: graph.id(Entity::Company(company)),
            name: graph.name(Entity::Company(company)).into_owned(),
            a: held(seat),
            b: held(other),
        });
    }
    boards
}

impl FamilyLevel {
    fn text(self) -> &'static str {
        match self {
            FamilyLevel::Missing => "missing",
            FamilyLevel::Same => "same",
            FamilyLevel::Class => "same in another spelling",
            FamilyLevel::Part => "part of a double name",
            FamilyLevel::Near => "nearly the same",
            FamilyLevel::Reversed => "same in the other order",
            FamilyLevel::Different => "different",
        }
    }
}

impl GivenLevel {
    fn text(self) -> &'static str {
        match self {
            GivenLevel::Missing => "missing",
            GivenLevel::All => "all the same",
            GivenLevel::MiddleFits => "first the same, middle names fit",
            GivenLevel::OneMiddle => "first the same, middle name on one side",
            GivenLevel::NoMiddle => "first the same, no middle names",
            GivenLevel::MiddleContradicts => "first the same, middle names contradict",
            GivenLevel::Form => "nickname or other spelling",
            GivenLevel::FormContradicts => "nickname or other spelling, middle names contradict",
            GivenLevel::Initial => "initial fits",
            GivenLevel::InitialContradicts => "initial fits, middle names contradict",
            GivenLevel::ByMiddle => "one goes by the middle name",
            GivenLevel::Near => "nearly the same",
            GivenLevel::ByMiddleInitial => "first name fits a middle initial",
            GivenLevel::Different => "different",
        }
    }
}

fn generation_text(level: u8) -> &'static str {
    ["none", "same", "on one side", "contradict"][usize::from(level)]
}

fn birth_text(precision: u8, level: u8) -> &'static str {
    match (precision, level) {
        (0, _) => "missing",
        (1, 1) => "day agrees",
        (2, 1) => "month agrees",
        (_, 1) => "year agrees",
        (_, 2) => "one part of the date differs",
        (_, 3) => "near: a year or ten, or some months apart",
        (_, 5) => "a generation apart",
        _ => "apart",
    }
}

impl BoardsLevel {
    fn text(level: u8) -> &'static str {
        match level {
            0 => "missing",
            1 => "nothing in common",
            2 => "one colleague in common on other boards",
            3 => "a company in common",
            4 => "two or more colleagues in common on other boards",
            5 => "a company and colleagues in common",
            6 => "same board, other time",
            7 => "same board and time in one source",
            _ => "same board and time in two sources",
        }
    }
}

impl Explained {
    /// Returns the proposal as a paragraph.
    pub fn paragraph(&self) -> String {
        let shown = |record: &Record| format!("{} ({}{})", record.name, record.id, record.begin.remark());
        let reasons = self.features.iter().filter(|reason| reason.bits != 0.0 || reason.feature == "prior");
        let reasons: Vec<String> = reasons
            .map(|reason| {
                let value = match (&reason.value, &reason.frequency) {
                    (Some(value), Some(frequency)) => format!(" ({value}: {frequency})"),
                    (Some(value), None) => format!(" ({value})"),
                    _ => String::new(),
                };
                format!("{:+.3} {}: {}{value}", reason.bits, reason.feature, reason.level)
            })
            .collect();
        let mut text = format!(
            "{} and {}: {}, probability {:.4}. The sum is {:+.3} bits: {}.",
            shown(&self.a),
            shown(&self.b),
            self.band,
            self.probability,
            self.bits,
            reasons.join("; ")
        );
        if !self.vetoes.is_empty() {
            let reasons: Vec<&str> = self.vetoes.iter().map(|veto| veto.reason()).collect();
            text.push_str(&format!(" Not merged, because {}.", reasons.join(", and ")));
        }
        if let Some(impact) = self.impact {
            let interlocks = counted(impact, "interlock");
            text.push_str(&match (&self.common, impact) {
                (Common::Boards(_), 1) => format!(" {interlocks} holds only if they are one."),
                (Common::Boards(_), _) => format!(" {interlocks} hold only if they are one."),
                (Common::People(_), 1) => format!(" {interlocks} falls away if they are one."),
                (Common::People(_), _) => format!(" {interlocks} fall away if they are one."),
            });
        }
        if !self.ambiguous_with.is_empty() {
            text.push_str(&format!(
                " At most one of these is right: the other of the two, {}.",
                self.ambiguous_with.join(", ")
            ));
        }
        text
    }
}
