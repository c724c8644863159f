//! British Standards: `BS 7870-2:2022`, `BS EN ISO 9001:2015+A1:2018`, `PD ISO/TR 10358:2021`,
//! `PAS 2035:2023`, `NA to BS EN 1999-1-3:2007`, and the aerospace, automobile and old series.
//!
//! A BS that adopts another document has that document's identifier in its own.

use compact_str::CompactString;

use super::cursor::{Cursor, Fail, Scan, Wanted, joined};
use super::supplement::{self, Style};
use super::{Grammar, Identifier, dispatch, parts};
use crate::model::Level;

/// Series of BSI, longest first where one begins another: written, canonical.
const SERIES: &[(&str, &str)] = &[
    ("BS OHSAS", "BS OHSAS"),
    ("BSI Flex", "BSI Flex"),
    ("BSI PAS", "PAS"),
    ("BSI PD", "PD"),
    ("BSI DD", "DD"),
    ("BSI", "BS"),
    ("BS", "BS"),
    ("DISC PD", "DISC PD"),
    ("DISC", "DISC"),
    ("PD", "PD"),
    ("PP", "PP"),
    ("DD", "DD"),
    ("PAS", "PAS"),
    ("BIP", "BIP"),
    ("Handbook", "Handbook"),
    ("HB", "Handbook"),
    ("EP", "BS"),
    ("CP", "CP"),
    ("AMD", "AMD"),
    ("Flex", "BSI Flex"),
    ("OHSAS", "BS OHSAS"),
];

/// Reads a British identifier.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    if let Some(id) = annex_or_supplement(c) {
        return Ok(id);
    }
    c.set(start);
    let Some(&(_, series)) = SERIES.iter().find(|(word, _)| c.eat_word(word)) else {
        return c.fail(Wanted::Publisher);
    };
    let _ = c.space() || c.eat(b'-') || c.eat(b'/');
    let mut id = Identifier::blank(Grammar::Bsi, series, Level::National);
    let at = c.pos();
    match adopted(c) {
        Some(source) => {
            id.number.clone_from(&source.number);
            id.parts.clone_from(&source.parts);
            id.kind.clone_from(&source.kind);
            id.year = source.year;
            id.edition.clone_from(&source.edition);
            id.stage.clone_from(&source.stage);
            id.supplements.clone_from(&source.supplements);
            id.all_parts = source.all_parts;
            id.language.clone_from(&source.language);
            id.work = joined(&[series, " ", source.work_key()]);
            id.canonical = joined(&[series, " ", &source.canonical]);
            id.adopts = Some(Box::new(source));
        }
        None => {
            c.set(at);
            native(c, &mut id, series)?;
        }
    }
    tail(c, &mut id)?;
    Ok(id)
}

/// The document whose identifier the rest is, if it is one that BSI adopts.
pub(super) fn adopted(c: &mut Cursor<'_>) -> Option<Identifier> {
    let token = dispatch::token(c.rest());
    let bodies = matches!(
        token,
        "EN" | "ENV"
            | "prEN"
            | "FprEN"
            | "HD"
            | "CEN"
            | "CENELEC"
            | "CLC"
            | "CR"
            | "CWA"
            | "ES"
            | "ISO"
            | "IEC"
            | "CISPR"
            | "IWA"
            | "IEEE"
            | "ETS"
            | "ETSI"
            | "ASTM"
            | "I"
            | "IECQ"
            | "IECEE"
            | "CEI"
            | "SAE"
    );
    if !bodies || (token == "I" && !c.rest().starts_with("I-ETS")) {
        return None;
    }
    dispatch::source(c).ok()
}

/// A number of BSI's own.
fn native(c: &mut Cursor<'_>, id: &mut Identifier, series: &str) -> Scan<()> {
    if c.eat_word("CISPR") || c.eat_word("CECC") || c.eat_word("QC") {
        // Component series without an identifier of their own.
        let word_end = c.pos();
        let word = c.text()[..word_end].rsplit(' ').next().unwrap_or("");
        c.space();
        parts::loose_number(c, id)?;
        id.number = joined(&[word, " ", &id.number]);
    } else {
        parts::loose_number(c, id)?;
    }
    if c.eat(b'[') {
        let inner = c.take_while(|b| b.is_ascii_alphanumeric());
        if !c.eat(b']') {
            return c.fail(Wanted::Part);
        }
        id.number.push_str(&joined(&["[", inner, "]"]));
    }
    // `BS A 242-A 245`: a span of aerospace standards.
    if id.parts.last().is_some_and(|it| it.len() == 1)
        && c.peek() == Some(b' ')
        && c.peek_at(1).is_some_and(|b| b.is_ascii_digit())
    {
        c.space();
        let digits = c.digits();
        if let Some(last) = id.parts.last_mut() {
            last.push_str(&joined(&[" ", digits]));
        }
    }
    further_numbers(c, id);
    id.work = joined(&[series, " ", &parts::written_number(id)]);
    id.canonical.clone_from(&id.work);
    Ok(())
}

/// `BS SP 13; 14; 15 and 16`, `BS SP 139 and SP 140`, `BS 9300 C155-168`, `BS 9074 N002`.
fn further_numbers(c: &mut Cursor<'_>, id: &mut Identifier) {
    if c.is_prose() {
        return;
    }
    loop {
        let before = c.pos();
        let joint = if c.eat_str("; ") || c.eat_str(" and ") || c.eat_str(" & ") || c.eat_str(", ")
        {
            c.since(before)
        } else if c.peek() == Some(b' ')
            && c.peek_at(1).is_some_and(|b| b.is_ascii_uppercase())
            && c.peek_at(2).is_some_and(|b| b.is_ascii_digit())
        {
            c.space();
            " "
        } else {
            return;
        };
        let at = c.pos();
        c.capitals();
        c.space();
        let digits = c.take_while(|b| b.is_ascii_digit() || b == b'-');
        if digits.is_empty() || c.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
            c.set(before);
            return;
        }
        let more = joined(&[&parts::written_number(id), joint, c.since(at)]);
        id.number = more;
        id.parts.clear();
    }
}

/// Everything after the number: segments, date, amendments, products.
fn tail(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    version(c, id);
    loop {
        let before = c.pos();
        if id.year.is_none() {
            short_date(c, id);
        }
        supplement::read(c, id, Style::Cen);
        segment(c, id);
        if c.pos() == before {
            break;
        }
    }
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    set(c, id);
    product(c, id);
    Ok(())
}

/// `:2015`, `:2025-01`; some old lists lost the last digit (`:197`).
fn short_date(c: &mut Cursor<'_>, id: &mut Identifier) {
    let before = c.pos();
    parts::colon_date(c, id);
    if c.pos() > before || !c.eat(b':') {
        return;
    }
    let digits = c.digits();
    if digits.len() == 3
        && digits.starts_with("19")
        && !c.peek().is_some_and(|b| b.is_ascii_alphanumeric())
    {
        id.canonical.push_str(&joined(&[":", digits]));
    } else {
        c.set(before);
    }
}

/// `BSI Flex 1887 v2.0`.
fn version(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if c.space() && c.eat(b'v') {
        let version = c.take_while(|b| b.is_ascii_digit() || b == b'.');
        if !version.is_empty() {
            let version = joined(&["v", version]);
            id.canonical.push_str(&joined(&[" ", &version]));
            id.edition = Some(version.into());
            return;
        }
    }
    c.set(start);
}

/// `:Addendum No. 1`, ` Supplement 1`, `:Index`, ` Index Issue 3`, `:Part 2`, `:Parts 1 and 2`,
/// ` Section D1`, `:Method 131B`, `:B01C`, `:LFS1`.
fn segment(c: &mut Cursor<'_>, id: &mut Identifier) {
    const WORDS: &[&str] = &[
        "Supplementary Index",
        "Addendum",
        "Supplement",
        "Index",
        "Parts",
        "Part",
        "Section",
        "Sections",
        "Method",
        "Methods",
        "Group",
        "Set",
        "Volume",
    ];
    let start = c.pos();
    let colon = c.eat(b':');
    let spaced = c.space();
    if !colon && !spaced {
        return;
    }
    let at = c.pos();
    if let Some(word) = WORDS.iter().find(|it| c.eat_word(it)) {
        let before = c.pos();
        c.space();
        let _ = c.eat_str("No. ") || c.eat_str("No ") || c.eat_str("Issue ");
        let number = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'.');
        let number = number.trim_end_matches('.');
        let numbered = number.bytes().any(|b| b.is_ascii_digit());
        if !numbered {
            c.set(before);
        }
        let from = c.pos();
        while numbered
            && (c.eat_str(" and ") || c.eat_str(" to ") || c.eat_str(", ") || c.eat_str(" & "))
        {
            if c.take_while(|b| b.is_ascii_alphanumeric()).is_empty() {
                c.set(from);
                break;
            }
        }
        let _ = word;
        let text: CompactString = c.since(at).into();
        id.canonical.push_str(&joined(&[if colon { ":" } else { " " }, &text]));
        if matches!(*word, "Addendum" | "Supplement" | "Index" | "Supplementary Index") {
            id.supplements.push(text);
        } else {
            id.work.clone_from(&id.canonical);
        }
        return;
    }
    if colon {
        // A test method's own code.
        let code = c.take_while(|b| b.is_ascii_alphanumeric());
        if code.starts_with(|ch: char| ch.is_ascii_uppercase())
            && code.len() <= 6
            && code.bytes().any(|b| b.is_ascii_digit())
        {
            id.canonical.push_str(&joined(&[":", code]));
            id.work.clone_from(&id.canonical);
            return;
        }
    }
    c.set(start);
}

/// `BS ISO 20400 + BS ISO 44001`: a set sold together.
fn set(c: &mut Cursor<'_>, id: &mut Identifier) {
    if c.is_prose() {
        return;
    }
    loop {
        let before = c.pos();
        c.space();
        if !c.eat(b'+') {
            c.set(before);
            return;
        }
        c.space();
        if !c.rest().starts_with("BS") {
            c.set(before);
            return;
        }
        match parse(c) {
            Ok(more) => {
                id.canonical.push_str(&joined(&[" + ", &more.canonical]));
                id.work.clone_from(&id.canonical);
            }
            Err(Fail) => {
                c.set(before);
                return;
            }
        }
    }
}

/// ` - TC`, ` ExComm (Fire)`, ` Expert Commentary`, ` PDF`: what is sold around the document.
fn product(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    if c.eat_str("- ") || c.eat_str("-") {
        if let Some(word) = c.eat_one(&["TC", "TRACKED CHANGES", "Tracked Changes", "SET"]) {
            id.canonical.push_str(&joined(&[" - ", if word.len() > 3 { "TC" } else { word }]));
            return;
        }
    } else if c.eat_word("ExComm") || c.eat_str("Expert Commentary") {
        id.canonical.push_str(" ExComm");
        let before = c.pos();
        c.space();
        if c.eat(b'(') {
            let inside = c.take_while(|b| b != b')' && b.is_ascii());
            if c.eat(b')') {
                id.canonical.push_str(&joined(&[" (", inside, ")"]));
                return;
            }
        }
        c.set(before);
        return;
    }
    c.set(start);
}

/// `NA+A1:2012 to BS EN 1993-5:2007`, `Supplement No. 2 (1970) to BS 1831:1969`,
/// `21/30445138 DC`.
fn annex_or_supplement(c: &mut Cursor<'_>) -> Option<Identifier> {
    let start = c.pos();
    if c.eat_word("NA") {
        let mut head = CompactString::from("NA");
        if c.eat(b':') {
            let (_, date) = c.date().ok()?;
            head.push_str(&joined(&[":", date]));
        }
        while c.eat(b'+') {
            c.eat(b'A').then_some(())?;
            let digits = c.digits();
            head.push_str(&joined(&["+A", digits]));
            if c.eat(b':') {
                let year = c.digits();
                head.push_str(if year.len() == 2 { ":20" } else { ":" });
                head.push_str(year);
            }
        }
        c.eat_str(" to ").then_some(())?;
        return about(c, &head, "NA");
    }
    if c.eat_str("Supplement No. ") || c.eat_str("Addendum No. ") || c.eat_str("Amendment No. ") {
        c.digits();
        let before = c.pos();
        c.space();
        let dated = c.eat(b'(') && c.year().is_ok() && c.eat(b')');
        if !dated {
            c.set(before);
        }
        let head: CompactString = c.since(start).into();
        c.eat_str(" to ").then_some(())?;
        return about(c, &head, "Supplement");
    }
    let year = c.digits();
    if year.len() == 2 && c.eat(b'/') {
        let digits = c.digits();
        if digits.len() >= 6 && c.space() && c.eat_word("DC") {
            let mut id = Identifier::blank(Grammar::Bsi, "BSI", Level::National);
            id.kind = Some("DC".into());
            id.number = joined(&[year, "/", digits]);
            id.canonical = c.since(start).into();
            id.work.clone_from(&id.canonical);
            id.stage = Some("DC".into());
            return Some(id);
        }
    }
    None
}

/// A document about another: an annex or supplement to it.
fn about(c: &mut Cursor<'_>, head: &str, kind: &str) -> Option<Identifier> {
    let base = parse(c).ok()?;
    let mut id = base.clone();
    id.kind = Some(kind.into());
    id.canonical = joined(&[head, " to ", &base.canonical]);
    id.work = joined(&[kind, " to ", base.work_key()]);
    if kind != "NA" {
        id.work.clone_from(&id.canonical);
    }
    id.adopts = None;
    Some(id)
}
