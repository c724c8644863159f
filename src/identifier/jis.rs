//! JIS: `JIS Q 9001:2015`, `JIS C 61000-3-2:2019/AMD 1:2020`, `TR Q 0005:2005`.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::supplement::{self, Style};
use super::{Grammar, Identifier, parts};
use crate::model::Level;

/// Reads a Japanese identifier.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let mut prefix = CompactString::default();
    let kind;
    if c.eat_str("JIS") {
        prefix.push_str("JIS");
        let before = c.pos();
        let _ = c.space() || c.eat(b'/');
        kind = ["TR", "TS"].into_iter().find(|it| c.eat_word(it));
        if let Some(kind) = kind {
            prefix.push_str(&joined(&["/", kind]));
        } else {
            c.set(before);
        }
    } else if let Some(word) = ["TR", "TS"].into_iter().find(|it| c.eat_word(it)) {
        prefix.push_str(&joined(&["JIS/", word]));
        kind = Some(word);
    } else {
        return c.fail(Wanted::Publisher);
    }
    let _ = c.space() || c.eat(b'-') || c.eat(b'/');
    let mut id = Identifier::blank(Grammar::Jis, "JIS", Level::National);
    id.kind = kind.map(Into::into);
    let division = c.capitals();
    if division.len() != 1 {
        return c.fail(Wanted::Kind("a division letter `A` to `Z`"));
    }
    let _ = c.space() || c.eat(b'-');
    let digits = c.number(Wanted::Number)?;
    if digits.len() > 6 {
        return c.fail(Wanted::End);
    }
    id.number = joined(&[division, " ", digits]);
    while c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_alphanumeric()) {
        let before = c.pos();
        c.eat(b'-');
        let part = c.take_while(|b| b.is_ascii_alphanumeric());
        if part.len() > 5 || part.starts_with(|ch: char| ch.is_ascii_lowercase()) {
            c.set(before);
            break;
        }
        id.parts.push(part.into());
    }
    // `JIS Z 8301-2019`: the year joined by a dash.
    if c.peek() != Some(b':') {
        parts::take_dashed_year(&mut id, false);
    }
    id.work = joined(&[&prefix, " ", &parts::written_number(&id)]);
    id.canonical.clone_from(&id.work);
    if let Some(year) = id.year {
        id.canonical.push_str(&joined(&[":", &year.to_string()]));
    }
    series(c, &mut id);
    parts::colon_date(c, &mut id);
    id.language = parts::language(c);
    supplement::read(c, &mut id, Style::Iso);
    explanation(c, &mut id);
    series(c, &mut id);
    id.language = id.language.take().or_else(|| parts::language(c));
    Ok(id)
}

/// `(all parts)`, `(規格群)`, `SERIES`.
fn series(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    let hit = c.eat_str("(規格群)") || c.eat_str("規格群") || c.eat_word("SERIES");
    if !hit {
        c.set(start);
    }
    if hit || parts::all_parts(c) {
        id.all_parts = true;
        id.canonical.push_str(" (all parts)");
    }
}

/// `/EXPL`, `/ERRATA 1`, `/解説`.
fn explanation(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    if !c.eat(b'/') {
        return;
    }
    let Some(word) =
        ["EXPLANATION", "EXPL", "ERRATUM", "ERRATA", "ERR", "ENGLISH", "正誤票", "解説", "追補"]
            .into_iter()
            .find(|it| c.eat_ci(it))
    else {
        c.set(start);
        return;
    };
    c.space();
    let mut supplement: CompactString = word.into();
    let digits = c.digits();
    if !digits.is_empty() {
        supplement.push_str(&joined(&[" ", digits]));
    }
    if c.eat(b':')
        && let Ok((_, date)) = c.date()
    {
        supplement.push_str(&joined(&[":", date]));
    }
    id.canonical.push('/');
    id.canonical.push_str(&supplement);
    id.supplements.push(supplement);
}
