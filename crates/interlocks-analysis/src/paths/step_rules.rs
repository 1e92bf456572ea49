//! The rules of steps: the seats and ties that count at the clock, and their strength.

use std::collections::{BTreeMap, HashMap};

use super::PathOptions;
use super::cost::Cost;
use super::strength::{Kind, OTHER, Role, SEAT, Strengths};
use crate::Query;
use crate::bfs::Adjacent;
use interlocks_core::model::vocabulary::phrase;
use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, PossibleIdentity, SeatIx, TieIx};

/// A seat or a tie, the evidence of a step, or a possible identity. Seats come first, in the order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    Seat(SeatIx),
    Tie(TieIx),
    /// Two that may be one, by its number in [`StepRules::identities`].
    Identity(usize),
}

/// A kind of steps that a path may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Only {
    /// Seats.
    Seats,
    /// Ties, except the kinds that the table of strengths does not follow.
    Ties,
    /// Ties of this kind, or of a kind in the same row of the table.
    Kind(String),
}

/// The days on which a link counts for the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LinkDays {
    /// The days on which it may count; all days if the steps of a path need not share one.
    pub days: DaySpan,
    /// `true` if it is true at the clock for every choice of days.
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
    /// Returns the cost of the product of the factors.
    pub(super) fn cost(&self) -> Cost {
        [self.kind, self.role, self.time, self.certainty, self.size].into_iter().map(Cost::from_strength).sum()
    }
}

/// The status of a link at the as-of date, for questions about any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkStatus {
    /// It is running, or the question is about a day or a window.
    Current,
    /// It may have ended.
    UnknownEnd,
    /// It ended this many days ago.
    Ended(i64),
}

/// Returns `true` if paths take a kind of tie.
fn follows(options: &PathOptions, word: &str) -> bool {
    let strengths = &options.strengths;
    let allows = |only: &Only| match only {
        Only::Seats => false,
        Only::Ties => strengths.follows(word),
        Only::Kind(kind) => {
            let named = strengths.names(kind) && strengths.kind(kind).kind == strengths.kind(word).kind;
            named || phrase(kind) == phrase(word)
        }
    };
    if options.only.is_empty() { strengths.follows(word) } else { options.only.iter().any(allows) }
}

/// The question: the graph, the clock, and the steps that count.
pub(super) struct StepRules<'a> {
    pub graph: &'a BoardGraph,
    pub options: &'a PathOptions,
    avoid: Vec<u32>,
    /// For each different kind of tie, its row in the table of strengths, and whether paths take it.
    kinds: Vec<(&'a Kind, bool)>,
    /// The possible identities that paths take.
    pub identities: Vec<PossibleIdentity<'a>>,
    /// For each node of one, the nodes at the other end, each with the number of the identity.
    identities_of: BTreeMap<u32, Vec<(u32, usize)>>,
}

impl<'a> StepRules<'a> {
    pub(super) fn new(graph: &'a BoardGraph, options: &'a PathOptions) -> StepRules<'a> {
        let avoid = options.avoid.iter().map(|entity| graph.entity_number(*entity)).collect();
        let kinds = graph.kinds_of_ties().map(|word| (options.strengths.kind(word), follows(options, word))).collect();
        let identities = if options.if_same { graph.possible_identities() } else { Vec::new() };
        let mut identities_of: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
        for (number, link) in identities.iter().enumerate().filter(|_| !options.query.certain_only) {
            let [a, b] = [link.a, link.b].map(|entity| graph.entity_number(entity));
            identities_of.entry(a).or_default().push((b, number));
            identities_of.entry(b).or_default().push((a, number));
        }
        StepRules { graph, options, avoid, kinds, identities, identities_of }
    }

    /// Returns `true` if all steps of a path must share a day.
    pub(super) fn needs_common_day(&self) -> bool {
        self.options.query.clock != Clock::Ever
    }

    pub(super) fn avoids(&self, node: u32) -> bool {
        self.avoid.contains(&node)
    }

    fn strengths(&self) -> &Strengths {
        &self.options.strengths
    }

    fn follows_seats(&self) -> bool {
        self.options.only.is_empty() || self.options.only.contains(&Only::Seats)
    }

    fn follows(&self, tie: TieIx) -> bool {
        let kind = self.graph.tie_kind_number(tie).and_then(|number| self.kinds.get(number));
        kind.is_some_and(|(_, followed)| *followed)
    }

    /// Returns the row of a tie in the table of strengths.
    pub(super) fn kind(&self, tie: TieIx) -> &Kind {
        let kind = self.graph.tie_kind_number(tie).and_then(|number| self.kinds.get(number));
        kind.map_or_else(|| self.strengths().kind(OTHER), |(row, _)| row)
    }

    /// Returns the days on which a spell counts for the question; `None` if it does not. The same as
    /// [`crate::Query::holds`], for one spell.
    pub(super) fn link_days(&self, spell: &Spell) -> Option<LinkDays> {
        let query = &self.options.query;
        let window = query.clock.window();
        let possible = spell.possible().and_then(|days| days.meet(window));
        let known = spell.certain().and_then(|days| days.meet(Query::known_days(self.graph)));
        let certain = match query.clock {
            Clock::At(day) => known.filter(|days| days.covers(day)).and_then(|days| days.meet(window)),
            Clock::Ever | Clock::During(_) => known.and_then(|days| days.meet(window)),
        };
        let days = if query.certain_only { certain } else { possible.or(certain) }?;
        Some(LinkDays {
            days: if self.needs_common_day() { days } else { DaySpan::ALWAYS },
            certain: certain.is_some(),
        })
    }

    pub(super) fn spell(&self, link: Link) -> Spell {
        match link {
            Link::Seat(seat) => self.graph.spell(seat),
            Link::Tie(tie) => self.graph.tie_spell(tie),
            // Identity has no dates, and it is never certain.
            Link::Identity(_) => Spell::ALWAYS.doubtful(true),
        }
    }

    /// Returns the ties that may be a step from a node, each with the node at the other end.
    pub(super) fn ties(&self, node: u32) -> Vec<(u32, TieIx)> {
        let entity = self.graph.entity(node);
        let other = |tie: TieIx| {
            let (from, to) = self.graph.tie_ends(tie);
            self.graph.entity_number(if from == entity { to } else { from })
        };
        let mut ties: Vec<(u32, TieIx)> =
            self.graph.ties(entity).filter(|tie| self.follows(*tie)).map(|tie| (other(tie), tie)).collect();
        ties.sort_unstable();
        ties
    }

    /// Returns the nodes that may be one with a node, each with the number of the identity.
    fn identities_of(&self, node: u32) -> &[(u32, usize)] {
        self.identities_of.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Returns the links between two nodes at the clock. `ties` are those of the first node.
    pub(super) fn links_between(&self, node: u32, next: u32, ties: &[(u32, TieIx)]) -> Vec<(Link, LinkDays)> {
        let mut links = Vec::new();
        let mut add = |link: Link| links.extend(self.link_days(&self.spell(link)).map(|days| (link, days)));
        let ends = (self.graph.entity(node), self.graph.entity(next));
        if let (Entity::Person(person), Entity::Company(company)) | (Entity::Company(company), Entity::Person(person)) =
            ends
            && self.follows_seats()
        {
            self.graph.seats_at(person, company).for_each(|seat| add(Link::Seat(seat)));
        }
        let first = ties.partition_point(|(other, _)| *other < next);
        ties[first..].iter().take_while(|(other, _)| *other == next).for_each(|(_, tie)| add(Link::Tie(*tie)));
        let identities = self.identities_of(node).iter().filter(|(other, _)| *other == next);
        identities.for_each(|(_, number)| add(Link::Identity(*number)));
        links
    }

    /// Returns the factors of the strength of a link.
    pub(super) fn factors(&self, link: Link, days: LinkDays, boards: &mut BoardSizes) -> Factors {
        let table = self.strengths();
        if let Link::Identity(number) = link {
            // A probability of 0 would cost more than any path; one that is not stated counts as what is only possible.
            let stated = self.identities.get(number).and_then(PossibleIdentity::probability);
            let kind = stated.unwrap_or(table.certainty.possible.get());
            return Factors { kind, role: 1.0, time: 1.0, certainty: 1.0, size: 1.0 };
        }
        let spell = self.spell(link);
        let time = match self.status(&spell) {
            LinkStatus::Current => 1.0,
            LinkStatus::UnknownEnd => table.time.unknown_end.get(),
            LinkStatus::Ended(days) => table.time.after(days),
        };
        let certainty = if days.certain { 1.0 } else { table.certainty.possible.get() };
        let (kind, role, size) = match link {
            Link::Seat(seat) => {
                let size = table.size.strength(boards.members(self, seat, &spell));
                (table.kind(SEAT).strength.get(), table.role(self.role(seat)), size)
            }
            Link::Tie(tie) => (self.kind(tie).with_share(self.graph.tie_share(tie)), 1.0, 1.0),
            Link::Identity(_) => (1.0, 1.0, 1.0),
        };
        Factors { kind, role, time, certainty, size }
    }

    /// Returns the strongest role of a seat.
    pub(super) fn role(&self, seat: SeatIx) -> Role {
        let is = |role: &Role| match role {
            Role::ChiefExecutive => self.graph.is_chief(seat),
            Role::Executive => self.graph.is_executive(seat),
            Role::Director => self.graph.is_board(seat),
            Role::Observer => self.graph.is_observer(seat),
            Role::Other => true,
        };
        // Among equally strong roles the first, which is the highest.
        let (mut best, mut strength) = (Role::Other, f64::NEG_INFINITY);
        for role in Role::ALL.into_iter().filter(is) {
            let named = role != Role::Other || strength == f64::NEG_INFINITY;
            if named && self.strengths().role(role) > strength {
                (best, strength) = (role, self.strengths().role(role));
            }
        }
        best
    }

    /// Returns the status of a link at the as-of date. At a day or in a window it is always current.
    pub(super) fn status(&self, spell: &Spell) -> LinkStatus {
        let Some(as_of) = self.graph.as_of().filter(|_| !self.needs_common_day()) else { return LinkStatus::Current };
        if spell.latest_end <= as_of {
            LinkStatus::Ended(as_of.since(spell.latest_end))
        } else if spell.earliest_end <= as_of {
            LinkStatus::UnknownEnd
        } else {
            LinkStatus::Current
        }
    }

    /// Returns the day on which the board of a seat is counted: the last possible day of the seat that the question is
    /// about, but no day after the as-of date unless all of them are.
    fn day_of_board(&self, spell: &Spell) -> Day {
        let possible = spell.possible().unwrap_or(DaySpan::ALWAYS);
        let days = possible.meet(self.options.query.clock.window()).unwrap_or(possible);
        let newest = self.graph.as_of().unwrap_or(Day::from_number(i32::MAX - 1));
        days.to.plus(-1).min(newest).max(days.from)
    }
}

/// A search sees every link that may count. At any time it ignores dates, and also sees links without a day.
impl Adjacent for StepRules<'_> {
    fn nodes(&self) -> usize {
        self.graph.person_count() + self.graph.company_count()
    }

    fn each(&self, node: u32, mut call: impl FnMut(u32)) {
        let dated = self.needs_common_day() || self.options.query.certain_only;
        let counts = |spell: &Spell| !dated || self.link_days(spell).is_some();
        let (people, nodes) = (self.graph.person_count() as u32, self.nodes());
        let mut visit = |next: u32| {
            // A forged snapshot may name an entity that does not exist.
            if (next as usize) < nodes && !self.avoids(next) {
                call(next);
            }
        };
        match self.graph.entity(node) {
            _ if !self.follows_seats() => {}
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
        self.identities_of(node).iter().for_each(|(next, _)| visit(*next));
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
        seats
            + self.identities_of(node).len()
            + if self.graph.tie_count() > 0 { self.graph.ties(entity).count() } else { 0 }
    }
}

/// The sizes of boards, with the dates of each board collected once.
#[derive(Default)]
pub(super) struct BoardSizes {
    boards: HashMap<CompanyIx, BoardDates>,
}

/// The days on which people may have joined and left, in order.
struct BoardDates {
    starts: Vec<Day>,
    ends: Vec<Day>,
}

impl BoardSizes {
    /// Returns the number of people who may have been on the board of a seat on its last day that the question is about;
    /// at least 1.
    pub(super) fn members(&mut self, rules: &StepRules<'_>, seat: SeatIx, spell: &Spell) -> usize {
        let company = rules.graph.seat_company(seat);
        let board = self.boards.entry(company).or_insert_with(|| BoardDates::new(rules.graph, company));
        let day = rules.day_of_board(spell);
        let joined = board.starts.partition_point(|start| *start <= day);
        let left = board.ends.partition_point(|end| *end <= day);
        joined.saturating_sub(left).max(1)
    }
}

impl BoardDates {
    fn new(graph: &BoardGraph, company: CompanyIx) -> BoardDates {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for person in graph.company_people(company) {
            let seats = graph.seats_at(person, company).filter(|seat| graph.is_board(*seat));
            // A person with two seats at the same time is one member.
            let days: DaySet = seats.filter_map(|seat| graph.spell(seat).possible()).collect();
            starts.extend(days.as_slice().iter().map(|span| span.from));
            ends.extend(days.as_slice().iter().map(|span| span.to));
        }
        starts.sort_unstable();
        ends.sort_unstable();
        BoardDates { starts, ends }
    }
}
