//! Clauses that correspond and do not say the same, side by side.

use rayon::prelude::*;
use serde::Serialize;

use super::differences::{findings, message};
use super::findings::Found;
use super::index::Index;
use super::passage::{Passage, passage};
use super::{StdRef, Words};
use crate::corpus::StandardId;
use crate::fact::Facts;
use crate::fact::matching::{Basis, Class, ClausePair, Difference, DifferenceKind, DocumentPair};
use crate::source::Span;

/// Two clauses that correspond and differ.
#[derive(Clone, Debug, Serialize)]
pub struct UnharmonizedRow {
    /// Its address in the report.
    pub id: String,
    /// The judged document.
    pub standard: StdRef,
    /// The other one.
    pub source: StdRef,
    /// Who says that the two belong together: `adoption`, `mapping`, `subject` (a common key, which
    /// does not say that they are the same: listed only where a rule objects).
    pub basis: &'static str,
    /// How the left clause stands to the right one.
    pub relation: &'static str,
    /// How sure it is that they correspond, in 0..1; 1 where that is declared.
    pub score: f64,
    /// Every technical difference is covered by a declared deviation.
    pub declared: bool,
    /// The clause of the judged document.
    pub left: Passage,
    /// The other clause.
    pub right: Passage,
    /// In what they differ.
    pub differences: Vec<DifferenceRow>,
    /// Findings about it.
    pub findings: Vec<String>,
}

/// One difference.
#[derive(Clone, Debug, Serialize)]
pub struct DifferenceRow {
    /// In what.
    pub kind: &'static str,
    /// `technical`, `editorial` or `unclear`.
    pub class: &'static str,
    /// In words.
    pub message: Words,
    /// A declared deviation covers it.
    pub declared: bool,
    /// The finding about it.
    pub finding: Option<String>,
}

/// All of them, and how many pairs there are beside.
#[derive(Debug)]
pub(super) struct Unharmonized {
    pub(super) rows: Vec<UnharmonizedRow>,
    /// Pairs of clauses that correspond by adoption or mapping, whether they differ or not.
    pub(super) pairs: usize,
    /// Those that differ only in ways that identity allows.
    pub(super) editorial: usize,
}

#[derive(Default)]
struct OfDocument {
    rows: Vec<(u32, u32, UnharmonizedRow)>,
    pairs: usize,
    editorial: usize,
}

pub(super) fn rows(f: &Facts<'_>, found: &Found<'_>, index: &mut Index) -> Unharmonized {
    let by_document: Vec<OfDocument> = f
        .judged()
        .par_iter()
        .map(|StandardId(doc)| {
            let mut own = OfDocument::default();
            for documents in f.matching().of(*doc) {
                pairs(f, found, documents, &mut own);
            }
            own
        })
        .collect();
    let mut all = Unharmonized { rows: Vec::new(), pairs: 0, editorial: 0 };
    for own in by_document {
        all.pairs += own.pairs;
        all.editorial += own.editorial;
        for (left, right, mut row) in own.rows {
            row.id = format!("u{}", all.rows.len() + 1);
            row.standard = index.of_doc(left);
            row.source = index.of_doc(right);
            all.rows.push(row);
        }
    }
    all
}

fn pairs(f: &Facts<'_>, found: &Found<'_>, documents: &DocumentPair, own: &mut OfDocument) {
    let mut by_pair: Vec<Vec<&Difference>> = vec![Vec::new(); documents.pairs.len()];
    for it in &documents.differences {
        if let Some(list) = it.pair.and_then(|at| by_pair.get_mut(at as usize)) {
            list.push(it);
        }
    }
    for (pair, differences) in documents.pairs.iter().zip(by_pair) {
        let related = documents.basis != Basis::Subject;
        own.pairs += usize::from(pair.accepted && related);
        if differences.is_empty() {
            continue;
        }
        let speaking: Vec<_> =
            differences.iter().map(|it| findings(f, found, documents, it)).collect();
        let technical = related && differences.iter().any(|it| it.class == Class::Technical);
        if !technical && speaking.iter().all(Vec::is_empty) {
            own.editorial += usize::from(related);
            continue;
        }
        let mut row = row(f, documents, pair, &differences);
        for (difference, speaking) in row.differences.iter_mut().zip(&speaking) {
            difference.finding = speaking.first().map(|it| it.fingerprint.clone());
            for it in speaking {
                if !row.findings.contains(&it.fingerprint) {
                    row.findings.push(it.fingerprint.clone());
                }
            }
        }
        own.rows.push((documents.left.doc, documents.right.doc, row));
    }
}

fn row(
    f: &Facts<'_>,
    documents: &DocumentPair,
    pair: &ClausePair,
    differences: &[&Difference],
) -> UnharmonizedRow {
    let marks = |left: bool| -> Vec<(u32, Span)> {
        let places = (0_u32..).zip(differences);
        places
            .filter_map(|(at, it)| Some((at, if left { it.left } else { it.right }?.span)))
            .collect()
    };
    let mut technical = differences.iter().filter(|it| it.class == Class::Technical).peekable();
    UnharmonizedRow {
        id: String::new(),
        standard: StdRef(0),
        source: StdRef(0),
        basis: Basis::WORDS.get(documents.basis as usize).copied().unwrap_or("adoption"),
        relation: pair.declared_relation.unwrap_or(pair.relation).as_str(),
        score: (f64::from(pair.score) * 1000.0).round() / 1000.0,
        declared: technical.peek().is_some() && technical.all(|it| it.deviation.is_some()),
        left: passage(f, &documents.left, pair.left, &marks(true)),
        right: passage(f, &documents.right, pair.right, &marks(false)),
        differences: differences
            .iter()
            .map(|it| DifferenceRow {
                kind: DifferenceKind::WORDS.get(it.kind as usize).copied().unwrap_or("wording"),
                class: Class::WORDS.get(it.class as usize).copied().unwrap_or("unclear"),
                message: message(f, documents, it),
                declared: it.deviation.is_some(),
                finding: None,
            })
            .collect(),
        findings: Vec::new(),
    }
}
