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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Who may not sit on a German supervisory board (AktG s. 100(2) nos. 2 and 4, s. 105).
    #[serde(rename = "supervisory-board")]
    SupervisoryBoard,
    /// Members of audit committees who take fees or are affiliates (Exchange Act Rule 10A-3).
    #[serde(rename = "audit-committee")]
    AuditCommittee,
    /// Deals whose size needs an approval (AktG s. 111b, UK Companies Act s. 190).
    #[serde(rename = "deal-size")]
    DealSize,
    /// Other bans on offices at two competitors: Chile, Brazil, Italy.
    #[serde(rename = "competitors")]
    Competitors,
    /// The Depository Institution Management Interlocks Act: one management official of two US banks.
    #[serde(rename = "dimia")]
    Dimia,
}

impl Screen {
    /// Every screen.
    pub const ALL: [Screen; 12] = [
        Screen::Clayton8,
        Screen::Overboarding,
        Screen::Independence,
        Screen::Compensation,
        Screen::CrossDirectorship,
        Screen::RelatedParty,
        Screen::Italy36,
        Screen::SupervisoryBoard,
        Screen::AuditCommittee,
        Screen::DealSize,
        Screen::Competitors,
        Screen::Dimia,
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
            Screen::SupervisoryBoard => "supervisory-board",
            Screen::AuditCommittee => "audit-committee",
            Screen::DealSize => "deal-size",
            Screen::Competitors => "competitors",
            Screen::Dimia => "dimia",
        }
    }
}

interlocks_core::enum_names!(Screen, "screen");
