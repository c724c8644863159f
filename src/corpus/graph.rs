//! The reference graph: nodes and edges in arrays.
//!
//! Edges are kept by the node they come from, in the order in which that document names the others,
//! so that the edges of a node are a slice; for the other direction there is one list of numbers.

use super::{Link, Node};

/// A node of the graph. Standards come first: the node of the standard at index *i* is node *i*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// An edge of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(u32);

/// Numbers of nodes and edges: fewer than `u32::MAX` of each fit into memory.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl NodeId {
    /// The node that is none.
    pub(super) const NONE: Self = Self(u32::MAX);

    /// The node at `index`.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(number(index))
    }

    /// Its index into the nodes of the graph.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl LinkId {
    /// The edge at `index`.
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(number(index))
    }

    /// Its index into the edges of the graph.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An edge between two nodes.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The node it comes from.
    pub from: NodeId,
    /// The node it leads to.
    pub to: NodeId,
    /// What it says.
    pub link: Link,
}

/// The reference graph.
///
/// It is collected first, edges in any order, and then put into order once and for all.
#[derive(Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// By the node they come from; of one node in the order of their making.
    edges: Vec<Edge>,
    /// Where the edges from each node start, and where those of the last end.
    from_starts: Vec<u32>,
    /// Where the edges to each node start in `into`, and where those of the last end.
    to_starts: Vec<u32>,
    /// Edges by the node they lead to, rising.
    into: Vec<LinkId>,
}

impl Graph {
    pub(super) fn add_node(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        NodeId::new(self.nodes.len() - 1)
    }

    pub(super) fn add_edge(&mut self, from: NodeId, to: NodeId, link: Link) {
        self.edges.push(Edge { from, to, link });
    }

    pub(super) fn node_mut(&mut self, node: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(node.index())
    }

    pub(super) fn link_mut(&mut self, link: LinkId) -> Option<&mut Link> {
        self.edges.get_mut(link.index()).map(|edge| &mut edge.link)
    }

    /// Puts the edges into order, which gives them new numbers. Until then no node knows its edges.
    pub(super) fn settle(&mut self) {
        self.nodes.shrink_to_fit();
        let collected = std::mem::take(&mut self.edges);
        self.from_starts = starts(self.nodes.len(), collected.iter().map(|edge| edge.from));
        self.edges = collected.clone();
        let mut next = self.from_starts.clone();
        for edge in collected {
            let place = &mut next[edge.from.index()];
            self.edges[*place as usize] = edge;
            *place += 1;
        }
        self.to_starts = starts(self.nodes.len(), self.edges.iter().map(|edge| edge.to));
        self.into = vec![LinkId(0); self.edges.len()];
        next.copy_from_slice(&self.to_starts);
        for (at, edge) in (0..).zip(&self.edges) {
            let place = &mut next[edge.to.index()];
            self.into[*place as usize] = LinkId(at);
            *place += 1;
        }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many edges there are.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// What a node stands for; `None` for one of another graph.
    #[must_use]
    pub fn node(&self, node: NodeId) -> Option<&Node> {
        self.nodes.get(node.index())
    }

    /// An edge; `None` for one of another graph.
    #[must_use]
    pub fn edge(&self, link: LinkId) -> Option<&Edge> {
        self.edges.get(link.index())
    }

    /// What an edge says; `None` for one of another graph.
    #[must_use]
    pub fn link(&self, link: LinkId) -> Option<&Link> {
        self.edge(link).map(|edge| &edge.link)
    }

    /// Every node, by rising number.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(at, node)| (NodeId::new(at), node))
    }

    /// Every edge, by rising number.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = (LinkId, &Edge)> + Clone {
        self.edges.iter().enumerate().map(|(at, edge)| (LinkId::new(at), edge))
    }

    /// The edges from a node, in the order in which the document names the others.
    pub fn edges_from(
        &self,
        node: NodeId,
    ) -> impl DoubleEndedIterator<Item = (LinkId, &Edge)> + ExactSizeIterator + Clone {
        let range = range(&self.from_starts, node);
        let start = range.start;
        let edges = self.edges[range].iter().enumerate();
        edges.map(move |(at, edge)| (LinkId::new(start + at), edge))
    }

    /// The edges to a node, by rising number.
    pub fn edges_to(
        &self,
        node: NodeId,
    ) -> impl DoubleEndedIterator<Item = (LinkId, &Edge)> + ExactSizeIterator + Clone {
        let links = self.into[range(&self.to_starts, node)].iter();
        links.map(|&link| (link, &self.edges[link.index()]))
    }

    /// Whether an edge joins two nodes, in either direction.
    #[must_use]
    pub fn are_joined(&self, left: NodeId, right: NodeId) -> bool {
        let leads = |from: NodeId, to: NodeId| self.edges_from(from).any(|(_, it)| it.to == to);
        leads(left, right) || leads(right, left)
    }
}

/// Where the entries of each node start when they are counted out.
fn starts(nodes: usize, ends: impl Iterator<Item = NodeId>) -> Vec<u32> {
    let mut starts = vec![0_u32; nodes + 1];
    for node in ends {
        starts[node.index() + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

fn range(starts: &[u32], node: NodeId) -> std::ops::Range<usize> {
    match (starts.get(node.index()), starts.get(node.index() + 1)) {
        (Some(&from), Some(&to)) => from as usize..to as usize,
        _ => 0..0,
    }
}
