//! Anchors: what they stand for, and which citations lead nowhere.

use std::collections::{BTreeMap, HashSet};

use crate::model::{Clause, Reference};
use crate::source::SourceMap;
use crate::syntax::adoc::{self, Mark};

/// What the anchors of the bibliography stand for, known before the text is read.
pub(super) fn documents(
    blocks: &[adoc::Block<'_>],
    sources: &SourceMap,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let empty = BTreeMap::new();
    for block in
        blocks.iter().filter(|it| it.lines.iter().any(|(line, _)| line.text.contains("[[[")))
    {
        for mark in adoc::plain(&block.lines, &empty, &|_| None).marks {
            if let Mark::Entry { anchor, identifier: Some(identifier), .. } = mark {
                let identifier = identifier.get(sources);
                let is_number = identifier.bytes().all(|it| it.is_ascii_digit());
                let printed =
                    if is_number { format!("[{identifier}]") } else { identifier.to_owned() };
                found.insert(anchor.get(sources).trim().to_owned(), printed);
            }
        }
    }
    found
}

/// Adds what entries stand for whose number is in their words or in a list below them.
pub(super) fn add_documents(
    references: &[Reference],
    sources: &SourceMap,
    found: &mut BTreeMap<String, String>,
) {
    for reference in references {
        let Some(details) = &reference.details else { continue };
        let Some(anchor) = &details.anchor else { continue };
        let written = reference.target.written.get(sources);
        // What is named by its words alone is cited by its number, if it has one.
        if details.title.first().is_none_or(|it| it.get(sources) != written) {
            found.insert(anchor.get(sources).trim().to_owned(), written.to_owned());
        }
    }
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
        if block.kind == adoc::BlockKind::Verbatim {
            // Entries given as markup: `<reference anchor="…">`, `<bibitem id="…">`.
            for (line, _) in &block.lines {
                found.extend(["anchor=\"", "id=\""].iter().filter_map(|sign| {
                    let rest = line.text.split_once(sign)?.1;
                    Some(rest.split_once('"')?.0.to_owned())
                }));
            }
        }
        let named = block.title.iter().chain(&block.lines);
        let may_have = |text: &str| text.contains("[[") || text.contains("anchor:");
        if named.clone().any(|(line, _)| may_have(line.text)) {
            let title = block.title.as_slice();
            for lines in [title, &block.lines] {
                for mark in adoc::plain(lines, &empty, &|_| None).marks {
                    if let Mark::Entry { anchor, .. } | Mark::Anchor(anchor) = mark {
                        found.insert(anchor.get(sources).trim().to_owned());
                    }
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
            // Places of other files and of term bases are not looked into.
            let is_plain = !anchor.contains(['#', ':']);
            citation.dangling =
                is_plain && !anchors.contains(anchor) && !anchors.contains(&anchor.to_lowercase());
        }
        mark_dangling(&mut clause.clauses, anchors, sources);
    }
}
