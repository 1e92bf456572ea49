//! Figures that a company reported for a fiscal year.

use super::date::PartialDate;
use super::entity::Extra;
use super::seat::Place;

/// Figures of one company for one fiscal year. A row that names a competitor also has the sales in competition
/// with it (section 8 of the Clayton Act asks for them).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// The id of the company.
    pub company: String,
    /// The id of the competitor that the competitive sales refer to; empty when the row names none.
    pub competitor: String,
    /// The end of the fiscal year; any day of a year if only the year is stated. The reader drops rows without it.
    pub year_end: Option<PartialDate>,
    /// Capital, surplus and undivided profits at the end of the year.
    pub capital: Option<f64>,
    /// Gross revenues from sales in competition with the competitor.
    pub competitive_sales: Option<f64>,
    /// All gross revenues of the year.
    pub total_sales: Option<f64>,
    /// Total assets at the end of the year.
    pub total_assets: Option<f64>,
    /// Premiums of the year, of an insurer.
    pub premiums: Option<f64>,
    /// ISO 4217 code; empty when the row states none.
    pub currency: String,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// Free text.
    pub note: String,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}
