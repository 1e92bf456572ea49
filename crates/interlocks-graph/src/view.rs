//! The graph at one clock, with the visit traits of `petgraph`.

use std::ops::Range;

use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, GraphRef, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCount, NodeIndexable, VisitMap, Visitable,
};

use interlocks_core::model::Certainty;

use super::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, SeatIx};

/// A node of the two-mode graph: a person or a company.
pub type Node = Entity;

/// The board seats that are held at one clock, as an undirected two-mode graph for the algorithms of `petgraph`.
///
/// Nodes are all people and companies, even if they have no seat at that clock. Edges are
/// board seats, so two spells of a person at one company are two parallel edges. Seats that are not on the board
/// (officers, observers) and ties are not edges.
///
/// The view borrows the graph and copies nothing: `View` is `Copy`, and its iterators check the clock for each seat.
/// It implements the visit traits for undirected graphs (`IntoNeighbors`, `IntoEdges`, `IntoEdgeReferences`,
/// `IntoNodeIdentifiers`, `Visitable`, `NodeCompactIndexable` …). Use `petgraph` 0.8 to call them.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_core::model::PartialDate;
/// use interlocks_dataset::LoadOptions;
/// use interlocks_graph::{BoardGraph, BuildOptions, Clock, View};
///
/// // Are all women connected by the events that they attended?
/// let undated = BuildOptions::default().undated(true);
/// let graph = BoardGraph::from_path("datasets/southern-women", &LoadOptions::default(), undated)?;
/// assert_eq!(petgraph::algo::connected_components(View::new(&graph, Clock::Ever)), 1);
///
/// // The shortest path between two companies on one day: company, director, company …
/// let graph = BoardGraph::from_path("datasets/bigtech-boards", &LoadOptions::default(), BuildOptions::default())?;
/// let day = Clock::At("2013-08-15".parse::<PartialDate>()?.days());
/// let view = View::new(&graph, day).certain_only(true);
/// let [from, to] = [graph.find("netflix")?, graph.find("meta")?];
/// let (steps, path) = petgraph::algo::astar(view, from, |node| node == to, |_| 1, |_| 0).unwrap();
/// assert_eq!(steps, 2);
/// assert!(path.iter().map(|node| graph.name(*node)).any(|name| name == "Reed Hastings"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    graph: &'a BoardGraph,
    clock: Clock,
    certain_only: bool,
}

impl<'a> View<'a> {
    /// Creates the view of a graph at a clock, with all board seats that are possibly held then.
    pub fn new(graph: &'a BoardGraph, clock: Clock) -> View<'a> {
        View { graph, clock, certain_only: false }
    }

    /// Keeps only the seats that are certainly held at the clock, if `certain_only` is `true`.
    #[must_use]
    pub fn certain_only(self, certain_only: bool) -> View<'a> {
        View { certain_only, ..self }
    }

    /// Returns `true` if a seat is an edge: it is on the board and held at the clock.
    fn is_edge(self, seat: SeatIx) -> bool {
        if !self.graph.is_board(seat) {
            return false;
        }
        let spell = self.graph.spell(seat);
        let (certain, possible) = (spell.certain(), spell.possible());
        let answer = self.clock.holds_spans(certain.as_slice(), possible.as_slice(), self.graph.as_of());
        answer.is_some_and(|answer| !self.certain_only || answer == Certainty::Certain)
    }

    fn node_total(self) -> u32 {
        (self.graph.person_count() + self.graph.company_count()) as u32
    }
}

/// An iterator over the edges of one node.
#[derive(Clone, Debug)]
pub struct Edges<'a> {
    view: View<'a>,
    node: Node,
    /// The remaining rows of the list of people by company; empty if the node is a person.
    rows: Range<usize>,
    /// The person of the row before; a person with several seats has several rows.
    before: Option<PersonIx>,
    /// The remaining seats of the current person.
    seats: Range<u32>,
}

impl<'a> Edges<'a> {
    fn new(view: View<'a>, node: Node) -> Edges<'a> {
        let (rows, seats) = match node {
            Entity::Person(person) => (0..0, view.graph.seat_rows(person)),
            Entity::Company(company) => (view.graph.people_rows(company), 0..0),
        };
        Edges { view, node, rows, before: None, seats }
    }

    /// Moves on to the seats of the next person at the company; returns `false` if there is none.
    fn next_person(&mut self) -> bool {
        let Entity::Company(company) = self.node else { return false };
        let graph = self.view.graph;
        for row in self.rows.by_ref() {
            let person = graph.person_in_row(row);
            if self.before.replace(person) != Some(person) {
                self.seats = graph.seat_rows_at(person, company);
                return true;
            }
        }
        false
    }

    fn edge(&self, seat: SeatIx) -> SeatEdge {
        let to = match (self.node, self.before) {
            (Entity::Company(_), Some(person)) => Entity::Person(person),
            _ => Entity::Company(self.view.graph.seat_company(seat)),
        };
        SeatEdge { seat, from: self.node, to }
    }
}

impl Iterator for Edges<'_> {
    type Item = SeatEdge;

    fn next(&mut self) -> Option<SeatEdge> {
        loop {
            let view = self.view;
            if let Some(seat) = self.seats.by_ref().map(SeatIx::new).find(|&seat| view.is_edge(seat)) {
                return Some(self.edge(seat));
            }
            if !self.next_person() {
                return None;
            }
        }
    }
}

/// An iterator over the neighbours of a node, one for each edge.
#[derive(Clone, Debug)]
pub struct Neighbors<'a>(Edges<'a>);

impl Iterator for Neighbors<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.0.next().map(|edge| edge.to)
    }
}

/// An iterator over all edges, each once, from its person to its company.
#[derive(Clone, Debug)]
pub struct EdgeReferences<'a> {
    view: View<'a>,
    people: Range<u32>,
    edges: Option<Edges<'a>>,
}

impl Iterator for EdgeReferences<'_> {
    type Item = SeatEdge;

    fn next(&mut self) -> Option<SeatEdge> {
        loop {
            if let Some(edge) = self.edges.as_mut().and_then(Iterator::next) {
                return Some(edge);
            }
            let person = PersonIx::new(self.people.next()?);
            self.edges = Some(Edges::new(self.view, Entity::Person(person)));
        }
    }
}

/// An iterator over all nodes: people, then companies.
#[derive(Clone, Debug)]
pub struct Nodes<'a> {
    graph: &'a BoardGraph,
    numbers: Range<u32>,
}

impl Iterator for Nodes<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.numbers.next().map(|number| self.graph.entity(number))
    }
}

/// An iterator over all nodes, each with its (empty) weight.
#[derive(Clone, Debug)]
pub struct NodeReferences<'a>(Nodes<'a>);

impl Iterator for NodeReferences<'_> {
    type Item = (Node, &'static ());

    fn next(&mut self) -> Option<(Node, &'static ())> {
        self.0.next().map(|node| (node, &()))
    }
}

/// The set of nodes that a traversal has visited; one bit per node.
#[derive(Clone, Debug, Default)]
pub struct VisitedNodes {
    people: usize,
    words: Vec<u64>,
}

impl VisitedNodes {
    fn bit(&self, node: Node) -> (usize, u64) {
        let number = match node {
            Entity::Person(person) => person.index(),
            Entity::Company(company) => self.people + company.index(),
        };
        (number / 64, 1 << (number % 64))
    }

    fn reset(&mut self, view: View<'_>) {
        self.people = view.graph.person_count();
        self.words.clear();
        self.words.resize((view.node_total() as usize).div_ceil(64), 0);
    }
}

impl VisitMap<Node> for VisitedNodes {
    fn visit(&mut self, node: Node) -> bool {
        let (word, bit) = self.bit(node);
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }

    fn is_visited(&self, node: &Node) -> bool {
        let (word, bit) = self.bit(*node);
        self.words[word] & bit != 0
    }

    fn unvisit(&mut self, node: Node) -> bool {
        let (word, bit) = self.bit(node);
        let was_visited = self.words[word] & bit != 0;
        self.words[word] &= !bit;
        was_visited
    }
}

/// A board seat as an edge, in the direction from one of its ends to the other. The id of the edge is the seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatEdge {
    seat: SeatIx,
    from: Node,
    to: Node,
}

impl EdgeRef for SeatEdge {
    type NodeId = Node;
    type EdgeId = SeatIx;
    type Weight = ();

    fn source(&self) -> Node {
        self.from
    }

    fn target(&self) -> Node {
        self.to
    }

    fn weight(&self) -> &() {
        &()
    }

    fn id(&self) -> SeatIx {
        self.seat
    }
}

impl GraphBase for View<'_> {
    type NodeId = Node;
    type EdgeId = SeatIx;
}

impl GraphRef for View<'_> {}

impl Data for View<'_> {
    type NodeWeight = ();
    type EdgeWeight = ();
}

impl GraphProp for View<'_> {
    type EdgeType = petgraph::Undirected;
}

impl NodeCount for View<'_> {
    fn node_count(&self) -> usize {
        self.graph.person_count() + self.graph.company_count()
    }
}

impl NodeIndexable for View<'_> {
    fn node_bound(&self) -> usize {
        self.node_count()
    }

    fn to_index(&self, node: Node) -> usize {
        match node {
            Entity::Person(person) => person.index(),
            Entity::Company(company) => self.graph.person_count() + company.index(),
        }
    }

    fn from_index(&self, index: usize) -> Node {
        match index.checked_sub(self.graph.person_count()) {
            None => Entity::Person(PersonIx::new(index as u32)),
            Some(company) => Entity::Company(CompanyIx::new(company as u32)),
        }
    }
}

impl Visitable for View<'_> {
    type Map = VisitedNodes;

    fn visit_map(&self) -> VisitedNodes {
        let mut map = VisitedNodes::default();
        map.reset(*self);
        map
    }

    fn reset_map(&self, map: &mut VisitedNodes) {
        map.reset(*self);
    }
}

impl<'a> IntoNeighbors for View<'a> {
    type Neighbors = Neighbors<'a>;

    fn neighbors(self, node: Node) -> Neighbors<'a> {
        Neighbors(Edges::new(self, node))
    }
}

impl<'a> IntoEdges for View<'a> {
    type Edges = Edges<'a>;

    fn edges(self, node: Node) -> Edges<'a> {
        Edges::new(self, node)
    }
}

impl<'a> IntoEdgeReferences for View<'a> {
    type EdgeRef = SeatEdge;
    type EdgeReferences = EdgeReferences<'a>;

    fn edge_references(self) -> EdgeReferences<'a> {
        EdgeReferences { view: self, people: 0..self.graph.person_count() as u32, edges: None }
    }
}

impl<'a> IntoNodeIdentifiers for View<'a> {
    type NodeIdentifiers = Nodes<'a>;

    fn node_identifiers(self) -> Nodes<'a> {
        Nodes { graph: self.graph, numbers: 0..self.node_total() }
    }
}

impl<'a> IntoNodeReferences for View<'a> {
    type NodeRef = (Node, &'static ());
    type NodeReferences = NodeReferences<'a>;

    fn node_references(self) -> NodeReferences<'a> {
        NodeReferences(self.node_identifiers())
    }
}

impl petgraph::visit::NodeCompactIndexable for View<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::{Day, DayRange, DaySpan, PartialDate};
    use interlocks_dataset::{DataFormat, Dataset, DatasetError, LoadOptions};
    use proptest::prelude::*;

    use crate::BuildOptions;

    /// The days that a test looks at: all dates of its rows lie well inside.
    const FIRST: &str = "1999-01-01";
    const LAST: &str = "2004-12-31";
    const AS_OF: &str = "2002-06-15";

    fn day(text: &str) -> Day {
        text.parse::<PartialDate>().unwrap().earliest()
    }

    /// A date of 2001 or 2002, to the year, the month or the day, exactly or about.
    fn date() -> impl Strategy<Value = String> {
        (2001..2003, 1..13, 1..29, 0..9).prop_map(|(year, month, day, form)| match form {
            0 => format!("{year}"),
            1 => format!("{year}~"),
            2 | 3 => format!("{year}-{month:02}"),
            4 => format!("{year}-{month:02}?"),
            _ => format!("{year}-{month:02}-{day:02}"),
        })
    }

    #[derive(Clone, Debug)]
    struct Row {
        person: u8,
        company: u8,
        role: &'static str,
        start: String,
        end: String,
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let role = prop::sample::select(&["director", "director", "chair", "ceo", "observer"][..]);
        let start = prop_oneof![4 => date(), 1 => Just(String::new())];
        let end = prop_oneof![4 => date(), 1 => Just(String::new()), 1 => Just("unknown".to_owned())];
        let row = (0u8..4, 0u8..3, role, start, end).prop_map(|(person, company, role, start, end)| Row {
            person,
            company,
            role,
            start,
            end,
        });
        // Every third row comes twice: an identical row counts once.
        prop::collection::vec(row, 1..12).prop_map(|rows| {
            let twice = rows.iter().step_by(3).cloned().collect::<Vec<Row>>();
            [rows, twice].concat()
        })
    }

    /// From the first day of the earlier date to the last day of the later one.
    fn window((a, b): (String, String)) -> DaySpan {
        let (a, b): (PartialDate, PartialDate) = (a.parse().unwrap(), b.parse().unwrap());
        DaySpan::from(DayRange::new(a.earliest().min(b.earliest()), a.latest().max(b.latest())))
    }

    fn clock() -> impl Strategy<Value = Clock> {
        prop_oneof![
            Just(Clock::Ever),
            date().prop_map(|date| Clock::At(date.parse::<PartialDate>().unwrap().days())),
            (date(), date()).prop_map(|dates| Clock::During(window(dates))),
            (date(), date()).prop_map(|dates| Clock::During(DaySpan { to: Day::MAX, ..window(dates) })),
        ]
    }

    /// The graph of the rows; people have duplicate rows and two of them no seat. `None` if no seat could be kept.
    fn graph(rows: &[Row], undated: bool) -> Option<BoardGraph> {
        let seats: Vec<String> = rows
            .iter()
            .map(|Row { person, company, role, start, end }| {
                let (end, status) = if end == "unknown" { ("", "unknown") } else { (end.as_str(), "") };
                format!(
                    r#"{{"person": "p{person}", "company": "c{company}", "role": "{role}", "start": "{start}", "end": "{end}", "end_status": "{status}"}}"#
                )
            })
            .collect();
        let people: Vec<String> =
            (0..6).chain(1..3).map(|person| format!(r#"{{"id": "p{person}", "name": "P {person}"}}"#)).collect();
        let text =
            format!(r#"{{"as_of": "{AS_OF}", "people": [{}], "seats": [{}]}}"#, people.join(", "), seats.join(", "));
        let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
        match Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()) {
            Ok(data) => Some(BoardGraph::new(data, BuildOptions::default().undated(undated))),
            // Every seat ended before it began.
            Err(DatasetError::NothingKept { .. }) => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// The oracle: `true` if a seat is an edge of the view, by its row and by asking every day.
    fn is_edge_slowly(graph: &BoardGraph, seat: SeatIx, clock: Clock, certain_only: bool) -> bool {
        let row = graph.seat(seat);
        if !["director", "chair"].contains(&row.role.as_str()) {
            return false;
        }
        if graph.is_undated() {
            return true;
        }
        let as_of = day(AS_OF);
        let spell = row.spell(Some(as_of));
        let days = (day(FIRST).number()..=day(LAST).number()).map(Day::from_number);
        let is_certain = |day: Day| spell.latest_start <= day && day < spell.earliest_end;
        let is_possible = |day: Day| spell.earliest_start <= day && day < spell.latest_end;
        let mut days = days.filter(|day| match clock {
            Clock::Ever => true,
            Clock::At(range) => range.first <= *day && *day <= range.last,
            Clock::During(window) => window.from <= *day && *day < window.to,
        });
        match (clock, certain_only) {
            (_, false) => days.any(is_possible),
            (Clock::At(_), true) => days.all(|day| is_certain(day) && day <= as_of),
            (Clock::Ever | Clock::During(_), true) => days.any(|day| is_certain(day) && day <= as_of),
        }
    }

    proptest! {
        #[test]
        fn a_view_has_the_edges_that_going_through_all_seats_finds(
            rows in rows(), clock in clock(), certain_only: bool, undated in prop::bool::weighted(0.1),
        ) {
            let Some(graph) = graph(&rows, undated) else { return Ok(()) };
            let view = View::new(&graph, clock).certain_only(certain_only);
            let expected: Vec<(SeatIx, Node, Node)> = (0..graph.seat_count() as u32)
                .map(SeatIx::new)
                .filter(|seat| is_edge_slowly(&graph, *seat, clock, certain_only))
                .map(|seat| {
                    let row = graph.seat(seat);
                    let person = graph.person_number(&row.person).unwrap();
                    let company = graph.company_number(&row.company).unwrap();
                    (seat, Entity::Person(person), Entity::Company(company))
                })
                .collect();
            let all: Vec<(SeatIx, Node, Node)> =
                view.edge_references().map(|edge| (edge.id(), edge.source(), edge.target())).collect();
            prop_assert_eq!(&all, &expected);

            let nodes: Vec<Node> = view.node_identifiers().collect();
            prop_assert_eq!(nodes.len(), view.node_count());
            for (index, &node) in nodes.iter().enumerate() {
                prop_assert_eq!(view.to_index(node), index);
                prop_assert_eq!(view.from_index(index), node);
                let of_node = expected.iter().filter(|(_, person, company)| [*person, *company].contains(&node));
                let of_node: Vec<(SeatIx, Node)> = of_node
                    .map(|&(seat, person, company)| (seat, if node == person { company } else { person }))
                    .collect();
                let edges: Vec<SeatEdge> = view.edges(node).collect();
                prop_assert!(edges.iter().all(|edge| edge.source() == node));
                let found: Vec<(SeatIx, Node)> = edges.iter().map(|edge| (edge.id(), edge.target())).collect();
                prop_assert_eq!(&found, &of_node);
                prop_assert!(view.neighbors(node).eq(of_node.iter().map(|(_, other)| *other)));
            }

            let mut visited = view.visit_map();
            for &node in &nodes {
                prop_assert!(visited.visit(node) && !visited.visit(node) && visited.is_visited(&node));
            }
        }
    }
}
