//! What would settle what the data leaves open: the fewest facts to look up.
//!
//! [`settle`] takes the findings of [`conflicts`](interlocks_analysis::conflicts()) that are only possible and the verdicts of
//! [`screens`](interlocks_screens) that are unknown or only possible, and answers which facts would decide them, the most
//! useful first:
//!
//! | kind | fact |
//! |---|---|
//! | `start`, `end` | the day on which a seat or tie began or ended, where the data knows only a range |
//! | `date` | the day of a deal |
//! | `role` | whether a seat was on the board, where the words for its role do not say it |
//! | `identity` | whether two records are one, where decisions leave it open |
//! | `input` | an input that a rule needs and the data does not have |
//!
//! A fact decides a finding alone if the finding becomes certain or vanishes for every day that the fact may be, while all
//! other dates stay as they are. If none does, the smallest set of up to [`MOST_TOGETHER`] facts that decides it together is
//! searched. Dates are tried by asking `conflicts` again of a part of the data, for the days on which its answer can change.
//!
//! # Cost
//!
//! For each deal and pair of parties, the days tried times the cost of asking `conflicts` about this deal in a small part of
//! the data: at most [`Limits::questions`], and fewer the larger that part is. [`Settled::left_out`] counts what the limits left out.

mod dates;
mod fact;
mod sets;
mod tried;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use interlocks_analysis::Named;
use interlocks_analysis::conflicts::{ConflictOptions, Finding, Rule, conflicts_with_identities};
use interlocks_graph::BoardGraph;
use interlocks_screens::{Row, Rulebook, Screen, ScreenOptions, Subject, Verdict, screen_with_identities};

pub use fact::{Fact, FactKind};
pub use sets::MOST_TOGETHER;

/// Limits on the work. They count questions, not time, so that an answer is the same on any machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most findings whose dates are tried: the gravest. Default: 500.
    pub findings: usize,
    /// The most verdicts that are read, the gravest first. Default: 100,000.
    pub verdicts: usize,
    /// The most questions for one deal, pair of parties and kind of rule. Default: 2000.
    pub questions: usize,
    /// The most rows that all questions for them may read together. Default: 100,000.
    pub rows: usize,
    /// The most people and companies of the part of the data that is asked. Default: 2000.
    pub entities: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { findings: 500, verdicts: 100_000, questions: 2_000, rows: 100_000, entities: 2_000 }
    }
}

/// Options of [`settle`]. By default: all findings and no screens.
#[derive(Clone, Debug, Default)]
pub struct SettleOptions<'a> {
    /// The findings that are asked for.
    pub conflicts: ConflictOptions,
    /// The screens that are asked, with the rules; `None` for none. Every verdict but `clear` is read.
    pub screens: Option<(&'a Rulebook, ScreenOptions)>,
    /// Limits on the work.
    pub limits: Limits,
}

/// A finding that a fact decides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenFinding {
    /// The rule.
    pub rule: Rule,
    /// The score of the finding while it is possible.
    pub score: f64,
    /// The id of the deal.
    pub deal: String,
    /// The two parties.
    pub parties: Vec<Named>,
    /// The people concerned.
    pub people: Vec<Named>,
    /// The ids of the other facts that are needed; empty if the fact decides it alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

/// A verdict that a fact decides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenVerdict {
    /// The screen.
    pub rule: Screen,
    /// The test of the screen.
    pub test: String,
    /// The verdict as it is.
    pub verdict: Verdict,
    /// The people and companies that it is about.
    pub subject: Vec<Subject>,
    /// The ids of the other facts that are needed; empty if the fact decides it alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

/// A fact, with what it would decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactRow {
    /// The fact.
    pub fact: Fact,
    /// The number of findings and verdicts that it decides alone.
    pub decides: usize,
    /// The number of findings and verdicts that it helps to decide: those of `together`.
    pub helps: usize,
    /// The findings that it decides alone, the gravest first.
    pub findings: Vec<OpenFinding>,
    /// The verdicts that it decides alone.
    pub verdicts: Vec<OpenVerdict>,
    /// What it decides only with other facts.
    pub together: Together,
}

/// What a fact decides only with others.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Together {
    /// The findings, the gravest first.
    pub findings: Vec<OpenFinding>,
    /// The verdicts.
    pub verdicts: Vec<OpenVerdict>,
}

/// The numbers of findings and verdicts that are open and for which no fact is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "NotSettled"))]
pub struct LeftOut {
    /// Findings beyond the limit ([`Limits::findings`]).
    pub beyond_limit: usize,
    /// Findings that need more of the data, or more questions, than the limits allow.
    pub too_large: usize,
    /// Findings that no small set ([`MOST_TOGETHER`]) of dates and roles of their evidence decides.
    pub undecided: usize,
    /// Verdicts that only dates leave open; dates of screens are not tried.
    pub dates_of_verdicts: usize,
    /// Verdicts beyond the limit ([`Limits::verdicts`]).
    pub verdicts_beyond_limit: usize,
}

/// The answer of [`settle`].
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// The facts: by how many findings and verdicts they decide alone, then by how many they help to decide, the most first;
    /// then by kind and id.
    pub rows: Vec<FactRow>,
    /// The number of findings and verdicts that are open.
    pub open: usize,
    /// What no fact is told for.
    pub left_out: LeftOut,
}

/// Ranks the facts that would settle findings and verdicts.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::ConflictOptions;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_settle::{FactKind, SettleOptions, settle};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let conflicts = ConflictOptions::default().deal("fb-nflx-extended-api");
/// let settled = settle(&graph, &SettleOptions { conflicts, ..SettleOptions::default() });
/// let best = &settled.rows[0];
/// assert_eq!(best.fact.kind, FactKind::Date);
/// assert!(best.fact.what.contains("the day of the deal fb-nflx-extended-api"));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn settle(graph: &BoardGraph, options: &SettleOptions<'_>) -> Settled {
    let mut ranking = Ranking::default();
    let conflicts = ConflictOptions { certain_only: false, ..options.conflicts.clone() };
    let answered = conflicts_with_identities(graph, &conflicts);
    let (conditional, plain): (Vec<Finding>, Vec<Finding>) = answered
        .rows
        .into_iter()
        .chain(answered.if_same)
        .filter(|finding| !finding.certain)
        .partition(|finding| !finding.conditions.open.is_empty());
    ranking.open += conditional.len() + plain.len();
    for finding in &conditional {
        ranking.add_finding(finding, fact::of_conditions(&finding.conditions));
    }
    ranking.add_dates(graph, &plain, &conflicts, options.limits);
    if let Some((rules, screens)) = &options.screens {
        let query = interlocks_analysis::Query { certain_only: false, ..screens.query };
        let verdicts = Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Clear).collect();
        let top = Some(options.limits.verdicts);
        let screens = ScreenOptions { query, verdicts, top, ..screens.clone() };
        let (answered, omitted) = screen_with_identities(graph, rules, &screens);
        ranking.left_out.verdicts_beyond_limit = omitted;
        for row in answered.rows.iter().chain(&answered.if_same) {
            ranking.add_verdict(row);
        }
    }
    ranking.finish()
}

/// Facts with what they decide, while they are gathered.
#[derive(Default)]
struct Ranking {
    rows: BTreeMap<fact::Identity, FactRow>,
    open: usize,
    left_out: LeftOut,
}

impl Ranking {
    fn row(&mut self, fact: &fact::Known) -> &mut FactRow {
        self.rows.entry(fact.identity.clone()).or_insert_with(|| FactRow {
            fact: fact.fact.clone(),
            decides: 0,
            helps: 0,
            findings: Vec::new(),
            verdicts: Vec::new(),
            together: Together::default(),
        })
    }

    /// Adds a finding to a set of facts that decide it together.
    fn add_finding(&mut self, finding: &Finding, facts: Vec<fact::Known>) {
        let open = |with| OpenFinding {
            rule: finding.rule,
            score: finding.score,
            deal: finding.deal.id.clone(),
            parties: finding.parties.clone(),
            people: finding.people.clone(),
            with,
        };
        // What the dates leave open, too, is not decided by identity alone.
        let alone = facts.len() == 1 && finding.conditions.dates_certain != Some(false);
        for (at, fact) in facts.iter().enumerate() {
            let open = open(others(&facts, at));
            let row = self.row(fact);
            if alone { row.findings.push(open) } else { row.together.findings.push(open) }
        }
    }

    /// Tries the dates of findings without conditions.
    fn add_dates(&mut self, graph: &BoardGraph, findings: &[Finding], conflicts: &ConflictOptions, limits: Limits) {
        let tried = &findings[..findings.len().min(limits.findings)];
        self.left_out.beyond_limit += findings.len() - tried.len();
        for (finding, outcome) in tried.iter().zip(dates::outcomes(graph, tried, conflicts, limits)) {
            match outcome {
                dates::Outcome::Alone(facts) => {
                    for fact in facts {
                        self.add_finding(finding, vec![fact]);
                    }
                }
                dates::Outcome::Together(facts) => self.add_finding(finding, facts),
                dates::Outcome::None => self.left_out.undecided += 1,
                dates::Outcome::TooLarge => self.left_out.too_large += 1,
            }
        }
    }

    fn add_verdict(&mut self, row: &Row) {
        if row.certain && row.verdict != Verdict::Unknown {
            return;
        }
        self.open += 1;
        let mut facts = fact::of_conditions(&row.conditions);
        if row.verdict == Verdict::Unknown {
            facts.extend(row.missing.iter().map(|text| fact::input(text)));
        }
        if facts.is_empty() {
            self.left_out.dates_of_verdicts += 1;
            return;
        }
        let dates_certain = row.conditions.dates_certain.unwrap_or(row.certain);
        let alone = facts.len() == 1 && dates_certain;
        for (at, fact) in facts.iter().enumerate() {
            let open = OpenVerdict {
                rule: row.rule,
                test: row.test.clone(),
                verdict: row.verdict,
                subject: row.subject.clone(),
                with: others(&facts, at),
            };
            let row = self.row(fact);
            if alone { row.verdicts.push(open) } else { row.together.verdicts.push(open) }
        }
    }

    fn finish(self) -> Settled {
        let mut rows: Vec<FactRow> = self.rows.into_values().collect();
        for row in &mut rows {
            row.decides = row.findings.len() + row.verdicts.len();
            row.helps = row.together.findings.len() + row.together.verdicts.len();
        }
        rows.sort_by(|x, y| {
            (y.decides, y.helps)
                .cmp(&(x.decides, x.helps))
                .then_with(|| (x.fact.kind, &x.fact.id, &x.fact.what).cmp(&(y.fact.kind, &y.fact.id, &y.fact.what)))
        });
        Settled { rows, open: self.open, left_out: self.left_out }
    }
}

/// Returns the ids of all facts but one.
fn others(facts: &[fact::Known], at: usize) -> Vec<String> {
    let others = facts.iter().enumerate().filter(|(other, _)| *other != at);
    others.map(|(_, known)| known.fact.id.clone()).collect()
}
