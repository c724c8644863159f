//! Less exact forms of an identifier: without its year, without its parts, without its supplements.

use compact_str::CompactString;

use crate::identifier::{Grammar, Identifier};

/// The document without regard to its editions: `ISO 9001:2015` is an edition of `ISO 9001`. A
/// supplement that stands alone is a document of its own, and belongs to one edition: that of
/// `ISO 9001:2015/Amd 1:2024` is `ISO 9001:2015/Amd 1`.
pub(crate) fn undated(identifier: &Identifier) -> &str {
    if identifier.grammar == Grammar::Open || is_supplement(identifier) {
        let canonical = identifier.canonical.as_str();
        return open_year(canonical).map_or(canonical, |(work, _)| work);
    }
    identifier.work_key()
}

/// Whether the identifier names one edition.
pub(super) fn is_dated(identifier: &Identifier) -> bool {
    match identifier.grammar {
        Grammar::Open => open_year(&identifier.canonical).is_some(),
        _ if is_supplement(identifier) => open_year(&identifier.canonical).is_some(),
        _ => identifier.is_dated(),
    }
}

/// Whether the identifier stands for one text and nothing later: an edition, or a stage of a draft.
pub(super) fn is_exact(identifier: &Identifier) -> bool {
    is_dated(identifier) || identifier.stage.is_some()
}

/// The year of the edition that the identifier names.
pub(super) fn year(identifier: &Identifier) -> Option<u16> {
    match identifier.grammar {
        Grammar::Open => open_year(&identifier.canonical).map(|(_, year)| year),
        // that of the amendment, not of what it amends
        _ if is_supplement(identifier) => open_year(&identifier.canonical).map(|(_, year)| year),
        _ => identifier.year,
    }
}

/// An amendment or corrigendum that stands alone (`/Amd 1`), not one that is worked in (`+A1`).
pub(super) fn is_supplement(identifier: &Identifier) -> bool {
    let Some(last) = identifier.supplements.last() else { return false };
    let canonical = identifier.canonical.as_str();
    canonical.rfind(last.as_str()).is_some_and(|at| !canonical[..at].trim_end().ends_with('+'))
}

/// What a supplement that stands alone amends: the document before it.
pub(crate) fn base(identifier: &Identifier) -> Option<&str> {
    let last = identifier.supplements.last().filter(|_| is_supplement(identifier))?;
    let at = identifier.canonical.rfind(last.as_str())?;
    let base = identifier.canonical[..at].trim_end_matches(['/', ' ']);
    (!base.is_empty()).then_some(base)
}

/// What all parts of one document share, for a part or for the whole.
pub(crate) fn series(identifier: &Identifier) -> Option<CompactString> {
    if identifier.number.is_empty() || is_supplement(identifier) || identifier.stage.is_some() {
        return None;
    }
    let mut series = identifier.publisher.clone();
    for word in identifier.copublishers.iter().chain(&identifier.kind).chain([&identifier.number]) {
        series.push('\u{1f}');
        series.push_str(word);
    }
    Some(series)
}

/// The year behind the last colon, where a text ends in one, and what stands before it.
fn open_year(canonical: &str) -> Option<(&str, u16)> {
    let (work, year) = canonical.rsplit_once(':')?;
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let year = year.parse().ok().filter(|year| is_year && (1800..2200).contains(year))?;
    (!work.is_empty()).then_some((work, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Identifier {
        crate::identifier::parse(text).unwrap()
    }

    #[test]
    fn a_supplement_is_a_document_of_its_own() {
        let amendment = parse("ISO 99901:2015/Amd 1:2018");
        assert_eq!(undated(&amendment), "ISO 99901:2015/Amd 1");
        assert_eq!(base(&amendment), Some("ISO 99901:2015"));
        assert_eq!(year(&amendment), Some(2018));
        assert_eq!(base(&parse("ISO 99901:2015")), None);
        assert_eq!(undated(&parse("ISO 99901:2015")), "ISO 99901");
    }

    #[test]
    fn unknown_bodies_may_join_a_year_by_a_colon() {
        assert_eq!(undated(&parse("QQQ 12:2019")), "QQQ 12");
        assert_eq!(year(&parse("QQQ 12:2019")), Some(2019));
        assert_eq!(year(&parse("QQQ 12:20190")), None);
        assert_eq!(year(&parse("QQQ 12")), None);
    }

    #[test]
    fn parts_share_a_series() {
        assert_eq!(series(&parse("ISO 99901-1:2015")), series(&parse("ISO 99901 (all parts)")));
        assert_ne!(series(&parse("ISO 99901-1:2015")), series(&parse("ISO/TR 99901-1:2015")));
    }
}
