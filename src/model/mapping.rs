//! Mappings between frameworks and editions. A mapping set is a document too.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{Relation, Said, Target, Text};
use crate::source::Span;

/// A set of maps from one document to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingSet {
    /// The whole set.
    pub span: Span,
    /// Document of the left ends.
    pub left: Target,
    /// Document of the right ends.
    pub right: Target,
    /// The maps.
    pub maps: ThinVec<Map>,
    /// Elements of the left that are declared to have no counterpart, with the reason.
    pub unmapped: ThinVec<(MapEnd, Option<Text>)>,
    /// Elements that were said to be analysed, where the set limits itself.
    pub analysed: ThinVec<MapEnd>,
}

/// One map. Several right ends mean their union: never flattened to one-to-one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Map {
    /// The whole map.
    pub span: Span,
    /// Left ends.
    pub left: ThinVec<MapEnd>,
    /// Right ends: their union.
    pub right: ThinVec<MapEnd>,
    /// Declared relation of left to right.
    pub relation: Option<Said<Relation>>,
    /// Why.
    pub rationale: Option<Text>,
    /// Declared confidence, as written.
    pub confidence: Option<Text>,
}

/// One end of a map: a clause or control, and what pins its identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapEnd {
    /// Clause number or control identifier.
    pub id: Text,
    /// UUID of the element when it was mapped.
    pub uuid: Option<Text>,
    /// Hash of its text when it was mapped.
    pub hash: Option<Text>,
    /// Title of it when it was mapped.
    pub title: Option<Text>,
}
