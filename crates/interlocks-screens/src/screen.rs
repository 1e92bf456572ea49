//! The list of screens.

use serde::Serialize;

/// A screen: one rule of law or governance, or several of one kind.
///
/// ```
/// use interlocks_screens::Screen;
/// assert_eq!("related-party".parse(), Ok(Screen::RelatedParty));
/// assert_eq!(Screen::Clayton8.to_string(), "clayton8");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Screen {
    /// Section 8 of the Clayton Act: one person, or one firm, on the boards of competitors.
    #[serde(rename = "clayton8")]
    Clayton8,
    /// Limits on the number of boards of one person.
    #[serde(rename = "overboarding")]
    Overboarding,
    /// Independence of directors: NYSE, Nasdaq and the UK Code.
    #[serde(rename = "independence")]
    Independence,
    /// Executives who set each other's pay (Regulation S-K Item 407(e)(4)).
    #[serde(rename = "compensation")]
    Compensation,
    /// Executives on each other's boards.
    #[serde(rename = "cross-directorship")]
    CrossDirectorship,
    /// Deals with related parties (Regulation S-K Item 404(a), IAS 24).
    #[serde(rename = "related-party")]
    RelatedParty,
    /// The Italian ban on offices at competing financial firms (Decree-Law 201/2011, article 36).
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

    /// Returns the name, such as `clayton8`.
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
