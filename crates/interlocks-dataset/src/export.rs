//! The rows of a dataset as cells: the input of all writers.

use std::io;

use interlocks_core::model::{
    Accounts, Company, Deal, Ending, EntityKind, Extra, PartialDate, Person, Seat, Source, Tie,
};

use super::Dataset;
use super::columns::{COLUMNS, Field, Table};

/// The value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(f64),
}

impl Cell {
    fn text(text: impl Into<String>) -> Option<Cell> {
        Some(Cell::Text(text.into())).filter(|cell| *cell != Cell::Text(String::new()))
    }

    fn list(items: Vec<String>) -> Option<Cell> {
        (!items.is_empty()).then_some(Cell::List(items))
    }

    /// Converts the cell to text: `yes` or `no`; list items separated by `;`.
    pub fn into_text(self) -> String {
        match self {
            Cell::Text(text) => text,
            Cell::Flag(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::List(items) => items.join(";"),
        }
    }

    fn date(date: Option<&PartialDate>) -> Option<Cell> {
        date.map(|date| Cell::Text(date.to_string()))
    }
}

/// The type of the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Texts.
    Text,
    /// Lists of texts.
    List,
    /// Yes or no.
    Flag,
    /// Numbers.
    Number,
}

impl Cell {
    /// Returns the type of the cell.
    fn kind(&self) -> CellKind {
        match self {
            Cell::Text(_) => CellKind::Text,
            Cell::List(_) => CellKind::List,
            Cell::Flag(_) => CellKind::Flag,
            Cell::Number(_) => CellKind::Number,
        }
    }
}

/// A column that some row has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportColumn {
    /// The name.
    pub name: String,
    /// The type of its cells.
    pub kind: CellKind,
}

/// Collects the columns of rows.
#[derive(Clone, Debug, Default)]
pub struct ExportColumns(Vec<ExportColumn>);

impl ExportColumns {
    /// Adds the columns of a row. A column whose cells differ in type becomes a column of texts.
    pub fn add(&mut self, row: &ExportRow) {
        for (name, cell) in row {
            let kind = cell.kind();
            match self.0.iter_mut().find(|column| column.name == *name) {
                Some(column) if column.kind != kind => column.kind = CellKind::Text,
                Some(_) => {}
                None => self.0.push(ExportColumn { name: name.clone(), kind }),
            }
        }
    }

    /// Returns the columns: known ones in the order of the data format, then the others by name.
    pub fn sorted(mut self) -> Vec<ExportColumn> {
        let place = |name: &str| COLUMNS.iter().position(|known| known.names[0] == name).unwrap_or(usize::MAX);
        self.0.sort_by(|a, b| (place(&a.name), &a.name).cmp(&(place(&b.name), &b.name)));
        self.0
    }
}

/// One row: its cells that are not empty, each with the name of its column; known columns come first.
pub type ExportRow = Vec<(String, Cell)>;

/// Returns the text of a cell of a row; empty if there is none or it is not a text.
pub fn cell_text<'r>(row: &'r ExportRow, name: &str) -> &'r str {
    match row.iter().find(|cell| cell.0 == name) {
        Some((_, Cell::Text(text))) => text,
        _ => "",
    }
}

/// Joins the items of a list by `;`. A `;` inside an item becomes a comma; the number of such items is returned too.
pub fn join_items(items: &[String]) -> (String, u64) {
    let odd = items.iter().filter(|item| item.contains(';')).count() as u64;
    (items.iter().map(|item| item.replace(';', ",")).collect::<Vec<_>>().join(";"), odd)
}

impl Dataset {
    /// Returns the number of rows of a table.
    pub fn rows(&self, table: Table) -> usize {
        match table {
            Table::Companies => self.companies.len(),
            Table::People => self.people.len(),
            Table::Seats => self.seats.len(),
            Table::Ties => self.ties.len(),
            Table::Deals => self.deals.len(),
            Table::Financials => self.accounts.len(),
            Table::Sources => self.sources.len(),
        }
    }

    /// Returns a row of a table as cells; reading them again gives the same row.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_dataset::{Cell, Dataset, Table};
    /// let boards = Dataset::open("datasets/bigtech-boards")?;
    /// let first = boards.export_row(Table::Seats, 0);
    /// assert!(first.iter().any(|(name, _)| name == "person"));
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    ///
    /// # Panics
    /// If there is no such row.
    pub fn export_row(&self, table: Table, row: usize) -> ExportRow {
        match table {
            Table::Companies => company(self.companies.company(row)),
            Table::People => person(self.people.person(row)),
            Table::Seats => seat(self.seat(row)),
            Table::Ties => tie(&self.ties[row]),
            Table::Deals => deal(&self.deals[row]),
            Table::Financials => accounts(&self.accounts[row]),
            Table::Sources => source(&self.sources[row]),
        }
    }

    /// Calls `visit` for every row of a table.
    ///
    /// # Errors
    /// The first error of `visit`.
    pub fn for_each_row(&self, table: Table, mut visit: impl FnMut(ExportRow) -> io::Result<()>) -> io::Result<()> {
        (0..self.rows(table)).try_for_each(|row| visit(self.export_row(table, row)))
    }
}

/// Builds a row: the cells of known fields, then those of unknown columns sorted by name, because their order in
/// the file depends on which row was read first.
fn row(known: Vec<(Field, Option<Cell>)>, extra: &Extra) -> ExportRow {
    let known = known.into_iter().filter_map(|(field, cell)| Some((field.name().to_owned(), cell?)));
    let further = extra.iter().filter_map(|(name, text)| Some((name.clone(), Cell::text(text.as_str())?)));
    let mut further: Vec<(String, Cell)> = further.collect();
    further.sort_by(|a, b| a.0.cmp(&b.0));
    known.chain(further).collect()
}

/// Returns the cells of an end and, where it has no date, of its status.
fn end(end: &Ending) -> [(Field, Option<Cell>); 2] {
    let status = matches!(end, Ending::Unknown).then(|| Cell::Text("unknown".to_owned()));
    [(Field::End, Cell::date(end.date())), (Field::EndStatus, status)]
}

fn company(it: Company) -> ExportRow {
    let known = vec![
        (Field::Id, Cell::text(it.id)),
        (Field::Name, Cell::text(it.name)),
        (Field::Aliases, Cell::list(it.aliases)),
        (Field::Country, Cell::text(it.country)),
        (Field::Industry, Cell::text(it.industry)),
        (Field::IndustryCode, Cell::text(it.industry_code)),
        (Field::IndustryScheme, Cell::text(it.industry_scheme)),
        (Field::Founded, Cell::date(it.founded.as_ref())),
        (Field::Dissolved, Cell::date(it.dissolved.as_ref())),
        (Field::Listed, it.listed.map(Cell::Flag)),
        (Field::Lei, Cell::text(it.lei)),
        (Field::Cik, Cell::text(it.cik)),
        (Field::Ticker, Cell::text(it.ticker)),
        (Field::Isin, Cell::text(it.isin)),
        (Field::Number, Cell::text(it.number)),
        (Field::Source, Cell::list(it.sources)),
    ];
    row(known, &it.extra)
}

fn person(it: Person) -> ExportRow {
    let known = vec![
        (Field::Id, Cell::text(it.id)),
        (Field::Name, Cell::text(it.name)),
        (Field::Aliases, Cell::list(it.aliases)),
        (Field::Birth, Cell::date(it.birth.as_ref())),
        (Field::Death, Cell::date(it.death.as_ref())),
        (Field::Gender, Cell::text(it.gender)),
        (Field::Nationality, Cell::text(it.nationality)),
        (Field::Source, Cell::list(it.sources)),
    ];
    row(known, &it.extra)
}

fn seat(it: Seat) -> ExportRow {
    let board = if it.observer { Some(Cell::Text("observer".to_owned())) } else { it.board.map(Cell::Flag) };
    let mut known = vec![
        (Field::Id, Cell::text(it.id)),
        (Field::Person, Cell::text(it.person)),
        (Field::Record, Cell::text(it.record)),
        (Field::Company, Cell::text(it.company)),
        (Field::Role, Cell::text(it.role)),
        (Field::Start, Cell::date(it.start.as_ref())),
    ];
    known.extend(end(&it.end));
    known.extend([
        (Field::Board, board),
        (Field::Executive, Some(Cell::Flag(it.executive))),
        (Field::Committee, Cell::text(it.committee)),
        (Field::Source, Cell::list(it.sources)),
        (Field::Confidence, it.confidence.and_then(|confidence| Cell::text(confidence.as_str()))),
        (Field::Note, Cell::text(it.note)),
    ]);
    row(known, &it.extra)
}

fn tie(it: &Tie) -> ExportRow {
    let kind = |kind: Option<EntityKind>| {
        kind.map(|kind| Cell::Text(if kind == EntityKind::Person { "person" } else { "company" }.to_owned()))
    };
    let mut known = vec![
        (Field::Id, Cell::text(it.id.as_str())),
        (Field::From, Cell::text(it.from.id.as_str())),
        (Field::FromType, kind(it.from.kind)),
        (Field::To, Cell::text(it.to.id.as_str())),
        (Field::ToType, kind(it.to.kind)),
        (Field::Kind, Cell::text(it.kind.as_str())),
        (Field::Start, Cell::date(it.start.as_ref())),
    ];
    known.extend(end(&it.end));
    known.extend([
        (Field::Share, it.share.map(Cell::Number)),
        (Field::Source, Cell::list(it.sources.clone())),
        (Field::Confidence, it.confidence.and_then(|confidence| Cell::text(confidence.as_str()))),
        (Field::Note, Cell::text(it.note.as_str())),
    ]);
    row(known, &it.extra)
}

fn deal(it: &Deal) -> ExportRow {
    let known = vec![
        (Field::Id, Cell::text(it.id.as_str())),
        (Field::Date, Cell::date(it.date.as_ref())),
        (Field::Kind, Cell::text(it.kind.as_str())),
        (Field::Parties, Cell::list(it.parties.clone())),
        (Field::Amount, it.amount.map(Cell::Number)),
        (Field::Currency, Cell::text(it.currency.as_str())),
        (Field::Status, Cell::text(it.status.as_str())),
        (Field::Text, Cell::text(it.text.as_str())),
        (Field::Source, Cell::list(it.sources.clone())),
        (Field::Confidence, it.confidence.and_then(|confidence| Cell::text(confidence.as_str()))),
    ];
    row(known, &it.extra)
}

fn accounts(it: &Accounts) -> ExportRow {
    let known = vec![
        (Field::Company, Cell::text(it.company.as_str())),
        (Field::Competitor, Cell::text(it.competitor.as_str())),
        (Field::Year, Cell::date(it.year_end.as_ref())),
        (Field::Capital, it.capital.map(Cell::Number)),
        (Field::CompetitiveSales, it.competitive_sales.map(Cell::Number)),
        (Field::TotalSales, it.total_sales.map(Cell::Number)),
        (Field::TotalAssets, it.total_assets.map(Cell::Number)),
        (Field::Premiums, it.premiums.map(Cell::Number)),
        (Field::Currency, Cell::text(it.currency.as_str())),
        (Field::Source, Cell::list(it.sources.clone())),
        (Field::Note, Cell::text(it.note.as_str())),
    ];
    row(known, &it.extra)
}

fn source(it: &Source) -> ExportRow {
    let known = vec![
        (Field::Id, Cell::text(it.id.as_str())),
        (Field::Title, Cell::text(it.title.as_str())),
        (Field::Url, Cell::text(it.url.as_str())),
        (Field::Date, Cell::date(it.date.as_ref())),
    ];
    row(known, &it.extra)
}
