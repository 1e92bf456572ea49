//! Tells which of our tables a single table is, by the name of its file and its header.

use super::sniff::plain_name;
use crate::columns::{Assignment, ColumnNames, Concept, Field, HeadingKey, Table, required};

/// Names of files, beyond those of the data format, that say what a table holds; as [`HeadingKey`] compares them.
const FILE_NAMES: &[(Table, &[&str])] = &[
    (
        Table::Companies,
        &[
            "company",
            "firms",
            "organisations",
            "organizations",
            "issuers",
            "unternehmen",
            "gesellschaften",
            "firmen",
            "entreprises",
            "societes",
            "empresas",
            "imprese",
            "basiccompanydata",
        ],
    ),
    (Table::People, &["person", "persons", "individuals", "personen", "personnes", "personas", "persone"]),
    (Table::Deals, &["deal", "transactions", "contracts", "agreements", "vertraege", "contrats"]),
    (Table::Ties, &["tie", "relations", "relationships"]),
    (Table::Financials, &["financial", "accounts"]),
];

/// Fields that tables of companies have and tables of seats have not.
const OF_COMPANIES: &[Field] = &[
    Field::Number,
    Field::Lei,
    Field::Cik,
    Field::Isin,
    Field::Ticker,
    Field::Country,
    Field::Industry,
    Field::IndustryCode,
    Field::Founded,
    Field::Dissolved,
    Field::Listed,
];

/// Fields that tables of people have and tables of companies have not.
const OF_PEOPLE: &[Field] = &[Field::Birth, Field::Death, Field::Gender, Field::Nationality];

/// Returns the table that a header with this file name is; `None` if it is none that is known.
///
/// Seats come first: a table with a person and a company in every row is one of seats, whatever else it has.
pub(crate) fn table_of(file: &str, header: &[String], columns: &ColumnNames) -> Option<Table> {
    // A look at the header meets no choice of columns: only the table that is read does.
    let columns = &columns.fresh();
    let fields = |table: Table| Fields(columns.assign(table, header.iter().map(String::as_str)));
    let (seats, ties) = (fields(Table::Seats), fields(Table::Ties));
    let has_seats = seats.has_required(Table::Seats);
    if ties.0.implied.is_some() && !(has_seats && seats.has(Field::Role)) {
        return Some(Table::Ties);
    }
    if has_seats && !is_list_of_companies(&seats, header) {
        return Some(Table::Seats);
    }
    let named = table_by_name(file).filter(|table| fields(*table).has_required(*table));
    named.or_else(|| {
        BY_HEADER.iter().find_map(|(table, needed, some)| {
            let own = fields(*table);
            let has_some = some.is_empty() || some.iter().any(|field| own.has(*field));
            (own.has_required(*table) && needed.iter().all(|field| own.has(*field)) && has_some).then_some(*table)
        })
    })
}

/// The tables that a header alone tells, in the order in which they are tried: the fields that it must have beyond the required
/// ones, and fields of which it must have one.
const BY_HEADER: &[(Table, &[Field], &[Field])] = &[
    (Table::Deals, &[], &[Field::Date, Field::Kind, Field::Amount, Field::DateEarliest]),
    (Table::Ties, &[], &[]),
    (Table::People, &[Field::Name], OF_PEOPLE),
    (Table::Companies, &[Field::Name], OF_COMPANIES),
];

/// Returns `true` for a list of owners and what they own, or of two ends and a share.
pub(crate) fn is_of_holdings(columns: &ColumnNames, header: &[String]) -> bool {
    columns.fresh().assign(Table::Ties, header.iter().map(String::as_str)).implied.is_some()
}

/// Returns the table that the name of a file stands for.
fn table_by_name(file: &str) -> Option<Table> {
    let name = plain_name(file);
    let key = HeadingKey::new(name.split('.').next().unwrap_or(&name)).without_number();
    let own = Table::ALL.into_iter().find(|table| key.is(table.name()));
    let other = || FILE_NAMES.iter().find(|(_, names)| names.iter().any(|name| key.is(name)));
    own.or_else(|| other().map(|(table, _)| *table))
}

/// Returns `true` if what looks like a person is the name of the company: a header such as `company_id,name,country`.
fn is_list_of_companies(seats: &Fields, header: &[String]) -> bool {
    let heading = |field: Field| seats.0.fields.iter().position(|own| *own == Some(field)).map(|at| &header[at]);
    let (Some(person), Some(company)) = (heading(Field::Person), heading(Field::Company)) else { return false };
    let is_seat = [Field::Role, Field::Start, Field::End, Field::Board].iter().any(|field| seats.has(*field));
    let (person, company) = (HeadingKey::new(person), HeadingKey::new(company));
    person.is("name") && company.means(Concept::CompanyId) && !is_seat
}

/// The fields of a header.
struct Fields(Assignment);

impl Fields {
    fn has_required(&self, table: Table) -> bool {
        required(table).iter().all(|field| self.has(*field))
    }

    fn has(&self, field: Field) -> bool {
        let Assignment { fields, also, joined, implied } = &self.0;
        implied.is_some_and(|(implied, _)| implied == field)
            || fields.contains(&Some(field))
            || also.iter().any(|(own, _)| *own == field)
            || joined.iter().any(|joined| joined.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(file: &str, header: &str) -> Option<Table> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        table_of(file, &header, &ColumnNames::default())
    }

    #[test]
    fn a_table_is_known_by_its_header_or_the_name_of_its_file() {
        assert_eq!(table("uk.csv", "director,company,from,to"), Some(Table::Seats));
        assert_eq!(table("x.csv", "name,company"), Some(Table::Seats));
        assert_eq!(table("x/companies.csv", "id,name"), Some(Table::Companies));
        assert_eq!(table("people2.csv", "id,name"), Some(Table::People));
        assert_eq!(table("x.csv", "id,name"), None);
        assert_eq!(table("x.csv", "company_number,company_name,country"), Some(Table::Companies));
        assert_eq!(table("x.csv", "company_id,name,country"), Some(Table::Companies));
        assert_eq!(table("x.csv", "company_id,name,role"), Some(Table::Seats));
        assert_eq!(table("x.csv", "person_id,full name,date of birth"), Some(Table::People));
        assert_eq!(table("x.csv", "Party A,Party B,Date,Amount"), Some(Table::Deals));
        assert_eq!(table("x.csv", "from,to,kind,share"), Some(Table::Ties));
        assert_eq!(table("x.csv", "shoe,size"), None);
    }
}
