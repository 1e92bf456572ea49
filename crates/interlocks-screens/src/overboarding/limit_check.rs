//! One limit applied to the seats of a person on a day.

use super::board_timeline::ActiveSeat;
use super::board_timeline::seat_bits::{self, SeatBits};
use super::eligibility::CompanyEligibility;
use super::groups::{Control, TieAssumptions};
use super::prepared_limit::{Market, PreparedLimit};
use crate::Answer;
use crate::rulebook::class::Class;
use crate::rulebook::{Groups, Vote};
use crate::tie_assumptions::{TieDates, UnstatedShare};
use interlocks_core::model::Day;

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
    fn bits_for(self, seat: &ActiveSeat) -> SeatBits {
        if self.days == Choice::All { seat.certain } else { seat.possible }
    }

    /// Returns the seat bits that speak against a breach: those of the opposite choice.
    fn bits_against(self, seat: &ActiveSeat) -> SeatBits {
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

/// A board that counts on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CountedBoard {
    /// The number of the company.
    pub(super) company: u32,
    /// More than one for an executive seat or a chair, if the limit says so.
    pub(super) weight: u32,
}

/// A limit, with what it takes to apply it to seats.
#[derive(Clone, Copy, Debug)]
pub(super) struct LimitCheck<'a> {
    pub(super) eligibility: &'a CompanyEligibility,
    pub(super) limit: &'a PreparedLimit<'a>,
    /// `true` if any company has an owner. If not, each company is a group by itself.
    pub(super) owned: bool,
}

impl LimitCheck<'_> {
    fn answer(&self, seat: &ActiveSeat) -> Answer {
        self.eligibility.answer(self.limit.scope, seat.company)
    }

    /// Returns `true` if the adviser or investor may vote at a board that counts: it lies in the market of the policy. A
    /// law or code applies if such a board lies in its jurisdiction.
    fn applies_at(&self, seat: &ActiveSeat, quantifier: Quantifier) -> bool {
        let Market::Board(scope) = self.limit.market else { return true };
        let (bits, against, vote) = (quantifier.bits_for(seat), quantifier.bits_against(seat), self.limit.rule.vote);
        let outside = bits & seat_bits::OUTSIDE != 0 && against & seat_bits::EXECUTIVE == 0;
        let unchaired = bits & seat_bits::UNCHAIRED != 0 && against & seat_bits::CHAIR == 0;
        quantifier.counts_for(self.eligibility.answer(scope, seat.company))
            && (outside || !vote.outside)
            && (unchaired || !vote.not_chaired)
    }

    /// Returns `true` if a seat that puts the person into the class does so where the limit applies.
    fn classifies(&self, seat: &ActiveSeat, quantifier: Quantifier) -> bool {
        let here = match self.limit.market {
            Market::Class(scope) => quantifier.counts_for(self.eligibility.answer(scope, seat.company)),
            Market::Board(_) | Market::Counted => true,
        };
        here && quantifier.counts_for(self.answer(seat))
    }

    /// Calls a function with each board that counts. Returns `true` if the person is of the class, where the limit applies.
    ///
    /// The count is exact for each quantifier: the choice of days and inputs that makes a breach likeliest, or
    /// unlikeliest, is taken for each company by itself, since the choices for different companies are independent.
    pub(super) fn weigh(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(CountedBoard),
    ) -> bool {
        let anywhere = !matches!(self.limit.market, Market::Board(_));
        // The first board at which the limit applies, and whether there is another one.
        let (mut first, mut several) = (None, false);
        let is_of_class = self.weigh_class(active_seats, quantifier, |seat, weight| {
            if !anywhere && !several && self.applies_at(seat, quantifier) {
                several = first.replace(seat.company).is_some();
            }
            each(CountedBoard { company: seat.company, weight });
        });
        let apart = || {
            // A seat that puts the person into the class is none at which the body votes: it is that of an executive, or of a chair.
            let other = |seat: &ActiveSeat| Some(seat.company) != first && self.is_class_seat(seat, quantifier);
            !self.has_class_seats() || self.limit.rule.vote == Vote::default() || active_seats.iter().any(other)
        };
        is_of_class && (anywhere || several || (first.is_some() && apart()))
    }

    /// Returns `true` if a seat of some kind puts people into the class.
    fn has_class_seats(&self) -> bool {
        let class = self.limit.class;
        class == Class::Chair || (class.is_by_executive_seat() && class != Class::Management)
    }

    /// Returns `true` if a seat puts the person into the class, where the limit applies.
    fn is_class_seat(&self, seat: &ActiveSeat, quantifier: Quantifier) -> bool {
        let bits = quantifier.bits_for(seat);
        let has = |all: SeatBits| bits & all == all;
        let is = match self.limit.class {
            Class::Chief => has(seat_bits::CHIEF),
            Class::Executive | Class::Management => has(seat_bits::EXECUTIVE),
            Class::ExecutiveNotChair => {
                has(seat_bits::UNCHAIRED_EXECUTIVE) && quantifier.bits_against(seat) & seat_bits::CHAIR == 0
            }
            Class::ExecutiveChair => has(seat_bits::EXECUTIVE | seat_bits::CHAIR),
            Class::ExecutiveDirector => has(seat_bits::EXECUTIVE | seat_bits::BOARD),
            Class::Chair => has(seat_bits::CHAIR) || has(seat_bits::LEAD),
            _ => has(seat_bits::BOARD),
        };
        is && self.classifies(seat, quantifier)
    }

    /// Calls a function with each seat that counts, and its weight. Returns `true` if the person is of the class.
    fn weigh_class(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        // An executive of a company that counts is no non-executive director, so no own company is among the boards.
        if self.limit.rule.outside && !matches!(self.limit.class, Class::NonExecutive | Class::Retired) {
            return self.weigh_apart(active_seats, quantifier, each);
        }
        self.weigh_all(active_seats, quantifier, each)
    }

    /// Does so for a limit that counts the person's own company too.
    fn weigh_all(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        let limit = self.limit;
        // Seats of some kinds.
        let mut count_of = |kinds: SeatBits| {
            let counts =
                |seat: &&ActiveSeat| quantifier.counts_for(self.answer(seat)) && quantifier.bits_for(seat) & kinds != 0;
            let mut any = false;
            for seat in active_seats.iter().filter(counts) {
                each(seat, limit.weight(quantifier.bits_for(seat), seat_bits::CHAIR));
                any = true;
            }
            any
        };
        let counted = limit.counted_bits();
        let any_class_seat = || active_seats.iter().any(|seat| self.is_class_seat(seat, quantifier));
        match limit.class {
            Class::NonExecutive | Class::Retired => self.weigh_outside(active_seats, quantifier, each),
            Class::Supervisory | Class::Management => self.weigh_supervisory(active_seats, quantifier, each),
            Class::Chief
            | Class::Executive
            | Class::ExecutiveNotChair
            | Class::ExecutiveChair
            | Class::ExecutiveDirector
            | Class::Chair
            | Class::Director => {
                count_of(counted);
                any_class_seat()
            }
            Class::Independent if quantifier.inputs == Choice::All => count_of(seat_bits::INDEPENDENT),
            Class::AuditCommittee | Class::ControlBody | Class::Independent => count_of(counted),
            Class::Bank { executive } => {
                count_of(counted);
                let board = |seat: &&ActiveSeat| {
                    quantifier.bits_for(seat) & seat_bits::BOARD != 0 && self.classifies(seat, quantifier)
                };
                let office = |seat: &ActiveSeat| {
                    quantifier.bits_for(seat) & seat_bits::EXECUTIVE != 0 && quantifier.counts_for(self.answer(seat))
                };
                let banks = || active_seats.iter().filter(board).any(|seat| self.eligibility.may_be_bank(seat.company));
                quantifier.inputs == Choice::Any && (!executive || active_seats.iter().any(office)) && banks()
            }
            Class::Other => {
                count_of(counted);
                quantifier.inputs == Choice::Any && any_class_seat()
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
        mut each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        let mut outside = self.limit.class == Class::NonExecutive || quantifier.inputs == Choice::Any;
        for seat in active_seats {
            let (answer, bits) = (self.answer(seat), quantifier.bits_for(seat));
            let executive = quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0;
            outside &= !(executive && quantifier.counts_against(answer));
            if !executive && quantifier.counts_for(answer) && bits & seat_bits::OUTSIDE != 0 {
                each(seat, self.limit.weight(bits & !seat_bits::EXECUTIVE, seat_bits::OUTSIDE_CHAIR));
            }
        }
        outside
    }

    /// Weighs non-executive seats of the supervisory board, or of members of a management board.
    fn weigh_supervisory(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        let management = self.limit.class == Class::Management;
        let mut any = management && active_seats.iter().any(|seat| self.is_class_seat(seat, quantifier));
        for seat in active_seats {
            let weight = self.outside_weight(seat, quantifier);
            if weight > 0 {
                any |= !management;
                each(seat, weight);
            }
        }
        any
    }

    /// Weighs boards other than those of the person's own companies, where the person is an executive. Of several seats that
    /// may put the person into the class, the one that weighs least is left out.
    fn weigh_apart(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        let is_own = |seat: &ActiveSeat| quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0;
        if !self.limit.class.is_by_executive_seat() {
            let kinds = match self.limit.class {
                Class::AuditCommittee | Class::ControlBody => seat_bits::ALL,
                _ => seat_bits::OUTSIDE,
            };
            return self.weigh_all(active_seats, quantifier, |seat, _| {
                let bits = quantifier.bits_for(seat);
                if !is_own(seat) && bits & kinds != 0 {
                    each(seat, self.limit.weight(bits & !seat_bits::EXECUTIVE, seat_bits::OUTSIDE_CHAIR));
                }
            });
        }
        let weight = |seat: &ActiveSeat| if is_own(seat) { 0 } else { self.outside_weight(seat, quantifier) };
        let homes = active_seats.iter().filter(|seat| self.is_class_seat(seat, quantifier));
        let home = homes.min_by_key(|seat| weight(seat)).map(|seat| seat.company);
        for seat in active_seats.iter().filter(|seat| home != Some(seat.company)) {
            let weight = weight(seat);
            if weight > 0 {
                each(seat, weight);
            }
        }
        home.is_some()
    }

    /// Returns the weight of a non-executive seat of a company that counts, or 0.
    fn outside_weight(&self, seat: &ActiveSeat, quantifier: Quantifier) -> u32 {
        let bits = quantifier.bits_for(seat);
        let counts = bits & seat_bits::OUTSIDE != 0 && quantifier.counts_for(self.answer(seat));
        if counts { self.limit.weight(bits & !seat_bits::EXECUTIVE, seat_bits::OUTSIDE_CHAIR) } else { 0 }
    }

    /// Returns `true` if the person may be of the class, with several boards that may count.
    pub(super) fn counts_several(&self, active_seats: &[ActiveSeat]) -> bool {
        let mut boards = 0;
        let is_of_class = self.weigh(active_seats, Quantifier::POSSIBLE_AT_WORST, |_| boards += 1);
        is_of_class && boards >= self.limit.several()
    }

    /// Returns the total weight of the boards that count, or `None` if the person is not of the class. If any company has
    /// an owner, groups are not considered.
    pub(super) fn total(&self, active_seats: &[ActiveSeat], quantifier: Quantifier) -> Option<u32> {
        let mut sum = 0u32;
        let is_of_class = self.weigh(active_seats, quantifier, |board| sum = sum.saturating_add(board.weight));
        let free = match self.limit.rule.groups {
            Groups::Free(free) | Groups::FreeBelow(free) if is_of_class && !self.owned => {
                self.free_at_home(active_seats, quantifier, free)
            }
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
        let assumed = TieAssumptions { day, dates, unstated };
        (is_of_class, self.weight_of_groups(boards, active_seats, quantifier, control, assumed))
    }

    fn weight_of_groups(
        &self,
        mut boards: Vec<CountedBoard>,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        control: &Control<'_>,
        assumed: TieAssumptions,
    ) -> u32 {
        let homes = || {
            let homes = active_seats.iter().filter(|seat| quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0);
            homes.map(|seat| seat.company)
        };
        let without_free = |boards: Vec<CountedBoard>, free: u32, is_free: &dyn Fn(u32) -> bool| {
            let (mut within, others): (Vec<CountedBoard>, Vec<CountedBoard>) =
                boards.into_iter().partition(|board| is_free(board.company));
            within.sort_unstable_by_key(|board| std::cmp::Reverse(board.weight));
            sum(within.iter().skip(free as usize).chain(&others).map(|board| board.weight))
        };
        match self.limit.rule.groups {
            Groups::Free(free) => {
                let groups = control.groups(assumed);
                let own: Vec<u32> = homes().map(|home| groups.of(home)).collect();
                without_free(boards, free, &|company| own.contains(&groups.of(company)))
            }
            Groups::FreeBelow(free) => {
                let below: Vec<u32> = homes().flat_map(|home| control.controlled_by(home, assumed)).collect();
                without_free(boards, free, &|company| below.contains(&company))
            }
            Groups::Each => sum(boards.iter().map(|board| board.weight)),
            Groups::Once => {
                let groups = control.groups(assumed);
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
