//! Sections and appendices of a text.

use thin_vec::ThinVec;

use super::{Draft, text_of};
use crate::model::{
    Block, BlockKind, Clause, Element, Lang, Localised, Reference, ReferenceRole, Said, Standard,
};
use crate::source::{Span, Text};
use crate::syntax::lines::Line;
use crate::syntax::text_builder::TextBuilder;

/// A heading shorter than this is not wrapped: the line below it is not its own.
const FULL_LINE: usize = 66;

/// A numbered heading as its line has it.
pub(super) struct Heading<'a> {
    /// `7.1`, `A`, `A.2`.
    number: &'a str,
    /// The first line of its title; empty where it stands on the next line.
    title: &'a str,
    is_appendix: bool,
}

/// The reference list that lines stand in.
#[derive(Clone, Copy)]
struct List {
    role: ReferenceRole,
    /// How deep its heading is: subdivisions belong to it.
    depth: usize,
}

impl Draft<'_> {
    pub(super) fn body(&self, from: usize, standard: &mut Standard) {
        let mut roots: ThinVec<Clause> = ThinVec::new();
        let mut references: ThinVec<Reference> = ThinVec::new();
        let mut in_contents = false;
        let mut list: Option<List> = None;
        let mut index = from;
        while index < self.lines.len() {
            let line = &self.lines[index];
            if line.is_blank() || (in_contents && is_entry_of_contents(line)) {
                index += 1;
                continue;
            }
            if self.is_heading(index) {
                in_contents = line.text.trim().eq_ignore_ascii_case("table of contents");
                if in_contents {
                    index += 1;
                    continue;
                }
                let (clause, depth, end) = self.clause(index, &mut list);
                insert(&mut roots, clause, depth);
                index = end;
                continue;
            }
            let start = index;
            while self.lines.get(index).is_some_and(|it| !it.is_blank()) {
                if index > start && self.is_heading(index) {
                    break;
                }
                index += 1;
            }
            if in_contents {
                continue;
            }
            let paragraph = &self.lines[start..index];
            if let Some(list) = list {
                self.entries(paragraph, list.role, &mut references);
            } else if let Some(clause) = last(&mut roots) {
                let (kind, text) = match is_drawn(paragraph) {
                    true => (BlockKind::Verbatim, self.as_drawn(paragraph)),
                    false => (BlockKind::Paragraph, self.folded(paragraph)),
                };
                let span = text.span();
                clause.blocks.push(Block::new(kind, span, Localised::one(Lang::En, text)));
                clause.span = clause.span.join(span);
            }
        }
        standard.references = Some(references);
        standard.clauses = Some(roots);
    }

    /// Lines as they stand.
    fn as_drawn(&self, lines: &[Line<'_>]) -> Text {
        let mut builder = TextBuilder::new();
        for line in lines {
            builder.verbatim(line.text.trim_end(), line.start);
            builder.line_break();
        }
        let start = lines.first().map_or(0, |it| it.start);
        let end = lines.last().map_or(start, Line::end);
        builder.finish(Span::new(self.file.id(), start, end))
    }

    /// A numbered heading, or one line of words alone at the margin.
    fn is_heading(&self, index: usize) -> bool {
        let line = &self.lines[index];
        if line.is_blank() || line.indent() > 0 {
            return false;
        }
        heading(line).is_some()
            || (self.lines.get(index + 1).is_none_or(|it| it.is_blank() || it.indent() > 0)
                && !line.text.trim_end().ends_with(['.', ',', ';']))
    }

    /// The clause that a heading begins, its depth, and the first line after the heading.
    fn clause(&self, index: usize, list: &mut Option<List>) -> (Clause, usize, usize) {
        let line = &self.lines[index];
        let numbered = heading(line);
        let mut clause = Clause::at(self.span(line, 0..line.text.len()));
        let mut end = index + 1;
        let first = numbered.as_ref().map_or(line.text.trim(), |it| it.title);
        let mut words = TextBuilder::new();
        words.folded(first, line.start + text_of(line, first));
        let mut before = *line;
        let column = if first.is_empty() { None } else { Some(text_of(line, first)) };
        while let Some(next) = self.lines.get(end).filter(|it| goes_on(&before, column, it)) {
            words.blank(before.end(), next.start);
            words.folded(next.text.trim(), next.start + next.indent());
            clause.span = clause.span.join(self.span(next, 0..next.text.len()));
            before = *next;
            end += 1;
        }
        let place = self.span(line, 0..line.text.trim_end().len());
        let folded = words.as_str().to_lowercase();
        if !words.is_empty() {
            clause.title = Localised::one(Lang::En, words.finish(clause.span));
        }
        let depth = numbered.as_ref().map_or(0, |it| it.number.matches('.').count());
        *list = match list_of(&folded) {
            Some(role) => Some(List { role, depth }),
            // Subdivisions of a list: by what the list is.
            None => list.filter(|it| numbered.is_some() && depth > it.depth),
        };
        let is_appendix = numbered.as_ref().is_some_and(|it| it.is_appendix);
        clause.element =
            element_of(&folded, *list, is_appendix && depth == 0).map(|it| Said::new(it, place));
        if let Some(numbered) = numbered {
            let at = text_of(line, numbered.number);
            let place: Span = self.span(line, at..at + numbered.number.len());
            clause.number = Some(Text::verbatim(place));
        }
        (clause, depth, end)
    }
}

/// Whether a line goes on with the title of a heading: below its words, because the line above was
/// full; or the whole title, where the heading is a number alone.
fn goes_on(before: &Line<'_>, column: Option<usize>, next: &Line<'_>) -> bool {
    if next.is_blank() {
        return false;
    }
    let Some(column) = column else { return next.indent() > 0 && before.indent() == 0 };
    let first_word = next.text.split_whitespace().next().map_or(0, str::len);
    next.indent() == column
        && column > 0
        && before.text.trim_end().len() + 1 + first_word > FULL_LINE
}

/// Whether lines are a table or picture: their ends are drawn.
fn is_drawn(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| {
        let words = line.text.trim();
        words.starts_with(['|', '+']) && words.ends_with(['|', '+']) && words.len() > 1
    })
}

/// `3.1.  Words . . . . . . . . 7`
fn is_entry_of_contents(line: &Line<'_>) -> bool {
    let words = line.text.trim_end();
    let number = words.len() - words.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let before = words[..words.len() - number].trim_end();
    number > 0 && (before.ends_with(". .") || before.ends_with("..") || line.indent() > 0)
}

/// Which reference list a heading (in small letters) announces: one made of such words only.
fn list_of(title: &str) -> Option<ReferenceRole> {
    const WORDS: [&str; 10] = [
        "normative",
        "informative",
        "informational",
        "non-normative",
        "and",
        "list",
        "of",
        "references",
        "reference",
        "bibliography",
    ];
    let names_list = ["reference", "bibliography"].iter().any(|it| title.contains(it));
    if !names_list || !title.split_whitespace().all(|it| WORDS.contains(&it)) {
        return None;
    }
    Some(if title.contains("informati") || title.contains("non-normative") {
        ReferenceRole::Informative
    } else if title.contains("normative") {
        ReferenceRole::Normative
    } else {
        ReferenceRole::Unstated
    })
}

fn element_of(title: &str, list: Option<List>, is_annex: bool) -> Option<Element> {
    if let Some(list) = list {
        return Some(match list.role {
            ReferenceRole::Normative => Element::NormativeReferences,
            _ => Element::Bibliography,
        });
    }
    if is_annex {
        return Some(Element::Annex);
    }
    match title {
        "introduction" => Some(Element::Introduction),
        "terminology" | "definitions" | "conventions and definitions" => Some(Element::Terms),
        "abstract" | "copyright notice" => Some(Element::Preliminary),
        _ if title.starts_with("status of this memo") => Some(Element::Preliminary),
        _ => None,
    }
}

/// The number of a heading and its words: `7.1.  Title`, `Appendix A.  Title`, `A.2.  Title`.
pub(super) fn heading<'a>(line: &Line<'a>) -> Option<Heading<'a>> {
    if line.indent() > 0 {
        return None;
    }
    let text = line.text.trim_end();
    let appendix = text
        .get(.."appendix ".len())
        .filter(|it| it.eq_ignore_ascii_case("appendix "))
        .map(|it| text[it.len()..].trim_start());
    let rest = appendix.unwrap_or(text);
    let end = rest.find([' ', '\t', ':']).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    let title = rest[end..].trim_start_matches([' ', '\t', ':', '-', '\u{2013}', '\u{2014}']);
    let mut pieces = number.split('.');
    let first = pieces.next()?;
    let is_number = |piece: &str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
    let is_letter = first.len() == 1 && first.as_bytes()[0].is_ascii_uppercase();
    let stands_for_appendix = appendix.is_some() || number.contains('.');
    if !(is_number(first) || (is_letter && stands_for_appendix)) || !pieces.all(is_number) {
        return None;
    }
    // A number alone is a page number or a line of a table; `Appendix A` may have its title below.
    if title.is_empty() && appendix.is_none() {
        return None;
    }
    Some(Heading { number, title, is_appendix: is_letter || appendix.is_some() })
}

/// Puts a clause under the last one at the depth above it.
fn insert(roots: &mut ThinVec<Clause>, clause: Clause, depth: usize) {
    let mut list = roots;
    for _ in 0..depth {
        if list.is_empty() {
            break;
        }
        let last = list.len() - 1;
        list = &mut list[last].clauses;
    }
    list.push(clause);
}

/// The clause that text goes to: the last one, at its deepest.
fn last(roots: &mut ThinVec<Clause>) -> Option<&mut Clause> {
    let mut clause = roots.last_mut()?;
    while !clause.clauses.is_empty() {
        let index = clause.clauses.len() - 1;
        clause = &mut clause.clauses[index];
    }
    Some(clause)
}
