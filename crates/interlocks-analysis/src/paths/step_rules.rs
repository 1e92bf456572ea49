//! What counts as a step at the clock, and how strong it is.

use std::collections::HashMap;

use super::PathOptions;
use super::cost::Cost;
use super::strength::{Role, SEAT, Strengths};
use crate::bfs::Adjacent;
use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, SeatIx, TieIx};

/// A seat or a tie: the evidence of a step. Seats come first, in order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    Seat(SeatIx),
    Tie(TieIx),
}

/// Which steps a path may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    /// Seats.
    Seats,
    /// Ties, save the kinds that the table of strengths says are not followed.
    Ties,
    /// Ties of this kind, or of any kind that the table gives the same row.
    Kind(String),
}

/// When a link counts for the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// The days it may count on; all there are when the steps of a path need not share one.
    pub days: DaySpan,
    /// Whether it holds at the clock for every choice of days.
    pub certain: bool,
}

/// The five factors of the strength of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Factors {
    pub kind: f64,
    pub role: f64,
    pub time: f64,
    pub certainty: f64,
    pub size: f64,
}

impl Factors {
    pub fn cost(&self) -> Cost {
        [self.kind, self.role, self.time, self.certainty, self.size].into_iter().map(Cost::of).sum()
    }
}

/// How a link stands at the as-of date, when the question is about any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It runs, or the question is about another day.
    Current,
    /// It may be over or not.
    UnknownEnd,
    /// It has been over for so many days.
    Ended(i64),
}

/// The question: the graph, the clock, and what may be a step.
pub(super) struct Terms<'a> {
    pub graph: &'a BoardGraph,
    pub options: &'a PathOptions,
    avoid: Vec<u32>,
}

impl<'a> Terms<'a> {
    pub fn new(graph: &'a BoardGraph, options: &'a PathOptions) -> Terms<'a> {
        let avoid = options.avoid.iter().map(|entity| graph.entity_number(*entity)).collect();
        Terms { graph, options, avoid }
    }

    /// Whether all steps of a path have to share a day.
    pub fn together(&self) -> bool {
        self.options.query.clock != Clock::Ever
    }

    pub fn avoids(&self, node: u32) -> bool {
        self.avoid.contains(&node)
    }

    fn strengths(&self) -> &Strengths {
        &self.options.strengths
    }

    fn takes_seats(&self) -> bool {
        self.options.only.is_empty() || self.options.only.contains(&Only::Seats)
    }

    fn takes(&self, tie: TieIx) -> bool {
        let word = self.graph.tie_kind(tie);
        let row = self.strengths().kind(word);
        let allows = |only: &Only| match only {
            Only::Seats => false,
            Only::Ties => row.followed,
            Only::Kind(kind) => {
                let named = self.strengths().names(kind) && self.strengths().kind(kind).kind == row.kind;
                named || kind.to_lowercase() == word.to_lowercase()
            }
        };
        if self.options.only.is_empty() { row.followed } else { self.options.only.iter().any(allows) }
    }

    /// Whether a spell counts for the question, and on which days: what [`crate::Query::holds`]
    /// answers, of one spell.
    pub fn held(&self, spell: &Spell) -> Option<Held> {
        let query = &self.options.query;
        let window = query.clock.window();
        let possible = spell.possible().and_then(|days| days.meet(window));
        let known = match self.graph.as_of() {
            Some(day) => spell.certain().and_then(|days| days.meet(DaySpan { from: Day::MIN, to: day.plus(1) })),
            None => spell.certain(),
        };
        let certain = match query.clock {
            Clock::Ever => spell.certain(),
            Clock::At(day) => known.filter(|days| days.covers(day)).and_then(|days| days.meet(window)),
            Clock::During(_) => known.and_then(|days| days.meet(window)),
        };
        let days = if query.certain_only { certain } else { possible.or(certain) }?;
        Some(Held { days: if self.together() { days } else { DaySpan::ALWAYS }, certain: certain.is_some() })
    }

    pub fn spell(&self, link: Link) -> Spell {
        match link {
            Link::Seat(seat) => self.graph.spell(seat),
            Link::Tie(tie) => self.graph.tie_spell(tie),
        }
    }

    /// The ties that may be a step from a node: the node at the other end, and the tie.
    pub fn ties(&self, node: u32) -> Vec<(u32, TieIx)> {
        let entity = self.graph.entity(node);
        let other = |tie: TieIx| {
            let (from, to) = self.graph.tie_ends(tie);
            self.graph.entity_number(if from == entity { to } else { from })
        };
        let mut ties: Vec<(u32, TieIx)> =
            self.graph.ties(entity).filter(|tie| self.takes(*tie)).map(|tie| (other(tie), tie)).collect();
        ties.sort_unstable();
        ties
    }

    /// The links that join two nodes at the clock. `ties` are those of the first.
    pub fn joining(&self, node: u32, next: u32, ties: &[(u32, TieIx)]) -> Vec<(Link, Held)> {
        let mut links = Vec::new();
        let mut add = |link: Link| links.extend(self.held(&self.spell(link)).map(|held| (link, held)));
        let ends = (self.graph.entity(node), self.graph.entity(next));
        if let (Entity::Person(person), Entity::Company(company)) | (Entity::Company(company), Entity::Person(person)) =
            ends
            && self.takes_seats()
        {
            self.graph.seats_at(person, company).for_each(|seat| add(Link::Seat(seat)));
        }
        let first = ties.partition_point(|(other, _)| *other < next);
        ties[first..].iter().take_while(|(other, _)| *other == next).for_each(|(_, tie)| add(Link::Tie(*tie)));
        links
    }

    /// How strong a link is.
    pub fn factors(&self, link: Link, held: Held, boards: &mut Boards) -> Factors {
        let table = self.strengths();
        let spell = self.spell(link);
        let time = match self.standing(&spell) {
            Standing::Current => 1.0,
            Standing::UnknownEnd => table.time.unknown_end.get(),
            Standing::Ended(days) => table.time.after(days),
        };
        let certainty = if held.certain { 1.0 } else { table.certainty.possible.get() };
        let (kind, role, size) = match link {
            Link::Seat(seat) => {
                let size = table.size.of(boards.members(self, seat, &spell, held));
                (table.kind(SEAT).strength.get(), table.role(self.role(seat)), size)
            }
            Link::Tie(tie) => (table.kind(self.graph.tie_kind(tie)).with_share(self.graph.tie_share(tie)), 1.0, 1.0),
        };
        Factors { kind, role, time, certainty, size }
    }

    /// The strongest of what somebody is in a seat.
    pub fn role(&self, seat: SeatIx) -> Role {
        let is = |role: &Role| match role {
            Role::ChiefExecutive => self.graph.is_chief(seat),
            Role::Executive => self.graph.is_executive(seat),
            Role::Director => self.graph.is_board(seat),
            Role::Observer => self.graph.is_observer(seat),
            Role::Other => true,
        };
        // Of equal strength the first: the highest.
        let (mut best, mut strength) = (Role::Other, f64::NEG_INFINITY);
        for role in Role::ALL.into_iter().filter(is) {
            let named = role != Role::Other || strength == f64::NEG_INFINITY;
            if named && self.strengths().role(role) > strength {
                (best, strength) = (role, self.strengths().role(role));
            }
        }
        best
    }

    /// Whether a link is over at the as-of date. At a day or in a window it holds, and no more is
    /// asked.
    pub fn standing(&self, spell: &Spell) -> Standing {
        let Some(as_of) = self.graph.as_of().filter(|_| !self.together()) else { return Standing::Current };
        if spell.latest_end <= as_of {
            Standing::Ended(as_of.since(spell.latest_end))
        } else if spell.earliest_end <= as_of {
            Standing::UnknownEnd
        } else {
            Standing::Current
        }
    }

    /// The day on which the board of a seat is counted: the last of the seat that the question is
    /// about; the as-of date while it runs.
    fn day_of_board(&self, spell: &Spell, held: Held) -> Day {
        let days = if self.together() { held.days } else { spell.possible().unwrap_or(held.days) };
        let last = if days.to == Day::MAX {
            self.graph.as_of().unwrap_or(Day::from_number(i32::MAX - 1))
        } else {
            days.to.plus(-1)
        };
        last.max(days.from)
    }
}

/// A search sees every link that may count; at any time it does not ask for dates, and sees those
/// without a day as well.
impl Adjacent for Terms<'_> {
    fn nodes(&self) -> usize {
        self.graph.person_count() + self.graph.company_count()
    }

    fn each(&self, node: u32, mut call: impl FnMut(u32)) {
        let dated = self.together() || self.options.query.certain_only;
        let counts = |spell: &Spell| !dated || self.held(spell).is_some();
        let (people, nodes) = (self.graph.person_count() as u32, self.nodes());
        let mut visit = |next: u32| {
            // A forged snapshot may name somebody who is not there.
            if (next as usize) < nodes && !self.avoids(next) {
                call(next);
            }
        };
        match self.graph.entity(node) {
            _ if !self.takes_seats() => {}
            Entity::Person(person) => {
                for seat in self.graph.person_seats(person) {
                    if !dated || counts(&self.graph.spell(seat)) {
                        visit(people.saturating_add(self.graph.seat_company(seat).number()));
                    }
                }
            }
            Entity::Company(company) => {
                for person in self.graph.company_people(company) {
                    if !dated || self.graph.seats_at(person, company).any(|seat| counts(&self.graph.spell(seat))) {
                        visit(person.number());
                    }
                }
            }
        }
        if self.graph.tie_count() > 0 {
            for (next, tie) in self.ties(node) {
                if counts(&self.graph.tie_spell(tie)) {
                    visit(next);
                }
            }
        }
    }

    fn degree(&self, node: u32) -> usize {
        let entity = self.graph.entity(node);
        let seats = match entity {
            Entity::Person(person) => self.graph.person_seats(person).len(),
            Entity::Company(company) => self.graph.seats_count_at(company),
        };
        seats + if self.graph.tie_count() > 0 { self.graph.ties(entity).count() } else { 0 }
    }
}

/// The sizes of boards, each board laid out once.
#[derive(Default)]
pub(super) struct Boards {
    boards: HashMap<CompanyIx, Board>,
}

/// The days on which people may have come and gone, each list in order.
struct Board {
    starts: Vec<Day>,
    ends: Vec<Day>,
}

impl Boards {
    /// How many people may have sat on the board of a seat, on its last day; at least the holder.
    pub fn members(&mut self, terms: &Terms<'_>, seat: SeatIx, spell: &Spell, held: Held) -> usize {
        let company = terms.graph.seat_company(seat);
        let board = self.boards.entry(company).or_insert_with(|| Board::of(terms.graph, company));
        let day = terms.day_of_board(spell, held);
        let come = board.starts.partition_point(|start| *start <= day);
        let gone = board.ends.partition_point(|end| *end <= day);
        come.saturating_sub(gone).max(1)
    }
}

impl Board {
    fn of(graph: &BoardGraph, company: CompanyIx) -> Board {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for person in graph.company_people(company) {
            let seats = graph.seats_at(person, company).filter(|seat| graph.is_board(*seat));
            // Somebody with two seats at once is one member.
            let days: DaySet = seats.filter_map(|seat| graph.spell(seat).possible()).collect();
            starts.extend(days.as_slice().iter().map(|span| span.from));
            ends.extend(days.as_slice().iter().map(|span| span.to));
        }
        starts.sort_unstable();
        ends.sort_unstable();
        Board { starts, ends }
    }
}
