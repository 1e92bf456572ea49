//! The status of a deal: whether it was made.

use super::links::phrase;
use super::tables::{DEAL_STATUSES, find};
use super::values::is_no_value;

/// The status of a deal, as its text was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DealStatus {
    /// Nothing.
    #[default]
    Unstated,
    /// The deal was made.
    Completed,
    /// The parties have agreed or announced it.
    Announced,
    /// It is planned, proposed or offered.
    Planned,
    /// It is being negotiated, or waits for an approval.
    Pending,
    /// It was called off.
    Cancelled,
    /// Somebody claims it.
    Alleged,
    /// The press or a rumour reports it.
    Reported,
    /// Somebody denies it.
    Denied,
    /// A text that the table does not have.
    Unknown,
}

impl DealStatus {
    /// Returns `true` if the deal may not have been made: alleged, reported, planned, called off …
    pub fn is_doubtful(self) -> bool {
        use DealStatus::{Alleged, Cancelled, Denied, Pending, Planned, Reported};
        matches!(self, Planned | Pending | Cancelled | Alleged | Reported | Denied)
    }

    /// Returns `true` if somebody says that the deal was made, and it is not certain.
    pub fn is_claimed(self) -> bool {
        matches!(self, DealStatus::Alleged | DealStatus::Reported)
    }

    fn from_name(name: &str) -> Option<DealStatus> {
        Some(match name {
            "completed" => DealStatus::Completed,
            "announced" => DealStatus::Announced,
            "planned" => DealStatus::Planned,
            "pending" => DealStatus::Pending,
            "cancelled" => DealStatus::Cancelled,
            "alleged" => DealStatus::Alleged,
            "reported" => DealStatus::Reported,
            "denied" => DealStatus::Denied,
            _ => return None,
        })
    }
}

/// Reads the status of a deal, in many languages. Words after a status do not matter: `cancelled in 2012`.
///
/// ```
/// use interlocks_core::model::vocabulary::{DealStatus, read_deal_status};
/// assert_eq!(read_deal_status("Called off"), DealStatus::Cancelled);
/// assert_eq!(read_deal_status("angekündigt"), DealStatus::Announced);
/// assert_eq!(read_deal_status("alleged by a newspaper"), DealStatus::Alleged);
/// assert_eq!(read_deal_status("flurbed"), DealStatus::Unknown);
/// ```
pub fn read_deal_status(text: &str) -> DealStatus {
    let words = phrase(text);
    if words.is_empty() {
        return DealStatus::Unstated;
    }
    let mut begin = words.as_str();
    loop {
        if let Some(status) = find(DEAL_STATUSES, begin).and_then(DealStatus::from_name) {
            return status;
        }
        match begin.rsplit_once(' ') {
            Some((shorter, _)) => begin = shorter,
            None if is_no_value(text) => return DealStatus::Unstated,
            None => return DealStatus::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::rows;
    use super::*;

    #[test]
    fn statuses_are_read_in_any_spelling() {
        for (status, texts) in [
            (
                DealStatus::Completed,
                &["completed", "Completed", "closed", "continuing", "ongoing", "abgeschlossen"][..],
            ),
            (DealStatus::Planned, &["planned", "proposed", "expected", "geplant"]),
            (DealStatus::Announced, &["announced", "agreed", "Announced 2012-03-01"]),
            (DealStatus::Pending, &["pending", "possible", "Pending approval"]),
            (DealStatus::Cancelled, &["cancelled", "canceled", "withdrawn", "abandoned", "CALLED OFF", "abgesagt"]),
            (DealStatus::Alleged, &["alleged", "alleged by x", "claimed", "disputed", "suspected", "unconfirmed"]),
            (DealStatus::Reported, &["reported", "rumoured", "rumored", "Reported in the press"]),
            (DealStatus::Denied, &["denied", "denied by both"]),
            (DealStatus::Unstated, &["", " ", "n/a"]),
            (DealStatus::Unknown, &["flurbed", "17"]),
        ] {
            for text in texts {
                assert_eq!(read_deal_status(text), status, "{text}");
            }
        }
    }

    #[test]
    fn every_meaning_of_the_table_is_a_status() {
        for (phrase, meaning) in rows(DEAL_STATUSES) {
            assert!(DealStatus::from_name(meaning).is_some(), "{phrase}: {meaning}");
        }
    }
}
