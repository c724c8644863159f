//! Metanorma XML. The presentation form repeats the semantic one in elements of its own
//! (`fmt-…`), which are passed over but for the numbers in them.

use std::collections::BTreeMap;

use roxmltree::Node;
use rustc_hash::FxHashSet;
use thin_vec::ThinVec;

use super::numbers::{Numbers, letter};
use crate::bilingual;
use crate::model::{
    Adoption, Asset, Block, BlockKind, Clause, Definition, Designation, DesignationStatus, Element,
    ExplicitCitation, Lang, Localised, Reference, ReferenceRole, Said, Stage, Standard, Status,
    Target, TermEntry,
};
use crate::reader::{Reader, Reading, correspondence, elements};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};

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
        let document = match prepared.parse() {
            Ok(document) => document,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let ids = xml::ids(&document, &["id", "anchor"]);
        let mut reader = Markup {
            file,
            ids: &ids,
            lang: Lang::Unstated,
            numbers: Numbers::default(),
            references: ThinVec::new(),
            terms: ThinVec::new(),
            unknown: BTreeMap::new(),
            tables: 0,
            figures: 0,
            has_printed_labels: has_printed_labels(&document),
        };
        let mut standard = reader.document(document.root_element(), &mut reading.problems);
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
    /// The presentation form of before 2025: numbers and labels stand in the titles themselves.
    has_printed_labels: bool,
}

/// Whether titles hold what is printed before them: a presentation without elements of its own.
fn has_printed_labels(document: &roxmltree::Document<'_>) -> bool {
    document.root_element().attribute("type") == Some("presentation")
        && !document.descendants().any(|it| xml::name(it).starts_with("fmt-"))
}

impl Markup<'_> {
    fn span(&self, node: Node<'_, '_>) -> Span {
        xml::span(self.file.id(), node)
    }

    fn tag(&self, node: Node<'_, '_>) -> Span {
        let start = node.range().start;
        Span::new(self.file.id(), start, start + 1 + xml::name(node).len())
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |it| &it.value)
    }

    fn document(&mut self, root: Node<'_, '_>, problems: &mut Vec<Problem>) -> Standard {
        let mut standard = Standard::at(self.span(root));
        match xml::child(root, "bibdata") {
            Some(data) => self.bibdata(data, &mut standard),
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
                "preface" | "sections" | "bibliography" => {
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

    fn bibdata(&mut self, data: Node<'_, '_>, standard: &mut Standard) {
        let identifiers: Vec<_> = xml::children(data, "docidentifier").collect();
        let plain = |it: &&Node<'_, '_>| {
            !it.attribute("type").is_some_and(|kind| {
                kind == "URN" || kind.contains("iso-") || kind == "DOI" || kind == "ISBN"
            })
        };
        let primary = identifiers
            .iter()
            .find(|it| it.attribute("primary") == Some("true"))
            .or_else(|| identifiers.iter().find(plain));
        standard.identity = primary.and_then(|it| xml::text_of(self.file, *it)).map(Target::named);
        if let Some(language) = xml::child(data, "language") {
            self.lang =
                language.text().and_then(|it| Lang::from_word(it.trim())).unwrap_or(Lang::Unstated);
            standard.details_mut().languages.extend(xml::text_of(self.file, language));
        }
        for title in xml::children(data, "title") {
            let whole = matches!(title.attribute("type"), None | Some("main" | "title-full"));
            let lang = title
                .attribute("language")
                .map_or(self.lang, |it| Lang::from_word(it).unwrap_or(Lang::Other));
            if whole && standard.title.in_lang(lang).is_none() {
                standard.title.texts.extend(xml::text_of(self.file, title).map(|it| (lang, it)));
            }
        }
        let is_dated =
            xml::children(data, "date").any(|it| it.attribute("type") == Some("published"));
        for date in xml::children(data, "date") {
            let on = xml::child(date, "on").or_else(|| xml::child(date, "from")).unwrap_or(date);
            let text = xml::text_of(self.file, on);
            match date.attribute("type") {
                Some("published") => standard.dates.published = text,
                // The day of a print, which may follow on that of publication.
                Some("issued") if !is_dated => standard.dates.published = text,
                Some("implemented" | "activated") => standard.dates.effective = text,
                Some("obsoleted" | "withdrawn") => standard.dates.withdrawn = text.map(Box::new),
                Some("confirmed") => standard.dates.reviewed = text.map(Box::new),
                _ => {}
            }
        }
        if let Some(status) = xml::child(data, "status") {
            let stage = xml::child(status, "stage").and_then(|it| it.text()).unwrap_or("").trim();
            let substage = xml::child(status, "substage").and_then(|it| it.text()).map(str::trim);
            let substage = substage.unwrap_or(super::header::default_substage(stage));
            let place = self.tag(status);
            if let Some(stage) = Stage::parse(&format!("{stage}.{substage}")) {
                let value = match stage.stage {
                    0..60 => Status::Draft,
                    95 if stage.substage >= 99 => Status::Withdrawn,
                    _ => Status::Current,
                };
                standard.status = Some(Said::new(value, place));
                standard.details_mut().stage = Some(Said::new(stage, place));
            } else {
                let value = match stage.to_lowercase().as_str() {
                    "published" | "approved" | "final" => Some(Status::Current),
                    "withdrawn" | "retired" | "cancelled" => Some(Status::Withdrawn),
                    it if it.contains("draft") || it == "proposal" => Some(Status::Draft),
                    _ => None,
                };
                standard.status = value.map(|it| Said::new(it, place));
            }
        }
        for relation in xml::children(data, "relation") {
            self.relation(relation, standard);
        }
        if let Some(ext) = xml::child(data, "ext") {
            for ics in xml::children(ext, "ics") {
                let code = xml::child(ics, "code").unwrap_or(ics);
                if let Some(code) = xml::text_of(self.file, code) {
                    standard.classification_mut().ics.push(code);
                }
            }
            for ccs in xml::children(ext, "ccs") {
                let code = xml::child(ccs, "code").unwrap_or(ccs);
                if let Some(code) = xml::text_of(self.file, code) {
                    standard.classification_mut().ccs.push(code);
                }
            }
            standard.details_mut().document_type =
                xml::child(ext, "doctype").and_then(|it| xml::text_of(self.file, it));
        }
        standard.details_mut().edition =
            xml::child(data, "edition").and_then(|it| xml::text_of(self.file, it));
    }

    fn relation(&self, relation: Node<'_, '_>, standard: &mut Standard) {
        let Some(item) = xml::child(relation, "bibitem") else { return };
        let named = xml::children(item, "docidentifier")
            .find(|it| it.attribute("type") != Some("URN"))
            .or_else(|| xml::child(item, "formattedref"))
            .and_then(|it| xml::text_of(self.file, it));
        let Some(target) = named.map(Target::named) else { return };
        match relation.attribute("type").unwrap_or("") {
            "obsoletes" | "replaces" | "supersedes" | "successorOf" => {
                standard.replaces.push(target)
            }
            "obsoletedBy" | "replacedBy" | "hasSuccessor" => standard.replaced_by.push(target),
            "updates" | "amends" | "corrects" => standard.amends.push(target),
            "adoptedFrom" | "identicalTo" | "equivalent" | "nonequivalent" => {
                let kind = relation.attribute("type").unwrap_or("");
                let mut adoption = Adoption::of(target, self.span(relation));
                adoption.degree = correspondence::degree_word(kind.trim_end_matches("To"))
                    .map(|it| Said::new(it, self.tag(relation)));
                standard.adopts.push(adoption);
            }
            "adoptedAs" => standard.adopted_as.push(target),
            "partOf" => standard.part_of.push(target),
            _ => {}
        }
    }

    fn part(&mut self, node: Node<'_, '_>, level: u8, out: &mut ThinVec<Clause>) {
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

    fn not_understood(&mut self, node: Node<'_, '_>) {
        let place = self.tag(node);
        self.unknown.entry(xml::name(node).to_owned()).or_insert((0, place)).0 += 1;
    }

    fn clause(&mut self, node: Node<'_, '_>, level: u8) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = xml::attribute(self.file, node, "anchor")
            .or_else(|| xml::attribute(self.file, node, "id"));
        if let Some(title) = xml::child(node, "title") {
            clause.title =
                self.heading(title).map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        }
        let name = xml::name(node);
        let normative_list = node.attribute("normative") == Some("true");
        let by_title = clause.title.first().and_then(|it| elements::element_of(self.words(it)));
        let element = match name {
            "foreword" => Some(Element::Foreword),
            "introduction" => Some(Element::Introduction),
            "abstract" | "acknowledgements" | "executivesummary" => Some(Element::Preliminary),
            "terms" if level == 1 => Some(Element::Terms),
            "definitions" => Some(Element::Symbols),
            "annex" => Some(Element::Annex),
            "references" if normative_list => Some(Element::NormativeReferences),
            "references" => Some(Element::Bibliography),
            "clause" if node.attribute("type") == Some("scope") => Some(Element::Scope),
            "clause" if level == 1 => by_title,
            _ => None,
        };
        clause.element = element.map(|it| Said::new(it, self.tag(node)));
        let unnumbered = node.attribute("unnumbered") == Some("true")
            || (level == 1
                && matches!(
                    element,
                    Some(
                        Element::Foreword
                            | Element::Introduction
                            | Element::Preliminary
                            | Element::Bibliography
                    )
                ));
        let is_annex = name == "annex";
        let counted = self.numbers.next(level, is_annex, unnumbered);
        let printed = autonumber(node).or_else(|| self.printed_number(node));
        clause.number = printed
            .or(counted)
            .filter(|_| !unnumbered)
            .map(|it| xml::stands_for(self.tag(node), it));
        if is_annex {
            self.tables = 0;
            self.figures = 0;
            let normative = node.attribute("obligation") != Some("informative");
            clause.normative = Some(Said::new(normative, self.tag(node)));
        }
        let role =
            if normative_list { ReferenceRole::Normative } else { ReferenceRole::Informative };
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "title" | "variant-title" => {}
                "clause" | "terms" | "definitions" | "references" | "appendix" => {
                    self.part(child, level + 1, &mut clause.clauses)
                }
                "term" => {
                    let inner = self.term(child, level + 1);
                    clause.clauses.push(inner);
                }
                "bibitem" => {
                    let reference = self.reference(child, role);
                    self.references.extend(reference);
                }
                _ => self.block(child, &mut clause.blocks, 0, 0),
            }
        }
        clause
    }

    fn reference(&self, item: Node<'_, '_>, role: ReferenceRole) -> Option<Reference> {
        if item.attribute("hidden") == Some("true") {
            return None;
        }
        let identifiers: Vec<_> = xml::children(item, "docidentifier").collect();
        let skip = |kind: &str| {
            matches!(
                kind,
                "URN" | "metanorma" | "metanorma-ordinal" | "DOI" | "ISBN" | "ISSN" | "biblio-tag"
            ) || kind.contains("iso-")
        };
        let named = identifiers
            .iter()
            .find(|it| it.attribute("primary") == Some("true"))
            .or_else(|| identifiers.iter().find(|it| !it.attribute("type").is_some_and(skip)))
            .and_then(|it| xml::text_of(self.file, *it));
        let titles: Vec<_> = xml::children(item, "title").collect();
        let title = titles
            .iter()
            .find(|it| it.attribute("type") == Some("main"))
            .or_else(|| titles.first())
            .copied()
            .and_then(|it| self.text(it));
        let title = title.or_else(|| {
            // All that is printed: the identifier, then the title.
            let whole = xml::child(item, "formattedref").and_then(|it| self.text(it))?;
            let words = self.words(&whole);
            let number = named.as_ref().map_or("", |it| self.words(it));
            let rest = words.strip_prefix(number).unwrap_or(words).trim_start_matches([',', ' ']);
            (!rest.is_empty()).then(|| whole.part(words.len() - rest.len()..words.len()))
        });
        let written = named.or_else(|| title.clone())?;
        let mut reference = Reference::new(Target::named(written), role, self.span(item));
        let footnote = xml::children(item, "note").find_map(|it| self.text(it));
        let details = reference.details_mut();
        details.anchor = xml::attribute(self.file, item, "anchor")
            .or_else(|| xml::attribute(self.file, item, "id"));
        if let Some(title) = title {
            details.title = Localised::one(self.lang, title);
        }
        details.footnote = footnote;
        Some(reference)
    }

    fn term(&mut self, node: Node<'_, '_>, level: u8) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = xml::attribute(self.file, node, "anchor")
            .or_else(|| xml::attribute(self.file, node, "id"));
        let counted = self.numbers.next(level, false, false);
        let printed = autonumber(node).or_else(|| self.printed_number(node));
        clause.number = printed.or(counted).map(|it| xml::stands_for(self.tag(node), it));
        let mut entry = TermEntry {
            span: self.span(node),
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
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                name @ ("preferred" | "admitted" | "deprecates") => {
                    let status = match name {
                        "preferred" => DesignationStatus::Preferred,
                        "admitted" => DesignationStatus::Admitted,
                        _ => DesignationStatus::Deprecated,
                    };
                    let expression =
                        xml::child(child, "expression").and_then(|it| xml::child(it, "name"));
                    let lang = child
                        .attribute("language")
                        .or_else(|| {
                            xml::child(child, "expression").and_then(|it| it.attribute("language"))
                        })
                        .map_or(self.lang, |it| Lang::from_word(it).unwrap_or(Lang::Other));
                    if let Some(text) = self.text(expression.unwrap_or(child)) {
                        let words = self.words(&text);
                        let text = match words.strip_prefix("DEPRECATED:") {
                            Some(rest) => {
                                text.part(words.len() - rest.trim_start().len()..words.len())
                            }
                            None => text,
                        };
                        if clause.title.is_empty() {
                            clause.title = Localised::one(lang, text.clone());
                        }
                        entry.designations.push(Designation { lang, text, status });
                    }
                }
                "domain" => entry.domain = self.text(child),
                "definition" => {
                    let words = xml::child(child, "verbal-definition").unwrap_or(child);
                    let lang = self.lang;
                    entry
                        .definitions
                        .extend(self.text(words).map(|text| Definition { lang, text }));
                }
                "termnote" => entry.notes.extend(self.text(child).map(|it| (self.lang, it))),
                "termexample" => entry.examples.extend(self.text(child).map(|it| (self.lang, it))),
                "source" | "termsource" => self.term_source(child, &mut entry),
                "term" => {
                    let inner = self.term(child, level + 1);
                    clause.clauses.push(inner);
                }
                "related" | "dl" | "p" => {}
                name if name.starts_with("fmt-") => {}
                _ => self.block(child, &mut clause.blocks, 0, 0),
            }
        }
        self.terms.push(entry);
        clause
    }

    fn term_source(&self, node: Node<'_, '_>, entry: &mut TermEntry) {
        let Some(origin) = xml::child(node, "origin") else { return };
        let Some(written) = xml::attribute(self.file, origin, "citeas")
            .filter(|it| !it.span().is_empty())
            .or_else(|| self.text(origin))
        else {
            return;
        };
        let locality = origin
            .descendants()
            .find(|it| xml::name(*it) == "referenceFrom")
            .and_then(|it| xml::text_of(self.file, it));
        let modified = node.attribute("status") == Some("modified")
            || xml::child(node, "modification").is_some();
        entry.source = Some((Target::named(written), locality));
        entry.modified = Some(Said::new(modified, self.tag(node)));
    }

    /// A title without the number or label that is printed in it: `1<tab/>Scope`,
    /// `Annex A<br/>(informative)<br/>Lamps`.
    fn heading(&self, title: Node<'_, '_>) -> Option<Text> {
        let is_annex = title.parent().is_some_and(|it| xml::name(it) == "annex");
        let cut = self
            .has_printed_labels
            .then(|| {
                let named =
                    |wanted: &'static str| move |it: &Node<'_, '_>| xml::name(*it) == wanted;
                if is_annex {
                    title.children().rfind(named("br"))
                } else {
                    title.children().find(named("tab"))
                }
            })
            .flatten();
        let Some(cut) = cut else { return self.text(title) };
        let mut words = Words::of(title);
        for part in cut.next_siblings().skip(1) {
            if part.is_text() {
                xml::push_text(&mut words.builder, self.file, part, true);
            } else if !matches!(xml::name(part), "fn" | "bookmark" | "index" | "") {
                words.gather(self, part, true);
            }
        }
        (!words.builder.is_empty()).then(|| words.builder.finish(self.span(title)))
    }

    /// The number that stands before the tab of a title, or in the name of a term.
    fn printed_number(&self, node: Node<'_, '_>) -> Option<String> {
        if !self.has_printed_labels {
            return None;
        }
        let label: String = match (xml::child(node, "title"), xml::name(node)) {
            (Some(title), _) => {
                title.children().find(|it| xml::name(*it) == "tab")?;
                title
                    .children()
                    .take_while(|it| xml::name(*it) != "tab")
                    .flat_map(|it| it.descendants().filter(Node::is_text))
                    .filter_map(|it| it.text())
                    .collect()
            }
            (None, "term") => {
                let name = xml::child(node, "name")?;
                name.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
            }
            _ => return None,
        };
        let number = label.trim().trim_end_matches('.').to_owned();
        let is_number = number.starts_with(|c: char| c.is_ascii_alphanumeric())
            && number.len() <= 24
            && !number.contains(char::is_whitespace);
        is_number.then_some(number)
    }

    /// `Table 1 — Limits`: number and title, where the label is printed in the name.
    fn caption(&self, node: Node<'_, '_>) -> (Option<Text>, Option<Text>) {
        let name = xml::child(node, "name").and_then(|it| self.text(it));
        let Some(name) = name else { return (None, None) };
        if !self.has_printed_labels {
            return (None, Some(name));
        }
        let words = self.words(&name);
        let blank = |c: char| c.is_whitespace();
        let (label, title) = match words.split_once('—') {
            Some((label, title)) => (label.trim_end(), title.trim_start()),
            None => (words, ""),
        };
        let number = label.rsplit(blank).next().unwrap_or("");
        if !number.ends_with(|c: char| c.is_ascii_digit()) {
            return (None, Some(name));
        }
        let number = name.part(label.len() - number.len()..label.len());
        let title = (!title.is_empty()).then(|| name.part(words.len() - title.len()..words.len()));
        (Some(number), title)
    }

    /// A formula once, of the forms in which it is given.
    fn formula(&self, stem: Node<'_, '_>) -> Option<Text> {
        let written = stem
            .descendants()
            .find(|it| matches!(xml::name(*it), "asciimath" | "latexmath"))
            .and_then(|it| xml::text_of(self.file, it));
        written.or_else(|| self.text(stem))
    }

    fn text(&self, node: Node<'_, '_>) -> Option<Text> {
        let mut words = Words::of(node);
        words.gather(self, node, true);
        (!words.builder.is_empty()).then(|| words.builder.finish(self.span(node)))
    }

    fn block(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if depth >= 128 {
            return;
        }
        match xml::name(node) {
            "p" => self.paragraph(node, BlockKind::Paragraph, out, list_depth),
            "ul" | "ol" => {
                for item in xml::children(node, "li") {
                    let from = out.len();
                    for child in item.children().filter(Node::is_element) {
                        let inner = if matches!(xml::name(child), "ul" | "ol") {
                            list_depth.saturating_add(1)
                        } else {
                            list_depth
                        };
                        self.block(child, out, depth + 1, inner);
                    }
                    if out.len() == from {
                        self.paragraph(item, BlockKind::ListItem, out, list_depth);
                    }
                    for block in out.iter_mut().skip(from) {
                        if block.kind == BlockKind::Paragraph {
                            block.kind = BlockKind::ListItem;
                            block.depth = list_depth;
                        }
                    }
                }
            }
            "dl" => {
                let mut name = None;
                for child in node.children().filter(Node::is_element) {
                    match xml::name(child) {
                        "dt" => name = self.text(child),
                        "dd" => {
                            let from = out.len();
                            for inner in child.children().filter(Node::is_element) {
                                self.block(inner, out, depth + 1, list_depth);
                            }
                            if out.len() == from {
                                self.paragraph(child, BlockKind::ListItem, out, list_depth);
                            }
                            for block in out.iter_mut().skip(from) {
                                if block.kind == BlockKind::Paragraph {
                                    block.kind = BlockKind::ListItem;
                                }
                            }
                            if let (Some(block), Some(name)) = (out.get_mut(from), name.take()) {
                                block.title = Localised::one(self.lang, name);
                            }
                        }
                        _ => {}
                    }
                }
            }
            "note" | "termnote" => self.nested(node, BlockKind::Note, out, depth),
            "example" | "termexample" => self.nested(node, BlockKind::Example, out, depth),
            "admonition" => self.nested(node, BlockKind::Admonition, out, depth),
            "requirement" | "recommendation" | "permission" => {
                self.nested(node, BlockKind::Provision, out, depth)
            }
            "quote" => self.nested(node, BlockKind::Verbatim, out, depth),
            "table" => self.table(node, out, depth),
            "figure" => self.figure(node, out, depth),
            "formula" => {
                let text = xml::child(node, "stem").and_then(|it| self.formula(it));
                let mut block = Block::new(
                    BlockKind::Formula,
                    self.span(node),
                    text.map(|it| Localised::one(self.lang, it)).unwrap_or_default(),
                );
                block.anchor = xml::attribute(self.file, node, "anchor")
                    .or_else(|| xml::attribute(self.file, node, "id"));
                block.number =
                    node.attribute("autonum").map(|it| xml::stands_for(self.tag(node), it));
                out.push(block);
                for child in
                    node.children().filter(|it| matches!(xml::name(*it), "dl" | "p" | "note"))
                {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            "sourcecode" | "pre" | "literal" => {
                if let Some(text) = self.text(node) {
                    out.push(Block::new(
                        BlockKind::Verbatim,
                        self.span(node),
                        Localised::one(Lang::Unstated, text),
                    ));
                }
            }
            "stem" => {
                if let Some(text) = self.formula(node) {
                    out.push(Block::new(
                        BlockKind::Formula,
                        self.span(node),
                        Localised::one(self.lang, text),
                    ));
                }
            }
            "description" | "inherit" | "specification" | "measurement-target" | "verification"
            | "import" | "component" => {
                for child in node.children().filter(Node::is_element) {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            "name" | "title" | "label" | "bookmark" | "hr" | "pagebreak" | "image" | "index"
            | "toc" | "identifier" | "subject" | "floating-title" | "fn" | "author" | "source"
            | "attribution" | "classification" | "annotation" | "passthrough" | "columnbreak"
            | "key" => {}
            name if name.starts_with("fmt-") || name == "semx" => {}
            _ => self.not_understood(node),
        }
    }

    fn nested(
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
        if let Some(block) = out.get_mut(from) {
            block.anchor = block.anchor.take().or_else(|| xml::attribute(self.file, node, "id"));
        }
    }

    fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        list_depth: u8,
    ) {
        let mut words = Words::of(node);
        words.gather(self, node, false);
        if words.builder.is_empty() {
            return;
        }
        let text = words.builder.finish(self.span(node));
        let mut block = Block::new(kind, self.span(node), Localised::one(self.lang, text));
        block.anchor = xml::attribute(self.file, node, "anchor")
            .or_else(|| xml::attribute(self.file, node, "id"));
        block.citations = words.citations;
        block.depth = list_depth;
        out.push(block);
        self.footnotes(node, None, out);
    }

    fn footnotes(&mut self, node: Node<'_, '_>, within: Option<Asset>, out: &mut ThinVec<Block>) {
        for note in node.descendants().filter(|it| xml::name(*it) == "fn") {
            if let Some(text) = self.text(note) {
                let mut block = Block::new(
                    BlockKind::Footnote,
                    self.span(note),
                    Localised::one(self.lang, text),
                );
                block.within = within;
                out.push(block);
            }
        }
    }

    fn asset_number(&mut self, node: Node<'_, '_>, is_table: bool) -> Option<Text> {
        if node.attribute("unnumbered") == Some("true") {
            return None;
        }
        let count = if is_table { &mut self.tables } else { &mut self.figures };
        *count += 1;
        let counted = if self.numbers.in_annex {
            format!("{}.{count}", letter(self.numbers.annexes))
        } else {
            count.to_string()
        };
        let number = node.attribute("autonum").map_or(counted, str::to_owned);
        Some(xml::stands_for(self.tag(node), number))
    }

    fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut words = Words::of(node);
        let is_cell = |it: &Node<'_, '_>| matches!(xml::name(*it), "td" | "th");
        let mut grid = xml::Grid::default();
        for row in node.descendants().filter(|it| xml::name(*it) == "tr") {
            for (index, cell) in grid.row(row.children().filter(is_cell)).into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.gather(self, cell, true);
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
        let counted = self.asset_number(node, true);
        let (printed, title) = self.caption(node);
        block.number = printed.or(counted);
        block.title = title.map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        block.anchor = xml::attribute(self.file, node, "anchor")
            .or_else(|| xml::attribute(self.file, node, "id"));
        out.push(block);
        self.footnotes(node, Some(Asset::Table), out);
        for note in xml::children(node, "note") {
            self.block(note, out, depth + 1, 0);
        }
    }

    fn figure(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut block = Block::new(BlockKind::Figure, self.span(node), Localised::default());
        let counted = self.asset_number(node, false);
        let (printed, title) = self.caption(node);
        block.number = printed.or(counted);
        block.title = title.map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        block.anchor = xml::attribute(self.file, node, "anchor")
            .or_else(|| xml::attribute(self.file, node, "id"));
        out.push(block);
        for child in node
            .children()
            .filter(|it| matches!(xml::name(*it), "note" | "dl" | "p" | "sourcecode" | "pre"))
        {
            self.block(child, out, depth + 1, 0);
        }
        self.footnotes(node, Some(Asset::Figure), out);
    }
}

/// Words of a block, without footnotes and without what the presentation repeats.
#[derive(Default)]
struct Words {
    builder: TextBuilder,
    citations: ThinVec<ExplicitCitation>,
}

impl Words {
    fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    fn gather(&mut self, markup: &Markup<'_>, node: Node<'_, '_>, with_blocks: bool) {
        let Self { builder, citations } = self;
        xml::collect(builder, markup.file, node, &mut |builder, element| {
            let name = xml::name(element);
            let range = element.range();
            if with_blocks && matches!(name, "p" | "li" | "dt" | "dd" | "formula" | "sourcecode") {
                builder.blank(range.start, range.start);
            }
            match name {
                "eref" | "xref" => {
                    let attribute = if name == "eref" { "bibitemid" } else { "target" };
                    if let Some(anchor) = xml::attribute(markup.file, element, attribute) {
                        let locality = element
                            .descendants()
                            .find(|it| xml::name(*it) == "referenceFrom")
                            .and_then(|it| xml::text_of(markup.file, it));
                        let is_printed = element
                            .next_sibling_element()
                            .is_some_and(|it| xml::name(it) == "semx");
                        if !is_printed {
                            let is_printed = |it: &Node<'_, '_>| {
                                !it.ancestors().take_while(|it| it != &element).any(|it| {
                                    matches!(xml::name(it), "locality" | "localityStack" | "date")
                                })
                            };
                            let own = element
                                .descendants()
                                .filter(Node::is_text)
                                .filter(is_printed)
                                .filter_map(|it| it.text())
                                .collect::<String>();
                            let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
                            let printed = match (own.as_str(), element.attribute("citeas")) {
                                ("", Some(cited)) => match &locality {
                                    Some(locality) => {
                                        format!("{cited}, {}", markup.words(locality))
                                    }
                                    None => cited.to_owned(),
                                },
                                ("", None) => markup.words(&anchor).to_owned(),
                                (own, _) => own.to_owned(),
                            };
                            builder.replaced(&printed, range.start, range.end);
                        }
                        let dangling = !markup.ids.contains(markup.words(&anchor));
                        citations.push(ExplicitCitation {
                            span: markup.span(element),
                            anchor,
                            element: locality,
                            dangling,
                        });
                    }
                    Inline::Skip
                }
                "stem" => {
                    let formula = element
                        .descendants()
                        .find(|it| matches!(xml::name(*it), "asciimath" | "latexmath"));
                    match formula.and_then(|it| it.text()) {
                        Some(words) => {
                            builder.replaced(words.trim(), range.start, range.end);
                            Inline::Skip
                        }
                        None => Inline::Enter,
                    }
                }
                "concept" => {
                    let words = element
                        .children()
                        .find(|it| xml::name(*it) == "renderterm")
                        .or_else(|| element.children().find(|it| xml::name(*it) == "refterm"));
                    if let Some(words) = words.and_then(|it| it.text()) {
                        builder.replaced(words.trim(), range.start, range.end);
                    }
                    Inline::Skip
                }
                "link" if !element.has_children() => {
                    let is_printed =
                        element.next_sibling_element().is_some_and(|it| xml::name(it) == "semx");
                    if let Some(target) = element.attribute("target").filter(|_| !is_printed) {
                        builder.replaced(target, range.start, range.end);
                    }
                    Inline::Skip
                }
                "semx" => match element.attribute("element") {
                    Some("eref" | "xref" | "link" | "erefstack") => Inline::Enter,
                    _ => Inline::Skip,
                },
                "fmt-xref" | "fmt-link" | "fmt-eref" => {
                    if name == "fmt-link" && !element.has_children() {
                        builder.replaced(
                            element.attribute("target").unwrap_or(""),
                            range.start,
                            range.end,
                        );
                    }
                    Inline::Enter
                }
                "tab" => {
                    builder.blank(range.start, range.end);
                    Inline::Skip
                }
                "fn" | "bookmark" | "image" | "index" | "index-xref" | "ul" | "ol" | "table"
                | "figure" | "note"
                    if !with_blocks =>
                {
                    Inline::Skip
                }
                "fn" | "image" | "index" | "index-xref" | "bookmark" | "date" | "name"
                    if xml::name(node) != "expression" && name != xml::name(node) =>
                {
                    Inline::Skip
                }
                name if name.starts_with("fmt-") => Inline::Skip,
                _ => Inline::Enter,
            }
        });
    }
}

/// The number that the presentation prints in a heading.
fn autonumber(node: Node<'_, '_>) -> Option<String> {
    // `Appendix 1` of an annex is numbered within it.
    if xml::name(node) == "appendix" {
        return None;
    }
    let heading = node.children().find(|it| matches!(xml::name(*it), "fmt-title" | "fmt-name"))?;
    let label =
        heading.descendants().find(|it| it.attribute("class") == Some("fmt-caption-label"))?;
    let words: String = label
        .descendants()
        .filter(Node::is_text)
        .filter(|it| {
            !it.ancestors()
                .take_while(|it| *it != label)
                .any(|it| it.attribute("class") == Some("fmt-element-name"))
        })
        .filter_map(|it| it.text())
        .collect();
    let number = words.trim().trim_end_matches('.').to_owned();
    let is_number = number.starts_with(|c: char| c.is_ascii_alphanumeric())
        && number.len() <= 24
        && !number.contains(' ');
    is_number.then_some(number)
}

/// Where a part is printed.
fn place_in_print(node: Node<'_, '_>) -> u8 {
    let parent = node.parent().map_or("", xml::name);
    match (parent, xml::name(node)) {
        ("preface", _) => 0,
        ("sections", "clause") if node.attribute("type") == Some("scope") => 1,
        // The presentation form moves the list to where it is printed.
        ("bibliography" | "sections", _) if has_normative_list(node) => 2,
        ("sections", _) => 3,
        (_, "annex") => 4,
        _ => 5,
    }
}

fn has_normative_list(node: Node<'_, '_>) -> bool {
    node.descendants()
        .any(|it| xml::name(it) == "references" && it.attribute("normative") == Some("true"))
}
