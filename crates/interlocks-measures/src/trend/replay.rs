//! Counts at many dates by replay: each change of a seat is processed once, regardless of the number of dates.
//!
//! Counts of seats are replayed in the order of time on one state of the network. Counts of ties are replayed pair by
//! pair, so that they need no table of all pairs and run in parallel: the overlaps of two nodes are put in the order of
//! time, and each change of what they share is recorded at its date.

use super::super::stats::is_woman;
use super::seat_spells::{Overlap, SeatSpells, unions};
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;

/// Raw counts of the two-mode network at a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SeatCounts {
    pub people: usize,
    pub companies: usize,
    pub seats: usize,
    pub multiple_directors: usize,
    pub three_paths: u64,
    /// The numbers of women and of men.
    pub by_gender: [usize; 2],
    pub seats_by_gender: [usize; 2],
}

/// Raw counts of a projection at a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TieCounts {
    pub ties: u64,
    pub weight: u64,
    /// The number of nodes with a tie.
    pub connected: u64,
    pub four_cycles: u64,
    /// The number of ties that did not exist at the date before.
    pub new: u64,
    /// The number of ties of the date before that no longer exist.
    pub broken: u64,
}

/// A person joins or leaves a board at an index into the list of dates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: i32,
    joins: bool,
    person: u32,
    company: u32,
}

/// The state of the network during a replay.
struct ReplayState {
    boards: Vec<Vec<u32>>,
    members: Vec<Vec<u32>>,
    gender: Vec<Option<bool>>,
    now: SeatCounts,
}

impl ReplayState {
    /// Adds a seat. Cost: the boards of the person and the members of the board.
    fn join(&mut self, person: usize, company: usize) {
        self.now.three_paths += self.paths_through(person, company);
        self.boards[person].push(company as u32);
        self.members[company].push(person as u32);
        let (boards, members) = (self.boards[person].len(), self.members[company].len());
        let now = &mut self.now;
        now.seats += 1;
        now.people += usize::from(boards == 1);
        now.multiple_directors += usize::from(boards == 2);
        now.companies += usize::from(members == 1);
        if let Some(woman) = self.gender[person] {
            now.by_gender[usize::from(!woman)] += usize::from(boards == 1);
            now.seats_by_gender[usize::from(!woman)] += 1;
        }
    }

    /// Removes a seat.
    fn leave(&mut self, person: usize, company: usize) {
        self.boards[person].retain(|other| *other as usize != company);
        self.members[company].retain(|other| *other as usize != person);
        self.now.three_paths -= self.paths_through(person, company);
        let (boards, members) = (self.boards[person].len(), self.members[company].len());
        let now = &mut self.now;
        now.seats -= 1;
        now.people -= usize::from(boards == 0);
        now.multiple_directors -= usize::from(boards == 1);
        now.companies -= usize::from(members == 0);
        if let Some(woman) = self.gender[person] {
            now.by_gender[usize::from(!woman)] -= usize::from(boards == 0);
            now.seats_by_gender[usize::from(!woman)] -= 1;
        }
    }

    /// Returns the number of three-paths that an absent seat would add to Σ (k − 1)(s − 1): its own term, and the
    /// growth of the terms of the person's other seats and of the other members.
    fn paths_through(&self, person: usize, company: usize) -> u64 {
        let (boards, members) = (&self.boards[person], &self.members[company]);
        let beyond: usize = boards.iter().map(|board| self.members[*board as usize].len() - 1).sum();
        let before: usize = members.iter().map(|member| self.boards[*member as usize].len() - 1).sum();
        (boards.len() * members.len() + beyond + before) as u64
    }
}

/// Counts people, companies and seats at each date; `spells` are in indices of dates.
pub(super) fn seat_counts(graph: &BoardGraph, spells: &SeatSpells, dates: usize) -> Vec<SeatCounts> {
    let mut changes: Vec<Change> = Vec::with_capacity(2 * spells.all().len());
    for person in 0..spells.count(Side::People) as u32 {
        for spell in spells.spells(Side::People, person) {
            let change = |at, joins| Change { at, joins, person, company: spell.end };
            changes.extend([change(spell.from, true), change(spell.to, false)]);
        }
    }
    changes.sort_unstable();
    let mut state = ReplayState {
        boards: vec![Vec::new(); spells.count(Side::People)],
        members: vec![Vec::new(); spells.count(Side::Companies)],
        gender: graph.people().map(|person| is_woman(graph, person)).collect(),
        now: SeatCounts::default(),
    };
    let mut left = changes.into_iter().peekable();
    (0..dates as i32)
        .map(|date| {
            while let Some(change) = left.next_if(|change| change.at <= date) {
                let (person, company) = (change.person as usize, change.company as usize);
                if change.joins { state.join(person, company) } else { state.leave(person, company) }
            }
            state.now
        })
        .collect()
}

/// The change of each count at each date, with one more entry for changes after the last date.
struct DateDeltas {
    ties: Vec<i64>,
    weight: Vec<i64>,
    connected: Vec<i64>,
    four_cycles: Vec<i64>,
    new: Vec<i64>,
    broken: Vec<i64>,
}

impl DateDeltas {
    fn zero(dates: usize) -> DateDeltas {
        let none = || vec![0; dates + 1];
        DateDeltas { ties: none(), weight: none(), connected: none(), four_cycles: none(), new: none(), broken: none() }
    }

    fn all(&mut self) -> [&mut Vec<i64>; 6] {
        [&mut self.ties, &mut self.weight, &mut self.connected, &mut self.four_cycles, &mut self.new, &mut self.broken]
    }

    fn merged(mut self, mut other: DateDeltas) -> DateDeltas {
        for (own, more) in self.all().into_iter().zip(other.all()) {
            own.iter_mut().zip(more).for_each(|(own, more)| *own += *more);
        }
        self
    }

    /// Records the ties of one node.
    fn record(&mut self, node: u32, overlaps: &[Overlap]) {
        let mut tied: Vec<(i32, i32)> = Vec::new();
        for met in overlaps.chunk_by(|x, y| x.other == y.other) {
            let unions = unions(met);
            tied.extend(unions.iter().map(|run| (run.from, run.to)));
            // Each pair is seen from both ends.
            if node < met[0].other {
                self.record_shared(met);
                for run in &unions {
                    self.ties[run.from as usize] += 1;
                    self.ties[run.to as usize] -= 1;
                    self.new[run.from as usize] += 1;
                    self.broken[run.to as usize] += 1;
                }
            }
        }
        tied.sort_unstable();
        let mut reached = 0;
        for (from, to) in tied {
            let from = from.max(reached);
            if from < to {
                self.connected[from as usize] += 1;
                self.connected[to as usize] -= 1;
                reached = to;
            }
        }
    }

    /// Records what a pair shares: w changes by 1, and the number of four-cycles, w(w − 1)/2, by the smaller of the old
    /// and the new w.
    fn record_shared(&mut self, met: &[Overlap]) {
        let mut steps: Vec<(i32, i64)> = met.iter().flat_map(|one| [(one.from, 1), (one.to, -1)]).collect();
        steps.sort_unstable();
        let mut shared = 0;
        for (at, step) in steps {
            self.weight[at as usize] += step;
            self.four_cycles[at as usize] += step * shared.min(shared + step);
            shared += step;
        }
    }
}

/// Counts the ties of one side's projection at each date; `spells` are in indices of dates.
pub(super) fn tie_counts(spells: &SeatSpells, side: Side, dates: usize) -> Vec<TieCounts> {
    let found = spells.fold_overlaps(side, || DateDeltas::zero(dates), DateDeltas::record, DateDeltas::merged);
    let mut now = [0i64; 4];
    (0..dates)
        .map(|date| {
            let changes = [&found.ties, &found.weight, &found.connected, &found.four_cycles];
            now.iter_mut().zip(changes).for_each(|(now, changes)| *now += changes[date]);
            // Counts are never negative.
            let [ties, weight, connected, four_cycles] = now.map(i64::unsigned_abs);
            let (new, broken) = (found.new[date].unsigned_abs(), found.broken[date].unsigned_abs());
            TieCounts { ties, weight, connected, four_cycles, new, broken }
        })
        .collect()
}
