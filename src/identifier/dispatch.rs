//! Chooses the family by the first letters.

use super::cursor::{Cursor, Scan, Wanted};
use super::error::IdentifierError;
use super::registry::Registry;
use super::{
    Grammar, Identifier, astm, bsi, cen, consortia, etsi, fold, gb, gost, ieee, ietf, iso, itu,
    jis, national, nist, plain, suggest,
};

/// Reads with one family's grammar, from the cursor on; what follows is left.
pub(super) fn read(grammar: Grammar, c: &mut Cursor<'_>) -> Scan<Identifier> {
    match grammar {
        Grammar::Gb => gb::parse(c),
        Grammar::Iso | Grammar::Iec => iso::parse(c),
        Grammar::Ietf => ietf::parse(c),
        Grammar::Itu => itu::parse(c),
        Grammar::Cen => cen::parse(c),
        Grammar::Bsi => bsi::parse(c),
        Grammar::Din | Grammar::National => national::parse(c),
        Grammar::Jis => jis::parse(c),
        Grammar::Gost => gost::parse(c),
        Grammar::Astm => astm::parse(c),
        Grammar::Ieee | Grammar::Ansi => ieee::parse(c),
        Grammar::Etsi => etsi::parse(c),
        Grammar::Nist => nist::parse(c),
        Grammar::Ecma => consortia::ecma(c),
        Grammar::Ccsds => consortia::ccsds(c),
        Grammar::Oasis => consortia::oasis(c),
        Grammar::W3c => consortia::w3c(c),
        Grammar::Oiml => consortia::oiml(c),
        Grammar::Tgpp => consortia::tgpp(c),
        Grammar::Plain => plain::parse(c),
        Grammar::Open => c.fail(Wanted::Publisher),
    }
}

/// The letters at the start, by which the registry knows a publisher.
pub(super) fn token(text: &str) -> &str {
    let end =
        text.bytes().position(|b| !(b.is_ascii_alphabetic() || b >= 0x80)).unwrap_or(text.len());
    &text[..end]
}

/// The families that may read `text`, most likely first.
pub(super) fn families(text: &str) -> &'static [Grammar] {
    let registry = Registry::get();
    let token = token(text);
    // Association and enterprise standards: a letter and a slash.
    if matches!(token, "T" | "Q") && text.as_bytes().get(1) == Some(&b'/') {
        return &[Grammar::Gb];
    }
    if token.is_empty() {
        // Drafts of BSI, papers of the IRE and the IEC begin with digits.
        return &[Grammar::Bsi, Grammar::Ieee, Grammar::Tgpp];
    }
    registry.families(token)
}

/// Reads the whole of folded text with the grammars that its first letters allow.
pub(super) fn read_all(c: &mut Cursor<'_>, families: &[Grammar]) -> Option<Identifier> {
    for &grammar in families {
        c.set(0);
        if let Ok(id) = read(grammar, c)
            && c.end().is_ok()
        {
            return Some(id);
        }
    }
    if families.contains(&Grammar::Plain) { plain::whole(c.text()) } else { None }
}

pub(super) fn parse(text: &str) -> Result<Identifier, IdentifierError> {
    let text_folded = fold(text);
    let folded = text_folded.as_ref();
    if folded.is_empty() {
        return Err(IdentifierError::empty());
    }
    let mut c = Cursor::new(folded);
    let known = families(folded);
    if let Some(id) = read_all(&mut c, known) {
        return Ok(id);
    }
    // The IEC's working documents begin with a committee, which may be any word.
    let mut paper = Cursor::new(folded);
    if let Ok(id) = iso::working_document(&mut paper)
        && paper.at_end()
    {
        return Ok(id);
    }
    if known.is_empty() || token(folded).is_empty() {
        return fallback(text, folded, &mut c);
    }
    if weak(folded) {
        return Ok(Identifier::open(text.trim()));
    }
    let (offset, wanted) = c.furthest();
    Err(suggest::error(text, folded, offset, wanted))
}

/// A first word that the registry lists but that nobody has verified proves nothing: text that
/// begins with it and cannot be read may be anything.
fn weak(folded: &str) -> bool {
    let token = token(folded);
    const WORDS: &[&str] = &[
        "",
        "CD",
        "NP",
        "AWI",
        "WD",
        "DIS",
        "FDIS",
        "PRF",
        "PWI",
        "P",
        "PC",
        "C",
        "Std",
        "TR",
        "TS",
        "E",
        "CC",
        "Guide",
        "ES",
        "EG",
        "I",
        "Supplement",
        "Addendum",
        "Amendment",
        "Recommendation",
        "Handbook",
        "NA",
        "CP",
        "EP",
        "SP",
        "AS",
        "IS",
        "MS",
        "W",
        "CT",
        "SS",
        "DS",
        "PN",
        "NS",
        "SR",
        "FD",
        "XP",
        "HB",
        "Flex",
    ];
    if WORDS.contains(&token) {
        return token != "HB";
    }
    let registry = Registry::get();
    match registry.publisher(token) {
        Some(publisher) => publisher.grammar == Grammar::Plain,
        None => registry.sector(token).is_some_and(|it| !it.verified),
    }
}

/// No publisher that the registry knows: another letter case, or kept word for word.
fn fallback(text: &str, folded: &str, c: &mut Cursor<'_>) -> Result<Identifier, IdentifierError> {
    let token = token(folded);
    if token.bytes().any(|b| b.is_ascii_lowercase()) {
        let upper = folded.to_ascii_uppercase();
        let known = families(&upper);
        if !known.is_empty()
            && let Some(id) = read_all(&mut Cursor::new(&upper), known)
        {
            return Ok(id);
        }
    }
    if folded.starts_with(|ch: char| {
        ch.is_alphanumeric() || matches!(ch, '[' | '<' | '"' | '(' | '#' | '«' | '《')
    }) {
        return Ok(Identifier::open(text.trim()));
    }
    c.set(0);
    Err(suggest::error(text, folded, 0, Wanted::Start))
}

/// Reads the identifier that stands at the cursor, of whatever family; leaves the rest. Used for
/// sources that another identifier names.
pub(super) fn source(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let start = c.pos();
    let mut best: Option<(usize, Identifier)> = None;
    for &grammar in families(c.rest()) {
        c.set(start);
        if let Ok(id) = read(grammar, c)
            && best.as_ref().is_none_or(|(end, _)| c.pos() > *end)
        {
            best = Some((c.pos(), id));
        }
    }
    match best {
        Some((end, id)) => {
            c.set(end);
            Ok(id)
        }
        None => {
            c.set(start);
            c.fail(Wanted::Publisher)
        }
    }
}
