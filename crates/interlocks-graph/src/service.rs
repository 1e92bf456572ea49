//! What somebody was at a company, and when.

use super::{BoardGraph, CompanyIx, PersonIx, SeatIx};
use interlocks_core::model::{DaySpan, Spans, Spell};

/// The days of a person's service at one company, by what they were there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Days on the board, with a vote.
    pub board: Stretch,
    /// Days as an executive.
    pub executive: Stretch,
    /// Days as chief executive.
    pub chief: Stretch,
    /// Days in any seat at all.
    pub any: Stretch,
}

/// Days that hold for every choice of dates, and days that hold for some choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub certain: Spans,
    pub possible: Spans,
}

impl Stretch {
    /// The days several spells cover together.
    pub fn of(spells: impl Iterator<Item = Spell> + Clone) -> Stretch {
        Stretch {
            certain: spells.clone().filter_map(|spell| spell.certain()).collect(),
            possible: spells.filter_map(|spell| spell.possible()).collect(),
        }
    }

    /// The days both cover.
    pub fn meet(&self, other: &Stretch) -> Stretch {
        Stretch { certain: self.certain.meet(&other.certain), possible: self.possible.meet(&other.possible) }
    }

    /// The days of one spell.
    pub fn of_spell(spell: &Spell) -> Stretch {
        Stretch::of(std::iter::once(*spell))
    }

    /// All days there are.
    pub fn always() -> Stretch {
        Stretch::of_spell(&Spell::ALWAYS)
    }

    /// The days either covers.
    #[must_use]
    pub fn join(&self, other: &Stretch) -> Stretch {
        Stretch { certain: self.certain.join(&other.certain), possible: self.possible.join(&other.possible) }
    }

    /// The days it covers and the other does not: surely those that the other may not cover.
    #[must_use]
    pub fn without(&self, other: &Stretch) -> Stretch {
        Stretch { certain: self.certain.without(&other.possible), possible: self.possible.without(&other.certain) }
    }

    /// The days on which a day of it lies no more than some years back.
    #[must_use]
    pub fn lasting(&self, years: i32) -> Stretch {
        Stretch { certain: self.certain.lasting(years), possible: self.possible.lasting(years) }
    }

    /// The calendar years in which a day of it lies, whole.
    #[must_use]
    pub fn whole_years(&self) -> Stretch {
        Stretch { certain: self.certain.whole_years(), possible: self.possible.whole_years() }
    }

    /// Whether it may hold on any day at all.
    pub fn is_possible(&self) -> bool {
        !self.possible.is_empty()
    }

    /// The part inside a window.
    pub fn within(&self, window: DaySpan) -> Stretch {
        Stretch { certain: self.certain.within(window), possible: self.possible.within(window) }
    }
}

impl BoardGraph {
    /// The companies a person served, in order, each with the seats held there.
    pub fn services(&self, person: PersonIx) -> Vec<(CompanyIx, Service)> {
        let mut services: Vec<(CompanyIx, Service)> = Vec::new();
        let seats: Vec<SeatIx> = self.person_seats(person).collect();
        for group in seats.chunk_by(|a, b| self.seat_company(*a) == self.seat_company(*b)) {
            services.push((self.seat_company(group[0]), self.service(group)));
        }
        services
    }

    /// What a person was at one company.
    pub fn service_at(&self, person: PersonIx, company: CompanyIx) -> Service {
        self.service(&self.seats_at(person, company).collect::<Vec<SeatIx>>())
    }

    /// What some seats of one person at one company amount to.
    pub fn service(&self, seats: &[SeatIx]) -> Service {
        let stretch = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
            Stretch::of(seats.iter().filter(|seat| wanted(self, **seat)).map(|seat| self.spell(*seat)))
        };
        Service {
            board: stretch(BoardGraph::is_board),
            executive: stretch(BoardGraph::is_executive),
            chief: stretch(BoardGraph::is_chief),
            any: stretch(|_, _| true),
        }
    }
}
