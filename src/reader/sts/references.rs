//! Lists of references in STS, and what their entries name.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::super::elements;
use super::words::marks_footnote;
use super::{Content, Document};
use crate::model::{Block, Clause, Element, Localised, Reference, ReferenceRole, Said, Target};
use crate::source::Text;
use crate::syntax::xml;

impl Document<'_> {
    pub(super) fn role_of_list(
        &self,
        list: Node<'_, '_>,
        element: Option<Element>,
    ) -> ReferenceRole {
        let by_content = match list.attribute("content-type") {
            Some("norm-refs" | "normative" | "norm-ref") => Some(ReferenceRole::Normative),
            Some("bibl" | "bibliography" | "informative") => Some(ReferenceRole::Informative),
            _ => None,
        };
        let title = xml::child(list, "title").and_then(|it| xml::text_of(self.file, it));
        by_content
            .or_else(|| title.as_ref().and_then(|it| elements::reference_role_of(self.words(it))))
            .unwrap_or(match element {
                Some(Element::NormativeReferences) => ReferenceRole::Normative,
                Some(Element::Bibliography) | None => ReferenceRole::Informative,
                Some(_) => ReferenceRole::Unstated,
            })
    }

    /// A list of references that stands alone (the bibliography).
    pub(super) fn reference_clause(
        &mut self,
        list: Node<'_, '_>,
        content: &mut Content,
        depth: usize,
    ) -> Clause {
        let mut clause = Clause::at(self.span(list));
        clause.anchor = xml::attribute(self.file, list, "id");
        if let Some(label) = xml::child(list, "label").and_then(|it| xml::text_of(self.file, it)) {
            clause.number = Some(self.bare_number(&label));
        }
        if let Some(title) = xml::child(list, "title").and_then(|it| self.printed(it, &[])) {
            clause.title = Localised::one(self.lang, title);
        }
        let role = self.role_of_list(list, None);
        let element = match role {
            ReferenceRole::Normative => Element::NormativeReferences,
            _ => Element::Bibliography,
        };
        clause.element = Some(Said::new(element, self.span(list).within(0..9)));
        self.reference_list(list, role, content, &mut clause.blocks, depth);
        clause
    }

    pub(super) fn reference_list(
        &mut self,
        list: Node<'_, '_>,
        role: ReferenceRole,
        content: &mut Content,
        blocks: &mut ThinVec<Block>,
        depth: usize,
    ) {
        for child in list.children().filter(Node::is_element) {
            match xml::name(child) {
                // A heading among the entries.
                "ref" if is_heading(child) => {
                    for words in child.children().filter(Node::is_element) {
                        self.block(words, blocks, depth, 0);
                    }
                }
                "ref" => {
                    if let Some(reference) = self.reference(child, role) {
                        content.references.push(reference);
                    }
                    for note in child.children().filter(|it| xml::name(*it).ends_with("-note")) {
                        self.block(note, blocks, depth, 0);
                    }
                }
                "ref-list" if depth < xml::DEPTH_LIMIT => {
                    self.reference_list(child, role, content, blocks, depth + 1)
                }
                "label" | "title" | "x" => {}
                _ => self.block(child, blocks, depth, 0),
            }
        }
    }

    pub(super) fn reference(
        &mut self,
        node: Node<'_, '_>,
        role: ReferenceRole,
    ) -> Option<Reference> {
        let std = node.descendants().find(|it| xml::name(*it) == "std");
        let named = std.and_then(|it| self.named_in(it));
        let citation = node.children().find(|it| {
            matches!(xml::name(*it), "mixed-citation" | "element-citation" | "nlm-citation")
        });
        let plain = || {
            let text = self.printed(std.or(citation).unwrap_or(node), &["label"])?;
            let words = self.words(&text);
            Some(match identifier_at_start(words) {
                Some(end) => Target::named(text.part(0..end)),
                // What is marked up as a standard is named by what it says; `...` says nothing.
                None if std.is_some() && words.contains(char::is_alphanumeric) => {
                    Target::named(text)
                }
                None => Target::titled(text),
            })
        };
        let target = named.map(Target::named).or_else(plain)?;
        let title = node
            .descendants()
            .find(|it| matches!(xml::name(*it), "title" | "article-title" | "source"))
            .and_then(|it| self.printed(it, &[]))
            .or_else(|| self.title_after(node, citation.or(std)?, self.words(&target.written)));
        let footnote = self.footnote_of(node);
        let mut reference = Reference::new(target, role, self.span(node));
        let details = reference.details_mut();
        details.anchor = xml::attribute(self.file, node, "id");
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        details.footnote = footnote;
        Some(reference)
    }

    /// The identifier that `<std>` marks up; organization, year and title beside it are no part of it.
    pub(super) fn named_in(&self, std: Node<'_, '_>) -> Option<Text> {
        let text = |it| self.printed(it, &["xref"]);
        let id = xml::children(std, "pub-id")
            .find(|it| matches!(it.attribute("pub-id-type"), None | Some("std-designation")))
            .and_then(text);
        let is_whole = id.as_ref().is_some_and(|it| is_known(self.words(it)));
        let reference = xml::child(std, "std-ref").and_then(text);
        if is_whole { id } else { reference.or(id) }
    }

    /// What follows the identifier of a standard is its title: `ISO 99901:2019, Lamps`.
    fn title_after(
        &self,
        node: Node<'_, '_>,
        citation: Node<'_, '_>,
        identifier: &str,
    ) -> Option<Text> {
        // An entry may hold its citation beside `<std>`, or be written without one.
        let whole = if xml::name(citation) == "std" { node } else { citation };
        let text = self.printed(whole, &["label"])?;
        let words = self.words(&text);
        let rest = words.strip_prefix(identifier)?;
        let title = without_all_parts(rest).trim_start_matches(is_between);
        // Something stands between an identifier and its title.
        if title.len() == rest.len() && !title.starts_with('（') {
            return None;
        }
        let title_end = title.trim_end_matches([' ', ',', ';']).len();
        let start = words.len() - title.len();
        (title_end > 0).then(|| text.part(start..start + title_end))
    }

    /// The words of a footnote to an entry: in it, or where its mark leads.
    fn footnote_of(&self, node: Node<'_, '_>) -> Option<Text> {
        let inside = node.descendants().find(|it| xml::name(*it) == "fn");
        let marked = || {
            let mark = node.descendants().find(|it| marks_footnote(*it))?;
            self.footnotes.get(mark.attribute("rid")?.split_whitespace().next()?).copied()
        };
        inside.or_else(marked).and_then(|it| xml::text_without(self.file, it, &["label"]))
    }
}

/// Where the identifier ends that stands first, before the title: `ISO 99901:2019, Lamps`,
/// `GB/T 99901—2019　灯具`.
fn identifier_at_start(words: &str) -> Option<usize> {
    let head = words[..words.find([',', '，']).unwrap_or(words.len())].trim_end();
    if is_known(head) {
        return Some(head.len());
    }
    let found = crate::identifier::find(head).into_iter().next()?;
    let is_first = found.range.start == 0
        && is_known(&head[found.range.clone()])
        && head[found.range.end..].starts_with(is_between);
    is_first.then_some(found.range.end)
}

fn is_between(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ',' | '，' | ':' | '：' | '\u{a0}')
}

/// What follows `(all parts)` behind an identifier.
fn without_all_parts(rest: &str) -> &str {
    let inner = rest.trim_start_matches(is_between);
    let Some(group) = inner.strip_prefix(['(', '（']) else { return rest };
    let Some(end) = group.find([')', '）']) else { return rest };
    let words = group[..end].to_lowercase();
    let says_all = ["all parts", "所有部分", "alle teile", "toutes les parties", "все части"]
        .iter()
        .any(|it| words.contains(it));
    if !says_all {
        return rest;
    }
    let after = &group[end..];
    after.strip_prefix([')', '）']).unwrap_or(after)
}

/// Whether words are the identifier of a known publisher.
fn is_known(words: &str) -> bool {
    crate::identifier::parse(words).is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open)
}

/// Whether an entry only heads those after it: nothing but bold words.
fn is_heading(entry: Node<'_, '_>) -> bool {
    let is_blank = |it: &Node<'_, '_>| it.is_text() && it.text().unwrap_or("").trim().is_empty();
    let mut parts = entry
        .children()
        .filter(|it| it.is_element() && xml::name(*it) == "mixed-citation")
        .flat_map(|it| it.children())
        .filter(|it| (it.is_element() || it.is_text()) && !is_blank(it))
        .peekable();
    parts.peek().is_some()
        && parts
            .all(|it| xml::name(it) == "bold" && !it.descendants().any(|it| xml::name(it) == "std"))
}
