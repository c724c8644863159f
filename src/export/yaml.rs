//! YAML out: block style, long texts as literal blocks, and quotes wherever some reader of YAML
//! would take a text for a number, a date or a truth value.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A value to be written.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// A text of somebody.
    Text(Cow<'a, str>),
    /// A word of the format, never in need of quotes.
    Word(&'static str),
    /// Keys with values, in order.
    Map(Vec<(&'static str, Node<'a>)>),
    /// A list.
    List(Vec<Node<'a>>),
    /// A list of short texts, on one line.
    Row(Vec<&'a str>),
}

impl<'a> Node<'a> {
    /// A list of what is made of each.
    pub(super) fn list<T>(items: &'a [T], make: impl FnMut(&'a T) -> Self) -> Self {
        Self::List(items.iter().map(make).collect())
    }

    /// A text.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// `true` or `false`.
    pub(super) fn bool(value: bool) -> Self {
        Self::Word(if value { "true" } else { "false" })
    }
}

/// Keys with values; what is absent is left out.
#[derive(Debug, Default)]
pub(super) struct Map<'a>(Vec<(&'static str, Node<'a>)>);

impl<'a> Map<'a> {
    pub(super) fn put(&mut self, key: &'static str, value: impl Into<Option<Node<'a>>>) {
        self.0.extend(value.into().map(|value| (key, value)));
    }

    /// A list that is left out where it is empty.
    pub(super) fn put_some(&mut self, key: &'static str, value: Node<'a>) {
        if !matches!(&value, Node::List(items) if items.is_empty()) {
            self.0.push((key, value));
        }
    }

    /// Whether `keys` are all that is said.
    pub(super) fn has_only(&self, keys: &[&str]) -> bool {
        self.0.iter().all(|(key, _)| keys.contains(key))
    }
}

impl<'a> From<Map<'a>> for Node<'a> {
    fn from(map: Map<'a>) -> Self {
        Self::Map(map.0)
    }
}

/// Texts from here on stand in blocks of their own, in characters.
const LONG: usize = 100;
const STEP: usize = 2;

/// Writes one document.
pub(super) fn document(node: &Node<'_>, out: &mut String) {
    match node {
        Node::Map(entries) if !entries.is_empty() => self::entries(entries, 0, false, out),
        Node::List(items) if !items.is_empty() => self::items(items, 0, out),
        node => {
            value(node, 0, out);
            out.push('\n');
        }
    }
}

fn indentation(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', depth));
}

/// `started`: the first key stands behind a dash.
fn entries(entries: &[(&str, Node<'_>)], depth: usize, mut started: bool, out: &mut String) {
    for (key, node) in entries {
        if !std::mem::take(&mut started) {
            indentation(depth, out);
        }
        out.push_str(key);
        out.push(':');
        match node {
            Node::Map(inner) if !inner.is_empty() => {
                out.push('\n');
                self::entries(inner, depth + STEP, false, out);
            }
            Node::List(inner) if !inner.is_empty() => {
                out.push('\n');
                items(inner, depth + STEP, out);
            }
            node => {
                out.push(' ');
                value(node, depth, out);
                out.push('\n');
            }
        }
    }
}

fn items(items: &[Node<'_>], depth: usize, out: &mut String) {
    for item in items {
        indentation(depth, out);
        out.push('-');
        match item {
            Node::Map(inner) if !inner.is_empty() => {
                out.push(' ');
                entries(inner, depth + STEP, true, out);
            }
            Node::List(inner) if !inner.is_empty() => {
                out.push('\n');
                self::items(inner, depth + STEP, out);
            }
            item => {
                out.push(' ');
                value(item, depth, out);
                out.push('\n');
            }
        }
    }
}

/// What stands behind a key or a dash at `depth`, but for collections that begin a new line.
fn value(node: &Node<'_>, depth: usize, out: &mut String) {
    match node {
        Node::Text(text) => scalar(text, depth, out),
        Node::Word(word) => out.push_str(word),
        Node::Map(_) => out.push_str("{}"),
        Node::List(_) => out.push_str("[]"),
        Node::Row(cells) => {
            out.push('[');
            for (index, cell) in cells.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                if is_plain(cell) && !cell.contains([',', '[', ']', '{', '}']) {
                    out.push_str(cell);
                } else {
                    quoted(cell, out);
                }
            }
            out.push(']');
        }
    }
}

fn scalar(text: &str, depth: usize, out: &mut String) {
    let long = text.contains('\n') || text.chars().nth(LONG).is_some();
    if long && is_literal(text) {
        literal(text, depth, out);
    } else if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

/// Whether a literal block gives the text back: every character as it is, and a first line whose
/// indentation can be told.
fn is_literal(text: &str) -> bool {
    let first = text.split('\n').next().unwrap_or("");
    !first.trim().is_empty() && text.chars().all(|c| matches!(c, '\n' | '\t') || is_printable(c))
}

fn literal(text: &str, depth: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\t']) {
        let _ = write!(out, "{STEP}");
    }
    let body = text.trim_end_matches('\n');
    match text.len() - body.len() {
        0 => out.push('-'),
        1 => {}
        _ => out.push('+'),
    }
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            indentation(depth + STEP, out);
            out.push_str(line);
        }
    }
    out.extend(std::iter::repeat_n('\n', (text.len() - body.len()).saturating_sub(1)));
}

/// Characters that may stand in YAML as they are. Line breaks of other alphabets and marks that
/// nobody sees are written as escapes.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Whether a text can stand without quotes and is read as a text by every reader of YAML.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    if text.trim() != text || text.ends_with(':') || !text.chars().all(is_printable) {
        return false;
    }
    if "-?:,[]{}#&*!|>'\"%@`=~<.".contains(first) || text.contains(": ") || text.contains(" #") {
        return false;
    }
    let is_word = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    let is_number = (first.is_ascii_digit() || first == '+')
        && text.chars().all(|c| c.is_ascii_hexdigit() || "+-._:/xXoOtTzZ ".contains(c));
    !is_word && !is_number
}

/// In single quotes, or in double quotes where escapes are needed.
fn quoted(text: &str, out: &mut String) {
    if text.chars().all(is_printable) {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            c => {
                let number = u32::from(c);
                let _ = if number <= 0xff {
                    write!(out, "\\x{number:02x}")
                } else if number <= 0xffff {
                    write!(out, "\\u{number:04x}")
                } else {
                    write!(out, "\\U{number:08x}")
                };
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Encoding, FileId, SourceFile};

    fn written(text: &str) -> String {
        let mut map = Map::default();
        map.put("key", Node::text(text));
        map.put("list", Node::List(vec![Node::text(text), Node::text("x")]));
        map.put("rows", Node::List(vec![Node::Row(vec![text.trim_matches('\n'), "b"])]));
        let mut out = String::new();
        document(&map.into(), &mut out);
        out
    }

    /// Our own reader and another one of YAML must both give the text back, as a text.
    fn comes_back(text: &str) {
        let yaml = written(text);
        let file = SourceFile::text_file(FileId::from_index(0), "a.yaml", Encoding::Utf8, &*yaml);
        let parsed = crate::syntax::yaml::parse(&file);
        assert!(parsed.problems.is_empty(), "{text:?}\n{yaml}\n{:?}", parsed.problems);
        let tree = &parsed.tree;
        let root = tree.documents()[0].root;
        let get = |key: &str| tree.get(root, key).unwrap();
        assert_eq!(tree.str(get("key")), text, "{yaml}");
        let list: Vec<&str> = tree.items(get("list")).map(|it| tree.str(it)).collect();
        assert_eq!(list, [text, "x"], "{yaml}");
        let row = tree.items(get("rows")).next().unwrap();
        let cells: Vec<&str> = tree.items(row).map(|it| tree.str(it)).collect();
        assert_eq!(cells, [text.trim_matches('\n'), "b"], "{yaml}");
        let other: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        assert_eq!(other["key"].as_str(), Some(text), "{yaml}");
        assert_eq!(other["list"][0].as_str(), Some(text), "{yaml}");
    }

    #[test]
    fn what_looks_like_something_else_is_quoted() {
        for text in [
            "5.10",
            "NO",
            "no",
            "2021-03-01",
            "007",
            "1e3",
            "0x1F",
            "12:30:45",
            "~",
            "null",
            "",
            " a",
            "a ",
            "- a",
            "-",
            "?",
            ": a",
            "a: b",
            "a:",
            "a #b",
            "#b",
            "[a]",
            "{a}",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "'a'",
            "\"a\"",
            "%a",
            "@a",
            "`a",
            "a\tb",
            "=",
            "<<",
            "...",
            "---",
            "--- a",
            "1_000",
            "+1",
            ".5",
            ".inf",
            ".NaN",
            "1 2",
            "60.60",
            "03.080.01",
            "a\u{a0}",
            "\u{3000}a",
            "a\u{85}b",
            "a\u{2028}b",
            "\u{feff}a",
            "\0",
            "a\\b",
            "it's",
            "第5章",
            "GB/T 1.1—2020",
            "0o17",
            "1.0e+5",
            "0b1",
            "190:20:30",
            "2001-12-14t21:59:43.10-05:00",
            "\u{1f600}",
            "\u{10ffff}",
        ] {
            comes_back(text);
        }
    }

    #[test]
    fn long_texts_are_blocks() {
        let long = "words ".repeat(30) + "end";
        assert!(written(&long).starts_with("key: |-\n  words"));
        for text in [
            "a\nb",
            "a\n\nb\n",
            "a\n\n\n",
            "  a\nb",
            "\ta\n b\n",
            "a\n   \nb",
            "a\n ",
            "\na",
            "\n",
            " \na",
            "a\r\nb",
            "a\n# b\n---\nc",
            "a\n\tb",
            &long,
            &format!("{long}\u{85}"),
            "a\u{7f}\nb",
            "a\n\n  b\n\n\n",
        ] {
            comes_back(text);
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "([ -~\n\t]|[\u{80}-\u{ffff}]|[ :#'\"\\-\n]){0,40}") {
            comes_back(&text);
        }

        #[test]
        fn any_number_comes_back(text in "[-+.0-9eExo:_ ]{0,8}") {
            comes_back(&text);
        }
    }
}
