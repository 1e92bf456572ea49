//! The graph at one clock, with petgraph's visit traits: every petgraph algorithm runs on it.

use std::ops::Range;

use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, GraphRef, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCount, NodeIndexable, VisitMap, Visitable,
};

use interlocks_core::model::Certainty;

use super::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, SeatIx};

/// A node of the two-mode graph: people first, then companies.
pub type Node = Entity;

/// The board seats of a graph that hold at one clock, as an undirected two-mode graph.
///
/// Nodes are all people and companies, whether they have a seat at that clock or not; edges are
/// board seats, so two spells at one company are two edges.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions, Clock, View};
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, BuildOptions { undated: true, ..BuildOptions::default() });
/// let view = View::new(&graph, Clock::Ever, false);
/// assert_eq!(petgraph::algo::connected_components(&view), 1);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    graph: &'a BoardGraph,
    clock: Clock,
    certain: bool,
}

impl<'a> View<'a> {
    /// The graph at a clock; `certain` keeps only the seats that hold for every choice of days.
    pub fn new(graph: &'a BoardGraph, clock: Clock, certain: bool) -> View<'a> {
        View { graph, clock, certain }
    }

    /// Returns `true` if a seat is on the board and held at the clock of the view.
    fn holds(self, seat: SeatIx) -> bool {
        if !self.graph.is_board(seat) {
            return false;
        }
        let spell = self.graph.spell(seat);
        let (certain, possible) = (spell.certain(), spell.possible());
        let answer = self.clock.holds_spans(certain.as_slice(), possible.as_slice(), self.graph.as_of());
        answer.is_some_and(|answer| !self.certain || answer == Certainty::Certain)
    }

    fn node_total(self) -> u32 {
        (self.graph.person_count() + self.graph.company_count()) as u32
    }
}

/// The edges of one node, or of several people in order. Nothing is allocated.
#[derive(Clone, Debug)]
pub struct Edges<'a> {
    view: View<'a>,
    node: Node,
    /// Rows of the list of people by company that are still to come; none when the node is a person.
    rows: Range<usize>,
    /// The person of the row before: one with several seats has several rows.
    before: Option<PersonIx>,
    /// Seats of the current person that are still to come.
    seats: Range<u32>,
}

impl<'a> Edges<'a> {
    fn new(view: View<'a>, node: Node) -> Edges<'a> {
        let (rows, seats) = match node {
            Entity::Person(person) => (0..0, view.graph.seat_rows(person)),
            Entity::Company(company) => (view.graph.rows_of(company), 0..0),
        };
        Edges { view, node, rows, before: None, seats }
    }

    /// Turns to the seats of the next person at the company; `false` when there is none.
    fn turn(&mut self) -> bool {
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
            if let Some(seat) = self.seats.by_ref().map(SeatIx::new).find(|&seat| view.holds(seat)) {
                return Some(self.edge(seat));
            }
            if !self.turn() {
                return None;
            }
        }
    }
}

/// The neighbours of a node, one for each edge to it.
#[derive(Clone, Debug)]
pub struct Neighbors<'a>(Edges<'a>);

impl Iterator for Neighbors<'_> {
    type Item = Node;

    fn next(&mut self) -> Option<Node> {
        self.0.next().map(|edge| edge.to)
    }
}

/// All edges, each once, from its person to its company.
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

/// All nodes: people, then companies.
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

/// All nodes, each with its (empty) weight.
#[derive(Clone, Debug)]
pub struct NodeReferences<'a>(Nodes<'a>);

impl Iterator for NodeReferences<'_> {
    type Item = (Node, &'static ());

    fn next(&mut self) -> Option<(Node, &'static ())> {
        self.0.next().map(|node| (node, &()))
    }
}

/// The set of nodes that a traversal has visited: one bit per node.
#[derive(Clone, Debug, Default)]
pub struct VisitedNodes {
    people: usize,
    words: Vec<u64>,
}

impl VisitedNodes {
    fn place(&self, node: Node) -> (usize, u64) {
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
        let (word, bit) = self.place(node);
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }

    fn is_visited(&self, node: &Node) -> bool {
        let (word, bit) = self.place(*node);
        self.words[word] & bit != 0
    }

    fn unvisit(&mut self, node: Node) -> bool {
        let (word, bit) = self.place(node);
        let was_visited = self.words[word] & bit != 0;
        self.words[word] &= !bit;
        was_visited
    }
}

/// A board seat as an edge, seen from one of its ends.
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
