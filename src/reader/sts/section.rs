//! Sections and annexes of STS: their numbers, titles and elements.

use roxmltree::Node;

use super::super::elements;
use super::{Content, Document};
use crate::bilingual;
use crate::model::{Clause, Element, Localised, Said};
use crate::source::{Problem, ProblemCode, Span, Text};
use crate::syntax::xml;

/// Words before the letter of an annex: one that begins with another stands before it.
const ANNEX_WORDS: &[&str] = &[
    "National Annex",
    "Nationaler Anhang",
    "Annexe nationale",
    "Annexe",
    "Annex",
    "ANNEXE",
    "ANNEX",
    "Appendix",
    "附录",
    "Anhang",
    "Приложение",
];

impl Document<'_> {
    pub(super) fn section(
        &mut self,
        node: Node<'_, '_>,
        content: &mut Content,
        depth: usize,
    ) -> Option<Clause> {
        if depth >= xml::DEPTH_LIMIT {
            self.problems.push(Problem::at(
                ProblemCode::Limit,
                self.span(node).within(0..4),
                bilingual!(
                    "sections nested deeper than {}; what lies below is left out",
                    "章条嵌套超过 {} 层，以下内容略去",
                    xml::DEPTH_LIMIT
                ),
            ));
            return None;
        }
        let outer = self.enter_language_of(node);
        let mut clause = Clause::at(self.span(node));
        clause.anchor = xml::attribute(self.file, node, "id");
        let is_annex = xml::name(node) == "app";
        if let Some(label) = xml::child(node, "label").and_then(|it| xml::text_of(self.file, it)) {
            clause.number = Some(self.bare_number(&label));
        }
        if let Some(title) = xml::child(node, "title")
            .and_then(|it| xml::text_without(self.file, it, &["fn", "xref", "index-term"]))
        {
            clause.title = Localised::one(self.lang, title);
        }
        clause.element = self.element(node, &clause);
        if is_annex {
            let kind = xml::child(node, "annex-type");
            let words = kind.and_then(|it| xml::text_of(self.file, it));
            let normative = words
                .as_ref()
                .and_then(|it| elements::annex_status(self.words(it)))
                .or_else(|| {
                    node.attribute("content-type").and_then(|it| match it {
                        "norm-annex" | "normative" => Some(true),
                        "inform-annex" | "informative" => Some(false),
                        _ => None,
                    })
                });
            let place = words.as_ref().map_or_else(|| self.span(node).within(0..4), Text::span);
            clause.normative = normative.map(|it| Said::new(it, place));
        }
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "label" | "title" | "annex-type" | "sec-meta" | "toc" | "index" | "fn-group"
                | "object-id" => {}
                "sec" | "app" => {
                    if let Some(inner) = self.section(child, content, depth + 1) {
                        clause.clauses.push(inner);
                    }
                }
                "term-sec" => {
                    let mut inner = Clause::at(self.span(child));
                    self.term_section(child, content, &mut inner, depth + 1);
                    clause.clauses.push(inner);
                }
                "termEntry" | "conceptEntry" => {
                    let entry = self.term_entry(child, None);
                    content.terms.push(entry);
                }
                "ref-list" => {
                    let role = self.role_of_list(child, clause.element.map(|it| it.value));
                    self.reference_list(child, role, content, &mut clause.blocks, depth + 1);
                }
                _ => self.block(child, &mut clause.blocks, depth + 1, 0),
            }
        }
        self.lang = outer;
        Some(clause)
    }

    /// `Annex A` is numbered `A`; `5.2.` is `5.2`.
    pub(super) fn bare_number(&self, label: &Text) -> Text {
        let words = self.words(label);
        let mut trimmed = words.trim_end_matches(['.', ')', '）', ' ']);
        let mut start = 0;
        if let Some(rest) = ANNEX_WORDS.iter().find_map(|word| trimmed.strip_prefix(word)) {
            start = trimmed.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
            // The status may stand in the label: `Annex A (informative)`.
            if let Some(status) = trimmed.find(['(', '（']).filter(|it| *it > start) {
                trimmed = trimmed[..status].trim_end();
            }
        }
        if start < trimmed.len() { label.part(start..trimmed.len()) } else { label.clone() }
    }

    pub(super) fn element(&self, node: Node<'_, '_>, clause: &Clause) -> Option<Said<Element>> {
        let place = Span::new(
            self.file.id(),
            node.range().start,
            node.range().start + 1 + xml::name(node).len(),
        );
        let said = match node.attribute("sec-type") {
            Some("foreword") => Some(Element::Foreword),
            Some("intro" | "introduction") => Some(Element::Introduction),
            Some("scope") => Some(Element::Scope),
            Some("norm-refs") => Some(Element::NormativeReferences),
            Some("terms" | "terms-definitions") => Some(Element::Terms),
            Some("abbrev" | "symbols") => Some(Element::Symbols),
            Some("bibl" | "bibliography") => Some(Element::Bibliography),
            Some("index") => Some(Element::Index),
            Some("titlepage" | "publication-info" | "endorsement" | "abstract") => {
                Some(Element::Preliminary)
            }
            _ => None,
        };
        let by_name = match xml::name(node) {
            "app" => Some(Element::Annex),
            "abstract" | "ack" | "notes" => Some(Element::Preliminary),
            _ => None,
        };
        let by_title = || clause.title.first().and_then(|it| elements::element_of(self.words(it)));
        by_name.or(said).or_else(by_title).map(|it| Said::new(it, place))
    }
}
