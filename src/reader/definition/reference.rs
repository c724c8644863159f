//! References.

use thin_vec::ThinVec;

use crate::model::{Degree, Reference, ReferenceDetails, ReferenceRole, Said, Target};
use crate::syntax::NodeKind;
use crate::syntax::access::Cursor;

use super::common::{degree, fields, localised, target, text};
use super::shape;
use super::standard::required_target;

/// References by role, or one list whose entries may say their role.
pub(super) fn references(cursor: Cursor<'_>) -> ThinVec<Reference> {
    if cursor.kind() == NodeKind::Sequence {
        return cursor.read_all(|it| reference(it, ReferenceRole::Unstated));
    }
    let Some(fields) = fields(cursor, &shape::REFERENCES) else { return ThinVec::new() };
    let lists = [
        (ReferenceRole::Normative, fields.get("normative")),
        (ReferenceRole::Informative, fields.get("informative")),
    ];
    let entries = lists.iter().filter_map(|&(_, entries)| entries);
    let mut references = ThinVec::with_capacity(entries.map(|it| it.one_or_more().count()).sum());
    for (role, entries) in lists {
        let entries = entries.into_iter().flat_map(Cursor::one_or_more);
        references.extend(entries.filter_map(|it| reference(it, role)));
    }
    references
}

fn reference(cursor: Cursor<'_>, role: ReferenceRole) -> Option<Reference> {
    if cursor.kind() == NodeKind::Scalar {
        return target(cursor).map(|it| Reference::new(it, role, cursor.span()));
    }
    let fields = fields(cursor, &shape::REFERENCE)?;
    let standard = required_target(&fields, "standard");
    let said =
        fields.get("role").and_then(|it| it.word(ReferenceRole::WORDS, ReferenceRole::from_word));
    let details = ReferenceDetails {
        title: fields.get("title").map(localised).unwrap_or_default(),
        anchor: fields.get("anchor").and_then(text),
        group: fields.get("group").and_then(text),
        element: fields.get("clause").and_then(text),
        dated: fields.get("dated").and_then(Cursor::bool),
        all_parts: fields.get("all_parts").and_then(Cursor::bool),
        justification: fields.get("justification").and_then(text),
        annotated_degree: fields.get("annotated_degree").and_then(degree),
        annotated_source: fields.get("annotated_source").and_then(target),
        counterpart: fields.get("counterpart").and_then(counterpart).map(Box::new),
        raw: fields.get("entry").and_then(text),
        footnote: fields.get("footnote").and_then(text),
        ..ReferenceDetails::default()
    };
    let role = said.map_or(role, |said| said.value);
    Some(Reference::new(standard?, role, cursor.span()).with_details(details))
}

/// The national document that corresponds to an international one.
fn counterpart(cursor: Cursor<'_>) -> Option<(Target, Option<Said<Degree>>)> {
    if cursor.kind() == NodeKind::Scalar {
        return target(cursor).map(|it| (it, None));
    }
    let fields = fields(cursor, &shape::COUNTERPART)?;
    let standard = required_target(&fields, "standard");
    let degree = fields.get("degree").and_then(degree);
    Some((standard?, degree))
}
