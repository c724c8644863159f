//! Findings about terms, with both definitions.

use serde::Serialize;

use super::findings::Found;
use super::gaps::cut;
use super::index::Index;
use super::{StdRef, Title, Words};
use crate::corpus::StandardId;
use crate::fact::Facts;
use crate::finding::Section;
use crate::model::{Lang, TermEntry};
use crate::source::Span;

/// A finding about a term.
#[derive(Clone, Debug, Serialize)]
pub struct TermRow {
    /// Its names.
    pub term: Title,
    /// The document.
    pub standard: StdRef,
    /// The document that has it otherwise.
    pub other: Option<StdRef>,
    /// What is wrong.
    pub kind: Words,
    /// The definition.
    pub definition: Option<String>,
    /// The definition there.
    pub other_definition: Option<String>,
    /// The finding.
    pub finding: String,
}

/// Characters of a definition that are shown.
const SHOWN: usize = 300;

pub(super) fn rows(f: &Facts<'_>, found: &Found<'_>, index: &mut Index) -> Vec<TermRow> {
    let mut rows = Vec::new();
    for StandardId(doc) in f.judged() {
        for it in found.in_section(*doc, Section::Terms) {
            let own = entry(f, *doc, it.span);
            let other = it.related.iter().find_map(|place| {
                let other = found.elsewhere(f, place).filter(|other| other != doc)?;
                Some((other, entry(f, other, place.span)))
            });
            // Of definitions in several languages, one that both documents have.
            let theirs = other.and_then(|it| it.1);
            let has =
                |entry: &TermEntry, lang: Lang| entry.definitions.iter().any(|it| it.lang == lang);
            let common = own.zip(theirs).and_then(|(own, theirs)| {
                own.definitions.iter().map(|it| it.lang).find(|lang| has(theirs, *lang))
            });
            let definition = |entry: &TermEntry| {
                let all = &entry.definitions;
                let shown = all.iter().find(|it| Some(it.lang) == common).or(all.first())?;
                let words = f.text(&shown.text).split_whitespace().collect::<Vec<_>>().join(" ");
                Some(cut(&words, SHOWN)).filter(|it| !it.is_empty())
            };
            rows.push(TermRow {
                term: own.map(|it| names(f, it)).unwrap_or_default(),
                standard: index.of_doc(*doc),
                other: other.map(|it| index.of_doc(it.0)),
                kind: it.title.clone(),
                definition: own.and_then(definition),
                other_definition: theirs.and_then(definition),
                finding: it.fingerprint.clone(),
            });
        }
    }
    rows
}

/// The entry around a place.
fn entry<'a>(f: &Facts<'a>, doc: u32, place: Span) -> Option<&'a TermEntry> {
    let all = f.standard(doc).terms.as_deref().unwrap_or_default();
    all.iter().find(|it| {
        let span = it.span;
        span.file == place.file && span.start <= place.start && place.end <= span.end
    })
}

fn names(f: &Facts<'_>, entry: &TermEntry) -> Title {
    let mut names = Title::default();
    for it in &entry.designations {
        let words = f.text(&it.text).trim();
        if !words.is_empty() {
            names.entry(it.lang.as_str()).or_insert_with(|| words.to_owned());
        }
    }
    names
}
