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
    "NATIONAL ANNEX",
    "Nationaler Anhang",
    "Nationale bijlage",
    "Anexo nacional",
    "Annexe nationale",
    "Annexe",
    "Annex",
    "ANNEXE",
    "ANNEX",
    "Appendix",
    "附录",
    "Anhang",
    "Приложение",
    "ПРИЛОЖЕНИЕ",
    "Anexo",
    "ANEXO",
    "Bijlage",
    "Appendice",
    "附件",
];

/// What follows a word at the head of a label; a word of two characters may be set wide (`附　录　A`).
fn without_prefix<'t>(label: &'t str, word: &str) -> Option<&'t str> {
    if let Some(rest) = label.strip_prefix(word) {
        return Some(rest);
    }
    let mut letters = word.chars();
    let (Some(first), Some(second), None) = (letters.next(), letters.next(), letters.next()) else {
        return None;
    };
    label.strip_prefix(first)?.trim_start_matches(is_blank).strip_prefix(second)
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{a0}'
}

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
        self.heading(node, &mut clause);
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "label" | "title" | "annex-type" | "sec-meta" | "toc" | "index" | "object-id"
                | "std-id-group" | "subj-group" | "kwd-group" => {}
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
                    // An annex may be a list of references by its title.
                    let titled =
                        clause.title.first().and_then(|it| elements::element_of(self.words(it)));
                    let said = clause.element.map(|it| it.value);
                    let element = said.filter(|it| *it != Element::Annex).or(titled).or(said);
                    let role = self.role_of_list(child, element);
                    self.reference_list(child, role, content, &mut clause.blocks, depth + 1);
                }
                _ => self.block(child, &mut clause.blocks, depth + 1, 0),
            }
        }
        self.lang = outer;
        Some(clause)
    }

    /// What the head of a section says of it.
    fn heading(&self, node: Node<'_, '_>, clause: &mut Clause) {
        clause.anchor = xml::attribute(self.file, node, "id");
        let is_annex = xml::name(node) == "app";
        if let Some(label) = xml::child(node, "label").and_then(|it| xml::text_of(self.file, it)) {
            clause.number = Some(self.bare_number(&label));
        }
        if let Some(title) = xml::child(node, "title").and_then(|it| self.printed(it, &[])) {
            clause.title = Localised::one(self.lang, title);
        }
        clause.element = self.element(node, clause);
        if is_annex {
            clause.normative = self.annex_status(node);
        }
    }

    /// Whether an annex is normative: by its own element, its label (`Annex A (informative)`), or
    /// what its tag says.
    fn annex_status(&self, node: Node<'_, '_>) -> Option<Said<bool>> {
        for name in ["annex-type", "label"] {
            let Some(words) = xml::child(node, name).and_then(|it| xml::text_of(self.file, it))
            else {
                continue;
            };
            if let Some(normative) = elements::annex_status(self.words(&words)) {
                return Some(Said::new(normative, words.span()));
            }
        }
        let normative = match node.attribute("content-type")? {
            "norm-annex" | "normative" => true,
            "inform-annex" | "informative" => false,
            _ => return None,
        };
        Some(Said::new(normative, self.span(node).within(0..4)))
    }

    /// `Annex A` is numbered `A`; `5.2.` is `5.2`.
    pub(super) fn bare_number(&self, label: &Text) -> Text {
        let words = self.words(label);
        let mut trimmed = words.trim_end_matches(['.', ')', '）', ' ']);
        let mut start = 0;
        if let Some(rest) = ANNEX_WORDS.iter().find_map(|word| without_prefix(trimmed, word)) {
            start = trimmed.len() - rest.trim_start_matches(is_blank).len();
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
            Some(kind) if kind.contains("foreword") => Some(Element::Foreword),
            Some("intro" | "introduction") => Some(Element::Introduction),
            Some("scope") => Some(Element::Scope),
            Some("norm-refs") => Some(Element::NormativeReferences),
            Some("terms" | "terms-definitions" | "terms-and-definitions" | "definitions") => {
                Some(Element::Terms)
            }
            Some("abbrev" | "abbreviations" | "symbols") => Some(Element::Symbols),
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
