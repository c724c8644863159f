//! Kind `classification_code`: a code under which a document is classified.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Reason, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE, at};
use crate::fact::classification::{is_ccs, is_ics, is_sector, nearest};
use crate::model::Text;

pub(crate) static KIND: KindDef = KindDef {
    name: "classification_code",
    en: "an ICS, CCS or sector code under which a document is classified",
    zh: "文件的 ICS、CCS 或行业分类代码",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| code(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        let Some(classification) = f.standard(doc).classification.as_deref() else { return };
        let sectors = classification.sectors.as_ref().map_or(0, |it| it.len());
        for (scheme, count) in
            (0_u32..).zip([classification.ics.len(), classification.ccs.len(), sectors])
        {
            for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
                take(FactRef::new(Kind::ClassificationCode, doc, index).with_sub(scheme));
            }
        }
    }),
};

const SCHEMES: &[&str] = &["ics", "ccs", "sector"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "scheme",
        Type::Word(SCHEMES),
        "which classification it is of",
        "所属分类体系",
        |_, r| Value::Word(u8::try_from(r.sub).unwrap_or(0)),
    ),
    one("code", Type::Text, "the code", "代码", |f, r| Value::or_none(code(f, r))),
    one("known", Type::Bool, "the table has it", "分类表中有该代码", |f, r| {
        let Some(code) = code(f, r) else { return Value::None };
        if code.is_empty() {
            return Value::None;
        }
        let known = match r.sub {
            0 => Some(is_ics(code)),
            1 => is_ccs(code),
            _ if has_other_scheme(f) => None,
            _ => is_sector(code),
        };
        Value::or_absent(known, || Reason::Because {
            doc: r.doc,
            why: &("there is no table of these classification codes", "没有此类分类代码的完整表"),
        })
    }),
    one(
        "suggestion",
        Type::Text,
        "the nearest code above it; none where there is none",
        "最接近的上级代码；没有则为空",
        |f, r| {
            let Some(code) = code(f, r) else { return Value::None };
            Value::or_none(match r.sub {
                0 => nearest(code, is_ics),
                2 => nearest(code, |code| is_sector(code) == Some(true)),
                _ => None,
            })
        },
    ),
];

const PLACES: &[PlaceField] =
    &[place("code", "the code", "代码", |f, r| at(r, text(f, r).map(Text::span))), STANDARD_PLACE];

fn text<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Text> {
    let classification = f.standard(r.doc).classification.as_deref()?;
    let list = match r.sub {
        0 => &classification.ics,
        1 => &classification.ccs,
        _ => classification.sectors.as_ref()?,
    };
    list.get(r.index as usize)
}

fn code<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    text(f, r).map(|text| f.text(text).trim())
}

/// Whether the plan of the system names another list of sectors.
fn has_other_scheme(f: &Facts<'_>) -> bool {
    f.corpus().systems().iter().any(|system| {
        system.scheme.as_ref().is_some_and(|text| {
            let name = text.get(f.sources()).trim().to_lowercase();
            !name.starts_with("gats") && !name.contains("w120")
        })
    })
}
