//! The test of section 8 on one day: size, competition and the three exemptions, in the order of the statute.

use crate::figures::{FiscalYear, StatedFigure, fiscal_years, last_completed, stated_figure};
use crate::rulebook::{Threshold, parameter};
use crate::wording::name;
use crate::{Answer, Figure, Leg, Rulebook};
use interlocks_core::model::vocabulary::{Sector, SectorSet};
use interlocks_core::model::{Accounts, Day};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, Entity};

/// Banks, banking associations and trust companies, which section 8 does not cover.
const BANKS: SectorSet = SectorSet::of(&[Sector::Bank, Sector::TrustCompany]);
/// Firms that may be banks in the sense of section 8.
const NEAR_BANKS: SectorSet = SectorSet::of(&[Sector::Savings, Sector::BankHolding, Sector::CentralBank]);

/// The answers that the readings of a day allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenAnswers {
    /// `true` if some reading says prohibited.
    pub(crate) yes: bool,
    /// `true` if some reading says not prohibited.
    pub(crate) no: bool,
    /// `true` if some reading lacks an input.
    pub(crate) unknown: bool,
}

impl OpenAnswers {
    fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Yes => self.yes = true,
            Answer::No => self.no = true,
            Answer::Unknown => self.unknown = true,
        }
    }

    /// Returns `true` if all readings say prohibited.
    pub(crate) fn only_yes(self) -> bool {
        self.yes && !self.no && !self.unknown
    }

    /// Returns `true` if all readings lack an input.
    pub(crate) fn only_unknown(self) -> bool {
        self.unknown && !self.yes && !self.no
    }
}

/// Two companies and their accounts.
#[derive(Debug)]
pub(crate) struct Dyad<'a> {
    pub(crate) graph: &'a BoardGraph,
    pub(crate) rules: &'a Rulebook,
    pub(crate) companies: [CompanyIx; 2],
    years: [Vec<FiscalYear>; 2],
}

/// One reading of a day: the thresholds in force, and the last completed fiscal year of each company.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'r> {
    threshold: Option<&'r Threshold>,
    years: [Option<&'r FiscalYear>; 2],
}

impl<'a> Dyad<'a> {
    pub(crate) fn new(graph: &'a BoardGraph, rules: &'a Rulebook, companies: [CompanyIx; 2]) -> Dyad<'a> {
        Dyad { graph, rules, companies, years: companies.map(|company| fiscal_years(graph, company)) }
    }

    /// Returns `true` if neither company has accounts: then no day has an answer.
    pub(crate) fn has_no_accounts(&self) -> bool {
        self.years.iter().all(Vec::is_empty)
    }

    /// Returns the days on which another reading may begin.
    pub(crate) fn change_days(&self) -> Vec<Day> {
        let published = self.rules.thresholds().iter().flat_map(|t| [t.effective.first, t.effective.last]);
        let accounts = self.years.iter().flat_map(|years| crate::figures::change_days(years));
        let mut change_days: Vec<Day> = published.chain(accounts).collect();
        change_days.sort_unstable();
        change_days.dedup();
        change_days
    }

    /// Returns every reading of a day, the likeliest last.
    pub(crate) fn readings(&self, day: Day) -> Vec<Reading<'_>> {
        let in_force = self.rules.thresholds_on(day).candidates;
        let thresholds: Vec<Option<&Threshold>> =
            if in_force.is_empty() { vec![None] } else { in_force.into_iter().map(Some).collect() };
        let [a, b] = [0, 1].map(|side: usize| {
            let last = last_completed(&self.years[side], day);
            let other = last.maybe_other.then_some(None);
            other.into_iter().chain(last.candidates.into_iter().map(Some)).collect::<Vec<_>>()
        });
        let mut readings = Vec::with_capacity(thresholds.len() * a.len() * b.len());
        for threshold in thresholds {
            for &x in &a {
                readings.extend(b.iter().map(|y| Reading { threshold, years: [x, *y] }));
            }
        }
        readings
    }

    /// Returns the answers that a day allows.
    pub(crate) fn open_answers(&self, day: Day) -> OpenAnswers {
        let mut open = OpenAnswers::default();
        for reading in self.readings(day) {
            open.add(self.figures(reading).prohibited());
        }
        open
    }

    /// Returns the figures of one reading.
    pub(crate) fn figures<'d>(&'d self, reading: Reading<'d>) -> Figures<'d> {
        let figure = |side: usize, rival: Option<usize>, of: fn(&Accounts) -> Option<f64>| {
            let rows = reading.years[side].map_or(&[][..], |year| &year.rows);
            let about = |row: &&AccountsIx| {
                rival.is_none_or(|rival| self.graph.accounts_competitor(**row) == Some(self.companies[rival]))
            };
            stated_figure(self.graph, rows.iter().filter(about).copied(), "USD", of)
        };
        let [a, b] = [0, 1].map(|side| Side {
            capital: figure(side, None, |accounts| accounts.capital),
            competitive: figure(side, Some(1 - side), |accounts| accounts.competitive_sales),
            total: figure(side, None, |accounts| accounts.total_sales),
        });
        Figures { dyad: self, reading, sides: [a, b] }
    }

    /// Returns yes if both are corporations in commerce other than banks.
    pub(crate) fn in_commerce(&self) -> Answer {
        self.side_in_commerce(0).and(self.side_in_commerce(1))
    }

    fn company(&self, side: usize) -> String {
        name(self.graph, Entity::Company(self.companies[side]))
    }

    /// Returns yes if a company is not a bank according to its industry and its code; unknown if they leave it open. A company
    /// for which the data states neither is taken for none.
    fn side_in_commerce(&self, side: usize) -> Answer {
        let sector = self.graph.sector_reading(self.companies[side]);
        if sector.is_stated() { Answer::from(sector.is(BANKS, NEAR_BANKS)).negated() } else { Answer::Yes }
    }
}

/// The figures of one of the two companies.
#[derive(Clone, Debug)]
struct Side {
    capital: StatedFigure,
    /// Sales in competition with the other company.
    competitive: StatedFigure,
    total: StatedFigure,
}

impl Side {
    /// Returns yes if competitive sales are below a percentage of all sales.
    fn below_percent(&self, percent: f64) -> Answer {
        let sales = self.competitive.value().zip(self.total.value());
        Answer::from(sales.map(|(competitive, total)| competitive < total * percent / 100.0))
    }
}

/// The figures of one reading of a day.
#[derive(Debug)]
pub(crate) struct Figures<'d> {
    dyad: &'d Dyad<'d>,
    reading: Reading<'d>,
    sides: [Side; 2],
}

impl Figures<'_> {
    /// Returns yes if capital, surplus and undivided profits of each are above the threshold.
    fn size(&self) -> Answer {
        let above = |side: &Side| {
            let known = side.capital.value().zip(self.reading.threshold);
            Answer::from(known.map(|(capital, threshold)| capital > threshold.capital))
        };
        above(&self.sides[0]).and(above(&self.sides[1]))
    }

    /// Returns yes if the competitive sales of either are below the threshold.
    fn small(&self) -> Answer {
        let below = |side: &Side| {
            let known = side.competitive.value().zip(self.reading.threshold);
            Answer::from(known.map(|(sales, threshold)| sales < threshold.sales))
        };
        below(&self.sides[0]).or(below(&self.sides[1]))
    }

    /// Returns yes if the competitive sales of either are below two percent of its sales.
    fn either(&self) -> Answer {
        let percent = self.dyad.rules.number(parameter::EITHER_PERCENT);
        self.sides[0].below_percent(percent).or(self.sides[1].below_percent(percent))
    }

    /// Returns yes if the competitive sales of each are below four percent of its sales.
    fn each(&self) -> Answer {
        let percent = self.dyad.rules.number(parameter::EACH_PERCENT);
        self.sides[0].below_percent(percent).and(self.sides[1].below_percent(percent))
    }

    /// Returns yes if the two companies must not share a director or officer, given that they compete.
    pub(crate) fn prohibited(&self) -> Answer {
        let exempt = self.small().or(self.either()).or(self.each());
        self.dyad.in_commerce().and(self.size()).and(exempt.negated())
    }

    /// Returns the legs in the order of the statute.
    pub(crate) fn legs(&self) -> Vec<Leg> {
        let threshold = self.reading.threshold;
        let money = |name: String, value| Figure::new(name, value, "USD");
        let of = |leg: Leg, what: &str, figure: fn(&Side) -> &StatedFigure| {
            (0..2).fold(leg, |leg, side| {
                let name = format!("{what} of {}", self.dyad.company(side));
                leg.with(money(name, figure(&self.sides[side]).value()))
            })
        };
        let rules = self.dyad.rules;
        let [either, each] = [parameter::EITHER_PERCENT, parameter::EACH_PERCENT].map(|name| rules.number(name));
        let capital = Leg::new(
            "size",
            self.size(),
            "capital, surplus and undivided profits of each company are above the threshold",
        )
        .with(money("threshold".to_owned(), threshold.map(|t| t.capital)));
        let small =
            Leg::new("exempt-small", self.small(), "competitive sales of either company are below the threshold")
                .with(money("threshold".to_owned(), threshold.map(|t| t.sales)));
        let (capital, small) =
            (of(capital, "capital", |s| &s.capital), of(small, "competitive sales", |s| &s.competitive));
        let share = |leg: Leg, limit: f64| {
            let leg = leg.with(Figure::new("limit", Some(limit), "percent"));
            (0..2).fold(leg, |leg, side| {
                let sales = self.sides[side].competitive.value().zip(self.sides[side].total.value());
                let percent = sales.filter(|(_, total)| *total > 0.0).map(|(sales, total)| sales / total * 100.0);
                leg.with(Figure::new(format!("competitive share of {}", self.dyad.company(side)), percent, "percent"))
            })
        };
        let commerce = "corporations in commerce that are not banks, according to their industry";
        vec![
            Leg::new("commerce", self.dyad.in_commerce(), commerce),
            capital,
            small,
            share(
                Leg::new(
                    "exempt-either",
                    self.either(),
                    format!("competitive sales of either company are below {either} % of its sales"),
                ),
                either,
            ),
            share(
                Leg::new(
                    "exempt-each",
                    self.each(),
                    format!("competitive sales of each company are below {each} % of its sales"),
                ),
                each,
            ),
        ]
    }

    /// Returns the missing inputs without which a leg has no answer.
    pub(crate) fn missing(&self, day: Day) -> Vec<String> {
        let mut missing = Vec::new();
        let mut require = |side: usize, stated: &StatedFigure, what: &str| {
            let company = self.dyad.company(side);
            let year = match self.reading.years[side] {
                Some(year) => format!("the fiscal year that ended {}", year.end.last),
                None => format!("the last fiscal year completed before {day}"),
            };
            match stated {
                StatedFigure::Value(_) => {}
                StatedFigure::Missing => missing.push(format!("{what} of {company} for {year}")),
                StatedFigure::Conflicting => {
                    missing.push(format!("{what} of {company} for {year}: rows state different figures"));
                }
                StatedFigure::InCurrency(currency) => {
                    missing.push(format!("{what} of {company} for {year} in USD, not in {currency}"));
                }
            }
        };
        let [a, b] = &self.sides;
        if self.size() == Answer::Unknown {
            require(0, &a.capital, "capital, surplus and undivided profits");
            require(1, &b.capital, "capital, surplus and undivided profits");
        }
        for (side, figures) in self.sides.iter().enumerate() {
            let rival = format!("sales in competition with {}", self.dyad.company(1 - side));
            require(side, &figures.competitive, &rival);
            require(side, &figures.total, "total sales");
        }
        for side in 0..2 {
            if self.dyad.side_in_commerce(side) == Answer::Unknown {
                missing.push(format!("whether {} is a bank, which section 8 does not cover", self.dyad.company(side)));
            }
        }
        if self.reading.threshold.is_none() {
            missing.push(format!("the thresholds in force on {day}"));
        }
        missing
    }

    /// Returns the accounts that were read.
    pub(crate) fn rows(&self) -> Vec<AccountsIx> {
        let about = |side: usize, row: &AccountsIx| {
            let rival = self.dyad.graph.accounts_competitor(*row);
            rival.is_none_or(|rival| rival == self.dyad.companies[1 - side])
        };
        let side = |side: usize| {
            let rows = self.reading.years[side].map_or(&[][..], |year| &year.rows);
            rows.iter().filter(move |row| about(side, row)).copied()
        };
        side(0).chain(side(1)).collect()
    }

    /// Returns the thresholds of this reading.
    pub(crate) fn threshold(&self) -> Option<&Threshold> {
        self.reading.threshold
    }
}
