//! The rows of tables, for each kind of result.

use serde::Serialize;

use super::cell::Cell;
use super::identity::conditional_table;
use super::row::{Row, Tabular, cells_of};
use super::table::{Column, Table};
use super::wording::{certainty, first_day, last_day, names, sources};
use interlocks::analysis::event_study::Study;
use interlocks::analysis::ownership::{Deputation, Holding, Representative, ShareRange, links_between};
use interlocks::analysis::pairs::{Link, Pair};
use interlocks::analysis::paths::strength::StrengthRow;
use interlocks::analysis::paths::{Path, Step};
use interlocks::analysis::people::Director;
use interlocks::analysis::profile::{Acquaintance, Profile};
use interlocks::analysis::{Evidence, Found, Named};
use interlocks::dataset::{Problem, RoleCount};
use interlocks::measures::groups::Group;
use interlocks::measures::rank::Ranked;
use interlocks::model::Day;
use interlocks_core::wording::first_to_last;

/// A weight with six decimals; whole numbers without a point.
fn weight(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.6}") }
}

/// Joins texts by `; `.
fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<String>>().join("; ")
}

/// Returns the columns of pairs. `ids`, `names` and `kinds` are those of what the two share.
const fn pair_columns(ids: &'static str, names: &'static str, kinds: &'static str) -> [Column; 13] {
    [
        Column::id("a_id"),
        Column::left("a_name").headed("a"),
        Column::id("b_id"),
        Column::left("b_name").headed("b").essential(),
        Column::count("shared"),
        Column::right("weight"),
        Column::left("kinds"),
        Column::flag("certain").headed("certainty"),
        Column::id(ids),
        Column::left(names).headed("via"),
        Column::left(kinds).for_programs(),
        Column::left("certain_days").headed("certain days"),
        Column::left("possible_days").headed("possible days"),
    ]
}

impl Tabular for Pair {
    const COLUMNS: &'static [Column] = &pair_columns("people_ids", "people_names", "people_kinds");

    fn fields(&self, row: &mut Row<'_>) {
        first_fields(self, row);
        last_fields(self, &self.people, row);
    }
}

/// A pair of people.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct OfPeople<T>(pub T);

impl Tabular for OfPeople<Pair> {
    const COLUMNS: &'static [Column] = &pair_columns("companies_ids", "companies_names", "companies_kinds");

    fn fields(&self, row: &mut Row<'_>) {
        first_fields(&self.0, row);
        last_fields(&self.0, &self.0.companies, row);
    }
}

/// Gives the two of a pair, the number of what they share, and the weight.
pub(super) fn first_fields(pair: &Pair, row: &mut Row<'_>) {
    row.named(&pair.a);
    row.named(&pair.b);
    row.count(pair.shared);
    // Most weights are counts.
    match pair.weight as usize {
        whole if whole as f64 == pair.weight => row.count(whole),
        _ => row.cell(|| weight(pair.weight)),
    }
}

/// Gives the other fields of a pair. `links` are what the two share.
pub(super) fn last_fields(pair: &Pair, links: &[Link], row: &mut Row<'_>) {
    row.list(pair.kinds.iter().map(|kind| kind.as_str()));
    row.certain(pair.certain);
    row.list(links.iter().map(|link| link.id.as_str()));
    let shown = |link: &Link| match pair.people.is_empty() {
        true => link.name.clone(),
        false => format!("{} ({})", link.name, link.kind.as_str()),
    };
    row.list_shown(links.iter().map(|link| link.name.as_str()), || joined(links.iter().map(shown)));
    row.list(links.iter().map(|link| link.kind.as_str()));
    match links {
        [link] => row.days(&link.certain),
        _ => row.days(&links.iter().flat_map(|link| link.certain.as_slice()).copied().collect()),
    }
    row.days(&pair.spells);
}

impl Tabular for Ranked {
    const COLUMNS: &'static [Column] =
        &[Column::count("rank"), Column::left("id"), Column::left("name"), Column::right("value")];

    fn fields(&self, row: &mut Row<'_>) {
        row.count(self.rank);
        row.text(&self.id);
        row.text(&self.name);
        row.number(self.value);
    }
}

/// Returns rows of a ranking as a table, with a column for each measure if there are several.
pub fn ranking_table(rows: &[Ranked]) -> Table {
    let mut table = Table::from_rows(rows);
    let names: Vec<&'static str> =
        rows.first().map_or_else(Vec::new, |row| row.all.iter().map(|(name, _)| name).collect());
    if let (Some(value), false) = (table.columns.last_mut(), names.is_empty()) {
        // The first measure has the same column.
        *value = value.for_programs();
    }
    table.columns.extend(names.into_iter().map(Column::right));
    for (cells, row) in table.rows.iter_mut().zip(rows) {
        cells.extend(row.all.iter().map(|(_, value)| value.map_or_else(Cell::default, Cell::number)));
    }
    table
}

impl Tabular for Found {
    const COLUMNS: &'static [Column] = &[
        Column::left("kind"),
        Column::left("id").essential(),
        Column::left("name"),
        Column::count("boards"),
        Column::left("first"),
        Column::left("last"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        row.text(self.kind);
        row.text(&self.id);
        row.text(&self.name);
        row.cell(|| self.boards.map(|boards| boards.to_string()).unwrap_or_default());
        row.cell(|| day(self.first));
        row.cell(|| day(self.last));
    }
}

/// For people. Programs get a row for each board; see [`SeatRow`].
impl Tabular for Director {
    const COLUMNS: &'static [Column] =
        &[Column::left("name"), Column::count("boards"), Column::left("companies"), Column::left("id")];

    fn fields(&self, row: &mut Row<'_>) {
        row.text(&self.name);
        row.count(self.boards);
        row.list(self.companies.iter().map(|company| company.name.as_str()));
        row.text(&self.id);
    }
}

/// A board of a director.
struct SeatRow<'a>(&'a Director, &'a Named);

impl Tabular for SeatRow<'_> {
    const COLUMNS: &'static [Column] = &[
        Column::left("id"),
        Column::left("name"),
        Column::count("boards"),
        Column::left("company_id"),
        Column::left("company_name"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        let SeatRow(director, company) = self;
        row.text(&director.id);
        row.text(&director.name);
        row.count(director.boards);
        row.named(company);
    }
}

/// Returns directors as a table: for people a row for each, for programs a row for each board.
pub fn directors_table(directors: &[Director]) -> Table {
    let mut seats: Vec<SeatRow<'_>> = Vec::new();
    for director in directors {
        seats.extend(director.companies.iter().map(|company| SeatRow(director, company)));
    }
    let records = conditional_table(&seats, |SeatRow(director, _)| &director.conditions);
    Table { records: Some(Box::new(records)), ..conditional_table(directors, |director| &director.conditions) }
}

/// For people. Programs get a row for each member; see [`MemberRow`].
impl Tabular for Group {
    const COLUMNS: &'static [Column] =
        &[Column::count("group"), Column::count("size"), Column::left("people"), Column::left("companies")];

    fn fields(&self, row: &mut Row<'_>) {
        row.count(self.group);
        row.count(self.size);
        for side in [&self.people, &self.companies] {
            row.list(side.iter().flatten().map(|member| member.name.as_str()));
        }
    }
}

/// A member of a group.
struct MemberRow<'a> {
    group: &'a Group,
    kind: &'static str,
    member: &'a Named,
}

impl Tabular for MemberRow<'_> {
    const COLUMNS: &'static [Column] = &[
        Column::count("group"),
        Column::count("size"),
        Column::left("kind"),
        Column::left("id"),
        Column::left("name"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        row.count(self.group.group);
        row.count(self.group.size);
        row.text(self.kind);
        row.named(self.member);
    }
}

/// Returns groups as a table: for people a row for each, for programs a row for each member.
pub fn groups_table(groups: &[Group]) -> Table {
    let mut members: Vec<MemberRow<'_>> = Vec::new();
    for group in groups {
        for (kind, side) in [("person", &group.people), ("company", &group.companies)] {
            members.extend(side.iter().flatten().map(|member| MemberRow { group, kind, member }));
        }
    }
    let records = Table::from_rows(&members);
    Table { records: Some(Box::new(records)), ..Table::from_rows(groups) }
}

impl Tabular for Study {
    const COLUMNS: &'static [Column] = &[
        Column::id("a_id"),
        Column::left("a_name").headed("a"),
        Column::id("b_id"),
        Column::left("b_name").headed("b").essential(),
        Column::id("people_ids"),
        Column::left("people_names").headed("appointments"),
        Column::id("deals_ids"),
        Column::count("deals").for_people(),
        Column::count("near").for_people(),
        Column::count("near_certain").for_programs(),
        Column::count("near_possible").for_programs(),
        Column::count("history_days").headed("history days"),
        Column::right("near_days_expected").headed("near days"),
        Column::right("rate_ratio").headed("ratio"),
        Column::right("interval_low").headed("low"),
        Column::right("interval_high").headed("high"),
        Column::right("p_exact"),
        Column::right("p_permutation"),
        Column::right("p_holm"),
        Column::right("q_bh"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        let mut who: Vec<&Named> = Vec::new();
        for appointment in &self.appointments {
            if who.iter().all(|person| person.id != appointment.person.id) {
                who.push(&appointment.person);
            }
        }
        let rounded = |value: f64, decimals: usize| Cell::new(value.to_string(), format!("{value:.decimals$}"));
        let ratio = |value: Option<f64>| value.map_or_else(|| Cell::new("", "inf"), |value| rounded(value, 2));
        row.named(&self.a);
        row.named(&self.b);
        row.all_named(who);
        row.list(self.deals.iter().map(|deal| deal.id.as_str()));
        row.count(self.deals.len());
        let (certain, possible) = (self.near.certain, self.near.possible);
        row.cell(|| if certain == possible { certain.to_string() } else { format!("{certain} to {possible}") });
        row.cell(|| certain.to_string());
        row.cell(|| possible.to_string());
        row.cell(|| self.history.days.to_string());
        row.cell(|| rounded(self.near_days.expected, 0));
        row.cell(|| self.rate_elsewhere.map_or_else(Cell::default, |_| ratio(self.rate_ratio)));
        row.cell(|| rounded(self.interval.low, 2));
        row.cell(|| ratio(self.interval.high));
        for p in [self.p_exact, self.p_permutation, self.p_holm, self.q_bh] {
            row.cell(|| rounded(p, 4));
        }
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
        Column::count("path"),
        Column::right("strength"),
        Column::id("from_id"),
        Column::left("from_name").headed("from").essential(),
        Column::left("relation"),
        Column::left("backward").for_programs(),
        Column::id("to_id"),
        Column::left("to_name").headed("to").essential(),
        Column::left("start"),
        Column::left("end"),
        Column::flag("certain").headed("certainty"),
        Column::left("common").headed("common days").for_people(),
        Column::left("common_from").for_programs(),
        Column::left("common_to").for_programs(),
        Column::left("source"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        let step = self.step;
        row.count(self.number);
        row.cell(|| self.path.strength.map(|strength| strength.to_string()).unwrap_or_default());
        row.text(&step.from.id);
        row.text(&step.from.name);
        row.cell(|| Cell::new(step.relation.as_str(), step.label()));
        row.cell(|| step.backward.to_string());
        row.text(&step.to.id);
        row.text(&step.to.name);
        row.optional(step.start.as_deref());
        row.optional(step.end.as_deref());
        row.certain(step.certain);
        row.cell(|| self.path.common.map_or_else(|| "none".to_owned(), |span| first_to_last(&span)));
        row.cell(|| self.path.common.map_or_else(Cell::default, first_day));
        row.cell(|| self.path.common.map_or_else(Cell::default, last_day));
        row.text(&step.source);
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

    fn fields(&self, row: &mut Row<'_>) {
        let of =
            || if self.also.is_empty() { self.of.clone() } else { format!("{} ({})", self.of, self.also.join(", ")) };
        row.text(self.part);
        row.cell(of);
        row.cell(|| self.value.to_string());
        row.text(&self.why);
    }
}

impl Tabular for Evidence {
    const COLUMNS: &'static [Column] = &[
        Column::left("kind").headed("type"),
        Column::id("id"),
        Column::id("from_id"),
        Column::left("from_name").headed("from").essential(),
        Column::left("relation"),
        Column::id("to_id"),
        Column::left("to_name").headed("to").essential(),
        Column::left("start"),
        Column::left("end"),
        Column::left("sources").headed("source"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        row.text(self.kind);
        row.text(&self.id);
        row.named(&self.from);
        row.text(&self.relation);
        row.named(&self.to);
        row.optional(self.start.as_deref());
        row.optional(self.end.as_deref());
        row.list(self.sources.iter().map(String::as_str));
    }
}

/// A row of a profile that is no seat and no tie.
#[derive(Default)]
struct ProfileRow<'a> {
    kind: &'a str,
    id: &'a str,
    /// Id and name.
    from: (String, String),
    relation: String,
    to: (String, String),
    start: Cell,
    end: Cell,
    sources: String,
}

impl Tabular for ProfileRow<'_> {
    const COLUMNS: &'static [Column] = Evidence::COLUMNS;

    fn fields(&self, row: &mut Row<'_>) {
        row.text(self.kind);
        row.text(self.id);
        row.text(&self.from.0);
        row.text(&self.from.1);
        row.text(&self.relation);
        row.text(&self.to.0);
        row.text(&self.to.1);
        row.cell(|| self.start.clone());
        row.cell(|| self.end.clone());
        row.text(&self.sources);
    }
}

/// Returns the rows of a profile, one after the other: seats, ties, fellow directors, owners, deals.
pub fn profile_table(profile: &Profile) -> Table {
    let mut table = Table::from_rows(&[profile.seats.clone(), profile.ties.clone()].concat());
    let acquaintance = |kind, other: &Acquaintance| {
        let conditions = other.conditions.open.iter().map(|condition| format!("; {}", condition.words()));
        let relation = format!("via {}{}", names(&other.through), conditions.collect::<String>());
        let (from, to) = ((profile.id.clone(), profile.name.clone()), (other.id.clone(), other.name.clone()));
        cells_of(&ProfileRow { kind, from, relation, to, ..ProfileRow::default() })
    };
    table.rows.extend(profile.fellows.iter().map(|other| acquaintance("fellow director", other)));
    table.rows.extend(profile.interlocked.iter().map(|other| acquaintance("interlock", other)));
    table.rows.extend(profile.owners.iter().chain(&profile.owns).map(|holding| owner_cells(profile, holding)));
    table.rows.extend(profile.deputies.iter().map(same_owner_cells));
    table.rows.extend(profile.deals.iter().map(|deal| {
        cells_of(&ProfileRow {
            kind: "deal",
            id: &deal.id,
            from: (String::new(), deal.parties.join("; ")),
            relation: if deal.status.is_empty() {
                deal.kind.clone()
            } else {
                format!("{} ({})", deal.kind, deal.status)
            },
            to: (String::new(), deal.id.clone()),
            start: deal.date.as_deref().unwrap_or_default().into(),
            sources: deal.sources.join("; "),
            ..ProfileRow::default()
        })
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
    cells_of(&ProfileRow {
        kind: "owner",
        from: (holding.owner.id.clone(), holding.owner.name.clone()),
        relation: format!("{share}{direct}{control}"),
        to: (holding.company.id.clone(), holding.company.name.clone()),
        start: Cell::new(at, at.replace('/', " to ")),
        sources: sources(holding.evidence.iter().map(|row| &row.tie)),
        ..ProfileRow::default()
    })
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
    let side =
        |seat: &Representative| (seat.company.id.clone(), format!("{} ({})", seat.company.name, seat.person.name));
    cells_of(&ProfileRow {
        kind: found.rule,
        from: side(x),
        relation: format!("via the owner {} ({})", found.owner.name, certainty(found.certain)),
        to: side(y),
        start: span.map_or_else(Cell::default, first_day),
        end: span.map_or_else(Cell::default, last_day),
        sources: sources(&found.evidence),
        ..ProfileRow::default()
    })
}

impl Tabular for RoleCount {
    const COLUMNS: &'static [Column] =
        &[Column::left("role"), Column::count("seats"), Column::left("board"), Column::left("executive")];

    fn fields(&self, row: &mut Row<'_>) {
        let board = match self.board {
            _ if self.observer => "observer",
            Some(true) => "yes",
            Some(false) => "no",
            None => "unknown",
        };
        let executive = if self.executive { "yes" } else { "no" };
        row.text(&self.role);
        row.cell(|| self.seats.to_string());
        row.text(board);
        row.text(executive);
    }
}

impl Tabular for Problem {
    const COLUMNS: &'static [Column] = &[
        Column::left("severity"),
        Column::left("file"),
        Column::count("line"),
        Column::count("column"),
        Column::left("message"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
        row.text(self.severity.as_str());
        row.text(&self.file);
        row.cell(|| self.line.to_string());
        row.cell(|| self.column.to_string());
        row.text(&self.message);
    }
}
