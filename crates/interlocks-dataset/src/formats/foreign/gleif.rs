//! The golden copy of the Global LEI Foundation: who consolidates whom (level 2, Relationship Record CDF 2.1)
//! and who is who (level 1, LEI-CDF 3.1). Columns are those of the CSV files at
//! <https://www.gleif.org/en/lei-data/gleif-golden-copy>.

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::row_sink::{At, RowSink};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;

/// The format.
pub const GLEIF: ImportFormat = ImportFormat {
    word: "gleif",
    about: "GLEIF relationships (level 2) and entities (level 1), CSV",
    is_it: |head: &Head| {
        let heading = Heading::of_head(head);
        heading.has(OF_RELATIONSHIPS) || heading.has(OF_ENTITIES)
    },
    read,
    long_lines: false,
    repeats: false,
    together: None,
};

const START: &str = "Relationship.StartNode.NodeID";
const END: &str = "Relationship.EndNode.NodeID";
const KIND: &str = "Relationship.RelationshipType";
const OF_RELATIONSHIPS: &[&str] = &[START, END, KIND];
const OF_ENTITIES: &[&str] = &["LEI", "Entity.LegalName"];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let worker = |heading: &Heading| Reader { of_entities: heading.has(OF_ENTITIES), numbered: numbered() };
    table_records::read(loader, file, text, (Quotes::Meant, &[]), worker, |_, _, _| {})
}

struct Reader {
    of_entities: bool,
    numbered: Vec<Numbered>,
}

/// The columns of one of the periods and quantities that a row has.
struct Numbered {
    /// Kind, first and last day of a period.
    period: [String; 3],
    /// Unit and amount of a quantity.
    quantity: [String; 2],
}

fn numbered() -> Vec<Numbered> {
    let columns = |number: usize| Numbered {
        period: ["periodType", "startDate", "endDate"].map(|name| format!("Relationship.Period.{number}.{name}")),
        quantity: ["Units", "Amount"].map(|name| format!("Relationship.Quantifiers.{number}.Quantifier{name}")),
    };
    (1..=5).map(columns).collect()
}

impl table_records::Records for Reader {
    fn record(&mut self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
        if self.of_entities { put_entity(intake, at, record) } else { self.put_relationship(intake, at, record) }
    }
}

fn put_entity(intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
    const NUMBER: &str = "Entity.RegistrationAuthority.RegistrationAuthorityEntityID";
    const COUNTRY: &str = "Entity.LegalJurisdiction";
    const FOUNDED: &str = "Entity.EntityCreationDate";
    let founded = date_formats::date(record.get(FOUNDED));
    let known = [
        (Field::Id, record.get("LEI")),
        (Field::Lei, record.get("LEI")),
        (Field::Name, record.get("Entity.LegalName")),
        (Field::Country, record.get(COUNTRY)),
        (Field::Number, record.get(NUMBER)),
        (Field::Founded, &founded),
    ];
    intake.put(Table::Companies, at, &known, &record.others(&["LEI", "Entity.LegalName", COUNTRY, NUMBER, FOUNDED]));
}

/// The kind of tie that a type of relationship makes. The first node is the child, the branch, the fund.
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
    fn put_relationship(&self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
        let Some(kind) = kind(record.get(KIND)) else {
            intake.leave_out(&format!("relationships of the type '{}'", record.get(KIND)), at);
            return;
        };
        let mut told = vec![START, END, KIND, "Relationship.StartNode.NodeIDType", "Relationship.EndNode.NodeIDType"];
        let (mut start, mut end, mut share) = ("", "", "");
        for Numbered { period, quantity } in &self.numbered {
            if record.get(&period[0]) == "RELATIONSHIP_PERIOD" {
                (start, end) = (record.get(&period[1]), record.get(&period[2]));
                told.extend(period.iter().map(String::as_str));
            }
            if record.get(&quantity[0]) == "PERCENTAGE" {
                share = record.get(&quantity[1]);
                told.extend(quantity.iter().map(String::as_str));
            }
        }
        let is_over = record.get("Relationship.RelationshipStatus") == "INACTIVE";
        let (start, end) = (date_formats::date(start), date_formats::date(end));
        let known = [
            (Field::From, record.get(START)),
            (Field::FromType, "company"),
            (Field::To, record.get(END)),
            (Field::ToType, "company"),
            (Field::Kind, kind),
            (Field::Share, share),
            (Field::Start, &start),
            (Field::End, &end),
            (Field::EndStatus, if is_over && end.is_empty() { "unknown" } else { "" }),
        ];
        intake.put(Table::Ties, at, &known, &record.others(&told));
    }
}
