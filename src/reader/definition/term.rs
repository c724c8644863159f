//! Terms and definitions.

use thin_vec::ThinVec;

use crate::model::{Definition, Designation, DesignationStatus, Target, TermEntry, Text};
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

use super::common::{by_language, fields, target, text, texts};
use super::shape;
use super::standard::required_target;

pub(super) fn term(cursor: Cursor<'_>) -> Option<TermEntry> {
    let fields = fields(cursor, &shape::TERM)?;
    let _ = fields.require("term");
    let mut designations = ThinVec::new();
    named(&fields, "term", DesignationStatus::Preferred, &mut designations);
    named(&fields, "admitted", DesignationStatus::Admitted, &mut designations);
    named(&fields, "deprecated", DesignationStatus::Deprecated, &mut designations);
    let definitions = fields.get("definition").map(by_language).unwrap_or_default();
    Some(TermEntry {
        span: cursor.span(),
        number: fields.get("number").and_then(text),
        designations,
        definitions: definitions
            .into_iter()
            .map(|(lang, text)| Definition { lang, text })
            .collect(),
        domain: fields.get("domain").and_then(text),
        source: fields.get("source").and_then(source),
        modified: fields.get("modified").and_then(Cursor::bool),
        notes: fields.get("notes").map(by_language).unwrap_or_default(),
        examples: fields.get("examples").map(by_language).unwrap_or_default(),
        footnotes: fields.get("footnotes").map(texts).unwrap_or_default(),
    })
}

fn named(
    fields: &Fields<'_>,
    key: &str,
    status: DesignationStatus,
    designations: &mut ThinVec<Designation>,
) {
    let names = fields.get(key).map(by_language).unwrap_or_default();
    designations.extend(names.into_iter().map(|(lang, text)| Designation { lang, text, status }));
}

fn source(cursor: Cursor<'_>) -> Option<(Target, Option<Text>)> {
    if cursor.kind() == NodeKind::Scalar {
        return target(cursor).map(|it| (it, None));
    }
    let fields = fields(cursor, &shape::TERM_SOURCE)?;
    let standard = required_target(&fields, "standard");
    let clause = fields.get("clause").and_then(text);
    Some((standard?, clause))
}
