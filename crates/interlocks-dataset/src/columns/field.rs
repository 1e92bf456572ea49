//! The fields of the tables.

use std::fmt;

use super::known::COLUMNS;

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
    /// The classification of the code of an industry: SIC, NACE, NAICS.
    IndustryScheme,
    /// An id of a person beside the name that a seat gives.
    PersonKey,
    /// An id of a company beside the name that a seat gives.
    CompanyKey,
    /// The record that a seat was stated for, where decisions on identity made it one person with others.
    Record,
    /// Total assets.
    TotalAssets,
    /// Premiums of an insurer.
    Premiums,
}

impl Field {
    /// The number of fields: the size of an array indexed by field.
    pub const COUNT: usize = Field::Premiums as usize + 1;

    /// Returns the field whose `field as u8` is `number`.
    pub fn from_number(number: u8) -> Option<Field> {
        COLUMNS.iter().map(|column| column.field).find(|field| *field as u8 == number)
    }

    /// Returns the field with this name in the data format.
    pub fn from_name(name: &str) -> Option<Field> {
        COLUMNS.iter().find(|column| column.names[0] == name).map(|column| column.field)
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
