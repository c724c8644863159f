//! Clauses: what headings open and close, and what their kind needs.

use thin_vec::ThinVec;

use super::super::numbers::{Numbers, Series};
use super::fence::Fence;
use super::terms::{Below, begins_terms};
use super::{Builder, Open};
use crate::model::{Block, Clause, Element, Lang, Localised, ReferenceRole, Said};
use crate::reader::elements;
use crate::source::{SourceFile, Span, Text};
use crate::syntax::adoc::{self, Label, Line, Mark};

impl Builder<'_> {
    pub(super) fn inline(&self, lines: &[(Line<'_>, usize)]) -> adoc::Inline {
        adoc::plain(lines, self.attributes, &|anchor| {
            let document = self.documents.get(anchor).map(|it| Label::Document(it.clone()));
            document.or_else(|| self.places.get(anchor).map(|it| Label::Place(it.clone())))
        })
    }

    pub(super) fn document(
        &mut self,
        file: &SourceFile,
        blocks: &[adoc::Block<'_>],
    ) -> ThinVec<Clause> {
        let mut roots: ThinVec<Clause> = ThinVec::new();
        let mut stack: Vec<Open> = Vec::new();
        let mut numbers = Numbers::default();
        // Text before the first heading is the foreword.
        let mut preamble = Clause::at(Span::new(file.id(), 0, 0));
        let mut fences: Vec<Fence> = Vec::new();
        // Blocks that an entry was read from.
        let mut described = 0_usize;
        for (index, block) in blocks.iter().enumerate() {
            if let adoc::BlockKind::Heading(level) = &block.kind
                && !is_floating(block)
            {
                if *level == 0 {
                    continue;
                }
                while stack.last().is_some_and(|it| it.level >= *level) {
                    self.close(&mut stack, &mut roots);
                }
                // Text that takes the place of what Metanorma prints: its heading is not printed.
                if block.attributes.is("boilerplate") {
                    continue;
                }
                if let Some(role) = stack.last().and_then(|it| it.role)
                    && block.attributes.options.iter().any(|it| it == "bibitem")
                {
                    let after = &blocks[index + 1..];
                    described = self.described_entry(block, after, role);
                    continue;
                }
                let open = self.heading(block, *level, &stack, &mut numbers, &blocks[index + 1..]);
                stack.push(open);
                continue;
            }
            if described > 0 && !matches!(block.kind, adoc::BlockKind::Heading(_)) {
                described -= 1;
                continue;
            }
            match block.kind {
                adoc::BlockKind::Open(sign) => {
                    let mut fence = Fence::of(sign, block);
                    if let Some(term) = stack.last_mut().and_then(|it| it.term.as_mut())
                        && fence.is_definition
                    {
                        term.begins_definition = true;
                    }
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
                        let (start, is_entry) = (fence.start, fence.is_part_of_entry());
                        let merged = fence.apply(into, sources);
                        self.figures -= merged.min(self.figures);
                        if is_entry && fences.iter().all(|it| it.is_definition) {
                            self.take_into_term(&mut stack, start);
                        }
                    }
                    continue;
                }
                _ => {}
            }
            if fences.iter().any(|it| it.is_dropped) {
                continue;
            }
            let in_term = stack.last().is_some_and(|it| it.term.is_some())
                && fences.iter().all(|it| it.is_definition);
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
            let mut found = self.block(block, numbers.annex());
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
            let is_abstract = blocks
                .iter()
                .find(|it| it.kind != adoc::BlockKind::Heading(0))
                .is_some_and(|it| it.attributes.is("abstract"));
            let element = if is_abstract { Element::Preliminary } else { Element::Foreword };
            preamble.element = Some(Said::new(element, preamble.span));
            roots.insert(0, preamble);
        }
        roots
    }

    /// Whether a list headed "References" is that of the normative references: so ITU and OGC name
    /// it, not those who have one list for all.
    pub(super) fn has_bare_references(&self, heading: &str) -> bool {
        heading.trim().eq_ignore_ascii_case("references")
            && !matches!(self.class(), "nist" | "ietf" | "oiml" | "un")
    }

    /// Whose rules of layout hold: `iso`, `itu`.
    fn class(&self) -> &str {
        self.attributes.get("mn-document-class").map_or("", |it| it.value.trim())
    }

    pub(super) fn blocks_of<'s>(
        &self,
        stack: &'s mut [Open],
        preamble: &'s mut Clause,
    ) -> &'s mut ThinVec<Block> {
        match stack.last_mut() {
            Some(open) => &mut open.clause.blocks,
            None => &mut preamble.blocks,
        }
    }

    pub(super) fn close(&mut self, stack: &mut Vec<Open>, roots: &mut ThinVec<Clause>) {
        let Some(mut open) = stack.pop() else { return };
        if let Some(term) = open.term.take() {
            self.terms.push(term.entry);
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

    pub(super) fn heading(
        &mut self,
        block: &adoc::Block<'_>,
        level: u8,
        stack: &[Open],
        numbers: &mut Numbers,
        after: &[adoc::Block<'_>],
    ) -> Open {
        let attributes = &block.attributes;
        let inline = self.inline(&block.lines);
        let line = block.lines[0].0;
        let mut clause = Clause::at(line.whole());
        clause.anchor = attributes.id.as_ref().map(|(span, _)| Text::verbatim(*span));
        let marks = inline.marks;
        let in_languages = marks.iter().filter_map(|it| match it {
            Mark::Styled(role, text) => Lang::from_word(role).map(|lang| (lang, text.clone())),
            _ => None,
        });
        let in_languages: ThinVec<_> = in_languages.collect();
        let words = inline.builder.as_str().to_owned();
        if !inline.builder.is_empty() {
            clause.title = Localised::one(self.lang, inline.builder.finish(line.whole()));
        }
        // `=== [en]#lamp# [zh]#灯#` is one title in two languages.
        if in_languages.len() > 1 {
            clause.title.texts = in_languages;
        }
        let heading = attributes.get("heading").unwrap_or(words.as_str());
        let is_annex = level == 1
            && (attributes.is("appendix") || attributes.options.iter().any(|it| it == "appendix"));
        let is_bibliography = attributes.is("bibliography");
        let in_terms = stack.last().is_some_and(|it| it.is_terms);
        let below = (in_terms && level > 1).then(|| {
            let words = |it: &adoc::Block<'_>| self.inline(&it.lines).builder.as_str().to_owned();
            Below::of(heading, block, level, after, &words)
        });
        let by_title = elements::element_of(heading).filter(|it| {
            let begins = *it == Element::Terms && below.is_none() && begins_terms(heading);
            level == 1 || is_bibliography || begins
        });
        let said = attributes.get("normative").map(|it| match it {
            "false" => ReferenceRole::Informative,
            _ => ReferenceRole::Normative,
        });
        let role = match by_title {
            _ if is_bibliography => said.or_else(|| {
                let usual = if level == 1 && self.has_bare_references(heading) {
                    ReferenceRole::Normative
                } else {
                    ReferenceRole::Informative
                };
                Some(elements::reference_role_of(heading).unwrap_or(usual))
            }),
            // The style is forgotten now and then.
            Some(Element::NormativeReferences) => Some(ReferenceRole::Normative),
            Some(Element::Bibliography) => Some(ReferenceRole::Informative),
            _ => stack.last().and_then(|it| it.role),
        };
        let element = if is_annex {
            Some(Element::Annex)
        } else if is_bibliography {
            Some(if role == Some(ReferenceRole::Normative) {
                Element::NormativeReferences
            } else {
                Element::Bibliography
            })
        } else if below == Some(Below::Symbols) {
            Some(Element::Symbols)
        } else {
            let styled = |words: &[&str]| words.iter().any(|it| attributes.is(it));
            by_title.or_else(|| {
                if styled(&["foreword"]) {
                    Some(Element::Foreword)
                } else if styled(&PRELIMINARY) {
                    Some(Element::Preliminary)
                } else {
                    None
                }
            })
        };
        clause.element = element.map(|it| Said::new(it, line.whole()));
        let is_terms = match below {
            Some(below) => matches!(below, Below::Term | Below::Group),
            None => in_terms || element == Some(Element::Terms),
        };
        let unnumbered = attributes.options.iter().any(|it| it == "unnumbered")
            || attributes.is("unnumbered")
            || (level == 1
                && !is_annex
                && matches!(
                    element,
                    Some(
                        Element::Foreword
                            | Element::Preliminary
                            | Element::Bibliography
                            | Element::Index
                    )
                ))
            || (level == 1
                && element == Some(Element::Introduction)
                && !matches!(self.class(), "bipm" | "ietf" | "nist" | "oiml"));
        let is_informative = ["obligation", "subtype"]
            .iter()
            .any(|it| attributes.get(it).is_some_and(|it| it == "informative"));
        let series = match (is_annex, self.class()) {
            (false, _) => Series::Clause,
            (true, "itu") if is_informative => Series::Appendix,
            (true, _) => Series::Annex,
        };
        if let Some(number) = numbers.next(level, series, unnumbered) {
            clause.number = Some(Text::decoded(line.whole(), number, []));
        }
        if is_annex {
            self.tables = 0;
            self.figures = 0;
            self.formulas = 0;
            let said = attributes
                .get("obligation")
                .or_else(|| attributes.get("subtype"))
                .map(|it| it != "informative");
            // Not said: an annex is normative.
            clause.normative = Some(Said::new(said.unwrap_or(true), line.whole()));
        }
        let term = (below == Some(Below::Term)).then(|| self.term(block, &clause, &marks, &words));
        Open { clause, level, role, is_terms, term }
    }
}

/// Styles of sections that stand before the text and have no number.
const PRELIMINARY: [&str; 6] =
    ["abstract", "acknowledgements", "colophon", "dedication", "executivesummary", "preface"];

/// A heading that is printed as one and begins no clause.
fn is_floating(block: &adoc::Block<'_>) -> bool {
    ["discrete", "float"].iter().any(|it| block.attributes.is(it))
}
