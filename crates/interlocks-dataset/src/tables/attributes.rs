//! What a table says beside its keys, cell by cell.

use crate::columns::Field;
use crate::record::{items, yes_or_no};
use interlocks_core::model::{Extra, PartialDate};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, DictColumn, PerValue};

/// Which column it is: one we know, or one nobody knows, by its heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColumnName {
    Known(Field),
    Extra(String),
}

/// Columns of texts, all of one length.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    columns: Vec<(ColumnName, DictColumn)>,
}

impl Attributes {
    /// Columns of one length; those without any text are left out.
    pub fn new(columns: Vec<(ColumnName, DictColumn)>) -> Attributes {
        Attributes { columns: columns.into_iter().filter(|(_, column)| !column.is_blank()).collect() }
    }

    /// The column of a field, where any row has one.
    pub fn column(&self, field: Field) -> Option<&DictColumn> {
        self.columns.iter().find(|(name, _)| *name == ColumnName::Known(field)).map(|(_, column)| column)
    }

    /// The text of a cell; empty when there is none.
    pub fn text(&self, field: Field, row: usize) -> &str {
        self.column(field).map_or("", |column| column.get(row))
    }

    /// The text of a cell, owned.
    pub fn string(&self, field: Field, row: usize) -> String {
        self.text(field, row).to_owned()
    }

    /// The items of a list in a cell.
    pub fn list(&self, field: Field, row: usize) -> Vec<String> {
        items(self.text(field, row))
    }

    /// The date in a cell; rows whose dates cannot be read are not kept.
    pub fn date(&self, field: Field, row: usize) -> Option<PartialDate> {
        self.text(field, row).parse().ok()
    }

    /// Yes or no in a cell; none where it says neither.
    pub fn flag(&self, field: Field, row: usize) -> Option<bool> {
        yes_or_no(self.text(field, row)).unwrap_or_default()
    }

    /// A column of yes and no, each text of it read once.
    pub fn flags(&self, field: Field) -> Option<PerValue<'_, Option<bool>>> {
        self.column(field).map(|column| column.map_values(|text| yes_or_no(text).unwrap_or_default()))
    }

    /// The cells of columns nobody knows.
    pub fn extra(&self, row: usize) -> Extra {
        let unknown = self.columns.iter().filter_map(|(name, column)| match name {
            ColumnName::Extra(name) => Some((name.clone(), column.get(row).to_owned())),
            ColumnName::Known(_) => None,
        });
        unknown.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The rows in another order, or some of them: row `i` is what `order[i]` was.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> Attributes {
        self.clone().mapped(|column| column.reordered(order))
    }

    /// Every column made anew.
    #[must_use]
    pub fn mapped(self, change: impl Fn(DictColumn) -> DictColumn) -> Attributes {
        Attributes { columns: self.columns.into_iter().map(|(name, column)| (name, change(column))).collect() }
    }

    /// The rows of several tables behind one another; each with its number of rows.
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

    /// Adds the columns to an archive.
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
    /// When they are missing or do not fit.
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
                    ColumnName::Known(number.parse().ok().and_then(Field::of_number).ok_or_else(wrong)?)
                }
                (_, Some(extra)) => ColumnName::Extra(extra.to_owned()),
                _ => return Err(wrong()),
            };
            columns.push((name, column));
        }
        Ok(Attributes { columns })
    }
}
