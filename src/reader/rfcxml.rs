//! RFC XML, versions 2 and 3 (RFC 7749, RFC 7991): RFCs and Internet-Drafts.

use roxmltree::{Document, Node};
use rustc_hash::FxHashSet;
use thin_vec::{ThinVec, thin_vec};

use super::{Reader, Reading};
use crate::bilingual;
use crate::model::{
    Block, BlockKind, Clause, Element, ExplicitCitation, Lang, Localised, Reference, ReferenceRole,
    Said, Standard, Status, Target, Text,
};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};

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
        let document = match prepared.parse() {
            Ok(document) => document,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let anchors = xml::ids(&document, &["anchor", "pn", "slugifiedName"]);
        let mut reader = Rfc {
            file,
            prepared: &prepared,
            anchors: &anchors,
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

struct Rfc<'a> {
    file: &'a SourceFile,
    prepared: &'a xml::Prepared<'a>,
    /// Every anchor of the file.
    anchors: &'a FxHashSet<&'a str>,
    /// Entries of the reference lists are kept outside the file.
    has_outside_entries: bool,
    problems: &'a mut Vec<Problem>,
}

/// Counts sections as the format numbers them.
#[derive(Default)]
struct Numbering {
    counters: Vec<usize>,
    appendix: bool,
}

impl Numbering {
    fn next(&mut self, depth: usize) -> String {
        self.counters.resize(depth + 1, 0);
        self.counters[depth] += 1;
        let mut number = String::new();
        for (level, count) in self.counters.iter().enumerate() {
            if level > 0 {
                number.push('.');
            }
            if level == 0 && self.appendix {
                number.push_str(&letters(*count));
            } else {
                number.push_str(&count.to_string());
            }
        }
        number
    }
}

/// `A` … `Z`, `AA` …
fn letters(mut count: usize) -> String {
    let mut out = Vec::new();
    while count > 0 {
        count -= 1;
        out.push(b'A' + u8::try_from(count % 26).unwrap_or(0));
        count /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
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

    fn identity(&mut self, rfc: Node<'_, '_>, standard: &mut Standard) {
        let number = xml::attribute(self.file, rfc, "number");
        let draft = xml::attribute(self.file, rfc, "docName").or_else(|| {
            // Version 3 says it in the front, too.
            let front = xml::child(rfc, "front")?;
            let info = xml::children(front, "seriesInfo")
                .find(|it| it.attribute("name").is_some_and(|it| it.trim() == "Internet-Draft"))?;
            xml::attribute(self.file, info, "value")
        });
        let published = match &number {
            Some(number) => {
                let value = self.file.slice(number.span()).trim();
                (!value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())).then(|| {
                    let value = value.trim_start_matches('0');
                    xml::stands_for(number.span(), format!("RFC {value}"))
                })
            }
            None => None,
        };
        let is_published = published.is_some();
        standard.identity = match (published, draft) {
            (Some(rfc), draft) => {
                standard
                    .other_identifiers
                    .extend(draft.filter(|it| !it.span().is_empty()).map(Target::named));
                Some(Target::named(rfc))
            }
            (None, Some(draft)) => Some(Target::named(draft)),
            (None, None) => {
                self.problems.push(
                    Problem::at(
                        ProblemCode::MissingKey,
                        self.tag(rfc),
                        bilingual!(
                            "<rfc> has neither a number nor a docName",
                            "<rfc> 既无 number 也无 docName"
                        ),
                    )
                    .help(bilingual!(
                        "add docName=\"draft-…\" or number=\"…\"",
                        "请添加 docName=\"draft-…\" 或 number=\"…\""
                    )),
                );
                None
            }
        };
        if !is_published {
            standard.status = Some(Said::new(Status::Draft, self.tag(rfc)));
        }
        standard.details_mut().document_type = xml::attribute(self.file, rfc, "category");
        for (attribute, list) in
            [("obsoletes", &mut standard.replaces), ("updates", &mut standard.amends)]
        {
            if let Some(value) = xml::attribute(self.file, rfc, attribute) {
                list.extend(numbers(self.file, value.span()));
            }
        }
    }

    fn front(&mut self, front: Node<'_, '_>, standard: &mut Standard) {
        if let Some(title) = xml::child(front, "title").and_then(|it| xml::text_of(self.file, it)) {
            standard.title = Localised::one(Lang::En, title);
        }
        if let Some(date) = xml::child(front, "date") {
            standard.dates.published = self.date(date);
            // An RFC is in force from its publication on, until another one obsoletes it.
            if standard.status.is_none() {
                standard.dates.effective.clone_from(&standard.dates.published);
            }
        }
    }

    fn date(&self, date: Node<'_, '_>) -> Option<Text> {
        let year = date.attribute("year")?.trim();
        let mut value = year.to_owned();
        if let Some(month) = date.attribute("month").and_then(super::month_number) {
            value.push_str(&format!("-{month:02}"));
            if let Some(day) = date.attribute("day").and_then(|day| day.trim().parse::<u8>().ok()) {
                value.push_str(&format!("-{day:02}"));
            }
        }
        Some(xml::stands_for(self.span(date), value))
    }

    /// Abstract, notes and boilerplate: parts before the text.
    fn preliminary(&mut self, front: Node<'_, '_>, clauses: &mut ThinVec<Clause>) {
        for part in front.children().filter(Node::is_element) {
            match xml::name(part) {
                "abstract" | "note" => {
                    let mut clause = Clause::at(self.span(part));
                    clause.element = Some(Said::new(Element::Preliminary, self.tag(part)));
                    clause.title = self.title(part);
                    self.blocks(part, &mut clause.blocks, 0);
                    clauses.push(clause);
                }
                "boilerplate" => {
                    for section in xml::children(part, "section") {
                        let mut clause = Clause::at(self.span(section));
                        clause.element = Some(Said::new(Element::Preliminary, self.tag(section)));
                        clause.title = self.title(section);
                        self.blocks(section, &mut clause.blocks, 0);
                        clauses.push(clause);
                    }
                }
                _ => {}
            }
        }
    }

    fn title(&self, node: Node<'_, '_>) -> Localised {
        let title = match xml::child(node, "name") {
            Some(name) => xml::text_of(self.file, name),
            None => xml::attribute(self.file, node, "title").filter(|it| !it.span().is_empty()),
        };
        title.map(|title| Localised::one(Lang::En, title)).unwrap_or_default()
    }

    fn section(&mut self, node: Node<'_, '_>, numbering: &mut Numbering, depth: usize) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = xml::attribute(self.file, node, "anchor");
        clause.title = self.title(node);
        if node.attribute("numbered") != Some("false") {
            let number = numbering.next(depth);
            clause.number = Some(xml::stands_for(self.tag(node), number));
        }
        if numbering.appendix && depth == 0 {
            clause.element = Some(Said::new(Element::Annex, self.tag(node)));
        } else if depth == 0 {
            let title = clause.title.first().map(|it| self.words(it).to_lowercase());
            clause.element = match title.as_deref() {
                Some("introduction") => Some(Said::new(Element::Introduction, self.tag(node))),
                Some("terminology" | "definitions" | "conventions and definitions") => {
                    Some(Said::new(Element::Terms, self.tag(node)))
                }
                _ => None,
            };
        }
        if let Some(name) = xml::child(node, "name")
            && name.descendants().any(|it| xml::name(it) == "bcp14")
        {
            let mut words = Words::of(name);
            words.collect(self, name);
            clause.title_keywords = words.keywords;
        }
        self.blocks(node, &mut clause.blocks, 0);
        if depth < xml::DEPTH_LIMIT {
            for section in xml::children(node, "section") {
                let inner = self.section(section, numbering, depth + 1);
                clause.clauses.push(inner);
            }
        }
        clause
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |owned| &owned.value)
    }

    fn back(
        &mut self,
        back: Node<'_, '_>,
        numbering: &mut Numbering,
        references: &mut ThinVec<Reference>,
        clauses: &mut ThinVec<Clause>,
    ) {
        let lists: Vec<_> = xml::children(back, "references").collect();
        if let [only] = lists.as_slice() {
            let clause = self.reference_list(*only, None, numbering, 0, references);
            clauses.push(clause);
        } else if !lists.is_empty() {
            // Two lists side by side are printed below one clause "References".
            let span = lists.iter().map(|it| self.span(*it)).reduce(Span::join);
            let mut clause = Clause::at(span.unwrap_or_else(|| self.span(back)));
            clause.number = Some(xml::stands_for(self.tag(lists[0]), numbering.next(0)));
            clause.title =
                Localised::one(Lang::En, xml::stands_for(self.tag(lists[0]), "References"));
            clause.element = Some(Said::new(Element::Bibliography, self.tag(lists[0])));
            for list in lists {
                let inner = self.reference_list(list, None, numbering, 1, references);
                clause.clauses.push(inner);
            }
            clauses.push(clause);
        }
        numbering.appendix = true;
        numbering.counters.clear();
        for section in xml::children(back, "section") {
            let clause = self.section(section, numbering, 0);
            clauses.push(clause);
        }
    }

    fn reference_list(
        &mut self,
        list: Node<'_, '_>,
        inherited: Option<ReferenceRole>,
        numbering: &mut Numbering,
        depth: usize,
        references: &mut ThinVec<Reference>,
    ) -> Clause {
        let mut clause = Clause::at(self.span(list));
        clause.anchor = xml::attribute(self.file, list, "anchor");
        clause.title = self.title(list);
        clause.number = Some(xml::stands_for(self.tag(list), numbering.next(depth)));
        let role = clause.title.first().and_then(|it| role_of(self.words(it)));
        let element = match role.or(inherited) {
            Some(ReferenceRole::Normative) => Element::NormativeReferences,
            _ => Element::Bibliography,
        };
        clause.element = Some(Said::new(element, self.tag(list)));
        // A list that does not say what it is binds nobody; one right below "Normative references"
        // still does.
        let entry_role = match (role, inherited) {
            (Some(role), _) => role,
            (None, Some(ReferenceRole::Normative)) => ReferenceRole::Normative,
            (None, _) => ReferenceRole::Unstated,
        };
        for child in list.children() {
            match xml::name(child) {
                "references" if depth < xml::DEPTH_LIMIT => {
                    let inner = self.reference_list(
                        child,
                        role.or(inherited),
                        numbering,
                        depth + 1,
                        references,
                    );
                    clause.clauses.push(inner);
                }
                "reference" => references.push(self.reference(child, entry_role)),
                "referencegroup" => self.group(child, entry_role, references),
                "include" => {
                    self.included(child.attribute("href"), self.span(child), entry_role, references)
                }
                _ => {
                    if let Some(instruction) = child.pi() {
                        let place = self.span(child);
                        let named = match instruction.target {
                            "rfc" => instruction.value.and_then(|value| {
                                value.trim().strip_prefix("include=").map(str::to_owned)
                            }),
                            xml::EXTERNAL_ENTITY => self
                                .prepared
                                .external_entity(self.file.slice(place))
                                .map(str::to_owned),
                            _ => continue,
                        };
                        self.included(named.as_deref(), place, entry_role, references);
                    }
                }
            }
        }
        clause
    }

    /// An entry kept outside the file: never fetched, but its name tells which document it is.
    fn included(
        &mut self,
        name: Option<&str>,
        place: Span,
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let Some(name) = name else { return };
        match document_of_include(name) {
            Some(document) => {
                let anchor = anchor_of_include(name, &document);
                let anchor = xml::stands_for(place, anchor);
                let mut reference =
                    Reference::new(Target::named(xml::stands_for(place, document)), role, place);
                reference.details_mut().anchor = Some(anchor);
                references.push(reference);
            }
            None => self.problems.push(
                Problem::at(
                    ProblemCode::Include,
                    place,
                    bilingual!("the included entry {name} is not fetched, and its name does not say which document it is", "未获取所包含的条目 {name}，其名称也未说明是哪份文件"),
                )
                .help(bilingual!("put the <reference> into the file", "请将 <reference> 写入本文件")),
            ),
        }
    }

    fn reference(&mut self, node: Node<'_, '_>, role: ReferenceRole) -> Reference {
        let mut reference = Reference::new(self.named(node), role, self.span(node));
        let front = xml::child(node, "front");
        let title =
            front.and_then(|it| xml::child(it, "title")).and_then(|it| xml::text_of(self.file, it));
        let details = reference.details_mut();
        details.anchor = xml::attribute(self.file, node, "anchor");
        if let Some(title) = title {
            details.title = Localised::one(Lang::En, title);
        }
        reference
    }

    /// A group (a BCP or STD of several RFCs): each member is an entry, cited by its own anchor or
    /// by the group's. A group without members is one entry, named by its series.
    fn group(
        &mut self,
        node: Node<'_, '_>,
        role: ReferenceRole,
        references: &mut ThinVec<Reference>,
    ) {
        let anchor = xml::attribute(self.file, node, "anchor");
        let members: Vec<_> = xml::children(node, "reference").collect();
        if members.is_empty() {
            let name = anchor.as_ref().map(|it| self.words(it).to_owned()).unwrap_or_default();
            let written = node.attribute("target").and_then(series_of_target).unwrap_or(name);
            let place = anchor.as_ref().map_or_else(|| self.tag(node), Text::span);
            let mut reference = Reference::new(
                Target::named(xml::stands_for(place, written)),
                role,
                self.span(node),
            );
            reference.details_mut().anchor = anchor;
            references.push(reference);
            return;
        }
        for member in members {
            let mut reference = self.reference(member, role);
            reference.details_mut().group.clone_from(&anchor);
            references.push(reference);
        }
    }

    /// The document that an entry names, as written: by series, else by what the entry says of it,
    /// else by title.
    fn named(&self, node: Node<'_, '_>) -> Target {
        let front = xml::child(node, "front");
        let series: Vec<_> = front
            .into_iter()
            .chain([node])
            .flat_map(|it| xml::children(it, "seriesInfo"))
            .collect();
        let of = |wanted: &str| {
            series
                .iter()
                .copied()
                .find(|it| it.attribute("name").is_some_and(|name| name.trim() == wanted))
        };
        for (wanted, prefix) in [
            ("RFC", "RFC "),
            ("Internet-Draft", ""),
            ("BCP", "BCP "),
            ("STD", "STD "),
            ("FYI", "FYI "),
        ] {
            if let Some(info) = of(wanted)
                && let Some(value) = xml::attribute(self.file, info, "value")
                && !value.span().is_empty()
            {
                let words = self.words(&value).trim().to_owned();
                let words = if prefix.is_empty() {
                    words
                } else {
                    words.trim_start_matches('0').to_owned()
                };
                return Target::named(xml::stands_for(value.span(), format!("{prefix}{words}")));
            }
        }
        for info in series.iter().filter(|it| it.attribute("name") != Some("DOI")) {
            let (Some(name), Some(value)) = (
                xml::attribute(self.file, *info, "name"),
                xml::attribute(self.file, *info, "value"),
            ) else {
                continue;
            };
            let (first, second) = (self.words(&name).trim(), self.words(&value).trim());
            let written = if second.starts_with(first) || first.is_empty() {
                second.to_owned()
            } else {
                format!("{first} {second}")
            };
            if !written.is_empty() && names_a_standard(&written) {
                return Target::named(xml::stands_for(name.span().join(value.span()), written));
            }
        }
        let contents = xml::children(node, "refcontent").filter(|_| !is_erratum(node));
        for content in contents {
            if let Some(text) = xml::text_of(self.file, content)
                && names_a_standard(self.words(&text))
            {
                return Target::named(text);
            }
        }
        if let Some(target) = node.attribute("target")
            && let Some(series) = series_of_target(target)
            && let Some(attribute) = xml::attribute(self.file, node, "target")
        {
            return Target::named(xml::stands_for(attribute.span(), series));
        }
        let title = front
            .and_then(|it| xml::child(it, "title"))
            .and_then(|it| xml::text_of(self.file, it))
            .or_else(|| xml::attribute(self.file, node, "anchor"))
            .unwrap_or_else(|| Text::verbatim(self.tag(node)));
        Target::titled(title)
    }

    /// Blocks of a section, list item, aside …; nested sections are the caller's.
    fn blocks(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        if depth >= xml::DEPTH_LIMIT {
            self.problems.push(Problem::at(
                ProblemCode::Limit,
                self.tag(node),
                bilingual!(
                    "nested deeper than {} elements; what lies below is left out",
                    "嵌套超过 {} 层，以下内容略去",
                    xml::DEPTH_LIMIT
                ),
            ));
            return;
        }
        let list_depth = u8::try_from(depth).unwrap_or(u8::MAX);
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "t" => self.paragraph(child, BlockKind::Paragraph, out, depth),
                "ul" | "ol" | "list" => {
                    for item in child.children().filter(Node::is_element) {
                        self.item(item, out, depth, list_depth);
                    }
                }
                "dl" => self.definition_list(child, out, depth, list_depth),
                "aside" => self.nested(child, BlockKind::Note, out, depth),
                "blockquote" => self.nested(child, BlockKind::Verbatim, out, depth),
                "figure" => {
                    // Its name stands before what it shows.
                    let title = self.title(child);
                    if !title.is_empty() {
                        let mut figure =
                            Block::new(BlockKind::Figure, self.span(child), Localised::default());
                        figure.title = title;
                        figure.anchor = xml::attribute(self.file, child, "anchor");
                        out.push(figure);
                    }
                    self.blocks(child, out, depth + 1);
                }
                "artset" => self.blocks(child, out, depth + 1),
                "preamble" | "postamble" => self.paragraph(child, BlockKind::Paragraph, out, depth),
                "artwork" | "sourcecode" => self.verbatim(child, out),
                "table" | "texttable" => self.table(child, out),
                _ => {}
            }
        }
    }

    fn item(&mut self, item: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize, list_depth: u8) {
        let from = out.len();
        self.paragraph(item, BlockKind::ListItem, out, depth);
        for block in out.iter_mut().skip(from) {
            if block.kind == BlockKind::Paragraph {
                block.kind = BlockKind::ListItem;
                block.depth = list_depth;
            }
        }
        // Version 2 prints the words of the hanging label before the item.
        if let Some(label) =
            xml::attribute(self.file, item, "hangText").filter(|it| !it.span().is_empty())
            && let Some(block) = out.get_mut(from)
        {
            block.title = Localised::one(Lang::En, label);
        }
    }

    fn definition_list(
        &mut self,
        list: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        let mut name: Localised = Localised::default();
        for child in list.children().filter(Node::is_element) {
            match xml::name(child) {
                "dt" => {
                    // Keywords stand in the names of lists too: the name is a block of its own.
                    let from = out.len();
                    self.paragraph(child, BlockKind::ListItem, out, depth);
                    if let Some(block) = out.get_mut(from) {
                        block.depth = list_depth;
                        name = block.text.clone();
                        if block.keywords.is_empty() && block.citations.is_empty() {
                            out.truncate(from);
                        }
                    }
                }
                "dd" => {
                    let from = out.len();
                    self.item(child, out, depth, list_depth);
                    if let Some(block) = out.get_mut(from) {
                        block.title = std::mem::take(&mut name);
                    }
                }
                _ => {}
            }
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
        self.paragraph(node, kind, out, depth);
        for block in out.iter_mut().skip(from) {
            if block.kind == BlockKind::Paragraph {
                block.kind = kind;
            }
        }
    }

    fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        let mut words = Words::of(node);
        words.collect(self, node);
        if !words.builder.is_empty() {
            let text = words.builder.finish(self.span(node));
            let mut block = Block::new(kind, self.span(node), Localised::one(Lang::En, text));
            block.anchor = xml::attribute(self.file, node, "anchor");
            block.citations = words.citations;
            block.keywords = words.keywords;
            out.push(block);
        }
        if node.children().any(|it| is_block(xml::name(it))) {
            self.blocks(node, out, depth + 1);
        }
    }

    fn verbatim(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>) {
        let mut builder = TextBuilder::new();
        for text in node.children().filter(Node::is_text) {
            xml::push_text(&mut builder, self.file, text, false);
        }
        if builder.is_empty() {
            return;
        }
        let text = builder.finish(self.span(node));
        out.push(Block::new(
            BlockKind::Verbatim,
            self.span(node),
            Localised::one(Lang::Unstated, text),
        ));
    }

    fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>) {
        let mut words = Words::of(node);
        let mut grid = xml::Grid::default();
        let rows: Vec<Vec<Option<Node<'_, '_>>>> = if xml::name(node) == "texttable" {
            // Version 2 gives the cells in one row, after the heads of their columns.
            let heads: Vec<_> = xml::children(node, "ttcol").map(Some).collect();
            let cells: Vec<_> = xml::children(node, "c").map(Some).collect();
            let width = heads.len().max(1);
            std::iter::once(heads).chain(cells.chunks(width).map(<[_]>::to_vec)).collect()
        } else {
            node.descendants()
                .filter(|it| xml::name(*it) == "tr")
                .map(|row| {
                    grid.row(row.children().filter(|it| matches!(xml::name(*it), "td" | "th")))
                })
                .collect()
        };
        for row in rows {
            for (index, cell) in row.into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.cell(self, cell);
                }
            }
            words.builder.line_break();
        }
        if words.builder.is_empty() {
            return;
        }
        let text = words.builder.finish(self.span(node));
        let mut block =
            Block::new(BlockKind::Table, self.span(node), Localised::one(Lang::En, text));
        block.title = self.title(node);
        block.anchor = xml::attribute(self.file, node, "anchor");
        block.citations = words.citations;
        block.keywords = words.keywords;
        out.push(block);
    }
}

/// Elements that are blocks of their own, also inside a paragraph.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "t" | "ul"
            | "ol"
            | "dl"
            | "list"
            | "figure"
            | "artset"
            | "artwork"
            | "sourcecode"
            | "table"
            | "texttable"
            | "aside"
            | "blockquote"
    )
}

/// The words of a paragraph, with its citations and marked keywords.
#[derive(Default)]
struct Words {
    builder: TextBuilder,
    citations: ThinVec<ExplicitCitation>,
    keywords: ThinVec<Span>,
}

impl Words {
    fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    fn collect(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>) {
        self.gather(rfc, node, true);
    }

    fn cell(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>) {
        self.gather(rfc, node, false);
    }

    fn gather(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>, leave_blocks: bool) {
        let Self { builder, citations, keywords } = self;
        xml::collect(builder, rfc.file, node, &mut |builder, element| {
            let name = xml::name(element);
            match name {
                "xref" | "relref" => {
                    citation(builder, rfc, element, citations);
                    Inline::Skip
                }
                "bcp14" => {
                    let text: Vec<_> =
                        element.descendants().filter(Node::is_text).map(|it| it.range()).collect();
                    if let (Some(first), Some(last)) = (text.first(), text.last()) {
                        keywords.push(Span::new(rfc.file.id(), first.start, last.end));
                    }
                    Inline::Enter
                }
                "iref" | "cref" | "svg" => Inline::Skip,
                "eref" => {
                    let range = element.range();
                    if !element.has_children()
                        && let Some(target) = element.attribute("target")
                    {
                        builder.replaced(&format!("<{target}>"), range.start, range.end);
                    }
                    Inline::Enter
                }
                _ if leave_blocks && is_block(name) => Inline::Skip,
                // A line is a row: the blocks of a cell are parted by a blank.
                "li" | "dt" | "dd" => parted(builder, element),
                _ if is_block(name) => parted(builder, element),
                _ => Inline::Enter,
            }
        });
    }
}

/// A block inside a cell: its words do not run into those before it.
fn parted(builder: &mut TextBuilder, block: Node<'_, '_>) -> Inline {
    let start = block.range().start;
    builder.blank(start, start);
    Inline::Enter
}

/// A cross-reference, in the words in which it is printed.
fn citation(
    builder: &mut TextBuilder,
    rfc: &Rfc<'_>,
    xref: Node<'_, '_>,
    citations: &mut ThinVec<ExplicitCitation>,
) {
    let Some(anchor) = xml::attribute(rfc.file, xref, "target") else { return };
    let range = xref.range();
    let own = xref.text().map(str::trim).filter(|text| !text.is_empty());
    let derived = xref.attribute("derivedContent").filter(|it| !it.is_empty());
    let target = rfc.words(&anchor).to_owned();
    let element = xml::attribute(rfc.file, xref, "section").filter(|it| !it.span().is_empty());
    let printed = match (own, derived, element.as_ref().map(|it| rfc.words(it))) {
        (Some(own), ..) => own.to_owned(),
        (None, name, Some(section)) => {
            let name = format!("[{}]", name.unwrap_or(&target));
            let kind = if section.starts_with(|c: char| c.is_ascii_alphabetic()) {
                "Appendix"
            } else {
                "Section"
            };
            match xref.attribute("sectionFormat") {
                Some("comma") => format!("{name}, {kind} {section}"),
                Some("parens") => format!("{name} ({kind} {section})"),
                Some("bare") => section.to_owned(),
                _ => format!("{kind} {section} of {name}"),
            }
        }
        (None, Some(derived), None)
            if derived.contains(' ') || xref.attribute("format") == Some("counter") =>
        {
            derived.to_owned()
        }
        (None, Some(derived), None) => format!("[{derived}]"),
        (None, None, None) => format!("[{target}]"),
    };
    builder.replaced(&printed, range.start, range.end);
    citations.push(ExplicitCitation {
        span: Span::new(rfc.file.id(), range.start, range.end),
        anchor,
        element,
        // An entry kept outside the file brings its own anchor.
        dangling: !rfc.anchors.contains(target.as_str()) && !rfc.has_outside_entries,
    });
}

/// Which list a heading announces.
fn role_of(title: &str) -> Option<ReferenceRole> {
    let title = title.to_lowercase();
    if title.contains("informative")
        || title.contains("non-normative")
        || title.contains("informational")
    {
        return Some(ReferenceRole::Informative);
    }
    title.contains("normative").then_some(ReferenceRole::Normative)
}

/// RFCs named by number in `obsoletes` and `updates`.
fn numbers(file: &SourceFile, span: Span) -> ThinVec<Target> {
    let mut targets = thin_vec![];
    let value = file.slice(span);
    let mut at = 0;
    for piece in value.split(',') {
        let start = at + piece.len() - piece.trim_start().len();
        at += piece.len() + 1;
        let word = piece.trim();
        if word.is_empty() {
            continue;
        }
        let place = span.within(start..start + word.len());
        let digits = word.trim_start_matches("RFC").trim();
        let written = if digits.bytes().all(|b| b.is_ascii_digit()) {
            format!("RFC {}", digits.trim_start_matches('0'))
        } else {
            word.to_owned()
        };
        targets.push(Target::named(xml::stands_for(place, written)));
    }
    targets
}

/// `https://www.rfc-editor.org/info/rfc2119` names RFC 2119.
fn series_of_target(target: &str) -> Option<String> {
    let last = target.trim_end_matches('/').rsplit('/').next()?;
    if !target.contains("rfc-editor.org") {
        return None;
    }
    let last = last.split('.').next()?.to_uppercase();
    let digits = last.find(|c: char| c.is_ascii_digit())?;
    let (series, number) = last.split_at(digits);
    (matches!(series, "RFC" | "BCP" | "STD" | "FYI") && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("{series} {}", number.trim_start_matches('0')))
}

/// The anchor that an included entry brings: drafts and RFCs have theirs, the others bear their file
/// name.
fn anchor_of_include(name: &str, document: &str) -> String {
    if let Some(draft) = document.strip_prefix("draft-") {
        return format!("I-D.{draft}");
    }
    if ["RFC ", "BCP ", "STD ", "FYI "].iter().any(|it| document.starts_with(it)) {
        return document.replace(' ', "");
    }
    let last = name
        .trim()
        .trim_matches(['"', '\''])
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(name);
    let last = last.strip_suffix(".xml").unwrap_or(last);
    last.strip_prefix("reference.").unwrap_or(last).to_owned()
}

/// `reference.RFC.2119.xml`, `…/bibxml3/reference.I-D.ietf-quic-http.xml`: the document an include
/// is named after.
fn document_of_include(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['"', '\'']);
    let last = name.rsplit('/').next()?;
    let last = last.strip_suffix(".xml").unwrap_or(last);
    let rest = last.strip_prefix("reference.").unwrap_or(last);
    if rest.starts_with("draft-") {
        return Some(rest.to_owned());
    }
    if let Some(number) = rest.strip_prefix("rfc").or_else(|| rest.strip_prefix("RFC"))
        && !number.is_empty()
        && number.bytes().all(|it| it.is_ascii_digit())
    {
        return Some(format!("RFC {}", number.trim_start_matches('0')));
    }
    let (series, number) = rest.split_once('.')?;
    match series {
        "RFC" | "BCP" | "STD" | "FYI" => {
            Some(format!("{series} {}", number.trim_start_matches('0')))
        }
        "I-D" => Some(if number.starts_with("draft-") {
            number.to_owned()
        } else {
            format!("draft-{number}")
        }),
        "ISO" => Some(match number.rsplit_once('.') {
            Some((number, year))
                if year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit()) =>
            {
                format!("ISO {}:{year}", number.replace('.', "-"))
            }
            _ => format!("ISO {}", number.replace('.', "-")),
        }),
        "IEEE" => Some(format!("IEEE {}", number.replace('_', "-"))),
        "SDO-3GPP" => Some(format!("3GPP TS {number}")),
        "W3C" | "ITU-T" | "ANSI" | "FIPS" | "NIST" | "3GPP" | "ETSI" | "CCITT" => {
            Some(format!("{series} {number}"))
        }
        _ => None,
    }
}

/// Whether words read as an identifier of a known publisher; `W3C Recommendation` is the name of a
/// series.
fn names_a_standard(words: &str) -> bool {
    crate::identifier::parse(words).is_ok_and(|it| {
        it.grammar != crate::identifier::Grammar::Open
            && it.number.contains(|ch: char| ch.is_ascii_digit())
    })
}

/// Whether an entry lists a correction of a document, which is not the document.
fn is_erratum(node: Node<'_, '_>) -> bool {
    if node.attribute("target").is_some_and(|it| it.contains("/errata/")) {
        return true;
    }
    let Some(front) = xml::child(node, "front") else { return false };
    let by_the_editor = xml::children(front, "author")
        .filter_map(|it| xml::child(it, "organization"))
        .any(|it| it.text().is_some_and(|name| name.trim() == "RFC Errata"));
    let titled = xml::child(front, "title")
        .and_then(|it| it.text())
        .is_some_and(|title| title.trim_start().starts_with("Errat"));
    by_the_editor || titled
}
