//! Kind `mapping_side`: one of the two documents that a mapping set joins.

use super::super::maps::{Gap, Maps, Set};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Listing, Place, PlaceField, Producer, Reason, Type,
    Value, many, one, place,
};
use super::mapping_end::SIDES;
use super::{STANDARD, STANDARD_PLACE};

pub(crate) static KIND: KindDef = KindDef {
    name: "mapping_side",
    en: "one of the two documents that a mapping set joins",
    zh: "映射集所连接的两个文件之一",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| written(f, r).unwrap_or("").into(),
    producer: Producer::Corpus(|f, take| {
        for (at, set) in (0_u32..).zip(&f.lazy().maps(f).sets) {
            if set.judged {
                for side in 0..2 {
                    take(FactRef::new(Kind::MappingSide, set.doc, at).with_sub(side));
                }
            }
        }
    }),
};

/// As many unmapped elements are named in a message.
const NAMED: usize = 8;

const FIELDS: &[Field] = &[
    STANDARD,
    one("side", Type::Word(SIDES), "left or right", "左侧或右侧", |_, r| {
        Value::Word(u8::from(r.sub == 1))
    }),
    one("written", Type::Text, "the document as written", "文件（原文）", |f, r| {
        Value::or_none(written(f, r))
    }),
    one(
        "other",
        Type::Text,
        "the other document as written",
        "另一侧的文件（原文）",
        |f, r| Value::or_none(written(f, FactRef { sub: 1 - r.sub.min(1), ..r })),
    ),
    one(
        "in_corpus",
        Type::Bool,
        "the document is in the corpus",
        "该文件在语料库中",
        |f, r| Value::Bool(side(f, r).is_some_and(|it| it.is_ok())),
    ),
    one(
        "document",
        Type::Fact(Kind::Standard),
        "the document, as the edition that is named",
        "该文件（所指明的版本）",
        |f, r| match side(f, r) {
            Some(Ok(doc)) => Value::Fact(FactRef::standard_for(doc, r.doc)),
            Some(Err(reason)) => Value::Absent(reason),
            None => Value::None,
        },
    ),
    one("maps", Type::Number, "how many maps the set has", "映射集的映射数目", |f, r| {
        Value::count(set(f, r).and_then(|it| it.read(f)).map_or(0, |it| it.maps.len()))
    }),
    one(
        "requirements",
        Type::Number,
        "how many clauses of the left document require something",
        "左侧文件中含要求的条款数目",
        |f, r| count(f, r, |gap| gap.requirements),
    ),
    one(
        "related",
        Type::Number,
        "how many of them a map relates to something",
        "其中已有对应的数目",
        |f, r| count(f, r, |gap| gap.related),
    ),
    one(
        "declared_none",
        Type::Number,
        "how many are declared to have no counterpart, with the reason",
        "其中声明无对应并说明理由的数目",
        |f, r| count(f, r, |gap| gap.declared),
    ),
    one(
        "not_analysed",
        Type::Number,
        "how many were not analysed, where the set says what was",
        "其中未作分析的数目（映射集注明分析范围时）",
        |f, r| count(f, r, |gap| gap.not_analysed),
    ),
    one(
        "unmapped",
        Type::Number,
        "how many have neither a map nor a declared reason",
        "其中既无映射又未说明理由的数目",
        |f, r| count(f, r, |gap| gap.unmapped.len()),
    ),
    one(
        "unmapped_names",
        Type::Text,
        "the first of those, by number",
        "上述条款的编号（前若干个）",
        |f, r| {
            let Ok(Some(gap)) = gap(f, r) else { return Value::None };
            let Some(Ok(doc)) = side(f, r) else { return Value::None };
            let rows = f.clauses(doc);
            let named = gap.unmapped.iter().take(NAMED);
            let names = named.filter_map(|at| f.clause_name(rows.get(*at as usize)?.clause));
            let mut text = names.collect::<Vec<_>>().join(", ");
            if gap.unmapped.len() > NAMED {
                text.push_str(", …");
            }
            Value::or_none((!text.is_empty()).then_some(text))
        },
    ),
    many(
        "unmapped_clauses",
        Type::Fact(Kind::Clause),
        "those clauses",
        "上述条款",
        |f, r, each| -> Listing {
            let Some(gap) = gap(f, r)? else { return Ok(()) };
            let Some(Ok(doc)) = side(f, r) else { return Ok(()) };
            each.all(gap.unmapped.iter().map(|at| FactRef::new(Kind::Clause, doc, *at)))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("side", "the document as written", "文件（原文）", |f, r| {
        let target = set(f, r)?.target(f, r.sub as usize)?;
        Some(Place::of(r.doc, target.written.span()))
    }),
    STANDARD_PLACE,
];

fn maps<'a>(f: &Facts<'a>) -> &'a Maps {
    f.lazy().maps(f)
}

fn set<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Set> {
    maps(f).sets.get(r.index as usize)
}

fn side(f: &Facts<'_>, r: FactRef) -> Option<Result<u32, Reason>> {
    set(f, r)?.sides.get(r.sub as usize).copied()
}

fn written<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    set(f, r)?.target(f, r.sub as usize).map(|it| f.written(it))
}

/// The gap, told of the left document; none where another set answers for both.
fn gap<'a>(f: &Facts<'a>, r: FactRef) -> Result<Option<&'a Gap>, Reason> {
    let Some(doc) = side(f, r).filter(|_| r.sub == 0) else { return Ok(None) };
    let doc = doc?;
    if f.standard(doc).clauses.is_none() {
        return Err(Reason::NoText { doc });
    }
    Ok(maps(f).gap(r.index))
}

fn count<'a>(f: &Facts<'a>, r: FactRef, of: impl Fn(&Gap) -> usize) -> Value<'a> {
    match gap(f, r) {
        Ok(gap) => Value::or_none(gap.map(|it| Value::count(of(it)))),
        Err(reason) => Value::Absent(reason),
    }
}
