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
    /// Name of the sector scheme (`gats-w120`, `ics`), or the path of a file with one.
    pub scheme: Option<Text>,
    /// Standards of one level that a cell may hold before it is called oversupplied.
    pub most: Option<Said<u32>>,
    /// The cells.
    pub cells: ThinVec<PlannedCell>,
}

/// Cells of the same kind, and what is wanted there: every one of the sectors with every one of the
/// aspects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedCell {
    /// The whole entry.
    pub span: Span,
    /// Sector codes; `*` is every sector.
    pub sectors: ThinVec<Text>,
    /// Aspects; `*` is every aspect.
    pub aspects: ThinVec<Text>,
    /// Whether a standard is required.
    pub required: Option<Said<bool>>,
    /// The weakest level that will do.
    pub min_level: Option<Said<Level>>,
    /// Why the cells do not apply; empty where that is declared without a reason.
    pub na_reason: Option<Text>,
}
