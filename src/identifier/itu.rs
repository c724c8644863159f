//! ITU: `ITU-T X.680 (02/2021)`, `ITU-R BT.601-7`, `ITU OB No. 1000`; also `ITU-T Rec. …`,
//! `Recommendation ITU-T …`, and CCITT and CCIR as they were called.
//!
//! In the radio sector the group after the dash is the edition (`BT.601-7`).

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier, dispatch, parts};
use crate::model::Level;

/// Reads an identifier of ITU.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let _ =
        c.eat_str("Recommendation ") || c.eat_str("Rec. ") || c.eat_str("Draft Recommendation ");
    let sector = if c.eat_str("ITU-T") || c.eat_str("CCITT") || c.eat_str("UIT-T") {
        "T"
    } else if c.eat_str("ITU-R") || c.eat_str("CCIR") || c.eat_str("UIT-R") {
        "R"
    } else if c.eat_str("ITU-D") || c.eat_str("UIT-D") {
        "D"
    } else if c.eat_word("ITU") {
        return bulletin(c);
    } else {
        return c.fail(Wanted::Publisher);
    };
    let mut id = Identifier::blank(Grammar::Itu, &joined(&["ITU-", sector]), Level::International);
    let before = c.pos();
    let _ = c.space() || c.eat(b'-');
    let kind = [
        "Recommendations",
        "Recommendation",
        "Rec.",
        "Rec",
        "REC",
        "Report",
        "Rep.",
        "Handbook",
        "Question",
        "Resolution",
        "Res.",
        "Opinion",
    ]
    .into_iter()
    .find(|it| c.eat_str(it));
    let kind = match kind {
        Some(word) if word.starts_with("Rec") || word == "REC" => {
            let _ = c.eat(b'-');
            None
        }
        Some("Rep.") => Some("Report"),
        Some("Res.") => Some("Resolution"),
        other => other,
    };
    if kind.is_none() {
        c.set(if c.pos() > before { c.pos() } else { before });
    }
    c.space();
    id.kind = kind.map(Into::into);
    let prefix = match kind {
        Some(kind) => joined(&["ITU-", sector, " ", kind]),
        None => joined(&["ITU-", sector]),
    };
    if c.eat_str("OB") {
        c.set(c.pos() - 2);
        return bulletin(c);
    }
    number(c, &mut id, sector == "R")?;
    id.work = joined(&[&prefix, " ", &id.number]);
    id.canonical.clone_from(&id.work);
    if let Some(edition) = &id.edition {
        id.canonical.push('-');
        id.canonical.push_str(edition);
    }
    if parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
    while date(c, &mut id) || version(c, &mut id) || supplement(c, &mut id) {}
    common_text(c, &mut id);
    id.language = parts::language(c);
    // Questions are listed with the colon of their title.
    if c.peek() == Some(b':') && c.rest().len() == 1 {
        c.eat(b':');
    }
    Ok(id)
}

/// `X.680`, `BT.601-7`, `G.989.2`, `V.27 ter`, `22.HDB`, `SM.1/160`, `S.[4/BL/2]`.
fn number(c: &mut Cursor<'_>, id: &mut Identifier, radio: bool) -> Scan<()> {
    let start = c.pos();
    let first = c.take_while(|b| b.is_ascii_alphanumeric());
    if first.is_empty() {
        return c.fail(Wanted::Number);
    }
    // `ITU-T A Suppl. 2`, `ITU-T E-series`: a whole series.
    let letters = first.bytes().all(|b| b.is_ascii_uppercase()) && first.len() <= 4;
    if c.peek() == Some(b'.') && c.peek_at(1) == Some(b'[') {
        let length = c.rest().find(']').map_or(0, |it| it + 1);
        if length == 0 {
            return c.fail(Wanted::End);
        }
        c.set(c.pos() + length);
        id.number = c.since(start).into();
        return Ok(());
    }
    while c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric()) {
        c.eat(b'.');
        c.take_while(|b| b.is_ascii_alphanumeric());
    }
    let number = c.since(start);
    let whole_series = letters && c.rest().starts_with(" Suppl");
    if !whole_series && !number.bytes().any(|b| b.is_ascii_digit()) {
        c.set(start);
        return c.fail(Wanted::Number);
    }
    let mut number: CompactString = number.into();
    // `V.27 ter`, `V.32bis`.
    let before = c.pos();
    c.space();
    match ["bis", "ter", "quater"].into_iter().find(|it| c.eat_word(it)) {
        Some(word) => number.push_str(&joined(&[" ", word])),
        None => c.set(before),
    }
    for word in ["bis", "ter", "quater"] {
        if let Some(base) =
            number.strip_suffix(word).filter(|it| it.ends_with(|ch: char| ch.is_ascii_digit()))
        {
            number = joined(&[base, " ", word]);
            break;
        }
    }
    // `D.608 R`: a regional recommendation; `G.807/Y.1302`: the number in a second series.
    if !radio {
        let before = c.pos();
        if c.space() && c.eat_word("R") {
            number.push_str(" R");
        } else {
            c.set(before);
        }
        let before = c.pos();
        if c.eat(b'/') {
            let letters = c.capitals();
            if letters.len() == 1
                && c.eat(b'.')
                && !c.take_while(|b| b.is_ascii_digit() || b == b'.').is_empty()
            {
                number.push_str(c.since(before).trim_end_matches('.'));
            } else {
                c.set(before);
            }
        }
    }
    id.number = number;
    // `-7`: an edition in the radio sector, a part elsewhere. `/BL/6`, `/160`: a question.
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
        c.eat(b'-');
        let digits = c.take_while(|b| b.is_ascii_alphanumeric());
        if radio {
            id.edition = Some(digits.into());
        } else {
            id.number.push_str(&joined(&["-", digits]));
        }
    }
    while c.peek() == Some(b'/') && c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric()) && radio
    {
        let at = c.pos();
        c.eat(b'/');
        c.take_while(|b| b.is_ascii_alphanumeric());
        if let Some(edition) = id.edition.take() {
            id.number.push_str(&joined(&["-", &edition]));
        }
        id.number.push_str(c.since(at));
    }
    Ok(())
}

/// ` (02/2021)`, ` (2021)`, `:2021`.
fn date(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    if id.year.is_some() {
        return false;
    }
    let start = c.pos();
    c.space();
    c.eat(b',');
    c.space();
    if c.eat(b'(') {
        let at = c.pos();
        let month = c.digits();
        let month = (month.len() == 2 && (c.eat(b'/') || c.eat(b'.'))).then_some(month);
        if month.is_none() {
            c.set(at);
        }
        if let Ok((year, date)) = c.date()
            && c.eat(b')')
        {
            id.year = Some(year);
            let date = match month {
                Some(month) => joined(&[" (", month, "/", date, ")"]),
                None => joined(&[" (", date, ")"]),
            };
            id.canonical.push_str(&date);
            return true;
        }
    } else if c.eat(b':')
        && id.edition.is_none()
        && let Ok((year, date)) = c.date()
    {
        id.year = Some(year);
        id.canonical.push_str(&joined(&[" (", date, ")"]));
        return true;
    }
    c.set(start);
    false
}

/// ` v15`, ` v.1`.
fn version(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    let start = c.pos();
    if id.edition.is_none() && c.space() && (c.eat(b'v') || c.eat(b'V')) {
        c.eat(b'.');
        let digits = c.digits();
        if !digits.is_empty() {
            let version = joined(&["v", digits]);
            id.canonical.push_str(&joined(&[" ", &version]));
            id.edition = Some(version.into());
            return true;
        }
    }
    c.set(start);
    false
}

/// ` Amd. 1 (2012)`, `/Cor.1`, ` Suppl. 2`, ` Annex A`.
fn supplement(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    const WORDS: &[(&str, &str)] = &[
        ("Amendment", "Amd"),
        ("Amd", "Amd"),
        ("AMD", "Amd"),
        ("Corrigendum", "Cor"),
        ("Corr", "Cor"),
        ("Cor", "Cor"),
        ("COR", "Cor"),
        ("Supplement", "Suppl"),
        ("Suppl", "Suppl"),
        ("Sup", "Suppl"),
        ("Addendum", "Add"),
        ("Add", "Add"),
        ("Annex", "Annex"),
        ("Appendix", "Appendix"),
        ("App", "Appendix"),
        ("Erratum", "Err"),
        ("Err", "Err"),
    ];
    let start = c.pos();
    c.eat(b',');
    let _ = c.space() || c.eat(b'/') || c.eat(b'-');
    c.space();
    if c.pos() == start {
        return false;
    }
    let Some((_, word)) = WORDS.iter().find(|(written, _)| c.eat_str(written)) else {
        c.set(start);
        return false;
    };
    c.eat(b'.');
    c.space();
    let number = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'.');
    let number = number.trim_end_matches('.');
    if number.is_empty() || (!number.bytes().any(|b| b.is_ascii_digit()) && number.len() > 4) {
        c.set(start);
        return false;
    }
    let supplement = joined(&[word, " ", number]);
    id.canonical.push(' ');
    id.canonical.push_str(&supplement);
    id.supplements.push(supplement);
    true
}

/// ` | ISO/IEC 8824-1`: a text common with ISO/IEC.
fn common_text(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    if c.eat(b'|') || c.eat_str("I ") {
        c.space();
        if let Ok(twin) = dispatch::source(c) {
            id.adopts = Some(Box::new(twin));
            return;
        }
    }
    c.set(start);
}

/// `ITU OB No. 1000-R`, `ITU OB 1000`; `ITU RR`.
fn bulletin(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let mut id = Identifier::blank(Grammar::Itu, "ITU", Level::International);
    let _ = c.space() || c.eat(b'-');
    if !c.eat_str("OB") {
        return c.fail(Wanted::Kind("`ITU-T`, `ITU-R`, `ITU-D` or `ITU OB`"));
    }
    id.kind = Some("OB".into());
    let _ = c.space() || c.eat(b'.');
    let _ = c.eat_str("No. ") || c.eat_str("No.") || c.eat_str("No ");
    let digits = c.number(Wanted::Number)?;
    id.number = digits.into();
    id.work = joined(&["ITU OB No. ", digits]);
    id.canonical.clone_from(&id.work);
    let before = c.pos();
    if c.eat(b'-') {
        // The language of the copy.
        let letter = c.capitals();
        if letter.len() == 1 {
            id.language = Some(letter.into());
        } else {
            c.set(before);
        }
    }
    date(c, &mut id);
    Ok(id)
}
