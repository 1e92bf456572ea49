//! The cells of a table other than its keys.

use std::collections::BTreeMap;

use crate::columns::Field;
use crate::ids::DuplicateRow;
use crate::record::{items, yes_or_no};
use interlocks_core::model::{Extra, PartialDate};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked, DictColumn, PerValue, StringColumn};

/// The name of a column of attributes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColumnName {
    /// A known field.
    Known(Field),
    /// The heading of an unknown column.
    Extra(String),
}

/// Columns of texts, all of the same length.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    columns: Vec<(ColumnName, DictColumn)>,
}

impl Attributes {
    /// Builds the table from columns of the same length; those without any text are left out.
    pub fn new(columns: Vec<(ColumnName, DictColumn)>) -> Attributes {
        Attributes { columns: columns.into_iter().filter(|(_, column)| !column.is_blank()).collect() }
    }

    /// Returns the column of a field; `None` if no row has one.
    pub fn column(&self, field: Field) -> Option<&DictColumn> {
        self.columns.iter().find(|(name, _)| *name == ColumnName::Known(field)).map(|(_, column)| column)
    }

    /// Returns the column of a field, by its name in the data format, or the unknown column with this heading. Case and
    /// everything but letters and digits do not matter.
    pub fn named(&self, name: &str) -> Option<&DictColumn> {
        let plain = |text: &str| -> String {
            text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let wanted = plain(name);
        let is_wanted = |own: &ColumnName| match own {
            ColumnName::Known(field) => plain(field.name()) == wanted,
            ColumnName::Extra(heading) => plain(heading) == wanted,
        };
        self.columns.iter().find(|(own, _)| is_wanted(own)).map(|(_, column)| column)
    }

    /// Keeps the column of a field under a name, as an unknown column: what it holds is no value of that field.
    pub(crate) fn set_aside(&mut self, field: Field, name: &str) {
        let is_free = !self.columns.iter().any(|(own, _)| *own == ColumnName::Extra(name.to_owned()));
        if let Some(at) = self.columns.iter().position(|(own, _)| *own == ColumnName::Known(field)) {
            let name = if is_free { name.to_owned() } else { format!("{name}_read_as_{field}") };
            self.columns[at].0 = ColumnName::Extra(name);
        }
    }

    /// Takes the column of a field out of the table.
    pub(crate) fn remove(&mut self, field: Field) {
        self.columns.retain(|(name, _)| *name != ColumnName::Known(field));
    }

    /// Fills the empty cells of a field.
    pub(crate) fn complete_with(&mut self, field: Field, texts: &[&str]) {
        let own = self.column(field);
        let known = |row: usize| own.map_or("", |column| column.get(row));
        let filled = texts.iter().enumerate().map(|(row, text)| match known(row) {
            "" => *text,
            known => known,
        });
        let column = DictColumn::from_texts(&filled.collect::<Vec<&str>>());
        self.remove(field);
        if !column.is_blank() {
            self.columns.push((ColumnName::Known(field), column));
        }
    }

    /// Returns the text of a cell; empty if there is none.
    pub fn text(&self, field: Field, row: usize) -> &str {
        self.column(field).map_or("", |column| column.get(row))
    }

    /// Returns the text of a cell as a `String`.
    pub fn string(&self, field: Field, row: usize) -> String {
        self.text(field, row).to_owned()
    }

    /// Returns the items of the list in a cell.
    pub fn list(&self, field: Field, row: usize) -> Vec<String> {
        items(self.text(field, row))
    }

    /// Returns the date in a cell. Rows with unreadable dates are not kept.
    pub fn date(&self, field: Field, row: usize) -> Option<PartialDate> {
        self.text(field, row).parse().ok()
    }

    /// Returns the yes or no in a cell; `None` if it is neither.
    pub fn flag(&self, field: Field, row: usize) -> Option<bool> {
        yes_or_no(self.text(field, row)).unwrap_or_default()
    }

    /// Returns a column of yes and no; each different text is parsed once.
    pub fn flags(&self, field: Field) -> Option<PerValue<'_, Option<bool>>> {
        self.column(field).map(|column| column.map_values(|text| yes_or_no(text).unwrap_or_default()))
    }

    /// Returns the cells of unknown columns.
    pub fn extra(&self, row: usize) -> Extra {
        let unknown = self.columns.iter().filter_map(|(name, column)| match name {
            ColumnName::Extra(name) => Some((name.clone(), column.get(row).to_owned())),
            ColumnName::Known(_) => None,
        });
        unknown.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Returns the names of the unknown columns.
    pub(crate) fn extra_names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|(name, _)| match name {
            ColumnName::Extra(name) => Some(name.as_str()),
            ColumnName::Known(_) => None,
        })
    }

    /// Returns the unknown columns with their headings.
    pub fn extra_columns(&self) -> impl Iterator<Item = (&str, &DictColumn)> {
        self.columns.iter().filter_map(|(name, column)| match name {
            ColumnName::Extra(name) => Some((name.as_str(), column)),
            ColumnName::Known(_) => None,
        })
    }

    /// Returns `true` if two rows have the same text in every column.
    pub(crate) fn is_same_row(&self, a: usize, b: usize) -> bool {
        self.columns.iter().all(|(_, column)| column.get(a) == column.get(b))
    }

    /// Returns the fields in which rows say something else than the first row of the same id, and these rows. Sources, notes
    /// and columns that are no field belong to one row.
    pub(crate) fn differing(&self, repeated: &[DuplicateRow]) -> (Vec<Field>, Vec<u32>) {
        let (mut fields, mut rows) = (Vec::new(), Vec::new());
        for (name, column) in &self.columns {
            let ColumnName::Known(field) = name else { continue };
            if matches!(field, Field::Source | Field::Note) {
                continue;
            }
            let blank = column.words.iter().position(str::is_empty).map(|at| at as u32);
            let differs = |DuplicateRow { row, first }: &&DuplicateRow| {
                let code = column.codes.get(*row as usize);
                Some(code) != blank && code != column.codes.get(*first as usize)
            };
            let before = rows.len();
            rows.extend(repeated.iter().filter(differs).map(|repeat| repeat.row));
            if rows.len() > before {
                fields.push(*field);
            }
        }
        rows.sort_unstable();
        rows.dedup();
        (fields, rows)
    }

    /// Returns some rows in the given order: row `i` is the old row `order[i]`.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> Attributes {
        self.clone().mapped(|column| column.reordered(order))
    }

    /// Returns the columns with their names.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&ColumnName, &DictColumn)> {
        self.columns.iter().map(|(name, column)| (name, column))
    }

    /// Returns the table of `len` rows with other texts in some cells.
    #[must_use]
    pub(crate) fn with_cells(self, len: usize, cells: Vec<(ColumnName, u32, String)>) -> Attributes {
        let mut columns = self.columns;
        let mut by_column: Vec<(ColumnName, Vec<(u32, String)>)> = Vec::new();
        for (name, row, text) in cells {
            match by_column.iter_mut().find(|(own, _)| *own == name) {
                Some((_, cells)) => cells.push((row, text)),
                None => by_column.push((name, vec![(row, text)])),
            }
        }
        for (name, cells) in by_column {
            match columns.iter_mut().find(|(own, _)| *own == name) {
                Some((_, column)) => *column = with_texts(column, len, &cells),
                None if cells.iter().all(|(_, text)| text.is_empty()) => {}
                None => columns.push((name, with_texts(&DictColumn::default(), len, &cells))),
            }
        }
        Attributes { columns }
    }

    /// Applies a function to every column.
    #[must_use]
    pub fn mapped(self, change: impl Fn(DictColumn) -> DictColumn) -> Attributes {
        Attributes { columns: self.columns.into_iter().map(|(name, column)| (name, change(column))).collect() }
    }

    /// Concatenates the rows of several tables, each given with its number of rows.
    pub fn concat(parts: &[(&Attributes, usize)]) -> Attributes {
        let mut names: Vec<&ColumnName> = Vec::new();
        for (name, _) in parts.iter().flat_map(|(part, _)| &part.columns) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let of = |part: &'_ Attributes, name: &ColumnName| {
            part.columns.iter().find(|(own, _)| own == name).map(|(_, column)| column.clone())
        };
        let columns = names.into_iter().map(|name| {
            let columns: Vec<(Option<DictColumn>, usize)> =
                parts.iter().map(|(part, len)| (of(part, name), *len)).collect();
            let columns: Vec<(Option<&DictColumn>, usize)> =
                columns.iter().map(|(c, len)| (c.as_ref(), *len)).collect();
            (name.clone(), DictColumn::concat(&columns))
        });
        Attributes { columns: columns.collect() }
    }

    /// Writes the columns to an archive.
    pub fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        let name = |name: &ColumnName| match name {
            ColumnName::Known(field) => format!("={}", *field as u8),
            ColumnName::Extra(name) => format!("+{name}"),
        };
        let names: Vec<String> = self.columns.iter().map(|(own, _)| name(own)).collect();
        out.add_bytes(&format!("{prefix}.attributes"), serde_json::to_vec(&names).unwrap_or_default());
        for (at, (_, column)) in self.columns.iter().enumerate() {
            out.add_dict_column(&format!("{prefix}.{at}"), column);
        }
    }

    /// Reads the columns of a table of `len` rows from an archive.
    ///
    /// # Errors
    /// If they are missing or of the wrong length.
    pub fn load(prefix: &str, len: usize, archive: &Archive) -> Result<Attributes, ArchiveError> {
        let wrong = || ArchiveError::Section(format!("{prefix}.attributes"));
        let list = archive.bytes(&format!("{prefix}.attributes"))?;
        let names: Vec<String> = serde_json::from_slice(list.as_slice()).map_err(|_| wrong())?;
        let mut columns = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            let column = archive.dict_column(&format!("{prefix}.{at}"))?;
            if column.codes.len() != len {
                return Err(wrong());
            }
            let name = match (name.strip_prefix('='), name.strip_prefix('+')) {
                (Some(number), _) => {
                    ColumnName::Known(number.parse().ok().and_then(Field::from_number).ok_or_else(wrong)?)
                }
                (_, Some(extra)) => ColumnName::Extra(extra.to_owned()),
                _ => return Err(wrong()),
            };
            columns.push((name, column));
        }
        Ok(Attributes { columns })
    }
}

/// Returns a column of `len` rows with other texts in some of them.
fn with_texts(column: &DictColumn, len: usize, cells: &[(u32, String)]) -> DictColumn {
    let mut words: BTreeMap<&str, u32> = column.words.iter().chain([""]).map(|word| (word, 0)).collect();
    words.extend(cells.iter().map(|(_, text)| (text.as_str(), 0)));
    words.values_mut().zip(0..).for_each(|(code, at)| *code = at);
    let code = |text: &str| words.get(text).copied().unwrap_or(0);
    let old: Vec<u32> = column.words.iter().map(code).collect();
    let mut codes: Vec<u32> = column.codes.iter().map(|at| old.get(at as usize).copied().unwrap_or(0)).collect();
    codes.resize(len, 0);
    for (row, text) in cells {
        if let Some(own) = codes.get_mut(*row as usize) {
            *own = code(text);
        }
    }
    DictColumn { codes: BitPacked::from_slice(&codes), words: StringColumn::from_iter(words.keys().copied()) }
}
