//! Gaps: requirements that one of two related documents has and the other lacks.

use indexmap::IndexMap;
use rayon::prelude::*;
use serde::Serialize;

use super::differences::findings;
use super::excerpt::visible;
use super::findings::Found;
use super::index::Index;
use super::passage::{language, words};
use super::standards::sectors;
use super::summary::{sector_label, sector_order};
use super::{StdRef, Words};
use crate::corpus::StandardId;
use crate::coverage::Scheme;
use crate::fact::Facts;
use crate::fact::matching::{Class, DifferenceKind, DocumentPair, Side};
use crate::finding::Section;

/// A requirement without a counterpart.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// `source_unmapped`: the adopted document has it and the adopting one does not;
    /// `national_extra`: the other way round; `no_relation`: nobody says how two documents stand.
    pub kind: &'static str,
    /// The judged document.
    pub standard: StdRef,
    /// The other one.
    pub source: Option<StdRef>,
    /// Number of the clause, in the document that has it.
    pub clause: Option<String>,
    /// Its title.
    pub clause_title: Option<String>,
    /// What it requires, cut with `…`.
    pub text: String,
    /// The language of that text.
    pub language: Option<&'static str>,
    /// A declared deviation covers it.
    pub declared: bool,
    /// Sectors of the judged document.
    pub sectors: Vec<String>,
    /// The finding about it.
    pub finding: Option<String>,
}

/// How much of a document another has.
#[derive(Clone, Debug, Serialize)]
pub struct PairGaps {
    /// The judged document.
    pub standard: StdRef,
    /// The document that it adopts.
    pub source: StdRef,
    /// Clauses of the source with provisions.
    pub required: usize,
    /// Those of them that the judged document has.
    pub mapped: usize,
    /// The others.
    pub missing: usize,
    /// Clauses with provisions that only the judged document has.
    pub extra: usize,
}

/// The same for all pairs of a sector.
#[derive(Clone, Debug, Serialize)]
pub struct SectorGaps {
    /// Code of the sector; empty for documents without one.
    pub sector: String,
    /// What it is called.
    pub label: Words,
    /// Clauses of sources with provisions.
    pub required: usize,
    /// Those of them that adopting documents have.
    pub mapped: usize,
    /// The others.
    pub missing: usize,
    /// Clauses with provisions that only adopting documents have.
    pub extra: usize,
}

/// All gaps.
#[derive(Debug)]
pub(super) struct Gaps {
    pub(super) rows: Vec<Gap>,
    pub(super) by_pair: Vec<PairGaps>,
    pub(super) by_sector: Vec<SectorGaps>,
}

/// Characters of a requirement that are shown.
const SHOWN: usize = 400;

/// What one pair of documents gives.
struct PairRow {
    left: u32,
    right: u32,
    required: usize,
    mapped: usize,
    gaps: Vec<Open>,
}

struct Open {
    missing: bool,
    clause: Option<String>,
    title: Option<String>,
    text: String,
    language: Option<&'static str>,
    declared: bool,
    finding: Option<String>,
}

pub(super) fn rows(f: &Facts<'_>, scheme: &Scheme, found: &Found<'_>, index: &mut Index) -> Gaps {
    let by_document: Vec<Vec<PairRow>> = f
        .judged()
        .par_iter()
        .map(|StandardId(doc)| {
            let whole = f.matching().of(*doc).iter().filter(|it| it.basis.is_whole());
            whole.filter_map(|it| pair(f, found, it)).collect()
        })
        .collect();
    let mut gaps = Gaps { rows: Vec::new(), by_pair: Vec::new(), by_sector: Vec::new() };
    let mut by_sector: IndexMap<String, [usize; 4]> = IndexMap::new();
    for (StandardId(doc), pairs) in f.judged().iter().zip(by_document) {
        let own = sectors(f, *doc);
        for pair in pairs {
            let (standard, source) = (index.of_doc(pair.left), index.of_doc(pair.right));
            let missing = pair.gaps.iter().filter(|it| it.missing).count();
            let extra = pair.gaps.len() - missing;
            let PairRow { required, mapped, .. } = pair;
            gaps.by_pair.push(PairGaps { standard, source, required, mapped, missing, extra });
            let none = [String::new()];
            for sector in if own.is_empty() { &none[..] } else { &own } {
                let counts = by_sector.entry(sector.clone()).or_default();
                for (sum, it) in counts.iter_mut().zip([required, mapped, missing, extra]) {
                    *sum += it;
                }
            }
            gaps.rows.extend(pair.gaps.into_iter().map(|it| Gap {
                kind: if it.missing { "source_unmapped" } else { "national_extra" },
                standard,
                source: Some(source),
                clause: it.clause,
                clause_title: it.title,
                text: it.text,
                language: it.language,
                declared: it.declared,
                sectors: own.clone(),
                finding: it.finding,
            }));
        }
        for it in found.in_section(*doc, Section::Gaps).filter(|it| it.rule == "HAR001") {
            let other = it.related.iter().find_map(|it| found.elsewhere(f, it));
            gaps.rows.push(Gap {
                kind: "no_relation",
                standard: index.of_doc(*doc),
                source: other.map(|other| index.of_doc(other)),
                clause: None,
                clause_title: None,
                text: String::new(),
                language: None,
                declared: false,
                sectors: own.clone(),
                finding: Some(it.fingerprint.clone()),
            });
        }
    }
    by_sector.sort_by(|a, _, b, _| sector_order(a).cmp(&sector_order(b)));
    gaps.by_sector = by_sector
        .into_iter()
        .map(|(sector, [required, mapped, missing, extra])| SectorGaps {
            label: sector_label(scheme, &sector),
            sector,
            required,
            mapped,
            missing,
            extra,
        })
        .collect();
    gaps
}

fn pair(f: &Facts<'_>, found: &Found<'_>, documents: &DocumentPair) -> Option<PairRow> {
    let verdict = documents.verdict(f)?;
    let mut gaps = Vec::new();
    let missing = |at: u32| {
        // A clause is left out as a whole: the difference may be that of a clause above.
        documents.differences.iter().find(|it| {
            let own = it.kind == DifferenceKind::Missing && it.class == Class::Technical;
            let top = it.right_member.filter(|_| own);
            top.is_some_and(|top| top == at || documents.right.is_under(at, top))
        })
    };
    for at in &verdict.unmapped {
        let difference = missing(*at);
        let speaking = difference.map(|it| findings(f, found, documents, it)).unwrap_or_default();
        let declared = difference.is_some_and(|it| it.deviation.is_some());
        gaps.push(open(f, &documents.right, *at, true, declared, speaking.first().copied()));
    }
    for difference in documents.technical().filter(|it| it.kind == DifferenceKind::Extra) {
        let Some(at) = difference.left_member else { continue };
        let speaking = findings(f, found, documents, difference);
        let declared = difference.deviation.is_some();
        gaps.push(open(f, &documents.left, at, false, declared, speaking.first().copied()));
    }
    Some(PairRow {
        left: documents.left.doc,
        right: documents.right.doc,
        required: verdict.required,
        mapped: verdict.mapped,
        gaps,
    })
}

fn open(
    f: &Facts<'_>,
    side: &Side,
    at: u32,
    missing: bool,
    declared: bool,
    finding: Option<&crate::finding::Finding>,
) -> Open {
    let text = visible(&words(f, side, at));
    let title = side.clause(f, at).and_then(|it| {
        let text = side.lang.and_then(|lang| it.title.in_lang(lang)).or_else(|| it.title.first());
        text.map(|it| f.text(it).trim().to_owned()).filter(|it| !it.is_empty())
    });
    Open {
        missing,
        clause: side.number(f, at).map(str::to_owned),
        title,
        text: cut(&text, SHOWN),
        language: language(f, side, at),
        declared,
        finding: finding.map(|it| it.fingerprint.clone()),
    }
}

/// The first characters, and a mark where there are more.
pub(super) fn cut(text: &str, count: usize) -> String {
    let head = super::excerpt::head(text, count);
    if head.len() < text.len() { format!("{}…", head.trim_end()) } else { text.to_owned() }
}
