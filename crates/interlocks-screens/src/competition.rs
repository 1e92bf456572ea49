//! Competition between companies: stated by ties or accounts, or presumed from industry codes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::figures::fiscal_years;
use super::wording::name;
use super::{Answer, Context, Leg};
use interlocks_core::model::vocabulary::TieKind;
use interlocks_core::model::{Day, DaySet, DaySpan};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, Entity, PersonIx, TieIx, UncertainDays};

/// The competition between two companies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rivalry {
    /// The days on which ties, or accounts of the last completed year, state competition.
    pub(crate) stated: UncertainDays,
    /// The ties that state competition.
    pub(crate) ties: Vec<TieIx>,
    /// Accounts that state sales of one company in competition with the other.
    pub(crate) accounts: Vec<AccountsIx>,
    /// The leading digits that both industry codes share, if competition is presumed from them.
    pub(crate) presumed: Option<String>,
}

impl Rivalry {
    /// Returns the days of competition: the stated ones, or all days if it is presumed.
    pub(crate) fn days(&self) -> UncertainDays {
        if self.presumed.is_some() { UncertainDays::always() } else { self.stated.clone() }
    }

    /// Returns `true` if the companies may compete on some day.
    pub(crate) fn is_possible(&self) -> bool {
        self.presumed.is_some() || self.stated.is_possible()
    }

    /// Returns the leg that asks whether the companies compete on a day of the span.
    pub(crate) fn leg(&self, graph: &BoardGraph, a: CompanyIx, b: CompanyIx, days: DaySpan) -> Leg {
        let [a, b] = [a, b].map(|company| name(graph, Entity::Company(company)));
        if !self.stated.possible.within(days).is_empty() {
            let by = match (self.ties.is_empty(), self.accounts.is_empty()) {
                (false, false) => "a tie and accounts state",
                (false, true) => "a tie states",
                (true, _) => "accounts state",
            };
            return Leg::new("competitors", Answer::Yes, format!("{by} that {a} and {b} compete"));
        }
        match &self.presumed {
            Some(code) => {
                let text = format!("presumed: the industry codes of {a} and {b} both begin with {code}");
                Leg::new("competitors", Answer::Yes, text)
            }
            None => {
                let text = format!("the data does not say that {a} and {b} competed at that time");
                Leg::new("competitors", Answer::No, text)
            }
        }
    }
}

/// All competition between the companies of a dataset.
#[derive(Debug)]
pub(crate) struct Competition<'a> {
    /// For each company, one plus the index into `digits` of the leading digits of its industry code; 0 if the code has
    /// too few digits. Empty if nothing is presumed.
    prefix: Vec<u32>,
    digits: Vec<&'a str>,
    /// Stated competition by pair of companies, the smaller number first.
    stated: BTreeMap<(CompanyIx, CompanyIx), Rivalry>,
    /// The same pairs, in both orders.
    rivals: BTreeSet<(CompanyIx, CompanyIx)>,
}

impl<'a> Competition<'a> {
    /// Collects the competition that ties and accounts state.
    pub(crate) fn new(context: Context<'a>) -> Competition<'a> {
        let graph = context.graph;
        let mut stated: BTreeMap<(CompanyIx, CompanyIx), Rivalry> = BTreeMap::new();
        for tie in graph.all_ties().filter(|tie| graph.tie_reading(*tie).kind == TieKind::Competitor) {
            if let (Entity::Company(a), Entity::Company(b)) = graph.tie_ends(tie)
                && a != b
            {
                let rivalry = stated.entry((a.min(b), a.max(b))).or_default();
                rivalry.stated = rivalry.stated.join(&UncertainDays::from_spell(&graph.tie_spell(tie)));
                rivalry.ties.push(tie);
            }
        }
        let with_competitor = graph.all_accounts().filter_map(|row| graph.accounts_competitor(row).map(|_| row));
        let companies: BTreeSet<CompanyIx> = with_competitor.map(|row| graph.accounts_company(row)).collect();
        for company in companies {
            for year in fiscal_years(graph, company) {
                for row in year.rows {
                    let sold = graph.accounts(row).competitive_sales.is_some_and(|sales| sales > 0.0);
                    if let Some(other) = graph.accounts_competitor(row).filter(|_| sold) {
                        let rivalry = stated.entry((company.min(other), company.max(other))).or_default();
                        rivalry.stated = rivalry.stated.join(&days_that_count(graph, year.end.first, year.end.last));
                        rivalry.accounts.push(row);
                    }
                }
            }
        }
        let rivals = stated.keys().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        let (prefix, digits) = match context.options.industry_digits {
            Some(count) if count > 0 => prefixes(graph, count),
            _ => Default::default(),
        };
        Competition { prefix, digits, stated, rivals }
    }

    /// Returns what a reader should know if nothing in the data says which companies compete, and nothing is presumed, but
    /// somebody has offices at two companies.
    pub(crate) fn nothing_stated(context: Context<'_>) -> Option<String> {
        let Context { graph, options, .. } = context;
        let states_sales = |row: AccountsIx| {
            graph.accounts_competitor(row).is_some()
                && graph.accounts(row).competitive_sales.is_some_and(|sales| sales > 0.0)
        };
        let is_stated = graph.all_ties().any(|tie| graph.tie_reading(tie).kind == TieKind::Competitor)
            || graph.all_accounts().any(states_sales);
        if is_stated || options.industry_digits.is_some_and(|digits| digits > 0) {
            return None;
        }
        let several = |person: u32| {
            let mut companies = graph.person_seats(PersonIx::new(person)).map(|seat| graph.seat_company(seat));
            companies.next().is_some_and(|first| companies.any(|other| other != first))
        };
        let someone = (0..graph.person_count() as u32).into_par_iter().any(several);
        someone.then(|| {
            "the data does not say which companies compete, so no two boards were compared: add ties 'competitor-of' or \
             sales in competition, or presume it with --industry-digits"
                .to_owned()
        })
    }

    /// Returns `true` if no two companies are stated or presumed to compete.
    pub(crate) fn is_empty(&self) -> bool {
        !self.presumes() && self.stated.is_empty()
    }

    /// Returns the pairs that are stated to compete, the smaller number first.
    pub(crate) fn stated(&self) -> impl Iterator<Item = (CompanyIx, CompanyIx)> + '_ {
        self.stated.keys().copied()
    }

    /// Returns `true` if two companies may compete on some day.
    pub(crate) fn may_compete(&self, a: CompanyIx, b: CompanyIx) -> bool {
        self.rivals.contains(&(a, b)) || self.shared_digits(a, b).is_some()
    }

    /// Returns the competition between two companies.
    pub(crate) fn between(&self, a: CompanyIx, b: CompanyIx) -> Rivalry {
        let stated = self.stated.get(&(a.min(b), a.max(b))).cloned().unwrap_or_default();
        Rivalry { presumed: self.shared_digits(a, b).map(str::to_owned), ..stated }
    }

    /// Returns `true` if competition is presumed from industry codes.
    pub(crate) fn presumes(&self) -> bool {
        !self.prefix.is_empty()
    }

    /// Returns the pairs of companies that are presumed to compete and where a person has seats.
    pub(crate) fn presumed_among(&self, graph: &BoardGraph, person: PersonIx) -> Vec<[CompanyIx; 2]> {
        let coded = graph.person_seats(person).map(|seat| graph.seat_company(seat));
        let mut coded: Vec<(u32, CompanyIx)> =
            coded.map(|company| (self.prefix(company), company)).filter(|(prefix, _)| *prefix > 0).collect();
        if coded.len() < 2 {
            return Vec::new();
        }
        coded.sort_unstable();
        coded.dedup();
        let mut pairs = Vec::new();
        for same in coded.chunk_by(|x, y| x.0 == y.0) {
            for (at, (_, a)) in same.iter().enumerate() {
                pairs.extend(same[at + 1..].iter().map(|(_, b)| [*a, *b]));
            }
        }
        pairs
    }

    /// Returns the number of the companies that are presumed to compete with a company; `None` if none is.
    pub(crate) fn group(&self, company: CompanyIx) -> Option<u32> {
        Some(self.prefix(company)).filter(|prefix| *prefix > 0)
    }

    /// Returns `true` if a company may compete with another.
    pub(crate) fn concerns(&self, company: CompanyIx) -> bool {
        let first = self.rivals.range((company, CompanyIx::new(0))..).next();
        self.prefix(company) > 0 || first.is_some_and(|(own, _)| *own == company)
    }

    fn prefix(&self, company: CompanyIx) -> u32 {
        self.prefix.get(company.index()).copied().unwrap_or(0)
    }

    /// Returns the leading digits of both industry codes if they agree.
    fn shared_digits(&self, a: CompanyIx, b: CompanyIx) -> Option<&'a str> {
        let prefix = self.prefix(a);
        let same = prefix > 0 && prefix == self.prefix(b);
        self.digits.get(prefix.checked_sub(1)? as usize).copied().filter(|_| same)
    }
}

/// Returns the number of the leading digits of each company, and the digits by number.
fn prefixes(graph: &BoardGraph, count: usize) -> (Vec<u32>, Vec<&str>) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut digits = Vec::new();
    let only_digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let prefix = graph.companies().map(|company| match first_digits(graph.industry_code(company), count) {
        None => 0,
        // `K64.19`, `64.19` and `6419` are one code.
        Some(first) => *numbers.entry(only_digits(first)).or_insert_with(|| {
            digits.push(first);
            digits.len() as u32
        }),
    });
    (prefix.collect(), digits)
}

/// Returns the beginning of a code that has this many digits, or `None` if the code has fewer. Dots do not count as digits.
pub(crate) fn first_digits(code: &str, digits: usize) -> Option<&str> {
    let ends = code.char_indices().filter(|(_, letter)| letter.is_ascii_digit());
    let (last, _) = ends.take(digits).enumerate().filter(|(at, _)| at + 1 == digits).map(|(_, end)| end).next()?;
    Some(&code[..=last])
}

/// Returns the days on which accounts state competition, for a fiscal year that ended between two days: the year itself,
/// and the time until the next year ends.
fn days_that_count(graph: &BoardGraph, first: Day, last: Day) -> UncertainDays {
    if graph.is_undated() {
        return UncertainDays::always();
    }
    let span = |from: Day, to: Day| DaySpan::new(from.plus(1), to.plus(1));
    let certain: DaySet = span(last.plus_years(-1), first.plus_years(1)).into_iter().collect();
    let possible: DaySet = span(first.plus_years(-1), last.plus_years(1)).into_iter().collect();
    UncertainDays { certain, possible }
}

#[cfg(test)]
mod tests {
    use super::first_digits;

    #[test]
    fn digits_of_a_code_are_counted_without_its_dots() {
        assert_eq!(first_digits("7370", 2), Some("73"));
        assert_eq!(first_digits("64.19", 3), Some("64.1"));
        assert_eq!(first_digits("7", 2), None);
        assert_eq!(first_digits("retail", 1), None);
        assert_eq!(first_digits("6", 1), Some("6"));
    }
}
