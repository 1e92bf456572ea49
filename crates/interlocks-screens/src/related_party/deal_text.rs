//! Phrases about deals and ties.

use std::fmt;

use crate::wording::name;
use interlocks_core::model::Deal;
use interlocks_core::model::vocabulary::{DealStatus, read_deal_status};
use interlocks_graph::{BoardGraph, TieIx};

/// A deal as a phrase without an article: `contract d1 of 2004-05, as alleged`.
pub(crate) struct DealText {
    kind_and_id: String,
    date: String,
    /// `, as alleged`; empty for completed deals and without a status.
    pub(crate) status: String,
}

impl DealText {
    pub(crate) fn new(deal: &Deal) -> DealText {
        let kind = if deal.kind.is_empty() { "deal" } else { &deal.kind };
        let status = match read_deal_status(&deal.status) {
            DealStatus::Unstated | DealStatus::Completed => String::new(),
            _ => format!(", as {}", deal.status.trim()),
        };
        let date = deal.date.as_ref().map_or_else(|| " (date unknown)".to_owned(), |date| format!(" of {date}"));
        DealText { kind_and_id: format!("{kind} {}", deal.id), date, status }
    }
}

impl fmt::Display for DealText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DealText { kind_and_id, date, status } = self;
        write!(f, "{kind_and_id}{date}{status}")
    }
}

/// Returns the missing share of an owner tie as a phrase.
pub(crate) fn share_of_tie(graph: &BoardGraph, tie: TieIx) -> String {
    let (from, to) = graph.tie_ends(tie);
    format!("the share that joins {} and {} ({})", name(graph, from), name(graph, to), graph.tie_kind(tie))
}
