//! A compressed sparse row view of the graph: for walks over the whole of it.

use super::{Graph, Link, NodeId};

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
        graph: &Graph,
        reversed: bool,
        keep: impl Fn(NodeId, NodeId, &Link) -> bool,
    ) -> Self {
        let pairs = graph.edges().filter(|(_, edge)| keep(edge.from, edge.to, &edge.link)).map(
            |(id, edge)| {
                let (from, to) = (edge.from.index(), edge.to.index());
                let (from, to) = if reversed { (to, from) } else { (from, to) };
                (number(from), number(to), number(id.index()))
            },
        );
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

    /// Strongly connected components (Tarjan, on an explicit stack).
    #[must_use]
    pub fn components(&self) -> Components {
        const UNSEEN: u32 = u32::MAX;
        /// Above every place in the order of discovery: a node that has its component.
        const DONE: u32 = u32::MAX - 1;
        let nodes = self.nodes();
        let mut low = vec![UNSEEN; nodes];
        let mut stack: Vec<u32> = Vec::new();
        // a node, its place in the order of discovery, and the next of its neighbours to look at
        let mut calls: Vec<(u32, u32, u32)> = Vec::new();
        let mut counter = 0;
        let mut found =
            Components { starts: vec![0], members: Vec::with_capacity(nodes), of: vec![0; nodes] };
        for root in 0..number(nodes) {
            if low[root as usize] != UNSEEN {
                continue;
            }
            let mut entered = Some(root);
            loop {
                if let Some(node) = entered.take() {
                    low[node as usize] = counter;
                    calls.push((node, counter, self.starts[node as usize]));
                    stack.push(node);
                    counter += 1;
                }
                let Some((node, order, next)) = calls.last_mut() else { break };
                let at = *node as usize;
                let mut lowest = low[at];
                while *next < self.starts[at + 1] {
                    let to = self.targets[*next as usize];
                    *next += 1;
                    match low[to as usize] {
                        UNSEEN => {
                            entered = Some(to);
                            break;
                        }
                        DONE => {}
                        // What is on the stack leads back at least as far as it is known to.
                        known => lowest = lowest.min(known),
                    }
                }
                low[at] = lowest;
                if entered.is_some() {
                    continue;
                }
                let (node, order) = (*node, *order);
                calls.pop();
                if lowest == order {
                    found.close(&mut stack, node);
                    for &member in found.last() {
                        low[member as usize] = DONE;
                    }
                } else if let Some((parent, ..)) = calls.last() {
                    let parent = &mut low[*parent as usize];
                    *parent = lowest.min(*parent);
                }
            }
        }
        found
    }

    /// The components as nodes, and an edge where one leads to another, each once; the edges stand
    /// for none of this view. What it leads to has a lower number.
    #[must_use]
    pub fn condense(&self, components: &Components) -> Self {
        const NEVER: u32 = u32::MAX;
        let mut seen_from = vec![NEVER; components.len()];
        let mut view = Self { starts: vec![0], targets: Vec::new(), edges: Vec::new() };
        for (at, members) in (0..).zip(components.iter()) {
            for to in members.iter().flat_map(|&member| self.neighbours(member)) {
                let to = components.of(*to);
                if to != at && std::mem::replace(&mut seen_from[to as usize], at) != at {
                    view.edges.push(number(view.targets.len()));
                    view.targets.push(to);
                }
            }
            view.starts.push(number(view.targets.len()));
        }
        view
    }

    /// Every node that can be reached from `start`, which comes first; no ways are kept.
    #[must_use]
    pub fn reachable(&self, start: u32) -> Vec<u32> {
        let mut seen = vec![false; self.nodes()];
        let Some(first) = seen.get_mut(start as usize) else { return Vec::new() };
        *first = true;
        let mut found = vec![start];
        let mut at = 0;
        while let Some(&from) = found.get(at) {
            at += 1;
            for &to in self.neighbours(from) {
                if !std::mem::replace(&mut seen[to as usize], true) {
                    found.push(to);
                }
            }
        }
        found
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

/// Strongly connected components. A component comes after every component that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    starts: Vec<u32>,
    members: Vec<u32>,
    /// Component of each node.
    of: Vec<u32>,
}

impl Components {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The component that a node lies in.
    ///
    /// # Panics
    /// When the node is another view's.
    #[must_use]
    pub fn of(&self, node: u32) -> u32 {
        self.of[node as usize]
    }

    /// Each with its nodes by rising number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        self.starts.windows(2).map(|ends| &self.members[ends[0] as usize..ends[1] as usize])
    }

    /// An order in which every component stands before what it leads to.
    pub fn order(&self) -> impl ExactSizeIterator<Item = u32> + use<> {
        (0..number(self.len())).rev()
    }

    /// The nodes of the last one.
    fn last(&self) -> &[u32] {
        let from = self.starts.len().checked_sub(2).map_or(0, |at| self.starts[at]);
        &self.members[from as usize..]
    }

    /// Takes the nodes from `first` on off the stack: they are one component.
    fn close(&mut self, stack: &mut Vec<u32>, first: u32) {
        let component = number(self.len());
        let from = self.members.len();
        while let Some(member) = stack.pop() {
            self.members.push(member);
            self.of[member as usize] = component;
            if member == first {
                break;
            }
        }
        self.members[from..].sort_unstable();
        self.starts.push(number(self.members.len()));
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
            for (at, component) in (0..).zip(components.iter()) {
                prop_assert!(component.iter().all(|&node| components.of(node) == at));
            }
            let between = |&(from, to): &(u32, u32)| (components.of(from), components.of(to));
            let mut joins: Vec<_> = edges.iter().map(between).collect();
            for (from, to) in &joins {
                prop_assert!(from >= to, "order");
            }
            joins.retain(|(from, to)| from != to);
            joins.sort_unstable();
            joins.dedup();
            let condensed = graph.condense(&components);
            let all = (0..number(condensed.nodes()))
                .flat_map(|from| condensed.neighbours(from).iter().map(move |&to| (from, to)));
            let mut all: Vec<_> = all.collect();
            all.sort_unstable();
            prop_assert_eq!(all, joins);
            let mut sorted: Vec<Vec<u32>> = components.iter().map(<[u32]>::to_vec).collect();
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
        let circle: Vec<u32> = (0..LEN).collect();
        assert_eq!(ring.components().iter().collect::<Vec<_>>(), [circle]);
    }

    #[test]
    fn reach_is_nearest_first_and_leaves_the_start_out() {
        let graph = csr(5, &[(0, 1), (1, 2), (0, 2), (2, 0), (3, 4)]);
        let reached: Vec<_> = graph.reach(&[0]).iter().map(|it| (it.node, it.depth)).collect();
        assert_eq!(reached, [(1, 1), (2, 1)]);
        assert_eq!(graph.reachable(0), [0, 1, 2]);
        assert_eq!(graph.reachable(4), [4]);
        assert!(graph.reachable(5).is_empty());
    }
}
