//! Tables in memory: what speaks Arrow, and columns of Python.

use std::sync::Arc;

use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::{Field, Schema};
use interlocks::dataset::{ArrowTable, Table};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyFloat, PyString};

/// The separator of the items of a list, as the reader has it for lists of Arrow and JSON.
const ITEM_SEPARATOR: &str = "\u{1f}";

/// The method of the PyCapsule interface of Arrow.
const STREAM: &str = "__arrow_c_stream__";

/// Reads a table. It is named as one of our tables.
pub(crate) fn read_table(name: &str, data: &Bound<'_, PyAny>) -> PyResult<ArrowTable> {
    let Some(table) = Table::ALL.into_iter().find(|table| table.name() == name) else {
        let names = Table::ALL.map(Table::name).join(", ");
        return Err(PyValueError::new_err(format!("there is no table '{name}'; the tables are {names}")));
    };
    let (schema, batches) = match data.cast::<PyDict>() {
        Ok(columns) => of_columns(name, columns)?,
        Err(_) => of_stream(name, data)?,
    };
    Ok(ArrowTable { name: name.to_owned(), table, schema, batches })
}

type Read = (Arc<Schema>, Vec<RecordBatch>);

/// Takes over the batches of what speaks Arrow. Nothing is copied.
fn of_stream(name: &str, data: &Bound<'_, PyAny>) -> PyResult<Read> {
    if !data.hasattr(STREAM)? {
        let kind = data.get_type().qualname()?;
        let message = format!(
            "{name}: a {kind} is no table; give a data frame, an Arrow table, or a dict of columns (with {STREAM})"
        );
        return Err(PyTypeError::new_err(message));
    }
    let capsule = data.call_method0(STREAM)?.cast_into::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of this name holds a stream by the rules of Arrow's PyCapsule interface, and we are attached to the
    // interpreter. `from_raw` moves it out and marks the one in the capsule as released.
    #[allow(unsafe_code, reason = "the C interface of Arrow is a pointer")]
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr().cast()) };
    let wrong = |error: &dyn std::fmt::Display| PyValueError::new_err(format!("{name}: {error}"));
    // Who makes the batches may wait for the lock on another thread.
    let read = data.py().detach(|| {
        let reader = RecordBatchStreamReader::try_new(stream).map_err(|error| error.to_string())?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<RecordBatch>, _>>().map_err(|error| error.to_string())?;
        Ok::<Read, String>((schema, batches))
    });
    let (schema, batches) = read.map_err(|error| wrong(&error))?;
    without_index(schema, batches).map_err(|error| wrong(&error))
}

/// Leaves out the columns that pandas makes of an index.
fn without_index(schema: Arc<Schema>, batches: Vec<RecordBatch>) -> Result<Read, arrow_schema::ArrowError> {
    let is_index = |name: &str| name.starts_with("__index_level_") && name.ends_with("__");
    let kept: Vec<usize> = (0..schema.fields().len()).filter(|at| !is_index(schema.field(*at).name())).collect();
    if kept.len() == schema.fields().len() {
        return Ok((schema, batches));
    }
    let batches = batches.iter().map(|batch| batch.project(&kept)).collect::<Result<_, _>>()?;
    Ok((Arc::new(schema.project(&kept)?), batches))
}

/// Makes a table of a dict of columns, each of which has as many values.
fn of_columns(name: &str, columns: &Bound<'_, PyDict>) -> PyResult<Read> {
    let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = (Vec::new(), Vec::new());
    for (heading, values) in columns {
        let heading = heading.cast::<PyString>().map_err(|_| PyTypeError::new_err("the name of a column is a str"))?;
        if values.is_instance_of::<PyString>() {
            let message = format!("{name}: the column '{heading}' is a str; give a list of values");
            return Err(PyTypeError::new_err(message));
        }
        let texts: PyResult<Vec<Option<String>>> = values.try_iter()?.map(|value| text_of(&value?)).collect();
        let array: ArrayRef = Arc::new(StringArray::from(texts?));
        if let Some(first) = arrays.first().filter(|first| first.len() != array.len()) {
            let (rows, others) = (array.len(), first.len());
            let message = format!("{name}: the column '{heading}' has {rows} values, and others have {others}");
            return Err(PyValueError::new_err(message));
        }
        fields.push(Field::new(heading.to_string(), arrow_schema::DataType::Utf8, true));
        arrays.push(array);
    }
    let schema = Arc::new(Schema::new(fields));
    let wrong = |error: arrow_schema::ArrowError| PyValueError::new_err(format!("{name}: {error}"));
    let batches = match arrays.is_empty() {
        true => Vec::new(),
        false => vec![RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(wrong)?],
    };
    Ok((schema, batches))
}

/// Returns the text of a value; `None` if it is missing.
fn text_of(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_cow()?.into_owned()));
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(Some(value.is_truthy()?.to_string()));
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        let number = number.extract::<f64>()?;
        let is_whole = number.fract() == 0.0 && number.abs() < 1e15;
        return Ok(match number.is_nan() {
            true => None,
            false if is_whole => Some(format!("{number:.0}")),
            false => Some(number.to_string()),
        });
    }
    let text = if value.hasattr("isoformat")? {
        value.call_method0("isoformat")?.str()?.to_string()
    } else if value.is_instance_of::<pyo3::types::PyList>() || value.is_instance_of::<pyo3::types::PyTuple>() {
        let items: PyResult<Vec<Option<String>>> = value.try_iter()?.map(|item| text_of(&item?)).collect();
        // The last item is followed by a separator, too: then a `;` in it is part of it.
        items?.into_iter().flatten().flat_map(|item| [item, ITEM_SEPARATOR.to_owned()]).collect()
    } else {
        value.str()?.to_string()
    };
    // Missing values of pandas and numpy.
    Ok(Some(text).filter(|text| !["NaT", "nan", "<NA>"].contains(&text.as_str())))
}
