//! People and companies, joined by seats.

use std::collections::BTreeMap;

use super::{Industries, Sources, class, counted, industry, node, notes, stated};
use crate::{Edge, EdgeDays, Picture};
use interlocks_analysis::Query;
use interlocks_core::model::{Certainty, EntityKind};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, SeatIx, UncertainDays};

/// Draws an entity and everything within `hops` steps of it; a step is a seat.
pub fn ego(graph: &BoardGraph, center: Entity, hops: usize, query: &Query) -> Picture {
    let title = match center.kind() {
        EntityKind::Person => format!("The boards of {}", graph.name(center)),
        EntityKind::Company if hops < 2 => format!("Directors of {}", graph.name(center)),
        EntityKind::Company => format!("Directors of {} and their other boards", graph.name(center)),
    };
    let mut picture = around(graph, &[center], hops, query, title);
    if let Some(node) = picture.nodes.first_mut() {
        node.emphasis = true;
    }
    picture
}

/// Draws all people and companies that are joined by seats, or only some companies, the people with seats there, and the
/// other companies where these have seats.
pub fn seats(graph: &BoardGraph, companies: &[CompanyIx], query: &Query) -> Picture {
    let named: Vec<Entity> = companies.iter().map(|company| Entity::Company(*company)).collect();
    if !named.is_empty() {
        let names: Vec<String> = named.iter().map(|entity| graph.name(*entity).into_owned()).collect();
        return around(graph, &named, 2, query, format!("The boards of {}", names.join(", ")));
    }
    let people = graph.people().map(Entity::Person);
    let mut order: Vec<Entity> = people.filter(|person| !ties_of(graph, *person, query).is_empty()).collect();
    let companies = graph.companies().map(Entity::Company);
    order.extend(companies.filter(|company| !ties_of(graph, *company, query).is_empty()));
    let picture = drawn(graph, &order, query, "People and the boards they sit on".to_owned());
    let people = order.iter().filter(|entity| entity.kind() == EntityKind::Person).count();
    picture.subtitle(format!(
        "{}, {}",
        counted(people, "person", "people"),
        counted(order.len() - people, "company", "companies")
    ))
}

/// Some entities, everything within `hops` steps of them, and the seats between all of them.
fn around(graph: &BoardGraph, centers: &[Entity], hops: usize, query: &Query, title: String) -> Picture {
    let mut order = centers.to_vec();
    let mut known: std::collections::BTreeSet<Entity> = order.iter().copied().collect();
    let mut ring = order.clone();
    for _ in 0..hops {
        let mut next: Vec<Entity> = ring
            .iter()
            .flat_map(|&at| ties_of(graph, at, query))
            .map(|tie| tie.other)
            .filter(|other| known.insert(*other))
            .collect();
        next.sort_unstable();
        order.extend_from_slice(&next);
        ring = next;
    }
    drawn(graph, &order, query, title)
}

fn drawn(graph: &BoardGraph, order: &[Entity], query: &Query, title: String) -> Picture {
    let numbers: BTreeMap<Entity, usize> = order.iter().enumerate().map(|(at, entity)| (*entity, at)).collect();
    let industries = Industries::new(order.iter().map(|entity| industry(graph, *entity)));
    let mut picture = Picture::new(title)
        .node_classes("Industry", industries.legend())
        .edge_classes("Role", ["on the board", "executive", "other"].map(class).to_vec());
    picture.nodes = order.iter().map(|entity| node(graph, *entity, &industries)).collect();
    let sources = Sources::new(graph);
    for &entity in order.iter().filter(|entity| entity.kind() == EntityKind::Person) {
        for tie in ties_of(graph, entity, query) {
            if let Some(&to) = numbers.get(&tie.other) {
                picture.add_edge(tie.edge(graph, &sources, numbers[&entity], to));
            }
        }
    }
    notes(graph, query, picture)
}

/// The seats of one person at one company.
struct Tie {
    other: Entity,
    seats: Vec<SeatIx>,
    days: UncertainDays,
    answer: Certainty,
}

/// The other ends of an entity's seats at the clock, with these seats.
fn ties_of(graph: &BoardGraph, at: Entity, query: &Query) -> Vec<Tie> {
    let mut groups: BTreeMap<Entity, Vec<SeatIx>> = BTreeMap::new();
    match at {
        Entity::Person(person) => {
            for seat in graph.person_seats(person) {
                groups.entry(Entity::Company(graph.seat_company(seat))).or_default().push(seat);
            }
        }
        Entity::Company(company) => {
            for seat in graph.company_seats(company) {
                groups.entry(Entity::Person(graph.seat_person(seat))).or_default().push(seat);
            }
        }
    }
    let tie = |(other, seats): (Entity, Vec<SeatIx>)| {
        let days = UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)));
        let answer = query.holds(graph, &days)?;
        // Roles at other times do not count for the clock.
        let holds = |seat: &SeatIx| query.holds(graph, &UncertainDays::from_spell(&graph.spell(*seat))).is_some();
        let then: Vec<SeatIx> = seats.iter().copied().filter(holds).collect();
        Some(Tie { other, seats: if then.is_empty() { seats } else { then }, days, answer })
    };
    groups.into_iter().filter_map(tie).collect()
}

impl Tie {
    fn edge(&self, graph: &BoardGraph, sources: &Sources<'_>, from: usize, to: usize) -> Edge {
        let board = self.seats.iter().any(|seat| graph.is_board(*seat));
        let executive = self.seats.iter().any(|seat| graph.is_executive(*seat));
        let rows: Vec<_> = self.seats.iter().map(|seat| graph.seat(*seat)).collect();
        let lines = rows.iter().map(|row| {
            let days = stated(row.start.as_ref(), row.end.date());
            let sources = row.sources.join(", ");
            let cited = if sources.is_empty() { sources } else { format!(" (source: {sources})") };
            format!("{} {days}{cited}", row.role)
        });
        let class = match (executive, board) {
            (true, _) => 1,
            (false, true) => 0,
            (false, false) => 2,
        };
        let mut edge = Edge::new(from, to).class(class);
        edge.tooltip = Some(lines.collect::<Vec<_>>().join("\n"));
        edge.possible = !self.answer.is_certain();
        edge.url = rows.iter().find_map(|row| sources.address(&row.sources));
        // Undated data has no days; "all days" would be wrong.
        if !graph.is_undated() {
            edge.days = EdgeDays { certain: self.days.certain.clone(), possible: self.days.possible.clone() };
        }
        edge
    }
}
