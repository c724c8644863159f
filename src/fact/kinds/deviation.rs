//! Kind `deviation`: a declared deviation from an adopted document.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE, adoption, at};
use crate::model::{Deviation, DeviationKind, Text};

pub(crate) static KIND: KindDef = KindDef {
    name: "deviation",
    en: "a declared deviation from an adopted document",
    zh: "所声明的与被采用文件的差异",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| text(f, deviation(f, r).and_then(|it| it.clause.as_ref())).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        for (index, adoption) in (0_u32..).zip(&f.standard(doc).adopts) {
            let count = adoption.deviations.as_ref().map_or(0, |list| list.len());
            for sub in 0..u32::try_from(count).unwrap_or(u32::MAX) {
                take(FactRef::new(Kind::Deviation, doc, index).with_sub(sub));
            }
        }
    }),
};

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "adoption",
        Type::Fact(Kind::Adoption),
        "the adoption it belongs to",
        "所属的采用声明",
        |_, r| Value::Fact(FactRef::new(Kind::Adoption, r.doc, r.index)),
    ),
    one(
        "clause",
        Type::Text,
        "clause of this document; none where none is named",
        "本文件的章条；未写明则为空",
        |f, r| Value::or_none(text(f, deviation(f, r).and_then(|it| it.clause.as_ref()))),
    ),
    one(
        "source_clause",
        Type::Text,
        "clause of the adopted document; none where none is named",
        "被采用文件的章条；未写明则为空",
        |f, r| Value::or_none(text(f, deviation(f, r).and_then(|it| it.source.as_ref()))),
    ),
    one(
        "kind",
        Type::Word(DeviationKind::WORDS),
        "how it is classed",
        "差异的类别",
        |f, r| f.given(r, "kind", deviation(f, r).and_then(|it| it.kind).map(|said| said.value)),
    ),
    one(
        "reason",
        Type::Text,
        "why; none where no reason is given",
        "原因；未说明则为空",
        |f, r| Value::or_none(text(f, deviation(f, r).and_then(|it| it.reason.as_ref()))),
    ),
    one(
        "margin_mark",
        Type::Bool,
        "the clause is said to bear the mark in its margin",
        "章条标有页边标记",
        |f, r| {
            f.given(
                r,
                "margin_mark",
                deviation(f, r).and_then(|it| it.margin_mark).map(|said| said.value),
            )
        },
    ),
    one(
        "regulation",
        Type::Text,
        "the national regulation that forces it; none where none is named",
        "所依据的国家法规；未写明则为空",
        |f, r| {
            let forced = deviation(f, r).and_then(|it| it.a_deviation.as_deref());
            Value::or_none(text(f, forced.and_then(|it| it.regulation.as_ref())))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place(
        "deviation",
        "the clause it names, else the whole entry",
        "所写的章条，或整个条目",
        |f, r| {
            let deviation = deviation(f, r)?;
            let named = deviation.clause.as_ref().or(deviation.source.as_ref()).map(Text::span);
            at(r, Some(named.unwrap_or(deviation.span)))
        },
    ),
    STANDARD_PLACE,
];

fn deviation<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Deviation> {
    adoption::adoption(f, r)?.deviations.as_ref()?.get(r.sub as usize)
}

fn text<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}
