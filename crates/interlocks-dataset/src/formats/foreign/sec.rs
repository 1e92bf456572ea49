//! The insider transactions data sets of the SEC: what directors, officers and owners of more than a tenth
//! file on Forms 3, 4 and 5, a folder a quarter. Columns are those of the readme of
//! <https://www.sec.gov/data-research/sec-markets-data/insider-transactions-data-sets>; of its tables
//! SUBMISSION and REPORTINGOWNER are read, the others are about securities.
//!
//! A filing says that somebody held an office when it was made, and not since when or until when. So a spell
//! is from the first filing to the last one or some day after it, and says that it was inferred.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::{Day, PartialDate};

use super::ImportFormat;
use super::legal_form::names_a_company;
use super::row_sink::{At, RowSink};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;
use crate::formats::{DataFormat, folder};

/// The format.
pub const SEC: ImportFormat = ImportFormat {
    word: "sec-insiders",
    about: "SEC insider data sets (Forms 3, 4 and 5), the folders of tab-separated tables",
    is_it: |head: &Head| {
        // The other tables of a quarter belong to it, though nothing is read of them.
        head.name.ends_with(".tsv") && head.first_line().starts_with("ACCESSION_NUMBER\t")
    },
    read: read_one,
    long_lines: true,
    repeats: true,
    together: Some(read_together),
};

const OF_SUBMISSIONS: &[&str] = &["ACCESSION_NUMBER", "FILING_DATE", "DOCUMENT_TYPE", "ISSUERCIK", "ISSUERNAME"];
const OF_OWNERS: &[&str] = &["ACCESSION_NUMBER", "RPTOWNERCIK", "RPTOWNERNAME", "RPTOWNER_RELATIONSHIP"];

/// One table says little: who filed is in one, and about which company in the other.
fn read_one(_: &mut Loader, file: &str, _: CheckedReader) -> Result<(), DatasetError> {
    let message = "SUBMISSION.tsv and REPORTINGOWNER.tsv are read together: give the folder they are in";
    Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message: message.to_owned() })
}

fn read_together(loader: &mut Loader, files: &[PathBuf]) -> Result<(), DatasetError> {
    let mut quarters: BTreeMap<&Path, Quarter<'_>> = BTreeMap::new();
    for file in files {
        let quarter = quarters.entry(file.parent().unwrap_or(Path::new(""))).or_default();
        let heading = Head::from_path(file).map(|head| Heading::of_head(&head)).unwrap_or_default();
        if heading.has(OF_SUBMISSIONS) {
            quarter.submissions.push(file);
        } else if heading.has(OF_OWNERS) {
            quarter.owners.push(file);
        }
    }
    let mut register = Register::default();
    for quarter in quarters.values() {
        let mut filings = HashMap::new();
        for path in &quarter.submissions {
            read_submissions(loader, path, &mut filings)?;
        }
        for path in &quarter.owners {
            register.read_owners(loader, path, &filings)?;
        }
    }
    register.hand_over(loader)
}

/// The tables of a quarter that are read.
#[derive(Default)]
struct Quarter<'f> {
    submissions: Vec<&'f PathBuf>,
    owners: Vec<&'f PathBuf>,
}

/// A form that was filed.
#[derive(Clone, Debug)]
struct Filing {
    filed: Day,
    /// The day on which somebody became an insider, where it is the form that says so.
    became: Option<Day>,
    issuer: String,
    /// Whether whoever filed says to be no insider any more.
    is_exit: bool,
}

fn day(text: &str) -> Option<Day> {
    date_formats::date(text).parse().ok().map(|date: PartialDate| date.earliest())
}

/// Numbers of filers are written with and without zeros before them.
fn number(cik: &str) -> &str {
    cik.trim_start_matches('0')
}

fn read_submissions(
    loader: &mut Loader,
    path: &Path,
    filings: &mut HashMap<String, Filing>,
) -> Result<(), DatasetError> {
    let (name, text) = folder::open(loader, path, DataFormat::Import(SEC.word))?;
    table_records::read(
        loader,
        &name,
        text,
        (Quotes::Literal, OF_SUBMISSIONS),
        |_| Submissions::default(),
        |workers, _, loader| {
            for worker in workers {
                loader.as_of = loader.as_of.max(worker.filings.iter().map(|(_, filing)| filing.filed).max());
                filings.extend(worker.filings);
            }
        },
    )
}

#[derive(Default)]
struct Submissions {
    filings: Vec<(String, Filing)>,
}

impl table_records::Records for Submissions {
    fn record(&mut self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
        let get = |name| record.get(name);
        let issuer = number(get("ISSUERCIK"));
        let Some(filed) = day(get("FILING_DATE")) else {
            intake.reject(Table::Seats, at, "the filing has no day in FILING_DATE".to_owned());
            return;
        };
        let known = [
            (Field::Id, issuer),
            (Field::Name, get("ISSUERNAME")),
            (Field::Cik, issuer),
            (Field::Ticker, get("ISSUERTRADINGSYMBOL")),
            (Field::Listed, "yes"),
        ];
        intake.put(Table::Companies, at, &known, &[]);
        let is_initial = get("DOCUMENT_TYPE").trim_end_matches("/A") == "3";
        let filing = Filing {
            filed,
            became: is_initial.then(|| day(get("PERIOD_OF_REPORT"))).flatten(),
            issuer: issuer.to_owned(),
            is_exit: matches!(get("NOT_SUBJECT_SEC16"), "1" | "true"),
        };
        self.filings.push((get("ACCESSION_NUMBER").to_owned(), filing));
    }
}

/// How somebody is an insider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Capacity {
    Director,
    Officer,
    TenPercentOwner,
}

/// Who, at which company, as what.
type Insider = (String, String, Capacity);

/// What the filings of an insider say of when.
#[derive(Clone, Debug)]
struct Held {
    first: Day,
    became: Option<Day>,
    last: Day,
    /// The latest filing before the last one.
    before: Option<Day>,
    is_over: bool,
    /// The title in the last filing.
    title: String,
    /// The first and the last filing.
    sources: [String; 2],
    /// The file of the first filing, and the line there.
    place: (u32, u64),
}

impl Held {
    /// Both together, whichever was read first.
    fn with(self, other: Held) -> Held {
        let key = |held: &Held| (held.first, held.became.is_none(), held.sources[0].clone(), held.place);
        let (early, late) = if key(&other) < key(&self) { (&other, &self) } else { (&self, &other) };
        let last = |held: &Held| (held.last, held.sources[1].clone(), held.title.clone());
        let (newer, older) = if last(&other) > last(&self) { (&other, &self) } else { (&self, &other) };
        let days = [Some(older.last), older.before, newer.before];
        Held {
            first: early.first,
            became: early.became.or(late.became.filter(|_| early.first == late.first)),
            last: newer.last,
            before: days.into_iter().flatten().filter(|day| *day < newer.last).max(),
            is_over: newer.is_over || (older.last == newer.last && older.is_over),
            title: newer.title.clone(),
            sources: [early.sources[0].clone(), newer.sources[1].clone()],
            place: early.place,
        }
    }

    /// The spell, and which of its ends are inferred.
    fn spell(&self) -> (String, String, &'static str) {
        let start = self.became.filter(|day| *day <= self.first).unwrap_or(self.first).to_string();
        let end = match self.before {
            _ if !self.is_over => format!("{}/{LAST_YEAR}", self.last),
            Some(before) => format!("{before}/{}", self.last),
            None => self.last.to_string(),
        };
        (start, end, if self.became.is_some() { "end" } else { "start;end" })
    }
}

/// An end in this year or before it is an end on any day.
const LAST_YEAR: &str = "9999";

/// All insiders.
#[derive(Default)]
struct Register {
    held: HashMap<Insider, Held>,
    files: Vec<(u32, String)>,
}

impl Register {
    fn read_owners(
        &mut self,
        loader: &mut Loader,
        path: &Path,
        filings: &HashMap<String, Filing>,
    ) -> Result<(), DatasetError> {
        let (name, text) = folder::open(loader, path, DataFormat::Import(SEC.word))?;
        let file = loader.files.len() as u32;
        let worker = |_: &Heading| Owners { file, filings, held: HashMap::new() };
        table_records::read(loader, &name, text, (Quotes::Literal, OF_OWNERS), worker, |workers, _, _| {
            for (insider, held) in workers.into_iter().flat_map(|worker| worker.held) {
                merge(&mut self.held, insider, held);
            }
        })?;
        self.files.push((file, name));
        Ok(())
    }

    /// Makes seats and ties of what all filings say together.
    fn hand_over(self, loader: &mut Loader) -> Result<(), DatasetError> {
        let mut insiders: Vec<(Insider, Held)> = self.held.into_iter().collect();
        insiders.sort_by(|a, b| (a.1.place, &a.0).cmp(&(b.1.place, &b.0)));
        for (number, name) in &self.files {
            let mut intake = RowSink::of(loader, name, *number);
            for (insider, held) in insiders.iter().filter(|(_, held)| held.place.0 == *number) {
                put_insider(&mut intake, insider, held);
            }
            intake.end_block(0);
            RowSink::hand_over(vec![intake], loader)?;
        }
        Ok(())
    }
}

fn merge(all: &mut HashMap<Insider, Held>, insider: Insider, held: Held) {
    match all.remove(&insider) {
        Some(known) => all.insert(insider, known.with(held)),
        None => all.insert(insider, held),
    };
}

fn put_insider(intake: &mut RowSink<'_>, (owner, issuer, capacity): &Insider, held: &Held) {
    let (start, end, inferred) = held.spell();
    let sources = held.sources.join(";");
    let spell = [(Field::Start, start.as_str()), (Field::End, &end), (Field::Source, &sources)];
    let at = At::line(held.place.1);
    let inferred = ("inferred", inferred);
    if *capacity == Capacity::TenPercentOwner {
        let mut known = vec![(Field::From, owner.as_str()), (Field::To, issuer), (Field::Kind, "owns")];
        known.extend(spell);
        intake.put(Table::Ties, at, &known, &[inferred, ("share_above", "10")]);
        return;
    }
    let is_director = *capacity == Capacity::Director;
    let role = match (is_director, held.title.as_str()) {
        (true, _) => "director",
        (false, "") => "officer",
        (false, title) => title,
    };
    let (board, executive) = if is_director { ("yes", "") } else { ("no", "yes") };
    let mut known = vec![(Field::Person, owner.as_str()), (Field::Company, issuer), (Field::Role, role)];
    known.extend([(Field::Board, board), (Field::Executive, executive)]);
    known.extend(spell);
    intake.put(Table::Seats, at, &known, &[inferred]);
}

struct Owners<'f> {
    file: u32,
    filings: &'f HashMap<String, Filing>,
    held: HashMap<Insider, Held>,
}

impl table_records::Records for Owners<'_> {
    fn record(&mut self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
        let get = |name| record.get(name);
        let (accession, owner, name) = (get("ACCESSION_NUMBER"), number(get("RPTOWNERCIK")), get("RPTOWNERNAME"));
        let Some(filing) = self.filings.get(accession) else {
            intake.reject(Table::Seats, at, format!("the filing {accession} is not in SUBMISSION of this quarter"));
            return;
        };
        if names_a_company(name) {
            let inferred = [("inferred", "company, by the legal form in its name")];
            intake.put(
                Table::Companies,
                at,
                &[(Field::Id, owner), (Field::Name, name), (Field::Cik, owner)],
                &inferred,
            );
        } else {
            intake.put(Table::People, at, &[(Field::Id, owner), (Field::Name, name)], &[]);
        }
        for word in get("RPTOWNER_RELATIONSHIP").split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
            let capacity = match word.to_lowercase().as_str() {
                "director" => Capacity::Director,
                "officer" => Capacity::Officer,
                "tenpercentowner" => Capacity::TenPercentOwner,
                _ => {
                    intake.leave_out(&format!("filings as '{word}'"), at);
                    continue;
                }
            };
            let held = Held {
                first: filing.filed,
                became: filing.became,
                last: filing.filed,
                before: None,
                is_over: filing.is_exit,
                title: if capacity == Capacity::Officer { get("RPTOWNER_TITLE").to_owned() } else { String::new() },
                sources: [accession.to_owned(), accession.to_owned()],
                place: (self.file, at.line),
            };
            merge(&mut self.held, (owner.to_owned(), filing.issuer.clone(), capacity), held);
        }
    }
}
