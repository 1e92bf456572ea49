//! The officers snapshot: a header, for each company one record and one for each of its officers, and a trailer. Columns
//! are counted from 0 here, and from 1 in the specification.

use std::borrow::Cow;

use crate::columns::{Field, Table};
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use interlocks_core::model::PartialDate;
use interlocks_core::model::vocabulary::read_date;

use super::super::jsonl_records::LineParser;
use super::super::row_sink::{Position, RowSink};
use super::officer::role_of;

/// One worker, with what needs the whole file.
#[derive(Default)]
pub(crate) struct Reader {
    /// The day the file describes.
    produced: Option<PartialDate>,
    /// The number of records that were read.
    records: u64,
    /// The number of records that the trailer states, and its line.
    expected: Option<(u64, u64)>,
}

/// The column at which the variable data of a person record begins, and the number of its parts, each ended by `<`.
const VARIABLE: usize = 76;
const PARTS: usize = 14;

/// Returns the `officer_role` code for a type of appointment. 02, 03, 06 and 07 are former appointments, which older
/// files have.
fn office(code: &str) -> Option<&'static str> {
    Some(match code {
        "00" | "02" => "secretary",
        "01" | "03" => "director",
        "04" | "06" => "llp-member",
        "05" | "07" => "llp-designated-member",
        "11" => "judicial-factor",
        "12" => "receiver-and-manager",
        "13" => "cic-manager",
        "17" => "member-of-an-administrative-organ",
        "18" => "member-of-a-supervisory-organ",
        "19" => "member-of-a-management-organ",
        _ => return None,
    })
}

/// The documents from which the register has the date of an appointment.
const ORIGINS: [&str; 6] = [
    "appointment document",
    "annual return",
    "incorporation document",
    "LLP appointment document",
    "LLP incorporation document",
    "overseas company appointment document",
];

impl Reader {
    /// Sets the as-of day of the data, and compares the number of records with the trailer.
    pub(crate) fn finish(readers: Vec<Reader>, file: &str, loader: &mut Loader) {
        let records: u64 = readers.iter().map(|reader| reader.records).sum();
        let produced = readers.iter().filter_map(|reader| reader.produced.as_ref()).map(PartialDate::latest).max();
        loader.as_of = loader.as_of.max(produced);
        let expected = readers.iter().filter_map(|reader| reader.expected).next();
        let message = match expected {
            Some((count, _)) if count == records => return,
            Some((count, _)) => {
                format!("the trailer states {count} records, but {records} were read; the file may be incomplete")
            }
            None => "there is no trailer; the file may be incomplete".to_owned(),
        };
        let line = expected.map_or(1, |(_, line)| line);
        loader.problems.push(Problem { severity: Severity::Warning, file: file.to_owned(), line, column: 1, message });
    }

    fn header(&mut self, sink: &mut RowSink<'_>, at: Position, line: &str) {
        if line.starts_with("DDDDUPDT") {
            let message =
                "this is a file of updates, which has only changes; give a snapshot, which begins with DDDDSNAP";
            sink.reject(Table::Seats, at, message.to_owned());
            return;
        }
        self.produced = line.get(12..20).and_then(read_date).and_then(|written| written.date(None));
        if self.produced.is_none() {
            sink.skip_unused("dates of production that are not dates", at);
        }
    }
}

impl LineParser for Reader {
    fn parse_line(&mut self, sink: &mut RowSink<'_>, at: Position, line: &[u8]) {
        // A line that is not UTF-8 is read as Latin-1.
        let line = std::str::from_utf8(line)
            .map_or_else(|_| Cow::Owned(line.iter().map(|byte| char::from(*byte)).collect()), Cow::Borrowed);
        let line: &str = &line;
        if at.line == 1 && line.starts_with("DDDD") {
            self.header(sink, at, line);
        } else if line.starts_with("99999999") && line.len() == 16 {
            self.expected = line[8..].parse().ok().map(|count| (count, at.line));
        } else {
            self.records += 1;
            match line.as_bytes().get(8) {
                Some(b'1') => company(sink, at, line),
                Some(b'2') => person(sink, at, line),
                _ => sink.reject(Table::Seats, at, "the record is neither of a company nor of a person".to_owned()),
            }
        }
    }
}

fn company(sink: &mut RowSink<'_>, at: Position, line: &str) {
    let (Some(number), Some(status), Some(name)) = (line.get(..8), line.get(9..10), line.get(40..)) else {
        sink.reject(Table::Companies, at, "the record of the company is cut off".to_owned());
        return;
    };
    let name = name.split('<').next().unwrap_or(name);
    let status = match status {
        "C" => "converted or closed",
        "D" => "dissolved",
        "L" => "in liquidation",
        "R" => "in receivership",
        other => other,
    };
    let known = [(Field::Id, number), (Field::Name, name), (Field::Number, number)];
    sink.push(Table::Companies, at, &known, &[("company_status", status)]);
}

fn person(sink: &mut RowSink<'_>, at: Position, line: &str) {
    let cut = |range: std::ops::Range<usize>| line.get(range).unwrap_or("");
    let parts: Vec<&str> = line.get(VARIABLE..).unwrap_or("").split('<').map(str::trim).collect();
    if parts.len() < PARTS {
        let message = format!("the record of the person has {} parts ended by <; it must have {PARTS}", parts.len());
        sink.reject(Table::Seats, at, message);
        return;
    }
    let (company, origin, code, number) = (cut(0..8), cut(9..10), cut(10..12), cut(12..24));
    let [title, forenames, surname, honours] = [parts[0], parts[1], parts[2], parts[3]];
    let (occupation, nationality) = (parts[11], parts[12]);
    let Some((office, role)) = office(code).and_then(|office| Some((office, role_of(office)?))) else {
        sink.skip(&format!("appointments of the type '{code}'"), at);
        return;
    };
    if parts[4..11].iter().chain(&parts[13..14]).any(|part| !part.is_empty()) {
        sink.skip("addresses and countries of residence of officers", at);
    }
    // The last four digits only number the versions of a person's details.
    let id = number.get(..8).unwrap_or(number);
    let name = [forenames, surname].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if cut(24..25) == "Y" {
        sink.push(Table::Companies, at, &[(Field::Id, id), (Field::Name, &name)], &[("person_number", number)]);
    } else {
        // Year and month, and for some the day.
        let births = [(Field::Birth, cut(56..64)), (Field::Birth, cut(64..72))];
        let mut known = vec![(Field::Id, id), (Field::Name, &name), (Field::Nationality, nationality)];
        known.extend(births);
        sink.push(Table::People, at, &known, &[("title", title), ("honours", honours)]);
    }
    let is_over = matches!(code, "02" | "03" | "06" | "07");
    let known = [
        (Field::Person, id),
        (Field::Company, company),
        (Field::Role, role.word),
        (Field::Board, role.board),
        (Field::Executive, role.executive),
        (Field::Start, cut(32..40)),
        (Field::End, cut(40..48)),
        (Field::EndStatus, if is_over { "unknown" } else { "" }),
    ];
    // An origin that the specification does not have stays as it is.
    let known_origin = origin.parse::<usize>().ok().and_then(|origin| ORIGINS.get(origin.wrapping_sub(1)));
    let origin = known_origin.copied().unwrap_or(origin);
    let extra =
        [("officer_role", office), ("person_number", number), ("occupation", occupation), ("date_origin", origin)];
    sink.push(Table::Seats, at, &known, &extra);
}
