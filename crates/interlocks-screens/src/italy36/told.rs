//! A case in full.

use super::{Italy36, Test, size};
use crate::figures::years;
use crate::row::{Case, Row, Subject};
use crate::{Answer, Figure, Leg, Ruling, Screen, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{CompanyIx, Entity, PersonIx};

impl Italy36<'_> {
    pub(super) fn told(&self, case: &Case) -> Row {
        let graph = self.asked.graph;
        let [person, a, b, ..] = case.concerned;
        let (person, firms) = (PersonIx::new(person), [CompanyIx::new(a), CompanyIx::new(b)]);
        let test = self.test(person, firms[0], firms[1]);
        let ruling = test.outcome.ruling(graph, &self.asked.options.query);
        let span = self.asked_days(&test, &ruling);
        let legs = self.legs(firms, &test, span);
        let missing = if ruling.verdict == Verdict::Unknown { self.missing(firms, &test, span) } else { Vec::new() };
        let seats = test.seats.iter().flatten().map(|seat| Evidence::from_seat(graph, *seat));
        let ties = test.rivalry.ties.iter().map(|tie| Evidence::from_tie(graph, *tie));
        let accounts = firms.into_iter().flat_map(|firm| graph.company_accounts(firm));
        let statute = self.asked.rules.statute("it-art36");
        let recalled = statute.filter(|statute| statute.recalled || statute.note.contains("recalled"));
        Row {
            rule: Screen::Italy36,
            test: "article-36".to_owned(),
            verdict: ruling.verdict,
            certain: ruling.certain,
            subject: vec![Subject::of(graph, Entity::Person(person))],
            people: vec![Named::new(graph, Entity::Person(person))],
            companies: firms.iter().map(|firm| Named::new(graph, Entity::Company(*firm))).collect(),
            deal: None,
            reason: self.reason(person, firms, &ruling, &missing),
            legs,
            missing,
            citation: statute.map_or_else(String::new, |statute| statute.rule.clone()),
            recalled: recalled.map(|statute| statute.note.clone()).into_iter().collect(),
            evidence: seats.chain(ties).chain(accounts.map(|row| Evidence::from_accounts(graph, row))).collect(),
            spells: ruling.days.possible,
            certain_spells: ruling.days.certain,
        }
    }

    /// The days the legs are told of: the first stretch of the ruling, or of both offices.
    fn asked_days(&self, test: &Test, ruling: &Ruling) -> DaySpan {
        let both = test.joint.both.within(self.asked.options.query.clock.window());
        let first = ruling.days.possible.as_slice().first().or_else(|| both.possible.as_slice().first());
        first.copied().unwrap_or(DaySpan::ALWAYS)
    }

    fn name(&self, firm: CompanyIx) -> String {
        Named::new(self.asked.graph, Entity::Company(firm)).name
    }

    fn legs(&self, [a, b]: [CompanyIx; 2], test: &Test, span: DaySpan) -> Vec<Leg> {
        let graph = self.asked.graph;
        let (x, y) = (self.name(a), self.name(b));
        let (italian, financial) = (test.italian.as_str(), test.financial.as_str());
        let mut competing = test.rivalry.leg(graph, a, b, span);
        if !test.rivalry.is_possible() {
            competing.met = Answer::Unknown;
        }
        let control = test.control.answer(span);
        let size = test.size.answer(span);
        let day = span.from.max(Day::from_number(i32::MIN / 2));
        let mut large = Leg::new("turnover", size, format!("whether {x} and {y} are large enough: {}", size.as_str()));
        for firm in [a, b] {
            for figure in size::turnover(graph, &years(graph, firm), day) {
                large = large.with(Figure::new(format!("total sales of {}", self.name(firm)), figure, "EUR"));
            }
        }
        let overdue = Answer::of(Some(!test.joint.overdue.possible.within(span).is_empty()));
        let term = Figure::new("days to choose", Some(f64::from(self.term.days)), "days");
        vec![
            Leg::new("both-offices", Answer::Yes, format!("in office at {x} and at {y} at one time")),
            Leg::new("italian", test.italian, format!("both are Italian firms: {italian}")),
            Leg::new("financial", test.financial, format!("both are in credit, insurance or finance: {financial}")),
            competing,
            large,
            Leg::new(
                "control",
                control,
                format!("one controls the other, or one controller both: {}; this exempts", control.as_str()),
            ),
            Leg::new("days-to-choose-over", overdue, format!("the days to choose are over: {}", overdue.as_str()))
                .with(term),
        ]
    }

    fn missing(&self, firms: [CompanyIx; 2], test: &Test, span: DaySpan) -> Vec<String> {
        let graph = self.asked.graph;
        let [x, y] = firms.map(|firm| self.name(firm));
        let mut missing = Vec::new();
        for firm in firms {
            let [italian, financial] = self.standing(firm);
            if italian == Answer::Unknown {
                missing.push(format!("the country of {}", self.name(firm)));
            }
            if financial == Answer::Unknown {
                missing.push(format!("the industry of {}", self.name(firm)));
            }
        }
        if test.competing.yes.possible.is_empty() {
            missing.push(format!("whether {x} and {y} compete"));
        }
        if !test.size.unknown().within(span).possible.is_empty() {
            for firm in firms {
                let years = years(graph, firm);
                let turns = crate::figures::turns(&years);
                let days = turns.chain([span.from]).filter(|day| span.from <= *day && *day < span.to);
                if days.into_iter().any(|day| size::turnover(graph, &years, day).contains(&None)) {
                    missing.push(format!("total sales of {} in EUR in the last completed year", self.name(firm)));
                }
            }
        }
        if !test.control.unknown().within(span).possible.is_empty() {
            missing.push(format!("the shares by which {x} and {y} are owned"));
        }
        missing
    }

    fn reason(&self, person: PersonIx, firms: [CompanyIx; 2], ruling: &Ruling, missing: &[String]) -> String {
        let who = Named::new(self.asked.graph, Entity::Person(person)).name;
        let [x, y] = firms.map(|firm| self.name(firm));
        let held = format!("{who} holds offices at {x} and at {y}");
        let may = if ruling.certain { "" } else { "possibly " };
        match ruling.verdict {
            Verdict::Breach => {
                format!("{held}, two financial firms that compete, {may}beyond the days to choose: the offices lapse")
            }
            Verdict::Watch => format!("{held}, two financial firms that compete, {may}within the days to choose one"),
            Verdict::Unknown => format!("{held}; not to be told without {}", missing.join(", ")),
            Verdict::Clear => {
                format!("{held}; the test is not met: not in competition, too small, or under one control")
            }
        }
    }
}
