//! Payments between the company and an employer of the director or their family (NYSE, Nasdaq).

use super::circumstance::{Circumstance, Grade, Look, Proof, Question, Words, executive};
use super::household::{Bond, Member};
use super::lookback::{Fiscal, days_of_year, fiscal, rest_of_year, year_of};
use super::rule::Rule;
use crate::figures::{stated, years};
use crate::rulebook::parameter;
use crate::{Answer, Figure};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, DealIx, UncertainDays};

/// So many years an undated or vaguely dated deal is followed through; beyond that only the fixed
/// amount of the rule counts.
const WIDEST: i32 = 30;

pub fn payments(look: &Look<'_>, found: &mut Vec<Circumstance>) {
    for member in look.household() {
        for firm in member.elsewhere(look.company()) {
            let position = position(look, member, firm);
            let deals = look.board.deals_with(firm);
            if !position.meet(look.days).is_possible() {
                continue;
            }
            let firm = Firm { look, member, firm, position };
            if look.graph().deal_count() == 0 {
                firm.no_deals(found);
            }
            let paid: Vec<Paid> = deals.iter().map(|deal| Paid::of(look.graph(), *deal)).collect();
            paid.iter().for_each(|paid| firm.one(found, paid));
            firm.together(found, &paid);
        }
    }
}

/// The days on which somebody is at a firm what the rule asks about. NYSE: the director an employee
/// or executive, family an executive. Nasdaq: either an executive, partner or controlling owner.
fn position(look: &Look<'_>, member: &Member, firm: CompanyIx) -> UncertainDays {
    let control = look.asked.rules.number(parameter::NASDAQ_CONTROL_PERCENT);
    let bound = |wanted: &dyn Fn(Bond) -> bool| member.bound(look.graph(), firm, wanted);
    let ties = match look.rule {
        Rule::Nyse if member.is_director() => bound(&|bond| bond == Bond::Employee),
        Rule::Nyse => UncertainDays::default(),
        _ => bound(&|bond| match bond {
            Bond::Partner => true,
            Bond::Owner(share) => share.is_some_and(|share| share > control),
            Bond::Employee | Bond::Representative => false,
        }),
    };
    executive(member.tenure_of(firm)).join(&ties).meet(&member.days)
}

/// A deal as a payment.
#[derive(Clone, Copy, Debug)]
struct Paid {
    deal: DealIx,
    /// When; all days where nothing is known of the date.
    on: DayRange,
    /// In USD; none where no amount or another currency is stated.
    amount: Option<f64>,
}

impl Paid {
    fn of(graph: &BoardGraph, deal: DealIx) -> Paid {
        let row = graph.deal(deal);
        let dollars = row.currency.is_empty() || row.currency.eq_ignore_ascii_case("USD");
        let ever = DayRange::new(Day::MIN, Day::MAX);
        let on = if graph.is_undated() { ever } else { graph.deal_days(deal).unwrap_or(ever) };
        Paid { deal, on, amount: row.amount.filter(|amount| dollars && amount.is_finite()) }
    }

    /// The calendar years in which it may have been paid; none where they are too many to tell.
    fn years(&self) -> Option<std::ops::RangeInclusive<i32>> {
        let (first, last) = (year_of(self.on.first)?, year_of(self.on.last)?);
        (last - first < WIDEST).then_some(first..=last)
    }
}

/// A firm at which somebody of the household is something.
struct Firm<'l> {
    look: &'l Look<'l>,
    member: &'l Member,
    firm: CompanyIx,
    position: UncertainDays,
}

/// Whether payments of a year go beyond the limit, and what would tell.
struct Beyond {
    answer: Answer,
    missing: Vec<String>,
    accounts: Vec<AccountsIx>,
}

impl Firm<'_> {
    /// What a single deal comes to.
    fn one(&self, found: &mut Vec<Circumstance>, paid: &Paid) {
        let years: Vec<Option<i32>> = paid.years().map_or_else(|| vec![None], |years| years.map(Some).collect());
        let answers: Vec<(Option<i32>, Beyond)> =
            years.iter().map(|year| (*year, self.beyond(paid.amount, *year))).collect();
        for (answer, grade) in [(Answer::Yes, Grade::Counts), (Answer::Unknown, Grade::Untold)] {
            let with: Vec<&(Option<i32>, Beyond)> = answers.iter().filter(|(_, b)| b.answer == answer).collect();
            let Some((year, beyond)) = with.first().copied() else { continue };
            let parts: Vec<DayRange> = with.iter().filter_map(|(year, _)| within(paid.on, *year)).collect();
            // Sure only where it comes out like this in whatever year it was paid.
            let settle = |days: &dyn Fn(DayRange) -> UncertainDays| {
                let some = parts.iter().fold(UncertainDays::default(), |all, part| all.join(&days(*part)));
                let certain = if with.len() == answers.len() { days(paid.on).certain } else { Default::default() };
                UncertainDays { certain, possible: some.possible }
            };
            let sum = (paid.amount, *year);
            self.note(found, grade, &settle(&|on| self.looked_at(on)), (sum, beyond, &[*paid]));
            if grade == Grade::Counts && self.kind() == Fiscal::Completed {
                self.note(found, Grade::Judge, &settle(&rest_of_year), (sum, beyond, &[*paid]));
            }
        }
    }

    /// What several deals of one year come to, where none does by itself.
    fn together(&self, found: &mut Vec<Circumstance>, all: &[Paid]) {
        let known = || all.iter().filter(|paid| paid.amount.is_some());
        let mut years: Vec<i32> = known().filter_map(Paid::years).flatten().collect();
        years.sort_unstable();
        years.dedup();
        for year in years {
            let Some(days) = days_of_year(year) else { continue };
            let may: Vec<Paid> =
                known().filter(|p| p.on.first <= days.last && days.first <= p.on.last).copied().collect();
            if may.len() < 2 {
                continue;
            }
            let alone = may.iter().map(|paid| self.beyond(paid.amount, Some(year)).answer).max();
            let sure = |paid: &&Paid| days.first <= paid.on.first && paid.on.last <= days.last;
            let surely: Vec<Paid> = may.iter().filter(sure).copied().collect();
            let most = self.beyond(Some(total(&may)), Some(year));
            if alone.is_some_and(|alone| alone >= most.answer) || most.answer == Answer::No {
                continue;
            }
            let grade = if most.answer == Answer::Yes { Grade::Counts } else { Grade::Untold };
            let reached = |paid: &[Paid], day: fn(&Paid) -> Day| {
                let mut paid: Vec<(Day, f64)> = paid.iter().map(|p| (day(p), p.amount.unwrap_or(0.0))).collect();
                paid.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
                let mut sum = 0.0;
                paid.into_iter().find_map(|(day, amount)| {
                    sum += amount;
                    (self.beyond(Some(sum), Some(year)).answer >= most.answer).then_some(day)
                })
            };
            let earliest = reached(&may, |paid| paid.on.first).map_or(days.first, |day| day.max(days.first));
            let latest = reached(&surely, |paid| paid.on.last);
            let stretch = |kind: &dyn Fn(DayRange) -> UncertainDays| {
                let possible = kind(DayRange::exactly(earliest)).possible;
                let certain = latest.map(|day| kind(DayRange::exactly(day)).certain).unwrap_or_default();
                UncertainDays { certain, possible }
            };
            let sum = (Some(total(&may)), Some(year));
            self.note(found, grade, &stretch(&|on| self.looked_at(on)), (sum, &most, &may));
            if grade == Grade::Counts && self.kind() == Fiscal::Completed {
                self.note(found, Grade::Judge, &stretch(&rest_of_year), (sum, &most, &may));
            }
        }
    }

    /// NYSE looks at completed years, Nasdaq at the current one, too.
    fn kind(&self) -> Fiscal {
        if self.look.rule == Rule::Nyse { Fiscal::Completed } else { Fiscal::Current }
    }

    fn looked_at(&self, on: DayRange) -> UncertainDays {
        fiscal(on, self.look.rule.other_years(self.look.asked.rules), self.kind())
    }

    /// The fixed amount and the percentage of revenues of the rule.
    fn limits(&self) -> (f64, f64) {
        let number = |parameter| self.look.asked.rules.number(parameter);
        match self.look.rule {
            Rule::Nyse => (number(parameter::NYSE_USD), number(parameter::NYSE_PERCENT)),
            _ => (number(parameter::NASDAQ_USD), number(parameter::NASDAQ_PERCENT)),
        }
    }

    /// Whether so much goes beyond the limit, in a year. NYSE measures by the revenues of the firm,
    /// Nasdaq by those of the recipient, which may be either of the two.
    fn beyond(&self, amount: Option<f64>, year: Option<i32>) -> Beyond {
        let (floor, percent) = self.limits();
        let mut beyond = Beyond { answer: Answer::No, missing: Vec::new(), accounts: Vec::new() };
        let Some(amount) = amount else {
            return Beyond { answer: Answer::Unknown, ..beyond };
        };
        if amount <= floor {
            return beyond;
        }
        let recipients: &[CompanyIx] =
            if self.look.rule == Rule::Nyse { &[self.firm] } else { &[self.firm, self.look.company()] };
        let mut answers = Vec::new();
        for recipient in recipients {
            let (revenue, rows) = year.map_or((None, Vec::new()), |year| revenues(self.look.graph(), *recipient, year));
            answers.push(Answer::of(revenue.map(|revenue| amount > revenue * percent / 100.0)));
            beyond.accounts.extend(rows);
            if revenue.is_none() && self.look.telling {
                let year = year.map_or_else(|| "the year of payment".to_owned(), |year| year.to_string());
                let name = self.look.name(*recipient);
                beyond.missing.push(format!("revenues of {name} in {year} in USD (total_sales)"));
            }
        }
        let (all, some) = answers.iter().fold((Answer::Yes, Answer::No), |(all, some), a| (all.and(*a), some.or(*a)));
        beyond.answer = if all == some { all } else { Answer::Unknown };
        if beyond.answer == Answer::Unknown && beyond.missing.is_empty() && self.look.telling {
            let (a, b) = (self.look.name(self.look.company()), self.look.name(self.firm));
            beyond.missing.push(format!("which of {a} and {b} was paid"));
        }
        beyond
    }

    fn note(
        &self,
        found: &mut Vec<Circumstance>,
        grade: Grade,
        days: &UncertainDays,
        ((amount, year), beyond, paid): ((Option<f64>, Option<i32>), &Beyond, &[Paid]),
    ) {
        self.look.note(found, (Question::Payments, grade), &days.meet(&self.position), || {
            let (floor, percent) = self.limits();
            let text = self.text(grade, amount, year, paid);
            let mut missing = if grade == Grade::Untold { beyond.missing.clone() } else { Vec::new() };
            for paid in paid.iter().filter(|paid| paid.amount.is_none()) {
                missing.push(format!("amount of the deal {} in USD", self.look.graph().deal(paid.deal).id));
            }
            let deals = paid.iter().map(|paid| Proof::Deal(paid.deal, self.firm));
            let accounts = beyond.accounts.iter().map(|row| Proof::Accounts(*row));
            let position = self.look.position_proof(self.member, self.firm, BoardGraph::is_executive);
            Words {
                text,
                missing,
                figures: vec![
                    Figure::new("paid", amount, "USD"),
                    Figure::new("fixed limit", Some(floor), "USD"),
                    Figure::new("share of revenues", Some(percent), "percent"),
                ],
                proof: position.into_iter().chain(deals).chain(accounts).collect(),
            }
        });
    }

    fn text(&self, grade: Grade, amount: Option<f64>, year: Option<i32>, paid: &[Paid]) -> String {
        let look = self.look;
        let (floor, percent) = self.limits();
        let what = amount.map_or_else(|| "an unknown amount".to_owned(), |amount| format!("{} USD", whole(amount)));
        let works = match look.rule {
            Rule::Nyse => "works for",
            _ => "is an executive, partner or controlling owner of",
        };
        let when = year.map_or_else(String::new, |year| format!(" in {year}"));
        let ids: Vec<String> = paid
            .iter()
            .map(|paid| {
                let deal = look.graph().deal(paid.deal);
                if deal.status.is_empty() { deal.id } else { format!("{}, {}", deal.id, deal.status) }
            })
            .collect();
        let revenues = if look.rule == Rule::Nyse { look.name(self.firm) } else { "the recipient".to_owned() };
        let limit = format!("the greater of {} USD and {percent} % of the revenues of {revenues}", whole(floor));
        let says = match grade {
            Grade::Counts => format!("more than {limit}"),
            Grade::Judge => format!("more than {limit}, which counts once the year is over"),
            Grade::Untold | Grade::Open => format!("and whether that is more than {limit} is not known"),
        };
        format!(
            "{} {works} {}; payments between it and {}{when} come to {what} ({}), {says}",
            look.who(self.member),
            look.name(self.firm),
            look.name(look.company()),
            ids.join("; ")
        )
    }

    fn no_deals(&self, found: &mut Vec<Circumstance>) {
        let look = self.look;
        look.note(found, (Question::Payments, Grade::Untold), &self.position, || Words {
            text: "the data has no deals".to_owned(),
            missing: vec![format!(
                "what {} and {}, where {} works, paid each other in the last {} years (deals)",
                look.name(look.company()),
                look.name(self.firm),
                look.who(self.member),
                look.rule.other_years(look.asked.rules)
            )],
            ..Words::default()
        });
    }
}

/// The days of a range that lie in a year; all of them where no year is told.
fn within(on: DayRange, year: Option<i32>) -> Option<DayRange> {
    let Some(year) = year else { return Some(on) };
    let days = days_of_year(year)?;
    let (first, last) = (on.first.max(days.first), on.last.min(days.last));
    (first <= last).then_some(DayRange::new(first, last))
}

/// The revenues of a company in the fiscal year that ended in a calendar year, in USD, with the rows.
fn revenues(graph: &BoardGraph, company: CompanyIx, year: i32) -> (Option<f64>, Vec<AccountsIx>) {
    let ended = years(graph, company).into_iter().filter(|fiscal| year_of(fiscal.end.last) == Some(year));
    let rows: Vec<AccountsIx> = ended.flat_map(|fiscal| fiscal.rows).collect();
    let sales = stated(graph, rows.iter().copied(), "USD", |accounts| accounts.total_sales).value();
    (sales, if sales.is_some() { rows } else { Vec::new() })
}

/// In the order of deals, so that the sum is the same each time.
fn total(paid: &[Paid]) -> f64 {
    paid.iter().filter_map(|paid| paid.amount).sum()
}

/// An amount in whole units, with a comma at every thousand.
pub fn whole(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if amount < 0.0 { format!("-{text}") } else { text }
}
