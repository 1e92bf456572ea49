//! One limit applied to the seats of a person on a day.

use super::SEVERAL;
use super::board_timeline::ActiveSeat;
use super::board_timeline::seat_bits::{self, SeatBits};
use super::class::Class;
use super::eligibility::{CompanyEligibility, Scope};
use super::groups::{Control, TieAssumptions};
use crate::Answer;
use crate::rulebook::{Groups, Limit, Vote};
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

/// The boards that count on a day for each quantifier, computed when first needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// One bit per quantifier whose total is computed.
    known: u8,
    totals: [Option<u32>; 4],
    several: Option<bool>,
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

    /// Returns whether several boards may count, from `compute` if it is not known yet.
    #[inline]
    pub(super) fn are_several(&mut self, compute: impl FnOnce() -> bool) -> bool {
        *self.several.get_or_insert_with(compute)
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

/// The seats that must be in the market of a limit for it to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Market {
    /// A board that counts, of the companies with this number of a scope.
    Board(usize),
    /// The seat that puts the person into the class.
    Class(usize),
    /// The limit counts the boards of its market only, or has none.
    Counted,
}

/// A limit of the table, with its class, scope and days resolved.
#[derive(Clone, Debug)]
pub(super) struct PreparedLimit<'a> {
    /// The position in the table.
    pub(super) number: u16,
    pub(super) rule: &'a Limit,
    pub(super) class: Class,
    /// The number of the scope of boards that count.
    pub(super) scope: usize,
    market: Market,
    pub(super) in_force: UncertainDays,
}

impl<'a> PreparedLimit<'a> {
    pub(super) fn new(number: u16, rule: &'a Limit, eligibility: &CompanyEligibility<'_>) -> PreparedLimit<'a> {
        let start = rule.from.map_or(DayRange::exactly(Day::MIN), |date| date.days());
        // The last day counts; the day after does not.
        let end = rule
            .to
            .map_or(DayRange::exactly(Day::MAX), |date| DayRange::new(date.earliest().plus(1), date.latest().plus(1)));
        let class = Class::from_words(&rule.applies_to);
        let by_class = matches!(
            class,
            Class::Chief
                | Class::Executive
                | Class::ExecutiveNotChair
                | Class::ExecutiveChair
                | Class::ExecutiveDirector
                | Class::Chair
                | Class::Management
                | Class::Bank { .. }
        );
        let market = match Scope::market(rule).map(|scope| eligibility.number(&scope)) {
            None => Market::Counted,
            // The policy of an adviser or investor is put where it votes.
            Some(scope) if rule.is_policy() || !by_class => Market::Board(scope),
            Some(scope) => Market::Class(scope),
        };
        PreparedLimit {
            number,
            rule,
            class,
            scope: eligibility.number(&Scope::new(rule)),
            market,
            in_force: UncertainDays::from_spell(&Spell::new(start, end)),
        }
    }

    /// Returns the fewest companies at one time with which a person with some seat bits can exceed the limit, or `None` if
    /// the person is never of its class.
    pub(super) fn fewest(&self, bits: SeatBits) -> Option<usize> {
        let fewest = (self.rule.least() as usize) / self.heaviest(bits).max(1) + 1;
        let home = usize::from(self.class == Class::Management && self.rule.outside);
        (bits & self.required_bits() != 0).then_some(fewest.saturating_add(home))
    }

    /// Returns the most that one board can weigh.
    pub(super) fn heaviest(&self, bits: SeatBits) -> usize {
        self.weight(bits, seat_bits::CHAIR) as usize
    }

    /// Returns the highest number of boards that is allowed: for every choice of missing inputs the stated one, for some choice
    /// the lower one that holds unless a further condition is met.
    fn allowed(&self, inputs: Choice) -> u32 {
        if inputs == Choice::All { self.rule.most } else { self.rule.least() }
    }

    /// Returns `true` if a total is above the limit. Whether a further condition for the limit to apply is met is a missing
    /// input.
    pub(super) fn is_exceeded(&self, total: Option<u32>, quantifier: Quantifier) -> bool {
        let applies = quantifier.inputs == Choice::Any || self.may_be_breached();
        applies && total.is_some_and(|total| total > self.allowed(quantifier.inputs))
    }

    /// Returns `true` if the data can show that the limit is exceeded.
    pub(super) fn may_be_breached(&self) -> bool {
        self.rule.condition.is_empty()
    }

    /// Returns the numbers of the scopes that have to be known: of the boards that count, and of the market.
    pub(super) fn scopes(&self) -> impl Iterator<Item = usize> {
        let market = match self.market {
            Market::Board(scope) | Market::Class(scope) => Some(scope),
            Market::Counted => None,
        };
        std::iter::once(self.scope).chain(market)
    }

    /// Returns the seat bits of which a person of the class must have one at some time.
    fn required_bits(&self) -> SeatBits {
        match self.class {
            Class::Chief => seat_bits::CHIEF,
            Class::Executive | Class::ExecutiveDirector | Class::Management => seat_bits::EXECUTIVE,
            Class::ExecutiveNotChair => seat_bits::UNCHAIRED_EXECUTIVE,
            Class::Bank { executive: true } => seat_bits::EXECUTIVE,
            Class::Chair | Class::ExecutiveChair => seat_bits::CHAIR | seat_bits::LEAD,
            Class::Independent => seat_bits::MAYBE_INDEPENDENT,
            Class::AuditCommittee => seat_bits::AUDIT,
            Class::ControlBody => seat_bits::CONTROL,
            _ => seat_bits::BOARD,
        }
    }

    /// Returns `true` if boards weigh the same under another limit. The two then differ in the allowed number and in their
    /// days only.
    pub(super) fn weighs_as(&self, other: &PreparedLimit<'_>) -> bool {
        let key = |limit: &PreparedLimit<'_>| {
            let rule = limit.rule;
            let barred = rule.chair_barred.then_some(rule.most);
            let weights = (rule.chair_double, barred, rule.executive);
            (limit.class, limit.scope, limit.market, weights, rule.outside, rule.groups, rule.vote, rule.is_policy())
        };
        key(self) == key(other)
    }

    /// Returns the weight of a board; `chair` is the bit of a chair that counts. No chair of one's own company is barred.
    fn weight(&self, bits: SeatBits, chair: SeatBits) -> u32 {
        let barred = self.rule.chair_barred && bits & seat_bits::OUTSIDE_CHAIR != 0;
        let of_chair = match bits & chair != 0 {
            _ if barred => self.rule.most.saturating_add(1),
            true if self.rule.chair_double => 2,
            _ => 1,
        };
        if bits & seat_bits::EXECUTIVE != 0 { of_chair.max(self.rule.executive) } else { of_chair }
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
        use Class::{Chair, Chief, Executive, ExecutiveChair, ExecutiveDirector, ExecutiveNotChair};
        let by_seat = [Chair, Chief, Executive, ExecutiveChair, ExecutiveDirector, ExecutiveNotChair];
        by_seat.contains(&self.limit.class)
    }

    /// Returns `true` if a seat puts the person into the class, where the limit applies.
    fn is_class_seat(&self, seat: &ActiveSeat, quantifier: Quantifier) -> bool {
        let bits = quantifier.bits_for(seat);
        let has = |all: SeatBits| bits & all == all;
        let is = match self.limit.class {
            Class::Chief => has(seat_bits::CHIEF),
            Class::Executive => has(seat_bits::EXECUTIVE),
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
        // Boards, and seats of some other kind that count too.
        let mut count = |other: SeatBits| count_of(seat_bits::BOARD | other);
        let any_class_seat = || active_seats.iter().any(|seat| self.is_class_seat(seat, quantifier));
        match limit.class {
            Class::NonExecutive | Class::Retired => self.weigh_outside(active_seats, quantifier, each),
            Class::Supervisory | Class::Management => self.weigh_supervisory(active_seats, quantifier, each),
            Class::Chief => {
                count(seat_bits::CHIEF);
                any_class_seat()
            }
            Class::Executive | Class::ExecutiveNotChair | Class::ExecutiveChair => {
                count(seat_bits::EXECUTIVE);
                any_class_seat()
            }
            Class::ExecutiveDirector | Class::Chair | Class::Director => {
                count(0);
                any_class_seat()
            }
            Class::AuditCommittee => count_of(seat_bits::AUDIT),
            Class::ControlBody => count_of(seat_bits::CONTROL),
            Class::Independent if quantifier.inputs == Choice::All => count_of(seat_bits::INDEPENDENT),
            Class::Independent => count_of(seat_bits::MAYBE_INDEPENDENT),
            Class::Bank { executive } => {
                count(0);
                let board = |seat: &&ActiveSeat| {
                    quantifier.bits_for(seat) & seat_bits::BOARD != 0 && self.classifies(seat, quantifier)
                };
                let office = |seat: &ActiveSeat| {
                    quantifier.bits_for(seat) & seat_bits::EXECUTIVE != 0 && quantifier.counts_for(self.answer(seat))
                };
                let banks =
                    || active_seats.iter().filter(board).any(|seat| self.eligibility.banks.may_be(seat.company));
                quantifier.inputs == Choice::Any && (!executive || active_seats.iter().any(office)) && banks()
            }
            Class::Other => {
                count(0);
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

    /// Weighs non-executive seats. If the limit is for the management board, the person's own company does not count; of
    /// several that may be it, the one that weighs least is left out.
    fn weigh_supervisory(
        &self,
        active_seats: &[ActiveSeat],
        quantifier: Quantifier,
        mut each: impl FnMut(&ActiveSeat, u32),
    ) -> bool {
        let management = self.limit.class == Class::Management;
        let apart = management && self.limit.rule.outside;
        let weight = |seat: &ActiveSeat| {
            let bits = quantifier.bits_for(seat);
            let own = apart && quantifier.bits_against(seat) & seat_bits::EXECUTIVE != 0;
            let counts = !own && bits & seat_bits::OUTSIDE != 0 && quantifier.counts_for(self.answer(seat));
            if counts { self.limit.weight(bits & !seat_bits::EXECUTIVE, seat_bits::OUTSIDE_CHAIR) } else { 0 }
        };
        let homes = active_seats.iter().filter(|seat| {
            management && quantifier.bits_for(seat) & seat_bits::EXECUTIVE != 0 && self.classifies(seat, quantifier)
        });
        let home = homes.min_by_key(|seat| weight(seat)).map(|seat| seat.company);
        let mut any = home.is_some();
        for seat in active_seats {
            let weight = weight(seat);
            if weight > 0 && !(apart && home == Some(seat.company)) {
                any |= !management;
                each(seat, weight);
            }
        }
        any
    }

    /// Returns `true` if the person may be of the class, with several boards that may count.
    pub(super) fn counts_several(&self, active_seats: &[ActiveSeat]) -> bool {
        let mut boards = 0;
        let is_of_class = self.weigh(active_seats, Quantifier::POSSIBLE_AT_WORST, |_| boards += 1);
        is_of_class && boards >= SEVERAL
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
