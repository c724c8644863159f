//! Findings in, bytes out: one file a format. A format sees findings and the texts they point
//! into, and nothing else.

pub mod alignment;
mod columns;
pub mod coverage;
mod difference;
mod drawing;
pub mod edition;
mod excerpt;
pub mod github;
pub mod graph;
pub mod json;
pub mod junit;
pub mod markdown;
mod paint;
pub mod sarif;
mod script;
mod summary;
pub mod survey;
pub mod terminal;
mod wrap;

pub(crate) use wrap::{columns, wrap as wrap_text};

pub use crate::finding::rule_url;
use crate::finding::{Judged, NotCheckable, Section, Severity, SourceClause, Standing};
use crate::source::{Bilingual, Language, Problem, SourceMap};

/// Everything that a report on a check shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// The texts that spans point into.
    pub sources: &'a SourceMap,
    /// The date of judgement, `YYYY-MM-DD`, or `publication`.
    pub as_of: String,
    /// Findings in the order of [`Report::sort`], whether they count or not.
    pub findings: Vec<Judged>,
    /// What could not be checked.
    pub not_checkable: Vec<NotCheckable>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was looked at.
    pub examined: Examined,
    /// The files that were judged, in the order of their paths.
    pub judged: Vec<crate::source::FileId>,
    /// The lowest severity that fails the check; `None` where nothing does.
    pub fail_on: Option<Severity>,
    /// Whether findings were held against a baseline.
    pub baseline: bool,
    /// Entries of the baseline that are no longer found.
    pub stale: Vec<crate::finding::baseline::Entry>,
    /// The rules behind the findings, by code.
    pub rules: Vec<RuleCard>,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Standards that were judged.
    pub standards: usize,
    /// Their clauses.
    pub clauses: usize,
    /// Their references.
    pub references: usize,
    /// The files they came from.
    pub files: usize,
}

/// What a report says about a rule beside its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCard {
    /// Code, as in `REF007`.
    pub code: String,
    /// Title.
    pub title: Bilingual,
    /// Why it is a rule.
    pub why: Bilingual,
    /// What to do.
    pub help: Option<Bilingual>,
    /// What it rests on.
    pub source: Vec<SourceClause>,
    /// Severity before any profile.
    pub severity: Severity,
    /// The section of a gap report that holds its findings.
    pub section: Section,
}

/// How many findings of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open errors.
    pub error: usize,
    /// Open warnings.
    pub warning: usize,
    /// Open hints.
    pub info: usize,
    /// Waived findings of any severity.
    pub waived: usize,
    /// Baselined findings of any severity.
    pub baselined: usize,
    /// Entries of what could not be checked.
    pub not_checkable: usize,
}

/// How a report for people is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Language of every word that is not the source's.
    pub language: Language,
    /// Whether ANSI colours are used (and never needed).
    pub color: bool,
    /// Columns to fill.
    pub width: usize,
    /// How much detail was asked for beyond the ordinary.
    pub verbose: u8,
    /// How much less was asked for.
    pub quiet: u8,
}

impl Report<'_> {
    /// Brings findings and problems into the fixed order: path, place, code.
    pub fn sort(&mut self) {
        let path = |file: crate::source::FileId| self.sources.file(file).path();
        self.findings.sort_by(|a, b| {
            let (a, b) = (&a.finding, &b.finding);
            (path(a.span.file), a.span, &a.rule, &a.message).cmp(&(
                path(b.span.file),
                b.span,
                &b.rule,
                &b.message,
            ))
        });
        let place = |it: &Problem| match it.span {
            Some(span) => (path(span.file).to_owned(), Some(span)),
            None => (it.path.clone().unwrap_or_default(), None),
        };
        self.problems.sort_by_cached_key(|it| (place(it), it.code, it.message.clone()));
        self.not_checkable.sort();
    }

    /// How many of each kind.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { not_checkable: self.not_checkable.len(), ..Counts::default() };
        for judged in &self.findings {
            let count = match (&judged.standing, judged.finding.severity) {
                (Standing::Waived(_), _) => &mut counts.waived,
                (Standing::Baselined, _) => &mut counts.baselined,
                (Standing::Open, Severity::Error) => &mut counts.error,
                (Standing::Open, Severity::Warning) => &mut counts.warning,
                (Standing::Open, Severity::Info) => &mut counts.info,
            };
            *count += 1;
        }
        counts
    }

    /// The findings that count.
    pub fn open(&self) -> impl Iterator<Item = &crate::finding::Finding> {
        self.findings.iter().filter(|it| it.is_open()).map(|it| &it.finding)
    }

    /// What the report knows about a rule.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&RuleCard> {
        self.rules.iter().find(|it| it.code == code)
    }
}

/// `GB/T 1.1-2020, 9.5.4.4`.
pub(crate) fn source_line(source: &[SourceClause]) -> Bilingual {
    let words: Vec<Bilingual> = source.iter().map(SourceClause::words).collect();
    let join = |each: fn(&Bilingual) -> &str, semicolon: &str| {
        words.iter().map(each).collect::<Vec<_>>().join(semicolon)
    };
    Bilingual::new(join(|it| &it.en, "; "), join(|it| &it.zh, "；"))
}

#[cfg(test)]
mod tests {
    use super::source_line;
    use crate::finding::SourceClause;

    #[test]
    fn sources_are_named_in_the_language_of_the_reader() {
        let of = |document: &str, clause: Option<&str>| SourceClause {
            document: document.to_owned(),
            clause: clause.map(str::to_owned),
        };
        let line = source_line(&[
            of(
                "采用国际标准管理办法 (measures for adopting international standards)",
                Some("Art 13"),
            ),
            of("Standardization Law of the PRC (标准化法)", None),
            of("GB/T 1.1-2020", Some("7.2 to 7.3")),
        ]);
        assert_eq!(line.zh, "采用国际标准管理办法，第 13 条；标准化法；GB/T 1.1-2020，7.2～7.3");
        assert!(line.en.ends_with("GB/T 1.1-2020, 7.2 to 7.3"));
    }
}
