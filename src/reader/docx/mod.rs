//! Word drafts after the templates of GB/T 1.1 and of ISO, and any whose headings are numbered.

mod cover;
mod heading;
mod terms;

use thin_vec::ThinVec;

use self::heading::{Heading, Role, classify};
use super::{Reader, Reading, correspondence, elements};
use crate::bilingual;
use crate::identifier;
use crate::model::{
    Asset, Block, BlockKind, Clause, Element, Lang, Localised, Reference, ReferenceRole, Said,
    Standard, Target,
};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::docx::{self, Kind, Paragraph};

/// Reads Word files.
#[derive(Debug)]
pub(super) struct Docx;

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        docx::part(file.bytes(), "word/document.xml")
            || (docx::part(file.bytes(), "[Content_Types].xml") && file.path().ends_with(".docx"))
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let paragraphs = match docx::read(file.bytes(), file.path()) {
            Ok(paragraphs) => paragraphs,
            Err(problem) => {
                reading.problems.push(*problem);
                return reading;
            }
        };
        let (text, lines) = render(&paragraphs);
        file.render(text);
        let mut builder = Builder {
            file,
            paragraphs: &paragraphs,
            lines: &lines,
            standard: Standard::at(file.whole()),
            references: ThinVec::new(),
            terms: ThinVec::new(),
        };
        builder.document();
        let mut standard = builder.standard;
        standard.references = Some(builder.references);
        standard.terms = Some(builder.terms);
        correspondence::declare(&mut standard, correspondence::Texts::File(file));
        if standard.identity.is_none() {
            reading.problems.push(
                Problem::at(
                    ProblemCode::MissingKey,
                    Span::new(file.id(), 0, lines.first().map_or(0, |it| it.end)),
                    bilingual!(
                        "no number of a standard was found on the cover",
                        "封面上未找到标准编号"
                    ),
                )
                .help(bilingual!(
                    "write the number on the cover, in a paragraph of its own",
                    "请在封面上另起一段写明标准编号"
                )),
            );
        }
        reading.standards.push(standard);
        reading
    }
}

/// Where a paragraph stands in the rendered text.
#[derive(Clone, Copy, Debug)]
struct LinePlace {
    /// First byte: of the label, where there is one.
    start: usize,
    /// First byte of the words.
    words: usize,
    /// One past the last byte.
    end: usize,
}

/// The text of a Word file: a paragraph a line, its number before a tab.
fn render(paragraphs: &[Paragraph]) -> (String, Vec<LinePlace>) {
    let mut text = String::new();
    let mut lines = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let start = text.len();
        if !paragraph.label.is_empty() {
            text.push_str(&paragraph.label);
            text.push('\t');
        }
        let words = text.len();
        text.push_str(&paragraph.text);
        lines.push(LinePlace { start, words, end: text.len() });
        text.push('\n');
    }
    (text, lines)
}

struct Builder<'a> {
    file: &'a SourceFile,
    paragraphs: &'a [Paragraph],
    lines: &'a [LinePlace],
    standard: Standard,
    references: ThinVec<Reference>,
    terms: ThinVec<crate::model::TermEntry>,
}

/// A clause that is being read.
struct Open {
    clause: Clause,
    level: u8,
}

impl Builder<'_> {
    fn span(&self, index: usize) -> Span {
        Span::new(self.file.id(), self.lines[index].start, self.lines[index].end)
    }

    fn label(&self, index: usize) -> Option<Text> {
        let line = self.lines[index];
        let len = self.paragraphs[index].label.len();
        (len > 0).then(|| Text::verbatim(Span::new(self.file.id(), line.start, line.start + len)))
    }

    /// The words of a paragraph, from a byte of them on.
    fn words(&self, index: usize, range: std::ops::Range<usize>) -> Text {
        let line = self.lines[index];
        Text::verbatim(Span::new(self.file.id(), line.words + range.start, line.words + range.end))
    }

    fn document(&mut self) {
        let headings: Vec<Heading> = classify(self.paragraphs);
        let cover = headings
            .iter()
            .position(|it| it.role == Role::Heading && it.level <= 1 && it.element.is_some())
            .or_else(|| headings.iter().position(|it| it.role == Role::Heading))
            .unwrap_or(0);
        // The contents list repeats headings; the cover ends before them.
        self.cover(&headings, cover);
        self.page_head();
        let mut roots: ThinVec<Clause> = ThinVec::new();
        let mut stack: Vec<Open> = Vec::new();
        let mut index = cover;
        while index < self.paragraphs.len() {
            let heading = &headings[index];
            match heading.role {
                Role::Skip => index += 1,
                Role::Heading => {
                    while stack.last().is_some_and(|it| it.level >= heading.level) {
                        close(&mut stack, &mut roots);
                    }
                    let clause = self.clause(index, heading, stack.first().map(|it| &it.clause));
                    let in_terms = stack
                        .iter()
                        .any(|it| it.clause.element.is_some_and(|it| it.value == Element::Terms));
                    let opens_term = in_terms && heading.level > 1;
                    let number = clause.number.clone();
                    let has_title = !clause.title.is_empty();
                    let mut clause = clause;
                    let text = &self.paragraphs[index].text;
                    if !has_title && !text.is_empty() && heading.is_untitled {
                        // The words of an untitled clause stand beside its number.
                        let from = heading.typed.as_ref().map_or(0, |it| it.end);
                        let from = from + text[from..].len() - text[from..].trim_start().len();
                        let words =
                            Localised::one(language_of(text), self.words(index, from..text.len()));
                        clause.blocks.push(Block::new(
                            BlockKind::Paragraph,
                            self.span(index),
                            words,
                        ));
                    }
                    stack.push(Open { clause, level: heading.level });
                    index += 1;
                    if opens_term {
                        let from = if has_title { index - 1 } else { index };
                        index = self.term(number, from, &headings);
                        if let (Some(open), Some(entry)) = (stack.last_mut(), self.terms.last())
                            && open.clause.title.is_empty()
                            && let Some(first) = entry.designations.first()
                        {
                            open.clause.title = Localised::one(first.lang, first.text.clone());
                        }
                    }
                }
                _ => {
                    let element =
                        stack.iter().rev().find_map(|it| it.clause.element.map(|it| it.value));
                    let role = match element {
                        Some(Element::NormativeReferences) => Some(ReferenceRole::Normative),
                        Some(Element::Bibliography) => Some(ReferenceRole::Informative),
                        _ => None,
                    };
                    if let Some(role) = role
                        && let Some(reference) = self.reference(index, role)
                    {
                        self.references.push(reference);
                        index += 1;
                        continue;
                    }
                    let (blocks, next) = self.blocks(index, &headings);
                    if let Some(open) = stack.last_mut() {
                        for block in &blocks {
                            open.clause.span = open.clause.span.join(block.span);
                        }
                        open.clause.blocks.extend(blocks);
                    }
                    index = next;
                }
            }
        }
        while !stack.is_empty() {
            close(&mut stack, &mut roots);
        }
        self.standard.clauses = Some(roots);
    }

    fn clause(&self, index: usize, heading: &Heading, root: Option<&Clause>) -> Clause {
        let mut clause = Clause::at(self.span(index));
        let text = &self.paragraphs[index].text;
        clause.number = match (&heading.typed, self.label(index)) {
            (Some(range), _) => Some(self.words(index, range.clone())),
            (None, Some(label)) => {
                let words = &self.paragraphs[index].label;
                let start = words.find(|c: char| c.is_ascii_alphanumeric()).map_or(0, |at| {
                    // `附录A`, `Annex A`: the letter alone is the number.
                    words[at..]
                        .strip_prefix("Annex")
                        .map_or(at, |rest| words.len() - rest.trim_start().len())
                });
                let end = words.trim_end_matches(['.', ')', '）', ' ', '、']).len();
                Some(label.part(start.min(end)..end))
            }
            (None, None) => None,
        };
        let start = heading.title_from;
        if start < text.len() {
            let title = &text[start..];
            let end = start + title.trim_end().len();
            clause.title = Localised::one(language_of(title), self.words(index, start..end));
        }
        clause.element = heading.element.map(|it| Said::new(it, self.span(index)));
        if heading.element == Some(Element::Annex) {
            let status = elements::annex_status(text);
            clause.normative = status.map(|it| Said::new(it, self.span(index)));
        }
        let _ = root;
        clause
    }

    /// The blocks that start at a paragraph, and the next paragraph.
    fn blocks(&self, index: usize, headings: &[Heading]) -> (Vec<Block>, usize) {
        let paragraph = &self.paragraphs[index];
        match paragraph.kind {
            Kind::Row(table) => {
                let mut end = index;
                while self.paragraphs.get(end).is_some_and(|it| it.kind == Kind::Row(table)) {
                    end += 1;
                }
                let span =
                    Span::new(self.file.id(), self.lines[index].start, self.lines[end - 1].end);
                let mut block = Block::new(
                    BlockKind::Table,
                    span,
                    Localised::one(language_of(&paragraph.text), Text::verbatim(span)),
                );
                // Its title stands above it.
                if let Some(before) = index.checked_sub(1)
                    && headings[before].role == Role::TableTitle
                {
                    (block.number, block.title) = self.caption(before, &["表", "Table"]);
                }
                let mut blocks = vec![block];
                for row in index..end {
                    blocks.extend(self.footnotes(row, Some(Asset::Table)));
                }
                (blocks, end)
            }
            Kind::Footnote | Kind::Header => (Vec::new(), index + 1),
            Kind::Paragraph => {
                let mut blocks = Vec::new();
                match headings[index].role {
                    Role::TableTitle => {}
                    Role::FigureTitle => {
                        let mut block =
                            Block::new(BlockKind::Figure, self.span(index), Localised::default());
                        (block.number, block.title) = self.caption(index, &["图", "Figure"]);
                        blocks.push(block);
                    }
                    role => {
                        let kind = match role {
                            Role::Note => BlockKind::Note,
                            Role::Example => BlockKind::Example,
                            Role::ListItem => BlockKind::ListItem,
                            Role::Formula => BlockKind::Formula,
                            _ => BlockKind::Paragraph,
                        };
                        let text = &paragraph.text;
                        let start = headings[index].title_from.min(text.len());
                        if start < text.len() {
                            let words = self.words(index, start..text.len());
                            let mut block = Block::new(
                                kind,
                                self.span(index),
                                Localised::one(language_of(text), words),
                            );
                            block.number = self.label(index);
                            block.depth = paragraph.level;
                            blocks.push(block);
                        }
                    }
                }
                blocks.extend(self.footnotes(index, None));
                (blocks, index + 1)
            }
        }
    }

    /// `表1 标题`, `Table A.1 — Title`: number and title.
    fn caption(&self, index: usize, words: &[&str]) -> (Option<Text>, Localised) {
        let paragraph = &self.paragraphs[index];
        let (number, rest) = match self.label(index) {
            Some(label) => {
                let words = &paragraph.label;
                let start = words
                    .find(|c: char| {
                        c.is_ascii_digit()
                            || c.is_ascii_uppercase() && !words.starts_with(['T', 'F'])
                    })
                    .unwrap_or(0);
                (Some(label.part(start..words.trim_end().len())), 0)
            }
            None => {
                let text = &paragraph.text;
                let Some(after) = words.iter().find_map(|it| text.strip_prefix(it)) else {
                    return (None, self.title_of(index, 0));
                };
                let after = after.trim_start();
                let start = text.len() - after.len();
                let len = after
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
                    .unwrap_or(after.len());
                let number = (len > 0).then(|| self.words(index, start..start + len));
                (number, start + len)
            }
        };
        (number, self.title_of(index, rest))
    }

    fn title_of(&self, index: usize, from: usize) -> Localised {
        let text = &self.paragraphs[index].text;
        let rest = text.get(from..).unwrap_or("");
        let start = from + rest.len()
            - rest
                .trim_start_matches([' ', '\u{3000}', '\t', '—', '–', '-', ':', '：', ',', '，'])
                .len();
        if start >= text.len() {
            return Localised::default();
        }
        Localised::one(language_of(text), self.words(index, start..text.len()))
    }

    fn footnotes(&self, index: usize, within: Option<Asset>) -> Vec<Block> {
        self.paragraphs[index]
            .footnotes
            .iter()
            .flat_map(|id| {
                self.paragraphs
                    .iter()
                    .enumerate()
                    .filter(move |(_, it)| it.kind == Kind::Footnote && it.id == *id)
            })
            .map(|(at, note)| {
                let words = self.words(at, 0..note.text.len());
                let mut block = Block::new(
                    BlockKind::Footnote,
                    self.span(at),
                    Localised::one(language_of(&note.text), words),
                );
                block.within = within;
                block
            })
            .collect()
    }

    /// An entry of a list of references: an identifier at its start, then the title.
    fn reference(&self, index: usize, role: ReferenceRole) -> Option<Reference> {
        let paragraph = &self.paragraphs[index];
        if paragraph.kind != Kind::Paragraph {
            return None;
        }
        let text = paragraph.text.as_str();
        // `[1] GB/T 1.1—2020`
        let lead = text
            .strip_prefix('[')
            .and_then(|it| it.split_once(']'))
            .map_or(0, |(_, rest)| text.len() - rest.trim_start().len());
        let found =
            identifier::find(&text[lead..]).into_iter().next().filter(|it| it.range.start == 0);
        let numbered = lead > 0 || paragraph.label.starts_with('[');
        let (range, rest) = match found {
            Some(found) => {
                (lead + found.range.start..lead + found.range.end, lead + found.range.end)
            }
            // An entry of another kind: a law, a book.
            None if numbered && role == ReferenceRole::Informative => {
                (lead..text.len(), text.len())
            }
            None => return None,
        };
        let mut reference =
            Reference::new(Target::named(self.words(index, range)), role, self.span(index));
        let title = self.title_of(index, rest);
        let degree = correspondence::annotation(text, rest);
        let footnote =
            self.footnotes(index, None).into_iter().next().and_then(|it| it.text.first().cloned());
        let details = reference.details_mut();
        details.title = title;
        details.footnote = footnote;
        if let Some((source, place, degree)) = degree {
            details.annotated_degree = Some(Said::new(degree, self.words(index, place).span()));
            details.annotated_source = Some(Target::named(self.words(index, source)));
        }
        Some(reference)
    }
}

fn close(stack: &mut Vec<Open>, roots: &mut ThinVec<Clause>) {
    let Some(open) = stack.pop() else { return };
    match stack.last_mut() {
        Some(parent) => {
            parent.clause.span = parent.clause.span.join(open.clause.span);
            parent.clause.clauses.push(open.clause);
        }
        None => roots.push(open.clause),
    }
}

/// The language of a text, by its script.
fn language_of(text: &str) -> Lang {
    let chinese = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match (chinese, latin) {
        (0, 0) => Lang::Unstated,
        // A Chinese text may hold many Latin letters: identifiers, units.
        (chinese, latin) if chinese * 4 >= latin => Lang::Zh,
        _ => Lang::En,
    }
}
