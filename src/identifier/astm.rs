//! ASTM: `ASTM A240/A240M-20`, `ASTM F2299/F2299M-03(2017)`, `ASTM MNL7-9TH-EB`, `ASTM RR:C09-1004`,
//! `ASTM WK91249`, `ASTM D129-18e1`. Years have two digits, as printed.

use super::cursor::{Cursor, Scan, Wanted, century, joined};
use super::{Grammar, Identifier, parts};
use crate::model::Level;

/// Reads an identifier of ASTM.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let mut joint = "";
    if c.eat_str("ASTM") {
        let _ = c.space() || c.eat(b'-');
    } else if c.eat_str("ISO/ASTM") {
        joint = "ISO/";
        let _ = c.space() || c.eat(b'-');
    } else if !(c.rest().starts_with("TR") && c.rest().ends_with("-EB")) {
        return c.fail(Wanted::Publisher);
    }
    let _ = c.eat_str("International ") || c.eat_str("Standard ");
    let mut id = Identifier::blank(Grammar::Astm, "ASTM", Level::International);
    let start = c.pos();
    if c.eat_str("RR:") || c.eat_str("RR-") {
        // A research report: committee and number.
        let committee = c.take_while(|b| b.is_ascii_alphanumeric());
        if committee.is_empty() || !c.eat(b'-') {
            return c.fail(Wanted::Number);
        }
        let digits = c.number(Wanted::Number)?;
        id.kind = Some("RR".into());
        id.number = joined(&[committee, "-", digits]);
        id.canonical = joined(&["ASTM RR:", &id.number]);
        id.work.clone_from(&id.canonical);
        return Ok(id);
    }
    let letters = c.capitals();
    let _ = c.space();
    let digits = c.number(Wanted::Number)?;
    let publication = matches!(
        letters,
        "MNL"
            | "STP"
            | "DS"
            | "MONO"
            | "TR"
            | "ADJ"
            | "WK"
            | "PS"
            | "ADJC"
            | "ADJE"
            | "ADJD"
            | "ADJF"
            | "ADJA"
            | "ADJG"
    );
    if letters.len() > 4 {
        c.set(start);
        return c.fail(Wanted::Number);
    }
    id.kind = (publication && letters != "PS").then(|| letters.into());
    id.number = joined(&[letters, digits]);
    let metric = c.eat_word("M");
    if metric {
        id.number.push('M');
    }
    if publication && letters != "PS" {
        // `DS55S4`, `-9TH`, `-EB`, `-S4`.
        loop {
            let before = c.pos();
            let dash = c.eat(b'-');
            let word = c.take_while(|b| b.is_ascii_alphanumeric());
            if word.is_empty() || (!dash && id.number.len() > 14) {
                c.set(before);
                break;
            }
            match word {
                "EB" | "DL" | "PB" => id.edition = id.edition.take(),
                "S" => {}
                _ if word.ends_with("TH")
                    || word.ends_with("ND")
                    || word.ends_with("ST")
                    || word.ends_with("RD") =>
                {
                    id.edition = Some(word.into());
                }
                _ => id.parts.push(word.into()),
            }
            if matches!(word, "EB" | "DL" | "PB") {
                id.supplements.push(word.into());
            }
        }
        let mut tail = id.number.clone();
        for part in &id.parts {
            tail.push_str(&joined(&["-", part]));
        }
        id.work = joined(&["ASTM ", &tail]);
        id.canonical.clone_from(&id.work);
        if let Some(edition) = &id.edition {
            id.canonical.push_str(&joined(&["-", edition]));
        }
        for form in &id.supplements {
            id.canonical.push_str(&joined(&["-", form]));
        }
        id.supplements.clear();
        return Ok(id);
    }
    // The metric twin: `A240/A240M`.
    let before = c.pos();
    if c.eat(b'/') {
        let twin = c.take_while(|b| b.is_ascii_alphanumeric());
        if twin.starts_with(letters) && twin.bytes().any(|b| b.is_ascii_digit()) {
            id.number.push_str(&joined(&["/", twin]));
        } else {
            c.set(before);
        }
    }
    while c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'.');
        id.number.push('.');
        id.number.push_str(c.digits());
    }
    id.work = joined(&[joint, "ASTM ", &id.number]);
    id.canonical.clone_from(&id.work);
    year(c, &mut id)?;
    id.language = parts::language(c);
    Ok(id)
}

/// `-18`, `-07e1`, `-03(2017)`, `-19a`, `:2020`.
fn year(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<()> {
    let start = c.pos();
    if !(c.spaced(b'-') || c.eat(b':')) {
        return Ok(());
    }
    let at = c.pos();
    let digits = c.digits();
    id.year = match digits.len() {
        2 => century(digits).map(|it| if it > 2060 { it - 100 } else { it }),
        4 => digits.parse().ok().filter(|it| (1890..2100).contains(it)),
        _ => None,
    };
    let Some(year) = id.year else {
        if id.number.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() {
            return c.fail(Wanted::Year);
        }
        c.set(at);
        c.note(Wanted::Year);
        c.set(start);
        return Ok(());
    };
    let year = year.to_string();
    id.canonical.push_str(&joined(&["-", &year[2..]]));
    // A revision within the year, an editorial change, a reapproval.
    let letter = c.take_while(|b| b.is_ascii_lowercase());
    let before = c.pos();
    let revision = c.digits();
    if !matches!(letter, "" | "a" | "b" | "c" | "d" | "e" | "ae" | "be" | "f" | "g") {
        return c.fail(Wanted::End);
    }
    let _ = before;
    id.canonical.push_str(letter);
    id.canonical.push_str(revision);
    let before = c.pos();
    c.space();
    if c.eat(b'(') {
        c.eat(b'R');
        if let Ok(reapproved) = c.year() {
            let at = c.pos();
            c.take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            let edit = c.since(at);
            if c.eat(b')') {
                let at = c.pos();
                let after = c.take_while(|b| b == b'e' || b.is_ascii_digit());
                let after = if after.starts_with('e') {
                    after
                } else {
                    c.set(at);
                    ""
                };
                id.canonical.push_str(&joined(&["(", &reapproved.to_string(), edit, ")", after]));
                id.edition = Some(reapproved.to_string().as_str().into());
                return Ok(());
            }
        }
    }
    c.set(before);
    Ok(())
}
