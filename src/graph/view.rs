//! The graph at one clock, with petgraph's visit traits: every petgraph algorithm runs on it.

use std::collections::HashSet;

use petgraph::visit::{
    Data, EdgeRef, GraphBase, GraphProp, GraphRef, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCount, NodeIndexable, Visitable,
};

use super::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, SeatIx, Stretch};
use crate::model::Certainty;

/// A node of the two-mode graph: people first, then companies.
pub type Node = Entity;

/// The board seats of a graph that hold at one clock, as an undirected two-mode graph.
///
/// Nodes are all people and companies, whether they have a seat at that clock or not; edges are
/// board seats, so two spells at one company are two edges.
///
/// ```
/// use interlocks::dataset::Dataset;
/// use interlocks::graph::{BoardGraph, BuildOptions, Clock, View};
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, BuildOptions { undated: true, ..BuildOptions::default() });
/// let view = View::new(&graph, Clock::Ever, false);
/// assert_eq!(petgraph::algo::connected_components(&view), 1);
/// # Ok::<(), interlocks::dataset::DatasetError>(())
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

    fn holds(self, seat: SeatIx) -> bool {
        let stretch = Stretch::of(std::iter::once(self.graph.spell(seat)));
        let held = self.clock.holds(&stretch.certain, &stretch.possible, self.graph.as_of());
        self.graph.is_board(seat) && held.is_some_and(|answer| !self.certain || answer == Certainty::Certain)
    }

    fn seats(self, node: Node) -> Vec<SeatIx> {
        let mut seats: Vec<SeatIx> = match node {
            Entity::Person(person) => self.graph.person_seats(person).collect(),
            Entity::Company(company) => self.graph.company_seats(company).collect(),
        };
        seats.retain(|&seat| self.holds(seat));
        seats
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
            Entity::Person(person) => person.0 as usize,
            Entity::Company(company) => self.graph.person_count() + company.0 as usize,
        }
    }

    fn from_index(&self, index: usize) -> Node {
        match index.checked_sub(self.graph.person_count()) {
            None => Entity::Person(PersonIx(index as u32)),
            Some(company) => Entity::Company(CompanyIx(company as u32)),
        }
    }
}

impl Visitable for View<'_> {
    type Map = HashSet<Node>;

    fn visit_map(&self) -> HashSet<Node> {
        HashSet::new()
    }

    fn reset_map(&self, map: &mut HashSet<Node>) {
        map.clear();
    }
}

impl IntoNeighbors for View<'_> {
    type Neighbors = std::vec::IntoIter<Node>;

    fn neighbors(self, node: Node) -> Self::Neighbors {
        self.edges(node).map(|edge| edge.to).collect::<Vec<Node>>().into_iter()
    }
}

impl IntoEdges for View<'_> {
    type Edges = std::vec::IntoIter<SeatEdge>;

    fn edges(self, node: Node) -> Self::Edges {
        let edge = |seat| {
            let to = match node {
                Entity::Person(_) => Entity::Company(self.graph.seat_company(seat)),
                Entity::Company(_) => Entity::Person(self.graph.seat_person(seat)),
            };
            SeatEdge { seat, from: node, to }
        };
        self.seats(node).into_iter().map(edge).collect::<Vec<SeatEdge>>().into_iter()
    }
}

impl IntoEdgeReferences for View<'_> {
    type EdgeRef = SeatEdge;
    type EdgeReferences = std::vec::IntoIter<SeatEdge>;

    fn edge_references(self) -> Self::EdgeReferences {
        let people = self.graph.people().map(Entity::Person);
        people.flat_map(|person| self.edges(person)).collect::<Vec<SeatEdge>>().into_iter()
    }
}

impl IntoNodeIdentifiers for View<'_> {
    type NodeIdentifiers = std::vec::IntoIter<Node>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.graph.entities().collect::<Vec<Node>>().into_iter()
    }
}

impl IntoNodeReferences for View<'_> {
    type NodeRef = (Node, &'static ());
    type NodeReferences = std::vec::IntoIter<(Node, &'static ())>;

    fn node_references(self) -> Self::NodeReferences {
        self.graph.entities().map(|node| (node, &())).collect::<Vec<_>>().into_iter()
    }
}

impl petgraph::visit::NodeCompactIndexable for View<'_> {}
