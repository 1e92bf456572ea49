//! A rule on independence, as a row of the tables states it: its market, its look-backs and its limits.
//!
//! A rule asks the questions whose numbers its row states. A row with one of these numbers is a rule on independence.

use super::circumstance::Question;
use crate::Rulebook;
use crate::rulebook::Statute;
use crate::wording::{Years, whole_amount};
use interlocks_core::model::vocabulary::{CountryReading, Jurisdiction};
use interlocks_core::model::{Day, DaySpan};

/// The rules of the markets that are put to companies without a stated country too, with their names in a sentence.
const NAMED: [(&str, &str, &str); 4] = [
    ("nyse-303a02", "NYSE 303A.02(b)", "the New York Stock Exchange"),
    ("nasdaq-5605", "Nasdaq 5605(a)(2)", "Nasdaq"),
    ("uk-code-10", "provision 10 of the UK Code", "the London Stock Exchange"),
    ("uk-code-19", "provision 19 of the UK Code", "the London Stock Exchange"),
];

/// Former employment at the company.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Employment {
    pub(crate) years: i32,
    /// Executives only.
    pub(crate) executives_only: bool,
    /// The years before the appointment count, in the place of those before today.
    pub(crate) before_appointment: bool,
}

/// Close family at the company.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FamilyOffices {
    pub(crate) years: i32,
    /// Directors count too.
    pub(crate) directors: bool,
}

/// A position at an auditor of the company.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuditorYears {
    pub(crate) years: i32,
    /// The director counts as an employee of the auditor too, not only as a partner.
    pub(crate) employees: bool,
    /// Every position within the years counts, whether or not the person worked on the audit.
    pub(crate) all: bool,
    /// Only partners and executives of the auditor count.
    pub(crate) partners_only: bool,
}

/// An executive of the company on the pay committee of the director's employer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PayCommitteeYears {
    pub(crate) years: i32,
    /// The director is an executive there now, and not at the time of the service.
    pub(crate) employed_now: bool,
}

/// Payments between the company and an employer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaymentLimits {
    pub(crate) years: i32,
    pub(crate) usd: f64,
    pub(crate) percent: f64,
    /// The revenues are those of the recipient, partners and owners in control count, and payments count at once. Otherwise
    /// the revenues are those of the employer, employees count, and payments count when their year is over.
    pub(crate) of_recipient: bool,
    /// The percentage above which an owner is in control.
    pub(crate) control_percent: f64,
}

/// Cross-directorships.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CrossYears {
    pub(crate) years: i32,
    /// Boards shared with another director are to be judged, and only executive directors count.
    pub(crate) shared_boards: bool,
}

/// The share from which an owner is a significant shareholder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShareLimit {
    pub(crate) percent: f64,
    /// More than the percentage, not the percentage itself.
    pub(crate) above: bool,
}

impl ShareLimit {
    pub(crate) fn is_met(self, share: f64) -> bool {
        if self.above { share > self.percent } else { share >= self.percent }
    }
}

/// Years on the board.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TenureYears {
    pub(crate) years: i32,
    pub(crate) of: TenureOf,
    /// Years as an executive do not count.
    pub(crate) non_executive: bool,
}

/// The directors whose years count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TenureOf {
    Everybody,
    /// Another row of the market has the years of the chair.
    AllButTheChair,
    TheChair,
}

/// Service as an interim executive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interim {
    /// Like any other service.
    Counts,
    /// Does not count afterwards.
    Free,
    /// Does not count afterwards if it lasted no longer than some years and a condition is met that no table answers.
    FreeUpTo(i32),
}

/// A rule on the independence of directors.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The id in the tables of rules, which is the name of the test.
    pub(crate) id: String,
    /// The name of the rule, as used in a sentence.
    pub(crate) name: String,
    pub(crate) citation: String,
    pub(crate) recalled: bool,
    /// The market to which the rule applies, if it has a name.
    pub(crate) market: Option<&'static str>,
    /// `None` for a rule of no country, which is put to every company.
    jurisdiction: Option<Jurisdiction>,
    /// `true` if the rule doubts independence, and does not deny it.
    pub(crate) doubts: bool,
    /// `true` if the company means its parents and subsidiaries too.
    pub(crate) group: bool,
    /// `true` if a controlled company need not have a majority of independent directors.
    pub(crate) controlled_free: bool,
    pub(crate) interim: Interim,
    pub(crate) employment: Option<Employment>,
    pub(crate) pay: Option<(f64, i32)>,
    pub(crate) business_years: Option<i32>,
    pub(crate) other_pay: bool,
    pub(crate) family: Option<FamilyOffices>,
    pub(crate) auditor: Option<AuditorYears>,
    pub(crate) pay_committee: Option<PayCommitteeYears>,
    pub(crate) payments: Option<PaymentLimits>,
    pub(crate) cross: Option<CrossYears>,
    pub(crate) shareholder: Option<ShareLimit>,
    pub(crate) tenure: Option<TenureYears>,
    /// The first day in force, and the day from which it applies in full.
    in_force: Option<(Day, Day)>,
    /// The last day in force.
    last_day: Option<Day>,
}

impl Rule {
    /// Returns the rules on independence of the tables, in their order.
    pub(crate) fn all(rules: &Rulebook) -> Vec<Rule> {
        let statutes = rules.statutes();
        let is_of_chair = |row: &Statute| row.number("chair_tenure_years").is_some();
        let mut all: Vec<Rule> = statutes
            .iter()
            .map(|row| {
                let same =
                    |other: &Statute| Jurisdiction::read(&other.jurisdiction) == Jurisdiction::read(&row.jurisdiction);
                let chair_apart = statutes.iter().any(|other| is_of_chair(other) && same(other));
                Rule::read(row, chair_apart)
            })
            .filter(|rule| rule.questions().next().is_some())
            .collect();
        // The order of rows: the four with names, then those of the table.
        let place = |rule: &Rule| NAMED.iter().position(|(id, ..)| *id == rule.id).unwrap_or(NAMED.len());
        all.sort_by_key(place);
        all
    }

    fn read(row: &Statute, chair_apart: bool) -> Rule {
        let number = |name: &str| row.number(name).filter(|number| number.is_finite());
        let years = |name: &str| number(name).map(whole_years);
        let says = |name: &str| number(name).is_some_and(|number| number != 0.0);
        let named = NAMED.iter().find(|(id, ..)| *id == row.id);
        let employment = years("management_years").map(|years| (years, true));
        let employment = employment.or(years("employee_years").map(|years| (years, false)));
        let family = years("family_board_years").map(|years| (years, true));
        let pay_committee = years("pay_committee_now_years").map(|years| (years, true));
        let recipient = number("recipient_usd").map(|usd| (usd, number("recipient_percent"), true));
        let payments = recipient.or(number("payments_usd").map(|usd| (usd, number("payments_percent"), false)));
        let holder = number("shareholder_percent").map(|percent| ShareLimit { percent, above: true });
        let significant = number("significant_percent").map(|percent| ShareLimit { percent, above: false });
        let of = if chair_apart { TenureOf::AllButTheChair } else { TenureOf::Everybody };
        let of_chair = years("chair_tenure_years").map(|years| (years, TenureOf::TheChair));
        let interim = years("interim_free_years").map(Interim::FreeUpTo);
        Rule {
            id: row.id.clone(),
            name: named.map_or_else(|| row.rule.clone(), |(_, name, _)| (*name).to_owned()),
            citation: row.rule.clone(),
            recalled: row.recalled,
            market: named.map(|(.., market)| *market),
            jurisdiction: (!row.jurisdiction.is_empty()).then(|| Jurisdiction::read(&row.jurisdiction)),
            doubts: row.test.contains("doubt") || row.id.starts_with("uk-code"),
            group: says("group"),
            controlled_free: says("controlled_free"),
            interim: interim.unwrap_or(if says("interim_free") { Interim::Free } else { Interim::Counts }),
            employment: employment.map(|(years, executives_only)| Employment {
                years,
                executives_only,
                before_appointment: says("before_appointment"),
            }),
            pay: number("pay_usd").map(|usd| (usd, years("pay_years").unwrap_or(0))),
            business_years: years("business_years"),
            other_pay: says("other_pay"),
            family: family
                .or(years("family_years").map(|years| (years, false)))
                .map(|(years, directors)| FamilyOffices { years, directors }),
            auditor: years("auditor_years").map(|years| AuditorYears {
                years,
                employees: says("auditor_employees"),
                all: says("auditor_all"),
                partners_only: says("auditor_partners"),
            }),
            pay_committee: pay_committee
                .or(years("pay_committee_years").map(|years| (years, false)))
                .map(|(years, employed_now)| PayCommitteeYears { years, employed_now }),
            payments: payments.map(|(usd, percent, of_recipient)| PaymentLimits {
                years: years("payments_years").unwrap_or(0),
                usd,
                percent: percent.unwrap_or(0.0),
                of_recipient,
                control_percent: number("control_percent").unwrap_or(50.0),
            }),
            cross: years("cross_years").map(|years| CrossYears { years, shared_boards: says("shared_boards") }),
            shareholder: significant.or(holder),
            tenure: of_chair.or(years("tenure_years").map(|years| (years, of))).map(|(years, of)| TenureYears {
                years,
                of,
                non_executive: says("non_executive_tenure"),
            }),
            last_day: row.day("to_day"),
            in_force: row.day("from_day").map(|from| {
                let phase = years("phase_years").unwrap_or(0);
                (from, from.plus_years(phase))
            }),
        }
    }

    /// Returns the questions that the rule asks, in the order of legs.
    pub(crate) fn questions(&self) -> impl Iterator<Item = Question> + '_ {
        Question::ALL.into_iter().filter(|question| match question {
            Question::Employee => self.employment.is_some(),
            Question::Pay => self.pay.is_some(),
            Question::Business => self.business_years.is_some(),
            Question::Remuneration => self.other_pay,
            Question::Family => self.family.is_some(),
            Question::Auditor => self.auditor.is_some(),
            Question::PayCommittee => self.pay_committee.is_some(),
            Question::Payments => self.payments.is_some(),
            Question::CrossDirectorship => self.cross.is_some(),
            Question::Shareholder => self.shareholder.is_some(),
            Question::Tenure => self.tenure.is_some(),
        })
    }

    /// Returns `true` if the rule asks what no table answers.
    pub(crate) fn is_never_settled(&self) -> bool {
        self.pay.is_some() || self.other_pay
    }

    /// Returns `true` if the rule is put to companies of a country. It possibly applies to those whose country is not stated or
    /// not known, too.
    pub(crate) fn concerns(&self, country: CountryReading) -> bool {
        self.jurisdiction.is_none_or(|jurisdiction| country.is_in(jurisdiction) != Some(false))
    }

    /// Returns `true` if a country is known to be in the market of the rule.
    pub(crate) fn is_of(&self, country: CountryReading) -> bool {
        self.jurisdiction.is_none_or(|own| country.is_in(own) == Some(true))
    }

    /// Returns `true` if the rule only concerns chairs.
    pub(crate) fn is_of_chair(&self) -> bool {
        self.tenure.is_some_and(|tenure| tenure.of == TenureOf::TheChair)
    }

    /// Returns the days on which the rule is in force.
    pub(crate) fn days_in_force(&self) -> DaySpan {
        DaySpan {
            from: self.in_force.map_or(Day::MIN, |(from, _)| from),
            to: self.last_day.map_or(Day::MAX, |day| day.plus(1)),
        }
    }

    /// Returns the days of a first phase, in which the board is still free to keep a director.
    pub(crate) fn first_phase(&self) -> Option<DaySpan> {
        self.in_force.and_then(|(from, full)| DaySpan::new(from, full))
    }

    /// Returns the open question on pay.
    pub(crate) fn pay_question(&self, who: &str, of: &str) -> Option<String> {
        let (usd, years) = self.pay?;
        Some(format!(
            "whether {who} or close family received more than {} USD in direct pay from {of} in any 12 months of the last \
             {}, not counting board fees",
            whole_amount(usd),
            Years(years)
        ))
    }
}

/// Returns whole years.
fn whole_years(number: f64) -> i32 {
    number.round().clamp(0.0, 1000.0) as i32
}
