//! A few words of a file around a place.

use serde::Serialize;

use crate::source::{SourceMap, Span};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// What they are marked for: the place of a difference in its list, or 0 in an excerpt.
    pub mark: Option<u32>,
}

/// Characters shown before and behind the place.
const AROUND: usize = 60;
/// Characters shown of the place itself.
const WITHIN: usize = 240;

/// The words of a span in its line, cut on both sides; none where the span names no words.
pub(super) fn excerpt(sources: &SourceMap, span: Span) -> Option<Vec<Segment>> {
    let file = sources.file(span.file);
    let words = sources.slice(span);
    if words.trim().is_empty() {
        return None;
    }
    let text = file.text();
    let line = file.line_range(file.line_index(span.start as usize));
    let start = (span.start as usize).clamp(line.start, text.len());
    let before = tail(text.get(line.start..start).unwrap_or(""), AROUND);
    let within = head(words, WITHIN);
    let end = span.end as usize;
    let behind = match text.get(end..) {
        Some(rest) if within.len() == words.len() => {
            let rest = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
            head(rest, AROUND)
        }
        _ => "…",
    };
    let mut segments = Vec::with_capacity(3);
    let mut push = |text: &str, mark| {
        if !text.is_empty() {
            segments.push(Segment { text: visible(text), mark });
        }
    };
    push(before.trim_start(), None);
    push(within, Some(0));
    push(behind.trim_end(), None);
    Some(segments)
}

/// The first characters of a text.
pub(super) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

fn tail(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1));
    start.map_or(text, |(at, _)| &text[at..])
}

/// White space folded, so that an excerpt is one line; what cannot be seen is shown.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        let is_space = c.is_whitespace();
        if is_space && space {
            continue;
        }
        space = is_space;
        out.push(match c {
            _ if is_space => ' ',
            _ if is_hidden(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        });
    }
    out
}

/// Control characters and marks that turn the direction of writing.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
