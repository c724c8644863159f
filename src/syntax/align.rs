//! Which bytes of a decoded scalar stand unchanged in the source.
//!
//! The value comes from the parser; here it is laid beside the source again. Where the two cannot
//! be laid side by side there are no segments, and every place in the value maps to the whole
//! scalar: coarse, never wrong.

use std::ops::Range;

use crate::source::Segment;

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`, and strings in JSON.
    Double,
    /// `|` and `>`.
    Block,
}

impl Style {
    pub(super) fn is_quoted(self) -> bool {
        matches!(self, Self::Single | Self::Double)
    }
}

/// The runs of `value` that stand unchanged in `text[range]` (quotes excluded).
pub(super) fn segments(text: &str, range: Range<usize>, value: &str, style: Style) -> Vec<Segment> {
    let mut runs = Runs::default();
    let aligned = match style {
        Style::Block => block(text, range, value, &mut runs),
        Style::Plain | Style::Single | Style::Double => flow(text, range, value, style, &mut runs),
    };
    if aligned.is_some() { runs.0 } else { Vec::new() }
}

#[derive(Default)]
struct Runs(Vec<Segment>);

impl Runs {
    /// Value bytes `value..value + len` stand at `source`; joins what touches.
    fn push(&mut self, value: usize, source: usize, len: usize) {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let (value, source, len) = (clamp(value), clamp(source), clamp(len));
        if len == 0 {
            return;
        }
        if let Some(last) = self.0.last_mut()
            && last.value + last.len == value
            && last.source + last.len == source
        {
            last.len += len;
            return;
        }
        self.0.push(Segment { value, source, len });
    }
}

/// A block scalar: each line without its indentation. Between the lines the value has line feeds
/// or, folded, spaces.
fn block(text: &str, range: Range<usize>, value: &str, runs: &mut Runs) -> Option<()> {
    let line_start = text[..range.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = range.start - line_start;
    let mut at = 0;
    let mut from = range.start;
    let mut first = true;
    while from < range.end {
        let line = &text[from..range.end];
        let len = line.find(['\n', '\r']).unwrap_or(line.len());
        let strip = if first { 0 } else { blanks(&line[..len], indent) };
        first = false;
        let content = &line[strip..len];
        if !content.trim_matches([' ', '\t']).is_empty() {
            while !value[at..].starts_with(content) {
                if !value[at..].starts_with(['\n', ' ']) {
                    return None;
                }
                at += 1;
            }
            runs.push(at, from + strip, content.len());
            at += content.len();
            // The line feed stands there too, unless it was folded.
            if line[len..].starts_with('\n') && value[at..].starts_with('\n') {
                runs.push(at, from + len, 1);
                at += 1;
            }
        }
        from += len;
        from += line_break(&text[from..range.end]);
    }
    Some(())
}

fn blanks(line: &str, most: usize) -> usize {
    line.bytes().take(most).take_while(|&byte| byte == b' ').count()
}

fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(['\n', '\r'])) }
}

/// A plain or quoted scalar: line breaks are folded, and quotes bring escapes.
fn flow(text: &str, range: Range<usize>, value: &str, style: Style, runs: &mut Runs) -> Option<()> {
    let source = &text[range.clone()];
    let bytes = source.as_bytes();
    let (mut i, mut at) = (0, 0);
    while i < bytes.len() {
        match bytes[i] {
            b' ' | b'\t' | b'\n' | b'\r' => {
                let (end, breaks) = white(bytes, i);
                if breaks == 0 {
                    if !value[at..].starts_with(&source[i..end]) {
                        return None;
                    }
                    runs.push(at, range.start + i, end - i);
                    at += end - i;
                } else {
                    at = folded(value, at, breaks)?;
                }
                i = end;
            }
            b'\\' if style == Style::Double => {
                if matches!(bytes.get(i + 1), Some(b'\n' | b'\r')) {
                    let (end, breaks) = white(bytes, i + 1);
                    if breaks > 1 {
                        at = folded(value, at, breaks)?;
                    }
                    i = end;
                    continue;
                }
                let escaped = value[at..].chars().next()?;
                let named = source[i + 1..].chars().next()?;
                let len = escape_len(bytes, i);
                // `\"` and `\\` stand for themselves.
                if len == 2 && named == escaped {
                    runs.push(at, range.start + i + 1, 1);
                }
                at += escaped.len_utf8();
                i += if named.is_ascii() { len } else { return None };
            }
            b'\'' if style == Style::Single => {
                if !value[at..].starts_with('\'') {
                    return None;
                }
                runs.push(at, range.start + i + 1, 1);
                at += 1;
                i += 2;
            }
            _ => {
                let rest = &bytes[i..];
                let end =
                    i + rest.iter().position(|&byte| is_special(byte, style)).unwrap_or(rest.len());
                if !value.as_bytes()[at..].starts_with(&bytes[i..end]) {
                    return None;
                }
                runs.push(at, range.start + i, end - i);
                at += end - i;
                i = end;
            }
        }
    }
    (at == value.len()).then_some(())
}

fn is_special(byte: u8, style: Style) -> bool {
    match byte {
        b' ' | b'\t' | b'\n' | b'\r' => true,
        b'\\' => style == Style::Double,
        b'\'' => style == Style::Single,
        _ => false,
    }
}

/// The end of a run of white space, and how many line breaks it holds.
fn white(bytes: &[u8], start: usize) -> (usize, usize) {
    let (mut at, mut breaks) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' => at += 1,
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                at += 2;
                breaks += 1;
            }
            b'\n' | b'\r' => {
                at += 1;
                breaks += 1;
            }
            _ => break,
        }
    }
    (at, breaks)
}

/// One line break is folded to a space, more to one line feed less.
fn folded(value: &str, at: usize, breaks: usize) -> Option<usize> {
    let fold = if breaks == 1 { b' ' } else { b'\n' };
    let len = breaks.saturating_sub(1).max(1);
    let end = at.checked_add(len)?;
    value.as_bytes().get(at..end)?.iter().all(|&byte| byte == fold).then_some(end)
}

/// Length of the escape sequence at `at`, which a parser has accepted.
fn escape_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at + 1) {
        Some(b'x') => 4,
        Some(b'u') => {
            let high = bytes.get(at + 2).is_some_and(|&byte| byte.eq_ignore_ascii_case(&b'd'))
                && bytes
                    .get(at + 3)
                    .is_some_and(|byte| matches!(byte, b'8'..=b'9' | b'a'..=b'b' | b'A'..=b'B'));
            // A surrogate pair is one character.
            if high { 12 } else { 6 }
        }
        Some(b'U') => 10,
        _ => 2,
    }
}
