//! Inline markup: words with their places, and what is marked up in them.

use std::collections::BTreeMap;

use super::preprocess::{Entry, Line};
use crate::source::{Span, Text};
use crate::syntax::text_builder::TextBuilder;

/// What stands out in a run of text.
#[derive(Clone, Debug)]
pub enum Mark {
    /// `<<anchor,text>>`: the whole, the anchor, the text given, and where in the value it ends.
    Citation {
        /// The whole markup.
        span: Span,
        /// The anchor.
        anchor: Text,
        /// What follows the first comma.
        text: Option<Text>,
        /// Byte offset in the value after it.
        end: usize,
    },
    /// `footnote:[…]`.
    Footnote(Text),
    /// `[role]#…#` or `role:[…]` (`alt`, `deprecated`, `domain`, a language).
    Styled(String, Text),
    /// An anchor inside the text: `[[id]]`.
    Anchor(Text),
    /// `[[[anchor,identifier]]]`, an entry of a bibliography.
    Entry {
        /// The whole markup.
        span: Span,
        /// The anchor.
        anchor: Text,
        /// The identifier as written.
        identifier: Option<Text>,
    },
}

/// A text and its marks.
#[derive(Debug, Default)]
pub struct Inline {
    /// The words, without markup.
    pub builder: TextBuilder,
    /// What is marked up, in order.
    pub marks: Vec<Mark>,
}

/// What a citation is printed as: given an anchor, the words for it.
pub type Label<'l> = &'l dyn Fn(&str) -> Option<String>;

/// Reads lines (each from the byte at which its words start) as one run of text.
#[must_use]
pub fn plain(
    lines: &[(Line<'_>, usize)],
    attributes: &BTreeMap<String, Entry>,
    label: Label<'_>,
) -> Inline {
    let mut inline = Inline::default();
    let Some(file) = lines.first().map(|(line, _)| line.file) else { return inline };
    for (line, column) in lines {
        if line.file != file {
            break;
        }
        let text = line.text.get(*column..).unwrap_or("");
        // A forced line break is a blank here.
        let text = text.trim_end().strip_suffix(" +").unwrap_or(text);
        run(&mut inline, line, *column, text, attributes, label, 0);
        inline.builder.blank(line.start + line.text.len(), line.start + line.text.len());
    }
    inline
}

/// How Metanorma writes a unit inside a formula.
const UNIT: &str = "\"unitsml(";

/// Macros of the form `name:[…]`, `name:target[…]`.
fn macro_at(text: &str) -> Option<(&str, &str, usize, usize)> {
    let name_end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
    let name = &text[..name_end];
    if name_end == 0 || !text[name_end..].starts_with(':') || text[name_end..].starts_with("::") {
        return None;
    }
    let known = matches!(
        name,
        "stem"
            | "latexmath"
            | "asciimath"
            | "footnote"
            | "term"
            | "concept"
            | "symbol"
            | "letter-symbol"
            | "alt"
            | "admitted"
            | "preferred"
            | "deprecated"
            | "domain"
            | "link"
            | "mailto"
            | "image"
            | "http"
            | "https"
            | "kbd"
            | "index"
            | "span"
            | "add"
            | "del"
            | "sourcecode"
            | "pass"
            | "pass-format"
            | "inherit"
            | "related"
            | "autonumber"
            | "std-link"
            | "identifier"
            | "hash"
            | "ruby"
            | "lang"
            | "ftp"
            | "xref"
            | "icon"
            | "smallcap"
    );
    if !known {
        return None;
    }
    let after = name_end + 1;
    let open = after + text[after..].find(['[', ' '])?;
    if text.as_bytes()[open] != b'[' {
        return None;
    }
    let mut depth = 0_usize;
    for (at, c) in text[open..].char_indices() {
        match c {
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some((name, &text[after..open], open + 1, open + at));
                }
            }
            _ => {}
        }
    }
    None
}

fn part(line: &Line<'_>, column: usize, range: std::ops::Range<usize>) -> Text {
    Text::verbatim(line.span(column + range.start..column + range.end))
}

/// One line's words. `depth` bounds markup inside markup.
fn run(
    inline: &mut Inline,
    line: &Line<'_>,
    column: usize,
    text: &str,
    attributes: &BTreeMap<String, Entry>,
    label: Label<'_>,
    depth: usize,
) {
    let mut at = 0;
    let mut plain_from = 0;
    let flush = |inline: &mut Inline, from: usize, to: usize| {
        if from < to {
            inline.builder.folded(&text[from..to], line.start + column + from);
        }
    };
    let starts_word = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    while at < text.len() {
        let tail = &text[at..];
        let first = tail.as_bytes()[0];
        // What consumes `tail[..len]`, if anything does.
        let len = match first {
            b'<' if tail.starts_with("<<") => tail.find(">>").map(|close| {
                flush(inline, plain_from, at);
                citation(inline, line, column, at, &tail[..close + 2], attributes, label);
                close + 2
            }),
            b'[' if tail.starts_with("[[[") => tail.find("]]]").map(|close| {
                flush(inline, plain_from, at);
                entry(inline, line, column, at, &tail[..close + 3]);
                close + 3
            }),
            b'[' if tail.starts_with("[[") => tail.find("]]").map(|close| {
                flush(inline, plain_from, at);
                let id = tail[2..close].split(',').next().unwrap_or("");
                inline.marks.push(Mark::Anchor(part(line, column, at + 2..at + 2 + id.len())));
                close + 2
            }),
            b'[' => styled(tail).map(|(role, inner, len)| {
                flush(inline, plain_from, at);
                let range = at + inner.start..at + inner.end;
                inline.marks.push(Mark::Styled(role.to_owned(), part(line, column, range.clone())));
                nested(inline, line, column, range, attributes, label, depth);
                len
            }),
            b'{' => tail.find('}').and_then(|close| {
                let name = &tail[1..close];
                if tail.starts_with("{{") {
                    let end = tail.find("}}")?;
                    flush(inline, plain_from, at);
                    let inner = &tail[2..end];
                    let last = inner.rfind(',').map_or(0, |comma| comma + 1);
                    nested(inline, line, column, at + 2 + last..at + end, attributes, label, depth);
                    return Some(end + 2);
                }
                let value = match name {
                    "blank" | "empty" => String::new(),
                    "nbsp" => "\u{a0}".to_owned(),
                    "sp" => " ".to_owned(),
                    "pm" => "±".to_owned(),
                    _ => attributes.get(&name.to_lowercase())?.value.clone(),
                };
                flush(inline, plain_from, at);
                let start = line.start + column + at;
                if value.is_empty() {
                    inline.builder.blank(start, start + close + 1);
                } else {
                    inline.builder.replaced(&value, start, start + close + 1);
                }
                Some(close + 1)
            }),
            b'(' if tail.starts_with("(((") => tail.find(")))").map(|close| {
                flush(inline, plain_from, at);
                close + 3
            }),
            b'(' if tail.starts_with("((") => tail.find("))").map(|close| {
                flush(inline, plain_from, at);
                nested(inline, line, column, at + 2..at + close, attributes, label, depth);
                close + 2
            }),
            b'-' if tail.starts_with("--") && !tail.starts_with("---") => {
                flush(inline, plain_from, at);
                let start = line.start + column + at;
                inline.builder.replaced("—", start, start + 2);
                Some(2)
            }
            // A unit inside a formula: `stem:[5 "unitsml(mm)"]`, `stem:[50 "%"]`.
            b'"' if tail.starts_with(UNIT) => tail.find(")\"").map(|close| {
                flush(inline, plain_from, at);
                flush(inline, at + UNIT.len(), at + close);
                close + 2
            }),
            b'"' if tail.starts_with("\"%\"") => {
                flush(inline, plain_from, at);
                flush(inline, at + 1, at + 2);
                Some(3)
            }
            b'_' | b'*' | b'`' | b'#' | b'^' | b'~' | b'+' => quoted(text, at, starts_word(at))
                .map(|(inner, len)| {
                    flush(inline, plain_from, at);
                    nested(inline, line, column, inner, attributes, label, depth);
                    len
                }),
            b'a'..=b'z' if starts_word(at) => macro_at(tail).map(|(name, target, open, close)| {
                flush(inline, plain_from, at);
                let inner = at + open..at + close;
                match name {
                    "footnote" => inline.marks.push(Mark::Footnote(part(line, column, inner))),
                    "alt" | "admitted" | "preferred" | "deprecated" | "domain" | "symbol"
                    | "letter-symbol" => {
                        // `symbol:[stem:[M]]`: the formula is the name.
                        let words = &text[inner.clone()];
                        let formula = words
                            .strip_prefix("stem:[")
                            .filter(|it| it.ends_with(']') && it.find(']') == Some(it.len() - 1));
                        let inner = match formula {
                            Some(formula) => inner.end - formula.len()..inner.end - 1,
                            None => inner,
                        };
                        inline.marks.push(Mark::Styled(name.to_owned(), part(line, column, inner)));
                    }
                    "index" | "image" | "icon" | "del" | "inherit" | "related" | "autonumber" => {}
                    "link" | "mailto" | "http" | "https" | "ftp" if inner.is_empty() => {
                        let end = at + name.len() + 1 + target.len();
                        let from =
                            if matches!(name, "link" | "mailto") { end - target.len() } else { at };
                        inline.builder.folded(&text[from..end], line.start + column + from);
                    }
                    _ => nested(inline, line, column, inner, attributes, label, depth),
                }
                close + 1
            }),
            b'\\' => {
                flush(inline, plain_from, at);
                plain_from = at + 1;
                at += 1 + tail[1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            _ => None,
        };
        match len {
            Some(len) => {
                at += len.max(1);
                plain_from = at;
            }
            None => at += tail.chars().next().map_or(1, char::len_utf8),
        }
    }
    flush(inline, plain_from, text.len());
}

fn nested(
    inline: &mut Inline,
    line: &Line<'_>,
    column: usize,
    range: std::ops::Range<usize>,
    attributes: &BTreeMap<String, Entry>,
    label: Label<'_>,
    depth: usize,
) {
    let text = line.text.get(column + range.start..column + range.end).unwrap_or("");
    if depth >= 16 {
        inline.builder.folded(text, line.start + column + range.start);
        return;
    }
    run(inline, line, column + range.start, text, attributes, label, depth + 1);
}

/// `[role]#text#`: the role, the range of the text, the whole length.
fn styled(tail: &str) -> Option<(&str, std::ops::Range<usize>, usize)> {
    let close = tail.find(']')?;
    let role = &tail[1..close];
    if role.is_empty() || !tail[close + 1..].starts_with('#') {
        return None;
    }
    let start = close + 2;
    let end = start + tail[start..].find('#')?;
    Some((role.trim_start_matches('.'), start..end, end + 1))
}

/// Emphasis and the like: the range of the inner text, and the whole length.
fn quoted(text: &str, at: usize, starts_word: bool) -> Option<(std::ops::Range<usize>, usize)> {
    let tail = &text[at..];
    let sign = tail.as_bytes()[0];
    let doubled = tail.as_bytes().get(1) == Some(&sign);
    let unconstrained = matches!(sign, b'^' | b'~');
    if doubled && !unconstrained {
        let fence = &tail[..2];
        let close = tail[2..].find(fence)?;
        return (close > 0).then(|| (at + 2..at + 2 + close, close + 4));
    }
    if !unconstrained && (!starts_word || tail[1..].starts_with(char::is_whitespace)) {
        return None;
    }
    let mut from = 1;
    while let Some(found) = tail[from..].bytes().position(|b| b == sign) {
        let close = from + found;
        let after = tail[close + 1..].chars().next();
        let before = tail[..close].chars().next_back();
        let fits = close > 1
            && (unconstrained
                || (!after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
                    && !before.is_some_and(char::is_whitespace)));
        if fits && !(unconstrained && tail[1..close].contains(' ')) {
            return Some((at + 1..at + close, close + 1));
        }
        from = close + 1;
    }
    None
}

fn citation(
    inline: &mut Inline,
    line: &Line<'_>,
    column: usize,
    at: usize,
    whole: &str,
    attributes: &BTreeMap<String, Entry>,
    label: Label<'_>,
) {
    let inner = &whole[2..whole.len() - 2];
    let comma = inner.find(',').unwrap_or(inner.len());
    let anchor = part(line, column, at + 2..at + 2 + comma);
    let name = inner[..comma].trim();
    // `fn` asks for a superscript: it is no text.
    let after = inner.get(comma + 1..).map(str::trim).filter(|it| !it.is_empty() && *it != "fn");
    let text = after.map(|words| {
        let from = at + 2 + comma + 1 + inner[comma + 1..].find(words).unwrap_or(0);
        part(line, column, from..from + words.len())
    });
    let span = line.span(column + at..column + at + whole.len());
    let known = label(name);
    let printed = match (&known, after) {
        (Some(known), Some(words)) => format!("{known}, {words}"),
        (Some(known), None) => known.clone(),
        (None, Some(words)) => words.to_owned(),
        (None, None) => name.to_owned(),
    };
    let printed = super::preprocess::substitute(&printed, attributes);
    inline.builder.replaced(&printed, span.start as usize, span.end as usize);
    let end = inline.builder.len();
    inline.marks.push(Mark::Citation { span, anchor, text, end });
}

fn entry(inline: &mut Inline, line: &Line<'_>, column: usize, at: usize, whole: &str) {
    let inner = &whole[3..whole.len() - 3];
    let comma = inner.find(',').unwrap_or(inner.len());
    let anchor = part(line, column, at + 3..at + 3 + comma);
    let identifier = inner.get(comma + 1..).and_then(|rest| {
        let trimmed = rest.trim();
        let mut start = at + 3 + comma + 1 + rest.len() - rest.trim_start().len();
        let mut words = trimmed;
        // `nofetch(ISO 712)`, `hidden(…)`, `path:(file,ISO 712)`: what is inside.
        while let Some(open) = words.find('(').filter(|_| words.ends_with(')')) {
            let head = words[..open].trim_end_matches(':');
            if !matches!(
                head,
                "nofetch"
                    | "hidden"
                    | "dropid"
                    | "path"
                    | "repo"
                    | "local-file"
                    | "usrlbl"
                    | ""
                    | "merge"
                    | "dual"
            ) {
                break;
            }
            let inside = &words[open + 1..words.len() - 1];
            let last = if matches!(head, "path" | "repo") {
                inside.rfind(',').map_or(0, |it| it + 1)
            } else {
                0
            };
            start += open + 1 + last;
            words = &inside[last..];
        }
        // `(1)ISO 712`: the number under which the entry is printed.
        if let Some((number, rest)) = words.strip_prefix('(').and_then(|it| it.split_once(')'))
            && !rest.trim().is_empty()
            && number.bytes().all(|it| it.is_ascii_alphanumeric())
        {
            start += words.len() - rest.len();
            words = rest;
        }
        let lead = words.len() - words.trim_start().len();
        let words = words.trim();
        (!words.is_empty()).then(|| part(line, column, start + lead..start + lead + words.len()))
    });
    inline.marks.push(Mark::Entry {
        span: line.span(column + at..column + at + whole.len()),
        anchor,
        identifier,
    });
}
