//! Detects the layout of a table with several seats per row, or with several rows per seat.

use interlocks_core::model::vocabulary::{read_date, read_role};
use interlocks_core::model::{Day, PartialDate};

use crate::columns::{self, ColumnNames, Concept, Field, HeadingKey, Table};

use super::super::mode::Mode;
use super::headings;
use super::names::{self, Joiner};

/// The layout of a table with several seats per row, or with several rows per seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The columns with the seats.
    pub(crate) shape: Shape,
    /// The column with the year of the row, in a panel with several rows per seat.
    pub(crate) year: Option<usize>,
    /// For every column its field, if all seats of the row share its value.
    pub(crate) fields: Vec<Option<Field>>,
}

/// The columns with the seats of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Names of the other mode, in columns of one or several names. `of` is the mode of the row.
    Names { of: Mode, columns: Vec<NameColumn>, joiner: Joiner },
    /// One column per person, or per company, of the other mode, with a mark for a seat.
    Marks { of: Mode, own: usize, columns: Vec<usize> },
    /// A column a day, a month or a year, in order, and a mark or a role where the seat was held.
    Panel { dates: Vec<(usize, PartialDate)> },
    /// One person and one company per row.
    Plain,
}

/// A column of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameColumn {
    pub(crate) at: usize,
    /// The role that the heading gives: that of a column `Chairman`.
    pub(crate) role: Option<String>,
    /// `true` if a cell may have several names.
    pub(crate) is_list: bool,
    /// `true` if the heading says that whoever is named sits on the board.
    pub(crate) is_board: bool,
}

/// Headings of columns of directors, which is what a seat without a role is.
const DIRECTORS: &[&str] = &["directors", "members", "board_members", "board_of_directors", "board"];

/// The fewest columns of a panel or an incidence table; fewer may be a coincidence.
const MIN_COLUMNS: usize = 2;

/// A header and the first rows below it.
struct Sample<'a> {
    header: &'a [String],
    keys: Vec<HeadingKey>,
    rows: &'a [Vec<String>],
}

impl Layout {
    /// Detects the layout by the header and some rows; `None` if the table has one seat per row or no known layout.
    pub(crate) fn detect(names: &ColumnNames, header: &[String], rows: &[Vec<String>]) -> Option<Layout> {
        let sample = Sample { header, keys: header.iter().map(|name| HeadingKey::new(name)).collect(), rows };
        let assigned = names.assign(Table::Seats, header.iter().map(String::as_str));
        let mut fields = assigned.fields;
        let at = |field: Field| fields.iter().position(|found| *found == Some(field));
        let has_joined = |field: Field| assigned.joined.iter().any(|joined| joined.field == field);
        let (person, company) = (at(Field::Person), at(Field::Company));
        let year = sample.year(names, &fields, &assigned.also);
        let shape = match (person, company) {
            // The parts of a name are joined by the reader of plain tables.
            _ if has_joined(Field::Person) => return None,
            (Some(person), Some(company)) => sample
                .dates()
                .or_else(|| sample.more_names(Mode::Companies, company, person))
                .or_else(|| sample.joined_names(Mode::Companies, person))
                .or(year.map(|_| Shape::Plain))?,
            (Some(own), None) => sample.names(Mode::People, own).or_else(|| sample.marks(Mode::People, own))?,
            (None, Some(own)) => sample.names(Mode::Companies, own).or_else(|| sample.marks(Mode::Companies, own))?,
            // Incidence tables often have no first heading; their rows are people, as in the literature.
            (None, None) => sample.marks(Mode::People, 0)?,
        };
        for column in shape.columns().into_iter().chain(year) {
            fields[column] = None;
        }
        // What describes people cannot stand in a row of several, nor what describes companies.
        if let Shape::Marks { of, .. } | Shape::Names { of, .. } = &shape {
            let others: Vec<Field> = of.other().described().fields().collect();
            let is_other = |field: &Field| others.contains(field);
            fields.iter_mut().filter(|field| field.as_ref().is_some_and(is_other)).for_each(|field| *field = None);
        }
        if let Shape::Marks { own, of, .. } = &shape {
            fields[*own] = Some(if *of == Mode::People { Field::Person } else { Field::Company });
        }
        Some(Layout { shape, year, fields })
    }
}

impl Shape {
    /// Returns the columns with seats.
    pub(crate) fn columns(&self) -> Vec<usize> {
        match self {
            Shape::Names { columns, .. } => columns.iter().map(|column| column.at).collect(),
            Shape::Marks { columns, .. } => columns.clone(),
            Shape::Panel { dates } => dates.iter().map(|(column, _)| *column).collect(),
            Shape::Plain => Vec::new(),
        }
    }
}

impl Sample<'_> {
    fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.get(at).map_or("", |cell| cell.trim()))
    }

    /// Finds the columns with names of the other mode: those with a plural heading, numbered ones, and those whose heading is a
    /// role.
    fn names(&self, of: Mode, own: usize) -> Option<Shape> {
        let columns: Vec<NameColumn> =
            (0..self.header.len()).filter(|at| *at != own).filter_map(|at| self.name_column(of, at)).collect();
        // The cells of a single role may be anything, such as marks.
        let is_sure = columns.iter().any(|column| column.is_list || self.is_numbered(column.at)) || columns.len() > 1;
        is_sure.then(|| self.names_in(of, columns))
    }

    /// Finds further columns of people in a table that has one of them: `Director`, `Director2`, `Chairman`.
    fn more_names(&self, of: Mode, own: usize, person: usize) -> Option<Shape> {
        let is_first = |at: usize| at == person && self.keys[at].without_number().is_singular(of.other());
        let first =
            is_first(person).then_some(NameColumn { at: person, role: None, is_list: true, is_board: false })?;
        let others = (0..self.header.len()).filter(|at| *at != own && *at != person);
        let mut columns: Vec<NameColumn> =
            others.filter(|at| self.is_numbered(*at)).filter_map(|at| self.name_column(of, at)).collect();
        if columns.is_empty() {
            return None;
        }
        columns.insert(0, first);
        Some(self.names_in(of, columns))
    }

    /// Finds a column of people some of whose cells have several names, by the signs that always separate them.
    fn joined_names(&self, of: Mode, person: usize) -> Option<Shape> {
        let has_several = self.cells(person).any(|cell| cell.contains(names::ALWAYS));
        has_several
            .then(|| self.names_in(of, vec![NameColumn { at: person, role: None, is_list: true, is_board: false }]))
    }

    fn names_in(&self, of: Mode, columns: Vec<NameColumn>) -> Shape {
        let lists = columns.iter().filter(|column| column.is_list);
        let joiner = Joiner::detect(of.other(), lists.flat_map(|column| self.cells(column.at)));
        Shape::Names { of, columns, joiner }
    }

    fn is_numbered(&self, at: usize) -> bool {
        self.keys[at].without_number() != self.keys[at]
    }

    fn name_column(&self, of: Mode, at: usize) -> Option<NameColumn> {
        let stem = self.keys[at].without_number();
        let (many, other) =
            if of == Mode::People { (Concept::Companies, Mode::Companies) } else { (Concept::People, Mode::People) };
        let is_list = stem.means(many);
        let role = || {
            let words = self.header[at].trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == ' ');
            let read = read_role(words);
            (of == Mode::Companies && read.says_office()).then(|| words.to_owned())
        };
        if is_list {
            // A heading such as "Aufsichtsrat" is the name of a board; "members" says nothing of a role.
            let is_directors = DIRECTORS.iter().any(|heading| stem.is(heading));
            let is_board = is_directors || role().is_some_and(|role| read_role(&role).board == Some(true));
            let role = role().filter(|_| !is_directors);
            return Some(NameColumn { at, role, is_list: !self.is_numbered(at), is_board });
        }
        if self.is_numbered(at) && stem.is_singular(other) {
            return Some(NameColumn { at, role: None, is_list: false, is_board: false });
        }
        let role = role().filter(|_| self.cells(at).all(is_name))?;
        self.cells(at).any(|cell| !cell.is_empty()).then_some(NameColumn {
            at,
            role: Some(role),
            is_list: true,
            is_board: false,
        })
    }

    /// Finds the columns in which all cells are marks.
    fn marks(&self, of: Mode, own: usize) -> Option<Shape> {
        let is_marks =
            |at: usize| !self.header[at].trim().is_empty() && self.cells(at).all(|cell| parse_mark(cell).is_some());
        let columns: Vec<usize> = (0..self.header.len()).filter(|at| *at != own && is_marks(*at)).collect();
        let some = columns.iter().any(|at| self.cells(*at).any(|cell| parse_mark(cell) == Some(true)));
        (columns.len() >= MIN_COLUMNS && columns.len() + 1 == self.header.len() && some).then_some(Shape::Marks {
            of,
            own,
            columns,
        })
    }

    /// Finds the columns whose headings are dates, in the order of the dates.
    fn dates(&self) -> Option<Shape> {
        let mut dates = headings::dates(self.header);
        dates.sort_by_key(|(at, date)| (date.earliest(), date.latest(), *at));
        (dates.len() >= MIN_COLUMNS).then_some(Shape::Panel { dates })
    }

    /// Finds the column with the year of the row, if the table has no start and no end.
    fn year(&self, names: &ColumnNames, fields: &[Option<Field>], also: &[(Field, usize)]) -> Option<usize> {
        let is_spell = |field: Field| matches!(field, Field::Start | Field::End);
        if fields.iter().flatten().copied().chain(also.iter().map(|(field, _)| *field)).any(is_spell) {
            return None;
        }
        let chosen = names.chosen(Field::Year, &self.keys);
        let known = || (0..fields.len()).find(|at| fields[*at].is_none() && self.keys[*at].means(Concept::Year));
        chosen.or_else(known).filter(|at| self.cells(*at).any(|cell| parse_years(cell).is_some()))
    }
}

impl HeadingKey {
    /// Returns `true` if the heading names one person or one company.
    fn is_singular(&self, mode: Mode) -> bool {
        let (concept, field) = match mode {
            Mode::People => (Concept::Person, Field::Person),
            Mode::Companies => (Concept::Company, Field::Company),
        };
        self.means(concept) || columns::names(Table::Seats, field).iter().any(|name| self.is(name))
    }
}

/// Returns `true` for a cell that may be a name: it has letters and is neither a mark nor a date.
fn is_name(cell: &str) -> bool {
    cell.is_empty() || (cell.contains(char::is_alphabetic) && parse_mark(cell).is_none() && read_date(cell).is_none())
}

/// Returns the year of a cell such as `2003`, `2003.0`, `FY2003` or `2003-12-31`, and the day if it is one. Of a fiscal year it is
/// the number that it is called by, whatever days it has.
pub(crate) fn parse_years(cell: &str) -> Option<(i16, Option<Day>)> {
    let of_date = || {
        let date = read_date(cell)?.date(None)?;
        let year = date.earliest().year().filter(|first| date.latest().year() == Some(*first))?;
        Some((year, date.days().is_one_day().then(|| date.earliest())))
    };
    let mut numbers = cell.split(|sign: char| !sign.is_ascii_digit()).filter(|number| number.len() == 4);
    let named = match (numbers.next(), numbers.next()) {
        (Some(number), None) if !cell.contains(['/', '-']) => number.parse().ok().map(|year| (year, None)),
        _ => None,
    };
    of_date().or(named)
}

/// Returns `true` or `false` if the cell marks a seat or no seat, and `None` if it is not a mark.
pub(crate) fn parse_mark(cell: &str) -> Option<bool> {
    match cell.trim() {
        "" | "0" | "0.0" | "-" | "." => Some(false),
        "1" | "1.0" | "x" | "X" | "✓" => Some(true),
        word => match word.to_lowercase().as_str() {
            "no" | "n" | "false" | "f" | "na" => Some(false),
            "yes" | "y" | "true" | "t" => Some(true),
            _ => None,
        },
    }
}
