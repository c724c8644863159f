//! One text, its lines, and where it came from.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{FileId, Span};

/// How the bytes of a file were read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB 18030 (and so GBK and GB 2312).
    Gb18030,
    /// Not text: a container (a Word or Excel file) whose reader renders it as text.
    Container,
}

/// What a line of a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// A line of the file.
    Line,
    /// A paragraph of a Word file, or a row of a sheet: such files have no lines.
    Paragraph,
}

/// A place for people: all counted from 1, columns in Unicode scalar values, offsets in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// Byte offset into the decoded text, from 0.
    pub offset: u32,
}

/// A span for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The path as the user gave it.
    pub path: String,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// A file's text as decoded, with a line table that is built when it is first asked for.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: String,
    encoding: Encoding,
    unit: Unit,
    /// What lies before the text, where it is only a part of its file.
    before: Before,
    /// Set at once for text, and by the reader for a container.
    text: OnceLock<Box<str>>,
    /// The bytes of a container; empty for text.
    bytes: Box<[u8]>,
    line_starts: OnceLock<Box<[u32]>>,
    /// Characters before every [`STRIDE`]th byte; only for texts with very long lines.
    characters: OnceLock<Box<[u32]>>,
}

/// What lies before an excerpt in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Lines, all whole.
    pub lines: u32,
    /// Bytes.
    pub bytes: u32,
}

/// Bytes between two entries of the character table: a column in a line of many megabytes
/// (minified JSON, one-line XML) is found without counting from the line's start.
const STRIDE: usize = 4096;

impl SourceFile {
    /// A text file.
    #[must_use]
    pub fn text_file(
        id: FileId,
        path: impl Into<String>,
        encoding: Encoding,
        text: impl Into<Box<str>>,
    ) -> Self {
        let cell = OnceLock::new();
        let _ = cell.set(text.into());
        Self {
            id,
            path: path.into(),
            encoding,
            unit: Unit::Line,
            before: Before::default(),
            text: cell,
            bytes: Box::default(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// A container (Word, Excel): its reader calls [`render`](Self::render) once.
    #[must_use]
    pub fn container(id: FileId, path: impl Into<String>, bytes: impl Into<Box<[u8]>>) -> Self {
        Self {
            id,
            path: path.into(),
            encoding: Encoding::Container,
            unit: Unit::Paragraph,
            before: Before::default(),
            text: OnceLock::new(),
            bytes: bytes.into(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    /// A text file that is not read yet: whoever needs its text reads and
    /// [`render`](Self::render)s it.
    pub(crate) fn unread(id: FileId, path: impl Into<String>, encoding: Encoding) -> Self {
        Self { encoding, unit: Unit::Line, ..Self::container(id, path, Vec::new()) }
    }

    /// Whole lines of a file, or all of its text, as a pack keeps them. Places are told as in the
    /// file; spans count from the start of the excerpt.
    #[must_use]
    pub fn excerpt(
        id: FileId,
        path: impl Into<String>,
        (encoding, unit): (Encoding, Unit),
        before: Before,
        text: impl Into<Box<str>>,
    ) -> Self {
        Self { unit, before, ..Self::text_file(id, path, encoding, text) }
    }

    /// What lies before the text, where it is only a part of its file.
    #[must_use]
    pub fn before(&self) -> Before {
        self.before
    }

    /// Which file this is in its [`SourceMap`](super::SourceMap).
    #[must_use]
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The path as the user gave it, with `/` between folders; `-` is standard input.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How the bytes were read.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// What a line stands for.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The decoded text; empty for a container that nobody has rendered yet.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.get().map_or("", |text| text)
    }

    /// The bytes of a container; empty for a text file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives a container its text, one paragraph or row a line. Only the first call counts.
    pub fn render(&self, text: String) {
        let _ = self.text.set(text.into_boxed_str());
    }

    /// The span of the whole text.
    #[must_use]
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0, self.text().len())
    }

    /// The words that `span` names; empty where it does not fit this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or("")
    }

    /// Byte offsets at which lines start; `\n`, `\r\n` and a lone `\r` end a line.
    #[must_use]
    pub fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text().as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                let lone_or_newline = bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
                if lone_or_newline {
                    starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
                }
            }
            starts.into_boxed_slice()
        })
    }

    /// The line (from 0) that holds the byte at `offset`.
    #[must_use]
    pub fn line_index(&self, offset: usize) -> usize {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.line_starts().partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The byte range of line `index` (from 0), without its line end.
    #[must_use]
    pub fn line_range(&self, index: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let text = self.text();
        let start = starts.get(index).map_or(text.len(), |&start| start as usize);
        let end = starts.get(index + 1).map_or(text.len(), |&next| next as usize);
        let line = &text[start..end];
        start..start + line.trim_end_matches(['\n', '\r']).len()
    }

    /// The place of a byte offset, for people. An offset inside a character counts as its start.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let text = self.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_index(offset);
        let start = self.line_starts()[line] as usize;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position {
            line: count(line + 1).saturating_add(self.before.lines),
            column: count(self.characters_between(start.min(offset), offset) + 1),
            offset: count(offset).saturating_add(self.before.bytes),
        }
    }

    /// How many characters start in `start..end`.
    fn characters_between(&self, start: usize, end: usize) -> usize {
        let bytes = self.text().as_bytes();
        if end - start <= 2 * STRIDE {
            return character_starts(&bytes[start..end]);
        }
        let table = self.characters.get_or_init(|| {
            let mut total = 0;
            let mut table = vec![0];
            for chunk in bytes.chunks(STRIDE) {
                total += character_starts(chunk);
                table.push(u32::try_from(total).unwrap_or(u32::MAX));
            }
            table.into_boxed_slice()
        });
        let before = |offset: usize| {
            let entry = offset / STRIDE;
            table[entry] as usize + character_starts(&bytes[entry * STRIDE..offset])
        };
        before(end) - before(start)
    }

    /// A span of this file, for people.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        Location {
            path: self.path.clone(),
            start: self.position(span.start as usize),
            end: self.position(span.end as usize),
        }
    }
}

/// Bytes of UTF-8 that are not continuations of a character.
fn character_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{Encoding, SourceFile};
    use crate::source::FileId;

    #[test]
    fn columns_in_a_very_long_line_are_characters() {
        let text = format!("a\n{}b", "标准 x".repeat(20_000));
        let file = SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, text.clone());
        for at in [2, 8, 4096, 70_001, 100_000, text.len() - 1] {
            let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap();
            let position = file.position(at);
            assert_eq!(position.line, 2);
            assert_eq!(position.column as usize, text[2..at].chars().count() + 1);
        }
    }
}
