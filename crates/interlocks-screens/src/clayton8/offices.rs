//! Offices at two companies that may compete, and the days on which they are held.

use std::collections::BTreeSet;

use super::firms::{agent_status, stake};
use crate::control::controls;
use crate::officers::OfficeSeat;
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// The way in which offices at two companies belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Route {
    /// A director or officer of both.
    Person,
    /// An observer at one, and observer, director or officer at the other.
    Observer,
    /// A firm whose people are directors, officers or observers of both: its officers, employees, partners or
    /// representatives (deputization).
    Firm,
    /// The same with an owner of both companies, to which one of the people has only a non-executive seat.
    Owner,
    /// A director or officer of one company, and of the parent of the other.
    Parent,
}

impl Route {
    /// Returns the name of the test.
    pub(crate) fn test(self) -> &'static str {
        match self {
            Route::Person => "section-8",
            Route::Observer => "section-8-observer",
            Route::Firm => "section-8-deputation",
            Route::Owner => "section-8-owner",
            Route::Parent => "section-8-parent",
        }
    }

    /// Returns `true` for an office in the sense of the Act, `false` for a relation that is only to watch.
    pub(crate) fn is_office(self) -> bool {
        matches!(self, Route::Person | Route::Firm)
    }
}

/// Offices at two companies: a case of the screen. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Link {
    pub(crate) route: Route,
    pub(crate) companies: [CompanyIx; 2],
    /// The person at each company; the same person twice on routes of one person.
    pub(crate) people: [PersonIx; 2],
    /// The firm to which both people belong, on routes through a firm; the parent company.
    pub(crate) firm: Option<Entity>,
}

/// Which seats count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Those of directors, and of officers whom the board certainly chose.
    Sure,
    /// Also those of officers whom the board may have chosen.
    Perhaps,
    /// Also those of observers.
    Observers,
}

/// The seats of a person at a company that count for section 8.
#[derive(Debug)]
pub(crate) struct Offices(Vec<OfficeSeat>);

impl Offices {
    pub(crate) fn new(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Offices {
        Offices(graph.seats_at(person, company).filter_map(|seat| OfficeSeat::of(graph, seat)).collect())
    }

    fn spells(&self, counted: Counted) -> Vec<Spell> {
        let of = |seat: &OfficeSeat| match counted {
            Counted::Sure => seat.sure,
            Counted::Perhaps => seat.perhaps,
            Counted::Observers => seat.perhaps.or(seat.observer),
        };
        self.0.iter().filter_map(of).collect()
    }

    pub(crate) fn days(&self, counted: Counted) -> UncertainDays {
        UncertainDays::from_spells(self.spells(counted).into_iter())
    }

    /// Returns the days as an observer.
    pub(crate) fn observer(&self) -> UncertainDays {
        let spells: Vec<Spell> = self.0.iter().filter_map(|seat| seat.observer).collect();
        UncertainDays::from_spells(spells.into_iter())
    }

    /// Returns the seats whose roles do not say whether the board chose their holder.
    pub(crate) fn open_seats(&self) -> impl Iterator<Item = SeatIx> + '_ {
        self.0.iter().filter(|seat| seat.is_open()).map(|seat| seat.seat)
    }

    fn seats(&self, with_observers: bool) -> impl Iterator<Item = SeatIx> + '_ {
        let counts = move |seat: &&OfficeSeat| seat.perhaps.is_some() || with_observers;
        self.0.iter().filter(counts).map(|seat| seat.seat)
    }
}

/// An election or choice: the days on which it may have been made, and those on which what it began is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choosing {
    /// The days of the choice.
    pub(crate) made: DayRange,
    /// The days on which the office may be held by it.
    pub(crate) possible: DaySpan,
    /// The days on which the office is held by it for every choice of dates.
    pub(crate) certain: Option<DaySpan>,
}

impl Choosing {
    /// Returns the choice with which a spell begins; `None` if the spell has no day.
    pub(crate) fn of_spell(spell: &Spell) -> Option<Choosing> {
        let possible = spell.possible()?;
        Some(Choosing { made: spell.start(), possible, certain: spell.certain() })
    }

    /// Returns the choices with which the spans of some days begin.
    fn of_days(days: &UncertainDays) -> impl Iterator<Item = Choosing> + '_ {
        days.possible.as_slice().iter().map(|possible| {
            let inside = |span: &&DaySpan| possible.from <= span.from && span.to <= possible.to;
            let certain = days.certain.as_slice().iter().find(inside).copied();
            let latest = certain.map_or(Day::MAX, |span| span.from);
            Choosing { made: DayRange::new(possible.from, latest), possible: *possible, certain }
        })
    }
}

/// The days on which two offices are held together, and the choices by which they are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tenure {
    pub(crate) days: UncertainDays,
    pub(crate) choosings: Vec<Choosing>,
}

impl Link {
    pub(crate) fn offices(&self, graph: &BoardGraph) -> [Offices; 2] {
        [0, 1].map(|side| Offices::new(graph, self.people[side], self.companies[side]))
    }

    /// Returns the tenure of both offices if these seats count. Routes that are only to watch count observers, and seats
    /// whose holders the board may have chosen, whatever is asked.
    pub(crate) fn tenure(&self, graph: &BoardGraph, counted: Counted) -> Tenure {
        let [at_a, at_b] = self.offices(graph);
        let of_seats = |counted: Counted| {
            let spells = [at_a.spells(counted), at_b.spells(counted)].concat();
            spells.iter().filter_map(Choosing::of_spell).collect::<Vec<Choosing>>()
        };
        match (self.route, self.firm) {
            (Route::Person, _) => {
                // Observers are a route of their own.
                let counted = if counted == Counted::Observers { Counted::Perhaps } else { counted };
                Tenure { days: at_a.days(counted).meet(&at_b.days(counted)), choosings: of_seats(counted) }
            }
            (Route::Observer, _) => {
                let [x, y] = [&at_a, &at_b].map(|offices| offices.days(Counted::Observers));
                let days = x.meet(&at_b.observer()).join(&at_a.observer().meet(&y));
                Tenure { days, choosings: of_seats(Counted::Observers) }
            }
            (Route::Firm, Some(firm)) => {
                let [p, q] = self.people.map(|person| agent_status(graph, person, firm).agent);
                let days = at_a.days(counted).meet(&at_b.days(counted)).meet(&p).meet(&q);
                let mut choosings = of_seats(counted);
                choosings.extend(Choosing::of_days(&p).chain(Choosing::of_days(&q)));
                Tenure { days, choosings }
            }
            (Route::Owner, Some(firm)) => {
                let [p, q] = self.people.map(|person| agent_status(graph, person, firm).any);
                let [x, y] = self.companies.map(|company| stake(graph, firm, company).0);
                let boards = at_a.days(Counted::Observers).meet(&at_b.days(Counted::Observers));
                Tenure { days: boards.meet(&p).meet(&q).meet(&x).meet(&y), choosings: of_seats(Counted::Observers) }
            }
            (Route::Parent, Some(parent)) => {
                let mut days = UncertainDays::default();
                for (side, rival) in [(0, &at_b), (1, &at_a)] {
                    days = days.join(&self.parent_days(graph, parent, side).meet(&rival.days(Counted::Perhaps)));
                }
                Tenure { days, choosings: of_seats(Counted::Perhaps) }
            }
            (_, None) => Tenure::default(),
        }
    }

    /// Returns the days on which the person holds an office at a company that controls the one at a side.
    fn parent_days(&self, graph: &BoardGraph, parent: Entity, side: usize) -> UncertainDays {
        let Entity::Company(company) = parent else { return UncertainDays::default() };
        let there = Offices::new(graph, self.people[side], company).days(Counted::Perhaps);
        there.meet(&controls(graph, parent, self.companies[side]).yes)
    }

    /// Returns the side of the subsidiary on a route through a parent company.
    pub(crate) fn subsidiary(&self, graph: &BoardGraph) -> Option<usize> {
        let parent = self.firm.filter(|_| self.route == Route::Parent)?;
        [0, 1].into_iter().find(|side| self.parent_days(graph, parent, *side).is_possible())
    }

    /// Returns the days on which the firm has a right at both companies that the data states: it owns part of the company,
    /// or the person there represents it. Deputation by employment alone is only to watch.
    pub(crate) fn stated_right(&self, graph: &BoardGraph) -> UncertainDays {
        let Some(firm) = self.firm.filter(|_| self.route == Route::Firm) else { return UncertainDays::always() };
        let [x, y] = [0, 1].map(|side| {
            let appointed = agent_status(graph, self.people[side], firm).appointed;
            appointed.join(&stake(graph, firm, self.companies[side]).0)
        });
        x.meet(&y)
    }

    /// Returns the seats and ties behind the link that may hold on some of these days.
    pub(crate) fn rows(&self, graph: &BoardGraph, days: &DaySet) -> (Vec<SeatIx>, Vec<TieIx>) {
        let mut seats: Vec<SeatIx> = Vec::new();
        let mut ties: Vec<TieIx> = Vec::new();
        let with_observers = !matches!(self.route, Route::Person | Route::Parent);
        for (side, offices) in self.offices(graph).iter().enumerate() {
            seats.extend(offices.seats(with_observers));
            if let Some(firm) = self.firm {
                let status = agent_status(graph, self.people[side], firm);
                seats.extend(status.seats);
                ties.extend(status.ties);
                ties.extend(stake(graph, firm, self.companies[side]).1);
            }
        }
        let holds = |spell: Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        seats.retain(|seat| holds(graph.spell(*seat)));
        ties.retain(|tie| holds(graph.tie_spell(*tie)));
        let mut seen = BTreeSet::new();
        seats.retain(|seat| seen.insert(*seat));
        ties.sort_unstable();
        ties.dedup();
        (seats, ties)
    }
}
