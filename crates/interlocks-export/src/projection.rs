//! A projection: companies that share people, or people that share boards, with one edge per pair.

use std::collections::HashMap;
use std::io;

use super::boards::Boards;
use super::{Edge, Network, Node, Presence};
use interlocks_analysis::pairs::{Link, Pair, Side};
use interlocks_core::model::{Day, DaySet, EntityKind};
use interlocks_dataset::{Cell, Dataset, ExportRow};

/// The network of pairs that share a person or company. It contains all nodes of the side, also those without an edge.
#[derive(Debug)]
pub struct Projection<'d> {
    boards: Boards<'d>,
    title: String,
    side: Side,
    pairs: &'d [Pair],
    /// The numbers of nodes by their ids.
    numbers: HashMap<&'d str, usize>,
}

impl<'d> Projection<'d> {
    /// Builds the network of pairs that were found in a dataset.
    pub fn new(data: &'d Dataset, side: Side, pairs: &'d [Pair]) -> Projection<'d> {
        let entities = if side == Side::Companies { &data.companies } else { &data.people };
        let numbers = (0..entities.len()).map(|row| (entities.id(row), row)).collect();
        Projection { boards: Boards::new(data), title: data.title.clone(), side, pairs, numbers }
    }

    fn kind(&self) -> EntityKind {
        if self.side == Side::Companies { EntityKind::Company } else { EntityKind::Person }
    }
}

/// Returns the spans of days as periods, in order.
fn periods(spans: &DaySet) -> Vec<Presence> {
    let limit = |day: Day| (day != Day::MIN && day != Day::MAX).then_some(day);
    let presence = |span: &interlocks_core::model::DaySpan| Presence {
        first: limit(span.from),
        last: limit(span.to).map(|day| day.plus(-1)),
    };
    spans.as_slice().iter().map(presence).collect()
}

/// Returns the spans of days as texts: `2011-06-22/2019-05-29`, with `..` if there is no limit.
fn span_texts(spans: &DaySet) -> Vec<String> {
    let day = |day: Option<Day>| day.map_or("..".to_owned(), |day| day.to_string());
    periods(spans).iter().map(|days| format!("{}/{}", day(days.first), day(days.last))).collect()
}

fn cells(pair: &Pair) -> ExportRow {
    let links: &[Link] = if pair.people.is_empty() { &pair.companies } else { &pair.people };
    let mut certain: Vec<Presence> = Vec::new();
    let mut certain_texts: Vec<String> = Vec::new();
    for link in links {
        for (days, text) in periods(&link.certain).into_iter().zip(span_texts(&link.certain)) {
            if !certain.contains(&days) {
                certain.push(days);
                certain_texts.push(text);
            }
        }
    }
    certain_texts.sort();
    vec![
        ("shared".to_owned(), Cell::Number(pair.shared as f64)),
        ("kinds".to_owned(), Cell::List(pair.kinds.iter().map(|kind| kind.as_str().to_owned()).collect())),
        ("certain".to_owned(), Cell::Flag(pair.certain)),
        ("through".to_owned(), Cell::List(links.iter().map(|link| link.id.clone()).collect())),
        ("through_names".to_owned(), Cell::List(links.iter().map(|link| link.name.clone()).collect())),
        ("certain_spells".to_owned(), Cell::List(certain_texts)),
        ("possible_spells".to_owned(), Cell::List(span_texts(&pair.spells))),
    ]
}

impl Network for Projection<'_> {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn size(&self) -> (usize, usize) {
        let count = self.numbers.len();
        (count, if self.kind() == EntityKind::Person { count } else { 0 })
    }

    fn is_two_mode(&self) -> bool {
        false
    }

    fn for_each_node(&self, visit: &mut dyn FnMut(Node) -> io::Result<()>) -> io::Result<()> {
        let people = self.boards.size().1;
        let first = if self.kind() == EntityKind::Company { people } else { 0 };
        self.boards.for_each_node(&mut |node| {
            if node.kind != self.kind() {
                return Ok(());
            }
            // A projection has one kind of node, so ids need no suffix.
            let number = node.number - first;
            let id = node.id.strip_suffix(" (company)").filter(|id| self.numbers.contains_key(id)).map(str::to_owned);
            visit(Node { number, id: id.unwrap_or_else(|| node.id.clone()), ..node })
        })
    }

    fn for_each_edge(&self, visit: &mut dyn FnMut(Edge) -> io::Result<()>) -> io::Result<()> {
        let mut number = 0;
        for pair in self.pairs {
            let (Some(a), Some(b)) = (self.numbers.get(pair.a.id.as_str()), self.numbers.get(pair.b.id.as_str()))
            else {
                continue;
            };
            visit(Edge {
                number,
                ends: [*a, *b],
                ids: [pair.a.id.clone(), pair.b.id.clone()],
                kinds: [self.kind(); 2],
                kind: "interlock".to_owned(),
                weight: pair.weight,
                cells: cells(pair),
                spells: periods(&pair.spells),
            })?;
            number += 1;
        }
        Ok(())
    }
}
