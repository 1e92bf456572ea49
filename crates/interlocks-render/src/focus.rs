//! Selects the part of a picture that is shown if it is too large, and the part that is highlighted.

use std::collections::BTreeMap;

use super::picture::Picture;
use interlocks_measures::Projection;
use interlocks_measures::groups::{Resolution, communities};

/// The seed of the communities of a picture: the same picture has the same ones.
const SEED: u64 = 1;
/// Communities of fewer members are not worth a hull.
const LEAST_MEMBERS: usize = 3;

impl Picture {
    /// The importance of each node: the sum of the weights of its lines.
    pub fn importance(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.nodes.len()];
        for edge in &self.edges {
            for end in [edge.from, edge.to] {
                if let Some(sum) = sums.get_mut(end) {
                    *sum += edge.weight;
                }
            }
        }
        sums
    }

    /// The nodes, those that matter most first.
    pub(super) fn by_importance(&self) -> Vec<usize> {
        let importance = self.importance();
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by(|&a, &b| importance[b].total_cmp(&importance[a]).then(a.cmp(&b)));
        order
    }

    /// Outlines some nodes strongly; what is neither one of them nor joined to one becomes faint.
    pub fn highlight(&mut self, nodes: &[usize]) {
        let mut near = vec![false; self.nodes.len()];
        let touch = |near: &mut [bool], node: usize| near.get_mut(node).into_iter().for_each(|near| *near = true);
        for &node in nodes {
            touch(&mut near, node);
            self.nodes.get_mut(node).into_iter().for_each(|node| node.highlighted = true);
        }
        for edge in &mut self.edges {
            let named = |end: usize| self.nodes.get(end).is_some_and(|node| node.highlighted);
            if named(edge.from) || named(edge.to) {
                touch(&mut near, edge.from);
                touch(&mut near, edge.to);
            } else {
                edge.dimmed = true;
            }
        }
        for (node, near) in self.nodes.iter_mut().zip(near) {
            node.dimmed |= !near;
        }
    }

    /// Keeps the most important nodes, and adds a note with the number of nodes left out; those that are
    /// emphasized or highlighted stay in any case. Returns how many were left out.
    ///
    /// ```
    /// use interlocks_render::{Edge, Node, Picture};
    /// let mut picture = Picture::new("three");
    /// let [a, b, c] = ["a", "b", "c"].map(|id| picture.add_node(Node::company(id, id)));
    /// picture.add_edge(Edge::new(a, b).weight(2.0));
    /// picture.add_edge(Edge::new(b, c));
    /// assert_eq!(picture.keep_most_important(2), 1);
    /// assert_eq!((picture.nodes.len(), picture.edges.len()), (2, 1));
    /// ```
    pub fn keep_most_important(&mut self, most: usize) -> usize {
        let all = self.nodes.len();
        if all <= most {
            return 0;
        }
        let mut order = self.by_importance();
        order.sort_by_key(|&at| !self.nodes[at].stands_out());
        order.truncate(most);
        order.sort_unstable();
        let mut numbers = vec![None; all];
        order.iter().enumerate().for_each(|(now, before)| numbers[*before] = Some(now));
        let mut before = 0..all;
        self.nodes.retain(|_| before.next().is_some_and(|at| numbers[at].is_some()));
        let number = |node: usize| numbers.get(node).copied().flatten();
        self.edges.retain_mut(|edge| match (number(edge.from), number(edge.to)) {
            (Some(from), Some(to)) => {
                (edge.from, edge.to) = (from, to);
                true
            }
            _ => false,
        });
        let left_out = all - most;
        self.notes.push(format!("{left_out} of {all} nodes are left out: those with the fewest and weakest lines."));
        left_out
    }

    /// Divides the nodes into communities (modularity, by the Leiden algorithm), by the weights of lines.
    pub fn divide_into_communities(&mut self) {
        let weight = |weight: f64| (weight.clamp(0.0, 1e6) * 16.0).round().max(1.0) as u32;
        let mut sums: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for edge in &self.edges {
            let sum = sums.entry((edge.from.min(edge.to) as u32, edge.from.max(edge.to) as u32)).or_default();
            *sum = sum.saturating_add(weight(edge.weight));
        }
        let ties: Vec<(u32, u32, u32)> = sums.into_iter().map(|((a, b), weight)| (a, b, weight)).collect();
        let labels =
            communities(&Projection::from_ties(self.nodes.len(), &ties), Resolution::default(), SEED, true).labels;
        let mut sizes = vec![0usize; labels.iter().map(|label| *label as usize + 1).max().unwrap_or(0)];
        labels.iter().for_each(|label| sizes[*label as usize] += 1);
        let mut order: Vec<usize> = (0..sizes.len()).filter(|label| sizes[*label] >= LEAST_MEMBERS).collect();
        order.sort_by(|&a, &b| sizes[b].cmp(&sizes[a]).then(a.cmp(&b)));
        let mut numbers = vec![None; sizes.len()];
        order.iter().enumerate().for_each(|(number, label)| numbers[*label] = Some(number));
        for (node, label) in self.nodes.iter_mut().zip(&labels) {
            node.group = numbers[*label as usize];
        }
        self.groups = (1..=order.len()).map(|number| format!("community {number}")).collect();
        self.group_label = Some("Community".to_owned());
    }
}
