//! Metanorma XML. The presentation form repeats the semantic one in elements of its own
//! (`fmt-…`), which are passed over but for the numbers in them.

mod asset;
mod bibdata;
mod block;
mod clause;
mod reference;
mod term;
mod words;

use std::cell::Cell;
use std::collections::BTreeMap;

use roxmltree::Node;
use rustc_hash::FxHashSet;
use thin_vec::ThinVec;

use super::numbers::Numbers;
use super::places::places;
use crate::bilingual;
use crate::model::{Clause, Element, Lang, Reference, Standard, TermEntry};
use crate::reader::{Reader, Reading, correspondence, elements};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::xml;

/// Reads Metanorma XML.
#[derive(Debug)]
pub(in crate::reader) struct MetanormaXml;

impl Reader for MetanormaXml {
    fn name(&self) -> &'static str {
        "metanorma-xml"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let Some(root) = crate::reader::root_element(file.text()) else { return false };
        root == "metanorma" || (root.ends_with("-standard") && file.text().contains("<bibdata"))
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let prepared = xml::prepare(file, &mut reading.problems);
        let Some(document) = prepared.parse_or_tell(&mut reading.problems) else {
            return reading;
        };
        let ids = xml::ids(&document, &["id", "anchor"]);
        let reader = |places| Markup {
            file,
            ids: &ids,
            lang: Lang::Unstated,
            numbers: Numbers::default(),
            references: ThinVec::new(),
            terms: ThinVec::new(),
            unknown: BTreeMap::new(),
            tables: 0,
            figures: 0,
            formulas: 0,
            flavour: flavour(&document),
            has_printed_labels: has_printed_labels(&document),
            places,
            names_anchors: Cell::new(false),
        };
        let root = document.root_element();
        let mut reader_now = reader(BTreeMap::new());
        let mut standard = reader_now.document(root, &mut reading.problems);
        if reader_now.names_anchors.get() {
            // How the text cites its own places is known once they are numbered.
            let words = |text| words_of(file, text);
            let clauses = standard.clauses.as_deref().unwrap_or_default();
            let places = places(clauses, reader_now.lang, &words);
            if !places.is_empty() {
                reader_now = reader(places);
                standard = reader_now.document(root, &mut Vec::new());
            }
        }
        let mut reader = reader_now;
        for (name, (count, place)) in std::mem::take(&mut reader.unknown) {
            reading.problems.push(Problem::at(
                ProblemCode::NotUnderstood,
                place,
                bilingual!("element <{name}> is not understood ({count} in this file); its text is left out", "不识别元素 <{name}>（本文件共 {count} 处），其文字略去"),
            ));
        }
        correspondence::declare(&mut standard, correspondence::Texts::File(file));
        reading.standards.push(standard);
        reading
    }
}

struct Markup<'a> {
    file: &'a SourceFile,
    /// Every id of the file.
    ids: &'a FxHashSet<&'a str>,
    lang: Lang,
    numbers: Numbers,
    references: ThinVec<Reference>,
    terms: ThinVec<TermEntry>,
    unknown: BTreeMap<String, (usize, Span)>,
    tables: usize,
    figures: usize,
    formulas: usize,
    /// Whose rules of layout hold: `iso`, `itu`.
    flavour: String,
    /// The presentation form of before 2025: numbers and labels stand in the titles themselves.
    has_printed_labels: bool,
    /// How places of this document are cited.
    places: BTreeMap<String, String>,
    /// A citation of a place had no words but its anchor.
    names_anchors: Cell<bool>,
}

fn words_of<'t>(file: &'t SourceFile, text: &'t Text) -> &'t str {
    text.owned().map_or_else(|| file.slice(text.span()), |it| &it.value)
}

fn flavour(document: &roxmltree::Document<'_>) -> String {
    let root = document.root_element();
    let named = xml::name(root).strip_suffix("-standard").unwrap_or("");
    root.attribute("flavor").unwrap_or(named).to_lowercase()
}

/// Whether titles hold what is printed before them: a presentation without elements of its own.
fn has_printed_labels(document: &roxmltree::Document<'_>) -> bool {
    document.root_element().attribute("type") == Some("presentation")
        && !document.descendants().any(|it| xml::name(it).starts_with("fmt-"))
}

impl Markup<'_> {
    pub(super) fn span(&self, node: Node<'_, '_>) -> Span {
        xml::span(self.file.id(), node)
    }

    /// What the author calls an element, else what the tool does.
    pub(super) fn anchor(&self, node: Node<'_, '_>) -> Option<Text> {
        xml::attribute(self.file, node, "anchor").or_else(|| xml::attribute(self.file, node, "id"))
    }

    pub(super) fn tag(&self, node: Node<'_, '_>) -> Span {
        let start = node.range().start;
        Span::new(self.file.id(), start, start + 1 + xml::name(node).len())
    }

    pub(super) fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        words_of(self.file, text)
    }

    pub(super) fn document(&mut self, root: Node<'_, '_>, problems: &mut Vec<Problem>) -> Standard {
        let mut standard = Standard::at(self.span(root));
        match xml::child(root, "bibdata") {
            Some(data) => self.bibdata(data, &mut standard, problems),
            None => problems.push(Problem::at(
                ProblemCode::MissingKey,
                self.tag(root),
                bilingual!(
                    "no <bibdata>: neither number nor title is known",
                    "没有 <bibdata>：编号与标题均不可知"
                ),
            )),
        }
        let mut parts: Vec<Node<'_, '_>> = Vec::new();
        for part in root.children().filter(Node::is_element) {
            match xml::name(part) {
                "preface" | "sections" | "bibliography" | "colophon" => {
                    parts.extend(part.children().filter(Node::is_element))
                }
                "annex" => parts.push(part),
                _ => {}
            }
        }
        // The XML keeps the normative references after the text; they are printed, and numbered,
        // after the scope.
        parts.sort_by_key(|it| place_in_print(*it));
        let mut clauses = ThinVec::new();
        for part in parts {
            self.part(part, 1, &mut clauses);
        }
        standard.references = Some(std::mem::take(&mut self.references));
        standard.terms = Some(std::mem::take(&mut self.terms));
        standard.clauses = Some(clauses);
        standard
    }

    pub(super) fn part(&mut self, node: Node<'_, '_>, level: u8, out: &mut ThinVec<Clause>) {
        if usize::from(level) >= 64 {
            return;
        }
        match xml::name(node) {
            "clause" if node.attribute("type") == Some("toc") => {}
            "clause" | "foreword" | "introduction" | "abstract" | "acknowledgements"
            | "executivesummary" | "terms" | "definitions" | "annex" | "references"
            | "appendix" | "content" => {
                let clause = self.clause(node, level);
                out.push(clause);
            }
            // The title of the document, repeated before its text.
            "p" | "floating-title" | "note" | "admonition" => {}
            name if name.starts_with("fmt-") => {}
            _ => self.not_understood(node),
        }
    }

    pub(super) fn not_understood(&mut self, node: Node<'_, '_>) {
        let place = self.tag(node);
        self.unknown.entry(xml::name(node).to_owned()).or_insert((0, place)).0 += 1;
    }
}

/// Where a part is printed.
fn place_in_print(node: Node<'_, '_>) -> u8 {
    let parent = node.parent().map_or("", xml::name);
    match (parent, xml::name(node)) {
        ("preface", _) => 0,
        ("sections", "clause") if is_scope(node) => 1,
        // The presentation form moves the list to where it is printed.
        ("bibliography" | "sections", _) if has_normative_list(node) => 2,
        ("sections", _) => 3,
        (_, "annex") => 4,
        _ => 5,
    }
}

fn is_scope(node: Node<'_, '_>) -> bool {
    let title = || xml::child(node, "title").and_then(|it| it.text()).unwrap_or("");
    node.attribute("type") == Some("scope") || elements::element_of(title()) == Some(Element::Scope)
}

fn has_normative_list(node: Node<'_, '_>) -> bool {
    node.descendants()
        .any(|it| xml::name(it) == "references" && it.attribute("normative") == Some("true"))
}

/// Whether an identifier names the document: not one of a register, a print or a list.
fn is_name(identifier: &Node<'_, '_>) -> bool {
    let kind = identifier.attribute("type").unwrap_or("").to_ascii_lowercase();
    let is_other = matches!(
        kind.as_str(),
        "urn"
            | "doi"
            | "isbn"
            | "issn"
            | "uri"
            | "metanorma"
            | "metanorma-ordinal"
            | "biblio-tag"
            | "rfc-anchor"
            | "repository"
            | "repo"
            | "file"
    ) || kind.contains("iso-")
        || kind.starts_with("isbn")
        || kind.starts_with("issn");
    !is_other && identifier.attribute("scope").is_none()
}

/// The identifier that names a document, of those given: the first that is said to, else the first
/// that can.
fn primary<'a, 'i: 'a>(item: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let mut given = xml::children(item, "docidentifier");
    let mut first = None;
    for identifier in given.by_ref() {
        if identifier.attribute("primary") == Some("true") && is_name(&identifier) {
            return Some(identifier);
        }
        if first.is_none() && is_name(&identifier) {
            first = Some(identifier);
        }
    }
    first
}
