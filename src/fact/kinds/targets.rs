//! What a cited document is to international ones.

use super::super::{FactRef, Facts};
use crate::corpus::{LinkKind, StandardId};
use crate::fact::clash::jurisdiction;
use crate::fact::lazy::is_national;
use crate::model::{Degree, Level};

/// The international document that a Chinese one adopts, as written, and the degree; only identical
/// and modified ones are adoption.
pub(super) fn adopted_international<'a>(f: &Facts<'a>, doc: u32) -> Option<(&'a str, Degree)> {
    if !f.is_of_china(doc) {
        return None;
    }
    f.standard(doc).adopts.iter().find_map(|adoption| {
        let degree = adoption.degree.map(|said| said.value).filter(|it| *it != Degree::Neq)?;
        let source = f.parsed(adoption.source.identifier)?.ok()?;
        (source.level == Level::International).then(|| (f.written(&adoption.source), degree))
    })
}

/// A document in force where `citing` applies that is identical to the international document
/// `target`.
pub(super) fn identical_adoption(f: &Facts<'_>, citing: u32, target: u32) -> Option<FactRef> {
    let international = f.own_identifier(target)?.level == Level::International;
    let here = jurisdiction(f, citing).filter(|_| international)?;
    let node = StandardId(target).node();
    let adopters = f
        .corpus()
        .links_to(node)
        .filter(|(_, _, link)| link.kind == LinkKind::Adopts(Some(Degree::Idt)));
    adopters
        .filter(|(_, from, _)| is_national(f, *from))
        .filter_map(|(_, from, _)| f.corpus().standard_of(from))
        .find(|id| {
            id.0 != citing
                && jurisdiction(f, id.0) == Some(here)
                && f.status(id.0, citing).is_current()
        })
        .map(|id| FactRef::standard_for(id.0, citing))
}
