//! One limit applied to the seats of a person on a day.

use super::board_timeline::{ActiveSeat, seat_bits};
use super::class::Class;
use super::eligibility::{CompanyEligibility, Scope};
use super::groups::{Control, Grouping};
use crate::Answer;
use crate::rulebook::{Groups, Limit};
use crate::tie_assumptions::{TieDates, UnstatedShare};
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::UncertainDays;

/// A quantifier over the choices of one kind of unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// For every choice.
    All,
    /// For some choice.
    Any,
}

/// The choices over which boards are counted: the lowest number for every choice, or the highest for some choice, of days
/// inside the stated dates and of missing inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quantifier {
    pub(super) days: Choice,
    pub(super) inputs: Choice,
}

impl Quantifier {
    /// A breach for every choice of days, whatever the missing inputs are.
    pub(super) const CERTAIN: Quantifier = Quantifier { days: Choice::All, inputs: Choice::All };
    /// A breach for some choice of days, whatever the missing inputs are.
    pub(super) const POSSIBLE: Quantifier = Quantifier { days: Choice::Any, inputs: Choice::All };
    /// A breach for every choice of days, if the missing inputs are as bad as can be.
    pub(super) const CERTAIN_AT_WORST: Quantifier = Quantifier { days: Choice::All, inputs: Choice::Any };
    /// A breach for some choice of days, if the missing inputs are as bad as can be.
    pub(super) const POSSIBLE_AT_WORST: Quantifier = Quantifier { days: Choice::Any, inputs: Choice::Any };

    /// Returns the same days with other inputs.
    pub(super) fn with_inputs(self, inputs: Choice) -> Quantifier {
        Quantifier { inputs, ..self }
    }

    /// Returns the seat bits that speak for a breach.
    fn bits_for(self, seat: &ActiveSeat) -> u8 {
        if self.days == Choice::All { seat.certain } else { seat.possible }
    }

    /// Returns the seat bits that speak against a breach: those of the opposite choice.
    fn bits_against(self, seat: &ActiveSeat) -> u8 {
        if self.days == Choice::All { seat.possible } else { seat.certain }
    }

    /// Returns `true` if an answer counts for a breach.
    fn counts_for(self, answer: Answer) -> bool {
        if self.inputs == Choice::All { answer == Answer::Yes } else { answer != Answer::No }
    }

    /// Returns `true` if an answer counts against a breach.
    fn counts_against(self, answer: Answer) -> bool {
        if self.inputs == Choice::All { answer != Answer::No } else { answer == Answer::Yes }
    }
}

/// The boards that count on a day for each quantifier, computed when first needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// One bit per quantifier whose total is computed.
    known: u8,
    totals: [Option<u32>; 4],
}

impl Totals {
    /// Returns the total for a quantifier, from `compute` if it is not known yet.
    #[inline]
    pub(super) fn get_or_compute(
        &mut self,
        quantifier: Quantifier,
        compute: impl FnOnce() -> Option<u32>,
    ) -> Option<u32> {
        let at = usize::from(quantifier.days == Choice::All) + 2 * usize::from(quantifier.inputs == Choice::All);
        if self.known & (1 << at) == 0 {
            self.known |= 1 << at;
            self.totals[at] = compute();
        }
        self.totals[at]
    }
}

/// A board that counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CountedBoard {
    /// The number of the company.
    pub(super) company: u32,
    /// Two for a chair if the limit counts chairs double.
    pub(super) weight: u32,
}

/// A limit of the table, with its class, scope and days resolved.
#[derive(Clone, Debug)]
pub(super) struct PreparedLimit<'a> {
    /// The position in the table.
    pub(super) number: u16,
    pub(super) rule: &'a Limit,
    pub(super) class: Class,
    /// The number of the scope.
    pub(super) scope: usize,
    pub(super) in_force: UncertainDays,
}

impl<'a> PreparedLimit<'a> {
    pub(super) fn new(number: u16, rule: &'a Limit, eligibility: &CompanyEligibility<'_>) -> PreparedLimit<'a> {
        let start = rule.from.map_or(DayRange::exactly(Day::MIN), |date| date.days());
        // The last day counts; the day after does not.
        let end = rule
            .to
            .map_or(DayRange::exactly(Day::MAX), |date| DayRange::new(date.earliest().plus(1), date.latest().plus(1)));
        PreparedLimit {
            number,
            rule,
            class: Class::from_words(&rule.applies_to),
            scope: eligibility.number(&Scope::new(rule)),
            in_force: UncertainDays::from_spell(&Spell::new(start, end)),
        }
    }

    /// Returns the fewest companies at one time with which a person with some seat bits can exceed the limit, or `None` if
    /// the person is never of its class.
    pub(super) fn fewest(&self, bits: u8) -> Option<usize> {
        let most = self.rule.most as usize;
        let chair = bits & (seat_bits::CHAIR | seat_bits::OUTSIDE_CHAIR) != 0;
        let fewest = match (self.rule.chair_barred && chair, self.rule.chair_double && chair) {
            (true, _) => 1,
            (_, true) => most / 2 + 1,
            _ => most.saturating_add(1),
        };
        let home = usize::from(self.class == Class::Management && self.rule.outside);
        (bits & self.required_bits() != 0).then_some(fewest.saturating_add(home))
    }

    /// Returns the most that one board can weigh.
    pub(super) fn heaviest(&self, bits: u8) -> usize {
        let chair = bits & (seat_bits::CHAIR | seat_bits::OUTSIDE_CHAIR) != 0;
        match (self.rule.chair_barred && chair, self.rule.chair_double && chair) {
            (true, _) => self.rule.most as usize + 1,
            (_, true) => 2,
            _ => 1,
        }
    }

    /// Returns the seat bits of which a person of the class must have one at some time.
    fn required_bits(&self) -> u8 {
        match self.class {
            Class::Chief => seat_bits::CHIEF,
            Class::Executive | Class::ExecutiveDirector | Class::Management => seat_bits::EXECUTIVE,
            Class::Bank { executive: true } => seat_bits::EXECUTIVE,
            Class::Chair => seat_bits::CHAIR | seat_bits::LEAD,
            _ => seat_bits::BOARD,
        }
    }

    /// Returns `true` if boards weigh the same under another limit. The two then differ in the allowed number and in their
    /// days only.
    pub(super) fn weighs_as(&self, other: &PreparedLimit<'_>) -> bool {
        let key = |limit: &PreparedLimit<'_>| {
            let barred = limit.rule.chair_barred.then_some(limit.rule.most);
            (limit.class, limit.scope, limit.rule.chair_double, barred, limit.rule.outside, limit.rule.groups)
        };
        key(self) == key(other)
    }

    /// Returns the weight of a board; `chair` is the bit of a chair that counts.
    fn weight(&self, bits: u8, chair: u8) -> u32 {
        match bits & chair != 0 {
            true if self.rule.chair_barred => self.rule.most.saturating_add(1),
            true if self.rule.chair_double => 2,
            _ => 1,
        }
    }
}

/// A limit, with what it takes to apply it to seats.
#[derive(Clone, Copy, Debug)]
pub(super) struct LimitCheck<'a> {
    pub(super) eligibility: &'a CompanyEligibility<'a>,
    pub(super) limit: &'a PreparedLimit<'a>,
    /// `true` if any company has an owner. If not, each company is a group by itself.
    pub(super) owned: bool,
}

impl LimitCheck<'_> {
    fn answer(&self, seat: &ActiveSeat) -> Answer {
        self.eligibility.answer(self.limit.scope, seat.company)
    }

    /// Calls a function with each board that counts. Returns `true` if the person is of the class.
    ///
    /// The count is exact for each quantifier: the choice of days and inputs that makes a breach likeliest, or
    /// unlikeliest, is taken for each company by itself, since the choices for different companies are independent.
    pub(super) fn weigh(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(CountedBoard),
    ) -> bool {
        let limit = self.limit;
        // Boards, and seats of some other kind that count too.
        let mut count = |other: u8| {
            let counts = |seat: &&ActiveSeat| {
                quantifier.counts_for(self.answer(seat)) && quantifier.bits_for(seat) & (seat_bits::BOARD | other) != 0
            };
            for seat in active_seats.iter().filter(counts) {
                let weight = limit.weight(quantifier.bits_for(seat), seat_bits::CHAIR);
                each(CountedBoard { company: seat.company, weight });
            }
        };
        let is = |all: u8| {
            active_seats
                .iter()
                .any(|seat| quantifier.bits_for(seat) & all == all && quantifier.counts_for(self.answer(seat)))
        };
        match limit.class {
            Class::NonExecutive | Class::Retired => self.weigh_outside(active_seats, quantifier, each),
            Class::Supervisory | Class::Management => self.weigh_supervisory(active_seats, quantifier, each),
            Class::Chief => {
                count(seat_bits::CHIEF);
                is(seat_bits::CHIEF)
            }
            Class::Executive => {
                count(seat_bits::EXECUTIVE);
                is(seat_bits::EXECUTIVE)
            }
            Class::ExecutiveDirector => {
                count(0);
                is(seat_bits::EXECUTIVE | seat_bits::BOARD)
            }
            Class::Chair => {
                count(0);
                is(seat_bits::CHAIR) || is(seat_bits::LEAD)
            }
            Class::Director => {
                count(0);
                is(seat_bits::BOARD)
            }
            Class::Bank { executive } => {
                count(0);
                let board = |seat: &&ActiveSeat| {
                    quantifier.bits_for(seat) & seat_bits::BOARD != 0 && quantifier.counts_for(self.answer(seat))
                };
                let banks =
                    || active_seats.iter().filter(board).any(|seat| self.eligibility.banks.may_be(seat.company));
                quantifier.inputs == Choice::Any && (!executive || is(seat_bits::EXECUTIVE)) && banks()
            }
            Class::Other => {
                count(0);
                quantifier.inputs == Choice::Any && is(seat_bits::BOARD)
            }
        }
    }

    /// Weighs the boards of a person who must not be an executive of a company that counts. An executive seat that may not
    /// be held, or may be at a company that does not count, is assumed not to exclude the person; then it adds no board
    /// either.
    fn weigh_outside(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(CountedBoard),
    ) -> bool {
        let mut outside = self.limit.class == Class::NonExecutive || quantifier.inputs == Choice::Any;
        for seat in active_seats {
            let (answer, bits) = (self.answer(seat), quantifier.bits_for(seat));
            let executive = quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0;
            outside &= !(executive && quantifier.counts_against(answer));
            if !executive && quantifier.counts_for(answer) && bits & seat_bits::OUTSIDE != 0 {
                let weight = self.limit.weight(bits, seat_bits::OUTSIDE_CHAIR);
                each(CountedBoard { company: seat.company, weight });
            }
        }
        outside
    }

    /// Weighs non-executive seats. If the limit is for the management board, the person's own company does not count; of
    /// several that may be it, the one that weighs least is left out.
    fn weigh_supervisory(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(CountedBoard),
    ) -> bool {
        let management = self.limit.class == Class::Management;
        let apart = management && self.limit.rule.outside;
        let weight = |seat: &ActiveSeat| {
            let bits = quantifier.bits_for(seat);
            let own = apart && quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0;
            let counts = !own && bits & seat_bits::OUTSIDE != 0 && quantifier.counts_for(self.answer(seat));
            if counts { self.limit.weight(bits, seat_bits::OUTSIDE_CHAIR) } else { 0 }
        };
        let homes = active_seats.iter().filter(|seat| {
            management
                && quantifier.bits_for(seat) & seat_bits::EXECUTIVE != 0
                && quantifier.counts_for(self.answer(seat))
        });
        let home = homes.min_by_key(|seat| weight(seat)).map(|seat| seat.company);
        let mut any = home.is_some();
        for seat in active_seats {
            let weight = weight(seat);
            if weight > 0 && !(apart && home == Some(seat.company)) {
                any |= !management;
                each(CountedBoard { company: seat.company, weight });
            }
        }
        any
    }

    /// Returns the total weight of the boards that count, or `None` if the person is not of the class. If any company has
    /// an owner, groups are not considered.
    pub(super) fn total(&self, active_seats: &[ActiveSeat], quantifier: Quantifier) -> Option<u32> {
        let mut sum = 0u32;
        let is_of_class = self.weigh(active_seats, quantifier, |board| sum = sum.saturating_add(board.weight));
        let free = match self.limit.rule.groups {
            Groups::Free(free) if is_of_class && !self.owned => self.free_at_home(active_seats, quantifier, free),
            _ => 0,
        };
        is_of_class.then_some(sum - free)
    }

    /// Returns the weight of up to `free` boards at the person's own companies, the heaviest first.
    fn free_at_home(&self, active_seats: &[ActiveSeat], quantifier: Quantifier, free: u32) -> u32 {
        let at_home = |company: u32| {
            let own = active_seats.iter().filter(|seat| quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0);
            own.map(|seat| seat.company).any(|own| own == company)
        };
        let mut weights = Vec::new();
        self.weigh(active_seats, quantifier, |board| weights.extend(at_home(board.company).then_some(board.weight)));
        weights.sort_unstable_by_key(|weight| std::cmp::Reverse(*weight));
        sum(weights.into_iter().take(free as usize))
    }

    /// Returns `true` if the person is of the class, and the total with groups counted as the limit says.
    pub(super) fn total_of_groups(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        day: Day,
        control: &Control<'_>,
    ) -> (bool, u32) {
        let mut boards = Vec::new();
        let is_of_class = self.weigh(active_seats, quantifier, |board| boards.push(board));
        // Ties between companies speak against a breach, so the opposite choice is taken.
        let dates = if quantifier.days == Choice::All { TieDates::Possible } else { TieDates::Certain };
        let unstated = if quantifier.inputs == Choice::All { UnstatedShare::Remainder } else { UnstatedShare::Zero };
        let groups = control.groups(day, dates, unstated);
        (is_of_class, self.weight_of_groups(boards, active_seats, quantifier, &groups))
    }

    fn weight_of_groups(
        &self,
        mut boards: Vec<CountedBoard>,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        groups: &Grouping<'_>,
    ) -> u32 {
        match self.limit.rule.groups {
            Groups::Free(free) => {
                let homes =
                    active_seats.iter().filter(|seat| quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0);
                let own: Vec<u32> = homes.map(|seat| groups.of(seat.company)).collect();
                let (mut within, others): (Vec<CountedBoard>, Vec<CountedBoard>) =
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
