//! A case of too many boards in full.

use std::collections::BTreeSet;

use super::career::{Career, Post, bit};
use super::class::Class;
use super::groups::Control;
use super::line::{Line, Mode, Put};
use super::{Laid, Overboarding, outcome};
use crate::rulebook::Groups;
use crate::{Answer, Case, Figure, Leg, Row, Ruling, Screen, Subject, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

/// A case with the days it is about, and the day it is told on: the first with the most boards.
pub struct Told<'a> {
    graph: &'a BoardGraph,
    put: Put<'a>,
    person: PersonIx,
    career: Career,
    control: Control<'a>,
    ruling: Ruling,
    /// The choice of what is not known for which the verdict stands.
    mode: Mode,
    /// The days it is about; of what is clear, those on which the limit is in force.
    about: DaySet,
}

/// What there is to say of one day.
struct Scene<'t> {
    day: Day,
    posts: &'t [Post],
    /// Boards that surely count, and that may count.
    known: u32,
    at_worst: u32,
    class: Answer,
}

impl<'a> Overboarding<'a> {
    /// Works a case out again.
    pub(super) fn told<'s>(&'s self, case: &Case) -> Told<'s> {
        let person = PersonIx::new(case.concerned[0]);
        // A case is about a limit that was put.
        let line = &self.lines[self.lines.iter().position(|line| line.number == case.test).unwrap_or(0)];
        let number = person.index();
        let block = self.graph().seat_block(number..number + 1);
        let mut career = Career::default();
        if let Some(fewest) = self.gather(&mut career, (&block, 0, person)) {
            career.lay_out(fewest, &[]);
        }
        let grouped = line.limit.groups != Groups::Each;
        let control = if grouped { self.with_groups(&mut career).control } else { None };
        let laid = Laid { career: &career, control };
        let days = self.days(&laid, line, false);
        let query = &self.asked.options.query;
        let ruling = outcome(days, line).ruling(self.graph(), query);
        let mode = match (ruling.verdict, ruling.certain) {
            (Verdict::Breach, true) => Mode::SURELY,
            (Verdict::Breach, false) => Mode::PERHAPS,
            (Verdict::Unknown, true) => Mode::SURELY_AT_WORST,
            _ => Mode::PERHAPS_AT_WORST,
        };
        let about = match (ruling.verdict, ruling.certain) {
            (Verdict::Clear, _) => line.in_force.possible.within(query.clock.window()),
            (_, true) => ruling.days.certain.clone(),
            (_, false) => ruling.days.possible.clone(),
        };
        let control = laid.control.unwrap_or_else(|| Control::around(self.graph(), &[], 0.0));
        Told { graph: self.graph(), put: self.put(line), person, career, control, ruling, mode, about }
    }
}

/// `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn boards(count: u32) -> String {
    if count == 1 { "1 board".to_owned() } else { format!("{count} boards") }
}

/// `on 2016-05-01 `; nothing where the day has no date.
fn on(day: Day) -> String {
    if day.is_calendar() { format!(" on {day}") } else { String::new() }
}

impl Told<'_> {
    fn line(&self) -> &Line<'_> {
        self.put.line
    }

    fn name(&self, company: u32) -> String {
        Named::new(self.graph, Entity::Company(CompanyIx::new(company))).name
    }

    fn count(&self, posts: &[Post], mode: Mode, day: Day) -> (bool, u32) {
        self.put.total_of_groups(posts, mode, day, &self.control)
    }

    /// The companies whose boards count on a day.
    fn boards_of(&self, posts: &[Post]) -> Vec<u32> {
        let mut companies = Vec::new();
        self.put.weigh(posts, self.mode, |board| companies.push(board.company));
        companies.sort_unstable();
        companies
    }

    /// The stretches it is about, with what is held on them.
    fn moments(&self) -> impl Iterator<Item = (DaySpan, &[Post])> {
        self.career.moments().filter_map(|(span, posts)| {
            let first = self.about.within(span).as_slice().first().copied()?;
            Some((first, posts))
        })
    }

    /// The companies whose boards count on any day it is about.
    pub fn companies(&self) -> BTreeSet<u32> {
        self.moments().flat_map(|(_, posts)| self.boards_of(posts)).collect()
    }

    /// The first day with the most boards.
    fn scene(&self) -> Option<Scene<'_>> {
        let total = |span: &DaySpan, posts: &[Post]| {
            let (is_of_class, total) = self.count(posts, self.mode, span.from);
            is_of_class.then_some(total)
        };
        let totals = self.moments().filter_map(|(span, posts)| Some((total(&span, posts)?, span, posts)));
        let (_, span, posts) = totals.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let (known_class, known) = self.count(posts, Mode { every_input: true, ..self.mode }, span.from);
        let (class, at_worst) = self.count(posts, Mode { every_input: false, ..self.mode }, span.from);
        let class = match (known_class, class) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::Unknown,
            (false, false) => Answer::No,
        };
        Some(Scene { day: span.from, posts, known, at_worst, class })
    }

    /// The row of the case.
    pub fn row(&self) -> Row {
        let limit = self.line().limit;
        let person = Entity::Person(self.person);
        let scene = self.scene();
        let companies = scene.as_ref().map_or_else(Vec::new, |scene| self.boards_of(scene.posts));
        let (missing, open) = match (&scene, self.ruling.verdict) {
            (Some(scene), Verdict::Unknown) => self.missing(scene),
            _ => (Vec::new(), Vec::new()),
        };
        let UncertainDays { certain, possible } = self.ruling.days.clone();
        Row {
            rule: Screen::Overboarding,
            test: limit.id.clone(),
            verdict: self.ruling.verdict,
            certain: self.ruling.certain,
            subject: vec![Subject::of(self.graph, person)],
            people: vec![Named::new(self.graph, person)],
            companies: companies
                .iter()
                .map(|at| Named::new(self.graph, Entity::Company(CompanyIx::new(*at))))
                .collect(),
            deal: None,
            spells: possible,
            certain_spells: certain,
            reason: scene.as_ref().map_or_else(String::new, |scene| self.reason(scene, &companies, &missing)),
            legs: scene.as_ref().map_or_else(Vec::new, |scene| self.legs(scene, &companies)),
            missing,
            citation: self.citation(),
            recalled: if limit.recalled { vec![format!("{}: at most {}", limit.id, limit.most)] } else { Vec::new() },
            evidence: scene.as_ref().map_or_else(Vec::new, |scene| self.evidence(scene, &companies, &open)),
        }
    }

    fn citation(&self) -> String {
        let limit = self.line().limit;
        let from = limit.from.map_or_else(String::new, |date| format!(", from {date}"));
        let to = limit.to.map_or_else(String::new, |date| format!(", to {date}"));
        let force = if limit.force.is_empty() { String::new() } else { format!(" ({})", limit.force) };
        format!("{}: limit for {}{from}{to}{force}", limit.body, with_article(&limit.applies_to))
    }

    fn reason(&self, scene: &Scene<'_>, companies: &[u32], missing: &[String]) -> String {
        let limit = self.line().limit;
        let person = Named::new(self.graph, Entity::Person(self.person)).name;
        let names = listed(&companies.iter().map(|company| self.name(*company)).collect::<Vec<String>>());
        let (day, most) = (on(scene.day), limit.most);
        let counts = |count: u32| match companies.len() == count as usize {
            true => boards(count),
            false => format!("{} that count as {count}", boards(companies.len() as u32)),
        };
        let allowed = format!("{} allows {} no more than {most}", limit.body, with_article(&limit.applies_to));
        let outside = if limit.outside { " outside the own company" } else { "" };
        let mut said = match (self.ruling.verdict, self.ruling.certain) {
            (Verdict::Breach, true) => {
                format!("{person} had {}{outside}{day}: {names}. {allowed}.", counts(scene.known))
            }
            (Verdict::Breach, false) => {
                format!("{person} may have had {}{outside}{day}: {names}. {allowed}.", counts(scene.known))
            }
            (Verdict::Clear, _) => {
                let count = counts(scene.at_worst);
                format!("{person} had at no time more than {count}{outside} (so{day}: {names}). {allowed}.")
            }
            _ => format!(
                "{person} may have had {}{outside}{day}: {names}; for sure {} count. {allowed}. Not known: {}.",
                counts(scene.at_worst),
                scene.known,
                listed(missing)
            ),
        };
        if limit.outside_vote {
            said.push_str(" The adverse vote is aimed at the outside boards only.");
        }
        if !limit.condition.is_empty() {
            said.push_str(&format!(" It asks besides that {}: the data does not tell.", limit.condition));
        }
        said
    }

    fn legs(&self, scene: &Scene<'_>, companies: &[u32]) -> Vec<Leg> {
        let limit = self.line().limit;
        let since = match (limit.from, limit.to) {
            (None, None) => "on every day".to_owned(),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("to {to}"),
            (Some(from), Some(to)) => format!("from {from} to {to}"),
        };
        let sure = self.line().in_force.certain.covers(DayRange::exactly(scene.day));
        let perhaps = if sure { "" } else { "; how far the dates of the limit go on that day is not certain" };
        let names = listed(&companies.iter().map(|company| self.name(*company)).collect::<Vec<String>>());
        let above = Answer::of(match () {
            () if scene.known > limit.most => Some(true),
            () if scene.at_worst > limit.most => None,
            () => Some(false),
        });
        let told = if scene.known == scene.at_worst { Answer::Yes } else { Answer::Unknown };
        let figure = |name: &str, value: u32| Figure::new(name, Some(f64::from(value)), "boards");
        let mut legs = vec![
            Leg::new("in-force", Answer::Yes, format!("the limit holds {since}{perhaps}")),
            Leg::new(
                "class",
                scene.class,
                format!("the limit is for {}{}", with_article(&limit.applies_to), on(scene.day)),
            ),
            Leg::new("counted-boards", told, format!("{names}{}", on(scene.day)))
                .with(figure("surely counted", scene.known))
                .with(figure("perhaps counted", scene.at_worst)),
            Leg::new("limit-exceeded", above, format!("no more than {}", boards(limit.most)))
                .with(figure("limit", limit.most)),
        ];
        if !limit.condition.is_empty() {
            let text = format!("{}: not told by the data, and the verdict does not rest on it", limit.condition);
            legs.push(Leg::new("condition", Answer::Unknown, text));
        }
        legs
    }

    /// The inputs that are missing on a day, and the companies they are about.
    fn missing(&self, scene: &Scene<'_>) -> (Vec<String>, Vec<u32>) {
        let (line, mut missing, mut open) = (self.line(), Vec::new(), Vec::new());
        let scope = self.put.counted.scope(line.scope);
        let concerned = |post: &&Post| post.possible & (bit::BOARD | bit::EXECUTIVE) != 0;
        for post in scene.posts.iter().filter(concerned) {
            let company = CompanyIx::new(post.company);
            if self.put.counted.answer(line.scope, post.company) == Answer::Unknown {
                open.push(post.company);
                let name = self.name(post.company);
                if scope.listed(self.graph, company) == Answer::Unknown {
                    missing.push(format!("whether {name} is listed"));
                }
                if scope.within(self.graph.country(company)) == Answer::Unknown {
                    missing.push(format!("the country of {name}"));
                }
            }
        }
        let person = || Named::new(self.graph, Entity::Person(self.person)).name;
        match line.class {
            Class::Retired => missing.push(format!("whether {} is retired", person())),
            Class::Other => missing.push(format!("whether {} is {}", person(), with_article(&line.limit.applies_to))),
            Class::Bank { .. } => {
                let counts = |post: &&Post| self.put.counted.answer(line.scope, post.company) != Answer::No;
                let banks = scene.posts.iter().filter(concerned).filter(counts);
                let banks = banks.filter(|post| self.put.counted.banks.may_be(post.company));
                missing.extend(banks.map(|post| format!("whether {} is a significant bank", self.name(post.company))));
            }
            _ => {}
        }
        if line.limit.groups != Groups::Each {
            let (_, untold) = self.control.ties_on(scene.day);
            let shares = untold.into_iter().filter_map(|tie| self.control.names(tie));
            missing.extend(shares.map(|(owner, company)| format!("the share of {owner} in {company}")));
        }
        (missing, open)
    }

    /// The seats that count, or may, on the day; and the ties of groups.
    fn evidence(&self, scene: &Scene<'_>, companies: &[u32], open: &[u32]) -> Vec<Evidence> {
        let day = DaySpan::from(DayRange::exactly(scene.day));
        let there =
            |spell: interlocks_core::model::Spell| spell.possible().is_some_and(|span| span.meet(day).is_some());
        let mut wanted: BTreeSet<u32> = companies.iter().chain(open).copied().collect();
        let home = |post: &&Post| post.possible & bit::EXECUTIVE != 0;
        wanted.extend(scene.posts.iter().filter(home).map(|post| post.company));
        let seats = wanted.into_iter().flat_map(|company| self.graph.seats_at(self.person, CompanyIx::new(company)));
        let seats = seats.filter(|seat| self.graph.is_board(*seat) || self.graph.is_executive(*seat));
        let seats = seats.filter(|seat| there(self.graph.spell(*seat)));
        let mut evidence: Vec<Evidence> = seats.map(|seat| Evidence::from_seat(self.graph, seat)).collect();
        if self.line().limit.groups != Groups::Each {
            let (told, untold) = self.control.ties_on(scene.day);
            evidence.extend(told.into_iter().chain(untold).map(|tie| Evidence::from_tie(self.graph, tie)));
        }
        evidence
    }
}

/// `an executive officer`, `a director`.
fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
