//! Annotations for GitHub Actions: workflow commands on standard output, which GitHub shows beside
//! the lines of a pull request. The step summary is the [`markdown`](super::markdown) report.

use std::fmt::Write as _;

use super::summary::{examined, found, unchecked};
use super::{Look, Report};
use crate::bilingual;
use crate::finding::Severity;
use crate::source::{Location, Unit};

/// One command a line.
#[must_use]
pub fn render(report: &Report<'_>, look: Look) -> String {
    let language = look.language;
    let mut out = String::new();
    for it in &report.problems {
        let level = if it.code.is_failure() { "error" } else { "warning" };
        let location = it.span.map(|span| report.sources.location(span));
        let mut properties = match (&location, &it.path) {
            (Some(location), _) => place(location, true),
            (None, Some(path)) => vec![("file", path.clone())],
            (None, None) => Vec::new(),
        };
        properties.push(("title", it.code.as_str().to_owned()));
        let mut message = it.message.get(language).to_owned();
        if let Some(help) = &it.help {
            let _ = write!(message, "\n{}", help.get(language));
        }
        command(&mut out, level, &properties, &message);
    }
    for it in report.open() {
        let level = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let has_lines = report.sources.file(it.span.file).unit() == Unit::Line;
        let mut properties = place(&report.sources.location(it.span), has_lines);
        properties.push(("title", format!("{}: {}", it.rule, it.title.get(language))));
        let mut message = it.message.get(language).to_owned();
        for other in &it.related {
            let at = report.sources.location(other.span);
            let _ = write!(
                message,
                "\n{}:{}:{} {}: {}",
                at.path,
                at.start.line,
                at.start.column,
                other.clause.as_ref().map_or_else(
                    || other.standard.clone(),
                    |clause| format!("{}, {clause}", other.standard)
                ),
                other.message.get(language)
            );
        }
        if let Some(help) = &it.help {
            let label = bilingual!("help", "建议");
            let _ = write!(message, "\n{}: {}", label.get(language), help.get(language));
        }
        command(&mut out, level, &properties, &message);
    }
    for it in unchecked(report) {
        let title = bilingual!("not checkable", "无法检查");
        let message = format!(
            "{}: {} [{}]",
            it.reason.get(language),
            it.standards.join(", "),
            it.rules.join(", ")
        );
        command(&mut out, "notice", &[("title", title.get(language).to_owned())], &message);
    }
    // Not a command: the last line of the log.
    let _ = writeln!(out, "{}: {}", examined(report, language), found(report, language));
    out
}

/// Columns are said only within one line: GitHub refuses them otherwise.
fn place(location: &Location, has_lines: bool) -> Vec<(&'static str, String)> {
    let mut properties = vec![("file", location.path.clone())];
    if has_lines {
        properties.push(("line", location.start.line.to_string()));
        properties.push(("endLine", location.end.line.to_string()));
        if location.start.line == location.end.line {
            properties.push(("col", location.start.column.to_string()));
            // GitHub's end column is the last one marked, ours is one past it.
            let last = location.end.column.saturating_sub(1).max(location.start.column);
            properties.push(("endColumn", last.to_string()));
        }
    }
    properties
}

fn command(out: &mut String, level: &str, properties: &[(&str, String)], message: &str) {
    let _ = write!(out, "::{level}");
    for (index, (name, value)) in properties.iter().enumerate() {
        let separator = if index == 0 { ' ' } else { ',' };
        let _ = write!(out, "{separator}{name}={}", property(value));
    }
    let _ = writeln!(out, "::{}", data(message));
}

/// Escaping of a message, as in the toolkit of GitHub Actions (`core.issueCommand`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escaping of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
