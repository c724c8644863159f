//! Consortia with a few forms each: Ecma, CCSDS, OASIS, W3C, OIML.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{BoxedWord, Grammar, Identifier, parts};
use crate::model::Level;

/// `ECMA-262`, `ECMA TR/104`, `ECMA-418-1`, `ECMA-262:2023`, `ECMA MEM/2021`.
pub(super) fn ecma(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if !(c.eat_str("ECMA") || c.eat_str("Ecma")) {
        return c.fail(Wanted::Publisher);
    }
    let mut id = Identifier::blank(Grammar::Ecma, "ECMA", Level::International);
    let _ = c.space() || c.eat(b'-');
    let kind = ["TR", "MEM"].into_iter().find(|it| c.eat_word(it));
    id.kind = kind.map(Into::into);
    let _ = c.eat(b'/') || c.eat(b'-') || c.space();
    id.number = c.number(Wanted::Number)?.into();
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'-');
        id.parts.push(c.digits().into());
    }
    let tail = parts::written_number(&id);
    id.work = match kind {
        Some(kind) => joined(&["ECMA ", kind, "/", &tail]),
        None => joined(&["ECMA-", &tail]),
    };
    id.canonical.clone_from(&id.work);
    parts::colon_date(c, &mut id);
    edition(c, &mut id);
    Ok(id)
}

/// `, 5th edition`, ` ed. 5`, ` Edition 5`.
fn edition(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.eat(b',');
    c.space();
    let digits = if c.eat_ci("ed.") || c.eat_ci("edition") || c.eat_ci("ed ") || c.eat_ci("ed") {
        c.space();
        c.digits()
    } else {
        let digits = c.digits();
        let ordinal = ["st", "nd", "rd", "th"].iter().any(|it| c.eat_str(it));
        c.space();
        if ordinal && (c.eat_ci("edition") || c.eat_ci("ed.")) { digits } else { "" }
    };
    if digits.is_empty() {
        c.set(start);
        return;
    }
    id.edition = Some(digits.into());
    id.canonical.push_str(&joined(&[" ed", digits]));
}

/// `CCSDS 650.0-B-1-S`, `CCSDS A02.1-Y-4 Cor. 1`, `CCSDS 650.0-B-1-S - French Translated`.
pub(super) fn ccsds(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if !c.eat_str("CCSDS") {
        return c.fail(Wanted::Publisher);
    }
    let _ = c.space() || c.eat(b'-');
    let mut id = Identifier::blank(Grammar::Ccsds, "CCSDS", Level::International);
    let start = c.pos();
    c.capitals();
    c.number(Wanted::Number)?;
    while c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'.');
        c.digits();
    }
    id.number = c.since(start).into();
    id.work = joined(&["CCSDS ", &id.number]);
    id.canonical.clone_from(&id.work);
    // The colour of the book: blue, magenta, green, orange, yellow, silver, red, pink, white.
    if c.peek() == Some(b'-') {
        c.eat(b'-');
        let colour = c.capitals();
        if colour.is_empty() || colour.len() > 2 {
            return c.fail(Wanted::Kind("the letter of a book's colour"));
        }
        id.kind = Some(colour.into());
        id.work.push_str(&joined(&["-", colour]));
        id.canonical.clone_from(&id.work);
        if c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
            c.eat(b'-');
            let at = c.pos();
            c.digits();
            if c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
                c.eat(b'.');
                c.digits();
            }
            let issue = c.since(at);
            id.edition = Some(issue.into());
            id.canonical.push_str(&joined(&["-", issue]));
        }
        if c.eat_word("-S") {
            // Silver: a former issue.
            id.stage = None;
            id.canonical.push_str("-S");
        }
    }
    let before = c.pos();
    c.eat(b',');
    c.space();
    if c.eat_str("Cor") || c.eat_str("Corrigendum") {
        let _ = c.eat(b'.');
        c.space();
        let digits = c.digits();
        if digits.is_empty() {
            c.set(before);
        } else {
            id.supplements.push(joined(&["Cor. ", digits]));
            id.canonical.push_str(&joined(&[" Cor. ", digits]));
        }
    } else {
        c.set(before);
    }
    let before = c.pos();
    if c.eat_str(" - ") {
        let language = c.take_while(|b| b.is_ascii_alphabetic());
        if !language.is_empty() && c.eat_str(" Translated") {
            id.language = Some(language.into());
        } else {
            c.set(before);
        }
    }
    Ok(id)
}

/// `OASIS WSDM-v1.1`, `OASIS OSLC-TRS-v3.0-PS02`: a name, a version, a stage.
pub(super) fn oasis(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if !c.eat_str("OASIS ") {
        return c.fail(Wanted::Publisher);
    }
    let mut id = Identifier::blank(Grammar::Oasis, "OASIS", Level::International);
    let start = c.pos();
    let prose = c.is_prose();
    let name = c.take_while(|b| b.is_ascii_graphic() || (b == b' ' && !prose));
    let name =
        if prose { name.trim_end_matches(['.', ',', ')', ';', ':']) } else { name.trim_end() };
    c.set(start + name.len());
    if prose && !name.contains("-v") {
        return c.fail(Wanted::Number);
    }
    if name.is_empty() || !name.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return c.fail(Wanted::Number);
    }
    id.number = name.into();
    // The version, `-v1.2` or `-2.1`, and what follows it.
    let version = name.char_indices().find(|&(at, ch)| {
        ch == '-' && {
            let rest = &name[at + 1..];
            let rest = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
            rest.starts_with(|ch: char| ch.is_ascii_digit()) && rest.contains('.')
        }
    });
    if let Some((at, _)) = version {
        let rest = &name[at + 1..];
        let end = rest.find('-').unwrap_or(rest.len());
        id.number = name[..at].into();
        id.edition = Some(rest[..end].into());
        id.stage = stage(&rest[end..]);
    }
    id.work = joined(&["OASIS ", &id.number]);
    id.canonical = joined(&["OASIS ", name]);
    Ok(id)
}

/// The stage that is not yet a standard: `-CSD01`, `-CS02`, `-PS01`.
fn stage(rest: &str) -> Option<BoxedWord> {
    rest.split('-')
        .find(|it| {
            let letters = it.trim_end_matches(|ch: char| ch.is_ascii_digit());
            matches!(
                letters,
                "CSD" | "CSPRD" | "CS" | "CD" | "PR" | "WD" | "PS" | "PSD" | "CN" | "CND" | "CNPRD"
            )
        })
        .map(Into::into)
}

/// `W3C REC-CSS1-19990111`, `W3C WD-proxy`, `W3C Recommendation PLS 1.0`, `W3C 2dcontext`.
pub(super) fn w3c(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if !c.eat_str("W3C ") && !c.eat_str("W3C-") {
        return c.fail(Wanted::Publisher);
    }
    let mut id = Identifier::blank(Grammar::W3c, "W3C", Level::International);
    let start = c.pos();
    let prose = c.is_prose();
    let code = c.take_while(|b| b.is_ascii_graphic() || (b == b' ' && !prose));
    let code =
        if prose { code.trim_end_matches(['.', ',', ')', ';', ':']) } else { code.trim_end() };
    c.set(start + code.len());
    if prose && !code.contains('-') {
        return c.fail(Wanted::Number);
    }
    if code.is_empty() || !code.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return c.fail(Wanted::Number);
    }
    const STAGES: &[(&str, &str)] = &[
        ("Proposed Recommendation", "PR"),
        ("Candidate Recommendation", "CR"),
        ("Recommendation", "REC"),
        ("Working Draft", "WD"),
        ("Working Group Note", "NOTE"),
        ("Group Note", "NOTE"),
        ("Note", "NOTE"),
        ("Editor's Draft", "ED"),
    ];
    const CODES: &[&str] = &[
        "REC", "PER", "PR", "CR", "CRD", "WD", "NOTE", "DNOTE", "SPSD", "RET", "OBSL", "ED",
        "FPWD", "LCWD", "STMT", "DRY", "CRY", "RY",
    ];
    let (stage, name) = match STAGES
        .iter()
        .find(|(word, _)| code.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    {
        Some(&(word, stage)) => (Some(stage), code[word.len()..].trim_start()),
        None => match code.split_once('-') {
            Some((stage, name)) if CODES.contains(&stage) => (Some(stage), name),
            _ => (None, code),
        },
    };
    let (name, date) = match name.rsplit_once('-') {
        Some((name, date)) if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) => {
            (name, Some(date))
        }
        _ => (name, None),
    };
    id.number = name.into();
    id.kind = stage.map(Into::into);
    id.year = date.and_then(|it| it[..4].parse().ok());
    id.stage = stage.filter(|it| !matches!(*it, "REC" | "NOTE" | "STMT" | "SPSD")).map(Into::into);
    id.work = joined(&["W3C ", name]);
    id.canonical = match (stage, date) {
        (Some(stage), Some(date)) => joined(&["W3C ", stage, "-", name, "-", date]),
        (Some(stage), None) => joined(&["W3C ", stage, "-", name]),
        (None, Some(date)) => joined(&["W3C ", name, "-", date]),
        (None, None) => joined(&["W3C ", name]),
    };
    Ok(id)
}

/// `OIML R 49-1:2013`, `OIML D 12 Edition 1986 (E)`, `Amendment (2009) to OIML R 138 Edition 2007 (E)`.
pub(super) fn oiml(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let mut amendment: Option<u16> = None;
    let mut amends = false;
    if c.eat_str("Amendment") {
        amends = true;
        c.space();
        if c.eat(b'(') {
            amendment = Some(c.year()?);
            c.eat(b')');
        }
        if !c.eat_str(" to ") {
            return c.fail(Wanted::Publisher);
        }
    }
    if !c.eat_str("OIML") {
        return c.fail(Wanted::Publisher);
    }
    let _ = c.space() || c.eat(b'-');
    let mut id = Identifier::blank(Grammar::Oiml, "OIML", Level::International);
    if c.eat_str("Bulletin") {
        return bulletin(c, id);
    }
    let Some(kind) =
        ["CS", "R", "D", "V", "B", "G", "E", "S", "TN"].into_iter().find(|it| c.eat_str(it))
    else {
        return c.fail(Wanted::Kind("`R`, `D`, `V`, `B`, `G`, `E` or `S`"));
    };
    id.kind = Some(kind.into());
    let _ = c.space() || c.eat(b'-');
    id.number = c.number(Wanted::Number)?.into();
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric()) {
        c.eat(b'-');
        id.parts.push(c.take_while(|b| b.is_ascii_alphanumeric()).into());
    }
    if c.peek() != Some(b':') {
        parts::take_dashed_year(&mut id, false);
    }
    id.work = joined(&["OIML ", kind, " ", &parts::written_number(&id)]);
    id.canonical.clone_from(&id.work);
    let mut annexes = false;
    let mut year = id.year;
    loop {
        let before = c.pos();
        c.eat(b',');
        c.space();
        if c.eat_word("Amendment") || c.eat_word("Amd") {
            amends = true;
            continue;
        }
        if c.eat_word("Annexes") || c.eat_word("Annex") {
            annexes = true;
            let letter = c.pos();
            c.space();
            let letters = c.capitals();
            if letters.len() == 1 && !c.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
                id.supplements.push(joined(&["Annex ", letters]));
            } else {
                c.set(letter);
            }
            continue;
        }
        let ordinal = c.pos();
        let digits = c.digits();
        let nth = !digits.is_empty()
            && ["st", "nd", "rd", "th"].iter().any(|it| c.eat_str(it))
            && c.space();
        if nth {
            id.edition = Some(digits.into());
        } else {
            c.set(ordinal);
        }
        if c.eat_word("Edition") || c.eat_word("edition") || c.eat_word("Ed.") {
            c.space();
            if let Ok(it) = c.year() {
                year = Some(it);
                continue;
            }
            if nth {
                continue;
            }
        }
        if c.eat(b':')
            && let Ok((it, _)) = c.date()
        {
            year = Some(it);
            continue;
        }
        c.set(before);
        if let Some(language) = parts::language(c) {
            id.language = Some(language);
            continue;
        }
        c.set(before);
        if supplement(c, &mut id) {
            continue;
        }
        c.set(before);
        break;
    }
    id.year = year;
    if annexes && id.supplements.is_empty() {
        id.supplements.push("Annexes".into());
    }
    let joined_on = |it: &&CompactString| it.starts_with('/');
    for annex in id.supplements.iter().filter(|it| !joined_on(it)) {
        id.canonical.push_str(&joined(&[" ", annex]));
    }
    if let Some(year) = id.year {
        id.canonical.push_str(&joined(&[":", &year.to_string()]));
    }
    for supplement in id.supplements.iter().filter(joined_on) {
        id.canonical.push_str(supplement);
    }
    for supplement in &mut id.supplements {
        if let Some(name) = supplement.strip_prefix('/') {
            *supplement = name.into();
        }
    }
    if amends {
        if amendment.is_none() {
            // `OIML D 2 Amendment Edition 2004`: the year is the amendment's.
            amendment = id.year.take();
            id.canonical.clone_from(&id.work);
        }
        let head = match amendment {
            Some(year) => joined(&["Amendment (", &year.to_string(), ") to "]),
            None => "Amendment to ".into(),
        };
        id.supplements.push(match amendment {
            Some(year) => joined(&["Amd:", &year.to_string()]),
            None => "Amd".into(),
        });
        id.canonical = joined(&[&head, &id.canonical]);
    }
    Ok(id)
}

/// `OIML Bulletin 1962-01-09`: issue and article.
fn bulletin(c: &mut Cursor<'_>, mut id: Identifier) -> Scan<Identifier> {
    let _ = c.space() || c.eat(b'-');
    let start = c.pos();
    id.year = Some(c.year()?);
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'-');
        c.digits();
    }
    id.kind = Some("Bulletin".into());
    id.number = c.since(start).into();
    id.canonical = joined(&["OIML Bulletin ", &id.number]);
    id.work.clone_from(&id.canonical);
    Ok(id)
}

/// `/Amd 1:2019`, `/AMD 1:2019`, `/ERR:2021`.
fn supplement(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    if !(c.eat(b'/') || c.eat(b'+')) {
        return false;
    }
    let words = [
        ("Amendment", "AMD"),
        ("AMD", "AMD"),
        ("Erratum", "ERR"),
        ("Errata", "ERR"),
        ("ERR", "ERR"),
        ("COR", "COR"),
    ];
    let Some((_, word)) = words.into_iter().find(|(it, _)| c.eat_ci(it)) else { return false };
    c.eat(b'.');
    c.space();
    let digits = c.digits();
    let mut supplement = joined(&["/", word]);
    if !digits.is_empty() {
        supplement.push_str(&joined(&[" ", digits]));
    }
    if c.eat(b':')
        && let Ok((_, date)) = c.date()
    {
        supplement.push_str(&joined(&[":", date]));
    }
    id.supplements.push(supplement);
    true
}

/// `TS 33.401`, `3GPP TS 23.501 V16.5.0`, `TR 29.998-04-1:REL-4/4.0.0`.
pub(super) fn tgpp(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let named = c.eat_str("3GPP ");
    let Some(kind) = ["TS", "TR"].into_iter().find(|it| c.eat_word(it)) else {
        return c.fail(Wanted::Publisher);
    };
    c.space();
    let mut id = Identifier::blank(Grammar::Tgpp, "3GPP", Level::International);
    id.kind = Some(kind.into());
    let start = c.pos();
    let series = c.digits();
    if series.len() != 2 || !c.eat(b'.') {
        return c.fail(Wanted::Number);
    }
    let digits = c.digits();
    if !(2..=3).contains(&digits.len()) {
        return c.fail(Wanted::Number);
    }
    c.take_while(|b| b.is_ascii_alphabetic());
    id.number = c.since(start).into();
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'-');
        id.parts.push(c.take_while(|b| b.is_ascii_alphanumeric()).into());
    }
    id.work = joined(&["3GPP ", kind, " ", &parts::written_number(&id)]);
    id.canonical.clone_from(&id.work);
    let before = c.pos();
    if c.eat(b':') {
        // Release and version.
        let release =
            c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b' ' | b'.'));
        if !release.is_empty() && c.eat(b'/') {
            let version = c.take_while(|b| b.is_ascii_digit() || b == b'.');
            id.edition = Some(version.into());
            id.canonical.push_str(&joined(&[":", release, "/", version]));
        } else {
            c.set(before);
        }
    } else if c.space() && (c.eat(b'V') || c.eat(b'v')) {
        let version = c.take_while(|b| b.is_ascii_digit() || b == b'.').trim_end_matches('.');
        if version.is_empty() {
            c.set(before);
        } else {
            id.edition = Some(version.into());
            id.canonical.push_str(&joined(&[" V", version]));
        }
    } else {
        c.set(before);
    }
    if !named && c.is_prose() && id.number.len() < 5 {
        return c.fail(Wanted::Number);
    }
    Ok(id)
}
