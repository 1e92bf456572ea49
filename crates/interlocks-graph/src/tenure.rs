//! What somebody was at a company, and when.

use super::{BoardGraph, CompanyIx, PersonIx, SeatIx};
use interlocks_core::model::{DaySet, DaySpan, Spell};

/// The days of a person's service at one company, by what they were there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenure {
    /// Days on the board, with a vote.
    pub board: UncertainDays,
    /// Days as an executive.
    pub executive: UncertainDays,
    /// Days as chief executive.
    pub chief: UncertainDays,
    /// Days in any seat at all.
    pub any: UncertainDays,
}

/// Days that hold for every choice of dates, and days that hold for some choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UncertainDays {
    pub certain: DaySet,
    pub possible: DaySet,
}

impl UncertainDays {
    /// The days several spells cover together.
    pub fn of(spells: impl Iterator<Item = Spell> + Clone) -> UncertainDays {
        UncertainDays {
            certain: spells.clone().filter_map(|spell| spell.certain()).collect(),
            possible: spells.filter_map(|spell| spell.possible()).collect(),
        }
    }

    /// The days both cover.
    pub fn meet(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays { certain: self.certain.meet(&other.certain), possible: self.possible.meet(&other.possible) }
    }

    /// The days of one spell.
    pub fn of_spell(spell: &Spell) -> UncertainDays {
        UncertainDays::of(std::iter::once(*spell))
    }

    /// All days there are.
    pub fn always() -> UncertainDays {
        UncertainDays::of_spell(&Spell::ALWAYS)
    }

    /// The days either covers.
    #[must_use]
    pub fn join(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays { certain: self.certain.join(&other.certain), possible: self.possible.join(&other.possible) }
    }

    /// The days it covers and the other does not: surely those that the other may not cover.
    #[must_use]
    pub fn without(&self, other: &UncertainDays) -> UncertainDays {
        UncertainDays {
            certain: self.certain.without(&other.possible),
            possible: self.possible.without(&other.certain),
        }
    }

    /// The days on which a day of it lies no more than some years back.
    #[must_use]
    pub fn lasting(&self, years: i32) -> UncertainDays {
        UncertainDays { certain: self.certain.lasting(years), possible: self.possible.lasting(years) }
    }

    /// The calendar years in which a day of it lies, whole.
    #[must_use]
    pub fn whole_years(&self) -> UncertainDays {
        UncertainDays { certain: self.certain.whole_years(), possible: self.possible.whole_years() }
    }

    /// Whether it may hold on any day at all.
    pub fn is_possible(&self) -> bool {
        !self.possible.is_empty()
    }

    /// The part inside a window.
    pub fn within(&self, window: DaySpan) -> UncertainDays {
        UncertainDays { certain: self.certain.within(window), possible: self.possible.within(window) }
    }
}

impl BoardGraph {
    /// The companies a person served, in order, each with the seats held there.
    pub fn tenures(&self, person: PersonIx) -> Vec<(CompanyIx, Tenure)> {
        let mut tenures: Vec<(CompanyIx, Tenure)> = Vec::new();
        let seats: Vec<SeatIx> = self.person_seats(person).collect();
        for group in seats.chunk_by(|a, b| self.seat_company(*a) == self.seat_company(*b)) {
            tenures.push((self.seat_company(group[0]), self.tenure_of(group)));
        }
        tenures
    }

    /// What a person was at one company.
    pub fn tenure_at(&self, person: PersonIx, company: CompanyIx) -> Tenure {
        self.tenure_of(&self.seats_at(person, company).collect::<Vec<SeatIx>>())
    }

    /// What some seats of one person at one company amount to.
    pub fn tenure_of(&self, seats: &[SeatIx]) -> Tenure {
        let stretch = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
            UncertainDays::of(seats.iter().filter(|seat| wanted(self, **seat)).map(|seat| self.spell(*seat)))
        };
        Tenure {
            board: stretch(BoardGraph::is_board),
            executive: stretch(BoardGraph::is_executive),
            chief: stretch(BoardGraph::is_chief),
            any: stretch(|_, _| true),
        }
    }
}
