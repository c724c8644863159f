//! The documents around what is judged, as many as can be drawn.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::StdRef;
use super::index::Index;
use crate::corpus::{LinkKind, NodeId, is_public};
use crate::fact::Facts;
use crate::model::{Degree, Status};

/// A part of the reference graph.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Graph {
    /// The documents, by their number in the survey.
    pub nodes: Vec<GraphNode>,
    /// What they say of each other.
    pub edges: Vec<Edge>,
    /// Documents that touch what is judged and are not drawn.
    pub left_out: usize,
}

/// A document.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GraphNode {
    /// Which.
    pub standard: StdRef,
}

/// What one document says of another.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Edge {
    /// Who says it.
    pub from: StdRef,
    /// Of whom.
    pub to: StdRef,
    /// `cites`, `adopts`, `replaces`, `amends`, `part-of`, `maps`.
    pub kind: &'static str,
    /// Of a citation: `normative` or `informative`.
    pub role: Option<&'static str>,
    /// Of an adoption.
    pub degree: Option<&'static str>,
}

/// Documents that a reader can still tell apart in a drawing.
const DRAWN: usize = 400;

/// The documents that are judged and those that they name, the most troubled and most connected
/// first.
pub(super) fn graph(f: &Facts<'_>, index: &mut Index) -> Graph {
    let corpus = f.corpus();
    let judged = |node: NodeId| corpus.standard_of(node).is_some_and(|id| f.is_judged(id.0));
    let mut degrees: FxHashMap<NodeId, usize> = FxHashMap::default();
    let mut adopting: FxHashMap<NodeId, bool> = FxHashMap::default();
    for id in f.judged() {
        degrees.entry(id.node()).or_default();
    }
    for (_, edge) in corpus.graph().edges().filter(|(_, edge)| is_public(&edge.link)) {
        let ends = [edge.from, edge.to];
        if ends[0] == ends[1] || !ends.iter().any(|it| judged(*it)) {
            continue;
        }
        for node in ends.into_iter().filter(|it| corpus.is_public_node(*it)) {
            *degrees.entry(node).or_default() += 1;
            if matches!(edge.link.kind, LinkKind::Adopts(_)) {
                adopting.insert(node, true);
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "sorted below by a key that ends in the node")]
    let mut all: Vec<NodeId> = {
        let mut all = Vec::with_capacity(degrees.len());
        for node in degrees.keys() {
            all.push(*node);
        }
        all
    };
    let ended = |node: NodeId| matches!(corpus.status(node), Status::Withdrawn | Status::Replaced);
    all.sort_by_cached_key(|node| {
        let rank = match () {
            () if adopting.contains_key(node) || (ended(*node) && !judged(*node)) => 0,
            () if judged(*node) => 1,
            () => 2,
        };
        (rank, std::cmp::Reverse(degrees.get(node).copied().unwrap_or(0)), *node)
    });
    let left_out = all.len().saturating_sub(DRAWN);
    all.truncate(DRAWN);
    all.sort_unstable();
    let nodes: Vec<GraphNode> =
        all.iter().map(|node| GraphNode { standard: index.of(*node) }).collect();
    let mut edges = Vec::new();
    for from in &all {
        for (_, to, link) in corpus.links_from(*from) {
            if !is_public(link) || to == *from || all.binary_search(&to).is_err() {
                continue;
            }
            let (role, degree) = match link.kind {
                LinkKind::Cites(role) => (Some(role.as_str()), None),
                LinkKind::Adopts(degree) => (None, degree.map(Degree::as_str)),
                _ => (None, None),
            };
            let (from, to) = (index.of(*from), index.of(to));
            edges.push(Edge { from, to, kind: link.kind.word(), role, degree });
        }
    }
    Graph { nodes, edges, left_out }
}
