//! A deal, its parties, and the people with seats at two of them or more.

use std::collections::BTreeMap;

use super::{Industries, NO_CLASS, Sources, class, industry, node, notes, stated};
use crate::{Edge, Node, Picture};
use interlocks_analysis::Query;
use interlocks_core::model::vocabulary::read_deal_status;
use interlocks_core::model::{PartialDate, Seat, Spell};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx, SeatIx, UncertainDays};

/// Draws the parties of a deal, joined by it, and everybody who has or had seats at two of them or more.
/// A seat that was possibly held on the day of the deal is dashed; one that was not held then is faint.
pub fn deal(graph: &BoardGraph, number: DealIx, query: &Query) -> Picture {
    let deal = graph.deal(number);
    let parties: Vec<CompanyIx> = graph.deal_parties(number).collect();
    let names: Vec<String> = parties.iter().map(|party| graph.name(Entity::Company(*party)).into_owned()).collect();
    let kind = if deal.kind.is_empty() { "deal".to_owned() } else { deal.kind.replace(['-', '_'], " ") };
    let date = deal.date.as_ref().map_or_else(|| "day unknown".to_owned(), ToString::to_string);
    let people = between(graph, &parties, query);
    let entities: Vec<Entity> = parties
        .iter()
        .map(|party| Entity::Company(*party))
        .chain(people.keys().map(|who| Entity::Person(*who)))
        .collect();
    let industries = Industries::new(entities.iter().map(|entity| industry(graph, *entity)));
    let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
    let what = format!("{kind}, {date}{status}");
    let mut picture = Picture::new(format!("{}: {what}", listed(&names)))
        .subtitle(deal.text.clone())
        .node_classes("Industry", industries.legend())
        .edge_classes("Line", ["deal", "seat"].map(class).to_vec());
    picture.nodes = entities.iter().map(|entity| node(graph, *entity, &industries)).collect();
    picture.nodes.iter_mut().take(parties.len()).for_each(|node| node.emphasis = true);
    let sources = Sources::new(graph);
    let doubtful = read_deal_status(&deal.status).is_doubtful();
    let mut line = Edge::new(0, 1).weight(2.0).tooltip(format!("{} (source: {})", deal.text, deal.sources.join(", ")));
    line.possible = doubtful;
    line.url = sources.address(&deal.sources);
    match parties.len() {
        0 | 1 => {}
        2 => picture.add_edge(line.label(what)),
        // With three or more parties the deal is a node in the middle.
        _ => {
            let middle = picture.add_node(Node::company(format!("deal:{}", deal.id), what).class(NO_CLASS));
            (0..parties.len()).for_each(|party| picture.add_edge(Edge { from: party, to: middle, ..line.clone() }));
        }
    }
    let on_the_day = graph.deal_days(number).map(|days| Query { clock: Clock::At(days), ..*query });
    for (at, seats) in people.values().enumerate() {
        for (&party, own) in seats {
            let to = parties.iter().position(|one| *one == party).unwrap_or(0);
            picture.add_edge(seat(graph, &sources, (parties.len() + at, to), own, on_the_day.as_ref()));
        }
    }
    if doubtful {
        picture.notes.push(format!("The line of the deal is dashed, for it is {}.", deal.status));
    }
    picture.notes.push(match people.is_empty() {
        true => "Nobody is known to have sat with two of the parties.".to_owned(),
        false => "A seat that was not held on the day of the deal is faint; dashed, it may have been.".to_owned(),
    });
    notes(graph, query, picture)
}

/// Names as a sentence has them.
fn listed(names: &[String]) -> String {
    match names {
        [] => "No party".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// People with seats at two parties or more at the clock, with these seats.
fn between(
    graph: &BoardGraph,
    parties: &[CompanyIx],
    query: &Query,
) -> BTreeMap<PersonIx, BTreeMap<CompanyIx, Vec<SeatIx>>> {
    let mut people: BTreeMap<PersonIx, BTreeMap<CompanyIx, Vec<SeatIx>>> = BTreeMap::new();
    for &party in parties {
        for seat in graph.company_seats(party) {
            if query.holds(graph, &UncertainDays::from_spell(&graph.spell(seat))).is_some() {
                people.entry(graph.seat_person(seat)).or_default().entry(party).or_default().push(seat);
            }
        }
    }
    people.retain(|_, seats| seats.len() > 1);
    people
}

fn seat(
    graph: &BoardGraph,
    sources: &Sources<'_>,
    (from, to): (usize, usize),
    seats: &[SeatIx],
    then: Option<&Query>,
) -> Edge {
    let days = UncertainDays::from_spells(seats.iter().map(|seat| graph.spell(*seat)));
    let mut rows: Vec<(Seat, Spell)> = seats.iter().map(|seat| (graph.seat(*seat), graph.spell(*seat))).collect();
    rows.sort_by_key(|(_, spell)| *spell);
    let lines = rows.iter().map(|(row, _)| format!("{}, {}", row.role, stated(row.start.as_ref(), row.end.date())));
    let mut edge = Edge::new(from, to).class(1).label(shortly(&rows));
    edge.tooltip = Some(lines.collect::<Vec<_>>().join("\n"));
    // If the day of the deal is unknown, every seat was possibly held then.
    let answer = then.map(|query| query.holds(graph, &days));
    edge.possible = answer.is_none_or(|answer| answer.is_some_and(|answer| !answer.is_certain()));
    edge.dimmed = answer == Some(None);
    edge.url = rows.iter().find_map(|(row, _)| sources.address(&row.sources));
    edge
}

/// Roles at one company as a short text: roles without a gap between them are joined, from the first start to the
/// last end.
fn shortly(rows: &[(Seat, Spell)]) -> String {
    let mut stints: Vec<Vec<&(Seat, Spell)>> = Vec::new();
    for row in rows {
        let begins = row.1.earliest_start;
        let last = stints.last_mut().filter(|stint| stint.iter().any(|(_, spell)| spell.latest_end >= begins));
        match last {
            Some(stint) => stint.push(row),
            None => stints.push(vec![row]),
        }
    }
    stints.iter().map(|stint| stint_of(stint)).collect::<Vec<_>>().join("; ")
}

fn stint_of(rows: &[&(Seat, Spell)]) -> String {
    let mut roles: Vec<&str> = Vec::new();
    for (seat, _) in rows {
        if !seat.role.is_empty() && !roles.contains(&seat.role.as_str()) {
            roles.push(&seat.role);
        }
    }
    let start = rows.iter().map(|(seat, _)| seat.start.as_ref()).min_by_key(|start| start.map(PartialDate::earliest));
    let ends: Option<Vec<&PartialDate>> = rows.iter().map(|(seat, _)| seat.end.date()).collect();
    let end = ends.and_then(|ends| ends.into_iter().max_by_key(|end| end.latest()));
    format!("{}, {}", roles.join(", "), stated(start.flatten(), end))
}
