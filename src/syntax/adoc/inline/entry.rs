//! Entries of bibliographies: `[[[anchor,(1)nofetch(ISO 712)]]]`.

use std::ops::Range;

/// Marks around an identifier that say how it is looked up or shown.
const WRAPPERS: [&str; 10] = [
    "nofetch",
    "hidden",
    "dropid",
    "path",
    "repo",
    "local-file",
    "attachment",
    "merge",
    "dual",
    "amend",
];

/// Where the anchor and the identifier stand in what is written between the brackets.
pub(super) fn parse(inner: &str) -> (Range<usize>, Option<Range<usize>>) {
    let comma = inner.find(',').unwrap_or(inner.len());
    let anchor = trimmed(inner, 0..comma);
    if comma == inner.len() {
        return (anchor, None);
    }
    let mut identifier = None;
    for piece in pieces(inner, comma + 1..inner.len()) {
        let words = &inner[piece.clone()];
        match named(words) {
            // `code=ISO 712`, `number=2`, `nofetch=true`.
            Some(("code" | "identifier" | "docid", value)) => {
                identifier = Some(trimmed(inner, piece.end - value.len()..piece.end));
            }
            Some(_) => {}
            None if identifier.is_none() && !words.is_empty() => identifier = Some(piece),
            // An identifier that has a comma in it: `ISO 5817:2014, MOD`.
            None => {
                if let Some(so_far) = &mut identifier
                    && so_far.end <= piece.start
                {
                    so_far.end = piece.end;
                }
            }
        }
    }
    (anchor, identifier.and_then(|it| unwrapped(inner, it)))
}

/// `name=value`, where the name is one that an entry can have.
fn named(words: &str) -> Option<(&str, &str)> {
    let (name, value) = words.split_once('=')?;
    let name = name.trim();
    let is_name = matches!(
        name,
        "code" | "identifier" | "docid" | "number" | "usrlabel" | "label" | "title" | "type"
    ) || WRAPPERS.contains(&name);
    is_name.then_some((name, value))
}

/// The identifier inside of what is wrapped around it.
fn unwrapped(inner: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut range = trimmed(inner, range);
    // Each turn takes something off.
    loop {
        let words = &inner[range.clone()];
        if let Some(label) = label_len(words) {
            // `(1)ISO 712`: the number under which the entry is printed.
            range = trimmed(inner, range.start + label..range.end);
            continue;
        }
        let Some(open) = words.find('(').filter(|_| words.ends_with(')')) else { break };
        let head = words[..open].trim_end_matches(':');
        if !WRAPPERS.contains(&head) {
            break;
        }
        let inside = range.start + open + 1..range.end - 1;
        let parts = pieces(inner, inside.clone());
        range = match head {
            // `path:(file,ISO 712)`: the file is no identifier.
            "path" | "repo" | "local-file" | "attachment" => parts.last().cloned(),
            _ => parts.first().cloned(),
        }
        .unwrap_or(inside);
    }
    let quoted = inner[range.clone()].trim_matches('"').len() + 2 == range.len();
    let range = if quoted { range.start + 1..range.end - 1 } else { range };
    (!range.is_empty()).then_some(range)
}

/// How long the label in brackets at the start is.
fn label_len(words: &str) -> Option<usize> {
    if !words.starts_with('(') {
        return None;
    }
    let mut depth = 0_usize;
    words.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// Splits at commas outside brackets and quotes.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let (mut depth, mut quoted) = (0_usize, false);
    for (at, c) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && !quoted => {
                found.push(trimmed(text, start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(trimmed(text, start..range.end));
    found
}
