//! Reconstitution of broken ties: whether two companies that lose the person who joins them are joined again by another
//! person (Palmer 1983; Ornstein 1984; Stearns and Mizruchi 1986).
//!
//! A tie through one person is broken on the first day on which that person no longer sits on both boards, and
//! reconstituted if another person begins to sit on both within a number of days. A tie that many people could restore
//! by chance says little, so each rate is given with the rate expected if newcomers were drawn at random (see
//! [`broken_ties`]).

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::observation_window;
use super::seat_spells::{Overlap, SeatKind, SeatSpells};
use interlocks_analysis::pairs::{InterlockKind, Side};
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx};

/// The outcome after a tie was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The board of one of the companies has no members left, so the tie cannot be restored.
    Dissolved,
    /// The data ends before the window for a replacement does.
    Unfollowed,
    /// No other person began to sit on both boards within the window.
    NotRejoined,
    /// Another person began to sit on both boards within the window.
    Rejoined {
        /// `true` if the broken tie was primary, and the new one is sent from the same company to the same board.
        directional: bool,
    },
}

/// A tie through one person that was broken: the person left one of two boards, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokenTie {
    /// One company.
    pub a: CompanyIx,
    /// The other company.
    pub b: CompanyIx,
    /// The person who left.
    pub person: PersonIx,
    /// The first day on which the person no longer sits on both boards.
    pub day: Day,
    /// The kind of the tie on the day before: executive-executive, primary, induced or neutral.
    pub kind: InterlockKind,
    /// The number of people who sat on both boards on the day before, including this person.
    pub shared: usize,
    /// The outcome.
    pub fate: Fate,
    /// The probability of reconstitution if newcomers are drawn at random; see [`broken_ties`].
    pub expected: f64,
}

/// The number of people that two companies shared, as a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplicity {
    /// One person.
    One,
    /// Two or more people.
    More,
    /// Any number of people.
    Any,
}

impl Multiplicity {
    const ALL: [Multiplicity; 3] = [Multiplicity::One, Multiplicity::More, Multiplicity::Any];

    /// Returns the name used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Multiplicity::One => "1",
            Multiplicity::More => "2+",
            Multiplicity::Any => "any",
        }
    }

    fn holds(self, shared: usize) -> bool {
        match self {
            Multiplicity::One => shared == 1,
            Multiplicity::More => shared > 1,
            Multiplicity::Any => true,
        }
    }
}

interlocks_core::enum_names!(Multiplicity, "multiplicity");

impl Serialize for Multiplicity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// JSON: the names.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Multiplicity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Multiplicity".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "enum": Multiplicity::ALL.map(Multiplicity::as_str),
            "description": "The number of people that two companies share: one, more than one, or any number.",
        })
    }
}

/// Reconstitution rates of broken ties of one kind and multiplicity.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reconstitution {
    /// `executive-executive`, `primary`, `induced`, `neutral`, or `all`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["executive-executive", "primary", "induced", "neutral", "all"])))]
    pub kind: &'static str,
    /// The number of people shared on the day before.
    pub multiplicity: Multiplicity,
    /// The number of broken ties.
    pub broken: usize,
    /// The number of these that ended with one of the boards.
    pub dissolved: usize,
    /// The number of these whose window ends after the data.
    pub unfollowed: usize,
    /// The number of all others, which is the denominator of the rates.
    pub followed: usize,
    /// The number of followed ties that were restored.
    pub rejoined: usize,
    /// Restored / followed.
    pub rate: Option<f64>,
    /// The number of primary ties restored from the same company to the same board.
    pub directional: usize,
    /// Directional / followed; only for primary ties.
    pub rate_directional: Option<f64>,
    /// The rate expected if newcomers are drawn at random.
    pub expected: Option<f64>,
}

/// The kinds of a tie through one person.
const KINDS: [InterlockKind; 4] =
    [InterlockKind::ExecutiveExecutive, InterlockKind::Primary, InterlockKind::Induced, InterlockKind::Neutral];

/// Finds all ties that were broken in a window, and whether each was restored by another person on the day of the break
/// or within `within` days after it. Ties are in the order of company, other company and day.
///
/// The expected probability is that of a random draw: each newcomer to a board in the window is drawn, without
/// replacement, from all people with a board seat anywhere on some day from the day before the break to the end of the
/// window, except those who sat on that board on the day before. With M such people, K of whom sat on the other board,
/// n newcomers all miss the K with probability Π (M − K − j)/(M − j), j from 0 to n − 1. The tie is restored unless the
/// newcomers to both boards miss. The number of newcomers is that of the data.
///
/// Seats count on the days on which they are possibly held, or with `certain_only` on those on which they are certainly
/// held. A seat that may end after the as-of day breaks no tie.
///
/// Cost: the wedges of the projection, plus the two boards of each broken tie.
pub fn broken_ties(graph: &BoardGraph, during: DaySpan, within: i32, certain_only: bool) -> Vec<BrokenTie> {
    let boards = SeatSpells::new(graph, SeatKind::Board, certain_only);
    let market = BreakContext {
        homes: SeatSpells::new(graph, SeatKind::Executive, certain_only),
        pool: CandidatePool::new(&boards, within),
        boards: &boards,
        window: observation_window(graph, during),
        as_of: graph.as_of(),
        within,
    };
    boards.fold_overlaps(
        Side::Companies,
        Vec::new,
        |found, a, overlaps| {
            let later = overlaps.chunk_by(|x, y| x.other == y.other).filter(|met| a < met[0].other);
            later.for_each(|met| market.broken_ties_of(a, met, found));
        },
        |mut all, mut more| {
            all.append(&mut more);
            all
        },
    )
}

/// Summarises broken ties by kind and by number of shared people, and in total.
pub fn reconstitution(broken_ties: &[BrokenTie]) -> Vec<Reconstitution> {
    let kinds = KINDS.map(Some).into_iter().chain([None]);
    let rows = kinds.flat_map(|kind| Multiplicity::ALL.map(|multiplicity| (kind, multiplicity)));
    let row = |(kind, multiplicity): (Option<InterlockKind>, Multiplicity)| {
        let concerned = broken_ties.iter().filter(|one| kind.is_none_or(|kind| kind == one.kind));
        let concerned: Vec<&BrokenTie> = concerned.filter(|one| multiplicity.holds(one.shared)).collect();
        let count = |holds: fn(Fate) -> bool| concerned.iter().filter(|one| holds(one.fate)).count();
        let (dissolved, unfollowed) = (count(|f| f == Fate::Dissolved), count(|f| f == Fate::Unfollowed));
        let followed = concerned.len() - dissolved - unfollowed;
        let rejoined = count(|fate| matches!(fate, Fate::Rejoined { .. }));
        let directional = count(|fate| fate == Fate::Rejoined { directional: true });
        let rate = |part: f64| (followed > 0).then(|| part / followed as f64);
        let was_followed = |one: &&&BrokenTie| !matches!(one.fate, Fate::Dissolved | Fate::Unfollowed);
        Reconstitution {
            kind: kind.map_or("all", InterlockKind::as_str),
            multiplicity,
            broken: concerned.len(),
            dissolved,
            unfollowed,
            followed,
            rejoined,
            rate: rate(rejoined as f64),
            directional,
            rate_directional: rate(directional as f64).filter(|_| kind == Some(InterlockKind::Primary)),
            expected: rate(concerned.iter().filter(was_followed).map(|one| one.expected).sum()),
        }
    };
    rows.map(row).collect()
}

/// The data from which the outcome of a broken tie is determined.
struct BreakContext<'s> {
    boards: &'s SeatSpells,
    homes: SeatSpells,
    pool: CandidatePool,
    window: DaySpan,
    as_of: Option<Day>,
    within: i32,
}

impl BreakContext<'_> {
    /// Collects the broken ties of one pair in the order of days.
    fn broken_ties_of(&self, a: u32, met: &[Overlap], found: &mut Vec<BrokenTie>) {
        let b = met[0].other;
        let inside = |one: &&Overlap| {
            let day = Day::from_number(one.to);
            !one.open && self.window.from <= day && day < self.window.to
        };
        let mut ended: Vec<&Overlap> = met.iter().filter(inside).collect();
        ended.sort_unstable_by_key(|one| (one.to, one.through));
        for one in ended {
            let before = one.to - 1;
            let shared = met.iter().filter(|other| other.from <= before && before < other.to).count();
            let kind = self.kind(one.through, a, b, before);
            found.push(BrokenTie {
                a: CompanyIx::new(a),
                b: CompanyIx::new(b),
                person: PersonIx::new(one.through),
                day: Day::from_number(one.to),
                kind,
                shared,
                fate: self.fate(a, met, one, kind),
                expected: self.expected(a, b, one, shared),
            });
        }
    }

    fn fate(&self, a: u32, met: &[Overlap], broken: &Overlap, kind: InterlockKind) -> Fate {
        let (b, day) = (broken.other, broken.to);
        if self.size(a, day) == 0 || self.size(b, day) == 0 {
            return Fate::Dissolved;
        }
        let last = day.saturating_add(self.within);
        if self.as_of.is_none_or(|as_of| Day::from_number(last) > as_of) {
            return Fate::Unfollowed;
        }
        // People who sat on both boards on the day before, including the one who left, are not replacements.
        let joined = |person: u32| met.iter().any(|one| one.through == person && one.from < day && day <= one.to);
        let others = met.iter().filter(|one| (day..=last).contains(&one.from) && !joined(one.through));
        let sender = |person: u32, day: i32| [a, b].map(|company| self.is_home(person, company, day));
        let senders = sender(broken.through, day - 1);
        let mut rejoined = None;
        for one in others {
            let same_way = kind == InterlockKind::Primary && sender(one.through, one.from) == senders;
            rejoined = Some(rejoined.unwrap_or(false) || same_way);
        }
        rejoined.map_or(Fate::NotRejoined, |directional| Fate::Rejoined { directional })
    }

    /// Returns the probability that newcomers drawn at random restore the tie.
    fn expected(&self, a: u32, b: u32, broken: &Overlap, shared: usize) -> f64 {
        let before = broken.to - 1;
        let (size_a, size_b) = (self.size(a, before), self.size(b, before));
        let all = self.pool.size(before);
        let missed = |board: u32, own: usize, other: usize| {
            let newcomers = self.newcomers(board, broken).len();
            miss_probability(all.saturating_sub(own), other.saturating_sub(shared), newcomers)
        };
        1.0 - missed(a, size_a, size_b) * missed(b, size_b, size_a)
    }

    fn size(&self, company: u32, day: i32) -> usize {
        self.boards.spells(Side::Companies, company).iter().filter(|spell| spell.covers(day)).count()
    }

    /// Returns the other people who join a board in the window after a break.
    fn newcomers(&self, company: u32, broken: &Overlap) -> BTreeSet<u32> {
        let window = broken.to..=broken.to.saturating_add(self.within);
        let spells = self.boards.spells(Side::Companies, company).iter();
        let joined = spells.filter(|spell| spell.end != broken.through && window.contains(&spell.from));
        // A person who sat there on the day before and returns is not a newcomer.
        let sat = |person: u32| {
            let spells = self.boards.spells(Side::People, person).iter();
            spells.clone().any(|spell| spell.end == company && spell.covers(broken.to - 1))
        };
        joined.map(|spell| spell.end).filter(|person| !sat(*person)).collect()
    }

    fn is_home(&self, person: u32, company: u32, day: i32) -> bool {
        self.homes.spells(Side::People, person).iter().any(|home| home.end == company && home.covers(day))
    }

    /// Returns the kind of tie that a person makes between two companies on a day.
    fn kind(&self, person: u32, a: u32, b: u32, day: i32) -> InterlockKind {
        match (self.is_home(person, a, day), self.is_home(person, b, day)) {
            (true, true) => InterlockKind::ExecutiveExecutive,
            (true, false) | (false, true) => InterlockKind::Primary,
            _ if self.homes.spells(Side::People, person).iter().any(|home| home.covers(day)) => InterlockKind::Induced,
            _ => InterlockKind::Neutral,
        }
    }
}

/// Returns the probability that `drawn` out of `all`, without replacement, miss all of `hits`.
fn miss_probability(all: usize, hits: usize, drawn: usize) -> f64 {
    let (all, hits) = (all as f64, hits as f64);
    (0..drawn)
        .map(|before| before as f64)
        .take_while(|before| *before < all)
        .fold(1.0, |probability, before| probability * ((all - hits - before).max(0.0) / (all - before)))
}

/// The number of people with a board seat on some day of a window of fixed length, by the first day of the window.
struct CandidatePool {
    /// The first days of windows from which on (`from`), and up to which (`to`), a person counts; both sorted.
    from: Vec<i32>,
    to: Vec<i32>,
}

impl CandidatePool {
    /// Counts people for windows that consist of the day before a break and the `within` + 1 days after it.
    fn new(spells: &SeatSpells, within: i32) -> CandidatePool {
        let mut pool = CandidatePool { from: Vec::new(), to: Vec::new() };
        for person in 0..spells.count(Side::People) as u32 {
            let mut spans: Vec<(i32, i32)> = spells
                .spells(Side::People, person)
                .iter()
                .map(|spell| (spell.from.saturating_sub(within.saturating_add(1)), spell.to))
                .collect();
            spans.sort_unstable();
            let mut reached = None;
            for (from, to) in spans {
                match reached {
                    Some(end) if from <= end => reached = Some(to.max(end)),
                    end => {
                        pool.to.extend(end);
                        pool.from.push(from);
                        reached = Some(to);
                    }
                }
            }
            pool.to.extend(reached);
        }
        pool.from.sort_unstable();
        pool.to.sort_unstable();
        pool
    }

    fn size(&self, first: i32) -> usize {
        self.from.partition_point(|from| *from <= first) - self.to.partition_point(|to| *to <= first)
    }
}
