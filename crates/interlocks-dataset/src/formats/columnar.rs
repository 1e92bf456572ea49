//! Columnar files: Parquet and Arrow IPC (Feather). Columns are matched by name as in CSV; a single file is a table of
//! seats, and a folder has one file per table.
//!
//! Dates may be texts, dates or timestamps; years may be numbers; lists may be lists. The lengths that a file states
//! are checked against the bytes present. A column of one row group is kept in memory, so row groups beyond a limit
//! are rejected.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Field as ArrowField, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::ColumnChunkMetaData;
use rayon::prelude::*;

use super::ColumnarFormat;
use super::csv::missing_column;
use super::table_folder::TableFolder;
use super::without_panic;
use crate::Dataset;
use crate::columns::Table;
use crate::error::DatasetError;
use crate::export::{Cell, CellKind, ExportColumn};
use crate::loader::Loader;
use crate::readers::TableReader;
use crate::record::{Header, ITEM_SEPARATOR, Row};
use interlocks_core::model::Place;

/// The number of rows that are read or written at a time.
const BATCH: usize = 8_192;

/// The largest row group, in bytes after decompression.
const LARGEST_GROUP: i64 = 1 << 31;

/// Reads a file as a table.
///
/// # Errors
/// If it cannot be read, is damaged, or lacks a required column.
pub(crate) fn read(
    loader: &mut Loader,
    table: Table,
    path: &Path,
    columnar: ColumnarFormat,
) -> Result<(), DatasetError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|source| DatasetError::Read { path: name.clone(), source })?;
    let damaged = |error: &str| {
        let what = if columnar == ColumnarFormat::Parquet { "Parquet" } else { "Arrow IPC" };
        let message = format!("not {what}, or damaged: {error}");
        DatasetError::Rejected { file: name.clone(), line: 1, column: 1, message }
    };
    let batches = without_panic(|| Batches::open(file, columnar)).map_err(|error| damaged(&error))?;
    read_batches(loader, table, &name, batches).map_err(|error| match error {
        Unread::Batch(error) => damaged(&error),
        Unread::Table(error) => error,
    })
}

/// The reason for which batches are not read.
pub(super) enum Unread {
    /// A batch is damaged, or its values cannot be put into words.
    Batch(String),
    /// The table is refused.
    Table(DatasetError),
}

/// Reads the batches of a table, in parallel.
pub(super) fn read_batches(loader: &mut Loader, table: Table, name: &str, batches: Batches) -> Result<(), Unread> {
    loader.declare_table(table);
    let number = loader.file(name);
    let names: Vec<String> = batches.schema.fields().iter().map(|field| field.name().trim().to_owned()).collect();
    let header = Header::new(&loader.columns, table, names);
    if let Some(message) = missing_column(table, &header) {
        let message = loader.columns.unmet_in(table).unwrap_or(message);
        return Err(Unread::Table(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message }));
    }
    loader.note_unused_columns(name, header.unused());
    let progress = loader.progress.clone();
    let batches = Mutex::new(batches);
    let work = |mut reader: TableReader| {
        loop {
            // A reader that panicked has not damaged the batches: only `next` changes them.
            let next = without_panic(|| batches.lock().unwrap_or_else(PoisonError::into_inner).next());
            let Some(part) = next? else { return Ok(reader) };
            let columns: Result<Vec<TextColumn>, ArrowError> =
                part.rows.columns().iter().map(TextColumn::new).collect();
            let columns = columns.map_err(|error| error.to_string())?;
            without_panic(|| {
                for at in 0..part.rows.num_rows() {
                    let cells: Vec<Cow<'_, str>> = columns.iter().map(|column| column.text(at)).collect();
                    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
                    let place = Place { file: number, line: part.first + at as u64 };
                    reader.row(&Row { place, file: name, header: &header, cells: &cells, character: None });
                }
                Ok(())
            })?;
            reader.end_block(part.number, number);
            let bytes = part.rows.get_array_memory_size() as u64;
            progress.report(|progress| progress.advance(bytes, part.rows.num_rows() as u64));
        }
    };
    let readers: Vec<TableReader> = (0..rayon::current_num_threads()).map(|_| loader.reader(table)).collect();
    let read: Vec<Result<TableReader, String>> = readers.into_par_iter().with_max_len(1).map(work).collect();
    // After the first failure there are no more batches, so there is one failure at most.
    let readers: Vec<TableReader> = read.into_iter().collect::<Result<_, _>>().map_err(Unread::Batch)?;
    loader.add_readers(table, readers).map_err(Unread::Table)
}

/// The record batches of a file, or of a table in memory.
pub(super) struct Batches {
    schema: Arc<Schema>,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
    /// The rows of the last batch that were not taken yet.
    rest: Option<RecordBatch>,
    /// The number of parts that were taken, and of their rows.
    parts: usize,
    rows: u64,
    failed: bool,
}

/// Some rows of a table.
struct Part {
    /// The number of the part, from 0.
    number: usize,
    /// The number of the first row, from 1.
    first: u64,
    rows: RecordBatch,
}

impl Batches {
    pub(super) fn new(
        schema: Arc<Schema>,
        batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
    ) -> Batches {
        Batches { schema, batches, rest: None, parts: 0, rows: 0, failed: false }
    }

    fn open(file: File, columnar: ColumnarFormat) -> Result<Batches, String> {
        let message = |error: &dyn std::fmt::Display| error.to_string();
        if columnar == ColumnarFormat::Arrow {
            let reader = arrow_ipc::reader::FileReader::try_new(BufReader::new(file), None).map_err(|e| message(&e))?;
            return Ok(Batches::new(reader.schema(), Box::new(reader)));
        }
        let size = file.metadata().map_err(|error| message(&error))?.len();
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| message(&error))?;
        for group in builder.metadata().row_groups() {
            if group.total_byte_size() > LARGEST_GROUP {
                return Err(format!("a row group has more than {LARGEST_GROUP} bytes; write smaller ones"));
            }
            let is_within = |start: i64, length: i64| {
                let end = start.checked_add(length).and_then(|end| u64::try_from(end).ok());
                start >= 0 && length >= 0 && end.is_some_and(|end| end <= size)
            };
            // The dictionary is before the data; the size of the column includes both.
            let start = |column: &ColumnChunkMetaData| {
                column.dictionary_page_offset().unwrap_or(i64::MAX).min(column.data_page_offset())
            };
            if !group.columns().iter().all(|column| is_within(start(column), column.compressed_size())) {
                return Err("a column is outside the file".to_owned());
            }
        }
        let schema = Arc::clone(builder.schema());
        let reader = builder.with_batch_size(BATCH).build().map_err(|error| message(&error))?;
        Ok(Batches::new(schema, Box::new(reader)))
    }

    /// Returns the next rows; `None` at the end, and after a failure.
    fn next(&mut self) -> Result<Option<Part>, String> {
        if self.failed {
            return Ok(None);
        }
        // A panic on the way is a failure, too.
        self.failed = true;
        let rows = loop {
            match self.rest.take() {
                Some(rows) if rows.num_rows() > BATCH => {
                    self.rest = Some(rows.slice(BATCH, rows.num_rows() - BATCH));
                    break Some(rows.slice(0, BATCH));
                }
                Some(rows) if rows.num_rows() > 0 => break Some(rows),
                _ => {}
            }
            match self.batches.next().transpose().map_err(|error| error.to_string())? {
                Some(batch) if batch.num_columns() != self.schema.fields().len() => {
                    return Err("a batch has not the columns of its table".to_owned());
                }
                Some(batch) => self.rest = Some(batch),
                None => break None,
            }
        };
        self.failed = false;
        let Some(rows) = rows else { return Ok(None) };
        let part = Part { number: self.parts, first: self.rows + 1, rows };
        self.parts += 1;
        self.rows += part.rows.num_rows() as u64;
        Ok(Some(part))
    }
}

/// A column of a batch as texts.
enum TextColumn<'b> {
    Text(&'b StringArray),
    LargeText(&'b LargeStringArray),
    TextView(&'b StringViewArray),
    List(&'b ArrayRef),
    /// Numbers, flags, dates and what else there is.
    Other(&'b ArrayRef, ArrayFormatter<'b>),
}

const OPTIONS: FormatOptions<'static> = FormatOptions::new();

impl<'b> TextColumn<'b> {
    fn new(column: &'b ArrayRef) -> Result<TextColumn<'b>, ArrowError> {
        Ok(match column.data_type() {
            DataType::Utf8 => TextColumn::Text(column.as_string()),
            DataType::LargeUtf8 => TextColumn::LargeText(column.as_string()),
            DataType::Utf8View => TextColumn::TextView(column.as_string_view()),
            DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => TextColumn::List(column),
            _ => TextColumn::Other(column, ArrayFormatter::try_new(column.as_ref(), &OPTIONS)?),
        })
    }

    /// Returns the text of a row; empty where there is none.
    fn text(&self, row: usize) -> Cow<'b, str> {
        match self {
            TextColumn::Text(column) if column.is_valid(row) => column.value(row).into(),
            TextColumn::LargeText(column) if column.is_valid(row) => column.value(row).into(),
            TextColumn::TextView(column) if column.is_valid(row) => column.value(row).into(),
            TextColumn::List(column) if column.is_valid(row) => match column.data_type() {
                DataType::List(_) => list(&column.as_list::<i32>().value(row)).into(),
                DataType::LargeList(_) => list(&column.as_list::<i64>().value(row)).into(),
                _ => list(&column.as_fixed_size_list().value(row)).into(),
            },
            TextColumn::Other(column, formatter) if column.is_valid(row) => other(column, formatter, row).into(),
            _ => "".into(),
        }
    }
}

/// Returns the text of a value that is neither a text nor a list.
fn other(column: &ArrayRef, formatter: &ArrayFormatter<'_>, row: usize) -> String {
    let text = formatter.value(row).try_to_string().unwrap_or_default();
    match column.data_type() {
        // Years in a column with missing values are floating-point numbers.
        DataType::Float16 | DataType::Float32 | DataType::Float64 if text == "NaN" => String::new(),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => {
            text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
        }
        _ => text,
    }
}

/// Converts a list to the text of a cell.
fn list(items: &ArrayRef) -> String {
    let Ok(texts) = TextColumn::new(items) else { return String::new() };
    let items: Vec<Cow<'_, str>> = (0..items.len()).map(|at| texts.text(at)).filter(|item| !item.is_empty()).collect();
    match items.as_slice() {
        [one] if !one.contains(';') => one.to_string(),
        // A separator after a single item shows that a `;` in it is part of the item.
        [one] => format!("{one}{ITEM_SEPARATOR}"),
        _ => items.join(&ITEM_SEPARATOR.to_string()),
    }
}

impl Dataset {
    pub(super) fn write_parquet(&self, folder: &Path) -> std::io::Result<()> {
        let mut tables = TableFolder::new(folder)?;
        for table in self.written_tables() {
            let columns = self.columns_of(table)?;
            let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            tables.add(table, "parquet", names, |file| self.write_parquet_table(table, &columns, file))?;
        }
        tables.finish(self.settings())?;
        Ok(())
    }

    fn write_parquet_table(
        &self,
        table: Table,
        columns: &[ExportColumn],
        out: impl Write + Send,
    ) -> std::io::Result<()> {
        let fields: Vec<ArrowField> = columns.iter().map(field).collect();
        let schema = Arc::new(Schema::new(fields));
        let fail = std::io::Error::other::<parquet::errors::ParquetError>;
        let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), None).map_err(fail)?;
        let mut cells: Vec<Vec<Option<Cell>>> = vec![Vec::new(); columns.len()];
        let flush = |cells: &mut Vec<Vec<Option<Cell>>>, writer: &mut ArrowWriter<_>| {
            let arrays =
                columns.iter().zip(cells.iter_mut()).map(|(column, cells)| array(column.kind, std::mem::take(cells)));
            let batch = RecordBatch::try_new(Arc::clone(&schema), arrays.collect()).map_err(std::io::Error::other)?;
            writer.write(&batch).map_err(fail)
        };
        self.for_each_row(table, |row| {
            let mut row: Vec<Option<(String, Cell)>> = row.into_iter().map(Some).collect();
            for (column, cells) in columns.iter().zip(&mut cells) {
                let cell = row.iter_mut().find(|cell| cell.as_ref().is_some_and(|cell| cell.0 == column.name));
                cells.push(cell.and_then(Option::take).map(|(_, cell)| cell));
            }
            if cells.first().is_some_and(|column| column.len() == BATCH) {
                flush(&mut cells, &mut writer)
            } else {
                Ok(())
            }
        })?;
        flush(&mut cells, &mut writer)?;
        writer.close().map_err(fail)?;
        Ok(())
    }
}

fn field(column: &ExportColumn) -> ArrowField {
    let kind = match column.kind {
        CellKind::Text => DataType::Utf8,
        CellKind::Flag => DataType::Boolean,
        CellKind::Number => DataType::Float64,
        CellKind::List => DataType::List(Arc::new(ArrowField::new("item", DataType::Utf8, true))),
    };
    ArrowField::new(&column.name, kind, true)
}

/// Converts the cells of a column to an array of its type.
fn array(kind: CellKind, cells: Vec<Option<Cell>>) -> ArrayRef {
    match kind {
        CellKind::Flag => {
            let flag = |cell| if let Some(Cell::Flag(yes)) = cell { Some(yes) } else { None };
            Arc::new(BooleanArray::from(cells.into_iter().map(flag).collect::<Vec<_>>()))
        }
        CellKind::Number => {
            let number = |cell| if let Some(Cell::Number(number)) = cell { Some(number) } else { None };
            Arc::new(Float64Array::from(cells.into_iter().map(number).collect::<Vec<_>>()))
        }
        CellKind::List => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                let is_there = if let Some(Cell::List(items)) = cell {
                    items.iter().for_each(|item| builder.values().append_value(item));
                    true
                } else {
                    false
                };
                builder.append(is_there);
            }
            Arc::new(builder.finish())
        }
        CellKind::Text => Arc::new(cells.into_iter().map(|cell| cell.map(Cell::into_text)).collect::<StringArray>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataFormat, ExportRow, LoadOptions};
    use interlocks_core::random::KeyedRandom;
    use std::io;

    fn read(bytes: &[u8], format: DataFormat) -> Dataset {
        Dataset::read(Box::new(io::Cursor::new(bytes.to_vec())), "x", format, &LoadOptions::default()).unwrap()
    }

    fn rows(data: &Dataset) -> Vec<Vec<ExportRow>> {
        Table::ALL
            .into_iter()
            .map(|table| (0..data.rows(table)).map(|row| data.export_row(table, row)).collect())
            .collect()
    }

    #[test]
    fn the_boards_come_back_as_they_were() {
        let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
        let folder = tempfile::tempdir().unwrap();
        boards.write_parquet(folder.path()).unwrap();
        let copy = Dataset::open(folder.path()).unwrap();
        assert_eq!(copy.problems.listed(), []);
        assert_eq!((copy.title.as_str(), copy.as_of), (boards.title.as_str(), boards.as_of));
        for (copied, own) in rows(&copy).into_iter().flatten().zip(rows(&boards).into_iter().flatten()) {
            assert_eq!(copied, own);
        }
        let one = Dataset::open(folder.path().join("seats.parquet")).unwrap();
        assert_eq!(one.rows(Table::Seats), boards.rows(Table::Seats));
    }

    #[test]
    fn lists_keep_what_parts_items_elsewhere() {
        let line = r#"{"type":"person","id":"ann","aliases":["a;b"]}
            {"type":"person","id":"bo","aliases":["a;b","c"]}
            {"type":"seat","person":"ann","company":"acme","board":"observer"}
            {"type":"seat","person":"bo","company":"acme","board":true}"#;
        let data = read(line.as_bytes(), DataFormat::Jsonl);
        let folder = tempfile::tempdir().unwrap();
        data.write_parquet(folder.path()).unwrap();
        assert_eq!(rows(&Dataset::open(folder.path()).unwrap()), rows(&data));
    }

    /// Writes a table as pandas does: years as numbers with gaps, days as timestamps, texts in a dictionary.
    fn as_others_write(path: &Path, columnar: ColumnarFormat) {
        use arrow_array::types::Int8Type;
        use arrow_array::{Date32Array, DictionaryArray, TimestampNanosecondArray};
        let day = 15_147;
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("Director", Arc::new(["ann", "bo"].into_iter().collect::<DictionaryArray<Int8Type>>())),
            ("firm", Arc::new(StringArray::from(vec![Some("acme"), Some("acme")]))),
            ("from", Arc::new(Float64Array::from(vec![Some(2_011.0), None]))),
            ("to", Arc::new(TimestampNanosecondArray::from(vec![None, Some(i64::from(day) * 86_400_000_000_000)]))),
            ("seen", Arc::new(Date32Array::from(vec![Some(day), None]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let file = File::create(path).unwrap();
        if columnar == ColumnarFormat::Parquet {
            let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
            writer.write(&batch).unwrap();
            writer.close().unwrap();
        } else {
            let mut writer = arrow_ipc::writer::FileWriter::try_new(file, &batch.schema()).unwrap();
            writer.write(&batch).unwrap();
            writer.finish().unwrap();
        }
    }

    #[test]
    fn columns_of_other_kinds_are_what_they_say() {
        let folder = tempfile::tempdir().unwrap();
        for (name, columnar) in [
            ("x.parquet", ColumnarFormat::Parquet),
            ("x.arrow", ColumnarFormat::Arrow),
            ("noname", ColumnarFormat::Parquet),
        ] {
            let path = folder.path().join(name);
            as_others_write(&path, columnar);
            let data = Dataset::open(&path).unwrap();
            assert_eq!(data.problems.listed(), [], "{name}");
            let (ann, bo) = (data.seat(0), data.seat(1));
            assert_eq!((ann.person.as_str(), ann.start.unwrap().to_string().as_str()), ("ann", "2011"));
            assert_eq!(ann.extra, [("seen".to_owned(), "2011-06-22".to_owned())]);
            assert_eq!(bo.end.date().unwrap().to_string(), "2011-06-22");
        }
    }

    #[test]
    fn what_is_cut_or_changed_is_refused_or_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.parquet");
        for columnar in [ColumnarFormat::Parquet, ColumnarFormat::Arrow] {
            as_others_write(&path, columnar);
            let good = std::fs::read(&path).unwrap();
            for cut in (8..good.len()).step_by(7) {
                std::fs::write(&path, &good[..cut]).unwrap();
                assert!(Dataset::open(&path).is_err(), "{cut}");
            }
            // Pseudorandom numbers, the same in every run.
            let chance = KeyedRandom::new(1, columnar as u64);
            let rounds = std::env::var("FUZZ_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(500);
            for round in 0..rounds {
                let mut changed = good.clone();
                for change in 0..=chance.below(4, round, 0) {
                    let at = chance.below(changed.len() as u64, round, 2 * change + 1) as usize;
                    changed[at] = chance.below(256, round, 2 * change + 2) as u8;
                }
                std::fs::write(&path, changed).unwrap();
                let _ = Dataset::open(&path);
            }
        }
        std::fs::write(&path, b"PAR1PAR1").unwrap();
        let refused = Dataset::open(&path).unwrap_err().to_string();
        assert!(refused.contains("not Parquet, or damaged"), "{refused}");
    }
}
