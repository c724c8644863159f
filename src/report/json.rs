//! JSON for programs: the contract of `consonance schema findings`, version 1.
//!
//! Only findings that count are listed; what was waived or baselined is counted in the summary
//! (SARIF lists it too). Keys are only ever added while `version` stays.

use serde::Serialize;

use super::{Report, rule_url};
use crate::finding::{Confidence, Finding, Severity, SourceClause};
use crate::fix::Fixer;
use crate::source::{Language, Location, Problem, Span};

/// The JSON Schema (2020-12) of this output.
pub const SCHEMA: &str = include_str!("json.schema.json");

/// The whole report, with a line end.
#[must_use]
pub fn render(report: &Report<'_>, language: Language) -> String {
    let counts = report.counts();
    let mut fixer = Fixer::new(report.sources);
    let document = Document {
        version: 1,
        tool: Tool { name: "consonance", version: env!("CARGO_PKG_VERSION") },
        as_of: &report.as_of,
        summary: Summary {
            error: counts.error,
            warning: counts.warning,
            info: counts.info,
            waived: counts.waived,
            baselined: counts.baselined,
            not_checkable: counts.not_checkable,
            standards: report.examined.standards,
            clauses: report.examined.clauses,
            references: report.examined.references,
            files: report.examined.files,
        },
        findings: report.open().map(|it| entry(it, report, &mut fixer, language)).collect(),
        not_checkable: report
            .not_checkable
            .iter()
            .map(|it| Unchecked {
                standard: &it.standard,
                reason: it.reason.get(language),
                rules: &it.rules,
            })
            .collect(),
        problems: report.problems.iter().map(|it| unread(it, report, language)).collect(),
        stale: report
            .stale
            .iter()
            .map(|it| Stale {
                rule: &it.rule,
                standard: &it.standard,
                clause: it.clause.as_deref(),
                fingerprint: &it.fingerprint,
                location: it.span.map(|span| report.sources.location(span)),
            })
            .collect(),
    };
    to_text(&document)
}

/// Pretty JSON with a line end; our documents hold nothing that serde_json refuses.
pub(super) fn to_text(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    as_of: &'a str,
    summary: Summary,
    findings: Vec<Entry<'a>>,
    not_checkable: Vec<Unchecked<'a>>,
    problems: Vec<Unread<'a>>,
    stale: Vec<Stale<'a>>,
}

#[derive(Serialize)]
struct Stale<'a> {
    rule: &'a str,
    standard: &'a str,
    clause: Option<&'a str>,
    fingerprint: &'a str,
    location: Option<Location>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    waived: usize,
    baselined: usize,
    not_checkable: usize,
    standards: usize,
    clauses: usize,
    references: usize,
    files: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    standard: &'a str,
    clause: Option<&'a str>,
    source: &'a [SourceClause],
    location: Location,
    related: Vec<Related<'a>>,
    help: Option<&'a str>,
    url: String,
    fingerprint: &'a str,
    fix: Option<Fix<'a>>,
    evidence: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct Related<'a> {
    standard: &'a str,
    clause: Option<&'a str>,
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct Fix<'a> {
    message: &'a str,
    safe: bool,
    edits: Vec<Edit>,
}

#[derive(Serialize)]
struct Edit {
    location: Location,
    replacement: String,
}

#[derive(Serialize)]
struct Unchecked<'a> {
    standard: &'a str,
    reason: &'a str,
    rules: &'a [String],
}

#[derive(Serialize)]
struct Unread<'a> {
    code: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    location: Option<Location>,
    help: Option<&'a str>,
}

fn entry<'a>(
    finding: &'a Finding,
    report: &Report<'a>,
    fixer: &mut Fixer<'_>,
    language: Language,
) -> Entry<'a> {
    let at = |span| report.sources.location(span);
    Entry {
        rule: &finding.rule,
        title: finding.title.get(language),
        severity: finding.severity,
        confidence: finding.confidence,
        message: finding.message.get(language),
        standard: &finding.standard,
        clause: finding.clause.as_deref(),
        source: &finding.source,
        location: at(finding.span),
        related: finding
            .related
            .iter()
            .map(|it| Related {
                standard: &it.standard,
                clause: it.clause.as_deref(),
                message: it.message.get(language),
                location: at(it.span),
            })
            .collect(),
        help: finding.help.as_ref().map(|it| it.get(language)),
        url: rule_url(&finding.rule),
        fingerprint: &finding.fingerprint,
        fix: finding.fix.as_ref().and_then(|fix| {
            // As it has to be written there; what cannot be written is no fix for a program.
            let changes = fixer.changes(fix).ok()?;
            let edits = changes.into_iter().map(|(file, change)| Edit {
                location: at(Span::new(file, change.range.start, change.range.end)),
                replacement: change.text,
            });
            let message = fix.message.get(language);
            Some(Fix { message, safe: fix.safe, edits: edits.collect() })
        }),
        evidence: finding
            .evidence
            .iter()
            .map(|(key, value)| (key.clone(), value.clone().into()))
            .collect(),
    }
}

fn unread<'a>(problem: &'a Problem, report: &Report<'a>, language: Language) -> Unread<'a> {
    let location = problem.span.map(|span| report.sources.location(span));
    let path = problem.span.map(|span| report.sources.file(span.file).path());
    Unread {
        code: problem.code.as_str(),
        message: problem.message.get(language),
        path: path.or(problem.path.as_deref()),
        location,
        help: problem.help.as_ref().map(|it| it.get(language)),
    }
}
