//! A compressed sparse row view of the graph: for walks over the whole of it.

use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;

use super::{Link, Node, NodeId};

/// Neighbours of every node in two arrays. Neighbours stand in the order of their edges.
#[derive(Clone, Debug, Default)]
pub struct Csr {
    starts: Vec<u32>,
    targets: Vec<u32>,
    /// Edge of each neighbour.
    edges: Vec<u32>,
}

impl Csr {
    /// The edges that `keep` lets through; turned around where `reversed`.
    pub(super) fn of(
        graph: &DiGraph<Node, Link>,
        reversed: bool,
        keep: impl Fn(NodeId, NodeId, &Link) -> bool,
    ) -> Self {
        let pairs = graph
            .edge_references()
            .filter(|edge| keep(edge.source(), edge.target(), edge.weight()))
            .map(|edge| {
                let (from, to) = (edge.source().index(), edge.target().index());
                let (from, to) = if reversed { (to, from) } else { (from, to) };
                (number(from), number(to), number(edge.id().index()))
            });
        Self::from_pairs(graph.node_count(), pairs)
    }

    /// A view of `nodes` nodes and the given edges: (from, to, edge).
    #[must_use]
    pub fn from_pairs(nodes: usize, pairs: impl Iterator<Item = (u32, u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        let mut count = 0;
        for (from, _, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
            count += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let (mut targets, mut edges) = (vec![0_u32; count], vec![0_u32; count]);
        for (from, to, edge) in pairs {
            let place = &mut next[from as usize];
            targets[*place as usize] = to;
            edges[*place as usize] = edge;
            *place += 1;
        }
        Self { starts, targets, edges }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Neighbours of a node.
    #[must_use]
    pub fn neighbours(&self, node: u32) -> &[u32] {
        &self.targets[self.range(node)]
    }

    /// Edges to the neighbours of a node, in the same order.
    #[must_use]
    pub fn edges(&self, node: u32) -> &[u32] {
        &self.edges[self.range(node)]
    }

    fn range(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        self.starts[node] as usize..self.starts[node + 1] as usize
    }

    /// Strongly connected components (Tarjan, on an explicit stack), each with its nodes by rising
    /// number. A component comes after every component that it leads to, so that the list, read
    /// backwards, is an order in which every document stands before what it refers to.
    #[must_use]
    pub fn components(&self) -> Vec<Vec<u32>> {
        const UNSEEN: u32 = u32::MAX;
        let nodes = self.nodes();
        let mut order = vec![UNSEEN; nodes];
        let mut low = vec![0_u32; nodes];
        let mut on_stack = vec![false; nodes];
        let mut stack: Vec<u32> = Vec::new();
        // a node, and the next of its neighbours to look at
        let mut calls: Vec<(u32, u32)> = Vec::new();
        let mut counter = 0;
        let mut components = Vec::new();
        for root in 0..number(nodes) {
            if order[root as usize] != UNSEEN {
                continue;
            }
            calls.push((root, self.starts[root as usize]));
            while let Some(&(node, next)) = calls.last() {
                let at = node as usize;
                if order[at] == UNSEEN {
                    order[at] = counter;
                    low[at] = counter;
                    counter += 1;
                    stack.push(node);
                    on_stack[at] = true;
                }
                if next < self.starts[at + 1] {
                    if let Some(call) = calls.last_mut() {
                        call.1 += 1;
                    }
                    let to = self.targets[next as usize];
                    if order[to as usize] == UNSEEN {
                        calls.push((to, self.starts[to as usize]));
                    } else if on_stack[to as usize] {
                        low[at] = low[at].min(order[to as usize]);
                    }
                    continue;
                }
                calls.pop();
                if let Some(&(parent, _)) = calls.last() {
                    low[parent as usize] = low[parent as usize].min(low[at]);
                }
                if low[at] == order[at] {
                    let from = stack.iter().rposition(|&it| it == node).unwrap_or(0);
                    let mut component = stack.split_off(from);
                    for &member in &component {
                        on_stack[member as usize] = false;
                    }
                    component.sort_unstable();
                    components.push(component);
                }
            }
        }
        components
    }

    /// Every node that can be reached from `starts` (which are left out unless reached again), nearest
    /// first, each with the node and the edge by which it was first reached.
    #[must_use]
    pub fn reach(&self, starts: &[u32]) -> Vec<Reached> {
        self.reach_while(starts, |_| true)
    }

    /// The same, but what `through` refuses is reached and not walked through.
    pub fn reach_while(&self, starts: &[u32], through: impl Fn(u32) -> bool) -> Vec<Reached> {
        let mut seen = vec![false; self.nodes()];
        let mut reached: Vec<Reached> = Vec::new();
        let mut layer: Vec<u32> = Vec::new();
        for &start in starts {
            if let Some(seen) = seen.get_mut(start as usize)
                && !*seen
            {
                *seen = true;
                layer.push(start);
            }
        }
        let mut depth = 0;
        while !layer.is_empty() {
            depth += 1;
            let mut next = Vec::new();
            for &from in &layer {
                for (&node, &edge) in self.neighbours(from).iter().zip(self.edges(from)) {
                    if !std::mem::replace(&mut seen[node as usize], true) {
                        reached.push(Reached { node, from, edge, depth });
                        if through(node) {
                            next.push(node);
                        }
                    }
                }
            }
            layer = next;
        }
        reached
    }
}

/// A node that was reached, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The node.
    pub node: u32,
    /// The node before it on the way.
    pub from: u32,
    /// The edge between the two.
    pub edge: u32,
    /// Steps from the start.
    pub depth: u32,
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn csr(nodes: u32, edges: &[(u32, u32)]) -> Csr {
        Csr::from_pairs(
            nodes as usize,
            edges.iter().zip(0..).map(|(&(from, to), edge)| (from, to, edge)),
        )
    }

    /// Two nodes are in one component when each reaches the other.
    fn naive(nodes: u32, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let n = nodes as usize;
        let mut reach = vec![vec![false; n]; n];
        for (at, row) in reach.iter_mut().enumerate() {
            row[at] = true;
        }
        for &(from, to) in edges {
            reach[from as usize][to as usize] = true;
        }
        for via in 0..n {
            for from in 0..n {
                for to in 0..n {
                    let through = reach[from][via] && reach[via][to];
                    reach[from][to] |= through;
                }
            }
        }
        let mut components: Vec<Vec<u32>> = (0..n)
            .map(|a| (0..n).filter(|&b| reach[a][b] && reach[b][a]).map(number).collect())
            .collect();
        components.sort();
        components.dedup();
        components
    }

    proptest! {
        #[test]
        fn components_agree_with_a_naive_oracle(
            nodes in 1_u32..16,
            edges in prop::collection::vec((0_u32..16, 0_u32..16), 0..48),
        ) {
            let edges: Vec<_> =
                edges.into_iter().map(|(from, to)| (from % nodes, to % nodes)).collect();
            let graph = csr(nodes, &edges);
            let components = graph.components();
            let mut place = vec![0; nodes as usize];
            for (at, component) in components.iter().enumerate() {
                for &node in component {
                    place[node as usize] = at;
                }
            }
            for &(from, to) in &edges {
                prop_assert!(place[from as usize] >= place[to as usize], "order");
            }
            let mut sorted = components;
            sorted.sort();
            prop_assert_eq!(sorted, naive(nodes, &edges));
        }
    }

    #[test]
    fn a_chain_of_a_million_is_only_long() {
        const LEN: u32 = 1_000_000;
        let chain = Csr::from_pairs(LEN as usize, (1..LEN).map(|to| (to - 1, to, to)));
        assert_eq!(chain.components().len(), LEN as usize);
        let reached = chain.reach(&[0]);
        assert_eq!(reached.last().map(|it| it.depth), Some(LEN - 1));
        let ring =
            Csr::from_pairs(LEN as usize, (0..LEN).map(|from| (from, (from + 1) % LEN, from)));
        assert_eq!(ring.components(), vec![(0..LEN).collect::<Vec<_>>()]);
    }

    #[test]
    fn reach_is_nearest_first_and_leaves_the_start_out() {
        let graph = csr(5, &[(0, 1), (1, 2), (0, 2), (2, 0), (3, 4)]);
        let reached: Vec<_> = graph.reach(&[0]).iter().map(|it| (it.node, it.depth)).collect();
        assert_eq!(reached, [(1, 1), (2, 1)]);
    }
}
