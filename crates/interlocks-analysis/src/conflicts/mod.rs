//! Deals screened against boards: who stood on both sides of an agreement, or came and went close
//! to it.
//!
//! Seven rules, each asked for every pair of parties of every deal, in parallel over deals; one file
//! a kind of question:
//!
//! | file | rules |
//! |---|---|
//! | `sitting.rs` | `shared-director`, `executive-on-board` |
//! | `owning.rs` | `owner-on-board` |
//! | `moving.rs` | `appointment-window`, `revolving-door` |
//! | `related.rs` | `related-person` |
//! | `indirect.rs` | `indirect-path`, where no other rule found anything |
//!
//! A finding is certain when it holds for every choice of days inside the dates of the data, and
//! possible when it holds for some. It is a lead to check, not an accusation.

mod explain;
mod finding;
mod indirect;
mod lag;
mod moving;
mod owning;
mod records;
mod related;
mod relation;
mod rule;
mod severity;
mod shared;
mod sitting;
mod stint;
mod table;

use rayon::prelude::*;

use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, DealIx};

pub use explain::{Explanation, explain};
pub use finding::{DealOf, Event, Finding, Move, Stake};
pub use relation::binds;
pub use relation::{Relation, relation};
pub use rule::Rule;
pub use severity::{Grounds, Severity, score};
pub use shared::{SharedDirector, shared_directors};

use indirect::{Quiet, indirect};
use table::Table;

/// What to ask.
#[derive(Clone, Debug)]
pub struct ConflictOptions {
    /// Days before or after a deal in which a joining or a leaving counts.
    pub window: i64,
    /// Only this deal, by id.
    pub deal: Option<String>,
    /// Only deals between these two.
    pub between: Option<(CompanyIx, CompanyIx)>,
    /// Only these rules; all when there is none.
    pub rules: Vec<Rule>,
    /// The least share of a company, in per cent, that makes an owner.
    pub min_share: f64,
    /// Most steps of an indirect path; 0 looks for none.
    pub max_steps: usize,
    /// Only findings at least so severe.
    pub min_severity: Severity,
    /// Only deals that may lie in this window.
    pub during: DaySpan,
    /// Only what holds for every choice of days.
    pub certain_only: bool,
}

impl Default for ConflictOptions {
    fn default() -> ConflictOptions {
        ConflictOptions {
            window: 90,
            deal: None,
            between: None,
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
    fn wants(&self, rule: Rule) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule)
    }
}

/// All findings, most severe first (by score), then by deal, rule, parties, people and days.
///
/// A pair of parties has an indirect path only where no other rule found anything of it, certain or
/// possible, whatever else the options leave out.
pub fn conflicts(graph: &BoardGraph, options: &ConflictOptions) -> Vec<Finding> {
    let deals: Vec<DealIx> = match &options.deal {
        Some(id) => graph.deal_number(id).into_iter().collect(),
        None => graph.deals().collect(),
    };
    let screened: Vec<(Vec<Finding>, Vec<Quiet>)> = deals
        .into_par_iter()
        .with_min_len(16)
        .filter(|deal| DaySpan::from(days_of(graph, *deal)).meet(options.during).is_some())
        .map(|deal| screen(graph, deal, options))
        .collect();
    let (findings, quiet): (Vec<Vec<Finding>>, Vec<Vec<Quiet>>) = screened.into_iter().unzip();
    let mut findings = findings.concat();
    if options.wants(Rule::IndirectPath) && options.max_steps > 0 {
        findings.extend(indirect(graph, &quiet.concat(), options));
    }
    findings.retain(|finding| {
        finding.severity >= options.min_severity
            && (finding.certain || !options.certain_only)
            && options.wants(finding.rule)
    });
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
    findings
}

/// One deal against all pairs of its parties: what was found, and the pairs of which nothing was.
fn screen(graph: &BoardGraph, deal: DealIx, options: &ConflictOptions) -> (Vec<Finding>, Vec<Quiet>) {
    let mut parties: Vec<CompanyIx> = graph.deal_parties(deal).collect();
    parties.sort_unstable();
    let (mut findings, mut quiet) = (Vec::new(), Vec::new());
    for (at, &a) in parties.iter().enumerate() {
        for &b in &parties[at + 1..] {
            if options.between.is_some_and(|(x, y)| (x.min(y), x.max(y)) != (a, b)) {
                continue;
            }
            let found = Table::new(graph, deal, (a, b), options).screen();
            if found.is_empty() {
                quiet.push(Quiet { deal, parties: (a, b) });
            }
            findings.extend(found);
        }
    }
    (findings, quiet)
}

/// The days a deal may have been made on: any, where the data does not say.
fn days_of(graph: &BoardGraph, deal: DealIx) -> DayRange {
    graph.deal_days(deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX))
}
