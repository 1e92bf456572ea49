//! Rows as Parquet: the columns of CSV, each of one type. An empty cell is null.
//!
//! A build without the feature `columnar` has [`ParquetColumns`] and [`ParquetRows`] that refuse.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;

use super::cell::Cell;
use super::table::{Column, Kind};

/// The bytes of rows after which they are written, so that memory does not grow with rows.
const GROUP: usize = 64 << 20;

/// Bytes on their way to a writer that is not shared by threads.
#[derive(Clone, Debug, Default)]
struct OnTheWay(Arc<Mutex<Vec<u8>>>);

impl OnTheWay {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for OnTheWay {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The columns of an answer as a schema.
#[derive(Clone, Debug)]
pub(super) struct ParquetColumns {
    columns: Vec<Column>,
    schema: SchemaRef,
}

impl ParquetColumns {
    pub(super) fn new(columns: &[Column]) -> ParquetColumns {
        let fields: Vec<Field> = columns.iter().filter(|column| column.is_for_programs()).map(field).collect();
        ParquetColumns { columns: columns.to_vec(), schema: Arc::new(Schema::new(fields)) }
    }

    /// Returns rows as columns of their types.
    pub(super) fn batch(&self, rows: &[Vec<Cell>]) -> io::Result<RecordBatch> {
        let columns = self.columns.iter().enumerate().filter(|(_, column)| column.is_for_programs());
        let arrays: io::Result<Vec<ArrayRef>> = columns.map(|(at, column)| array(column, rows, at)).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), arrays?).map_err(io::Error::other)
    }
}

fn field(column: &Column) -> Field {
    let kind = match column.kind {
        Kind::Text | Kind::Figure => DataType::Utf8,
        Kind::Count => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
    };
    Field::new(column.name, kind, true)
}

/// Returns the cells of a column.
fn array(column: &Column, rows: &[Vec<Cell>], at: usize) -> io::Result<ArrayRef> {
    Ok(match column.kind {
        Kind::Text | Kind::Figure => {
            let texts = rows.iter().map(|row| row.get(at).map(Cell::value).filter(|text| !text.is_empty()));
            Arc::new(texts.collect::<StringArray>())
        }
        Kind::Count => Arc::new(Int64Array::from(parsed(column, rows, at)?)),
        Kind::Number => Arc::new(Float64Array::from(parsed(column, rows, at)?)),
        Kind::Flag => Arc::new(BooleanArray::from(parsed(column, rows, at)?)),
    })
}

fn parsed<T: std::str::FromStr>(column: &Column, rows: &[Vec<Cell>], at: usize) -> io::Result<Vec<Option<T>>> {
    let value = |row: &Vec<Cell>| match row.get(at).map(Cell::value).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            io::Error::other(format!(
                "the column {} has '{text}', which is not of its type {:?}",
                column.name, column.kind
            ))
        }),
    };
    rows.iter().map(value).collect()
}

/// Writes batches of rows.
pub(super) struct ParquetRows<'o> {
    writer: ArrowWriter<OnTheWay>,
    made: OnTheWay,
    out: &'o mut dyn Write,
}

impl<'o> ParquetRows<'o> {
    pub(super) fn new(columns: &ParquetColumns, out: &'o mut dyn Write) -> io::Result<ParquetRows<'o>> {
        let made = OnTheWay::default();
        let writer = ArrowWriter::try_new(made.clone(), Arc::clone(&columns.schema), None).map_err(failed)?;
        Ok(ParquetRows { writer, made, out })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.writer.write(batch).map_err(failed)?;
        if self.writer.in_progress_size() > GROUP {
            self.writer.flush().map_err(failed)?;
        }
        self.out.write_all(&self.made.take())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.writer.close().map_err(failed)?;
        self.out.write_all(&self.made.take())
    }
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
