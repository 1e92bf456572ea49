//! The schemata that link entities, and how each is read.

/// A schema that links two entities.
#[derive(Debug)]
pub(crate) struct LinkSchema {
    pub(crate) schema: &'static str,
    /// The property with the person or owner.
    pub(crate) from: &'static str,
    /// The property with the company or the other end.
    pub(crate) to: &'static str,
    /// The row that it becomes.
    pub(crate) row: LinkRow,
}

/// The row that a link becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkRow {
    /// A seat, with the role if the entity states none.
    Seat(&'static str),
    /// A tie of a kind.
    Tie(&'static str),
    /// A deal of a kind.
    Deal(&'static str),
    /// A seat at the organisation of a position.
    Occupancy,
    /// A deal between the authority of a contract and a supplier.
    Award,
    /// A part in a project, which is a deal of all that have one.
    Participation,
}

const fn link(schema: &'static str, from: &'static str, to: &'static str, row: LinkRow) -> LinkSchema {
    LinkSchema { schema, from, to, row }
}

/// All schemata that link entities and are read.
pub(crate) const LINK_SCHEMATA: &[LinkSchema] = &[
    link("Directorship", "director", "organization", LinkRow::Seat("director")),
    link("Employment", "employee", "employer", LinkRow::Seat("employee")),
    link("Ownership", "owner", "asset", LinkRow::Tie("owns")),
    link("Membership", "member", "organization", LinkRow::Tie("member-of")),
    link("Representation", "agent", "client", LinkRow::Tie("represents")),
    link("Family", "person", "relative", LinkRow::Tie("family")),
    link("Associate", "person", "associate", LinkRow::Tie("associate")),
    link("Succession", "predecessor", "successor", LinkRow::Tie("predecessor-of")),
    link("UnknownLink", "subject", "object", LinkRow::Tie("linked")),
    link("Payment", "payer", "beneficiary", LinkRow::Deal("payment")),
    link("Debt", "debtor", "creditor", LinkRow::Deal("loan")),
    link("Occupancy", "holder", "post", LinkRow::Occupancy),
    link("ContractAward", "supplier", "contract", LinkRow::Award),
    link("ProjectParticipant", "participant", "project", LinkRow::Participation),
];

impl LinkSchema {
    /// Returns the link of a schema; `None` if it links nothing.
    pub(crate) fn of(schema: &str) -> Option<&'static LinkSchema> {
        LINK_SCHEMATA.iter().find(|link| link.schema == schema)
    }

    /// Returns the kind of the tie; `None` if it is none.
    pub(crate) fn tie_kind(&self) -> Option<&'static str> {
        match self.row {
            LinkRow::Tie(kind) => Some(kind),
            _ => None,
        }
    }
}
