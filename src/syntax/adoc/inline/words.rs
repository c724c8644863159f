//! Lines of a block as one text, in which each byte knows its place.

use std::borrow::Cow;
use std::ops::Range;

use super::super::preprocess::Line;
use crate::source::{FileId, Span, Text};
use crate::syntax::lines::head;
use crate::syntax::text_builder::TextBuilder;

/// Markup is looked for the end of within this many bytes: no paragraph makes the search long.
pub(super) const NEAR: usize = 8192;

/// The words of a block, with line feeds between its lines.
pub(super) struct Words<'a> {
    pub(super) text: Cow<'a, str>,
    file: FileId,
    /// Where each line begins in the text, and in the file.
    lines: Vec<(usize, usize)>,
    /// Brackets and those that close them, in order of the first.
    brackets: Vec<(usize, usize)>,
    /// Brackets that close, in order.
    closing: Vec<usize>,
}

impl<'a> Words<'a> {
    /// The lines, each from the byte at which its words start, as far as they are of one file.
    pub(super) fn of(lines: &[(Line<'a>, usize)]) -> Option<Self> {
        let file = lines.first()?.0.file;
        let mut places = Vec::with_capacity(lines.len());
        let mut text = Cow::Borrowed("");
        for (index, (line, column)) in
            lines.iter().take_while(|(it, _)| it.file == file).enumerate()
        {
            let words = line.text.get(*column..).unwrap_or("").trim_end();
            // A forced line break is a blank here.
            let words = words.strip_suffix(" +").unwrap_or(words);
            if index == 0 {
                text = Cow::Borrowed(words);
            } else {
                text.to_mut().push('\n');
            }
            places.push((if index == 0 { 0 } else { text.len() }, line.start + column));
            if index > 0 {
                text.to_mut().push_str(words);
            }
        }
        let (brackets, closing) = brackets(&text);
        Some(Self { text, file, lines: places, brackets, closing })
    }

    fn place(&self, at: usize) -> usize {
        let index = self.lines.partition_point(|(begins, _)| *begins <= at).saturating_sub(1);
        self.lines.get(index).map_or(0, |(begins, start)| start + (at - begins))
    }

    /// Where a range stands.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start);
        let end = if range.is_empty() { start } else { self.place(range.end - 1) + 1 };
        Span::new(self.file, start, end.max(start))
    }

    /// A range as a text of its own.
    pub(super) fn part(&self, range: Range<usize>) -> Text {
        if !self.text[range.clone()].contains('\n') {
            return Text::verbatim(self.span(range));
        }
        let mut builder = TextBuilder::new();
        self.push(&mut builder, range.clone());
        builder.finish(self.span(range))
    }

    /// Appends a range as it stands, with its white space folded.
    pub(super) fn push(&self, builder: &mut TextBuilder, range: Range<usize>) {
        let mut at = range.start;
        for (index, piece) in self.text[range].split('\n').enumerate() {
            if index > 0 {
                let feed = self.place(at - 1);
                builder.blank(feed, feed + 1);
            }
            if !piece.is_empty() {
                builder.folded(piece, self.place(at));
            }
            at += piece.len() + 1;
        }
    }

    /// The bracket that closes the one at `open`; where none does, the next that closes any.
    pub(super) fn closing(&self, open: usize) -> Option<usize> {
        if let Ok(at) = self.brackets.binary_search_by_key(&open, |it| it.0) {
            return Some(self.brackets[at].1);
        }
        let next = self.closing.partition_point(|it| *it < open);
        self.closing.get(next).copied().filter(|it| it - open <= NEAR)
    }
}

/// The beginning of a text, as far as the end of markup is looked for.
pub(super) fn near(text: &str) -> &str {
    head(text, NEAR)
}

fn brackets(text: &str) -> (Vec<(usize, usize)>, Vec<usize>) {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    let mut closing = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' if !is_escaped => open.push(at),
            b']' if !is_escaped => {
                pairs.extend(open.pop().map(|from| (from, at)));
                closing.push(at);
            }
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    pairs.sort_unstable();
    (pairs, closing)
}
