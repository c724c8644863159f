//! A few words of a file around a place.

use serde::Serialize;

use crate::fact::Facts;
use crate::model::Text;
use crate::source::Span;

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

/// Every text of a document, by place.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    /// By rising start; they do not overlap.
    all: Vec<&'a Text>,
}

impl<'a> Texts<'a> {
    /// The texts of a document: its title, its clauses, its terms.
    pub(super) fn of(f: &Facts<'a>, doc: u32) -> Self {
        let standard = f.standard(doc);
        let mut all: Vec<&'a Text> = standard.title.iter().map(|it| it.1).collect();
        for row in f.clauses(doc) {
            all.extend(row.clause.title.iter().map(|it| it.1));
            for block in &row.clause.blocks {
                all.extend(block.title.iter().chain(block.text.iter()).map(|it| it.1));
            }
        }
        for entry in standard.terms.iter().flatten() {
            all.extend(entry.definitions.iter().map(|it| &it.text));
            all.extend(entry.designations.iter().map(|it| &it.text));
            all.extend(entry.notes.iter().chain(&entry.examples).map(|it| &it.1));
        }
        all.sort_by_key(|it| it.span());
        Self { all }
    }

    /// The text that holds a place, and the place in it.
    fn around(&self, place: Span) -> Option<(&'a Text, std::ops::Range<usize>)> {
        let at = self
            .all
            .partition_point(|it| (it.span().file, it.span().start) <= (place.file, place.start));
        let text = *self.all.get(at.checked_sub(1)?)?;
        (place.end <= text.span().end).then_some(())?;
        Some((text, text.value_at(place)?))
    }
}

/// The words of a span, and a few of the text around them, cut on both sides; none where the span
/// names no words. Around what stands in no text there is only the way of writing of the file.
pub(super) fn excerpt(
    f: &Facts<'_>,
    texts: Option<&Texts<'_>>,
    span: Span,
) -> Option<Vec<Segment>> {
    let found = texts.and_then(|it| it.around(span));
    let (text, place) = match &found {
        Some((text, place)) => (f.text(text), place.clone()),
        None => {
            let words = f.sources().slice(span);
            (words, 0..words.len())
        }
    };
    let words = text.get(place.clone()).filter(|it| !it.trim().is_empty())?;
    let within = head(words, WITHIN);
    let before = text.get(..place.start).unwrap_or("");
    let behind = text.get(place.end..).unwrap_or("");
    let mut segments = Vec::with_capacity(3);
    let mut push = |text: String, mark| {
        if !text.is_empty() {
            segments.push(Segment { text: visible(&text), mark });
        }
    };
    let shown = tail(before, AROUND);
    let cut = if shown.len() < before.len() { "…" } else { "" };
    push(format!("{cut}{}", shown.trim_start()), None);
    push(within.to_owned(), Some(0));
    if within.len() < words.len() {
        push("…".to_owned(), None);
    } else {
        let shown = head(behind, AROUND);
        let cut = if shown.len() < behind.len() { "…" } else { "" };
        push(format!("{}{cut}", shown.trim_end()), None);
    }
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
