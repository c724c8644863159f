//! Figures of the whole graph.

use serde::Serialize;

use super::{AsOf, Corpus, Edge, How, LinkKind, Node, NodeId, PartialDate, is_public};
use crate::model::Status;

/// Figures of the whole graph, without what the corpus made for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents: those of the corpus and those that are only named.
    pub nodes: usize,
    /// Documents that are named and not in the corpus.
    pub unknown: usize,
    /// Edges of all kinds.
    pub edges: usize,
    /// Edges into documents that are replaced or withdrawn.
    pub into_ended: usize,
    /// Documents that refer to themselves, each edge counted.
    pub self_references: usize,
    /// Edges that repeat another: same ends, same kind.
    pub duplicate_edges: usize,
    /// Edges to a key that no node has.
    pub dangling: usize,
    /// Sizes of the strongly connected components of more than one document, the largest first.
    pub components: Vec<usize>,
}

impl Corpus {
    /// Whether a node is one of the graph as it is shown: not a work, not there for itself.
    #[must_use]
    pub fn is_public_node(&self, node: NodeId) -> bool {
        match self.graph.node(node) {
            Some(Node::Edition(_) | Node::Dangling(_) | Node::Element(_)) => true,
            Some(Node::Unknown { internal, .. }) => !internal,
            Some(Node::Work(_)) | None => false,
        }
    }

    /// The day on which documents are judged when none of them asks: `None` where each is judged on
    /// its own.
    #[must_use]
    pub fn day(&self) -> Option<PartialDate> {
        match self.as_of {
            AsOf::Date(date) => PartialDate::of_day(date),
            AsOf::Publication => None,
        }
    }

    /// Where a document stands on the as-of date; where each is judged on its own date of
    /// publication, on that.
    #[must_use]
    pub fn status(&self, node: NodeId) -> Status {
        if let Some(element) = self.element(node) {
            return element.status;
        }
        let day = match (self.as_of, self.standard_of(node)) {
            (AsOf::Publication, Some(id)) => self.day_of(id),
            _ => self.day(),
        };
        self.standing(node, day).status
    }

    /// Counts the graph.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let ended: Vec<bool> = self
            .graph
            .nodes()
            .map(|(node, _)| {
                self.is_public_node(node)
                    && matches!(self.status(node), Status::Replaced | Status::Withdrawn)
            })
            .collect();
        for (node, weight) in self.graph.nodes() {
            if !self.is_public_node(node) {
                continue;
            }
            match weight {
                Node::Edition(_) => counts.nodes += 1,
                Node::Unknown { .. } => {
                    counts.nodes += 1;
                    counts.unknown += 1;
                }
                _ => {}
            }
        }
        let mut ends = Vec::new();
        for (_, edge) in self.graph.edges().filter(|(_, edge)| is_public(&edge.link)) {
            let Edge { from, to, link } = *edge;
            counts.edges += 1;
            counts.into_ended += usize::from(ended[to.index()]);
            let cites = matches!(link.kind, LinkKind::Cites(_));
            counts.self_references += usize::from(cites && from == to);
            counts.dangling += usize::from(link.how == How::NoSuchKey);
            ends.push((from, to, link.kind.word()));
        }
        ends.sort_unstable();
        counts.duplicate_edges = ends.windows(2).filter(|pair| pair[0] == pair[1]).count();
        counts.components =
            self.components(|_, _, link| is_public(link)).iter().map(Vec::len).collect();
        counts
    }
}
