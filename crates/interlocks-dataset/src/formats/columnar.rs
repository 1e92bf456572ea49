//! Columnar files: Parquet and Arrow IPC (Feather). Columns are matched by name as in CSV; a single file is a table of
//! seats, and a folder has one file per table.
//!
//! Dates may be texts, dates or timestamps; years may be numbers; lists may be lists. The lengths that a file states
//! are checked against the bytes present. A column of one row group is kept in memory, so row groups beyond a limit
//! are rejected.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Field as ArrowField, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::ColumnChunkMetaData;

use super::ColumnarFormat;
use super::csv::missing_column;
use super::table_folder::TableFolder;
use super::without_panic;
use crate::Dataset;
use crate::columns::Table;
use crate::error::DatasetError;
use crate::export::{Cell, CellKind, ExportColumn};
use crate::loader::Loader;
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
    let reject = |message| DatasetError::Rejected { file: name.clone(), line: 1, column: 1, message };
    let damaged = |error: &str| {
        let what = if columnar == ColumnarFormat::Parquet { "Parquet" } else { "Arrow IPC" };
        reject(format!("not {what}, or damaged: {error}"))
    };
    let mut batches = without_panic(|| Batches::open(file, columnar)).map_err(|error| damaged(&error))?;
    loader.declare_table(table);
    let number = loader.file(&name);
    let names: Vec<String> = batches.schema.fields().iter().map(|field| field.name().trim().to_owned()).collect();
    let header = Header::new(&loader.columns, table, names);
    if let Some(message) = missing_column(table, &header) {
        return Err(reject(message));
    }
    loader.note_unused_columns(&name, header.unused());
    let mut reader = loader.reader(table);
    let progress = loader.progress.clone();
    let (mut row, mut block) = (0u64, 0);
    while let Some(rows) = without_panic(|| batches.next_rows()).map_err(|error| damaged(&error))? {
        for cells in &rows.cells {
            row += 1;
            let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            let place = Place { file: number, line: row };
            reader.row(&Row { place, file: &name, header: &header, cells: &cells, character: None });
        }
        reader.end_block(block, number);
        block += 1;
        progress.report(|progress| progress.advance(rows.bytes, rows.cells.len() as u64));
    }
    loader.add_readers(table, vec![reader])?;
    Ok(())
}

/// The record batches of a file.
struct Batches {
    schema: Arc<Schema>,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>,
}

impl Batches {
    fn open(file: File, columnar: ColumnarFormat) -> Result<Batches, String> {
        let message = |error: &dyn std::fmt::Display| error.to_string();
        if columnar == ColumnarFormat::Arrow {
            let reader = arrow_ipc::reader::FileReader::try_new(BufReader::new(file), None).map_err(|e| message(&e))?;
            return Ok(Batches { schema: reader.schema(), batches: Box::new(reader) });
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
        Ok(Batches { schema, batches: Box::new(reader) })
    }

    /// Returns the rows of the next batch; `None` at the end.
    fn next_rows(&mut self) -> Result<Option<Rows>, String> {
        let Some(batch) = self.batches.next().transpose().map_err(|error| error.to_string())? else { return Ok(None) };
        let columns: Result<Vec<TextColumn>, ArrowError> = batch.columns().iter().map(TextColumn::new).collect();
        let columns = columns.map_err(|error| error.to_string())?;
        let row = |at| columns.iter().map(|column| column.text(at)).collect();
        let cells = (0..batch.num_rows()).map(row).collect();
        Ok(Some(Rows { cells, bytes: batch.get_array_memory_size() as u64 }))
    }
}

/// The rows of a batch as texts, and the memory that the batch takes.
struct Rows {
    cells: Vec<Vec<String>>,
    bytes: u64,
}

/// A column of a batch as texts.
struct TextColumn<'b> {
    column: &'b ArrayRef,
    /// The formatter of values; `None` for a column of lists.
    formatter: Option<ArrayFormatter<'b>>,
}

const OPTIONS: FormatOptions<'static> = FormatOptions::new();

impl<'b> TextColumn<'b> {
    fn new(column: &'b ArrayRef) -> Result<TextColumn<'b>, ArrowError> {
        let is_list = matches!(column.data_type(), DataType::List(_));
        let formatter = if is_list { None } else { Some(ArrayFormatter::try_new(column.as_ref(), &OPTIONS)?) };
        Ok(TextColumn { column, formatter })
    }

    fn text(&self, row: usize) -> String {
        if self.column.is_null(row) {
            return String::new();
        }
        let Some(formatter) = &self.formatter else { return list(&self.column.as_list::<i32>().value(row)) };
        let text = formatter.value(row).try_to_string().unwrap_or_default();
        match self.column.data_type() {
            // Years in a column with missing values are floating-point numbers.
            DataType::Float16 | DataType::Float32 | DataType::Float64 if text == "NaN" => String::new(),
            DataType::Float16 | DataType::Float32 | DataType::Float64 => {
                text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
            }
            _ => text,
        }
    }
}

/// Converts a list to the text of a cell.
fn list(items: &ArrayRef) -> String {
    let Ok(texts) = TextColumn::new(items) else { return String::new() };
    let items: Vec<String> = (0..items.len()).map(|at| texts.text(at)).filter(|item| !item.is_empty()).collect();
    match items.as_slice() {
        [one] if !one.contains(';') => one.clone(),
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
