//! ISO STS and NISO STS (ANSI/NISO Z39.102): the XML in which standards bodies exchange documents.

mod metadata;
mod terms;

use std::collections::BTreeMap;

use roxmltree::Node;
use rustc_hash::FxHashSet;
use thin_vec::ThinVec;

use super::{Reader, Reading, correspondence, elements};
use crate::bilingual;
use crate::model::{
    Adoption, Asset, Block, BlockKind, Clause, Element, ExplicitCitation, Lang, Localised,
    Reference, ReferenceRole, Said, Standard, Target, TermEntry,
};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::text_builder::TextBuilder;
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
        let document = match prepared.parse() {
            Ok(document) => document,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let ids = xml::ids(&document, &["id"]);
        let mut document_reader = Document {
            file,
            ids: &ids,
            lang: Lang::Unstated,
            unknown: BTreeMap::new(),
            problems: &mut reading.problems,
        };
        let root = document.root_element();
        document_reader.chain(root, &mut reading.standards);
        document_reader.report_unknown();
        for standard in &mut reading.standards {
            correspondence::declare(standard, correspondence::Texts::File(file));
        }
        reading
    }
}

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

/// State while one file is read.
struct Document<'a> {
    file: &'a SourceFile,
    /// Every id of the file.
    ids: &'a FxHashSet<&'a str>,
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
            self.finish(&mut standard, content);
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
            .filter(|it| metadata::is_metadata(xml::name(*it)))
            .collect();
        let mut layers = metadata::layers(&blocks);
        let innermost = layers.pop();
        if self.lang == Lang::Unstated {
            self.lang = metadata::content_language(&blocks);
        }
        let origins: Vec<metadata::Origin<'_>> =
            layers.iter().chain(&innermost).map(|it| metadata::Origin::of(*it)).collect();
        let mut contents: Vec<Content> = Vec::new();
        contents.resize_with(layers.len() + 1, Content::default);
        for part in node.children().filter(Node::is_element) {
            match xml::name(part) {
                "front" | "body" | "back" => {
                    let outer = self.enter_language_of(part);
                    self.split(part, &origins, &mut contents);
                    self.lang = outer;
                }
                "processing-meta" | "sub-part" => {}
                _ => self.not_understood(part),
            }
        }
        let first = standards.len();
        let content = contents.pop().unwrap_or_default();
        for (block, own) in layers.iter().zip(contents) {
            let mut standard = Standard::at(self.span(*block));
            self.metadata_block(*block, &mut standard);
            self.finish(&mut standard, own);
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

    /// Each part goes to the layer that it is of; what says nothing of it, to the text.
    fn split(
        &mut self,
        part: Node<'_, '_>,
        origins: &[metadata::Origin<'_>],
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
                let layer = metadata::layer_of(piece, origins);
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
            "app-group" | "sub-part" => self.parts(node, content),
            "ref-list" => {
                let clause = self.reference_clause(node, content, depth);
                content.clauses.push(clause);
            }
            "term-sec" | "termEntry" | "conceptEntry" => {
                let mut clause = Clause::at(self.span(node));
                self.term_section(node, content, &mut clause, depth);
                content.clauses.push(clause);
            }
            name if metadata::is_metadata(name) => {}
            "toc" | "index" | "processing-meta" | "label" | "title" | "fn-group" | "book-back"
            | "nav-pointer-group" | "sig-block" => {}
            name if block_name(name) => {
                let mut clause = Clause::at(self.span(node));
                self.block(node, &mut clause.blocks, depth, 0);
                content.clauses.push(clause);
            }
            _ => self.not_understood(node),
        }
    }

    fn section(
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
    fn bare_number(&self, label: &Text) -> Text {
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

    fn element(&self, node: Node<'_, '_>, clause: &Clause) -> Option<Said<Element>> {
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

    fn role_of_list(&self, list: Node<'_, '_>, element: Option<Element>) -> ReferenceRole {
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
    fn reference_clause(
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

    fn reference_list(
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

    fn reference(&mut self, node: Node<'_, '_>, role: ReferenceRole) -> Option<Reference> {
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
    fn named_in(&self, std: Node<'_, '_>) -> Option<Text> {
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

    /// A block element and the blocks inside it.
    fn block(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if depth >= xml::DEPTH_LIMIT {
            return;
        }
        let outer = self.enter_language_of(node);
        match xml::name(node) {
            "disp-quote" | "boxed-text" if node.children().any(|it| is_part(xml::name(it))) => {
                for child in node.children().filter(Node::is_element) {
                    match xml::name(child) {
                        "title" => {
                            self.paragraph(child, BlockKind::Paragraph, out, depth + 1, list_depth)
                        }
                        _ => self.block(child, out, depth + 1, list_depth),
                    }
                }
            }
            "p" | "disp-quote" | "boxed-text" | "verse-group" | "attrib" => {
                self.paragraph(node, BlockKind::Paragraph, out, depth, list_depth)
            }
            "list" => {
                for item in node.children().filter(Node::is_element) {
                    self.list_item(item, out, depth, list_depth);
                }
            }
            "def-list" => {
                for item in xml::children(node, "def-item") {
                    let from = out.len();
                    for part in item.children().filter(Node::is_element) {
                        if xml::name(part) == "def" {
                            for inner in part.children().filter(Node::is_element) {
                                self.block(inner, out, depth + 1, list_depth.saturating_add(1));
                            }
                        }
                    }
                    let term = xml::child(item, "term").and_then(|it| xml::text_of(self.file, it));
                    for block in out.iter_mut().skip(from) {
                        block.kind = if block.kind == BlockKind::Paragraph {
                            BlockKind::ListItem
                        } else {
                            block.kind
                        };
                    }
                    if let (Some(block), Some(term)) = (out.get_mut(from), term) {
                        block.title = Localised::one(self.lang, term);
                    }
                }
            }
            "non-normative-note" | "normative-note" | "note" => {
                self.labelled(node, BlockKind::Note, out, depth)
            }
            "non-normative-example" | "normative-example" | "example" => {
                self.labelled(node, BlockKind::Example, out, depth)
            }
            "editing-instruction" | "notes-group" => {
                self.labelled(node, BlockKind::Admonition, out, depth)
            }
            "fn" | "fn-group" | "table-wrap-foot" => {
                self.labelled(node, BlockKind::Footnote, out, depth)
            }
            "table-wrap" | "table" | "array" | "table-wrap-group" => self.table(node, out, depth),
            "fig" | "fig-group" => self.figure(node, out, depth),
            "statement" => self.labelled(node, BlockKind::Provision, out, depth),
            "disp-formula" | "disp-formula-group" | "math" | "chem-struct" | "chem-struct-wrap" => {
                self.asset(node, BlockKind::Formula, out)
            }
            "preformat" | "code" | "speech" => self.asset(node, BlockKind::Verbatim, out),
            "graphic"
            | "media"
            | "label"
            | "title"
            | "break"
            | "supplementary-material"
            | "permissions"
            | "object-id"
            | "std-xref" => {}
            "sec" => {
                for child in node.children().filter(Node::is_element) {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            name if inline_name(name) => {
                self.paragraph(node, BlockKind::Paragraph, out, depth, list_depth)
            }
            _ => self.not_understood(node),
        }
        self.lang = outer;
    }

    fn list_item(
        &mut self,
        item: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if xml::name(item) == "label" || xml::name(item) == "title" {
            return;
        }
        let from = out.len();
        for child in item.children().filter(Node::is_element) {
            if xml::name(child) == "list" {
                self.block(child, out, depth + 1, list_depth.saturating_add(1));
            } else if xml::name(child) != "label" {
                self.block(child, out, depth + 1, list_depth);
            }
        }
        for block in out.iter_mut().skip(from) {
            if block.kind == BlockKind::Paragraph {
                block.kind = BlockKind::ListItem;
                block.depth = list_depth;
            }
        }
        if let Some(label) = xml::child(item, "label").and_then(|it| xml::text_of(self.file, it))
            && let Some(block) = out.get_mut(from)
        {
            block.number = Some(label);
        }
    }

    /// A note, example or footnote: its label is its number.
    fn labelled(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        let from = out.len();
        for child in node.children().filter(Node::is_element) {
            self.block(child, out, depth + 1, 0);
        }
        for block in out.iter_mut().skip(from) {
            if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
                block.kind = kind;
            }
        }
        // `NOTE 1` is numbered `1`, `NOTE` not at all; a footnote bears its mark.
        let label = match kind {
            BlockKind::Footnote => {
                xml::child(node, "label").and_then(|it| xml::text_of(self.file, it))
            }
            _ => self.asset_number(node),
        };
        let anchor = xml::attribute(self.file, node, "id");
        if let Some(block) = out.get_mut(from) {
            block.number = label;
            block.anchor = anchor.or(block.anchor.take());
        }
    }

    fn caption(&self, node: Node<'_, '_>) -> Localised {
        xml::child(node, "caption")
            .and_then(|it| xml::text_without(self.file, it, &["fn", "xref"]))
            .map(|it| Localised::one(self.lang, it))
            .unwrap_or_default()
    }

    /// `Table 1` is numbered `1`.
    fn asset_number(&self, node: Node<'_, '_>) -> Option<Text> {
        let label = xml::child(node, "label").and_then(|it| xml::text_of(self.file, it))?;
        let words = self.words(&label);
        let start = words.find(|c: char| c.is_ascii_digit()).map(|digit| {
            // `A.1`, `NA.1`: the letters belong to the number.
            let Some(before) = words[..digit].strip_suffix('.') else { return digit };
            let letters = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
            if letters.len() < before.len() { letters.len() } else { digit }
        })?;
        let end = start
            + words[start..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
                .unwrap_or(words.len() - start);
        Some(label.part(start..end))
    }

    fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut words = Words::of(node);
        // Rows and cells as in HTML, or in the exchange model of OASIS.
        let is_cell = |it: &Node<'_, '_>| matches!(xml::name(*it), "td" | "th" | "entry");
        let mut grid = xml::Grid::default();
        for row in node.descendants().filter(|it| matches!(xml::name(*it), "tr" | "row")) {
            for (index, cell) in grid.row(row.children().filter(is_cell)).into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.gather_cell(self, cell);
                }
            }
            words.builder.line_break();
        }
        let text = if words.builder.is_empty() {
            Localised::default()
        } else {
            Localised::one(self.lang, words.builder.finish(self.span(node)))
        };
        let mut block = Block::new(BlockKind::Table, self.span(node), text);
        block.citations = words.citations;
        block.number = self.asset_number(node);
        block.title = self.caption(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
        self.footnotes(node, Asset::Table, out, depth);
    }

    fn figure(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut block = Block::new(BlockKind::Figure, self.span(node), Localised::default());
        block.number = self.asset_number(node);
        block.title = self.caption(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
        for inner in node.children().filter(|it| {
            matches!(
                xml::name(*it),
                "fig" | "p" | "table-wrap" | "list" | "def-list" | "non-normative-note"
            )
        }) {
            let from = out.len();
            self.block(inner, out, depth + 1, 0);
            for block in out.iter_mut().skip(from) {
                block.within = block.within.or(Some(Asset::Figure));
            }
        }
        self.footnotes(node, Asset::Figure, out, depth);
    }

    /// Footnotes of a table or figure, wherever in it they stand.
    fn footnotes(
        &mut self,
        node: Node<'_, '_>,
        asset: Asset,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        for note in node
            .descendants()
            .filter(|it| *it != node && matches!(xml::name(*it), "fn" | "non-normative-note"))
        {
            let nested = note
                .ancestors()
                .skip(1)
                .take_while(|it| *it != node)
                .any(|it| matches!(xml::name(it), "fn" | "fig" | "non-normative-note"));
            if nested {
                continue;
            }
            let from = out.len();
            self.block(note, out, depth + 1, 0);
            for block in out.iter_mut().skip(from) {
                block.within = Some(asset);
            }
        }
    }

    fn asset(&mut self, node: Node<'_, '_>, kind: BlockKind, out: &mut ThinVec<Block>) {
        let mut left_out = vec!["label", "graphic", "annotation"];
        if node.descendants().any(|it| xml::name(it) == "math") {
            left_out.push("tex-math");
        }
        let text = xml::text_without(self.file, node, &left_out);
        let mut block = Block::new(
            kind,
            self.span(node),
            text.map(|it| Localised::one(self.lang, it)).unwrap_or_default(),
        );
        block.number = self.asset_number(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
    }

    fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        let mut words = Words::of(node);
        words.gather(self, node, &["p"]);
        if !words.builder.is_empty() {
            let text = words.builder.finish(self.span(node));
            let mut block = Block::new(kind, self.span(node), Localised::one(self.lang, text));
            block.anchor = xml::attribute(self.file, node, "id");
            block.citations = words.citations;
            block.depth = list_depth;
            out.push(block);
        }
        // Blocks inside the paragraph, wherever inline elements hide them.
        let mut stack: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
        stack.reverse();
        while let Some(child) = stack.pop() {
            if block_name(xml::name(child)) {
                self.block(child, out, depth + 1, list_depth);
            } else if xml::name(child) == "math" {
                // A formula in a line: its words are in the paragraph already.
            } else if inline_name(xml::name(child)) {
                let from = stack.len();
                stack.extend(child.children().filter(Node::is_element));
                stack[from..].reverse();
            } else {
                self.not_understood(child);
            }
        }
    }
}

/// Words of a block with the citations that are marked up in them.
#[derive(Default)]
struct Words {
    builder: TextBuilder,
    citations: ThinVec<ExplicitCitation>,
}

impl Words {
    fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    fn gather(&mut self, document: &Document<'_>, node: Node<'_, '_>, left_out: &[&str]) {
        self.collect(document, node, left_out, false);
    }

    /// All words of a cell, those of its paragraphs and lists with a blank between them. What
    /// becomes a block or a row of its own is left out.
    fn gather_cell(&mut self, document: &Document<'_>, cell: Node<'_, '_>) {
        let apart =
            ["fn", "fn-group", "non-normative-note", "table-wrap", "table", "array", "media"];
        self.collect(document, cell, &apart, true);
    }

    fn collect(
        &mut self,
        document: &Document<'_>,
        node: Node<'_, '_>,
        left_out: &[&str],
        with_blocks: bool,
    ) {
        let Self { builder, citations } = self;
        xml::collect(builder, document.file, node, &mut |builder, element| {
            let name = xml::name(element);
            match name {
                "xref" => {
                    let is_footnote =
                        matches!(element.attribute("ref-type"), Some("fn" | "table-fn"));
                    if !is_footnote
                        && let Some(anchor) = xml::attribute(document.file, element, "rid")
                    {
                        let dangling = !document.ids.contains(document.words(&anchor));
                        citations.push(ExplicitCitation {
                            span: document.span(element),
                            anchor,
                            element: None,
                            dangling,
                        });
                    }
                    if is_footnote { Inline::Skip } else { Inline::Enter }
                }
                "annotation" | "graphic" | "index-term" | "alt-text" | "long-desc" => Inline::Skip,
                _ if left_out.contains(&name) => Inline::Skip,
                // The same formula once more.
                "tex-math"
                    if element.parent().is_some_and(|it| {
                        xml::name(it) == "alternatives" && xml::child(it, "math").is_some()
                    }) =>
                {
                    Inline::Skip
                }
                _ if with_blocks => {
                    let starts_block = block_name(name)
                        || matches!(name, "list-item" | "def-item" | "def" | "title" | "label");
                    if starts_block {
                        let start = element.range().start;
                        builder.blank(start, start);
                    }
                    Inline::Enter
                }
                _ if block_name(name) && name != "p" => Inline::Skip,
                _ => Inline::Enter,
            }
        });
    }
}

/// Elements of which a quotation or a box consists.
fn is_part(name: &str) -> bool {
    block_name(name) || matches!(name, "sec" | "attrib")
}

/// Elements that are blocks of their own.
fn block_name(name: &str) -> bool {
    matches!(
        name,
        "p" | "list"
            | "def-list"
            | "non-normative-note"
            | "normative-note"
            | "note"
            | "non-normative-example"
            | "normative-example"
            | "example"
            | "editing-instruction"
            | "fn"
            | "table-wrap"
            | "table"
            | "array"
            | "table-wrap-group"
            | "fig"
            | "fig-group"
            | "disp-formula"
            | "disp-formula-group"
            | "chem-struct-wrap"
            | "statement"
            | "preformat"
            | "code"
            | "disp-quote"
            | "boxed-text"
            | "fn-group"
            | "graphic"
            | "media"
            | "speech"
            | "verse-group"
    )
}

/// Elements that mark up words inside a block.
fn inline_name(name: &str) -> bool {
    matches!(
        name,
        "bold"
            | "italic"
            | "sub"
            | "sup"
            | "sc"
            | "monospace"
            | "underline"
            | "overline"
            | "strike"
            | "roman"
            | "sans-serif"
            | "styled-content"
            | "named-content"
            | "xref"
            | "ext-link"
            | "uri"
            | "email"
            | "std"
            | "std-ref"
            | "std-id"
            | "title"
            | "break"
            | "inline-formula"
            | "math"
            | "mixed-citation"
            | "element-citation"
            | "related-object"
            | "related-article"
            | "inline-graphic"
            | "private-char"
            | "abbrev"
            | "target"
            | "term"
            | "string-name"
            | "year"
            | "fixed-case"
            | "num"
            | "index-term"
            | "milestone-start"
            | "milestone-end"
            | "entailedTerm"
            | "tex-math"
            | "annotation"
            | "alternatives"
            | "std-organization"
            | "std-xref"
            | "word"
            | "content-language"
            | "ruby"
            | "rb"
            | "rt"
            | "label"
            | "source"
            | "hr"
            | "term-display"
            | "caption"
            | "def"
            | "x"
            | "date"
            | "volume"
            | "issue"
            | "fpage"
            | "lpage"
            | "publisher-name"
            | "publisher-loc"
            | "name"
            | "surname"
            | "given-names"
            | "person-group"
            | "article-title"
            | "collab"
            | "edition"
            | "etal"
            | "pub-id"
            | "comment"
            | "chapter-title"
            | "verse-line"
            | "textual-form"
            | "chem-struct"
            | "inline-supplementary-material"
            | "index-term-range-end"
            | "nav-pointer"
            | "std-id-group"
            | "collab-alternatives"
            | "name-alternatives"
            | "citation-alternatives"
            | "prefix"
            | "suffix"
            | "role"
            | "institution"
            | "month"
            | "day"
            | "season"
            | "date-in-citation"
            | "access-date"
            | "conf-name"
            | "conf-date"
            | "conf-loc"
            | "part-title"
            | "issue-title"
            | "trans-title"
            | "trans-source"
            | "data-title"
            | "series"
            | "supplement"
            | "version"
            | "page-range"
            | "elocation-id"
            | "object-id"
            | "isbn"
            | "issn"
            | "gov"
            | "patent"
            | "size"
            | "term-source"
            | "pronunciation"
            | "part-of-speech"
    )
}

/// The language that an element states for what it holds.
fn own_language(node: Node<'_, '_>) -> Option<Lang> {
    node.attribute(("http://www.w3.org/XML/1998/namespace", "lang")).map(metadata::language)
}
