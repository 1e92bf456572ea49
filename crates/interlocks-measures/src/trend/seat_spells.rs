//! Spells of seats by person and by company, and the overlaps between them.

use std::ops::Range;

use rayon::prelude::*;

use super::super::projection::balanced_ranges;
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, Spell};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, SeatBlock};

/// A spell of a seat without a gap, the days `[from, to)` as day numbers, or as indices into a list of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SeatSpell {
    /// The node at the other end: the company in the list of a person, the person in the list of a company.
    pub end: u32,
    pub from: i32,
    pub to: i32,
    /// `true` if the spell is not known to be over; `to` is then the end of observation.
    pub open: bool,
}

impl SeatSpell {
    /// Returns `true` if the spell covers a day.
    pub(super) fn covers(&self, day: i32) -> bool {
        self.from <= day && day < self.to
    }
}

/// The overlap of two nodes of one side at a node of the other side, the days `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Overlap {
    pub other: u32,
    pub from: i32,
    pub to: i32,
    /// The person who sits on both boards; for two people, the board.
    pub through: u32,
    pub open: bool,
}

/// SpellLists of spells in one vector (CSR): list `n` is `starts[n]..starts[n + 1]`.
#[derive(Clone, Debug, Default)]
struct SpellLists {
    starts: Vec<usize>,
    list: Vec<SeatSpell>,
}

impl SpellLists {
    fn row(&self, node: usize) -> &[SeatSpell] {
        match self.starts.get(node..node + 2) {
            Some(&[from, to]) => &self.list[from..to],
            _ => &[],
        }
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns the same spells grouped by the node at the other end, in order.
    fn transposed(&self, ends: usize) -> SpellLists {
        let mut starts = vec![0; ends + 1];
        self.list.iter().for_each(|spell| starts[spell.end as usize + 1] += 1);
        for at in 0..ends {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut list = vec![SeatSpell { end: 0, from: 0, to: 0, open: false }; self.list.len()];
        for node in 0..self.len() {
            for spell in self.row(node) {
                let place = &mut next[spell.end as usize];
                list[*place] = SeatSpell { end: node as u32, ..*spell };
                *place += 1;
            }
        }
        SpellLists { starts, list }
    }
}

/// The spells of all seats, by person and by company. Seats of one person at one company that touch or overlap are
/// merged; spells are in the order of time.
#[derive(Clone, Debug, Default)]
pub(super) struct SeatSpells {
    by_person: SpellLists,
    by_company: SpellLists,
}

/// The kind of seats to include.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeatKind {
    /// Seats on the board, with a vote.
    Board,
    /// Executive offices: they make a company the person's home.
    Executive,
}

impl SeatSpells {
    /// Collects the days on which seats are possibly held, or with `certain` those on which they are certainly held. In
    /// parallel over people.
    ///
    /// Nothing is certain after the as-of day; a certain spell that may end after that day is open.
    pub(super) fn new(graph: &BoardGraph, kind: SeatKind, certain: bool) -> SeatSpells {
        const CHUNK: usize = 1 << 12;
        let (people, as_of) = (graph.person_count(), graph.as_of());
        let chunks: Vec<SpellLists> = (0..people.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                check();
                let block = graph.seat_block(chunk * CHUNK..((chunk + 1) * CHUNK).min(people));
                let mut lists = SpellLists { starts: vec![0], list: Vec::new() };
                for person in 0..block.people() {
                    stays_of(&block, person, kind, certain, as_of, &mut lists.list);
                    lists.starts.push(lists.list.len());
                }
                lists
            })
            .collect();
        SeatSpells::from_people(concat(chunks), graph.company_count())
    }

    fn from_people(by_person: SpellLists, companies: usize) -> SeatSpells {
        SeatSpells { by_company: by_person.transposed(companies), by_person }
    }

    /// Converts days to indices into `dates`: from the first date that a spell covers to the first that it does not.
    /// Spells that cover no date are dropped.
    #[must_use]
    pub(super) fn at(&self, dates: &[Day]) -> SeatSpells {
        let place = |day: i32| dates.partition_point(|date| date.number() < day) as i32;
        let mut lists = SpellLists { starts: vec![0], list: Vec::new() };
        for person in 0..self.by_person.len() {
            let first = lists.list.len();
            for spell in self.by_person.row(person) {
                let (from, to) = (place(spell.from), place(spell.to));
                if from < to {
                    push_or_merge(&mut lists.list, first, SeatSpell { from, to, ..*spell });
                }
            }
            lists.starts.push(lists.list.len());
        }
        SeatSpells::from_people(lists, self.by_company.len())
    }

    /// Returns the number of nodes of a side, with or without spells.
    pub(super) fn count(&self, side: Side) -> usize {
        self.lists(side).len()
    }

    /// Returns the spells of a person or of a company, sorted by the node at the other end, then by time.
    pub(super) fn spells(&self, side: Side, node: u32) -> &[SeatSpell] {
        self.lists(side).row(node as usize)
    }

    /// Returns all spells, by person.
    pub(super) fn all(&self) -> &[SeatSpell] {
        &self.by_person.list
    }

    fn lists(&self, side: Side) -> &SpellLists {
        match side {
            Side::People => &self.by_person,
            Side::Companies => &self.by_company,
        }
    }

    /// Folds over the nodes of a side. `each` is called with all overlaps of a node with other nodes of its side,
    /// sorted by the other node, then by time; each overlap is seen from both ends. In parallel over nodes; results are
    /// merged in the order of nodes.
    ///
    /// Cost: the wedges, the sum of squared numbers of spells over the nodes of the other side. Memory: one node per
    /// worker.
    pub(super) fn fold_overlaps<A: Send>(
        &self,
        side: Side,
        empty: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, u32, &[Overlap]) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        let other_side = match side {
            Side::People => &self.by_company,
            Side::Companies => &self.by_person,
        };
        let own = self.lists(side);
        let work: Vec<usize> = (0..own.len())
            .map(|node| 1 + own.row(node).iter().map(|spell| other_side.row(spell.end as usize).len()).sum::<usize>())
            .collect();
        let go_through = |(mut found, mut overlaps): (A, Vec<Overlap>), range: Range<usize>| {
            for node in range {
                overlaps.clear();
                for spell in own.row(node) {
                    let met = other_side.row(spell.end as usize).iter().filter(|other| other.end as usize != node);
                    overlaps.extend(met.filter_map(|other| overlap(spell, other)));
                }
                overlaps.sort_unstable();
                each(&mut found, node as u32, &overlaps);
            }
            (found, overlaps)
        };
        balanced_ranges(&work)
            .into_par_iter()
            .fold(|| (empty(), Vec::new()), go_through)
            .map(|(found, _)| found)
            .reduce(&empty, merge)
    }
}

fn overlap(own: &SeatSpell, other: &SeatSpell) -> Option<Overlap> {
    let (from, to) = (own.from.max(other.from), own.to.min(other.to));
    // The overlap is over if one of the two spells is known to be over by then.
    let open = (own.open || own.to > to) && (other.open || other.to > to);
    (from < to).then_some(Overlap { other: other.end, from, to, through: own.end, open })
}

fn stays_of(
    block: &SeatBlock<'_>,
    person: usize,
    kind: SeatKind,
    certain: bool,
    as_of: Option<Day>,
    list: &mut Vec<SeatSpell>,
) {
    let first = list.len();
    let limit = as_of.map_or(Day::MAX, |day| day.plus(1));
    let wanted = |row: &usize| match kind {
        SeatKind::Board => block.is_board(*row),
        SeatKind::Executive => block.is_executive(*row),
    };
    let mut found: Vec<SeatSpell> = Vec::new();
    for row in block.rows(person).filter(wanted) {
        let spell: Spell = block.spell(row);
        let days = if certain { spell.certain() } else { spell.possible() };
        let Some(days) = days else { continue };
        let to = if certain { days.to.min(limit) } else { days.to };
        if days.from < to {
            let open = spell.latest_end >= limit;
            found.push(SeatSpell { end: block.company(row), from: days.from.number(), to: to.number(), open });
        }
    }
    found.sort_unstable();
    found.into_iter().for_each(|spell| push_or_merge(list, first, spell));
}

/// Appends a spell to the list that starts at `first`, or merges it with the last spell if they touch.
fn push_or_merge(list: &mut Vec<SeatSpell>, first: usize, spell: SeatSpell) {
    match list[first..].last_mut() {
        Some(last) if last.end == spell.end && spell.from <= last.to => {
            if spell.to >= last.to {
                last.open = spell.open || (last.open && last.to == spell.to);
                last.to = spell.to;
            }
        }
        _ => list.push(spell),
    }
}

/// Returns the union of the overlaps of a pair as spells, in the order of time.
pub(super) fn unions(overlaps: &[Overlap]) -> Vec<SeatSpell> {
    let mut unions = Vec::new();
    for met in overlaps {
        push_or_merge(&mut unions, 0, SeatSpell { end: met.other, from: met.from, to: met.to, open: met.open });
    }
    unions
}

fn concat(chunks: Vec<SpellLists>) -> SpellLists {
    let mut all =
        SpellLists { starts: vec![0], list: Vec::with_capacity(chunks.iter().map(|chunk| chunk.list.len()).sum()) };
    for mut chunk in chunks {
        let base = all.list.len();
        all.starts.extend(chunk.starts.iter().skip(1).map(|start| base + start));
        all.list.append(&mut chunk.list);
    }
    all
}
