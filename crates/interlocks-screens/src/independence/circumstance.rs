//! Circumstances by which a director is not, or may not be, independent.

use super::board::Board;
use super::household::Member;
use super::rule::Rule;
use crate::{Answer, Asked, Figure, Leg};
use interlocks_analysis::Evidence;
use interlocks_graph::{
    AccountsIx, BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx, Tenure, TieIx, UncertainDays,
};

/// What a rule asks of a director.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Employee,
    Family,
    Pay,
    Auditor,
    PayCommittee,
    Payments,
    Business,
    Remuneration,
    CrossDirectorship,
    Shareholder,
    Tenure,
}

impl Question {
    /// The questions of a rule, in its order.
    pub fn of(rule: Rule) -> &'static [Question] {
        use Question::*;
        match rule {
            Rule::Nyse | Rule::Nasdaq => &[Employee, Pay, Family, Auditor, PayCommittee, Payments],
            Rule::UkCode => &[Employee, Business, Remuneration, Family, CrossDirectorship, Shareholder, Tenure],
        }
    }

    /// The name of the leg.
    pub fn leg(self) -> &'static str {
        match self {
            Question::Employee => "employee",
            Question::Family => "family",
            Question::Pay => "direct-pay",
            Question::Auditor => "auditor",
            Question::PayCommittee => "pay-committee",
            Question::Payments => "payments",
            Question::Business => "business-relationship",
            Question::Remuneration => "remuneration",
            Question::CrossDirectorship => "cross-directorship",
            Question::Shareholder => "significant-shareholder",
            Question::Tenure => "tenure",
        }
    }

    /// What is said where the data shows nothing of the kind.
    pub fn nothing(self) -> &'static str {
        match self {
            Question::Employee => "no employment at the company within the years of the rule",
            Question::Family => "no close family in such a position at the company",
            Question::Pay | Question::Remuneration => "no such pay",
            Question::Auditor => "no position at an auditor of the company",
            Question::PayCommittee => "no executive of the company on the pay committee of an employer",
            Question::Payments => "no such payments between the company and an employer",
            Question::Business => "no business between the company and a body the director belongs to",
            Question::CrossDirectorship => "no other director of the company on the same boards",
            Question::Shareholder => "no position with a significant shareholder",
            Question::Tenure => "not so long on the board",
        }
    }
}

/// What a circumstance comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// It is one that the rule names.
    Counts,
    /// Whether it is, is for the board to judge.
    Judge,
    /// Whether it is, cannot be told without an input.
    Untold,
    /// The same for everybody: the data has no table that could tell.
    Open,
}

/// A row of the data that a circumstance rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Seat(SeatIx),
    Tie(TieIx),
    Deal(DealIx, CompanyIx),
    Accounts(AccountsIx),
}

/// A circumstance in words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub text: String,
    pub missing: Vec<String>,
    pub figures: Vec<Figure>,
    pub proof: Vec<Proof>,
}

/// Something that a rule asks about.
#[derive(Clone, Debug)]
pub struct Circumstance {
    pub question: Question,
    pub grade: Grade,
    /// The days on which it is there and the director is a candidate.
    pub days: UncertainDays,
    /// Empty where a case is only weighed.
    pub words: Words,
}

/// One director of one company, looked at by one rule.
#[derive(Clone, Copy, Debug)]
pub struct Look<'l> {
    pub asked: Asked<'l>,
    pub rule: Rule,
    pub board: &'l Board,
    pub director: &'l Member,
    pub family: &'l [Member],
    /// The days on the board without being an executive.
    pub days: &'l UncertainDays,
    /// Whether there is an auditor in the data at all.
    pub auditors: bool,
    /// Whether words are wanted.
    pub telling: bool,
}

impl<'l> Look<'l> {
    pub fn graph(&self) -> &'l BoardGraph {
        self.asked.graph
    }

    pub fn company(&self) -> CompanyIx {
        self.board.company
    }

    /// The director, then the family.
    pub fn household(&self) -> impl Iterator<Item = &'l Member> + use<'l> {
        std::iter::once(self.director).chain(self.family)
    }

    /// Notes a circumstance, where it may be there at the clock of the question.
    pub fn note(
        &self,
        found: &mut Vec<Circumstance>,
        (question, grade): (Question, Grade),
        days: &UncertainDays,
        words: impl FnOnce() -> Words,
    ) {
        let days = days.meet(self.days);
        if !days.possible.within(self.asked.options.query.clock.window()).is_empty() {
            let words = if self.telling { words() } else { Words::default() };
            found.push(Circumstance { question, grade, days, words });
        }
    }

    pub fn name(&self, company: CompanyIx) -> String {
        self.graph().name(Entity::Company(company)).into_owned()
    }

    /// The name of a person, with what makes them family.
    pub fn who(&self, member: &Member) -> String {
        let name = self.graph().name(Entity::Person(member.person));
        match member.by {
            Some(tie) => format!("{name} (family: {})", self.graph().tie_kind(tie)),
            None => name.into_owned(),
        }
    }

    pub fn person(&self, person: PersonIx) -> String {
        self.graph().name(Entity::Person(person)).into_owned()
    }

    /// The seats of a person at a company for which something holds, as proof.
    pub fn seats(
        &self,
        person: PersonIx,
        company: CompanyIx,
        wanted: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> impl Iterator<Item = Proof> {
        let seats: Vec<SeatIx> = self.graph().seats_at(person, company).filter(|s| wanted(self.graph(), *s)).collect();
        seats.into_iter().map(Proof::Seat)
    }

    /// What makes somebody something at a company: the seats asked for, ties, and the tie of family.
    pub fn position_proof(
        &self,
        member: &Member,
        company: CompanyIx,
        wanted: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> Vec<Proof> {
        let ties = member.bonds.iter().filter(|(to, ..)| *to == company).map(|(.., tie)| Proof::Tie(*tie));
        let family = member.by.map(Proof::Tie);
        family.into_iter().chain(self.seats(member.person, company, wanted)).chain(ties).collect()
    }
}

/// The days somebody was executive at a company; none where they had no seat there.
pub fn executive(service: Option<&Tenure>) -> UncertainDays {
    service.map_or_else(UncertainDays::default, |service| service.executive.clone())
}

/// One question of a rule, answered by what was found.
pub fn leg(question: Question, found: &[Circumstance]) -> Leg {
    let of = |grade: Grade| found.iter().filter(move |c| c.question == question && c.grade == grade);
    let (counts, judge, untold) = (of(Grade::Counts), of(Grade::Judge), of(Grade::Untold).chain(of(Grade::Open)));
    let listed: Vec<&Circumstance> = counts.chain(judge).collect();
    let (met, shown) = match (listed.is_empty(), untold.collect::<Vec<_>>()) {
        (false, _) => (Answer::Yes, listed),
        (true, untold) if untold.is_empty() => (Answer::No, untold),
        (true, untold) => (Answer::Unknown, untold),
    };
    let mut text = shown.first().map_or(question.nothing(), |first| &first.words.text).to_owned();
    if shown.len() > 1 {
        text = format!("{text}; and {} more", shown.len() - 1);
    }
    let figures = shown.first().map(|first| first.words.figures.clone()).unwrap_or_default();
    Leg { figures, ..Leg::new(question.leg(), met, text) }
}

/// Proof as evidence, each row once.
pub fn evidence(graph: &BoardGraph, company: CompanyIx, proof: impl Iterator<Item = Proof>) -> Vec<Evidence> {
    let mut rows: Vec<Proof> = Vec::new();
    for row in proof {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows.into_iter()
        .map(|row| match row {
            Proof::Seat(seat) => Evidence::from_seat(graph, seat),
            Proof::Tie(tie) => Evidence::from_tie(graph, tie),
            Proof::Deal(deal, other) => Evidence::from_deal(graph, &graph.deal(deal), [company, other]),
            Proof::Accounts(row) => Evidence::from_accounts(graph, row),
        })
        .collect()
}
