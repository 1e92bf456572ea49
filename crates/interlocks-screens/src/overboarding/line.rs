//! One limit put to what somebody holds on a day.

use super::career::{Post, bit};
use super::class::Class;
use super::groups::Control;
use super::scope::{Counted, Scope};
use crate::Answer;
use crate::rulebook::{Groups, Limit};
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::UncertainDays;

/// Over which choices of what is not known a count is taken: the least over every choice, or the
/// most over some choice; of days inside the stated dates, and of inputs that are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    pub every_day: bool,
    pub every_input: bool,
}

impl Mode {
    /// A breach whatever is missing, for every choice of days, and for some.
    pub const SURELY: Mode = Mode { every_day: true, every_input: true };
    pub const PERHAPS: Mode = Mode { every_day: false, every_input: true };
    /// A breach, were what is missing as bad as can be.
    pub const SURELY_AT_WORST: Mode = Mode { every_day: true, every_input: false };
    pub const PERHAPS_AT_WORST: Mode = Mode { every_day: false, every_input: false };

    /// What a post is in the choice that makes the most, or the least, of it.
    fn of(self, post: &Post) -> u8 {
        if self.every_day { post.certain } else { post.possible }
    }

    /// What a post is in the choice that makes the opposite of it: for what speaks against a breach.
    fn against(self, post: &Post) -> u8 {
        if self.every_day { post.possible } else { post.certain }
    }

    /// Whether an answer will do, and whether one speaks against.
    fn takes(self, answer: Answer) -> bool {
        if self.every_input { answer == Answer::Yes } else { answer != Answer::No }
    }

    fn fears(self, answer: Answer) -> bool {
        if self.every_input { answer != Answer::No } else { answer == Answer::Yes }
    }
}

/// The boards that count on a day, in each mode, worked out when they are first asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    known: u8,
    of_modes: [Option<u32>; 4],
}

impl Totals {
    /// The total in a mode, from `work` where it is not known yet.
    #[inline]
    pub fn of(&mut self, mode: Mode, work: impl FnOnce() -> Option<u32>) -> Option<u32> {
        let at = usize::from(mode.every_day) + 2 * usize::from(mode.every_input);
        if self.known & (1 << at) == 0 {
            self.known |= 1 << at;
            self.of_modes[at] = work();
        }
        self.of_modes[at]
    }
}

/// A board that counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub company: u32,
    /// Two for a chair where the limit says so.
    pub weight: u32,
}

/// A limit, ready to be put.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its place in the table.
    pub number: u16,
    pub limit: &'a Limit,
    pub class: Class,
    pub scope: usize,
    pub in_force: UncertainDays,
}

impl<'a> Line<'a> {
    pub fn of(number: u16, limit: &'a Limit, counted: &Counted<'_>) -> Line<'a> {
        let start = limit.from.map_or(DayRange::exactly(Day::MIN), |date| date.days());
        // The last day is counted; the day after is not.
        let end = limit
            .to
            .map_or(DayRange::exactly(Day::MAX), |date| DayRange::new(date.earliest().plus(1), date.latest().plus(1)));
        Line {
            number,
            limit,
            class: Class::of(&limit.applies_to),
            scope: counted.number(&Scope::of(limit)),
            in_force: UncertainDays::from_spell(&Spell::new(start, end)),
        }
    }

    /// The fewest companies at one time with which somebody can be above the limit who at some time
    /// was all that the bits say; none who never was what the limit asks for.
    pub fn fewest(&self, ever: u8) -> Option<usize> {
        let most = self.limit.most as usize;
        let chair = ever & (bit::CHAIR | bit::OUTSIDE_CHAIR) != 0;
        let fewest = match (self.limit.chair_barred && chair, self.limit.chair_double && chair) {
            (true, _) => 1,
            (_, true) => most / 2 + 1,
            _ => most.saturating_add(1),
        };
        let home = usize::from(self.class == Class::Management && self.limit.outside);
        (ever & self.asks_for() != 0).then_some(fewest.saturating_add(home))
    }

    /// The most that one board can weigh.
    pub fn heaviest(&self, ever: u8) -> usize {
        let chair = ever & (bit::CHAIR | bit::OUTSIDE_CHAIR) != 0;
        match (self.limit.chair_barred && chair, self.limit.chair_double && chair) {
            (true, _) => self.limit.most as usize + 1,
            (_, true) => 2,
            _ => 1,
        }
    }

    /// What somebody must be at some time to be of the class at all.
    fn asks_for(&self) -> u8 {
        match self.class {
            Class::Chief => bit::CHIEF,
            Class::Executive | Class::ExecutiveDirector | Class::Management => bit::EXECUTIVE,
            Class::Bank { executive: true } => bit::EXECUTIVE,
            Class::Chair => bit::CHAIR | bit::LEAD,
            _ => bit::BOARD,
        }
    }

    /// Whether the same boards weigh the same under another limit: then the two differ in how much is
    /// too much, and when.
    pub fn weighs_as(&self, other: &Line<'_>) -> bool {
        let key = |line: &Line<'_>| {
            let barred = line.limit.chair_barred.then_some(line.limit.most);
            (line.class, line.scope, line.limit.chair_double, barred, line.limit.outside, line.limit.groups)
        };
        key(self) == key(other)
    }

    fn weight(&self, bits: u8, chair: u8) -> u32 {
        match bits & chair != 0 {
            true if self.limit.chair_barred => self.limit.most.saturating_add(1),
            true if self.limit.chair_double => 2,
            _ => 1,
        }
    }
}

/// What a limit needs besides what somebody holds.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    pub counted: &'a Counted<'a>,
    pub line: &'a Line<'a>,
    /// Whether any company is owned by anybody. If not, each is a group by itself.
    pub owned: bool,
}

impl Put<'_> {
    fn answer(&self, post: &Post) -> Answer {
        self.counted.answer(self.line.scope, post.company)
    }

    /// Calls with every board that counts. Whether the person is of the class.
    ///
    /// The count is exact for each mode: the choice of days and inputs that makes a breach likeliest,
    /// or unlikeliest, is taken for each company by itself, for nothing binds one to another.
    pub fn weigh(&self, posts: &[Post], mode: Mode, mut each: impl FnMut(Weighed)) -> bool {
        let line = self.line;
        let mut counted = |own: u8, chair: u8, posts: &mut dyn Iterator<Item = &Post>| {
            for post in posts.filter(|post| mode.takes(self.answer(post)) && mode.of(post) & (bit::BOARD | own) != 0) {
                each(Weighed { company: post.company, weight: line.weight(mode.of(post), chair) });
            }
        };
        let is = |all: u8| posts.iter().any(|post| mode.of(post) & all == all && mode.takes(self.answer(post)));
        match line.class {
            Class::NonExecutive | Class::Retired => self.weigh_outside(posts, mode, each),
            Class::Supervisory | Class::Management => self.weigh_supervisory(posts, mode, each),
            Class::Chief => {
                counted(bit::CHIEF, bit::CHAIR, &mut posts.iter());
                is(bit::CHIEF)
            }
            Class::Executive => {
                counted(bit::EXECUTIVE, bit::CHAIR, &mut posts.iter());
                is(bit::EXECUTIVE)
            }
            Class::ExecutiveDirector => {
                counted(0, bit::CHAIR, &mut posts.iter());
                is(bit::EXECUTIVE | bit::BOARD)
            }
            Class::Chair => {
                counted(0, bit::CHAIR, &mut posts.iter());
                is(bit::CHAIR) || is(bit::LEAD)
            }
            Class::Director => {
                counted(0, bit::CHAIR, &mut posts.iter());
                is(bit::BOARD)
            }
            Class::Bank { executive } => {
                counted(0, bit::CHAIR, &mut posts.iter());
                let bank = |post: &&Post| mode.of(post) & bit::BOARD != 0 && mode.takes(self.answer(post));
                let banks = || posts.iter().filter(bank).any(|post| self.counted.banks.may_be(post.company));
                !mode.every_input && (!executive || is(bit::EXECUTIVE)) && banks()
            }
            Class::Other => {
                counted(0, bit::CHAIR, &mut posts.iter());
                !mode.every_input && is(bit::BOARD)
            }
        }
    }

    /// Somebody who must be executive of no company that counts. A seat as an executive that may not
    /// have been held, or may be at a company that does not count, is taken not to be in the way; then
    /// it adds no board either.
    fn weigh_outside(&self, posts: &[Post], mode: Mode, mut each: impl FnMut(Weighed)) -> bool {
        let mut outside = self.line.class == Class::NonExecutive || !mode.every_input;
        for post in posts {
            let (answer, bits) = (self.answer(post), mode.of(post));
            let executive = mode.against(post) & bit::EXECUTIVE != 0;
            outside &= !(executive && mode.fears(answer));
            if !executive && mode.takes(answer) && bits & bit::OUTSIDE != 0 {
                each(Weighed { company: post.company, weight: self.line.weight(bits, bit::OUTSIDE_CHAIR) });
            }
        }
        outside
    }

    /// Seats that are not an executive's. Where the limit is for the management board, one's own
    /// company does not count; of several that may be it, the one that takes the least away.
    fn weigh_supervisory(&self, posts: &[Post], mode: Mode, mut each: impl FnMut(Weighed)) -> bool {
        let management = self.line.class == Class::Management;
        let apart = management && self.line.limit.outside;
        let weight = |post: &Post| {
            let (bits, own) = (mode.of(post), apart && mode.against(post) & bit::EXECUTIVE != 0);
            let there = !own && bits & bit::OUTSIDE != 0 && mode.takes(self.answer(post));
            if there { self.line.weight(bits, bit::OUTSIDE_CHAIR) } else { 0 }
        };
        let homes = posts
            .iter()
            .filter(|post| management && mode.of(post) & bit::EXECUTIVE != 0 && mode.takes(self.answer(post)));
        let home = homes.min_by_key(|post| weight(post)).map(|post| post.company);
        let mut any = home.is_some();
        for post in posts {
            let weight = weight(post);
            if weight > 0 && !(apart && home == Some(post.company)) {
                any |= !management;
                each(Weighed { company: post.company, weight });
            }
        }
        any
    }

    /// The boards that count, added up, none where the person is not of the class. Groups are not
    /// looked at where there may be any of several companies.
    pub fn total(&self, posts: &[Post], mode: Mode) -> Option<u32> {
        let mut sum = 0u32;
        let is_of_class = self.weigh(posts, mode, |board| sum = sum.saturating_add(board.weight));
        let free = match self.line.limit.groups {
            Groups::Free(free) if is_of_class && !self.owned => self.at_home(posts, mode, free),
            _ => 0,
        };
        is_of_class.then_some(sum - free)
    }

    /// What the heaviest boards at one's own companies weigh, so many of them: they are free.
    fn at_home(&self, posts: &[Post], mode: Mode, free: u32) -> u32 {
        let at_home = |company: u32| {
            let own = posts.iter().filter(|post| mode.against(post) & bit::EXECUTIVE != 0);
            own.map(|post| post.company).any(|own| own == company)
        };
        let mut weights = Vec::new();
        self.weigh(posts, mode, |board| weights.extend(at_home(board.company).then_some(board.weight)));
        weights.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
        sum(weights.into_iter().take(free as usize))
    }

    /// As [`Put::total`], with groups counted as the limit says; and the total without asking for the
    /// class.
    pub fn total_of_groups(&self, posts: &[Post], mode: Mode, day: Day, control: &Control<'_>) -> (bool, u32) {
        let mut boards = Vec::new();
        let is_of_class = self.weigh(posts, mode, |board| boards.push(board));
        (is_of_class, self.grouped(boards, posts, (mode, day), control))
    }

    fn grouped(&self, mut boards: Vec<Weighed>, posts: &[Post], at: (Mode, Day), control: &Control<'_>) -> u32 {
        let (mode, day) = at;
        // What joins companies speaks against a breach.
        let groups = control.groups(day, !mode.every_day, !mode.every_input);
        match self.line.limit.groups {
            Groups::Free(free) => {
                let homes = posts.iter().filter(|post| mode.against(post) & bit::EXECUTIVE != 0);
                let own: Vec<u32> = homes.map(|post| groups.of(post.company)).collect();
                let (mut within, others): (Vec<Weighed>, Vec<Weighed>) =
                    boards.into_iter().partition(|board| own.contains(&groups.of(board.company)));
                within.sort_unstable_by_key(|board| std::cmp::Reverse(board.weight));
                sum(within.iter().skip(free as usize).chain(&others).map(|board| board.weight))
            }
            Groups::Each => sum(boards.iter().map(|board| board.weight)),
            Groups::Once => {
                boards.sort_unstable_by_key(|board| (groups.of(board.company), std::cmp::Reverse(board.weight)));
                boards.dedup_by_key(|board| groups.of(board.company));
                sum(boards.iter().map(|board| board.weight))
            }
        }
    }
}

fn sum(weights: impl Iterator<Item = u32>) -> u32 {
    weights.fold(0, u32::saturating_add)
}
