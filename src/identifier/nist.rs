//! NIST and NBS: `NIST SP 800-53 Rev. 5`, `NIST IR 8105`, `NBS CIRC 13e2`, `FIPS PUB 140-3`,
//! `NIST.SP.800-38G-upd1`.
//!
//! Canonical forms are the short ones of the publisher's identifiers: series, number, then marks
//! for edition (`e`), revision (`r`), volume (`v`), part (`pt`), supplement (`sup`), update.

use compact_str::CompactString;

use super::cursor::{Cursor, Scan, Wanted, joined};
use super::{Grammar, Identifier, parts};
use crate::model::Level;

/// Series as written, as in canonical forms.
const SERIES: &[(&str, &str)] = &[
    ("Special Publication", "SP"),
    ("Spec. Publ.", "SP"),
    ("Interagency or Internal Report", "IR"),
    ("Interagency Report", "IR"),
    ("Internal Report", "IR"),
    ("Technical Note", "TN"),
    ("Tech. Note", "TN"),
    ("Handbook", "HB"),
    ("Monograph", "MONO"),
    ("Circular", "CIRC"),
    ("Letter Circular", "LC"),
    ("Federal Information Processing Standards Publication", "FIPS"),
    ("FIPS PUBS", "FIPS"),
    ("FIPS PUB", "FIPS"),
    ("FIPS", "FIPS"),
    ("BRPD-CRPL-D", "BRPD-CRPL-D"),
    ("CRPL-F-A", "CRPL-F-A"),
    ("CRPL-F-B", "CRPL-F-B"),
    ("CRPL", "CRPL"),
    ("LCIRC", "LC"),
    ("CIRC", "CIRC"),
    ("CS-E", "CS-E"),
    ("CSM", "CSM"),
    ("CSWP", "CSWP"),
    ("CS", "CS"),
    ("NCSTAR", "NCSTAR"),
    ("NSRDS", "NSRDS"),
    ("NWIRP", "NWIRP"),
    ("OWMWP", "OWMWP"),
    ("CHIPS", "CHIPS"),
    ("MONO", "MONO"),
    ("TIBM", "TIBM"),
    ("IRPL", "IRPL"),
    ("JPCRD", "JPCRD"),
    ("JRES", "JRES"),
    ("SIBS", "SIBS"),
    ("TTB", "TTB"),
    ("RPT", "RPT"),
    ("BMS", "BMS"),
    ("BSS", "BSS"),
    ("GCR", "GCR"),
    ("AMS", "AMS"),
    ("VTS", "VTS"),
    ("DCI", "DCI"),
    ("EAB", "EAB"),
    ("NVLAP", "NVLAP"),
    ("PBDS", "PBDS"),
    ("MSPB", "MSPB"),
    ("PS", "PS"),
    ("AI", "AI"),
    ("BH", "BH"),
    ("CIS", "CIS"),
    ("HB", "HB"),
    ("HR", "HR"),
    ("IP", "IP"),
    ("IR", "IR"),
    ("LC", "LC"),
    ("MP", "MP"),
    ("RB", "RB"),
    ("SP", "SP"),
    ("TN", "TN"),
    ("TP", "TP"),
    ("BULL", "BULL"),
    ("DS", "DS"),
];

/// Months as they stand in an edition (`e198512`).
const MONTH_NUMBERS: [&str; 12] =
    ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/// Reads an identifier of NIST or NBS.
pub(super) fn parse(c: &mut Cursor<'_>) -> Scan<Identifier> {
    let (publisher, merged) = if c.eat_str("NISTIR") {
        ("NIST", Some("IR"))
    } else if c.eat_str("NBSIR") {
        ("NBS", Some("IR"))
    } else if c.eat_word("NIST") {
        ("NIST", None)
    } else if c.eat_word("NBS") {
        ("NBS", None)
    } else if c.rest().starts_with("FIPS")
        || c.rest().starts_with("SP 800-")
        || c.rest().starts_with("SP 1800-")
    {
        ("NIST", None)
    } else {
        return c.fail(Wanted::Publisher);
    };
    let mut id = Identifier::blank(Grammar::Nist, publisher, Level::National);
    let _ = c.space() || c.eat(b'.') || c.eat(b'-');
    let merged = merged.or_else(|| c.eat_str("NISTIR").then_some("IR"));
    let series = match merged {
        Some(series) => series,
        None => match SERIES.iter().find(|(word, _)| c.eat_word(word)) {
            Some(&(_, series)) => series,
            // `NIST 2023-04-07 001`: a document known by its date.
            None if c.peek().is_some_and(|b| b.is_ascii_digit()) => "",
            None => return c.fail(Wanted::Kind("a series such as `SP`, `IR`, `FIPS`")),
        },
    };
    let _ = c.space() || c.eat(b'.') || c.eat(b'-');
    c.eat_str("PUB ");
    let number = number(c, series)?;
    if !series.is_empty() {
        id.kind = Some(series.into());
    }
    let mut text = number.base.clone();
    let mut marks = number.marks;
    marks.push_str(&further_marks(c, &mut id));
    let again = tidy(&mut id, &mut text, &mut marks, series);
    let prefix = if series.is_empty() {
        joined(&[publisher, " "])
    } else {
        joined(&[publisher, " ", series, " "])
    };
    id.work = joined(&[&prefix, &text]);
    id.canonical = joined(&[&prefix, &text, &marks]);
    if again {
        // A letter was brought to capitals: what now follows it may read as number.
        let second = id.canonical.clone();
        let mut second = Cursor::new(&second);
        if let Ok(read) = parse(&mut second)
            && second.at_end()
        {
            let language = id.language.take();
            id = read;
            id.language = id.language.or(language);
            dates(c, &mut id);
            return Ok(id);
        }
    }
    let mut groups = text.split('-');
    id.number = groups.next().unwrap_or("").into();
    id.parts = groups.map(CompactString::from).collect();
    dates(c, &mut id);
    Ok(id)
}

/// The number, and the marks glued to it.
struct Number {
    base: CompactString,
    marks: CompactString,
}

fn number(c: &mut Cursor<'_>, series: &str) -> Scan<Number> {
    let start = c.pos();
    // The month or word forms of reports: `ADHOC`, `Apr-Jun1948`, `supJun1925-Jun1927`, `v6n2`, `e104-43`.
    let run = c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/' | b'_'));
    let run = run.trim_end_matches(['.', '-', '/']);
    c.set(start + run.len());
    let words = matches!(run, "ADHOC" | "sup" | "supp" | "index");
    if run.is_empty() || !(run.bytes().any(|b| b.is_ascii_digit()) || words) {
        c.set(start);
        return c.fail(Wanted::Number);
    }
    // The base: digits and dashes, capital letters that end a group.
    let bytes = run.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let byte = bytes[end];
        let take = match byte {
            b'0'..=b'9' | b'.' => true,
            b'-' => bytes.get(end + 1).is_some_and(|b| {
                b.is_ascii_digit() || (b.is_ascii_uppercase() && ends_group(&run[end + 2..]))
            }),
            b'A'..=b'Z' => byte != b'U' && ends_group(&run[end + 1..]),
            _ => false,
        };
        if !take {
            break;
        }
        end += 1;
    }
    // `800-57Pt3`, `1800-1A`; an emergency standard's letter.
    if series == "CS" && run.starts_with('e') {
        end = 0;
    }
    let base = run[..end].trim_end_matches('-');
    Ok(Number { base: base.into(), marks: run[base.len()..].into() })
}

/// Whether a capital letter before `rest` belongs to the number: no word goes on after it, only
/// another capital, a digit, or a mark.
fn ends_group(rest: &str) -> bool {
    let digit = |at: usize| rest.as_bytes().get(at).is_none_or(|b| b.is_ascii_digit());
    match rest.as_bytes().first() {
        Some(b'r' | b'v' | b'e') => digit(1) || rest.starts_with("es") || rest.starts_with("rev"),
        Some(b'p') => rest.starts_with("pt") || digit(1),
        Some(b's') => rest.starts_with("sup") || rest.starts_with("sec"),
        Some(first) => !first.is_ascii_lowercase(),
        None => true,
    }
}

/// ` Rev. 4`, ` ipd`, ` ukr`, `-upd1`, ` Vol. 2`, ` Part 1`, ` (Draft)`.
fn further_marks(c: &mut Cursor<'_>, id: &mut Identifier) -> CompactString {
    const WORDS: &[(&str, &str)] = &[
        ("Revision", "r"),
        ("Rev.", "r"),
        ("Rev", "r"),
        ("rev.", "r"),
        ("rev", "r"),
        ("Volume", "v"),
        ("Vol.", "v"),
        ("Vol", "v"),
        ("Part", "pt"),
        ("Pt.", "pt"),
        ("pt.", "pt"),
        ("Supplement", "sup"),
        ("Suppl.", "sup"),
        ("Supp.", "sup"),
        ("Edition", "e"),
        ("Version", "ver"),
        ("Ver.", "ver"),
        ("ver.", "ver"),
        ("Update", "-upd"),
        ("Upd.", "-upd"),
        ("Upd", "-upd"),
        ("upd", "-upd"),
        ("Addendum", "add"),
        ("Add.", "add"),
        ("Section", "sec"),
        ("Sec.", "sec"),
        ("Index", "index"),
        ("Insert", "ins"),
        ("Errata", "-errata"),
    ];
    const STAGES: &[&str] = &["ipd", "fpd", "iwd", "2pd", "3pd", "4pd", "wd", "prd", "pd"];
    const LANGUAGES: &[&str] = &[
        "ara", "ukr", "spa", "por", "chi", "zho", "viet", "vie", "es", "pt", "fre", "fra", "ger",
        "deu", "ita", "jpn", "kor", "rus", "ind", "pol", "heb", "ben", "hin",
    ];
    let mut out = CompactString::default();
    loop {
        let start = c.pos();
        c.eat(b',');
        if !(c.space() || c.eat_str("/")) {
            c.set(start);
            break;
        }
        if let Some((word, mark)) = WORDS.iter().find(|(word, _)| c.eat_str(word)) {
            let _ = word;
            c.space();
            let number = c.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
            let number = number.trim_end_matches(['.', '-']);
            let plausible = number.is_empty()
                || number.bytes().any(|b| b.is_ascii_digit())
                || number.len() <= 2;
            if plausible && number.len() <= 12 {
                let end = c.pos();
                if !number.is_empty() {
                    c.set(number.as_ptr() as usize - c.text().as_ptr() as usize + number.len());
                } else {
                    let _ = end;
                }
                out.push_str(mark);
                out.push_str(number);
                continue;
            }
            c.set(start);
            break;
        }
        if let Some(stage) = c.eat_one(STAGES) {
            id.stage = Some(stage.into());
            out.push(' ');
            out.push_str(stage);
            continue;
        }
        if let Some(language) = c.eat_one(LANGUAGES) {
            id.language = Some(language.into());
            continue;
        }
        if c.eat_str("(Draft)") || c.eat_str("(DRAFT)") || c.eat_str("Draft") {
            id.stage = Some("draft".into());
            out.push_str("-draft");
            continue;
        }
        // `NIST SP 955-II-1 2`, `NIST 2023-04-07 001`: a second group of digits.
        let digits = c.digits();
        if !digits.is_empty() && digits.len() <= 3 && c.at_end() {
            out.push(' ');
            out.push_str(digits);
            continue;
        }
        c.set(start);
        break;
    }
    out
}

/// Brings marks into one spelling, and takes out of them what has a field of its own. Says whether
/// the number changed, so that it must be read again.
fn tidy(
    id: &mut Identifier,
    text: &mut CompactString,
    marks: &mut CompactString,
    series: &str,
) -> bool {
    let mut again = false;
    // A language glued to the number.
    for language in ["viet", "ara", "ukr", "chi", "por", "spa", "es"] {
        if marks.ends_with(language) && !marks.ends_with("eries") {
            let end = marks.len() - language.len();
            marks.truncate(end);
            id.language = Some(language.into());
            break;
        }
    }
    for (from, to) in [
        ("supp-", "sup"),
        ("supp", "sup"),
        ("rev", "r"),
        ("Pt", "pt"),
        ("pt.", "pt"),
        ("/upd", "-upd"),
    ] {
        if marks.contains(from) && !(from == "rev" && marks.contains("revJ")) {
            *marks = marks.replace(from, to).into();
        }
    }
    // A part written with `p` alone.
    if let Some(rest) =
        marks.strip_prefix('p').filter(|it| it.starts_with(|ch: char| ch.is_ascii_digit()))
    {
        *marks = joined(&["pt", rest]);
    }
    // `Ua`, `a`: a letter part.
    let letter = marks.strip_prefix('U').unwrap_or(marks);
    let bare = letter.len() == 1
        || letter.as_bytes().get(1).is_some_and(|b| matches!(b, b'r' | b'v' | b'-'));
    if let Some(first) = letter.chars().next().filter(|it| {
        it.is_ascii_lowercase()
            && bare
            && (marks.starts_with('U') || !matches!(it, 'r' | 'v' | 'e'))
    }) {
        let rest = &letter[1..];
        text.push(first.to_ascii_uppercase());
        // `85a-1`: what follows the letter is number again.
        let dashed = rest
            .strip_prefix('-')
            .map_or(0, |it| 1 + it.bytes().take_while(u8::is_ascii_digit).count());
        let (number, rest) = if dashed > 1 { rest.split_at(dashed) } else { ("", rest) };
        text.push_str(number);
        *marks = rest.into();
        again = true;
    }
    // The year of an edition: `HB 44-2018`, `FIPS 130-1988`.
    if matches!(series, "HB" | "FIPS" | "NSRDS" | "OWMWP")
        && marks.is_empty()
        && let Some((base, year)) = text.rsplit_once('-').filter(|(_, year)| year.len() == 4)
        && let Some(year) = year.parse::<u16>().ok().filter(|it| (1900..2060).contains(it))
    {
        let base: CompactString = base.into();
        *text = base;
        *marks = joined(&["e", &year.to_string()]);
    }
    // `114-Dec1985`: the month of an edition.
    if let Some((month, year)) =
        marks.strip_prefix('-').and_then(|it| it.split_at_checked(it.len().saturating_sub(4)))
        && year.parse::<u16>().is_ok_and(|it| (1900..2060).contains(&it))
        && let Some(month) =
            parts::MONTHS.iter().position(|it| month.len() >= 3 && it.starts_with(month))
    {
        *marks = joined(&["e", year, MONTH_NUMBERS[month]]);
    }
    if let Some(digits) = marks.strip_prefix('e').and_then(|it| it.get(..4)) {
        id.year = digits.parse().ok().filter(|it| (1890..2060).contains(it));
    }
    if marks.ends_with("-draft") {
        id.stage = Some("draft".into());
    }
    if text.is_empty() {
        // `NBS CIRC supJun1925`: nothing but marks.
        std::mem::swap(text, marks);
    }
    if !marks.is_empty() && id.stage.is_none() {
        id.edition = Some(marks.trim_start_matches(['-', ' ']).into());
    }
    // A volume or part is another work than the whole.
    for mark in ["v", "pt", "sec"] {
        if let Some(rest) =
            marks.strip_prefix(mark).filter(|it| it.starts_with(|ch: char| ch.is_ascii_digit()))
        {
            let end =
                rest.find(|ch: char| !(ch.is_ascii_digit() || ch == '.')).unwrap_or(rest.len());
            // `v1.1` of a framework is a version.
            if mark == "v" && rest[..end].contains('.') {
                break;
            }
            let cut = mark.len() + end;
            text.push_str(&marks[..cut]);
            let rest: CompactString = marks[cut..].into();
            *marks = rest;
            id.edition = (!marks.is_empty()).then(|| marks.trim_start_matches(['-', ' ']).into());
            break;
        }
    }
    again
}

/// ` (May 2010)`, `:2020`.
fn dates(c: &mut Cursor<'_>, id: &mut Identifier) {
    let start = c.pos();
    c.space();
    if c.eat(b'(') {
        let _ = parts::month(c);
        c.space();
        if let Ok(year) = c.year()
            && c.eat(b')')
        {
            id.year = Some(year);
            id.canonical.push_str(&joined(&[":", &year.to_string()]));
            return;
        }
    }
    c.set(start);
    parts::colon_date(c, id);
}
