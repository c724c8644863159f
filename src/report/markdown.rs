//! Markdown: for a comment, a ticket, or the step summary of GitHub Actions.

use std::fmt::Write as _;

use super::summary::{examined, found, unchecked};
use super::terminal::severity_word;
use super::{Report, rule_url, source_line};
use crate::bilingual;
use crate::finding::{Finding, RelatedPlace};
use crate::source::{Language, Location, Span, Unit};

/// The whole report.
#[must_use]
pub fn render(report: &Report<'_>, language: Language) -> String {
    let mut out = String::from("# consonance\n\n");
    let as_of = &report.as_of;
    let dated = bilingual!("as of {as_of}", "截至 {as_of}");
    let _ = writeln!(out, "**{}**  ", escape(&found(report, language)));
    let _ =
        writeln!(out, "{} · {}", escape(&examined(report, language)), escape(dated.get(language)));

    if !report.problems.is_empty() {
        heading(&mut out, bilingual!("Not readable", "无法读取").get(language));
        for it in &report.problems {
            let place = match (it.span, &it.path) {
                (Some(span), _) => full_place(report, span, language),
                (None, Some(path)) => code(path),
                (None, None) => String::new(),
            };
            let _ = writeln!(
                out,
                "- {place} **{}** {}",
                it.code.as_str(),
                escape(it.message.get(language))
            );
        }
    }
    let mut file = None;
    for it in report.open() {
        if file != Some(it.span.file) {
            file = Some(it.span.file);
            heading(&mut out, &code(report.sources.file(it.span.file).path()));
        }
        finding(&mut out, it, report, language);
    }
    if !report.not_checkable.is_empty() {
        heading(&mut out, bilingual!("Not checkable", "无法检查").get(language));
        for it in unchecked(report) {
            let _ = writeln!(
                out,
                "- {}: {} ({})",
                escape(it.reason.get(language)),
                escape(&it.standards.join(", ")),
                it.rules.join(", ")
            );
        }
    }
    out
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n## {text}\n");
}

fn finding(out: &mut String, it: &Finding, report: &Report<'_>, language: Language) {
    let word = severity_word(it.severity);
    let _ = writeln!(
        out,
        "- **{} [{}]({}) {}** {}: {}",
        word.get(language),
        it.rule,
        rule_url(&it.rule),
        escape(it.title.get(language)),
        place(report, it.span, language),
        escape(it.message.get(language))
    );
    quote(out, report, it.span);
    for RelatedPlace { standard, clause, message, span } in &it.related {
        let owner =
            clause.as_ref().map_or_else(|| standard.clone(), |it| format!("{standard} › {it}"));
        let _ = writeln!(
            out,
            "  - {}, {}: {}",
            escape(&owner),
            full_place(report, *span, language),
            escape(message.get(language))
        );
    }
    if !it.source.is_empty() {
        let (label, source) = (bilingual!("source", "依据"), source_line(&it.source));
        let _ = writeln!(out, "  - {}: {}", label.get(language), escape(source.get(language)));
    }
    if let Some(help) = &it.help {
        let label = bilingual!("help", "建议");
        let _ = writeln!(out, "  - {}: {}", label.get(language), escape(help.get(language)));
    }
    // One finding has one address, here and in the report for a meeting.
    if let Some(section) = report.rule(&it.rule).map(|it| it.section.title()) {
        let told = bilingual!(
            "in the gap report: *{}*, `#f-{}`",
            "见差距报告“*{}*”，`#f-{}`",
            section.get(language),
            it.fingerprint
        );
        let _ = writeln!(out, "  - {}", told.get(language));
    }
}

/// The words themselves, where they fit on a line.
fn quote(out: &mut String, report: &Report<'_>, span: Span) {
    let words = report.sources.slice(span);
    if !words.trim().is_empty() && words.len() <= 200 && !words.contains(['\n', '\r']) {
        let _ = writeln!(out, "  > {}", code(words));
    }
}

/// `line:column`, under the heading that names the file.
fn place(report: &Report<'_>, span: Span, language: Language) -> String {
    let Location { start, .. } = report.sources.location(span);
    let (line, column) = (start.line, start.column);
    match report.sources.file(span.file).unit() {
        Unit::Line => format!("{line}:{column}"),
        Unit::Paragraph => bilingual!("paragraph {line}", "第 {line} 段").get(language).to_owned(),
    }
}

fn full_place(report: &Report<'_>, span: Span, language: Language) -> String {
    format!("{} {}", code(report.sources.file(span.file).path()), place(report, span, language))
}

/// Text between backticks, of which it may hold some itself.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Plain text, with everything that Markdown or HTML would take for itself escaped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(character);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}
