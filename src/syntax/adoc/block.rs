//! Blocks: headings, paragraphs, lists, tables, fenced blocks, with their attribute lines.

use super::preprocess::Line;
use crate::source::Span;

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `== Heading` or `## Heading`, with its level from 1.
    Heading(u8),
    /// Lines of text.
    Paragraph,
    /// `NOTE: text`: the label in upper case.
    Admonition(String),
    /// An item of a list: depth from 0, and its marker.
    ListItem(u8, String),
    /// `term:: text`, with its depth from 0; the name is the title of the block.
    Definition(u8),
    /// `|===`.
    Table,
    /// `----`, `....` or a literal paragraph.
    Verbatim,
    /// `++++` with the style `stem`.
    Stem,
    /// `image::`.
    Image,
    /// `====`, `--`, `****`, `____`: with what it opened; closed by [`BlockKind::Close`].
    Open(char),
    /// The end of an open block.
    Close(char),
}

/// What stands in attribute lines before a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The first positional attribute: the style (`appendix`, `bibliography`, `example`).
    pub style: String,
    /// The id, and its label where one is given.
    pub id: Option<(Span, Option<String>)>,
    /// Roles (`.source`).
    pub roles: Vec<String>,
    /// Options (`%inline-header`).
    pub options: Vec<String>,
    /// Further positional attributes.
    pub positional: Vec<String>,
    /// Named attributes.
    pub named: Vec<(String, String)>,
}

impl Attributes {
    /// A named attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.named.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the style or a role says so.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.style == word
            || self.roles.iter().any(|it| it == word)
            || self.positional.iter().any(|it| it == word)
    }
}

/// A block: its lines, each with the column at which its words start.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// Attribute lines before it.
    pub attributes: Attributes,
    /// `.Title` before it: the line and the column of its words.
    pub title: Option<(Line<'a>, usize)>,
    /// Lines, each with the byte at which its words start.
    pub lines: Vec<(Line<'a>, usize)>,
}

impl Block<'_> {
    /// From the first to the last line (of the file of the first).
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let first = self.lines.first()?.0.whole();
        Some(self.lines.iter().fold(first, |all, (line, _)| all.join(line.whole())))
    }
}

/// Blocks of a document, in order.
#[must_use]
pub fn parse<'a>(lines: &[Line<'a>]) -> Vec<Block<'a>> {
    let mut parser = Parser {
        lines,
        at: 0,
        blocks: Vec::new(),
        attributes: Attributes::default(),
        title: None,
        open: Vec::new(),
    };
    parser.run();
    parser.blocks
}

struct Parser<'p, 'a> {
    lines: &'p [Line<'a>],
    at: usize,
    blocks: Vec<Block<'a>>,
    attributes: Attributes,
    title: Option<(Line<'a>, usize)>,
    open: Vec<&'a str>,
}

impl<'a> Parser<'_, 'a> {
    fn run(&mut self) {
        while let Some(line) = self.lines.get(self.at).copied() {
            let text = line.text.trim_end();
            let says_nothing = text.trim().is_empty()
                || (text.starts_with("//") && !text.starts_with("///"))
                || matches!(text, "<<<" | "'''" | "+");
            if says_nothing || self.attribute_line(&line) {
                self.at += 1;
            } else if text.len() > 1
                && text.starts_with('.')
                && !text.starts_with("..")
                && !text[1..].starts_with([' ', '.'])
            {
                self.title = Some((line, 1));
                self.at += 1;
            } else if let Some(fence) = fence(text) {
                self.fenced(line, text, fence);
            } else if let Some(level) = heading_level(&line) {
                let column = text.len() - text.trim_start_matches(['=', '#']).trim_start().len();
                self.push(BlockKind::Heading(level), vec![(line, column)]);
                self.at += 1;
            } else if text.starts_with("image::") {
                self.push(BlockKind::Image, vec![(line, 0)]);
                self.at += 1;
            } else if let Some((depth, marker, column)) = list_marker(text) {
                self.list_item(line, depth, marker, column);
            } else if let Some(column) = definition_marker(text) {
                self.definition(line, column);
            } else if text.starts_with([' ', '\t']) && self.starts_paragraph() {
                let lines = self.take_paragraph();
                self.push(BlockKind::Verbatim, lines);
            } else {
                self.paragraph();
            }
        }
        while let Some(fence) = self.open.pop() {
            let kind = BlockKind::Close(fence.chars().next().unwrap_or('='));
            self.blocks.push(Block {
                kind,
                attributes: Attributes::default(),
                title: None,
                lines: Vec::new(),
            });
        }
    }

    fn push(&mut self, kind: BlockKind, lines: Vec<(Line<'a>, usize)>) {
        let attributes = std::mem::take(&mut self.attributes);
        let title = self.title.take();
        self.blocks.push(Block { kind, attributes, title, lines });
    }

    fn starts_paragraph(&self) -> bool {
        self.at == 0 || self.lines[self.at - 1].is_blank()
    }

    fn take_paragraph(&mut self) -> Vec<(Line<'a>, usize)> {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.get(self.at).copied() {
            let text = line.text.trim_end();
            let ends = line.is_blank()
                || (!lines.is_empty()
                    && (fence(text).is_some()
                        || text == "+"
                        || heading_level(&line).is_some()
                        || is_attribute_line(text)));
            if ends {
                break;
            }
            self.at += 1;
            if !text.starts_with("//") || text.starts_with("///") {
                lines.push((line, 0));
            }
        }
        lines
    }

    fn paragraph(&mut self) {
        let first = self.lines[self.at];
        let label = [
            "NOTE",
            "TIP",
            "IMPORTANT",
            "WARNING",
            "CAUTION",
            "EXAMPLE",
            "TODO",
            "DANGER",
            "SAFETY PRECAUTION",
            "注",
            "示例",
        ]
        .iter()
        .find(|label| first.text.strip_prefix(**label).is_some_and(|rest| rest.starts_with(": ")));
        let mut lines = self.take_paragraph();
        match label {
            Some(label) => {
                if let Some(first) = lines.first_mut() {
                    first.1 = label.len() + 2;
                }
                self.push(BlockKind::Admonition((*label).to_owned()), lines);
            }
            None => self.push(BlockKind::Paragraph, lines),
        }
    }

    fn list_item(&mut self, line: Line<'a>, depth: u8, marker: &str, column: usize) {
        let marker = marker.to_owned();
        self.at += 1;
        let mut lines = vec![(line, column)];
        while let Some(next) = self.lines.get(self.at).copied() {
            let text = next.text.trim_end();
            if next.is_blank()
                || text == "+"
                || list_marker(text).is_some()
                || definition_marker(text).is_some()
                || fence(text).is_some()
                || heading_level(&next).is_some()
                || is_attribute_line(text)
            {
                break;
            }
            self.at += 1;
            if !text.starts_with("//") {
                lines.push((next, 0));
            }
        }
        self.push(BlockKind::ListItem(depth, marker), lines);
    }

    fn definition(&mut self, line: Line<'a>, column: usize) {
        self.at += 1;
        let mut lines = vec![(line, column)];
        // The text may stand on the lines after the marker.
        let mut blank_allowed = line.text[column..].trim().is_empty();
        while let Some(next) = self.lines.get(self.at).copied() {
            let text = next.text.trim_end();
            if next.is_blank() && blank_allowed && lines.len() == 1 {
                self.at += 1;
                blank_allowed = false;
                continue;
            }
            if next.is_blank()
                || text == "+"
                || list_marker(text).is_some()
                || definition_marker(text).is_some()
                || fence(text).is_some()
                || heading_level(&next).is_some()
                || is_attribute_line(text)
            {
                break;
            }
            self.at += 1;
            lines.push((next, 0));
        }
        // The name stands before the marker; a title line of its own goes before it.
        let marked = line.text[..column].trim_end();
        let name = marked.trim_end_matches([':', ';']);
        let depth = match &marked[name.len()..] {
            ";;" => 3,
            colons => u8::try_from(colons.len().saturating_sub(2)).unwrap_or(u8::MAX),
        };
        let indent = name.len() - name.trim_start().len();
        let name = Line { text: name, ..line };
        self.push(BlockKind::Definition(depth), lines);
        if let Some(last) = self.blocks.last_mut() {
            last.title.get_or_insert((name, indent));
        }
    }

    fn fenced(&mut self, line: Line<'a>, text: &'a str, kind: char) {
        self.at += 1;
        match kind {
            '/' => {
                while self.lines.get(self.at).is_some_and(|it| it.text.trim_end() != text) {
                    self.at += 1;
                }
                self.at += 1;
                self.attributes = Attributes::default();
            }
            '|' | '.' | '+' | '`' | '-' if kind != '-' || text.len() >= 4 => {
                let mut lines = Vec::new();
                let close = if kind == '`' { "```" } else { text };
                while let Some(next) = self.lines.get(self.at).copied() {
                    self.at += 1;
                    if next.text.trim_end() == close {
                        break;
                    }
                    lines.push((next, 0));
                }
                if lines.is_empty() {
                    lines.push((line, text.len()));
                }
                let kind = match kind {
                    '|' => BlockKind::Table,
                    '+' if self.attributes.style.is_empty() => BlockKind::Verbatim,
                    '+' => BlockKind::Stem,
                    _ => BlockKind::Verbatim,
                };
                self.push(kind, lines);
            }
            _ => {
                if self.open.last() == Some(&text) {
                    self.open.pop();
                    self.blocks.push(Block {
                        kind: BlockKind::Close(kind),
                        attributes: Attributes::default(),
                        title: None,
                        lines: vec![(line, 0)],
                    });
                } else if self.open.len() < 64 {
                    self.open.push(text);
                    self.push(BlockKind::Open(kind), vec![(line, 0)]);
                }
            }
        }
    }

    /// `[…]`, `[[id]]`, `[#id]`: taken up for the next block.
    fn attribute_line(&mut self, line: &Line<'a>) -> bool {
        let text = line.text.trim_end();
        if !is_attribute_line(text) {
            return false;
        }
        let inner = &text[1..text.len() - 1];
        if let Some(anchor) = inner.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            let (id, label) = match anchor.split_once(',') {
                Some((id, label)) => (id, Some(label.trim().to_owned())),
                None => (anchor, None),
            };
            self.attributes.id = Some((line.span(2..2 + id.len()), label));
            return true;
        }
        for (index, (start, piece)) in pieces(inner).into_iter().enumerate() {
            let named = piece.split_once('=').filter(|(key, _)| {
                !key.is_empty()
                    && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            });
            match named {
                Some((key, value)) => {
                    let value = value.trim().trim_matches('"').to_owned();
                    match key {
                        "id" => {
                            let at = 1 + start + piece.len()
                                - value.len()
                                - usize::from(piece.ends_with('"'));
                            self.attributes.id = Some((line.span(at..at + value.len()), None));
                        }
                        "options" | "opts" => self
                            .attributes
                            .options
                            .extend(value.split(',').map(|it| it.trim().to_owned())),
                        "role" => self.attributes.roles.push(value),
                        _ => self.attributes.named.push((key.to_owned(), value)),
                    }
                }
                None if index == 0 => self.shorthand(line, 1 + start, piece),
                None => self.attributes.positional.push(piece.trim().trim_matches('"').to_owned()),
            }
        }
        true
    }

    /// `style#id.role%option`.
    fn shorthand(&mut self, line: &Line<'a>, at: usize, piece: &str) {
        let mut from = 0;
        let mut sign = ' ';
        let ends: Vec<(usize, char)> = piece
            .char_indices()
            .filter(|(_, c)| matches!(c, '#' | '.' | '%'))
            .chain([(piece.len(), ' ')])
            .collect();
        for (end, next) in ends {
            let word = piece.get(from..end).unwrap_or("").trim();
            if !word.is_empty() {
                match sign {
                    '#' => self.attributes.id = Some((line.span(at + from..at + end), None)),
                    '.' => self.attributes.roles.push(word.to_owned()),
                    '%' => self.attributes.options.push(word.to_owned()),
                    _ => word.clone_into(&mut self.attributes.style),
                }
            }
            from = end + 1;
            sign = next;
        }
    }
}

/// Splits at commas outside quotes, with the byte at which each piece starts.
fn pieces(inner: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in inner.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                found.push((start, &inner[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push((start, &inner[start..]));
    found
        .into_iter()
        .map(|(start, piece)| (start + piece.len() - piece.trim_start().len(), piece.trim()))
        .collect()
}

fn is_attribute_line(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with('[')
        && text.ends_with(']')
        && !text.starts_with("[[[")
        && (text.starts_with("[[") || !text[1..text.len() - 1].contains(']'))
        // `[en]#paddy#` is text.
        && !text.contains("]#")
        && text.as_bytes().get(1).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'[' | b'#' | b'.' | b'%' | b'"' | b',' | b'_'))
        || text == "[]"
}

fn fence(text: &str) -> Option<char> {
    if text.starts_with("```") {
        return Some('`');
    }
    if text == "--" {
        return Some('-');
    }
    let bytes = text.as_bytes();
    if bytes.len() < 4 {
        return None;
    }
    if matches!(bytes[0], b'|' | b',' | b'!' | b':') && bytes[1..].iter().all(|it| *it == b'=') {
        return Some('|');
    }
    let first = bytes[0];
    (matches!(first, b'-' | b'.' | b'+' | b'/' | b'=' | b'*' | b'_')
        && bytes.iter().all(|it| *it == first))
    .then_some(first as char)
}

/// The level of a heading, from 1 for `==`; the document's own title `=` is level 0.
fn heading_level(line: &Line<'_>) -> Option<u8> {
    let text = line.text;
    let sign = text.bytes().next().filter(|it| matches!(it, b'=' | b'#'))?;
    let signs = text.bytes().take_while(|it| *it == sign).count();
    if signs == 0
        || signs > 10
        || !text[signs..].starts_with([' ', '\t'])
        || text[signs..].trim().is_empty()
    {
        return None;
    }
    let level = i8::try_from(signs - 1).ok()?.saturating_add(line.level_offset);
    u8::try_from(level.max(0)).ok()
}

/// Depth from 0, the marker, and where the words start.
fn list_marker(text: &str) -> Option<(u8, &str, usize)> {
    let indent = text.len() - text.trim_start().len();
    let body = &text[indent..];
    let end = body.find([' ', '\t'])?;
    let marker = &body[..end];
    let first = marker.chars().next()?;
    let same = marker.chars().all(|c| c == first);
    let depth = match first {
        '*' | '.' if same && marker.len() <= 6 => marker.len() - 1,
        '-' if marker == "-" => 0,
        '0'..='9'
            if marker.ends_with('.')
                && marker[..marker.len() - 1].bytes().all(|b| b.is_ascii_digit()) =>
        {
            0
        }
        'a'..='z' | 'A'..='Z' if marker.len() == 2 && marker.ends_with('.') => 0,
        '<' if marker.len() >= 3
            && marker.ends_with('>')
            && marker[1..marker.len() - 1].bytes().all(|b| b.is_ascii_digit() || b == b'.') =>
        {
            0
        }
        _ => return None,
    };
    let column = indent + end + body[end..].len() - body[end..].trim_start().len();
    Some((u8::try_from(depth).unwrap_or(u8::MAX), marker, column))
}

/// `term::`, `term:::`, `term;;`: where the text starts.
fn definition_marker(text: &str) -> Option<usize> {
    if text.starts_with("image::") || text.starts_with("include::") {
        return None;
    }
    for marker in ["::", ";;"] {
        let mut from = 0;
        while let Some(at) = text[from..].find(marker).map(|at| from + at) {
            let end = at + text[at..].len() - text[at..].trim_start_matches([':', ';']).len();
            let ends_word = end == text.len() || text[end..].starts_with([' ', '\t']);
            if at > 0 && ends_word && !text[..at].ends_with("http") {
                return Some(end + text[end..].len() - text[end..].trim_start().len());
            }
            from = end;
        }
    }
    None
}
