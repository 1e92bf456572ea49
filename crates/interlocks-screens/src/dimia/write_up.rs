//! The row of a case.

use super::organisations::is_american;
use super::{Case, Dimia, Test};
use crate::named_offices;
use crate::rulebook::{Offices, Statute};
use crate::wording::{name, on_day, whole_amount};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{CompanyIx, Entity, SeatIx};

const CITATION: &str = "Depository Institution Management Interlocks Act, 12 U.S.C. 3201 to 3208";

impl Dimia<'_> {
    /// Returns the row of a case.
    pub(super) fn write_up(&self, case: Case) -> Row {
        let graph = self.context.graph;
        let test = self.test(case);
        let ruling = test.verdict_days.ruling(self.context);
        let span = self.described_days(&test, &ruling);
        let missing = if ruling.verdict == Verdict::Unknown { self.missing(case, &test, span) } else { Vec::new() };
        let accounts = case.companies.into_iter().flat_map(|company| graph.company_accounts(company));
        let seats = self.seats(case).into_iter().map(|seat| Evidence::from_seat(graph, seat));
        let statute = self.context.rules.statute("us-dimia");
        RowBuilder::new(graph, Screen::Dimia, "management-interlock", &ruling)
            .subject([Entity::Person(case.person)])
            .people([case.person])
            .companies(case.companies)
            .reason(self.reason(case, &test, &ruling, &missing, span))
            .legs(self.legs(case, &test, span))
            .missing(missing)
            .citation(CITATION)
            .recalled(statute.map(Statute::recalled_parts).unwrap_or_default())
            .evidence(seats.chain(accounts.map(|row| Evidence::from_accounts(graph, row))).collect())
            .build()
    }

    /// Returns the days that the row describes: the first span of the ruling, or of both offices.
    fn described_days(&self, test: &Test<'_>, ruling: &Ruling) -> DaySpan {
        let both = test.offices.maybe.within(self.context.options.query.clock.window());
        let first = ruling.days.possible.as_slice().first().or_else(|| both.possible.as_slice().first());
        first.copied().unwrap_or(DaySpan::ALWAYS)
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(company))
    }

    /// Returns the seats that are offices of a management official, or may be.
    fn seats(&self, case: Case) -> Vec<SeatIx> {
        let at = |company| named_offices::seats(self.context.graph, case.person, company, Offices::Office);
        case.companies.into_iter().flat_map(at).collect()
    }

    fn legs(&self, case: Case, test: &Test<'_>, span: DaySpan) -> Vec<Leg> {
        let day = span.from;
        let answers = test.criteria.large_on(day);
        let large = if answers.windows(2).all(|pair| pair[0] == pair[1]) { answers.first().copied() } else { None };
        let mut assets =
            Leg::new("major-assets", large.unwrap_or(Answer::Unknown), "total assets of both are above the thresholds");
        for threshold in test.criteria.thresholds(day) {
            assets = assets.with(Figure::new("threshold", Some(threshold), "USD"));
        }
        for (side, company) in case.companies.into_iter().enumerate() {
            for figure in test.criteria.assets(side, day) {
                assets = assets.with(Figure::new(format!("total assets of {}", self.company(company)), figure, "USD"));
            }
        }
        let affiliates = test.affiliates.answer(span);
        vec![
            Leg::new("offices", test.offices.answer(span), "a management official of both at the same time"),
            Leg::new("covered", test.covered, "both are depository organisations of the United States"),
            Leg::new("affiliates", affiliates, "one controls the other, or one owner controls both (exempts)"),
            assets,
            Leg::new("area", test.criteria.same_area, "both have offices in one town or metropolitan area"),
        ]
    }

    fn missing(&self, case: Case, test: &Test<'_>, span: DaySpan) -> Vec<String> {
        let graph = self.context.graph;
        let [x, y] = case.companies.map(|company| self.company(company));
        let mut missing = Vec::new();
        for (side, company) in case.companies.into_iter().enumerate() {
            let name = self.company(company);
            if self.organisations.covered(company) == Answer::Unknown {
                let what = if is_american(graph, company) == Answer::Yes { "industry" } else { "country and industry" };
                missing.push(format!("the {what} of {name}"));
            }
            if test.criteria.assets(side, span.from).contains(&None) {
                let on = if span.from.is_calendar() { format!(" before {}", span.from) } else { String::new() };
                missing.push(format!("total assets of {name} in USD in the last year completed{on}"));
            }
        }
        if test.criteria.same_area == Answer::Unknown {
            missing.push(format!("whether {x} and {y} have offices in one town or metropolitan area"));
        }
        if !test.affiliates.unknown().within(span).possible.is_empty() {
            missing.push(format!("the shares by which {x} and {y} are owned"));
        }
        if !test.offices.unknown().within(span).possible.is_empty() {
            let roles = self.seats(case).into_iter().map(|seat| graph.seat_capacity(seat).role);
            let mut roles: Vec<&str> = roles.filter(|role| !role.is_empty()).collect();
            roles.dedup();
            missing.push(format!("whether these roles are those of a management official: {}", roles.join(", ")));
        }
        missing
    }

    fn reason(&self, case: Case, test: &Test<'_>, ruling: &Ruling, missing: &[String], span: DaySpan) -> String {
        let who = name(self.context.graph, Entity::Person(case.person));
        let [x, y] = case.companies.map(|company| self.company(company));
        let on = on_day(span.from);
        let offices = format!("{who} holds offices at {x} and {y}, two depository organisations");
        let open = if ruling.certain { "" } else { " for some of the days that the dates in the data allow" };
        let town = test.criteria.same_area == Answer::Yes;
        let why = if town { "both are in one town" } else { "total assets of both are above the thresholds" };
        match ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => format!("{offices}. The Act forbids this{on}{open}: {why}."),
            Verdict::Watch => format!(
                "{offices}. The Act began to forbid this after they were chosen, since {why}; the time to end it runs{on}{open}."
            ),
            Verdict::Unknown => {
                format!(
                    "{offices}, or so it seems. To decide whether the Act forbids this{on}, give: {}.",
                    missing.join("; ")
                )
            }
            Verdict::Clear => {
                let affiliated = test.affiliates.answer(span) == Answer::Yes;
                let why = if affiliated { "they are affiliates" } else { "neither test is met" };
                format!("{offices}. The Act does not forbid this: {why}{}.", self.shown_assets(case, test, span.from))
            }
        }
    }

    /// Returns the total assets of both in brackets, those that are known.
    fn shown_assets(&self, case: Case, test: &Test<'_>, day: Day) -> String {
        let of = |(side, company): (usize, CompanyIx)| {
            let assets = test.criteria.assets(side, day).into_iter().flatten().next()?;
            Some(format!("total assets of {} {} USD", self.company(company), whole_amount(assets)))
        };
        let shown: Vec<String> = case.companies.into_iter().enumerate().filter_map(of).collect();
        if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) }
    }
}
