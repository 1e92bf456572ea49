//! Executives who set each other's pay (SEC Regulation S-K Item 407(e)(4)(iii)).
//!
//! For a registrant C and another company X, an executive p of C and an executive q of X, another
//! person:
//!
//! - (A) p sat on the committee of X that sets pay, and q on that of C;
//! - (B) p was a director of X, and q sat on the committee of C that sets pay;
//! - (C) p sat on the committee of X that sets pay, and q was a director of C.
//!
//! The item looks at a fiscal year, taken here for a calendar year: both at once is a breach (the
//! relation is to be disclosed), both in one year but never at once is to watch.
//!
//! Where the data names a committee that sets pay on a day, who is not named does not sit on it.
//! Where it names none, who sits on it is not known.

mod dyad;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::crossings::{Crossing, MANY, Search, Sending};
use super::telling::{evidence, said};
use super::{Answer, Asked, Case, Leg, Row, Ruling, Screen, Screening, Verdict};
use interlocks_analysis::Named;
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

use dyad::{Dyad, Known, Paragraph};

/// After the three paragraphs: what is about none of them.
const NONE_OF_THEM: u16 = 3;

const ITEM: &str = "us-item-407e4";

/// The screen at work.
pub struct Compensation<'a> {
    asked: Asked<'a>,
    many: usize,
}

/// What is to tell of two executives: the registrant's own comes first.
struct Told {
    companies: [CompanyIx; 2],
    people: [PersonIx; 2],
    paragraph: Option<Paragraph>,
    ruling: Ruling,
}

impl<'a> Compensation<'a> {
    pub fn new(asked: Asked<'a>) -> Compensation<'a> {
        Compensation { asked, many: MANY }
    }

    fn ruling(&self, outcome: &super::Outcome) -> Ruling {
        outcome.ruling(self.asked.graph, &self.asked.options.query)
    }

    /// What there is to tell of two executives at each other's companies.
    fn told(&self, crossing: Crossing) -> Vec<Told> {
        let graph = self.asked.graph;
        let Some(dyad) = Dyad::of(graph, crossing) else { return Vec::new() };
        // In no year of the question do both serve: the rule does not concern them.
        if self.asked.options.query.clock.holds(&dyad.years.certain, &dyad.years.possible, graph.as_of()).is_none() {
            return Vec::new();
        }
        let mut told = Vec::new();
        for side in [dyad.clone(), dyad.turned()] {
            told.extend(self.paragraphs(&side).into_iter().map(|(paragraph, ruling)| Told {
                companies: side.crossing.companies,
                people: side.crossing.people,
                paragraph: Some(paragraph),
                ruling,
            }));
        }
        // A breach that is certain, or a relation that leaves nothing open, settles the question.
        let rest = self.ruling(&dyad.unsettled(&Known::of(graph, &dyad.crossing)));
        let breach = told.iter().any(|told| told.ruling.verdict == Verdict::Breach);
        let [both, turned] = [dyad.crossing, dyad.turned().crossing];
        if rest.verdict == Verdict::Unknown && !breach {
            // Which of several people is open is one question about the two companies.
            told.push(Told { companies: both.companies, people: both.people, paragraph: None, ruling: rest });
        } else if told.is_empty() {
            for side in [both, turned] {
                let ruling = Ruling { verdict: Verdict::Clear, certain: true, days: UncertainDays::default() };
                told.push(Told { companies: side.companies, people: side.people, paragraph: None, ruling });
            }
        }
        told
    }

    /// The paragraphs that apply to a registrant. Who sits on both committees is told of once, under
    /// (A), unless another paragraph applies more surely.
    fn paragraphs(&self, dyad: &Dyad) -> Vec<(Paragraph, Ruling)> {
        let all = Paragraph::ALL.map(|paragraph| (paragraph, self.ruling(&dyad.outcome(paragraph))));
        let [(_, both), ..] = &all;
        let rank = |ruling: &Ruling| (ruling.verdict, !ruling.certain);
        let both = rank(both);
        let applies = |(paragraph, ruling): &(Paragraph, Ruling)| {
            ruling.verdict != Verdict::Clear && (*paragraph == Paragraph::A || rank(ruling) < both)
        };
        all.into_iter().filter(applies).collect()
    }

    fn case(told: &Told) -> Case {
        let ([a, b], [p, q]) = (told.companies, told.people);
        let people = if told.ruling.verdict == Verdict::Unknown { [0, 0] } else { [p.number(), q.number()] };
        Case {
            verdict: told.ruling.verdict,
            possible: !told.ruling.certain,
            screen: Screen::Compensation,
            test: told.paragraph.map_or(NONE_OF_THEM, |paragraph| paragraph as u16),
            concerned: [a.number(), b.number(), people[0], people[1], 0],
        }
    }

    /// Everybody who crossed between two companies, in order.
    fn crossings_of(&self, companies: [CompanyIx; 2]) -> Vec<Crossing> {
        let graph = self.asked.graph;
        let [a, b] = companies;
        let shared = graph.shared_people(a, b);
        let mut found = Vec::new();
        for p in &shared {
            let others = shared.iter().filter(|q| *q != p);
            found.extend(others.map(|q| Crossing { companies, people: [*p, *q] }));
        }
        found
    }

    /// What is unknown of two companies: of everybody concerned, with the days together.
    fn unknown(&self, companies: [CompanyIx; 2]) -> (Vec<Crossing>, Ruling) {
        let (mut open, mut days, mut certain) = (Vec::new(), UncertainDays::default(), false);
        for crossing in self.crossings_of(companies) {
            for told in self.told(crossing).into_iter().filter(|told| told.ruling.verdict == Verdict::Unknown) {
                open.push(crossing);
                days = days.join(&told.ruling.days);
                certain |= told.ruling.certain;
            }
        }
        (open, Ruling { verdict: Verdict::Unknown, certain, days })
    }
}

impl Screening for Compensation<'_> {
    fn cases(&self) -> Vec<Case> {
        let search = Search { many: self.many, one_way: false, pay: true };
        let crossings = Sending::of(self.asked.graph, search).crossings();
        let told = crossings.par_iter().flat_map_iter(|crossing| self.told(*crossing));
        let mut cases: Vec<Case> = told.map(|told| Compensation::case(&told)).collect();
        cases.par_sort_unstable();
        // One question about two companies, whoever it is about; what is certain of anybody comes first.
        let mut asked = BTreeSet::new();
        cases.retain(|case| case.verdict != Verdict::Unknown || asked.insert(case.concerned));
        cases
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [a, b, p, q, _] = case.concerned;
        let companies = [CompanyIx::new(a), CompanyIx::new(b)];
        let mut people = vec![PersonIx::new(p), PersonIx::new(q)];
        if case.verdict == Verdict::Unknown {
            people = self.unknown(companies).0.iter().flat_map(|crossing| crossing.people).collect();
            people.sort_unstable();
            people.dedup();
        }
        companies.map(Entity::Company).into_iter().chain(people.into_iter().map(Entity::Person)).collect()
    }

    fn tell(&self, case: &Case) -> Row {
        let [a, b, p, q, _] = case.concerned;
        let companies = [CompanyIx::new(a), CompanyIx::new(b)];
        if case.verdict == Verdict::Unknown {
            return self.tell_unknown(companies);
        }
        let people = [PersonIx::new(p), PersonIx::new(q)];
        let crossing = Crossing { companies, people };
        let paragraph = Paragraph::ALL.into_iter().find(|paragraph| *paragraph as u16 == case.test);
        self.tell_crossing(crossing, paragraph)
    }
}

impl Compensation<'_> {
    /// A row with nothing said yet.
    fn row(&self, test: &str, ruling: &Ruling, companies: [CompanyIx; 2], people: &[PersonIx]) -> Row {
        let rule = self.asked.rules.statute(ITEM);
        let rule = rule.map_or("SEC Regulation S-K Item 407(e)(4)", |statute| statute.rule.as_str());
        let begun = Row::begun(self.asked, (Screen::Compensation, test, ITEM), ruling, &companies, people);
        Row { citation: format!("{rule}(iii)"), ..begun }
    }

    fn name(&self, entity: Entity) -> String {
        Named::new(self.asked.graph, entity).name
    }

    fn tell_crossing(&self, crossing: Crossing, paragraph: Option<Paragraph>) -> Row {
        let (graph, Crossing { companies, people }) = (self.asked.graph, crossing);
        let clear = Ruling { verdict: Verdict::Clear, certain: true, days: UncertainDays::default() };
        let dyad = Dyad::of(graph, crossing);
        let ruling = match (&dyad, paragraph) {
            (Some(dyad), Some(paragraph)) => self.ruling(&dyad.outcome(paragraph)),
            _ => clear,
        };
        let test = paragraph.map_or("407e4iii", Paragraph::test);
        let mut row = self.row(test, &ruling, companies, &people);
        let Some(dyad) = dyad else { return row };
        let ([c, x], [p, q]) =
            (companies.map(|c| self.name(Entity::Company(c))), people.map(|p| self.name(Entity::Person(p))));
        row.legs = self.legs(&dyad, &ruling);
        row.reason = match (paragraph, ruling.verdict) {
            (Some(paragraph), Verdict::Breach) => {
                let says = paragraph.says([&c, &x], [&p, &q]);
                format!("{says}, {}: {c} has to disclose it under paragraph ({paragraph:?}).", said(&row.spells))
            }
            (Some(paragraph), _) => {
                let says = paragraph.says([&c, &x], [&p, &q]);
                let years = said(&row.spells);
                format!("{says}, in the same year but not at the same time ({years}); see paragraph ({paragraph:?}).")
            }
            (None, _) => format!(
                "{p}, an executive of {c}, serves at {x}, and {q}, an executive of {x}, at {c}; neither sits on the \
                 committee that sets pay."
            ),
        };
        row.evidence = evidence(
            graph,
            &[(people[0], companies[0], companies[1]), (people[1], companies[1], companies[0])],
            &ruling,
        );
        row
    }

    /// Each of the two: on the committee, on the board, and when.
    fn legs(&self, dyad: &Dyad, ruling: &Ruling) -> Vec<Leg> {
        let ([c, x], [p, q]) = (dyad.crossing.companies, dyad.crossing.people);
        let known = Known::of(self.asked.graph, &dyad.crossing);
        let counts = |days: &UncertainDays| {
            if ruling.verdict == Verdict::Clear {
                days.is_possible()
            } else {
                days.possible.meets(&ruling.days.possible)
            }
        };
        let mut legs = Vec::new();
        for (person, at, sent, known) in [(p, x, &dyad.there, &known.there), (q, c, &dyad.back, &known.back)] {
            let (who, company) = (self.name(Entity::Person(person)), self.name(Entity::Company(at)));
            let seat = |days: &UncertainDays, no: Answer| if counts(days) { Answer::Yes } else { no };
            let stated = if ruling.verdict == Verdict::Clear || counts(known) { Answer::No } else { Answer::Unknown };
            let member = seat(&sent.pay, stated);
            let text = match member {
                Answer::Yes => {
                    format!("{who} on the committee of {company} that sets pay, {}", said(&sent.pay.possible))
                }
                Answer::No => format!("{who} is not named for the committee of {company} that sets pay"),
                Answer::Unknown => format!("no committee of {company} that sets pay is named for these days"),
            };
            legs.push(Leg::new("pay-committee", member, text));
            let text = format!("{who} on the board of {company}, {}", said(&sent.board.possible));
            legs.push(Leg::new("director", seat(&sent.board, Answer::No), text));
        }
        legs
    }

    fn tell_unknown(&self, companies: [CompanyIx; 2]) -> Row {
        let graph = self.asked.graph;
        let (open, ruling) = self.unknown(companies);
        let mut people: Vec<PersonIx> = open.iter().flat_map(|crossing| crossing.people).collect();
        people.sort_unstable();
        people.dedup();
        let mut row = self.row("407e4iii", &ruling, companies, &people);
        let mut silent = [false, false];
        let mut hops = Vec::new();
        for crossing in &open {
            let ([a, b], [p, q]) = (crossing.companies, crossing.people);
            hops.extend([(p, a, b), (q, b, a)]);
            let Some(dyad) = Dyad::of(graph, *crossing) else { continue };
            let known = Known::of(graph, crossing);
            let lacks = |days: &UncertainDays, known: &UncertainDays| days.without(known).is_possible();
            silent[0] |= lacks(&dyad.back.serving(), &known.back);
            silent[1] |= lacks(&dyad.there.serving(), &known.there);
            row.legs.extend(self.legs(&dyad, &ruling));
        }
        let [a, b] = companies.map(|company| self.name(Entity::Company(company)));
        let without = [(silent[0], &a), (silent[1], &b)].into_iter().filter(|(silent, _)| *silent);
        row.missing = without.map(|(_, name)| format!("who sits on the compensation committee of {name}")).collect();
        row.reason = format!(
            "Executives of {a} and {b} serve at each other's company, {}, and the data does not say who sits on the \
             committees that set pay.",
            said(&row.spells)
        );
        hops.sort_unstable();
        hops.dedup();
        row.evidence = evidence(graph, &hops, &ruling);
        row
    }
}
