//! Values that only keep the place for one: `TBD`, `XXXX`.

use std::collections::BTreeMap;

use crate::bilingual;
use crate::source::{Problem, ProblemCode, Span};
use crate::syntax::adoc::Entry;

type Attributes = BTreeMap<String, Entry>;

/// Attributes whose value is believed, so that a word that only keeps its place must not be taken.
const TAKEN: [&str; 31] = [
    "activated-date",
    "adopted-from",
    "amends",
    "confirmed-date",
    "copyright-year",
    "docidentifier",
    "docnumber",
    "docstage",
    "docsubstage",
    "edition",
    "equivalence",
    "identical-iso-standard",
    "identical-to",
    "implemented-date",
    "iso-standard",
    "issued-date",
    "library-ccs",
    "library-ics",
    "obsoleted-by",
    "obsoleted-date",
    "obsoletes",
    "part-of",
    "partnumber",
    "partof",
    "published-date",
    "replaced-by",
    "replaces",
    "revdate",
    "superseded-by",
    "supersedes",
    "withdrawn-date",
];

/// The attributes without those whose value only keeps the place for one, which are reported.
pub(super) fn without_placeholders(
    attributes: &Attributes,
    problems: &mut Vec<Problem>,
) -> Attributes {
    let mut kept = attributes.clone();
    for name in TAKEN {
        let Some(entry) = attributes.get(name).filter(|it| is_placeholder(&it.value)) else {
            continue;
        };
        kept.remove(name);
        problems.push(report(&entry.value, entry.text.span()));
    }
    kept
}

/// Says that a value is read as not given.
pub(super) fn report(value: &str, place: Span) -> Problem {
    Problem::at(
        ProblemCode::NotUnderstood,
        place,
        bilingual!(
            "{value} only keeps the place of a value, which is read as not given",
            "{value} 仅为占位，该值视为未给出"
        ),
    )
    .help(bilingual!("write the value, or take it out", "请填写该值，或将其删去"))
}

/// `N/A`, `TBD`, `XXXX`, `YYYY-MM-DD`, `{year}`, `<date>`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    let is_in = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    if is_in('{', '}') || is_in('<', '>') {
        return true;
    }
    let lower = value.trim_matches(['[', ']', '(', ')', '（', '）']).to_lowercase();
    let only = |signs: &[char]| !lower.is_empty() && lower.chars().all(|it| signs.contains(&it));
    matches!(
        lower.as_str(),
        "n/a" | "n.a." | "na" | "none" | "nil" | "null" | "tbd" | "tbc" | "tba" | "to be determined"
            | "to be defined" | "to be confirmed" | "not applicable" | "pending" | "unknown"
            | "待定" | "无" | "不适用" | "未定" | "暂无"
    ) || lower == "xx"
        // `ISO XXXXX`, `XX.XXX`.
        || lower.split(|c: char| !c.is_alphanumeric()).any(|it| it.len() > 2 && it.bytes().all(|it| it == b'x'))
        || only(&['?', '？', '-', '–', '—', '_', '.', '…', '*', '□'])
        // A pattern of a date.
        || (only(&['y', 'm', 'd', 'x', 'n', '0', '-', '/', '.', '?'])
            && !lower.contains(|c: char| c.is_ascii_digit() && c != '0')
            && (lower.contains('-') || lower.contains("yyyy")))
}
