//! Documents that clash with another: one number for two, one code for two issuers, titles of a
//! series that disagree, two adoptions of one edition.

use std::sync::LazyLock;

use indexmap::IndexMap;
use regex::Regex;
use rustc_hash::FxBuildHasher;

use super::{Facts, kinds};
use crate::corpus::{LinkKind, NodeId, StandardId};
use crate::identifier::{Identifier, SectorCode, fold, publisher, sector_code};
use crate::model::{Degree, Lang, Level, Status};

/// A document and what it clashes with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// What clashes.
    pub(crate) kind: ClashKind,
    /// The judged document.
    pub(crate) doc: u32,
    /// The other; none where it is a registry.
    pub(crate) other: Option<u32>,
    /// The number, code, title or adopted document.
    pub(crate) value: String,
}

/// What clashes, in the order of the words of `collision.kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClashKind {
    Identifier,
    AssociationCode,
    SeriesMainTitle,
    SeriesComplement,
    Adoption,
    Scope,
    SectorDuplicate,
    UnrelatedSource,
    Standstill,
}

type Groups<K, V> = IndexMap<K, Vec<V>, FxBuildHasher>;

/// Every clash of a judged document, in the order of kinds and documents.
pub(super) fn all(f: &Facts<'_>) -> Vec<Clash> {
    let mut clashes = Vec::new();
    identifiers(f, &mut clashes);
    association_codes(f, &mut clashes);
    series(f, &mut clashes);
    adoptions(f, &mut clashes);
    super::subject::clashes(f, &mut clashes);
    clashes
}

/// One clash for a pair: told of the later document where both are judged.
fn pair(
    f: &Facts<'_>,
    kind: ClashKind,
    first: u32,
    later: u32,
    value: &str,
    clashes: &mut Vec<Clash>,
) {
    let (doc, other) = if f.is_judged(later) {
        (later, first)
    } else if f.is_judged(first) {
        (first, later)
    } else {
        return;
    };
    clashes.push(Clash { kind, doc, other: Some(other), value: value.to_owned() });
}

fn identifiers(f: &Facts<'_>, clashes: &mut Vec<Clash>) {
    for group in f.corpus().duplicates().iter().filter(|it| !it.same_content) {
        let Some((first, others)) = group.standards.split_first() else { continue };
        let value = f.corpus().identifiers().canonical(group.identifier);
        for other in others {
            // A redline or another printing says so in its own number.
            if spelling(f, first.0) == spelling(f, other.0) && !at_other_stage(f, first.0, other.0)
            {
                pair(f, ClashKind::Identifier, first.0, other.0, value, clashes);
            }
        }
    }
}

/// Stages of one document are not two documents.
fn at_other_stage(f: &Facts<'_>, left: u32, right: u32) -> bool {
    let stage = |doc: u32| f.standard(doc).details.as_deref()?.stage.map(|said| said.value);
    stage(left) != stage(right)
}

/// The own number of a document as it is written, but for dashes, spaces and signs of trade.
fn spelling(f: &Facts<'_>, doc: u32) -> Option<String> {
    let written = f.written(f.standard(doc).identity.as_ref()?);
    let letters = fold(written).to_lowercase();
    Some(letters.chars().filter(|c| c.is_alphanumeric()).collect())
}

/// The code of an association: `T/CODE`.
fn association_code(identifier: &Identifier) -> Option<&str> {
    (identifier.level == Level::Association)
        .then(|| identifier.publisher.strip_prefix("T/"))
        .flatten()
}

fn association_codes(f: &Facts<'_>, clashes: &mut Vec<Clash>) {
    let mut by_code: Groups<&str, (u32, &str)> = IndexMap::default();
    for id in f.corpus().ids() {
        let Some(code) = f.own_identifier(id.0).and_then(association_code) else { continue };
        // Codes of bodies and codes that have gone out of use take nobody's place.
        let is_series = |it: &SectorCode| it.level == Level::Sector && it.verified;
        let taken = sector_code(code).is_some_and(is_series)
            || matches!(code, "GB" | "ISO" | "IEC" | "ITU");
        if taken && f.is_judged(id.0) {
            clashes.push(Clash {
                kind: ClashKind::AssociationCode,
                doc: id.0,
                other: None,
                value: code.to_owned(),
            });
        }
        let details = f.standard(id.0).details.as_deref();
        if let Some(issuer) = details.and_then(|it| it.issuer.as_ref()) {
            by_code.entry(code).or_default().push((id.0, f.text(issuer).trim()));
        }
    }
    for (code, issuers) in &by_code {
        let Some((first, issuer)) = issuers.first().copied() else { continue };
        for (later, other) in issuers.iter().skip(1).copied() {
            if other != issuer {
                pair(f, ClashKind::AssociationCode, first, later, code, clashes);
            }
        }
    }
}

/// Words for a part, with what sets them off.
static PART: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
    [
        Regex::new(r"第\s*[0-9０-９一二三四五六七八九十]+(?:[.．-][0-9０-９]+)?\s*(?:部分|篇|分册)\s*[:：]?").ok(),
        Regex::new(r"(?i)\bpart\s+[0-9]+(?:-[0-9]+)*\s*[:：.,—–-]?").ok(),
    ]
});

/// A title of a part: what it shares with the other parts, and its own complement.
fn split_title(title: &str) -> Option<(String, String)> {
    let found = PART.iter().flatten().find_map(|regex| regex.find(title))?;
    let plain = |text: &str| {
        let text = text.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, '—' | '–' | '-' | ':' | '：' | ',' | '，' | '.' | '/')
        });
        let folded: Vec<String> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-'))
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        folded.join(" ")
    };
    let (main, complement) = (plain(&title[..found.start()]), plain(&title[found.end()..]));
    (!main.is_empty()).then_some((main, complement))
}

/// What the parts of a series share: publishers, type, number.
type Series<'a> = (&'a str, &'a [compact_str::CompactString], Option<&'a str>, &'a str);

/// The parts in force of each series, lowest first: number of the part, edition.
fn parts_in_force<'a>(f: &Facts<'a>) -> Vec<Vec<u32>> {
    let mut by_series: Groups<Series<'a>, (u32, i32, u32)> = IndexMap::default();
    for id in f.corpus().ids() {
        let Some(own) = f.own_identifier(id.0) else { continue };
        let [part] = own.parts.as_slice() else { continue };
        let (Ok(part), true) = (part.parse::<u32>(), own.supplements.is_empty()) else { continue };
        if matches!(
            f.standing(id.0, id.0).status,
            Status::Replaced | Status::Withdrawn | Status::Draft
        ) || own.stage.is_some()
        {
            continue;
        }
        let key = (
            own.publisher.as_str(),
            own.copublishers.as_slice(),
            own.kind.as_deref(),
            own.number.as_str(),
        );
        let year = own.year.map_or(0, i32::from);
        by_series.entry(key).or_default().push((part, -year, id.0));
    }
    let mut series: Vec<Vec<u32>> = Vec::new();
    for (_, mut parts) in by_series {
        if parts.len() < 2 {
            continue;
        }
        // The newest edition of each part; a number told twice has a rule of its own.
        parts.sort_unstable();
        parts.dedup_by_key(|it| it.0);
        series.push(parts.into_iter().map(|it| it.2).collect());
    }
    series
}

fn series(f: &Facts<'_>, clashes: &mut Vec<Clash>) {
    for parts in parts_in_force(f) {
        if !parts.iter().any(|doc| f.is_judged(*doc)) {
            continue;
        }
        let mut told: Vec<u32> = Vec::new();
        for lang in [Lang::Zh, Lang::En, Lang::Unstated] {
            let titles: Vec<(u32, (String, String))> = parts
                .iter()
                .filter_map(|doc| {
                    let title = f.standard(*doc).title.in_lang(lang)?;
                    Some((*doc, split_title(f.text(title))?))
                })
                .collect();
            let Some((first, (main, _))) = titles.first() else { continue };
            let mut complements: IndexMap<&str, u32, FxBuildHasher> = IndexMap::default();
            for (doc, (own, complement)) in &titles {
                if own != main && !told.contains(doc) {
                    told.push(*doc);
                    pair(f, ClashKind::SeriesMainTitle, *first, *doc, own, clashes);
                }
                if complement.is_empty() {
                    continue;
                }
                match complements.get(complement.as_str()) {
                    Some(&earlier) if !told.contains(doc) => {
                        told.push(*doc);
                        pair(f, ClashKind::SeriesComplement, earlier, *doc, complement, clashes);
                    }
                    Some(_) => {}
                    None => {
                        complements.insert(complement, *doc);
                    }
                }
            }
        }
    }
}

/// Where a document applies, from who publishes it.
pub(crate) fn jurisdiction<'a>(f: &Facts<'a>, doc: u32) -> Option<&'a str> {
    let details = f.standard(doc).details.as_deref();
    if let Some(said) = details.and_then(|it| it.jurisdiction.as_ref()) {
        return Some(f.text(said).trim());
    }
    let identifier = f.own_identifier(doc)?;
    if kinds::identifier::family(identifier) == "gb" {
        return Some("CN");
    }
    publisher(&identifier.publisher).map(|it| it.jurisdiction)
}

fn adoptions(f: &Facts<'_>, clashes: &mut Vec<Clash>) {
    let mut by_source: Groups<(NodeId, &str), u32> = IndexMap::default();
    for (_, edge) in f.corpus().graph().edges() {
        let LinkKind::Adopts(degree) = edge.link.kind else { continue };
        if edge.link.is_internal() || degree == Some(Degree::Neq) {
            continue;
        }
        let Some(StandardId(doc)) = f.corpus().standard_of(edge.from) else { continue };
        if !f.standing(doc, doc).status.is_current() {
            continue;
        }
        let Some(place) = jurisdiction(f, doc).filter(|it| *it != "world") else { continue };
        let docs = by_source.entry((edge.to, place)).or_default();
        if !docs.contains(&doc) {
            docs.push(doc);
        }
    }
    for ((source, _), mut docs) in by_source {
        docs.sort_unstable();
        let value = f.corpus().name(source);
        for (at, later) in docs.iter().enumerate().skip(1) {
            let rival = docs[..at].iter().find(|first| !belong_together(f, **first, *later));
            if let Some(first) = rival {
                pair(f, ClashKind::Adoption, *first, *later, &value, clashes);
            }
        }
    }
}

/// Editions, parts, amendments of one document do not rival each other, nor does a document with
/// what it adopts or replaces.
pub(super) fn belong_together(f: &Facts<'_>, left: u32, right: u32) -> bool {
    if let (Some(left), Some(right)) = (f.own_identifier(left), f.own_identifier(right))
        && left.publisher == right.publisher
        && left.number == right.number
    {
        return true;
    }
    let (left, right) = (StandardId(left).node(), StandardId(right).node());
    f.corpus().graph().are_joined(left, right)
}

#[cfg(test)]
mod tests {
    use super::split_title;

    #[test]
    fn titles_of_parts_are_split() {
        let split = split_title;
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(
            split("Exhibitions — Services — Part 2: Stand construction"),
            pair("exhibitions services", "stand construction")
        );
        assert_eq!(split("展会服务　第2部分：搭建"), pair("展会服务", "搭建"));
        assert_eq!(split("展会服务 第 10 部分 搭建"), pair("展会服务", "搭建"));
        assert_eq!(split("Exhibitions, Part 3"), pair("exhibitions", ""));
        assert_eq!(split("Spare parts for lifts"), None);
        assert_eq!(split("Part 1: General"), None);
    }
}
