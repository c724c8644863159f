//! ISO STS and NISO STS (ANSI/NISO Z39.102): the XML in which standards bodies exchange documents.

mod assets;
mod blocks;
mod layers;
mod metadata;
mod references;
mod section;
mod source;
mod terms;
mod words;

use std::collections::BTreeMap;

use roxmltree::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use thin_vec::ThinVec;

use self::words::block_name;
use super::{Reader, Reading, correspondence};
use crate::bilingual;
use crate::model::{Adoption, Clause, Element, Lang, Reference, Said, Standard, TermEntry};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::xml::{self, Inline};

/// Reads ISO STS and NISO STS.
#[derive(Debug)]
pub(super) struct Sts;

impl Reader for Sts {
    fn name(&self) -> &'static str {
        "sts"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        match super::root_element(file.text()) {
            Some("adoption") => true,
            Some("standard") => ["<front", "<body", "<iso-meta", "<std-meta", "<back"]
                .iter()
                .any(|it| file.text().contains(it)),
            _ => false,
        }
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let prepared = xml::prepare(file, &mut reading.problems);
        let Some(document) = prepared.parse_or_tell(&mut reading.problems) else {
            return reading;
        };
        let ids = xml::ids(&document, &["id"]);
        let footnotes = footnotes(&document);
        let mut document_reader = Document {
            file,
            ids: &ids,
            footnotes: &footnotes,
            lang: Lang::Unstated,
            unknown: BTreeMap::new(),
            problems: &mut reading.problems,
        };
        let root = document.root_element();
        document_reader.chain(root, &mut reading.standards);
        document_reader.report_unknown();
        let texts = correspondence::Texts::File(file);
        for standard in &mut reading.standards {
            correspondence::declare(standard, texts);
        }
        // The documents around a text declare what stands for those that the text refers to.
        if let Some((text, layers)) = reading.standards.split_last_mut() {
            for layer in layers {
                correspondence::declare_counterparts(layer, text, texts);
            }
        }
        reading
    }
}

/// State while one file is read.
struct Document<'a> {
    file: &'a SourceFile,
    /// Every id of the file.
    ids: &'a FxHashSet<&'a str>,
    /// Footnotes by id.
    footnotes: &'a FxHashMap<&'a str, Node<'a, 'a>>,
    lang: Lang,
    /// Elements that nothing here understands: how often, and where first.
    unknown: BTreeMap<String, (usize, Span)>,
    problems: &'a mut Vec<Problem>,
}

/// What the text of one document consists of.
#[derive(Default)]
struct Content {
    clauses: ThinVec<Clause>,
    references: ThinVec<Reference>,
    terms: ThinVec<TermEntry>,
}

impl Document<'_> {
    fn span(&self, node: Node<'_, '_>) -> Span {
        xml::span(self.file.id(), node)
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |owned| &owned.value)
    }

    /// The words of an element as they are printed.
    fn printed(&self, node: Node<'_, '_>, left_out: &[&str]) -> Option<Text> {
        if node.children().all(|it| it.is_text()) {
            return xml::text_of(self.file, node);
        }
        let mut builder = xml::builder_for(node);
        xml::collect(&mut builder, self.file, node, &mut |_, element| {
            let name = xml::name(element);
            let is_out = left_out.contains(&name)
                || words::is_not_printed(name)
                || name == "fn"
                || words::marks_footnote(element);
            if is_out { Inline::Skip } else { Inline::Enter }
        });
        (!builder.is_empty()).then(|| builder.finish(self.span(node)))
    }

    fn not_understood(&mut self, node: Node<'_, '_>) {
        let start = node.range().start;
        let place = Span::new(self.file.id(), start, start + 1 + xml::name(node).len());
        self.unknown.entry(xml::name(node).to_owned()).or_insert((0, place)).0 += 1;
    }

    fn report_unknown(&mut self) {
        for (name, (count, place)) in std::mem::take(&mut self.unknown) {
            self.problems.push(Problem::at(
                ProblemCode::NotUnderstood,
                place,
                bilingual!("element <{name}> is not understood ({count} in this file); its text is left out", "不识别元素 <{name}>（本文件共 {count} 处），其文字略去"),
            ));
        }
    }

    /// A document, or an adoption around a document: each layer is a standard of its own, and the
    /// outer one adopts the inner one. The outermost comes first.
    fn chain(&mut self, root: Node<'_, '_>, standards: &mut Vec<Standard>) {
        let mut layer = root;
        let mut depth = 0;
        while xml::name(layer) == "adoption" && depth < xml::DEPTH_LIMIT {
            depth += 1;
            self.lang = self.language(layer);
            let outer = self.lang;
            let mut standard = Standard::at(self.span(layer));
            let mut content = Content::default();
            let inner =
                layer.children().find(|it| matches!(xml::name(*it), "adoption" | "standard"));
            for part in layer.children().filter(Node::is_element) {
                self.lang = own_language(part).unwrap_or(outer);
                match xml::name(part) {
                    "adoption-front" | "front" => {
                        self.metadata(part, &mut standard);
                        self.parts(part, &mut content);
                        preliminary(&mut content);
                    }
                    "adoption-body" | "body" | "adoption-back" | "back" => {
                        self.parts(part, &mut content)
                    }
                    "adoption" | "standard" => {}
                    "processing-meta" => {}
                    _ => self.not_understood(part),
                }
            }
            self.lang = outer;
            self.finish_layer(&mut standard, content);
            standards.push(standard);
            let Some(next) = inner else {
                self.problems.push(Problem::at(
                    ProblemCode::MissingKey,
                    self.span(layer),
                    bilingual!(
                        "<adoption> holds no <standard>: the adopted text is missing",
                        "<adoption> 中没有 <standard>：缺少被采用的文本"
                    ),
                ));
                return;
            };
            layer = next;
        }
        self.lang = self.language(layer);
        let first = standards.len();
        self.standard(layer, standards);
        self.link(standards, first);
    }

    /// Lets each layer adopt the next one, by the identifier that the next one bears.
    fn link(&mut self, standards: &mut [Standard], first_inner: usize) {
        for index in 0..first_inner {
            let Some(inner) = standards.get(index + 1) else { return };
            let Some(identity) = inner.identity.clone() else { continue };
            let span = identity.written.span();
            let outer = &mut standards[index];
            match outer.adopts.first_mut() {
                Some(declared) => declared.endorsed = true,
                None => {
                    let mut adoption = Adoption::of(identity, span);
                    adoption.endorsed = true;
                    outer.adopts.push(adoption);
                }
            }
        }
    }

    fn language(&self, node: Node<'_, '_>) -> Lang {
        own_language(node).unwrap_or(self.lang)
    }

    /// Goes on in the language that an element states for what it holds; gives the one around it.
    fn enter_language_of(&mut self, node: Node<'_, '_>) -> Lang {
        let own = own_language(node).unwrap_or(self.lang);
        std::mem::replace(&mut self.lang, own)
    }

    /// One `<standard>`. Several metadata blocks in one front (ISO STS: national, regional and
    /// international) are an adoption chain around one text.
    fn standard(&mut self, node: Node<'_, '_>, standards: &mut Vec<Standard>) {
        let front = xml::child(node, "front");
        let blocks: Vec<_> = front
            .into_iter()
            .flat_map(|it| it.children())
            .filter(|it| layers::is_metadata(xml::name(*it)))
            .collect();
        let mut layers = layers::layers(&blocks);
        let innermost = layers.pop();
        if self.lang == Lang::Unstated {
            self.lang = metadata::content_language(&blocks);
        }
        let origins: Vec<layers::Origin<'_>> =
            layers.iter().chain(&innermost).map(|it| layers::Origin::of(*it)).collect();
        let mut contents: Vec<Content> = Vec::new();
        contents.resize_with(layers.len() + 1, Content::default);
        for part in node.children().filter(Node::is_element) {
            match xml::name(part) {
                "front" | "body" | "back" | "sub-part" => {
                    let outer = self.enter_language_of(part);
                    self.split(part, &origins, &mut contents);
                    self.lang = outer;
                    if xml::name(part) == "front" {
                        contents.iter_mut().for_each(preliminary);
                    }
                }
                "processing-meta" => {}
                _ => self.not_understood(part),
            }
        }
        let first = standards.len();
        let content = contents.pop().unwrap_or_default();
        for (block, own) in layers.iter().zip(contents) {
            let mut standard = Standard::at(self.span(*block));
            self.metadata_block(*block, &mut standard);
            self.finish_layer(&mut standard, own);
            standards.push(standard);
        }
        let mut standard = Standard::at(self.span(node));
        if let Some(block) = innermost {
            self.metadata_block(block, &mut standard);
        } else {
            self.problems.push(
                Problem::at(
                    ProblemCode::MissingKey,
                    self.span(node).within(0..9),
                    bilingual!(
                        "<standard> has no metadata (iso-meta, reg-meta, nat-meta or std-meta)",
                        "<standard> 没有元数据（iso-meta、reg-meta、nat-meta 或 std-meta）"
                    ),
                )
                .help(bilingual!(
                    "add the metadata block with the identifier (std-ref)",
                    "请补充含编号（std-ref）的元数据"
                )),
            );
        }
        self.finish(&mut standard, content);
        standards.push(standard);
        let inner = standards.len() - 1;
        let layered = &mut standards[first..=inner];
        let count = layered.len() - 1;
        self.link(layered, count);
    }

    fn finish(&mut self, standard: &mut Standard, content: Content) {
        standard.references = Some(content.references);
        standard.clauses = Some(content.clauses);
        standard.terms = Some(content.terms);
    }

    /// A layer around an adopted text says only what it adds to it; where it adds nothing, its own
    /// text is not here.
    fn finish_layer(&mut self, standard: &mut Standard, content: Content) {
        if !content.clauses.is_empty() {
            self.finish(standard, content);
        }
    }

    /// Each part goes to the layer that it is of; what says nothing of it, to the text.
    fn split(
        &mut self,
        part: Node<'_, '_>,
        origins: &[layers::Origin<'_>],
        contents: &mut [Content],
    ) {
        if origins.len() < 2 {
            if let Some(content) = contents.last_mut() {
                self.parts(part, content);
            }
            return;
        }
        for child in part.children().filter(Node::is_element) {
            let pieces: Vec<_> = match xml::name(child) {
                "app-group" => child.children().filter(Node::is_element).collect(),
                _ => vec![child],
            };
            for piece in pieces {
                let layer = layers::layer_of(piece, origins);
                if let Some(content) = contents.get_mut(layer) {
                    self.part(piece, content, 0);
                }
            }
        }
    }

    fn parts(&mut self, node: Node<'_, '_>, content: &mut Content) {
        for child in node.children().filter(Node::is_element) {
            self.part(child, content, 0);
        }
    }

    fn part(&mut self, node: Node<'_, '_>, content: &mut Content, depth: usize) {
        match xml::name(node) {
            "sec" | "app" | "ack" | "front-matter-part" | "abstract" | "notes" | "glossary"
            | "bio" => {
                if let Some(clause) = self.section(node, content, depth) {
                    content.clauses.push(clause);
                }
            }
            "app-group" | "sub-part" | "front" | "body" | "back" => self.parts(node, content),
            "ref-list" => {
                let clause = self.reference_clause(node, content, depth);
                content.clauses.push(clause);
            }
            "term-sec" | "termEntry" | "conceptEntry" => {
                let mut clause = Clause::at(self.span(node));
                self.term_section(node, content, &mut clause, depth);
                content.clauses.push(clause);
            }
            name if layers::is_metadata(name) => {}
            "toc" | "index" | "processing-meta" | "label" | "title" | "book-back"
            | "nav-pointer-group" | "sig-block" => {}
            name if block_name(name) => {
                let mut clause = Clause::at(self.span(node));
                self.block(node, &mut clause.blocks, depth, 0);
                content.clauses.push(clause);
            }
            _ => self.not_understood(node),
        }
    }
}

/// The language that an element states for what it holds.
fn own_language(node: Node<'_, '_>) -> Option<Lang> {
    node.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).map(metadata::language)
}

/// What a front holds besides foreword and introduction (former editions, changes, a notice of
/// endorsement) is a part before the text.
fn preliminary(front: &mut Content) {
    for clause in front.clauses.iter_mut().filter(|it| it.number.is_none()) {
        let place = clause.span.within(0..1);
        clause.element.get_or_insert(Said::new(Element::Preliminary, place));
    }
}

/// Footnotes by id: those of a document may stand together, away from where they are cited.
fn footnotes<'a>(document: &'a roxmltree::Document<'a>) -> FxHashMap<&'a str, Node<'a, 'a>> {
    document
        .descendants()
        .filter(|it| xml::name(*it) == "fn")
        .filter_map(|it| Some((it.attribute("id")?, it)))
        .collect()
}
