//! The row of a case of article 36.

use super::sector::Measure;
use super::size::Turnover;
use super::{Case, Italy36, PairTest};
use crate::rulebook::Statute;
use crate::wording::{name, possibly, whole_amount};
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
        let legs = self.legs(firms, &test, span);
        RowBuilder::new(graph, Screen::Italy36, "article-36", &ruling)
            .subject([Entity::Person(person)])
            .people([person])
            .companies(firms)
            .reason(self.reason(case, &ruling, &missing, &legs))
            .legs(legs)
            .missing(missing)
            .citation(statute.map_or("", |statute| statute.rule.as_str()))
            .recalled(statute.map(Statute::recalled_parts).unwrap_or_default())
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
            for figure in Turnover::new(self.context, firm).on(day) {
                large = large.with(Figure::new(format!("turnover of {}", self.company(firm)), figure, "EUR"));
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
            missing.extend(firms.into_iter().filter_map(|firm| self.missing_turnover(firm, span)));
        }
        if !test.control.unknown().within(span).possible.is_empty() {
            missing.push(format!("the shares by which {x} and {y} are owned"));
        }
        missing
    }

    /// Returns the figure without which the turnover of a firm is not known on a day of a span.
    fn missing_turnover(&self, firm: CompanyIx, span: DaySpan) -> Option<String> {
        let turnover = Turnover::new(self.context, firm);
        let mut days = turnover.change_days().chain([span.from]).filter(|day| span.from <= *day && *day < span.to);
        let name = self.company(firm);
        days.any(|day| turnover.on(day).contains(&None)).then(|| match turnover.measure {
            Measure::Assets => {
                format!("total assets of {name} in EUR in the last completed year, a tenth of which is its turnover")
            }
            Measure::Premiums => {
                format!("premiums of {name} in EUR in the last completed year, which are its turnover")
            }
            Measure::Open => {
                format!("whether {name} is an insurer, or a bank or other intermediary, whose turnover is measured otherwise")
            }
        })
    }

    /// Returns the tests that are not met, by the legs of a clear case.
    fn not_met(&self, [x, y]: [&str; 2], legs: &[Leg]) -> String {
        let said = legs.iter().filter_map(|leg| match (leg.leg, leg.met) {
            ("italian", Answer::No) => Some("not both are Italian firms".to_owned()),
            ("financial", Answer::No) => Some("not both are in credit, insurance or finance".to_owned()),
            ("competitors", Answer::No) => Some(format!("{x} and {y} did not compete at that time")),
            ("control", Answer::Yes) => Some("one controls the other, or one owner controls both".to_owned()),
            ("turnover", Answer::No) => Some(format!("the turnover is too small: {}", shown_figures(leg))),
            _ => None,
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() { "the tests are not all met on one day".to_owned() } else { said.join("; ") }
    }

    fn reason(&self, case: Case, ruling: &Ruling, missing: &[String], legs: &[Leg]) -> String {
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
            Verdict::Clear => format!("{offices}; the rule does not apply: {}", self.not_met([&x, &y], legs)),
        }
    }
}

/// Returns the figures of a leg as a list: `turnover of Alba 12,000,000 EUR`.
fn shown_figures(leg: &Leg) -> String {
    let shown = leg.figures.iter().map(|figure| match figure.value {
        Some(value) => format!("{} {} {}", figure.name, whole_amount(value), figure.unit),
        None => format!("{} not stated", figure.name),
    });
    shown.collect::<Vec<String>>().join(", ")
}
