//! Macros of the form `name:[…]`, `name:target[…]`.

use std::ops::Range;

use super::words::Words;

/// A macro and where its parts stand.
pub(super) struct Macro<'w> {
    pub(super) name: &'w str,
    pub(super) start: usize,
    pub(super) target: Range<usize>,
    pub(super) inner: Range<usize>,
    pub(super) end: usize,
}

const KNOWN: [&str; 44] = [
    "add",
    "admitted",
    "alt",
    "anchor",
    "asciimath",
    "autonumber",
    "bcp14",
    "bookmark",
    "concept",
    "del",
    "deprecated",
    "domain",
    "footnote",
    "footnoteref",
    "ftp",
    "hash",
    "http",
    "https",
    "icon",
    "identifier",
    "image",
    "index",
    "inherit",
    "kbd",
    "lang",
    "latexmath",
    "letter-symbol",
    "link",
    "mailto",
    "number",
    "pass",
    "pass-format",
    "preferred",
    "related",
    "ruby",
    "smallcap",
    "sourcecode",
    "span",
    "std-link",
    "stem",
    "symbol",
    "term",
    "unitsml",
    "xref",
];

/// Macros and styles that name a concept, or its field.
pub(super) const NAMING: [&str; 5] = ["alt", "admitted", "preferred", "deprecated", "domain"];

/// The macro that begins at `at` inside `range`, where a word begins there.
pub(super) fn at<'w>(words: &'w Words<'_>, range: Range<usize>, at: usize) -> Option<Macro<'w>> {
    let text = &words.text[..range.end];
    let before = &text[range.start..at];
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    let tail = &text[at..];
    let len = tail.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
    let name = &tail[..len];
    let is_inline = tail[len..].starts_with(':') && !tail[len..].starts_with("::");
    if !is_inline || !KNOWN.contains(&name) {
        return None;
    }
    let target = at + len + 1;
    let open = target + text[target..].find(|c: char| c == '[' || c.is_whitespace())?;
    if text.as_bytes()[open] != b'[' {
        return None;
    }
    let close = words.closing(open).filter(|it| *it < range.end)?;
    Some(Macro { name, start: at, target: target..open, inner: open + 1..close, end: close + 1 })
}

/// Whether nothing but other macros stands beside the macro in its line.
pub(super) fn stands_alone(text: &str, found: &Macro<'_>) -> bool {
    let before = text[..found.start].trim_end_matches(' ');
    let after = text[found.end..].trim_start_matches(' ');
    (before.is_empty() || before.ends_with(['\n', ']']))
        && (after.is_empty() || after.starts_with('\n'))
}

/// Which of `<<anchor>>,term,words,cross-reference,options="…"` is shown.
pub(super) fn shown_term(text: &str, range: Range<usize>) -> Range<usize> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = range.start;
    for (at, sign) in text[range.clone()].match_indices(',') {
        parts.push(start..range.start + at);
        start = range.start + at + sign.len();
    }
    parts.push(start..range.end);
    parts.retain(|it| !text[it.clone()].trim_start().starts_with("options="));
    let cites = parts.first().is_some_and(|it| text[it.clone()].trim_start().starts_with("<<"));
    let first = usize::from(cites);
    let is_said = |it: &&Range<usize>| !text[(*it).clone()].trim().is_empty();
    let shown = parts.get(first + 1).filter(is_said).or_else(|| parts.get(first));
    shown.cloned().unwrap_or(range.start..range.start)
}

/// The words of a link, without what steers it: `words^,title=More`.
pub(super) fn link_words(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let named = words.match_indices(',').find(|(at, _)| {
        let rest = words[at + 1..].trim_start();
        ["title=", "window=", "role=", "opts=", "options=", "id=", "rel="]
            .iter()
            .any(|it| rest.starts_with(it))
    });
    let words = &words[..named.map_or(words.len(), |(at, _)| at)];
    range.start..range.start + words.trim_end_matches('^').len()
}
