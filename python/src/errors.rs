//! Errors as exceptions of Python.

use std::io::ErrorKind;

use interlocks::cli::CliError;
use interlocks::dataset::{DatasetError, Problem};
use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyPermissionError, PyValueError};
use pyo3::prelude::*;

/// Returns the exception for an error. Its text is the message of the command.
pub(crate) fn to_error(py: Python<'_>, error: &CliError) -> PyErr {
    let message = error.messages().join("\n");
    match error {
        CliError::Data(DatasetError::Rejected { file, line, column, .. }) => {
            rejected(py, message, Some((file, *line, *column)))
        }
        CliError::Data(DatasetError::Strict { first, .. } | DatasetError::NothingKept { first, .. }) => {
            let Problem { file, line, column, .. } = first;
            rejected(py, message, Some((file, *line, *column)))
        }
        CliError::Data(DatasetError::Read { source, .. })
        | CliError::Read { source, .. }
        | CliError::Write { source, .. }
        | CliError::Gone { source, .. } => match source.kind() {
            ErrorKind::NotFound => PyFileNotFoundError::new_err(message),
            ErrorKind::PermissionDenied => PyPermissionError::new_err(message),
            _ => PyOSError::new_err(message),
        },
        _ => match error.exit_code() {
            2 => PyValueError::new_err(message),
            3 => rejected(py, message, None),
            _ => failed(py, "InterlocksError", (message,)),
        },
    }
}

fn rejected(py: Python<'_>, message: String, place: Option<(&String, u64, u64)>) -> PyErr {
    let (file, line, column) = match place {
        Some((file, line, column)) => (Some(file), Some(line), Some(column)),
        None => (None, None, None),
    };
    failed(py, "DataError", (message, file, line, column))
}

/// Returns an exception of the package.
fn failed<'py>(py: Python<'py>, class: &str, arguments: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py.import("board_interlocks._errors").and_then(|module| module.getattr(class)?.call1(arguments));
    made.map_or_else(|error| error, |made| PyErr::from_value(made))
}
