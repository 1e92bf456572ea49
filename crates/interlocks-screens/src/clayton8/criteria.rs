//! The test of section 8 on one day: size, competition and the three exemptions, in the order of the statute.

use super::entity;
use crate::figures::{FiscalYear, StatedFigure, fiscal_years, last_completed, stated_figure};
use crate::rulebook::{Standing, parameter};
use crate::wording::{name, whole_amount};
use crate::{Answer, Figure, Leg, OpenAnswers, Rulebook};
use interlocks_core::model::{Accounts, Day};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, Entity};

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
    threshold: Option<Standing<'r>>,
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

    /// Returns the days on which another reading may begin, in order.
    pub(crate) fn change_days(&self) -> Vec<Day> {
        let mut change_days: Vec<Day> = self.rules.threshold_change_days().chain(self.account_days()).collect();
        change_days.sort_unstable();
        change_days.dedup();
        change_days
    }

    /// Returns the days on which lower thresholds may come into force, in any order.
    pub(crate) fn fall_days(&self) -> Vec<Day> {
        self.rules.threshold_fall_days().collect()
    }

    /// Returns the days on which other accounts may become those that count, in any order.
    pub(crate) fn account_days(&self) -> Vec<Day> {
        self.years.iter().flat_map(|years| crate::figures::change_days(years)).collect()
    }

    /// Returns every reading of a day, the likeliest last.
    pub(crate) fn readings(&self, day: Day) -> Vec<Reading<'_>> {
        let in_force = self.rules.thresholds_on(day).candidates;
        let thresholds: Vec<Option<Standing<'_>>> =
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

    /// Returns yes if both are in commerce, and neither is a bank.
    pub(crate) fn in_commerce(&self) -> Answer {
        self.is_bank(0).or(self.is_bank(1)).negated()
    }

    /// Returns yes if a company is a bank, which section 8 does not cover.
    pub(crate) fn is_bank(&self, side: usize) -> Answer {
        entity::is_bank(self.graph, self.companies[side])
    }

    /// Returns yes if both are corporations, no if one is a partnership or a limited liability company.
    pub(crate) fn are_corporations(&self) -> bool {
        self.companies.into_iter().all(|company| entity::other_form(self.graph, company).is_none())
    }

    pub(crate) fn company(&self, side: usize) -> String {
        name(self.graph, Entity::Company(self.companies[side]))
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
        self.above(0).and(self.above(1))
    }

    /// Returns yes if capital, surplus and undivided profits of one company are above the threshold.
    fn above(&self, side: usize) -> Answer {
        let known = self.sides[side].capital.value().zip(self.reading.threshold);
        let Some((capital, threshold)) = known else { return Answer::Unknown };
        let (least, most) = threshold.capital();
        if capital > most {
            Answer::Yes
        } else if capital <= least {
            Answer::No
        } else {
            Answer::Unknown
        }
    }

    /// Returns yes if the competitive sales of one company are below the threshold.
    fn below(&self, side: usize) -> Answer {
        let known = self.sides[side].competitive.value().zip(self.reading.threshold);
        let Some((sales, threshold)) = known else { return Answer::Unknown };
        let (least, most) = threshold.sales();
        if sales < least {
            Answer::Yes
        } else if sales >= most {
            Answer::No
        } else {
            Answer::Unknown
        }
    }

    /// Returns yes if the competitive sales of either are below the threshold.
    fn small(&self) -> Answer {
        self.below(0).or(self.below(1))
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
        let rules = self.dyad.rules;
        let [either, each] = [parameter::EITHER_PERCENT, parameter::EACH_PERCENT].map(|name| rules.number(name));
        let threshold = |leg: Leg, bounds: Option<(f64, f64)>| match bounds {
            Some((least, most)) if least < most => leg
                .with(Figure::new("threshold at least", Some(least), "USD"))
                .with(Figure::new("threshold at most", Some(most), "USD")),
            bounds => leg.with(Figure::new("threshold", bounds.map(|(least, _)| least), "USD")),
        };
        let of = |leg: Leg, what: &str, figure: fn(&Side) -> &StatedFigure| {
            (0..2).fold(leg, |leg, side| {
                let name = format!("{what} of {}", self.dyad.company(side));
                leg.with(Figure::new(name, figure(&self.sides[side]).value(), "USD"))
            })
        };
        let share = |leg: Leg, limit: f64| {
            let leg = leg.with(Figure::new("limit", Some(limit), "percent"));
            (0..2).fold(leg, |leg, side| {
                let sales = self.sides[side].competitive.value().zip(self.sides[side].total.value());
                let percent = sales.filter(|(_, total)| *total > 0.0).map(|(sales, total)| sales / total * 100.0);
                leg.with(Figure::new(format!("competitive share of {}", self.dyad.company(side)), percent, "percent"))
            })
        };
        let standing = self.reading.threshold;
        let size = "capital, surplus and undivided profits of each company are above the threshold";
        let small = "competitive sales of either company are below the threshold";
        let of_either = format!("competitive sales of either company are below {either} % of its sales");
        let of_each = format!("competitive sales of each company are below {each} % of its sales");
        let size = threshold(Leg::new("size", self.size(), size), standing.map(Standing::capital));
        let small = threshold(Leg::new("exempt-small", self.small(), small), standing.map(Standing::sales));
        vec![
            Leg::new("commerce", self.dyad.in_commerce(), "in commerce, and neither is a bank"),
            of(size, "capital", |side| &side.capital),
            of(small, "competitive sales", |side| &side.competitive),
            share(Leg::new("exempt-either", self.either(), of_either), either),
            share(Leg::new("exempt-each", self.each(), of_each), each),
        ]
    }

    /// Returns the missing inputs without which this reading has no answer; none if it has one.
    pub(crate) fn missing(&self, day: Day) -> Vec<String> {
        let mut missing = Vec::new();
        if self.prohibited() != Answer::Unknown {
            return missing;
        }
        let mut require = |side: usize, stated: &StatedFigure, what: String| {
            let year = match self.reading.years[side] {
                Some(year) => format!("the fiscal year that ended {}", year.end.last),
                None => format!("the last fiscal year completed before {day}"),
            };
            let what = format!("{what} for {year}");
            match stated {
                StatedFigure::Value(_) => {}
                StatedFigure::Missing => missing.push(what),
                StatedFigure::Conflicting => missing.push(format!("{what}: rows state different figures")),
                StatedFigure::InCurrency(currency) => missing.push(format!("{what} in USD, not in {currency}")),
            }
        };
        let names = [0, 1].map(|side| self.dyad.company(side));
        if self.size() == Answer::Unknown {
            for (side, figures) in self.sides.iter().enumerate() {
                let what = format!("capital, surplus and undivided profits of {}", names[side]);
                require(side, &figures.capital, what);
            }
        }
        for (side, figures) in self.sides.iter().enumerate() {
            let (own, rival) = (&names[side], &names[1 - side]);
            require(side, &figures.competitive, format!("sales of {own} in competition with {rival}"));
            require(side, &figures.total, format!("total sales of {own}"));
        }
        for side in 0..2 {
            if self.dyad.is_bank(side) == Answer::Unknown {
                missing.push(format!("whether {} is a bank, which section 8 does not cover", self.dyad.company(side)));
            }
        }
        match self.reading.threshold {
            None => missing.push(format!("the thresholds in force on {day}")),
            Some(Standing { row, next: Some(next) }) => missing.push(format!(
                "the thresholds in force on {day}, which are taken to be between those of {} and {}",
                row.year, next.year
            )),
            Some(_) => {}
        }
        missing
    }

    /// Returns why the two companies may share a director or officer, if they may: one clause.
    pub(crate) fn why_free(&self) -> Option<String> {
        let usd = |amount: f64| format!("{} USD", whole_amount(amount));
        for side in 0..2 {
            let company = self.dyad.company(side);
            if self.dyad.is_bank(side) == Answer::Yes {
                return Some(format!(
                    "{company} is a bank, which section 8 does not cover; the Depository Institution Management \
                     Interlocks Act may apply (interlocks screen dimia)"
                ));
            }
        }
        let standing = self.reading.threshold?;
        for (side, figures) in self.sides.iter().enumerate() {
            let company = self.dyad.company(side);
            if let Some(capital) = figures.capital.value().filter(|_| self.above(side) == Answer::No) {
                let (capital, threshold) = (usd(capital), usd(standing.capital().0));
                return Some(format!(
                    "the capital, surplus and undivided profits of {company}, {capital}, are not above the threshold of \
                     {threshold}"
                ));
            }
        }
        for (side, figures) in self.sides.iter().enumerate() {
            let [company, rival] = [side, 1 - side].map(|side| self.dyad.company(side));
            let Some(sales) = figures.competitive.value() else { continue };
            let sold = format!("sales of {company} in competition with {rival}, {},", usd(sales));
            if self.below(side) == Answer::Yes {
                return Some(format!("exempt: {sold} are below the threshold of {}", usd(standing.sales().0)));
            }
            let percent = self.dyad.rules.number(parameter::EITHER_PERCENT);
            if figures.below_percent(percent) == Answer::Yes {
                let total = usd(figures.total.value().unwrap_or_default());
                return Some(format!("exempt: {sold} are below {percent} % of its total sales of {total}"));
            }
        }
        let percent = self.dyad.rules.number(parameter::EACH_PERCENT);
        let exempt = self.each() == Answer::Yes;
        exempt.then(|| format!("exempt: the competitive sales of each are below {percent} % of its total sales"))
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
    pub(crate) fn threshold(&self) -> Option<Standing<'_>> {
        self.reading.threshold
    }
}
