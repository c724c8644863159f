//! What was probably meant. Only ever run when something is wrong.

use super::cursor::Wanted;
use super::dispatch;
use super::error::IdentifierError;
use super::registry::Registry;
use super::{Grammar, Identifier, fold};
use crate::identifier::cursor::Cursor;
use crate::identifier::fold::column_of;

/// The error for text that a known family cannot read.
pub(super) fn error(text: &str, folded: &str, offset: usize, wanted: Wanted) -> IdentifierError {
    let lead = text.len() - text.trim_start_matches(' ').len();
    let found = folded.get(offset..).and_then(|rest| rest.chars().next());
    IdentifierError {
        column: column_of(text.trim_matches(' '), offset) + u32::try_from(lead).unwrap_or(0),
        message: wanted.message(found),
        suggestion: repaired(folded, offset),
    }
}

/// A readable identifier near an unreadable or unknown one, if there is one.
#[must_use]
pub fn did_you_mean(text: &str) -> Option<String> {
    let folded = fold(text);
    match dispatch::parse(text) {
        Ok(id) if id.grammar == Grammar::Open => other_publisher(&folded),
        Ok(_) => None,
        Err(error) => error.suggestion,
    }
}

/// Reads `text` as a whole, known families only.
fn read(text: &str) -> Option<Identifier> {
    let folded = fold(text);
    let mut c = Cursor::new(&folded);
    dispatch::read_all(&mut c, dispatch::families(&folded))
}

fn repaired(folded: &str, offset: usize) -> Option<String> {
    let candidates = [
        glyphs(folded),
        other_kind(folded, offset),
        folded.strip_prefix("T/T/").map(|rest| format!("T/{rest}")),
        folded.get(..offset).map(|start| start.trim_end().to_owned()),
    ];
    candidates
        .into_iter()
        .flatten()
        .find_map(|candidate| read(&candidate).filter(|it| !it.number.is_empty()))
        .map(|it| it.canonical.to_string())
        .or_else(|| other_publisher(folded))
}

/// Letters that look like digits, beside digits.
fn glyphs(folded: &str) -> Option<String> {
    let start = folded.find(|ch: char| ch.is_ascii_digit())?;
    let mut out = String::with_capacity(folded.len());
    for (at, ch) in folded.char_indices() {
        out.push(match ch {
            'O' | 'o' if at > start => '0',
            'I' | 'l' if at > start => '1',
            _ => ch,
        });
    }
    // A number that begins with the letter: `ISO O001` is not repaired, it could be anything.
    (out != folded).then_some(out)
}

/// Another letter after the slash: `GB/X 1` for `GB/T 1`.
fn other_kind(folded: &str, offset: usize) -> Option<String> {
    let before = folded.get(..offset)?;
    let after = folded.get(offset..)?;
    let rest = after.trim_start_matches(|ch: char| ch.is_ascii_alphabetic());
    before.ends_with('/').then(|| format!("{before}T {}", rest.trim_start()))
}

/// A known publisher one slip away from the first word.
fn other_publisher(folded: &str) -> Option<String> {
    let token = dispatch::token(folded);
    if token.len() < 2 || token.len() > 8 {
        return None;
    }
    let rest = &folded[token.len()..];
    let mut best: Option<(usize, String)> = None;
    for known in Registry::get().tokens() {
        if known.len().abs_diff(token.len()) > 1
            || known == token
            || (token.len() < 3 && known.len() != 2)
        {
            continue;
        }
        let distance = strsim::damerau_levenshtein(token, known);
        if distance > 1 || best.as_ref().is_some_and(|(it, _)| *it <= distance) {
            continue;
        }
        if let Some(id) = read(&format!("{known}{rest}")) {
            best = Some((distance, id.canonical.to_string()));
        }
    }
    // A long form without its slash: `GBT 19001-2016`.
    let slashed = token.strip_suffix('T').map(|code| format!("{code}/T{rest}"));
    slashed.and_then(|it| read(&it)).map(|it| it.canonical.to_string()).or(best.map(|(_, it)| it))
}
