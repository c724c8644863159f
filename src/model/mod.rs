//! What a standard is, as plain data.
//!
//! Every field knows its place: a [`Text`] is a span into the source it was read from, plus the
//! decoded value where that differs from the bytes in the source (escapes, folding, entities).
//! A field that was not given is `None` or empty, and *absent* is kept apart from *empty*, because
//! a rule whose field is absent is not checkable there.

mod adoption;
mod clause;
mod mapping;
mod plan;
mod reference;
mod standard;
mod term;
mod text;
mod vocabulary;

pub use crate::source::{OwnedText, Said, Segment, Text};
pub use adoption::{
    Adoption, ClauseCorrespondence, DeclaredPlaces, Deviation, RegulationDeviation,
};
pub use clause::{Asset, Block, Clause, ExplicitCitation};
pub use mapping::{Map, MapEnd, MappingSet};
pub use plan::{PlannedCell, StandardsSystem};
pub use reference::{Reference, ReferenceDetails, Target};
pub use standard::{Classification, Dates, Details, Standard, WithdrawnItem};
pub use term::{Definition, Designation, TermEntry};
pub use text::Localised;
pub use vocabulary::{
    BlockKind, Degree, DesignationStatus, DeviationKind, DocumentFunction, Element, Jurisdiction,
    Lang, Level, ReferenceRole, Relation, Stage, Status,
};
