//! The test of section 8 on one day: size, competition and the three exemptions, in the letters of
//! the statute.

use crate::figures::{Stated, Year, last_completed, stated, years};
use crate::rulebook::{Threshold, parameter};
use crate::{Answer, Figure, Leg, Rulebook};
use interlocks_analysis::Named;
use interlocks_core::model::{Accounts, Day};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, Entity};

/// Words in an industry that say bank or trust company: those are left to other law.
const BANKS: &[&str] = &["bank", "banks", "banking", "trust company", "savings"];

/// Which outcomes the readings of a day leave open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    pub yes: bool,
    pub no: bool,
    pub unknown: bool,
}

impl Open {
    fn add(&mut self, answer: Answer) {
        match answer {
            Answer::Yes => self.yes = true,
            Answer::No => self.no = true,
            Answer::Unknown => self.unknown = true,
        }
    }

    /// Whether all readings agree on yes.
    pub fn only_yes(self) -> bool {
        self.yes && !self.no && !self.unknown
    }

    /// Whether no reading can answer.
    pub fn only_unknown(self) -> bool {
        self.unknown && !self.yes && !self.no
    }
}

/// Two companies and their accounts.
#[derive(Debug)]
pub struct Dyad<'a> {
    pub graph: &'a BoardGraph,
    pub rules: &'a Rulebook,
    pub companies: [CompanyIx; 2],
    years: [Vec<Year>; 2],
}

/// One reading of a day: which thresholds were in force, and which accounts the last ones.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'r> {
    threshold: Option<&'r Threshold>,
    years: [Option<&'r Year>; 2],
}

impl<'a> Dyad<'a> {
    pub fn new(graph: &'a BoardGraph, rules: &'a Rulebook, companies: [CompanyIx; 2]) -> Dyad<'a> {
        Dyad { graph, rules, companies, years: companies.map(|company| years(graph, company)) }
    }

    /// Whether neither has any accounts: then no day has an answer.
    pub fn has_no_accounts(&self) -> bool {
        self.years.iter().all(Vec::is_empty)
    }

    /// Days on which another reading may begin.
    pub fn turns(&self) -> Vec<Day> {
        let published = self.rules.thresholds().iter().flat_map(|t| [t.effective.first, t.effective.last]);
        let accounts = self.years.iter().flat_map(|years| crate::figures::turns(years));
        let mut turns: Vec<Day> = published.chain(accounts).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// Every reading of a day, the likeliest last.
    pub fn readings(&self, day: Day) -> Vec<Reading<'_>> {
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

    /// Which outcomes a day leaves open.
    pub fn open(&self, day: Day) -> Open {
        let mut open = Open::default();
        for reading in self.readings(day) {
            open.add(self.figures(reading).prohibited());
        }
        open
    }

    /// The figures of one reading.
    pub fn figures<'d>(&'d self, reading: Reading<'d>) -> Figures<'d> {
        let figure = |side: usize, rival: Option<usize>, of: fn(&Accounts) -> Option<f64>| {
            let rows = reading.years[side].map_or(&[][..], |year| &year.rows);
            let about = |row: &&AccountsIx| {
                rival.is_none_or(|rival| self.graph.accounts_competitor(**row) == Some(self.companies[rival]))
            };
            stated(self.graph, rows.iter().filter(about).copied(), "USD", of)
        };
        let [a, b] = [0, 1].map(|side| Side {
            capital: figure(side, None, |accounts| accounts.capital),
            competitive: figure(side, Some(1 - side), |accounts| accounts.competitive_sales),
            total: figure(side, None, |accounts| accounts.total_sales),
        });
        Figures { dyad: self, reading, sides: [a, b] }
    }

    fn name(&self, side: usize) -> String {
        Named::new(self.graph, Entity::Company(self.companies[side])).name
    }

    /// Whether a company is no bank, as far as its industry says.
    fn in_commerce(&self, side: usize) -> Answer {
        let industry = self.graph.industry(self.companies[side]).to_lowercase();
        let words: Vec<&str> = industry.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let bank = BANKS.iter().any(|bank| bank.split(' ').all(|word| words.contains(&word)));
        if bank { Answer::Unknown } else { Answer::Yes }
    }
}

/// What one of the two states.
#[derive(Clone, Debug)]
struct Side {
    capital: Stated,
    /// Sales in competition with the other.
    competitive: Stated,
    total: Stated,
}

impl Side {
    /// Whether competitive sales are below a share of all sales.
    fn below_percent(&self, percent: f64) -> Answer {
        let sales = self.competitive.value().zip(self.total.value());
        Answer::of(sales.map(|(competitive, total)| competitive < total * percent / 100.0))
    }
}

/// The figures of one reading of a day.
#[derive(Debug)]
pub struct Figures<'d> {
    dyad: &'d Dyad<'d>,
    reading: Reading<'d>,
    sides: [Side; 2],
}

impl Figures<'_> {
    /// Both are corporations in commerce other than banks.
    fn commerce(&self) -> Answer {
        self.dyad.in_commerce(0).and(self.dyad.in_commerce(1))
    }

    /// Capital, surplus and undivided profits of each are above the threshold.
    fn size(&self) -> Answer {
        let above = |side: &Side| {
            let known = side.capital.value().zip(self.reading.threshold);
            Answer::of(known.map(|(capital, threshold)| capital > threshold.capital))
        };
        above(&self.sides[0]).and(above(&self.sides[1]))
    }

    /// Competitive sales of either are below the threshold.
    fn small(&self) -> Answer {
        let below = |side: &Side| {
            let known = side.competitive.value().zip(self.reading.threshold);
            Answer::of(known.map(|(sales, threshold)| sales < threshold.sales))
        };
        below(&self.sides[0]).or(below(&self.sides[1]))
    }

    /// Competitive sales of either are below two per cent of its sales.
    fn either(&self) -> Answer {
        let percent = self.dyad.rules.number(parameter::EITHER_PERCENT);
        self.sides[0].below_percent(percent).or(self.sides[1].below_percent(percent))
    }

    /// Competitive sales of each are below four per cent of its sales.
    fn each(&self) -> Answer {
        let percent = self.dyad.rules.number(parameter::EACH_PERCENT);
        self.sides[0].below_percent(percent).and(self.sides[1].below_percent(percent))
    }

    /// Whether the two may not share a director or officer, given that they compete.
    pub fn prohibited(&self) -> Answer {
        let exempt = self.small().or(self.either()).or(self.each());
        self.commerce().and(self.size()).and(exempt.negated())
    }

    /// The legs in the order of the statute.
    pub fn legs(&self) -> Vec<Leg> {
        let threshold = self.reading.threshold;
        let money = |name: String, value| Figure::new(name, value, "USD");
        let of = |leg: Leg, what: &str, figure: fn(&Side) -> &Stated| {
            (0..2).fold(leg, |leg, side| {
                let name = format!("{what} of {}", self.dyad.name(side));
                leg.with(money(name, figure(&self.sides[side]).value()))
            })
        };
        let rules = self.dyad.rules;
        let [either, each] = [parameter::EITHER_PERCENT, parameter::EACH_PERCENT].map(|name| rules.number(name));
        let capital =
            Leg::new("size", self.size(), "capital, surplus and undivided profits of each above the threshold")
                .with(money("threshold".to_owned(), threshold.map(|t| t.capital)));
        let small = Leg::new("exempt-small", self.small(), "competitive sales of either below the threshold")
            .with(money("threshold".to_owned(), threshold.map(|t| t.sales)));
        let (capital, small) =
            (of(capital, "capital", |s| &s.capital), of(small, "competitive sales", |s| &s.competitive));
        let share = |leg: Leg, limit: f64| {
            let leg = leg.with(Figure::new("limit", Some(limit), "percent"));
            (0..2).fold(leg, |leg, side| {
                let sales = self.sides[side].competitive.value().zip(self.sides[side].total.value());
                let percent = sales.filter(|(_, total)| *total > 0.0).map(|(sales, total)| sales / total * 100.0);
                leg.with(Figure::new(format!("competitive share of {}", self.dyad.name(side)), percent, "percent"))
            })
        };
        let commerce = "corporations in commerce that are no banks, as far as their industry says";
        vec![
            Leg::new("commerce", self.commerce(), commerce),
            capital,
            small,
            share(
                Leg::new("exempt-either", self.either(), "competitive sales of either below a share of its sales"),
                either,
            ),
            share(Leg::new("exempt-each", self.each(), "competitive sales of each below a share of its sales"), each),
        ]
    }

    /// The inputs for want of which a leg has no answer.
    pub fn missing(&self, day: Day) -> Vec<String> {
        let mut missing = Vec::new();
        let mut want = |side: usize, stated: &Stated, what: &str| {
            let company = self.dyad.name(side);
            let year = match self.reading.years[side] {
                Some(year) => format!("the fiscal year that ended {}", year.end.last),
                None => format!("the last fiscal year completed before {day}"),
            };
            match stated {
                Stated::Value(_) => {}
                Stated::Not => missing.push(format!("{what} of {company} for {year}")),
                Stated::Differently => missing.push(format!("{what} of {company} for {year}: rows state several")),
                Stated::InCurrency(currency) => {
                    missing.push(format!("{what} of {company} for {year} in USD, not in {currency}"));
                }
            }
        };
        let [a, b] = &self.sides;
        if self.size() == Answer::Unknown {
            want(0, &a.capital, "capital, surplus and undivided profits");
            want(1, &b.capital, "capital, surplus and undivided profits");
        }
        for (side, figures) in self.sides.iter().enumerate() {
            let rival = format!("sales in competition with {}", self.dyad.name(1 - side));
            want(side, &figures.competitive, &rival);
            want(side, &figures.total, "total sales");
        }
        for side in 0..2 {
            if self.dyad.in_commerce(side) == Answer::Unknown {
                missing
                    .push(format!("whether {} is a bank, which section 8 leaves to other law", self.dyad.name(side)));
            }
        }
        if self.reading.threshold.is_none() {
            missing.push(format!("the thresholds in force on {day}"));
        }
        missing
    }

    /// The rows of accounts it looked at.
    pub fn rows(&self) -> Vec<AccountsIx> {
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

    /// The thresholds of this reading.
    pub fn threshold(&self) -> Option<&Threshold> {
        self.reading.threshold
    }
}
