//! CEN and CENELEC: `EN 196-3:2016`, `prEN 14885:2020`, `CEN/TS 17638:2021`, `EN ISO 4413:2010`.
//!
//! An `EN ISO` adopts the ISO document of its own number. The year is the year of the EN; by the
//! bodies' practice it is nearly always that of the source, and is carried over to it.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::iso::{self, YearStyle};
use super::supplement::{self, Style};
use super::{Grammar, Identifier, parts};
use crate::model::Level;

/// Reads a European identifier.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let stage = if c.eat_str("Fpr") {
        "Fpr"
    } else if c.eat_str("pr") {
        "pr"
    } else {
        ""
    };
    let series = ["ENV", "EN", "EH", "HD", "CR", "CWA", "ES"].into_iter().find(|it| c.eat_word(it));
    let (publisher, kind, prefix) = match series {
        Some("EH") => ("EN".into(), None, CompactString::from("EN")),
        Some(series) => {
            // `ENV/ENV 206`, `EN/TS`: nothing but slips.
            let before = c.pos();
            if !(c.eat(b'/') && c.eat_word(series)) {
                c.set(before);
            }
            (series.into(), None, CompactString::from(series))
        }
        None => bodies(c)?,
    };
    let mut id = Identifier::blank(Grammar::Cen, &publisher, Level::Regional);
    id.kind = kind;
    if !stage.is_empty() {
        id.stage = Some(joined(&[stage, &publisher]).into());
    }
    let before = c.pos();
    let _ = c.space() || c.eat(b'/') || c.eat(b'-');
    // An adopted international document.
    if c.peek().is_some_and(|b| b.is_ascii_uppercase() || b >= 0x80) {
        let at = c.pos();
        if let Ok(source) = iso::document(c, YearStyle::Adopted) {
            return Ok(adopting(c, id, stage, &prefix, source));
        }
        c.set(at);
    }
    c.set(before);
    let _ = c.space() || c.eat(b'-');
    if series == Some("CR") || series == Some("ES") || id.publisher == "CLC" {
        c.eat(b'R');
    }
    number(c, &mut id)?;
    let tail = parts::written_number(&id);
    id.work = joined(&[&prefix, " ", &tail]);
    id.canonical = joined(&[stage, &prefix, " ", &tail]);
    harmonization_edition(c, &mut id);
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    parts::colon_date(c, &mut id);
    id.language = parts::language(c);
    supplement::read(c, &mut id, Style::Cen);
    iso::edition(c, &mut id);
    if !id.all_parts && parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    Ok(id)
}

/// What an `EN ISO …` is: numbered as its source.
fn adopting(
    c: &mut Cursor<'_>,
    mut id: Identifier,
    stage: &str,
    prefix: &str,
    source: Identifier,
) -> Identifier {
    id.number.clone_from(&source.number);
    id.parts.clone_from(&source.parts);
    id.year = source.year;
    id.edition.clone_from(&source.edition);
    id.all_parts = source.all_parts;
    id.language.clone_from(&source.language);
    id.supplements.clone_from(&source.supplements);
    if id.kind.is_none() {
        id.kind.clone_from(&source.kind);
    }
    if id.stage.is_none() {
        id.stage.clone_from(&source.stage);
    }
    id.copublishers = std::iter::once(source.publisher.clone())
        .chain(source.copublishers.iter().cloned())
        .collect();
    id.work = joined(&[prefix, " ", source.work_key()]);
    id.canonical = joined(&[stage, prefix, " ", &source.canonical]);
    // An amendment of the EN is not one of the source: `+A1`, `/AC`.
    supplement::read(c, &mut id, Style::Cen);
    id.adopts = Some(Box::new(source));
    id
}

/// `CEN/TS`, `CLC/TR`, `CEN/CLC Guide`, `CEN ISO/TS`.
fn bodies(c: &mut Cursor<'_>) -> Scan<(CompactString, Option<CompactString>, CompactString)> {
    let start = c.pos();
    let mut prefix = CompactString::default();
    let mut first: Option<&str> = None;
    loop {
        let before = c.pos();
        if first.is_some() && !(c.eat(b'/') || c.eat(b'-')) {
            break;
        }
        let Some(body) = ["CENELEC", "CEN", "CLC", "ETSI"].into_iter().find(|it| c.eat_word(it))
        else {
            c.set(before);
            break;
        };
        let body = if body == "CENELEC" { "CLC" } else { body };
        if first.is_some() {
            prefix.push('/');
        }
        prefix.push_str(body);
        first.get_or_insert(body);
    }
    let Some(first) = first else {
        c.set(start);
        return c.fail(Wanted::Publisher);
    };
    let before = c.pos();
    if c.eat(b'/') || c.space() {
        let _ = c.eat_str("Fpr") || c.eat_str("pr");
        let word = ["TS", "TR", "Guide", "GUIDE", "Workshop Agreement", "WS", "CR", "ES", "TC"]
            .into_iter()
            .find(|it| c.eat_word(it));
        if let Some(word) = word {
            let kind = if word == "GUIDE" { "Guide" } else { word };
            prefix.push(if kind == "Guide" { ' ' } else { '/' });
            prefix.push_str(kind);
            return Ok((first.into(), Some(kind.into()), prefix));
        }
    }
    c.set(before);
    Ok((first.into(), None, prefix))
}

/// Digits and parts.
fn number(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    if !c.peek().is_some_and(|b| b.is_ascii_digit()) {
        return c.fail(Wanted::Number);
    }
    parts::loose_number(c, id)
}

/// `HD 384.4.41 S2`: the edition of a harmonization document.
fn harmonization_edition(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if id.publisher == "HD" && c.space() && c.eat(b'S') {
        let digits = c.digits();
        if !digits.is_empty() {
            let edition = joined(&["S", digits]);
            id.canonical.push(' ');
            id.canonical.push_str(&edition);
            id.edition = Some(edition.into());
            return;
        }
    }
    c.set(start);
}
