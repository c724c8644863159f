//! Amendments, corrigenda, addenda, fragments: what is joined to a document by `/` or `+`.

use compact_str::CompactString;

use super::Identifier;
use super::cursor::{Cursor, joined};

/// Whose way of writing supplements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `/Amd 1:2018`
    Iso,
    /// `/AMD1:2018`
    Iec,
    /// The same, inside an adopter's identifier: `A1` and `AC` are the adopter's.
    AdoptedIso,
    /// As IEC, inside an adopter's identifier.
    AdoptedIec,
    /// `+A1:2018`, `/AC:2016`
    Cen,
}

/// `(written, stage, ISO's word, IEC's word)`, longest first where one begins another.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("Amendment", "", "Amd", "AMD"),
    ("AMENDMENT", "", "Amd", "AMD"),
    ("FPDAMD", "FPD", "Amd", "AMD"),
    ("FPDAM", "FPD", "Amd", "AMD"),
    ("FDAMD", "FD", "Amd", "AMD"),
    ("FDAM", "FD", "Amd", "AMD"),
    ("PDAMD", "PD", "Amd", "AMD"),
    ("PDAM", "PD", "Amd", "AMD"),
    ("DAMD", "D", "Amd", "AMD"),
    ("DAM", "D", "Amd", "AMD"),
    ("AMD", "", "Amd", "AMD"),
    ("AM", "", "Amd", "AMD"),
    ("Corrigendum", "", "Cor", "COR"),
    ("Technical Corrigendum", "", "Cor", "COR"),
    ("FPDCOR", "FPD", "Cor", "COR"),
    ("FDCOR", "FD", "Cor", "COR"),
    ("FCOR", "FD", "Cor", "COR"),
    ("PDCOR", "PD", "Cor", "COR"),
    ("DCOR", "D", "Cor", "COR"),
    ("CORR", "", "Cor", "COR"),
    ("COR", "", "Cor", "COR"),
    ("DISH", "D", "ISH", "ISH"),
    ("ISH", "", "ISH", "ISH"),
    ("FRAGC", "", "FRAGC", "FRAGC"),
    ("FRAG", "", "FRAG", "FRAG"),
    ("FDAD", "FD", "Add", "ADD"),
    ("DAD", "D", "Add", "ADD"),
    ("Addendum", "", "Add", "ADD"),
    ("ADD", "", "Add", "ADD"),
    ("Supplement", "", "Suppl", "SUP"),
    ("SUPPL", "", "Suppl", "SUP"),
    ("SUP", "", "Suppl", "SUP"),
    ("EXT", "", "Ext", "EXT"),
    ("prA", "pr", "A", "A"),
    ("FprA", "Fpr", "A", "A"),
    ("AC", "", "AC", "AC"),
    ("AA", "", "AA", "AA"),
    ("A", "", "A", "A"),
    ("C", "", "C", "C"),
];

/// Stage words that stand before the kind: `/CD Amd 1`.
const STAGES: &[&str] =
    &["PWI", "NP", "NWIP", "AWI", "WD", "CDV", "CD", "PRF", "DIS", "FDIS", "FCD", "PRV"];

/// Reads supplements as long as there are any.
pub(super) fn read(c: &mut Cursor<'_>, id: &mut Identifier, style: Style) {
    while one(c, id, style) {}
}

fn one(c: &mut Cursor<'_>, id: &mut Identifier, style: Style) -> bool {
    let start = c.pos();
    c.space();
    let separator = if c.eat(b'/') {
        '/'
    } else if c.eat(b'+') {
        '+'
    } else if c.pos() > start && c.peek() == Some(b'A') && style == Style::Cen {
        // `BS EN 60335-2-65 AMD AA`, `EN 55016-1-4 AMD2`.
        ' '
    } else {
        c.set(start);
        return false;
    };
    c.space();
    let mut stage = CompactString::default();
    if let Some(word) = STAGES.iter().find(|it| c.eat_word(it)) {
        stage.push_str(if *word == "NWIP" { "NP" } else { word });
        let before = c.pos();
        c.eat(b'.');
        let digits = c.digits();
        if digits.is_empty() {
            c.set(before);
        } else {
            stage.push_str(digits);
        }
        c.space();
    }
    let Some(&(word, draft, iso, iec)) = KINDS.iter().find(|(word, ..)| eat_kind(c, word, style))
    else {
        c.set(start);
        return false;
    };
    if separator == ' ' && !word.starts_with("AMD") {
        c.set(start);
        return false;
    }
    c.eat(b'.');
    c.space();
    let number_at = c.pos();
    let digits = c.digits();
    let number = if digits.is_empty() {
        // `AC:2016`, `AMD AA`, `A AA`.
        if c.eat_word("AA") || c.eat_word("ZA") { c.since(number_at) } else { "" }
    } else {
        if c.peek() == Some(b'.') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) {
            c.eat(b'.');
            c.digits();
        }
        c.since(number_at)
    };
    let single = (word.len() <= 2 && word != "AM") || matches!(word, "prA" | "FprA");
    if (number.is_empty() && single && !matches!(word, "AC" | "AA"))
        || c.peek().is_some_and(|b| b.is_ascii_alphabetic())
    {
        c.set(start);
        return false;
    }
    if number.is_empty() {
        c.set(number_at);
        while c.pos() > start && c.text().as_bytes()[c.pos() - 1] == b' ' {
            c.set(c.pos() - 1);
        }
    }
    let mut out = CompactString::default();
    let mut date_text: Option<&str> = None;
    let before = c.pos();
    if c.eat(b':') || c.eat(b'-') || c.eat_str("/-") {
        match c.date() {
            Ok((_, date)) => date_text = Some(date),
            Err(_) => c.set(before),
        }
    }
    if !stage.is_empty() {
        out.push_str(&stage);
        out.push(' ');
    }
    out.push_str(draft);
    match style {
        Style::Iec | Style::AdoptedIec => {
            out.push_str(iec);
            out.push_str(number);
        }
        Style::Cen if single || word.starts_with("FRAG") => {
            out.push_str(iec);
            out.push_str(number);
        }
        Style::Cen | Style::Iso | Style::AdoptedIso if single => {
            out.push_str(iso);
            out.push_str(number);
        }
        Style::Cen if number.is_empty() || number == "AA" => {
            out.push_str(&joined(&[iec, " ", number]));
        }
        Style::Cen => out.push_str(&joined(&[iec, number])),
        Style::Iso | Style::AdoptedIso => {
            out.push_str(iso);
            if !number.is_empty() {
                out.push(' ');
                out.push_str(number);
            }
        }
    }
    if let Some(date) = date_text {
        out.push(':');
        out.push_str(date);
    }
    let out: CompactString = out.trim_end().into();
    id.canonical.push(separator);
    id.canonical.push_str(&out);
    id.supplements.push(out);
    true
}

/// The kind word in any case, unless it is one of the short ones that only CEN uses.
fn eat_kind(c: &mut Cursor<'_>, word: &str, style: Style) -> bool {
    let start = c.pos();
    let short = word.len() <= 2 || matches!(word, "prA" | "FprA");
    let adopter = matches!(style, Style::AdoptedIso | Style::AdoptedIec);
    if word == "AM" {
        if style != Style::Iso || !c.eat_str(word) {
            return false;
        }
    } else if short {
        let next = c.peek_at(word.len());
        let europe = style == Style::Cen || next.is_some_and(|b| b.is_ascii_digit() || b == b':');
        if adopter || !europe || !c.eat_str(word) {
            return false;
        }
    } else if !c.eat_ci(word) {
        return false;
    }
    // The word must end here: `/AMDXX` is none.
    if c.peek().is_some_and(|b| b.is_ascii_alphabetic() || b >= 0x80) {
        c.set(start);
        return false;
    }
    true
}
