//! Findings for people at a terminal: what is wrong, the words themselves, the words of the other
//! document, what it rests on, what to do.

use std::fmt::Write as _;

use super::drawing::{Place, draw};
use super::paint::{Ink, paint};
use super::wrap::{columns, crop_front, wrap, wrap_after};
use super::{Look, Report, source_line, summary};
use crate::bilingual;
use crate::finding::{Confidence, Finding, Severity};
use crate::source::{Bilingual, Problem, SourceMap, plural};

/// Further places shown without `-v`.
const RELATED: usize = 4;

/// The whole report.
#[must_use]
pub fn render(report: &Report<'_>, look: Look) -> String {
    let mut out = String::new();
    for it in &report.problems {
        out.push_str(&problem(it, report.sources, look));
        out.push('\n');
    }
    for it in report.open() {
        out.push_str(&finding(it, report.sources, look));
        out.push('\n');
    }
    if look.quiet == 0 {
        out.push_str(&summary::not_checkable(report, look));
        out.push_str(&summary::line(report, look));
    }
    out
}

/// One finding.
#[must_use]
pub fn finding(finding: &Finding, sources: &SourceMap, look: Look) -> String {
    let language = look.language;
    let mut page = Page::new(finding.severity, look);
    page.header(&finding.rule, finding.message.get(language));

    let primary = Place {
        span: finding.span,
        text: match &finding.label {
            Some(label) => label.get(language).to_owned(),
            None => lower_first(finding.title.get(language)),
        },
        owner: owner(&finding.standard, finding.clause.as_deref()),
        primary: true,
    };
    let shown = if look.verbose > 0 { usize::MAX } else { RELATED };
    let related = finding.related.iter().take(shown).map(|it| Place {
        span: it.span,
        text: it.message.get(language).to_owned(),
        owner: owner(&it.standard, it.clause.as_deref()),
        primary: false,
    });
    page.draw(std::iter::once(primary).chain(related).collect(), sources);

    let hidden = finding.related.len().saturating_sub(shown);
    if hidden > 0 {
        let places = plural(hidden, "place", "places");
        page.note(
            &bilingual!("more", "其余"),
            &bilingual!("{hidden} more {places}, -v shows all", "另有 {hidden} 处，-v 显示全部"),
        );
    }
    if !finding.source.is_empty() {
        page.note(&bilingual!("source", "依据"), &source_line(&finding.source));
    }
    if finding.confidence == Confidence::Heuristic {
        page.note(
            &bilingual!("note", "说明"),
            &bilingual!("heuristic: may be a false alarm", "启发式规则：可能误报"),
        );
    }
    if let Some(help) = &finding.help {
        page.note(&bilingual!("help", "建议"), help);
    }
    if let Some(fix) = &finding.fix {
        let label = match fix.safe {
            true => bilingual!("fix", "可修复"),
            false => bilingual!("suggestion", "修改建议"),
        };
        page.note(&label, &fix.message);
    }
    page.out
}

/// Something that could not be read, drawn like a finding.
#[must_use]
pub fn problem(problem: &Problem, sources: &SourceMap, look: Look) -> String {
    let severity = if problem.code.is_failure() { Severity::Error } else { Severity::Warning };
    let mut page = Page::new(severity, look);
    page.header(problem.code.as_str(), problem.message.get(look.language));
    match (problem.span, &problem.path) {
        (Some(span), _) => {
            let (text, owner) = (String::new(), String::new());
            page.draw(vec![Place { span, text, owner, primary: true }], sources);
        }
        (None, Some(path)) => {
            let path = crop_front(path, look.width.saturating_sub(6));
            let _ = writeln!(page.out, "   ╭─[{path}]\n   ╰────");
        }
        (None, None) => {}
    }
    if let Some(help) = &problem.help {
        page.note(&bilingual!("help", "建议"), help);
    }
    page.out
}

/// The word for a severity.
pub(crate) fn severity_word(severity: Severity) -> Bilingual {
    match severity {
        Severity::Error => bilingual!("error", "错误"),
        Severity::Warning => bilingual!("warning", "警告"),
        Severity::Info => bilingual!("info", "提示"),
    }
}

fn owner(standard: &str, clause: Option<&str>) -> String {
    match clause {
        // A cell of the standards system belongs to no standard.
        Some(clause) if standard.is_empty() => clause.to_owned(),
        Some(clause) if !clause.is_empty() => format!("{standard} › {clause}"),
        _ => standard.to_owned(),
    }
}

/// What is written about one finding, from the top down.
struct Page {
    out: String,
    severity: Severity,
    look: Look,
    /// Columns before the frame, which the notes keep to.
    gutter: usize,
}

impl Page {
    fn new(severity: Severity, look: Look) -> Self {
        Self { out: String::new(), severity, look, gutter: 3 }
    }

    /// `error[REF007]: message`, wrapped.
    fn header(&mut self, code: &str, message: &str) {
        let width = self.look.width;
        let word = severity_word(self.severity);
        let head = format!("{}[{code}]", word.get(self.look.language));
        let lines = wrap_after(message, width.saturating_sub(columns(&head) + 2), width - 2);
        self.out.push_str(&paint(&head, self.severity.into(), self.look.color));
        for (index, line) in lines.iter().enumerate() {
            self.out.push_str(if index == 0 { ": " } else { "  " });
            self.out.push_str(&paint(line, Ink::Bold, self.look.color));
            self.out.push('\n');
        }
    }

    fn draw(&mut self, places: Vec<Place>, sources: &SourceMap) {
        self.gutter = draw(&mut self.out, places, self.severity, sources, self.look);
    }

    /// `   = help: …`, wrapped under itself.
    fn note(&mut self, label: &Bilingual, text: &Bilingual) {
        let Look { language, color, width, .. } = self.look;
        let (label, text, gutter) = (label.get(language), text.get(language), self.gutter);
        let indent = gutter + columns(label) + 4;
        let sign = paint("=", Ink::Dim, color);
        let _ = write!(self.out, "{:gutter$}{sign} {}: ", "", paint(label, Ink::Bold, color));
        for (index, line) in wrap(text, width.saturating_sub(indent)).iter().enumerate() {
            let indent = if index == 0 { 0 } else { indent };
            let _ = writeln!(self.out, "{:indent$}{line}", "");
        }
    }
}

/// `Withdrawn target` becomes `withdrawn target`; `ISO mark` stays.
fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
