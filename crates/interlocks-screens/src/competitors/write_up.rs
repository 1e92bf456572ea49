//! The row of a case.

use super::revenue::Revenue;
use super::{Case, Competitors, Test};
use crate::named_offices;
use crate::rulebook::RivalRule;
use crate::wording::{name, on_day, possibly};
use crate::{Answer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{CompanyIx, Entity, SeatIx};

impl Competitors<'_> {
    /// Returns the row of a case.
    pub(super) fn write_up(&self, case: Case) -> Row {
        let graph = self.context.graph;
        let rule = &self.rules[case.rule];
        let test = self.test(rule, case);
        let ruling = test.verdict_days.ruling(self.context);
        let span = self.described_days(&test, &ruling);
        let missing =
            if ruling.verdict == Verdict::Unknown { self.missing(rule, case, &test, span) } else { Vec::new() };
        let legs = self.legs(rule, case, &test, span);
        RowBuilder::new(graph, Screen::Competitors, rule.statute.id.as_str(), &ruling)
            .subject([Entity::Person(case.person)])
            .people([case.person])
            .companies(case.companies)
            .reason(self.reason(rule, case, &ruling, &legs, &missing, span))
            .legs(legs)
            .missing(missing)
            .citation(rule.statute.rule.as_str())
            .recalled(rule.statute.recalled_parts())
            .evidence(self.evidence(rule, case))
            .build()
    }

    /// Returns the days that the legs describe: the first span of the ruling, or of both offices.
    fn described_days(&self, test: &Test, ruling: &Ruling) -> DaySpan {
        let together = test.offices.maybe.meet(&test.compete).within(self.context.options.query.clock.window());
        let first = ruling.days.possible.as_slice().first().or_else(|| together.possible.as_slice().first());
        first.copied().unwrap_or(DaySpan::ALWAYS)
    }

    fn company(&self, company: CompanyIx) -> String {
        name(self.context.graph, Entity::Company(company))
    }

    fn legs(&self, rule: &RivalRule<'_>, case: Case, test: &Test, span: DaySpan) -> Vec<Leg> {
        let [a, b] = case.companies;
        let [x, y] = case.companies.map(|company| self.company(company));
        let rivalry = self.competition.between(a, b);
        let control = test.control.answer(span);
        let of = &rule.statute.jurisdiction;
        let companies = if rule.both { "both are companies" } else { "one of them is a company" };
        let mut legs = vec![
            Leg::new("offices", test.offices.answer(span), format!("in offices at {x} and {y} that the rule names")),
            Leg::new("jurisdiction", test.place, format!("{companies} of {of}")),
            rivalry.leg(self.context.graph, a, b, span),
            Leg::new("control", control, "one controls the other, or one owner controls both (exempts)"),
        ];
        if let Some((currency, limit)) = &rule.revenue {
            let now = test.exceeding.now.answer(span);
            let text = "in the calendar year before, the revenue of each was above the limit";
            let mut leg = Leg::new("revenue", now, text).with(Figure::new("limit", Some(*limit), currency.as_str()));
            for company in case.companies {
                let year = span.from.year().map(|year| year - 1);
                let revenue = year.and_then(|year| Revenue::new(self.context.graph, rule, company).of(year));
                leg =
                    leg.with(Figure::new(format!("revenue of {}", self.company(company)), revenue, currency.as_str()));
            }
            legs.push(leg);
            let due = test.exceeding.due.answer(span);
            let term = Figure::new("days left after the year", Some(f64::from(rule.days)), "days");
            legs.push(Leg::new("days-left-over", due, "the days left after the year are over").with(term));
        }
        if rule.waiver {
            legs.push(Leg::new("waiver", Answer::Unknown, "the general meeting has allowed it (exempts)"));
        }
        legs
    }

    fn missing(&self, rule: &RivalRule<'_>, case: Case, test: &Test, span: DaySpan) -> Vec<String> {
        let graph = self.context.graph;
        let [x, y] = case.companies.map(|company| self.company(company));
        let open = |answer: &crate::DatedAnswer| !answer.unknown().within(span).possible.is_empty();
        let mut missing = Vec::new();
        if test.place == Answer::Unknown {
            let unstated = case.companies.into_iter().filter(|company| self.is_of(rule, *company) == Answer::Unknown);
            missing.extend(unstated.map(|company| format!("the country of {}", self.company(company))));
        }
        if open(&test.offices) {
            let named = self.offices_held(rule, case).into_iter().map(|seat| graph.seat_capacity(seat).role);
            let mut roles: Vec<&str> = named.filter(|role| !role.is_empty()).collect();
            roles.dedup();
            missing.push(format!("whether these roles are offices that the rule names: {}", roles.join(", ")));
        }
        if open(&test.control) {
            missing.push(format!("the shares by which {x} and {y} are owned"));
        }
        if let Some((currency, _)) = &rule.revenue
            && (open(&test.exceeding.now) || open(&test.exceeding.due))
        {
            // The year before, and the one before that, on which the days left depend.
            let last = span.from.year().unwrap_or_default() - 1;
            for year in [last, last - 1] {
                let unstated = case.companies.into_iter().filter(|company| {
                    let revenue = Revenue::new(graph, rule, *company);
                    revenue.of(year).is_none() || revenue.exceeds(year) == Answer::Unknown
                });
                missing.extend(unstated.map(|company| {
                    format!("revenue of {} and its group in {year}, in {currency}", self.company(company))
                }));
            }
        }
        if rule.waiver && missing.is_empty() {
            missing.push("whether the general meeting allowed it".to_owned());
        }
        missing
    }

    fn reason(
        &self,
        rule: &RivalRule<'_>,
        case: Case,
        ruling: &Ruling,
        legs: &[Leg],
        missing: &[String],
        span: DaySpan,
    ) -> String {
        let who = name(self.context.graph, Entity::Person(case.person));
        let [x, y] = case.companies.map(|company| self.company(company));
        let [a, b] = case.companies;
        let rivalry = self.competition.between(a, b);
        let compete = if rivalry.stated.is_possible() { "compete" } else { "are presumed to compete (industry codes)" };
        let offices = format!("{who} holds offices at {x} and {y}, which {compete}");
        let source = &rule.statute.rule;
        let possibly = possibly(ruling.certain);
        let on = on_day(span.from.max(Day::from_number(i32::MIN / 2)));
        match ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy => format!("{offices}. {source} {possibly}forbids this{on}."),
            Verdict::Watch => format!(
                "{offices}. {source} {possibly}forbids this from the day after the {} days that follow the calendar year in \
                 which both exceeded the limit of revenue.",
                rule.days
            ),
            Verdict::Unknown => {
                format!("{offices}. To decide whether {source} forbids this{on}, give: {}.", missing.join("; "))
            }
            Verdict::Clear => {
                let why = legs.iter().find_map(|leg| match (leg.leg, leg.met) {
                    ("competitors", Answer::No) => Some("they did not compete at that time".to_owned()),
                    ("control", Answer::Yes) => Some("they belong to one group".to_owned()),
                    ("revenue", Answer::No) => Some("the revenue of one of them was not above the limit".to_owned()),
                    _ => None,
                });
                let why = why.unwrap_or_else(|| "not all that the rule asks is met on one day".to_owned());
                format!("{offices}. {source} does not forbid this: {why}.")
            }
        }
    }

    /// Returns the seats that may be offices of the rule.
    fn offices_held(&self, rule: &RivalRule<'_>, case: Case) -> Vec<SeatIx> {
        let graph = self.context.graph;
        let mut seats: Vec<SeatIx> = Vec::new();
        for company in case.companies {
            for named in [rule.here, rule.there] {
                seats.extend(named_offices::seats(graph, case.person, company, named));
            }
        }
        seats.sort_unstable();
        seats.dedup();
        seats
    }

    fn evidence(&self, rule: &RivalRule<'_>, case: Case) -> Vec<Evidence> {
        let graph = self.context.graph;
        let [a, b] = case.companies;
        let seats = self.offices_held(rule, case).into_iter().map(|seat| Evidence::from_seat(graph, seat));
        let rivalry = self.competition.between(a, b);
        let ties = rivalry.ties.into_iter().map(|tie| Evidence::from_tie(graph, tie));
        let accounts = case.companies.into_iter().flat_map(|company| graph.company_accounts(company));
        let accounts = accounts.filter(|_| rule.revenue.is_some()).map(|row| Evidence::from_accounts(graph, row));
        seats.chain(ties).chain(accounts).collect()
    }
}
