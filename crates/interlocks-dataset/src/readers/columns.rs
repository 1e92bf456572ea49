//! The columns of one worker, and merging the columns of all workers.

use rayon::prelude::*;

use crate::columns::Field;
use crate::record::{Header, Row};
use crate::tables::{Attributes, ColumnName};
use interlocks_core::store::{BitPacked, DictColumn, Interner, StringColumnBuilder, merge_texts};

/// The columns whose cells are kept as texts.
#[derive(Debug, Default)]
pub(crate) struct AttributeColumns {
    columns: Vec<AttributeColumn>,
    /// `true` if there were more than [`MAX_COLUMNS`]; the whole file is rejected then.
    pub is_full: bool,
}

/// The most columns that one table may have. Memory grows with rows times columns, and in JSON every row can have a
/// column of its own.
pub(crate) const MAX_COLUMNS: usize = 1 << 12;

#[derive(Debug)]
struct AttributeColumn {
    name: ColumnName,
    texts: Interner,
    /// The code of the text that was stored last.
    last: u32,
    codes: Vec<u32>,
}

/// The number of the empty text in every column.
const BLANK: u32 = 0;

impl AttributeColumns {
    /// Stores the text of a cell in a row of the block.
    pub(crate) fn set(&mut self, at: usize, row: usize, text: &str) {
        let column = &mut self.columns[at];
        column.codes.resize(row, BLANK);
        // Registers are sorted by company or by person, whose texts are the same in row after row.
        if column.texts.get(column.last) != text {
            column.last = column.texts.intern(text);
        }
        column.codes.push(column.last);
    }

    /// Returns the number of a column; adds a new one. `None` if there are too many.
    pub(crate) fn at(&mut self, name: &ColumnName) -> Option<usize> {
        if let Some(at) = self.columns.iter().position(|column| column.name == *name) {
            return Some(at);
        }
        if self.columns.len() == MAX_COLUMNS {
            self.is_full = true;
            return None;
        }
        let mut texts = Interner::default();
        texts.intern("");
        self.columns.push(AttributeColumn { name: name.clone(), texts, last: BLANK, codes: Vec::new() });
        Some(self.columns.len() - 1)
    }

    /// Ends a block of `rows` rows and returns the codes of each column.
    pub(crate) fn end_block(&mut self, rows: usize) -> Vec<BitPacked> {
        let packed = |column: &mut AttributeColumn| {
            column.codes.resize(rows, BLANK);
            let codes = BitPacked::from_slice(&column.codes);
            column.codes.clear();
            codes
        };
        self.columns.iter_mut().map(packed).collect()
    }

    pub(crate) fn into_texts(self) -> Vec<(ColumnName, StringColumnBuilder)> {
        self.columns.into_iter().map(|column| (column.name, column.texts.into_texts())).collect()
    }
}

/// The assignment of cells to columns; rebuilt when the header changes.
#[derive(Debug, Default)]
pub(crate) struct Routes {
    serial: u64,
    names: Vec<String>,
    routes: Vec<(usize, usize)>,
}

impl Routes {
    /// Returns `true` if the header is that of the row before.
    pub(crate) fn are_of(&self, header: &Header) -> bool {
        self.serial == header.serial
    }

    /// Returns the pairs of cell and column for the header of a row: for the fields in `kept` and for unknown columns.
    pub(crate) fn for_row(
        &mut self,
        row: &Row<'_>,
        columns: &mut AttributeColumns,
        kept: &[Field],
    ) -> &[(usize, usize)] {
        let header = row.header;
        if self.serial == header.serial {
            return &self.routes;
        }
        self.serial = header.serial;
        if self.names != header.names {
            self.names.clone_from(&header.names);
            let cells = header.names.iter().zip(&header.fields).enumerate();
            let names = cells.filter_map(|(cell, (name, field))| match field {
                Some(field) => kept.contains(field).then_some((cell, ColumnName::Known(*field))),
                None => Some((cell, ColumnName::Extra(name.clone()))),
            });
            self.routes = names.filter_map(|(cell, name)| Some((cell, columns.at(&name)?))).collect();
        }
        &self.routes
    }
}

/// A column of one block, and the renumbering of the worker that read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    pub rows: usize,
    /// `None` if the block does not have the column: then every row is blank.
    pub codes: Option<&'a BitPacked>,
    pub renumbered: &'a [u32],
}

/// Concatenates one column of all blocks with renumbered codes. Codes below `kept` do not change; the others are
/// numbers that count from `kept`.
pub(crate) fn merge_column(parts: &[Part<'_>], kept: u32) -> BitPacked {
    let mut values = vec![0u32; parts.iter().map(|part| part.rows).sum()];
    let mut rest = values.as_mut_slice();
    let mut slots = Vec::with_capacity(parts.len());
    for part in parts {
        let (own, later) = rest.split_at_mut(part.rows);
        slots.push((part, own));
        rest = later;
    }
    slots.into_par_iter().for_each(|(part, own)| {
        let renumbered = |code: u32| match code.checked_sub(kept) {
            Some(code) => kept + part.renumbered.get(code as usize).copied().unwrap_or(0),
            None => code,
        };
        match part.codes {
            Some(codes) => {
                codes.unpack(0, own);
                own.iter_mut().for_each(|value| *value = renumbered(*value));
            }
            None => own.fill(renumbered(BLANK)),
        }
    });
    BitPacked::from_slice(&values)
}

/// Merges the attribute columns of all blocks, in the order in which workers first found them.
/// `blocks` holds the worker, the number of rows and the columns of each block, in order.
pub(crate) fn merge_attributes(
    texts: &[Vec<(ColumnName, StringColumnBuilder)>],
    blocks: &[(usize, usize, &[BitPacked])],
) -> Attributes {
    let mut names: Vec<&ColumnName> = Vec::new();
    for (name, _) in texts.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut blank = StringColumnBuilder::default();
    blank.push("");
    let columns = names.into_iter().map(|name| {
        let at: Vec<Option<usize>> = texts.iter().map(|own| own.iter().position(|(n, _)| n == name)).collect();
        let lists: Vec<&StringColumnBuilder> =
            at.iter().zip(texts).map(|(at, own)| at.map_or(&blank, |at| &own[at].1)).collect();
        let (texts, renumbered) = merge_texts(&lists);
        let parts: Vec<Part<'_>> = blocks
            .iter()
            .map(|&(worker, rows, codes)| Part {
                rows,
                codes: at[worker].and_then(|at| codes.get(at)),
                renumbered: &renumbered[worker],
            })
            .collect();
        (name.clone(), DictColumn { codes: merge_column(&parts, 0), words: texts })
    });
    Attributes::new(columns.collect())
}
