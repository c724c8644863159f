//! Anchors: what those of the bibliography stand for, and which citations lead nowhere.

use std::collections::{BTreeMap, HashSet};

use crate::model::Clause;
use crate::source::SourceMap;
use crate::syntax::adoc::{self, Mark};

/// What the anchors of the bibliography stand for, known before the text is read.
pub(super) fn labels(blocks: &[adoc::Block<'_>], sources: &SourceMap) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let empty = BTreeMap::new();
    for block in
        blocks.iter().filter(|it| it.lines.iter().any(|(line, _)| line.text.contains("[[[")))
    {
        for mark in adoc::plain(&block.lines, &empty, &|_| None).marks {
            if let Mark::Entry { anchor, identifier: Some(identifier), .. } = mark {
                found.insert(
                    anchor.get(sources).trim().to_owned(),
                    identifier.get(sources).to_owned(),
                );
            }
        }
    }
    found
}

/// Every anchor of a document: ids of blocks, anchors inside the text, entries of bibliographies,
/// and the ids that AsciiDoc makes of headings.
pub(super) fn anchors(blocks: &[adoc::Block<'_>], sources: &SourceMap) -> HashSet<String> {
    let mut found = HashSet::new();
    let empty = BTreeMap::new();
    for block in blocks {
        found.extend(
            block.attributes.id.iter().map(|(span, _)| sources.slice(*span).trim().to_owned()),
        );
        if matches!(block.kind, adoc::BlockKind::Heading(_)) {
            let words =
                adoc::plain(&block.lines, &empty, &|_| None).builder.as_str().to_lowercase();
            let made: String = words
                .chars()
                .filter_map(|c| match c {
                    c if c.is_alphanumeric() => Some(c),
                    ' ' | '-' | '.' | '_' => Some('_'),
                    _ => None,
                })
                .collect();
            found.insert(format!("_{made}"));
            // A heading can be cited by its own words.
            found.insert(words);
        }
        if block.lines.iter().any(|(line, _)| line.text.contains("[[")) {
            for mark in adoc::plain(&block.lines, &empty, &|_| None).marks {
                if let Mark::Entry { anchor, .. } | Mark::Anchor(anchor) = mark {
                    found.insert(anchor.get(sources).trim().to_owned());
                }
            }
        }
    }
    found
}

pub(super) fn mark_dangling(
    clauses: &mut [Clause],
    anchors: &HashSet<String>,
    sources: &SourceMap,
) {
    for clause in clauses {
        for citation in clause.blocks.iter_mut().flat_map(|it| it.citations.iter_mut()) {
            let anchor = citation.anchor.get(sources).trim();
            // `<<file.adoc#anchor>>` and `<<a;and!b>>` are not looked into.
            let is_plain = !anchor.contains(['#', ';', ':', '!']);
            citation.dangling =
                is_plain && !anchors.contains(anchor) && !anchors.contains(&anchor.to_lowercase());
        }
        mark_dangling(&mut clause.clauses, anchors, sources);
    }
}
