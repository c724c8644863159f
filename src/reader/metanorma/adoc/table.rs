//! Tables: cells are put into rows by the number of columns, as they may stand in lines of their
//! own.

use std::ops::Range;

use thin_vec::ThinVec;

use super::Builder;
use crate::model::{Block, BlockKind, ExplicitCitation, Localised};
use crate::source::{Span, Text};
use crate::syntax::adoc::{self, Line, Mark};
use crate::syntax::text_builder::TextBuilder;

/// More columns than this are not counted.
const WIDEST: usize = 1_000;

impl Builder<'_> {
    pub(super) fn table(
        &self,
        block: &adoc::Block<'_>,
        span: Span,
        footnotes: &mut Vec<Text>,
    ) -> Block {
        let sign = match (block.attributes.get("separator"), block.attributes.get("format")) {
            (Some(own), _) => own.bytes().next().unwrap_or(b'|'),
            (None, Some("csv")) => b',',
            (None, Some("dsv")) => b':',
            _ => b'|',
        };
        let (cells, in_first_line) = cells(&block.lines, sign);
        let columns = block.attributes.get("cols").map_or(in_first_line, columns_of);
        let mut whole = TextBuilder::new();
        let mut citations = ThinVec::new();
        let mut row = Row { columns: columns.clamp(1, WIDEST), ..Row::default() };
        row.begin(&mut whole);
        for cell in &cells {
            let inline = self.inline(&cell.lines);
            self.marks_of(&inline, &mut citations, footnotes);
            let words = inline.builder.as_str().to_owned();
            let mut builder = Some(inline.builder);
            for _ in 0..cell.copies.clamp(1, WIDEST) {
                row.next(&mut whole);
                match builder.take() {
                    Some(builder) => whole.append(builder),
                    None => whole.inserted(&words),
                }
                row.fill(&mut whole, cell);
            }
        }
        let text = if whole.as_str().trim().is_empty() {
            Localised::default()
        } else {
            Localised::one(self.lang, whole.finish(span))
        };
        let mut made = Block::new(BlockKind::Table, span, text);
        made.citations = citations;
        made
    }

    fn marks_of(
        &self,
        inline: &adoc::Inline,
        citations: &mut ThinVec<ExplicitCitation>,
        footnotes: &mut Vec<Text>,
    ) {
        citations.extend(self.citations(inline));
        footnotes.extend(inline.marks.iter().filter_map(|it| match it {
            Mark::Footnote(text) => Some(text.clone()),
            _ => None,
        }));
    }
}

/// The row that is being written.
#[derive(Default)]
struct Row {
    columns: usize,
    /// The column that comes next.
    at: usize,
    /// How many more rows a cell takes, by column.
    below: Vec<usize>,
}

impl Row {
    fn begin(&mut self, whole: &mut TextBuilder) {
        self.at = 0;
        self.below.resize(self.columns, 0);
        self.reach_in(whole);
    }

    /// Steps over columns into which cells from above reach.
    fn reach_in(&mut self, whole: &mut TextBuilder) {
        while let Some(rows) = self.below.get_mut(self.at).filter(|it| **it > 0) {
            *rows -= 1;
            if self.at > 0 {
                whole.cell_break();
            }
            self.at += 1;
        }
    }

    /// Goes to where the next cell stands.
    fn next(&mut self, whole: &mut TextBuilder) {
        // A row that is wholly reached into is none of its own.
        for _ in 0..=self.columns {
            if self.at < self.columns {
                break;
            }
            whole.line_break();
            self.begin(whole);
        }
        if self.at > 0 {
            whole.cell_break();
        }
    }

    /// Takes the columns of a cell that has been written.
    fn fill(&mut self, whole: &mut TextBuilder, cell: &Cell<'_>) {
        for index in 0..cell.across.clamp(1, WIDEST) {
            if let Some(rows) = self.below.get_mut(self.at) {
                *rows = cell.down.saturating_sub(1);
                if index > 0 {
                    whole.cell_break();
                }
                self.at += 1;
            }
        }
        self.reach_in(whole);
    }
}

/// A cell: its lines, and what stands before its bar.
struct Cell<'a> {
    lines: Vec<(Line<'a>, usize)>,
    across: usize,
    down: usize,
    copies: usize,
}

/// The cells of a table, and how many columns its first line has.
fn cells<'a>(lines: &[(Line<'a>, usize)], sign: u8) -> (Vec<Cell<'a>>, usize) {
    let mut found: Vec<Cell<'a>> = Vec::new();
    let mut in_first_line = None;
    for (line, _) in lines {
        if line.is_blank() {
            continue;
        }
        let piece = |range: Range<usize>| {
            let text = &line.text[range.clone()];
            (Line { text, start: line.start + range.start, ..*line }, 0)
        };
        let before = found.len();
        let bars = bars(line.text, sign);
        let first = bars.first().map_or(line.text.len(), |it| it.mark.start);
        if !line.text[..first].trim().is_empty() {
            // More of the cell before, or the first of a line that begins without a bar.
            match found.last_mut().filter(|_| sign == b'|') {
                Some(cell) => cell.lines.push(piece(0..first)),
                None => {
                    found.push(Cell { lines: vec![piece(0..first)], across: 1, down: 1, copies: 1 })
                }
            }
        }
        for (index, bar) in bars.iter().enumerate() {
            let end = bars.get(index + 1).map_or(line.text.len(), |it| it.mark.start);
            found.push(Cell {
                lines: vec![piece(bar.at + 1..end)],
                across: bar.across,
                down: bar.down,
                copies: bar.copies,
            });
        }
        in_first_line.get_or_insert_with(|| {
            found[before.min(found.len())..].iter().map(|it| it.across * it.copies).sum()
        });
    }
    (found, in_first_line.unwrap_or(1))
}

/// A bar and the mark before it.
struct Bar {
    at: usize,
    mark: Range<usize>,
    across: usize,
    down: usize,
    copies: usize,
}

/// The bars of a line that begin cells.
fn bars(line: &str, sign: u8) -> Vec<Bar> {
    let mut found: Vec<Bar> = Vec::new();
    let mut depth = 0_usize;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            _ if *byte == sign && depth == 0 && (at == 0 || bytes[at - 1] != b'\\') => {
                let from = found.last().map_or(0, |it| it.at + 1);
                let words = &line[from..at];
                let start = words.rfind(char::is_whitespace).map_or(from, |it| {
                    from + it + words[it..].chars().next().map_or(1, char::len_utf8)
                });
                let may_be = sign == b'|' && (start > from || from == 0);
                let mark = &line[start..at];
                let (across, down, copies, is_mark) = match Some(mark).filter(|_| may_be) {
                    Some(mark) => mark_of(mark, start == 0)
                        .map_or((1, 1, 1, false), |it| (it.0, it.1, it.2, true)),
                    None => (1, 1, 1, false),
                };
                let mark = if is_mark { start..at } else { at..at };
                found.push(Bar { at, mark, across, down, copies });
            }
            _ => {}
        }
    }
    found
}

/// `2.3+^.^a`, `3*`, `h`: columns, rows and copies. `is_first` stands at the start of a line, where
/// a letter alone can only be a style.
fn mark_of(mark: &str, is_first: bool) -> Option<(usize, usize, usize)> {
    let digits = mark.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(mark.len());
    let (factor, rest) = mark.split_at(digits);
    let (mut across, mut down, mut copies) = (1, 1, 1);
    let rest = if let Some(rest) = rest.strip_prefix('+').filter(|_| !factor.is_empty()) {
        let (left, right) = factor.split_once('.').unwrap_or((factor, ""));
        across = if left.is_empty() { 1 } else { left.parse().ok()? };
        down = if right.is_empty() { 1 } else { right.parse().ok()? };
        rest
    } else if let Some(rest) = rest.strip_prefix('*').filter(|_| !factor.is_empty()) {
        copies = factor.parse().ok()?;
        rest
    } else {
        // `.^` aligns; a number alone is text.
        if !factor.is_empty() && factor != "." {
            return None;
        }
        mark
    };
    let style = rest.trim_start_matches(['<', '^', '>', '.']);
    let is_aligned = style.len() < rest.len();
    let is_sure = is_aligned || is_first || rest.len() < mark.len();
    let fits = match style {
        "" => true,
        // Other letters alone may be units.
        "a" | "h" => true,
        "d" | "e" | "l" | "m" | "s" | "v" => is_sure,
        _ => false,
    };
    (fits && !mark.is_empty()).then_some((across.max(1), down.max(1), copies.max(1)))
}

/// How many columns `1,2*,<.^3a` are; a number alone is how many.
fn columns_of(written: &str) -> usize {
    if let Ok(count) = written.trim().parse() {
        return count;
    }
    let count = |piece: &str| {
        let copies = piece.split_once('*').and_then(|(copies, _)| copies.trim().parse().ok());
        copies.unwrap_or(1_usize).min(WIDEST)
    };
    written.split([',', ';']).map(count).sum()
}
