//! The seven questions asked of two parties of a deal.

use serde::Serialize;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Somebody sat on the boards of two parties on the deal's date.
    SharedDirector,
    /// An executive of one party sat on the board of another on the deal's date.
    ExecutiveOnBoard,
    /// Somebody tied to one party joined the board of another within the window.
    AppointmentWindow,
    /// Somebody left one party and joined another, both within the window.
    RevolvingDoor,
    /// An owner or founder of one party sat on the board of another on the deal's date.
    OwnerOnBoard,
    /// Family, friends or co-founders sat on the boards of two parties on the deal's date.
    RelatedPerson,
    /// None of the others, but a short path between two parties on the deal's date.
    IndirectPath,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Rule; 7] = [
        Rule::SharedDirector,
        Rule::ExecutiveOnBoard,
        Rule::AppointmentWindow,
        Rule::RevolvingDoor,
        Rule::OwnerOnBoard,
        Rule::RelatedPerson,
        Rule::IndirectPath,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::SharedDirector => "shared-director",
            Rule::ExecutiveOnBoard => "executive-on-board",
            Rule::AppointmentWindow => "appointment-window",
            Rule::RevolvingDoor => "revolving-door",
            Rule::OwnerOnBoard => "owner-on-board",
            Rule::RelatedPerson => "related-person",
            Rule::IndirectPath => "indirect-path",
        }
    }

    /// Whether it asks how many days lie between events, rather than what held on the deal's date.
    pub fn has_window(self) -> bool {
        matches!(self, Rule::AppointmentWindow | Rule::RevolvingDoor)
    }
}

interlocks_core::enum_names!(Rule, "rule");
