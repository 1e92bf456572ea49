//! The bytes of an answer: one row of JSON a line, or a page, or a picture.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arrow_array::RecordBatchIterator;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use interlocks_core::stop::Stop;
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};
use serde_json::Value;

use crate::columns::{Batches, to_batches};
use crate::work::work;

/// Takes the bytes of an answer, until nobody waits for it.
#[derive(Clone)]
pub(crate) struct Collected {
    bytes: Arc<Mutex<Vec<u8>>>,
    stop: Stop,
}

impl Collected {
    pub(crate) fn new(stop: Stop) -> Collected {
        Collected { bytes: Arc::default(), stop }
    }

    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.is_stopped() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An answer as lines of text. What makes Arrow columns of them is done once, when somebody wants them.
#[pyclass(frozen, module = "board_interlocks._native")]
pub(crate) struct Lines {
    bytes: Arc<Vec<u8>>,
    /// The end of each line, behind its line break.
    ends: Arc<Vec<usize>>,
    batches: OnceLock<Batches>,
}

impl Lines {
    pub(crate) fn new(bytes: Vec<u8>) -> Lines {
        let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let ends = breaks.map(|(at, _)| at + 1).collect();
        Lines { bytes: Arc::new(bytes), ends: Arc::new(ends), batches: OnceLock::new() }
    }

    fn line(&self, at: usize) -> Option<&[u8]> {
        let start = if at == 0 { 0 } else { *self.ends.get(at - 1)? };
        self.bytes.get(start..*self.ends.get(at)?)
    }

    fn batches(&self, py: Python<'_>) -> PyResult<Batches> {
        if let Some(made) = self.batches.get() {
            return Ok(made.clone());
        }
        let (bytes, ends) = (Arc::clone(&self.bytes), Arc::clone(&self.ends));
        let made = work(py, 0, move |stop| to_batches(&bytes, &ends, &stop))?.map_err(PyValueError::new_err)?;
        Ok(self.batches.get_or_init(|| made).clone())
    }
}

#[pymethods]
impl Lines {
    fn __len__(&self) -> usize {
        self.ends.len()
    }

    /// The row at a place, from 0.
    fn row<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyAny>> {
        let line = self.line(at).ok_or_else(|| PyIndexError::new_err("there is no such row"))?;
        parsed(py, line)
    }

    /// All bytes as one JSON document.
    fn document<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        parsed(py, &self.bytes)
    }

    /// All bytes.
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.bytes)
    }

    /// The names of the columns, in the order of their first use.
    fn columns(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(self.batches(py)?.schema.fields().iter().map(|field| field.name().clone()).collect())
    }

    /// The rows as a stream of Arrow, by the PyCapsule interface.
    fn stream<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let Batches { schema, batches } = self.batches(py)?;
        let batches = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

fn parsed<'py>(py: Python<'py>, text: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let value: Value = serde_json::from_slice(text).map_err(|error| PyValueError::new_err(error.to_string()))?;
    to_python(py, &value)
}

/// Returns a value of JSON as Python has it.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::String(text) => text.into_pyobject(py)?.into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => whole.into_pyobject(py)?.into_any(),
            (None, Some(whole), _) => whole.into_pyobject(py)?.into_any(),
            (None, None, float) => float.into_pyobject(py)?,
        },
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(to_python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, value) in fields {
                dict.set_item(name, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}
