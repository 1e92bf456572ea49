//! Payments between the company and an employer of the director or of family.

use super::circumstance::{Circumstance, Detail, DirectorCheck, Explanation, Grade, Proof, Question, executive_days};
use super::household::{Bond, Member};
use super::lookback::{YearCounts, days_of_year, fiscal, rest_of_year, year_of};
use super::rule::PaymentLimits;
use crate::figures::{deal_amount, fiscal_years, stated_figure};
use crate::wording::{Years, whole_amount};
use crate::{Answer, Figure};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, DealIx, UncertainDays};

/// The widest range of calendar years for which the revenues of each year are compared. For a deal that is dated less
/// exactly, or undated, only the fixed amount of the rule is compared.
const WIDEST: i32 = 30;

/// Adds payments between the company and employers of the household.
pub(crate) fn payments(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let Some(limits) = check.rule.payments else { return };
    for member in check.household() {
        for firm in check.other_parties(member) {
            let position = position(check.graph(), limits, member, firm);
            let deals = check.board.deals_with(firm);
            if !position.meet(check.days).is_possible() {
                continue;
            }
            let firm = OtherParty { check, limits, member, firm, position };
            if check.graph().deal_count() == 0 {
                firm.add_missing_deals(circumstances);
                if check.is_all_said(circumstances) {
                    return;
                }
            }
            let payments: Vec<Payment> = deals.iter().map(|deal| Payment::new(check.graph(), *deal)).collect();
            payments.iter().for_each(|paid| firm.add_single(circumstances, paid));
            firm.add_sums(circumstances, &payments);
        }
    }
}

/// Returns the days on which a member of the household has a position at a firm that the rule names. NYSE: the director an
/// employee or executive, family an executive. Nasdaq: both an executive, partner or controlling owner.
fn position(graph: &BoardGraph, limits: PaymentLimits, member: &Member, firm: CompanyIx) -> UncertainDays {
    let control = limits.control_percent;
    let bond_days = |wanted: &dyn Fn(Bond) -> bool| member.bond_days(graph, firm, wanted);
    let ties = match limits.of_recipient {
        false if member.is_director() => bond_days(&|bond| bond == Bond::Employee),
        false => UncertainDays::default(),
        true => bond_days(&|bond| match bond {
            Bond::Partner => true,
            Bond::Owner(share) => share.is_some_and(|share| share > control),
            Bond::Employee | Bond::Representative => false,
        }),
    };
    executive_days(member.tenure_of(graph, firm).as_ref()).join(&ties).meet(&member.days)
}

/// A deal as a payment.
#[derive(Clone, Copy, Debug)]
struct Payment {
    deal: DealIx,
    /// The day of payment; all days if unknown.
    on: DayRange,
    /// In USD; `None` if no amount, or another currency, is stated.
    amount: Option<f64>,
}

impl Payment {
    fn new(graph: &BoardGraph, deal: DealIx) -> Payment {
        let ever = DayRange::new(Day::MIN, Day::MAX);
        let on = if graph.is_undated() { ever } else { graph.deal_days(deal).unwrap_or(ever) };
        Payment { deal, on, amount: deal_amount(graph, deal, "USD") }
    }

    /// Returns the calendar years in which it may have been paid, or `None` if they are more than [`WIDEST`].
    fn years(&self) -> Option<std::ops::RangeInclusive<i32>> {
        let (first, last) = (year_of(self.on.first)?, year_of(self.on.last)?);
        (last - first < WIDEST).then_some(first..=last)
    }
}

/// A firm at which a member of the household has a position.
struct OtherParty<'l> {
    check: &'l DirectorCheck<'l>,
    limits: PaymentLimits,
    member: &'l Member,
    firm: CompanyIx,
    /// The days of the position.
    position: UncertainDays,
}

/// Payments of one year, compared with the limit.
#[derive(Clone, Copy)]
struct Sum<'p> {
    /// In USD.
    amount: Option<f64>,
    /// `None` if the year is unknown.
    year: Option<i32>,
    comparison: &'p LimitComparison,
    payments: &'p [Payment],
}

/// The comparison of an amount with the limit of a year, and the missing inputs.
struct LimitComparison {
    answer: Answer,
    missing: Vec<String>,
    accounts: Vec<AccountsIx>,
}

impl OtherParty<'_> {
    /// Adds the circumstance of a single payment.
    fn add_single(&self, circumstances: &mut Vec<Circumstance>, paid: &Payment) {
        let years: Vec<Option<i32>> = paid.years().map_or_else(|| vec![None], |years| years.map(Some).collect());
        let answers: Vec<(Option<i32>, LimitComparison)> =
            years.iter().map(|year| (*year, self.compare_to_limit(paid.amount, *year))).collect();
        for (answer, grade) in [(Answer::Yes, Grade::Counts), (Answer::Unknown, Grade::MissingInput)] {
            let with: Vec<&(Option<i32>, LimitComparison)> =
                answers.iter().filter(|(_, b)| b.answer == answer).collect();
            let Some((year, comparison)) = with.first().copied() else { continue };
            let parts: Vec<DayRange> = with.iter().filter_map(|(year, _)| within(paid.on, *year)).collect();
            // Certain only if the comparison is the same in every year in which it may have been paid.
            let settle = |days: &dyn Fn(DayRange) -> UncertainDays| {
                let some = parts.iter().fold(UncertainDays::default(), |all, part| all.join(&days(*part)));
                let certain = if with.len() == answers.len() { days(paid.on).certain } else { Default::default() };
                UncertainDays { certain, possible: some.possible }
            };
            let sum = Sum { amount: paid.amount, year: *year, comparison, payments: &[*paid] };
            self.note(circumstances, grade, &settle(&|on| self.counting_days(on)), sum);
            if grade == Grade::Counts && self.counts_from() == YearCounts::WhenOver {
                self.note(circumstances, Grade::BoardJudges, &settle(&rest_of_year), sum);
            }
        }
    }

    /// Adds the circumstances of several payments of one year that exceed the limit only together.
    fn add_sums(&self, circumstances: &mut Vec<Circumstance>, all: &[Payment]) {
        let known = || all.iter().filter(|paid| paid.amount.is_some());
        let mut years: Vec<i32> = known().filter_map(Payment::years).flatten().collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let Some(days) = days_of_year(year) else { continue };
            let may: Vec<Payment> = known().filter(|p| p.on.meets(days)).copied().collect();
            if may.len() < 2 {
                continue;
            }
            let alone = may.iter().map(|paid| self.compare_to_limit(paid.amount, Some(year)).answer).max();
            let inside = |paid: &&Payment| days.first <= paid.on.first && paid.on.last <= days.last;
            let surely: Vec<Payment> = may.iter().filter(inside).copied().collect();
            let most = self.compare_to_limit(Some(total(&may)), Some(year));
            if alone.is_some_and(|alone| alone >= most.answer) || most.answer == Answer::No {
                continue;
            }
            let grade = if most.answer == Answer::Yes { Grade::Counts } else { Grade::MissingInput };
            // The day on which the sum reaches the limit.
            let reached = |paid: &[Payment], day: fn(&Payment) -> Day| {
                let mut paid: Vec<(Day, f64)> = paid.iter().map(|p| (day(p), p.amount.unwrap_or(0.0))).collect();
                paid.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                let mut sum = 0.0;
                paid.into_iter().find_map(|(day, amount)| {
                    sum += amount;
                    (self.compare_to_limit(Some(sum), Some(year)).answer >= most.answer).then_some(day)
                })
            };
            let earliest = reached(&may, |paid| paid.on.first).map_or(days.first, |day| day.max(days.first));
            let latest = reached(&surely, |paid| paid.on.last);
            let days_from = |days: &dyn Fn(DayRange) -> UncertainDays| {
                let possible = days(DayRange::exactly(earliest)).possible;
                let certain = latest.map(|day| days(DayRange::exactly(day)).certain).unwrap_or_default();
                UncertainDays { certain, possible }
            };
            let sum = Sum { amount: Some(total(&may)), year: Some(year), comparison: &most, payments: &may };
            self.note(circumstances, grade, &days_from(&|on| self.counting_days(on)), sum);
            if grade == Grade::Counts && self.counts_from() == YearCounts::WhenOver {
                self.note(circumstances, Grade::BoardJudges, &days_from(&rest_of_year), sum);
            }
        }
    }

    /// Returns the time at which a payment counts: under NYSE when its year is over, under Nasdaq at once.
    fn counts_from(&self) -> YearCounts {
        if self.limits.of_recipient { YearCounts::FromEvent } else { YearCounts::WhenOver }
    }

    /// Returns the days on which a payment counts.
    fn counting_days(&self, on: DayRange) -> UncertainDays {
        fiscal(on, self.limits.years, self.counts_from())
    }

    /// Compares an amount with the limit of a year. NYSE uses the revenues of the firm, Nasdaq those of the recipient, which
    /// may be either company.
    fn compare_to_limit(&self, amount: Option<f64>, year: Option<i32>) -> LimitComparison {
        let PaymentLimits { usd: floor, percent, .. } = self.limits;
        let mut comparison = LimitComparison { answer: Answer::No, missing: Vec::new(), accounts: Vec::new() };
        let Some(amount) = amount else {
            return LimitComparison { answer: Answer::Unknown, ..comparison };
        };
        if amount <= floor {
            return comparison;
        }
        let recipients: &[CompanyIx] =
            if self.limits.of_recipient { &[self.firm, self.check.company()] } else { &[self.firm] };
        let mut answers = Vec::new();
        for recipient in recipients {
            let (revenue, rows) =
                year.map_or((None, Vec::new()), |year| revenues(self.check.graph(), *recipient, year));
            answers.push(Answer::from(revenue.map(|revenue| amount > revenue * percent / 100.0)));
            comparison.accounts.extend(rows);
            if revenue.is_none() && self.check.detail == Detail::Full {
                let year = year.map_or_else(|| "the year of payment".to_owned(), |year| year.to_string());
                let name = self.check.name(*recipient);
                comparison.missing.push(format!("revenues of {name} in {year} in USD (total_sales)"));
            }
        }
        let (all, some) = answers.iter().fold((Answer::Yes, Answer::No), |(all, some), a| (all.and(*a), some.or(*a)));
        comparison.answer = if all == some { all } else { Answer::Unknown };
        if comparison.answer == Answer::Unknown && comparison.missing.is_empty() && self.check.detail == Detail::Full {
            let (a, b) = (self.check.name(self.check.company()), self.check.name(self.firm));
            comparison.missing.push(format!("which of {a} and {b} was paid"));
        }
        comparison
    }

    fn note(&self, circumstances: &mut Vec<Circumstance>, grade: Grade, days: &UncertainDays, sum: Sum<'_>) {
        self.check.note(circumstances, Question::Payments, grade, &days.meet(&self.position), || {
            let PaymentLimits { usd: floor, percent, .. } = self.limits;
            let text = self.text(grade, sum);
            let mut missing = if grade == Grade::MissingInput { sum.comparison.missing.clone() } else { Vec::new() };
            for paid in sum.payments.iter().filter(|paid| paid.amount.is_none()) {
                missing.push(format!("amount of the deal {} in USD", self.check.graph().deal(paid.deal).id));
            }
            let deals = sum.payments.iter().map(|paid| Proof::Deal(paid.deal, self.firm));
            let accounts = sum.comparison.accounts.iter().map(|row| Proof::Accounts(*row));
            let position = self.check.position_proof(self.member, self.firm, BoardGraph::is_executive);
            Explanation {
                text,
                missing,
                figures: vec![
                    Figure::new("paid", sum.amount, "USD"),
                    Figure::new("fixed limit", Some(floor), "USD"),
                    Figure::new("share of revenues", Some(percent), "percent"),
                ],
                proof: position.into_iter().chain(deals).chain(accounts).collect(),
            }
        });
    }

    fn text(&self, grade: Grade, sum: Sum<'_>) -> String {
        let check = self.check;
        let PaymentLimits { usd: floor, percent, .. } = self.limits;
        let total =
            sum.amount.map_or_else(|| "an unknown amount".to_owned(), |amount| format!("{} USD", whole_amount(amount)));
        let works = match self.limits.of_recipient {
            false => "works for",
            true => "is an executive, partner or controlling owner of",
        };
        let when = sum.year.map_or_else(String::new, |year| format!(" in {year}"));
        let ids: Vec<String> = sum
            .payments
            .iter()
            .map(|paid| {
                let deal = check.graph().deal(paid.deal);
                if deal.status.is_empty() { deal.id } else { format!("{}, {}", deal.id, deal.status) }
            })
            .collect();
        let revenues = if self.limits.of_recipient { "the recipient".to_owned() } else { check.name(self.firm) };
        let limit = format!("the greater of {} USD and {percent} % of the revenues of {revenues}", whole_amount(floor));
        let comparison = match grade {
            Grade::Counts => format!(", which is more than {limit}"),
            Grade::BoardJudges => format!(", which is more than {limit}; this counts once the year is over"),
            Grade::MissingInput | Grade::NoData => format!(". It is not known whether this is more than {limit}"),
        };
        let firm = check.name(self.firm);
        format!(
            "{} {works} {firm}. Payments between {} and {firm}{when} total {total} ({}){comparison}",
            check.who(self.member),
            check.name(check.company()),
            ids.join("; ")
        )
    }

    /// Adds the missing input if the data has no deals at all.
    fn add_missing_deals(&self, circumstances: &mut Vec<Circumstance>) {
        let check = self.check;
        check.note(circumstances, Question::Payments, Grade::MissingInput, &self.position, || Explanation {
            text: "the data has no deals".to_owned(),
            missing: vec![format!(
                "payments between {} and {}, where {} works, in the last {} (deals)",
                check.name(check.company()),
                check.name(self.firm),
                check.who(self.member),
                Years(self.limits.years)
            )],
            ..Explanation::default()
        });
    }
}

/// Returns the days of a range that lie in a year; the whole range without a year.
fn within(on: DayRange, year: Option<i32>) -> Option<DayRange> {
    let Some(year) = year else { return Some(on) };
    let days = days_of_year(year)?;
    let (first, last) = (on.first.max(days.first), on.last.min(days.last));
    (first <= last).then_some(DayRange::new(first, last))
}

/// Returns the revenues of a company in USD for the fiscal year that ended in a calendar year, and the accounts.
fn revenues(graph: &BoardGraph, company: CompanyIx, year: i32) -> (Option<f64>, Vec<AccountsIx>) {
    let ended = fiscal_years(graph, company).into_iter().filter(|fiscal| year_of(fiscal.end.last) == Some(year));
    let rows: Vec<AccountsIx> = ended.flat_map(|fiscal| fiscal.rows).collect();
    let sales = stated_figure(graph, rows.iter().copied(), "USD", |accounts| accounts.total_sales).value();
    (sales, if sales.is_some() { rows } else { Vec::new() })
}

/// Returns the sum of payments, in the order of deals so that rounding is always the same.
fn total(paid: &[Payment]) -> f64 {
    paid.iter().filter_map(|paid| paid.amount).sum()
}
