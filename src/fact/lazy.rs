//! What is worked out for the whole corpus when the first rule asks for it.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Facts;
use super::clash::Clash;
use super::kinds::cycle::is_normative;
use crate::corpus::{LinkKind, NodeId};
use crate::model::Level;

/// Answers that concern all documents at once.
#[derive(Debug, Default)]
pub(crate) struct Lazy {
    cycles: OnceLock<Vec<Vec<NodeId>>>,
    replacement_circles: OnceLock<FxHashMap<NodeId, u32>>,
    clashes: OnceLock<Vec<Clash>>,
    has_national_adoptions: OnceLock<bool>,
}

impl Lazy {
    /// Documents that need each other through normative references, each circle by rising node.
    pub(crate) fn cycles(&self, f: &Facts<'_>) -> &[Vec<NodeId>] {
        self.cycles.get_or_init(|| {
            let mut cycles =
                f.corpus().components(|_, _, link| is_normative(link.kind) && !link.internal);
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
                .components(|_, _, link| link.kind == LinkKind::Replaces && !link.internal);
            let numbered = (0_u32..).zip(circles);
            numbered.flat_map(|(at, nodes)| nodes.into_iter().map(move |node| (node, at))).collect()
        });
        circles.get(&new).is_some_and(|circle| circles.get(&old) == Some(circle))
    }

    /// Whether some national, sector or regional document of the corpus adopts another: only then
    /// does it mean anything that nobody adopts a document.
    pub(crate) fn has_national_adoptions(&self, f: &Facts<'_>) -> bool {
        *self.has_national_adoptions.get_or_init(|| {
            f.corpus().graph().raw_edges().iter().any(|edge| {
                matches!(edge.weight.kind, LinkKind::Adopts(_)) && is_national(f, edge.source())
            })
        })
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
