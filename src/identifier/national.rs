//! National bodies that number like their source or with letters of their own: DIN, NF, UNE, NEN …
//! The registry (`data/publishers.tsv`) lists them; a body listed there as `national` needs no code.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::registry::Registry;
use super::supplement::{self, Style};
use super::{Grammar, Identifier, bsi, dispatch, parts};
use crate::model::Level;

/// Reads the identifier of a national body.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    // `E DIN EN ISO 1234`: a draft.
    let draft = c.eat_str("E DIN") && {
        c.set(start + 2);
        true
    };
    let token = dispatch::token(c.rest());
    let Some(publisher) = Registry::get()
        .publisher(token)
        .filter(|it| matches!(it.grammar, Grammar::National | Grammar::Din))
    else {
        return c.fail(Wanted::Publisher);
    };
    c.set(c.pos() + token.len());
    let mut id = Identifier::blank(publisher.grammar, token, publisher.level);
    if draft {
        id.stage = Some("E".into());
    }
    let mut prefix = CompactString::from(token);
    copublisher(c, &mut id, &mut prefix);
    kind(c, &mut id, &mut prefix);
    let _ = c.space() || c.eat(b'-');
    let at = c.pos();
    if let Some(source) = class_and_source(c, &mut prefix) {
        id.number.clone_from(&source.number);
        id.parts.clone_from(&source.parts);
        id.year = source.year;
        id.supplements.clone_from(&source.supplements);
        id.all_parts = source.all_parts;
        id.language.clone_from(&source.language);
        id.edition.clone_from(&source.edition);
        if id.kind.is_none() {
            id.kind.clone_from(&source.kind);
        }
        id.work = joined(&[&prefix, " ", source.work_key()]);
        id.canonical = joined(&[&prefix, " ", &source.canonical]);
        id.adopts = Some(Box::new(source));
    } else {
        c.set(at);
        parts::loose_number(c, &mut id)?;
        let dashed = c.peek() != Some(b':');
        if dashed {
            parts::take_dashed_year(&mut id, false);
        }
        id.work = joined(&[&prefix, " ", &parts::written_number(&id)]);
        id.canonical.clone_from(&id.work);
        if let Some(year) = id.year {
            id.canonical.push_str(&joined(&[":", &year.to_string()]));
        }
    }
    if draft {
        id.canonical = joined(&["E ", &id.canonical]);
    }
    parallel_number(c);
    if id.year.is_none() {
        parts::colon_date(c, &mut id);
    }
    supplement::read(c, &mut id, Style::Cen);
    id.language = id.language.take().or_else(|| parts::language(c));
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    Ok(id)
}

/// `AS/NZS`, `SIS-CEN`, `ABNT NBR`.
fn copublisher(c: &mut Cursor<'_>, id: &mut Identifier, prefix: &mut CompactString) {
    let start = c.pos();
    let separator = if c.eat(b'/') {
        "/"
    } else if c.space() {
        " "
    } else {
        return;
    };
    let token = dispatch::token(c.rest());
    let known = Registry::get()
        .publisher(token)
        .is_some_and(|it| matches!(it.grammar, Grammar::National | Grammar::Din));
    if known && token != id.publisher {
        c.set(c.pos() + token.len());
        id.copublishers.push(token.into());
        prefix.push_str(separator);
        prefix.push_str(token);
    } else {
        c.set(start);
    }
}

/// `DIN SPEC`, `DIN VDE`, `DIN V`, `DIN-Fachbericht`, `NF T`, `SANS/TR`.
fn kind(c: &mut Cursor<'_>, id: &mut Identifier, prefix: &mut CompactString) {
    const KINDS: &[&str] = &[
        "SPEC",
        "VDE",
        "V",
        "VDE V",
        "Fachbericht",
        "FB",
        "PAS",
        "TS",
        "TR",
        "SNR",
        "NTR",
        "NPR",
        "NTA",
    ];
    let start = c.pos();
    let _ = c.space() || c.eat(b'/') || c.eat(b'-');
    if c.pos() > start
        && let Some(word) = c.eat_one(KINDS)
    {
        id.kind = Some(word.into());
        prefix.push(' ');
        prefix.push_str(word);
        return;
    }
    c.set(start);
}

/// The source, perhaps after a letter of the body's own classification (`KS Q ISO 9001`).
fn class_and_source(c: &mut Cursor<'_>, prefix: &mut CompactString) -> Option<Identifier> {
    if let Some(source) = bsi::adopted(c) {
        return Some(source);
    }
    let letters = c.take_while(|b| b.is_ascii_uppercase());
    if letters.len() == 1
        && c.space()
        && let Some(source) = bsi::adopted(c)
    {
        prefix.push(' ');
        prefix.push_str(letters);
        return Some(source);
    }
    None
}

/// `DIN EN 60601-1 (VDE 0750-1)`: the number in another list of the same country.
fn parallel_number(c: &mut Cursor<'_>) {
    let start = c.pos();
    c.space();
    if c.eat_str("(VDE") {
        c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.'));
        if c.eat(b')') {
            return;
        }
    }
    c.set(start);
}

/// The level that the registry gives a token, for families without a file of their own.
pub(super) fn level(token: &str) -> Level {
    Registry::get().publisher(token).map_or(Level::Unknown, |it| it.level)
}
