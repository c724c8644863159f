//! Internet-Drafts and RFCs as plain text, as far as their sections and references go.

mod front;
mod pages;
mod references;
mod sections;

use super::{Reader, Reading, Writing};
use crate::bilingual;
use crate::model::Standard;
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap, Span, Text};
use crate::syntax::lines::{self, Line};
use crate::syntax::text_builder::TextBuilder;

/// Reads the text form of an Internet-Draft or an RFC.
#[derive(Debug)]
pub(super) struct DraftText;

impl Reader for DraftText {
    fn name(&self) -> &'static str {
        "internet-draft"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let head = lines::head(file.text(), 4096);
        let starts = |words: &str| {
            head.lines().any(|line| {
                let head = line.trim_start().get(..words.len());
                head.is_some_and(|it| it.eq_ignore_ascii_case(words))
            })
        };
        !head.trim_start().starts_with('<')
            && (starts("Internet-Draft")
                || starts("Internet Draft")
                || starts("Request for Comments:"))
            && head.lines().any(|line| {
                let line = line.trim();
                line.trim_start_matches('<').starts_with("draft-")
                    || line.starts_with("Request for Comments:")
                    || line.contains("Expires")
            })
    }

    fn writing(&self, _file: &SourceFile) -> Writing {
        Writing::Plain
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let mut reading = Reading::default();
        let lines = pages::without_page_breaks(file);
        let mut draft = Draft { file, lines: &lines };
        let (standard, problem) = draft.read();
        reading.standards.push(standard);
        reading.problems.extend(problem);
        reading
    }
}

struct Draft<'a> {
    file: &'a SourceFile,
    lines: &'a [Line<'a>],
}

impl Draft<'_> {
    fn read(&mut self) -> (Standard, Option<Problem>) {
        let mut standard = Standard::at(self.file.whole());
        let first_section = self
            .lines
            .iter()
            .position(|line| {
                sections::heading(line).is_some()
                    || matches!(
                        line.text.trim_end(),
                        "Abstract" | "Status of This Memo" | "Status of this Memo"
                    )
            })
            .unwrap_or(self.lines.len());
        self.front(&self.lines[..first_section], &mut standard);
        let problem = standard.identity.is_none().then(|| {
            let end = self.lines.first().map_or(0, Line::end);
            Problem::at(
                ProblemCode::MissingKey,
                Span::new(self.file.id(), 0, end),
                bilingual!(
                    "no draft name (draft-…) or RFC number in the front matter",
                    "首页没有草案名称（draft-…）或 RFC 编号"
                ),
            )
            .help(bilingual!("write the draft name below the title", "请在标题下写明草案名称"))
        });
        self.body(first_section, &mut standard);
        (standard, problem)
    }

    fn span(&self, line: &Line<'_>, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file.id(), line.start + range.start, line.start + range.end)
    }

    fn folded(&self, lines: &[Line<'_>]) -> Text {
        let mut builder = TextBuilder::new();
        for line in lines {
            builder.folded(line.text.trim(), line.start + line.indent());
            // A name broken after its hyphen goes on without a blank.
            if !builder.as_str().ends_with('-') || builder.as_str().ends_with(" -") {
                builder.blank(line.end(), line.end());
            }
        }
        let first = &lines[0];
        let whole =
            Span::new(self.file.id(), first.start, lines.last().map_or(first.end(), Line::end));
        builder.finish(whole)
    }

    fn words<'t>(&'t self, text: &'t Text) -> &'t str {
        text.owned().map_or_else(|| self.file.slice(text.span()), |it| &it.value)
    }
}

/// Where words that are part of a line start in it.
fn text_of(line: &Line<'_>, words: &str) -> usize {
    (words.as_ptr() as usize).saturating_sub(line.text.as_ptr() as usize)
}
