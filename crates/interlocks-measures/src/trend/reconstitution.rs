//! Broken ties that are joined again: whether two companies that lose the person who joins them look
//! for another (Palmer 1983; Ornstein 1984; Stearns and Mizruchi 1986).

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use super::observed;
use super::stays::{Meeting, Office, Stays};
use interlocks_analysis::pairs::{InterlockKind, Side};
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx};

/// What became of two companies after somebody who joined them left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One of the two has nobody left on its board: there is nothing to join.
    Dissolved,
    /// The data ends before the window for a replacement does.
    Unfollowed,
    /// Nobody else came to sit on both boards within the window.
    Apart,
    /// Somebody else did.
    Rejoined {
        /// Of a primary tie: and from the same company to the same other.
        directional: bool,
    },
}

/// Somebody who sat on two boards leaves one of them, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    pub a: CompanyIx,
    pub b: CompanyIx,
    pub person: PersonIx,
    /// The first day they no longer sit on both.
    pub day: Day,
    /// What kind of tie they made on the day before: executive-executive, primary, induced or neutral.
    pub kind: InterlockKind,
    /// How many people, they included, sat on both on the day before.
    pub shared: usize,
    pub fate: Fate,
    /// The chance of being joined again when replacements are drawn at random; see [`breaks`].
    pub expected: f64,
}

/// How many people the two companies shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplicity {
    One,
    More,
    Any,
}

impl Multiplicity {
    const ALL: [Multiplicity; 3] = [Multiplicity::One, Multiplicity::More, Multiplicity::Any];

    /// The word for it.
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

/// How often broken ties of one kind are joined again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reconstitution {
    /// `executive-executive`, `primary`, `induced`, `neutral`, or `all`.
    pub kind: &'static str,
    pub multiplicity: Multiplicity,
    /// Ties through one person that ended.
    pub broken: usize,
    /// Of these, those that ended with one of the boards.
    pub dissolved: usize,
    /// Those too near the end of the data.
    pub unfollowed: usize,
    /// The others: those that the rates are of.
    pub followed: usize,
    pub rejoined: usize,
    pub rate: Option<f64>,
    /// Of primary ties: joined again from the same company to the same other.
    pub directional: usize,
    pub rate_directional: Option<f64>,
    /// The rate when replacements are drawn at random.
    pub expected: Option<f64>,
}

/// The kinds a tie through one person is of.
const KINDS: [InterlockKind; 4] =
    [InterlockKind::ExecutiveExecutive, InterlockKind::Primary, InterlockKind::Induced, InterlockKind::Neutral];

/// Everybody who sat on two boards and left one, in a window, and whether somebody else came to sit on
/// both from that day on to `within` days later; by company, other company, and day.
///
/// At random means: each newcomer to a board in that time is drawn, without replacement, from everybody
/// who holds a board seat anywhere on some day from the day before the break to the end of the window,
/// but for those who sat on that board on the day before. With M of them, of whom K sat on the other
/// board, n newcomers miss all K with probability Π (M − K − j)/(M − j), j from 0 to n − 1; the tie is
/// joined again unless the newcomers to both boards miss. The number of newcomers is that of the data.
///
/// Days are those on which seats are possibly held, with `certain_only` certainly; a stay whose end may
/// lie beyond the as-of day breaks nothing.
///
/// Cost: the wedges of the projection, and for every break the two boards.
pub fn breaks(graph: &BoardGraph, during: DaySpan, within: i32, certain_only: bool) -> Vec<Break> {
    let boards = Stays::of(graph, Office::Board, certain_only);
    let market = Market {
        homes: Stays::of(graph, Office::Executive, certain_only),
        pool: Pool::of(&boards, within),
        boards: &boards,
        window: observed(graph, during),
        as_of: graph.as_of(),
        within,
    };
    boards.fold(
        Side::Companies,
        Vec::new,
        |found, a, meetings| {
            let later = meetings.chunk_by(|x, y| x.other == y.other).filter(|met| a < met[0].other);
            later.for_each(|met| market.breaks_of(a, met, found));
        },
        |mut all, mut more| {
            all.append(&mut more);
            all
        },
    )
}

/// How often broken ties are joined again, by kind and by how many people were shared, and of all.
pub fn reconstitution(breaks: &[Break]) -> Vec<Reconstitution> {
    let kinds = KINDS.map(Some).into_iter().chain([None]);
    let rows = kinds.flat_map(|kind| Multiplicity::ALL.map(|multiplicity| (kind, multiplicity)));
    let row = |(kind, multiplicity): (Option<InterlockKind>, Multiplicity)| {
        let concerned = breaks.iter().filter(|one| kind.is_none_or(|kind| kind == one.kind));
        let concerned: Vec<&Break> = concerned.filter(|one| multiplicity.holds(one.shared)).collect();
        let count = |holds: fn(Fate) -> bool| concerned.iter().filter(|one| holds(one.fate)).count();
        let (dissolved, unfollowed) = (count(|f| f == Fate::Dissolved), count(|f| f == Fate::Unfollowed));
        let followed = concerned.len() - dissolved - unfollowed;
        let rejoined = count(|fate| matches!(fate, Fate::Rejoined { .. }));
        let directional = count(|fate| fate == Fate::Rejoined { directional: true });
        let rate = |part: f64| (followed > 0).then(|| part / followed as f64);
        let was_followed = |one: &&&Break| !matches!(one.fate, Fate::Dissolved | Fate::Unfollowed);
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

/// What breaks are judged by.
struct Market<'s> {
    boards: &'s Stays,
    homes: Stays,
    pool: Pool,
    window: DaySpan,
    as_of: Option<Day>,
    within: i32,
}

impl Market<'_> {
    /// The breaks of one pair, in order of days.
    fn breaks_of(&self, a: u32, met: &[Meeting], found: &mut Vec<Break>) {
        let b = met[0].other;
        let inside = |one: &&Meeting| {
            let day = Day::from_number(one.to);
            !one.open && self.window.from <= day && day < self.window.to
        };
        let mut ended: Vec<&Meeting> = met.iter().filter(inside).collect();
        ended.sort_unstable_by_key(|one| (one.to, one.through));
        for one in ended {
            let before = one.to - 1;
            let shared = met.iter().filter(|other| other.from <= before && before < other.to).count();
            let kind = self.kind(one.through, a, b, before);
            found.push(Break {
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

    fn fate(&self, a: u32, met: &[Meeting], broken: &Meeting, kind: InterlockKind) -> Fate {
        let (b, day) = (broken.other, broken.to);
        if self.size(a, day) == 0 || self.size(b, day) == 0 {
            return Fate::Dissolved;
        }
        let last = day.saturating_add(self.within);
        if self.as_of.is_none_or(|as_of| Day::from_number(last) > as_of) {
            return Fate::Unfollowed;
        }
        // Whoever joined the two on the day before, the one who left among them, is nobody else.
        let joined = |person: u32| met.iter().any(|one| one.through == person && one.from < day && day <= one.to);
        let others = met.iter().filter(|one| (day..=last).contains(&one.from) && !joined(one.through));
        let sender = |person: u32, day: i32| [a, b].map(|company| self.is_home(person, company, day));
        let sent = sender(broken.through, day - 1);
        let mut rejoined = None;
        for one in others {
            let same_way = kind == InterlockKind::Primary && sender(one.through, one.from) == sent;
            rejoined = Some(rejoined.unwrap_or(false) || same_way);
        }
        rejoined.map_or(Fate::Apart, |directional| Fate::Rejoined { directional })
    }

    /// The chance that a newcomer drawn at random joins the two again.
    fn expected(&self, a: u32, b: u32, broken: &Meeting, shared: usize) -> f64 {
        let before = broken.to - 1;
        let (size_a, size_b) = (self.size(a, before), self.size(b, before));
        let all = self.pool.size(before);
        let missed = |board: u32, own: usize, other: usize| {
            let newcomers = self.newcomers(board, broken).len();
            missed(all.saturating_sub(own), other.saturating_sub(shared), newcomers)
        };
        1.0 - missed(a, size_a, size_b) * missed(b, size_b, size_a)
    }

    fn size(&self, company: u32, day: i32) -> usize {
        self.boards.stays(Side::Companies, company).iter().filter(|stay| stay.covers(day)).count()
    }

    /// Everybody else who joins a board in the window of a break.
    fn newcomers(&self, company: u32, broken: &Meeting) -> BTreeSet<u32> {
        let window = broken.to..=broken.to.saturating_add(self.within);
        let stays = self.boards.stays(Side::Companies, company).iter();
        let joined = stays.filter(|stay| stay.end != broken.through && window.contains(&stay.from));
        // Somebody who sat there on the day before and comes back is no newcomer.
        let sat = |person: u32| {
            let held = self.boards.stays(Side::People, person).iter();
            held.clone().any(|stay| stay.end == company && stay.covers(broken.to - 1))
        };
        joined.map(|stay| stay.end).filter(|person| !sat(*person)).collect()
    }

    fn is_home(&self, person: u32, company: u32, day: i32) -> bool {
        self.homes.stays(Side::People, person).iter().any(|home| home.end == company && home.covers(day))
    }

    /// What kind of tie a person makes between two companies on a day.
    fn kind(&self, person: u32, a: u32, b: u32, day: i32) -> InterlockKind {
        match (self.is_home(person, a, day), self.is_home(person, b, day)) {
            (true, true) => InterlockKind::ExecutiveExecutive,
            (true, false) | (false, true) => InterlockKind::Primary,
            _ if self.homes.stays(Side::People, person).iter().any(|home| home.covers(day)) => InterlockKind::Induced,
            _ => InterlockKind::Neutral,
        }
    }
}

/// The chance that `drawn` of `all`, without replacement, miss `hits` of them.
fn missed(all: usize, hits: usize, drawn: usize) -> f64 {
    let (all, hits) = (all as f64, hits as f64);
    (0..drawn)
        .map(|before| before as f64)
        .take_while(|before| *before < all)
        .fold(1.0, |chance, before| chance * ((all - hits - before).max(0.0) / (all - before)))
}

/// How many people hold a board seat on some day of a window of so many days, by its first day.
struct Pool {
    /// The first days of windows from which on, and up to which, somebody is in it.
    from: Vec<i32>,
    to: Vec<i32>,
}

impl Pool {
    /// Windows of the day before a break, and of the `within` + 1 days that follow.
    fn of(stays: &Stays, within: i32) -> Pool {
        let mut pool = Pool { from: Vec::new(), to: Vec::new() };
        for person in 0..stays.count(Side::People) as u32 {
            let mut spans: Vec<(i32, i32)> = stays
                .stays(Side::People, person)
                .iter()
                .map(|stay| (stay.from.saturating_sub(within.saturating_add(1)), stay.to))
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
