//! RFC XML, versions 2 and 3 (RFC 7749, RFC 7991): RFCs and Internet-Drafts.

mod blocks;
mod front;
mod references;
mod sections;
mod words;

use roxmltree::{Document, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use thin_vec::ThinVec;

use self::sections::Numbering;
use super::{Reader, Reading};
use crate::bilingual;
use crate::model::{Lang, Localised, Standard, Text};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::xml;

/// Reads RFC XML.
#[derive(Debug)]
pub(super) struct RfcXml;

impl Reader for RfcXml {
    fn name(&self) -> &'static str {
        "rfcxml"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        super::root_element(file.text()) == Some("rfc")
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let prepared = xml::prepare(file, &mut reading.problems);
        let Some(document) = prepared.parse_or_tell(&mut reading.problems) else {
            return reading;
        };
        let anchors = xml::ids(&document, &["anchor", "pn", "slugifiedName"]);
        let mut reader = Rfc {
            file,
            prepared: &prepared,
            anchors: &anchors,
            printed_names: printed_names(&document),
            section_numbers: sections::numbers(document.root_element()),
            has_outside_entries: has_outside_entries(file, &prepared, &document),
            problems: &mut reading.problems,
        };
        let standard = reader.document(document.root_element());
        reading.standards.push(standard);
        reading
    }
}

/// Whether entries are put in by reference: their anchors are not known here.
fn has_outside_entries(
    file: &SourceFile,
    prepared: &xml::Prepared<'_>,
    document: &Document<'_>,
) -> bool {
    let said = |words: &str| memchr::memmem::find(file.text().as_bytes(), words.as_bytes());
    let may_have = prepared.has_external_entities()
        || ["<?rfc", ":include", "<include"].iter().any(|it| said(it).is_some());
    may_have
        && document.descendants().any(|it| {
            xml::name(it) == "include"
                || it.pi().is_some_and(|pi| {
                    pi.target == xml::EXTERNAL_ENTITY
                        || (pi.target == "rfc"
                            && pi.value.is_some_and(|value| value.contains("include")))
                })
        })
}

/// Names under which entries are printed.
fn printed_names<'a>(document: &'a Document<'_>) -> FxHashMap<&'a str, &'a str> {
    document
        .descendants()
        .filter(|it| xml::name(*it) == "displayreference")
        .filter_map(|it| Some((it.attribute("target")?, it.attribute("to")?)))
        .collect()
}

struct Rfc<'a> {
    file: &'a SourceFile,
    prepared: &'a xml::Prepared<'a>,
    /// Every anchor of the file.
    anchors: &'a FxHashSet<&'a str>,
    /// Entries of the reference lists are kept outside the file.
    has_outside_entries: bool,
    /// Names under which entries are printed (`displayreference`), by anchor.
    printed_names: FxHashMap<&'a str, &'a str>,
    /// Numbers of sections, by anchor.
    section_numbers: FxHashMap<&'a str, String>,
    problems: &'a mut Vec<Problem>,
}

impl Rfc<'_> {
    fn span(&self, node: Node<'_, '_>) -> Span {
        xml::span(self.file.id(), node)
    }

    /// The start tag's name: a narrow place for what a whole element is about.
    fn tag(&self, node: Node<'_, '_>) -> Span {
        let start = node.range().start;
        Span::new(self.file.id(), start, start + 1 + xml::name(node).len())
    }

    fn document(&mut self, rfc: Node<'_, '_>) -> Standard {
        let mut standard = Standard::at(self.span(rfc));
        self.identity(rfc, &mut standard);
        if let Some(front) = xml::child(rfc, "front") {
            self.front(front, &mut standard);
        } else {
            self.problems.push(Problem::at(
                ProblemCode::MissingKey,
                self.tag(rfc),
                bilingual!(
                    "<rfc> has no <front>: no title, no date",
                    "<rfc> 缺少 <front>：没有标题和日期"
                ),
            ));
        }
        let mut references = ThinVec::new();
        let mut clauses = ThinVec::new();
        if let Some(front) = xml::child(rfc, "front") {
            self.preliminary(front, &mut clauses);
        }
        let mut numbering = Numbering::default();
        if let Some(middle) = xml::child(rfc, "middle") {
            for section in xml::children(middle, "section") {
                let clause = self.section(section, &mut numbering, 0);
                clauses.push(clause);
            }
        }
        if let Some(back) = xml::child(rfc, "back") {
            self.back(back, &mut numbering, &mut references, &mut clauses);
        }
        standard.references = Some(references);
        standard.clauses = Some(clauses);
        standard
    }

    fn title(&self, node: Node<'_, '_>) -> Localised {
        let title = match xml::child(node, "name") {
            Some(name) => xml::text_of(self.file, name),
            None => xml::attribute(self.file, node, "title").filter(|it| !it.span().is_empty()),
        };
        title.map(|title| Localised::one(Lang::En, title)).unwrap_or_default()
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |owned| &owned.value)
    }
}
