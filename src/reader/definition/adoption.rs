//! Adoption of other documents.

use crate::model::{
    Adoption, ClauseCorrespondence, DeclaredPlaces, Deviation, DeviationKind, RegulationDeviation,
};
use crate::syntax::NodeKind;
use crate::syntax::access::Cursor;

use super::common::{degree, fields, target, targets, text};
use super::shape;
use super::standard::required_target;

/// An adoption: a mapping, or only the adopted document.
pub(super) fn adoption(cursor: Cursor<'_>) -> Option<Adoption> {
    if cursor.kind() == NodeKind::Scalar {
        return target(cursor).map(|source| Adoption::of(source, cursor.span()));
    }
    let fields = fields(cursor, &shape::ADOPTION)?;
    // Without the adopted document there is nothing to hang the rest on, but it is read for its
    // problems.
    let source = required_target(&fields, "standard");
    let degree = fields.get("degree").and_then(degree);
    let places = fields.get("places").map(|it| Box::new(places(it)));
    let deviations = fields.get("deviations").map(|it| it.items().filter_map(deviation).collect());
    let clause_map = fields
        .get("clause_map")
        .map(|it| it.items().filter_map(correspondence).collect())
        .unwrap_or_default();
    let comparison_table = fields.get("comparison_table").and_then(Cursor::bool);
    let amendments = fields.get("amendments").map(targets).unwrap_or_default();
    let claim = fields.get("claim").and_then(text);
    let endorsed = fields.get("endorsed").and_then(Cursor::bool).is_some_and(|it| it.value);
    Some(Adoption {
        span: cursor.span(),
        source: source?,
        degree,
        places,
        deviations,
        clause_map,
        comparison_table,
        amendments,
        claim,
        endorsed,
    })
}

fn places(cursor: Cursor<'_>) -> DeclaredPlaces {
    let Some(fields) = fields(cursor, &shape::PLACES) else { return DeclaredPlaces::default() };
    DeclaredPlaces {
        cover: fields.get("cover").and_then(degree),
        foreword: fields.get("foreword").and_then(degree),
        catalogue: fields.get("catalogue").and_then(degree),
        numbering: fields.get("numbering").and_then(degree),
    }
}

fn deviation(cursor: Cursor<'_>) -> Option<Deviation> {
    let fields = fields(cursor, &shape::DEVIATION)?;
    let source = fields.get("source").and_then(text);
    let mut a_deviation = fields.get("a_deviation").and_then(a_deviation);
    if let Some(regulation) = fields.get("regulation").and_then(text) {
        let entry = a_deviation.get_or_insert_with(|| RegulationDeviation {
            regulation: None,
            clause: source.clone(),
            annex: None,
        });
        entry.regulation.get_or_insert(regulation);
    }
    Some(Deviation {
        span: cursor.span(),
        clause: fields.get("clause").and_then(text),
        source,
        kind: fields
            .get("kind")
            .and_then(|it| it.word(DeviationKind::WORDS, DeviationKind::from_word)),
        difference: fields.get("difference").and_then(text),
        reason: fields.get("reason").and_then(text),
        margin_mark: fields.get("margin_mark").and_then(Cursor::bool),
        a_deviation: a_deviation.map(Box::new),
    })
}

fn a_deviation(cursor: Cursor<'_>) -> Option<RegulationDeviation> {
    let fields = fields(cursor, &shape::A_DEVIATION)?;
    Some(RegulationDeviation {
        regulation: fields.get("regulation").and_then(text),
        clause: fields.get("clause").and_then(text),
        annex: fields.get("annex").and_then(text),
    })
}

fn correspondence(cursor: Cursor<'_>) -> Option<ClauseCorrespondence> {
    let fields = fields(cursor, &shape::CORRESPONDENCE)?;
    Some(ClauseCorrespondence {
        span: cursor.span(),
        clause: fields.get("clause").and_then(text),
        source: fields.get("source").and_then(text),
    })
}
