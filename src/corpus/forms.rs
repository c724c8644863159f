//! Less exact forms of an identifier: without its year, without its parts, without its supplements.

use compact_str::CompactString;

use crate::identifier::Identifier;

/// The document without regard to its editions: `ISO 9001:2015` is an edition of `ISO 9001`.
pub(super) fn undated(identifier: &Identifier) -> CompactString {
    strip_years(&identifier.canonical)
}

/// Whether the identifier names one edition.
pub(super) fn is_dated(identifier: &Identifier) -> bool {
    year(identifier).is_some()
}

/// The year of the edition that the identifier names.
pub(super) fn year(identifier: &Identifier) -> Option<u16> {
    identifier.year.or_else(|| {
        let (at, end) = years(&identifier.canonical).next()?;
        identifier
            .canonical
            .get(at..end)?
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .ok()
    })
}

/// What all parts of one document share, for a part or for the whole.
pub(super) fn series(identifier: &Identifier) -> Option<CompactString> {
    if identifier.number.is_empty() || !identifier.supplements.is_empty() {
        return None;
    }
    let mut series = identifier.publisher.clone();
    for word in identifier.copublishers.iter().chain(&identifier.kind).chain([&identifier.number]) {
        series.push('\u{1f}');
        series.push_str(word);
    }
    Some(series)
}

fn strip_years(canonical: &str) -> CompactString {
    let mut undated = CompactString::default();
    let mut from = 0;
    for (at, end) in years(canonical) {
        undated.push_str(&canonical[from..at]);
        from = end;
    }
    undated.push_str(&canonical[from..]);
    undated
}

/// Byte ranges of the years with the sign that joins them.
fn years(canonical: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    canonical.char_indices().filter_map(|(at, sign)| {
        let digits = at + sign.len_utf8();
        let year = matches!(sign, ':' | '-' | '–' | '—')
            .then(|| canonical.get(digits..digits + 4))
            .flatten()?;
        let after = canonical[digits + 4..].chars().next();
        let stands_alone = !after.is_some_and(|next| next.is_alphanumeric() || next == '.');
        let plausible = year.bytes().all(|b| b.is_ascii_digit())
            && (1800..2100).contains(&year.parse::<u16>().unwrap_or(0));
        (stands_alone && plausible).then_some((at, digits + 4))
    })
}
