//! The numbers of a survey.

use indexmap::IndexMap;
use serde::Serialize;

use super::adoptions::AdoptionRow;
use super::figures::{Figure, figures};
use super::findings::Found;
use super::gaps::Gaps;
use super::references::Risks;
use super::standards::StandardRow;
use super::unharmonized::Unharmonized;
use super::{Input, Words};
use crate::bilingual;
use crate::coverage::{Matrix, Scheme};
use crate::fact::word_in;
use crate::finding::{Section, Severity, Standing};
use crate::model::{Level, Status};
use crate::source::Language;

/// The numbers of a survey.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The figures to show first, each with what it is a number of.
    pub figures: Vec<Figure>,
    /// Judged standards by rank of their body.
    pub by_level: Vec<Counted>,
    /// Judged standards by where they stand.
    pub by_status: Vec<Counted>,
    /// Findings.
    pub findings: FindingCount,
    /// Open findings by section.
    pub by_section: Vec<SectionCount>,
    /// Judged standards and open findings by sector; a standard of two sectors counts in both.
    pub by_sector: Vec<SectorCount>,
    /// Judged standards.
    pub standards: usize,
    /// Their clauses.
    pub clauses: usize,
    /// Entries of their lists of references.
    pub references: usize,
    /// The files they came from.
    pub files: usize,
}

/// Open findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Hints.
    pub info: usize,
}

impl Tally {
    pub(super) fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        } += 1;
    }
}

/// How many findings of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingCount {
    /// Open errors.
    pub error: usize,
    /// Open warnings.
    pub warning: usize,
    /// Open hints.
    pub info: usize,
    /// Waived findings.
    pub waived: usize,
    /// Findings of the baseline.
    pub baselined: usize,
    /// Entries of what could not be checked.
    pub not_checkable: usize,
}

/// A number of standards.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// Of what.
    pub key: &'static str,
    /// The same in words.
    pub label: Words,
    /// How many.
    pub count: usize,
}

/// Open findings of a section.
#[derive(Clone, Debug, Serialize)]
pub struct SectionCount {
    /// The section.
    pub key: &'static str,
    /// Its heading.
    pub label: Words,
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Hints.
    pub info: usize,
}

/// Standards and open findings of a sector.
#[derive(Clone, Debug, Serialize)]
pub struct SectorCount {
    /// Its code; empty for standards without one.
    pub sector: String,
    /// What it is called.
    pub label: Words,
    /// Judged standards.
    pub standards: usize,
    /// Errors about them.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Hints.
    pub info: usize,
}

/// What the numbers are of.
pub(super) struct Parts<'p, 'a> {
    pub(super) input: &'p Input<'a>,
    pub(super) found: &'p Found<'a>,
    pub(super) standards: &'p [StandardRow],
    pub(super) adoptions: &'p [AdoptionRow],
    pub(super) gaps: &'p Gaps,
    pub(super) unharmonized: &'p Unharmonized,
    pub(super) risks: &'p Risks,
    pub(super) conflicts: usize,
    pub(super) coverage: Option<&'p Matrix>,
}

impl Summary {
    pub(super) fn of(parts: &Parts<'_, '_>) -> Self {
        let judged = || parts.standards.iter().filter(|it| it.judged);
        let count = |key: &'static str, has: &dyn Fn(&StandardRow) -> bool| Counted {
            key,
            label: Words::new(word_in(key, Language::En), word_in(key, Language::Zh)),
            count: judged().filter(|it| has(it)).count(),
        };
        let levels = Level::WORDS.iter().map(|key| count(key, &|it| it.level == *key));
        let statuses = Status::WORDS.iter().map(|key| count(key, &|it| it.status == *key));
        let some = |it: &Counted| it.count > 0;
        let input = parts.input;
        Self {
            figures: figures(parts),
            by_level: levels.filter(some).collect(),
            by_status: statuses.filter(some).collect(),
            findings: counts(input),
            by_section: by_section(parts.found),
            by_sector: by_sector(input.scheme, parts.standards),
            standards: input.facts.judged().len(),
            clauses: input.clauses,
            references: input.references,
            files: input.files,
        }
    }
}

fn counts(input: &Input<'_>) -> FindingCount {
    let mut counts =
        FindingCount { not_checkable: input.not_checkable.len(), ..FindingCount::default() };
    let mut open = Tally::default();
    for it in input.findings {
        match &it.standing {
            Standing::Open => open.add(it.finding.severity),
            Standing::Waived(_) => counts.waived += 1,
            Standing::Baselined => counts.baselined += 1,
        }
    }
    FindingCount { error: open.error, warning: open.warning, info: open.info, ..counts }
}

fn by_section(found: &Found<'_>) -> Vec<SectionCount> {
    let mut tallies = vec![Tally::default(); Section::ALL.len()];
    for (it, section) in found.all.iter().zip(&found.sections) {
        if it.is_open() {
            tallies[*section as usize].add(it.finding.severity);
        }
    }
    Section::ALL
        .iter()
        .zip(tallies)
        .map(|(section, Tally { error, warning, info })| SectionCount {
            key: section.key(),
            label: section.title(),
            error,
            warning,
            info,
        })
        .collect()
}

fn by_sector(scheme: &Scheme, standards: &[StandardRow]) -> Vec<SectorCount> {
    let none = [String::new()];
    let mut sectors: IndexMap<&str, (usize, Tally)> = IndexMap::new();
    for row in standards.iter().filter(|it| it.judged) {
        for sector in if row.sectors.is_empty() { &none[..] } else { &row.sectors } {
            let (count, tally) = sectors.entry(sector).or_default();
            *count += 1;
            tally.error += row.findings.error;
            tally.warning += row.findings.warning;
            tally.info += row.findings.info;
        }
    }
    let mut rows: Vec<SectorCount> = sectors
        .into_iter()
        .map(|(sector, (standards, Tally { error, warning, info }))| SectorCount {
            label: sector_label(scheme, sector),
            sector: sector.to_owned(),
            standards,
            error,
            warning,
            info,
        })
        .collect();
    rows.sort_by_cached_key(|it| sector_order(&it.sector));
    rows
}

/// What a sector is called; its code where the scheme does not have it.
pub(super) fn sector_label(scheme: &Scheme, sector: &str) -> Words {
    match scheme.get(sector) {
        _ if sector.is_empty() => bilingual!("no sector given", "未标明部门"),
        Some(known) => known.title.clone(),
        None => Words::new(sector, sector),
    }
}

/// `9.A` before `10.A`; what has no sector comes last.
pub(super) fn sector_order(sector: &str) -> (bool, u32, String) {
    let digits = sector.find(|c: char| !c.is_ascii_digit()).unwrap_or(sector.len());
    (sector.is_empty(), sector[..digits].parse().unwrap_or(u32::MAX), sector.to_owned())
}
