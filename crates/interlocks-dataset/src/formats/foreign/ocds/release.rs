//! Finds the releases of a file: alone, in records, and in packages of both.

use super::super::json_stream::json_error_message;
use super::super::json_value::JsonValue;
use super::super::jsonl_records::LineParser;
use super::super::row_sink::{Position, RowSink};
use super::Origin;
use super::fields::{RECORD, count_in_release, reduced};
use super::merge::Merged;
use super::process::Process;
use crate::columns::Table;
use interlocks_core::model::PartialDate;

/// The statements of one release.
pub(crate) struct Statement {
    pub(crate) ocid: String,
    pub(crate) origin: Origin,
    /// The second of the release; `None` if it has no date.
    pub(crate) moment: Option<i64>,
    pub(crate) stated: Stated,
}

/// The content of a release.
pub(crate) enum Stated {
    /// All of a process.
    Compiled(Process),
    /// A release of its own: it states what was new at one time.
    Release(JsonValue<'static>),
}

/// One worker: the releases of a file.
pub(crate) struct Reader {
    file: usize,
    statements: Vec<Statement>,
}

impl LineParser for Reader {
    fn parse_line(&mut self, sink: &mut RowSink<'_>, at: Position, line: &[u8]) {
        match serde_json::from_slice::<JsonValue<'_>>(line) {
            Ok(value) => self.push(sink, at, value, ""),
            Err(error) => {
                let at = Position { column: error.column() as u64, ..at };
                sink.reject(Table::Deals, at, format!("not JSON: {}", json_error_message(&error)));
            }
        }
    }
}

impl Reader {
    /// Creates a worker for a file, by its number.
    pub(crate) fn new(file: usize) -> Reader {
        Reader { file, statements: Vec::new() }
    }

    /// Returns what was read.
    pub(crate) fn finish(self) -> Vec<Statement> {
        self.statements
    }

    /// Adds the releases in a value; `ocid` is that of the record around it. JSON is not read deeper than 128 levels.
    fn push(&mut self, sink: &mut RowSink<'_>, at: Position, value: JsonValue<'_>, ocid: &str) {
        let has = |key: &str| *value.get(key) != JsonValue::Null;
        let own = value.text_at("ocid");
        match &value {
            JsonValue::List(_) => {
                if let JsonValue::List(items) = value {
                    items.into_iter().for_each(|item| self.push(sink, at, item, ocid));
                }
            }
            JsonValue::Object(_)
                if has("compiledRelease") || has("versionedRelease") || (has("releases") && has("ocid")) =>
            {
                self.push_record(sink, at, value);
            }
            JsonValue::Object(_) if !(own.is_empty() && ocid.is_empty()) => {
                if own.is_empty() && has("url") {
                    sink.skip_unused("releases that a record only links to", at);
                } else {
                    let ocid = if own.is_empty() { ocid } else { own }.to_owned();
                    self.push_release(sink, at, value, ocid, false);
                }
            }
            JsonValue::Object(_) => self.push_package(sink, at, value),
            JsonValue::Null | JsonValue::Text(_) => sink.reject(Table::Deals, at, "not a JSON object".to_owned()),
        }
    }

    /// Adds the releases or records of a package, or of a page of packages.
    fn push_package(&mut self, sink: &mut RowSink<'_>, at: Position, package: JsonValue<'_>) {
        const LISTS: &[&str] = &["releases", "records", "results", "data"];
        let JsonValue::Object(pairs) = package else { return };
        if !pairs.iter().any(|(key, _)| LISTS.contains(&&**key)) {
            sink.reject(Table::Deals, at, "the release has no ocid".to_owned());
            return;
        }
        for (_, list) in pairs.into_iter().filter(|(key, list)| LISTS.contains(&&**key) && *list != JsonValue::Null) {
            self.push(sink, at, list, "");
        }
    }

    /// Adds the compiled release of a record, or else its releases.
    fn push_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: JsonValue<'_>) {
        RECORD.count_others(sink, at, &record);
        let compiled = record.get("compiledRelease");
        let stated = [record.text_at("ocid"), compiled.text_at("ocid")];
        let Some(ocid) = stated.into_iter().find(|ocid| !ocid.is_empty()).map(str::to_owned) else {
            sink.reject(Table::Deals, at, "the record has no ocid".to_owned());
            return;
        };
        let (has_compiled, has_releases) = (compiled.is_object(), !record.get("releases").is_empty());
        let JsonValue::Object(pairs) = record else { return };
        let wanted = if has_compiled { "compiledRelease" } else { "releases" };
        match pairs.into_iter().find(|(key, _)| key == wanted) {
            Some((_, compiled)) if has_compiled => self.push_release(sink, at, compiled, ocid, true),
            Some((_, releases)) if has_releases => self.push(sink, at, releases, &ocid),
            _ => sink.skip_unused("records without a compiled release and without releases", at),
        }
    }

    fn push_release(
        &mut self,
        sink: &mut RowSink<'_>,
        at: Position,
        release: JsonValue<'_>,
        ocid: String,
        is_compiled: bool,
    ) {
        let tag = release.get("tag");
        if tag
            .items()
            .iter()
            .chain([release.get("initiationType")])
            .any(|tag| tag.is_object() || !tag.items().is_empty())
        {
            sink.skip_unused("versioned releases, which repeat what other releases say", at);
            return;
        }
        count_in_release(sink, at, &release);
        let is_compiled =
            is_compiled || tag.items().iter().chain([tag]).any(|tag| tag.text().eq_ignore_ascii_case("compiled"));
        let (origin, moment) = (Origin { file: self.file, at }, moment(release.text_at("date")));
        let body = reduced(release);
        let stated = if is_compiled {
            let mut merged = Merged::default();
            merged.add(origin, &ocid, body);
            Stated::Compiled(Process::read(sink, &merged))
        } else {
            Stated::Release(body)
        };
        self.statements.push(Statement { ocid, origin, moment, stated });
    }
}

/// Returns the second of a date and time such as `2010-05-10T09:30:00+02:00`, for the order of releases. Without a time it
/// is midnight, and without an offset that of UTC; `None` if the text is no date.
fn moment(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let day: PartialDate = day.parse().ok()?;
    let number =
        |text: &str, from: usize| text.get(from..from + 2).and_then(|digits| digits.parse::<i64>().ok()).unwrap_or(0);
    let offset_at = time.find(['+', '-', 'Z', 'z']).unwrap_or(time.len());
    let (clock, offset) = (time.get(..offset_at).unwrap_or_default(), time.get(offset_at..).unwrap_or_default());
    let second = number(clock, 0) * 3_600 + number(clock, 3) * 60 + number(clock, 6);
    let minutes = if offset.contains(':') { number(offset, 4) } else { number(offset, 3) };
    let east = (number(offset, 1) * 60 + minutes) * if offset.starts_with('-') { -60 } else { 60 };
    Some(i64::from(day.earliest().number()) * 86_400 + second - east)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_ordered_by_their_moments() {
        let ordered = [
            "2009",
            "2010-05-09T23:59:59.999Z",
            "2010-05-10",
            "2010-05-10T09:30:00+02:00",
            "2010-05-10T08:00:00Z",
            "2010-05-10T06:00:00-0300",
            "2010-05-10 09:00:01",
        ];
        let moments: Vec<Option<i64>> = ordered.iter().map(|text| moment(text)).collect();
        assert!(moments.is_sorted() && moments.iter().all(Option::is_some), "{moments:?}");
        assert_eq!(moment("2010-05-10T09:30:00+02:00"), moment("2010-05-10T07:30:00Z"));
        for text in ["", "soon", "T", "+", "2010-05-10Té:é:é+é"] {
            assert_eq!(moment(text).is_some(), text.starts_with("2010"), "{text}");
        }
    }
}
