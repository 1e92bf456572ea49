//! The classes of directors that tables of limits name.

/// A class of directors, as a table names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Not an executive of a company that counts.
    NonExecutive,
    /// Chief executive of a company that counts.
    Chief,
    /// Executive of a company that counts, on its board or not.
    Executive,
    /// The same, but not an executive who chairs the board.
    ExecutiveNotChair,
    /// Executive who chairs the board of a company that counts.
    ExecutiveChair,
    /// Executive and on the board of a company that counts.
    ExecutiveDirector,
    /// Chair, or lead director, of a company that counts.
    Chair,
    /// On any board.
    Director,
    /// On a board without being an executive there; in two-tier systems the supervisory board.
    Supervisory,
    /// On the management board: executive of a company with a supervisory board.
    Management,
    /// Not an executive, and retired. No table of a dataset states that a person is retired.
    Retired,
    /// On the board of a bank that may be significant; with `executive`, only if an executive of some company.
    Bank { executive: bool },
    /// On boards as an independent director. Unless the role says so, it is unknown whether a non-executive is independent.
    Independent,
    /// On audit committees; each counts.
    AuditCommittee,
    /// In bodies that control the management beside the board, such as an Italian collegio sindacale; each counts.
    ControlBody,
    /// A class that is not recognized: no person is known to belong to it.
    Other,
}

/// Words that must all occur, and the class they name. The first match wins.
const WORDS: &[(&str, Class)] = &[
    ("audit committee", Class::AuditCommittee),
    ("body of control", Class::ControlBody),
    ("significant bank executive", Class::Bank { executive: true }),
    ("significant bank", Class::Bank { executive: false }),
    ("retired", Class::Retired),
    ("independent director", Class::Independent),
    ("non-executive", Class::NonExecutive),
    ("nonexecutive", Class::NonExecutive),
    ("other than executive chair", Class::ExecutiveNotChair),
    ("executive chair", Class::ExecutiveChair),
    ("chief executive", Class::Chief),
    ("ceo", Class::Chief),
    ("supervisory board", Class::Supervisory),
    ("management board", Class::Management),
    ("executive director", Class::ExecutiveDirector),
    ("executive", Class::Executive),
    ("officer", Class::Executive),
    ("chair", Class::Chair),
    ("lead director", Class::Chair),
    ("director of listed entities", Class::Director),
];

impl Class {
    /// The names of classes, as the documentation has them.
    pub(crate) const NAMES: &[&str] = &[
        "non-executive director",
        "chief executive",
        "executive officer",
        "named executive officer",
        "executive director",
        "full-time executive director",
        "full-time executive or professional",
        "board chair or lead director",
        "executive chair",
        "executive officer other than an executive chair",
        "independent director",
        "audit committee member",
        "member of a body of control",
        "director",
        "director of listed entities",
        "supervisory board member",
        "management board member",
        "retired director",
        "director of a significant bank",
        "director of a significant bank who is an executive",
    ];

    /// Returns `true` if an executive seat puts people into the class.
    pub(crate) fn is_by_executive_seat(self) -> bool {
        use Class::{Chief, Executive, ExecutiveChair, ExecutiveDirector, ExecutiveNotChair, Management};
        matches!(self, Chief | Executive | ExecutiveChair | ExecutiveDirector | ExecutiveNotChair | Management)
    }

    /// Returns the class that the words of a table name.
    pub(crate) fn from_words(words: &str) -> Class {
        let lower = words.trim().to_lowercase();
        if matches!(lower.as_str(), "director" | "any director") {
            return Class::Director;
        }
        let named = WORDS.iter().find(|(all, _)| all.split(' ').all(|word| lower.contains(word)));
        named.map_or(Class::Other, |(_, class)| *class)
    }
}

#[cfg(test)]
mod tests {
    use super::Class;
    use crate::Rulebook;

    #[test]
    fn the_words_of_the_table_name_classes() {
        for (words, class) in [
            ("non-executive director", Class::NonExecutive),
            ("chief executive", Class::Chief),
            ("Executive Officer", Class::Executive),
            ("named executive officer", Class::Executive),
            ("full-time executive or professional", Class::Executive),
            ("full-time executive director", Class::ExecutiveDirector),
            ("board chair or lead director", Class::Chair),
            ("director", Class::Director),
            ("director of listed entities", Class::Director),
            ("supervisory board member", Class::Supervisory),
            ("management board member", Class::Management),
            ("retired director", Class::Retired),
            ("director of a significant bank", Class::Bank { executive: false }),
            ("director of a significant bank who is an executive", Class::Bank { executive: true }),
            ("independent director", Class::Independent),
            ("executive chair", Class::ExecutiveChair),
            ("executive officer other than an executive chair", Class::ExecutiveNotChair),
            ("non-executive chair of the board", Class::NonExecutive),
            ("audit committee member", Class::AuditCommittee),
            ("member of a body of control", Class::ControlBody),
            ("wizard", Class::Other),
        ] {
            assert_eq!(Class::from_words(words), class, "{words}");
        }
        for name in Class::NAMES {
            assert_ne!(Class::from_words(name), Class::Other, "{name}");
        }
        for limit in Rulebook::bundled().limits() {
            assert_ne!(Class::from_words(&limit.applies_to), Class::Other, "{}", limit.id);
        }
    }
}
