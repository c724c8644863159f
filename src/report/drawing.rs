//! Snippets with arrows: `miette` draws, this arranges.

use std::fmt::Write as _;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeStyles,
};

use super::Look;
use super::excerpt::{Excerpt, Mark, group};
use super::paint::{Ink, paint};
use super::wrap::{columns, crop, crop_front};
use crate::bilingual;
use crate::finding::Severity;
use crate::source::{Language, SourceFile, SourceMap, Span, Unit};

/// A place to draw.
pub(super) struct Place {
    pub(super) span: Span,
    /// What is said at the arrow; may be empty.
    pub(super) text: String,
    /// Whose text it is: the standard and clause for the frame.
    pub(super) owner: String,
    pub(super) primary: bool,
}

/// Draws places: near ones of a file together, everything else apart, in the order given. Gives the
/// column at which the frames stand.
pub(super) fn draw(
    out: &mut String,
    places: Vec<Place>,
    severity: Severity,
    sources: &SourceMap,
    look: Look,
) -> usize {
    let mut files: Vec<(&SourceFile, Vec<Mark>)> = Vec::new();
    let mut owners: Vec<(Span, String)> = Vec::new();
    for Place { span, text, owner, primary } in places {
        let file = sources.file(span.file);
        let mark = Mark { span, text, primary };
        owners.push((span, owner));
        match files.iter_mut().find(|(known, _)| known.id() == file.id()) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((file, vec![mark])),
        }
    }
    let excerpts: Vec<_> = files
        .into_iter()
        .flat_map(|(file, marks)| {
            group(file, marks, look.width).into_iter().map(move |marks| (file, marks))
        })
        .map(|(file, marks)| (file, Excerpt::new(file, marks, look.width)))
        .collect();
    let digits = excerpts.iter().map(|(_, it)| it.digits()).max().unwrap_or(1);
    for (file, excerpt) in excerpts {
        let owner = owners.iter().find(|(span, _)| *span == excerpt.anchor);
        let owner = owner.map_or("", |(_, owner)| owner);
        snippet(out, excerpt, file, owner, digits, severity, look);
    }
    digits + 2
}

/// One excerpt in its frame, indented so that the frames of a finding stand under each other.
fn snippet(
    out: &mut String,
    excerpt: Excerpt,
    file: &SourceFile,
    owner: &str,
    digits: usize,
    severity: Severity,
    look: Look,
) {
    let shift = digits - excerpt.digits();
    let place = place(file, excerpt.anchor, look.language);
    // Terminals make `path:line:column` a link as long as it is whole.
    let room = look.width.saturating_sub(digits + 6);
    let place = crop_front(&place, room);
    let indent = digits + 2;
    let _ = write!(out, "{:indent$}╭─[{place}]", "");
    if !owner.is_empty() {
        let beside = columns(&place) + 1 + columns(owner) <= room;
        let owner = paint(&crop(owner, room), Ink::Bold, look.color);
        let _ = match beside {
            true => write!(out, " {owner}"),
            false => write!(out, "\n{:indent$}│ {owner}", ""),
        };
    }
    out.push('\n');

    let drawing = Drawing(excerpt);
    let mut drawn = String::new();
    // Writing into a string cannot fail, and an excerpt always gives its lines.
    let _ = handler(&drawing.0, severity, look).render_report(&mut drawn, &drawing);
    // Before the frame stands a message, which the header has said; the frame's top would count
    // columns in bytes and has no room for the name of the standard.
    for line in drawn.lines().skip_while(|line| !line.contains('╭')).skip(1) {
        let _ = writeln!(out, "{:shift$}{}", "", line.trim_end());
    }
}

/// `path:line:column`, or the paragraph where a file has no lines.
fn place(file: &SourceFile, span: Span, language: Language) -> String {
    let start = file.position(span.start as usize);
    let (path, line, column) = (file.path(), start.line, start.column);
    match file.unit() {
        Unit::Line => format!("{path}:{line}:{column}"),
        Unit::Paragraph => {
            let text = bilingual!("{path}, paragraph {line}", "{path}，第 {line} 段");
            text.get(language).to_owned()
        }
    }
}

/// How miette draws: our lines are cut to width already, and the colours follow the severity.
fn handler(excerpt: &Excerpt, severity: Severity, look: Look) -> GraphicalReportHandler {
    let mut theme = GraphicalTheme::unicode_nocolor();
    if look.color {
        let ansi = ThemeStyles::ansi();
        let ink = |primary: &bool| match (primary, severity) {
            (false, _) => ansi.help,
            (true, Severity::Error) => ansi.error,
            (true, Severity::Warning) => ansi.warning,
            (true, Severity::Info) => ansi.advice,
        };
        let highlights = excerpt.primary.iter().map(ink).collect();
        theme.styles = ThemeStyles { highlights, ..ansi };
    }
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_wrap_lines(false)
        .with_links(false)
        .without_cause_chain()
        .without_primary_span_start()
        .without_syntax_highlighting()
}

/// An excerpt as miette wants it.
#[derive(Debug)]
struct Drawing(Excerpt);

impl std::fmt::Display for Drawing {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.labels.iter().cloned()))
    }
}
