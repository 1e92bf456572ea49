//! What a company stated of a fiscal year.

use super::date::PartialDate;
use super::entity::Extra;
use super::seat::Place;

/// Figures of one company for one fiscal year; where a competitor is named, also what it sold in
/// competition with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    pub company: String,
    /// Whom the competitive sales are in competition with; empty when the row names nobody.
    pub competitor: String,
    /// The days on which the fiscal year may have ended: any day of a year, where only that is
    /// stated. A row without it is not kept.
    pub year_end: Option<PartialDate>,
    /// Capital, surplus and undivided profits at the end of the year.
    pub capital: Option<f64>,
    /// Gross revenues of what was sold in competition with the competitor.
    pub competitive_sales: Option<f64>,
    /// All gross revenues of the year.
    pub total_sales: Option<f64>,
    /// ISO 4217; empty when the row states none.
    pub currency: String,
    pub sources: Vec<String>,
    pub note: String,
    pub extra: Extra,
    pub place: Place,
}
