//! An executive of one company on the board of another, and when.

use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

/// An executive of one company, its home, on the board of another; they need not sit on their own.
///
/// The home *sends*, the other company *receives* (Stokman, Ziegler & Scott 1985). All days are
/// days on which they are an executive at home.
#[derive(Clone, Debug)]
pub struct DirectedInterlock {
    pub person: PersonIx,
    /// Days on the board, with a vote.
    pub board: UncertainDays,
    /// Of these the days as chief executive of the home.
    pub chief: UncertainDays,
    /// Days as an observer of the board.
    pub observing: UncertainDays,
    /// Days on the committee that sets pay, or on a board that does so itself.
    pub pay: UncertainDays,
}

impl DirectedInterlock {
    /// When an executive of one company served on the board of another.
    pub fn of(graph: &BoardGraph, person: PersonIx, home: CompanyIx, board: CompanyIx) -> DirectedInterlock {
        let there: Vec<SeatIx> = graph.seats_at(person, board).collect();
        DirectedInterlock::through(graph, person, home, &there, |days| days)
    }

    /// The same without the days on which the person may be an executive of both companies: whom
    /// both call theirs is sent by neither.
    pub fn one_way(graph: &BoardGraph, person: PersonIx, home: CompanyIx, board: CompanyIx) -> DirectedInterlock {
        let executive = graph.tenure_at(person, board).executive;
        // A seat that is an executive's itself never makes a guest, on whatever day it begins.
        let guest: Vec<SeatIx> = graph.seats_at(person, board).filter(|seat| !graph.is_executive(*seat)).collect();
        DirectedInterlock::through(graph, person, home, &guest, |days| days.without(&executive))
    }

    fn through(
        graph: &BoardGraph,
        person: PersonIx,
        home: CompanyIx,
        there: &[SeatIx],
        counted: impl Fn(UncertainDays) -> UncertainDays,
    ) -> DirectedInterlock {
        let days = |wanted: &dyn Fn(SeatIx) -> bool| {
            counted(UncertainDays::from_spells(
                there.iter().filter(|seat| wanted(**seat)).map(|seat| graph.spell(*seat)),
            ))
        };
        let at_home = graph.tenure_at(person, home);
        let board = days(&|seat| graph.is_board(seat));
        DirectedInterlock {
            person,
            board: at_home.executive.meet(&board),
            chief: at_home.chief.meet(&board),
            observing: at_home.executive.meet(&days(&|seat| graph.is_observer(seat))),
            pay: at_home.executive.meet(&days(&|seat| sets_pay(graph.committee(seat)))),
        }
    }

    /// Days on the board or beside it: with a vote or as an observer.
    pub fn seated(&self) -> UncertainDays {
        self.board.join(&self.observing)
    }

    /// Days on the board or on its committee that sets pay.
    pub fn serving(&self) -> UncertainDays {
        self.board.join(&self.pay)
    }
}

/// What the name of a committee that sets the pay of executives has in it, in small letters.
const PAY_WORDS: &[&str] = &[
    "compensation",
    "remuneration",
    "rémunération",
    "remuneración",
    "remunerazione",
    "retribuciones",
    "vergütung",
    "human resources",
    "human capital",
    "talent",
    "personalausschuss",
    "präsidialausschuss",
];

/// Names of the whole board, where it sets pay without a committee.
const FULL_BOARD: &[&str] = &["board", "full board", "whole board", "entire board", "board as a whole"];

/// Whether one of the committees of a seat sets the pay of executives.
///
/// Several are joined by `;`. A committee for pay and something else sets pay; the word `pay` must
/// stand alone (not `payments`). `board` or `full board` says that the whole board does it.
pub fn sets_pay(committees: &str) -> bool {
    committees.split(';').any(|committee| {
        let name = committee.trim().to_lowercase();
        let mut words = name.split(|letter: char| !letter.is_alphanumeric());
        PAY_WORDS.iter().any(|word| name.contains(word))
            || FULL_BOARD.contains(&name.as_str())
            || words.any(|word| word == "pay" || word == "hr")
    })
}

#[cfg(test)]
mod tests {
    use super::sets_pay;

    #[test]
    fn committees_that_set_pay_are_known_by_their_names() {
        for name in [
            "compensation",
            "Compensation Committee",
            "Nomination and Remuneration",
            "leadership development and compensation",
            "Human Resources",
            "Talent and Culture",
            "pay",
            "executive pay committee",
            "HR committee",
            "Vergütungsausschuss",
            "audit; remuneration",
            "full board",
            "Board",
        ] {
            assert!(sets_pay(name), "{name}");
        }
        for name in
            ["", "audit", "nomination", "payments", "board risk committee", "governance;audit", "chair", "three"]
        {
            assert!(!sets_pay(name), "{name}");
        }
    }
}
