//! ETSI: `ETSI EN 300 476-2 V1.2.1 (2000-11)`, `ETSI GS NFV-SOL 001 V2.3.1 (2017-07)`,
//! `ETSI ETS 300 019-2-3/A1 ed.1 (1997-06)`; also without the name where the type and the number
//! leave no doubt (`EN 301 549`).

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier, parts};
use crate::model::Level;

/// Types of documents, longest first where one begins another.
const KINDS: &[&str] = &[
    "I-ETS", "ETS", "ETR", "TCRTR", "TCTR", "GTS", "TBR", "NET", "EN", "ES", "EG", "TS", "TR",
    "GS", "GR", "SR", "CSM", "MI", "AG",
];

/// Reads an identifier of ETSI.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let named = c.eat_str("ETSI");
    if named {
        let _ = c.space() || c.eat(b'/');
    }
    let draft =
        c.eat_str("Draft ") || c.eat_str("draft ") || c.eat_str("Final draft ") || c.eat_str("pr");
    let Some(kind) = KINDS.iter().copied().find(|it| c.eat_word(it)) else {
        return c.fail(Wanted::Kind("a type such as `EN`, `TS`, `TR`"));
    };
    let _ = c.space() || c.eat(b'-');
    let start = c.pos();
    let mut id = Identifier::blank(Grammar::Etsi, "ETSI", Level::Regional);
    id.kind = Some(kind.into());
    if draft {
        id.stage = Some("draft".into());
    }
    number(c, &mut id, kind, named)?;
    let mut tail: CompactString = id.number.clone();
    for part in &id.parts {
        tail.push('-');
        tail.push_str(part);
    }
    let _ = start;
    id.work = joined(&["ETSI ", kind, " ", &tail]);
    id.canonical.clone_from(&id.work);
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    amendment(c, &mut id);
    version(c, &mut id);
    date(c, &mut id);
    amendment(c, &mut id);
    Ok(id)
}

/// `300 476`, `NFV-SOL 001`, `GSM 11.11`, `053`.
fn number(c: &mut Cursor<'_>, id: &mut Identifier, kind: &str, named: bool) -> Scan<()> {
    let start = c.pos();
    if matches!(kind, "GS" | "GR" | "AG") && named {
        let group = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'-');
        if group.is_empty() || !c.space() {
            return c.fail(Wanted::Number);
        }
    } else if kind == "GTS" {
        let _ = c.eat_str("GSM ") || c.eat_str("GSM");
    }
    let first = c.number(Wanted::Number)?;
    if c.peek() == Some(b' ') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.space();
        let second = c.digits();
        if second.len() != 3 || first.len() != 3 {
            return c.fail(Wanted::End);
        }
    } else if !named {
        // Without the name only the typical number will do.
        return c.fail(Wanted::Number);
    }
    while c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'.');
        c.digits();
    }
    id.number = c.since(start).into();
    // Parts, `-DCS`, `-EXT`.
    loop {
        let before = c.pos();
        if !c.eat(b'-') {
            break;
        }
        let part = c.take_while(|b| b.is_ascii_alphanumeric());
        let plausible = part.bytes().any(|b| b.is_ascii_digit())
            || (!part.is_empty()
                && part.len() <= 4
                && part.bytes().all(|b| b.is_ascii_uppercase()));
        if !plausible || part.len() > 5 {
            c.note(Wanted::Part);
            c.set(before);
            break;
        }
        id.parts.push(part.into());
    }
    Ok(())
}

/// `/A1`, `/C1`, `/AC:2005-03`.
fn amendment(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if c.eat(b'/') || c.eat(b'+') {
        let at = c.pos();
        let letters = c.capitals();
        let digits = c.digits();
        if matches!(letters, "A" | "C" | "AC" | "PRA") && (!digits.is_empty() || letters == "AC") {
            let supplement: CompactString = c.since(at).into();
            id.canonical.push('/');
            id.canonical.push_str(&supplement);
            id.supplements.push(supplement);
            return;
        }
    }
    c.set(start);
}

/// ` V1.2.1`, ` ed.1`, ` v.1.1.1`.
fn version(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.eat(b',');
    if !c.space() {
        c.set(start);
        return;
    }
    let edition = c.eat_ci("ed.") || c.eat_ci("edition ");
    let version = c.eat(b'V') || c.eat(b'v') || c.eat_str("Version ") || c.eat_str("version ");
    if !(edition || version) {
        c.set(start);
        return;
    }
    c.eat(b'.');
    c.space();
    let number = c.take_while(|b| b.is_ascii_digit() || b == b'.').trim_end_matches('.');
    if !number.starts_with(|ch: char| ch.is_ascii_digit()) {
        c.set(start);
        return;
    }
    let end = number.as_ptr() as usize - c.text().as_ptr() as usize + number.len();
    c.set(end);
    id.canonical.push_str(if edition { " ed." } else { " V" });
    id.canonical.push_str(number);
    id.edition = Some(if edition { number.into() } else { joined(&["V", number]).into() });
}

/// ` (2000-11)`.
fn date(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    if c.eat(b'(')
        && let Ok((year, date)) = c.date()
        && c.eat(b')')
    {
        id.year = Some(year);
        id.canonical.push_str(&joined(&[" (", date, ")"]));
        return;
    }
    c.set(start);
    parts::colon_date(c, id);
}
