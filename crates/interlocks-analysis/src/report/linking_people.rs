//! People who link two companies, and the seats and ties by which they do.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::conflicts::Finding;
use crate::ownership::Deputation;
use crate::paths::{Path, Step};
use crate::question::{Evidence, Named};
use interlocks_core::model::{Day, DaySet, DaySpan, EntityKind, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// The company of a seat or tie: one of the two, or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AtCompany {
    /// The first company.
    A,
    /// The second company.
    B,
    /// Another company.
    Other,
}

/// A seat, or a tie to a company, of a person who links the two.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkingSeatOrTie {
    /// The company it is at.
    pub side: AtCompany,
    /// The row of the data.
    pub row: Evidence,
    /// `ended`, `ongoing` or `unknown`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["ended", "ongoing", "unknown"])))]
    pub ending: &'static str,
    /// Days on which it is true for every choice of days.
    pub certain: Option<DaySpan>,
    /// Days on which it is true for some choice of days.
    pub possible: Option<DaySpan>,
    /// The spell, with the possible days of start and end.
    #[serde(skip)]
    pub spell: Spell,
}

/// A person who links two companies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkingPerson {
    /// The person.
    pub person: Named,
    /// `true` if the person has had seats at both companies, not necessarily at the same time.
    pub at_both: bool,
    /// Days on which the person certainly had a seat of any kind at both companies.
    pub both_certain: DaySet,
    /// Days on which the person possibly had a seat of any kind at both companies.
    pub both_possible: DaySet,
    /// The seats and ties, by company, then by time.
    #[serde(rename = "held")]
    pub links: Vec<LinkingSeatOrTie>,
}

/// The rows that findings, paths and owners rest on, and the people in them.
#[derive(Default)]
struct CitedRows<'a> {
    people: BTreeSet<PersonIx>,
    rows: Vec<&'a Evidence>,
    steps: Vec<&'a Step>,
}

/// Returns the people with seats at both companies, and those in the evidence of findings, paths and owners: those with
/// seats at both first, then by first day, name and id.
pub(super) fn linking_people(
    graph: &BoardGraph,
    ends: [CompanyIx; 2],
    findings: &[Finding],
    paths: &[Path],
    owners: &[Deputation],
) -> Vec<LinkingPerson> {
    let [a, b] = ends;
    let mut cited = CitedRows { people: graph.shared_people(a, b).into_iter().collect(), ..CitedRows::default() };
    let finding_rows = findings.iter().flat_map(|finding| &finding.evidence);
    for row in finding_rows.chain(owners.iter().flat_map(|found| &found.evidence)).filter(|row| row.kind != "deal") {
        cited.people.extend(graph.person_number(&row.from.id));
        if row.kind == "tie" {
            cited.people.extend(graph.person_number(&row.to.id));
        }
        cited.rows.push(row);
    }
    for step in paths.iter().flat_map(|path| &path.steps) {
        for stop in [&step.from, &step.to].into_iter().filter(|stop| stop.kind == EntityKind::Person) {
            cited.people.extend(graph.person_number(&stop.id));
        }
        cited.steps.push(step);
    }
    let mut people: Vec<LinkingPerson> =
        cited.people.iter().map(|person| linking_person(graph, ends, *person, &cited)).collect();
    people.retain(|person| !person.links.is_empty());
    people.sort_by_cached_key(|person| {
        let first = person.links.iter().filter_map(|link| link.possible).map(|span| span.from).min();
        (!person.at_both, first.unwrap_or(Day::MAX), person.person.name.clone(), person.person.id.clone())
    });
    people
}

fn linking_person(
    graph: &BoardGraph,
    [a, b]: [CompanyIx; 2],
    person: PersonIx,
    cited: &CitedRows<'_>,
) -> LinkingPerson {
    let (at_a, at_b) = (graph.tenure_at(person, a).any, graph.tenure_at(person, b).any);
    let UncertainDays { certain, possible } = at_a.meet(&at_b);
    let mut links: Vec<LinkingSeatOrTie> = Vec::new();
    for seat in graph.person_seats(person) {
        let company = graph.seat_company(seat);
        let side = side(Entity::Company(company), [a, b]);
        let row = Evidence::from_seat(graph, seat);
        if side != AtCompany::Other || cited.contains(&row) {
            links.push(LinkingSeatOrTie::from_seat(graph, seat, side, row));
        }
    }
    for tie in graph.ties(Entity::Person(person)) {
        let (from, to) = graph.tie_ends(tie);
        let other = if from == Entity::Person(person) { to } else { from };
        let row = Evidence::from_tie(graph, tie);
        if matches!(other, Entity::Company(_)) && cited.contains(&row) {
            links.push(LinkingSeatOrTie::from_tie(graph, tie, side(other, [a, b]), row));
        }
    }
    links.sort_by_cached_key(|link| {
        let Spell { earliest_start, latest_start, earliest_end, latest_end, .. } = link.spell;
        let days = [earliest_start, latest_start, earliest_end, latest_end];
        (link.side, link.row.to.name.clone(), days, link.row.relation.clone(), link.row.place.clone())
    });
    LinkingPerson {
        person: Named::new(graph, Entity::Person(person)),
        at_both: graph.seats_at(person, a).next().is_some() && graph.seats_at(person, b).next().is_some(),
        both_certain: certain,
        both_possible: possible,
        links,
    }
}

impl CitedRows<'_> {
    /// Returns `true` if a finding, an owner or a step of a path rests on a row.
    fn contains(&self, row: &Evidence) -> bool {
        let step = |step: &&Step| {
            let ends = [step.from.id.as_str(), step.to.id.as_str()];
            step.place == row.place
                && ends.contains(&row.from.id.as_str())
                && ends.contains(&row.to.id.as_str())
                && (&step.start, &step.end) == (&row.start, &row.end)
        };
        self.rows.contains(&row) || self.steps.iter().any(step)
    }
}

fn side(at: Entity, [a, b]: [CompanyIx; 2]) -> AtCompany {
    match at {
        Entity::Company(company) if company == a => AtCompany::A,
        Entity::Company(company) if company == b => AtCompany::B,
        _ => AtCompany::Other,
    }
}

impl LinkingSeatOrTie {
    fn from_seat(graph: &BoardGraph, seat: SeatIx, side: AtCompany, row: Evidence) -> LinkingSeatOrTie {
        LinkingSeatOrTie::new(side, row, graph.seat(seat).end.as_str(), graph.spell(seat))
    }

    fn from_tie(graph: &BoardGraph, tie: TieIx, side: AtCompany, row: Evidence) -> LinkingSeatOrTie {
        LinkingSeatOrTie::new(side, row, graph.tie(tie).end.as_str(), graph.tie_spell(tie))
    }

    fn new(side: AtCompany, row: Evidence, ending: &'static str, spell: Spell) -> LinkingSeatOrTie {
        LinkingSeatOrTie { side, row, ending, certain: spell.certain(), possible: spell.possible(), spell }
    }
}
