//! Findings: what was found, and what of it counts.

pub mod baseline;
mod cited;
mod fingerprint;
mod globs;
mod section;
mod severity;
mod standing;
pub mod waiver;

pub use crate::source::from_root;
pub use cited::rule_url;
pub(crate) use fingerprint::fingerprint;
pub use globs::{BadGlob, Globs};
pub use section::Section;
pub use severity::{Confidence, Severity};
pub use standing::{Judged, Standing, Waiver};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::{Bilingual, Span};

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Code of the rule, as in `REF007`.
    pub rule: String,
    /// Title of the rule.
    pub title: Bilingual,
    /// How bad it is, after the profile had its say.
    pub severity: Severity,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// What is wrong here.
    pub message: Bilingual,
    /// The standard it is about, in canonical form (or as written).
    pub standard: String,
    /// Number of the clause it is about.
    pub clause: Option<String>,
    /// The primary place: the narrowest span that shows the defect.
    pub span: Span,
    /// What is to be seen there; the title of the rule where nothing is said.
    pub label: Option<Bilingual>,
    /// Further places, each with a word about it.
    pub related: Vec<RelatedPlace>,
    /// What the rule rests on.
    pub source: Vec<SourceClause>,
    /// What to do.
    pub help: Option<Bilingual>,
    /// A change of the text that resolves it.
    pub fix: Option<Fix>,
    /// Named facts that led here.
    pub evidence: Vec<(String, String)>,
    /// Address of this finding: survives line shifts and edits elsewhere.
    pub fingerprint: String,
}

/// A further place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedPlace {
    /// The standard there.
    pub standard: String,
    /// Number of the clause there.
    pub clause: Option<String>,
    /// What is to be seen there.
    pub message: Bilingual,
    /// The place.
    pub span: Span,
}

/// A document (and its clause, where somebody has read it) that a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceClause {
    /// The document.
    pub document: String,
    /// The clause.
    pub clause: Option<String>,
}

/// A change of the source text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub message: Bilingual,
    /// Safe fixes keep the meaning; the others are suggestions.
    pub safe: bool,
    /// What replaces is written as the file is (an entry of a definition), and not words that are
    /// still to be quoted.
    #[serde(default)]
    pub markup: bool,
    /// Replacements, non-overlapping, by rising place.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// Something that could not be checked: said, counted, never passed in silence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotCheckable {
    /// The standard it concerns.
    pub standard: String,
    /// Why: one for all of which it is said.
    pub reason: Arc<Bilingual>,
    /// Codes of the rules that could not look, rising.
    pub rules: Arc<[String]>,
}
