//! The standards that are spoken of.

use rayon::prelude::*;
use serde::Serialize;

use super::findings::Found;
use super::index::{Index, title};
use super::{Tally, Title};
use crate::corpus::{NodeId, PartialDate, StandardId};
use crate::fact::Facts;
use crate::model::{Level, Text};

/// A standard.
#[derive(Clone, Debug, Serialize)]
pub struct StandardRow {
    /// What to call it.
    pub key: String,
    /// Its identifier, where it has one.
    pub id: Option<String>,
    /// Titles by language.
    pub title: Title,
    /// Rank of its body.
    pub level: &'static str,
    /// Where it stands on the day of judgement.
    pub status: &'static str,
    /// When it was published, as exactly as is known.
    pub date: Option<String>,
    /// Sector codes.
    pub sectors: Vec<String>,
    /// Aspects.
    pub aspects: Vec<String>,
    /// Codes of the International Classification for Standards.
    pub ics: Vec<String>,
    /// The file it is in; none where it is only named.
    pub path: Option<String>,
    /// It is judged.
    pub judged: bool,
    /// Its text is there, so that it can be compared.
    pub has_text: bool,
    /// Open findings about it.
    pub findings: Tally,
}

pub(super) fn rows(f: &Facts<'_>, found: &Found<'_>, index: Index) -> Vec<StandardRow> {
    index.nodes.into_par_iter().map(|node| row(f, found, node)).collect()
}

fn row(f: &Facts<'_>, found: &Found<'_>, node: NodeId) -> StandardRow {
    let corpus = f.corpus();
    let identifier = corpus.identifier(node);
    let level = identifier.map_or(Level::Unknown, |it| it.level);
    let mut row = StandardRow {
        key: corpus.name(node),
        id: corpus.identifier_id(node).map(|id| corpus.identifiers().canonical(id).to_owned()),
        title: Title::default(),
        level: level.as_str(),
        status: corpus.status(node).as_str(),
        date: identifier.and_then(|it| it.year).map(|year| format!("{year:04}")),
        sectors: Vec::new(),
        aspects: Vec::new(),
        ics: Vec::new(),
        path: None,
        judged: false,
        has_text: false,
        findings: Tally::default(),
    };
    let Some(StandardId(doc)) = corpus.standard_of(node) else { return row };
    let standard = f.standard(doc);
    row.title = title(f, &standard.title);
    row.level = level_of(f, doc).as_str();
    let published = standard.dates.published.as_ref().map(|it| f.text(it));
    row.date = published.and_then(PartialDate::parse).map(|it| it.to_string()).or(row.date);
    if let Some(classes) = standard.classification.as_deref() {
        let words = |list: &[Text]| -> Vec<String> {
            list.iter().map(|it| f.text(it).trim().to_owned()).collect()
        };
        row.sectors = sectors(f, doc);
        row.aspects = classes.aspects.as_deref().map(words).unwrap_or_default();
        row.ics = words(&classes.ics);
    }
    row.path = Some(f.sources().file(standard.span.file).path().to_owned());
    row.judged = f.is_judged(doc);
    row.has_text = !f.clauses(doc).is_empty();
    for (at, finding) in found.about(doc) {
        if found.all[at].is_open() {
            row.findings.add(finding.severity);
        }
    }
    row
}

/// The rank that a document declares, else the one of its identifier.
pub(super) fn level_of(f: &Facts<'_>, doc: u32) -> Level {
    let said = f.standard(doc).details.as_deref().and_then(|it| it.level);
    let own = f.own_identifier(doc).map(|it| it.level);
    said.map(|it| it.value).or(own).unwrap_or(Level::Unknown)
}

/// Sector codes of a document.
pub(super) fn sectors(f: &Facts<'_>, doc: u32) -> Vec<String> {
    let classes = f.standard(doc).classification.as_deref();
    let list = classes.and_then(|it| it.sectors.as_deref()).unwrap_or_default();
    list.iter().map(|it| f.text(it).trim().to_owned()).filter(|it| !it.is_empty()).collect()
}
