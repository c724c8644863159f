//! Which standards are spoken of, and under which number.

use serde::Serialize;

use super::Title;
use crate::corpus::NodeId;
use crate::fact::Facts;
use crate::model::Localised;

/// A standard by its place in [`Survey::standards`](super::Survey::standards).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct StdRef(pub u32);

impl StdRef {
    /// The place in the list.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Documents by number, in the order in which they are first spoken of.
#[derive(Debug)]
pub(super) struct Index {
    numbers: Vec<Option<StdRef>>,
    pub(super) nodes: Vec<NodeId>,
}

impl Index {
    pub(super) fn new(f: &Facts<'_>) -> Self {
        Self { numbers: vec![None; f.corpus().graph().node_count()], nodes: Vec::new() }
    }

    /// The number of a node.
    pub(super) fn of(&mut self, node: NodeId) -> StdRef {
        let next = StdRef(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        match self.numbers.get_mut(node.index()) {
            Some(Some(known)) => *known,
            Some(free) => {
                *free = Some(next);
                self.nodes.push(node);
                next
            }
            None => next,
        }
    }

    /// The number of a document of the corpus.
    pub(super) fn of_doc(&mut self, doc: u32) -> StdRef {
        self.of(NodeId::new(doc as usize))
    }
}

/// A text by language.
pub(super) fn title(f: &Facts<'_>, text: &Localised) -> Title {
    let mut title = Title::default();
    for (lang, text) in text.iter() {
        let words = f.text(text).split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            title.entry(lang.as_str()).or_insert(words);
        }
    }
    title
}
