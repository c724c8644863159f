//! Where in a YAML text the cursor stands, told from lines and their indents.
//!
//! A tree would be surer, but the place where somebody is writing is the very place that cannot be
//! parsed yet.

use std::ops::Range;

use crate::source::SourceFile;

/// A step from the root of a text inwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Item,
}

/// What stands at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A key, or what may become one; with the other keys of its mapping.
    Key { range: Range<usize>, siblings: Vec<String> },
    /// A value, from its start.
    Value { start: usize },
    /// A text over several lines.
    Prose,
}

/// A place in a YAML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outline {
    /// The way to the mapping that a key belongs to, or to the value.
    pub(super) steps: Vec<Step>,
    pub(super) spot: Spot,
}

/// A line, taken apart.
struct Line<'t> {
    /// Columns of the dashes before the content, in bytes.
    dashes: Vec<usize>,
    /// Column of the content.
    column: usize,
    key: Option<&'t str>,
    /// Column after the key and its colon, or of the content.
    value: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut dashes = Vec::new();
        let mut at = 0;
        loop {
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if bytes.get(at) == Some(&b'-') && matches!(bytes.get(at + 1), None | Some(b' ')) {
                dashes.push(at);
                at += 1;
            } else {
                break;
            }
        }
        let (key, value) = match key_of(&text[at..]) {
            Some((key, after)) => (Some(key), at + after),
            None => (None, at),
        };
        Self { dashes, column: at, key, value, text }
    }

    fn is_empty(&self) -> bool {
        let content = self.text[self.column..].trim_start();
        self.dashes.is_empty() && (content.is_empty() || content.starts_with('#'))
    }

    /// What the value begins with.
    fn opens(&self) -> Opens {
        let value = self.text[self.value..].trim();
        match value.as_bytes().first() {
            None | Some(b'#' | b'&' | b'!') => Opens::Block,
            Some(b'|' | b'>') => Opens::Text,
            Some(b'{' | b'[') => Opens::Flow,
            Some(_) => Opens::Scalar,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    Block,
    Text,
    Flow,
    Scalar,
}

/// The key that a text begins with, and the byte after its colon.
fn key_of(text: &str) -> Option<(&str, usize)> {
    let quote = text.chars().next()?;
    let (key, end) = match quote {
        '"' | '\'' => {
            let end = 1 + text[1..].find(quote)?;
            (&text[1..end], end + 1)
        }
        '{' | '[' | '#' | '|' | '>' => return None,
        _ => {
            let end = text.char_indices().find(|(at, ch)| {
                *ch == ':' && text[at + 1..].chars().next().is_none_or(char::is_whitespace)
            })?;
            (text[..end.0].trim_end(), end.0)
        }
    };
    text[end..].starts_with(':').then_some((key, end + 1))
}

/// Where the byte at `offset` stands.
pub(super) fn outline(file: &SourceFile, offset: usize) -> Outline {
    let text = file.text();
    let number = file.line_index(offset);
    let range = file.line_range(number);
    let line = Line::of(&text[range.clone()]);
    let at = offset.saturating_sub(range.start).min(line.text.len());
    let column = if line.is_empty() { at } else { line.column };
    let above = (0..number).rev().map(|it| &text[file.line_range(it)]);
    let (mut steps, is_text) = path(&line, column.min(at.max(line.column)), above);
    if is_text {
        return Outline { steps, spot: Spot::Prose };
    }
    let has_key = line.key.is_some();
    if at < line.value || (!has_key && !matches!(line.opens(), Opens::Flow)) {
        // A line without colon may become a key, or is an item of a list.
        let end = match line.key {
            Some(_) => line.text[..line.value].trim_end().len().saturating_sub(1),
            None => line.text.trim_end().len().max(line.column.min(line.text.len())),
        };
        let start = range.start + column.min(at);
        let key = start..(range.start + end).max(offset).max(start);
        let siblings = siblings(file, number, column);
        return Outline { steps, spot: Spot::Key { range: key, siblings } };
    }
    if let Some(key) = line.key {
        steps.push(Step::Key(key.to_owned()));
    }
    flow(&mut steps, line.text, line.value, at, range.start)
}

/// The way to the mapping in which a line stands, whose content begins at `column`; and whether the
/// line is part of a longer text.
fn path<'t>(
    line: &Line<'_>,
    column: usize,
    above: impl Iterator<Item = &'t str>,
) -> (Vec<Step>, bool) {
    let mut steps = Vec::new();
    let mut limit = column;
    let mut item = false;
    for dash in line.dashes.iter().rev() {
        steps.push(Step::Item);
        (limit, item) = (*dash, true);
    }
    let (mut nearest, mut is_direct) = (true, true);
    let mut is_text = false;
    for text in above {
        if limit == 0 && !item || text.starts_with("---") || text.starts_with("...") {
            break;
        }
        let line = Line::of(text);
        if line.is_empty() {
            continue;
        }
        let starts_item = line.dashes.first().is_some_and(|it| *it < limit);
        if let Some(key) = line.key
            && (line.column < limit || (item && line.column == limit && line.dashes.is_empty()))
        {
            // Under a bar there is text, whatever its lines look like.
            is_text |= match line.opens() {
                Opens::Text => is_direct,
                Opens::Scalar => nearest && !item,
                Opens::Block | Opens::Flow => false,
            };
            steps.push(Step::Key(key.to_owned()));
            (limit, item) = (line.column, false);
            (nearest, is_direct) = (false, false);
        } else if nearest && starts_item && line.column < limit {
            // A text goes on under an item that is no mapping.
            is_text = true;
        }
        nearest &= line.column > limit;
        for dash in line.dashes.iter().rev().filter(|it| **it < line.column) {
            if *dash < limit {
                steps.push(Step::Item);
                (limit, item) = (*dash, true);
            }
        }
    }
    steps.reverse();
    (steps, is_text)
}

/// The keys of the mapping around a line, but for that of the line itself.
fn siblings(file: &SourceFile, number: usize, column: usize) -> Vec<String> {
    let line = |it: usize| Line::of(&file.text()[file.line_range(it)]);
    let mut keys = Vec::new();
    let mut take = |line: &Line<'_>| {
        if line.column == column
            && let Some(key) = line.key
        {
            keys.push(key.to_owned());
        }
    };
    if line(number).dashes.is_empty() {
        for above in (0..number).rev().map(line).filter(|it| !it.is_empty()) {
            take(&above);
            if above.column < column || (above.column == column && !above.dashes.is_empty()) {
                break;
            }
        }
    }
    let below = (number + 1..file.line_starts().len()).map(line).filter(|it| !it.is_empty());
    for below in below {
        if below.column < column || below.dashes.first().is_some_and(|it| *it < column) {
            break;
        }
        take(&below);
    }
    keys
}

/// A bracket that is open at the cursor.
struct Open {
    is_mapping: bool,
    /// The key whose value is being written.
    key: Option<String>,
    /// Where the piece after the last comma or colon begins.
    piece: usize,
    keys: Vec<String>,
}

/// Where the cursor stands within the brackets of a value.
fn flow(steps: &mut Vec<Step>, line: &str, from: usize, at: usize, base: usize) -> Outline {
    let mut open: Vec<Open> = Vec::new();
    let mut quote: Option<char> = None;
    let mut start = from;
    for (place, ch) in line[from..at].char_indices().map(|(place, ch)| (from + place, ch)) {
        match (quote, ch) {
            (Some(own), _) if ch == own => quote = None,
            (Some(_), _) => {}
            // A quote within a word is a letter.
            (None, '"' | '\'') if is_piece_empty(&open, start, line, place) => quote = Some(ch),
            (None, '{' | '[') if !open.is_empty() || is_piece_empty(&open, start, line, place) => {
                open.push(Open {
                    is_mapping: ch == '{',
                    key: None,
                    piece: place + 1,
                    keys: Vec::new(),
                });
            }
            (None, '}' | ']') => {
                open.pop();
                start = place + 1;
            }
            (None, ',') => {
                if let Some(top) = open.last_mut() {
                    (top.key, top.piece) = (None, place + 1);
                }
            }
            (None, ':') => {
                let ends = line[place + 1..].chars().next().is_none_or(char::is_whitespace);
                if let Some(top) = open.last_mut().filter(|it| ends && it.is_mapping) {
                    let key = line[top.piece..place].trim().trim_matches(['"', '\'']);
                    top.keys.push(key.to_owned());
                    (top.key, top.piece) = (Some(key.to_owned()), place + 1);
                }
            }
            _ => {}
        }
    }
    for bracket in &open {
        if !bracket.is_mapping {
            steps.push(Step::Item);
        } else if let Some(key) = &bracket.key {
            steps.push(Step::Key(key.clone()));
        }
    }
    let piece = open.last().map_or(start, |it| it.piece);
    let blank = line[piece..at].len() - line[piece..at].trim_start().len();
    let piece = base + piece + blank;
    let steps = std::mem::take(steps);
    match open.pop() {
        Some(top) if top.is_mapping && top.key.is_none() => {
            let rest = line[at..].find([':', ',', '}', ' ']).unwrap_or(line.len() - at);
            let range = piece..base + at + rest;
            Outline { steps, spot: Spot::Key { range, siblings: top.keys } }
        }
        _ => Outline { steps, spot: Spot::Value { start: piece } },
    }
}

fn is_piece_empty(open: &[Open], start: usize, line: &str, place: usize) -> bool {
    let piece = open.last().map_or(start, |it| it.piece);
    line.get(piece..place).is_some_and(|it| it.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Outline, Spot, Step, outline};
    use crate::source::{Encoding, FileId, SourceFile};

    /// The outline at the mark `|`.
    fn at(marked: &str) -> (String, Outline, String) {
        let offset = marked.find('¦').unwrap();
        let text = marked.replacen('¦', "", 1);
        let file = SourceFile::text_file(FileId::from_index(0), "x", Encoding::Utf8, text.clone());
        let it = outline(&file, offset);
        let steps = it.steps.iter().map(|it| match it {
            Step::Key(key) => key.as_str(),
            Step::Item => "-",
        });
        let steps = steps.collect::<Vec<_>>().join("/");
        let words = match &it.spot {
            Spot::Key { range, .. } => format!("key {}", &text[range.clone()]),
            Spot::Value { start } => format!("value {}", &text[*start..offset]),
            Spot::Prose => "prose".to_owned(),
        };
        (steps, it, words)
    }

    fn is(marked: &str, steps: &str, words: &str) {
        let (found, _, spot) = at(marked);
        assert_eq!((found.as_str(), spot.as_str()), (steps, words), "{marked}");
    }

    #[test]
    fn the_way_to_the_cursor_is_told_from_indents() {
        is("sta¦", "", "key sta");
        is("standard: A\nsta¦tus: x", "", "key status");
        is("standard: A\nstatus: cur¦", "status", "value cur");
        is("clauses:\n  - number: \"5\"\n    ti¦", "clauses/-", "key ti");
        is("clauses:\n- number: \"5\"\n  ti¦", "clauses/-", "key ti");
        is("clauses:\n  - number: \"5\"\n    clauses:\n      - ¦", "clauses/-/clauses/-", "key ");
        is("references:\n  normative:\n    - GB¦", "references/normative/-", "key GB");
        is(
            "clauses:\n  - number: \"5\"\n    text: |\n      a\n      b ¦",
            "clauses/-/text",
            "prose",
        );
        is("clauses:\n  - text: a b\n      c ¦", "clauses/-/text", "prose");
        is("a:\n  b: 1\n¦", "", "key ");
        is("a:\n  b: 1\n  ¦\nc: 1", "a", "key ");
        is("a: 1\n---\n  b¦", "", "key b");
    }

    #[test]
    fn brackets_are_looked_into() {
        is("r: [{standard: A, ro¦le: x}]", "r/-", "key role");
        is("r: [{standard: A, role: no¦", "r/-/role", "value no");
        is("r:\n  - {standard: \"A, B\", role: ¦", "r/-/role", "value ");
        is("r: [a, b¦]", "r/-", "value b");
        is("r: {a: {b: 1}, c¦", "r", "key c");
        is("t: {zh: 不应大于 0.1¦0}", "t/zh", "value 不应大于 0.1");
    }

    #[test]
    fn other_keys_are_known() {
        let siblings = |marked: &str| match at(marked).1.spot {
            Spot::Key { siblings, .. } => siblings,
            _ => Vec::new(),
        };
        assert_eq!(siblings("a: 1\nb:\n  x: 1\n¦\nc: 1"), ["b", "a", "c"]);
        assert_eq!(siblings("l:\n  - a: 1\n    ¦\n    b: 2\n  - c: 1"), ["a", "b"]);
        assert_eq!(siblings("r: {a: 1, ¦}"), ["a"]);
    }
}
