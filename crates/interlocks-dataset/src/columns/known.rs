//! The names of columns in the data format, with their synonyms.

use super::{Field, Table};

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

/// All known column names. Case, accents and everything but letters and digits do not matter when names are
/// compared.
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
    column(&[Companies, Seats], Field::Country, &["country", "jurisdiction", "country_code"]),
    column(&[Companies], Field::Industry, &["industry", "sector"]),
    column(
        &[Companies],
        Field::IndustryCode,
        &["industry_code", "sic", "sic_code", "nace", "nace_code", "naics", "isic"],
    ),
    column(&[Companies], Field::IndustryScheme, &["industry_scheme"]),
    column(&[Companies], Field::Founded, &["founded", "incorporated", "incorporation_date", "date_of_creation"]),
    column(&[Companies], Field::Dissolved, &["dissolved", "dissolution_date", "date_of_cessation", "closed"]),
    column(&[Companies], Field::Listed, &["listed", "public", "quoted"]),
    column(&[Companies, Seats], Field::Lei, &["lei"]),
    column(&[Companies, Seats], Field::Cik, &["cik"]),
    column(&[Companies], Field::Ticker, &["ticker", "symbol"]),
    column(&[Companies, Seats], Field::Isin, &["isin"]),
    column(&[Companies], Field::Number, &["number", "company_number", "registration_number", "register_number"]),
    // Beside a column of companies, `complete` finds the numbers of these; a heading such as `number` may count rows.
    column(&[Seats], Field::Number, &["company_register_number"]),
    column(&[Seats], Field::PersonKey, &["person_key"]),
    column(&[Seats], Field::CompanyKey, &["company_key"]),
    column(&[People, Seats], Field::Birth, &["birth", "born", "birth_date", "date_of_birth", "dob", "birth_year"]),
    column(&[People, Seats], Field::Death, &["death", "died", "death_date", "date_of_death"]),
    column(&[People, Seats], Field::Gender, &["gender", "sex"]),
    column(&[People, Seats], Field::Nationality, &["nationality", "citizenship"]),
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
    column(&[Seats], Field::Record, &["record"]),
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
    column(&[Financials], Field::TotalAssets, &["total_assets", "assets", "balance_sheet_total"]),
    column(
        &[Financials],
        Field::Premiums,
        &["premiums", "premium_income", "gross_premiums", "gross_written_premiums", "premiums_written"],
    ),
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
        Table::Deals => &[Field::Parties],
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

/// Returns the names of all fields, each once.
pub(super) fn field_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for column in COLUMNS {
        if !names.contains(&column.names[0]) {
            names.push(column.names[0]);
        }
    }
    names
}
