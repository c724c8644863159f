//! The plan of a standards system: which cells of sector × aspect ought to be filled.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{Level, Said, Text};
use crate::source::Span;

/// A declared standards system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardsSystem {
    /// The whole plan.
    pub span: Span,
    /// Name of the sector scheme (`gats-w120`, `ics`).
    pub scheme: Option<Text>,
    /// The cells.
    pub cells: ThinVec<PlannedCell>,
}

/// One cell: a sector and an aspect, and what is wanted there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedCell {
    /// The whole entry.
    pub span: Span,
    /// Sector code.
    pub sector: Text,
    /// Aspect.
    pub aspect: Text,
    /// Whether a standard is required.
    pub required: Option<Said<bool>>,
    /// The weakest level that will do.
    pub min_level: Option<Said<Level>>,
    /// Why the cell does not apply.
    pub na_reason: Option<Text>,
}
