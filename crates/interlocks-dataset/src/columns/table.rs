//! The tables of a dataset.

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
