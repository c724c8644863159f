//! Terms and definitions.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{DesignationStatus, Lang, Said, Target, Text};
use crate::source::Span;

/// One terminological entry: a concept, its designations and its definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermEntry {
    /// The whole entry.
    pub span: Span,
    /// Entry number, as in `3.1`.
    pub number: Option<Text>,
    /// Names of the concept in every language.
    pub designations: ThinVec<Designation>,
    /// One definition a language is the rule (ISO/IEC Directives Part 2, 16.5.6).
    pub definitions: ThinVec<Definition>,
    /// Subject field, as in `<packaging>`.
    pub domain: Option<Text>,
    /// Where the entry was taken from, with the element there (`3.1`).
    pub source: Option<(Target, Option<Text>)>,
    /// Said to be modified against its source.
    pub modified: Option<Said<bool>>,
    /// Notes to entry.
    pub notes: ThinVec<(Lang, Text)>,
    /// Examples.
    pub examples: ThinVec<(Lang, Text)>,
    /// Footnotes: not allowed in an entry (ISO/IEC Directives Part 2, 16.5.11).
    pub footnotes: ThinVec<Text>,
}

impl TermEntry {
    /// An entry at `span` that says nothing yet.
    #[must_use]
    pub fn at(span: Span, number: Option<Text>) -> Self {
        Self {
            span,
            number,
            designations: ThinVec::new(),
            definitions: ThinVec::new(),
            domain: None,
            source: None,
            modified: None,
            notes: ThinVec::new(),
            examples: ThinVec::new(),
            footnotes: ThinVec::new(),
        }
    }
}

/// A name of a concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Designation {
    /// Its language.
    pub lang: Lang,
    /// The name.
    pub text: Text,
    /// Whether it is to be used.
    pub status: DesignationStatus,
}

/// A definition in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its language.
    pub lang: Lang,
    /// The text.
    pub text: Text,
}
