//! Paths from one entity to another.

use super::{class, notes, stated};
use crate::{Edge, Node, Picture};
use interlocks_analysis::Query;
use interlocks_analysis::paths::{Path, Step, Stop};
use interlocks_core::model::{DaySpan, EntityKind};
use interlocks_graph::BoardGraph;

/// Separates the key of an entity from the number of its path in the id of a node.
pub(super) const IN_PATH: &str = " in path ";

/// Draws a path as a chain, with the role and the dates on each step, and the footer lines.
pub fn path(graph: &BoardGraph, path: &Path, query: &Query) -> Picture {
    if path.steps.is_empty() {
        return Picture::default();
    }
    notes(graph, query, chain(path))
}

/// Draws paths between the same two entities, one below the other, each with the days on which all its steps are
/// true. An entity on several paths is drawn in several rows.
pub fn paths(graph: &BoardGraph, paths: &[Path], query: &Query) -> Picture {
    let [first, _, ..] = paths else { return paths.first().map(|one| path(graph, one, query)).unwrap_or_default() };
    let (Some(start), Some(last)) = (first.steps.first(), first.steps.last()) else { return Picture::default() };
    let mut picture = titled(&start.from, &last.to);
    picture = picture.subtitle(format!("{} paths, the strongest above", paths.len()));
    picture.group_label = Some("Path".to_owned());
    let longest = paths.iter().map(|path| path.steps.len()).max().unwrap_or(1);
    let a = picture.add_node(Node { rank: Some(0), ..drawn(&start.from).emphasized() });
    let b = picture.add_node(Node { rank: Some(longest), ..drawn(&last.to).emphasized() });
    for (row, path) in paths.iter().enumerate() {
        picture.groups.push(caption(row, path));
        let mut at = a;
        for (number, step) in path.steps.iter().enumerate() {
            let to = if number + 1 == path.steps.len() {
                b
            } else {
                let own = drawn(&step.to);
                let id = format!("{}{IN_PATH}{}", own.id, row + 1);
                picture.add_node(Node { id, rank: Some(number + 1), group: Some(row), ..own })
            };
            picture.add_edge(Edge { group: Some(row), ..joined(step, at, to) });
            at = to;
        }
    }
    notes(graph, query, picture)
}

fn caption(row: usize, path: &Path) -> String {
    let strength = path.strength.map(|strength| format!(", strength {strength:.2}")).unwrap_or_default();
    format!("Path {}{strength}: {}", row + 1, window(path))
}

/// The days on which all steps of a path are true together, as a clause.
fn window(path: &Path) -> String {
    match (path.certain, path.common) {
        (Some(sure), Some(days)) if sure != days => {
            format!("all steps are true together {}, possibly {}", span_text(sure), span_text(days))
        }
        (Some(sure), _) => format!("all steps are true together {}", span_text(sure)),
        (None, Some(days)) => format!("all steps may be true together {}", span_text(days)),
        (None, None) => "the steps are never all true at the same time".to_owned(),
    }
}

/// Days as text, with the last day: "from 2011-01-01 to 2011-12-31".
pub(super) fn span_text(days: DaySpan) -> String {
    match (days.from.is_calendar(), days.to.is_calendar()) {
        (true, true) if days.from.plus(1) == days.to => format!("on {}", days.from),
        (true, true) => format!("from {} to {}", days.from, days.to.plus(-1)),
        (true, false) => format!("from {}", days.from),
        (false, true) => format!("until {}", days.to.plus(-1)),
        (false, false) => "at any time".to_owned(),
    }
}

/// Draws a path as a chain, with the role and the dates on each step.
pub fn chain(path: &Path) -> Picture {
    let (Some(first), Some(last)) = (path.steps.first(), path.steps.last()) else { return Picture::default() };
    let mut picture = titled(&first.from, &last.to);
    let window = window(path);
    picture = picture.subtitle(format!("{}{}.", window[..1].to_uppercase(), &window[1..]));
    let mut at = picture.add_node(Node { rank: Some(0), ..drawn(&first.from).emphasized() });
    for (number, step) in path.steps.iter().enumerate() {
        let next = picture.add_node(Node { rank: Some(number + 1), ..drawn(&step.to) });
        picture.add_edge(joined(step, at, next));
        at = next;
    }
    if let Some(end) = picture.nodes.last_mut() {
        end.emphasis = true;
    }
    picture
}

fn titled(from: &Stop, to: &Stop) -> Picture {
    let picture = Picture::new(format!("From {} to {}", from.name, to.name));
    let arrow_label = Some("from owner or investor".to_owned());
    Picture { arrow_label, ..picture }.node_classes("Entity", ["company", "person"].map(class).to_vec())
}

fn drawn(stop: &Stop) -> Node {
    match stop.kind {
        EntityKind::Person => Node::person(format!("person:{}", stop.id), &stop.name).class(1),
        EntityKind::Company => Node::company(format!("company:{}", stop.id), &stop.name),
    }
}

/// A step as a line with its role and its dates.
fn joined(step: &Step, at: usize, next: usize) -> Edge {
    if let Some(condition) = &step.condition {
        return super::identities::line_of(condition.kind, condition.probability, &condition.who, at, next);
    }
    let dates = match (&step.start, &step.end) {
        (None, None) => "days unknown".to_owned(),
        (start, end) => stated(start.as_ref(), end.as_ref()),
    };
    // Ownership and funding have an arrow; seats and ties between people have no direction.
    let companies = step.from.kind == EntityKind::Company && step.to.kind == EntityKind::Company;
    let edge = if step.backward && companies { Edge::new(next, at) } else { Edge::new(at, next) };
    let mut edge = edge.label(format!("{}, {dates}", step.relation));
    edge.directed = companies;
    edge.tooltip = (!step.source.is_empty()).then(|| format!("source: {}", step.source.replace(';', ", ")));
    edge.possible = !step.certain;
    edge
}
