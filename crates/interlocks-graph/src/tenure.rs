//! Tenures: the days of a person at a company, by capacity.

use smallvec::SmallVec;

use super::{BoardGraph, CompanyIx, PersonIx, SeatIx};
use interlocks_core::model::{DaySet, DaySpan, Spell};

/// The days of a person at one company, by capacity.
///
/// All seats of the person at the company are combined: two consecutive terms are one run of days, and a chief
/// executive with a board seat appears in all four fields.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// # use interlocks_dataset::Dataset;
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let hastings = graph.find_person("Reed Hastings")?;
/// let meta = graph.find_company("meta")?;
/// let tenure = graph.tenure_at(hastings, meta);
/// let board = tenure.board.certain.hull().unwrap();
/// assert_eq!((board.from.to_string(), board.to.to_string()), ("2011-06-30".into(), "2019-05-30".into()));
/// assert!(!tenure.executive.is_possible());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenure {
    /// Days on the board, with a vote.
    pub board: UncertainDays,
    /// Days as an executive.
    pub executive: UncertainDays,
    /// Days as chief executive.
    pub chief: UncertainDays,
    /// Days in any seat.
    pub any: UncertainDays,
}

/// A set of days that follows from dates that are only partly known: the days that are in the set for every choice of
/// dates, and the days that are in it for some choice.
///
/// For one spell the certain days run from the latest start to the earliest end, and the possible days from the
/// earliest start to the latest end. Certain days are always possible too. The operations keep this meaning; in
/// [`without`](UncertainDays::without), for example, a day is certain only if the other set cannot have it.
///
/// The days of a union are certain one by one. If a seat ended and the next began in June 2011, on unknown days, no
/// day of June is certain.
///
/// ```
/// use interlocks_core::model::{DateError, PartialDate, Spell};
/// use interlocks_graph::UncertainDays;
/// let spell = |start: &str, end: &str| -> Result<Spell, DateError> {
///     Ok(Spell::new(start.parse::<PartialDate>()?.days(), end.parse::<PartialDate>()?.days()))
/// };
/// let ann = UncertainDays::from_spells([spell("2001", "2005-07-01")?, spell("2008-01-01", "2010-01-01")?].into_iter());
/// let bob = UncertainDays::from_spell(&spell("2005-01-01", "2009-01-01")?);
///
/// let both = ann.meet(&bob);
/// let spans: Vec<String> = both.certain.as_slice().iter().map(|s| format!("{}..{}", s.from, s.to)).collect();
/// assert_eq!(spans, ["2005-01-01..2005-07-01", "2008-01-01..2009-01-01"]);
/// assert_eq!(ann.certain.hull().unwrap().from.to_string(), "2001-12-31"); // the latest start
/// assert_eq!(ann.possible.hull().unwrap().from.to_string(), "2001-01-01"); // the earliest start
/// # Ok::<(), DateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UncertainDays {
    /// The days that are in the set for every choice of dates.
    pub certain: DaySet,
    /// The days that are in the set for some choice of dates.
    pub possible: DaySet,
}

impl UncertainDays {
    /// Returns the days that any of several spells covers (their union).
    pub fn from_spells(spells: impl Iterator<Item = Spell> + Clone) -> UncertainDays {
        UncertainDays {
            certain: spells.clone().filter_map(|spell| spell.certain()).collect(),
            possible: spells.filter_map(|spell| spell.possible()).collect(),
        }
    }

    /// Returns the days in both sets (their intersection).
    pub fn meet(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays { certain: self.certain.meet(&other.certain), possible: self.possible.meet(&other.possible) }
    }

    /// Returns the days of one spell.
    pub fn from_spell(spell: &Spell) -> UncertainDays {
        let days = |span: Option<DaySpan>| span.map(DaySet::from).unwrap_or_default();
        UncertainDays { certain: days(spell.certain()), possible: days(spell.possible()) }
    }

    /// Returns all days.
    pub fn always() -> UncertainDays {
        UncertainDays::from_spell(&Spell::ALWAYS)
    }

    /// Returns the days in either set (their union).
    #[must_use]
    pub fn join(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays { certain: self.certain.join(&other.certain), possible: self.possible.join(&other.possible) }
    }

    /// Returns the days of this set that are not in the other (their difference). A day is certain if it is certain here
    /// and not even possible there.
    #[must_use]
    pub fn without(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays {
            certain: self.certain.without(&other.possible),
            possible: self.possible.without(&other.certain),
        }
    }

    /// Returns the days on which the set had a day within the last `years` years.
    #[must_use]
    pub fn lasting(&self, years: i32) -> UncertainDays {
        UncertainDays { certain: self.certain.lasting(years), possible: self.possible.lasting(years) }
    }

    /// Returns every day of each calendar year in which the set has a day.
    #[must_use]
    pub fn whole_years(&self) -> UncertainDays {
        UncertainDays { certain: self.certain.whole_years(), possible: self.possible.whole_years() }
    }

    /// Returns `true` if the set may have a day.
    pub fn is_possible(&self) -> bool {
        !self.possible.is_empty()
    }

    /// Returns the days inside a window.
    pub fn within(&self, window: DaySpan) -> UncertainDays {
        UncertainDays { certain: self.certain.within(window), possible: self.possible.within(window) }
    }
}

impl BoardGraph {
    /// Returns the companies at which a person has had a seat, in order, each with the tenure there.
    pub fn tenures(&self, person: PersonIx) -> Vec<(CompanyIx, Tenure)> {
        let mut tenures: Vec<(CompanyIx, Tenure)> = Vec::new();
        let seats: Vec<SeatIx> = self.person_seats(person).collect();
        for group in seats.chunk_by(|a, b| self.seat_company(*a) == self.seat_company(*b)) {
            tenures.push((self.seat_company(group[0]), self.tenure_of(group)));
        }
        tenures
    }

    /// Returns the tenure of a person at one company; empty if they had no seat there.
    pub fn tenure_at(&self, person: PersonIx, company: CompanyIx) -> Tenure {
        let seats: SmallVec<[SeatIx; 4]> = self.seats_at(person, company).collect();
        self.tenure_of(&seats)
    }

    /// Returns the days of a person on the board of a company, as [`Tenure::board`].
    pub fn board_days_at(&self, person: PersonIx, company: CompanyIx) -> UncertainDays {
        let mut seats = self.seats_at(person, company).filter(|seat| self.is_board(*seat));
        let spell = |seat: SeatIx| self.spell(seat);
        match (seats.next(), seats.next()) {
            (None, _) => UncertainDays::default(),
            (Some(seat), None) => UncertainDays::from_spell(&spell(seat)),
            (Some(first), Some(second)) => {
                UncertainDays::from_spells([first, second].into_iter().chain(seats).map(spell))
            }
        }
    }

    /// Returns the days on the board of a company as an outsider: through a seat that is not an executive office, and
    /// while surely or possibly no executive there. `tenure` is the person's tenure at the company.
    pub fn outside_days(&self, person: PersonIx, company: CompanyIx, tenure: &Tenure) -> UncertainDays {
        // An executive seat is never an outside seat, whatever day it begins.
        let outside = self.seats_at(person, company).filter(|seat| self.is_board(*seat) && !self.is_executive(*seat));
        UncertainDays::from_spells(outside.map(|seat| self.spell(seat))).without(&tenure.executive)
    }

    /// Returns the tenure that follows from some seats of one person at one company.
    pub fn tenure_of(&self, seats: &[SeatIx]) -> Tenure {
        if let [seat] = *seats {
            return self.tenure_of_one(seat);
        }
        let days = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
            let wanted = seats.iter().filter(|seat| wanted(self, **seat));
            UncertainDays::from_spells(wanted.map(|seat| self.stated_spell(*seat)))
        };
        let board = seats.iter().filter(|seat| self.is_board(**seat)).map(|seat| self.spell(*seat));
        Tenure {
            board: UncertainDays::from_spells(board),
            executive: days(BoardGraph::is_executive),
            chief: days(BoardGraph::is_chief),
            any: days(|_, _| true),
        }
    }

    /// Returns the tenure that follows from one seat: most people have one at a company.
    fn tenure_of_one(&self, seat: SeatIx) -> Tenure {
        let any = UncertainDays::from_spell(&self.stated_spell(seat));
        let if_so = |is: bool| if is { any.clone() } else { UncertainDays::default() };
        let board = match self.is_board(seat) {
            true if self.is_board_unknown(seat) => UncertainDays::from_spell(&self.spell(seat)),
            is_board => if_so(is_board),
        };
        Tenure { board, executive: if_so(self.is_executive(seat)), chief: if_so(self.is_chief(seat)), any }
    }
}
