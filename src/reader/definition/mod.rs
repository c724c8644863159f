//! Our own definition format, in YAML or JSON.
//!
//! Documented in `docs/definition-format.md`; its keys are one table ([`shape`]) that drives this
//! reader and the JSON Schema ([`schema`]). Nothing is typed on the way: `5.10` stays `5.10`.

mod adoption;
mod clause;
mod common;
mod item;
mod mapping;
mod reference;
mod schema;
pub mod shape;
mod standard;
mod table;
mod term;

pub(crate) use common::is_date;
pub(crate) use item::occurrences;
pub use schema::schema;

use std::sync::LazyLock;

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{SourceFile, SourceMap};
use crate::syntax::access::{Access, Cursor};
use crate::syntax::{NodeKind, peek};

use super::{Reader, Reading};

/// The reader of definitions.
#[derive(Debug)]
pub struct Definition;

impl Reader for Definition {
    fn name(&self) -> &'static str {
        "definition"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let peek = peek(file.text());
        !peek.is_xml
            && ["standard", "standards", "mappings", "system", "coverage"]
                .iter()
                .any(|key| peek.has(key))
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let parsed = crate::syntax::parse(file);
        let access = Access::new(&parsed.tree);
        let mut reading = Reading::default();
        for root in access.roots() {
            read_document(root, &mut reading);
        }
        reading.comments = parsed.tree.comments().iter().map(|it| it.span).collect();
        reading.problems = parsed.problems;
        reading.problems.extend(access.into_problems());
        reading.problems.sort_by_key(|it| it.span.map(|span| (span.start, span.end)));
        reading
    }
}

/// Keys that a file without a standard of its own may have.
static FILE_KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| shape::FILE.keys().collect());

/// Reads one document: a standard, a list of standards, or a file of several things.
fn read_document(root: Cursor<'_>, reading: &mut Reading) {
    match root.kind() {
        NodeKind::Sequence => {
            reading.standards.extend(root.items().filter_map(read_standard));
        }
        NodeKind::Mapping => {
            let tree = root.access().tree();
            let has = |key: &str| tree.get(root.node(), key).is_some();
            let is_file =
                !has("standard") && FILE_KEYS.iter().any(|key| *key != "partial" && has(key));
            if is_file {
                read_file(root, reading);
            } else {
                reading.standards.extend(read_standard(root));
            }
        }
        NodeKind::Scalar | NodeKind::Missing => {
            root.wrong_type(
                &crate::bilingual!("a standard", "一项标准"),
                Some(crate::bilingual!(
                    "write standard: with its identifier, title:, clauses: …; see docs/definition-format.md",
                    "请写 standard: 及其编号、title:、clauses: 等；见 docs/definition-format.md"
                )),
            );
        }
    }
}

fn read_file(root: Cursor<'_>, reading: &mut Reading) {
    let Some(fields) = common::fields(root, &shape::FILE) else { return };
    let partial = fields.get("partial").and_then(Cursor::bool);
    if let Some(standards) = fields.get("standards") {
        for mut standard in standards.items().filter_map(read_standard) {
            if let Some(partial) = partial
                && standard.details.as_ref().is_none_or(|details| details.partial.is_none())
            {
                standard.details_mut().partial = Some(partial);
            }
            reading.standards.push(standard);
        }
    }
    if let Some(mappings) = fields.get("mappings") {
        reading.mappings.extend(mappings.items().filter_map(read_mapping_set));
    }
    if let Some(system) = fields.get("system") {
        reading.systems.extend(mapping::system(system));
    }
    if let Some(coverage) = fields.get("coverage") {
        reading.systems.push(StandardsSystem {
            span: coverage.span(),
            scheme: None,
            most: None,
            cells: mapping::cells(coverage),
        });
    }
}

/// Reads one standard from a mapping, also one that stands inside another file (the examples of a
/// rule). `None` where there is no mapping to read; every problem is recorded with the access.
#[must_use]
pub fn read_standard(cursor: Cursor<'_>) -> Option<Standard> {
    standard::standard(cursor)
}

/// Reads one mapping set from a mapping.
#[must_use]
pub fn read_mapping_set(cursor: Cursor<'_>) -> Option<MappingSet> {
    mapping::set(cursor)
}

/// Reads the plan of a standards system: `{scheme, coverage}`, or a bare list of cells.
#[must_use]
pub fn read_system(cursor: Cursor<'_>) -> Option<StandardsSystem> {
    if cursor.kind() == NodeKind::Sequence {
        let cells = mapping::cells(cursor);
        return Some(StandardsSystem { span: cursor.span(), scheme: None, most: None, cells });
    }
    mapping::system(cursor)
}

#[cfg(test)]
mod tests;
