//! People, companies and the documents that facts rest on.

use serde::Serialize;

use super::date::PartialDate;
use super::seat::Place;

/// Which of the two kinds of node an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    Person,
    Company,
}

/// Columns the tool does not know, kept as read: name and cell, in the order of the file.
pub type Extra = Vec<(String, String)>;

/// How sure whoever made the dataset is of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    /// Reads `low`, `medium` or `high`.
    pub fn from_word(word: &str) -> Option<Confidence> {
        match word {
            "low" => Some(Confidence::Low),
            "medium" => Some(Confidence::Medium),
            "high" => Some(Confidence::High),
            _ => None,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

crate::display_name!(Confidence);

/// A natural person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub birth: Option<PartialDate>,
    pub death: Option<PartialDate>,
    pub gender: String,
    pub nationality: String,
    pub sources: Vec<String>,
    pub extra: Extra,
    pub place: Place,
}

/// Any organisation with a board: firm, fund, charity, university, agency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Company {
    pub id: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub country: String,
    pub industry: String,
    /// The code of its line of business in some classification: SIC, NACE …
    pub industry_code: String,
    pub founded: Option<PartialDate>,
    pub dissolved: Option<PartialDate>,
    pub listed: Option<bool>,
    pub lei: String,
    pub cik: String,
    pub ticker: String,
    pub isin: String,
    pub number: String,
    pub sources: Vec<String>,
    pub extra: Extra,
    pub place: Place,
}

/// A document; the `source` cells of other tables hold its id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub url: String,
    pub date: Option<PartialDate>,
    pub extra: Extra,
    pub place: Place,
}
