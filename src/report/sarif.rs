//! SARIF 2.1.0 (OASIS), as GitHub code scanning and editors read it.
//!
//! Unlike the other formats it lists waived and baselined findings too, marked as such: the viewer
//! keeps their history by fingerprint.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Value, json};

use super::{Report, RuleCard, rule_url, source_line};
use crate::finding::baseline::Entry;
use crate::finding::{Confidence, Finding, Fix, Judged, Severity, Standing, Waiver};
use crate::fix::Fixer;
use crate::source::{FileId, Language, Location, Problem, Span};

/// The whole report, with a line end.
#[must_use]
pub fn render(report: &Report<'_>, language: Language) -> String {
    let rules = report.rules.iter().map(|it| rule(it, language)).collect();
    let mut fixer = Fixer::new(report.sources);
    let failed = report.problems.iter().any(|it| it.code.is_failure());
    super::json::to_text(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: json!({"driver": Driver {
                name: "consonance",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_HOMEPAGE"),
                rules,
            }}),
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                execution_successful: !failed,
                tool_execution_notifications: notifications(report, language),
            }],
            results: report
                .findings
                .iter()
                .map(|it| result(it, report, &mut fixer, language))
                .chain(report.stale.iter().map(|it| absent(it, report)))
                .collect(),
            properties: json!({"asOf": report.as_of}),
        }],
    })
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Value,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<Found>,
    properties: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Value,
    help_uri: String,
    default_configuration: Value,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    // An empty list says "not suppressed" where an absent one would say "not known".
    suppressions: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    properties: Value,
}

fn text(text: impl Into<String>) -> Text {
    Text { text: text.into() }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(card: &RuleCard, language: Language) -> Rule {
    let (title, why) = (card.title.get(language), card.why.get(language));
    let source = source_line(&card.source);
    let source = source.get(language);
    let (mut plain, mut markdown) = (why.to_owned(), why.to_owned());
    if let Some(help) = &card.help {
        let _ = write!(plain, "\n{}", help.get(language));
        let _ = write!(markdown, "\n\n**{}**", help.get(language));
    }
    if !source.is_empty() {
        let _ = write!(plain, "\n{source}");
        let _ = write!(markdown, "\n\n*{source}*");
    }
    Rule {
        id: card.code.clone(),
        // Names are one word (SARIF 3.49.7), and a title in Chinese has none: always the English.
        name: card.title.en.split(|it: char| !it.is_alphanumeric()).map(capitalised).collect(),
        short_description: text(title),
        full_description: text(why),
        help: json!({"text": plain, "markdown": markdown}),
        help_uri: rule_url(&card.code),
        default_configuration: json!({"level": level(card.severity)}),
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn result(
    judged: &Judged,
    report: &Report<'_>,
    fixer: &mut Fixer<'_>,
    language: Language,
) -> Found {
    let Judged { finding, standing } = judged;
    let baseline_state = report.baseline.then_some(match standing {
        Standing::Baselined => "unchanged",
        _ => "new",
    });
    let suppressions = match standing {
        Standing::Waived(waiver) => vec![suppression(waiver, finding)],
        _ => Vec::new(),
    };
    let related = finding.related.iter().enumerate().map(|(id, it)| {
        let mut place =
            physical(&report.sources.location(it.span), &it.standard, it.clause.as_deref());
        place["id"] = json!(id + 1);
        place["message"] = json!({"text": it.message.get(language)});
        place
    });
    let mut properties = json!({
        "confidence": match finding.confidence {
            Confidence::Certain => "certain",
            Confidence::Heuristic => "heuristic",
        },
    });
    if !finding.evidence.is_empty() {
        properties["evidence"] =
            finding.evidence.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
    }
    Found {
        rule_id: finding.rule.clone(),
        rule_index: report.rules.iter().position(|it| it.code == finding.rule),
        level: level(finding.severity),
        message: text(finding.message.get(language)),
        locations: vec![physical(
            &report.sources.location(finding.span),
            &finding.standard,
            finding.clause.as_deref(),
        )],
        related_locations: related.collect(),
        partial_fingerprints: json!({"consonance/v1": finding.fingerprint}),
        baseline_state,
        suppressions,
        fixes: finding.fix.iter().filter_map(|it| fix(it, report, fixer, language)).collect(),
        properties,
    }
}

/// What the baseline has and the check has not: its place is the entry.
fn absent(entry: &Entry, report: &Report<'_>) -> Found {
    let place =
        |span| physical(&report.sources.location(span), &entry.standard, entry.clause.as_deref());
    Found {
        rule_id: entry.rule.clone(),
        rule_index: report.rules.iter().position(|it| it.code == entry.rule),
        level: "none",
        message: text(entry.at.clone()),
        locations: entry.span.map(place).into_iter().collect(),
        related_locations: Vec::new(),
        partial_fingerprints: json!({"consonance/v1": entry.fingerprint}),
        baseline_state: Some("absent"),
        suppressions: Vec::new(),
        fixes: Vec::new(),
        properties: json!({}),
    }
}

fn suppression(waiver: &Waiver, finding: &Finding) -> Value {
    let in_source = waiver.span.is_some_and(|it| it.file == finding.span.file);
    let mut value = json!({
        "kind": if in_source { "inSource" } else { "external" },
        "status": "accepted",
        "justification": waiver.reason,
    });
    let mut properties = serde_json::Map::new();
    for (key, it) in [("owner", &waiver.owner), ("expires", &waiver.expires)] {
        if let Some(it) = it {
            properties.insert(key.to_owned(), json!(it));
        }
    }
    if !properties.is_empty() {
        value["properties"] = Value::Object(properties);
    }
    value
}

fn physical(location: &Location, standard: &str, clause: Option<&str>) -> Value {
    let mut place = json!({
        "physicalLocation": {"artifactLocation": artifact(&location.path), "region": region(location)},
    });
    if !standard.is_empty() {
        let name = clause.map_or_else(|| standard.to_owned(), |it| format!("{standard}, {it}"));
        place["logicalLocations"] = json!([{"fullyQualifiedName": name}]);
    }
    place
}

fn region(location: &Location) -> Value {
    json!({
        "startLine": location.start.line,
        "startColumn": location.start.column,
        "endLine": location.end.line,
        "endColumn": location.end.column,
    })
}

fn artifact(path: &str) -> Value {
    json!({"uri": uri(path)})
}

/// A path as a URI reference (RFC 3986): relative ones stay relative to where the check ran.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// The fix as its file has to be changed; none where that cannot be written there.
fn fix(fix: &Fix, report: &Report<'_>, fixer: &mut Fixer<'_>, language: Language) -> Option<Value> {
    let mut changes: IndexMap<FileId, Vec<Value>> = IndexMap::new();
    for (file, change) in fixer.changes(fix).ok()? {
        let span = Span::new(file, change.range.start, change.range.end);
        changes.entry(file).or_default().push(json!({
            "deletedRegion": region(&report.sources.location(span)),
            "insertedContent": {"text": change.text},
        }));
    }
    let changes: Vec<_> = changes
        .into_iter()
        .map(|(file, replacements)| {
            let path = report.sources.file(file).path();
            json!({"artifactLocation": artifact(path), "replacements": replacements})
        })
        .collect();
    Some(json!({"description": {"text": fix.message.get(language)}, "artifactChanges": changes}))
}

/// What could not be read or checked: notifications, because neither is a finding.
fn notifications(report: &Report<'_>, language: Language) -> Vec<Value> {
    let unread = report.problems.iter().map(|it| unread(it, report, language));
    let unchecked = super::summary::unchecked(report).into_iter().map(|it| {
        let (reason, standards, rules) =
            (it.reason.get(language), it.standards.join(", "), it.rules.join(", "));
        json!({
            "descriptor": {"id": "not-checkable"},
            "level": "note",
            "message": {"text": format!("{reason}: {standards} [{rules}]")},
        })
    });
    unread.chain(unchecked).collect()
}

fn unread(problem: &Problem, report: &Report<'_>, language: Language) -> Value {
    let mut value = json!({
        "descriptor": {"id": problem.code.as_str()},
        "level": if problem.code.is_failure() { "error" } else { "warning" },
        "message": {"text": problem.message.get(language)},
    });
    if let Some(span) = problem.span {
        value["locations"] = json!([physical(&report.sources.location(span), "", None)]);
    } else if let Some(path) = &problem.path {
        value["locations"] = json!([{"physicalLocation": {"artifactLocation": artifact(path)}}]);
    }
    value
}
