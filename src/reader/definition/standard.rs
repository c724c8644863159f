//! A standard.

use crate::model::{
    Classification, Dates, DocumentFunction, Level, Localised, Standard, Status, Target, Text,
    WithdrawnItem,
};
use crate::syntax::access::{Cursor, Fields};

use super::common::{date, fields, localised, stage, target, targets, text, texts};
use super::shape;
use super::{adoption, clause, mapping, reference, term};

pub(super) fn standard(cursor: Cursor<'_>) -> Option<Standard> {
    let fields = fields(cursor, &shape::STANDARD)?;
    let mut standard = Standard::at(cursor.span());
    let many = |key: &str| fields.get(key).map(targets).unwrap_or_default();
    standard.identity = fields.require("standard").and_then(target);
    standard.key = fields.get("key").and_then(text).map(Box::new);
    standard.other_identifiers = many("other_identifiers");
    standard.title = fields.get("title").map_or_else(Localised::default, localised);
    standard.status = fields.get("status").and_then(|it| it.word(Status::WORDS, Status::from_word));
    standard.dates = fields.get("dates").map_or_else(Dates::default, dates);
    standard.references = fields.get("references").map(reference::references);
    standard.replaces = many("replaces");
    standard.replaced_by = many("replaced_by");
    standard.amends = many("amends");
    standard.amended_by = many("amended_by");
    standard.parts = many("parts");
    standard.part_of = many("part_of");
    standard.adopts =
        fields.get("adopts").map(|it| it.read_all(adoption::adoption)).unwrap_or_default();
    standard.adopted_as = many("adopted_as");
    standard.classification = fields.get("classification").map(|it| Box::new(classification(it)));
    standard.terms = fields.get("terms").map(|it| it.items().filter_map(term::term).collect());
    standard.clauses =
        fields.get("clauses").map(|it| it.items().filter_map(clause::clause).collect());
    standard.mappings = fields
        .get("mappings")
        .map(|it| it.items().filter_map(mapping::set).collect())
        .unwrap_or_default();
    details(&fields, &mut standard);
    Some(standard)
}

/// What few standards say: the box is made only where something is said.
fn details(fields: &Fields<'_>, standard: &mut Standard) {
    macro_rules! detail {
        ($key:literal, $field:ident, $read:expr) => {
            if let Some(value) = fields.get($key).and_then($read) {
                standard.details_mut().$field = Some(value);
            }
        };
    }
    detail!("stage", stage, stage);
    detail!("imported_from", imported_from, text);
    detail!("edition", edition, text);
    detail!("type", document_type, text);
    detail!("level", level, |it: Cursor<'_>| it.word(Level::WORDS, Level::from_word));
    detail!("issuer", issuer, text);
    detail!("jurisdiction", jurisdiction, text);
    detail!("profile", profile, text);
    detail!("function", function, |it: Cursor<'_>| {
        it.word(DocumentFunction::WORDS, DocumentFunction::from_word)
    });
    detail!("public", public, Cursor::bool);
    detail!("disclosed", disclosed, Cursor::bool);
    detail!("partial", partial, Cursor::bool);
    if let Some(languages) = fields.get("languages") {
        standard.details_mut().languages = texts(languages);
    }
    if let Some(items) = fields.get("withdrawn_items") {
        standard.details_mut().withdrawn_items = items.items().filter_map(withdrawn_item).collect();
    }
}

fn dates(cursor: Cursor<'_>) -> Dates {
    let Some(fields) = fields(cursor, &shape::DATES) else { return Dates::default() };
    Dates {
        published: fields.get("published").and_then(date),
        effective: fields.get("effective").and_then(date),
        withdrawn: fields.get("withdrawn").and_then(date).map(Box::new),
        conflicting_withdrawn: fields.get("conflicting_withdrawn").and_then(date).map(Box::new),
        reviewed: fields.get("reviewed").and_then(date).map(Box::new),
    }
}

fn classification(cursor: Cursor<'_>) -> Classification {
    let Some(fields) = fields(cursor, &shape::CLASSIFICATION) else {
        return Classification::default();
    };
    Classification {
        ics: fields.get("ics").map(texts).unwrap_or_default(),
        ccs: fields.get("ccs").map(texts).unwrap_or_default(),
        sectors: fields.get("sectors").map(texts),
        aspects: fields.get("aspects").map(texts),
    }
}

fn withdrawn_item(cursor: Cursor<'_>) -> Option<WithdrawnItem> {
    let fields = fields(cursor, &shape::WITHDRAWN_ITEM)?;
    let mut item = WithdrawnItem {
        span: cursor.span(),
        id: fields.require("id").and_then(text)?,
        title: fields.get("title").and_then(text),
        links: thin_vec::ThinVec::new(),
    };
    for key in ["incorporated_into", "moved_to"] {
        // The relation is the key itself, so that a finding can point at it.
        let Some(relation) = fields.key(key).and_then(Cursor::text) else {
            let _ = fields.get(key);
            continue;
        };
        let targets = fields.get(key).map(texts).unwrap_or_default();
        let name = key.replace('_', "-");
        let relation = Text::decoded(relation.span(), name, []);
        item.links.extend(targets.into_iter().map(|target| (relation.clone(), target)));
    }
    if let Some(links) = fields.get("links") {
        item.links.extend(links.items().filter_map(link));
    }
    Some(item)
}

fn link(cursor: Cursor<'_>) -> Option<(Text, Text)> {
    let fields = fields(cursor, &shape::LINK)?;
    let (relation, to) = (fields.require("relation"), fields.require("to"));
    Some((relation.and_then(text)?, to.and_then(text)?))
}

/// The document of a field that must be there.
pub(super) fn required_target(fields: &Fields<'_>, key: &str) -> Option<Target> {
    fields.require(key).and_then(target)
}
