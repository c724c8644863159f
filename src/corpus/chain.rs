//! Chains: who took whose place, who adopted whom, what depends on what.

use rustc_hash::FxHashSet;

use super::{Corpus, Csr, Link, LinkId, LinkKind, Node, NodeId, StandardId};
use crate::model::Degree;

/// One step up an adoption chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdoptionStep {
    /// The edge.
    pub link: LinkId,
    /// The adopted document.
    pub source: NodeId,
    /// The declared degree.
    pub degree: Option<Degree>,
}

impl Corpus {
    /// The documents that took the place of `node`, then of the first of those, and so on, the living
    /// one last. A cycle ends where it would come back. Empty where nothing replaces `node`.
    #[must_use]
    pub fn replacement_chain(&self, node: NodeId) -> Vec<NodeId> {
        let mut seen = FxHashSet::from_iter([node]);
        let mut chain = Vec::new();
        let mut at = node;
        while let Some(&next) = self.successors(at).iter().find(|next| !seen.contains(*next)) {
            seen.insert(next);
            chain.push(next);
            at = next;
        }
        chain
    }

    /// The document at the end of the chain of replacements, judged on the day of `from`: the first
    /// that is in force there. `None` where the chain ends in a document that is not, or of which
    /// nothing is known.
    #[must_use]
    pub fn living_successor(&self, node: NodeId, from: StandardId) -> Option<NodeId> {
        let day = self.day_of(from);
        let mut seen = FxHashSet::from_iter([node]);
        let mut layer = vec![node];
        while !layer.is_empty() {
            let mut next = Vec::new();
            for at in layer {
                // a description may know only of a later edition
                let later = self.standing(at, day).successor;
                for by in self.successors(at).iter().copied().chain(later) {
                    if !seen.insert(by) {
                        continue;
                    }
                    if self.standing(by, day).status.is_current() {
                        return Some(by);
                    }
                    next.push(by);
                }
            }
            layer = next;
        }
        None
    }

    /// Documents that amend or correct `node`, in the order of their making.
    #[must_use]
    pub fn amendments(&self, node: NodeId) -> Vec<NodeId> {
        let amends = self.links_to(node).filter(|(_, _, link)| link.kind == LinkKind::Amends);
        amends.map(|(_, from, _)| from).collect()
    }

    /// The chain of adoptions upwards, from national to regional to international: the first adopted
    /// document, what that adopts, and so on. A cycle ends where it would come back.
    #[must_use]
    pub fn adoption_chain(&self, node: NodeId) -> Vec<AdoptionStep> {
        let mut seen = FxHashSet::from_iter([node]);
        let mut chain = Vec::new();
        let mut at = node;
        loop {
            let step = self.adoptions(at).into_iter().find(|step| !seen.contains(&step.source));
            let Some(step) = step else { return chain };
            seen.insert(step.source);
            chain.push(step);
            at = step.source;
        }
    }

    /// What a document adopts itself.
    #[must_use]
    pub fn adoptions(&self, node: NodeId) -> Vec<AdoptionStep> {
        let links = self.links_from(node);
        let steps = links.filter_map(|(id, source, link)| match link.kind {
            LinkKind::Adopts(degree) => Some(AdoptionStep { link: id, source, degree }),
            _ => None,
        });
        steps.collect()
    }

    /// The documents that adopt `node` themselves, each with the edge.
    #[must_use]
    pub fn adopters(&self, node: NodeId) -> Vec<(LinkId, NodeId)> {
        let links = self.links_to(node);
        let adopters = links.filter(|(_, _, link)| matches!(link.kind, LinkKind::Adopts(_)));
        adopters.map(|(id, from, _)| (id, from)).collect()
    }

    /// A view of the edges that `keep` lets through, turned around where `reversed`: for walks over
    /// the whole graph. Node and edge numbers are those of [`Corpus::graph`].
    #[must_use]
    pub fn csr(&self, reversed: bool, keep: impl Fn(NodeId, NodeId, &Link) -> bool) -> Csr {
        Csr::of(&self.graph, reversed, keep)
    }

    /// Strongly connected components of more than one document, the largest first (of equals the one
    /// with the first node), over the edges that `keep` lets through.
    #[must_use]
    pub fn components(&self, keep: impl Fn(NodeId, NodeId, &Link) -> bool) -> Vec<Vec<NodeId>> {
        let mut components: Vec<Vec<NodeId>> = self
            .csr(false, keep)
            .components()
            .iter()
            .filter(|component| component.len() > 1)
            .map(|component| component.iter().map(|&it| NodeId::new(it as usize)).collect())
            .collect();
        components.sort_by_key(|component| (std::cmp::Reverse(component.len()), component[0]));
        components
    }

    /// Every document that `node` depends on through normative references, nearest first, each with
    /// its predecessor on the way: on demand, since a closure of all pairs does not fit in memory.
    #[must_use]
    pub fn normative_closure(&self, node: NodeId) -> Vec<NodeId> {
        let mut seen = FxHashSet::from_iter([node]);
        let mut closure = Vec::new();
        let mut layer = vec![node];
        while !layer.is_empty() {
            let mut next = Vec::new();
            for at in layer {
                for (_, to, link) in self.links_from(at) {
                    let normative =
                        link.kind == LinkKind::Cites(crate::model::ReferenceRole::Normative);
                    if normative && seen.insert(to) {
                        closure.push(to);
                        next.push(to);
                    }
                }
            }
            layer = next;
        }
        closure
    }

    /// Whether a node stands for a document that is not in the corpus.
    #[must_use]
    pub fn is_unknown(&self, node: NodeId) -> bool {
        matches!(self.graph.node(node), Some(Node::Unknown { .. } | Node::Dangling(_)) | None)
    }
}
