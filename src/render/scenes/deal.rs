//! A deal, its parties, and who sits with more than one of them.

use std::collections::BTreeMap;

use super::{Industries, address, class, industry, node, notes};
use crate::analysis::Query;
use crate::analysis::report::is_doubtful;
use crate::graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx, SeatIx, Stretch};
use crate::model::{PartialDate, Seat};
use crate::render::{Edge, Picture};

/// The parties of a deal, joined by it, and everybody who has or had a seat with two of them at least.
/// A seat that may have been held on the day of the deal is dashed, one that was not held then is faint.
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
    let industries = Industries::of(entities.iter().map(|entity| industry(graph, *entity)));
    let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
    let mut picture = Picture::new(format!("{}: {kind}, {date}{status}", names.join(" and ")))
        .subtitle(deal.text.clone())
        .node_classes("Industry", industries.legend())
        .edge_classes("Line", ["deal", "seat"].map(class).to_vec());
    picture.nodes = entities.iter().map(|entity| node(graph, *entity, &industries)).collect();
    picture.nodes.iter_mut().take(parties.len()).for_each(|node| node.emphasis = true);
    for b in 1..parties.len() {
        let mut edge = Edge::new(0, b).label(format!("{kind}, {date}{status}")).weight(2.0);
        edge.possible = is_doubtful(&deal.status);
        edge.url = address(graph, &deal.sources);
        edge.tooltip = Some(format!("{} (source: {})", deal.text, deal.sources.join(", ")));
        picture.add_edge(edge);
    }
    let on_the_day = graph.deal_days(number).map(|days| Query { clock: Clock::At(days), ..*query });
    for (at, seats) in people.values().enumerate() {
        for (&party, own) in seats {
            let to = parties.iter().position(|one| *one == party).unwrap_or(0);
            picture.add_edge(seat(graph, (parties.len() + at, to), own, on_the_day.as_ref()));
        }
    }
    let picture = picture.note("A seat that was not held on the day of the deal is faint; dashed, it may have been.");
    notes(graph, query, picture)
}

/// Everybody with seats at two parties at least, at the clock, with these seats.
fn between(
    graph: &BoardGraph,
    parties: &[CompanyIx],
    query: &Query,
) -> BTreeMap<PersonIx, BTreeMap<CompanyIx, Vec<SeatIx>>> {
    let mut people: BTreeMap<PersonIx, BTreeMap<CompanyIx, Vec<SeatIx>>> = BTreeMap::new();
    for &party in parties {
        for seat in graph.company_seats(party) {
            if query.holds(graph, &Stretch::of_spell(&graph.spell(seat))).is_some() {
                people.entry(graph.seat_person(seat)).or_default().entry(party).or_default().push(seat);
            }
        }
    }
    people.retain(|_, seats| seats.len() > 1);
    people
}

fn seat(graph: &BoardGraph, (from, to): (usize, usize), seats: &[SeatIx], then: Option<&Query>) -> Edge {
    let days = Stretch::of(seats.iter().map(|seat| graph.spell(*seat)));
    let rows: Vec<_> = seats.iter().map(|seat| graph.seat(*seat)).collect();
    let lines = rows.iter().map(|row| {
        let start = row.start.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
        let end = row.end.date().map(ToString::to_string).unwrap_or_default();
        format!("{}, {start} – {end}", row.role)
    });
    let mut edge = Edge::new(from, to).class(1).label(shortly(&rows));
    edge.tooltip = Some(lines.collect::<Vec<_>>().join("\n"));
    // Of a deal whose day nobody knows, every seat may have been held then.
    let answer = then.map(|query| query.holds(graph, &days));
    edge.possible = answer.is_none_or(|answer| answer.is_some_and(|answer| !answer.is_certain()));
    edge.dimmed = answer == Some(None);
    edge.url = rows.iter().find_map(|row| address(graph, &row.sources));
    edge
}

/// The roles of somebody at one company, from the first day of any to the last of all.
fn shortly(rows: &[Seat]) -> String {
    let mut roles: Vec<&str> = rows.iter().map(|row| row.role.as_str()).filter(|role| !role.is_empty()).collect();
    roles.dedup();
    let start = rows.iter().map(|row| row.start.as_ref()).min_by_key(|start| start.map(PartialDate::earliest));
    let ends: Option<Vec<&PartialDate>> = rows.iter().map(|row| row.end.date()).collect();
    let end = ends.and_then(|ends| ends.into_iter().max_by_key(|end| end.latest()));
    let start = start.flatten().map_or_else(|| "?".to_owned(), ToString::to_string);
    let end = end.map(ToString::to_string).unwrap_or_default();
    format!("{}, {start} – {end}", roles.join(", "))
}
