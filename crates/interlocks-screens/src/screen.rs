//! Which screens there are.

use serde::Serialize;

/// A screen: one rule of law or governance, or several of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Screen {
    /// Section 8 of the Clayton Act: one person, or one firm, on the boards of competitors.
    #[serde(rename = "clayton8")]
    Clayton8,
    /// Too many boards for one person.
    #[serde(rename = "overboarding")]
    Overboarding,
    /// Directors who do not count as independent.
    #[serde(rename = "independence")]
    Independence,
    /// Executives who set each other's pay.
    #[serde(rename = "compensation")]
    Compensation,
    /// Executives on each other's boards.
    #[serde(rename = "cross-directorship")]
    CrossDirectorship,
    /// Deals with related parties.
    #[serde(rename = "related-party")]
    RelatedParty,
    /// The Italian ban on offices in competing financial firms.
    #[serde(rename = "italy36")]
    Italy36,
}

impl Screen {
    /// Every screen.
    pub const ALL: [Screen; 7] = [
        Screen::Clayton8,
        Screen::Overboarding,
        Screen::Independence,
        Screen::Compensation,
        Screen::CrossDirectorship,
        Screen::RelatedParty,
        Screen::Italy36,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Screen::Clayton8 => "clayton8",
            Screen::Overboarding => "overboarding",
            Screen::Independence => "independence",
            Screen::Compensation => "compensation",
            Screen::CrossDirectorship => "cross-directorship",
            Screen::RelatedParty => "related-party",
            Screen::Italy36 => "italy36",
        }
    }
}

interlocks_core::enum_names!(Screen, "screen");
