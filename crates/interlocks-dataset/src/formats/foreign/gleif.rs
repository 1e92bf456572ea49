//! The golden copy of the Global LEI Foundation (GLEIF), as CSV: relationships between companies (level 2,
//! Relationship Record CDF 2.1) and entities (level 1, LEI-CDF 3.1).
//!
//! Documentation: the column lists at <https://www.gleif.org/en/lei-data/gleif-golden-copy>. A file is recognised by
//! its column names. Entities become companies and relationships become ties (`subsidiary-of`, `branch-of` …); there
//! are no people and no seats. Relationships of unknown types are left out and counted.

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::row_sink::{Position, RowSink};
use super::stated_dates::is_stated;
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::sniff::Head;

/// GLEIF relationships and entities.
pub(crate) const GLEIF: ImportFormat = ImportFormat {
    name: "gleif",
    about: "GLEIF relationships (level 2) and entities (level 1), CSV",
    matches: |head: &Head| {
        let heading = Heading::from_head(head);
        heading.has(RELATIONSHIP_COLUMNS) || heading.has(ENTITY_COLUMNS)
    },
    read,
    long_lines: false,
    repeats_entities: false,
    read_together: None,
};

const START: &str = "Relationship.StartNode.NodeID";
const END: &str = "Relationship.EndNode.NodeID";
const KIND: &str = "Relationship.RelationshipType";
/// The kinds of the ids of both ends; all that is published are of the kind `LEI`.
const NODE_KINDS: [&str; 2] = ["Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeIDType"];
const RELATIONSHIP_COLUMNS: &[&str] = &[START, END, KIND];
const ENTITY_COLUMNS: &[&str] = &["LEI", "Entity.LegalName"];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let worker =
        |heading: &Heading| Reader { has_entities: heading.has(ENTITY_COLUMNS), numbered_columns: numbered_columns() };
    table_records::read(loader, file, text, (Quotes::Meant, &[]), worker, |_, _, _| {})
}

struct Reader {
    has_entities: bool,
    numbered_columns: Vec<NumberedColumns>,
}

/// The columns of one numbered period and one numbered quantity of a row.
struct NumberedColumns {
    /// The type, the first and the last day of a period.
    period: [String; 3],
    /// The unit and the amount of a quantity.
    quantity: [String; 2],
}

fn numbered_columns() -> Vec<NumberedColumns> {
    let columns = |number: usize| NumberedColumns {
        period: ["periodType", "startDate", "endDate"].map(|name| format!("Relationship.Period.{number}.{name}")),
        quantity: ["Units", "Amount"].map(|name| format!("Relationship.Quantifiers.{number}.Quantifier{name}")),
    };
    (1..=5).map(columns).collect()
}

impl table_records::RecordParser for Reader {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        if self.has_entities { push_entity(sink, at, record) } else { self.push_relationship(sink, at, record) }
    }
}

fn push_entity(sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
    const NUMBER: &str = "Entity.RegistrationAuthority.RegistrationAuthorityEntityID";
    const COUNTRY: &str = "Entity.LegalJurisdiction";
    const FOUNDED: &str = "Entity.EntityCreationDate";
    let known = [
        (Field::Id, record.get("LEI")),
        (Field::Lei, record.get("LEI")),
        (Field::Name, record.get("Entity.LegalName")),
        (Field::Country, record.get(COUNTRY)),
        (Field::Number, record.get(NUMBER)),
        (Field::Founded, record.get(FOUNDED)),
    ];
    sink.push(Table::Companies, at, &known, &record.except(&["LEI", "Entity.LegalName", COUNTRY, NUMBER, FOUNDED]));
}

/// Returns the kind of tie for a relationship type. The start node is the child, the branch or the fund.
fn kind(code: &str) -> Option<&'static str> {
    Some(match code {
        "IS_DIRECTLY_CONSOLIDATED_BY" => "subsidiary-of",
        "IS_ULTIMATELY_CONSOLIDATED_BY" => "ultimately-consolidated-by",
        "IS_INTERNATIONAL_BRANCH_OF" => "branch-of",
        "IS_FUND-MANAGED_BY" => "fund-managed-by",
        "IS_SUBFUND_OF" => "subfund-of",
        "IS_FEEDER_TO" => "feeder-to",
        _ => return None,
    })
}

impl Reader {
    fn push_relationship(&self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let Some(kind) = kind(record.get(KIND)) else {
            sink.skip(&format!("relationships of the type '{}'", record.get(KIND)), at);
            return;
        };
        let mut handled = vec![START, END, KIND];
        handled.extend(NODE_KINDS.iter().filter(|name| record.get(name) == "LEI"));
        let (mut start, mut end, mut share) = ("", "", "");
        for NumberedColumns { period, quantity } in &self.numbered_columns {
            if record.get(&period[0]) == "RELATIONSHIP_PERIOD" {
                (start, end) = (record.get(&period[1]), record.get(&period[2]));
                handled.extend(period.iter().map(String::as_str));
            }
            if record.get(&quantity[0]) == "PERCENTAGE" {
                share = record.get(&quantity[1]);
                handled.extend(quantity.iter().map(String::as_str));
            }
        }
        let is_over = record.get("Relationship.RelationshipStatus") == "INACTIVE";
        let known = [
            (Field::From, record.get(START)),
            (Field::FromType, "company"),
            (Field::To, record.get(END)),
            (Field::ToType, "company"),
            (Field::Kind, kind),
            (Field::Share, share),
            (Field::Start, start),
            (Field::End, end),
            (Field::EndStatus, if is_over && !is_stated(end) { "unknown" } else { "" }),
        ];
        sink.push(Table::Ties, at, &known, &record.except(&handled));
    }
}
