//! Adoption of one document by another.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{Degree, DeviationKind, Said, Target, Text};
use crate::source::Span;

/// A declared adoption: which source, to what degree, with which deviations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// The whole declaration.
    pub span: Span,
    /// The adopted document.
    pub source: Target,
    /// The declared degree of correspondence.
    pub degree: Option<Said<Degree>>,
    /// What each place of the document says about the degree.
    pub places: Option<Box<DeclaredPlaces>>,
    /// Declared deviations; `None` where the declaration does not speak of deviations at all.
    pub deviations: Option<ThinVec<Deviation>>,
    /// Declared correspondence of clauses (comparison table of structure).
    pub clause_map: ThinVec<ClauseCorrespondence>,
    /// Whether a tabulated comparison with the source is given.
    pub comparison_table: Option<Said<bool>>,
    /// Amendments and corrigenda of the source that are incorporated.
    pub amendments: ThinVec<Target>,
    /// A word that claims adoption (`adopts`, 采用), where the text has one.
    pub claim: Option<Text>,
    /// The adopted text is endorsed as it stands, or printed inside this document.
    pub endorsed: bool,
}

impl Adoption {
    /// A bare declaration.
    #[must_use]
    pub fn of(source: Target, span: Span) -> Self {
        Self {
            span,
            source,
            degree: None,
            places: None,
            deviations: None,
            clause_map: ThinVec::new(),
            comparison_table: None,
            amendments: ThinVec::new(),
            claim: None,
            endorsed: false,
        }
    }
}

/// The degree as each place of the document states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredPlaces {
    /// On the cover.
    pub cover: Option<Said<Degree>>,
    /// In the foreword.
    pub foreword: Option<Said<Degree>>,
    /// In the catalogue.
    pub catalogue: Option<Said<Degree>>,
    /// By its numbering (a dual number says IDT).
    pub numbering: Option<Said<Degree>>,
}

/// One declared deviation from the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    /// The whole declaration.
    pub span: Span,
    /// Clause of the adopting document.
    pub clause: Option<Text>,
    /// Clause of the source.
    pub source: Option<Text>,
    /// How it was classed.
    pub kind: Option<Said<DeviationKind>>,
    /// What differs, in words.
    pub difference: Option<Text>,
    /// Why.
    pub reason: Option<Text>,
    /// Whether the clause is said to bear the margin mark.
    pub margin_mark: Option<Said<bool>>,
    /// An A-deviation (CEN-CENELEC): the national regulation that forces it.
    pub a_deviation: Option<Box<RegulationDeviation>>,
}

/// What an A-deviation has to name (CEN-CENELEC Internal Regulations).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegulationDeviation {
    /// The named regulation.
    pub regulation: Option<Text>,
    /// The clause of the EN.
    pub clause: Option<Text>,
    /// The annex in which the deviation is listed.
    pub annex: Option<Text>,
}

/// A declared correspondence: clause here, clause in the source (none: added or left out).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseCorrespondence {
    /// The whole row.
    pub span: Span,
    /// Clause of the adopting document.
    pub clause: Option<Text>,
    /// Clause of the source.
    pub source: Option<Text>,
}
