//! Columns of one worker, and how the columns of all workers become one.

use rayon::prelude::*;

use crate::columns::Field;
use crate::record::Row;
use crate::tables::{Attributes, ColumnName};
use interlocks_core::store::{BitPacked, DictColumn, Interner, StringColumnBuilder, merge_texts};

/// The columns of cells that are kept as texts.
#[derive(Debug, Default)]
pub struct AttributeColumns {
    columns: Vec<AttributeColumn>,
}

#[derive(Debug)]
struct AttributeColumn {
    name: ColumnName,
    words: Interner,
    codes: Vec<u32>,
}

/// The number of the empty text: every column has it.
const BLANK: u32 = 0;

impl AttributeColumns {
    /// Keeps the text of a cell in a row of the block.
    pub fn set(&mut self, at: usize, row: usize, text: &str) {
        let column = &mut self.columns[at];
        column.codes.resize(row, BLANK);
        let number = column.words.intern(text);
        column.codes.push(number);
    }

    /// The number of a column, which is made when it is new.
    pub fn at(&mut self, name: &ColumnName) -> usize {
        if let Some(at) = self.columns.iter().position(|column| column.name == *name) {
            return at;
        }
        let mut words = Interner::default();
        words.intern("");
        self.columns.push(AttributeColumn { name: name.clone(), words, codes: Vec::new() });
        self.columns.len() - 1
    }

    /// The codes of a block of so many rows, a column each.
    pub fn end_block(&mut self, rows: usize) -> Vec<BitPacked> {
        let packed = |column: &mut AttributeColumn| {
            column.codes.resize(rows, BLANK);
            let codes = BitPacked::from_slice(&column.codes);
            column.codes.clear();
            codes
        };
        self.columns.iter_mut().map(packed).collect()
    }

    pub fn into_words(self) -> Vec<(ColumnName, StringColumnBuilder)> {
        self.columns.into_iter().map(|column| (column.name, column.words.into_texts())).collect()
    }
}

/// Which cells of a table go to which columns; made anew when the header is another.
#[derive(Debug, Default)]
pub struct Routes {
    serial: u64,
    names: Vec<String>,
    routes: Vec<(usize, usize)>,
}

impl Routes {
    /// The routes for the header of a row: cell to column, for the fields that are `kept` and for
    /// columns nobody knows.
    pub fn of(&mut self, row: &Row<'_>, columns: &mut AttributeColumns, kept: &[Field]) -> &[(usize, usize)] {
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
            self.routes = names.map(|(cell, name)| (cell, columns.at(&name))).collect();
        }
        &self.routes
    }
}

/// A column of one block, and what became of the numbers of the worker that read it.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub rows: usize,
    /// None where the block does not have the column: then every row is blank.
    pub codes: Option<&'a BitPacked>,
    pub moved: &'a [u32],
}

/// One column of the blocks behind one another, numbers as they were moved. Numbers below `kept`
/// stay as they are, and the others count from there.
pub fn gathered_column(parts: &[Part<'_>], kept: u32) -> BitPacked {
    let mut values = vec![0u32; parts.iter().map(|part| part.rows).sum()];
    let mut rest = values.as_mut_slice();
    let mut slots = Vec::with_capacity(parts.len());
    for part in parts {
        let (own, later) = rest.split_at_mut(part.rows);
        slots.push((part, own));
        rest = later;
    }
    slots.into_par_iter().for_each(|(part, own)| {
        let moved = |code: u32| match code.checked_sub(kept) {
            Some(code) => kept + part.moved.get(code as usize).copied().unwrap_or(0),
            None => code,
        };
        match part.codes {
            Some(codes) => {
                codes.unpack(0, own);
                own.iter_mut().for_each(|value| *value = moved(*value));
            }
            None => own.fill(moved(BLANK)),
        }
    });
    BitPacked::from_slice(&values)
}

/// The attribute columns of all blocks, in the order in which workers first met them.
/// `blocks` are the worker, the rows and the columns of each block, in order.
pub fn gathered_attributes(
    words: &[Vec<(ColumnName, StringColumnBuilder)>],
    blocks: &[(usize, usize, &[BitPacked])],
) -> Attributes {
    let mut names: Vec<&ColumnName> = Vec::new();
    for (name, _) in words.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut blank = StringColumnBuilder::default();
    blank.push("");
    let columns = names.into_iter().map(|name| {
        let at: Vec<Option<usize>> = words.iter().map(|own| own.iter().position(|(n, _)| n == name)).collect();
        let lists: Vec<&StringColumnBuilder> =
            at.iter().zip(words).map(|(at, own)| at.map_or(&blank, |at| &own[at].1)).collect();
        let (texts, moved) = merge_texts(&lists);
        let parts: Vec<Part<'_>> = blocks
            .iter()
            .map(|&(worker, rows, codes)| Part {
                rows,
                codes: at[worker].and_then(|at| codes.get(at)),
                moved: &moved[worker],
            })
            .collect();
        (name.clone(), DictColumn { codes: gathered_column(&parts, 0), words: texts })
    });
    Attributes::new(columns.collect())
}
