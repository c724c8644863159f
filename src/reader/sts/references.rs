//! Lists of references in STS, and what their entries name.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::super::elements;
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
        if let Some(title) = xml::child(list, "title").and_then(|it| xml::text_of(self.file, it)) {
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
            let text = xml::text_without(self.file, std.or(citation)?, &["fn", "xref", "label"])?;
            let words = self.words(&text);
            // The identifier stands first, before the title.
            let end = words.find([',', '，']).unwrap_or(words.len());
            let head = words[..end].trim_end();
            let known = crate::identifier::parse(head)
                .is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open);
            Some(if known { text.part(0..head.len()) } else { text })
        };
        let written = named.or_else(plain).or_else(|| xml::text_of(self.file, node))?;
        let mut reference = Reference::new(Target::named(written), role, self.span(node));
        let title = node
            .descendants()
            .find(|it| matches!(xml::name(*it), "title" | "article-title" | "source"))
            .and_then(|it| xml::text_of(self.file, it));
        let footnote = node
            .descendants()
            .find(|it| xml::name(*it) == "fn")
            .and_then(|it| xml::text_without(self.file, it, &["label"]));
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
        let text = |it| xml::text_without(self.file, it, &["fn", "xref"]);
        let id = xml::children(std, "pub-id")
            .find(|it| matches!(it.attribute("pub-id-type"), None | Some("std-designation")))
            .and_then(text);
        let is_whole = id.as_ref().is_some_and(|it| {
            crate::identifier::parse(self.words(it))
                .is_ok_and(|it| it.grammar != crate::identifier::Grammar::Open)
        });
        let reference = xml::child(std, "std-ref").and_then(text);
        if is_whole { id } else { reference.or(id) }
    }
}
