//! Counts at many dates by replay: every change of a seat is looked at once, however many dates there
//! are.
//!
//! What concerns single seats is replayed in order of time over one state of the network. What concerns
//! ties is replayed pair by pair, so that it needs no table of all pairs and runs in parallel: the
//! meetings of two nodes are put in order of time, and each change of what they share is noted at its
//! date.

use super::super::stats::is_woman;
use super::stays::{Meeting, Stays, runs};
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;

/// What is counted of people and companies together at a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatCounts {
    pub people: usize,
    pub companies: usize,
    pub seats: usize,
    pub multiple_directors: usize,
    pub three_paths: u64,
    /// Women, and men; and their seats.
    pub by_gender: [usize; 2],
    pub seats_by_gender: [usize; 2],
}

/// What is counted of a projection at a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TieCounts {
    pub ties: u64,
    pub weight: u64,
    /// Nodes with a tie.
    pub connected: u64,
    pub four_cycles: u64,
    /// Ties that were not there at the date before.
    pub new: u64,
    /// Ties of the date before that are there no longer.
    pub broken: u64,
}

/// Somebody comes or goes, at a place in the list of dates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: i32,
    joins: bool,
    person: u32,
    company: u32,
}

/// The network while it is replayed.
struct Boards {
    boards: Vec<Vec<u32>>,
    members: Vec<Vec<u32>>,
    gender: Vec<Option<bool>>,
    now: SeatCounts,
}

impl Boards {
    /// Somebody joins. Cost: their boards and the members of the board.
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

    /// Somebody leaves.
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

    /// The three-paths that a seat which is not there would add to Σ (k − 1)(s − 1): its own term, and
    /// what the terms of the person's other seats and of the other members grow by.
    fn paths_through(&self, person: usize, company: usize) -> u64 {
        let (boards, members) = (&self.boards[person], &self.members[company]);
        let beyond: usize = boards.iter().map(|board| self.members[*board as usize].len() - 1).sum();
        let before: usize = members.iter().map(|member| self.boards[*member as usize].len() - 1).sum();
        (boards.len() * members.len() + beyond + before) as u64
    }
}

/// People and companies together at every date; `stays` are counted in dates.
pub fn seat_counts(graph: &BoardGraph, stays: &Stays, dates: usize) -> Vec<SeatCounts> {
    let mut changes: Vec<Change> = Vec::with_capacity(2 * stays.all().len());
    for person in 0..stays.count(Side::People) as u32 {
        for stay in stays.stays(Side::People, person) {
            let change = |at, joins| Change { at, joins, person, company: stay.end };
            changes.extend([change(stay.from, true), change(stay.to, false)]);
        }
    }
    changes.sort_unstable();
    let mut state = Boards {
        boards: vec![Vec::new(); stays.count(Side::People)],
        members: vec![Vec::new(); stays.count(Side::Companies)],
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

/// Changes of every count at every date, and one more for what comes after.
struct Differences {
    ties: Vec<i64>,
    weight: Vec<i64>,
    connected: Vec<i64>,
    four_cycles: Vec<i64>,
    new: Vec<i64>,
    broken: Vec<i64>,
}

impl Differences {
    fn none(dates: usize) -> Differences {
        let none = || vec![0; dates + 1];
        Differences {
            ties: none(),
            weight: none(),
            connected: none(),
            four_cycles: none(),
            new: none(),
            broken: none(),
        }
    }

    fn all(&mut self) -> [&mut Vec<i64>; 6] {
        [&mut self.ties, &mut self.weight, &mut self.connected, &mut self.four_cycles, &mut self.new, &mut self.broken]
    }

    fn merged(mut self, mut other: Differences) -> Differences {
        for (own, more) in self.all().into_iter().zip(other.all()) {
            own.iter_mut().zip(more).for_each(|(own, more)| *own += *more);
        }
        self
    }

    /// Notes the ties of one node.
    fn note(&mut self, node: u32, meetings: &[Meeting]) {
        let mut tied: Vec<(i32, i32)> = Vec::new();
        for met in meetings.chunk_by(|x, y| x.other == y.other) {
            let runs = runs(met);
            tied.extend(runs.iter().map(|run| (run.from, run.to)));
            // Every pair is met from both its ends.
            if node < met[0].other {
                self.share(met);
                for run in &runs {
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

    /// Notes what a pair shares: w goes up or down by one, and four-cycles, w(w − 1)/2, by the lesser of
    /// the two.
    fn share(&mut self, met: &[Meeting]) {
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

/// The ties of one side's projection at every date; `stays` are counted in dates.
pub fn tie_counts(stays: &Stays, side: Side, dates: usize) -> Vec<TieCounts> {
    let found = stays.fold(side, || Differences::none(dates), Differences::note, Differences::merged);
    let mut now = [0i64; 4];
    (0..dates)
        .map(|date| {
            let changes = [&found.ties, &found.weight, &found.connected, &found.four_cycles];
            now.iter_mut().zip(changes).for_each(|(now, changes)| *now += changes[date]);
            // Counts of what is there are never below nothing.
            let [ties, weight, connected, four_cycles] = now.map(i64::unsigned_abs);
            let (new, broken) = (found.new[date].unsigned_abs(), found.broken[date].unsigned_abs());
            TieCounts { ties, weight, connected, four_cycles, new, broken }
        })
        .collect()
}
