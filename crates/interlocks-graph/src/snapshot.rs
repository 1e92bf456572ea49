//! Snapshots: the graph in one memory-mapped file, `.ilk`, that opens in milliseconds.
//!
//! A snapshot is an [archive](interlocks_core::store::Archive) of the columns of the graph, so opening one
//! parses only short lists (files, dates, roles, sources). All content is checked
//! before it is used: bytes against checksums when they are first read, the shapes of columns when the file is
//! opened, and numbers wherever they are used as an index.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::accounts::AccountsTable;
use super::entities::EntityTable;
use super::ties::{Deals, Ties, column_with_len};
use super::{About, BoardGraph, BuildOptions};
use interlocks_core::model::{Day, PartialDate, Place, Source};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked};
use interlocks_dataset::tables::{Attributes, Capacities, Dates, Places, Seats};
use interlocks_dataset::{Decisions, InputFile, Problem, Problems, Severity, TableCount};

/// The version of the content of a snapshot; other versions are rejected.
const VERSION: u32 = 5;

impl BoardGraph {
    /// Returns `true` if a file begins with the bytes that mark a snapshot.
    pub fn is_snapshot(path: &Path) -> bool {
        Archive::is_archive(path)
    }

    /// Writes a snapshot and returns its length in bytes. Dates are written even if this graph ignores them.
    ///
    /// # Errors
    /// The errors of `out`.
    pub fn save(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut writer = ArchiveWriter::default();
        writer.add_bytes("about", serde_json::to_vec(&about_json(&self.about))?);
        writer.add_bytes("decisions", serde_json::to_vec(&self.about.decisions.to_json())?);
        self.people.save("people", &mut writer);
        self.companies.save("companies", &mut writer);
        let seats = &self.seats;
        for (name, column) in [
            ("seats.company", &seats.company),
            ("seats.capacity", &seats.capacity),
            ("seats.start", &seats.start),
            ("seats.end", &seats.end),
            ("by_person", &self.by_person),
            ("by_company", &self.by_company),
            ("company_people", &self.company_people),
        ] {
            writer.add_bit_packed(name, column);
        }
        seats.attributes.save("seats", &mut writer);
        seats.places.save("seats.places", &mut writer);
        seats.capacities.save("seats.capacities", &mut writer);
        seats.dates.save("seats.dates", &mut writer);
        self.ties.save(&mut writer);
        self.deals.save(&mut writer);
        self.accounts.save(&mut writer);
        writer.write(VERSION, out)
    }

    /// Returns the graph with the files that it was built from, which a snapshot keeps.
    #[must_use]
    pub fn with_origin(mut self, files: Vec<InputFile>) -> BoardGraph {
        self.about.built_from = files;
        self
    }

    /// Opens a snapshot without reading all of it.
    ///
    /// Bytes are checked when they are first read; damaged ones read as 0 or as empty text. Call
    /// [`BoardGraph::check_snapshot`] before a computation, or [`BoardGraph::check_pages_read`] before you use its
    /// result.
    ///
    /// # Errors
    /// If the file is not a snapshot, has another version, is truncated, or is damaged in a part that was read.
    pub fn open_snapshot(path: &Path, options: BuildOptions) -> Result<BoardGraph, ArchiveError> {
        let archive = Archive::open(path, VERSION)?;
        let graph = BoardGraph::from_archive(archive.clone(), options);
        // A wrong shape may be the result of damage, so damage is reported first.
        archive.check_pages_read()?;
        graph
    }

    fn from_archive(archive: Archive, options: BuildOptions) -> Result<BoardGraph, ArchiveError> {
        let people = EntityTable::load("people", &archive)?;
        let companies = EntityTable::load("companies", &archive)?;
        let company = archive.bit_packed("seats.company")?;
        let len = company.len();
        let seats = Seats {
            person: BitPacked::default(),
            capacity: column_with_len(&archive, "seats.capacity", len)?,
            start: column_with_len(&archive, "seats.start", len)?,
            end: column_with_len(&archive, "seats.end", len)?,
            attributes: Attributes::load("seats", len, &archive)?,
            places: Places::load("seats.places", len, &archive)?,
            capacities: Capacities::load("seats.capacities", &archive)?,
            dates: Dates::load("seats.dates", &archive)?,
            company,
        };
        let mut graph = BoardGraph {
            about: read_about(&archive)?,
            undated: options.undated,
            links: options.links,
            by_person: column_with_len(&archive, "by_person", people.len() + 1)?,
            by_company: column_with_len(&archive, "by_company", companies.len() + 1)?,
            company_people: column_with_len(&archive, "company_people", len)?,
            ties: Ties::load(&archive)?,
            deals: Deals::load(&archive)?,
            accounts: AccountsTable::load(&archive)?,
            people,
            companies,
            seats,
            archive: Some(archive),
            ..BoardGraph::default()
        };
        if let Some(as_of) = options.as_of {
            graph.about.as_of = Some(as_of);
        }
        Ok(graph)
    }

    /// Checks that no damaged page of the snapshot has been read so far. A graph that was built from data always
    /// passes.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn check_pages_read(&self) -> Result<(), ArchiveError> {
        self.archive.as_ref().map_or(Ok(()), Archive::check_pages_read)
    }

    /// Checks all of the snapshot: every byte against its checksum, and every number that is used as an index. Do
    /// this before a question that goes through all of the graph.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`] or [`ArchiveError::Section`].
    pub fn check_snapshot(&self) -> Result<(), ArchiveError> {
        let Some(archive) = &self.archive else { return Ok(()) };
        archive.check_all()?;
        let below =
            |column: &BitPacked, limit: usize| column.to_vec().par_iter().all(|number| (*number as usize) < limit);
        let offsets = |column: &BitPacked| {
            let starts = column.to_vec();
            starts.first() == Some(&0)
                && starts.last().is_some_and(|last| *last as usize == self.seats.len())
                && starts.par_windows(2).all(|pair| pair[0] <= pair[1])
        };
        for (name, holds) in [
            ("seats.company", below(&self.seats.company, self.companies.len())),
            ("company_people", below(&self.company_people, self.people.len())),
            ("by_person", offsets(&self.by_person)),
            ("by_company", offsets(&self.by_company)),
        ] {
            if !holds {
                return Err(ArchiveError::Section(name.to_owned()));
            }
        }
        Ok(())
    }
}

fn about_json(about: &About) -> Value {
    let source = |source: &Source| {
        json!([source.id, source.title, source.url, source.date, source.extra, source.place.file, source.place.line])
    };
    json!({
        "title": about.title,
        "as_of": about.as_of.map(Day::number),
        "as_of_guessed": about.is_as_of_guessed,
        "files": about.files,
        "file_rows": about.file_rows,
        "built_from": about.built_from,
        "counts": about.counts.iter().map(|count| [count.read, count.kept, count.dropped]).collect::<Vec<_>>(),
        "errors": about.problems.errors(),
        "warnings": about.problems.warnings(),
        "problems": about.problems.listed(),
        "notes": about.notes,
        "unused": about.unused,
        "sources": about.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn read_about(archive: &Archive) -> Result<About, ArchiveError> {
    let wrong = || ArchiveError::Section("about".to_owned());
    let bytes = archive.bytes("about")?;
    archive.check_pages_read()?;
    let value: Value = serde_json::from_slice(bytes.as_slice()).map_err(|_| wrong())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |key: &str| value[key].as_array().map_or(&[][..], Vec::as_slice);
    let number = |value: &Value| value.as_u64().unwrap_or(0);
    let mut counts = [TableCount::default(); interlocks_dataset::Table::ALL.len()];
    for (count, row) in counts.iter_mut().zip(list("counts")) {
        *count = TableCount { read: number(&row[0]), kept: number(&row[1]), dropped: number(&row[2]) };
    }
    let problem = |row: &Value| Problem {
        severity: if row["severity"] == "warning" { Severity::Warning } else { Severity::Error },
        file: text(&row["file"]),
        line: number(&row["line"]),
        column: number(&row["column"]),
        message: text(&row["message"]),
    };
    let source = |row: &Value| Source {
        id: text(&row[0]),
        title: text(&row[1]),
        url: text(&row[2]),
        date: row[3].as_str().and_then(|date| date.parse::<PartialDate>().ok()),
        extra: serde_json::from_value(row[4].clone()).unwrap_or_default(),
        place: Place { file: number(&row[5]) as u32, line: number(&row[6]) },
    };
    Ok(About {
        title: text(&value["title"]),
        as_of: value["as_of"].as_i64().and_then(|day| i32::try_from(day).ok()).map(Day::from_number),
        is_as_of_guessed: value["as_of_guessed"] == true,
        files: list("files").iter().map(text).collect(),
        file_rows: list("file_rows").iter().map(Value::as_u64).collect(),
        built_from: serde_json::from_value(value["built_from"].clone()).unwrap_or_default(),
        sources: list("sources").iter().map(source).collect(),
        decisions: read_decisions(archive)?,
        counts,
        problems: Problems::from_parts(
            list("problems").iter().map(problem),
            number(&value["errors"]),
            number(&value["warnings"]),
        ),
        notes: list("notes").iter().map(text).collect(),
        unused: serde_json::from_value(value["unused"].clone()).unwrap_or_default(),
    })
}

fn read_decisions(archive: &Archive) -> Result<Decisions, ArchiveError> {
    let bytes = archive.bytes("decisions")?;
    archive.check_pages_read()?;
    let value = serde_json::from_slice::<Value>(bytes.as_slice()).ok();
    let decisions = value.and_then(|value| Decisions::from_json(&value));
    decisions.ok_or_else(|| ArchiveError::Section("decisions".to_owned()))
}
