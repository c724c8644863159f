//! Everything that was read in one run.

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{FileId, Origin, Problem, SourceMap, Span};

/// Everything that was read in one run, in path order.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The texts; spans point into them.
    pub sources: SourceMap,
    /// How each file was come by, in the order of the sources. Empty where no path led here.
    pub origins: Vec<Origin>,
    /// The format that each file was read in, by name, in the order of the sources; `None` where it
    /// is in none, or part of another file.
    pub formats: Vec<Option<&'static str>>,
    /// Standards, in order of files and within them.
    pub standards: Vec<Standard>,
    /// Mapping sets that stand alone.
    pub mappings: Vec<MappingSet>,
    /// Plans of a standards system.
    pub systems: Vec<StandardsSystem>,
    /// Comments that speak to consonance (waivers), in order.
    pub comments: Vec<Span>,
    /// Files in a folder that are in none of the formats: passed over.
    pub skipped: Vec<FileId>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Loaded {
    /// Whether a plan of a standards system stands behind one of the first `paths` that were given.
    pub(crate) fn has_plan_in(&self, paths: usize) -> bool {
        self.systems.iter().any(|system| {
            let origin = self.origins.get(system.span.file.index());
            origin.is_some_and(|it| it.argument < paths)
        })
    }
}
