//! People, companies and the documents that are the sources of facts.

use serde::Serialize;

use super::date::PartialDate;
use super::seat::Place;

/// The kind of an entity: person or company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A natural person.
    Person,
    /// An organisation with a board.
    Company,
}

impl EntityKind {
    /// Both kinds.
    pub const ALL: [EntityKind; 2] = [EntityKind::Person, EntityKind::Company];

    /// Returns the name of the kind: `person` or `company`.
    pub const fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Company => "company",
        }
    }

    /// Returns the name of several: `people` or `companies`.
    pub const fn plural(self) -> &'static str {
        match self {
            EntityKind::Person => "people",
            EntityKind::Company => "companies",
        }
    }
}

crate::enum_names!(EntityKind, "kind of entity");

/// Columns that the reader does not know, kept as read: name and cell, in the order of the file.
pub type Extra = Vec<(String, String)>;

/// The confidence that the maker of the dataset has in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// `low`.
    Low,
    /// `medium`.
    Medium,
    /// `high`.
    High,
}

impl Confidence {
    /// All values, the lowest first.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// Returns the name of the value: `low`, `medium` or `high`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

crate::enum_names!(Confidence, "confidence");

/// A natural person. A text field is empty when the data does not state it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The id, unique among people.
    pub id: String,
    /// The name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The date of birth.
    pub birth: Option<PartialDate>,
    /// The date of death.
    pub death: Option<PartialDate>,
    /// The gender, as stated.
    pub gender: String,
    /// The nationality, as stated.
    pub nationality: String,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}

/// Any organisation with a board: firm, fund, charity, university, agency. A text field is empty when the data does
/// not state it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    /// The id, unique among companies.
    pub id: String,
    /// The name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The country of incorporation, as stated.
    pub country: String,
    /// The line of business, as stated.
    pub industry: String,
    /// The code of the line of business in some classification: SIC, NACE …
    pub industry_code: String,
    /// The classification of the code: `SIC`, `NACE`, `NAICS` …; empty if the data does not state it.
    pub industry_scheme: String,
    /// The date of foundation.
    pub founded: Option<PartialDate>,
    /// The date of dissolution.
    pub dissolved: Option<PartialDate>,
    /// `true` if its shares are listed; `None` if the data does not say.
    pub listed: Option<bool>,
    /// Legal Entity Identifier (ISO 17442).
    pub lei: String,
    /// Central Index Key of the United States Securities and Exchange Commission.
    pub cik: String,
    /// The ticker symbol.
    pub ticker: String,
    /// International Securities Identification Number (ISO 6166).
    pub isin: String,
    /// The number in its company register.
    pub number: String,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}

/// A document; the `source` cells of other tables refer to its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address on the web.
    pub url: String,
    /// The date of the document.
    pub date: Option<PartialDate>,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}
