//! Kind `collision`: two documents that clash, or one that clashes with a registry.

use super::super::clash::{Clash, ClashKind};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::model::Text;

pub(crate) static KIND: KindDef = KindDef {
    name: "collision",
    en: "two documents that clash: one number, code, title, source or subject for both",
    zh: "相互冲突的两个文件：编号、代号、名称、所采用的文件或对象相同",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| clash(f, r).map_or("", |it| it.value.as_str()).into(),
    producer: Producer::Corpus(|f, take| {
        for (index, clash) in (0_u32..).zip(f.lazy().clashes(f)) {
            take(FactRef::new(Kind::Collision, clash.doc, index));
        }
    }),
};

const KINDS: &[&str] = &[
    "identifier",
    "association_code",
    "series_main_title",
    "series_complement",
    "adoption",
    "scope",
    "sector_duplicate",
    "unrelated_source",
    "standstill",
];

const FIELDS: &[Field] = &[
    STANDARD,
    one("kind", Type::Word(KINDS), "what clashes", "冲突之处", |f, r| {
        Value::or_none(clash(f, r).map(|it| {
            Value::Word(match it.kind {
                ClashKind::Identifier => 0,
                ClashKind::AssociationCode => 1,
                ClashKind::SeriesMainTitle => 2,
                ClashKind::SeriesComplement => 3,
                ClashKind::Adoption => 4,
                ClashKind::Scope => 5,
                ClashKind::SectorDuplicate => 6,
                ClashKind::UnrelatedSource => 7,
                ClashKind::Standstill => 8,
            })
        }))
    }),
    one(
        "value",
        Type::Text,
        "the number, code, title or adopted document",
        "相同或冲突的编号、代号、名称或所采用的文件",
        |f, r| Value::or_none(clash(f, r).map(|it| it.value.as_str())),
    ),
    one(
        "other",
        Type::Fact(Kind::Standard),
        "the other document; none where it clashes with a registry",
        "另一文件；与登记表冲突则为空",
        |f, r| Value::or_none(clash(f, r).and_then(|it| it.other).map(FactRef::standard)),
    ),
];

const PLACES: &[PlaceField] = &[
    STANDARD_PLACE,
    place("title", "its title", "其名称", |f, r| title_of(f, r.doc)),
    place("other", "the other document", "另一文件", |f, r| {
        clash(f, r)?.other.map(|doc| f.place_of_document(doc))
    }),
    place("other_title", "title of the other document", "另一文件的名称", |f, r| {
        clash(f, r)?.other.and_then(|doc| title_of(f, doc))
    }),
];

fn clash<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Clash> {
    f.lazy().clashes(f).get(r.index as usize)
}

fn title_of(f: &Facts<'_>, doc: u32) -> Option<Place> {
    f.standard(doc).title.first().map(Text::span).map(|span| Place::of(doc, span))
}
