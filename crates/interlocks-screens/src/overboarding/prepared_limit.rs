//! A limit of the table, with its class, scope and days resolved.

use super::SEVERAL;
use super::board_timeline::seat_bits::{self, SeatBits};
use super::eligibility::{CompanyEligibility, Scope};
use super::limit_check::{Choice, Quantifier};
use crate::rulebook::Limit;
use crate::rulebook::class::Class;
use interlocks_core::model::{Day, DayRange, Spell};
use interlocks_graph::UncertainDays;

/// The seats that must be in the market of a limit for it to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Market {
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
    pub(super) market: Market,
    pub(super) in_force: UncertainDays,
}

impl<'a> PreparedLimit<'a> {
    pub(super) fn new(number: u16, rule: &'a Limit, eligibility: &CompanyEligibility) -> PreparedLimit<'a> {
        let start = rule.from.map_or(DayRange::exactly(Day::MIN), |date| date.days());
        // The last day counts; the day after does not.
        let end = rule
            .to
            .map_or(DayRange::exactly(Day::MAX), |date| DayRange::new(date.earliest().plus(1), date.latest().plus(1)));
        let class = Class::from_words(&rule.applies_to);
        let by_class = class.is_by_executive_seat() || matches!(class, Class::Chair | Class::Bank { .. });
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
        let home = usize::from(self.rule.outside && self.class.is_by_executive_seat());
        (bits & self.required_bits() != 0).then_some(fewest.saturating_add(home))
    }

    /// Returns the boards that count from which a person is worth a row even if the limit is clear: several, with an own
    /// company that does not count.
    pub(super) fn several(&self) -> usize {
        SEVERAL - usize::from(self.rule.outside && self.class.is_by_executive_seat())
    }

    /// Returns the most that one board can weigh.
    pub(super) fn heaviest(&self, bits: SeatBits) -> usize {
        self.weight(bits, seat_bits::CHAIR) as usize
    }

    /// Returns the highest number of boards that is allowed: for every choice of missing inputs the stated one, for some choice
    /// the lower one that holds unless a further condition is met.
    pub(super) fn allowed(&self, inputs: Choice) -> u32 {
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
    pub(super) fn required_bits(&self) -> SeatBits {
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

    /// Returns the seat bits of which a seat must have one to count, or more: whoever counts is on a board, for most limits.
    pub(super) fn counted_bits(&self) -> SeatBits {
        match self.class {
            Class::NonExecutive | Class::Retired | Class::Supervisory | Class::Management => seat_bits::OUTSIDE,
            class if self.rule.outside && class.is_by_executive_seat() => seat_bits::OUTSIDE,
            Class::Chief => seat_bits::BOARD | seat_bits::CHIEF,
            Class::Executive | Class::ExecutiveNotChair | Class::ExecutiveChair => {
                seat_bits::BOARD | seat_bits::EXECUTIVE
            }
            Class::ExecutiveDirector | Class::Chair | Class::Director | Class::Bank { .. } | Class::Other => {
                seat_bits::BOARD
            }
            Class::AuditCommittee => seat_bits::AUDIT,
            Class::ControlBody => seat_bits::CONTROL,
            Class::Independent => seat_bits::MAYBE_INDEPENDENT,
        }
    }

    /// Returns the weight of a board; `chair` is the bit of a chair that counts. No chair of one's own company is barred.
    pub(super) fn weight(&self, bits: SeatBits, chair: SeatBits) -> u32 {
        let barred = self.rule.chair_barred && bits & seat_bits::OUTSIDE_CHAIR != 0;
        let of_chair = match bits & chair != 0 {
            _ if barred => self.rule.most.saturating_add(1),
            true if self.rule.chair_double => 2,
            _ => 1,
        };
        if bits & seat_bits::EXECUTIVE != 0 { of_chair.max(self.rule.executive) } else { of_chair }
    }
}
