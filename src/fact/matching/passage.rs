//! The text of clauses that are compared as one, with the way back to the sources.

use std::ops::Range;

use super::side::Side;
use crate::fact::{Facts, Place};
use crate::model::{Block, BlockKind, Lang, Localised, Text};

/// A text joined from pieces of several clauses.
#[derive(Debug, Default)]
pub(super) struct Passage<'a> {
    /// The prose.
    pub(super) text: String,
    /// Ranges that the format marks as citations.
    pub(super) marked: Vec<Range<usize>>,
    pieces: Vec<Piece<'a>>,
    /// The tables, apart from the prose.
    pub(super) tables: Vec<Table<'a>>,
    /// Some of it is not given in the language of the side.
    pub(super) foreign: bool,
}

/// A piece of a passage.
#[derive(Debug)]
struct Piece<'a> {
    /// Where it begins in the passage.
    start: usize,
    text: &'a Text,
    /// The item it stands in.
    member: u32,
}

/// A table: cells in rows, with their places in its text.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// The item it stands in.
    pub(super) member: u32,
    pub(super) text: &'a Text,
    pub(super) words: &'a str,
    pub(super) rows: Vec<Vec<Range<usize>>>,
}

/// Between two pieces, so that no sentence runs on.
const GAP: &str = "\n\n";

impl<'a> Passage<'a> {
    /// The normative text of items of a side.
    pub(super) fn of(f: &Facts<'a>, side: &Side, members: &[u32]) -> Self {
        let mut passage = Self::default();
        for member in members {
            if let Some(entry) = side.entry(f, *member) {
                let all = &entry.definitions;
                let own = all.iter().find(|it| side.lang.is_some_and(|lang| lang == it.lang));
                passage.foreign |= side.lang.is_some() && own.is_none() && !all.is_empty();
                if let Some(definition) = own.or_else(|| all.first()) {
                    passage.push(f, *member, &definition.text);
                }
                continue;
            }
            let Some(clause) = side.clause(f, *member) else { continue };
            for block in &clause.blocks {
                let Some(text) = picked(&block.text, side.lang) else { continue };
                passage.foreign |= side.lang.is_some_and(|it| block.text.in_lang(it).is_none());
                if block.kind == BlockKind::Table {
                    passage.tables.push(Table::of(f, *member, text));
                } else if counts(block) {
                    passage.push(f, *member, text);
                    passage.mark(f, block, text);
                }
            }
        }
        passage
    }

    fn push(&mut self, f: &Facts<'a>, member: u32, text: &'a Text) {
        let words = f.text(text);
        if words.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(GAP);
        }
        self.pieces.push(Piece { start: self.text.len(), text, member });
        self.text.push_str(words);
    }

    /// Notes where the piece that was added last holds citations.
    fn mark(&mut self, f: &Facts<'a>, block: &Block, text: &'a Text) {
        let Some(start) = self.pieces.last().map(|it| it.start) else { return };
        let words = f.text(text);
        for citation in &block.citations {
            let mut range: Option<Range<usize>> = None;
            for (at, c) in words.char_indices().filter(|it| !it.1.is_whitespace()) {
                let span = text.span_of(at..at + c.len_utf8());
                let cited = citation.span;
                if span.file == cited.file && span.start < cited.end && cited.start < span.end {
                    let end = start + at + c.len_utf8();
                    range = Some(range.map_or(start + at, |it| it.start)..end);
                }
            }
            self.marked.extend(range);
        }
    }

    /// The item and the place of a range of the prose.
    pub(super) fn place(&self, side: &Side, range: &Range<usize>) -> Option<(u32, Place)> {
        let at = self.pieces.partition_point(|it| it.start <= range.start).checked_sub(1)?;
        let piece = &self.pieces[at];
        let next = self.pieces.get(at + 1).map_or(self.text.len(), |it| it.start - GAP.len());
        let start = range.start.min(next);
        let within = start - piece.start..range.end.clamp(start, next) - piece.start;
        Some((piece.member, side.place(piece.member, piece.text.span_of(within))))
    }

    /// Whether both say the same, letter for letter.
    pub(super) fn equals(&self, other: &Self) -> bool {
        self.text == other.text
            && self.tables.len() == other.tables.len()
            && self.tables.iter().zip(&other.tables).all(|(a, b)| a.words == b.words)
    }
}

impl<'a> Table<'a> {
    fn of(f: &Facts<'a>, member: u32, text: &'a Text) -> Self {
        let words = f.text(text);
        let mut rows = Vec::new();
        let mut at = 0;
        for line in words.split('\n') {
            let mut cells = Vec::new();
            let mut from = at;
            for cell in line.split('\t') {
                let lead = cell.len() - cell.trim_start().len();
                cells.push(from + lead..from + lead + cell.trim().len());
                from += cell.len() + 1;
            }
            at += line.len() + 1;
            if cells.iter().any(|it| !it.is_empty()) {
                rows.push(cells);
            }
        }
        Self { member, text, words, rows }
    }

    /// The words of a cell.
    pub(super) fn cell(&self, range: &Range<usize>) -> &'a str {
        self.words.get(range.clone()).unwrap_or("")
    }

    /// The place of a range of the table.
    pub(super) fn place(&self, side: &Side, range: Range<usize>) -> Place {
        side.place(self.member, self.text.span_of(range))
    }
}

/// Whether a block can require something (notes and examples inform; footnotes of tables and
/// figures may require: GB/T 1.1-2020, 9.12.2).
fn counts(block: &Block) -> bool {
    match block.kind {
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Provision => true,
        BlockKind::Footnote => block.within.is_some(),
        _ => false,
    }
}

/// The text in a language or, failing that, the first.
pub(super) fn picked(text: &Localised, lang: Option<Lang>) -> Option<&Text> {
    lang.and_then(|lang| text.in_lang(lang)).or_else(|| text.first())
}
