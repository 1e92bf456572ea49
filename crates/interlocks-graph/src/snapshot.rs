//! The graph in one file that opens at once: a snapshot, `.ilk`.
//!
//! A snapshot is an [archive](interlocks_core::store::Archive) of the graph's own columns, so opening one
//! parses nothing but short lists (files, dates, roles, sources). What a file says is checked
//! before it is used: bytes against checksums when they are first touched, shapes when the file is
//! opened, and numbers wherever they lead somewhere.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::accounts::AccountsTable;
use super::entities::EntityTable;
use super::ties::{Deals, Ties, column_of};
use super::{About, BoardGraph, BuildOptions};
use interlocks_core::model::{Day, PartialDate, Place, Source};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked};
use interlocks_dataset::tables::{Attributes, Capacities, Dates, Places, Seats};
use interlocks_dataset::{Problem, Problems, Severity, TableCount};

/// The version of what a snapshot holds; another version is refused.
pub const VERSION: u32 = 3;

impl BoardGraph {
    /// Whether a file begins as a snapshot does.
    pub fn is_snapshot(path: &Path) -> bool {
        Archive::is_one(path)
    }

    /// Writes a snapshot and answers its length. Dates are kept as they are, whether or not this
    /// graph ignores them.
    ///
    /// # Errors
    /// What the writer answers.
    pub fn save(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut archive = ArchiveWriter::default();
        archive.plain("about", serde_json::to_vec(&about_json(&self.about))?);
        self.people.save("people", &mut archive);
        self.companies.save("companies", &mut archive);
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
            archive.packed(name, column);
        }
        seats.attributes.save("seats", &mut archive);
        seats.places.save("seats.places", &mut archive);
        seats.capacities.save("seats.capacities", &mut archive);
        seats.dates.save("seats.dates", &mut archive);
        self.ties.save(&mut archive);
        self.deals.save(&mut archive);
        self.accounts.save(&mut archive);
        archive.write(VERSION, out)
    }

    /// Opens a snapshot without reading it whole.
    ///
    /// Bytes are checked when they are touched. Ask [`BoardGraph::sound`] before you trust what
    /// you computed, or [`BoardGraph::check_snapshot`] before you compute.
    ///
    /// # Errors
    /// When the file is no snapshot, of another version, cut off, or damaged where it was read.
    pub fn open_snapshot(path: &Path, options: BuildOptions) -> Result<BoardGraph, ArchiveError> {
        let archive = Archive::open(path, VERSION)?;
        let graph = BoardGraph::mapped(archive.clone(), options);
        // What does not fit may not fit because it is damaged: say so first.
        archive.sound()?;
        graph
    }

    fn mapped(archive: Archive, options: BuildOptions) -> Result<BoardGraph, ArchiveError> {
        let people = EntityTable::load("people", &archive)?;
        let companies = EntityTable::load("companies", &archive)?;
        let company = archive.packed("seats.company")?;
        let len = company.len();
        let seats = Seats {
            person: BitPacked::default(),
            capacity: column_of(&archive, "seats.capacity", len)?,
            start: column_of(&archive, "seats.start", len)?,
            end: column_of(&archive, "seats.end", len)?,
            attributes: Attributes::load("seats", len, &archive)?,
            places: Places::load("seats.places", len, &archive)?,
            capacities: Capacities::load("seats.capacities", &archive)?,
            dates: Dates::load("seats.dates", &archive)?,
            company,
        };
        let mut graph = BoardGraph {
            about: about(&archive)?,
            undated: options.undated,
            by_person: column_of(&archive, "by_person", people.len() + 1)?,
            by_company: column_of(&archive, "by_company", companies.len() + 1)?,
            company_people: column_of(&archive, "company_people", len)?,
            ties: Ties::load(&archive)?,
            deals: Deals::load(&archive)?,
            accounts: AccountsTable::load(&archive)?,
            people,
            companies,
            seats,
            archive: Some(archive),
        };
        if let Some(as_of) = options.as_of {
            graph.about.as_of = Some(as_of);
        }
        Ok(graph)
    }

    /// Whether all that was read of a snapshot so far passed its checksums; a graph that was built
    /// is always sound.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn sound(&self) -> Result<(), ArchiveError> {
        self.archive.as_ref().map_or(Ok(()), Archive::sound)
    }

    /// Reads a snapshot whole: checks every byte, and that every number leads somewhere. Worth
    /// while before questions that go through all of it.
    ///
    /// # Errors
    /// When something does not hold together.
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
        "files": about.files,
        "counts": about.counts.iter().map(|count| [count.read, count.kept, count.dropped]).collect::<Vec<_>>(),
        "errors": about.problems.errors(),
        "warnings": about.problems.warnings(),
        "problems": about.problems.listed(),
        "sources": about.sources.iter().map(source).collect::<Vec<_>>(),
    })
}

fn about(archive: &Archive) -> Result<About, ArchiveError> {
    let wrong = || ArchiveError::Section("about".to_owned());
    let bytes = archive.plain("about")?;
    archive.sound()?;
    let value: Value = serde_json::from_slice(bytes.all()).map_err(|_| wrong())?;
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
        files: list("files").iter().map(text).collect(),
        sources: list("sources").iter().map(source).collect(),
        counts,
        problems: Problems::from_parts(
            list("problems").iter().map(problem),
            number(&value["errors"]),
            number(&value["warnings"]),
        ),
    })
}
