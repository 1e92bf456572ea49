//! The seven rules asked about two parties of a deal.

use serde::Serialize;

/// A rule about two parties of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A person sat on the boards of two parties on the deal's date.
    SharedDirector,
    /// An executive of one party sat on the board of another on the deal's date.
    ExecutiveOnBoard,
    /// A person tied to one party joined the board of another within the window.
    AppointmentWindow,
    /// A person left one party and joined another, both within the window.
    RevolvingDoor,
    /// An owner or founder of one party sat on the board of another on the deal's date.
    OwnerOnBoard,
    /// Family, friends or co-founders sat on the boards of two parties on the deal's date.
    RelatedPerson,
    /// No other rule is met, but a short path connected two parties on the deal's date.
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

    /// Returns its name, as options take it and answers print it.
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

    /// Returns `true` if the rule asks about the days between events and the deal, not about the deal's date.
    pub fn has_window(self) -> bool {
        matches!(self, Rule::AppointmentWindow | Rule::RevolvingDoor)
    }
}

interlocks_core::enum_names!(Rule, "rule");
