//! Metanorma AsciiDoc.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;
use thin_vec::ThinVec;

use super::header;
use super::numbers::{Numbers, letter};
use crate::bilingual;
use crate::model::{
    Asset, Block, BlockKind, Clause, Definition, Designation, DesignationStatus, Element,
    ExplicitCitation, Lang, Localised, Reference, ReferenceRole, Said, Standard, Target, TermEntry,
};
use crate::reader::{Reader, Reading, correspondence, elements};
use crate::source::{FileId, Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::adoc::{self, Attributes, Entry, Line, Mark, Resolver};
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

    fn read(&self, file: &SourceFile, sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let resolver = Files::of(sources);
        let preprocessed = adoc::preprocess(file, &resolver);
        reading.problems = preprocessed.problems;
        let title = preprocessed
            .lines
            .iter()
            .find(|it| !it.is_blank())
            .filter(|it| it.text.starts_with("= "))
            .map(|line| Text::verbatim(line.span(2..line.text.trim_end().len())));
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
        header::read(&preprocessed.attributes, title, &mut standard);
        if standard.identity.is_none() {
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
            labels: labels(&blocks, sources),
            references: ThinVec::new(),
            terms: ThinVec::new(),
            tables: 0,
            figures: 0,
        };
        let mut clauses = builder.document(file, &blocks);
        let anchors = anchors(&blocks, sources);
        mark_dangling(&mut clauses, &anchors, sources);
        standard.references = Some(builder.references);
        standard.terms = Some(builder.terms);
        standard.clauses = Some(clauses);
        correspondence::declare(&mut standard, correspondence::Texts::Map(sources));
        reading.standards.push(standard);
        reading
    }
}

/// Finds included files among those that were loaded.
struct Files<'a> {
    sources: &'a SourceMap,
    by_path: FxHashMap<String, FileId>,
}

impl<'a> Files<'a> {
    fn of(sources: &'a SourceMap) -> Self {
        let by_path = sources.files().iter().map(|it| (tidy(it.path()), it.id())).collect();
        Self { sources, by_path }
    }
}

impl<'a> Resolver<'a> for Files<'a> {
    fn resolve(&self, from: FileId, written: &str) -> Option<&'a SourceFile> {
        let path = self.sources.file(from).path();
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let id = self.by_path.get(&tidy(&format!("{folder}{written}")))?;
        Some(self.sources.file(*id))
    }
}

/// A path without `.` and, as far as its words tell, without `..`.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|it| !it.is_empty() && *it != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// What the anchors of the bibliography stand for, known before the text is read.
fn labels(blocks: &[adoc::Block<'_>], sources: &SourceMap) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let empty = BTreeMap::new();
    for block in
        blocks.iter().filter(|it| it.lines.iter().any(|(line, _)| line.text.contains("[[[")))
    {
        for mark in adoc::plain(&block.lines, &empty, &|_| None).marks {
            if let Mark::Entry { anchor, identifier: Some(identifier), .. } = mark {
                found.insert(
                    anchor.get(sources).trim().to_owned(),
                    identifier.get(sources).to_owned(),
                );
            }
        }
    }
    found
}

/// Every anchor of a document: ids of blocks, anchors inside the text, entries of bibliographies,
/// and the ids that AsciiDoc makes of headings.
fn anchors(blocks: &[adoc::Block<'_>], sources: &SourceMap) -> HashSet<String> {
    let mut found = HashSet::new();
    let empty = BTreeMap::new();
    for block in blocks {
        found.extend(
            block.attributes.id.iter().map(|(span, _)| sources.slice(*span).trim().to_owned()),
        );
        if matches!(block.kind, adoc::BlockKind::Heading(_)) {
            let words =
                adoc::plain(&block.lines, &empty, &|_| None).builder.as_str().to_lowercase();
            let made: String = words
                .chars()
                .filter_map(|c| match c {
                    c if c.is_alphanumeric() => Some(c),
                    ' ' | '-' | '.' | '_' => Some('_'),
                    _ => None,
                })
                .collect();
            found.insert(format!("_{made}"));
            // A heading can be cited by its own words.
            found.insert(words);
        }
        if block.lines.iter().any(|(line, _)| line.text.contains("[[")) {
            for mark in adoc::plain(&block.lines, &empty, &|_| None).marks {
                if let Mark::Entry { anchor, .. } | Mark::Anchor(anchor) = mark {
                    found.insert(anchor.get(sources).trim().to_owned());
                }
            }
        }
    }
    found
}

fn mark_dangling(clauses: &mut [Clause], anchors: &HashSet<String>, sources: &SourceMap) {
    for clause in clauses {
        for citation in clause.blocks.iter_mut().flat_map(|it| it.citations.iter_mut()) {
            let anchor = citation.anchor.get(sources).trim();
            // `<<file.adoc#anchor>>` and `<<a;and!b>>` are not looked into.
            let is_plain = !anchor.contains(['#', ';', ':', '!']);
            citation.dangling =
                is_plain && !anchors.contains(anchor) && !anchors.contains(&anchor.to_lowercase());
        }
        mark_dangling(&mut clause.clauses, anchors, sources);
    }
}

struct Builder<'a> {
    sources: &'a SourceMap,
    attributes: &'a BTreeMap<String, Entry>,
    lang: Lang,
    labels: BTreeMap<String, String>,
    references: ThinVec<Reference>,
    terms: ThinVec<TermEntry>,
    tables: usize,
    figures: usize,
}

/// A clause that is being read, with what its kind needs.
struct Open {
    clause: Clause,
    level: u8,
    role: Option<ReferenceRole>,
    is_terms: bool,
    term: Option<TermEntry>,
}

impl Builder<'_> {
    fn inline(&self, lines: &[(Line<'_>, usize)]) -> adoc::Inline {
        adoc::plain(lines, self.attributes, &|anchor| self.labels.get(anchor).cloned())
    }

    fn document(&mut self, file: &SourceFile, blocks: &[adoc::Block<'_>]) -> ThinVec<Clause> {
        let mut roots: ThinVec<Clause> = ThinVec::new();
        let mut stack: Vec<Open> = Vec::new();
        let mut numbers = Numbers::default();
        // Text before the first heading is the foreword.
        let mut preamble = Clause::at(Span::new(file.id(), 0, 0));
        let mut fences: Vec<Fence> = Vec::new();
        for block in blocks {
            if let adoc::BlockKind::Heading(level) = &block.kind {
                if *level == 0 {
                    continue;
                }
                while stack.last().is_some_and(|it| it.level >= *level) {
                    self.close(&mut stack, &mut roots);
                }
                let open = self.heading(block, *level, &stack, &mut numbers);
                stack.push(open);
                continue;
            }
            match block.kind {
                adoc::BlockKind::Open(sign) => {
                    let mut fence = Fence::of(sign, block);
                    if let Some((line, column)) = block.title {
                        let title = self.inline(&[(line, column)]);
                        if !title.builder.is_empty() {
                            fence.title =
                                Localised::one(self.lang, title.builder.finish(line.whole()));
                        }
                    }
                    fences.push(fence);
                    if let Some(fence) = fences.last_mut() {
                        fence.start = self.blocks_of(&mut stack, &mut preamble).len();
                    }
                    continue;
                }
                adoc::BlockKind::Close(_) => {
                    if let Some(fence) = fences.pop() {
                        let sources = self.sources;
                        let into = self.blocks_of(&mut stack, &mut preamble);
                        let merged = fence.apply(into, sources);
                        self.figures -= merged.min(self.figures);
                    }
                    continue;
                }
                _ => {}
            }
            if fences.iter().any(|it| it.is_dropped) {
                continue;
            }
            let in_term = stack.last().is_some_and(|it| it.term.is_some()) && fences.is_empty();
            let role = stack.last().and_then(|it| it.role);
            if let (Some(role), adoc::BlockKind::ListItem(..) | adoc::BlockKind::Paragraph) =
                (role, &block.kind)
                && self.entry(block, role)
            {
                continue;
            }
            if in_term && self.term_block(block, &mut stack) {
                continue;
            }
            let in_annex = numbers.in_annex.then(|| letter(numbers.annexes));
            let mut found = self.block(block, in_annex.as_deref());
            let into = self.blocks_of(&mut stack, &mut preamble);
            into.append(&mut found);
        }
        while !stack.is_empty() {
            self.close(&mut stack, &mut roots);
        }
        if !preamble.blocks.is_empty() {
            let span = preamble.blocks.iter().map(|it| it.span).reduce(Span::join);
            preamble.span = span.unwrap_or(preamble.span);
            if let Some(first) = preamble.blocks.first_mut() {
                preamble.title = std::mem::take(&mut first.title);
            }
            preamble.element = Some(Said::new(Element::Foreword, preamble.span));
            roots.insert(0, preamble);
        }
        roots
    }

    /// Whether a list headed "References" is that of the normative references: so ITU and OGC name
    /// it, not those who have one list for all.
    fn has_bare_references(&self, heading: &str) -> bool {
        let class = self.attributes.get("mn-document-class").map(|it| it.value.trim());
        heading.trim().eq_ignore_ascii_case("references")
            && !matches!(class, Some("nist" | "ietf" | "oiml" | "un"))
    }

    fn blocks_of<'s>(
        &self,
        stack: &'s mut [Open],
        preamble: &'s mut Clause,
    ) -> &'s mut ThinVec<Block> {
        match stack.last_mut() {
            Some(open) => &mut open.clause.blocks,
            None => &mut preamble.blocks,
        }
    }

    fn close(&mut self, stack: &mut Vec<Open>, roots: &mut ThinVec<Clause>) {
        let Some(mut open) = stack.pop() else { return };
        if let Some(entry) = open.term.take() {
            self.terms.push(entry);
        }
        for block in &open.clause.blocks {
            open.clause.span = open.clause.span.join(block.span);
        }
        match stack.last_mut() {
            Some(parent) => {
                parent.clause.span = parent.clause.span.join(open.clause.span);
                parent.clause.clauses.push(open.clause);
            }
            None => roots.push(open.clause),
        }
    }

    fn heading(
        &mut self,
        block: &adoc::Block<'_>,
        level: u8,
        stack: &[Open],
        numbers: &mut Numbers,
    ) -> Open {
        let attributes = &block.attributes;
        let inline = self.inline(&block.lines);
        let line = block.lines[0].0;
        let mut clause = Clause::at(line.whole());
        clause.anchor = attributes.id.as_ref().map(|(span, _)| Text::verbatim(*span));
        let marks = inline.marks;
        let words = inline.builder.as_str().to_owned();
        if !inline.builder.is_empty() {
            clause.title = Localised::one(self.lang, inline.builder.finish(line.whole()));
        }
        let heading = attributes.get("heading").unwrap_or(words.as_str());
        let is_annex = level == 1
            && (attributes.is("appendix") || attributes.options.iter().any(|it| it == "appendix"));
        let is_bibliography = attributes.is("bibliography");
        let by_title = elements::element_of(heading).filter(|_| level == 1 || is_bibliography);
        let role = is_bibliography
            .then(|| {
                let usual = if level == 1 && self.has_bare_references(heading) {
                    ReferenceRole::Normative
                } else {
                    ReferenceRole::Informative
                };
                elements::reference_role_of(heading).unwrap_or(usual)
            })
            .or_else(|| stack.last().and_then(|it| it.role));
        let element = if is_annex {
            Some(Element::Annex)
        } else if is_bibliography {
            Some(if role == Some(ReferenceRole::Normative) {
                Element::NormativeReferences
            } else {
                Element::Bibliography
            })
        } else {
            by_title.or(match attributes.style.as_str() {
                "abstract" | "acknowledgements" | "executivesummary" => Some(Element::Preliminary),
                "foreword" | "preface" => Some(Element::Foreword),
                _ => None,
            })
        };
        clause.element = element.map(|it| Said::new(it, line.whole()));
        let in_terms = stack.last().is_some_and(|it| it.is_terms);
        let is_terms = in_terms || element == Some(Element::Terms);
        let unnumbered = attributes.options.iter().any(|it| it == "unnumbered")
            || attributes.is("unnumbered")
            || (level == 1
                && !is_annex
                && matches!(
                    element,
                    Some(
                        Element::Foreword
                            | Element::Introduction
                            | Element::Preliminary
                            | Element::Bibliography
                            | Element::Index
                    )
                ));
        if let Some(number) = numbers.next(level, is_annex, unnumbered) {
            clause.number = Some(Text::decoded(line.whole(), number, []));
        }
        if is_annex {
            self.tables = 0;
            self.figures = 0;
            let said = attributes
                .get("obligation")
                .or_else(|| attributes.get("subtype"))
                .map(|it| it != "informative");
            // Not said: an annex is normative.
            clause.normative = Some(Said::new(said.unwrap_or(true), line.whole()));
        }
        let groups = ["nonterm", "symbols"].iter().any(|it| attributes.is(it));
        let term =
            (in_terms && !groups && level > 1).then(|| self.term(block, &clause, &marks, &words));
        Open { clause, level, role, is_terms, term }
    }

    fn term(
        &self,
        block: &adoc::Block<'_>,
        clause: &Clause,
        marks: &[Mark],
        words: &str,
    ) -> TermEntry {
        let mut entry = TermEntry {
            span: block.lines[0].0.whole(),
            number: clause.number.clone(),
            designations: ThinVec::new(),
            definitions: ThinVec::new(),
            domain: None,
            source: None,
            modified: None,
            notes: ThinVec::new(),
            examples: ThinVec::new(),
            footnotes: ThinVec::new(),
        };
        for mark in marks {
            if let Mark::Styled(role, text) = mark
                && let Some(lang) = Lang::from_word(role)
            {
                entry.designations.push(Designation {
                    lang,
                    text: text.clone(),
                    status: DesignationStatus::Preferred,
                });
            }
        }
        if entry.designations.is_empty()
            && !words.is_empty()
            && let Some(title) = clause.title.first()
        {
            // `=== term, admitted` is one designation; several stand on lines of their own.
            entry.designations.push(Designation {
                lang: self.lang,
                text: title.clone(),
                status: DesignationStatus::Preferred,
            });
        }
        entry
    }

    /// A block inside a term entry; false when it is ordinary text of the clause.
    fn term_block(&mut self, block: &adoc::Block<'_>, stack: &mut [Open]) -> bool {
        let inline = self.inline(&block.lines);
        let Some(span) = block.span() else { return false };
        let is = |word: &str| block.attributes.is(word);
        let style = block.attributes.style.as_str();
        let is_citation = matches!(inline.marks.first(), Some(Mark::Citation { .. }));
        let mut source = None;
        if (is("source") || style == ".source") && is_citation {
            source = self.term_source(&inline, span);
        }
        let has_words = !inline.builder.is_empty();
        let words = inline.builder.as_str().to_owned();
        let only_designations = inline.marks.iter().any(|it| matches!(it, Mark::Styled(role, _) if designation_status(role).is_some() || role == "domain"));
        let first_is_formula = words.starts_with("stem:");
        let marks = inline.marks;
        let text = inline.builder.finish(span);
        let lang = self.lang;
        let Some(entry) = stack.last_mut().and_then(|it| it.term.as_mut()) else { return false };
        entry.span = entry.span.join(span);
        if let Some((target, element, modified)) = source {
            entry.source = Some((target, element));
            entry.modified = Some(modified);
            return true;
        }
        for mark in &marks {
            match mark {
                Mark::Styled(role, text) if role == "domain" => entry.domain = Some(text.clone()),
                Mark::Styled(role, text) => {
                    if let Some(status) = designation_status(role) {
                        entry.designations.push(Designation {
                            lang: Lang::Unstated,
                            text: text.clone(),
                            status,
                        });
                    }
                }
                Mark::Footnote(text) => entry.footnotes.push(text.clone()),
                _ => {}
            }
        }
        match &block.kind {
            adoc::BlockKind::Admonition(label) if label == "NOTE" || label == "注" => {
                entry.notes.push((lang, text))
            }
            adoc::BlockKind::Admonition(label) if label == "EXAMPLE" || label == "示例" => {
                entry.examples.push((lang, text))
            }
            adoc::BlockKind::Paragraph if is("example") => entry.examples.push((lang, text)),
            adoc::BlockKind::Paragraph if is("NOTE") => entry.notes.push((lang, text)),
            adoc::BlockKind::Paragraph if only_designations => {}
            adoc::BlockKind::Paragraph
                if entry.definitions.is_empty()
                    && has_words
                    && !first_is_formula
                    && !is_formula_only(&block.lines) =>
            {
                entry.definitions.push(Definition { lang, text });
            }
            _ => return false,
        }
        true
    }

    /// `<<ISO7301,clause 3.1>>, modified text`.
    fn term_source(
        &self,
        inline: &adoc::Inline,
        span: Span,
    ) -> Option<(Target, Option<Text>, Said<bool>)> {
        let Some(Mark::Citation { anchor, text, end, span: place, .. }) = inline.marks.first()
        else {
            return None;
        };
        let name = anchor.get(self.sources).trim();
        let written = match self.labels.get(name) {
            Some(label) => Text::decoded(anchor.span(), label.as_str(), []),
            None => anchor.clone(),
        };
        let rest = inline.builder.as_str().get(*end..).unwrap_or("").trim_start_matches([',', ' ']);
        let element_words = rest.split(',').next().unwrap_or("").trim();
        let starts_number = element_words.starts_with(|c: char| c.is_ascii_digit());
        let element = text
            .as_ref()
            .map(|it| locality(it, self.sources))
            .or_else(|| starts_number.then(|| Text::decoded(*place, element_words, [])));
        let change =
            if starts_number { rest.get(element_words.len()..).unwrap_or("") } else { rest };
        let modified = !change.trim_matches([',', ' ', '.']).is_empty();
        Some((Target::named(written), element, Said::new(modified, span)))
    }

    /// An entry of a bibliography; false where the block is none.
    fn entry(&mut self, block: &adoc::Block<'_>, role: ReferenceRole) -> bool {
        if !block.lines.iter().any(|(line, _)| line.text.contains("[[[")) {
            return false;
        }
        let inline = self.inline(&block.lines);
        let Some(span) = block.span() else { return false };
        let mut marks = inline.marks.iter();
        let Some(Mark::Entry { anchor, identifier, span: place }) =
            marks.find(|it| matches!(it, Mark::Entry { .. }))
        else {
            return false;
        };
        let (anchor, identifier, place) = (anchor.clone(), identifier.clone(), *place);
        let footnote = inline.marks.iter().find_map(|it| match it {
            Mark::Footnote(text) => Some(text.clone()),
            _ => None,
        });
        let words = inline.builder.as_str();
        let start = words.len() - words.trim_start_matches([',', ' ', '，']).len();
        let has_title = start < words.len();
        let text = inline.builder.finish(span);
        let title = has_title.then(|| {
            let end = text.get(self.sources).len();
            text.part(start.min(end)..end)
        });
        // `[[[ref12,1]]]` numbers the entry: what it names is its words.
        let numbered = identifier.as_ref().is_none_or(|it| {
            it.get(self.sources).chars().all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | ' '))
        });
        let written = match (identifier, &title) {
            (Some(identifier), _) if !numbered => identifier,
            (_, Some(title)) => title.clone(),
            (Some(identifier), None) => identifier,
            (None, None) => anchor.clone(),
        };
        let mut reference = Reference::new(Target::named(written), role, span.join(place));
        let details = reference.details_mut();
        details.anchor = Some(anchor);
        details.footnote = footnote;
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        self.references.push(reference);
        true
    }

    fn block(&mut self, block: &adoc::Block<'_>, annex: Option<&str>) -> ThinVec<Block> {
        let mut out = ThinVec::new();
        let Some(span) = block.span() else { return out };
        let kind = match &block.kind {
            adoc::BlockKind::Paragraph
                if block.attributes.is("example") || block.attributes.is("EXAMPLE") =>
            {
                BlockKind::Example
            }
            adoc::BlockKind::Paragraph if block.attributes.is("NOTE") => BlockKind::Note,
            adoc::BlockKind::Paragraph
                if ["requirement", "recommendation", "permission"]
                    .iter()
                    .any(|it| block.attributes.is(it)) =>
            {
                BlockKind::Provision
            }
            adoc::BlockKind::Paragraph => BlockKind::Paragraph,
            adoc::BlockKind::Admonition(label) => match label.as_str() {
                "NOTE" | "注" => BlockKind::Note,
                "EXAMPLE" | "示例" => BlockKind::Example,
                _ => BlockKind::Admonition,
            },
            adoc::BlockKind::ListItem(..) | adoc::BlockKind::Definition => BlockKind::ListItem,
            adoc::BlockKind::Table => BlockKind::Table,
            adoc::BlockKind::Image => BlockKind::Figure,
            adoc::BlockKind::Stem => BlockKind::Formula,
            adoc::BlockKind::Verbatim => BlockKind::Verbatim,
            adoc::BlockKind::Heading(_) | adoc::BlockKind::Open(_) | adoc::BlockKind::Close(_) => {
                return out;
            }
        };
        let mut footnotes = Vec::new();
        let mut found = match kind {
            BlockKind::Table => self.table(block, span, &mut footnotes),
            BlockKind::Figure => Block::new(kind, span, Localised::default()),
            BlockKind::Formula | BlockKind::Verbatim => Block::new(kind, span, verbatim(block)),
            _ => {
                let inline = self.inline(&block.lines);
                let citations = self.citations(&inline);
                footnotes.extend(inline.marks.iter().filter_map(|it| match it {
                    Mark::Footnote(text) => Some(text.clone()),
                    _ => None,
                }));
                let inner_anchor = inline.marks.iter().find_map(|it| match it {
                    Mark::Anchor(text) => Some(text.clone()),
                    _ => None,
                });
                let text = if inline.builder.is_empty() {
                    Localised::default()
                } else {
                    Localised::one(self.lang, inline.builder.finish(span))
                };
                let mut made = Block::new(kind, span, text);
                made.citations = citations;
                made.anchor = inner_anchor;
                made
            }
        };
        if let adoc::BlockKind::ListItem(depth, _) = block.kind {
            found.depth = depth;
        }
        if let Some((id, label)) = &block.attributes.id {
            found.anchor = Some(Text::verbatim(*id));
            if kind == BlockKind::Formula {
                found.number = label.as_ref().map(|it| Text::decoded(*id, it.as_str(), []));
            }
        }
        if let Some((line, column)) = block.title {
            let title = self.inline(&[(line, column)]);
            if !title.builder.is_empty() {
                found.title = Localised::one(self.lang, title.builder.finish(line.whole()));
            }
        }
        let unnumbered = block.attributes.options.iter().any(|it| it.contains("unnumbered"));
        if matches!(kind, BlockKind::Table | BlockKind::Figure) && !unnumbered {
            let count = if kind == BlockKind::Table { &mut self.tables } else { &mut self.figures };
            *count += 1;
            let number =
                annex.map_or_else(|| count.to_string(), |letter| format!("{letter}.{count}"));
            found.number = Some(Text::decoded(span, number, []));
        }
        let within = match kind {
            BlockKind::Table => Some(Asset::Table),
            BlockKind::Figure => Some(Asset::Figure),
            _ => None,
        };
        if found.text.is_empty() && block.kind == adoc::BlockKind::Definition {
            // What the name stands for follows in blocks of its own.
            found.text = std::mem::take(&mut found.title);
        }
        if !found.text.is_empty() || matches!(kind, BlockKind::Table | BlockKind::Figure) {
            out.push(found);
        }
        for text in footnotes {
            if text.span().is_empty() {
                continue;
            }
            let mut note =
                Block::new(BlockKind::Footnote, text.span(), Localised::one(self.lang, text));
            note.within = within;
            out.push(note);
        }
        out
    }

    fn citations(&self, inline: &adoc::Inline) -> ThinVec<ExplicitCitation> {
        let words = inline.builder.as_str();
        inline
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Citation { span, anchor, text, end } => {
                    let element =
                        text.as_ref().map(|it| locality(it, self.sources)).or_else(|| {
                            following_element(words, *end).map(|it| Text::decoded(*span, it, []))
                        });
                    Some(ExplicitCitation {
                        span: *span,
                        anchor: anchor.clone(),
                        element,
                        dangling: false,
                    })
                }
                _ => None,
            })
            .collect()
    }

    fn table(&self, block: &adoc::Block<'_>, span: Span, footnotes: &mut Vec<Text>) -> Block {
        let mut whole = crate::syntax::text_builder::TextBuilder::new();
        let mut citations = ThinVec::new();
        for (line, _) in &block.lines {
            if line.is_blank() || line.text.starts_with("//") {
                continue;
            }
            for (index, cell) in cells(line.text).into_iter().enumerate() {
                let piece = Line {
                    text: &line.text[cell.clone()],
                    start: line.start + cell.start,
                    ..*line
                };
                let inline = self.inline(&[(piece, 0)]);
                citations.extend(self.citations(&inline));
                footnotes.extend(inline.marks.iter().filter_map(|it| match it {
                    Mark::Footnote(text) => Some(text.clone()),
                    _ => None,
                }));
                if index > 0 {
                    whole.cell_break();
                }
                whole.append(inline.builder);
            }
            whole.line_break();
        }
        let text = if whole.is_empty() {
            Localised::default()
        } else {
            Localised::one(self.lang, whole.finish(span))
        };
        let mut made = Block::new(BlockKind::Table, span, text);
        made.citations = citations;
        made
    }
}

/// `clause=3.2` is clause 3.2.
fn locality(written: &Text, sources: &SourceMap) -> Text {
    let words = written.get(sources);
    if words.contains('=') {
        return Text::decoded(written.span(), words.replace('=', " "), []);
    }
    written.clone()
}

/// An element named right after a citation: `, Clause 5`, `, 3.1`, `, Annex C`, `第 5 章`.
fn following_element(words: &str, end: usize) -> Option<String> {
    let rest = words.get(end..)?;
    let rest =
        rest.strip_prefix(',').or_else(|| rest.strip_prefix('，')).unwrap_or(rest).trim_start();
    let kinds = [
        "Clause",
        "clause",
        "Section",
        "section",
        "Annex",
        "Table",
        "Figure",
        "Formula",
        "subclause",
        "Appendix",
        "第",
        "附录",
        "表",
        "图",
    ];
    let kind = kinds.iter().find(|it| rest.starts_with(**it));
    let number_at = kind.map_or(0, |it| it.len());
    let number = rest[number_at..].trim_start();
    let len = number
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .unwrap_or(number.len());
    let number = number[..len].trim_end_matches(['.', '-']);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        || (kind.is_some()
            && number.len() <= 6
            && number.starts_with(|c: char| c.is_ascii_uppercase()));
    is_number.then(|| kind.map_or_else(|| number.to_owned(), |kind| format!("{kind} {number}")))
}

fn designation_status(role: &str) -> Option<DesignationStatus> {
    Some(match role {
        "alt" | "admitted" | "symbol" | "letter-symbol" => DesignationStatus::Admitted,
        "deprecated" => DesignationStatus::Deprecated,
        "preferred" => DesignationStatus::Preferred,
        _ => return None,
    })
}

fn is_formula_only(lines: &[(Line<'_>, usize)]) -> bool {
    lines.len() == 1
        && lines[0].0.text.trim().starts_with("stem:[")
        && lines[0].0.text.trim().ends_with(']')
}

fn verbatim(block: &adoc::Block<'_>) -> Localised {
    let (Some((first, column)), Some((last, _))) = (block.lines.first(), block.lines.last()) else {
        return Localised::default();
    };
    if first.file != last.file {
        return Localised::default();
    }
    let span = Span::new(first.file, first.start + column, last.start + last.text.len());
    if span.is_empty() {
        Localised::default()
    } else {
        Localised::one(Lang::Unstated, Text::verbatim(span))
    }
}

/// Ranges of the cells of a table line, without their `2+^.^a` marks.
fn cells(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut bars = Vec::new();
    let mut depth = 0_usize;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 && (at == 0 || bytes[at - 1] != b'\\') => bars.push(at),
            _ => {}
        }
    }
    if bars.is_empty() {
        return std::iter::once(0..line.len()).collect();
    }
    // Words before the first bar: a mark of its cell, or more of the cell of the line before.
    let mut found = Vec::new();
    let is_mark = |words: &str| {
        let words = words.trim();
        words.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '+' | '*'
                        | '.'
                        | '<'
                        | '>'
                        | '^'
                        | 'a'
                        | 'd'
                        | 'e'
                        | 'h'
                        | 'l'
                        | 'm'
                        | 's'
                        | 'v'
                )
        }) && words.len() <= 8
    };
    if bars[0] > 0 && !is_mark(&line[..bars[0]]) {
        found.push(0..bars[0]);
    }
    for (index, bar) in bars.iter().enumerate() {
        let mut end = bars.get(index + 1).copied().unwrap_or(line.len());
        let inner = &line[bar + 1..end];
        if index + 1 < bars.len()
            && let Some(blank) = inner.rfind(' ')
            && !inner[blank..].trim().is_empty()
            && inner[blank..].contains(['+', '^', '<', '>', '*'])
            && is_mark(&inner[blank..])
        {
            end = bar + 1 + blank;
        }
        found.push(bar + 1..end);
    }
    found
}

/// A fenced block that is open: what it makes of the blocks inside it.
struct Fence {
    kind: Option<BlockKind>,
    is_dropped: bool,
    start: usize,
    anchor: Option<Text>,
    /// The identifier of a requirement.
    label: Option<Text>,
    title: Localised,
    span: Option<Span>,
}

/// What a requirement says of itself besides what it requires.
const ABOUT_REQUIREMENTS: [&str; 12] = [
    "subject",
    "target",
    "obligation",
    "inherit",
    "indirect-dependency",
    "implements",
    "classification",
    "class",
    "type",
    "model",
    "tag",
    "key",
];

impl Fence {
    fn of(sign: char, block: &adoc::Block<'_>) -> Self {
        let attributes: &Attributes = &block.attributes;
        let is = |word: &str| attributes.is(word);
        let kind = if ["requirement", "recommendation", "permission"].iter().any(|it| is(it)) {
            Some(BlockKind::Provision)
        } else if is("NOTE") {
            Some(BlockKind::Note)
        } else if ["WARNING", "CAUTION", "IMPORTANT", "TIP", "DANGER"].iter().any(|it| is(it)) {
            Some(BlockKind::Admonition)
        } else if sign == '_' {
            Some(BlockKind::Verbatim)
        } else if sign == '=' || is("example") {
            Some(BlockKind::Example)
        } else {
            None
        };
        // A sidebar by a reviewer is no text of the standard.
        let is_dropped = sign == '*' && (attributes.get("reviewer").is_some() || is("reviewer"));
        let anchor = attributes.id.as_ref().map(|(span, _)| Text::verbatim(*span));
        let span = block.span();
        let label = ["identifier", "label"]
            .iter()
            .find_map(|it| attributes.get(it))
            .filter(|_| kind == Some(BlockKind::Provision))
            .and_then(|it| Some(Text::decoded(span?, it, [])));
        Self { kind, is_dropped, start: 0, anchor, label, title: Localised::default(), span }
    }

    /// Takes the identifier out of the list of what a requirement says of itself, and leaves the
    /// rest of that list a list.
    fn describe(&mut self, blocks: &mut ThinVec<Block>, sources: &SourceMap) -> Vec<bool> {
        let start = self.start.min(blocks.len());
        let name = |block: &Block| {
            block.title.first().map(|it| it.get(sources).trim().to_lowercase()).unwrap_or_default()
        };
        let is_label = |block: &Block| {
            block.kind == BlockKind::ListItem
                && matches!(name(block).as_str(), "identifier" | "label")
        };
        if let Some(at) = blocks.iter().skip(start).position(is_label).map(|at| start + at)
            && self.label.is_none()
            && blocks.len() > start + 1
        {
            self.label = blocks.remove(at).text.first().cloned();
        }
        blocks
            .iter()
            .map(|it| {
                it.kind == BlockKind::ListItem && ABOUT_REQUIREMENTS.contains(&name(it).as_str())
            })
            .collect()
    }

    /// Gives the blocks inside their kind, anchor and title. Figures in one fence are parts of one
    /// figure: the answer is how many numbers that saves.
    fn apply(mut self, blocks: &mut ThinVec<Block>, sources: &SourceMap) -> usize {
        let is_about = match self.kind {
            Some(BlockKind::Provision) => self.describe(blocks, sources),
            _ => Vec::new(),
        };
        let start = self.start.min(blocks.len());
        let figures = blocks[start..].iter().filter(|it| it.kind == BlockKind::Figure).count();
        if figures > 0 && (self.anchor.is_some() || !self.title.is_empty()) {
            let span = self.span.unwrap_or(blocks[start].span);
            let mut whole = Block::new(BlockKind::Figure, span, Localised::default());
            for block in blocks.iter_mut().skip(start) {
                if block.kind == BlockKind::Figure {
                    let number = block.number.take();
                    whole.number = whole.number.or(number);
                    block.within = Some(Asset::Figure);
                }
            }
            whole.anchor = self.anchor;
            whole.title = self.title;
            blocks.insert(start, whole);
            return figures - 1;
        }
        if let Some(first) = blocks.get_mut(start) {
            first.anchor = first.anchor.take().or(self.anchor);
            first.number = first.number.take().or(self.label);
            if first.title.is_empty() {
                first.title = self.title;
            }
        }
        if let Some(kind) = self.kind {
            for (index, block) in blocks.iter_mut().enumerate().skip(start) {
                if matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem)
                    && !is_about.get(index).copied().unwrap_or(false)
                {
                    block.kind = kind;
                }
            }
        }
        0
    }
}
