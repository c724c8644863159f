//! Pieces that many families share: "all parts", language marks, bracketed sources.

use compact_str::CompactString;

use super::cursor::{Cursor, Fail, Scan, Wanted, century};
use super::{BoxedWord, Identifier};

/// Ways to say that a reference means every part, folded.
const ALL_PARTS: &[&str] = &[
    "(all parts)",
    "(All parts)",
    "(All Parts)",
    "(ALL PARTS)",
    "all parts",
    "(all the parts)",
    "(series)",
    "(所有部分)",
    "(各部分)",
    "(全部)",
    "(全部部分)",
    "(所有部份)",
    "所有部分",
    "各部分",
    "(toutes les parties)",
    "(tous les parties)",
    "(规范系列)",
    "(系列)",
    "系列标准",
];

/// `(all parts)` in any of its spellings, with or without a comma or space before it.
pub(super) fn all_parts(c: &mut Cursor<'_>) -> bool {
    let start = c.pos();
    c.eat(b',');
    c.space();
    let may_begin = c.peek().is_some_and(|b| b == b'(' || b == b'a' || b >= 0x80);
    if may_begin && ALL_PARTS.iter().any(|it| c.eat_str(it)) {
        return true;
    }
    c.set(start);
    false
}

/// A language mark: `(E)`, `(en)`, `(E/F)`, `(en,fr)`.
pub(super) fn language(c: &mut Cursor<'_>) -> Option<BoxedWord> {
    let start = c.pos();
    c.space();
    if c.eat(b'(') {
        let from = c.pos();
        c.take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b',' | b' '));
        let inside = c.since(from);
        let known = inside.len() <= 20
            && !inside.is_empty()
            && inside.split(['/', ',']).all(|it| {
                matches!(
                    it.trim(),
                    "E" | "F"
                        | "R"
                        | "S"
                        | "A"
                        | "C"
                        | "D"
                        | "G"
                        | "I"
                        | "J"
                        | "en"
                        | "fr"
                        | "ru"
                        | "es"
                        | "ar"
                        | "zh"
                        | "de"
                        | "it"
                        | "ja"
                        | "pt"
                        | "nl"
                        | "fa"
                        | "EN"
                        | "FR"
                        | "DE"
                        | "RU"
                        | "ES"
                        | "eng"
                        | "fre"
                        | "fra"
                        | "rus"
                        | "spa"
                        | "ger"
                        | "deu"
                        | "chi"
                        | "zho"
                )
            });
        if known && c.eat(b')') {
            return Some(inside.into());
        }
    }
    c.set(start);
    None
}

/// A number as national bodies and associations write them: letters, digits, groups joined by
/// `-`, `.` or `/`. What comes before the first digit may stand apart (`AU 159G`, `2HR 203`).
pub(super) fn loose_number(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    let start = c.pos();
    for _ in 0..3 {
        let group = c.pos();
        let word = c.take_while(|b| b.is_ascii_alphanumeric());
        if word.is_empty() {
            c.note(Wanted::Number);
            c.set(start);
            return Err(Fail);
        }
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        let digits = word.len() - letters;
        let more = c.peek() == Some(b' ') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit());
        let dashed = digits == 0
            && c.peek() == Some(b'-')
            && c.peek_at(1).is_some_and(|b| b.is_ascii_digit());
        if letters > 0
            && letters < 6
            && (more || dashed)
            && (digits == 0 || word.as_bytes()[0].is_ascii_digit())
        {
            c.set(c.pos() + 1);
            continue;
        }
        if digits == 0 || letters > 4 || digits > 8 {
            c.set(group);
            c.note(Wanted::Number);
            c.set(start);
            return Err(Fail);
        }
        id.number = c.since(start).into();
        groups(c, id);
        return Ok(());
    }
    c.set(start);
    c.fail(Wanted::Number)
}

/// Groups after the number: `-2`, `.1`, `/10`.
fn groups(c: &mut Cursor<'_>, id: &mut Identifier) {
    loop {
        let before = c.pos();
        let separator = c.peek();
        if !matches!(separator, Some(b'-' | b'.' | b'/')) {
            return;
        }
        c.set(before + 1);
        let at = c.pos();
        let group = c.take_while(|b| b.is_ascii_alphanumeric());
        let digits = group.bytes().any(|b| b.is_ascii_digit());
        let short = group.len() <= 2 && !group.is_empty() && separator == Some(b'-');
        // `/A1` is an amendment.
        let part = if separator == Some(b'/') {
            group.bytes().all(|b| b.is_ascii_digit()) && digits
        } else {
            digits || short
        };
        if !part || group.len() > 6 {
            c.set(before);
            c.set(at);
            c.note(Wanted::Part);
            c.set(before);
            return;
        }
        let mut piece = CompactString::default();
        if separator != Some(b'-') {
            piece.push_str(&c.text()[before..at]);
        }
        piece.push_str(group);
        id.parts.push(piece);
    }
}

/// Number and parts as `loose_number` read them, put together again.
pub(super) fn written_number(id: &Identifier) -> CompactString {
    let mut out = id.number.clone();
    for part in &id.parts {
        if !part.starts_with(['.', '/']) {
            out.push('-');
        }
        out.push_str(part);
    }
    out
}

/// A year joined by a dash was read as the last part: takes it out.
pub(super) fn take_dashed_year(id: &mut Identifier, short: bool) {
    let Some(last) = id.parts.last() else { return };
    let year = match last.len() {
        4 => last.parse().ok().filter(|it| (1900..2060).contains(it)),
        2 if short => century(last),
        _ => None,
    };
    if let Some(year) = year {
        id.parts.pop();
        id.year = Some(year);
    }
}

/// `:2015`, `:2015-11`: the date joined by a colon.
pub(super) fn colon_date(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if !c.spaced(b':') {
        return;
    }
    match c.date() {
        Ok((year, date)) => {
            id.year = Some(year);
            id.canonical.push(':');
            id.canonical.push_str(date);
        }
        Err(_) => c.set(start),
    }
}

/// English names of months, by which drafts are dated.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month by its name or the first letters of it; gives its place in the year.
pub(super) fn month(c: &mut Cursor<'_>) -> Option<usize> {
    let start = c.pos();
    let word = c.take_while(|b| b.is_ascii_alphabetic());
    let found = (word.len() >= 3)
        .then(|| {
            MONTHS.iter().position(|month| {
                month.len() >= word.len() && month[..word.len()].eq_ignore_ascii_case(word)
                    || (word == "Sept" && *month == "September")
            })
        })
        .flatten();
    if found.is_none() {
        c.set(start);
    } else {
        c.eat(b'.');
    }
    found
}
