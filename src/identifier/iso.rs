//! ISO and IEC, alone and with others; also the body of every identifier that adopts one of theirs.
//!
//! Canonical forms follow the publishers' own practice: `ISO/TR 230-9:2005`, `ISO/IEC TR 24718`,
//! `IEC TS 62443-1-1:2009`, `ISO 8624:2011/Amd 1:2015`, `IEC 60079-6:2015+AMD1:2020 CSV`.
//! URNs: RFC 5141 for ISO, which names no year, so that a dated identifier has the URN of its work.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, century, joined};
use super::supplement::{self, Style};
use super::{Grammar, Identifier, dispatch, ieee, parts};
use crate::model::Level;

/// How the year is joined to the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearStyle {
    /// `:2015`; `-2015` is tolerated where nothing else follows.
    Colon,
    /// The same; amendments `A1` and corrigenda `AC` are the adopter's.
    Adopted,
    /// `-2015`, the last group after a dash (GOST).
    Dash,
    /// The same, and two digits count as a year.
    DashShort,
}

/// Bodies by the word that stands for them, folded, and the word in canonical forms.
const BODIES: &[(&str, &str)] = &[
    ("ISO", "ISO"),
    ("IEC", "IEC"),
    ("IEEE", "IEEE"),
    ("CEI", "IEC"),
    ("ИCO", "ISO"),
    ("MЭK", "IEC"),
    ("CISPR", "CISPR"),
    ("IECEE", "IECEE"),
    ("IECEx", "IECEx"),
    ("IECEX", "IECEx"),
    ("IECQ", "IECQ"),
    ("IECRE", "IECRE"),
    ("SAE", "SAE"),
    ("HL7", "HL7"),
    ("ASTM", "ASTM"),
    ("OECD", "OECD"),
    ("CIE", "CIE"),
    ("IDF", "IDF"),
    ("IULTCS", "IULTCS"),
    ("UNDP", "UNDP"),
    ("ASME", "ASME"),
    ("AAMI", "AAMI"),
    ("OIML", "OIML"),
    ("IAF", "IAF"),
    ("ILAC", "ILAC"),
    ("ITU", "ITU"),
    ("FDI", "FDI"),
    ("ILO", "ILO"),
    ("UNESCO", "UNESCO"),
    ("WHO", "WHO"),
    ("NATO", "NATO"),
    ("AOCS", "AOCS"),
    ("CEN", "CEN"),
    ("ANSI", "ANSI"),
    ("ICC", "ICC"),
    ("IWA", "IWA"),
    ("UIC", "UIC"),
    ("OGC", "OGC"),
    ("W3C", "W3C"),
    ("IHO", "IHO"),
    ("ICUMSA", "ICUMSA"),
    ("CECC", "CECC"),
];

/// Words for a stage, a type, or both: `(written, stage, type)`.
const WORDS: &[(&str, &str, &str)] = &[
    ("TR", "", "TR"),
    ("TS", "", "TS"),
    ("PAS", "", "PAS"),
    ("Guide", "", "Guide"),
    ("GUIDE", "", "Guide"),
    ("Guides", "", "Guide"),
    ("ISP", "", "ISP"),
    ("TTA", "", "TTA"),
    ("R", "", "R"),
    ("Recommendation", "", "R"),
    ("DATA", "", "DATA"),
    ("SRD", "", "SRD"),
    ("TRF", "", "TRF"),
    ("OD", "", "OD"),
    ("CS", "", "CS"),
    ("CA", "", "CA"),
    ("WP", "", "WP"),
    ("IWA", "", "IWA"),
    ("PWI", "PWI", ""),
    ("NP", "NP", ""),
    ("NWIP", "NP", ""),
    ("AWI", "AWI", ""),
    ("WD", "WD", ""),
    ("CD", "CD", ""),
    ("CDV", "CDV", ""),
    ("CCDV", "CCDV", ""),
    ("DIS", "DIS", ""),
    ("FCD", "FCD", ""),
    ("FDIS", "FDIS", ""),
    ("RFDIS", "FDIS", ""),
    ("CFDIS", "FDIS", ""),
    ("PRF", "PRF", ""),
    ("PRV", "PRV", ""),
    ("DTR", "D", "TR"),
    ("DTS", "D", "TS"),
    ("DPAS", "D", "PAS"),
    ("DISP", "D", "ISP"),
    ("DGuide", "D", "Guide"),
    ("DGUIDE", "D", "Guide"),
    ("DG", "D", "Guide"),
    ("FDTR", "FD", "TR"),
    ("FDTS", "FD", "TS"),
    ("FDISP", "FD", "ISP"),
    ("FDGuide", "FD", "Guide"),
    ("FDGUIDE", "FD", "Guide"),
    ("PDTR", "PD", "TR"),
    ("PDTS", "PD", "TS"),
    ("PDISP", "PD", "ISP"),
    ("PDPAS", "PD", "PAS"),
    ("CDTR", "CD", "TR"),
    ("CDTS", "CD", "TS"),
    ("CDGuide", "CD", "Guide"),
    ("WDTR", "WD", "TR"),
    ("WDTS", "WD", "TS"),
    ("WDPAS", "WD", "PAS"),
    ("AWITS", "AWI", "TS"),
    ("AWITR", "AWI", "TR"),
    ("TC", "", "TR"),
    ("TO", "", "TR"),
    ("TY", "", "TS"),
    ("ТУ", "", "TS"),
    ("PDR", "PD", "TR"),
    ("MФC", "", "ISP"),
    ("Pуководство", "", "Guide"),
    ("Pyкoвoдcтвo", "", "Guide"),
];

/// What stands before the number.
#[derive(Default)]
struct Prefix {
    body: &'static str,
    /// Further bodies, which few have.
    others: Vec<&'static str>,
    stage: CompactString,
    kind: &'static str,
}

impl Prefix {
    fn grammar(&self) -> Grammar {
        match self.body {
            "IEC" | "CISPR" | "IECEE" | "IECEx" | "IECQ" | "IECRE" => Grammar::Iec,
            _ => Grammar::Iso,
        }
    }

    fn is_of(&self, body: &str) -> bool {
        self.body == body && self.others.is_empty()
    }

    /// The words before the number, with the stage or without it.
    fn write(&self, with_stage: bool) -> CompactString {
        let mut out = CompactString::default();
        let stage = if with_stage { self.stage.as_str() } else { "" };
        if self.kind == "IWA" {
            if !stage.is_empty() {
                out.push_str(stage);
                out.push(' ');
            }
            out.push_str("IWA");
            return out;
        }
        out.push_str(self.body);
        for body in &self.others {
            out.push('/');
            out.push_str(body);
        }
        if stage.is_empty() && self.kind.is_empty() {
            return out;
        }
        let slash = self.is_of("ISO") && !(self.kind == "Guide" && stage.is_empty());
        out.push(if slash { '/' } else { ' ' });
        out.push_str(stage);
        if !stage.is_empty() && !self.kind.is_empty() && !matches!(stage, "D" | "FD" | "PD") {
            out.push(' ');
        }
        out.push_str(self.kind);
        out
    }
}

/// Reads an identifier of ISO or IEC.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    document(c, YearStyle::Colon)
}

/// A source that an identifier names, of whatever family.
pub(super) fn source(c: &mut Cursor<'_>) -> Scan<Identifier> {
    dispatch::source(c)
}

/// Reads an identifier of ISO or IEC with the adopter's way of joining the year.
pub(super) fn document(c: &mut Cursor<'_>, style: YearStyle) -> Scan<Identifier> {
    let start = c.pos();
    if (c.rest().contains(" DIR") || c.rest().contains(" Directive"))
        && let Some(id) = directives(c)
    {
        return Ok(id);
    }
    c.set(start);
    let prefix = prefix(c)?;
    let mut id = Identifier::blank(prefix.grammar(), prefix.body, Level::International);
    id.copublishers = prefix.others.iter().map(|&it| it.into()).collect();
    if prefix.kind == "IWA" {
        id.publisher = "ISO".into();
    }
    if !prefix.kind.is_empty() {
        id.kind = Some(prefix.kind.into());
    }
    if !prefix.stage.is_empty() {
        let draft = matches!(prefix.stage.as_str(), "D" | "FD" | "PD");
        let stage =
            if draft { joined(&[&prefix.stage, prefix.kind]) } else { prefix.stage.clone() };
        id.stage = Some(stage.into());
    }
    if matches!(prefix.kind, "TRF" | "OD" | "CS" | "CA" | "WP") && id.grammar == Grammar::Iec {
        conformity_number(c, &mut id)?;
    } else {
        number(c, &mut id, style)?;
    }
    let mut tail: CompactString = id.number.clone();
    for part in &id.parts {
        tail.push('-');
        tail.push_str(part);
    }
    id.work = joined(&[&prefix.write(false), " ", &tail]);
    id.canonical = if prefix.stage.is_empty() {
        id.work.clone()
    } else {
        joined(&[&prefix.write(true), " ", &tail])
    };
    if id.year.is_none() && parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    if let Some(year) = id.year {
        push_year(&mut id.canonical, &year.to_string());
    } else {
        year(c, &mut id)?;
    }
    if !id.all_parts && parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    id.language = parts::language(c);
    let supplements = match (id.grammar, style) {
        (Grammar::Iec, YearStyle::Adopted) => Style::AdoptedIec,
        (_, YearStyle::Adopted) => Style::AdoptedIso,
        (Grammar::Iec, _) => Style::Iec,
        _ => Style::Iso,
    };
    supplement::read(c, &mut id, supplements);
    if id.language.is_none() {
        id.language = parts::language(c);
    }
    edition(c, &mut id);
    deliverable(c, &mut id);
    supplement::read(c, &mut id, supplements);
    edition(c, &mut id);
    second_number(c, &mut id);
    Ok(id)
}

/// `ISO/IEC 23026; IEEE Std 2001-2002`, `IEC 62270 Edition 2.0 2013-09 IEEE Std 1249`: the number that
/// the same document has at IEEE.
fn second_number(c: &mut Cursor<'_>, id: &mut Identifier) {
    if c.is_prose() {
        return;
    }
    let start = c.pos();
    c.eat(b';');
    let spaced = c.space();
    let _ = c.eat_str("and ");
    let bracket = c.eat(b'(');
    if spaced
        && (c.rest().starts_with("IEEE") || c.rest().starts_with("ANSI/IEEE"))
        && let Ok(twin) = ieee::parse(c)
        && (!bracket || c.eat(b')'))
    {
        id.adopts = Some(Box::new(twin));
        return;
    }
    c.set(start);
}

fn push_year(canonical: &mut CompactString, year: &str) {
    canonical.push(':');
    canonical.push_str(year);
}

fn prefix(c: &mut Cursor<'_>) -> Scan<Prefix> {
    let mut prefix = Prefix::default();
    // French order: `Guide ISO/CEI 71`; a stage before a workshop agreement: `CD IWA 37-1`.
    if c.eat_str("Guide ") {
        prefix.kind = "Guide";
    }
    if c.eat_str("Fpr") {
        prefix.stage = "FDIS".into();
    }
    let before = c.pos();
    // No word for a stage begins as `ISO` and `IEC` do.
    if c.peek() != Some(b'I')
        && let Some(&(_, stage, _)) = WORDS
            .iter()
            .find(|(word, stage, kind)| !stage.is_empty() && kind.is_empty() && c.eat_word(word))
    {
        iteration(c, &mut prefix.stage, stage);
        if !c.space() || !c.rest().starts_with("IWA") {
            c.set(before);
            prefix.stage = CompactString::default();
        }
    }
    if c.eat_str("IWA") {
        prefix.kind = "IWA";
        prefix.body = "ISO";
        c.space();
        return Ok(prefix);
    }
    let Some(first) = body(c) else { return c.fail(Wanted::Publisher) };
    prefix.body = first;
    loop {
        let start = c.pos();
        c.space();
        let slash = c.eat(b'/');
        c.space();
        if slash && let Some(body) = body(c) {
            if body == "IWA" {
                prefix.kind = "IWA";
            } else {
                prefix.others.push(body);
            }
            continue;
        }
        // Nearly always the number follows.
        if c.peek().is_some_and(|b| b.is_ascii_digit()) {
            c.set(start);
            break;
        }
        if c.pos() > start {
            if let Some(&(_, stage, kind)) =
                WORDS.iter().find(|(word, _, kind)| (*kind != "R" || slash) && eat_type(c, word))
            {
                if !stage.is_empty() {
                    if !prefix.stage.is_empty() {
                        prefix.stage.push(' ');
                    }
                    let mut written = CompactString::default();
                    iteration(c, &mut written, stage);
                    prefix.stage.push_str(&written);
                }
                if !kind.is_empty() {
                    prefix.kind = kind;
                }
                continue;
            }
            // `IEC IEEE 62271`: the slash is missing.
            if !slash && prefix.is_of("IEC") && c.eat_word("IEEE") {
                prefix.others.push("IEEE");
                continue;
            }
            // `IEC CISPR 16-1`.
            if !slash && prefix.is_of("IEC") && c.eat_word("CISPR") {
                prefix.body = "CISPR";
                continue;
            }
            if slash {
                c.note(Wanted::Publisher);
            }
            c.set(start);
        }
        break;
    }
    let _ = c.space() || c.eat(b'-');
    let _ = ["Standard ", "Std ", "Publication ", "No. ", "No "].iter().any(|it| c.eat_str(it));
    Ok(prefix)
}

/// A type word; the number may be glued to it (`ISO/TR10013`), a dot or a digit may follow a stage.
fn eat_type(c: &mut Cursor<'_>, word: &str) -> bool {
    let start = c.pos();
    if c.eat_str(word) && !c.peek().is_some_and(|b| b.is_ascii_alphabetic() || b >= 0x80) {
        return true;
    }
    c.set(start);
    false
}

/// `CD.2`, `CD 2 `, `CD2`: which draft of the stage.
fn iteration(c: &mut Cursor<'_>, out: &mut CompactString, stage: &str) {
    out.push_str(stage);
    if matches!(stage, "D" | "PD" | "FD") {
        return;
    }
    let start = c.pos();
    let _ = c.eat(b'.') || c.space();
    let digits = c.digits();
    if !digits.is_empty()
        && digits.len() < 3
        && matches!(c.peek(), Some(b' '))
        && c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric())
    {
        out.push(' ');
        out.push_str(digits);
    } else {
        c.set(start);
    }
}

fn body(c: &mut Cursor<'_>) -> Option<&'static str> {
    let start = c.pos();
    for (word, body) in BODIES {
        if c.eat_str(word) {
            if !c.peek().is_some_and(|b| b.is_ascii_alphabetic() || b >= 0x80) {
                return Some(body);
            }
            c.set(start);
        }
    }
    None
}

/// The number and its parts; a dashed year at the end where the style has it.
fn number(c: &mut Cursor<'_>, id: &mut Identifier, style: YearStyle) -> Scan<()> {
    let start = c.pos();
    let row = c.take_while(|b| matches!(b, b'X' | b'x'));
    if row.len() >= 3 {
        // A number not given yet.
        id.number = row.into();
        id.stage.get_or_insert_with(|| "draft".into());
        return Ok(());
    }
    c.set(start);
    // `IEC/IEEE P60780` is a draft of IEEE; `ISO D 2` nothing.
    let digits = c.number(Wanted::Number)?;
    if digits.len() > 6 {
        return c.fail(Wanted::End);
    }
    let after = c.pos();
    let letters = c.take_while(|b| b.is_ascii_alphabetic());
    if letters.len() > 1 || (!letters.is_empty() && c.peek().is_some_and(|b| b.is_ascii_digit())) {
        c.set(after);
        return c.fail(Wanted::End);
    }
    id.number = c.since(start).into();
    loop {
        let before = c.pos();
        let separator = c.peek();
        let next = c.peek_at(1);
        let part = match separator {
            Some(b'-') => next.is_some_and(|b| b.is_ascii_alphanumeric()),
            Some(b'.') => next.is_some_and(|b| b.is_ascii_digit()),
            // `ISO 31/0`, `ISO/R 657/IV`: parts of the old days.
            Some(b'/') => {
                next.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'I' | b'V')) && old_part(c)
            }
            _ => false,
        };
        if !part {
            if separator == Some(b'-') {
                c.set(before + 1);
                c.note(Wanted::Part);
                c.set(before);
            }
            break;
        }
        c.set(before + 1);
        let at = c.pos();
        c.take_while(|b| b.is_ascii_alphanumeric());
        let part = c.since(at);
        // A word after a hyphen is no part: `ISO 8601-style`.
        let named = part.len() == 3
            && part.bytes().all(|b| b.is_ascii_uppercase())
            && c.peek() == Some(b':');
        let words = part.len() > 2 && !named && !part.bytes().any(|b| b.is_ascii_digit());
        let lower = part.starts_with(|ch: char| ch.is_ascii_lowercase());
        if part.len() > 5 || words || lower {
            c.set(before);
            c.note(Wanted::Part);
            break;
        }
        id.parts.push(part.into());
    }
    trailing_year(c, id, style);
    Ok(())
}

/// Whether the group after a slash is a part, not a supplement.
fn old_part(c: &Cursor<'_>) -> bool {
    let group: &str = c.rest().get(1..).unwrap_or("");
    let end = group.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(group.len());
    let group = &group[..end];
    let digits = group.len() <= 2 && group.bytes().all(|b| b.is_ascii_digit());
    digits || (group.len() <= 4 && group.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')))
}

/// Takes the last part for the year where it is one.
fn trailing_year(c: &mut Cursor<'_>, id: &mut Identifier, style: YearStyle) {
    let Some(last) = id.parts.last() else { return };
    if c.peek() == Some(b':')
        || (id.number == "10303" && matches!(style, YearStyle::Colon | YearStyle::Adopted))
    {
        return;
    }
    let value = match (last.len(), last.parse::<u16>().ok()) {
        (4, Some(year)) if (1945..2060).contains(&year) => Some(year),
        (2, Some(_)) if style == YearStyle::DashShort => century(last).filter(|&it| it > 1950),
        _ => None,
    };
    if let Some(year) = value {
        id.parts.pop();
        id.year = Some(year);
    }
}

/// `:2015`, `:2013-09`, `:—` (not published yet).
fn year(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    let start = c.pos();
    if !c.spaced(b':') {
        return Ok(());
    }
    if c.eat(b'-') {
        // `ISO 1234:—`: cited before its publication.
        id.stage.get_or_insert_with(|| "to be published".into());
        return Ok(());
    }
    let at = c.pos();
    let placeholder = c.take_while(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x'));
    if placeholder.len() == 4 && placeholder.ends_with(['X', 'x']) {
        id.stage.get_or_insert_with(|| "draft".into());
        push_year(&mut id.canonical, placeholder);
        return Ok(());
    }
    c.set(at);
    match c.date() {
        Ok((year, date)) => {
            id.year = Some(year);
            push_year(&mut id.canonical, date);
            Ok(())
        }
        Err(_) if parts::all_parts(c) => {
            id.all_parts = true;
            id.canonical.push_str(" (all parts)");
            Ok(())
        }
        Err(fail) => {
            if c.pos() == start {
                return Ok(());
            }
            Err(fail)
        }
    }
}

/// ` ED1`, ` Ed. 2.0`, ` Edition 1.0 2016-02`, `, edition 2`. Told only where no year is: a dated
/// identifier names its edition already.
pub(super) fn edition(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.eat(b',');
    if !c.space() && c.pos() == start {
        return;
    }
    let word = c.eat_ci("Edition") || c.eat_ci("Ed.") || c.eat_ci("ED");
    c.space();
    let digits_at = c.pos();
    let digits = word && !c.digits().is_empty();
    if !digits {
        c.set(start);
        return;
    }
    if c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'.');
        c.digits();
    }
    let edition = c.since(digits_at);
    if c.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
        c.set(start);
        return;
    }
    id.edition = Some(edition.into());
    let before_date = c.pos();
    c.eat(b',');
    c.space();
    match c.date() {
        Ok((year, _)) if id.year.is_none() => {
            id.year = Some(year);
            push_year(&mut id.canonical, &year.to_string());
        }
        Ok(_) => {}
        Err(_) => c.set(before_date),
    }
    if id.year.is_none() {
        id.canonical.push_str(" ED");
        id.canonical.push_str(edition);
    }
}

/// What the IEC sells around one edition: consolidated, redline, series, commented, extended.
fn deliverable(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if !c.is_prose() && (c.eat_str(" - Redline") || c.eat_str(" Redline")) {
        return;
    }
    c.set(start);
    if c.space()
        && let Some(word) = c.eat_one(&["CSV", "RLV", "SER", "CMV", "EXV", "PAC", "PRV", "FULL"])
    {
        id.canonical.push(' ');
        id.canonical.push_str(word);
        if word == "SER" {
            id.all_parts = true;
        }
        return;
    }
    c.set(start);
}

/// Test report forms and operational documents: `60335-2-14,15H`, `CISPR 24A`, `OD-4002`.
fn conformity_number(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    let start = c.pos();
    c.take_while(|b| b.is_ascii_alphabetic());
    c.space();
    if !c.peek().is_some_and(|b| b.is_ascii_digit()) {
        c.set(start);
    }
    let from = start;
    c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b',' | b'_' | b'.' | b'&'));
    let written = c.since(from).trim_end_matches(['-', ',', '.']);
    c.set(from + written.len());
    let number = written.trim_start();
    if !number.bytes().any(|b| b.is_ascii_digit()) {
        c.set(start);
        return c.fail(Wanted::Number);
    }
    let mut groups = number.split('-');
    id.number = groups.next().unwrap_or("").into();
    id.parts = groups.map(CompactString::from).collect();
    Ok(())
}

/// `ISO/IEC Directives, Part 1:2022 + IEC Supplement:2022`, `ISO/IEC DIR 2 ISO:2022`,
/// `ISO/IEC JTC 1 DIR`.
fn directives(c: &mut Cursor<'_>) -> Option<Identifier> {
    let start = c.pos();
    let mut publishers: Vec<&'static str> = vec![body(c)?];
    while c.eat(b'/') {
        match body(c) {
            Some(body) => publishers.push(body),
            None => return None,
        }
    }
    if !c.space() {
        return None;
    }
    let committee = c.eat_str("JTC 1 ");
    if !(c.eat_word("DIR") || c.eat_word("Directives") || c.eat_word("Directive")) {
        return None;
    }
    let mut id = Identifier::blank(Grammar::Iso, publishers[0], Level::International);
    id.copublishers = publishers.iter().skip(1).map(|&it| it.into()).collect();
    id.kind = Some("DIR".into());
    let mut canonical =
        joined(&[&publishers.join("/"), if committee { " JTC 1 DIR" } else { " DIR" }]);
    let after = c.pos();
    let _ = c.eat(b',');
    c.space();
    let _ = c.eat_ci("Part ");
    let part = c.digits();
    if part.is_empty() {
        c.set(after);
    } else {
        id.number = part.into();
        canonical.push(' ');
        canonical.push_str(part);
    }
    id.work.clone_from(&canonical);
    loop {
        let before = c.pos();
        if c.eat(b':') {
            match c.date() {
                Ok((year, date)) => {
                    id.year.get_or_insert(year);
                    push_year(&mut canonical, date);
                    continue;
                }
                Err(_) => c.set(before),
            }
        }
        let mut bundle = false;
        let spaced = c.space() || c.eat(b',');
        c.space();
        if c.eat(b'+') {
            bundle = true;
            c.space();
        }
        if spaced || bundle {
            let supplement =
                ["Consolidated ", ""].into_iter().find(|it| c.eat_str(it)).unwrap_or("");
            let of = ["JTC 1", "ISO/IEC", "ISO", "IEC"]
                .into_iter()
                .find(|it| c.eat_str(it))
                .unwrap_or("");
            let gap = c.space();
            let is = c.eat_word("SUP") || c.eat_word("Supplement") || c.eat_word("Suppl");
            if is || (!of.is_empty() && supplement.is_empty()) {
                if gap && !is {
                    c.set(c.pos() - 1);
                }
                canonical.push_str(if bundle { " + " } else { " " });
                canonical.push_str(of);
                if is {
                    canonical.push_str(if of.is_empty() { "SUP" } else { " SUP" });
                    id.supplements.push(joined(&[of, if of.is_empty() { "" } else { " " }, "SUP"]));
                }
                continue;
            }
        }
        c.set(before);
        break;
    }
    let _ = start;
    id.canonical = canonical;
    id.language = parts::language(c);
    Some(id)
}

/// The URN: RFC 5141 for ISO, `urn:iec:std` for IEC.
pub(super) fn urn(id: &Identifier) -> Option<CompactString> {
    let kind = id.kind.as_deref();
    // Papers of committees and the directives are no deliverables.
    let is_paper = !id.canonical.starts_with(id.publisher.as_str()) && kind != Some("IWA");
    if id.stage.is_some()
        || !id.supplements.is_empty()
        || id.number.is_empty()
        || is_paper
        || kind == Some("DIR")
    {
        return None;
    }
    let mut bodies = id.publisher.to_ascii_lowercase();
    for body in &id.copublishers {
        bodies.push('-');
        bodies.push_str(&body.to_ascii_lowercase());
    }
    let mut urn = CompactString::default();
    let kind = kind.map(str::to_ascii_lowercase);
    if id.grammar == Grammar::Iec {
        urn.push_str("urn:iec:std:");
        urn.push_str(&bodies);
        urn.push(':');
        urn.push_str(&id.number);
        for part in &id.parts {
            urn.push('-');
            urn.push_str(part);
        }
        urn.push(':');
        if let Some(year) = id.year {
            urn.push_str(&year.to_string());
        }
        urn.push(':');
        urn.push_str(kind.as_deref().unwrap_or(""));
        urn.push_str("::");
        return Some(urn);
    }
    urn.push_str("urn:iso:std:");
    urn.push_str(&bodies);
    if let Some(kind) = kind {
        urn.push(':');
        urn.push_str(&kind);
    }
    urn.push(':');
    urn.push_str(&id.number);
    if !id.parts.is_empty() {
        urn.push_str(":-");
        urn.push_str(&id.parts.join("-"));
    }
    if let Some(edition) = &id.edition {
        urn.push_str(":ed-");
        urn.push_str(edition);
    }
    Some(urn)
}

/// Papers of the IEC's committees: `100/3625/AC`, `CIS/A/1358/INF`, `JTC1-SC41/285/NP`, `65C/1086A/RVC`.
pub(super) fn working_document(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    if let Some(proposal) = c.eat_one(&["PNW", "PWI"]) {
        return new_work(c, proposal);
    }
    let committee = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'-');
    if committee.is_empty() || committee.len() > 40 || !c.eat(b'/') {
        return c.fail(Wanted::Publisher);
    }
    let before = c.pos();
    let group = c.capitals();
    let grouped = !group.is_empty() && group.len() <= 2 && c.eat(b'/');
    if !group.is_empty() && !grouped {
        c.set(before);
        return c.fail(Wanted::Number);
    }
    let from = c.pos();
    let digits = c.number(Wanted::Number)?;
    if digits.len() > 5 {
        return c.fail(Wanted::End);
    }
    c.take_while(|b| b.is_ascii_uppercase());
    if c.eat(b'(') {
        c.capitals();
        if !c.eat(b')') {
            return c.fail(Wanted::End);
        }
    }
    let number = c.since(from);
    if !c.eat(b'/') {
        return c.fail(Wanted::Kind("the kind of a working document"));
    }
    let kind = c.take_while(|b| b.is_ascii_uppercase());
    if kind.is_empty() || kind.len() > 7 {
        return c.fail(Wanted::Kind("the kind of a working document"));
    }
    c.take_while(|b| b.is_ascii_digit());
    let mut id = Identifier::blank(Grammar::Iec, "IEC", Level::International);
    id.kind = Some(kind.into());
    id.number = number.into();
    id.stage = Some(kind.into());
    id.canonical = c.since(start).into();
    id.work.clone_from(&id.canonical);
    Ok(id)
}

/// `PNW 65-916 ED1`, `PWI SyCAAL-6 ED1`, `PNW TS 9-2345`: proposed work by committee and number.
fn new_work(c: &mut Cursor<'_>, proposal: &str) -> Scan<Identifier> {
    let mut id = Identifier::blank(Grammar::Iec, "IEC", Level::International);
    c.space();
    let kind = c.eat_one(&["TS", "TR", "PAS", "SRD", "GUIDE", "Guide"]);
    c.space();
    let start = c.pos();
    c.take_while(|b| b.is_ascii_alphanumeric());
    if !c.eat(b'-') && !c.eat(b'/') {
        return c.fail(Wanted::Number);
    }
    c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/'));
    let number = c.since(start);
    if !number.ends_with(|ch: char| ch.is_ascii_alphanumeric())
        || !number.bytes().any(|b| b.is_ascii_digit())
    {
        return c.fail(Wanted::Number);
    }
    id.kind = kind.map(Into::into);
    id.stage = Some(proposal.into());
    id.number = number.into();
    id.canonical = match kind {
        Some(kind) => joined(&[proposal, " ", kind, " ", number]),
        None => joined(&[proposal, " ", number]),
    };
    id.work.clone_from(&id.canonical);
    edition(c, &mut id);
    Ok(id)
}
