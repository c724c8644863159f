//! IETF: `RFC 8446`, `BCP 14`, `STD 66`, `FYI 7`, `draft-ietf-tls-rfc8446bis-11`.
//! URNs as RFC 2648 defines them.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier};
use crate::model::Level;

/// Reads an identifier of the IETF.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if c.eat_str("IETF ") && c.peek() == Some(b'I') {
        c.eat_str("I-D.");
    }
    if c.eat_str("draft-") {
        return internet_draft(c);
    }
    if c.eat_str("I-D.") || c.eat_str("I-D ") {
        return reference_anchor(c);
    }
    let Some(series) = ["RFC", "BCP", "STD", "FYI", "IEN"].into_iter().find(|it| c.eat_str(it))
    else {
        return c.fail(Wanted::Publisher);
    };
    let _ = c.space() || c.eat(b'-');
    c.eat(b'#');
    let digits = c.number(Wanted::Number)?;
    if digits.len() > 5 {
        return c.fail(Wanted::End);
    }
    let number = digits.trim_start_matches('0');
    let number = if number.is_empty() { "0" } else { number };
    let mut id = Identifier::blank(Grammar::Ietf, series, Level::International);
    id.number = number.into();
    id.canonical = joined(&[series, " ", number]);
    id.work.clone_from(&id.canonical);
    also(c);
    published(c);
    Ok(id)
}

/// `IETF RFC 8446:2018`, `RFC 8446 (2018)`: standards of other bodies add the year. It tells nothing
/// apart: a number of the IETF names one text.
fn published(c: &mut Cursor<'_>) {
    let start = c.pos();
    let is_joined = c.eat(b':');
    let is_bracketed = !is_joined && {
        c.space();
        c.eat(b'(')
    };
    let is_year = (is_joined || is_bracketed) && c.digits().len() == 4;
    if !is_year || (is_bracketed && !c.eat(b')')) {
        c.set(start);
    }
}

/// `RFC 5000 STD 1`: the document's number in another series of the IETF.
fn also(c: &mut Cursor<'_>) {
    let start = c.pos();
    c.eat(b',');
    let _ = c.space() || c.eat(b'/');
    let series = ["BCP", "STD", "FYI", "RFC"].into_iter().any(|it| c.eat_str(it));
    c.space();
    if c.pos() == start || !series || c.digits().is_empty() {
        c.set(start);
    }
}

/// `draft-ietf-…-11`: the name is the work, the two digits are the version.
fn internet_draft(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    let name =
        c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+'));
    let name = name.trim_end_matches(['.', '-']);
    let name = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".xml")).unwrap_or(name);
    if name.is_empty() {
        return c.fail(Wanted::Number);
    }
    let written = start + name.len();
    if c.rest().is_empty() && !(c.since(written).is_empty() || c.since(written).starts_with('.')) {
        c.set(written);
    }
    Ok(draft(name))
}

fn draft(name: &str) -> Identifier {
    let mut id = Identifier::blank(Grammar::Ietf, "Internet-Draft", Level::International);
    let (work, version) = match name.rsplit_once('-') {
        Some((work, version))
            if version.len() == 2
                && version.bytes().all(|b| b.is_ascii_digit())
                && !work.is_empty() =>
        {
            (work, Some(version))
        }
        _ => (name, None),
    };
    id.number = joined(&["draft-", work]);
    id.work.clone_from(&id.number);
    id.edition = version.map(Into::into);
    id.stage = Some("draft".into());
    id.canonical = joined(&["draft-", name]);
    id
}

/// `I-D.ietf-tls-rfc8446bis`: how drafts are called in references.
fn reference_anchor(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let name = c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let name = name.strip_prefix("draft-").unwrap_or(name);
    if name.is_empty() {
        return c.fail(Wanted::Number);
    }
    Ok(draft(name))
}

/// The URN: RFC 2648.
pub(super) fn urn(id: &Identifier) -> Option<CompactString> {
    match id.publisher.as_str() {
        "IEN" => None,
        "Internet-Draft" => Some(joined(&["urn:ietf:id:", &id.canonical])),
        series => Some(joined(&["urn:ietf:", &series.to_ascii_lowercase(), ":", &id.number])),
    }
}
