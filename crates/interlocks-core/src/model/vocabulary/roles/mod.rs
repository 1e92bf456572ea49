//! Roles: a job title is parsed, not searched for words.
//!
//! 1. The title is split into words, and the longest phrases of the table `vocabulary/roles.csv` are found in it, from
//!    left to right. Each phrase has a [`Meaning`].
//! 2. `parts` splits the title where it is punctuated or joined by "and", and assigns every qualifying word to the title
//!    that it qualifies: "Director of Marketing" is one title with a department.
//! 3. `evaluate` decides what each title says, and combines the titles of one role.
//!
//! A word that the table does not have leaves the role unknown, unless the other words are unmistakable.

mod evaluate;
mod parts;
mod standing;
mod table;

pub use standing::{is_in_control_body, is_independent};

use table::PHRASES;

/// A trait of a role: whether it has it, or `None` where the words do not say it.
type Known = Option<bool>;

/// The traits that follow from the words for a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RoleReading {
    /// The role sits on the board with a vote.
    pub board: Known,
    /// The role is an executive office.
    pub executive: Known,
    /// The role is that of chief executive.
    pub chief_executive: bool,
    /// The role leads the board: the chair, but not a deputy chair or the chair of a committee.
    pub chair: bool,
    /// The role attends board meetings without a vote.
    pub observer: bool,
    /// The role is that of the lead independent director.
    pub lead_director: bool,
}

impl RoleReading {
    /// Returns `true` if the words say whether the role sits on the board, or whether it is executive.
    pub fn says_office(&self) -> bool {
        self.board.is_some() || self.executive.is_some()
    }
}

/// Reads a role in any of the languages of the table.
///
/// ```
/// use interlocks_core::model::vocabulary::read_role;
/// assert_eq!(read_role("Independent Non-Executive Director").board, Some(true));
/// assert_eq!(read_role("Mitglied des Vorstands").executive, Some(true));
/// assert_eq!(read_role("Director of Marketing").board, Some(false));
/// assert_eq!(read_role("Finance Director").board, None);
/// assert_eq!(read_role("wizard"), Default::default());
/// ```
pub fn read_role(role: &str) -> RoleReading {
    evaluate::evaluate(&parts::parts(&PHRASES.meanings(role)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word for a trait in `cases.csv`.
    fn word(known: Known) -> &'static str {
        known.map_or("unknown", |yes| if yes { "yes" } else { "no" })
    }

    #[test]
    fn roles_as_people_write_them_are_read() {
        let cases = include_str!("../../../../vocabulary/role_cases.csv");
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in cases.lines().skip(1) {
            let cells = super::table::cells(line);
            let [role, language, board, executive, chief, chair, ..] = cells.as_slice() else { panic!("{line}") };
            let read = read_role(role);
            let found =
                [word(read.board), word(read.executive), word(Some(read.chief_executive)), word(Some(read.chair))];
            if found != [board, executive, chief, chair].map(String::as_str) {
                wrong.push(format!("{language} {role}: {found:?}, not {board} {executive} {chief} {chair}"));
            }
            count += 1;
        }
        assert!(count > 1000 && wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    }
}
