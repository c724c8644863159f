//! Terminological entries: TBX inside STS, and the display form of NISO STS.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::{Content, Document};
use crate::model::{
    BlockKind, Clause, Definition, Designation, DesignationStatus, Element, Lang, Localised, Said,
    Target, TermEntry,
};
use crate::source::Text;
use crate::syntax::xml;

impl Document<'_> {
    /// `<term-sec>`: an entry with its number; sections of entries may nest.
    pub(super) fn term_section(
        &mut self,
        node: Node<'_, '_>,
        content: &mut Content,
        clause: &mut Clause,
        depth: usize,
    ) {
        if depth >= xml::DEPTH_LIMIT {
            return;
        }
        clause.anchor = xml::attribute(self.file, node, "id");
        clause.element = Some(Said::new(Element::Terms, self.span(node).within(0..9)));
        clause.number = xml::child(node, "label")
            .and_then(|it| xml::text_of(self.file, it))
            .map(|it| self.bare_number(&it));
        if let Some(title) = xml::child(node, "title").and_then(|it| xml::text_of(self.file, it)) {
            clause.title = Localised::one(self.lang, title);
        }
        let own = matches!(xml::name(node), "termEntry" | "conceptEntry");
        let entries: Vec<_> =
            if own { vec![node] } else { node.children().filter(Node::is_element).collect() };
        for child in entries {
            match xml::name(child) {
                "termEntry" | "conceptEntry" => {
                    let entry = self.term_entry(child, clause.number.clone());
                    if clause.title.is_empty()
                        && let Some(first) = entry.designations.first()
                    {
                        clause.title = Localised::one(first.lang, first.text.clone());
                    }
                    content.terms.push(entry);
                }
                "term-display" => {
                    let entry = self.display_entry(child, clause.number.clone());
                    content.terms.push(entry);
                }
                "term-sec" => {
                    let mut inner = Clause::at(self.span(child));
                    self.term_section(child, content, &mut inner, depth + 1);
                    clause.clauses.push(inner);
                }
                "sec" => {
                    if let Some(inner) = self.section(child, content, depth + 1) {
                        clause.clauses.push(inner);
                    }
                }
                "label" | "title" => {}
                _ => self.block(child, &mut clause.blocks, depth + 1, 0),
            }
        }
    }

    fn empty_entry(&self, node: Node<'_, '_>, number: Option<Text>) -> TermEntry {
        TermEntry {
            span: self.span(node),
            number,
            designations: ThinVec::new(),
            definitions: ThinVec::new(),
            domain: None,
            source: None,
            modified: None,
            notes: ThinVec::new(),
            examples: ThinVec::new(),
            footnotes: ThinVec::new(),
        }
    }

    pub(super) fn term_entry(&mut self, node: Node<'_, '_>, number: Option<Text>) -> TermEntry {
        let mut entry = self.empty_entry(node, number);
        let is_set = |it: &Node<'_, '_>| matches!(xml::name(*it), "langSet" | "langSec");
        for set in node.children().filter(is_set) {
            let lang = match self.language(set) {
                Lang::Unstated => self.lang,
                lang => lang,
            };
            for child in set.children().filter(Node::is_element) {
                let text = || xml::text_without(self.file, child, &["fn"]);
                match xml::name(child) {
                    "definition" => {
                        entry.definitions.extend(text().map(|text| Definition { lang, text }))
                    }
                    "note" | "usageNote" => entry.notes.extend(text().map(|it| (lang, it))),
                    "example" => entry.examples.extend(text().map(|it| (lang, it))),
                    "source" if entry.source.is_none() => self.source(child, &mut entry),
                    "subjectField" => entry.domain = text(),
                    "tig" | "ntig" | "termSec" => self.designation(child, lang, &mut entry),
                    "source"
                    | "crossReference"
                    | "see"
                    | "xGraphic"
                    | "xMathML"
                    | "xTable"
                    | "xSource"
                    | "descripGrp"
                    | "externalCrossReference" => {}
                    _ => self.not_understood(child),
                }
            }
        }
        for field in xml::children(node, "subjectField") {
            entry.domain = xml::text_of(self.file, field);
        }
        for note in node.descendants().filter(|it| xml::name(*it) == "fn") {
            entry.footnotes.extend(xml::text_without(self.file, note, &["label"]));
        }
        entry
    }

    fn designation(&self, tig: Node<'_, '_>, lang: Lang, entry: &mut TermEntry) {
        let Some(text) = tig
            .descendants()
            .find(|it| xml::name(*it) == "term")
            .and_then(|it| xml::text_without(self.file, it, &["fn"]))
        else {
            return;
        };
        let authorization = tig
            .descendants()
            .find(|it| xml::name(*it) == "normativeAuthorization")
            .and_then(|it| it.attribute("value"));
        let status = match authorization {
            Some("preferredTerm") => DesignationStatus::Preferred,
            Some("admittedTerm") => DesignationStatus::Admitted,
            Some("deprecatedTerm" | "supersededTerm") => DesignationStatus::Deprecated,
            // Not said: the first of a language is the one to use.
            _ if entry.designations.iter().any(|it| it.lang == lang) => DesignationStatus::Admitted,
            _ => DesignationStatus::Preferred,
        };
        entry.designations.push(Designation { lang, text, status });
    }

    /// `ISO 7301:2011, 3.2, modified — …`
    fn source(&self, node: Node<'_, '_>, entry: &mut TermEntry) {
        let Some(text) = xml::text_of(self.file, node) else { return };
        let words = self.words(&text);
        let inner = words.trim_start_matches(['[', '［']).trim_start();
        let inner = inner
            .strip_prefix("SOURCE:")
            .or_else(|| inner.strip_prefix("来源："))
            .unwrap_or(inner)
            .trim_start();
        let start = words.len() - inner.len();
        let end = start + inner.find([',', ';', '，', '；', ']', '］']).unwrap_or(inner.len());
        let rest = words[end..].trim_start_matches([',', '，', ' ']);
        let element_start = words.len() - rest.len();
        let element_end =
            element_start + rest.find([',', ';', '，', '；', ']', '］', ' ']).unwrap_or(rest.len());
        let element = rest
            .starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
            .then(|| text.part(element_start..element_end));
        let lower = words.to_lowercase();
        let place = ["modified", "有修改", "modifié", "geändert"]
            .iter()
            .find_map(|word| lower.find(word).map(|at| (at, word.len())));
        entry.modified = Some(match place {
            // Lower-casing keeps offsets only for text that has the same length in lower case.
            Some((at, len)) if lower.len() == words.len() => {
                Said::new(true, text.span_of(at..at + len))
            }
            Some(_) => Said::new(true, text.span()),
            None => Said::new(false, text.span()),
        });
        entry.source = Some((Target::named(text.part(start..end.max(start))), element));
    }

    /// The display form: paragraphs in order, the term in bold.
    fn display_entry(&mut self, node: Node<'_, '_>, number: Option<Text>) -> TermEntry {
        let mut entry = self.empty_entry(node, number);
        let lang = self.lang;
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "term" | "def-term" => {
                    if let Some(text) = xml::text_of(self.file, child) {
                        let status = if entry.designations.is_empty() {
                            DesignationStatus::Preferred
                        } else {
                            DesignationStatus::Admitted
                        };
                        entry.designations.push(Designation { lang, text, status });
                    }
                }
                "def" | "definition" => {
                    entry.definitions.extend(
                        xml::text_of(self.file, child).map(|text| Definition { lang, text }),
                    );
                }
                "p" => {
                    let Some(text) = xml::text_of(self.file, child) else { continue };
                    if entry.designations.is_empty() {
                        entry.designations.push(Designation {
                            lang,
                            text,
                            status: DesignationStatus::Preferred,
                        });
                    } else if entry.definitions.is_empty() {
                        entry.definitions.push(Definition { lang, text });
                    } else {
                        entry.notes.push((lang, text));
                    }
                }
                "source" | "term-source" if entry.source.is_none() => {
                    self.source(child, &mut entry);
                }
                "label" | "title" | "pronunciation" | "part-of-speech" | "related-term" => {}
                name if name.ends_with("-note") => {
                    let mut blocks = ThinVec::new();
                    self.block(child, &mut blocks, 0, 0);
                    for block in blocks {
                        if block.kind == BlockKind::Note {
                            entry.notes.extend(block.text.texts);
                        }
                    }
                }
                _ => self.not_understood(child),
            }
        }
        entry
    }
}
