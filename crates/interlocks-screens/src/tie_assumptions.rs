//! Assumptions about owner ties that are not fully known.

/// The dates of ties: which ties count as held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TieDates {
    /// Only ties held on that day for every choice of days inside the stated dates.
    Certain,
    /// All ties held on that day for some choice of days.
    Possible,
}

/// The size of a share that is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum UnstatedShare {
    /// Nothing.
    Zero,
    /// All that the stated shares of others leave.
    Remainder,
}
