//! A part of the graph, to be shown.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Corpus, Link, LinkId, NodeId, is_public};

/// Which part of the graph to show.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only what lies around these documents.
    pub around: Option<Vec<NodeId>>,
    /// That many steps around them, whatever the direction of the edges.
    pub depth: u32,
    /// Only edges of these kinds, by their word; all where empty.
    pub only: Vec<&'static str>,
    /// Works, and what the corpus made for itself, too.
    pub internal: bool,
}

/// A part of the graph: its nodes by rising number, its edges by source, in the order in which the
/// source names the others.
#[derive(Clone, Debug)]
pub struct View<'c> {
    /// The corpus.
    pub corpus: &'c Corpus,
    /// What it lies around; empty for the whole graph.
    pub around: Vec<NodeId>,
    /// The nodes.
    pub nodes: Vec<NodeId>,
    /// The edges: from, to.
    pub edges: Vec<(LinkId, NodeId, NodeId)>,
    /// One key a node, in the order of `nodes`: its own where it has one, else its name, with a number
    /// where that is taken.
    pub keys: Vec<String>,
}

impl<'c> View<'c> {
    /// The selected part.
    #[must_use]
    pub fn new(corpus: &'c Corpus, selection: &Selection) -> Self {
        let keep = |link: &Link| {
            (selection.internal || is_public(link))
                && (selection.only.is_empty() || selection.only.contains(&link.kind.word()))
        };
        let nodes = match &selection.around {
            Some(around) => neighbourhood(corpus, around, selection.depth, keep),
            None => corpus
                .graph()
                .nodes()
                .map(|(node, _)| node)
                .filter(|&node| selection.internal || corpus.is_public_node(node))
                .collect(),
        };
        let chosen: FxHashSet<NodeId> = nodes.iter().copied().collect();
        let edges = corpus
            .graph()
            .edges()
            .filter(|(_, edge)| keep(&edge.link))
            .map(|(id, edge)| (id, edge.from, edge.to))
            .filter(|(_, from, to)| chosen.contains(from) && chosen.contains(to))
            .collect();
        let keys = keys(corpus, &nodes);
        let around = selection.around.clone().unwrap_or_default();
        Self { corpus, around, nodes, edges, keys }
    }

    /// The place of a node in `nodes`.
    #[must_use]
    pub fn place(&self, node: NodeId) -> usize {
        self.nodes.binary_search(&node).unwrap_or(usize::MAX)
    }

    /// The key of a node.
    #[must_use]
    pub fn key(&self, node: NodeId) -> &str {
        self.keys.get(self.place(node)).map_or("", String::as_str)
    }
}

/// What lies within `depth` steps, in either direction, by rising number.
fn neighbourhood(
    corpus: &Corpus,
    around: &[NodeId],
    depth: u32,
    keep: impl Fn(&Link) -> bool,
) -> Vec<NodeId> {
    let mut seen: FxHashSet<NodeId> = around.iter().copied().collect();
    let mut nodes = around.to_vec();
    let mut layer = around.to_vec();
    for _ in 0..depth {
        let mut next = Vec::new();
        for node in layer {
            let links = corpus.links_from(node).chain(corpus.links_to(node));
            for (_, other, link) in links {
                if keep(link) && seen.insert(other) {
                    nodes.push(other);
                    next.push(other);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        layer = next;
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

fn keys(corpus: &Corpus, nodes: &[NodeId]) -> Vec<String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let mut last: FxHashMap<String, usize> = FxHashMap::default();
    let mut keys = Vec::with_capacity(nodes.len());
    for &node in nodes {
        let own = corpus.standard_of(node).and_then(|id| corpus.standard(id).key.as_ref());
        let name = match own {
            Some(key) => key.get(corpus.sources()).to_owned(),
            None => corpus.name(node),
        };
        let mut key = name.clone();
        if !taken.insert(key.clone()) {
            let number = last.entry(name.clone()).or_insert(1);
            loop {
                *number += 1;
                key = format!("{name}#{number}");
                if taken.insert(key.clone()) {
                    break;
                }
            }
        }
        keys.push(key);
    }
    keys
}
