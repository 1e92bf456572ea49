//! Offices in the sense of section 8 and of its like: directors, and officers *elected or chosen by the board*.
//!
//! The words for a role do not always say whether the board chose its holder. A chief executive, president, chief
//! financial or chief operating officer is taken for chosen by it. A secretary, a treasurer or a vice president is so in
//! some companies only.

use crate::Answer;
use crate::wording::has_words;
use interlocks_core::model::Spell;
use interlocks_core::model::vocabulary::phrase;
use interlocks_dataset::tables::Capacity;
use interlocks_graph::{BoardGraph, SeatIx};

/// A seat of a person at a company, as such a rule sees it.
#[derive(Clone, Debug)]
pub(crate) struct OfficeSeat {
    pub(crate) seat: SeatIx,
    /// The spell as a director, or as an officer whom the board certainly chose.
    pub(crate) sure: Option<Spell>,
    /// The spell of an office that may be one; that of `sure` if it certainly is.
    pub(crate) perhaps: Option<Spell>,
    /// The spell as an observer of the board.
    pub(crate) observer: Option<Spell>,
}

impl OfficeSeat {
    /// Returns what a seat is to such a rule; `None` for advisers, employees and the like.
    pub(crate) fn of(graph: &BoardGraph, seat: SeatIx) -> Option<OfficeSeat> {
        let capacity = graph.seat_capacity(seat);
        let (stated, board) = (graph.stated_spell(seat), graph.spell(seat));
        let of = |sure, perhaps, observer| Some(OfficeSeat { seat, sure, perhaps, observer });
        if capacity.observer {
            return of(None, None, Some(stated));
        }
        match (capacity.board, chosen_by_board(&capacity)) {
            (Some(true), _) | (_, Answer::Yes) => of(Some(stated), Some(stated), None),
            (None, Answer::Unknown) => of(Some(board), Some(stated), None),
            (None, Answer::No) => of(Some(board), Some(board), None),
            (Some(false), Answer::Unknown) => of(None, Some(stated), None),
            (Some(false), Answer::No) => None,
        }
    }

    /// Returns `true` if the role does not say whether the board chose its holder.
    pub(crate) fn is_open(&self) -> bool {
        self.sure != self.perhaps
    }
}

/// Offices that the board fills, as phrases between the words of other titles.
const CHOSEN: &[&str] = &[
    "cfo",
    "coo",
    "chief financial officer",
    "chief finance officer",
    "chief operating officer",
    "chief operations officer",
];
/// Words before `officer` that name no department.
const PLAIN: &[&str] = &["executive", "corporate", "principal", "senior", "named"];
/// Titles that are no executive office by their words, but an office that some boards fill.
const OPEN: &[&str] =
    &["secretary", "treasurer", "controller", "comptroller", "counsel", "vice president", "vp", "svp", "evp", "avp"];
/// Words that make a title one that is not held now.
const NOT_NOW: &[&str] = &["former", "formerly", "ex", "past", "retired", "emeritus", "honorary", "elect", "designate"];
/// Words that may follow `president` without naming a part of the company.
const AFTER_PRESIDENT: &[&str] =
    &["and", "chief", "ceo", "cfo", "coo", "director", "chair", "chairman", "of the company"];

/// Returns yes if the words say that the board chose the holder of a role, no if it is no office of the company; unknown if
/// they do not tell. Seats on the board are not asked about.
fn chosen_by_board(capacity: &Capacity<'_>) -> Answer {
    let role = phrase(capacity.role);
    if !capacity.executive {
        let open =
            OPEN.iter().any(|title| has_words(&role, title)) && !NOT_NOW.iter().any(|word| has_words(&role, word));
        return if open { Answer::Unknown } else { Answer::No };
    }
    // An executive by a column of the data only, or by that word.
    let plain = role.is_empty() || role == "executive";
    let chosen = CHOSEN.iter().any(|title| has_words(&role, title));
    let certain = plain || capacity.chief || chosen || is_president(&role) || is_officer(&role);
    if certain { Answer::Yes } else { Answer::Unknown }
}

/// Returns `true` for the president of the company: no vice president, and no president of a part of it.
fn is_president(role: &str) -> bool {
    let (mut rest, mut before) = (role, "");
    while let Some((word, after)) = next_word(rest) {
        let whole =
            after.is_empty() || AFTER_PRESIDENT.iter().any(|next| format!("{after} ").starts_with(&format!("{next} ")));
        if word == "president" && whole && !["vice", "deputy", "assistant", "former", "past"].contains(&before) {
            return true;
        }
        (rest, before) = (after, word);
    }
    false
}

/// Returns `true` for an officer without a department.
fn is_officer(role: &str) -> bool {
    let words: Vec<&str> = role.split(' ').collect();
    let at = words.iter().position(|word| *word == "officer");
    at.is_some_and(|at| words[..at].iter().all(|word| PLAIN.contains(word)))
}

fn next_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if text.is_empty() { None } else { Some(text.split_once(' ').unwrap_or((text, ""))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{boards, built};

    #[test]
    fn roles_say_whether_the_board_chose_their_holder() {
        use Answer::{No, Unknown, Yes};
        for (role, expected) in [
            ("CEO", Yes),
            ("Chief Executive Officer", Yes),
            ("President", Yes),
            ("President and Chief Revenue Officer", Yes),
            ("CFO", Yes),
            ("Chief Operating Officer", Yes),
            ("officer", Yes),
            ("Executive Officer", Yes),
            ("Managing Director", Yes),
            ("Chair", Yes),
            ("Presidente", Yes),
            ("Director", Yes),
            ("General Counsel", Unknown),
            ("Treasurer", Unknown),
            ("Secretary", Unknown),
            ("Corporate Secretary", Unknown),
            ("Controller", Unknown),
            ("Vice President", Unknown),
            ("Vice President Sales", Unknown),
            ("Executive Vice President", Unknown),
            ("Chief Compliance Officer", Unknown),
            ("Former Secretary", No),
            ("Founder", No),
            ("Adviser", No),
            ("Manager", No),
            ("Director of Marketing", No),
            ("Loan Officer", No),
        ] {
            // A president may be on the board, which is said as a problem.
            let problems = usize::from(role == "President");
            let graph = built(&[("seats", &format!("person,company,role\np,c,\"{role}\"\n"))], problems);
            let seat = graph.people().flat_map(|person| graph.person_seats(person)).next().unwrap();
            let found = match OfficeSeat::of(&graph, seat) {
                None => No,
                Some(office) if office.is_open() => Unknown,
                Some(office) => Answer::from(office.sure.is_some()),
            };
            assert_eq!(found, expected, "{role}: {:?}", graph.seat_capacity(seat));
        }
        let graph = boards(&[("seats", "person,company,executive\np,c,yes\n")]);
        let seat = graph.people().flat_map(|person| graph.person_seats(person)).next().unwrap();
        assert!(!OfficeSeat::of(&graph, seat).unwrap().is_open());
    }
}
