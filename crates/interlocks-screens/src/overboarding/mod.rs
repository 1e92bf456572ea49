//! Too many boards for one person, as advisers, investors, codes and laws see it.
//!
//! Every limit of the table is put to everybody who may be of the class it is for, on every day on
//! which it is in force. On a day the boards that count are counted twice over: the least that is
//! sure, and the most that may be; by days inside half-known dates, and by inputs that are missing.
//! See [`line::Mode`].
//!
//! What is certain asks for one day and one set of boards that are held on it for every choice of
//! days. That for every choice some day or other is above a limit is not looked at.
//!
//! Cost: everybody is passed over who cannot have enough seats at one time; for the rest, a sweep
//! over the days on which a seat begins or ends, times the boards held then, for each limit.

mod career;
mod class;
mod countries;
mod groups;
mod line;
mod scope;
mod told;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::rulebook::{Groups, parameter};
use super::{Asked, Case, Count, Outcome, Row, Screen, Screening, Verdict};
use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::{Day, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, SeatBlock, UncertainDays};

use career::{Career, Post, Stretches, bits_of_capacities};
use groups::Control;
use line::{Line, Mode, Put, Totals};
use scope::{Counted, Scope};

/// People that one task goes through.
const CHUNK: usize = 1 << 12;

/// With so many boards at one time somebody is worth a row that says all is clear.
const SEVERAL: usize = 2;

/// The screen at work.
pub struct Overboarding<'a> {
    asked: Asked<'a>,
    /// Limits in force, those that weigh boards alike behind one another.
    lines: Vec<Line<'a>>,
    counted: Counted<'a>,
    bits: Vec<u8>,
    /// By what somebody ever was, the fewest companies at one time that make a row.
    fewest: Vec<usize>,
    /// And the limits that may concern them.
    concern: Vec<Vec<Concern>>,
    /// Whether any company is owned by anybody.
    owned: bool,
}

/// A person whose seats are laid out, and what joins the companies.
struct Laid<'c, 'a> {
    career: &'c Career,
    control: Option<Control<'a>>,
}

/// A limit that may concern whoever was this or that at some time.
struct Concern {
    /// Its place among the limits in force.
    line: usize,
    /// The most that one board can weigh.
    heaviest: usize,
    /// Whether it weighs boards as the limit before it does.
    as_before: bool,
}

/// What was found of one person meanwhile, used again for one limit after the other.
#[derive(Default)]
struct Found {
    stretches: Stretches,
    /// The boards that count in each stretch, under limits that weigh them alike.
    totals: Vec<Totals>,
}

impl Found {
    fn of(&mut self, career: &Career, rank: usize) -> (&[Post], &mut Totals) {
        if self.totals.len() <= rank {
            self.totals.resize(rank + 1, Totals::default());
        }
        (self.stretches.posts(career, rank), &mut self.totals[rank])
    }
}

/// The days on which one limit comes out in each way.
#[derive(Default)]
struct Days {
    breach: Both,
    at_worst: Both,
    /// Whether several boards may count on some day.
    several: bool,
}

#[derive(Default)]
struct Both {
    certain: Vec<DaySpan>,
    possible: Vec<DaySpan>,
}

impl Both {
    fn stretch(self) -> UncertainDays {
        UncertainDays { certain: DaySet::from_iter(self.certain), possible: DaySet::from_iter(self.possible) }
    }
}

impl<'a> Overboarding<'a> {
    pub fn new(asked: Asked<'a>) -> Overboarding<'a> {
        let window = asked.options.query.clock.window();
        let limits = || asked.rules.limits().iter();
        let mut scopes: Vec<Scope> = Vec::new();
        for scope in limits().map(Scope::of) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        let counted = Counted::of(asked.graph, scopes);
        let mut lines: Vec<Line<'a>> =
            (0u16..).zip(limits()).map(|(number, limit)| Line::of(number, limit, &counted)).collect();
        lines.retain(|line| line.in_force.within(window).is_possible());
        let lines = alike_together(lines);
        let clear = asked.options.wants(Verdict::Clear);
        let fewest = |ever: u8| {
            let fewest = lines.iter().filter_map(|line| line.fewest(ever)).min().unwrap_or(usize::MAX);
            if clear { fewest.min(SEVERAL) } else { fewest }
        };
        let fewest = (0..=u8::MAX).map(fewest).collect();
        let concern = (0..=u8::MAX).map(|ever| concern(&lines, ever)).collect();
        let owned = asked.graph.all_ties().any(|tie| owner_tie(asked.graph, tie).is_some());
        Overboarding { asked, owned, counted, bits: bits_of_capacities(asked.graph), fewest, concern, lines }
    }

    fn graph(&self) -> &'a BoardGraph {
        self.asked.graph
    }

    fn put<'p>(&'p self, line: &'p Line<'a>) -> Put<'p> {
        Put { counted: &self.counted, line, owned: self.owned }
    }

    /// Gathers what a person held. The fewest seats at one time that are worth a look; none where there
    /// never are so many.
    fn gather(&self, career: &mut Career, at: (&SeatBlock<'_>, usize, PersonIx)) -> Option<usize> {
        let window = self.asked.options.query.clock.window();
        let may_count = |company| self.counted.may_count(company);
        let companies = career.gather((at.0, at.1), (self.graph(), &self.bits, window), may_count);
        let fewest = self.fewest[career.ever as usize];
        let worth = companies >= fewest && self.may_concern(career, at.2) && career.may_meet(fewest);
        worth.then_some(fewest)
    }

    /// Whether one day of the gravest kind settles a case, and nothing is asked of those that are clear.
    fn is_brief(&self) -> bool {
        self.asked.options.query.clock == Clock::Ever && !self.asked.options.wants(Verdict::Clear)
    }

    /// Whether a person and their companies may be among those asked about.
    fn may_concern(&self, career: &Career, person: PersonIx) -> bool {
        let concerning = &self.asked.options.concerning;
        let about = |company: u32| concerning.contains(&Entity::Company(CompanyIx::new(company)));
        concerning.is_empty()
            || concerning.contains(&Entity::Person(person))
            || career.companies().into_iter().any(about)
    }

    /// The cases of a person whose seats are laid out.
    fn judge(&self, career: &mut Career, person: PersonIx, there: &mut Found, cases: &mut Vec<Case>) {
        let clear = self.asked.options.wants(Verdict::Clear);
        let mut grouped: Vec<&Line<'a>> = Vec::new();
        for concern in &self.concern[career.ever as usize] {
            let line = &self.lines[concern.line];
            if !concern.as_before {
                there.totals.clear();
            }
            let brief = match self.is_brief() {
                true => self.at_any_time(career, (line, concern.heaviest), there),
                false => self.brief(&Laid { career, control: None }, line),
            };
            match brief {
                // What counts too much one by one may not as a group.
                Some((Verdict::Breach | Verdict::Unknown, _)) if self.owned && line.limit.groups != Groups::Each => {
                    grouped.push(line)
                }
                Some((Verdict::Clear, _)) if !clear => {}
                Some((verdict, possible)) => cases.push(case(person, line, verdict, possible)),
                None => {}
            }
        }
        if !grouped.is_empty() {
            let laid = self.with_groups(career);
            for line in grouped {
                match self.brief(&laid, line) {
                    Some((Verdict::Clear, _)) if !clear => {}
                    Some((verdict, possible)) => cases.push(case(person, line, verdict, possible)),
                    None => {}
                }
            }
        }
    }

    /// Lays the seats of a person out again, by the days on which control changes too.
    fn with_groups<'c>(&self, career: &'c mut Career) -> Laid<'c, 'a> {
        let threshold = self.asked.rules.number(parameter::IAS_CONTROL_PERCENT);
        let control = Control::around(self.graph(), &career.companies(), threshold);
        career.lay_out(self.fewest[career.ever as usize], &control.turns());
        Laid { career, control: Some(control) }
    }

    /// The verdict in brief, and whether it is only possible; none where the limit concerns nobody.
    fn brief(&self, laid: &Laid<'_, '_>, line: &Line<'_>) -> Option<(Verdict, bool)> {
        let query = &self.asked.options.query;
        let days = self.days(laid, line, query.clock == Clock::Ever);
        if days.at_worst.possible.is_empty() {
            return days.several.then_some((Verdict::Clear, false));
        }
        let ruling = outcome(days, line).ruling(self.graph(), query);
        Some((ruling.verdict, !ruling.certain))
    }

    /// The verdict at any time, where it is not clear: [`Overboarding::brief`] without laying out all
    /// days. Days with most seats come first, and the search ends when nothing graver can be found.
    fn at_any_time(
        &self,
        career: &Career,
        (line, heaviest): (&Line<'_>, usize),
        there: &mut Found,
    ) -> Option<(Verdict, bool)> {
        let most = line.limit.most;
        let (yes, maybe) = career.counted(line.scope);
        if maybe * heaviest <= most as usize {
            return None;
        }
        let put = self.put(line);
        let breach_may_be = yes * heaviest > most as usize;
        let (mut breach, mut unknown, mut surely_unknown) = (false, false, false);
        let meets = |spans: &DaySet, span: DaySpan| spans.as_slice().iter().any(|days| days.meet(span).is_some());
        let described = self.graph().as_of().map_or(DaySpan::ALWAYS, |day| DaySpan { from: Day::MIN, to: day.plus(1) });
        for (rank, (seats, span)) in career.ranked().enumerate() {
            if seats * heaviest <= most as usize || (surely_unknown && !breach_may_be) {
                break;
            }
            if !meets(&line.in_force.possible, span) {
                continue;
            }
            let (posts, totals) = there.of(career, rank);
            let mut above = |mode| totals.of(mode, || put.total(posts, mode)).is_some_and(|total| total > most);
            if !above(Mode::PERHAPS_AT_WORST) {
                continue;
            }
            let surely_in_force = meets(&line.in_force.certain, span);
            if breach_may_be && above(Mode::PERHAPS) {
                breach = true;
                if surely_in_force && above(Mode::SURELY) {
                    return Some((Verdict::Breach, false));
                }
            }
            if let Some(known) = span.meet(described).filter(|_| !breach) {
                unknown |= meets(&line.in_force.possible, known);
                surely_unknown |= meets(&line.in_force.certain, known) && above(Mode::SURELY_AT_WORST);
            }
        }
        match (breach, unknown) {
            (true, _) => Some((Verdict::Breach, true)),
            (false, true) => Some((Verdict::Unknown, !surely_unknown)),
            (false, false) => None,
        }
    }

    /// The days on which a person is above a limit. At any time, one day of the gravest kind is
    /// enough (`once`).
    fn days(&self, laid: &Laid<'_, '_>, line: &Line<'_>, once: bool) -> Days {
        let clear = self.asked.options.wants(Verdict::Clear);
        let mut days = Days::default();
        for (span, posts) in laid.career.moments() {
            let in_force = |spans: &DaySet| spans.as_slice().iter().any(|days| days.meet(span).is_some());
            if !in_force(&line.in_force.possible) {
                continue;
            }
            let put = self.put(line);
            let total = |mode| match &laid.control {
                Some(control) => {
                    let (is_of_class, total) = put.total_of_groups(posts, mode, span.from, control);
                    is_of_class.then_some(total)
                }
                None => put.total(posts, mode),
            };
            let above = |mode| total(mode).is_some_and(|total| total > line.limit.most);
            if clear && !days.several {
                let mut boards = 0;
                days.several = put.weigh(posts, Mode::PERHAPS_AT_WORST, |_| boards += 1) && boards >= SEVERAL;
            }
            if !above(Mode::PERHAPS_AT_WORST) {
                continue;
            }
            days.at_worst.possible.push(span);
            if above(Mode::SURELY_AT_WORST) {
                days.at_worst.certain.push(span);
            }
            if above(Mode::PERHAPS) {
                days.breach.possible.push(span);
                if above(Mode::SURELY) {
                    days.breach.certain.push(span);
                    if once && in_force(&line.in_force.certain) {
                        break;
                    }
                }
            }
        }
        days
    }
}

/// What days come to, of those on which the limit is in force.
fn outcome(days: Days, line: &Line<'_>) -> Outcome {
    let breach = days.breach.stretch().meet(&line.in_force);
    let unknown = days.at_worst.stretch().meet(&line.in_force).without(&breach);
    Outcome { breach, watch: UncertainDays::default(), unknown }
}

/// The limits, of those in force, that may concern whoever was all that the bits say.
fn concern(lines: &[Line<'_>], ever: u8) -> Vec<Concern> {
    let asked = lines.iter().enumerate().filter(|(_, line)| line.fewest(ever).is_some());
    let mut before: Option<&Line<'_>> = None;
    let concern = asked.map(|(number, line)| {
        let as_before = before.replace(line).is_some_and(|before| before.weighs_as(line));
        Concern { line: number, heaviest: line.heaviest(ever), as_before }
    });
    concern.collect()
}

/// Limits in another order: behind each those that weigh boards as it does.
fn alike_together(mut lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut ordered = Vec::with_capacity(lines.len());
    while let Some(first) = lines.first().cloned() {
        let (alike, others) = lines.into_iter().partition(|line| line.weighs_as(&first));
        ordered.extend::<Vec<Line<'_>>>(alike);
        lines = others;
    }
    ordered
}

fn case(person: PersonIx, line: &Line<'_>, verdict: Verdict, possible: bool) -> Case {
    let concerned = [person.number(), 0, 0, 0, 0];
    Case { verdict, possible, screen: Screen::Overboarding, test: line.number, concerned }
}

impl Overboarding<'_> {
    /// Goes through everybody in parallel, and makes something of the cases of each part.
    fn by_parts<T: Send>(&self, made_of: impl Fn(&[Case]) -> T + Sync) -> Vec<T> {
        let people = self.graph().person_count();
        let fewest = self.fewest.iter().copied().min().unwrap_or(usize::MAX);
        let begin = || (SeatBlock::empty(self.graph()), Career::default(), Found::default(), Vec::new());
        let part = |(block, career, there, cases): &mut (SeatBlock<'_>, Career, Found, Vec<Case>), part: usize| {
            let range = part * CHUNK..((part + 1) * CHUNK).min(people);
            block.load(range.clone());
            cases.clear();
            for number in range.clone() {
                let at = number - range.start;
                let person = PersonIx::new(number as u32);
                if block.rows(at).len() < fewest {
                    continue;
                }
                if let Some(fewest) = self.gather(career, (block, at, person)) {
                    if self.is_brief() {
                        career.rank(fewest);
                        career.count(&self.counted);
                        there.stretches.forget();
                    } else {
                        career.lay_out(fewest, &[]);
                    }
                    self.judge(career, person, there, cases);
                }
            }
            made_of(cases)
        };
        (0..people.div_ceil(CHUNK)).into_par_iter().map_init(begin, part).collect()
    }
}

impl Screening for Overboarding<'_> {
    fn cases(&self) -> Vec<Case> {
        self.by_parts(<[Case]>::to_vec).concat()
    }

    fn tally(&self, screen: Screen, wanted: &(dyn Fn(&Case) -> bool + Sync)) -> Count {
        let counts = self.by_parts(|cases| Count::of(screen, cases.iter().filter(|case| wanted(case))));
        counts.into_iter().fold(Count::of(screen, [].iter()), Count::and)
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let told = self.told(case);
        let companies = told.companies().into_iter().map(|company| Entity::Company(CompanyIx::new(company)));
        std::iter::once(Entity::Person(PersonIx::new(case.concerned[0]))).chain(companies).collect()
    }

    fn tell(&self, case: &Case) -> Row {
        self.told(case).row()
    }
}
