//! Tables.

use thin_vec::ThinVec;

use super::Builder;
use crate::model::{Block, BlockKind, Localised};
use crate::source::{Span, Text};
use crate::syntax::adoc::{self, Line, Mark};
use crate::syntax::text_builder::TextBuilder;

impl Builder<'_> {
    pub(super) fn table(
        &self,
        block: &adoc::Block<'_>,
        span: Span,
        footnotes: &mut Vec<Text>,
    ) -> Block {
        let mut whole = TextBuilder::new();
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

/// Ranges of the cells of a table line, without their `2+^.^a` marks.
pub(super) fn cells(line: &str) -> Vec<std::ops::Range<usize>> {
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
