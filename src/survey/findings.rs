//! Findings, and the rules behind them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::excerpt::{Segment, Texts, excerpt};
use super::index::Index;
use super::{Input, StdRef, Words};
use crate::corpus::StandardId;
use crate::fact::{Facts, Kind};
use crate::finding::{
    Confidence, Finding, Judged, RelatedPlace, Section, Severity, SourceClause, Standing, rule_url,
    waiver::Fault,
};
use crate::source::{FileId, Span};

/// A finding.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    /// Its address, in every output of the program.
    pub fingerprint: String,
    /// Code of the rule.
    pub rule: String,
    /// Title of the rule.
    pub title: Words,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// `open`, `waived`, `baselined`.
    pub standing: &'static str,
    /// Why it was waived.
    pub waiver: Option<WaiverRow>,
    /// The section that explains it.
    pub section: Section,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub help: Option<Words>,
    /// The standard it is about.
    pub standard: Option<StdRef>,
    /// Number or title of the clause.
    pub clause: Option<String>,
    /// The file.
    pub path: String,
    /// The line, from 1 (the paragraph, in a word processor's file).
    pub line: Option<u32>,
    /// The character in the line, from 1.
    pub column: Option<u32>,
    /// The words, and a few around them.
    pub excerpt: Option<Vec<Segment>>,
    /// Further places.
    pub related: Vec<Elsewhere>,
    /// What the rule rests on.
    pub sources: Vec<Words>,
    /// Named facts that led here.
    pub evidence: Vec<(String, String)>,
}

/// Why a finding was waived.
#[derive(Clone, Debug, Serialize)]
pub struct WaiverRow {
    /// Why.
    pub reason: String,
    /// Who said so.
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<String>,
}

/// A further place of a finding.
#[derive(Clone, Debug, Serialize)]
pub struct Elsewhere {
    /// The standard there.
    pub standard: Option<StdRef>,
    /// What it is called there.
    pub written: String,
    /// Number or title of the clause.
    pub clause: Option<String>,
    /// What is to be seen.
    pub message: Words,
    /// The file.
    pub path: String,
    /// The line.
    pub line: Option<u32>,
    /// The words.
    pub excerpt: Option<Vec<Segment>>,
}

/// A rule that ran.
#[derive(Clone, Debug, Serialize)]
pub struct RuleRow {
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: Words,
    /// Why it is a rule.
    pub why: Words,
    /// What to do, where that does not depend on the finding.
    pub help: Option<Words>,
    /// What it rests on.
    pub sources: Vec<Words>,
    /// Severity before any profile.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The section of its findings.
    pub section: Section,
    /// Open findings.
    pub count: usize,
    /// The page about it.
    pub url: String,
}

/// The findings by what they are about.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) all: &'a [Judged],
    /// The document of each finding.
    pub(super) docs: Vec<Option<u32>>,
    pub(super) sections: Vec<Section>,
    /// What the rule of each looks at.
    kinds: Vec<Option<Kind>>,
    by_doc: FxHashMap<u32, Vec<u32>>,
    locator: Locator,
}

impl<'a> Found<'a> {
    pub(super) fn of(input: &Input<'a>) -> Self {
        let f = input.facts;
        let locator = Locator::of(f);
        let docs: Vec<Option<u32>> = input
            .findings
            .par_iter()
            .map(|it| locator.find(f, it.finding.span, &it.finding.standard))
            .collect();
        let rule = |it: &Judged| input.rules.get(&it.finding.rule);
        let sections = input.findings.iter().map(|it| {
            rule(it).map_or_else(
                || Section::of_code(&it.finding.rule).unwrap_or_default(),
                crate::rule::Rule::section,
            )
        });
        let sections = sections.collect();
        let kinds = input.findings.iter().map(|it| rule(it).map(|it| it.on)).collect();
        let mut by_doc: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (at, doc) in (0_u32..).zip(&docs) {
            if let Some(doc) = doc {
                by_doc.entry(*doc).or_default().push(at);
            }
        }
        Self { all: input.findings, docs, sections, kinds, by_doc, locator }
    }

    /// The findings about a document, each with its number.
    pub(super) fn about(&self, doc: u32) -> impl Iterator<Item = (usize, &'a Finding)> + '_ {
        let list = self.by_doc.get(&doc).map_or(&[][..], Vec::as_slice);
        list.iter().map(|at| (*at as usize, &self.all[*at as usize].finding))
    }

    /// The findings of a section about a document.
    pub(super) fn in_section(
        &self,
        doc: u32,
        section: Section,
    ) -> impl Iterator<Item = &'a Finding> + '_ {
        self.about(doc).filter(move |(at, _)| self.sections[*at] == section).map(|it| it.1)
    }

    /// The findings of a document that its differences from another gave, or its conflicts with it.
    pub(super) fn of_kind(&self, doc: u32, kind: Kind) -> impl Iterator<Item = &'a Finding> + '_ {
        self.about(doc).filter(move |(at, _)| self.kinds[*at] == Some(kind)).map(|it| it.1)
    }

    /// Fingerprints of the open findings of a section, by path and place.
    pub(super) fn open_in(&self, section: Section) -> Vec<String> {
        let all = self.all.iter().zip(&self.sections);
        let own = all.filter(|(it, own)| it.is_open() && **own == section);
        own.map(|(it, _)| it.finding.fingerprint.clone()).collect()
    }

    /// The document at a further place of a finding.
    pub(super) fn elsewhere(&self, f: &Facts<'_>, place: &RelatedPlace) -> Option<u32> {
        self.locator.find(f, place.span, &place.standard)
    }
}

/// Finds the document that a place belongs to.
#[derive(Debug)]
struct Locator {
    /// Documents by file: start, end and number, by rising start.
    by_file: FxHashMap<FileId, Vec<(u32, u32, u32)>>,
    /// Of several documents of one name, the first.
    by_name: FxHashMap<String, u32>,
}

impl Locator {
    fn of(f: &Facts<'_>) -> Self {
        let mut by_file: FxHashMap<FileId, Vec<(u32, u32, u32)>> = FxHashMap::default();
        for StandardId(doc) in f.corpus().ids() {
            let span = f.standard(doc).span;
            by_file.entry(span.file).or_default().push((span.start, span.end, doc));
        }
        let mut lists: Vec<_> = by_file.into_iter().collect();
        lists.par_iter_mut().for_each(|(_, list)| list.sort_unstable());
        let docs = 0..u32::try_from(f.corpus().standards().len()).unwrap_or(u32::MAX);
        let names: Vec<(String, u32)> =
            docs.into_par_iter().map(|doc| (f.name(doc), doc)).collect();
        let mut by_name = FxHashMap::default();
        for (name, doc) in names {
            by_name.entry(name).or_insert(doc);
        }
        Self { by_file: lists.into_iter().collect(), by_name }
    }

    /// The document of that name which the place lies in; else the one of the name, else the one
    /// around the place.
    fn find(&self, f: &Facts<'_>, span: Span, name: &str) -> Option<u32> {
        let list = self.by_file.get(&span.file).map_or(&[][..], Vec::as_slice);
        let at = list.partition_point(|it| it.0 <= span.start).checked_sub(1);
        let around = at.map(|at| list[at]).filter(|it| span.start <= it.1).map(|it| it.2);
        let is_it = |doc: &u32| f.name(*doc) == name;
        around.filter(is_it).or_else(|| self.by_name.get(name).copied()).or(around)
    }
}

/// Every finding, by path and place.
pub(super) fn rows(input: &Input<'_>, found: &Found<'_>, index: &mut Index) -> Vec<FindingRow> {
    let f = input.facts;
    let texts = texts(f, found);
    let mut rows: Vec<(FindingRow, Vec<Option<u32>>)> =
        (0..found.all.len()).into_par_iter().map(|at| row(f, found, &texts, at)).collect();
    for ((row, related), doc) in rows.iter_mut().zip(&found.docs) {
        row.standard = doc.map(|doc| index.of_doc(doc));
        for (elsewhere, doc) in row.related.iter_mut().zip(related) {
            elsewhere.standard = doc.map(|doc| index.of_doc(doc));
        }
    }
    rows.into_iter().map(|it| it.0).collect()
}

/// The texts of every document that a finding points into.
fn texts<'a>(f: &Facts<'a>, found: &Found<'_>) -> FxHashMap<u32, Texts<'a>> {
    let mut docs: Vec<u32> = found.docs.iter().flatten().copied().collect();
    let related = found.all.par_iter().flat_map_iter(|it| &it.finding.related);
    docs.par_extend(related.filter_map(|it| found.elsewhere(f, it)));
    docs.sort_unstable();
    docs.dedup();
    docs.into_par_iter().map(|doc| (doc, Texts::of(f, doc))).collect()
}

fn row(
    f: &Facts<'_>,
    found: &Found<'_>,
    texts: &FxHashMap<u32, Texts<'_>>,
    at: usize,
) -> (FindingRow, Vec<Option<u32>>) {
    let Judged { finding, standing } = &found.all[at];
    let sources = f.sources();
    let place = sources.location(finding.span);
    let (standing, waiver) = match standing {
        Standing::Open => ("open", None),
        Standing::Waived(waiver) => {
            let (reason, owner) = (waiver.reason.clone(), waiver.owner.clone());
            ("waived", Some(WaiverRow { reason, owner, expires: waiver.expires.clone() }))
        }
        Standing::Baselined => ("baselined", None),
    };
    let docs: Vec<Option<u32>> = finding.related.iter().map(|it| found.elsewhere(f, it)).collect();
    let own = |doc: &Option<u32>| doc.and_then(|doc| texts.get(&doc));
    let related = finding.related.iter().zip(&docs).map(|(it, doc)| {
        let place = sources.location(it.span);
        Elsewhere {
            standard: None,
            written: it.standard.clone(),
            clause: it.clause.clone(),
            message: it.message.clone(),
            path: place.path,
            line: Some(place.start.line),
            excerpt: excerpt(f, own(doc), it.span),
        }
    });
    let related = related.collect();
    let row = FindingRow {
        fingerprint: finding.fingerprint.clone(),
        rule: finding.rule.clone(),
        title: finding.title.clone(),
        severity: finding.severity,
        confidence: finding.confidence,
        standing,
        waiver,
        section: found.sections[at],
        message: finding.message.clone(),
        help: finding.help.clone(),
        standard: None,
        clause: finding.clause.clone(),
        path: place.path,
        line: Some(place.start.line),
        column: Some(place.start.column),
        excerpt: excerpt(f, own(&found.docs[at]), finding.span),
        related,
        sources: finding.source.iter().map(SourceClause::words).collect(),
        evidence: finding.evidence.clone(),
    };
    (row, docs)
}

/// The rules that ran on some document, and those of the house that found something.
pub(super) fn rules(input: &Input<'_>) -> Vec<RuleRow> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for it in input.findings.iter().filter(|it| it.is_open()) {
        *counts.entry(it.finding.rule.as_str()).or_default() += 1;
    }
    let count = |code: &str| counts.get(code).copied().unwrap_or(0);
    let ran = input.rules.iter().filter(|it| input.policy.runs_anywhere(it));
    let mut rows: Vec<RuleRow> = ran
        .map(|it| RuleRow {
            code: it.code.clone(),
            title: it.title.clone(),
            why: it.why.clone(),
            help: None,
            sources: it.sources.iter().map(SourceClause::words).collect(),
            severity: it.usual_severity(),
            confidence: it.confidence,
            section: it.section(),
            count: count(&it.code),
            url: rule_url(&it.code),
        })
        .collect();
    rows.extend(Fault::ALL.iter().filter(|it| count(it.code()) > 0).map(|it| RuleRow {
        code: it.code().to_owned(),
        title: it.title(),
        why: it.why(),
        help: Some(it.help()),
        sources: Vec::new(),
        severity: Fault::SEVERITY,
        confidence: Confidence::Certain,
        section: Section::Form,
        count: count(it.code()),
        url: rule_url(it.code()),
    }));
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    rows
}
