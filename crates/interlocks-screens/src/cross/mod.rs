//! Executives on each other's boards (Hallock 1997; Fich & White 2005), and in a ring of three.
//!
//! - `mutual`: an executive of A sits on B's board while an executive of B, another person, sits on
//!   A's. An observer's seat instead of one with a vote is to watch.
//! - `chief-executive`: the same, and both are chief executives of their home.
//! - `de-aktg-100-3`: the German ban on crossed seats; see [`german`].
//! - `circle`: an executive of A on B's board, of B on C's, of C on A's, on one day; to watch.
//!
//! Nobody needs to sit on the board of their own company. On days on which somebody is an executive
//! of both companies they are sent by neither.

mod circles;
mod german;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::crossings::{Crossing, MANY, Search, Sending};
use super::telling::{evidence, said};
use super::{Answer, Asked, Case, Leg, Outcome, Row, Ruling, Screen, Screening, Verdict};
use interlocks_analysis::Named;
use interlocks_analysis::pairs::DirectedInterlock;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

use circles::Circle;

const CHIEF_EXECUTIVE: u16 = 0;
const MUTUAL: u16 = 1;
const GERMAN: u16 = 2;
const CIRCLE: u16 = 3;
const LEFT_OUT: u16 = 4;

/// The rule that doubts independence where directors cross, and that which forbids it.
const UK_CODE: &str = "uk-code-10";
const AKTG: &str = "de-aktg-100-3";

/// How far the search goes.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// See [`Search::many`].
    many: usize,
    /// Circles are looked for among people with no more seats than that; whether there are others is
    /// said in a row of its own.
    circle: usize,
}

impl Limits {
    /// Only who has edges can be followed.
    fn followed(self) -> usize {
        self.circle.min(self.many)
    }
}

/// How many of those who were left out a row names.
const NAMED: usize = 10;

/// People with more seats are not followed round a circle: every three nominees would make one.
const CIRCLE_SEATS: usize = 20;

/// What the search for circles found; a case names a circle by its place.
#[derive(Debug, Default)]
struct Circles {
    all: Vec<Circle>,
    /// People who may be sent, and have too many seats to be followed.
    left_out: Vec<PersonIx>,
}

/// The screen at work.
pub struct Cross<'a> {
    asked: Asked<'a>,
    limits: Limits,
    circles: OnceLock<Circles>,
}

/// A crossing with its days.
struct Crossed {
    crossing: Crossing,
    /// The executive of the first company at the second.
    there: DirectedInterlock,
    /// The executive of the second company at the first.
    back: DirectedInterlock,
}

impl<'a> Cross<'a> {
    pub fn new(asked: Asked<'a>) -> Cross<'a> {
        Cross { asked, limits: Limits { many: MANY, circle: CIRCLE_SEATS }, circles: OnceLock::new() }
    }

    fn sending(&self) -> Sending {
        Sending::of(self.asked.graph, Search { many: self.limits.many, one_way: true, pay: false })
    }

    fn circles(&self) -> &Circles {
        self.circles.get_or_init(|| self.find_circles(&self.sending()))
    }

    fn find_circles(&self, sending: &Sending) -> Circles {
        let (all, left_out) = circles::find(self.asked.graph, sending, self.limits.followed());
        Circles { all, left_out }
    }

    /// A crossing with its days; none where one of the two is never sent.
    fn crossed(&self, crossing: Crossing) -> Option<Crossed> {
        let (graph, [a, b], [p, q]) = (self.asked.graph, crossing.companies, crossing.people);
        let there = DirectedInterlock::one_way(graph, p, a, b);
        let back = DirectedInterlock::one_way(graph, q, b, a);
        let both = there.seated().is_possible() && back.seated().is_possible();
        both.then_some(Crossed { crossing, there, back })
    }

    fn ruling(&self, outcome: &Outcome) -> Ruling {
        outcome.ruling(self.asked.graph, &self.asked.options.query)
    }

    /// The tests that tell of a crossing, each with its ruling.
    ///
    /// Two chief executives are told of once: as such, unless it is surer that they cross at all.
    fn rulings(&self, crossed: &Crossed) -> Vec<(u16, Ruling)> {
        let mutual = self.ruling(&crossed.mutual());
        let chief = self.ruling(&crossed.chief_executive());
        let as_chiefs = chief.verdict == Verdict::Breach && (chief.certain || !mutual.certain);
        let mut rulings = vec![if as_chiefs { (CHIEF_EXECUTIVE, chief) } else { (MUTUAL, mutual) }];
        if let Some(outcome) = german::outcome(self.asked.graph, crossed) {
            rulings.push((GERMAN, self.ruling(&outcome)));
        }
        rulings
    }

    fn case(test: u16, ruling: &Ruling, concerned: [u32; 5]) -> Case {
        let possible = !ruling.certain;
        Case { verdict: ruling.verdict, possible, screen: Screen::CrossDirectorship, test, concerned }
    }

    fn circle_cases(&self) -> Vec<Case> {
        let circles = self.circles();
        let judged = circles.all.par_iter().enumerate().map(|(at, circle)| {
            let ruling = self.ruling(&circle.outcome(self.asked.graph));
            let [a, b, c] = circle.companies.map(|company| company.number());
            Cross::case(CIRCLE, &ruling, [a, b, c, at as u32, 0])
        });
        let mut cases: Vec<Case> = judged.collect();
        if !circles.left_out.is_empty() {
            let ruling = Ruling { verdict: Verdict::Unknown, certain: true, days: UncertainDays::default() };
            cases.push(Cross::case(LEFT_OUT, &ruling, [0; 5]));
        }
        cases
    }

    fn circle(&self, case: &Case) -> Option<&Circle> {
        self.circles().all.get(case.concerned[3] as usize)
    }

    fn of_case(case: &Case) -> Crossing {
        let [a, b, p, q, _] = case.concerned;
        Crossing { companies: [CompanyIx::new(a), CompanyIx::new(b)], people: [PersonIx::new(p), PersonIx::new(q)] }
    }
}

impl Crossed {
    fn mutual(&self) -> Outcome {
        Outcome {
            breach: self.there.board.meet(&self.back.board),
            watch: self.there.seated().meet(&self.back.seated()),
            unknown: UncertainDays::default(),
        }
    }

    fn chief_executive(&self) -> Outcome {
        Outcome { breach: self.there.chief.meet(&self.back.chief), ..Outcome::default() }
    }
}

impl Screening for Cross<'_> {
    fn cases(&self) -> Vec<Case> {
        let sending = self.sending();
        self.circles.get_or_init(|| self.find_circles(&sending));
        let crossings = sending.crossings();
        drop(sending);
        let judged = crossings.par_iter().flat_map_iter(|crossing| {
            let rulings = self.crossed(*crossing).map(|crossed| self.rulings(&crossed)).unwrap_or_default();
            let ([a, b], [p, q]) = (crossing.companies, crossing.people);
            rulings.into_iter().map(move |(test, ruling)| {
                Cross::case(test, &ruling, [a.number(), b.number(), p.number(), q.number(), 0])
            })
        });
        let mut cases: Vec<Case> = judged.collect();
        cases.extend(self.circle_cases());
        cases
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        match case.test {
            CIRCLE => self.circle(case).map(Circle::entities).unwrap_or_default(),
            LEFT_OUT => self.circles().left_out.iter().map(|person| Entity::Person(*person)).collect(),
            _ => {
                let Crossing { companies, people } = Cross::of_case(case);
                companies.map(Entity::Company).into_iter().chain(people.map(Entity::Person)).collect()
            }
        }
    }

    fn tell(&self, case: &Case) -> Row {
        match case.test {
            CIRCLE => self.tell_circle(case),
            LEFT_OUT => self.tell_left_out(),
            _ => self.tell_crossing(case),
        }
    }
}

impl Cross<'_> {
    /// A row about some companies and people, with nothing said yet.
    fn row(&self, test: &str, rule: &str, ruling: &Ruling, companies: &[CompanyIx], people: &[PersonIx]) -> Row {
        Row::begun(self.asked, (Screen::CrossDirectorship, test, rule), ruling, companies, people)
    }

    fn tell_crossing(&self, case: &Case) -> Row {
        let (graph, crossing) = (self.asked.graph, Cross::of_case(case));
        let (test, rule) = match case.test {
            CHIEF_EXECUTIVE => ("chief-executive", UK_CODE),
            GERMAN => (AKTG, AKTG),
            _ => ("mutual", UK_CODE),
        };
        let found = self.crossed(crossing).and_then(|crossed| {
            let told = self.rulings(&crossed).into_iter().find(|(test, _)| *test == case.test);
            told.map(|(_, ruling)| (crossed, ruling))
        });
        let clear = Ruling { verdict: Verdict::Clear, certain: true, days: UncertainDays::default() };
        let ruling = found.as_ref().map_or(clear, |(_, ruling)| ruling.clone());
        let mut row = self.row(test, rule, &ruling, &crossing.companies, &crossing.people);
        let Some((crossed, _)) = found else { return row };
        let ([a, b], [p, q]) = (crossing.companies, crossing.people);
        let as_chiefs = case.test == CHIEF_EXECUTIVE;
        let there = Way { graph, sent: &crossed.there, home: a, board: b, as_chief: as_chiefs };
        let back = Way { graph, sent: &crossed.back, home: b, board: a, as_chief: as_chiefs };
        row.legs = vec![there.leg("sent", &ruling), back.leg("returned", &ruling), at_once(&ruling)];
        row.reason = match ruling.verdict {
            Verdict::Clear => format!("{}; {}; never on one day of the question.", there.says(), back.says()),
            _ => format!("{}, while {}, {}.", there.says(), back.says(), said(&row.spells)),
        };
        if case.test == GERMAN {
            german::tell(graph, &crossed, &mut row);
        }
        row.evidence = evidence(graph, &[(p, a, b), (q, b, a)], &ruling);
        row
    }

    fn tell_circle(&self, case: &Case) -> Row {
        let graph = self.asked.graph;
        let Some(circle) = self.circle(case) else {
            return self.row("circle", UK_CODE, &self.ruling(&Outcome::default()), &[], &[]);
        };
        let ruling = self.ruling(&circle.outcome(graph));
        let mut row = self.row("circle", UK_CODE, &ruling, &circle.companies, &circle.people);
        let sent = circle.sent(graph);
        let hops = circle.hops();
        let ways: Vec<Way<'_>> = sent
            .iter()
            .zip(hops)
            .map(|(sent, (_, home, board))| Way { graph, sent, home, board, as_chief: false })
            .collect();
        row.legs = ways.iter().map(|way| way.leg("sent", &ruling)).chain([at_once(&ruling)]).collect();
        let chain = ways.iter().map(Way::says).collect::<Vec<String>>();
        row.reason = match ruling.verdict {
            Verdict::Clear => format!("{}; never all on one day of the question.", chain.join("; ")),
            _ => format!("A chain of three that closes: {}; all {}.", chain.join("; "), said(&row.spells)),
        };
        row.evidence = evidence(graph, &hops, &ruling);
        row
    }

    fn tell_left_out(&self) -> Row {
        let (graph, most) = (self.asked.graph, self.limits.followed());
        let mut left_out = self.circles().left_out.clone();
        let count = left_out.len();
        left_out.sort_by_key(|person| (Reverse(graph.person_seats(*person).len()), *person));
        left_out.truncate(NAMED);
        let ruling = Ruling { verdict: Verdict::Unknown, certain: true, days: UncertainDays::default() };
        let mut row = self.row("circle", UK_CODE, &ruling, &[], &left_out);
        row.reason = format!(
            "Circles are looked for among people with up to {most} seats. {count} with more seats were not followed, so \
             that circles through them are not known; named are those with most seats. Mutual crossings are complete."
        );
        row.missing = vec![format!("circles through people with more than {most} seats")];
        row
    }
}

/// Somebody's way from home to the board of another company, for a text.
struct Way<'w> {
    graph: &'w BoardGraph,
    sent: &'w DirectedInterlock,
    home: CompanyIx,
    board: CompanyIx,
    as_chief: bool,
}

impl Way<'_> {
    fn days(&self) -> UncertainDays {
        if self.as_chief { self.sent.chief.clone() } else { self.sent.seated() }
    }

    fn says(&self) -> String {
        let name = |entity| Named::new(self.graph, entity).name;
        let office = if self.as_chief { "chief executive" } else { "an executive" };
        let seat = if self.sent.board.is_possible() { "sits on" } else { "observes" };
        let person = name(Entity::Person(self.sent.person));
        let (home, board) = (name(Entity::Company(self.home)), name(Entity::Company(self.board)));
        format!("{person}, {office} of {home}, {seat} the board of {board}")
    }

    /// Whether they are sent at all, and when.
    fn leg(&self, leg: &'static str, ruling: &Ruling) -> Leg {
        let days = self.days();
        let text = format!("{}, {}", self.says(), said(&days.possible));
        let met = Answer::of(Some(days.is_possible() || ruling.verdict != Verdict::Clear));
        Leg::new(leg, met, text)
    }
}

/// The leg that asks for one day on which all hold.
fn at_once(ruling: &Ruling) -> Leg {
    match ruling.verdict {
        Verdict::Clear => Leg::new("at-once", Answer::No, "there is no such day of the question"),
        _ if ruling.certain => Leg::new("at-once", Answer::Yes, format!("all hold {}", said(&ruling.days.possible))),
        _ => Leg::new("at-once", Answer::Yes, format!("all may hold {}", said(&ruling.days.possible))),
    }
}
