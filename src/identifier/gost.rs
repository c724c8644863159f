//! GOST: interstate standards (ГОСТ) and recommendations (РМГ, ПМГ) of the EASC, national
//! standards of Russia (ГОСТ Р) and neighbours.
//!
//! The designation is Cyrillic however it was typed. Years before 2000 have two digits, as printed.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, century, joined};
use super::iso::{self, YearStyle};
use super::{Grammar, Identifier, cen, dispatch, parts};
use crate::model::Level;

/// Series: folded word, printed word, level.
const SERIES: &[(&str, &str, Level)] = &[
    ("ГOCT", "ГОСТ", Level::Regional),
    ("GOST", "ГОСТ", Level::Regional),
    ("PMГ", "РМГ", Level::Regional),
    ("RMG", "РМГ", Level::Regional),
    ("ПMГ", "ПМГ", Level::Regional),
    ("PMG", "ПМГ", Level::Regional),
    ("ПHCT", "ПНСТ", Level::National),
    ("PNST", "ПНСТ", Level::National),
    ("CTБ", "СТБ", Level::National),
    ("STB", "СТБ", Level::National),
    ("CT PK", "СТ РК", Level::National),
    ("ДCTY", "ДСТУ", Level::National),
    ("DSTU", "ДСТУ", Level::National),
    ("OCT", "ОСТ", Level::Sector),
];

/// Reads a GOST identifier.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let Some(&(_, printed, level)) = SERIES.iter().find(|(word, ..)| c.eat_str(word)) else {
        return c.fail(Wanted::Publisher);
    };
    let _ = c.space() || c.eat(b'-');
    let mut level = level;
    let mut prefix = CompactString::from(printed);
    // `Р` national, `В` military.
    for (word, printed_word) in [("PB", "РВ"), ("P", "Р"), ("R", "Р"), ("B", "В"), ("V", "В")]
    {
        if c.eat_word(word) {
            if printed == "ГОСТ" && word != "B" && word != "V" {
                level = Level::National;
            }
            prefix.push(' ');
            prefix.push_str(printed_word);
            let _ = c.space() || c.eat(b'-');
            break;
        }
    }
    let mut id = Identifier::blank(Grammar::Gost, &prefix, level);
    if c.peek().is_some_and(|b| b.is_ascii_digit()) {
        native(c, &mut id)?;
    } else {
        adopting(c, &mut id)?;
    }
    source(c, &mut id);
    Ok(id)
}

/// A number of GOST's own: groups with dots, the year after a dash.
fn native(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    id.number = c.number(Wanted::Number)?.into();
    while c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'.');
        id.parts.push(c.digits().into());
    }
    let mut dashed = CompactString::default();
    let mut year = None;
    loop {
        let before = c.pos();
        if !c.spaced(b'-') {
            break;
        }
        let digits = c.digits();
        let more = c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit());
        let letter = c.peek().is_some_and(|b| b.is_ascii_alphabetic());
        if more && !digits.is_empty() {
            dashed.push('-');
            dashed.push_str(digits);
            id.parts.push(joined(&["-", digits]));
            continue;
        }
        year = match digits.len() {
            2 => century(digits),
            4 => digits.parse().ok().filter(|it| (1900..2100).contains(it)),
            _ => None,
        };
        if year.is_none() || letter {
            c.set(before + 1);
            c.note(Wanted::Year);
            c.set(before);
            year = None;
        }
        break;
    }
    id.work = joined(&[&id.publisher, " ", &id.number]);
    for part in &id.parts {
        if !part.starts_with('-') {
            id.work.push('.');
        }
        id.work.push_str(part);
    }
    for part in &mut id.parts {
        if let Some(rest) = part.strip_prefix('-') {
            *part = rest.into();
        }
    }
    id.canonical.clone_from(&id.work);
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    push_year(id, year);
    Ok(())
}

fn push_year(id: &mut Identifier, year: Option<u16>) {
    id.year = year;
    if let Some(year) = year {
        let digits = year.to_string();
        id.canonical.push('-');
        id.canonical.push_str(if year < 2000 { &digits[2..] } else { &digits });
    }
}

/// The number of the source, with the source's prefix: `ГОСТ ISO 6848`, `ГОСТ Р ИСО/МЭК 25001-2017`.
fn adopting(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    let start = c.pos();
    let european = c.eat_word("EH") || c.eat_word("EN");
    c.space();
    let cyrillic = !c.text()[start..].starts_with("EN")
        && c.text()[start..].starts_with(|ch: char| !ch.is_ascii() || ch == 'M' || ch == 'E');
    let at = c.pos();
    let style = if cyrillic { YearStyle::DashShort } else { YearStyle::Dash };
    let mut inner = match iso::document(c, style) {
        Ok(inner) => inner,
        Err(fail) if european => {
            let _ = fail;
            c.set(at);
            european_number(c, cyrillic)?
        }
        Err(fail) => return Err(fail),
    };
    let year = inner.year.take();
    let written = c.since(start);
    // Words before the number, in the alphabet that they were written in.
    let words_end = written.find(|ch: char| ch.is_ascii_digit()).unwrap_or(written.len());
    let words = written[..words_end].trim_end().trim_end_matches('-');
    let national_cyrillic = id.level == Level::National && id.publisher.starts_with("ГОСТ");
    let words = if cyrillic || national_cyrillic { in_cyrillic(words) } else { words.into() };
    let mut tail = inner.number.clone();
    for part in &inner.parts {
        tail.push('-');
        tail.push_str(part);
    }
    id.number.clone_from(&inner.number);
    id.parts.clone_from(&inner.parts);
    id.kind.clone_from(&inner.kind);
    id.all_parts = inner.all_parts;
    id.work = joined(&[&id.publisher, " ", &words, " ", &tail]);
    id.canonical.clone_from(&id.work);
    if id.all_parts {
        id.canonical.push_str(" (all parts)");
    }
    push_year(id, year);
    // The year is that of the GOST: the identifier does not say which edition it adopts.
    let mut source = inner.undated();
    if european && source.publisher != "EN" {
        source.canonical = joined(&["EN ", &source.canonical]);
        source.work = source.canonical.clone();
        source.grammar = Grammar::Cen;
        if let Ok(read) = cen::parse(&mut Cursor::new(&source.canonical.clone())) {
            source = read;
        }
    }
    id.adopts = Some(Box::new(source));
    Ok(())
}

/// The number of an EN that has no international source.
fn european_number(c: &mut Cursor<'_>, short: bool) -> Scan<Identifier> {
    let mut inner = Identifier::blank(Grammar::Cen, "EN", Level::Regional);
    inner.number = c.number(Wanted::Number)?.into();
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'-');
        inner.parts.push(c.take_while(|b| b.is_ascii_alphanumeric()).into());
    }
    parts::take_dashed_year(&mut inner, short);
    inner.canonical = joined(&["EN ", &parts::written_number(&inner)]);
    inner.work.clone_from(&inner.canonical);
    Ok(inner)
}

/// Latin look-alikes, and the names of the bodies, in Cyrillic.
fn in_cyrillic(words: &str) -> CompactString {
    let words = words.replace("ISO", "ИСО").replace("IEC", "МЭК").replace("EN", "ЕН");
    words
        .chars()
        .map(|ch| match ch {
            'A' => 'А',
            'B' => 'В',
            'C' => 'С',
            'E' => 'Е',
            'H' => 'Н',
            'K' => 'К',
            'M' => 'М',
            'O' => 'О',
            'P' => 'Р',
            'T' => 'Т',
            'X' => 'Х',
            'Y' => 'У',
            'a' => 'а',
            'c' => 'с',
            'e' => 'е',
            'o' => 'о',
            'p' => 'р',
            'x' => 'х',
            'y' => 'у',
            _ => ch,
        })
        .collect()
}

/// The source that is named beside: `/ISO 9902-5:2001`, ` (EN 1129-2:1995)`, ` (ИСО 4136-89)`.
/// Kept in `adopts`; the canonical form is the GOST alone.
fn source(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    if c.eat(b'/') {
        c.space();
        match dispatch::source(c) {
            Ok(found) => id.adopts = Some(Box::new(found)),
            Err(_) => c.set(start),
        }
        return;
    }
    if !c.eat(b'(') {
        c.set(start);
        return;
    }
    let inside = c.pos();
    let Some(length) = c.rest().find(')') else {
        c.set(start);
        return;
    };
    let content = &c.rest()[..length];
    if content.is_empty() {
        c.set(start);
        return;
    }
    let russian = content.starts_with(|ch: char| !ch.is_ascii()) || content.starts_with("MЭK");
    let mut inner = Cursor::new(content);
    let found = if russian {
        iso::document(&mut inner, YearStyle::DashShort)
    } else {
        dispatch::source(&mut inner)
    };
    let found = match found {
        Ok(found) => found,
        Err(_) => Identifier::open(content),
    };
    c.set(inside + length + 1);
    id.adopts = Some(Box::new(found));
}
