//! The rows of tables, for each kind of result.

use super::table::{Cell, Column, Table, Tabular};
use super::wording::{certain_cell, certainty, first_day, last_day, names, sources};
use interlocks::analysis::Evidence;
use interlocks::analysis::Found;
use interlocks::analysis::event_study::Study;
use interlocks::analysis::ownership::{Deputation, Holding, Representative, ShareRange, links_between};
use interlocks::analysis::pairs::{Link, Pair};
use interlocks::analysis::paths::strength::StrengthRow;
use interlocks::analysis::paths::{Path, Step};
use interlocks::analysis::people::Director;
use interlocks::analysis::profile::{Acquaintance, Profile};
use interlocks::dataset::{Problem, RoleCount};
use interlocks::measures::groups::Group;
use interlocks::measures::rank::Ranked;
use interlocks::model::{Day, DaySet};
use interlocks_core::wording::first_to_last;

/// A weight with six decimals; whole numbers without a point.
fn weight(value: f64) -> String {
    // Most weights are counts, whose digits cost a tenth of those of a float.
    match value as i64 {
        whole if whole as f64 == value && whole != i64::MAX => whole.to_string(),
        _ if value.fract() == 0.0 => format!("{value:.0}"),
        _ => format!("{value:.6}"),
    }
}

impl Tabular for Pair {
    const COLUMNS: &'static [Column] = &[
        Column::left("a"),
        Column::left("b").essential(),
        Column::right("shared"),
        Column::right("weight"),
        Column::left("kinds"),
        Column::left("certain").headed("certainty"),
        Column::left("via"),
        Column::left("certain_days").headed("certain days"),
        Column::left("possible_days").headed("possible days"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.as_str()).collect();
        let links: Vec<&Link> = self.people.iter().chain(&self.companies).collect();
        let via: Vec<String> = links
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
            self.a.name.as_str().into(),
            self.b.name.as_str().into(),
            self.shared.to_string().into(),
            weight(self.weight).into(),
            kinds.join("; ").into(),
            certain_cell(self.certain),
            via.join("; ").into(),
            Cell::days(certain),
            Cell::days(self.spells.clone()),
        ]
    }
}

impl Tabular for Ranked {
    const COLUMNS: &'static [Column] =
        &[Column::right("rank"), Column::left("id"), Column::left("name"), Column::right("value")];

    fn cells(&self) -> Vec<Cell> {
        vec![self.rank.to_string().into(), self.id.as_str().into(), self.name.as_str().into(), Cell::number(self.value)]
    }
}

impl Tabular for Found {
    const COLUMNS: &'static [Column] = &[
        Column::left("kind"),
        Column::left("id").essential(),
        Column::left("name"),
        Column::right("boards"),
        Column::left("first"),
        Column::left("last"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        vec![
            self.kind.into(),
            self.id.as_str().into(),
            self.name.as_str().into(),
            self.boards.map(|boards| boards.to_string()).unwrap_or_default().into(),
            day(self.first).into(),
            day(self.last).into(),
        ]
    }
}

impl Tabular for Director {
    const COLUMNS: &'static [Column] =
        &[Column::left("name"), Column::right("boards"), Column::left("companies"), Column::left("id")];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.name.as_str().into(),
            self.boards.to_string().into(),
            names(&self.companies).into(),
            self.id.as_str().into(),
        ]
    }
}

impl Tabular for Group {
    const COLUMNS: &'static [Column] =
        &[Column::right("group"), Column::right("size"), Column::left("people"), Column::left("companies")];

    fn cells(&self) -> Vec<Cell> {
        let [people, companies] = [&self.people, &self.companies].map(|side| names(side.iter().flatten()));
        [self.group.to_string(), self.size.to_string(), people, companies].map(Cell::from).to_vec()
    }
}

impl Tabular for Study {
    const COLUMNS: &'static [Column] = &[
        Column::left("a"),
        Column::left("b").essential(),
        Column::left("appointments"),
        Column::right("deals"),
        Column::right("near"),
        Column::right("history_days").headed("history days"),
        Column::right("near_days").headed("near days"),
        Column::right("ratio"),
        Column::right("low"),
        Column::right("high"),
        Column::right("p_exact"),
        Column::right("p_permutation"),
        Column::right("p_holm"),
        Column::right("q_bh"),
    ];

    fn cells(&self) -> Vec<Cell> {
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
        let ratio = |value: Option<f64>| value.map_or_else(|| "inf".to_owned(), |value| format!("{value:.2}"));
        let chance = |p: f64| format!("{p:.4}");
        [
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
        .map(Cell::from)
        .to_vec()
    }
}

/// A step of one of several paths.
struct PathStep<'a> {
    /// The number of the path, from 1.
    number: usize,
    path: &'a Path,
    step: &'a Step,
}

impl Tabular for PathStep<'_> {
    const COLUMNS: &'static [Column] = &[
        Column::right("path"),
        Column::right("strength"),
        Column::left("from").essential(),
        Column::left("relation"),
        Column::left("to").essential(),
        Column::left("start"),
        Column::left("end"),
        Column::left("certain").headed("certainty"),
        Column::left("common").headed("common days"),
        Column::left("source"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let step = self.step;
        vec![
            self.number.to_string().into(),
            self.path.strength.map(|strength| strength.to_string()).unwrap_or_default().into(),
            step.from.name.as_str().into(),
            step.label().into(),
            step.to.name.as_str().into(),
            step.start.clone().unwrap_or_default().into(),
            step.end.clone().unwrap_or_default().into(),
            certain_cell(step.certain),
            self.path.common.map_or_else(
                || Cell::new("", "none"),
                |span| Cell::new(format!("{}/{}", span.from, span.to), first_to_last(&span)),
            ),
            step.source.as_str().into(),
        ]
    }
}

/// Returns paths as a table with a row for each step. `common` are the days on which all steps of the path may be
/// true. Two more columns appear where there is something in them: the owner, for paths over the people of one owner
/// on two boards, and the factors of the strength.
pub fn path_steps(paths: &[Path]) -> Table {
    let steps = |(number, path)| {
        let path: &Path = path;
        path.steps.iter().map(move |step| PathStep { number, path, step })
    };
    let rows: Vec<PathStep<'_>> = (1..).zip(paths).flat_map(steps).collect();
    let mut table = Table::from_rows(&rows);
    if paths.iter().any(|path| path.same_owner.is_some()) {
        table.columns.push(Column::left("same_owner"));
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            cells.push(row.path.same_owner.as_ref().map_or_else(String::new, same_owner).into());
        }
    }
    if rows.iter().any(|row| !row.step.factors.is_empty()) {
        table.columns.push(Column::left("factors"));
        for (cells, row) in table.rows.iter_mut().zip(&rows) {
            let factors = row.step.factors.iter();
            let product: Vec<String> =
                factors.map(|factor| format!("{} {} ({})", factor.part, factor.strength, factor.of)).collect();
            cells.push(format!("{} = {}", row.step.strength, product.join(" × ")).into());
        }
    }
    table
}

impl Tabular for StrengthRow {
    const COLUMNS: &'static [Column] =
        &[Column::left("part"), Column::left("of"), Column::right("value"), Column::left("why")];

    fn cells(&self) -> Vec<Cell> {
        let of = if self.also.is_empty() { self.of.clone() } else { format!("{} ({})", self.of, self.also.join(", ")) };
        [self.part.to_owned(), of, self.value.to_string(), self.why.clone()].map(Cell::from).to_vec()
    }
}

impl Tabular for Evidence {
    const COLUMNS: &'static [Column] = &[
        Column::left("what").headed("type"),
        Column::left("from").essential(),
        Column::left("relation"),
        Column::left("to").essential(),
        Column::left("start"),
        Column::left("end"),
        Column::left("source"),
    ];

    fn cells(&self) -> Vec<Cell> {
        [
            self.kind.to_owned(),
            self.from.name.clone(),
            self.relation.clone(),
            self.to.name.clone(),
            self.start.clone().unwrap_or_default(),
            self.end.clone().unwrap_or_default(),
            self.sources.join("; "),
        ]
        .map(Cell::from)
        .to_vec()
    }
}

/// Returns the rows of a profile, one after the other: seats, ties, fellow directors, owners, deals.
pub fn profile_table(profile: &Profile) -> Table {
    let mut table = Table::from_rows(&[profile.seats.clone(), profile.ties.clone()].concat());
    let acquaintance = |kind: &str, other: &Acquaintance| {
        let conditions = other.conditions.open.iter().map(|condition| format!("; {}", condition.words()));
        let via = format!("via {}{}", names(&other.through), conditions.collect::<String>());
        [kind, &profile.name, &via, &other.name, "", "", ""].map(Cell::from).to_vec()
    };
    table.rows.extend(profile.fellows.iter().map(|other| acquaintance("fellow director", other)));
    table.rows.extend(profile.interlocked.iter().map(|other| acquaintance("interlock", other)));
    table.rows.extend(profile.owners.iter().chain(&profile.owns).map(|holding| owner_cells(profile, holding)));
    table.rows.extend(profile.deputies.iter().map(same_owner_cells));
    table.rows.extend(profile.deals.iter().map(|deal| {
        [
            "deal".to_owned(),
            deal.parties.join("; "),
            if deal.status.is_empty() { deal.kind.clone() } else { format!("{} ({})", deal.kind, deal.status) },
            deal.id.clone(),
            deal.date.clone().unwrap_or_default(),
            String::new(),
            deal.sources.join("; "),
        ]
        .map(Cell::from)
        .to_vec()
    }));
    table
}

/// A share as text: `30 %`, or `0 to 30 %` where the data leaves it open.
fn portion(portion: &ShareRange) -> String {
    if portion.min == portion.max {
        format!("{} %", portion.max)
    } else {
        format!("{} to {} %", portion.min, portion.max)
    }
}

/// The holding of one owner, as a row of the profile.
fn owner_cells(profile: &Profile, holding: &Holding) -> Vec<Cell> {
    let direct = match &holding.direct {
        Some(direct) if direct == &holding.integrated => String::new(),
        Some(direct) => format!(", {} directly", portion(direct)),
        None => format!(", via {}", links_between(&holding.chain, holding.chain_not_listed).join("; ")),
    };
    let share = if holding.stated {
        format!("owns {}", portion(&holding.integrated))
    } else {
        format!("owns an unstated share ({})", portion(&holding.integrated))
    };
    let control = match holding.controls.as_str() {
        "no" => String::new(),
        answer => format!("; control: {answer}"),
    };
    let at = profile.owned_at.as_deref().unwrap_or_default();
    vec![
        "owner".into(),
        holding.owner.name.as_str().into(),
        format!("{share}{direct}{control}").into(),
        holding.company.name.as_str().into(),
        Cell::new(at, at.replace('/', " to ")),
        Cell::default(),
        sources(holding.evidence.iter().map(|row| &row.tie)).into(),
    ]
}

/// The owner whose people sit on two boards, these people, and the certainty.
fn same_owner(found: &Deputation) -> String {
    let [x, y] = &found.seats;
    let at = |seat: &Representative| format!("{} at {}", seat.person.name, seat.company.name);
    format!("{}: {}, {} ({})", found.owner.name, at(x), at(y), certainty(found.certain))
}

/// One owner on two boards, as a row of a profile.
fn same_owner_cells(found: &Deputation) -> Vec<Cell> {
    let [x, y] = &found.seats;
    let span = found.spells.hull();
    vec![
        found.rule.into(),
        format!("{} ({})", x.company.name, x.person.name).into(),
        format!("via the owner {} ({})", found.owner.name, certainty(found.certain)).into(),
        format!("{} ({})", y.company.name, y.person.name).into(),
        span.map_or_else(Cell::default, first_day),
        span.map_or_else(Cell::default, last_day),
        sources(&found.evidence).into(),
    ]
}

impl Tabular for RoleCount {
    const COLUMNS: &'static [Column] =
        &[Column::left("role"), Column::right("seats"), Column::left("board"), Column::left("executive")];

    fn cells(&self) -> Vec<Cell> {
        let board = match self.board {
            _ if self.observer => "observer",
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let executive = if self.executive { "yes" } else { "no" };
        vec![self.role.as_str().into(), self.seats.to_string().into(), board.into(), executive.into()]
    }
}

impl Tabular for Problem {
    const COLUMNS: &'static [Column] = &[
        Column::left("severity"),
        Column::left("file"),
        Column::right("line"),
        Column::right("column"),
        Column::left("message"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let Problem { severity, file, line, column, message } = self;
        [severity.as_str().to_owned(), file.clone(), line.to_string(), column.to_string(), message.clone()]
            .map(Cell::from)
            .to_vec()
    }
}
