//! An executive of one company on the board of another, with the days.

use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx, UncertainDays};

/// An executive of one company, the home, on the board of another. The executive need not be on the home's own board.
///
/// The home *sends*, the other company *receives* (Stokman, Ziegler & Scott 1985). All days are days as an executive of
/// the home.
#[derive(Clone, Debug)]
pub struct DirectedInterlock {
    /// The executive.
    pub person: PersonIx,
    /// Days on the board, with a vote.
    pub board: UncertainDays,
    /// The part of these days as chief executive of the home.
    pub chief: UncertainDays,
    /// Days as an observer of the board.
    pub observing: UncertainDays,
    /// Days on the committee that sets pay, or on a board that sets pay itself.
    pub pay: UncertainDays,
}

impl DirectedInterlock {
    /// Returns the days on which an executive of one company served on the board of another.
    pub fn new(graph: &BoardGraph, person: PersonIx, home: CompanyIx, board: CompanyIx) -> DirectedInterlock {
        let seats: Vec<SeatIx> = graph.seats_at(person, board).collect();
        DirectedInterlock::from_seats(graph, person, home, &seats, |days| days)
    }

    /// Returns the same without the days on which the person may be an executive of both companies: neither company sends
    /// such a person to the other.
    pub fn one_way(graph: &BoardGraph, person: PersonIx, home: CompanyIx, board: CompanyIx) -> DirectedInterlock {
        let executive = graph.tenure_at(person, board).executive;
        // An executive seat at the other company is never an outside seat, whatever day it begins.
        let outside: Vec<SeatIx> = graph.seats_at(person, board).filter(|seat| !graph.is_executive(*seat)).collect();
        DirectedInterlock::from_seats(graph, person, home, &outside, |days| days.without(&executive))
    }

    fn from_seats(
        graph: &BoardGraph,
        person: PersonIx,
        home: CompanyIx,
        seats: &[SeatIx],
        restrict: impl Fn(UncertainDays) -> UncertainDays,
    ) -> DirectedInterlock {
        let days = |wanted: &dyn Fn(SeatIx) -> bool| {
            restrict(UncertainDays::from_spells(
                seats.iter().filter(|seat| wanted(**seat)).map(|seat| graph.spell(*seat)),
            ))
        };
        let at_home = graph.tenure_at(person, home);
        let board = days(&|seat| graph.is_board(seat));
        DirectedInterlock {
            person,
            board: at_home.executive.meet(&board),
            chief: at_home.chief.meet(&board),
            observing: at_home.executive.meet(&days(&|seat| graph.is_observer(seat))),
            pay: at_home.executive.meet(&days(&|seat| graph.sets_pay(seat))),
        }
    }

    /// Returns the days on the board, with a vote or as an observer.
    pub fn seated(&self) -> UncertainDays {
        self.board.join(&self.observing)
    }

    /// Returns the days on the board or on its committee that sets pay.
    pub fn serving(&self) -> UncertainDays {
        self.board.join(&self.pay)
    }
}
