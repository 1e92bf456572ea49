//! Companies joined by the directors they share.

use super::{GRAY, Industries, class, counted, node, notes};
use crate::{Class, Edge, EdgeDays, Picture};
use interlocks_analysis::Query;
use interlocks_analysis::pairs::{InterlockKind, Pair};
use interlocks_core::model::DaySet;
use interlocks_graph::{BoardGraph, Entity};

/// Draws companies that share directors; the width of a line is the weight of the pair. If all
/// shared directors are executives of one of the two, an arrow leads from there.
pub fn pairs(graph: &BoardGraph, pairs: &[Pair], query: &Query, weight_label: &str) -> Picture {
    let ends = pairs.iter().flat_map(|pair| [&pair.a, &pair.b]);
    let found = ends.filter_map(|end| graph.company_number(&end.id).map(Entity::Company));
    let mut companies: Vec<Entity> = found.collect();
    companies.sort_unstable();
    companies.dedup();
    let industries = Industries::new(companies.iter().map(|company| super::industry(graph, *company)));
    // All kinds, so that a kind has the same color in every picture.
    let kinds = &InterlockKind::ALL[1..];
    let kind_class = |kind: &InterlockKind| Class {
        color: (*kind == InterlockKind::Neutral).then_some(GRAY),
        ..class(kind.as_str())
    };
    let mut picture = Picture::new("Companies that share directors")
        .subtitle(format!(
            "{}, {}",
            counted(companies.len(), "company", "companies"),
            counted(pairs.len(), "interlock", "interlocks")
        ))
        .weight_label(weight_label)
        .node_classes("Industry", industries.legend())
        .edge_classes("Strongest kind", kinds.iter().map(kind_class).collect());
    picture.arrow_label = Some("from the company where the shared directors are executives".to_owned());
    picture.nodes = companies.iter().map(|company| node(graph, *company, &industries)).collect();
    let number = |id: &str| companies.binary_search(&Entity::Company(graph.company_number(id)?)).ok();
    for pair in pairs {
        if let (Some(a), Some(b)) = (number(&pair.a.id), number(&pair.b.id)) {
            let class = kinds.iter().position(|kind| *kind == strongest(pair)).unwrap_or(0);
            picture.add_edge(edge(graph, pair, a, b).class(class));
        }
    }
    if let Some(note) = meanings(pairs) {
        picture.notes.push(note);
    }
    notes(graph, query, picture)
}

/// Explains the kinds that occur, for the footer.
fn meanings(pairs: &[Pair]) -> Option<String> {
    let meaning = |kind: InterlockKind| match kind {
        InterlockKind::Direct => "",
        InterlockKind::Mutual => "an executive of each sits on the board of the other",
        InterlockKind::ChiefExecutiveCross => "the chief executive of each sits on the board of the other",
        InterlockKind::CompensationCommitteeCross => {
            "an executive of each sits on the compensation committee of the other"
        }
        InterlockKind::ExecutiveExecutive => "somebody is an executive of both",
        InterlockKind::Primary => "the shared director is an executive of one of the two",
        InterlockKind::Induced => "the shared director is an executive of a third company",
        InterlockKind::Neutral => "the shared director is an executive of no company known",
    };
    let occur = InterlockKind::ALL[1..].iter().filter(|kind| pairs.iter().any(|pair| strongest(pair) == **kind));
    let meanings: Vec<String> = occur.map(|kind| format!("{}: {}", kind.as_str(), meaning(*kind))).collect();
    (!meanings.is_empty()).then(|| format!("{}.", meanings.join("; ")))
}

fn strongest(pair: &Pair) -> InterlockKind {
    pair.kinds.iter().find(|kind| **kind != InterlockKind::Direct).copied().unwrap_or(InterlockKind::Neutral)
}

fn edge(graph: &BoardGraph, pair: &Pair, a: usize, b: usize) -> Edge {
    let homes: Vec<&str> = pair.people.iter().flat_map(|link| link.from.iter().map(String::as_str)).collect();
    let all_from = |id: &str| !homes.is_empty() && homes.iter().all(|home| *home == id);
    let mut edge = if all_from(&pair.b.id) { Edge::new(b, a) } else { Edge::new(a, b) }.weight(pair.weight.max(0.0));
    edge.directed = all_from(&pair.a.id) || all_from(&pair.b.id);
    let people = pair.people.iter().map(|link| {
        let days = link.possible.hull().filter(|_| !graph.is_undated());
        let days = days.map(|days| format!(", {} – {}", shown(days.from), shown(days.to))).unwrap_or_default();
        format!("{} ({}{days})", link.name, link.kind.as_str())
    });
    edge.tooltip = Some(people.collect::<Vec<_>>().join("\n"));
    edge.possible = !pair.certain;
    if !graph.is_undated() {
        let join = |of: fn(&interlocks_analysis::pairs::Link) -> &DaySet| {
            pair.people.iter().fold(DaySet::default(), |sum, link| sum.join(of(link)))
        };
        edge.days = EdgeDays { certain: join(|link| &link.certain), possible: join(|link| &link.possible) };
    }
    edge
}

fn shown(day: interlocks_core::model::Day) -> String {
    if day.is_calendar() { day.to_string() } else { "…".to_owned() }
}
