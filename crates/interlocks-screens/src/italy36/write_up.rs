//! The row of a case of article 36.

use super::{Case, Italy36, PairTest, size};
use crate::figures::{change_days, fiscal_years};
use crate::wording::{name, possibly};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{CompanyIx, Entity};

impl Italy36<'_> {
    /// Returns the row of a case.
    pub(super) fn write_up(&self, case: Case) -> Row {
        let graph = self.context.graph;
        let Case { person, firms } = case;
        let test = self.test(case);
        let ruling = test.verdict_days.ruling(self.context);
        let span = self.described_days(&test, &ruling);
        let missing = if ruling.verdict == Verdict::Unknown { self.missing(firms, &test, span) } else { Vec::new() };
        let seats = test.seats.iter().flatten().map(|seat| Evidence::from_seat(graph, *seat));
        let ties = test.rivalry.ties.iter().map(|tie| Evidence::from_tie(graph, *tie));
        let accounts = firms.into_iter().flat_map(|firm| graph.company_accounts(firm));
        let statute = self.context.rules.statute("it-art36");
        let recalled = statute.filter(|statute| statute.recalled || statute.note.contains("recalled"));
        RowBuilder::new(graph, Screen::Italy36, "article-36", &ruling)
            .subject([Entity::Person(person)])
            .people([person])
            .companies(firms)
            .reason(self.reason(case, &ruling, &missing))
            .legs(self.legs(firms, &test, span))
            .missing(missing)
            .citation(statute.map_or("", |statute| statute.rule.as_str()))
            .recalled(recalled.map(|statute| statute.note.clone()))
            .evidence(seats.chain(ties).chain(accounts.map(|row| Evidence::from_accounts(graph, row))).collect())
            .build()
    }

    /// Returns the days that the legs describe: the first span of the ruling, or of both offices.
    fn described_days(&self, test: &PairTest, ruling: &Ruling) -> DaySpan {
        let both = test.joint.both.within(self.context.options.query.clock.window());
        let first = ruling.days.possible.as_slice().first().or_else(|| both.possible.as_slice().first());
        first.copied().unwrap_or(DaySpan::ALWAYS)
    }

    fn company(&self, firm: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(firm))
    }

    fn legs(&self, firms: [CompanyIx; 2], test: &PairTest, span: DaySpan) -> Vec<Leg> {
        let graph = self.context.graph;
        let [a, b] = firms;
        let [x, y] = firms.map(|firm| self.company(firm));
        let (italian, financial) = (test.italian, test.financial);
        let mut competing = test.rivalry.leg(graph, a, b, span);
        if !test.rivalry.is_possible() {
            competing.met = Answer::Unknown;
        }
        let control = test.control.answer(span);
        let size = test.size.answer(span);
        let day = span.from.max(Day::from_number(i32::MIN / 2));
        let mut large = Leg::new("turnover", size, format!("{x} and {y} are large enough: {size}"));
        for firm in firms {
            for figure in size::turnover(graph, &fiscal_years(graph, firm), day) {
                large = large.with(Figure::new(format!("total sales of {}", self.company(firm)), figure, "EUR"));
            }
        }
        let overdue = Answer::from(!test.joint.overdue.possible.within(span).is_empty());
        let term = Figure::new("days to choose", Some(f64::from(self.term.days)), "days");
        vec![
            Leg::new("both-offices", Answer::Yes, format!("in office at {x} and {y} at the same time")),
            Leg::new("italian", italian, format!("both are Italian firms: {italian}")),
            Leg::new("financial", financial, format!("both are in credit, insurance or finance: {financial}")),
            competing,
            large,
            Leg::new(
                "control",
                control,
                format!("one firm controls the other, or one owner controls both: {control} (exempts)"),
            ),
            Leg::new("days-to-choose-over", overdue, format!("the time to choose is over: {overdue}")).with(term),
        ]
    }

    fn missing(&self, firms: [CompanyIx; 2], test: &PairTest, span: DaySpan) -> Vec<String> {
        let graph = self.context.graph;
        let [x, y] = firms.map(|firm| self.company(firm));
        let mut missing = Vec::new();
        for firm in firms {
            let classification = self.classification(firm);
            if classification.italian == Answer::Unknown {
                missing.push(format!("the country of {}", self.company(firm)));
            }
            if classification.financial == Answer::Unknown {
                missing.push(format!("the industry of {}", self.company(firm)));
            }
        }
        if test.competing.yes.possible.is_empty() {
            missing.push(format!("whether {x} and {y} compete"));
        }
        if !test.size.unknown().within(span).possible.is_empty() {
            for firm in firms {
                let years = fiscal_years(graph, firm);
                let mut days = change_days(&years).chain([span.from]).filter(|day| span.from <= *day && *day < span.to);
                if days.any(|day| size::turnover(graph, &years, day).contains(&None)) {
                    missing.push(format!("total sales of {} in EUR in the last completed year", self.company(firm)));
                }
            }
        }
        if !test.control.unknown().within(span).possible.is_empty() {
            missing.push(format!("the shares by which {x} and {y} are owned"));
        }
        missing
    }

    fn reason(&self, case: Case, ruling: &Ruling, missing: &[String]) -> String {
        let who = name(self.context.graph, Entity::Person(case.person));
        let [x, y] = case.firms.map(|firm| self.company(firm));
        let offices = format!("{who} holds offices at {x} and {y}");
        let possibly = possibly(ruling.certain);
        match ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => {
                format!(
                    "{offices}, two competing financial firms, and the time to choose is {possibly}over: both offices lapse"
                )
            }
            Verdict::Watch => {
                format!("{offices}, two competing financial firms, and {possibly}still has time to choose one")
            }
            Verdict::Unknown => format!("{offices}; cannot be decided without {}", missing.join(", ")),
            Verdict::Clear => format!(
                "{offices}; the test is not met: the firms do not compete, are too small, or are under common control"
            ),
        }
    }
}
