//! A rule, loaded and compiled.

use serde::{Deserialize, Serialize};

use super::matched::Matched;
use super::predicate::{Path, Pred, Verdict};
use super::template::{BilingualTemplate, Template};
use crate::fact::{FactRef, Facts, Kind, Place, Where};
use crate::finding::{Confidence, Section, Severity, SourceClause};
use crate::source::{Bilingual, Span};

/// Where a rule stands in its life. A code is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Life {
    /// New: off unless it is selected by its code.
    Preview,
    /// In use.
    Stable,
    /// Still runs; its `help` says what took its place.
    Deprecated,
    /// Does not run any more; kept so that its code is not used again.
    Removed,
}

impl Life {
    pub(super) const WORDS: &'static [&'static str] =
        &["preview", "stable", "deprecated", "removed"];

    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "preview" => Self::Preview,
            "stable" => Self::Stable,
            "deprecated" => Self::Deprecated,
            "removed" => Self::Removed,
            _ => return None,
        })
    }
}

/// The language of the documents that a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleLanguage {
    /// English documents.
    En,
    /// Chinese documents.
    Zh,
    /// Documents in any language.
    Both,
}

/// What depends on the case: the first case whose condition holds counts.
#[derive(Clone, Debug)]
pub struct Cases<T> {
    pub(super) cases: Vec<(Pred, T)>,
}

impl<T> Cases<T> {
    /// The same in every case.
    pub(super) fn always(value: T) -> Self {
        Self { cases: vec![(Pred::always(), value)] }
    }

    /// The first whose condition holds; a condition that is not known does not hold.
    #[must_use]
    pub fn pick(&self, facts: &Facts<'_>, fact: FactRef) -> Option<&T> {
        self.cases
            .iter()
            .find(|(when, _)| when.holds(facts, fact) == Verdict::True)
            .map(|(_, value)| value)
    }

    /// Every value, in order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.cases.iter().map(|(_, value)| value)
    }
}

/// The way from a fact to a place.
#[derive(Clone, Debug)]
pub struct PlacePath {
    /// To the fact (or facts, for a list) that has the place.
    pub(super) path: Path,
    /// The place of that fact.
    pub(super) place: PlaceOf,
}

/// What is shown of a fact.
#[derive(Clone, Debug)]
pub(super) enum PlaceOf {
    /// A place that its kind offers.
    Named(Where),
    /// The words that the rule's regular expression found.
    Match(Matched),
}

impl PlaceOf {
    pub(super) fn of(&self, facts: &Facts<'_>, fact: FactRef) -> Option<Place> {
        match self {
            Self::Named(get) => get(facts, fact),
            Self::Match(matched) => matched.place(facts, fact),
        }
    }
}

/// A further place to show.
#[derive(Clone, Debug)]
pub struct Related {
    pub(super) at: PlacePath,
    pub(super) message: Cases<BilingualTemplate>,
}

/// What a finding says.
#[derive(Clone, Debug)]
pub struct Report {
    pub(super) at: PlacePath,
    /// What is to be seen at that place.
    pub(super) label: Option<Cases<BilingualTemplate>>,
    pub(super) message: Cases<BilingualTemplate>,
    pub(super) related: Vec<Related>,
    pub(super) help: Option<Cases<BilingualTemplate>>,
    pub(super) evidence: Vec<(String, Template)>,
}

impl Report {
    /// Whether it says what to do.
    #[must_use]
    pub fn has_help(&self) -> bool {
        self.help.is_some()
    }
}

/// A change of the text that resolves a finding.
#[derive(Clone, Debug)]
pub struct FixRule {
    pub(super) safe: bool,
    pub(super) markup: bool,
    pub(super) when: Option<Pred>,
    pub(super) message: BilingualTemplate,
    pub(super) at: PlacePath,
    pub(super) replace: Cases<Template>,
}

impl FixRule {
    /// Whether it keeps the meaning; the others are suggestions.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.safe
    }
}

/// A definition that shows the rule at work.
#[derive(Clone, Debug)]
pub struct Example {
    /// The whole example, in the rule's file.
    pub span: Span,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its code: `REF007`.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// The version it came with.
    pub since: String,
    /// Where it stands in its life.
    pub life: Life,
    /// How sure it is.
    pub confidence: Confidence,
    /// How bad its findings are, before profiles and users had their say.
    pub severity: Cases<Severity>,
    /// For which documents it is.
    pub language: RuleLanguage,
    /// What it rests on.
    pub sources: Vec<SourceClause>,
    /// What it looks at.
    pub on: Kind,
    /// It asks for documents that are set side by side.
    pub compares: bool,
    /// When it finds something.
    pub filter: Pred,
    /// What it says then.
    pub report: Report,
    /// How to mend it.
    pub fix: Option<FixRule>,
    /// Why it is there.
    pub why: Bilingual,
    /// Definitions that must give a finding.
    pub bad: Vec<Example>,
    /// Definitions that must not.
    pub good: Vec<Example>,
    /// Its family: the folder of its file.
    pub family: String,
    /// The whole rule in its file.
    pub span: Span,
}

impl Rule {
    /// How bad its findings are if no case with a condition applies.
    #[must_use]
    pub fn usual_severity(&self) -> Severity {
        self.severity.values().last().copied().unwrap_or(Severity::Warning)
    }

    /// The section of a gap report that holds its findings; of a house rule, what it looks at tells.
    #[must_use]
    pub fn section(&self) -> Section {
        Section::of_code(&self.code).unwrap_or(match self.on {
            Kind::Adoption | Kind::Deviation | Kind::Amendment => Section::Adoptions,
            Kind::Pair | Kind::Difference => Section::Unharmonized,
            Kind::Conflict | Kind::Collision | Kind::Replacement => Section::Conflicts,
            Kind::Term => Section::Terms,
            Kind::Reference | Kind::Cycle => Section::References,
            Kind::Mapping | Kind::MappingEnd | Kind::MappingSide => Section::Unharmonized,
            Kind::ClassificationCode | Kind::Cell => Section::Coverage,
            _ => Section::Form,
        })
    }
}
