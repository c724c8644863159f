//! IEEE and its forerunners AIEE and IRE, alone and with ANSI, ISO, IEC:
//! `IEEE Std 802.3-2018`, `IEEE P1876/D1, January 2019`, `ANSI/IEEE 242-1986`, `AIEE No 21-1941`,
//! `52 IRE 7.S2`.
//!
//! Lists of IEEE say much in brackets (`Revision of …`, `Amendment to …`) that names other
//! documents: it is read over, not kept.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier, dispatch, iso, parts};
use crate::model::Level;

/// Bodies that may stand together at the start.
const BODIES: &[(&str, &str)] = &[
    ("ANSI", "ANSI"),
    ("IEEE", "IEEE"),
    ("EEE", "IEEE"),
    ("AIEE", "AIEE"),
    ("ASA", "ASA"),
    ("IRE", "IRE"),
    ("NSF", "NSF"),
    ("ASTM", "ASTM"),
    ("ISO", "ISO"),
    ("IEC", "IEC"),
    ("NEMA", "NEMA"),
    ("UL", "UL"),
    ("ASHRAE", "ASHRAE"),
    ("EIA", "EIA"),
    ("TIA", "TIA"),
    ("INCITS", "INCITS"),
    ("NISO", "NISO"),
    ("AAMI", "AAMI"),
    ("ASME", "ASME"),
    ("NFPA", "NFPA"),
    ("AMCA", "AMCA"),
    ("SAE", "SAE"),
    ("AWS", "AWS"),
    ("API", "API"),
    ("CTA", "CTA"),
    ("ESD", "ESD"),
    ("ISA", "ISA"),
    ("ASCE", "ASCE"),
    ("IES", "IES"),
    ("HPS", "HPS"),
    ("ANS", "ANS"),
    ("RESNA", "RESNA"),
    ("BHMA", "BHMA"),
    ("ASSE", "ASSE"),
    ("IICRC", "IICRC"),
    ("ICC", "ICC"),
    ("HL7", "HL7"),
    ("SCTE", "SCTE"),
    ("ATIS", "ATIS"),
    ("X9", "X9"),
    ("CSA", "CSA"),
    ("MPAI", "MPAI"),
    ("ASC", "ASC"),
];

/// What the words before the number say.
#[derive(Default)]
struct Head {
    bodies: Vec<&'static str>,
    draft: bool,
    /// `No` was said: the old institute's way.
    numbered: bool,
    /// A stage that ISO/IEC would name.
    stage: CompactString,
}

/// Reads an identifier of IEEE or ANSI.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    if let Some(id) = radio_engineers(c) {
        return Ok(id);
    }
    let head = head(c)?;
    let ours = head.bodies.iter().any(|it| matches!(*it, "IEEE" | "AIEE" | "IRE"));
    let grammar = if ours || head.bodies.is_empty() || head.bodies == ["ASA"] {
        Grammar::Ieee
    } else {
        Grammar::Ansi
    };
    let level = match grammar {
        Grammar::Ansi => Level::National,
        _ => Level::International,
    };
    let first = head.bodies.first().copied().unwrap_or("IEEE");
    // `IEC P62582-4_D4`: projects are IEEE's, whoever is named.
    let project_of = matches!(head.bodies.as_slice(), ["IEC"] | ["ISO"] | ["ISO", "IEC"])
        && c.peek() == Some(b'P');
    let grammar = if project_of { Grammar::Ieee } else { grammar };
    if grammar == Grammar::Ansi && !head.bodies.contains(&"ANSI") {
        // Without IEEE or ANSI this is another family's.
        return c.fail(Wanted::Publisher);
    }
    let mut id = Identifier::blank(grammar, first, level);
    id.copublishers = head.bodies.iter().skip(1).map(|&it| it.into()).collect();
    let project = number(c, &mut id)?;
    if !head.stage.is_empty() {
        id.stage.get_or_insert_with(|| head.stage.clone().into());
    }
    let draft = tail(c, &mut id);
    let is_draft = draft.is_some() || project || (head.draft && id.stage.is_some());
    write(&mut id, &head, is_draft, draft.as_ref());
    if !is_draft
        && matches!(first, "ISO" | "IEC")
        && let Ok(theirs) = iso::parse(&mut Cursor::new(&id.canonical))
    {
        // Published with ISO or IEC: they number it.
        id = theirs;
    }
    remarks(c, &mut id);
    Ok(id)
}

/// `52 IRE 7.S2`: year, institute, committee, standard.
fn radio_engineers(c: &mut Cursor<'_>) -> Option<Identifier> {
    let start = c.pos();
    let year = c.digits();
    if year.len() == 2 && c.eat_str(" IRE ") {
        let at = c.pos();
        c.digits();
        let _ = c.eat(b'.') || c.space();
        c.eat(b'S');
        let digits = c.digits();
        if !digits.is_empty() {
            let mut id = Identifier::blank(Grammar::Ieee, "IRE", Level::National);
            id.number = c.since(at).replace(' ', ".").into();
            id.year = super::cursor::century(year);
            id.canonical = joined(&[year, " IRE ", &id.number]);
            id.work.clone_from(&id.canonical);
            remarks(c, &mut id);
            return Some(id);
        }
    }
    c.set(start);
    None
}

fn head(c: &mut Cursor<'_>) -> Scan<Head> {
    let mut head = Head::default();
    let start = c.pos();
    loop {
        let before = c.pos();
        let _ = c.eat(b'/');
        c.space();
        let _ = c.eat(b'/') && c.space();
        if let Some(&(_, body)) = BODIES.iter().find(|(word, _)| eat_body(c, word)) {
            if !head.bodies.contains(&body) {
                head.bodies.push(body);
            }
            continue;
        }
        if c.pos() > before || before == start {
            let words = ["Unapproved", "Approved", "Active", "Draft", "DRAFT", "draft"];
            if let Some(word) = words.into_iter().find(|it| c.eat_word(it)) {
                head.draft |= !matches!(word, "Active");
                continue;
            }
            if ["Standards", "Standard", "Stds", "Std.", "Std", "STD", "std", "SI standard"]
                .into_iter()
                .any(|it| c.eat_word(it))
            {
                continue;
            }
            // A stage of ISO/IEC before a project: `CD2 P16085`.
            if let Some(stage) = ["FDIS", "FCD", "DIS", "CDV", "CD", "WD", "PDIS"]
                .into_iter()
                .find(|it| c.eat_str(it))
            {
                let digits = c.digits();
                if c.rest().starts_with(" P") {
                    head.stage = joined(&[stage, digits]);
                    continue;
                }
                c.set(before);
                break;
            }
            if c.eat_str("No.") || c.eat_word("No") || c.eat_word("NO") || c.eat_str("no.") {
                head.numbered = true;
                continue;
            }
        }
        c.set(before);
        break;
    }
    let _ = c.space() || c.eat(b'-');
    if head.bodies.is_empty() && !matches!(c.peek(), Some(b'P' | b'C' | b'N' | b'0'..=b'9')) {
        return c.fail(Wanted::Publisher);
    }
    if head.bodies.is_empty()
        && c.pos() == start
        && c.peek().is_some_and(|b| b.is_ascii_digit())
        && !c.rest().starts_with("802")
    {
        return c.fail(Wanted::Publisher);
    }
    Ok(head)
}

/// The name of a body, with no further letter; the number may be glued to it.
fn eat_body(c: &mut Cursor<'_>, word: &str) -> bool {
    let start = c.pos();
    if c.eat_str(word) && !c.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
        return true;
    }
    c.set(start);
    false
}

/// The number with its parts; a year after the last dash. Says whether it is that of a project.
fn number(c: &mut Cursor<'_>, id: &mut Identifier) -> Scan<bool> {
    let start = c.pos();
    let capital = c.peek_at(1).is_some_and(|b| b.is_ascii_uppercase());
    let next = c.peek_at(if capital { 2 } else { 1 });
    let project = c.peek() == Some(b'P')
        && (next.is_some_and(|b| b.is_ascii_digit()) || c.rest().starts_with("PSI"));
    if project {
        c.eat(b'P');
    }
    let at = c.pos();
    if c.eat_str("SI ") || c.eat_str("SI") {
        // The metric system's own standard.
    }
    let run = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'.');
    let digits = run.bytes().any(|b| b.is_ascii_digit());
    let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
    let prefix = &run[..letters];
    // One capital letter names a series (`C57`, `N42`); ANSI's developers have longer ones.
    let series = prefix.len() <= usize::from(prefix != "P")
        || (id.grammar == Grammar::Ansi && letters <= 3)
        || prefix == "SI";
    if !digits || !series || !prefix.bytes().all(|b| b.is_ascii_uppercase()) || run.starts_with('.')
    {
        c.set(start);
        return c.fail(Wanted::Number);
    }
    // A draft glued to the number: `P802.3aqD2.0`.
    let glued = run.char_indices().skip(letters + 1).find(|&(it, ch)| {
        ch == 'D'
            && project
            && run[it + 1..].starts_with(|ch: char| ch.is_ascii_digit())
            && run[..it].ends_with(|ch: char| ch.is_ascii_lowercase())
    });
    let run = match glued {
        Some((it, _)) => &run[..it],
        None => run,
    };
    let run = run.strip_suffix(".pdf").unwrap_or(run).trim_end_matches('.');
    c.set(
        c.text()[..c.pos()]
            .len()
            .min(run.as_ptr() as usize - c.text().as_ptr() as usize + run.len()),
    );
    id.number = c.since(at).into();
    loop {
        let before = c.pos();
        let dash = c.eat(b'-')
            || c.eat_str("&#x2013;")
            || (c.space() && c.eat(b'-') && c.peek().is_some_and(|b| b.is_ascii_digit()))
            || {
                c.set(before);
                false
            };
        if !dash {
            break;
        }
        let group = c.take_while(|b| b.is_ascii_alphanumeric() || b == b'.');
        let group = group.trim_end_matches('.');
        let word = group.bytes().all(|b| b.is_ascii_alphabetic())
            && group.len() > 3
            && group != "FDIS"
            && !group.starts_with("REV");
        if group.is_empty()
            || word
            || group.len() > 10
            || group == "Redline"
            || group.starts_with("Cor")
        {
            c.set(before);
            break;
        }
        let end = group.as_ptr() as usize - c.text().as_ptr() as usize + group.len();
        c.set(end);
        if group.starts_with("REV")
            || group.starts_with("CD")
            || group.starts_with("DIS")
            || group.starts_with("FDIS")
        {
            id.stage = Some(group.into());
            continue;
        }
        if group.len() == 4
            && group.starts_with(['1', '2'])
            && let Some(year) = group.parse::<u16>().ok().filter(|it| (1880..2100).contains(it))
        {
            let more = c.peek() == Some(b'-') && c.peek_at(1).is_some_and(|b| b.is_ascii_digit());
            if !more {
                id.year = Some(year);
                continue;
            }
        }
        id.parts.push(group.into());
    }
    Ok(project)
}

/// A draft's number and date.
struct Draft {
    number: CompactString,
    month: Option<usize>,
}

/// What follows the number: reaffirmation, corrigendum, draft, date.
fn tail(c: &mut Cursor<'_>, id: &mut Identifier) -> Option<Draft> {
    let mut draft: Option<Draft> = None;
    let mut month_of = None;
    let mut dated = false;
    loop {
        let before = c.pos();
        if reaffirmed(c) || c.eat_str("(TM)") || c.eat_str("TM ") || c.eat_str(".pdf") {
            continue;
        }
        if draft.is_none()
            && let Some(number) = draft_number(c)
        {
            draft = Some(Draft { number, month: None });
            continue;
        }
        if supplement(c, id) {
            continue;
        }
        // `/R-i`: a revision of the draft, in catalogues.
        if draft.is_some() && c.eat_str("/R-") {
            c.take_while(|b| b.is_ascii_alphabetic());
            continue;
        }
        if !dated && let Some((year, month)) = date(c, id.year.is_none() || draft.is_some()) {
            id.year = Some(year);
            month_of = month;
            dated = true;
            continue;
        }
        // `: 1993`, `:2018`, `: 1994 (E)`.
        if c.eat(b':') {
            c.space();
            if let Ok((year, _)) = c.date() {
                id.year = Some(year);
                continue;
            }
            c.set(before);
        }
        if edition(c, id) {
            continue;
        }
        if let Some(language) = parts::language(c) {
            id.language = Some(language);
            continue;
        }
        c.set(before);
        break;
    }
    if let Some(draft) = &mut draft {
        draft.month = month_of;
    }
    draft
}

/// `(R1991)`, ` (Reaffirmed 1991)`.
fn reaffirmed(c: &mut Cursor<'_>) -> bool {
    let start = c.pos();
    c.space();
    if c.eat_str("(R")
        && {
            c.eat_str("eaffirmed ");
            true
        }
        && c.year().is_ok()
        && c.eat(b')')
    {
        return true;
    }
    c.set(start);
    false
}

/// `/D9.1`, `_D7`, ` /D2`, `/Draft3`, `_Rev2/D3`.
fn draft_number(c: &mut Cursor<'_>) -> Option<CompactString> {
    let start = c.pos();
    c.space();
    let mut separated = c.eat(b'/') || c.eat(b'_') || c.eat(b',');
    c.space();
    if separated || c.pos() > start || c.rest().starts_with("Rev") {
        let before = c.pos();
        if c.eat_str("Rev") && !c.digits().is_empty() {
            separated = c.eat(b'/') || c.eat(b'_') || c.space();
            if !separated {
                return Some("Rev".into());
            }
        } else {
            c.set(before);
        }
    }
    // A stage of ISO/IEC in the place of a draft's number: `_CD5.0`, `_FDIS`.
    if separated
        && let Some(stage) =
            ["FDIS", "FCD", "CDV", "CD", "DIS"].into_iter().find(|it| c.eat_str(it))
    {
        let number = c.take_while(|b| b.is_ascii_digit() || b == b'.').trim_end_matches('.');
        return Some(joined(&[stage, number]));
    }
    let glued = c.text()[..start].ends_with(|ch: char| ch.is_ascii_lowercase());
    if (separated || glued || c.pos() > start) && (c.eat_str("Draft") || c.eat(b'D')) {
        let _ = c.eat(b'.') || c.eat(b'-') || c.space();
        let number = c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+'));
        let number = number.strip_suffix(".pdf").unwrap_or(number);
        let number = number.trim_matches('.');
        let digits = number == "IS" || number.bytes().any(|b| b.is_ascii_digit());
        if (digits || number.len() == 1) && number.len() <= 10 {
            let end = number.as_ptr() as usize - c.text().as_ptr() as usize + number.len();
            c.set(end);
            // `Draft6` catalogued as `D-raft6`.
            let number = number.strip_prefix("raft").filter(|it| !it.is_empty()).unwrap_or(number);
            return Some(joined(&["D", number]));
        }
    }
    // `P63195.2/E 2-2020-02`: what IEC and IEEE draft together is counted by editions.
    if separated && let Some(edition) = draft_edition(c) {
        return Some(edition);
    }
    c.set(start);
    None
}

/// `E 2`, `E-2`, `E2`.
fn draft_edition(c: &mut Cursor<'_>) -> Option<CompactString> {
    let start = c.pos();
    if c.eat(b'E') {
        let _ = c.eat(b'-') || c.space();
        let number = c.digits();
        if matches!(number.len(), 1 | 2) {
            return Some(joined(&["E", number]));
        }
    }
    c.set(start);
    None
}

/// `/Cor 1-2010`, ` Cor1-2021`, `_Cor 1-2008`, `-Cor-1`, `/Amd1-2018`, `/INT`, `/Conformance02-2014`.
fn supplement(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    let start = c.pos();
    let _ = c.eat(b'/') || c.eat(b'_') || c.eat(b'-') || c.space();
    if c.pos() == start {
        return false;
    }
    c.space();
    let Some((_, kind)) = [
        ("Corrigendum", "Cor"),
        ("Corr", "Cor"),
        ("COR", "Cor"),
        ("Cor", "Cor"),
        ("Amd", "Amd"),
        ("AMD", "Amd"),
        ("INT", "INT"),
        ("Conformance", "Conformance"),
        ("Errata", "Errata"),
    ]
    .into_iter()
    .find(|(word, _)| c.eat_str(word)) else {
        c.set(start);
        return false;
    };
    let _ = c.eat(b'.');
    let _ = c.space() || (c.eat(b'-') && c.peek().is_some_and(|b| b.is_ascii_digit()));
    let digits = c.digits();
    if digits.is_empty() && kind != "INT" {
        c.set(start);
        return false;
    }
    let mut supplement = if kind == "Conformance" || digits.is_empty() {
        joined(&[kind, digits])
    } else {
        joined(&[kind, " ", digits])
    };
    let before = c.pos();
    if c.eat(b'-') || c.eat(b':') {
        match c.year() {
            Ok(year) => {
                supplement.push_str(&joined(&["-", &year.to_string()]));
                let month = c.pos();
                if !(c.eat(b'-') && c.digits().len() == 2) {
                    c.set(month);
                }
            }
            Err(_) => c.set(before),
        }
    }
    id.supplements.push(supplement);
    true
}

/// `, January 2011`, ` May 2019`, `, Jun, 2008`, ` Nov2008`, `, 2015`, `-April 1955`.
fn date(c: &mut Cursor<'_>, bare_year: bool) -> Option<(u16, Option<usize>)> {
    let start = c.pos();
    // `P802.22/D-8.0.0-2019-07`.
    if c.eat(b'-')
        && let Ok((year, date)) = c.date()
    {
        let word = c.pos();
        if c.eat(b'-')
            && let Some(month) = parts::month(c)
        {
            c.digits();
            return Some((year, Some(month)));
        }
        c.set(word);
        let month = date
            .get(5..7)
            .and_then(|it| it.parse::<usize>().ok())
            .filter(|it| (1..=12).contains(it));
        return Some((year, month.map(|it| it - 1)));
    }
    c.set(start);
    c.space();
    let _ = c.eat(b',') || c.eat(b'-');
    c.space();
    if c.eat_word("FDIS") || c.eat_word("CDV") {
        c.space();
    }
    let before = c.pos();
    let mut month = parts::month(c);
    if month.is_none() && c.pos() > start {
        // `15 March 2001`, `9 May`.
        let day = c.digits();
        if day.len() <= 2 && !day.is_empty() && c.space() {
            month = parts::month(c);
        }
        if month.is_none() {
            c.set(before);
        }
    }
    if month.is_some() {
        c.space();
        c.eat(b',');
        c.space();
        let day = c.pos();
        // `March 31, 2001`.
        let digits = c.digits();
        if !(digits.len() <= 2 && !digits.is_empty() && (c.eat(b',') || c.space()) && {
            c.space();
            true
        }) {
            c.set(day);
        }
    }
    if (month.is_some() || (bare_year && c.pos() > start && c.text()[..c.pos()].ends_with(", ")))
        && c.pos() > start
        && let Ok(year) = c.year()
    {
        let _ = c.eat_str(" Edition") || c.eat_str(" edition");
        return Some((year, month));
    }
    c.set(start);
    None
}

/// ` Edition 1.0 2016-02`, `, First edition`, ` Edition`.
fn edition(c: &mut Cursor<'_>, id: &mut Identifier) -> bool {
    let start = c.pos();
    c.eat(b',');
    c.space();
    if c.eat_str("First edition") || c.eat_str("Second edition") || c.eat_str("Third edition") {
        return true;
    }
    if c.pos() > start && c.eat_ci("Edition") {
        c.space();
        let edition = c.take_while(|b| b.is_ascii_digit() || b == b'.');
        if !edition.is_empty() {
            id.edition = Some(edition.into());
            c.space();
            let before = c.pos();
            match c.date() {
                Ok((year, _)) => {
                    id.year.get_or_insert(year);
                }
                Err(_) => c.set(before),
            }
            return true;
        }
    }
    c.set(start);
    false
}

/// Puts the canonical form together.
fn write(id: &mut Identifier, head: &Head, draft: bool, number: Option<&Draft>) {
    let with_ansi = head.bodies.first().is_some_and(|it| *it == "ANSI");
    let mut prefix: CompactString =
        if head.bodies.is_empty() { "IEEE".into() } else { head.bodies.join("/").into() };
    let alone = head.bodies.is_empty() || head.bodies == ["IEEE"];
    let institute = head.bodies == ["AIEE"];
    let mut tail = id.number.clone();
    for part in &id.parts {
        tail.push('-');
        tail.push_str(part);
    }
    // The work goes by the name of its standard, draft or not, with ANSI's approval or without.
    let approved = with_ansi && head.bodies.contains(&"IEEE") && head.bodies.len() == 2;
    let work_prefix: CompactString =
        if approved || alone { "IEEE Std".into() } else { prefix.clone() };
    let word = if institute || (head.numbered && alone && !draft) {
        " No"
    } else if alone && !draft {
        " Std"
    } else {
        ""
    };
    let work_word = if institute { " No" } else { "" };
    id.work = joined(&[&work_prefix, work_word, " ", &tail]);
    let prefix_word = if draft { "" } else { word };
    prefix.push_str(if prefix_word == " No" && alone { " Std" } else { prefix_word });
    id.canonical = joined(&[&prefix, if draft { " P" } else { " " }, &tail]);
    if let Some(stage) = id.stage.clone() {
        id.canonical.push('-');
        id.canonical.push_str(&stage);
    }
    if draft {
        id.stage = Some(match number {
            Some(draft) => draft.number.clone().into(),
            None => id.stage.take().unwrap_or_else(|| "P".into()),
        });
    }
    let dated = number.is_some_and(|it| it.month.is_some());
    let push_year = |id: &mut Identifier| {
        if let Some(year) = id.year {
            id.canonical.push('-');
            id.canonical.push_str(&year.to_string());
        }
    };
    if !draft {
        push_year(id);
    }
    for supplement in id.supplements.clone() {
        id.canonical.push('/');
        id.canonical.push_str(&supplement);
    }
    if let Some(draft) = number {
        id.canonical.push('/');
        id.canonical.push_str(&draft.number);
    }
    if draft && let Some(year) = id.year {
        let year = year.to_string();
        match number.and_then(|it| it.month).filter(|_| dated) {
            Some(month) => {
                id.canonical.push_str(&joined(&[", ", parts::MONTHS[month], " ", &year]))
            }
            None => id.canonical.push_str(&joined(&[", ", &year])),
        }
    }
}

/// Words that begin a remark in brackets.
const REMARKS: &[&str] = &[
    "Revis",
    "revis",
    "Amend",
    "amend",
    "Draft",
    "DRAFT",
    "draft",
    "Supplement",
    "supplement",
    "Corrigend",
    "Incorporat",
    "incorporat",
    "Errata",
    "Supersed",
    "Adoption",
    "Conformance",
    "Approved",
    "Full",
    "Issued",
    "Includ",
    "Reaffirm",
    "Redesignat",
    "Replace",
    "Consolidat",
    "Previously",
    "Formerly",
    "formerly",
    "Reissue",
    "Superced",
    "Joint",
    "Trial",
    "Combined",
    "Correct",
    "Interpretation",
    "Withdrawn",
    "Identical",
    "See ",
    "with ",
    "As ",
    "as ",
    "Redline",
    "Compilation",
    "An ",
    "A ",
    "Notice",
    "Erratum",
    "Editorial",
    "Partial",
    "Extension",
    "Updat",
    "Set ",
    "Version",
    "Contains",
    "Second",
    "First",
    "Third",
    "E)",
];

/// Brackets, ` - Redline`, a second number: read over, the second number kept as `adopts`.
fn remarks(c: &mut Cursor<'_>, id: &mut Identifier) {
    if c.is_prose() {
        return;
    }
    loop {
        let start = c.pos();
        c.space();
        if c.eat_str("- Redline")
            || c.eat_str("-Redline")
            || c.eat_str("Redline")
            || c.eat_str(".pdf")
            || c.eat_str("(TM)")
        {
            continue;
        }
        if c.eat(b'(') {
            let content = c.pos();
            // To the bracket that closes it; old lists cut some off.
            let mut depth = 1;
            let mut end = None;
            for (at, byte) in c.rest().bytes().enumerate() {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    end = Some(at);
                    break;
                }
            }
            let inside = &c.rest()[..end.unwrap_or(c.rest().len())];
            if REMARKS.iter().any(|it| inside.starts_with(it)) {
                if let Some(source) = inside.strip_prefix("Adoption of ") {
                    id.adopts = super::parse(source).ok().map(Box::new);
                }
                c.set(content + inside.len());
                c.eat(b')');
                continue;
            }
            if end.is_some() {
                let mut inner = Cursor::new(inside);
                if let Ok(source) = dispatch::source(&mut inner)
                    && inner.at_end()
                {
                    id.adopts = Some(Box::new(source));
                    c.set(content + inside.len() + 1);
                    continue;
                }
                let mut inner = Cursor::new(inside);
                if let Some(source) = radio_engineers(&mut inner).filter(|_| inner.at_end()) {
                    id.adopts = Some(Box::new(source));
                    c.set(content + inside.len() + 1);
                    continue;
                }
            }
            c.set(start);
            return;
        }
        let joint =
            c.eat(b';') || c.eat_str("and ") || c.eat_str("or ") || c.eat(b'/') || c.pos() > start;
        c.space();
        if joint && c.peek().is_some_and(|b| b.is_ascii_uppercase()) {
            let second = c.pos();
            if let Some(source) = super::plain::second(c.rest()) {
                c.set(c.text().len());
                id.adopts = Some(Box::new(source));
                continue;
            }
            c.set(second);
            // The edition of a draft, as in `P62704.5-CD/E 1:2018`, is no second number.
            if draft_edition(c).is_some() {
                continue;
            }
            if let Ok(source) = dispatch::source(c)
                && c.pos() > second
            {
                id.adopts = Some(Box::new(source));
                continue;
            }
        }
        c.set(start);
        return;
    }
}
