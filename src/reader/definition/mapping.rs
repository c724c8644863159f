//! Mapping sets, and the plan of a standards system.

use thin_vec::ThinVec;

use crate::bilingual;
use crate::model::{Level, Map, MapEnd, MappingSet, PlannedCell, Relation, StandardsSystem, Text};
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

use super::common::{fields, text};
use super::shape;
use super::standard::required_target;

pub(super) fn set(cursor: Cursor<'_>) -> Option<MappingSet> {
    let fields = fields(cursor, &shape::MAPPING_SET)?;
    let left = required_target(&fields, "left");
    let right = required_target(&fields, "right");
    let maps =
        fields.get("maps").map(|it| it.items().filter_map(map).collect()).unwrap_or_default();
    let unmapped = fields
        .get("unmapped")
        .map(|it| it.items().filter_map(unmapped).collect())
        .unwrap_or_default();
    let analysed =
        fields.get("analysed").map(|it| it.items().filter_map(end).collect()).unwrap_or_default();
    Some(MappingSet { span: cursor.span(), left: left?, right: right?, maps, unmapped, analysed })
}

fn map(cursor: Cursor<'_>) -> Option<Map> {
    let fields = fields(cursor, &shape::MAP)?;
    let ends = |key: &str| -> ThinVec<MapEnd> {
        fields.require(key).map(|it| it.one_or_more().filter_map(end).collect()).unwrap_or_default()
    };
    Some(Map {
        span: cursor.span(),
        left: ends("left"),
        right: ends("right"),
        relation: fields
            .get("relation")
            .and_then(|it| it.word(Relation::WORDS, Relation::from_word)),
        rationale: fields.get("rationale").and_then(text),
        confidence: fields.get("confidence").and_then(text),
    })
}

fn end(cursor: Cursor<'_>) -> Option<MapEnd> {
    if cursor.kind() == NodeKind::Scalar {
        return text(cursor).map(bare_end);
    }
    pinned_end(&fields(cursor, &shape::MAP_END)?)
}

fn bare_end(id: Text) -> MapEnd {
    MapEnd { id, uuid: None, hash: None, title: None }
}

fn pinned_end(fields: &Fields<'_>) -> Option<MapEnd> {
    let id = fields.require("id").and_then(text);
    let (uuid, hash, title) = (
        fields.get("uuid").and_then(text),
        fields.get("hash").and_then(text),
        fields.get("title").and_then(text),
    );
    Some(MapEnd { id: id?, uuid, hash, title })
}

fn unmapped(cursor: Cursor<'_>) -> Option<(MapEnd, Option<Text>)> {
    if cursor.kind() == NodeKind::Scalar {
        return text(cursor).map(|id| (bare_end(id), None));
    }
    let fields = fields(cursor, &shape::UNMAPPED)?;
    let reason = fields.get("reason").and_then(text);
    pinned_end(&fields).map(|end| (end, reason))
}

pub(super) fn system(cursor: Cursor<'_>) -> Option<StandardsSystem> {
    let fields = fields(cursor, &shape::SYSTEM)?;
    Some(StandardsSystem {
        span: cursor.span(),
        scheme: fields.get("scheme").and_then(text),
        most: fields
            .get("most_of_a_level")
            .and_then(|it| it.parse(&bilingual!("a whole number", "整数"))),
        cells: fields.get("coverage").map(cells).unwrap_or_default(),
    })
}

pub(super) fn cells(cursor: Cursor<'_>) -> ThinVec<PlannedCell> {
    cursor.items().filter_map(cell).collect()
}

fn cell(cursor: Cursor<'_>) -> Option<PlannedCell> {
    let fields = fields(cursor, &shape::CELL)?;
    let several = |key: &str| -> Option<ThinVec<Text>> {
        let texts: ThinVec<Text> = fields.require(key)?.one_or_more().filter_map(text).collect();
        (!texts.is_empty()).then_some(texts)
    };
    let (sectors, aspects) = (several("sector"), several("aspect"));
    let required = fields.get("required").and_then(Cursor::bool);
    let min_level = fields.get("min_level").and_then(|it| it.word(Level::WORDS, Level::from_word));
    // A key with nothing behind it says that the cells do not apply, and does not say why.
    let unsaid = || fields.key("na_reason").map(|it| Text::decoded(it.span(), "", []));
    let na_reason = fields.get("na_reason").and_then(text).or_else(unsaid);
    Some(PlannedCell {
        span: cursor.span(),
        sectors: sectors?,
        aspects: aspects?,
        required,
        min_level,
        na_reason,
    })
}
