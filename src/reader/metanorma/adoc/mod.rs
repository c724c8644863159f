//! Metanorma AsciiDoc.

mod anchors;
mod block;
mod citation;
mod clause;
mod fence;
mod files;
mod reference;
mod table;
mod term;
mod terms;

use std::collections::BTreeMap;

use thin_vec::ThinVec;

use self::files::Files;
use self::term::OpenTerm;
use super::header;
use super::placeholder;
use super::places::places;
use crate::bilingual;
use crate::model::{Clause, Lang, Reference, ReferenceRole, Standard, TermEntry};
use crate::reader::{Reader, Reading, Writing, correspondence};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::adoc::{self, Entry, Line};
use crate::syntax::lines::head;

/// Reads standards written in AsciiDoc for Metanorma.
#[derive(Debug)]
pub(in crate::reader) struct MetanormaAdoc;

impl Reader for MetanormaAdoc {
    fn name(&self) -> &'static str {
        "metanorma-adoc"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let by_name = [".adoc", ".asciidoc", ".asc"].iter().any(|it| file.path().ends_with(it));
        let head = head(file.text(), 4096);
        by_name
            || (head.trim_start_matches('\u{feff}').trim_start().starts_with("= ")
                && head.lines().any(|it| {
                    it.starts_with(":docnumber:") || it.starts_with(":mn-document-class:")
                }))
    }

    fn companions(&self, file: &SourceFile) -> Vec<String> {
        adoc::includes(file.text())
    }

    fn writing(&self, _file: &SourceFile) -> Writing {
        Writing::Plain
    }

    fn read(&self, file: &SourceFile, sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let resolver = Files::of(sources);
        let preprocessed = adoc::preprocess(file, &resolver);
        reading.problems = preprocessed.problems;
        let title = preprocessed
            .lines
            .iter()
            .find(|it| !it.is_blank())
            .filter(|it| it.text.starts_with("= ") || it.text.starts_with("# "))
            .map(|line| {
                let words = adoc::plain(&[(*line, 2)], &preprocessed.attributes, &|_| None);
                words.builder.finish(line.whole())
            });
        if title.is_none() && preprocessed.attributes.is_empty() {
            reading.problems.push(
                Problem::at(
                    ProblemCode::MissingKey,
                    Span::new(file.id(), 0, 0),
                    bilingual!(
                        "no document header: a part of another document that nothing here includes",
                        "没有文档头：可能是未被包含的片段"
                    ),
                )
                .help(bilingual!(
                    "check the document that includes this file",
                    "请检查包含该文件的文档"
                )),
            );
            return reading;
        }
        let blocks = adoc::parse(&preprocessed.lines);
        let mut standard = Standard::at(file.whole());
        let given =
            placeholder::without_placeholders(&preprocessed.attributes, &mut reading.problems);
        header::read(&given, title, &mut standard);
        let is_numbered = ["docnumber", "docidentifier"]
            .iter()
            .any(|it| preprocessed.attributes.contains_key(*it));
        if !is_numbered {
            reading.problems.push(
                Problem::at(
                    ProblemCode::MissingKey,
                    Span::new(file.id(), 0, 0),
                    bilingual!("the header has no :docnumber:", "文档头没有 :docnumber:"),
                )
                .help(bilingual!(
                    "add :docnumber: (and :prefix:, :partnumber: where they apply)",
                    "请添加 :docnumber:（以及 :prefix:、:partnumber:）"
                )),
            );
        }
        let lang = header::language(&preprocessed.attributes);
        let mut builder = Builder {
            sources,
            attributes: &preprocessed.attributes,
            lang,
            documents: anchors::documents(&blocks, sources),
            places: BTreeMap::new(),
            references: ThinVec::new(),
            terms: ThinVec::new(),
            tables: 0,
            figures: 0,
            formulas: 0,
        };
        let mut clauses = builder.document(file, &blocks);
        // How the text cites its own places, and entries that say their number in words, is known
        // once they are read.
        let places = places(&clauses, lang, &|text| text.get(sources));
        let mut documents = builder.documents.clone();
        anchors::add_documents(&builder.references, sources, &mut documents);
        let cites = |line: &Line<'_>| line.text.contains("<<") || line.text.contains("xref:");
        let knows_more = !places.is_empty() || documents != builder.documents;
        if knows_more && preprocessed.lines.iter().any(cites) {
            builder = Builder {
                documents,
                places,
                references: ThinVec::new(),
                terms: ThinVec::new(),
                tables: 0,
                figures: 0,
                formulas: 0,
                ..builder
            };
            clauses = builder.document(file, &blocks);
        }
        let anchors = anchors::anchors(&blocks, sources);
        anchors::mark_dangling(&mut clauses, &anchors, sources);
        standard.references = Some(builder.references);
        standard.terms = Some(builder.terms);
        standard.clauses = Some(clauses);
        correspondence::declare(&mut standard, correspondence::Texts::Map(sources));
        reading.standards.push(standard);
        reading
    }
}

struct Builder<'a> {
    sources: &'a SourceMap,
    attributes: &'a BTreeMap<String, Entry>,
    lang: Lang,
    /// What the anchors of the bibliography stand for.
    documents: BTreeMap<String, String>,
    /// How places of this document are cited.
    places: BTreeMap<String, String>,
    references: ThinVec<Reference>,
    terms: ThinVec<TermEntry>,
    tables: usize,
    figures: usize,
    formulas: usize,
}

/// A clause that is being read, with what its kind needs.
struct Open {
    clause: Clause,
    level: u8,
    role: Option<ReferenceRole>,
    is_terms: bool,
    term: Option<OpenTerm>,
}
