//! Who competes with whom: as ties or accounts state it, or as industry codes let one presume.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::figures::years;
use super::{Answer, Asked, Leg};
use interlocks_analysis::Named;
use interlocks_core::model::{DaySet, DaySpan};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, Entity, PersonIx, TieIx, UncertainDays};

/// Kinds of tie between two that compete.
const KINDS: &[&str] = &["competitor", "competitor-of", "competes-with", "rival", "rival-of"];

/// Two companies in competition.
#[derive(Clone, Debug, Default)]
pub struct Rivalry {
    /// The days on which ties, or accounts of the last completed year, state it.
    pub stated: UncertainDays,
    pub ties: Vec<TieIx>,
    /// Rows that state sales of one in competition with the other.
    pub accounts: Vec<AccountsIx>,
    /// The digits of their industry codes by which it is presumed.
    pub presumed: Option<String>,
}

impl Rivalry {
    /// The days on which they compete: stated, or at all times where it is presumed.
    pub fn days(&self) -> UncertainDays {
        if self.presumed.is_some() { UncertainDays::always() } else { self.stated.clone() }
    }

    /// Whether it may be at all.
    pub fn is_possible(&self) -> bool {
        self.presumed.is_some() || self.stated.is_possible()
    }

    /// The leg of a test that asks whether they compete on a day of the span.
    pub fn leg(&self, graph: &BoardGraph, a: CompanyIx, b: CompanyIx, days: DaySpan) -> Leg {
        let name = |company| Named::new(graph, Entity::Company(company)).name;
        let (a, b) = (name(a), name(b));
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
            None => Leg::new("competitors", Answer::No, format!("nothing states that {a} and {b} compete then")),
        }
    }
}

/// All competition in a dataset.
#[derive(Debug)]
pub struct Competition<'a> {
    /// For each company the number of the digits its industry code begins with, 0 where it has not so
    /// many; empty where nothing is presumed.
    prefix: Vec<u32>,
    digits: Vec<&'a str>,
    /// What is stated, by both companies, the smaller number first.
    stated: BTreeMap<(CompanyIx, CompanyIx), Rivalry>,
    rivals: BTreeSet<(CompanyIx, CompanyIx)>,
}

impl<'a> Competition<'a> {
    /// Gathers what ties and accounts state.
    pub fn new(asked: Asked<'a>) -> Competition<'a> {
        let graph = asked.graph;
        let mut stated: BTreeMap<(CompanyIx, CompanyIx), Rivalry> = BTreeMap::new();
        for tie in graph.all_ties().filter(|tie| KINDS.contains(&graph.tie_kind(*tie))) {
            if let (Entity::Company(a), Entity::Company(b)) = graph.tie_ends(tie)
                && a != b
            {
                let rivalry = stated.entry((a.min(b), a.max(b))).or_default();
                rivalry.stated = rivalry.stated.join(&UncertainDays::from_spell(&graph.tie_spell(tie)));
                rivalry.ties.push(tie);
            }
        }
        let competing = graph.all_accounts().filter_map(|row| graph.accounts_competitor(row).map(|_| row));
        let companies: BTreeSet<CompanyIx> = competing.map(|row| graph.accounts_company(row)).collect();
        for company in companies {
            for year in years(graph, company) {
                for row in year.rows {
                    let sold = graph.accounts(row).competitive_sales.is_some_and(|sales| sales > 0.0);
                    if let Some(other) = graph.accounts_competitor(row).filter(|_| sold) {
                        let rivalry = stated.entry((company.min(other), company.max(other))).or_default();
                        rivalry.stated = rivalry.stated.join(&counting(graph, year.end.first, year.end.last));
                        rivalry.accounts.push(row);
                    }
                }
            }
        }
        let rivals = stated.keys().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
        let (prefix, digits) = match asked.options.industry_digits {
            Some(count) if count > 0 => prefixes(graph, count),
            _ => Default::default(),
        };
        Competition { prefix, digits, stated, rivals }
    }

    /// Whether nothing is stated or presumed of any two.
    pub fn is_empty(&self) -> bool {
        !self.presumes() && self.stated.is_empty()
    }

    /// The pairs of which competition is stated, the smaller number first.
    pub fn stated(&self) -> impl Iterator<Item = (CompanyIx, CompanyIx)> + '_ {
        self.stated.keys().copied()
    }

    /// Whether two companies may compete, at any time.
    pub fn may_compete(&self, a: CompanyIx, b: CompanyIx) -> bool {
        self.rivals.contains(&(a, b)) || self.shared_digits(a, b).is_some()
    }

    /// How two companies compete.
    pub fn between(&self, a: CompanyIx, b: CompanyIx) -> Rivalry {
        let stated = self.stated.get(&(a.min(b), a.max(b))).cloned().unwrap_or_default();
        Rivalry { presumed: self.shared_digits(a, b).map(str::to_owned), ..stated }
    }

    /// Whether competition is presumed from industry codes.
    pub fn presumes(&self) -> bool {
        !self.prefix.is_empty()
    }

    /// The pairs of companies with a seat of somebody that are presumed to compete.
    pub fn presumed_among(&self, graph: &BoardGraph, person: PersonIx) -> Vec<[CompanyIx; 2]> {
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

    fn prefix(&self, company: CompanyIx) -> u32 {
        self.prefix.get(company.index()).copied().unwrap_or(0)
    }

    /// The first digits of their industry codes, where those agree.
    fn shared_digits(&self, a: CompanyIx, b: CompanyIx) -> Option<&'a str> {
        let prefix = self.prefix(a);
        let same = prefix > 0 && prefix == self.prefix(b);
        self.digits.get(prefix.checked_sub(1)? as usize).copied().filter(|_| same)
    }
}

/// The numbers of the first digits of the codes of all companies, and those digits.
fn prefixes(graph: &BoardGraph, count: usize) -> (Vec<u32>, Vec<&str>) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut digits = Vec::new();
    let prefix = graph.companies().map(|company| match first_digits(graph.industry_code(company), count) {
        None => 0,
        Some(first) => *numbers.entry(first).or_insert_with(|| {
            digits.push(first);
            digits.len() as u32
        }),
    });
    (prefix.collect(), digits)
}

/// The first digits of a code; none where it has not so many. Dots are passed over.
pub fn first_digits(code: &str, digits: usize) -> Option<&str> {
    let ends = code.char_indices().filter(|(_, letter)| letter.is_ascii_digit());
    let (last, _) = ends.take(digits).enumerate().filter(|(at, _)| at + 1 == digits).map(|(_, end)| end).next()?;
    Some(&code[..=last])
}

/// The days on which the accounts of a year that ended in a range of days are the last ones: all of
/// the year itself, and until the next has ended.
fn counting(
    graph: &BoardGraph,
    first: interlocks_core::model::Day,
    last: interlocks_core::model::Day,
) -> UncertainDays {
    if graph.is_undated() {
        return UncertainDays::always();
    }
    let span =
        |from: interlocks_core::model::Day, to: interlocks_core::model::Day| DaySpan::new(from.plus(1), to.plus(1));
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
