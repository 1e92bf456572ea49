//! Event studies of appointments: whether two companies make more deals in the days around an appointment that connects
//! them than in the rest of their joint history.
//!
//! An appointment connects companies X and Y if a person tied to X, by a seat or another tie, joins the board of Y. The
//! days of joining are those of the rule `appointment-window` (see the module `tenure`). For each pair with an
//! appointment and a deal, deals per day within the window are compared with deals per day outside. A partly known date
//! is any day of its range: counts are certain, possible and expected (see [`pattern`]), and the interval of the rate
//! ratio is as wide as the dates allow.

pub mod pattern;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::question::{Evidence, Named};
use interlocks_core::model::{Certainty, Day, DayRange, DaySpan, Spell};
use interlocks_core::random::SplitMix64;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, UncertainDays};

use crate::statistics::Correction;
use crate::statistics::binomial::{binomial_tail, clopper_pearson};
use crate::tenure::{ServiceSpell, SpellOnRecord, last_day, service_spells};
use pattern::{HistoryDays, NearCount, Pattern, PlacedAppointment};

/// Options of [`studies`]. By default: all pairs, a window of 90 days and 9,999 permutations from seed 1.
///
/// ```
/// use interlocks_analysis::event_study::EventStudyOptions;
/// let options = EventStudyOptions::default().window(30).permutations(999).seed(7);
/// assert_eq!((options.window, options.permutations, options.seed), (30, 999, 7));
/// ```
#[derive(Clone, Debug)]
pub struct EventStudyOptions {
    /// Days before and after an appointment that are near it. Default: 90.
    pub window: i64,
    /// The number of shifted histories that each pair is compared with. Default: 9,999.
    pub permutations: u32,
    /// The random seed. Default: 1.
    pub seed: u64,
    /// Only this part of every history. Default: all of it.
    pub during: DaySpan,
    /// `true` to leave out appointments that are only possible. Default: `false`.
    pub certain_only: bool,
    /// Only pairs with this company; with several, only pairs among them. Default: empty, which means all pairs.
    pub companies: Vec<CompanyIx>,
}

impl Default for EventStudyOptions {
    fn default() -> EventStudyOptions {
        EventStudyOptions {
            window: 90,
            permutations: 9_999,
            seed: 1,
            during: DaySpan::ALWAYS,
            certain_only: false,
            companies: Vec::new(),
        }
    }
}

impl EventStudyOptions {
    /// Sets the days before and after an appointment that are near it.
    #[must_use]
    pub fn window(mut self, days: i64) -> Self {
        self.window = days;
        self
    }

    /// Sets the number of shifted histories that each pair is compared with.
    #[must_use]
    pub fn permutations(mut self, count: u32) -> Self {
        self.permutations = count;
        self
    }

    /// Sets the random seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Uses only this part of every history.
    #[must_use]
    pub fn during(mut self, window: DaySpan) -> Self {
        self.during = window;
        self
    }

    /// Sets whether appointments that are only possible are left out.
    #[must_use]
    pub fn certain_only(mut self, certain_only: bool) -> Self {
        self.certain_only = certain_only;
        self
    }

    /// Asks only about pairs with this company; with several, only about pairs among them.
    #[must_use]
    pub fn companies(mut self, companies: impl IntoIterator<Item = CompanyIx>) -> Self {
        self.companies = companies.into_iter().collect();
        self
    }
}

/// The confidence level of [`Study::interval`].
pub const CONFIDENCE_LEVEL: f64 = 0.95;

/// A person tied to one company of a pair joins the board of the other.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Appointment {
    /// The person.
    pub person: Named,
    /// The company whose board the person joined.
    pub company: Named,
    /// The company that the person was tied to.
    pub home: Named,
    /// The first day on which it may have happened.
    pub first: Day,
    /// The last day on which it may have happened.
    pub last: Day,
    /// `true` if for every choice of days the person joined, and was tied to the other company then.
    pub certain: bool,
    /// The seats and ties it rests on.
    pub evidence: Vec<Evidence>,
}

/// A deal of a pair.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StudiedDeal {
    /// The id in the data.
    pub id: String,
    /// The date as the data states it.
    #[cfg_attr(feature = "schema", schemars(with = "interlocks_core::model::PartialDate"))]
    pub date: String,
    /// The kind of deal.
    pub kind: String,
    /// The status of the deal: `completed`, `alleged` …
    pub status: String,
    /// Ids of the sources.
    pub sources: Vec<String>,
    /// The certainty that the deal lies near an appointment: `certain`, `possible` or `no`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["certain", "possible", "no"])))]
    pub near: &'static str,
    /// The probability that it lies near an appointment.
    pub probability: f64,
}

/// The joint history of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct History {
    /// The first day, and the day after the last.
    #[serde(flatten)]
    pub span: DaySpan,
    /// The number of days.
    pub days: usize,
}

/// The number of days near an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NearDays {
    /// The fewest that the dates allow.
    pub min: f64,
    /// The most that the dates allow.
    pub max: f64,
    /// The average over all choices of days.
    pub expected: f64,
}

/// The number of rows left out because their date is unknown or outside the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "StudyLeftOut"))]
pub struct LeftOut {
    /// Appointments left out.
    pub appointments: usize,
    /// Deals left out.
    pub deals: usize,
}

/// A confidence interval of the rate ratio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end; `None` if the data sets none.
    pub high: Option<f64>,
}

/// The event study of one pair of companies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Study {
    /// One company.
    pub a: Named,
    /// The other company.
    pub b: Named,
    /// The appointments that connect the two, in order of time.
    pub appointments: Vec<Appointment>,
    /// The deals between the two, in order of time.
    pub deals: Vec<StudiedDeal>,
    /// The joint history.
    pub history: History,
    /// The days near an appointment.
    pub near_days: NearDays,
    /// Deals near an appointment.
    pub near: NearCount,
    /// Expected deals on the day of an appointment or within the window after it. A deal between two appointments may be
    /// both after and before one.
    pub after: f64,
    /// Expected deals within the window before an appointment.
    pub before: f64,
    /// Expected deals not near an appointment.
    pub elsewhere: f64,
    /// Expected deals per day near appointments; `None` if there are no such days.
    pub rate_near: Option<f64>,
    /// Expected deals per day elsewhere; `None` if there are no such days.
    pub rate_elsewhere: Option<f64>,
    /// `rate_near / rate_elsewhere`; `None` if there are no deals elsewhere.
    pub rate_ratio: Option<f64>,
    /// The exact confidence interval of the ratio; see [`exact_interval`].
    pub interval: Interval,
    /// The probability of at least as many certain deals near appointments if deals were spread evenly: the binomial
    /// tail, with as many near days as the dates allow.
    pub p_exact: f64,
    /// The share of shifted histories with at least as many deals near appointments; see [`Pattern::permutation`].
    pub p_permutation: f64,
    /// `p_permutation` corrected by Holm (1979) over all pairs of the answer.
    pub p_holm: f64,
    /// `p_permutation` corrected by Benjamini and Hochberg (1995) over all pairs of the answer.
    pub q_bh: f64,
    /// Rows left out.
    pub left_out: LeftOut,
}

/// Studies every pair of companies with a deal and an appointment that connects them. The smallest p-value comes first,
/// then the largest ratio, then names and ids. Empty if dates are ignored.
///
/// In parallel over pairs. Random numbers depend only on the seed and on the ids of a pair.
///
/// Cost per pair: its days, plus its deals times the permutations.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::event_study::{EventStudyOptions, studies};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = EventStudyOptions::default().permutations(99);
/// for study in studies(&graph, &options).iter().take(3) {
///     println!("{} and {}: {:?} times as many deals", study.a.name, study.b.name, study.rate_ratio);
/// }
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn studies(graph: &BoardGraph, options: &EventStudyOptions) -> Vec<Study> {
    if graph.is_undated() {
        return Vec::new();
    }
    let pairs: Vec<((CompanyIx, CompanyIx), Vec<DealIx>)> = dealing_pairs(graph, options).into_iter().collect();
    let mut studies: Vec<Study> =
        pairs.par_iter().filter_map(|((a, b), deals)| Pair { graph, a: *a, b: *b, options }.study(deals)).collect();
    let p: Vec<f64> = studies.iter().map(|study| study.p_permutation).collect();
    let corrected = |correction: Correction| correction.corrected(&p, p.len() as u64);
    let (holm, bh) = (corrected(Correction::Holm), corrected(Correction::BenjaminiHochberg));
    for ((study, holm), bh) in studies.iter_mut().zip(holm).zip(bh) {
        (study.p_holm, study.q_bh) = (digits(holm), digits(bh));
    }
    studies.sort_by(|x, y| {
        let ratio = |study: &Study| study.rate_ratio.unwrap_or(f64::INFINITY);
        let names = |s: &Study| (s.a.name.clone(), s.b.name.clone(), s.a.id.clone(), s.b.id.clone());
        let p = x.p_permutation.total_cmp(&y.p_permutation).then(x.p_exact.total_cmp(&y.p_exact));
        p.then(ratio(y).total_cmp(&ratio(x))).then_with(|| names(x).cmp(&names(y)))
    });
    studies
}

/// Rounds to six decimals, which are the same on every machine.
fn digits(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Returns the pairs that are asked for and have deals, with the deals.
fn dealing_pairs(graph: &BoardGraph, options: &EventStudyOptions) -> BTreeMap<(CompanyIx, CompanyIx), Vec<DealIx>> {
    let chosen: BTreeSet<CompanyIx> = options.companies.iter().copied().collect();
    let wanted = |a: CompanyIx, b: CompanyIx| match chosen.len() {
        0 => true,
        1 => chosen.contains(&a) || chosen.contains(&b),
        _ => chosen.contains(&a) && chosen.contains(&b),
    };
    let mut pairs: BTreeMap<(CompanyIx, CompanyIx), Vec<DealIx>> = BTreeMap::new();
    for deal in graph.deals() {
        let parties: BTreeSet<CompanyIx> = graph.compared_parties(deal).into_iter().collect();
        for &a in &parties {
            for &b in parties.range(a..).skip(1).filter(|b| wanted(a, **b)) {
                pairs.entry((a, b)).or_default().push(deal);
            }
        }
    }
    pairs
}

/// Returns the exact confidence interval of the rate ratio.
///
/// Given the number of deals, each is near an appointment with a probability whose odds are the rate ratio times near
/// days over other days. The lower end follows from the lower end of the interval of Clopper and Pearson (1934) for the
/// deals certainly near, with the most near days that the dates allow; the upper end from the upper end for the deals
/// possibly near, with the fewest. If all dates are known, this is the exact conditional interval.
pub fn exact_interval(near: &NearCount, deals: usize, days: f64, near_days: &NearDays) -> Interval {
    let (low, _) = clopper_pearson(near.certain, deals, CONFIDENCE_LEVEL);
    let (_, high) = clopper_pearson(near.possible, deals, CONFIDENCE_LEVEL);
    let ratio = |share: f64, near: f64| share / (1.0 - share) * (days - near) / near;
    Interval {
        low: if low > 0.0 && near_days.max > 0.0 { digits(ratio(low, near_days.max)) } else { 0.0 },
        high: (high < 1.0 && near_days.min > 0.0).then(|| digits(ratio(high, near_days.min))),
    }
}

/// Two companies to study.
struct Pair<'a> {
    graph: &'a BoardGraph,
    a: CompanyIx,
    b: CompanyIx,
    options: &'a EventStudyOptions,
}

impl Pair<'_> {
    fn study(&self, deals: &[DealIx]) -> Option<Study> {
        let mut appointments = self.appointments();
        let mut left_out = LeftOut::default();
        let history = self.history()?;
        let days = usize::try_from(history.to.since(history.from)).ok()?;
        let mut joined = Vec::new();
        appointments.retain(|appointment| {
            let day = placed(DayRange::new(appointment.first, appointment.last), history);
            left_out.appointments += usize::from(day.is_none());
            joined.extend(day.map(|day| PlacedAppointment { day, certain: appointment.certain }));
            day.is_some()
        });
        let dated: Vec<(DealIx, HistoryDays)> =
            deals.iter().filter_map(|deal| Some((*deal, placed(self.graph.deal_days(*deal)?, history)?))).collect();
        left_out.deals = deals.len() - dated.len();
        if appointments.is_empty() || dated.is_empty() {
            return None;
        }
        let pattern = Pattern::new(days, &joined, self.options.window);
        let places: Vec<HistoryDays> = dated.iter().map(|(_, place)| *place).collect();
        let mut studied: Vec<(Day, StudiedDeal)> = dated
            .iter()
            .map(|(deal, place)| (history.from.plus(place.first as i32), self.deal(*deal, *place, &pattern)))
            .collect();
        studied.sort_by(|(x, a), (y, b)| (x, &a.id).cmp(&(y, &b.id)));
        let deals = studied.into_iter().map(|(_, deal)| deal).collect();
        Some(self.figures(appointments, deals, History { span: history, days }, &pattern, &places, left_out))
    }

    /// Computes the figures of a pair.
    fn figures(
        &self,
        appointments: Vec<Appointment>,
        deals: Vec<StudiedDeal>,
        history: History,
        pattern: &Pattern,
        places: &[HistoryDays],
        left_out: LeftOut,
    ) -> Study {
        let counted = pattern.count(places);
        let near_days = NearDays { min: pattern.fewest, max: pattern.most, expected: digits(pattern.expected()) };
        let days = history.days as f64;
        let expected = |chances: &[f64]| digits(places.iter().map(|place| Pattern::chance(chances, *place)).sum());
        let near = NearCount { expected: digits(counted.expected), ..counted };
        let elsewhere = digits(places.len() as f64 - near.expected);
        let rate = |deals: f64, days: f64| (days > 0.0).then(|| deals / days);
        let (rate_near, rate_elsewhere) =
            (rate(near.expected, near_days.expected), rate(elsewhere, days - near_days.expected));
        let rate_ratio = match (rate_near, rate_elsewhere) {
            (Some(near), Some(elsewhere)) if elsewhere > 0.0 => Some(digits(near / elsewhere)),
            _ => None,
        };
        let named = |company| Named::new(self.graph, Entity::Company(company));
        let (a, b) = (named(self.a), named(self.b));
        let random = SplitMix64::for_pair(self.options.seed, &a.id, &b.id);
        let per_day = |rate: f64| (rate * 1e9).round() / 1e9;
        Study {
            interval: exact_interval(&near, places.len(), days, &near_days),
            p_exact: digits(binomial_tail(near.certain, places.len(), near_days.max / days)),
            p_permutation: digits(pattern.permutation(places, self.options.permutations, random)),
            p_holm: 1.0,
            q_bh: 1.0,
            after: expected(&pattern.after),
            before: expected(&pattern.before),
            rate_near: rate_near.map(per_day),
            rate_elsewhere: rate_elsewhere.map(per_day),
            a,
            b,
            appointments,
            deals,
            history,
            near_days,
            near,
            elsewhere,
            rate_ratio,
            left_out,
        }
    }

    fn deal(&self, deal: DealIx, place: HistoryDays, pattern: &Pattern) -> StudiedDeal {
        let row = self.graph.deal(deal);
        let (certain, possible) = pattern.answer(place);
        StudiedDeal {
            id: row.id,
            date: row.date.map(|date| date.to_string()).unwrap_or_default(),
            kind: row.kind,
            status: row.status,
            sources: row.sources,
            near: match Certainty::from_parts(possible, certain) {
                Some(Certainty::Certain) => "certain",
                Some(Certainty::Possible) => "possible",
                None => "no",
            },
            probability: digits(Pattern::chance(&pattern.near, place)),
        }
    }

    /// Returns the days on which both companies exist: from the later of their first days to the earlier of their last.
    fn history(&self) -> Option<DaySpan> {
        let (a, b) = (self.life(self.a)?, self.life(self.b)?);
        a.meet(b)?.meet(self.options.during).filter(|span| span.from.is_calendar() && span.to.is_calendar())
    }

    /// Returns the days of a company: from its founding, or the first day stated by a seat or tie, to its dissolution or
    /// the as-of date.
    fn life(&self, company: CompanyIx) -> Option<DaySpan> {
        let graph = self.graph;
        let row = graph.company(company);
        let seats = graph.company_seats(company).map(|seat| graph.spell(seat));
        let ties = graph.ties(Entity::Company(company)).map(|tie| graph.tie_spell(tie));
        let spells: Vec<Spell> = seats.chain(ties).collect();
        let stated = || {
            let days = spells.iter().flat_map(|spell| [spell.earliest_start, spell.latest_start, spell.earliest_end]);
            days.filter(|day| day.is_calendar())
        };
        let first =
            row.founded.as_ref().map(interlocks_core::model::PartialDate::earliest).or_else(|| stated().min())?;
        let newest = graph.as_of().or_else(|| stated().max())?;
        let last = row.dissolved.as_ref().map_or(newest, |date| date.latest().min(newest));
        DaySpan::new(first, last.plus(1))
    }

    /// Returns every appointment that connects the two, in order of time.
    fn appointments(&self) -> Vec<Appointment> {
        let mut found = Vec::new();
        for (home, board) in [(self.a, self.b), (self.b, self.a)] {
            for person in self.candidates(home, board) {
                for service in board_service(self.graph, person, board) {
                    found.extend(self.appointment(person, home, board, &service));
                }
            }
        }
        found.sort_by(|x, y| {
            let key = |a: &Appointment| (a.first, a.last, a.person.clone(), a.company.clone());
            key(x).cmp(&key(y))
        });
        found
    }

    /// Returns the people with a seat at `board` and a seat at, or a tie to, `home`.
    fn candidates(&self, home: CompanyIx, board: CompanyIx) -> BTreeSet<PersonIx> {
        let graph = self.graph;
        let mut people: BTreeSet<PersonIx> = graph.shared_people(home, board).into_iter().collect();
        for tie in graph.ties(Entity::Company(home)).filter(|tie| graph.tie_relation(*tie).binds()) {
            let (from, to) = graph.tie_ends(tie);
            people.extend([from, to].into_iter().filter_map(|end| match end {
                Entity::Person(person) => Some(person),
                Entity::Company(_) => None,
            }));
        }
        people.retain(|person| graph.seats_at(*person, board).next().is_some());
        people
    }

    /// Returns the appointment by which a person began to serve on a board, if the person may have been tied to `home`
    /// on that day.
    ///
    /// The days are those of the rule `appointment-window`: days of joining on which the person may have been tied.
    fn appointment(
        &self,
        person: PersonIx,
        home: CompanyIx,
        board: CompanyIx,
        service: &ServiceSpell,
    ) -> Option<Appointment> {
        let graph = self.graph;
        let may_hold = |spell: Spell| spell.possible().is_some_and(|days| !service.joined.within(days).is_empty());
        let seats: Vec<_> = graph.seats_at(person, home).filter(|seat| may_hold(graph.spell(*seat))).collect();
        let ties: Vec<_> = graph
            .ties(Entity::Person(person))
            .filter(|tie| {
                let (from, to) = graph.tie_ends(*tie);
                let is_to_home = [from, to].contains(&Entity::Company(home)) && graph.tie_relation(*tie).binds();
                is_to_home && may_hold(graph.tie_spell(*tie))
            })
            .collect();
        let spells = seats.iter().map(|seat| graph.spell(*seat)).chain(ties.iter().map(|tie| graph.tie_spell(*tie)));
        let tied = UncertainDays::from_spells(spells);
        let joined = service.joined.meet(&tied.possible);
        let hull = joined.hull()?;
        let is_known = graph.as_of().is_none_or(|day| last_day(hull) <= day);
        let certain = service.surely_joined && is_known && joined.meet(&tied.certain) == service.joined;
        if self.options.certain_only && !certain {
            return None;
        }
        let board_seats = graph.seats_at(person, board).filter(|seat| {
            let days = graph.spell(*seat).possible();
            graph.is_board(*seat) && days.is_some_and(|days| !joined.within(days).is_empty())
        });
        let named = |entity| Named::new(graph, entity);
        Some(Appointment {
            person: named(Entity::Person(person)),
            company: named(Entity::Company(board)),
            home: named(Entity::Company(home)),
            first: hull.from,
            last: last_day(hull),
            certain,
            evidence: board_seats
                .chain(seats)
                .map(|seat| Evidence::from_seat(graph, seat))
                .chain(ties.into_iter().map(|tie| Evidence::from_tie(graph, tie)))
                .collect(),
        })
    }
}

/// Returns the unbroken service of a person on a board, each with its days of joining.
fn board_service(graph: &BoardGraph, person: PersonIx, board: CompanyIx) -> Vec<ServiceSpell> {
    let seats = graph.seats_at(person, board).filter(|seat| graph.is_board(*seat));
    service_spells(seats.map(|seat| SpellOnRecord { spell: graph.spell(seat), sure: true }))
}

/// Returns a range of days as days of a history, cut to it; `None` if it lies outside or has an unknown end.
fn placed(days: DayRange, history: DaySpan) -> Option<HistoryDays> {
    if !(days.first.is_calendar() && days.last.is_calendar()) {
        return None;
    }
    let inside = DaySpan::from(days).meet(history)?;
    let day = |day: Day| usize::try_from(day.since(history.from)).ok();
    Some(HistoryDays { first: day(inside.from)?, last: day(inside.to.plus(-1))? })
}

#[cfg(test)]
mod tests;
