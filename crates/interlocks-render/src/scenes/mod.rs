//! From answers to pictures: an ego network, all seats, a network of interlocks, paths, a deal.

mod deal;
mod identities;
mod pairs;
mod paths;
mod seats;

use std::collections::BTreeMap;
use std::fmt::Display;

pub use self::deal::deal;
pub use self::identities::join_possible_identities;
pub use self::pairs::pairs;
pub use self::paths::{chain, path, paths};
pub use self::seats::{ego, seats};

use super::{Class, Color, Node, Picture};
use interlocks_analysis::Query;
use interlocks_core::model::vocabulary::{is_no_value, phrase};
use interlocks_core::model::{EntityKind, Source};
use interlocks_graph::{BoardGraph, Clock, Entity};

/// More industries than this are drawn in one color, named `other`.
const MOST_CLASSES: usize = 9;

/// The classes of the nodes of a picture by industry, the most frequent first. Spellings of one industry are one class.
struct Industries {
    classes: Vec<String>,
    /// The folded names of the classes but `other`.
    keys: Vec<String>,
}

impl Industries {
    fn new<'a>(industries: impl Iterator<Item = &'a str>) -> Industries {
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        for industry in industries.filter(|industry| !is_no_value(industry)) {
            *spellings.entry(industry).or_default() += 1;
        }
        // The number of nodes of a class, and its most frequent spelling.
        let mut counts: BTreeMap<String, (usize, (usize, &str))> = BTreeMap::new();
        for (industry, count) in spellings {
            let class = counts.entry(phrase(industry)).or_default();
            class.0 += count;
            if count > class.1.0 {
                class.1 = (count, industry);
            }
        }
        let mut classes: Vec<(String, usize, &str)> = counts
            .into_iter()
            .filter(|(key, _)| !key.is_empty())
            .map(|(key, (count, (_, name)))| (key, count, name))
            .collect();
        classes.sort_by(|x, y| y.1.cmp(&x.1).then(x.2.cmp(y.2)));
        if classes.len() > MOST_CLASSES {
            classes.truncate(MOST_CLASSES - 1);
        }
        let mut names: Vec<String> = classes.iter().map(|(_, _, name)| (*name).to_owned()).collect();
        names.push("other".to_owned());
        Industries { classes: names, keys: classes.into_iter().map(|(key, ..)| key).collect() }
    }

    fn class(&self, industry: &str) -> usize {
        let key = phrase(industry);
        self.keys.iter().position(|class| *class == key).unwrap_or(self.keys.len())
    }

    /// The classes as a legend; none where no industry is known.
    fn legend(&self) -> Vec<Class> {
        if self.classes.len() == 1 {
            return Vec::new();
        }
        self.classes.iter().map(|name| class(name)).collect()
    }
}

/// The color of the class `other`.
const GRAY: Color = Color::hex(0x8A_8F98);

/// Index of no class: people have no industry.
const NO_CLASS: usize = usize::MAX;

/// Sentences with the as-of day and the title of the data.
pub(super) fn origin(graph: &BoardGraph) -> Vec<String> {
    let as_of = graph.as_of().map(|day| format!("Data as of {day}."));
    let title = graph.about().title.as_str();
    as_of.into_iter().chain((!title.is_empty()).then(|| format!("Data: {title}."))).collect()
}

/// A sentence that says which seats the picture shows.
pub(super) fn moment(graph: &BoardGraph, query: &Query) -> String {
    match (query.clock, graph.is_undated()) {
        (_, true) => "Dates are ignored.".to_owned(),
        (Clock::Ever, _) => "Seats at any time.".to_owned(),
        (Clock::At(day), _) if day.is_one_day() => format!("Seats on {}.", day.first),
        (Clock::At(day), _) => format!("Seats on a day between {} and {}.", day.first, day.last),
        (Clock::During(window), _) => format!("Seats on at least one day {}.", paths::span_text(window)),
    }
}

/// Sentences that say which seats the picture shows, the as-of day and the title of the data.
pub(super) fn provenance(graph: &BoardGraph, query: &Query) -> Vec<String> {
    let mut notes = origin(graph);
    let moment = moment(graph, query);
    match notes.first_mut().filter(|_| graph.as_of().is_some()) {
        Some(as_of) => *as_of = format!("{moment} {as_of}"),
        None => notes.insert(0, moment),
    }
    notes
}

/// The footer lines of every picture.
pub(super) fn footer(graph: &BoardGraph, query: &Query) -> Vec<String> {
    let mut notes = provenance(graph, query);
    notes.push("A shared director is a lead to check, not an accusation.".to_owned());
    notes
}

fn notes(graph: &BoardGraph, query: &Query, picture: Picture) -> Picture {
    let picture = Picture { as_of: graph.as_of(), ..picture };
    footer(graph, query).into_iter().fold(picture, Picture::note)
}

/// A count with its noun in singular or plural.
fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn class(name: &str) -> Class {
    Class { name: name.to_owned(), color: (name == "other").then_some(GRAY) }
}

/// A node id that differs for a person and a company of the same id.
fn key(graph: &BoardGraph, entity: Entity) -> String {
    match entity.kind() {
        EntityKind::Person => format!("person:{}", graph.id(entity)),
        EntityKind::Company => format!("company:{}", graph.id(entity)),
    }
}

/// The sources of a dataset, for their addresses.
struct Sources<'a>(BTreeMap<&'a str, &'a Source>);

impl<'a> Sources<'a> {
    fn new(graph: &'a BoardGraph) -> Sources<'a> {
        Sources(graph.about().sources_by_id())
    }

    /// The address of the first of some sources that has one.
    fn address(&self, ids: &[String]) -> Option<String> {
        let found = ids.iter().filter_map(|id| self.0.get(id.as_str()));
        found.map(|source| &source.url).find(|url| !url.is_empty()).cloned()
    }
}

/// The dates of a seat or a tie as the data states them: "2011 – 2014-05".
fn stated(start: Option<impl Display>, end: Option<impl Display>) -> String {
    let or = |date: Option<String>, unknown: &str| date.unwrap_or_else(|| unknown.to_owned());
    let days = format!("{} – {}", or(start.map(|day| day.to_string()), "?"), or(end.map(|day| day.to_string()), ""));
    days.trim_end().to_owned()
}

/// Indices of the nodes that show an entity: several if it is on several paths.
pub fn places(graph: &BoardGraph, picture: &Picture, entity: Entity) -> Vec<usize> {
    let key = key(graph, entity);
    let is_it =
        |id: &str| id.strip_prefix(&key).is_some_and(|rest| rest.is_empty() || rest.starts_with(paths::IN_PATH));
    (0..picture.nodes.len()).filter(|&at| is_it(&picture.nodes[at].id)).collect()
}

/// A person or a company as a node, colored by its industry.
fn node(graph: &BoardGraph, entity: Entity, industries: &Industries) -> Node {
    match entity {
        Entity::Person(_) => Node::person(key(graph, entity), graph.name(entity)).class(NO_CLASS),
        Entity::Company(company) => {
            let industry = graph.industry(company);
            let node = Node::company(key(graph, entity), graph.name(entity)).class(industries.class(industry));
            if industry.is_empty() { node } else { node.tooltip(industry) }
        }
    }
}

fn industry(graph: &BoardGraph, entity: Entity) -> &str {
    match entity {
        Entity::Company(company) => graph.industry(company),
        Entity::Person(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_industry_are_one_class() {
        let industries =
            Industries::new(["Real estate", "real-estate", "Real estate", "banking", "n/a", "", "Banking"].into_iter());
        assert_eq!(industries.classes, ["Real estate", "Banking", "other"]);
        let class = |text: &str| industries.class(text);
        assert_eq!([class("REAL_ESTATE"), class("banking"), class("n/a"), class("steel")], [0, 1, 2, 2]);
    }
}
