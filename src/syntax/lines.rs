//! Plain text as lines and paragraphs.

use crate::source::SourceFile;

/// A line without its end, and where it starts.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The words.
    pub text: &'a str,
    /// Byte offset of its first byte.
    pub start: usize,
}

impl Line<'_> {
    /// One past its last byte.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// White space at its start, in bytes.
    #[must_use]
    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// All lines of a file; `\n`, `\r\n`, a lone `\r` and a form feed end a line.
pub fn lines(file: &SourceFile) -> impl Iterator<Item = Line<'_>> {
    let text = file.text();
    (0..file.line_starts().len()).flat_map(move |index| {
        let range = file.line_range(index);
        let mut at = range.start;
        text[range].split('\u{c}').map(move |piece| {
            let start = at;
            at += piece.len() + 1;
            Line { text: piece, start }
        })
    })
}

/// Runs of lines with blank lines between them; never empty.
pub fn paragraphs(file: &SourceFile) -> Vec<Vec<Line<'_>>> {
    let mut found = Vec::new();
    let mut current: Vec<Line<'_>> = Vec::new();
    for line in lines(file) {
        if !line.is_blank() {
            current.push(line);
        } else if !current.is_empty() {
            found.push(std::mem::take(&mut current));
        }
    }
    if !current.is_empty() {
        found.push(current);
    }
    found
}

/// The first `limit` bytes of a text, cut at a character.
#[must_use]
pub fn head(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
