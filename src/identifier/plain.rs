//! Bodies whose identifiers are a prefix and a number, with nothing more that we need to know.
//! The registry (`data/publishers.tsv`) lists them; a body listed there as `plain` needs no code.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier, bsi, dispatch, national, parts};

/// Words between the prefix and the number.
const WORDS: &[&str] = &[
    "Standard",
    "Std",
    "STD",
    "SPEC",
    "Spec",
    "Specification",
    "RP",
    "TR",
    "TS",
    "TP",
    "BULL",
    "PUBL",
    "Publication",
    "Pub",
    "MPMS CH",
    "Guideline",
    "Handbook",
    "Technical Report",
    "S",
    "No.",
    "NO.",
    "J",
    "AS",
    "ARP",
    "AIR",
    "Resolution",
    "Circular",
    "Doc",
    "DOC",
    "R",
    "Code",
    "Recommendation",
    "Note",
    "NOTE",
    "RM",
];

/// Reads what is certain: prefix, perhaps a type, number, date. `rest` takes the other forms.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    let token = dispatch::token(c.rest());
    if token.is_empty() {
        return c.fail(Wanted::Publisher);
    }
    c.set(start + token.len());
    let mut id = Identifier::blank(Grammar::Plain, token, national::level(token));
    while c.peek() == Some(b'/') && c.peek_at(1).is_some_and(|b| b.is_ascii_uppercase()) {
        c.eat(b'/');
        let more = c.take_while(|b| b.is_ascii_alphabetic());
        id.copublishers.push(more.into());
    }
    let _ = c.space() || c.eat(b'-');
    let prefix: CompactString = c.since(start).trim_end_matches([' ', '-']).into();
    if let Some(source) = bsi::adopted(c) {
        id.number.clone_from(&source.number);
        id.parts.clone_from(&source.parts);
        id.year = source.year;
        id.work = joined(&[&prefix, " ", source.work_key()]);
        id.canonical = joined(&[&prefix, " ", &source.canonical]);
        id.adopts = Some(Box::new(source));
        return Ok(id);
    }
    let mut kind = CompactString::default();
    if let Some(word) = c.eat_one(WORDS) {
        let at = c.pos();
        let _ = c.space() || c.eat(b'-');
        if c.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'#') {
            kind = joined(&[" ", word]);
            id.kind = Some(word.into());
        } else {
            c.set(at - word.len());
        }
    }
    c.eat(b'#');
    parts::loose_number(c, &mut id)?;
    if c.peek() != Some(b':') {
        parts::take_dashed_year(&mut id, false);
    }
    id.work = joined(&[&prefix, &kind, " ", &parts::written_number(&id)]);
    id.canonical.clone_from(&id.work);
    if let Some(year) = id.year {
        id.canonical.push_str(&joined(&["-", &year.to_string()]));
    }
    parts::colon_date(c, &mut id);
    Ok(id)
}

/// Reads the whole of `folded` as a known publisher's identifier, kept as written: it has a number
/// in a form that no grammar takes apart.
pub(super) fn whole(folded: &str) -> Option<Identifier> {
    let token = dispatch::token(folded);
    let rest = folded[token.len()..].trim_start_matches([' ', '-', '/', ':', '.']);
    if !rest.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut id = Identifier::blank(Grammar::Plain, token, national::level(token));
    id.number = rest.into();
    id.canonical = folded.into();
    id.work = folded.into();
    Some(id)
}

/// The rest of a text as the second number of a document, if it is a plain body's.
pub(super) fn second(rest: &str) -> Option<Identifier> {
    let known = dispatch::families(rest) == [Grammar::Plain];
    if known { whole(rest) } else { None }
}
