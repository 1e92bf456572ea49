//! Limits on the number of boards of one person, set by advisers, investors, codes and laws.
//!
//! Every limit of the table is applied to every person who may belong to its class, on every day on which it is in force.
//! The boards that count on a day are counted twice: the lowest and the highest number, over the days inside half-known
//! dates and over missing inputs; see [`Quantifier`].
//!
//! A certain breach needs one day on which one set of boards exceeds the limit for every choice of days. That each choice
//! of days has some day above the limit, but not the same day, is not considered.
//!
//! Cost: people who cannot have enough seats at one time are skipped; for the others, a sweep over the days on which a
//! seat begins or ends, times the boards held then, for each limit.

mod any_time;
mod board_timeline;
mod company_sets;
mod eligibility;
mod groups;
mod limit_check;
mod prepared_limit;
mod write_up;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use rayon::prelude::*;

use super::rulebook::{Groups, parameter};
use super::{Assess, CaseVerdict, Context, Count, DatedAnswer, Row, Ruling, Screen, Verdict, VerdictDays};
use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::{DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, SeatBlock, UncertainDays};

use any_time::{AnyTime, Period, Scratch};
use board_timeline::seat_bits::{self, SeatBits};
use board_timeline::{BoardTimeline, SeatSource, bits_of_capacities};
use eligibility::{CompanyEligibility, Scope};
use groups::Control;
use limit_check::{LimitCheck, Quantifier};
use prepared_limit::PreparedLimit;

/// The number of people per parallel task.
const CHUNK: usize = 1 << 12;

/// A person with this number of boards at one time is worth a row even if all limits are clear.
const SEVERAL: usize = 2;

/// The screen for one question.
pub(crate) struct Overboarding<'a> {
    context: Context<'a>,
    /// The limits in force.
    limits: Vec<PreparedLimit<'a>>,
    eligibility: CompanyEligibility,
    /// The seat bits of each capacity.
    bits: Vec<SeatBits>,
    /// By the seat bits of a person, what may apply to them; made when first needed, since few sets of bits occur.
    prospects: Vec<OnceLock<Prospects>>,
    /// `true` if any company has an owner.
    owned: bool,
    /// The days that decide.
    period: Period,
    /// `true` if one day with the gravest verdict decides a case: at any time.
    one_day_decides: bool,
}

/// A case: one person under one limit. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// The position of the limit in the table.
    limit: u16,
    person: PersonIx,
}

/// A person whose seats are laid out over time, with the control between the companies.
struct LaidOut<'c, 'a> {
    timeline: &'c BoardTimeline,
    control: Option<Control<'a>>,
}

/// What may apply to people with certain seat bits.
struct Prospects {
    /// The fewest companies at one time that make a row.
    fewest: usize,
    /// The limits that may apply.
    applicable: Vec<ApplicableLimit>,
}

/// A limit that may apply to people with certain seat bits.
struct ApplicableLimit {
    /// The index among the limits in force.
    limit: usize,
    /// The most that one board can weigh.
    heaviest: usize,
}

/// The days on which one limit is exceeded.
#[derive(Default)]
struct LimitDays {
    /// Whatever the missing inputs are.
    breach: SpanLists,
    /// If the missing inputs are as bad as can be.
    at_worst: SpanLists,
    /// `true` if several boards may count on some day.
    several: bool,
}

#[derive(Default)]
struct SpanLists {
    certain: Vec<DaySpan>,
    possible: Vec<DaySpan>,
}

impl SpanLists {
    fn uncertain_days(self) -> UncertainDays {
        UncertainDays { certain: DaySet::from_iter(self.certain), possible: DaySet::from_iter(self.possible) }
    }
}

impl<'a> Overboarding<'a> {
    pub(crate) fn new(context: Context<'a>) -> Overboarding<'a> {
        let window = context.options.query.clock.window();
        let listed = || context.rules.limits().iter();
        let mut scopes: Vec<Scope> = Vec::new();
        for scope in listed().flat_map(|limit| std::iter::once(Scope::new(limit)).chain(Scope::market(limit))) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        let eligibility = CompanyEligibility::new(context.graph, scopes);
        let mut limits: Vec<PreparedLimit<'a>> =
            (0u16..).zip(listed()).map(|(number, limit)| PreparedLimit::new(number, limit, &eligibility)).collect();
        limits.retain(|prepared| prepared.in_force.within(window).is_possible());
        let prospects = (0..=seat_bits::ALL).map(|_| OnceLock::new()).collect();
        let owned = context.graph.all_ties().any(|tie| owner_tie(context.graph, tie).is_some());
        let bits = bits_of_capacities(context.graph);
        let (period, one_day_decides) = (Period::new(context), context.options.query.clock == Clock::Ever);
        Overboarding { context, limits, eligibility, bits, prospects, owned, period, one_day_decides }
    }

    fn graph(&self) -> &'a BoardGraph {
        self.context.graph
    }

    /// Returns the fewest companies at one time with which a person with some seat bits makes a row.
    fn fewest(&self, seat_bits: SeatBits) -> usize {
        let fewest = self.limits.iter().filter_map(|prepared| prepared.fewest(seat_bits)).min().unwrap_or(usize::MAX);
        if self.context.options.wants(Verdict::Clear) { fewest.min(SEVERAL) } else { fewest }
    }

    fn prospects(&self, seat_bits: SeatBits) -> &Prospects {
        self.prospects[seat_bits as usize].get_or_init(|| Prospects {
            fewest: self.fewest(seat_bits),
            applicable: applicable(&self.limits, seat_bits),
        })
    }

    fn check<'p>(&'p self, limit: &'p PreparedLimit<'a>) -> LimitCheck<'p> {
        LimitCheck { eligibility: &self.eligibility, limit, owned: self.owned }
    }

    /// Loads the seats of a person of a block. Returns the fewest companies at one time that make a row, or `None` if the
    /// person never has that many.
    fn load(&self, timeline: &mut BoardTimeline, block: &SeatBlock<'_>, row: usize, person: PersonIx) -> Option<usize> {
        let window = self.context.options.query.clock.window();
        let committees = self.graph().names_committees();
        let source = SeatSource { graph: self.graph(), block, bits: &self.bits, window, committees };
        let companies = timeline.load(source, row, |company| self.eligibility.may_count(company));
        let fewest = self.prospects(timeline.seat_bits).fewest;
        let worth = companies >= fewest && self.may_concern(timeline, person) && timeline.may_overlap(fewest);
        worth.then_some(fewest)
    }

    /// Returns `true` if a person and their companies may be among those asked about.
    fn may_concern(&self, timeline: &BoardTimeline, person: PersonIx) -> bool {
        let concerning = &self.context.options.concerning;
        let about = |company: u32| concerning.contains(&Entity::Company(CompanyIx::new(company)));
        concerning.is_empty()
            || concerning.contains(&Entity::Person(person))
            || timeline.companies().into_iter().any(about)
    }

    /// Adds the cases of a person whose seats are laid out.
    fn judge(
        &self,
        timeline: &mut BoardTimeline,
        person: PersonIx,
        scratch: &mut Scratch,
        cases: &mut Vec<CaseVerdict<Case>>,
    ) {
        let clear = self.context.options.wants(Verdict::Clear);
        let mut grouped: Vec<&PreparedLimit<'a>> = Vec::new();
        for applicable in &self.prospects(timeline.seat_bits).applicable {
            let limit = &self.limits[applicable.limit];
            let brief = match self.one_day_decides {
                true => {
                    let check = self.check(limit);
                    AnyTime { period: &self.period, timeline, check, heaviest: applicable.heaviest }.verdict(scratch)
                }
                false => self.brief(&LaidOut { timeline, control: None }, limit),
            };
            match brief {
                // Boards that exceed the limit one by one may not exceed it as a group.
                Some((Verdict::Breach | Verdict::AbovePolicy | Verdict::Unknown | Verdict::Watch, _))
                    if self.owned && limit.rule.groups != Groups::Each =>
                {
                    grouped.push(limit);
                }
                Some((Verdict::Clear, _)) if !clear => {}
                Some((verdict, possible)) => cases.push(case(person, limit, verdict, possible)),
                None => {}
            }
        }
        if !grouped.is_empty() {
            let laid_out = self.with_groups(timeline);
            for limit in grouped {
                match self.brief(&laid_out, limit) {
                    Some((Verdict::Clear, _)) if !clear => {}
                    Some((verdict, possible)) => cases.push(case(person, limit, verdict, possible)),
                    None => {}
                }
            }
        }
    }

    /// Lays the seats of a person out again, with the days on which control changes as further boundaries.
    fn with_groups<'c>(&self, timeline: &'c mut BoardTimeline) -> LaidOut<'c, 'a> {
        let threshold = self.context.rules.number(parameter::IAS_CONTROL_PERCENT);
        let control = Control::above(self.graph(), &timeline.companies(), threshold);
        timeline.lay_out(self.prospects(timeline.seat_bits).fewest, &control.change_days());
        LaidOut { timeline, control: Some(control) }
    }

    /// Returns the verdict, and whether it is only possible; `None` if the limit does not concern the person.
    fn brief(&self, laid_out: &LaidOut<'_, '_>, limit: &PreparedLimit<'_>) -> Option<(Verdict, bool)> {
        let query = &self.context.options.query;
        let days = self.days(laid_out, limit, query.clock == Clock::Ever);
        let several = days.several;
        if days.at_worst.possible.is_empty() {
            return several.then_some((Verdict::Clear, false));
        }
        let ruling = ruling(self.context, days, limit);
        (ruling.verdict != Verdict::Clear || several).then_some((ruling.verdict, !ruling.certain))
    }

    /// Returns the days on which a person exceeds a limit. With `first_is_enough` the search ends at the first day of a
    /// certain breach.
    fn days(&self, laid_out: &LaidOut<'_, '_>, limit: &PreparedLimit<'_>, first_is_enough: bool) -> LimitDays {
        let clear = self.context.options.wants(Verdict::Clear);
        let mut days = LimitDays::default();
        for (span, active_seats) in laid_out.timeline.intervals() {
            let in_force = |spans: &DaySet| spans.meets_span(span);
            if !in_force(&limit.in_force.possible) {
                continue;
            }
            let check = self.check(limit);
            let total = |quantifier| match &laid_out.control {
                Some(control) => {
                    let (is_of_class, total) = check.total_of_groups(active_seats, quantifier, span.from, control);
                    is_of_class.then_some(total)
                }
                None => check.total(active_seats, quantifier),
            };
            let above = |quantifier| limit.is_exceeded(total(quantifier), quantifier);
            let asked = || span.meet(self.period.asked).is_some_and(|days| limit.in_force.possible.meets_span(days));
            if clear && !days.several && asked() {
                days.several = check.counts_several(active_seats);
            }
            if !above(Quantifier::POSSIBLE_AT_WORST) {
                continue;
            }
            days.at_worst.possible.push(span);
            if above(Quantifier::CERTAIN_AT_WORST) {
                days.at_worst.certain.push(span);
            }
            if above(Quantifier::POSSIBLE) {
                days.breach.possible.push(span);
                if above(Quantifier::CERTAIN) {
                    days.breach.certain.push(span);
                    if first_is_enough && in_force(&limit.in_force.certain) {
                        break;
                    }
                }
            }
        }
        days
    }
}

/// Returns the ruling on a limit.
fn ruling(context: Context<'_>, days: LimitDays, limit: &PreparedLimit<'_>) -> Ruling {
    let ruling = verdict_days(days, limit).ruling(context);
    if limit.rule.is_policy() { ruling.of_policy() } else { ruling }
}

/// Returns the days of each verdict, of those on which the limit is in force.
fn verdict_days(days: LimitDays, limit: &PreparedLimit<'_>) -> VerdictDays {
    let yes = days.breach.uncertain_days().meet(&limit.in_force);
    let maybe = days.at_worst.uncertain_days().meet(&limit.in_force);
    VerdictDays::from(&DatedAnswer { yes, maybe })
}

/// Returns the limits that may apply to a person with some seat bits.
fn applicable(limits: &[PreparedLimit<'_>], seat_bits: SeatBits) -> Vec<ApplicableLimit> {
    let own = limits.iter().enumerate().filter(|(_, prepared)| prepared.fewest(seat_bits).is_some());
    own.map(|(limit, prepared)| ApplicableLimit { limit, heaviest: prepared.heaviest(seat_bits) }).collect()
}

fn case(person: PersonIx, limit: &PreparedLimit<'_>, verdict: Verdict, possible: bool) -> CaseVerdict<Case> {
    CaseVerdict { verdict, possible, case: Case { limit: limit.number, person } }
}

impl Overboarding<'_> {
    /// Goes through all people in parallel, and applies a function to the cases of each chunk.
    fn by_chunk<T: Send>(&self, of_chunk: impl Fn(&[CaseVerdict<Case>]) -> T + Sync) -> Vec<T> {
        /// Buffers that are reused from chunk to chunk.
        struct Buffers<'g> {
            block: SeatBlock<'g>,
            timeline: BoardTimeline,
            scratch: Scratch,
            cases: Vec<CaseVerdict<Case>>,
        }
        let people = self.graph().person_count();
        let fewest = self.fewest(seat_bits::ALL);
        let begin = || Buffers {
            block: SeatBlock::empty(self.graph()),
            timeline: BoardTimeline::default(),
            scratch: Scratch::default(),
            cases: Vec::new(),
        };
        let judge_chunk = |buffers: &mut Buffers<'_>, chunk: usize| {
            let Buffers { block, timeline, scratch, cases } = buffers;
            let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(people);
            block.load(range.clone());
            cases.clear();
            for number in range.clone() {
                let row = number - range.start;
                let person = PersonIx::new(number as u32);
                if block.rows(row).len() < fewest {
                    continue;
                }
                if let Some(fewest) = self.load(timeline, block, row, person) {
                    if self.one_day_decides {
                        timeline.rank(fewest);
                        scratch.begin(timeline, &self.eligibility);
                    } else {
                        timeline.lay_out(fewest, &[]);
                    }
                    self.judge(timeline, person, scratch, cases);
                }
            }
            of_chunk(cases)
        };
        (0..people.div_ceil(CHUNK)).into_par_iter().map_init(begin, judge_chunk).collect()
    }
}

impl Assess for Overboarding<'_> {
    const SCREEN: Screen = Screen::Overboarding;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        self.by_chunk(<[_]>::to_vec).concat()
    }

    fn tally(&self, wanted: &(dyn Fn(&CaseVerdict<Case>) -> bool + Sync)) -> Count {
        let counts = self.by_chunk(|cases| Count::of(Self::SCREEN, cases, wanted));
        counts.into_iter().fold(Count::new(Self::SCREEN), Count::plus)
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let companies = self.write_up(case).companies();
        let companies = companies.into_iter().map(|company| Entity::Company(CompanyIx::new(company)));
        std::iter::once(Entity::Person(case.person)).chain(companies).collect()
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(case).row()
    }
}
