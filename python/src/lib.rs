//! The compiled part of the package `board_interlocks` of Python: opens data and answers questions by the functions of the command
//! line. What a user sees of it is in the folder `board_interlocks`.

mod answers;
mod columns;
mod errors;
mod tables;
mod work;

use pyo3::prelude::*;

/// Large columns are allocated and freed often; this allocator keeps their memory. Only what this library allocates is its own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The compiled part of the package.
#[pymodule]
mod _native {
    use std::ffi::OsString;
    use std::path::PathBuf;
    use std::sync::{Arc, OnceLock};

    use interlocks::cli::InMemory;
    use interlocks::cli::embedded::{Boards, Desk, Place, Request, Values};
    use interlocks::cli::questions::{Question, Takes};
    use interlocks::dataset::Dataset;
    use pyo3::exceptions::PyTypeError;
    use pyo3::prelude::*;
    use pyo3::types::PyDict;

    #[pymodule_export]
    use crate::answers::Lines;
    use crate::answers::{Collected, to_python};
    use crate::errors::to_error;
    use crate::tables::read_table;
    use crate::work::{GATE, work};

    /// Returns what answers, which takes a few milliseconds to make.
    fn desk() -> &'static Desk {
        static DESK: OnceLock<Desk> = OnceLock::new();
        DESK.get_or_init(Desk::default)
    }

    /// Runs the command line with these words, and returns its exit code.
    #[pyfunction]
    fn main(py: Python<'_>, words: Vec<OsString>) -> u8 {
        py.detach(|| interlocks::cli::main(words))
    }

    /// Data that is open.
    #[pyclass(frozen, module = "board_interlocks._native")]
    struct Opened {
        boards: Boards,
        threads: usize,
    }

    #[pymethods]
    impl Opened {
        /// The notes on how the data was read.
        #[getter]
        fn notes(&self) -> Vec<String> {
            self.boards.notes.clone()
        }

        /// What the data holds.
        fn about<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
            to_python(py, &Desk::about(&self.boards))
        }

        /// Answers a question: the bytes that the command prints, and the notes to the reader.
        #[pyo3(signature = (question, values, format=None, newer=None))]
        fn ask(
            &self,
            py: Python<'_>,
            question: String,
            values: Values,
            format: Option<String>,
            newer: Option<Bound<'_, Opened>>,
        ) -> PyResult<(Lines, Vec<String>)> {
            refuse_unknown(&question, &values)?;
            let (boards, newer) = (self.boards.clone(), newer.map(|newer| newer.get().boards.clone()));
            let request = Request { question, values, format };
            let answered = work(py, self.threads, move |stop| {
                let collected = Collected::new(stop);
                let notes = desk().ask(&boards, newer.as_ref(), &request, Box::new(collected.clone()))?;
                Ok((Lines::new(collected.take()), notes))
            })?;
            answered.map_err(|error| to_error(py, &error))
        }
    }

    /// Refuses a parameter that a question does not have.
    fn refuse_unknown(question: &str, values: &Values) -> PyResult<()> {
        let Ok(question) = desk().question(question) else { return Ok(()) };
        match values.iter().find(|(name, _)| question.parameter(name).is_none()) {
            Some((name, _)) => Err(PyTypeError::new_err(question.unknown(name).to_string())),
            None => Ok(()),
        }
    }

    /// Opens files, or tables in memory, each with its name.
    #[pyfunction]
    fn open(
        py: Python<'_>,
        paths: Vec<PathBuf>,
        tables: Vec<(String, Bound<'_, PyAny>)>,
        values: Values,
        threads: usize,
    ) -> PyResult<Opened> {
        refuse_unknown("open", &values)?;
        let place = if tables.is_empty() {
            Place::Paths(paths)
        } else {
            let read: PyResult<Vec<_>> = tables.iter().map(|(name, table)| read_table(name, table)).collect();
            let tables = Arc::new(read?);
            Place::Memory(InMemory::new(move |options| Dataset::from_arrow(&tables, options)))
        };
        let opened = work(py, threads, move |_| desk().open(&place, &values))?;
        opened.map(|boards| Opened { boards, threads }).map_err(|error| to_error(py, &error))
    }

    /// Waits until no work is done, so that a process can be forked; new work waits until the gate is open again.
    #[pyfunction]
    fn close_gate(py: Python<'_>) {
        py.detach(|| GATE.close());
    }

    /// Lets work be done again, in a process that was forked and in its parent.
    #[pyfunction]
    fn open_gate() {
        GATE.open();
    }

    /// Describes the questions: names, what they answer, and their parameters.
    #[pyfunction]
    fn questions(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
        desk().questions().map(|question| described(py, question)).collect()
    }

    fn described<'py>(py: Python<'py>, question: &Question) -> PyResult<Bound<'py, PyDict>> {
        let parameters: PyResult<Vec<Bound<'py, PyDict>>> = question
            .parameters
            .iter()
            .map(|parameter| {
                let described = PyDict::new(py);
                described.set_item("name", &parameter.name)?;
                described.set_item("help", &parameter.help)?;
                let (takes, words) = match &parameter.takes {
                    Takes::Flag => ("flag", None),
                    Takes::Count => ("count", None),
                    Takes::OneOf(words) => ("word", Some(words)),
                    Takes::Text => ("text", None),
                };
                described.set_item("takes", takes)?;
                described.set_item("words", words)?;
                described.set_item("repeats", parameter.repeats)?;
                described.set_item("is_argument", parameter.is_argument())?;
                described.set_item("default", &parameter.default)?;
                Ok(described)
            })
            .collect();
        let described = PyDict::new(py);
        described.set_item("name", question.name)?;
        described.set_item("about", &question.about)?;
        described.set_item("is_list", question.is_list())?;
        described.set_item("parameters", parameters?)?;
        Ok(described)
    }
}
