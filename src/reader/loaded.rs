//! Everything that was read in one run.

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{Problem, SourceMap};

/// Everything that was read in one run, in path order.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts.
    pub sources: SourceMap,
    /// Standards.
    pub standards: Vec<Standard>,
    /// Mapping sets that stand alone.
    pub mappings: Vec<MappingSet>,
    /// Plans of a standards system.
    pub systems: Vec<StandardsSystem>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}
