//! Circumstances by which a director is not, or may not be, independent.

use super::board::Board;
use super::household::Member;
use super::roles::RoleReadings;
use super::rule::Rule;
use crate::{Answer, Context, Figure, Leg};
use interlocks_analysis::Evidence;
use interlocks_graph::{
    AccountsIx, BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx, Tenure, TieIx, UncertainDays,
};

/// A question that a rule asks about a director.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Employed by the company.
    Employee,
    /// Close family employed by the company.
    Family,
    /// Direct pay from the company beyond a limit.
    Pay,
    /// A position at an auditor of the company.
    Auditor,
    /// An executive of the company on the pay committee of the director's employer.
    PayCommittee,
    /// Payments between the company and an employer beyond a limit.
    Payments,
    /// A material business relationship.
    Business,
    /// Pay other than a director's fee.
    Remuneration,
    /// Cross-directorships and shared boards.
    CrossDirectorship,
    /// Represents a significant shareholder.
    Shareholder,
    /// On the board for too many years.
    Tenure,
}

impl Question {
    /// Every question, in the order of legs.
    pub(crate) const ALL: [Question; 11] = {
        use Question::*;
        [
            Employee,
            Pay,
            Business,
            Remuneration,
            Family,
            Auditor,
            PayCommittee,
            Payments,
            CrossDirectorship,
            Shareholder,
            Tenure,
        ]
    };

    /// Returns the name of the leg.
    pub(crate) fn leg(self) -> &'static str {
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

    /// Returns the text of the leg if the data shows nothing of the kind.
    pub(crate) fn negative_text(self) -> &'static str {
        match self {
            Question::Employee => "no employment at the company within the years of the rule",
            Question::Family => "no close family in such a position at the company",
            Question::Pay | Question::Remuneration => "no such pay",
            Question::Auditor => "no position at an auditor of the company that the rule names, within its years",
            Question::PayCommittee => {
                "no executive of the company is on the pay committee of an employer of the director"
            }
            Question::Payments => "no such payments between the company and an employer",
            Question::Business => {
                "no business between the company and a body the director belongs to within the years of the rule"
            }
            Question::CrossDirectorship => "no other director of the company on the same boards",
            Question::Shareholder => "no position with a significant shareholder",
            Question::Tenure => "has not been on the board for that long",
        }
    }
}

/// The weight of a circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// The rule names it: the director is not independent.
    Counts,
    /// The board must judge whether it matters.
    BoardJudges,
    /// An input is missing that would decide.
    MissingInput,
    /// The data has no table that could decide, for any director.
    NoData,
}

/// A row of the data that a circumstance rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// A seat.
    Seat(SeatIx),
    /// A tie.
    Tie(TieIx),
    /// A deal with another company.
    Deal(DealIx, CompanyIx),
    /// A row of accounts.
    Accounts(AccountsIx),
}

/// The text of a circumstance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Explanation {
    pub(crate) text: String,
    pub(crate) missing: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    /// The rows of the data that show it.
    pub(crate) proof: Vec<Proof>,
}

/// A fact about a director that answers a question of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Circumstance {
    pub(crate) question: Question,
    pub(crate) grade: Grade,
    /// The days on which it holds and the director is a non-executive.
    pub(crate) days: UncertainDays,
    /// `true` if it only counts after the as-of date.
    pub(crate) coming: bool,
    /// Empty with [`Detail::Verdict`].
    pub(crate) explanation: Explanation,
}

/// The amount of detail in which a circumstance is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Only its days, for the verdict.
    Verdict,
    /// Its text too, for a row.
    Full,
}

/// One director of one company, checked against one rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DirectorCheck<'l> {
    pub(crate) context: Context<'l>,
    pub(crate) rule: &'l Rule,
    pub(crate) roles: &'l RoleReadings,
    pub(crate) board: &'l Board<'l>,
    pub(crate) director: &'l Member,
    pub(crate) family: &'l [Member],
    /// The days on the board without being an executive.
    pub(crate) days: &'l UncertainDays,
    /// `true` if the data names an auditor of any company.
    pub(crate) auditors: bool,
    pub(crate) detail: Detail,
}

impl<'l> DirectorCheck<'l> {
    pub(crate) fn graph(&self) -> &'l BoardGraph {
        self.context.graph
    }

    pub(crate) fn company(&self) -> CompanyIx {
        self.board.company
    }

    /// Returns the director, then the family.
    pub(crate) fn household(&self) -> impl Iterator<Item = &'l Member> + use<'l> {
        std::iter::once(self.director).chain(self.family)
    }

    /// Adds a circumstance, unless it cannot hold at the clock of the question.
    pub(crate) fn note(
        &self,
        circumstances: &mut Vec<Circumstance>,
        question: Question,
        grade: Grade,
        days: &UncertainDays,
        explanation: impl FnOnce() -> Explanation,
    ) {
        let days = days.meet(self.days);
        if !days.possible.within(self.context.options.query.clock.window()).is_empty() {
            let explanation = if self.detail == Detail::Full { explanation() } else { Explanation::default() };
            let coming = grade == Grade::Counts && self.is_after_as_of(&days);
            circumstances.push(Circumstance { question, grade, days, coming, explanation });
        }
    }

    /// Returns the companies whose deals with the company may concern a member of the household, in order. If the data has
    /// no deals, these are all companies where the member has a position.
    pub(crate) fn other_parties(&self, member: &Member) -> Vec<CompanyIx> {
        if self.graph().deal_count() == 0 {
            return member.elsewhere(self.graph(), self.company());
        }
        self.board.parties().filter(|party| member.is_at(self.graph(), *party)).collect()
    }

    /// Returns `true` if an input is missing on all days that are asked about, and no text is wanted: another company for
    /// which it is missing would change nothing.
    pub(crate) fn is_all_said(&self, circumstances: &[Circumstance]) -> bool {
        let last = circumstances.last().filter(|last| last.grade == Grade::MissingInput);
        self.detail == Detail::Verdict && last.is_some_and(|last| last.days == *self.days)
    }

    /// Returns `true` if some days all lie after the as-of date.
    pub(crate) fn is_after_as_of(&self, days: &UncertainDays) -> bool {
        let as_of = self.graph().as_of().filter(|_| !self.graph().is_undated());
        as_of.is_some_and(|as_of| days.possible.as_slice().iter().all(|span| span.from > as_of))
    }

    /// Returns `true` if the company is known to be in the market of the rule.
    pub(crate) fn is_of_market(&self) -> bool {
        self.rule.is_of(self.graph().country_reading(self.company()))
    }

    /// Returns the name of a company.
    pub(crate) fn name(&self, company: CompanyIx) -> String {
        self.graph().name(Entity::Company(company)).into_owned()
    }

    /// Returns the name of a member of the household, with the family tie.
    pub(crate) fn who(&self, member: &Member) -> String {
        let name = self.graph().name(Entity::Person(member.person));
        match member.family_tie {
            Some(tie) => format!("{name} (family: {})", self.graph().tie_kind(tie)),
            None => name.into_owned(),
        }
    }

    /// Returns the name of a person.
    pub(crate) fn person(&self, person: PersonIx) -> String {
        self.graph().name(Entity::Person(person)).into_owned()
    }

    /// Returns some seats of a person at a company, as proof.
    pub(crate) fn seats(
        &self,
        person: PersonIx,
        company: CompanyIx,
        wanted: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> impl Iterator<Item = Proof> {
        let seats: Vec<SeatIx> = self.graph().seats_at(person, company).filter(|s| wanted(self.graph(), *s)).collect();
        seats.into_iter().map(Proof::Seat)
    }

    /// Returns the proof of a member's position at a company: family tie, seats and other ties.
    pub(crate) fn position_proof(
        &self,
        member: &Member,
        company: CompanyIx,
        wanted: impl Fn(&BoardGraph, SeatIx) -> bool,
    ) -> Vec<Proof> {
        let ties = member.bonds.iter().filter(|(to, ..)| *to == company).map(|(.., tie)| Proof::Tie(*tie));
        let family = member.family_tie.map(Proof::Tie);
        family.into_iter().chain(self.seats(member.person, company, wanted)).chain(ties).collect()
    }
}

/// Returns the days as an executive of a tenure; none if there is no tenure.
pub(crate) fn executive_days(tenure: Option<&Tenure>) -> UncertainDays {
    tenure.map(|tenure| tenure.executive.clone()).unwrap_or_default()
}

/// Returns the leg of a question, answered by the circumstances.
pub(crate) fn leg(question: Question, circumstances: &[Circumstance]) -> Leg {
    let of =
        |grade: Grade| circumstances.iter().filter(move |c| c.question == question && c.grade == grade && !c.coming);
    let (counts, judge) = (of(Grade::Counts), of(Grade::BoardJudges));
    let open: Vec<&Circumstance> = of(Grade::MissingInput).chain(of(Grade::NoData)).collect();
    let listed: Vec<&Circumstance> = counts.chain(judge).collect();
    let (met, shown) = match (listed.is_empty(), open.is_empty()) {
        (false, _) => (Answer::Yes, listed),
        (true, true) => (Answer::No, open),
        (true, false) => (Answer::Unknown, open),
    };
    let mut text = shown.first().map_or(question.negative_text(), |first| &first.explanation.text).to_owned();
    if shown.len() > 1 {
        text = format!("{text}; and {} more", shown.len() - 1);
    }
    let figures = shown.first().map(|first| first.explanation.figures.clone()).unwrap_or_default();
    Leg { figures, ..Leg::new(question.leg(), met, text) }
}

/// Returns proof as evidence, each row once.
pub(crate) fn evidence(graph: &BoardGraph, company: CompanyIx, proof: impl Iterator<Item = Proof>) -> Vec<Evidence> {
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
