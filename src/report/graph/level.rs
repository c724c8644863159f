//! Documents by the level of the body that issued them: the clusters of every drawing.

use crate::bilingual;
use crate::corpus::{Corpus, NodeId, View};
use crate::fact::word_in;
use crate::model::Level;
use crate::source::{Bilingual, Language};

use super::node_facts;

/// The level by which a document is grouped: its own; that of its document for an element.
pub(super) fn level_of(corpus: &Corpus, node: NodeId) -> Level {
    if let Some(element) = corpus.element(node) {
        return level_of(corpus, element.standard.node());
    }
    node_facts(corpus, node).level.unwrap_or(Level::Unknown)
}

/// What to call a level.
pub(super) fn level_name(level: Level) -> Bilingual {
    match level {
        Level::Unknown => bilingual!("level not known", "层级未知"),
        _ => Bilingual::new(
            word_in(level.as_str(), Language::En),
            word_in(level.as_str(), Language::Zh),
        ),
    }
}

/// The nodes of a view by level, from international down, as places in `view.nodes`; levels that
/// nothing is on are left out.
pub(super) fn clusters(view: &View<'_>) -> Vec<(Level, Vec<usize>)> {
    let mut clusters: Vec<(Level, Vec<usize>)> =
        Level::ALL.iter().map(|&level| (level, Vec::new())).collect();
    for (at, &node) in view.nodes.iter().enumerate() {
        let level = level_of(view.corpus, node);
        if let Some((_, members)) = clusters.iter_mut().find(|(it, _)| *it == level) {
            members.push(at);
        }
    }
    clusters.retain(|(_, members)| !members.is_empty());
    clusters
}
