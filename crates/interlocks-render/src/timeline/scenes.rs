//! Timelines of what is asked: two companies, one company, one person.

use std::collections::BTreeMap;

use super::{Finish, Group, Lane, Mark, Side, Timeline};
use crate::scenes::footer;
use interlocks_analysis::Query;
use interlocks_analysis::profile::seats;
use interlocks_analysis::report::{AtCompany, JointDeal, JointHistory, LinkingPerson, LinkingSeatOrTie};
use interlocks_core::model::vocabulary::read_deal_status;
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity, SeatIx};

impl Timeline {
    /// Adds the notes that stand below every picture: which seats it shows, of which day and whose the data is.
    pub fn state_origin(&mut self, graph: &BoardGraph, query: &Query) {
        self.notes.extend(footer(graph, query));
    }
}

/// The people who link two companies, when, and the deals of both. Deals are labelled by their kind, and where the
/// drawing is on a page that gives them numbers, by those too.
pub fn of_two(history: &JointHistory, is_on_page: bool) -> Timeline {
    let (a, b) = (&history.a.name, &history.b.name);
    let mut timeline = Timeline::new(format!("Timeline of {a} and {b}"), [a, b]);
    timeline.description = described(history, is_on_page);
    timeline.as_of = history.as_of;
    timeline.groups = history.people.iter().map(group).collect();
    timeline.marks = history.deals.iter().filter_map(|deal| mark(deal, is_on_page)).collect();
    let undated: Vec<&str> = history
        .deals
        .iter()
        .filter(|deal| deal.first.is_none() || deal.last.is_none())
        .map(|deal| if is_on_page { deal.number.as_str() } else { deal.id.as_str() })
        .collect();
    if !undated.is_empty() {
        timeline.notes.push(format!("Not drawn, for their days are not known: {}.", undated.join(", ")));
    }
    timeline
}

fn described(history: &JointHistory, is_on_page: bool) -> String {
    let seats: usize = history.people.iter().map(|person| person.links.len()).sum();
    let beside = if is_on_page { "; the table of events below says the same" } else { "" };
    format!(
        "One bar for each of {seats} seats and ties of {} people, and a mark for each of {} deals{beside}.",
        history.people.len(),
        history.deals.len()
    )
}

fn group(person: &LinkingPerson) -> Group {
    Group {
        label: person.person.name.clone(),
        lanes: person.links.iter().map(|link| lane(link, &person.person.id)).collect(),
        both_certain: person.both_certain.clone(),
        both_possible: person.both_possible.clone(),
    }
}

fn lane(link: &LinkingSeatOrTie, person: &str) -> Lane {
    let side = match link.side {
        AtCompany::A => Side::A,
        AtCompany::B => Side::B,
        AtCompany::Other => Side::Other,
    };
    let (relation, other) = (&link.row.relation, &link.row.to.name);
    let label = match link.row.kind {
        // A tie reads as a sentence, from whichever end it begins.
        "tie" if link.row.to.id == person => format!("{} {}", link.row.from.name, relation.replace(['-', '_'], " ")),
        "tie" => format!("{} {other}", relation.replace(['-', '_'], " ")),
        _ => format!("{relation}, {other}"),
    };
    let dates = dates(link.row.start.as_deref(), link.row.end.as_deref());
    let mut lane = Lane::new(label, side, link.spell);
    lane.finish = finish(link.ending);
    lane.tooltip = format!("{}, {}, {}: {dates}", link.row.from.name, link.row.relation, link.row.to.name);
    lane
}

fn dates(start: Option<&str>, end: Option<&str>) -> String {
    format!("{} – {}", start.unwrap_or("?"), end.unwrap_or("…"))
}

fn finish(ending: &str) -> Finish {
    match ending {
        "ongoing" => Finish::Running,
        "unknown" => Finish::Unknown,
        _ => Finish::Ended,
    }
}

fn mark(deal: &JointDeal, is_on_page: bool) -> Option<Mark> {
    let days = DayRange::new(deal.first?, deal.last.unwrap_or(Day::MAX));
    let kind = deal.kind.replace(['-', '_'], " ");
    days.last.is_calendar().then(|| Mark {
        label: if is_on_page { format!("{} {kind}", deal.number) } else { kind },
        days,
        doubtful: deal.is_doubtful(),
        tooltip: format!("{}, {}: {}", deal.id, deal.row.start.as_deref().unwrap_or("?"), deal.row.relation),
    })
}

/// The seats of a person, company by company, or those at a company, person by person; and the deals of the
/// company, or between two of the companies of the person.
///
/// Seats that do not hold at the clock are left out. Those on the board are told apart from others by colour.
pub fn of_one(graph: &BoardGraph, entity: Entity, query: &Query) -> Timeline {
    let name = graph.name(entity);
    let mut timeline = Timeline::new(format!("Timeline of {name}"), ["on the board", "another role"]);
    timeline.as_of = graph.as_of();
    let mut of_other: BTreeMap<Entity, Vec<SeatIx>> = BTreeMap::new();
    for seat in seats(graph, entity, query) {
        let other = match entity {
            Entity::Person(_) => Entity::Company(graph.seat_company(seat)),
            Entity::Company(_) => Entity::Person(graph.seat_person(seat)),
        };
        of_other.entry(other).or_default().push(seat);
    }
    let mut groups: Vec<(Entity, Vec<SeatIx>)> = of_other.into_iter().collect();
    groups.sort_by_key(|(other, seats)| (seats.first().map(|seat| graph.spell(*seat)), *other));
    let count: usize = groups.iter().map(|group| group.1.len()).sum();
    timeline.groups = groups.iter().map(|(other, seats)| group_of(graph, *other, seats)).collect();
    let deals = deals_of(graph, entity, groups.iter().map(|group| group.0));
    timeline.description = format!("One bar for each of {count} seats, and a mark for each of {} deals.", deals.len());
    let undated = deals.iter().filter(|deal| graph.deal_days(**deal).is_none()).count();
    if undated > 0 {
        timeline.notes.push(format!("Not drawn, for their days are not known: {undated} of the deals."));
    }
    timeline.marks = deals.into_iter().filter_map(|deal| mark_of(graph, deal, entity)).collect();
    timeline.marks.sort_by(|a, b| (a.days.first, a.days.last, &a.label).cmp(&(b.days.first, b.days.last, &b.label)));
    timeline
}

fn group_of(graph: &BoardGraph, other: Entity, seats: &[SeatIx]) -> Group {
    let lanes = seats.iter().map(|&number| {
        let seat = graph.seat(number);
        let role = if seat.role.is_empty() { "seat" } else { &seat.role };
        let side = if seat.board != Some(false) { Side::A } else { Side::B };
        let mut lane = Lane::new(role, side, graph.spell(number));
        lane.finish = finish(seat.end.as_str());
        let (start, end) = (seat.start.map(|date| date.to_string()), seat.end.date().map(ToString::to_string));
        lane.tooltip = format!("{}, {role}: {}", graph.name(other), dates(start.as_deref(), end.as_deref()));
        lane
    });
    Group { label: graph.name(other).into_owned(), lanes: lanes.collect(), ..Group::default() }
}

/// The deals of a company; of a person those between two of the companies met.
fn deals_of(graph: &BoardGraph, entity: Entity, met: impl Iterator<Item = Entity>) -> Vec<DealIx> {
    if let Entity::Company(company) = entity {
        return graph.company_deals(company).collect();
    }
    let companies: Vec<CompanyIx> =
        met.filter_map(|other| if let Entity::Company(company) = other { Some(company) } else { None }).collect();
    let within = |deal: DealIx| graph.deal_parties(deal).filter(|party| companies.contains(party)).count();
    let mut deals: Vec<DealIx> = companies.iter().flat_map(|company| graph.company_deals(*company)).collect();
    deals.sort_unstable();
    deals.dedup();
    deals.retain(|deal| within(*deal) > 1);
    deals
}

fn mark_of(graph: &BoardGraph, number: DealIx, entity: Entity) -> Option<Mark> {
    let days = graph.deal_days(number)?;
    let deal = graph.deal(number);
    let others = graph.deal_parties(number).map(Entity::Company).filter(|party| *party != entity);
    // "Netflix, Inc." is Netflix beside a mark, where there is little room.
    let others: Vec<String> =
        others.map(|party| graph.name(party).split(", ").next().unwrap_or_default().to_owned()).collect();
    let kind = if deal.kind.is_empty() { "deal".to_owned() } else { deal.kind.replace(['-', '_'], " ") };
    let others = others.join(", ");
    let label = [kind, others].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    Some(Mark {
        label: if label.is_empty() { deal.id.clone() } else { label },
        days,
        doubtful: read_deal_status(&deal.status).is_doubtful(),
        tooltip: format!("{}, {}: {}", deal.id, deal.date.map_or("?".to_owned(), |date| date.to_string()), deal.text),
    })
}
