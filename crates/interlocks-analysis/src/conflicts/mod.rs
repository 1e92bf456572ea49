//! Deals checked against boards: people on both sides of a deal, or joining and leaving close to it.
//!
//! There are seven rules, each asked about every pair of parties of every deal, in parallel over deals. `rules/` has
//! one file for each kind of question:
//!
//! | file | rules |
//! |---|---|
//! | `shared_director.rs` | `shared-director`, `executive-on-board` |
//! | `owner_on_board.rs` | `owner-on-board` |
//! | `appointment_window.rs` | `appointment-window`, `revolving-door` |
//! | `related_person.rs` | `related-person` |
//! | `indirect_path.rs` | `indirect-path`, if no other rule has a finding |
//!
//! A finding is certain if it is true for every choice of days within the dates of the data, and possible if it is true
//! for some choice. It is a lead to check, not an accusation.

mod account;
mod explain;
mod finding;
mod group;
mod identities;
mod party_pair;
mod records;
mod rule;
mod rules;
mod severity;
mod shared_directors;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;

use interlocks_core::model::{Day, DayRange, DaySpan, EntityKind};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity};

pub use explain::{Explanation, explain, explain_group};
pub use finding::{Event, Finding, Move, OwnerStake, ScreenedDeal};
pub use group::{FindingGroup, GroupRow, RuleMet, group_findings};
pub use identities::conflicts_with_identities;
pub use rule::Rule;
pub use severity::{ScoreInputs, Severity, score};
pub use shared_directors::{SharedDirector, shared_directors};

use party_pair::PartyPair;
use rules::indirect_path::{UnlinkedPair, indirect_paths};

/// Options of [`conflicts`]. By default: all rules and deals, a window of 90 days, owners from 5 % on, and paths of
/// at most 4 steps.
///
/// ```
/// use interlocks_analysis::conflicts::{ConflictOptions, Rule, Severity};
/// let options = ConflictOptions::default()
///     .window(45)
///     .rules([Rule::AppointmentWindow, Rule::RevolvingDoor])
///     .min_severity(Severity::Medium);
/// assert_eq!((options.window, options.max_steps), (45, 4));
/// ```
#[derive(Clone, Debug)]
pub struct ConflictOptions {
    /// Days before or after a deal within which joining or leaving counts. Default: 90.
    pub window: i64,
    /// Only this deal, by id. Default: all deals.
    pub deal: Option<String>,
    /// Only deals between these two companies. Default: all deals.
    pub between: Option<(CompanyIx, CompanyIx)>,
    /// Only findings about one of these: a company that is one of the two parties, or a person concerned. Default: empty, which
    /// means all.
    pub concerning: Vec<Entity>,
    /// Only these rules. Default: empty, which means all.
    pub rules: Vec<Rule>,
    /// The smallest share of a company, in per cent, that makes an owner. Default: 5.
    pub min_share: f64,
    /// The most steps of an indirect path; 0 searches for none. Default: 4.
    pub max_steps: usize,
    /// Only findings of this severity or a higher one. Default: low.
    pub min_severity: Severity,
    /// Only deals that may lie in this window. Default: any day.
    pub during: DaySpan,
    /// `true` to leave out findings that are only possible. Default: `false`.
    pub certain_only: bool,
}

impl Default for ConflictOptions {
    fn default() -> ConflictOptions {
        ConflictOptions {
            window: 90,
            deal: None,
            between: None,
            concerning: Vec::new(),
            rules: Vec::new(),
            min_share: 5.0,
            max_steps: 4,
            min_severity: Severity::Low,
            during: DaySpan::ALWAYS,
            certain_only: false,
        }
    }
}

impl ConflictOptions {
    /// Sets the days before or after a deal within which joining or leaving counts.
    #[must_use]
    pub fn window(mut self, days: i64) -> Self {
        self.window = days;
        self
    }

    /// Asks only about the deal with this id.
    #[must_use]
    pub fn deal(mut self, id: impl Into<String>) -> Self {
        self.deal = Some(id.into());
        self
    }

    /// Asks only about deals between two companies.
    #[must_use]
    pub fn between(mut self, a: CompanyIx, b: CompanyIx) -> Self {
        self.between = Some((a, b));
        self
    }

    /// Asks only about findings on a company that is one of the two parties, or on a person concerned; with several, on any of them.
    #[must_use]
    pub fn concerning(mut self, entities: impl IntoIterator<Item = Entity>) -> Self {
        self.concerning = entities.into_iter().collect();
        self
    }

    /// Returns the companies that are asked about; `None` if findings are asked for whose parties are others.
    fn parties_asked(&self) -> Option<Vec<CompanyIx>> {
        let company = |entity: &Entity| match entity {
            Entity::Company(company) => Some(*company),
            Entity::Person(_) => None,
        };
        self.concerning.iter().map(company).collect::<Option<Vec<CompanyIx>>>().filter(|asked| !asked.is_empty())
    }

    /// Keeps the findings that are asked for by whom they concern.
    fn retain_concerning(&self, graph: &BoardGraph, findings: &mut Vec<Finding>) {
        if self.concerning.is_empty() {
            return;
        }
        let ids = |kind: EntityKind| -> BTreeSet<String> {
            let own = self.concerning.iter().filter(|entity| entity.kind() == kind);
            own.map(|entity| graph.id(*entity)).collect()
        };
        let (people, companies) = (ids(EntityKind::Person), ids(EntityKind::Company));
        findings.retain(|finding| {
            // Whoever may be one of them is concerned, too.
            let mut open = finding.conditions.open.iter().flat_map(|condition| [&condition.a, &condition.b]);
            finding.people.iter().any(|person| people.contains(&person.id))
                || finding.parties.iter().any(|party| companies.contains(&party.id))
                || open.any(|id| people.contains(id) || companies.contains(id))
        });
    }

    /// Asks only these rules; none means all.
    #[must_use]
    pub fn rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules = rules.into_iter().collect();
        self
    }

    /// Sets the smallest share of a company, in per cent, that makes an owner.
    #[must_use]
    pub fn min_share(mut self, percent: f64) -> Self {
        self.min_share = percent;
        self
    }

    /// Sets the most steps of an indirect path; 0 searches for none.
    #[must_use]
    pub fn max_steps(mut self, steps: usize) -> Self {
        self.max_steps = steps;
        self
    }

    /// Asks only for findings of this severity or a higher one.
    #[must_use]
    pub fn min_severity(mut self, severity: Severity) -> Self {
        self.min_severity = severity;
        self
    }

    /// Asks only about deals that may lie in a window.
    #[must_use]
    pub fn during(mut self, window: DaySpan) -> Self {
        self.during = window;
        self
    }

    /// Sets whether findings that are only possible are left out.
    #[must_use]
    pub fn certain_only(mut self, certain_only: bool) -> Self {
        self.certain_only = certain_only;
        self
    }

    fn wants(&self, rule: Rule) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule)
    }
}

/// Returns all findings: the highest score first, then by deal, rule, parties, people and days.
///
/// A pair of parties has an indirect path only if no other rule has a finding on it, certain or possible, whatever the
/// options leave out.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::{ConflictOptions, Rule, conflicts};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
/// let options = ConflictOptions::default().between(netflix, meta).certain_only(true);
/// for finding in conflicts(&graph, &options).iter().take(3) {
///     println!("{} ({:.2}): {}", finding.rule, finding.score, finding.text);
/// }
/// assert!(conflicts(&graph, &options).iter().any(|finding| finding.rule == Rule::SharedDirector));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn conflicts(graph: &BoardGraph, options: &ConflictOptions) -> Vec<Finding> {
    let asked = options.parties_asked();
    let mut deals: Vec<DealIx> = match (&options.deal, &asked) {
        (Some(id), _) => graph.deal_number(id).into_iter().collect(),
        (None, Some(asked)) => asked.iter().flat_map(|company| graph.company_deals(*company)).collect(),
        (None, None) => graph.deals().collect(),
    };
    deals.sort_unstable();
    deals.dedup();
    let screened: Vec<(Vec<Finding>, Vec<UnlinkedPair>)> = deals
        .into_par_iter()
        .with_min_len(16)
        .filter(|deal| DaySpan::from(deal_days_or_any(graph, *deal)).meet(options.during).is_some())
        .map(|deal| screen(graph, deal, options, asked.as_deref()))
        .collect();
    let (findings, unlinked): (Vec<Vec<Finding>>, Vec<Vec<UnlinkedPair>>) = screened.into_iter().unzip();
    let mut findings = findings.concat();
    if options.wants(Rule::IndirectPath) && options.max_steps > 0 {
        findings.extend(indirect_paths(graph, &unlinked.concat(), options));
    }
    findings.retain(|finding| {
        finding.severity >= options.min_severity
            && (finding.certain || !options.certain_only)
            && options.wants(finding.rule)
    });
    options.retain_concerning(graph, &mut findings);
    sort(&mut findings);
    findings
}

/// Sorts findings in the order of the answer.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|x, y| {
        let key = |f: &Finding| (f.rule, f.days_min, f.days_max);
        y.score
            .total_cmp(&x.score)
            .then_with(|| x.deal.id.cmp(&y.deal.id))
            .then_with(|| x.rule.cmp(&y.rule))
            .then_with(|| (&x.parties, &x.people).cmp(&(&y.parties, &y.people)))
            .then_with(|| key(x).cmp(&key(y)))
            .then_with(|| x.text.cmp(&y.text))
    });
}

/// Checks one deal against all pairs of its parties. Returns the findings, and the pairs without any.
fn screen(
    graph: &BoardGraph,
    deal: DealIx,
    options: &ConflictOptions,
    asked: Option<&[CompanyIx]>,
) -> (Vec<Finding>, Vec<UnlinkedPair>) {
    check();
    let parties = graph.compared_parties(deal);
    let (mut findings, mut unlinked) = (Vec::new(), Vec::new());
    for (at, &a) in parties.iter().enumerate() {
        for &b in &parties[at + 1..] {
            let is_other = options.between.is_some_and(|(x, y)| (x.min(y), x.max(y)) != (a, b));
            if is_other || asked.is_some_and(|asked| !asked.contains(&a) && !asked.contains(&b)) {
                continue;
            }
            let found = PartyPair::new(graph, deal, (a, b), options).screen();
            if found.is_empty() {
                unlinked.push(UnlinkedPair { deal, parties: (a, b) });
            }
            findings.extend(found);
        }
    }
    (findings, unlinked)
}

/// Returns the days on which a deal may have been made: any day if the data states none.
fn deal_days_or_any(graph: &BoardGraph, deal: DealIx) -> DayRange {
    graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX))
}
