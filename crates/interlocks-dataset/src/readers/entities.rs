//! Reads people and companies.

use std::borrow::Cow;
use std::sync::Arc;

use crate::TableCount;
use crate::columns::Field;
use crate::ids::{DuplicateRow, Ids};
use crate::problem::Problems;
use crate::record::{Row, RowReader, date_text};
use crate::row_parsers;
use crate::tables::{BlockLines, ColumnName, Entities, Lines, Places};
use interlocks_core::model::Ending;
use interlocks_core::model::vocabulary::{CodeScheme, DateOrder};
use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, StringRun};
use interlocks_core::text::clean_name;

use super::columns::{AttributeColumns, Routes, merge_attributes};
use super::log::{Log, merge_logs};

/// The fields of people and companies that are kept as texts.
const KEPT: &[Field] = &[
    Field::Aliases,
    Field::Country,
    Field::Industry,
    Field::IndustryCode,
    Field::IndustryScheme,
    Field::Founded,
    Field::Dissolved,
    Field::Listed,
    Field::Lei,
    Field::Cik,
    Field::Ticker,
    Field::Isin,
    Field::Number,
    Field::Birth,
    Field::Death,
    Field::Gender,
    Field::Nationality,
    Field::Source,
];

/// Reads people or companies.
#[derive(Debug, Default)]
pub(crate) struct EntityReader {
    pub log: Log,
    date_order: Option<DateOrder>,
    ids: StringRun,
    names: StringRun,
    lines: BlockLines,
    pub(super) columns: AttributeColumns,
    routes: Routes,
    /// The number of a header, and the classification that its column of industry codes names.
    scheme: (u64, Option<CodeScheme>),
    blocks: Vec<EntityBlock>,
    id_column: u64,
}

#[derive(Debug)]
struct EntityBlock {
    number: usize,
    ids: StringRun,
    names: StringRun,
    lines: Lines,
    columns: Vec<BitPacked>,
}

/// The result of one worker.
#[derive(Debug)]
pub(crate) struct EntityPart {
    log: Log,
    id_column: u64,
    texts: Vec<(ColumnName, StringColumnBuilder)>,
    blocks: Vec<EntityBlock>,
}

impl EntityReader {
    /// Creates a reader; `date_order` is that of ambiguous dates.
    pub(crate) fn new(date_order: Option<DateOrder>) -> EntityReader {
        EntityReader { date_order, ..EntityReader::default() }
    }

    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let log = &mut self.log;
        log.read += 1;
        let (empty_end, date_order) = (Ending::Running, self.date_order);
        let mut reading = RowReader { row, empty_end, date_order, log, failed: false };
        let listed = row_parsers::entity(&mut reading);
        if reading.failed {
            reading.log.dropped += 1;
            return;
        }
        let (id, name) = (clean_name(row.text(Field::Id)), clean_name(row.text(Field::Name)));
        reading.log.cleaned += [&id, &name].into_iter().filter(|text| matches!(text, Cow::Owned(_))).count() as u64;
        self.id_column = row.column(Field::Id);
        let at = self.lines.len();
        self.ids.push(&id);
        self.names.push(if name == id { "" } else { &name });
        self.lines.push(row.place.line);
        let routes = self.routes.for_row(row, &mut self.columns, KEPT);
        for &(cell, column) in routes {
            let unread = !listed && row.header.fields[cell] == Some(Field::Listed);
            let text = row.cells.get(cell).copied().unwrap_or("");
            match row.header.fields[cell] {
                _ if unread => self.columns.set(column, at, ""),
                Some(field) if row_parsers::ENTITY_DATES.contains(&field) => {
                    self.columns.set(column, at, &date_text(text, date_order));
                }
                _ => self.columns.set(column, at, text),
            }
        }
        self.set_scheme(row, at);
    }

    /// Stores the classification that the heading of a column of codes names: `sic`, `NACE Rev. 2`.
    fn set_scheme(&mut self, row: &Row<'_>, at: usize) {
        let header = row.header;
        if self.scheme.0 != header.serial {
            let named =
                header.columns_of(Field::IndustryCode).find_map(|column| CodeScheme::read(&header.names[column]));
            self.scheme = (header.serial, named.filter(|_| !header.has(Field::IndustryScheme)));
        }
        if let Some(scheme) = self.scheme.1
            && !row.text(Field::IndustryCode).is_empty()
            && let Some(column) = self.columns.at(&ColumnName::Known(Field::IndustryScheme))
        {
            self.columns.set(column, at, scheme.as_str());
        }
    }

    pub(crate) fn end_block(&mut self, number: usize, file: u32) {
        self.log.end_block(number);
        let columns = self.columns.end_block(self.lines.len());
        let (mut ids, mut names) = (std::mem::take(&mut self.ids), std::mem::take(&mut self.names));
        ids.shrink();
        names.shrink();
        self.blocks.push(EntityBlock { number, ids, names, lines: self.lines.end_block(file), columns });
    }

    pub(crate) fn finish(self) -> EntityPart {
        EntityPart { log: self.log, id_column: self.id_column, texts: self.columns.into_texts(), blocks: self.blocks }
    }
}

/// A table of people or companies, as read by all workers.
#[derive(Debug)]
pub(crate) struct EntityTable {
    pub entities: Entities,
    /// Rows whose id an earlier row has.
    pub repeated: Vec<DuplicateRow>,
    pub count: TableCount,
    pub problems: Problems,
    /// The number of the cell with the id, for problems.
    pub id_column: u64,
}

/// Merges the results of all workers, in the order of rows.
pub(crate) fn merge_entities(parts: Vec<EntityPart>) -> EntityTable {
    let id_column = parts.iter().map(|part| part.id_column).max().unwrap_or(1);
    let (mut logs, mut texts, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    for (worker, part) in parts.into_iter().enumerate() {
        logs.push(part.log);
        texts.push(part.texts);
        blocks.extend(part.blocks.into_iter().map(|block| (worker, block)));
    }
    blocks.sort_by_key(|(_, block)| block.number);
    let columns: Vec<(usize, usize, &[BitPacked])> =
        blocks.iter().map(|(worker, block)| (*worker, block.lines.len(), block.columns.as_slice())).collect();
    let attributes = merge_attributes(&texts, &columns);
    let (mut ids, mut names, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (_, block) in blocks {
        ids.push(block.ids);
        names.push(block.names);
        lines.push(block.lines);
    }
    let (ids, repeated) = Ids::new(StringColumn::from_runs(ids));
    let entities = Entities {
        ids: Arc::new(ids),
        names: StringColumn::from_runs(names),
        attributes,
        places: Places::from_lines(lines),
    };
    let (count, problems) = merge_logs(logs);
    EntityTable { entities, repeated, count, problems, id_column }
}
