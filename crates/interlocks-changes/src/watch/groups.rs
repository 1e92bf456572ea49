//! News in groups: all rules that concern the same people and the same deal are one row.

use std::collections::BTreeMap;

use serde::Serialize;

use super::News;
use crate::diff::{Cause, Row, RowKind};
use interlocks_analysis::Named;
use interlocks_analysis::conflicts::Severity;
use interlocks_screens::Verdict;

/// All news about the same people and the same deal. News that concern no person are grouped by their companies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewsGroup {
    /// The people and companies on the list that it concerns.
    pub watched: Vec<Named>,
    /// `added` if everything in the group is, `changed` otherwise; null without an older dataset.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["added", "changed", null])))]
    pub change: Option<&'static str>,
    /// The people concerned.
    pub people: Vec<Named>,
    /// The companies concerned by any of the rules.
    pub companies: Vec<Named>,
    /// The id of the deal; null if there is none.
    pub deal: Option<String>,
    /// The gravest severity of a finding; null if there is no finding.
    pub severity: Option<Severity>,
    /// The gravest verdict of a screen; null if there is none.
    pub verdict: Option<Verdict>,
    /// What each rule says, in the order of the single rows.
    pub rules: Vec<RuleNews>,
    /// The changed seats, ties and deals behind any of the rules, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cause: Vec<Cause>,
}

/// What one rule says: a finding or a verdict in short.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleNews {
    /// `conflict` or `screen`.
    pub what: RowKind,
    /// The rule.
    pub rule: String,
    /// The test of a screen; null for a finding.
    pub test: Option<String>,
    /// The severity of a finding.
    pub severity: Option<Severity>,
    /// The verdict of a screen.
    pub verdict: Option<Verdict>,
    /// `true` if it holds for every choice of days.
    pub certain: bool,
    /// `added` or `changed`; null without an older dataset.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["added", "changed", null])))]
    pub change: Option<&'static str>,
    /// The companies that the rule is about.
    pub companies: Vec<Named>,
    /// The finding or the reason of the verdict, in a sentence or two.
    pub text: String,
}

/// Groups news by the people and the deal that they are about. Groups are in the order of their first rows.
pub fn grouped(news: &[News]) -> Vec<NewsGroup> {
    let mut places: BTreeMap<(bool, Vec<&str>, Option<&str>), usize> = BTreeMap::new();
    let mut groups: Vec<NewsGroup> = Vec::new();
    for one in news {
        let Some(About { people, companies, deal, rule }) = About::of(one) else { continue };
        let subjects = if people.is_empty() { companies } else { people };
        let mut key: Vec<&str> = subjects.iter().map(|named| named.id.as_str()).collect();
        key.sort_unstable();
        key.dedup();
        let place = *places.entry((people.is_empty(), key, deal)).or_insert_with(|| {
            groups.push(NewsGroup {
                watched: Vec::new(),
                change: one.change,
                people: Vec::new(),
                companies: Vec::new(),
                deal: deal.map(str::to_owned),
                severity: None,
                verdict: None,
                rules: Vec::new(),
                cause: Vec::new(),
            });
            groups.len() - 1
        });
        groups[place].add(one, people, companies, rule);
    }
    groups
}

/// What a finding or a verdict is about.
struct About<'a> {
    people: &'a [Named],
    companies: &'a [Named],
    deal: Option<&'a str>,
    rule: RuleNews,
}

impl About<'_> {
    fn of(news: &News) -> Option<About<'_>> {
        match &news.row {
            Row::Conflict(finding) => Some(About {
                people: &finding.people,
                companies: &finding.parties,
                deal: Some(&finding.deal.id),
                rule: RuleNews {
                    what: RowKind::Conflict,
                    rule: finding.rule.as_str().to_owned(),
                    test: None,
                    severity: Some(finding.severity),
                    verdict: None,
                    certain: finding.certain,
                    change: news.change,
                    companies: finding.parties.clone(),
                    text: finding.text.clone(),
                },
            }),
            Row::Screen(row) => Some(About {
                people: &row.people,
                companies: &row.companies,
                deal: row.deal.as_deref(),
                rule: RuleNews {
                    what: RowKind::Screen,
                    rule: row.rule.as_str().to_owned(),
                    test: Some(row.test.clone()),
                    severity: None,
                    verdict: Some(row.verdict),
                    certain: row.certain,
                    change: news.change,
                    companies: row.companies.clone(),
                    text: row.reason.clone(),
                },
            }),
            Row::Seat(_) | Row::Tie(_) | Row::Deal(_) | Row::Pair(_) => None,
        }
    }
}

impl NewsGroup {
    fn add(&mut self, news: &News, people: &[Named], companies: &[Named], rule: RuleNews) {
        add_new(&mut self.watched, &news.watched);
        add_new(&mut self.people, people);
        add_new(&mut self.companies, companies);
        for cause in &news.cause {
            if !self.cause.contains(cause) {
                self.cause.push(cause.clone());
            }
        }
        if self.change != rule.change {
            self.change = Some("changed");
        }
        self.severity = self.severity.max(rule.severity);
        // The gravest verdict is the first one, and `None` would come before it.
        self.verdict = [self.verdict, rule.verdict].into_iter().flatten().min();
        self.rules.push(rule);
    }
}

/// Adds those that are not in a list yet.
fn add_new(list: &mut Vec<Named>, more: &[Named]) {
    for named in more {
        if !list.iter().any(|known| known.id == named.id) {
            list.push(named.clone());
        }
    }
}
