//! Executives on each other's boards (Hallock 1997; Fich & White 2005), and circles of three.
//!
//! - `mutual`: an executive of A sits on B's board while another person, an executive of B, sits on A's. If one of them
//!   is only an observer, the case is to watch.
//! - `chief-executive`: the same, and both are chief executives of their home companies.
//! - `de-aktg-100-3`: the German ban on crossed seats; see [`german`].
//! - `circle`: an executive of A sits on B's board, one of B on C's, and one of C on A's, on one day; to watch.
//!
//! An executive need not sit on the board of their own company. On days on which a person is an executive of both
//! companies, the seat does not count.

mod circles;
pub(super) mod german;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::reciprocal_rows::{OutsideSeat, TestNames, begin_row, seat_evidence};
use super::reciprocal_seats::{EdgeSearch, HUB_SEATS, OutsideSeats, ReciprocalPair};
use super::wording::{days_phrase, name};
use super::{Answer, Assess, CaseVerdict, Context, Leg, Row, RowBuilder, Ruling, Screen, Verdict, VerdictDays};
use interlocks_analysis::pairs::DirectedInterlock;
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

use circles::Circle;

/// The rule that doubts independence because of cross-directorships, and the one that forbids them.
const UK_CODE: &str = "uk-code-10";
const AKTG: &str = "de-aktg-100-3";

/// Limits of the search.
#[derive(Clone, Copy, Debug)]
struct SearchLimits {
    /// See [`EdgeSearch::hub_seats`].
    hub_seats: usize,
    /// Circles are only searched for among people with at most this number of seats. If people have more, a row says so.
    circle_seats: usize,
}

impl SearchLimits {
    /// Returns the highest number of seats of people in circles; only people who have edges can be followed.
    fn followed(self) -> usize {
        self.circle_seats.min(self.hub_seats)
    }
}

/// The highest number of people named in the row on people who were not followed.
const MOST_NAMED: usize = 10;

/// People with more seats are not followed round a circle: any three nominees would make one.
const CIRCLE_SEATS: usize = 20;

/// All circles. A case names a circle by its position.
#[derive(Debug, Default)]
struct Circles {
    all: Vec<Circle>,
    /// People with outside seats who have too many seats to be followed.
    left_out: Vec<PersonIx>,
}

/// The screen for one question.
pub(crate) struct Cross<'a> {
    context: Context<'a>,
    limits: SearchLimits,
    circles: OnceLock<Circles>,
}

/// A test of two executives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PairTest {
    /// Both are chief executives.
    ChiefExecutive,
    /// Both are executives.
    Mutual,
    /// The German ban.
    German,
}

impl PairTest {
    /// Returns the name of the test and the id of its rule.
    fn names(self) -> TestNames<'static> {
        let (test, rule) = match self {
            PairTest::ChiefExecutive => ("chief-executive", UK_CODE),
            PairTest::Mutual => ("mutual", UK_CODE),
            PairTest::German => (AKTG, AKTG),
        };
        TestNames { screen: Screen::CrossDirectorship, test, rule }
    }
}

const CIRCLE: TestNames<'static> = TestNames { screen: Screen::CrossDirectorship, test: "circle", rule: UK_CODE };

/// A case. The order of variants and fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Case {
    /// Two executives at each other's companies.
    Pair { test: PairTest, pair: ReciprocalPair },
    /// A circle of three companies, with its position in [`Circles::all`].
    Circle { companies: [CompanyIx; 3], at: usize },
    /// People who were not followed in the search for circles.
    LeftOut,
}

/// A reciprocal pair with its days.
struct DatedPair {
    pair: ReciprocalPair,
    /// The executive of the first company at the second.
    there: DirectedInterlock,
    /// The executive of the second company at the first.
    back: DirectedInterlock,
}

impl<'a> Cross<'a> {
    pub(crate) fn new(context: Context<'a>) -> Cross<'a> {
        let limits = SearchLimits { hub_seats: HUB_SEATS, circle_seats: CIRCLE_SEATS };
        Cross { context, limits, circles: OnceLock::new() }
    }

    fn outside_seats(&self) -> OutsideSeats {
        let search = EdgeSearch { hub_seats: self.limits.hub_seats, skip_executive_seats: true, pay_committees: false };
        OutsideSeats::new(self.context.graph, search)
    }

    fn circles(&self) -> &Circles {
        self.circles.get_or_init(|| self.find_circles(&self.outside_seats()))
    }

    fn find_circles(&self, outside_seats: &OutsideSeats) -> Circles {
        let (all, left_out) = circles::find(self.context.graph, outside_seats, self.limits.followed());
        Circles { all, left_out }
    }

    /// Returns a pair with its days, or `None` if one of the two people never has a seat while an executive.
    fn dated(&self, pair: ReciprocalPair) -> Option<DatedPair> {
        let (graph, [a, b], [p, q]) = (self.context.graph, pair.companies, pair.people);
        let there = DirectedInterlock::one_way(graph, p, a, b);
        let back = DirectedInterlock::one_way(graph, q, b, a);
        let both = there.seated().is_possible() && back.seated().is_possible();
        both.then_some(DatedPair { pair, there, back })
    }

    fn ruling(&self, days: &VerdictDays) -> Ruling {
        days.ruling(self.context)
    }

    /// Returns the tests that make a row of a pair, each with its ruling.
    ///
    /// Two chief executives make one row: `chief-executive`, unless it is more certain that they are `mutual`.
    fn rulings(&self, dated: &DatedPair) -> Vec<(PairTest, Ruling)> {
        check();
        let mutual = self.ruling(&dated.mutual());
        let chief = self.ruling(&dated.chief_executive());
        let as_chiefs = chief.verdict == Verdict::Breach && (chief.certain || !mutual.certain);
        let mut rulings = vec![if as_chiefs { (PairTest::ChiefExecutive, chief) } else { (PairTest::Mutual, mutual) }];
        if let Some(days) = german::verdict_days(self.context.graph, dated) {
            rulings.push((PairTest::German, self.ruling(&days)));
        }
        rulings
    }

    fn circle_cases(&self) -> Vec<CaseVerdict<Case>> {
        let circles = self.circles();
        let judged = circles.all.par_iter().enumerate().map(|(at, circle)| {
            let ruling = self.ruling(&circle.verdict_days(self.context.graph));
            CaseVerdict::new(&ruling, Case::Circle { companies: circle.companies, at })
        });
        let mut cases: Vec<_> = judged.collect();
        if !circles.left_out.is_empty() {
            cases.push(CaseVerdict::new(&left_out_ruling(), Case::LeftOut));
        }
        cases
    }
}

fn left_out_ruling() -> Ruling {
    Ruling::new(Verdict::Unknown, true, UncertainDays::default())
}

impl DatedPair {
    fn mutual(&self) -> VerdictDays {
        VerdictDays {
            breach: self.there.board.meet(&self.back.board),
            watch: self.there.seated().meet(&self.back.seated()),
            unknown: UncertainDays::default(),
        }
    }

    fn chief_executive(&self) -> VerdictDays {
        VerdictDays { breach: self.there.chief.meet(&self.back.chief), ..VerdictDays::default() }
    }
}

impl Assess for Cross<'_> {
    const SCREEN: Screen = Screen::CrossDirectorship;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let outside_seats = self.outside_seats();
        self.circles.get_or_init(|| self.find_circles(&outside_seats));
        let pairs = outside_seats.reciprocal_pairs();
        drop(outside_seats);
        let judged = pairs.par_iter().flat_map_iter(|&pair| {
            let rulings = self.dated(pair).map(|dated| self.rulings(&dated)).unwrap_or_default();
            rulings.into_iter().map(move |(test, ruling)| CaseVerdict::new(&ruling, Case::Pair { test, pair }))
        });
        let mut cases: Vec<_> = judged.collect();
        cases.extend(self.circle_cases());
        cases
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        match *case {
            Case::Pair { pair: ReciprocalPair { companies, people }, .. } => {
                companies.map(Entity::Company).into_iter().chain(people.map(Entity::Person)).collect()
            }
            Case::Circle { at, .. } => self.circles().all.get(at).map(Circle::entities).unwrap_or_default(),
            Case::LeftOut => self.circles().left_out.iter().map(|person| Entity::Person(*person)).collect(),
        }
    }

    fn explain(&self, case: &Case) -> Row {
        match *case {
            Case::Pair { test, pair } => self.explain_pair(test, pair),
            Case::Circle { at, .. } => self.explain_circle(at),
            Case::LeftOut => self.explain_left_out(),
        }
    }
}

impl Cross<'_> {
    fn row(
        &self,
        names: TestNames<'_>,
        ruling: &Ruling,
        companies: &[CompanyIx],
        people: &[PersonIx],
    ) -> RowBuilder<'_> {
        begin_row(self.context, names, ruling, companies, people)
    }

    fn explain_pair(&self, test: PairTest, pair: ReciprocalPair) -> Row {
        let graph = self.context.graph;
        let found = self.dated(pair).and_then(|dated| {
            let ruling = self.rulings(&dated).into_iter().find(|(own, _)| *own == test);
            ruling.map(|(_, ruling)| (dated, ruling))
        });
        let ruling = found.as_ref().map_or_else(Ruling::clear, |(_, ruling)| ruling.clone());
        let row = self.row(test.names(), &ruling, &pair.companies, &pair.people);
        let Some((dated, _)) = found else { return row.build() };
        let ([a, b], [p, q]) = (pair.companies, pair.people);
        let as_chief = test == PairTest::ChiefExecutive;
        let there = SeatText { graph, seats: &dated.there, home: a, board: b, as_chief };
        let back = SeatText { graph, seats: &dated.back, home: b, board: a, as_chief };
        let reason = match ruling.verdict {
            Verdict::Clear => {
                format!("{}; {}; but never on the same day in the period asked about.", there.clause(), back.clause())
            }
            _ => {
                let days = days_phrase(&ruling.days.possible);
                format!("{}, while {}, {days}.", there.clause(), back.clause())
            }
        };
        let mut legs = vec![there.leg("sent", &ruling), back.leg("returned", &ruling), at_once(&ruling)];
        let mut missing = Vec::new();
        if test == PairTest::German {
            german::add_legs(graph, &dated, &ruling, &mut legs, &mut missing);
        }
        let evidence = seat_evidence(graph, &[(p, a, b), (q, b, a)], &ruling);
        row.reason(reason).legs(legs).missing(missing).evidence(evidence).build()
    }

    fn explain_circle(&self, at: usize) -> Row {
        let graph = self.context.graph;
        let Some(circle) = self.circles().all.get(at) else {
            return self.row(CIRCLE, &Ruling::clear(), &[], &[]).build();
        };
        let ruling = self.ruling(&circle.verdict_days(graph));
        let interlocks = circle.interlocks(graph);
        let seats: [OutsideSeat; 3] = circle.seats();
        let texts: Vec<SeatText<'_>> = interlocks
            .iter()
            .zip(seats)
            .map(|(seats, (_, home, board))| SeatText { graph, seats, home, board, as_chief: false })
            .collect();
        let legs = texts.iter().map(|text| text.leg("sent", &ruling)).chain([at_once(&ruling)]).collect();
        let chain = texts.iter().map(SeatText::clause).collect::<Vec<String>>().join("; ");
        let reason = match ruling.verdict {
            Verdict::Clear => format!("{chain}; but never all three on the same day in the period asked about."),
            _ => format!("A circle of three companies: {chain}; all three {}.", days_phrase(&ruling.days.possible)),
        };
        let evidence = seat_evidence(graph, &seats, &ruling);
        self.row(CIRCLE, &ruling, &circle.companies, &circle.people)
            .reason(reason)
            .legs(legs)
            .evidence(evidence)
            .build()
    }

    fn explain_left_out(&self) -> Row {
        let (graph, most) = (self.context.graph, self.limits.followed());
        let mut left_out = self.circles().left_out.clone();
        let count = left_out.len();
        left_out.sort_by_key(|person| (Reverse(graph.person_seats(*person).len()), *person));
        left_out.truncate(MOST_NAMED);
        let people = if count == 1 { "1 person has".to_owned() } else { format!("{count} people have") };
        let reason = format!(
            "Circles were only searched for among people with up to {most} seats. {people} more seats, so circles through \
             them are not known; the people with the most seats are listed. Mutual crossings are complete."
        );
        self.row(CIRCLE, &left_out_ruling(), &[], &left_out)
            .reason(reason)
            .missing(vec![format!("circles through people with more than {most} seats")])
            .build()
    }
}

/// The seat of an executive at another company, for a text.
struct SeatText<'w> {
    graph: &'w BoardGraph,
    seats: &'w DirectedInterlock,
    home: CompanyIx,
    board: CompanyIx,
    /// `true` to speak of the person as chief executive.
    as_chief: bool,
}

impl SeatText<'_> {
    fn days(&self) -> UncertainDays {
        if self.as_chief { self.seats.chief.clone() } else { self.seats.seated() }
    }

    fn clause(&self) -> String {
        let name = |entity| name(self.graph, entity);
        let office = if self.as_chief { "chief executive" } else { "an executive" };
        let seat = if self.seats.board.is_possible() { "sits on" } else { "observes" };
        let person = name(Entity::Person(self.seats.person));
        let (home, board) = (name(Entity::Company(self.home)), name(Entity::Company(self.board)));
        format!("{person}, {office} of {home}, {seat} the board of {board}")
    }

    /// Returns the leg that asks for the seat, with its days.
    fn leg(&self, leg: &'static str, ruling: &Ruling) -> Leg {
        let days = self.days();
        let text = format!("{}, {}", self.clause(), days_phrase(&days.possible));
        let met = Answer::from(days.is_possible() || ruling.verdict != Verdict::Clear);
        Leg::new(leg, met, text)
    }
}

/// Returns the leg that asks for one day on which all seats are held.
fn at_once(ruling: &Ruling) -> Leg {
    let days = days_phrase(&ruling.days.possible);
    match ruling.verdict {
        Verdict::Clear => Leg::new("at-once", Answer::No, "there is no such day in the period asked about"),
        _ if ruling.certain => Leg::new("at-once", Answer::Yes, format!("all hold {days}")),
        _ => Leg::new("at-once", Answer::Yes, format!("all may hold {days}")),
    }
}
