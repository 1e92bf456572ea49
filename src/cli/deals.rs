//! Finds deals by id.

use super::error::CliError;
use interlocks::graph::{BoardGraph, DealIx};

/// Returns the deal with an id.
///
/// # Errors
/// When there is none; the message suggests deals whose ids contain the text.
pub fn find_deal(graph: &BoardGraph, id: &str) -> Result<DealIx, CliError> {
    const SUGGESTED: usize = 5;
    if let Some(deal) = graph.deal_number(id) {
        return Ok(deal);
    }
    let folded = |id: &str| id.to_lowercase().replace([' ', '_'], "-");
    let part = folded(id);
    let ids = (0..graph.deal_count() as u32).map(|number| graph.deal(DealIx::new(number)).id);
    let similar = ids.filter(|other| !part.is_empty() && folded(other).contains(&part));
    let similar: Vec<String> = similar.take(SUGGESTED).collect();
    Err(CliError::Usage(if similar.is_empty() {
        format!("there is no deal '{id}'; 'interlocks show' lists the deals of a company")
    } else {
        format!("there is no deal '{id}'; did you mean {}?", similar.join(", "))
    }))
}
