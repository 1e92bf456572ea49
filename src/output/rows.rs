//! How each result reads as a row of a table.

use serde::Serialize;

use super::table::{Align, Align::Left, Align::Right, Tabular};
use interlocks::analysis::event_study::Study;
use interlocks::analysis::ownership::{Deputation, Holding, Representative, ShareRange};
use interlocks::analysis::pairs::{Link, Pair};
use interlocks::analysis::paths::strength::StrengthRow;
use interlocks::analysis::paths::{Path, Step};
use interlocks::analysis::people::Director;
use interlocks::analysis::profile::{Acquaintance, Profile};
use interlocks::analysis::{Evidence, Named};
use interlocks::dataset::{Problem, Table};
use interlocks::graph::{About, BoardGraph};
use interlocks::measures::groups::Group;
use interlocks::measures::rank::Ranked;
use interlocks::model::{Day, DaySet};

pub(super) fn names<'a>(named: impl IntoIterator<Item = &'a Named>) -> String {
    named.into_iter().map(|n| n.name.as_str()).collect::<Vec<&str>>().join("; ")
}

pub(super) fn yes(holds: bool) -> String {
    if holds { "certain" } else { "possible" }.to_owned()
}

/// Spells as text: `2011-06-30/2019-05-30; 2020-01-01/..`.
fn spans(spans: &DaySet) -> String {
    let one = |span: &interlocks::model::DaySpan| format!("{}/{}", span.from, span.to);
    spans.as_slice().iter().map(one).collect::<Vec<String>>().join("; ")
}

/// Weights to four digits; whole numbers as such.
fn weight(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.6}") }
}

impl Tabular for Pair {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("a", Left),
        ("b", Left),
        ("shared", Right),
        ("weight", Right),
        ("kinds", Left),
        ("sure", Left),
        ("through", Left),
        ("certain", Left),
        ("possible", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        let links: Vec<&Link> = self.people.iter().chain(&self.companies).collect();
        let through: Vec<String> = links
            .iter()
            .map(|link| {
                if self.people.is_empty() {
                    link.name.clone()
                } else {
                    format!("{} ({})", link.name, link.kind.as_str())
                }
            })
            .collect();
        let certain: DaySet = links.iter().flat_map(|link| link.certain.as_slice()).copied().collect();
        vec![
            self.a.name.clone(),
            self.b.name.clone(),
            self.shared.to_string(),
            weight(self.weight),
            kinds.join("; "),
            yes(self.certain),
            through.join("; "),
            spans(&certain),
            spans(&self.spells),
        ]
    }
}

impl Tabular for Ranked {
    const COLUMNS: &'static [(&'static str, Align)] =
        &[("rank", Right), ("id", Left), ("name", Left), ("value", Right)];

    fn cells(&self) -> Vec<String> {
        vec![self.rank.to_string(), self.id.clone(), self.name.clone(), self.value.to_string()]
    }
}

impl Tabular for Director {
    const COLUMNS: &'static [(&'static str, Align)] =
        &[("name", Left), ("boards", Right), ("companies", Left), ("id", Left)];

    fn cells(&self) -> Vec<String> {
        vec![self.name.clone(), self.boards.to_string(), names(&self.companies), self.id.clone()]
    }
}

impl Tabular for Group {
    const COLUMNS: &'static [(&'static str, Align)] =
        &[("group", Right), ("size", Right), ("people", Left), ("companies", Left)];

    fn cells(&self) -> Vec<String> {
        let [people, companies] = [&self.people, &self.companies].map(|side| names(side.iter().flatten()));
        vec![self.group.to_string(), self.size.to_string(), people, companies]
    }
}

impl Tabular for Study {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("a", Left),
        ("b", Left),
        ("appointments", Left),
        ("deals", Right),
        ("near", Right),
        ("days", Right),
        ("near_days", Right),
        ("ratio", Right),
        ("low", Right),
        ("high", Right),
        ("p_exact", Right),
        ("p", Right),
        ("p_holm", Right),
        ("q_bh", Right),
    ];

    fn cells(&self) -> Vec<String> {
        let mut who: Vec<&str> = Vec::new();
        for appointment in &self.appointments {
            if !who.contains(&appointment.person.name.as_str()) {
                who.push(&appointment.person.name);
            }
        }
        let near = &self.near;
        let near = if near.certain == near.possible {
            near.certain.to_string()
        } else {
            format!("{} to {}", near.certain, near.possible)
        };
        let ratio = |value: Option<f64>| value.map_or_else(|| "endless".to_owned(), |value| format!("{value:.2}"));
        let chance = |p: f64| format!("{p:.4}");
        vec![
            self.a.name.clone(),
            self.b.name.clone(),
            who.join("; "),
            self.deals.len().to_string(),
            near,
            self.history.days.to_string(),
            format!("{:.0}", self.near_days.expected),
            self.rate_elsewhere.map_or_else(String::new, |_| ratio(self.rate_ratio)),
            format!("{:.2}", self.interval.low),
            ratio(self.interval.high),
            chance(self.p_exact),
            chance(self.p_permutation),
            chance(self.p_holm),
            chance(self.q_bh),
        ]
    }
}

/// A step of one of several paths.
struct PathStep<'a> {
    /// Which of the paths, from 1 on.
    number: usize,
    path: &'a Path,
    step: &'a Step,
}

impl Tabular for PathStep<'_> {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("path", Right),
        ("strength", Right),
        ("from", Left),
        ("relation", Left),
        ("to", Left),
        ("start", Left),
        ("end", Left),
        ("sure", Left),
        ("together", Left),
        ("source", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let step = self.step;
        vec![
            self.number.to_string(),
            self.path.strength.map(|strength| strength.to_string()).unwrap_or_default(),
            step.from.name.clone(),
            step.label(),
            step.to.name.clone(),
            step.start.clone().unwrap_or_default(),
            step.end.clone().unwrap_or_default(),
            yes(step.certain),
            self.path.common.map_or_else(|| "never".to_owned(), |days| format!("{}/{}", days.from, days.to)),
            step.source.clone(),
        ]
    }
}

/// Paths as a table, a row a step; `together` are the days on which all steps of the path may
/// hold. Paths over the people of one owner on two boards name the owner in one more column, and
/// steps that tell their factors have them in another.
pub fn path_steps(paths: &[Path]) -> super::Table {
    let steps = |(number, path)| {
        let path: &Path = path;
        path.steps.iter().map(move |step| PathStep { number, path, step })
    };
    let rows: Vec<PathStep<'_>> = (1..).zip(paths).flat_map(steps).collect();
    let mut table = super::Table::of(&rows);
    if paths.iter().any(|path| path.same_owner.is_some()) {
        table.columns.push(("same_owner", Left));
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            cells.push(row.path.same_owner.as_ref().map_or_else(String::new, deputised));
        }
    }
    if rows.iter().any(|row| !row.step.factors.is_empty()) {
        table.columns.push(("factors", Left));
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            let factors = row.step.factors.iter();
            let told: Vec<String> =
                factors.map(|factor| format!("{} {} ({})", factor.part, factor.strength, factor.of)).collect();
            cells.push(format!("{} = {}", row.step.strength, told.join(" × ")));
        }
    }
    table
}

impl Tabular for StrengthRow {
    const COLUMNS: &'static [(&'static str, Align)] = &[("part", Left), ("of", Left), ("value", Right), ("why", Left)];

    fn cells(&self) -> Vec<String> {
        let of = if self.also.is_empty() { self.of.clone() } else { format!("{} ({})", self.of, self.also.join(", ")) };
        vec![self.part.to_owned(), of, self.value.to_string(), self.why.clone()]
    }
}

impl Tabular for Evidence {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("what", Left),
        ("from", Left),
        ("relation", Left),
        ("to", Left),
        ("start", Left),
        ("end", Left),
        ("source", Left),
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.kind.to_owned(),
            self.from.name.clone(),
            self.relation.clone(),
            self.to.name.clone(),
            self.start.clone().unwrap_or_default(),
            self.end.clone().unwrap_or_default(),
            self.sources.join("; "),
        ]
    }
}

/// The rows of a profile, one after the other: seats, ties, fellow directors, owners, deals.
pub fn profile_table(profile: &Profile) -> super::Table {
    let mut table = super::Table::of(&[profile.seats.clone(), profile.ties.clone()].concat());
    let met = |what: &str, who: &Acquaintance| {
        let cells = [what, "", "with", &who.name, "", "", ""].map(str::to_owned);
        let mut cells = cells.to_vec();
        cells[1].clone_from(&profile.name);
        cells[2] = format!("through {}", names(&who.through));
        cells
    };
    table.rows.extend(profile.fellows.iter().map(|who| met("fellow director", who)));
    table.rows.extend(profile.interlocked.iter().map(|who| met("interlock", who)));
    table.rows.extend(profile.owners.iter().chain(&profile.owns).map(|holding| owner_cells(profile, holding)));
    table.rows.extend(profile.deputies.iter().map(deputation_cells));
    table.rows.extend(profile.deals.iter().map(|deal| {
        vec![
            "deal".to_owned(),
            deal.parties.join("; "),
            if deal.status.is_empty() { deal.kind.clone() } else { format!("{} ({})", deal.kind, deal.status) },
            deal.id.clone(),
            deal.date.clone().unwrap_or_default(),
            String::new(),
            deal.sources.join("; "),
        ]
    }));
    table
}

/// A share as text: `30 %`, or `0 to 30 %` where the data does not settle it.
fn portion(portion: &ShareRange) -> String {
    if portion.min == portion.max {
        format!("{} %", portion.max)
    } else {
        format!("{} to {} %", portion.min, portion.max)
    }
}

/// The sources of some evidence, each once.
fn sources_of<'a>(evidence: impl Iterator<Item = &'a Evidence>) -> String {
    let mut sources: Vec<&str> = evidence.flat_map(|row| &row.sources).map(String::as_str).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.join("; ")
}

/// What one owner holds, as a line of the profile.
fn owner_cells(profile: &Profile, holding: &Holding) -> Vec<String> {
    let direct = match &holding.direct {
        Some(direct) if direct == &holding.integrated => String::new(),
        Some(direct) => format!(", {} directly", portion(direct)),
        None => {
            let between = holding.chain.get(1..holding.chain.len().saturating_sub(1)).unwrap_or_default();
            format!(", through {}", names(between))
        }
    };
    let unstated = if holding.stated { "" } else { ", share not stated" };
    let control = match holding.controls.as_str() {
        "no" => String::new(),
        word => format!(", control {word}"),
    };
    vec![
        "owner".to_owned(),
        holding.owner.name.clone(),
        format!("owns {}{direct}{unstated}{control}", portion(&holding.integrated)),
        holding.company.name.clone(),
        profile.owned_at.clone().unwrap_or_default(),
        String::new(),
        sources_of(holding.evidence.iter().map(|row| &row.tie)),
    ]
}

/// Whose people sit on which two boards, and whether that is sure.
fn deputised(found: &Deputation) -> String {
    let [x, y] = &found.seats;
    let at = |seat: &Representative| format!("{} at {}", seat.person.name, seat.company.name);
    format!("{}: {}, {} ({})", found.owner.name, at(x), at(y), yes(found.certain))
}

/// One owner on two boards, as a line of a profile.
fn deputation_cells(found: &Deputation) -> Vec<String> {
    let [x, y] = &found.seats;
    vec![
        found.rule.to_owned(),
        format!("{} ({})", x.company.name, x.person.name),
        format!("through the owner {}", found.owner.name),
        format!("{} ({})", y.company.name, y.person.name),
        spans(&found.spells),
        yes(found.certain),
        sources_of(found.evidence.iter()),
    ]
}

impl Tabular for Problem {
    const COLUMNS: &'static [(&'static str, Align)] =
        &[("severity", Left), ("file", Left), ("line", Right), ("column", Right), ("message", Left)];

    fn cells(&self) -> Vec<String> {
        let Problem { severity, file, line, column, message } = self;
        vec![severity.as_str().to_owned(), file.clone(), line.to_string(), column.to_string(), message.clone()]
    }
}

/// What `check` answers: how much there is, over what time, and what is wrong with it.
#[derive(Clone, Debug, Serialize)]
pub struct Checked {
    pub title: String,
    pub people: usize,
    pub companies: usize,
    pub seats: usize,
    pub ties: usize,
    pub deals: usize,
    pub sources: usize,
    pub as_of: Option<Day>,
    /// First and last day any seat states.
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// Rows read, kept and dropped, by table.
    pub rows: serde_json::Map<String, serde_json::Value>,
    pub errors: u64,
    pub warnings: u64,
    pub problems: Vec<Problem>,
    /// Problems beyond those listed.
    pub problems_not_listed: u64,
}

impl Checked {
    /// Counts what is in the data.
    pub fn of(graph: &BoardGraph) -> Checked {
        let about = graph.about();
        let (starts, ends) = graph.stated_days();
        let (mut first, mut last) = (None, None);
        for days in starts {
            first = Some(first.map_or(days.first, |first: Day| first.min(days.first)));
            last = last.max(Some(days.last));
        }
        let last = ends.map(|days| days.last).max().max(last);
        let rows = Table::ALL.into_iter().zip(about.counts).map(|(table, count)| {
            let row = serde_json::json!({"read": count.read, "kept": count.kept, "dropped": count.dropped});
            (table.name().to_owned(), row)
        });
        Checked {
            title: about.title.clone(),
            people: graph.person_count(),
            companies: graph.company_count(),
            seats: graph.seat_count(),
            ties: graph.tie_count(),
            deals: graph.deal_count(),
            sources: about.sources.len(),
            as_of: about.as_of,
            first,
            last,
            rows: rows.collect(),
            errors: about.problems.errors(),
            warnings: about.problems.warnings(),
            problems: about.problems.listed().to_vec(),
            problems_not_listed: about.problems.unlisted(),
        }
    }

    /// The sentences `check` prints above the problems.
    pub fn summary(&self, about: &About) -> Vec<String> {
        let day = |day: Option<Day>| day.map_or_else(|| "unknown".to_owned(), |d| d.to_string());
        let mut lines = vec![
            format!(
                "{} people, {} companies, {} seats, {} ties, {} deals, {} sources",
                self.people, self.companies, self.seats, self.ties, self.deals, self.sources
            ),
            format!("as of {}; seats from {} to {}", day(self.as_of), day(self.first), day(self.last)),
        ];
        for (table, count) in Table::ALL.into_iter().zip(about.counts) {
            if count.read > 0 {
                lines.push(format!(
                    "{}: {} rows read = {} kept + {} dropped",
                    table.name(),
                    count.read,
                    count.kept,
                    count.dropped
                ));
            }
        }
        lines.push(format!("{} errors, {} warnings", self.errors, self.warnings));
        if self.problems_not_listed > 0 {
            lines.push(format!("{} problems are not listed", self.problems_not_listed));
        }
        lines
    }
}
