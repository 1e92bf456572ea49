//! The insider transactions data sets of the SEC: what directors, officers and owners of more than 10 % file on Forms 3,
//! 4 and 5. Each quarter is a folder of tab-separated tables.
//!
//! Documentation: the readme at <https://www.sec.gov/data-research/sec-markets-data/insider-transactions-data-sets>. A
//! file is recognised by the ending `.tsv` and the first column ACCESSION_NUMBER. The tables SUBMISSION and
//! REPORTINGOWNER are read together; the others are about securities and are not read. Issuers become companies; owners
//! become people, or companies if their name ends with a legal form; directors and officers become seats; owners of more
//! than 10 % become ties. Other relationships are left out and counted.
//!
//! A filing shows that somebody had an office when it was made, but not since when or until when. A spell therefore runs
//! from the first filing to the last one or some day after it, and is marked as inferred.

use std::collections::{BTreeMap, HashMap};

use crate::columns::{Field, Table};
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::sniff::Head;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::Day;
use interlocks_core::model::vocabulary::{has_legal_form, read_date};

use super::ImportFormat;
use super::row_sink::{Position, RowSink};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::{DataFormat, folder};

/// SEC insider data sets.
pub(crate) const SEC: ImportFormat = ImportFormat {
    name: "sec-insiders",
    about: "SEC insider data sets (Forms 3, 4 and 5), the folders of tab-separated tables",
    matches: |head: &Head| {
        // The other tables of a quarter match too, although they are not read.
        head.name.ends_with(".tsv") && head.first_line().starts_with("ACCESSION_NUMBER\t")
    },
    read: read_one,
    long_lines: true,
    repeats_entities: true,
    read_together: Some(read_together),
};

const SUBMISSION_COLUMNS: &[&str] = &["ACCESSION_NUMBER", "FILING_DATE", "DOCUMENT_TYPE", "ISSUERCIK", "ISSUERNAME"];
const OWNER_COLUMNS: &[&str] = &["ACCESSION_NUMBER", "RPTOWNERCIK", "RPTOWNERNAME", "RPTOWNER_RELATIONSHIP"];

/// The other columns of both tables, as the readme lists them. Addresses and what is said of securities are not read.
const MORE_COLUMNS: &[&str] = &[
    "PERIOD_OF_REPORT",
    "DATE_OF_ORIG_SUB",
    "NO_SECURITIES_OWNED",
    "NOT_SUBJECT_SEC16",
    "FORM3_HOLDINGS_REPORTED",
    "FORM4_TRANS_REPORTED",
    "ISSUERTRADINGSYMBOL",
    "REMARKS",
    "AFF10B5ONE",
    "RPTOWNER_TITLE",
    "RPTOWNER_TXT",
    "RPTOWNER_STREET1",
    "RPTOWNER_STREET2",
    "RPTOWNER_CITY",
    "RPTOWNER_STATE",
    "RPTOWNER_ZIPCODE",
    "RPTOWNER_STATE_DESC",
    "FILE_NUMBER",
];

/// Rejects a single table: one table has the person, the other has the company.
fn read_one(_: &mut Loader, file: &str, _: CheckedReader) -> Result<(), DatasetError> {
    let message = "SUBMISSION.tsv and REPORTINGOWNER.tsv can only be read together; give the folder that contains them";
    Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message: message.to_owned() })
}

fn read_together(loader: &mut Loader, files: &[DataFile]) -> Result<(), DatasetError> {
    let mut quarters: BTreeMap<&str, Quarter<'_>> = BTreeMap::new();
    for file in files {
        let quarter = quarters.entry(file.folder()).or_default();
        let heading = file.head().map(|head| Heading::from_head(&head)).unwrap_or_default();
        if heading.has(SUBMISSION_COLUMNS) {
            quarter.submissions.push(file);
        } else if heading.has(OWNER_COLUMNS) {
            quarter.owners.push(file);
        } else {
            continue;
        }
        let is_known = |name: &&str| {
            SUBMISSION_COLUMNS.contains(name) || OWNER_COLUMNS.contains(name) || MORE_COLUMNS.contains(name)
        };
        loader.note_unused_columns(file.name(), heading.names().filter(|name| !is_known(name)));
    }
    let mut insiders = Insiders::default();
    for quarter in quarters.values() {
        let mut filings = HashMap::new();
        for file in &quarter.submissions {
            read_submissions(loader, file, &mut filings)?;
        }
        for file in &quarter.owners {
            insiders.read_owners(loader, file, &filings)?;
        }
    }
    insiders.finish(loader)
}

/// The tables of one quarter that are read.
#[derive(Default)]
struct Quarter<'f> {
    submissions: Vec<&'f DataFile>,
    owners: Vec<&'f DataFile>,
}

/// One filed form.
#[derive(Clone, Debug)]
struct Filing {
    filed: Day,
    /// The day on which somebody became an insider, if the form is the one that reports it (Form 3).
    became: Option<Day>,
    issuer: String,
    /// `true` if the filer states that they are no longer an insider.
    is_exit: bool,
}

fn day(text: &str) -> Option<Day> {
    let date = read_date(text)?.date(None)?;
    (date.earliest() == date.latest()).then_some(date.earliest())
}

/// Returns the number of a filer without leading zeros, which are optional.
fn number(cik: &str) -> &str {
    cik.trim_start_matches('0')
}

fn read_submissions(
    loader: &mut Loader,
    file: &DataFile,
    filings: &mut HashMap<String, Filing>,
) -> Result<(), DatasetError> {
    let (name, text) = folder::open(loader, file, DataFormat::Import(SEC.name))?;
    table_records::read(
        loader,
        &name,
        text,
        (Quotes::Literal, SUBMISSION_COLUMNS),
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

impl table_records::RecordParser for Submissions {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let get = |name| record.get(name);
        let issuer = number(get("ISSUERCIK"));
        let Some(filed) = day(get("FILING_DATE")) else {
            sink.reject(Table::Seats, at, "FILING_DATE is not a day".to_owned());
            return;
        };
        let known = [
            (Field::Id, issuer),
            (Field::Name, get("ISSUERNAME")),
            (Field::Cik, issuer),
            (Field::Ticker, get("ISSUERTRADINGSYMBOL")),
            (Field::Listed, "yes"),
        ];
        sink.push(Table::Companies, at, &known, &[]);
        let form = get("DOCUMENT_TYPE").trim_end_matches("/A");
        let became = day(get("PERIOD_OF_REPORT")).filter(|_| form == "3");
        if !matches!(form, "3" | "4" | "5") {
            sink.skip_unused("values of DOCUMENT_TYPE that are not 3, 4 or 5", at);
        } else if form == "3" && became.is_none() && !get("PERIOD_OF_REPORT").is_empty() {
            sink.skip_unused("values of PERIOD_OF_REPORT that are not days", at);
        }
        if !matches!(get("NOT_SUBJECT_SEC16"), "" | "0" | "1" | "false" | "true") {
            sink.skip_unused("values of NOT_SUBJECT_SEC16 that are neither 0 nor 1", at);
        }
        let filing = Filing {
            filed,
            became,
            issuer: issuer.to_owned(),
            is_exit: matches!(get("NOT_SUBJECT_SEC16"), "1" | "true"),
        };
        self.filings.push((get("ACCESSION_NUMBER").to_owned(), filing));
    }
}

/// The capacity in which somebody is an insider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Capacity {
    Director,
    Officer,
    TenPercentOwner,
}

/// The owner, the issuer and the capacity.
type Insider = (String, String, Capacity);

/// The dates that the filings of an insider show.
#[derive(Clone, Debug)]
struct ServicePeriod {
    /// The day of the first filing.
    first: Day,
    became: Option<Day>,
    last: Day,
    /// The day of the latest filing before the last one.
    before: Option<Day>,
    is_over: bool,
    /// The title in the last filing.
    title: String,
    /// The first and the last filing.
    sources: [String; 2],
    /// The file and line of the first filing.
    place: (u32, u64),
}

impl ServicePeriod {
    /// Merges two periods of one insider; the order does not matter.
    fn merge(self, other: ServicePeriod) -> ServicePeriod {
        let key =
            |period: &ServicePeriod| (period.first, period.became.is_none(), period.sources[0].clone(), period.place);
        let (early, late) = if key(&other) < key(&self) { (&other, &self) } else { (&self, &other) };
        let last = |period: &ServicePeriod| (period.last, period.sources[1].clone(), period.title.clone());
        let (newer, older) = if last(&other) > last(&self) { (&other, &self) } else { (&self, &other) };
        let days = [Some(older.last), older.before, newer.before];
        ServicePeriod {
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

    /// Returns the start, the end, and which of them are inferred.
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

/// The year that stands for no upper bound of an end.
const LAST_YEAR: &str = "9999";

/// All insiders.
#[derive(Default)]
struct Insiders {
    periods: HashMap<Insider, ServicePeriod>,
    files: Vec<(u32, String)>,
}

impl Insiders {
    fn read_owners(
        &mut self,
        loader: &mut Loader,
        file: &DataFile,
        filings: &HashMap<String, Filing>,
    ) -> Result<(), DatasetError> {
        let (name, text) = folder::open(loader, file, DataFormat::Import(SEC.name))?;
        let file = loader.files.len() as u32;
        let worker = |_: &Heading| Owners { file, filings, periods: HashMap::new() };
        table_records::read(loader, &name, text, (Quotes::Literal, OWNER_COLUMNS), worker, |workers, _, _| {
            for (insider, period) in workers.into_iter().flat_map(|worker| worker.periods) {
                merge(&mut self.periods, insider, period);
            }
        })?;
        self.files.push((file, name));
        Ok(())
    }

    /// Adds the seats and ties that follow from all filings together.
    fn finish(self, loader: &mut Loader) -> Result<(), DatasetError> {
        let mut insiders: Vec<(Insider, ServicePeriod)> = self.periods.into_iter().collect();
        insiders.sort_by(|a, b| (a.1.place, &a.0).cmp(&(b.1.place, &b.0)));
        for (number, name) in &self.files {
            let mut sink = RowSink::new(loader, name, *number);
            for (insider, period) in insiders.iter().filter(|(_, period)| period.place.0 == *number) {
                push_insider(&mut sink, insider, period);
            }
            sink.end_block(0);
            RowSink::finish(vec![sink], loader)?;
        }
        Ok(())
    }
}

fn merge(all: &mut HashMap<Insider, ServicePeriod>, insider: Insider, period: ServicePeriod) {
    match all.remove(&insider) {
        Some(known) => all.insert(insider, known.merge(period)),
        None => all.insert(insider, period),
    };
}

fn push_insider(sink: &mut RowSink<'_>, (owner, issuer, capacity): &Insider, period: &ServicePeriod) {
    let (start, end, inferred) = period.spell();
    let sources = period.sources.join(";");
    let spell = [(Field::Start, start.as_str()), (Field::End, &end), (Field::Source, &sources)];
    let at = Position::at_line(period.place.1);
    let inferred = ("inferred", inferred);
    if *capacity == Capacity::TenPercentOwner {
        let mut known = vec![(Field::From, owner.as_str()), (Field::To, issuer), (Field::Kind, "owns")];
        known.extend(spell);
        sink.push(Table::Ties, at, &known, &[inferred, ("share_above", "10")]);
        return;
    }
    let is_director = *capacity == Capacity::Director;
    let role = match (is_director, period.title.as_str()) {
        (true, _) => "director",
        (false, "") => "officer",
        (false, title) => title,
    };
    let (board, executive) = if is_director { ("yes", "") } else { ("no", "yes") };
    let mut known = vec![(Field::Person, owner.as_str()), (Field::Company, issuer), (Field::Role, role)];
    known.extend([(Field::Board, board), (Field::Executive, executive)]);
    known.extend(spell);
    sink.push(Table::Seats, at, &known, &[inferred]);
}

struct Owners<'f> {
    file: u32,
    filings: &'f HashMap<String, Filing>,
    periods: HashMap<Insider, ServicePeriod>,
}

impl table_records::RecordParser for Owners<'_> {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let get = |name| record.get(name);
        let (accession, owner, name) = (get("ACCESSION_NUMBER"), number(get("RPTOWNERCIK")), get("RPTOWNERNAME"));
        let Some(filing) = self.filings.get(accession) else {
            sink.reject(
                Table::Seats,
                at,
                format!("the filing {accession} is not in the SUBMISSION table of this quarter"),
            );
            return;
        };
        if has_legal_form(name) {
            let inferred = [("inferred", "company, by the legal form in its name")];
            sink.push(Table::Companies, at, &[(Field::Id, owner), (Field::Name, name), (Field::Cik, owner)], &inferred);
        } else {
            sink.push(Table::People, at, &[(Field::Id, owner), (Field::Name, name)], &[]);
        }
        let is_officer = get("RPTOWNER_RELATIONSHIP").to_lowercase().contains("officer");
        if !(get("RPTOWNER_TITLE").is_empty() || is_officer) {
            sink.skip("titles of owners who are not officers", at);
        }
        if !get("RPTOWNER_TXT").is_empty() {
            sink.skip("descriptions of the relationship of owners", at);
        }
        for word in get("RPTOWNER_RELATIONSHIP").split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
            let capacity = match word.to_lowercase().as_str() {
                "director" => Capacity::Director,
                "officer" => Capacity::Officer,
                "tenpercentowner" => Capacity::TenPercentOwner,
                _ => {
                    sink.skip(&format!("filings with the relationship '{word}'"), at);
                    continue;
                }
            };
            let period = ServicePeriod {
                first: filing.filed,
                became: filing.became,
                last: filing.filed,
                before: None,
                is_over: filing.is_exit,
                title: if capacity == Capacity::Officer { get("RPTOWNER_TITLE").to_owned() } else { String::new() },
                sources: [accession.to_owned(), accession.to_owned()],
                place: (self.file, at.line),
            };
            merge(&mut self.periods, (owner.to_owned(), filing.issuer.clone(), capacity), period);
        }
    }
}
