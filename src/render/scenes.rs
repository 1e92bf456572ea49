//! From answers to pictures: an ego network, a network of interlocks, a path.

use std::collections::BTreeMap;

use super::{Class, Colour, Edge, Node, Picture};
use crate::analysis::Query;
use crate::analysis::interlocks::{Kind, Pair};
use crate::analysis::paths::Path;
use crate::graph::{BoardGraph, Clock, Entity, SeatIx, Stretch};
use crate::model::{Certainty, EntityKind};

/// More industries than this are drawn in one colour, named `other`.
const MOST_CLASSES: usize = 9;

/// The classes of the nodes of a picture by industry, the most frequent first.
struct Industries {
    classes: Vec<String>,
}

impl Industries {
    fn of<'a>(industries: impl Iterator<Item = &'a str>) -> Industries {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for industry in industries {
            *counts.entry(industry).or_default() += 1;
        }
        let mut classes: Vec<(&str, usize)> = counts.into_iter().filter(|(name, _)| !name.is_empty()).collect();
        classes.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(y.0)));
        let mut classes: Vec<String> = classes.into_iter().map(|(name, _)| name.to_owned()).collect();
        if classes.len() > MOST_CLASSES {
            classes.truncate(MOST_CLASSES - 1);
        }
        classes.push("other".to_owned());
        Industries { classes }
    }

    fn class(&self, industry: &str) -> usize {
        self.classes.iter().position(|class| class == industry).unwrap_or(self.classes.len() - 1)
    }

    fn legend(&self) -> Vec<Class> {
        self.classes.iter().map(|name| class(name)).collect()
    }
}

/// The colour of what has no class of its own.
const GREY: Colour = Colour::hex(0x8A_8F98);

/// A class that no legend lists: people have no industry.
const NO_CLASS: usize = usize::MAX;

/// What day the data describes, and whose data it is.
pub(super) fn origin(graph: &BoardGraph) -> Vec<String> {
    let as_of = graph.as_of().map(|day| format!("The data describes {day}."));
    let title = graph.about().title.as_str();
    as_of.into_iter().chain((!title.is_empty()).then(|| format!("Data: {title}."))).collect()
}

/// Which seats an answer looks at.
pub(super) fn moment(graph: &BoardGraph, query: &Query) -> String {
    match (query.clock, graph.is_undated()) {
        (_, true) => "Dates are ignored.".to_owned(),
        (Clock::Ever, _) => "Seats held at any time.".to_owned(),
        (Clock::At(day), _) if day.is_one_day() => format!("Seats held on {}.", day.first),
        (Clock::At(day), _) => format!("Seats held on a day between {} and {}.", day.first, day.last),
        (Clock::During(window), _) => format!("Seats held on some day from {} to before {}.", window.from, window.to),
    }
}

/// The same, with what day the data describes and whose data it is.
pub(super) fn provenance(graph: &BoardGraph, query: &Query) -> Vec<String> {
    let mut notes = origin(graph);
    let moment = moment(graph, query);
    match notes.first_mut().filter(|_| graph.as_of().is_some()) {
        Some(as_of) => *as_of = format!("{moment} {as_of}"),
        None => notes.insert(0, moment),
    }
    notes
}

/// What the foot of every picture says.
fn notes(graph: &BoardGraph, query: &Query, picture: Picture) -> Picture {
    let picture = provenance(graph, query).into_iter().fold(picture, Picture::note);
    picture.note("A shared director is a lead to check, not an accusation.")
}

/// An entity and everything within `hops` steps of it over board and executive seats.
pub fn ego(graph: &BoardGraph, centre: Entity, hops: usize, query: &Query) -> Picture {
    let mut numbers: BTreeMap<Entity, usize> = BTreeMap::new();
    let mut order = vec![centre];
    numbers.insert(centre, 0);
    let mut ring = vec![centre];
    for _ in 0..hops {
        let mut next: Vec<Entity> =
            ring.iter().flat_map(|&at| seats(graph, at, query)).map(|(other, _, _)| other).collect();
        next.sort_unstable();
        next.dedup();
        next.retain(|entity| !numbers.contains_key(entity));
        for &entity in &next {
            numbers.insert(entity, order.len());
            order.push(entity);
        }
        ring = next;
    }
    let industry = |entity: Entity| match entity {
        Entity::Company(company) => graph.industry(company),
        Entity::Person(_) => "",
    };
    let industries = Industries::of(order.iter().map(|entity| industry(*entity)));
    let mut picture = Picture::new(format!("{} and its boards", graph.name(centre)));
    if centre.kind() == EntityKind::Person {
        picture.title = format!("The boards of {}", graph.name(centre));
    }
    picture = picture.node_classes("Industry", industries.legend());
    for &entity in &order {
        let mut node = match entity {
            Entity::Person(_) => Node::person(key(graph, entity), graph.name(entity)).class(NO_CLASS),
            Entity::Company(_) => {
                Node::company(key(graph, entity), graph.name(entity)).class(industries.class(industry(entity)))
            }
        };
        node.emphasis = entity == centre;
        picture.add_node(node);
    }
    picture = picture.edge_classes("Role", ["on the board", "executive", "other"].map(class).to_vec());
    for &entity in order.iter().filter(|entity| entity.kind() == EntityKind::Person) {
        for (company, held, answer) in seats(graph, entity, query) {
            if let Some(&to) = numbers.get(&company) {
                picture.add_edge(seat_edge(graph, numbers[&entity], to, &held, answer));
            }
        }
    }
    notes(graph, query, picture)
}

fn class(name: &str) -> Class {
    Class { name: name.to_owned(), colour: (name == "other").then_some(GREY) }
}

/// A key that tells a person from a company of the same id.
fn key(graph: &BoardGraph, entity: Entity) -> String {
    match entity.kind() {
        EntityKind::Person => format!("person:{}", graph.id(entity)),
        EntityKind::Company => format!("company:{}", graph.id(entity)),
    }
}

/// What an entity is joined to by seats, with the seats and how sure the tie is.
fn seats(graph: &BoardGraph, at: Entity, query: &Query) -> Vec<(Entity, Vec<SeatIx>, Certainty)> {
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
    let held = |(other, group): (Entity, Vec<SeatIx>)| {
        let days = Stretch::of(group.iter().map(|seat| graph.spell(*seat)));
        query.holds(graph, &days).map(|answer| (other, group, answer))
    };
    groups.into_iter().filter_map(held).collect()
}

fn seat_edge(graph: &BoardGraph, from: usize, to: usize, held: &[SeatIx], answer: Certainty) -> Edge {
    let board = held.iter().any(|seat| graph.is_board(*seat));
    let executive = held.iter().any(|seat| graph.is_executive(*seat));
    let lines: Vec<String> = held
        .iter()
        .map(|seat| {
            let row = graph.seat(*seat);
            let start = row.start.as_ref().map(ToString::to_string).unwrap_or_default();
            let end = row.end.date().map(ToString::to_string).unwrap_or_default();
            format!("{} {start}–{end}", row.role)
        })
        .collect();
    let mut edge = Edge::new(from, to).class(if executive {
        1
    } else if board {
        0
    } else {
        2
    });
    edge.tooltip = Some(lines.join("; "));
    edge.possible = !answer.is_certain();
    edge
}

/// Companies joined where they share directors; the width of a line is the weight of the pair.
pub fn pairs(graph: &BoardGraph, pairs: &[Pair], query: &Query, weight_label: &str) -> Picture {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for end in pairs.iter().flat_map(|pair| [&pair.a, &pair.b]) {
        names.insert(&end.id, &end.name);
    }
    let industry = |id: &str| graph.company_number(id).map_or("", |company| graph.industry(company));
    let industries = Industries::of(names.keys().map(|id| industry(id)));
    let strongest =
        |pair: &Pair| pair.kinds.iter().find(|kind| **kind != Kind::Direct).copied().unwrap_or(Kind::Neutral);
    let mut kinds: Vec<Kind> = pairs.iter().map(strongest).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut picture = Picture::new("Companies that share directors")
        .subtitle(format!("{} companies, {} interlocks", names.len(), pairs.len()))
        .weight_label(weight_label)
        .node_classes("Industry", industries.legend())
        .edge_classes("Strongest kind", kinds.iter().map(|kind| class(kind.word())).collect());
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, name) in &names {
        let node = Node::company(*id, *name).class(industries.class(industry(id)));
        numbers.insert(id, picture.add_node(node));
    }
    for pair in pairs {
        let mut edge = Edge::new(numbers[pair.a.id.as_str()], numbers[pair.b.id.as_str()])
            .weight(pair.weight.max(0.0))
            .class(kinds.iter().position(|kind| *kind == strongest(pair)).unwrap_or(0));
        let people: Vec<&str> = pair.people.iter().map(|link| link.name.as_str()).collect();
        edge.tooltip = Some(people.join(", "));
        edge.possible = !pair.certain;
        picture.add_edge(edge);
    }
    notes(graph, query, picture)
}

/// A path as a chain, with the role and the dates on each step, and what must stand below it.
pub fn path(graph: &BoardGraph, path: &Path, query: &Query) -> Picture {
    if path.steps.is_empty() {
        return Picture::default();
    }
    notes(graph, query, chain(path))
}

/// A path as a chain, with the role and the dates on each step.
pub fn chain(path: &Path) -> Picture {
    let (Some(first), Some(last)) = (path.steps.first(), path.steps.last()) else { return Picture::default() };
    let mut picture = Picture::new(format!("From {} to {}", first.from.name, last.to.name))
        .node_classes("Entity", ["company", "person"].map(class).to_vec());
    if let Some(common) = path.common {
        picture = picture.subtitle(format!("All steps may hold together from {} to {}.", common.from, common.to));
    }
    let node = |stop: &crate::analysis::paths::Stop| match stop.kind {
        EntityKind::Person => Node::person(format!("person:{}", stop.id), &stop.name).class(1),
        EntityKind::Company => Node::company(format!("company:{}", stop.id), &stop.name),
    };
    let mut at = picture.add_node(node(&first.from).emphasised());
    for step in &path.steps {
        let next = picture.add_node(node(&step.to));
        let dates = match (&step.start, &step.end) {
            (None, None) => String::new(),
            (start, end) => format!(", {} – {}", start.as_deref().unwrap_or("?"), end.as_deref().unwrap_or("")),
        };
        // Who owns or funds whom is an arrow; a seat, and what joins two people, reads both ways.
        let companies = step.from.kind == EntityKind::Company && step.to.kind == EntityKind::Company;
        let edge = if step.backward && companies { Edge::new(next, at) } else { Edge::new(at, next) };
        let mut edge = edge.label(format!("{}{}", step.relation, dates.trim_end()));
        edge.directed = companies;
        edge.tooltip = Some(format!("source: {} ({})", step.source, step.place));
        edge.possible = !step.certain;
        picture.add_edge(edge);
        at = next;
    }
    if let Some(end) = picture.nodes.last_mut() {
        end.emphasis = true;
    }
    picture
}
