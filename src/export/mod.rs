//! Standards → definition YAML: what `import` writes.
//!
//! Nothing that the model holds is lost: reading what is written gives the same standards, but for
//! their places (`tests/it/import.rs` holds both against each other over all formats). The keys are
//! those of `docs/definition-format.md`, in its order.

mod blocks;
mod parts;
mod standard;
mod yaml;

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::SourceMap;

use parts::Writer;
use yaml::{Map, Node};

/// What is written into one file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Content<'a> {
    /// Standards.
    pub standards: &'a [Standard],
    /// Mapping sets that stand alone.
    pub mappings: &'a [MappingSet],
    /// Plans of a standards system.
    pub systems: &'a [StandardsSystem],
    /// The format that they were read from, unless it was a definition: definitions can say more,
    /// and what the format could not say must not look as if it were denied.
    pub format: Option<&'static str>,
}

impl Content<'_> {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.standards.is_empty() && self.mappings.is_empty() && self.systems.is_empty()
    }
}

/// The content as a definition: one standard as it is, several things as a file of them.
#[must_use]
pub fn definition(sources: &SourceMap, content: Content<'_>) -> String {
    let writer = Writer { sources, format: content.format };
    let mut out = String::new();
    if let ([only], [], []) = (content.standards, content.mappings, content.systems) {
        yaml::document(&writer.standard(only), &mut out);
        return out;
    }
    let mut file = Map::default();
    if !content.standards.is_empty() {
        file.put("standards", Node::list(content.standards, |it| writer.standard(it)));
    }
    if !content.mappings.is_empty() {
        file.put("mappings", Node::list(content.mappings, |it| writer.mapping_set(it)));
    }
    let mut systems = content.systems.iter();
    if let Some(first) = systems.next() {
        file.put("system", writer.system(first));
    }
    yaml::document(&file.into(), &mut out);
    for further in systems {
        let mut file = Map::default();
        file.put("system", writer.system(further));
        out.push_str("---\n");
        yaml::document(&file.into(), &mut out);
    }
    out
}
