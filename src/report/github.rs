//! Annotations for GitHub Actions: workflow commands on standard output, which GitHub shows beside
//! the lines of a pull request. The step summary is the [`markdown`](super::markdown) report.

use std::fmt::Write as _;

use super::summary::{examined, found, unchecked};
use super::{Look, Report};
use crate::bilingual;
use crate::finding::Severity;
use crate::source::{Location, Unit};

/// Annotations of one level that GitHub shows for a step; it drops the others without a word.
const SHOWN: usize = 10;
/// Bytes of one message, well below what GitHub takes.
const MESSAGE: usize = 16 << 10;

/// One command a line; what GitHub would not show any more is a plain line of the log.
#[must_use]
pub fn render(report: &Report<'_>, look: Look) -> String {
    let language = look.language;
    let mut out = Commands::default();
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
        out.push(level, &properties, &message);
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
        out.push(level, &properties, &message);
    }
    for it in unchecked(report) {
        let title = bilingual!("not checkable", "无法检查");
        let message = format!(
            "{}: {} [{}]",
            it.reason.get(language),
            it.standards.join(", "),
            it.rules.join(", ")
        );
        out.push("notice", &[("title", title.get(language).to_owned())], &message);
    }
    let Commands { text: mut out, hidden, .. } = out;
    if hidden > 0 {
        let more = bilingual!(
            "{hidden} more than GitHub shows as annotations are listed above, and on the page of the run",
            "另有 {hidden} 条超出 GitHub 可显示的注释数，见上文及运行页面"
        );
        let _ = writeln!(out, "{}", more.get(language));
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

/// Commands, and how many of each level there are.
#[derive(Default)]
struct Commands {
    text: String,
    levels: [usize; 3],
    hidden: usize,
}

impl Commands {
    fn push(&mut self, level: &str, properties: &[(&str, String)], message: &str) {
        let seen = match level {
            "error" => &mut self.levels[0],
            "warning" => &mut self.levels[1],
            _ => &mut self.levels[2],
        };
        *seen += 1;
        let message = cut(message);
        if *seen > SHOWN {
            self.hidden += 1;
            let value = |name: &str| {
                properties.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
            };
            let place = [value("file"), value("line"), value("col")];
            let place = place.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(":");
            let words = message.replace(['\r', '\n'], " ");
            // A line of the log must not be taken for a command.
            let line = format!("{place}: {level} {}: {words}", value("title"));
            let _ = writeln!(self.text, "{}", line.trim_start_matches([':', ' ']));
            return;
        }
        let _ = write!(self.text, "::{level}");
        for (index, (name, value)) in properties.iter().enumerate() {
            let separator = if index == 0 { ' ' } else { ',' };
            let _ = write!(self.text, "{separator}{name}={}", property(value));
        }
        let _ = writeln!(self.text, "::{}", data(message));
    }
}

/// The head of a message that is too long.
fn cut(message: &str) -> &str {
    let mut end = message.len().min(MESSAGE);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    &message[..end]
}

/// Escaping of a message, as in the toolkit of GitHub Actions (`core.issueCommand`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escaping of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{Commands, MESSAGE, SHOWN, data, property};

    #[test]
    fn what_github_would_drop_is_a_line_of_the_log() {
        let mut out = Commands::default();
        let place = [
            ("file", "a,b.yaml".to_owned()),
            ("line", "7".to_owned()),
            ("title", "REF001: x".to_owned()),
        ];
        for _ in 0..SHOWN + 2 {
            out.push("error", &place, "words\n::error::no command");
        }
        out.push("warning", &place, "one");
        let lines: Vec<&str> = out.text.lines().collect();
        assert_eq!(lines.len(), SHOWN + 3);
        assert_eq!(
            lines[0],
            "::error file=a%2Cb.yaml,line=7,title=REF001%3A x::words%0A::error::no command"
        );
        assert_eq!(lines[SHOWN], "a,b.yaml:7: error REF001: x: words ::error::no command");
        assert!(lines[SHOWN + 2].starts_with("::warning"));
        assert_eq!(out.hidden, 2);
    }

    #[test]
    fn messages_are_escaped_and_bounded() {
        assert_eq!(data("100%\r\n"), "100%25%0D%0A");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
        let mut out = Commands::default();
        out.push("error", &[], &"标".repeat(MESSAGE));
        assert!(out.text.len() <= MESSAGE + 20);
    }
}
