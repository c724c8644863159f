//! What each identifier means on the day, worked out once however often it is named.

use rayon::prelude::*;

use super::resolve::Asking;
use super::{Corpus, How, NodeId, PartialDate, Resolution};
use crate::identifier::IdentifierId;

/// What each identifier of the table means when a document that is judged on the as-of date names
/// it and says no more.
#[derive(Debug)]
pub(super) struct Meanings {
    found: Vec<How>,
    /// Where the documents of each identifier start, and where those of the last end.
    starts: Vec<u32>,
    nodes: Vec<NodeId>,
}

impl Meanings {
    pub(super) fn of(corpus: &Corpus, day: Option<PartialDate>) -> Self {
        let asking = Asking { day, ..Asking::default() };
        let count = corpus.identifiers.len();
        let resolved: Vec<Resolution> = (0..count)
            .into_par_iter()
            .map(|at| {
                let id = corpus.identifiers.at(at).unwrap_or(IdentifierId::NONE);
                corpus.resolve_interned(id, asking)
            })
            .collect();
        let mut meanings = Self {
            found: Vec::with_capacity(count),
            starts: Vec::with_capacity(count + 1),
            nodes: Vec::with_capacity(count),
        };
        meanings.starts.push(0);
        for Resolution { how, nodes, .. } in resolved {
            meanings.found.push(how);
            meanings.nodes.extend(nodes);
            meanings.starts.push(u32::try_from(meanings.nodes.len()).unwrap_or(u32::MAX));
        }
        meanings
    }

    /// How it was found, and the documents: none where it was not.
    pub(super) fn get(&self, id: IdentifierId) -> (How, &[NodeId]) {
        let at = id.index();
        let known = self.found.get(at).zip(self.starts.get(at).zip(self.starts.get(at + 1)));
        known.map_or((How::NotInCorpus, &[]), |(&how, (&from, &to))| {
            (how, &self.nodes[from as usize..to as usize])
        })
    }
}
