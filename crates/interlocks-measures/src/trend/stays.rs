//! Who sits where and for how long, both ways; and whom that makes meet.

use std::ops::Range;

use rayon::prelude::*;

use super::super::network::balanced;
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, Spell};
use interlocks_graph::{BoardGraph, SeatBlock};

/// One stay without a gap, `[from, to)`, as day numbers (or as places in a list of dates).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stay {
    /// The company; in the list of a company, the person.
    pub end: u32,
    pub from: i32,
    pub to: i32,
    /// Whether it is not known to be over: `to` is where our knowledge ends.
    pub open: bool,
}

impl Stay {
    /// Whether it covers a day.
    pub fn covers(&self, day: i32) -> bool {
        self.from <= day && day < self.to
    }
}

/// Two nodes of one kind at one end at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    pub other: u32,
    pub from: i32,
    pub to: i32,
    /// The person who sits on both boards; for two people, the board.
    pub through: u32,
    pub open: bool,
}

/// Lists in one list: where each begins, one more at the end.
#[derive(Clone, Debug, Default)]
struct Lists {
    starts: Vec<usize>,
    list: Vec<Stay>,
}

impl Lists {
    fn of(&self, node: usize) -> &[Stay] {
        match self.starts.get(node..node + 2) {
            Some(&[from, to]) => &self.list[from..to],
            _ => &[],
        }
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The same stays by what is at their ends, in order.
    fn transposed(&self, ends: usize) -> Lists {
        let mut starts = vec![0; ends + 1];
        self.list.iter().for_each(|stay| starts[stay.end as usize + 1] += 1);
        for at in 0..ends {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut list = vec![Stay { end: 0, from: 0, to: 0, open: false }; self.list.len()];
        for node in 0..self.len() {
            for stay in self.of(node) {
                let place = &mut next[stay.end as usize];
                list[*place] = Stay { end: node as u32, ..*stay };
                *place += 1;
            }
        }
        Lists { starts, list }
    }
}

/// Everybody's stays on boards, by person and by company; those of one person at one company are
/// united, in order of time.
#[derive(Clone, Debug, Default)]
pub struct Stays {
    by_person: Lists,
    by_company: Lists,
}

/// Which seats are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// On the board, with a vote.
    Board,
    /// Those that make a company the person's home.
    Executive,
}

impl Stays {
    /// The days on which seats are possibly held, or certainly. In parallel over people.
    ///
    /// Nothing is certain after the as-of day, and a certain stay whose end may lie after that day is
    /// open.
    pub fn of(graph: &BoardGraph, office: Office, certain: bool) -> Stays {
        const CHUNK: usize = 1 << 12;
        let (people, as_of) = (graph.person_count(), graph.as_of());
        let chunks: Vec<Lists> = (0..people.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let block = graph.seat_block(chunk * CHUNK..((chunk + 1) * CHUNK).min(people));
                let mut lists = Lists { starts: vec![0], list: Vec::new() };
                for person in 0..block.people() {
                    stays_of(&block, person, office, certain, as_of, &mut lists.list);
                    lists.starts.push(lists.list.len());
                }
                lists
            })
            .collect();
        Stays::by(joined(chunks), graph.company_count())
    }

    fn by(by_person: Lists, companies: usize) -> Stays {
        Stays { by_company: by_person.transposed(companies), by_person }
    }

    /// The same stays counted in dates: from the first date they cover to the first they do not. What
    /// lies between two dates is gone.
    #[must_use]
    pub fn at(&self, dates: &[Day]) -> Stays {
        let place = |day: i32| dates.partition_point(|date| date.number() < day) as i32;
        let mut lists = Lists { starts: vec![0], list: Vec::new() };
        for person in 0..self.by_person.len() {
            let first = lists.list.len();
            for stay in self.by_person.of(person) {
                let (from, to) = (place(stay.from), place(stay.to));
                if from < to {
                    add(&mut lists.list, first, Stay { from, to, ..*stay });
                }
            }
            lists.starts.push(lists.list.len());
        }
        Stays::by(lists, self.by_company.len())
    }

    /// How many nodes of a kind there are, whether they have stays or not.
    pub fn count(&self, side: Side) -> usize {
        self.lists(side).len()
    }

    /// The stays of a person, or at a company, by what is at the other end, then by time.
    pub fn stays(&self, side: Side, node: u32) -> &[Stay] {
        self.lists(side).of(node as usize)
    }

    /// All stays, by person.
    pub fn all(&self) -> &[Stay] {
        &self.by_person.list
    }

    fn lists(&self, side: Side) -> &Lists {
        match side {
            Side::People => &self.by_person,
            Side::Companies => &self.by_company,
        }
    }

    /// Goes through the nodes of one kind with all their meetings with others of that kind, by the
    /// other, then by time; every meeting is seen from both its ends. In parallel over nodes; outcomes
    /// are merged in the order of nodes.
    ///
    /// Cost: the wedges, Σ over ends of the square of their stays; memory for one node a worker.
    pub fn fold<A: Send>(
        &self,
        side: Side,
        empty: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, u32, &[Meeting]) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        let beyond = match side {
            Side::People => &self.by_company,
            Side::Companies => &self.by_person,
        };
        let own = self.lists(side);
        let work: Vec<usize> = (0..own.len())
            .map(|node| 1 + own.of(node).iter().map(|stay| beyond.of(stay.end as usize).len()).sum::<usize>())
            .collect();
        let go_through = |(mut found, mut meetings): (A, Vec<Meeting>), range: Range<usize>| {
            for node in range {
                meetings.clear();
                for stay in own.of(node) {
                    let met = beyond.of(stay.end as usize).iter().filter(|other| other.end as usize != node);
                    meetings.extend(met.filter_map(|other| meeting(stay, other)));
                }
                meetings.sort_unstable();
                each(&mut found, node as u32, &meetings);
            }
            (found, meetings)
        };
        balanced(&work)
            .into_par_iter()
            .fold(|| (empty(), Vec::new()), go_through)
            .map(|(found, _)| found)
            .reduce(&empty, merge)
    }
}

fn meeting(own: &Stay, other: &Stay) -> Option<Meeting> {
    let (from, to) = (own.from.max(other.from), own.to.min(other.to));
    // Over when one of the two is known to be over by then.
    let open = (own.open || own.to > to) && (other.open || other.to > to);
    (from < to).then_some(Meeting { other: other.end, from, to, through: own.end, open })
}

fn stays_of(
    block: &SeatBlock<'_>,
    person: usize,
    office: Office,
    certain: bool,
    as_of: Option<Day>,
    list: &mut Vec<Stay>,
) {
    let first = list.len();
    let limit = as_of.map_or(Day::MAX, |day| day.plus(1));
    let wanted = |row: &usize| match office {
        Office::Board => block.is_board(*row),
        Office::Executive => block.is_executive(*row),
    };
    let mut held: Vec<Stay> = Vec::new();
    for row in block.rows(person).filter(wanted) {
        let spell: Spell = block.spell(row);
        let days = if certain { spell.certain() } else { spell.possible() };
        let Some(days) = days else { continue };
        let to = if certain { days.to.min(limit) } else { days.to };
        if days.from < to {
            let open = spell.latest_end >= limit;
            held.push(Stay { end: block.company(row), from: days.from.number(), to: to.number(), open });
        }
    }
    held.sort_unstable();
    held.into_iter().for_each(|stay| add(list, first, stay));
}

/// Adds a stay behind those from `first` on, to the last where they touch.
fn add(list: &mut Vec<Stay>, first: usize, stay: Stay) {
    match list[first..].last_mut() {
        Some(last) if last.end == stay.end && stay.from <= last.to => {
            if stay.to >= last.to {
                last.open = stay.open || (last.open && last.to == stay.to);
                last.to = stay.to;
            }
        }
        _ => list.push(stay),
    }
}

/// The runs in which somebody or other meets: unions of meetings, in order of time.
pub fn runs(meetings: &[Meeting]) -> Vec<Stay> {
    let mut runs = Vec::new();
    for met in meetings {
        add(&mut runs, 0, Stay { end: met.other, from: met.from, to: met.to, open: met.open });
    }
    runs
}

fn joined(chunks: Vec<Lists>) -> Lists {
    let mut all =
        Lists { starts: vec![0], list: Vec::with_capacity(chunks.iter().map(|chunk| chunk.list.len()).sum()) };
    for mut chunk in chunks {
        let base = all.list.len();
        all.starts.extend(chunk.starts.iter().skip(1).map(|start| base + start));
        all.list.append(&mut chunk.list);
    }
    all
}
