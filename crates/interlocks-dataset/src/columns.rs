//! The columns of the tables: one list of names and synonyms.

use std::fmt;

/// The tables of a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Companies.
    Companies,
    /// People.
    People,
    /// Seats of people at companies.
    Seats,
    /// Ties between people and companies.
    Ties,
    /// Deals between companies.
    Deals,
    /// Accounts of companies.
    Financials,
    /// Sources that rows cite.
    Sources,
}

impl Table {
    /// Every table, in the order in which they are read.
    pub const ALL: [Table; 7] =
        [Table::Companies, Table::People, Table::Seats, Table::Ties, Table::Deals, Table::Financials, Table::Sources];

    /// Returns the name of its file, which is also its key in a JSON document.
    pub fn name(self) -> &'static str {
        match self {
            Table::Companies => "companies",
            Table::People => "people",
            Table::Seats => "seats",
            Table::Ties => "ties",
            Table::Deals => "deals",
            Table::Financials => "financials",
            Table::Sources => "sources",
        }
    }

    /// Returns the `type` of a JSON line of the table.
    pub fn row_type(self) -> &'static str {
        match self {
            Table::Companies => "company",
            Table::People => "person",
            Table::Seats => "seat",
            Table::Ties => "tie",
            Table::Deals => "deal",
            Table::Financials => "financial",
            Table::Sources => "source",
        }
    }

    /// Returns the table of a JSON line with this `type`.
    pub fn from_row_type(row_type: &str) -> Option<Table> {
        match row_type {
            "company" | "companies" => Some(Table::Companies),
            "person" | "people" => Some(Table::People),
            "seat" | "seats" => Some(Table::Seats),
            "tie" | "ties" => Some(Table::Ties),
            "deal" | "deals" => Some(Table::Deals),
            "financial" | "financials" | "accounts" => Some(Table::Financials),
            "source" | "sources" => Some(Table::Sources),
            _ => None,
        }
    }
}

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// The id of the row.
    Id,
    /// The name of a person or company.
    Name,
    /// Other names, a list.
    Aliases,
    /// The country of a company.
    Country,
    /// The industry of a company, in words.
    Industry,
    /// The date on which a company was founded.
    Founded,
    /// The date on which a company was dissolved.
    Dissolved,
    /// Yes if a company is listed on an exchange.
    Listed,
    /// The Legal Entity Identifier.
    Lei,
    /// The Central Index Key of the SEC.
    Cik,
    /// The ticker symbol.
    Ticker,
    /// The International Securities Identification Number.
    Isin,
    /// The number in a company register.
    Number,
    /// The date of birth.
    Birth,
    /// The date of death.
    Death,
    /// The gender.
    Gender,
    /// The nationality.
    Nationality,
    /// The person who has a seat: an id or a unique name.
    Person,
    /// The name of that person.
    PersonName,
    /// The company of a seat or of accounts: an id or a unique name.
    Company,
    /// The name of that company.
    CompanyName,
    /// The role of a seat.
    Role,
    /// The first day.
    Start,
    /// The day on which a seat or tie ended, which does not count.
    End,
    /// The state of an empty end: ongoing or unknown.
    EndStatus,
    /// Yes for a voting seat on the board; no; or `observer`.
    Board,
    /// Yes for an executive.
    Executive,
    /// The committee.
    Committee,
    /// The entity from which a tie goes.
    From,
    /// The kind of that entity: person or company.
    FromType,
    /// The entity to which a tie goes.
    To,
    /// The kind of that entity: person or company.
    ToType,
    /// The kind of a tie or deal.
    Kind,
    /// The share of an owner, in percent.
    Share,
    /// The date of a deal or source.
    Date,
    /// The earliest possible date of a deal.
    DateEarliest,
    /// The latest possible date of a deal.
    DateLatest,
    /// The companies of a deal, a list.
    Parties,
    /// The amount of a deal.
    Amount,
    /// The amount of a deal in US dollars.
    AmountUsd,
    /// The currency of amounts.
    Currency,
    /// The status of a deal.
    Status,
    /// The description of a deal.
    Text,
    /// The title of a source.
    Title,
    /// The address of a source.
    Url,
    /// The ids of sources, a list.
    Source,
    /// The confidence in a row: low, medium or high.
    Confidence,
    /// A note.
    Note,
    /// The code of an industry classification.
    IndustryCode,
    /// The competitor that sales are compared with.
    Competitor,
    /// The fiscal year.
    Year,
    /// Capital, surplus and undivided profits.
    Capital,
    /// Sales that compete with the competitor.
    CompetitiveSales,
    /// Total sales.
    TotalSales,
}

impl Field {
    /// The number of fields: the size of an array indexed by field.
    pub const COUNT: usize = Field::TotalSales as usize + 1;

    /// Returns the field whose `field as u8` is `number`.
    pub fn from_number(number: u8) -> Option<Field> {
        COLUMNS.iter().map(|column| column.field).find(|field| *field as u8 == number)
    }

    /// Returns the name of the field in the data format.
    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|column| column.field == self).map_or("", |column| column.names[0])
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The names of a field in some tables.
#[derive(Debug)]
pub struct Column {
    /// The tables in which the names mean the field.
    pub tables: &'static [Table],
    /// The field.
    pub field: Field,
    /// The names: the one of the data format first, then synonyms.
    pub names: &'static [&'static str],
}

const fn column(tables: &'static [Table], field: Field, names: &'static [&'static str]) -> Column {
    Column { tables, field, names }
}

use Table::{Companies, Deals, Financials, People, Seats, Sources, Ties};

const EVERY: &[Table] = &Table::ALL;

/// All known column names. Case, spaces, hyphens and dots do not matter when names are compared.
pub const COLUMNS: &[Column] = &[
    column(&[Companies], Field::Id, &["id", "company_id", "company", "firm_id", "org_id", "organisation_id"]),
    column(&[People], Field::Id, &["id", "person_id", "person", "director_id", "officer_id"]),
    column(&[Seats], Field::Id, &["id", "seat_id", "appointment_id"]),
    column(&[Ties], Field::Id, &["id", "tie_id", "relation_id"]),
    column(&[Deals], Field::Id, &["id", "deal_id", "deal"]),
    column(&[Sources], Field::Id, &["id", "source_id", "source"]),
    column(&[Companies], Field::Name, &["name", "company_name", "firm_name", "legal_name", "organisation_name"]),
    column(&[People], Field::Name, &["name", "person_name", "full_name", "director_name", "officer_name"]),
    column(&[Companies, People], Field::Aliases, &["aliases", "alias", "other_names", "also_known_as", "aka"]),
    column(&[Companies], Field::Country, &["country", "jurisdiction", "country_code"]),
    column(&[Companies], Field::Industry, &["industry", "sector"]),
    column(
        &[Companies],
        Field::IndustryCode,
        &["industry_code", "sic", "sic_code", "nace", "nace_code", "naics", "isic"],
    ),
    column(&[Companies], Field::Founded, &["founded", "incorporated", "incorporation_date", "date_of_creation"]),
    column(&[Companies], Field::Dissolved, &["dissolved", "dissolution_date", "date_of_cessation", "closed"]),
    column(&[Companies], Field::Listed, &["listed", "public", "quoted"]),
    column(&[Companies], Field::Lei, &["lei"]),
    column(&[Companies], Field::Cik, &["cik"]),
    column(&[Companies], Field::Ticker, &["ticker", "symbol"]),
    column(&[Companies], Field::Isin, &["isin"]),
    column(&[Companies], Field::Number, &["number", "company_number", "registration_number", "register_number"]),
    column(&[People], Field::Birth, &["birth", "born", "birth_date", "date_of_birth", "dob", "birth_year"]),
    column(&[People], Field::Death, &["death", "died", "death_date", "date_of_death"]),
    column(&[People], Field::Gender, &["gender", "sex"]),
    column(&[People], Field::Nationality, &["nationality", "citizenship"]),
    column(
        &[Seats],
        Field::Person,
        &[
            "person",
            "person_id",
            "director",
            "director_id",
            "officer",
            "officer_id",
            "individual",
            "member",
            "person_name",
            "director_name",
            "officer_name",
            "full_name",
        ],
    ),
    column(&[Seats], Field::PersonName, &["person_name", "director_name", "officer_name", "full_name", "name"]),
    column(
        &[Seats],
        Field::Company,
        &[
            "company",
            "company_id",
            "firm",
            "firm_id",
            "organisation",
            "organization",
            "org",
            "organisation_id",
            "organization_id",
            "entity",
            "issuer",
            "board_of",
            "company_name",
            "firm_name",
            "organisation_name",
            "organization_name",
        ],
    ),
    column(&[Seats], Field::CompanyName, &["company_name", "firm_name", "organisation_name", "organization_name"]),
    column(&[Seats], Field::Role, &["role", "title", "position", "job_title", "officer_role", "function"]),
    column(
        &[Seats, Ties],
        Field::Start,
        &[
            "start",
            "from",
            "from_date",
            "start_date",
            "appointed",
            "appointed_on",
            "appointment_date",
            "date_from",
            "joined",
            "since",
        ],
    ),
    column(
        &[Seats, Ties, Deals],
        Field::End,
        &[
            "end",
            "to",
            "to_date",
            "end_date",
            "resigned",
            "resigned_on",
            "resignation_date",
            "date_to",
            "left",
            "until",
            "end_or_close",
        ],
    ),
    column(&[Seats, Ties], Field::EndStatus, &["end_status"]),
    column(&[Seats], Field::Board, &["board", "board_seat", "on_board", "is_director"]),
    column(&[Seats], Field::Executive, &["executive", "is_executive", "exec"]),
    column(&[Seats], Field::Committee, &["committee", "committees"]),
    column(&[Ties], Field::From, &["from", "a", "a_id", "from_id", "source_entity"]),
    column(&[Ties], Field::FromType, &["from_type", "a_type"]),
    column(&[Ties], Field::To, &["to", "b", "b_id", "to_id", "target_entity"]),
    column(&[Ties], Field::ToType, &["to_type", "b_type"]),
    column(&[Ties], Field::Kind, &["kind", "relation", "relationship", "tie", "type"]),
    column(&[Deals], Field::Kind, &["kind", "deal_kind", "deal_type", "type"]),
    column(&[Ties], Field::Share, &["share", "share_percent", "percent", "stake"]),
    column(&[Deals, Sources], Field::Date, &["date", "day", "announced", "signed", "published"]),
    column(&[Deals], Field::DateEarliest, &["date_earliest", "earliest"]),
    column(&[Deals], Field::DateLatest, &["date_latest", "latest"]),
    column(&[Deals], Field::Parties, &["parties", "party_ids", "companies", "company_ids", "party"]),
    column(&[Deals], Field::Amount, &["amount", "value"]),
    column(&[Deals], Field::AmountUsd, &["amount_usd", "value_usd"]),
    column(&[Deals, Financials], Field::Currency, &["currency"]),
    column(&[Deals], Field::Status, &["status"]),
    column(&[Deals], Field::Text, &["text", "description", "summary"]),
    column(&[Financials], Field::Company, &["company", "company_id", "firm", "firm_id", "issuer"]),
    column(&[Financials], Field::Competitor, &["competitor", "competitor_id", "rival"]),
    column(&[Financials], Field::Year, &["year", "fiscal_year", "fy"]),
    column(&[Financials], Field::End, &["end", "fiscal_year_end", "year_end", "period_end"]),
    column(
        &[Financials],
        Field::Capital,
        &["capital_surplus_profits", "capital_surplus_and_undivided_profits", "capital", "csp"],
    ),
    column(&[Financials], Field::CompetitiveSales, &["competitive_sales"]),
    column(&[Financials], Field::TotalSales, &["total_sales", "sales", "revenue", "revenues", "turnover"]),
    column(&[Sources], Field::Title, &["title", "name"]),
    column(&[Sources], Field::Url, &["url", "link"]),
    column(EVERY, Field::Source, &["source", "sources", "source_ids", "source_id", "reference"]),
    column(&[Seats, Ties, Deals], Field::Confidence, &["confidence"]),
    column(&[Seats, Ties, Deals, Financials], Field::Note, &["note", "notes", "comment", "remark"]),
];

/// Returns the columns that a table must have.
pub fn required(table: Table) -> &'static [Field] {
    match table {
        Table::Companies | Table::People | Table::Sources => &[Field::Id],
        Table::Seats => &[Field::Person, Field::Company],
        Table::Ties => &[Field::From, Field::To, Field::Kind],
        Table::Deals => &[Field::Id, Field::Parties],
        Table::Financials => &[Field::Company],
    }
}

/// Returns the names of a field in a table, the one of the data format first.
pub fn names(table: Table, field: Field) -> &'static [&'static str] {
    COLUMNS
        .iter()
        .find(|column| column.field == field && column.tables.contains(&table))
        .map_or(&[], |column| column.names)
}

/// Returns the names that alone are enough for a field of a table: those that are not the own name of another field.
pub fn accepted_names(table: Table, field: Field) -> Vec<&'static str> {
    let is_accepted = |name: &&str| ColumnNames::default().fields(table, std::iter::once(*name)) == [Some(field)];
    names(table, field).iter().copied().filter(is_accepted).collect()
}

/// Returns the names of all fields, each once.
fn field_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for column in COLUMNS {
        if !names.contains(&column.names[0]) {
            names.push(column.names[0]);
        }
    }
    names
}

/// Normalizes a name: `Company Name`, `company-name` and `company.name` are the same.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-', '.'], "_")
}

/// Column names chosen by the user: `person=Officer`.
///
/// ```
/// use interlocks_dataset::{ColumnNames, Field, Table};
///
/// let header = || ["Seat holder", "Organisation", "appointed-on"].into_iter();
/// let usual = ColumnNames::default().fields(Table::Seats, header());
/// assert_eq!(usual, [None, Some(Field::Company), Some(Field::Start)]);
///
/// let chosen = ColumnNames::parse(["person=Seat holder"])?.fields(Table::Seats, header());
/// assert_eq!(chosen[0], Some(Field::Person));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ColumnNames {
    chosen: Vec<(Field, String)>,
}

impl ColumnNames {
    /// Parses `field=column` pairs.
    ///
    /// # Errors
    /// A message for the user if a pair has no `=` or its field is not known.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<ColumnNames, String> {
        let mut chosen = Vec::new();
        for pair in pairs {
            let Some((field, column)) = pair.split_once('=') else {
                return Err(format!("'{pair}' is not FIELD=COLUMN, as in person=Officer"));
            };
            let wanted = plain(field);
            let Some(known) = COLUMNS.iter().find(|column| column.names[0] == wanted) else {
                return Err(format!("unknown field '{field}'; use {}", field_names().join(", ")));
            };
            chosen.push((known.field, plain(column)));
        }
        Ok(ColumnNames { chosen })
    }

    /// Returns the field of each column of a header; `None` for an unknown column.
    ///
    /// A chosen name has priority, then the name of the data format, then synonyms in the order of [`COLUMNS`]. A
    /// column holds at most one field, and a field is in at most one column.
    pub fn fields<'a>(&self, table: Table, header: impl Iterator<Item = &'a str>) -> Vec<Option<Field>> {
        let header: Vec<String> = header.map(plain).collect();
        let mut fields: Vec<Option<Field>> = vec![None; header.len()];
        let mut claimed = [false; Field::COUNT];
        let mut claim = |field: Field, name: &str, fields: &mut Vec<Option<Field>>| {
            let free = header.iter().position(|h| h == name).filter(|&at| fields[at].is_none());
            if let Some(at) = free.filter(|_| !claimed[field as usize]) {
                fields[at] = Some(field);
                claimed[field as usize] = true;
            }
        };
        for (field, name) in &self.chosen {
            claim(*field, name, &mut fields);
        }
        let here = || COLUMNS.iter().filter(|column| column.tables.contains(&table));
        for column in here() {
            claim(column.field, column.names[0], &mut fields);
        }
        for column in here() {
            for name in &column.names[1..] {
                claim(column.field, name, &mut fields);
            }
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(table: Table, header: &[&str]) -> Vec<Option<Field>> {
        ColumnNames::default().fields(table, header.iter().copied())
    }

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        use Field::*;
        assert_eq!(
            fields(Table::Seats, &["End", "company", "PERSON", "shoe size"]),
            [Some(End), Some(Company), Some(Person), None]
        );
        assert_eq!(
            fields(Table::Seats, &["Officer Name", "Organisation", "Appointed", "resigned-on"]),
            [Some(Person), Some(Company), Some(Start), Some(End)]
        );
        assert_eq!(
            fields(Table::Seats, &["person_id", "person_name", "company_id"]),
            [Some(Person), Some(PersonName), Some(Company)]
        );
        // In a table of ties "from" is an entity; in a table of seats it is a date.
        assert_eq!(fields(Table::Ties, &["from", "to", "kind"]), [Some(From), Some(To), Some(Kind)]);
        assert_eq!(
            fields(Table::Seats, &["person", "company", "from", "to"]),
            [Some(Person), Some(Company), Some(Start), Some(End)]
        );
    }

    #[test]
    fn a_chosen_name_comes_first() {
        let names = ColumnNames::parse(["person=Officer", "company=Body Corporate"]).unwrap();
        let found = names.fields(Table::Seats, ["person", "Officer", "body corporate"].into_iter());
        assert_eq!(found, [None, Some(Field::Person), Some(Field::Company)]);
        assert!(ColumnNames::parse(["nonsense=x"]).is_err());
        assert!(ColumnNames::parse(["person"]).is_err());
    }

    #[test]
    fn accepted_names_are_enough_alone() {
        let names = accepted_names(Table::Seats, Field::Person);
        assert!(names.contains(&"person") && names.contains(&"director_name") && !names.contains(&"person_name"));
    }

    #[test]
    fn every_field_has_a_name() {
        for column in COLUMNS {
            assert!(!column.names.is_empty() && !column.field.name().is_empty());
            assert!(column.names.iter().all(|name| plain(name) == *name));
        }
    }
}
