//! Executives who set each other's pay (SEC Regulation S-K Item 407(e)(4)(iii)).
//!
//! For a registrant C and another company X, an executive p of C and another person q, an executive of X:
//!
//! - (A) p sat on the committee of X that sets pay, and q on that of C;
//! - (B) p was a director of X, and q sat on the committee of C that sets pay;
//! - (C) p sat on the committee of X that sets pay, and q was a director of C.
//!
//! The item asks about a fiscal year, read here as a calendar year. Both at the same time is a breach (the relation must
//! be disclosed); both in one year but never at the same time is to watch.
//!
//! The item is put to companies that file with the SEC, and organisations exempt under section 501(c)(3) are no entities.
//!
//! If the data names members of a committee that sets pay on a day, nobody else sits on it. If it names none, the members
//! are unknown.

mod application;
mod dyad;
mod exempt;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::reciprocal_rows::{TestNames, begin_row, seat_evidence};
use super::reciprocal_seats::{EdgeSearch, HUB_SEATS, OutsideSeats, ReciprocalPair};
use super::wording::{days_phrase, name};
use super::{Answer, Assess, CaseVerdict, Context, Leg, Row, RowBuilder, Ruling, Screen, Verdict, VerdictDays};
use interlocks_core::stop::check;
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

use application::Application;
use dyad::{Dyad, NamedCommittees, Paragraph};

/// The id of the item in the tables of rules.
const ITEM: &str = "us-item-407e4";

/// The name of the test if no paragraph applies.
const ITEM_TEST: &str = "407e4iii";

/// The screen for one question.
pub(crate) struct Compensation<'a> {
    context: Context<'a>,
    /// See [`EdgeSearch::hub_seats`].
    hub_seats: usize,
}

/// A case; the registrant and its executive come first. The order of variants and fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// A paragraph applies to two executives.
    Paragraph { paragraph: Paragraph, pair: ReciprocalPair },
    /// No paragraph applies to two executives.
    NoParagraph { pair: ReciprocalPair },
    /// The committees of two companies are unknown, for all of their executives.
    Unknown { companies: [CompanyIx; 2] },
}

impl<'a> Compensation<'a> {
    pub(crate) fn new(context: Context<'a>) -> Compensation<'a> {
        Compensation { context, hub_seats: HUB_SEATS }
    }

    fn ruling(&self, days: &VerdictDays) -> Ruling {
        days.ruling(self.context)
    }

    /// Returns the cases of two executives with seats at each other's company.
    fn rulings(&self, pair: ReciprocalPair) -> Vec<(Case, Ruling)> {
        check();
        let graph = self.context.graph;
        let Some(dyad) = Dyad::new(graph, pair) else { return Vec::new() };
        // If both serve in no year of the question, the rule does not concern them.
        if self.context.holds(&dyad.years).is_none() {
            return Vec::new();
        }
        let (pair, swapped) = (dyad.pair, dyad.swapped());
        let sides = [&dyad, &swapped].map(|side| (side, Application::new(graph, side.pair.companies)));
        if !sides.iter().any(|(_, application)| application.may_file()) {
            return Vec::new();
        }
        // A breach, or a relation that leaves nothing open, settles the question.
        let rest = self.ruling(&dyad.undecided(&NamedCommittees::new(graph, &pair)));
        let paragraphs = sides.map(|(side, _)| self.paragraphs(side));
        let breach = paragraphs.iter().flatten().any(|(_, ruling)| ruling.verdict == Verdict::Breach);
        let is_open = rest.verdict == Verdict::Unknown && !breach;
        let (mut rulings, mut asks) = (Vec::new(), false);
        for ((side, application), paragraphs) in sides.into_iter().zip(paragraphs) {
            let pair = side.pair;
            if !application.may_file() {
                continue;
            }
            if application.exempt == Answer::Yes || paragraphs.is_empty() && !is_open {
                rulings.push((Case::NoParagraph { pair }, Ruling::clear()));
                continue;
            }
            asks = true;
            let asked = |(paragraph, _)| {
                let ruling = self.ruling(&application.days(side.verdict_days(paragraph)));
                (Case::Paragraph { paragraph, pair }, ruling)
            };
            rulings.extend(paragraphs.into_iter().map(asked));
        }
        if is_open && asks {
            rulings.push((Case::Unknown { companies: pair.companies }, rest));
        }
        rulings
    }

    /// Returns the paragraphs that apply to a registrant. If both people sit on both committees, only (A) is returned,
    /// unless another paragraph applies with more certainty.
    fn paragraphs(&self, dyad: &Dyad) -> Vec<(Paragraph, Ruling)> {
        let all = Paragraph::ALL.map(|paragraph| (paragraph, self.ruling(&dyad.verdict_days(paragraph))));
        let [(_, both), ..] = &all;
        let rank = |ruling: &Ruling| (ruling.verdict, !ruling.certain);
        let both = rank(both);
        let applies = |(paragraph, ruling): &(Paragraph, Ruling)| {
            ruling.verdict != Verdict::Clear && (*paragraph == Paragraph::A || rank(ruling) < both)
        };
        all.into_iter().filter(applies).collect()
    }

    /// Returns all possible pairs of executives of two companies, in order.
    fn pairs_of(&self, companies: [CompanyIx; 2]) -> Vec<ReciprocalPair> {
        let graph = self.context.graph;
        let [a, b] = companies;
        let shared = graph.shared_people(a, b);
        let mut pairs = Vec::new();
        for p in &shared {
            let others = shared.iter().filter(|q| *q != p);
            pairs.extend(others.map(|q| ReciprocalPair { companies, people: [*p, *q] }));
        }
        pairs
    }

    /// Returns the pairs of two companies whose case is unknown, with one ruling for all of them.
    fn unknown(&self, companies: [CompanyIx; 2]) -> (Vec<ReciprocalPair>, Ruling) {
        let (mut open, mut days, mut certain) = (Vec::new(), UncertainDays::default(), false);
        for pair in self.pairs_of(companies) {
            let rulings = self.rulings(pair).into_iter();
            for (_, ruling) in rulings.filter(|(case, _)| matches!(case, Case::Unknown { .. })) {
                open.push(pair);
                days = days.join(&ruling.days);
                certain |= ruling.certain;
            }
        }
        (open, Ruling::new(Verdict::Unknown, certain, days))
    }
}

/// Returns the people of some pairs, each once, in order.
fn people_of(pairs: &[ReciprocalPair]) -> Vec<PersonIx> {
    let people: BTreeSet<PersonIx> = pairs.iter().flat_map(|pair| pair.people).collect();
    people.into_iter().collect()
}

impl Assess for Compensation<'_> {
    const SCREEN: Screen = Screen::Compensation;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let search = EdgeSearch { hub_seats: self.hub_seats, skip_executive_seats: false, pay_committees: true };
        let pairs = OutsideSeats::new(self.context.graph, search).reciprocal_pairs();
        let rulings = pairs.par_iter().flat_map_iter(|pair| self.rulings(*pair));
        let mut cases: Vec<CaseVerdict<Case>> = rulings.map(|(case, ruling)| CaseVerdict::new(&ruling, case)).collect();
        cases.par_sort_unstable();
        // Two companies make one unknown case for all of their people. Cases are sorted, so a certain one is kept.
        let mut seen = BTreeSet::new();
        cases.retain(|case| !matches!(case.case, Case::Unknown { .. }) || seen.insert(case.case));
        cases
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let (companies, people) = match *case {
            Case::Paragraph { pair, .. } | Case::NoParagraph { pair } => (pair.companies, pair.people.to_vec()),
            Case::Unknown { companies } => (companies, people_of(&self.unknown(companies).0)),
        };
        companies.map(Entity::Company).into_iter().chain(people.into_iter().map(Entity::Person)).collect()
    }

    fn explain(&self, case: &Case) -> Row {
        match *case {
            Case::Paragraph { paragraph, pair } => self.explain_pair(pair, Some(paragraph)),
            Case::NoParagraph { pair } => self.explain_pair(pair, None),
            Case::Unknown { companies } => self.explain_unknown(companies),
        }
    }
}

impl Compensation<'_> {
    /// Begins a row about two companies and some people.
    fn row(&self, test: &str, ruling: &Ruling, companies: &[CompanyIx], people: &[PersonIx]) -> RowBuilder<'_> {
        let statute = self.context.rules.statute(ITEM);
        let rule = statute.map_or("SEC Regulation S-K Item 407(e)(4)", |statute| statute.rule.as_str());
        let names = TestNames { screen: Screen::Compensation, test, rule: ITEM };
        begin_row(self.context, names, ruling, companies, people).citation(format!("{rule}(iii)"))
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(company))
    }

    fn person(&self, person: PersonIx) -> String {
        name(self.context.graph, Entity::Person(person))
    }

    fn explain_pair(&self, pair: ReciprocalPair, paragraph: Option<Paragraph>) -> Row {
        let (graph, ReciprocalPair { companies, people }) = (self.context.graph, pair);
        let dyad = Dyad::new(graph, pair);
        let application = Application::new(graph, companies);
        let ruling = match (&dyad, paragraph) {
            (Some(dyad), Some(paragraph)) => self.ruling(&application.days(dyad.verdict_days(paragraph))),
            _ => Ruling::clear(),
        };
        let test = paragraph.map_or(ITEM_TEST, Paragraph::test);
        let row = self.row(test, &ruling, &companies, &people);
        let Some(dyad) = dyad else { return row.build() };
        let ([c, x], [p, q]) = (companies.map(|c| self.company(c)), people.map(|p| self.person(p)));
        let days = days_phrase(&ruling.days.possible);
        let missing = if ruling.verdict == Verdict::Unknown { application.missing(graph) } else { Vec::new() };
        let reason = match (paragraph, ruling.verdict) {
            (Some(paragraph), Verdict::Unknown) => {
                let relation = paragraph.sentence([&c, &x], [&p, &q]);
                format!("{relation}, at once or in one year ({days}). It is not known {}.", missing.join(", nor "))
            }
            (Some(paragraph), Verdict::Breach) => {
                let relation = paragraph.sentence([&c, &x], [&p, &q]);
                format!("{relation}, {days}: {c} must disclose this under paragraph ({paragraph:?}).")
            }
            (Some(paragraph), _) => {
                let relation = paragraph.sentence([&c, &x], [&p, &q]);
                format!(
                    "{relation}, in the same year but not at the same time ({days}). Compare paragraph ({paragraph:?})."
                )
            }
            (None, _) if application.exempt == Answer::Yes => format!(
                "{x} is presumed exempt under section 501(c)(3), and so no entity for the item: {p}, an executive of {c}, \
                 serves there, and {q}, an executive of {x}, at {c}."
            ),
            (None, _) => format!(
                "{p}, an executive of {c}, serves at {x}, and {q}, an executive of {x}, at {c}; neither sits on the \
                 committee that sets pay."
            ),
        };
        let outside = [(people[0], companies[0], companies[1]), (people[1], companies[1], companies[0])];
        let legs = application.legs(graph).into_iter().chain(self.legs(&dyad, &ruling)).collect();
        row.reason(reason).legs(legs).missing(missing).evidence(seat_evidence(graph, &outside, &ruling)).build()
    }

    /// Returns two legs for each of the two people: on the committee, and on the board.
    fn legs(&self, dyad: &Dyad, ruling: &Ruling) -> Vec<Leg> {
        let ([c, x], [p, q]) = (dyad.pair.companies, dyad.pair.people);
        let named = NamedCommittees::new(self.context.graph, &dyad.pair);
        let counts = |days: &UncertainDays| {
            if ruling.verdict == Verdict::Clear {
                days.is_possible()
            } else {
                days.possible.meets(&ruling.days.possible)
            }
        };
        let mut legs = Vec::new();
        for (person, at, seats, named) in [(p, x, &dyad.there, &named.there), (q, c, &dyad.back, &named.back)] {
            let (who, company) = (self.person(person), self.company(at));
            let answer = |days: &UncertainDays, otherwise: Answer| if counts(days) { Answer::Yes } else { otherwise };
            let not_named =
                if ruling.verdict == Verdict::Clear || counts(named) { Answer::No } else { Answer::Unknown };
            let member = answer(&seats.pay, not_named);
            let text = match member {
                Answer::Yes => {
                    let days = days_phrase(&seats.pay.possible);
                    format!("{who} on the committee of {company} that sets pay, {days}")
                }
                Answer::No => format!("{who} is not named as a member of the committee of {company} that sets pay"),
                Answer::Unknown => {
                    format!("the data names no member of the committee of {company} that sets pay for these days")
                }
            };
            legs.push(Leg::new("pay-committee", member, text));
            let text = format!("{who} on the board of {company}, {}", days_phrase(&seats.board.possible));
            legs.push(Leg::new("director", answer(&seats.board, Answer::No), text));
        }
        legs
    }

    fn explain_unknown(&self, companies: [CompanyIx; 2]) -> Row {
        let graph = self.context.graph;
        let (open, ruling) = self.unknown(companies);
        let row = self.row(ITEM_TEST, &ruling, &companies, &people_of(&open));
        let mut unnamed = [false, false];
        let (mut legs, mut outside) = (Vec::new(), Vec::new());
        for pair in &open {
            let ([a, b], [p, q]) = (pair.companies, pair.people);
            outside.extend([(p, a, b), (q, b, a)]);
            let Some(dyad) = Dyad::new(graph, *pair) else { continue };
            let named = NamedCommittees::new(graph, pair);
            let lacks = |days: &UncertainDays, named: &UncertainDays| days.without(named).is_possible();
            unnamed[0] |= lacks(&dyad.back.serving(), &named.back);
            unnamed[1] |= lacks(&dyad.there.serving(), &named.there);
            legs.extend(self.legs(&dyad, &ruling));
        }
        let [a, b] = companies.map(|company| self.company(company));
        let without = [(unnamed[0], &a), (unnamed[1], &b)].into_iter().filter(|(unnamed, _)| *unnamed);
        let committees = without.map(|(_, name)| format!("who sits on the compensation committee of {name}"));
        let mut missing: Vec<String> = committees.collect();
        for companies in [companies, [companies[1], companies[0]]] {
            let application = Application::new(graph, companies);
            if application.may_file() && application.exempt != Answer::Yes {
                missing.extend(application.missing(graph));
            }
        }
        let reason = format!(
            "Executives of {a} and {b} served at each other's company ({}). The data does not say who sits on the \
             committees that set pay.",
            days_phrase(&ruling.days.possible)
        );
        outside.sort_unstable();
        outside.dedup();
        let evidence = seat_evidence(graph, &outside, &ruling);
        row.reason(reason).legs(legs).missing(missing).evidence(evidence).build()
    }
}
