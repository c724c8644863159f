//! The tables: one file a kind of fact, with its fields, its places, and where its facts come from.

pub mod adoption;
pub mod amendment;
pub mod asset;
pub mod cell;
pub mod classification_code;
pub mod clause;
pub mod collision;
pub mod conflict;
pub mod cross_reference;
pub mod cycle;
pub mod deviation;
pub mod difference;
mod elements;
pub mod identifier;
mod lag;
pub mod mapping;
pub mod mapping_end;
pub mod mapping_side;
pub mod pair;
pub mod provision;
pub mod reference;
pub mod replacement;
pub mod sentence;
pub mod standard;
mod targets;
pub mod term;
pub(super) mod verification;

use super::Kind;
use super::{FactRef, Field, Place, PlaceField, Type, Value, one, place};

/// `standard`: the document that a fact is about. Every kind but `standard` itself has it.
pub(crate) const STANDARD: Field = one(
    "standard",
    Type::Fact(Kind::Standard),
    "the document that is judged",
    "所判定的文件",
    |_, r| Value::Fact(FactRef::standard(r.doc)),
);

/// `standard`: the place of that document's identifier.
pub(crate) const STANDARD_PLACE: PlaceField = place(
    "standard",
    "the identifier of the document that is judged",
    "所判定文件的编号",
    |f, r| Some(f.place_of_document(r.doc)),
);

/// The place of a span outside any clause.
pub(crate) fn at(r: FactRef, span: Option<crate::source::Span>) -> Option<Place> {
    Some(Place::of(r.doc, span?))
}
