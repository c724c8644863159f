//! Places as editors name them: a URI, a line and a column in the units that were agreed on.

use std::path::{Path, PathBuf};

use gen_lsp_types::{Position, Range};

use crate::source::{SourceFile, Span};

/// In what columns are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Columns {
    Utf8,
    /// What every client understands.
    #[default]
    Utf16,
    Utf32,
}

impl Columns {
    /// The best of those that a client offers.
    pub(super) fn choose(offered: &[&str]) -> Self {
        if offered.contains(&"utf-8") {
            Self::Utf8
        } else if offered.contains(&"utf-16") || !offered.contains(&"utf-32") {
            Self::Utf16
        } else {
            Self::Utf32
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn count(self, text: &str) -> usize {
        let starts = || text.bytes().filter(|it| it & 0xC0 != 0x80).count();
        match self {
            Self::Utf8 => text.len(),
            // Characters outside the basic plane begin with such a byte, and take two units.
            Self::Utf16 => starts() + text.bytes().filter(|it| *it >= 0xF0).count(),
            Self::Utf32 => starts(),
        }
    }

    /// The bytes of `line` before column `wanted`; within a character, its start.
    fn bytes(self, line: &str, wanted: usize) -> usize {
        let mut column = 0;
        for (at, ch) in line.char_indices() {
            column += match self {
                Self::Utf8 => ch.len_utf8(),
                Self::Utf16 => ch.len_utf16(),
                Self::Utf32 => 1,
            };
            if column > wanted {
                return at;
            }
        }
        line.len()
    }

    /// The place of a byte of a text.
    pub(super) fn position(self, file: &SourceFile, offset: usize) -> Position {
        let text = file.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = file.line_index(offset);
        let start = file.line_range(line).start.min(offset);
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        Position {
            line: number(line).saturating_add(file.before().lines),
            character: number(self.count(&text[start..offset])),
        }
    }

    /// The place of some words of a text.
    pub(super) fn range(self, file: &SourceFile, span: Span) -> Range {
        let place = |offset: u32| self.position(file, offset as usize);
        Range { start: place(span.start), end: place(span.end) }
    }

    /// The byte at a place; the nearest one where there is no such place.
    pub(super) fn offset(self, file: &SourceFile, position: Position) -> usize {
        let line = position.line as usize;
        if line >= file.line_starts().len() {
            return file.text().len();
        }
        let line = file.line_range(line);
        let text = &file.text()[line.clone()];
        line.start + self.bytes(text, position.character as usize)
    }

    /// The bytes of a range; empty at its start where its ends are the wrong way round.
    pub(super) fn bytes_of(self, file: &SourceFile, range: Range) -> std::ops::Range<usize> {
        let start = self.offset(file, range.start);
        start..self.offset(file, range.end).max(start)
    }
}

/// The path of a `file:` URI, from the root, without `.` and `..`.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.get(..7).filter(|it| it.eq_ignore_ascii_case("file://")).map(|_| &uri[7..])?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut decoded = decode(path)?;
    if cfg!(windows) {
        let drive = decoded.as_bytes().get(2).is_some_and(|it| *it == b':');
        decoded = match (host, drive) {
            ("" | "localhost", true) => decoded[1..].to_owned(),
            ("" | "localhost", false) => decoded,
            _ => format!("//{host}{decoded}"),
        };
    }
    if decoded.contains('\0') {
        return None;
    }
    Some(crate::finding::from_root(Path::new(&decoded)))
}

/// `%E6%A0%87` to its bytes, which must be UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        bytes.push(u8::try_from(digit(0)? * 16 + digit(1)?).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok()
}

/// The `file:` URI of a path from the root.
pub(super) fn uri_of(path: &Path) -> String {
    let shown = path.to_string_lossy();
    let shown = if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() };
    let mut uri = String::from(if shown.starts_with('/') { "file://" } else { "file:///" });
    for byte in shown.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::Position;

    use super::{Columns, path_of, uri_of};
    use crate::source::{Encoding, FileId, SourceFile};

    #[test]
    fn columns_are_of_the_agreed_units() {
        let file =
            SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, "a\n标𠀀准b\r\nc");
        let at = file.text().find('准').unwrap_or_default();
        for (columns, column) in [(Columns::Utf8, 7), (Columns::Utf16, 3), (Columns::Utf32, 2)] {
            let position = columns.position(&file, at);
            assert_eq!((position.line, position.character), (1, column));
            assert_eq!(columns.offset(&file, position), at);
        }
        // Inside a pair of surrogates, beyond the line, beyond the text.
        let offset = |line, character| Columns::Utf16.offset(&file, Position { line, character });
        assert_eq!(offset(1, 2), at - '𠀀'.len_utf8());
        assert_eq!(offset(1, 99), at + 4);
        assert_eq!(offset(9, 0), file.text().len());
    }

    #[cfg(unix)]
    #[test]
    fn uris_and_paths_answer_to_each_other() {
        let path = std::path::Path::new("/a b/标准#1.yaml");
        assert_eq!(uri_of(path), "file:///a%20b/%E6%A0%87%E5%87%86%231.yaml");
        assert_eq!(path_of(&uri_of(path)).as_deref(), Some(path));
        assert_eq!(path_of("file:///a/../b%2fc").as_deref(), Some(std::path::Path::new("/b/c")));
        for bad in ["untitled:1", "file://", "file:///%zz", "file:///%", "file:///%ff", ""] {
            assert_eq!(path_of(bad), None, "{bad}");
        }
    }
}
