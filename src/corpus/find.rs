//! Documents that a person names.

use super::{Corpus, Node, NodeId};
use crate::bilingual;
use crate::identifier::IdentifierError;
use crate::source::Bilingual;

/// No document of the corpus is named so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What was asked for.
    pub asked: String,
    /// Why it is no identifier, where it is none.
    pub malformed: Option<IdentifierError>,
    /// Documents whose names come near, the nearest first.
    pub near: Vec<String>,
}

impl NotFound {
    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Bilingual {
        let asked = &self.asked;
        bilingual!("no document `{asked}` in the corpus", "语料库中没有“{asked}”")
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> Bilingual {
        match (self.near.as_slice(), &self.malformed) {
            ([], Some(error)) => {
                let column = error.column;
                Bilingual::new(
                    format!("it is no identifier: {} (column {column})", error.message.en),
                    format!("不是标准编号：{}（第 {column} 列）", error.message.zh),
                )
            }
            ([], None) => bilingual!(
                "name a document that the corpus contains or refers to",
                "请指明语料库包含或引用的文件"
            ),
            (near, _) => {
                let (en, zh) = (near.join("`, `"), near.join("”“"));
                bilingual!("did you mean `{en}`?", "是否为“{zh}”？")
            }
        }
    }
}

impl Corpus {
    /// The documents that a person means: one for a dated identifier or a key, every edition for an
    /// undated one. The spelling is folded as for any identifier.
    ///
    /// # Errors
    /// When the corpus neither contains nor names such a document.
    pub fn find(&self, asked: &str) -> Result<Vec<NodeId>, Box<NotFound>> {
        let asked = asked.trim();
        // `NIST SP 800-53 Rev. 4#ac-13` is an element of a document
        if let Some((document, element)) = asked.split_once('#')
            && let Ok(documents) = self.find(document)
        {
            let documents = documents.into_iter().filter_map(|node| self.standard_of(node));
            let elements: Vec<NodeId> =
                documents.flat_map(|id| self.elements_named(id, element.trim())).collect();
            if !elements.is_empty() {
                return Ok(elements);
            }
        }
        let parsed = crate::identifier::parse(asked);
        let name = parsed.as_ref().map_or(asked, |it| it.canonical.as_str());
        if let Some(id) = self.identifiers.find(name) {
            let mut nodes: Vec<NodeId> =
                self.index.editions(id).iter().map(|id| id.node()).collect();
            let dated = self.is_dated(id);
            if !dated && let Some(work) = self.index.work_of(id) {
                nodes.extend(self.index.editions_of(work).iter().map(|id| id.node()));
            }
            nodes.extend(self.index.unknown(id));
            nodes.sort_unstable();
            nodes.dedup();
            if !nodes.is_empty() {
                return Ok(nodes);
            }
        }
        if let Ok(identifier) = &parsed
            && !super::forms::is_dated(identifier)
            && let Some(work) = self.index.work(super::forms::undated(identifier))
        {
            let mut nodes: Vec<NodeId> =
                self.index.editions_of(work).iter().map(|id| id.node()).collect();
            nodes.sort_unstable();
            if !nodes.is_empty() {
                return Ok(nodes);
            }
        }
        let keyed: Vec<NodeId> = self
            .ids()
            .filter(|id| {
                let key = self.standards[id.index()].key.as_ref();
                key.is_some_and(|key| key.get(&self.sources) == asked)
            })
            .map(super::StandardId::node)
            .collect();
        if !keyed.is_empty() {
            return Ok(keyed);
        }
        Err(Box::new(NotFound {
            near: self.near(name),
            asked: asked.to_owned(),
            malformed: parsed.err(),
        }))
    }

    /// Up to three names that come near.
    fn near(&self, name: &str) -> Vec<String> {
        const ENOUGH: f64 = 0.75;
        let folded = |name: &str| name.to_lowercase();
        let wanted = folded(name);
        let length = wanted.chars().count();
        let mut near: Vec<(f64, String)> = Vec::new();
        for (node, weight) in self.graph.nodes() {
            if matches!(weight, Node::Work(_)) || !self.is_public_node(node) {
                continue;
            }
            let name = self.name(node);
            // a person may have left the year out
            let work = self.standard_of(node).and_then(|id| self.work_of(id));
            let work = work.map(|work| self.work_name(work));
            let score = work.into_iter().chain([name.as_str()]).map(|name| {
                // names of very different length cannot come near, and titles are long
                if name.chars().count().abs_diff(length) > length / 2 + 2 {
                    return 0.0;
                }
                strsim::normalized_damerau_levenshtein(&wanted, &folded(name))
            });
            let score = score.fold(0.0, f64::max);
            if score >= ENOUGH {
                near.push((score, name));
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        near.dedup_by(|a, b| a.1 == b.1);
        near.truncate(3);
        near.into_iter().map(|(_, name)| name).collect()
    }
}
