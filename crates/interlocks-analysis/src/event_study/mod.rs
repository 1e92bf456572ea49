//! Appointment studies: do two companies deal more in the days around an appointment that joins
//! them than in the rest of their joint history?
//!
//! An appointment joins companies X and Y when somebody tied to X, by a seat or another tie, joins
//! the board of Y. For each pair with an appointment and a deal, deals per day within the window
//! are set against deals per day outside. Dates known in part are any day of their range: counts
//! are given as certain, possible and expected (see [`pattern`]), and the interval of the rate
//! ratio is as wide as the dates allow.

pub mod pattern;

use interlocks_core::random::SplitMix64;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::conflicts::binds;
use super::question::{Evidence, Named};
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, UncertainDays};

use crate::statistics::Correction;
use crate::statistics::binomial::{binomial_tail, clopper_pearson};
use pattern::{Counted, Joined, Pattern, Within};

/// What to ask.
#[derive(Clone, Debug)]
pub struct EventStudyOptions {
    /// Days before and after an appointment that are near it.
    pub window: i64,
    /// How many shifted histories each pair is compared with.
    pub permutations: u32,
    /// Where chance begins.
    pub seed: u64,
    /// Only this part of every history.
    pub during: DaySpan,
    /// Only appointments that are certain: the person surely had the other company for home.
    pub certain_only: bool,
    /// Only pairs with one of these companies; with several, only pairs among them.
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

/// The level of [`Study::interval`].
pub const LEVEL: f64 = 0.95;

/// Somebody tied to one company of a pair who joins the board of the other.
#[derive(Clone, Debug, Serialize)]
pub struct Appointment {
    pub person: Named,
    /// The board that was joined.
    pub company: Named,
    /// What the person was tied to.
    pub home: Named,
    /// The first and the last day on which it may have been.
    pub first: Day,
    pub last: Day,
    pub certain: bool,
    /// The seats and ties it rests on.
    pub evidence: Vec<Evidence>,
}

/// A deal of a pair.
#[derive(Clone, Debug, Serialize)]
pub struct StudiedDeal {
    pub id: String,
    /// As the data states it.
    pub date: String,
    pub kind: String,
    /// What is known of the deal itself: `completed`, `alleged` …
    pub status: String,
    pub sources: Vec<String>,
    /// Whether it lies near an appointment: `certain`, `possible` or `no`.
    pub near: &'static str,
    /// The probability that it does.
    pub probability: f64,
}

/// The days of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct History {
    #[serde(flatten)]
    pub span: DaySpan,
    pub days: usize,
}

/// How many days lie near an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct NearDays {
    pub min: f64,
    pub max: f64,
    pub expected: f64,
}

/// What was left out because its date is unknown or outside the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    pub appointments: usize,
    pub deals: usize,
}

/// A range of rate ratios; no upper end where none is set by the data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    pub low: f64,
    pub high: Option<f64>,
}

/// One pair of companies, studied.
#[derive(Clone, Debug, Serialize)]
pub struct Study {
    pub a: Named,
    pub b: Named,
    /// In order of time.
    pub appointments: Vec<Appointment>,
    pub deals: Vec<StudiedDeal>,
    pub history: History,
    pub near_days: NearDays,
    /// Deals near an appointment.
    pub near: Counted,
    /// Of these, expected: up to the window after one, its own day included; and before one. A
    /// deal between two appointments may be both.
    pub after: f64,
    pub before: f64,
    /// Deals elsewhere, expected.
    pub elsewhere: f64,
    /// Expected deals a day, near appointments and elsewhere; null where there are no such days.
    pub rate_near: Option<f64>,
    pub rate_elsewhere: Option<f64>,
    /// The one by the other; null where nothing lies elsewhere.
    pub rate_ratio: Option<f64>,
    /// The exact interval of the ratio, see [`exact_interval`].
    pub interval: Interval,
    /// The chance of at least as many certain deals near appointments if they fell evenly: the
    /// binomial tail, with as many near days as the dates allow.
    pub p_exact: f64,
    /// The share of shifted histories with as many deals near, see [`Pattern::permutation`].
    pub p_permutation: f64,
    /// The same after Holm and after Benjamini and Hochberg, over all pairs of the answer.
    pub p_holm: f64,
    pub q_bh: f64,
    pub left_out: LeftOut,
}

/// Every pair of companies with an appointment that joins them and a deal between them, smallest
/// p-value first, then the largest ratio, then by names and ids. None where dates are ignored.
///
/// In parallel over pairs; chance depends on the seed and on the ids of a pair alone.
///
/// Cost: for a pair its days, and its deals times the permutations.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::event_study::{EventStudyOptions, studies};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = EventStudyOptions { permutations: 99, ..EventStudyOptions::default() };
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

/// Six digits after the point: no more than the sums are good for on every machine.
fn digits(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// The pairs that are asked for and have deals, with the deals.
fn dealing_pairs(graph: &BoardGraph, options: &EventStudyOptions) -> BTreeMap<(CompanyIx, CompanyIx), Vec<DealIx>> {
    let chosen: BTreeSet<CompanyIx> = options.companies.iter().copied().collect();
    let wanted = |a: CompanyIx, b: CompanyIx| match chosen.len() {
        0 => true,
        1 => chosen.contains(&a) || chosen.contains(&b),
        _ => chosen.contains(&a) && chosen.contains(&b),
    };
    let mut pairs: BTreeMap<(CompanyIx, CompanyIx), Vec<DealIx>> = BTreeMap::new();
    for deal in graph.deals() {
        let parties: BTreeSet<CompanyIx> = graph.deal_parties(deal).collect();
        for &a in &parties {
            for &b in parties.range(a..).skip(1).filter(|b| wanted(a, **b)) {
                pairs.entry((a, b)).or_default().push(deal);
            }
        }
    }
    pairs
}

/// The exact interval of the rate ratio.
///
/// Given their number, each deal falls near an appointment with a probability whose odds are the
/// rate ratio times near days over other days. The lower end takes the lower end of the interval
/// of Clopper and Pearson for the deals that are certainly near, with as many near days as the
/// dates allow; the upper end takes the upper one for the deals that are possibly near, with as
/// few. Where all dates are known this is the exact conditional interval.
pub fn exact_interval(near: &Counted, deals: usize, days: f64, near_days: &NearDays) -> Interval {
    let (low, _) = clopper_pearson(near.certain, deals, LEVEL);
    let (_, high) = clopper_pearson(near.possible, deals, LEVEL);
    let ratio = |share: f64, near: f64| share / (1.0 - share) * (days - near) / near;
    Interval {
        low: if low > 0.0 && near_days.max > 0.0 { digits(ratio(low, near_days.max)) } else { 0.0 },
        high: (high < 1.0 && near_days.min > 0.0).then(|| digits(ratio(high, near_days.min))),
    }
}

/// Two companies that may be studied.
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
            joined.extend(day.map(|day| Joined { day, certain: appointment.certain }));
            day.is_some()
        });
        let dated: Vec<(DealIx, Within)> =
            deals.iter().filter_map(|deal| Some((*deal, placed(self.graph.deal_days(*deal)?, history)?))).collect();
        left_out.deals = deals.len() - dated.len();
        if appointments.is_empty() || dated.is_empty() {
            return None;
        }
        let pattern = Pattern::new(days, &joined, self.options.window);
        let places: Vec<Within> = dated.iter().map(|(_, place)| *place).collect();
        let mut told: Vec<(Day, StudiedDeal)> = dated
            .iter()
            .map(|(deal, place)| (history.from.plus(place.first as i32), self.deal(*deal, *place, &pattern)))
            .collect();
        told.sort_by(|(x, a), (y, b)| (x, &a.id).cmp(&(y, &b.id)));
        let deals = told.into_iter().map(|(_, deal)| deal).collect();
        Some(self.told(appointments, deals, History { span: history, days }, &pattern, &places, left_out))
    }

    /// The figures of a pair.
    fn told(
        &self,
        appointments: Vec<Appointment>,
        deals: Vec<StudiedDeal>,
        history: History,
        pattern: &Pattern,
        places: &[Within],
        left_out: LeftOut,
    ) -> Study {
        let counted = pattern.count(places);
        let near_days = NearDays { min: pattern.fewest, max: pattern.most, expected: digits(pattern.expected()) };
        let days = history.days as f64;
        let expected = |chances: &[f64]| digits(places.iter().map(|place| Pattern::chance(chances, *place)).sum());
        let near = Counted { expected: digits(counted.expected), ..counted };
        let elsewhere = digits(places.len() as f64 - near.expected);
        let rate = |deals: f64, days: f64| (days > 0.0).then(|| deals / days);
        let (rate_near, rate_elsewhere) =
            (rate(near.expected, near_days.expected), rate(elsewhere, days - near_days.expected));
        let rate_ratio = match (rate_near, rate_elsewhere) {
            (Some(near), Some(elsewhere)) if elsewhere > 0.0 => Some(digits(near / elsewhere)),
            _ => None,
        };
        let named = |company| Named::of(self.graph, Entity::Company(company));
        let (a, b) = (named(self.a), named(self.b));
        let draws = SplitMix64::for_pair(self.options.seed, &a.id, &b.id);
        let per_day = |rate: f64| (rate * 1e9).round() / 1e9;
        Study {
            interval: exact_interval(&near, places.len(), days, &near_days),
            p_exact: digits(binomial_tail(near.certain, places.len(), near_days.max / days)),
            p_permutation: digits(pattern.permutation(places, self.options.permutations, draws)),
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

    fn deal(&self, deal: DealIx, place: Within, pattern: &Pattern) -> StudiedDeal {
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

    /// The days on which both companies are there: from the later of their first days to the
    /// earlier of their last.
    fn history(&self) -> Option<DaySpan> {
        let (a, b) = (self.life(self.a)?, self.life(self.b)?);
        a.meet(b)?.meet(self.options.during).filter(|span| span.from.is_calendar() && span.to.is_calendar())
    }

    /// From the founding of a company, or the first day that a seat or a deal of it states, to its
    /// end or the day the data describes.
    fn life(&self, company: CompanyIx) -> Option<DaySpan> {
        let graph = self.graph;
        let row = graph.company(company);
        let seats: Vec<Spell> = graph.company_seats(company).map(|seat| graph.spell(seat)).collect();
        let deals: Vec<DayRange> = graph.company_deals(company).filter_map(|deal| graph.deal_days(deal)).collect();
        let stated = || {
            let seats = seats.iter().flat_map(|spell| [spell.earliest_start, spell.latest_start, spell.earliest_end]);
            seats.chain(deals.iter().flat_map(|days| [days.first, days.last])).filter(|day| day.is_calendar())
        };
        let first = row.founded.as_ref().map(|date| date.earliest()).or_else(|| stated().min())?;
        let newest = graph.as_of().or_else(|| stated().max())?;
        let last = row.dissolved.as_ref().map_or(newest, |date| date.latest().min(newest));
        DaySpan::new(first, last.plus(1))
    }

    /// Every appointment that joins the two, in order of time.
    fn appointments(&self) -> Vec<Appointment> {
        let mut found = Vec::new();
        for (home, board) in [(self.a, self.b), (self.b, self.a)] {
            for person in self.candidates(home, board) {
                for days in joinings(self.graph, person, board) {
                    found.extend(self.appointment(person, home, board, days));
                }
            }
        }
        found.sort_by(|x, y| {
            let key = |a: &Appointment| (a.first, a.last, a.person.clone(), a.company.clone());
            key(x).cmp(&key(y))
        });
        found
    }

    /// Everybody with a seat at `board` and a seat at, or a tie to, `home`.
    fn candidates(&self, home: CompanyIx, board: CompanyIx) -> BTreeSet<PersonIx> {
        let graph = self.graph;
        let mut people: BTreeSet<PersonIx> = graph.shared_people(home, board).into_iter().collect();
        for tie in graph.ties(Entity::Company(home)).filter(|tie| binds(graph.tie_kind(*tie))) {
            let (from, to) = graph.tie_ends(tie);
            people.extend([from, to].into_iter().filter_map(|end| match end {
                Entity::Person(person) => Some(person),
                Entity::Company(_) => None,
            }));
        }
        people.retain(|person| graph.seats_at(*person, board).next().is_some());
        people
    }

    /// Somebody who joined a board on some day, if they may have been tied to the other company.
    fn appointment(&self, person: PersonIx, home: CompanyIx, board: CompanyIx, days: DayRange) -> Option<Appointment> {
        let graph = self.graph;
        let at = |spell: Spell| spell.at(days).is_some();
        let seats: Vec<_> = graph.seats_at(person, home).filter(|seat| at(graph.spell(*seat))).collect();
        let ties: Vec<_> = graph
            .ties(Entity::Person(person))
            .filter(|tie| {
                let (from, to) = graph.tie_ends(*tie);
                [from, to].contains(&Entity::Company(home)) && binds(graph.tie_kind(*tie)) && at(graph.tie_spell(*tie))
            })
            .collect();
        let spells = seats.iter().map(|seat| graph.spell(*seat)).chain(ties.iter().map(|tie| graph.tie_spell(*tie)));
        let tied = UncertainDays::from_spells(spells);
        if !tied.is_possible() {
            return None;
        }
        let certain = tied.certain.covers(days);
        if self.options.certain_only && !certain {
            return None;
        }
        let joined = graph.seats_at(person, board).filter(|seat| graph.is_board(*seat) && at(graph.spell(*seat)));
        let named = |entity| Named::of(graph, entity);
        Some(Appointment {
            person: named(Entity::Person(person)),
            company: named(Entity::Company(board)),
            home: named(Entity::Company(home)),
            first: days.first,
            last: days.last,
            certain,
            evidence: joined
                .chain(seats)
                .map(|seat| Evidence::seat(graph, seat))
                .chain(ties.into_iter().map(|tie| Evidence::tie(graph, tie)))
                .collect(),
        })
    }
}

/// The days on which a person joined a board: the starts of runs of board seats there whose
/// possible days overlap or touch. A new role on the same board is no joining.
fn joinings(graph: &BoardGraph, person: PersonIx, board: CompanyIx) -> Vec<DayRange> {
    let spells: Vec<Spell> =
        graph.seats_at(person, board).filter(|seat| graph.is_board(*seat)).map(|seat| graph.spell(seat)).collect();
    let runs: DaySet = spells.iter().filter_map(Spell::possible).collect();
    let joining = |run: &DaySpan| {
        let inside = spells.iter().filter(|spell| spell.possible().is_some_and(|days| days.meet(*run).is_some()));
        Some(DayRange::new(run.from, inside.map(|spell| spell.latest_start).min()?))
    };
    runs.as_slice().iter().filter_map(joining).collect()
}

/// A range of days as days of a history, cut to it. None where it lies outside, or is not known.
fn placed(days: DayRange, history: DaySpan) -> Option<Within> {
    if !(days.first.is_calendar() && days.last.is_calendar()) {
        return None;
    }
    let inside = DaySpan::from(days).meet(history)?;
    let day = |day: Day| usize::try_from(day.since(history.from)).ok();
    Some(Within { first: day(inside.from)?, last: day(inside.to.plus(-1))? })
}

#[cfg(test)]
mod tests;
