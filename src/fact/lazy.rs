//! What is worked out for the whole corpus when the first rule asks for it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Facts;
use super::clash::Clash;
use super::conflict::Conflicts;
use super::kinds::cycle::is_normative;
use super::maps::Maps;
use super::matching::Matching;
use super::system::Systems;
use super::terms::TermIndex;
use crate::corpus::{LinkKind, NodeId, StandardId};
use crate::model::{Level, Status};

/// Answers that concern all documents at once.
#[derive(Debug, Default)]
pub(crate) struct Lazy {
    cycles: OnceLock<Vec<Vec<NodeId>>>,
    replacement_circles: OnceLock<FxHashMap<NodeId, u32>>,
    clashes: OnceLock<Vec<Clash>>,
    has_national_adoptions: OnceLock<bool>,
    withdrawn_ways: OnceLock<Vec<u32>>,
    matching: OnceLock<Matching>,
    terms: OnceLock<TermIndex>,
    maps: OnceLock<Maps>,
    conflicts: OnceLock<Conflicts>,
    systems: OnceLock<Systems>,
}

impl Lazy {
    /// Documents that need each other through normative references, each circle by rising node.
    pub(crate) fn cycles(&self, f: &Facts<'_>) -> &[Vec<NodeId>] {
        self.cycles.get_or_init(|| {
            let mut cycles =
                f.corpus().components(|_, _, link| is_normative(link.kind) && !link.is_internal());
            for cycle in &mut cycles {
                cycle.sort_unstable();
            }
            cycles
        })
    }

    /// Whether two documents lie on one circle of replacements.
    pub(crate) fn replaced_in_a_circle(&self, f: &Facts<'_>, new: NodeId, old: NodeId) -> bool {
        let circles = self.replacement_circles.get_or_init(|| {
            let circles = f
                .corpus()
                .components(|_, _, link| link.kind == LinkKind::Replaces && !link.is_internal());
            let numbered = (0_u32..).zip(circles);
            numbered.flat_map(|(at, nodes)| nodes.into_iter().map(move |node| (node, at))).collect()
        });
        circles.get(&new).is_some_and(|circle| circles.get(&old) == Some(circle))
    }

    /// Whether some national, sector or regional document of the corpus adopts another: only then
    /// does it mean anything that nobody adopts a document.
    pub(crate) fn has_national_adoptions(&self, f: &Facts<'_>) -> bool {
        *self.has_national_adoptions.get_or_init(|| {
            f.corpus().graph().edges().any(|(_, edge)| {
                matches!(edge.link.kind, LinkKind::Adopts(_)) && is_national(f, edge.from)
            })
        })
    }

    /// The way from a document through normative references to the nearest withdrawn one that
    /// nothing replaces, both ends included; empty where there is none, or where it is withdrawn
    /// itself.
    pub(crate) fn way_to_withdrawn(&self, f: &Facts<'_>, doc: u32) -> Vec<NodeId> {
        let next = self.withdrawn_ways.get_or_init(|| ways_to_withdrawn(f));
        let mut path = vec![StandardId(doc).node()];
        let mut at = doc;
        while let Some(&to) = next.get(at as usize).filter(|to| **to != NO_WAY && **to != at) {
            path.push(NodeId::new(to as usize));
            at = to;
        }
        if path.len() > 1 { path } else { Vec::new() }
    }

    /// Documents set side by side. Whoever asks from many threads has to have asked from one
    /// before: the work is itself spread over threads, and one that waits for its parts must not
    /// be handed a task that waits for the whole.
    pub(crate) fn matching(&self, f: &Facts<'_>) -> &Matching {
        self.matching.get_or_init(|| Matching::build(f))
    }

    /// Terminological entries of all documents.
    pub(crate) fn terms(&self, f: &Facts<'_>) -> &TermIndex {
        self.terms.get_or_init(|| TermIndex::build(f))
    }

    /// Mapping sets of the whole corpus.
    pub(crate) fn maps(&self, f: &Facts<'_>) -> &Maps {
        self.maps.get_or_init(|| Maps::build(f))
    }

    /// Provisions that do not go together. To be asked from one thread first, as
    /// [`matching`](Self::matching) is.
    pub(crate) fn conflicts(&self, f: &Facts<'_>) -> &Conflicts {
        self.conflicts.get_or_init(|| Conflicts::build(f))
    }

    /// The cells of the standards system that the judged plans speak of.
    pub(crate) fn systems(&self, f: &Facts<'_>) -> &Systems {
        self.systems.get_or_init(|| Systems::build(f))
    }

    /// Documents that clash with another.
    pub(crate) fn clashes(&self, f: &Facts<'_>) -> &[Clash] {
        self.clashes.get_or_init(|| super::clash::all(f))
    }
}

/// Whether a document is of a country, of a sector in it, or of a region.
pub(crate) fn is_national(f: &Facts<'_>, node: NodeId) -> bool {
    f.corpus()
        .identifier(node)
        .is_some_and(|it| matches!(it.level, Level::National | Level::Sector | Level::Regional))
}

const NO_WAY: u32 = u32::MAX;

/// For each document the next one on the way to the nearest withdrawn document; itself where it is
/// withdrawn. One walk backwards from all of those at once.
fn ways_to_withdrawn(f: &Facts<'_>) -> Vec<u32> {
    let corpus = f.corpus();
    let mut next = vec![NO_WAY; corpus.graph().node_count()];
    let mut layer: Vec<u32> = Vec::new();
    for StandardId(doc) in corpus.ids() {
        let standing = f.standing(doc, doc);
        let node = StandardId(doc).node();
        if standing.status == Status::Withdrawn
            && standing.successor.is_none()
            && corpus.successors(node).is_empty()
        {
            next[doc as usize] = doc;
            layer.push(doc);
        }
    }
    let citing = corpus.csr(true, |_, _, link| is_normative(link.kind) && !link.is_internal());
    while !layer.is_empty() {
        let mut later = Vec::new();
        for to in layer {
            for &from in citing.neighbours(to) {
                let free = next.get(from as usize) == Some(&NO_WAY);
                if free && corpus.standard_of(NodeId::new(from as usize)).is_some() {
                    next[from as usize] = to;
                    later.push(from);
                }
            }
        }
        layer = later;
    }
    next
}
