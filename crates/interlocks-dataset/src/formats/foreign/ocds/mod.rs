//! The Open Contracting Data Standard (OCDS) 1.0 and 1.1, in which governments publish their contracts: releases, records
//! and packages of both, as JSON lines or as JSON.
//!
//! Documentation: the schemas at <https://standard.open-contracting.org/>. A file is recognised by the key `ocid`, which
//! every release and every record has. Awards and contracts become deals between buyers and suppliers, and these become
//! companies; there are no people and no seats. The releases of one contracting process are merged as the standard
//! says, unless the file has a compiled release. Everything else is left out and counted.

mod fields;
mod merge;
mod organisation;
mod process;
mod release;

use hashbrown::HashMap;

use super::json_outline::JsonOutline;
use super::json_stream::Layout;
use super::row_sink::{Position, RowSink};
use super::{ImportFormat, jsonl_records};
use crate::columns::Table;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::sniff::Head;
use crate::formats::{DataFormat, folder};
use crate::input::CheckedReader;
use crate::loader::Loader;
use organisation::Organisation;
use process::{Deal, Process};
use release::{Reader, Stated, Statement};

/// OCDS releases and records.
pub(crate) const OCDS: ImportFormat = ImportFormat {
    name: "ocds",
    about: "Open Contracting Data Standard 1.0 and 1.1, JSON lines or JSON",
    matches,
    read,
    long_lines: true,
    repeats_entities: true,
    read_together: Some(read_together),
};

/// The places of releases and records: by themselves, in packages, and in the pages of an API.
const PLACES: &[&str] = &[
    "",
    "releases",
    "records",
    "results",
    "results.releases",
    "results.records",
    "data",
    "data.releases",
    "data.records",
];

/// Keys of which a release or a record has one beside its `ocid`.
const BESIDE: &[&str] = &[
    "tag",
    "initiationType",
    "date",
    "compiledRelease",
    "releases",
    "awards",
    "contracts",
    "tender",
    "parties",
    "buyer",
];

fn matches(head: &Head) -> bool {
    let outline = JsonOutline::from_head(head);
    let is_empty_package = |list: &str| outline.has_at(&["", "results", "data"], &[list, "publishedDate", "publisher"]);
    BESIDE.iter().any(|key| outline.has_at(PLACES, &["ocid", key]))
        || is_empty_package("releases")
        || is_empty_package("records")
}

/// Packages have their releases or records in a list. A record has a list of releases too, and an `ocid`.
const LAYOUT: Layout<'static> =
    Layout::of_pages(&[&["releases"], &["records"], &["results"], &["data"]]).with_record_key("ocid");

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let mut contracting = Contracting::default();
    contracting.read(loader, file, text)?;
    contracting.finish(loader)
}

/// Reads several files as one: the releases of one process may be in files of different months.
fn read_together(loader: &mut Loader, files: &[DataFile]) -> Result<(), DatasetError> {
    let mut contracting = Contracting::default();
    for file in files {
        let (name, text) = folder::open(loader, file, DataFormat::Import(OCDS.name))?;
        contracting.read(loader, &name, text)?;
    }
    contracting.finish(loader)
}

/// Where a release is: the number of its file among those that are read together, and the position in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) file: usize,
    pub(crate) at: Position,
}

/// The statements of all files.
#[derive(Default)]
struct Contracting {
    /// The names of the files, and their numbers with the loader.
    files: Vec<(String, u32)>,
    statements: Vec<Statement>,
}

impl Contracting {
    fn read(&mut self, loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
        let number = self.files.len();
        let statements = &mut self.statements;
        jsonl_records::read_json(
            loader,
            file,
            text,
            LAYOUT,
            || Reader::new(number),
            |readers, _, _| {
                statements.extend(readers.into_iter().flat_map(Reader::finish));
            },
        )?;
        // The file is the last that the loader numbered.
        self.files.push((file.to_owned(), loader.files.len().saturating_sub(1) as u32));
        Ok(())
    }

    fn finish(mut self, loader: &mut Loader) -> Result<(), DatasetError> {
        let mut sinks: Vec<RowSink<'_>> =
            self.files.iter().map(|(name, number)| RowSink::new(loader, name, *number)).collect();
        // Workers are in no order; the releases of one line are.
        self.statements.sort_by_key(|statement| statement.origin);
        let mut companies = Companies::default();
        let mut deals = Vec::new();
        for process in processes(self.statements, &mut sinks) {
            process.organisations.into_iter().for_each(|one| companies.add(one));
            deals.extend(process.deals);
        }
        for company in &companies.all {
            if let Some(sink) = sinks.get_mut(company.origin.file) {
                company.push(sink);
            }
        }
        for deal in &deals {
            if let Some(sink) = sinks.get_mut(deal.origin.file) {
                push_deal(sink, deal);
            }
        }
        for mut sink in sinks {
            sink.end_block(0);
            RowSink::finish(vec![sink], loader)?;
        }
        Ok(())
    }
}

/// Returns the processes, in the order of their first release.
fn processes(statements: Vec<Statement>, sinks: &mut [RowSink<'_>]) -> Vec<Process> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        let next = groups.len();
        let number = *numbers.entry_ref(statement.ocid.as_str()).or_insert(next);
        match groups.get_mut(number) {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups.into_iter().filter_map(|group| process(group, sinks)).collect()
}

/// Returns what the releases of one process say together. The newest compiled release counts; without one, the releases
/// are merged in the order of their dates.
fn process(mut group: Vec<Statement>, sinks: &mut [RowSink<'_>]) -> Option<Process> {
    // Of releases of one moment, the one further down counts as the later.
    group.sort_by_key(|statement| (statement.moment, statement.origin));
    let is_compiled = |statement: &Statement| matches!(statement.stated, Stated::Compiled(_));
    let last = group.iter().rposition(is_compiled);
    let mut releases = merge::Merged::default();
    let mut compiled = None;
    for (number, statement) in group.into_iter().enumerate() {
        match statement.stated {
            Stated::Compiled(process) if Some(number) == last => compiled = Some(process),
            Stated::Compiled(_) => {
                if let Some(sink) = sinks.get_mut(statement.origin.file) {
                    sink.skip_unused("compiled releases of processes that a later one describes", statement.origin.at);
                }
            }
            Stated::Release(_) if last.is_some() => {}
            Stated::Release(body) => releases.add(statement.origin, &statement.ocid, body),
        }
    }
    compiled.or_else(|| {
        let sink = sinks.get_mut(releases.origin.file)?;
        Some(Process::read(sink, &releases))
    })
}

/// The buyers and suppliers of all processes, each once.
#[derive(Default)]
struct Companies {
    all: Vec<Organisation>,
    numbers: HashMap<String, usize>,
}

impl Companies {
    /// Adds an organisation, or what it says more of one with its id.
    fn add(&mut self, organisation: Organisation) {
        match self.numbers.get(&organisation.id).and_then(|number| self.all.get_mut(*number)) {
            Some(known) => known.complete(organisation),
            None => {
                self.numbers.insert(organisation.id.clone(), self.all.len());
                self.all.push(organisation);
            }
        }
    }
}

fn push_deal(sink: &mut RowSink<'_>, deal: &Deal) {
    let known: Vec<_> = deal.known.iter().map(|(field, text)| (*field, text.as_str())).collect();
    let extra: Vec<_> = deal.extra.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    sink.push(Table::Deals, deal.origin.at, &known, &extra);
}
