//! People, companies and deals by parts of their names.

use serde::Serialize;

use interlocks_core::model::Day;
use interlocks_graph::{BoardGraph, DealIx, Entity};

/// Something in the data that a search found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Found {
    /// `person`, `company` or `deal`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["person", "company", "deal"])))]
    pub kind: &'static str,
    /// The id in the data.
    pub id: String,
    /// The name in the data; of a deal its text, or its parties.
    pub name: String,
    /// Of a person, the number of boards they ever sat on; of a company, the number of people who ever sat on its board.
    pub boards: Option<usize>,
    /// The first day that a seat states, or on which the deal may have been.
    pub first: Option<Day>,
    /// The last such day.
    pub last: Option<Day>,
}

/// Returns the people, companies and deals with every word of a text in their name, an alias or their id, in any order of
/// words and ignoring case and accents: people first, each kind by name and id. Without words it returns all.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::search;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let found = search(&graph, "hastings reed");
/// assert_eq!((found[0].kind, found[0].id.as_str()), ("person", "reed-hastings"));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn search(graph: &BoardGraph, text: &str) -> Vec<Found> {
    search_first(graph, text, usize::MAX).0
}

/// Returns the first `most` of [`search`], and the number of all.
///
/// Cost: that of [`BoardGraph::search_first`], and the seats of the first.
pub fn search_first(graph: &BoardGraph, text: &str, most: usize) -> (Vec<Found>, usize) {
    let (entities, count) = graph.search_first(text, most);
    let deals = graph.search_deals(text);
    let count = count + deals.len();
    let mut rows: Vec<Found> = entities.into_iter().map(|entity| found_entity(graph, entity)).collect();
    let mut deals: Vec<Found> =
        if rows.len() < most { deals.into_iter().map(|deal| found_deal(graph, deal)).collect() } else { Vec::new() };
    deals.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    rows.extend(deals.into_iter().take(most - rows.len()));
    (rows, count)
}

fn found_entity(graph: &BoardGraph, entity: Entity) -> Found {
    let (seats, boards): (Vec<_>, usize) = match entity {
        Entity::Person(person) => {
            let seats: Vec<_> = graph.person_seats(person).collect();
            let groups = seats.chunk_by(|a, b| graph.seat_company(*a) == graph.seat_company(*b));
            let boards = groups.filter(|group| group.iter().any(|seat| graph.is_board(*seat))).count();
            (seats, boards)
        }
        Entity::Company(company) => {
            let seats: Vec<_> = graph.company_seats(company).collect();
            let mut people: Vec<_> =
                seats.iter().filter(|seat| graph.is_board(**seat)).map(|seat| graph.seat_person(*seat)).collect();
            people.sort_unstable();
            people.dedup();
            (seats, people.len())
        }
    };
    let stated = seats.iter().flat_map(|seat| graph.stated_seat_days(*seat)).flatten();
    let days: Vec<Day> = stated.flat_map(|days| [days.first, days.last]).filter(|day| day.is_calendar()).collect();
    Found {
        kind: entity.kind().as_str(),
        id: graph.id(entity),
        name: graph.name(entity).into_owned(),
        boards: Some(boards),
        first: days.iter().min().copied(),
        last: days.iter().max().copied(),
    }
}

fn found_deal(graph: &BoardGraph, deal: DealIx) -> Found {
    let row = graph.deal(deal);
    let name = |id: &String| match graph.company_number(id) {
        Some(company) => graph.name(Entity::Company(company)).into_owned(),
        None => id.clone(),
    };
    let parties: Vec<String> = row.parties.iter().map(name).collect();
    let parties = parties.join("; ");
    let days = row.date.map(|date| date.days());
    let calendar = |day: Option<Day>| day.filter(|day| day.is_calendar());
    Found {
        kind: "deal",
        id: row.id,
        name: if row.text.is_empty() { parties } else { row.text },
        boards: None,
        first: calendar(days.map(|days| days.first)),
        last: calendar(days.map(|days| days.last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_dataset::Dataset;
    use interlocks_graph::BuildOptions;

    #[test]
    fn the_first_are_the_first_of_all() {
        let graph = BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default());
        for text in ["", "an", "net", "meta data", "zzz"] {
            let all = search(&graph, text);
            for most in [0, 1, 3, 250, 300, 400] {
                let (first, count) = search_first(&graph, text, most);
                assert_eq!((&first[..], count), (&all[..most.min(all.len())], all.len()), "{text} {most}");
            }
        }
    }
}
