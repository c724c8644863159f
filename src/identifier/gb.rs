//! China: national (GB), sector, local (DB), association (T/) and enterprise (Q/) standards.
//!
//! Traps: `HB` is aviation; `DB/T` is seismology while `DB11/T` is Beijing; `GBZ` is occupational
//! health while `GB/Z` is a guidance document; association codes may be long. The year is joined
//! by an em dash in print; the canonical form has a hyphen, as everybody types it.

use compact_str::CompactString;
use serde::Serialize;

use super::cursor::{Cursor, Fail, Scan, Wanted, century, joined};
use super::registry::Registry;
use super::{Grammar, Identifier, iso, parts};
use crate::model::Level;

/// The administrative division that a local standard applies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Division {
    /// Code of 2, 4 or 6 digits.
    pub code: CompactString,
    /// Name, where the table of codes has it.
    pub name: Option<&'static str>,
    /// Whether the table has this code. A code of an unknown city in a known province is no error:
    /// the table is not complete.
    pub known: bool,
    /// Whether the province, the first two digits, is known.
    pub province_known: bool,
}

impl Identifier {
    /// The division of a Chinese local standard (`DB11/T`), if it is one.
    #[must_use]
    pub fn division(&self) -> Option<Division> {
        if self.grammar != Grammar::Gb {
            return None;
        }
        let after = self.publisher.strip_prefix("DB")?;
        let code: CompactString =
            after.trim_start_matches(['J', 'S']).chars().take_while(char::is_ascii_digit).collect();
        let registry = Registry::get();
        let province = registry.division(code.get(..2)?).is_some();
        let name = registry.division(&code);
        Some(Division { known: name.is_some(), province_known: province, name, code })
    }
}

/// What stands before the number.
struct Head {
    publisher: CompactString,
    kind: Option<CompactString>,
    prefix: CompactString,
    level: Level,
    /// Numbers may hold letters, slashes and dashes.
    loose: bool,
}

impl Head {
    fn new(publisher: &str, kind: Option<&str>, level: Level, loose: bool) -> Self {
        let prefix = match kind {
            Some(kind) => joined(&[publisher, "/", kind]),
            None => publisher.into(),
        };
        Self {
            publisher: publisher.into(),
            kind: kind.map(CompactString::from),
            prefix,
            level,
            loose,
        }
    }
}

/// Reads a Chinese identifier.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if c.eat_str("Q/") {
        return enterprise(c);
    }
    let head = if c.eat_str("T/") { association(c)? } else { series(c)? };
    c.space();
    let mut id = Identifier::blank(Grammar::Gb, &head.publisher, head.level);
    id.kind = head.kind;
    number(c, &mut id, head.loose)?;
    let mut canonical = joined(&[&head.prefix, " ", &id.number]);
    for part in &id.parts {
        canonical.push('.');
        canonical.push_str(part);
    }
    id.work.clone_from(&canonical);
    if parts::all_parts(c) {
        id.all_parts = true;
        canonical.push_str(" (all parts)");
    }
    year(c, &mut id, &mut canonical)?;
    supplements(c, &mut id, &mut canonical);
    id.canonical = canonical;
    if !id.all_parts && parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    adopted(c, &mut id);
    Ok(id)
}

/// `T/CODE`: two or more letters, sometimes digits among them.
fn association(c: &mut Cursor<'_>) -> Scan<Head> {
    let start = c.pos();
    let code = c.take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // Without a space the number begins at the first digit after letters.
    let code = if c.peek() == Some(b' ') || (c.peek() == Some(b'/') && c.peek_at(1) == Some(b' ')) {
        code
    } else {
        let letters = code.find(|ch: char| ch.is_ascii_digit()).unwrap_or(code.len());
        c.set(start + letters);
        &code[..letters]
    };
    if code.len() < 2 || !code.bytes().any(|b| b.is_ascii_uppercase()) {
        return c.fail(Wanted::AssociationCode);
    }
    if c.peek() == Some(b'/') {
        // `T/T/ABC`: the prefix twice.
        return c.fail(Wanted::Number);
    }
    Ok(Head::new(&joined(&["T/", code]), None, Level::Association, true))
}

/// `Q/CODE …`: the enterprise numbers as it likes; a year is read where it ends in one.
fn enterprise(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let free = |c: &mut Cursor<'_>| {
        let rest = c.rest();
        let end = rest
            .find(|ch: char| {
                !(ch.is_ascii_alphanumeric()
                    || matches!(ch, '.' | '/' | '-' | '(' | ')' | '_' | '&')
                    || ('\u{4e00}'..='\u{9fff}').contains(&ch))
            })
            .unwrap_or(rest.len());
        c.set(c.pos() + end);
        end > 0
    };
    let start = c.pos();
    if !free(c) {
        return c.fail(Wanted::Number);
    }
    let code = c.since(start);
    let before_space = c.pos();
    let mut rest = "";
    if c.space() {
        let from = c.pos();
        if free(c) {
            rest = c.since(from);
        }
        if !rest.bytes().any(|b| b.is_ascii_digit()) {
            c.set(before_space);
            rest = "";
        }
    }
    let written = if rest.is_empty() { code } else { rest };
    if !written.bytes().any(|b| b.is_ascii_digit()) {
        return c.fail(Wanted::Number);
    }
    let (number, year) = match written.rsplit_once('-') {
        Some((number, year)) if year.len() == 4 && !number.is_empty() => {
            match year.parse::<u16>() {
                Ok(year) if (1950..2100).contains(&year) => (number, Some(year)),
                _ => (written, None),
            }
        }
        _ => (written, None),
    };
    let publisher = if rest.is_empty() {
        let end = code.find(|ch: char| ch.is_ascii_digit()).unwrap_or(code.len());
        code[..end].trim_end_matches(['/', '-', '.'])
    } else {
        code
    };
    let mut id = Identifier::blank(Grammar::Gb, &joined(&["Q/", publisher]), Level::Enterprise);
    let head = if rest.is_empty() { "" } else { code };
    let gap = if rest.is_empty() { "" } else { " " };
    id.work = joined(&["Q/", head, gap, number]);
    id.canonical = joined(&["Q/", head, gap, written]);
    id.number = number.into();
    id.year = year;
    Ok(id)
}

/// A code that the registry knows, with its `/T`, `/Z`; local and metrological series.
fn series(c: &mut Cursor<'_>) -> Scan<Head> {
    let start = c.pos();
    let mut code = c.capitals();
    if matches!(code, "GB" | "GJB") && (c.eat_word_lower(b'n') || c.eat_word_lower(b'z')) {
        code = c.since(start);
    }
    if code.starts_with("DB") && code.len() <= 3 {
        if let Some(head) = local(c, code)? {
            return Ok(head);
        }
        c.set(start + code.len());
    }
    if code == "DG" && c.eat_str("/TJ") {
        return Ok(Head::new("DG/TJ", None, Level::Local, true));
    }
    let Some(sector) = Registry::get().sector(code) else {
        c.set(start);
        return c.fail(Wanted::Publisher);
    };
    if matches!(code, "JJF" | "JJG")
        && let Some(head) = metrology(c, code)
    {
        return Ok(head);
    }
    // `CB* 3123-1982`, `CB/T* 4000`: a mark of the shipbuilders without meaning for us.
    if code == "CB" {
        c.eat(b'*');
    }
    let kind = kind(c, sector.kinds)?;
    if code == "CB" {
        c.eat(b'*');
    }
    Ok(Head::new(code, kind, sector.level, !code.starts_with("GB")))
}

/// `/T`, `/Z`: the letter must be one that the series knows.
fn kind<'a>(c: &mut Cursor<'a>, kinds: &str) -> Scan<Option<&'a str>> {
    let start = c.pos();
    if !c.spaced(b'/') {
        c.set(start);
        return Ok(None);
    }
    let at = c.pos();
    let letter = c.peek().filter(|&b| kinds.as_bytes().contains(&b));
    let then = c.peek_at(1);
    if letter.is_some() && !then.is_some_and(|b| b.is_ascii_alphabetic()) {
        c.set(at + 1);
        return Ok(Some(c.since(at)));
    }
    c.fail(Wanted::Kind("`T` or `Z`"))
}

/// `DB11/T`, `DB4403/T`, `DBJ41/T`, `DBS44/`, `DB13(J)/T`; `None` for the seismology series.
fn local(c: &mut Cursor<'_>, code: &str) -> Scan<Option<Head>> {
    if !matches!(code, "DB" | "DBJ" | "DBS") {
        return Ok(None);
    }
    let after_code = c.pos();
    let spaced = c.space();
    let at = c.pos();
    let digits = c.digits();
    if digits.is_empty() || (spaced && c.peek() != Some(b'/')) {
        c.set(after_code);
        return Ok(None);
    }
    if !matches!(digits.len(), 2 | 4 | 6) {
        c.set(at);
        return c.fail(Wanted::DivisionCode);
    }
    let building = c.eat_str("(J)");
    let mut kind = None;
    if c.spaced(b'/') {
        if let Some(letter) = c.peek().filter(|b| matches!(b, b'T' | b'Z'))
            && !c.peek_at(1).is_some_and(|b| b.is_ascii_alphabetic())
        {
            c.set(c.pos() + 1);
            kind = Some(if letter == b'T' { "T" } else { "Z" });
        }
        if kind.is_none() && !c.peek().is_some_and(|b| b.is_ascii_digit() || b == b' ') {
            return c.fail(Wanted::Kind("`T`"));
        }
    } else if code == "DBJ" {
        c.eat(b'-');
    }
    let publisher = joined(&[code, digits, if building { "(J)" } else { "" }]);
    Ok(Some(Head::new(&publisher, kind, Level::Local, code != "DB")))
}

/// `JJF(电子)`: metrological documents of a ministry or a province.
fn metrology(c: &mut Cursor<'_>, code: &str) -> Option<Head> {
    const PROVINCES: &str =
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新军";
    let start = c.pos();
    c.space();
    let inside = c.eat(b'(').then(|| c.rest().split_once(')')).flatten();
    let Some((name, _)) = inside.filter(|(name, _)| !name.is_empty() && name.chars().count() <= 8)
    else {
        c.set(start);
        return None;
    };
    c.set(c.pos() + name.len() + 1);
    let province = name.chars().count() == 1 && PROVINCES.contains(name);
    let level = if province { Level::Local } else { Level::Sector };
    Some(Head::new(&joined(&[code, "(", name.trim(), ")"]), None, level, true))
}

/// The number and its parts. A row of X stands for a number not given yet.
fn number(c: &mut Cursor<'_>, id: &mut Identifier, loose: bool) -> Scan<()> {
    let start = c.pos();
    if placeholder(c) {
        id.number = c.since(start).into();
        id.stage = Some("draft".into());
    } else {
        if loose {
            let letters = c.take_while(|b| b.is_ascii_uppercase());
            if letters.len() > 6 {
                c.set(start);
                return c.fail(Wanted::Number);
            }
            if !letters.is_empty() {
                // `ZB Y 123`, `TSG D0001`, `T/CECS G:D60-30`.
                c.space();
                if c.eat(b':') {
                    c.capitals();
                }
            }
        }
        let digits_at = c.pos();
        c.number(Wanted::Number)?;
        suffix(c, loose);
        if c.pos() - digits_at > 12 {
            c.set(digits_at);
            return c.fail(Wanted::Number);
        }
        id.number = c.since(start).into();
    }
    loop {
        let before = c.pos();
        let separator = c.peek();
        let next = c.peek_at(1);
        let digit_next = next.is_some_and(|b| b.is_ascii_digit());
        let part = match separator {
            Some(b'.') => digit_next || (next == Some(b'X') && id.stage.is_some()),
            Some(b'/') if loose => digit_next,
            _ => false,
        };
        if !part {
            if separator == Some(b'.') && next.is_some() {
                c.set(before + 1);
                c.note(Wanted::Part);
                c.set(before);
            }
            break;
        }
        c.set(before + 1);
        let at = c.pos();
        if !placeholder(c) {
            c.digits();
            suffix(c, loose);
        }
        let part = c.since(at);
        id.parts.push(if separator == Some(b'/') { joined(&["/", part]) } else { part.into() });
    }
    // A slash is kept in the number, so that the canonical form can be read again.
    if id.parts.iter().any(|part| part.starts_with('/')) {
        let mut whole = id.number.clone();
        for part in id.parts.drain(..) {
            if !part.starts_with('/') {
                whole.push('.');
            }
            whole.push_str(&part);
        }
        id.number = whole;
    }
    // Dashes before the last group belong to the number: `JTG D60-01-2004`.
    if loose {
        while dashed_part(c, id) {}
    }
    Ok(())
}

/// A revision letter after digits.
fn suffix(c: &mut Cursor<'_>, loose: bool) {
    let capital =
        c.peek().is_some_and(|b| b.is_ascii_uppercase() || (loose && b.is_ascii_lowercase()));
    let then = c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric());
    if capital && !then {
        c.set(c.pos() + 1);
    }
}

fn dashed_part(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    let start = c.pos();
    if c.eat(b'-') {
        let part = c.take_while(|b| b.is_ascii_alphanumeric());
        let year_follows =
            c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit());
        if !part.is_empty() && year_follows {
            id.number.push('-');
            id.number.push_str(part);
            return true;
        }
    }
    c.set(start);
    false
}

fn placeholder(c: &mut Cursor<'_>) -> bool {
    let start = c.pos();
    let row = c.take_while(|b| matches!(b, b'X' | b'x'));
    if row.len() >= 2 && !c.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
        return true;
    }
    c.set(start);
    false
}

/// `-2020`, `—2020`, `:2020`, `-86`, `-202X`; `E` after it marks the English version.
fn year(c: &mut Cursor<'_>, id: &mut Identifier, canonical: &mut CompactString) -> Scan<()> {
    let start = c.pos();
    let spaced = c.peek() == Some(b' ');
    if !(c.spaced(b'-') || c.eat(b':')) {
        return Ok(());
    }
    let at = c.pos();
    if let Some(year) = draft_year(c) {
        id.stage = Some("draft".into());
        canonical.push('-');
        canonical.push_str(year);
        return Ok(());
    }
    let year = match c.year() {
        Ok(year) => year,
        Err(Fail) => {
            let two = c.digits();
            let short = two.len() == 2 && !c.peek().is_some_and(|b| b.is_ascii_alphanumeric());
            match century(two).filter(|_| short && !spaced) {
                Some(year) => year,
                None if spaced => {
                    c.set(start);
                    return Ok(());
                }
                None => {
                    c.set(at);
                    return c.fail(Wanted::Year);
                }
            }
        }
    };
    let mut digits = itoa(year);
    digits.insert(0, '-');
    canonical.push_str(&digits);
    id.year = Some(year);
    let english = c.pos();
    let mark = c.capitals();
    let language = match mark {
        "E" | "EN" => Some("en"),
        "F" | "FR" => Some("fr"),
        "R" | "RU" => Some("ru"),
        _ => None,
    };
    if language.is_some() && !c.peek().is_some_and(|b| b.is_ascii_alphanumeric()) {
        id.language = language.map(Into::into);
    } else {
        c.set(english);
        id.language = parts::language(c);
    }
    // `(R2005)`, `(2004)`: reviewed and confirmed, the same edition.
    let confirmed = c.pos();
    c.space();
    if !(c.eat(b'(')
        && {
            c.eat(b'R');
            true
        }
        && c.year().is_ok()
        && c.eat(b')'))
    {
        c.set(confirmed);
    }
    Ok(())
}

fn itoa(year: u16) -> CompactString {
    let mut out = CompactString::default();
    for divisor in [1000, 100, 10, 1] {
        out.push(char::from(b'0' + u8::try_from(year / divisor % 10).unwrap_or(0)));
    }
    out
}

/// `XXXX`, `20XX`, `202X`: the year of a draft.
fn draft_year<'a>(c: &mut Cursor<'a>) -> Option<&'a str> {
    let start = c.pos();
    let word = c.take_while(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x'));
    let row = word.len() == 4 && word.ends_with(['X', 'x']);
    let digits = word.trim_end_matches(['X', 'x']);
    if row
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !c.peek().is_some_and(|b| b.is_ascii_alphanumeric())
    {
        return Some(word);
    }
    c.set(start);
    None
}

/// `/XG1-2022`: amendment (修改单) number 1.
fn supplements(c: &mut Cursor<'_>, id: &mut Identifier, canonical: &mut CompactString) {
    loop {
        let start = c.pos();
        c.space();
        let bracket = c.eat(b'(');
        if !(bracket || c.eat(b'/') || c.eat(b'+')) || !(c.eat_ci("XG")) {
            c.set(start);
            return;
        }
        c.space();
        let digits = c.digits();
        if digits.is_empty() {
            c.note(Wanted::Supplement);
            c.set(start);
            return;
        }
        let mut supplement = joined(&["XG", digits]);
        if c.spaced(b'-') {
            let Ok(year) = c.year() else {
                c.set(start);
                return;
            };
            supplement.push('-');
            supplement.push_str(&itoa(year));
        }
        if bracket && !c.eat(b')') {
            c.set(start);
            return;
        }
        canonical.push('/');
        canonical.push_str(&supplement);
        id.supplements.push(supplement);
    }
}

/// The source that the identifier names: `…/ISO 9001:2015`, `… (ISO 9001:2015, IDT)`, `… idt ISO 9001:1994`.
/// It is kept in `adopts`, not in the canonical form: the national number alone names the document.
fn adopted(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if c.spaced(b'/')
        && c.peek().is_some_and(|b| b.is_ascii_uppercase())
        && let Ok(source) = iso::source(c)
    {
        id.adopts = Some(Box::new(source));
        return;
    }
    c.set(start);
    c.space();
    let bracket = c.eat(b'(') || c.eat(b'[');
    c.space();
    let degree = degree(c);
    c.space();
    if !bracket && !degree {
        c.set(start);
        return;
    }
    let Ok(source) = iso::source(c) else {
        c.set(start);
        return;
    };
    if bracket {
        let _ = c.eat(b',') || c.eat(b';');
        c.space();
        let _ = degree_word(c);
        if !(c.eat(b')') || c.eat(b']')) {
            c.set(start);
            return;
        }
    }
    id.adopts = Some(Box::new(source));
}

fn degree(c: &mut Cursor<'_>) -> bool {
    let start = c.pos();
    if degree_word(c) && c.peek() == Some(b' ') {
        return true;
    }
    c.set(start);
    false
}

fn degree_word(c: &mut Cursor<'_>) -> bool {
    ["IDT", "MOD", "NEQ", "EQV", "等同", "修改", "非等效", "等效"].iter().any(|it| c.eat_ci(it))
}

impl Cursor<'_> {
    /// The lower-case last letter of a code (`GBn`), with no letter after it.
    fn eat_word_lower(&mut self, byte: u8) -> bool {
        if self.peek() == Some(byte) && !self.peek_at(1).is_some_and(|b| b.is_ascii_alphabetic()) {
            self.set(self.pos() + 1);
            return true;
        }
        false
    }
}
