//! Kind `mapping`: a map from elements of one document to elements of another.

use super::super::maps::{Answers, Maps, Row, compose, inverse};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::model::{Map, MapEnd, Relation};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "mapping",
    en: "a map from elements of one document to elements of another; several targets are their union",
    zh: "一个文件的要素到另一文件要素的映射；多个目标表示其并集",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| ends_text(f, r).into(),
    producer: Producer::Corpus(|f, take| {
        let maps = f.lazy().maps(f);
        for (at, row) in (0_u32..).zip(&maps.rows) {
            let set = &maps.sets[row.set as usize];
            if set.judged {
                take(FactRef::new(Kind::Mapping, set.doc, at));
            }
        }
    }),
};

const STATES: &[&str] = &["related", "declared_none", "unresolved"];

const FIELDS: &[Field] = &[
    STANDARD,
    many("left", Type::Text, "its left ends as written", "左端（原文）", |f, r, each| {
        each.all(ids(f, map(f, r).map_or(&[][..], |it| &it.left)))
    }),
    many(
        "right",
        Type::Text,
        "its right ends as written: their union",
        "右端（原文），表示其并集",
        |f, r, each| each.all(ids(f, map(f, r).map_or(&[][..], |it| &it.right))),
    ),
    one(
        "left_document",
        Type::Fact(Kind::Standard),
        "the document of the left ends",
        "左端所属文件",
        |f, r| document(f, r, 0),
    ),
    one(
        "right_document",
        Type::Fact(Kind::Standard),
        "the document of the right ends",
        "右端所属文件",
        |f, r| document(f, r, 1),
    ),
    one(
        "relation",
        Type::Word(Relation::WORDS),
        "declared relation of the left to the right",
        "所声明的左对右的关系",
        |f, r| f.given(r, "relation", row(f, r).and_then(|it| it.relation)),
    ),
    one(
        "state",
        Type::Word(STATES),
        "related, declared to have no counterpart, or not resolved because an end leads nowhere or its \
         document is not known",
        "有对应、声明无对应，或未解析（某一端不存在或所属文件未知）",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            let maps = maps(f);
            let ends = &maps.ends[row.ends.start as usize..row.ends.end as usize];
            let resolved = ends.iter().all(|it| matches!(it.found, Ok(Some(_))));
            Value::Word(match (resolved, row.relation) {
                (false, _) => 2,
                (true, Some(Relation::None)) => 1,
                (true, _) => 0,
            })
        },
    ),
    one(
        "rationale",
        Type::Text,
        "why; none where no reason is given",
        "理由；未说明则为空",
        |f, r| {
            let text = map(f, r).and_then(|it| it.rationale.as_ref());
            Value::or_none(text.map(|it| f.text(it).trim()).filter(|it| !it.is_empty()))
        },
    ),
    one(
        "contradicts",
        Type::Fact(Kind::Mapping),
        "an earlier map of the same ends whose relation excludes this one; none where there is none",
        "两端相同而关系互斥的在先映射；没有则为空",
        |f, r| other(f, answers(f, r).contradicts),
    ),
    one(
        "equal_elsewhere",
        Type::Fact(Kind::Mapping),
        "an earlier map that says that the left is equal to something else; none where there is none",
        "声明左端与另一要素相等的在先映射；没有则为空",
        |f, r| other(f, answers(f, r).equal_elsewhere),
    ),
    one(
        "not_inverse",
        Type::Fact(Kind::Mapping),
        "the map in the other direction, where its relation is not the inverse; none elsewhere",
        "关系不互逆的反向映射；没有则为空",
        |f, r| other(f, answers(f, r).not_inverse),
    ),
    one(
        "inverse",
        Type::Word(Relation::WORDS),
        "the relation that a map in the other direction has to declare; none where none is declared here",
        "反向映射应声明的关系；此处未声明则为空",
        |f, r| Value::or_none(row(f, r).and_then(|it| it.relation).map(inverse)),
    ),
    one(
        "duplicate_of",
        Type::Fact(Kind::Mapping),
        "an earlier map of the set that says the same; none where there is none",
        "同一映射集中内容相同的在先映射；没有则为空",
        |f, r| other(f, answers(f, r).duplicate),
    ),
    one(
        "implied_by",
        Type::Fact(Kind::Mapping),
        "a map of a clause above from which it follows; none where there is none",
        "可推出本映射的上级要素的映射；没有则为空",
        |f, r| other(f, answers(f, r).implied_by),
    ),
    one(
        "first_hop",
        Type::Fact(Kind::Mapping),
        "the first of two maps by way of a third element that exclude it; none where there are none",
        "经第三要素与之矛盾的两个映射中的第一个；没有则为空",
        |f, r| other(f, answers(f, r).hops.map(|it| it.0)),
    ),
    one(
        "second_hop",
        Type::Fact(Kind::Mapping),
        "the second of them; none where there are none",
        "其中的第二个；没有则为空",
        |f, r| other(f, answers(f, r).hops.map(|it| it.1)),
    ),
    many(
        "possible",
        Type::Word(Relation::WORDS),
        "the relations that the two hops leave possible; none where there are no hops",
        "经这两个映射仍可能成立的关系；没有则为空",
        |f, r, each| {
            let Some((first, second)) = answers(f, r).hops else { return Ok(()) };
            let possible = through(maps(f), row(f, r), first, second);
            each.all(possible.into_iter().flat_map(|it| it.relations()))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("mapping", "its relation, else its first end", "其关系或第一端", |f, r| {
        let map = map(f, r)?;
        let first = || map.left.first().or_else(|| map.right.first()).map(|it| it.id.span());
        placed(r, map.relation.map(|it| it.span).or_else(first).unwrap_or(map.span))
    }),
    place("left", "its first left end", "其第一个左端", |f, r| {
        placed(r, map(f, r)?.left.first()?.id.span())
    }),
    place("right", "its first right end", "其第一个右端", |f, r| {
        placed(r, map(f, r)?.right.first()?.id.span())
    }),
    place("relation", "its relation as written", "所写的关系", |f, r| {
        placed(r, map(f, r)?.relation?.span)
    }),
    place(
        "entry",
        "the whole map with its line, so that deleting it leaves a list",
        "整个映射及其所在行",
        |f, r| placed(r, super::reference::whole_entry(f, map(f, r)?.span, false)?),
    ),
    STANDARD_PLACE,
];

fn maps<'a>(f: &Facts<'a>) -> &'a Maps {
    f.lazy().maps(f)
}

fn row<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Row> {
    maps(f).rows.get(r.index as usize)
}

fn map<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Map> {
    row(f, r)?.read(f, maps(f))
}

fn answers(f: &Facts<'_>, r: FactRef) -> Answers {
    maps(f).answers(r.index)
}

fn other<'a>(f: &Facts<'a>, found: Option<u32>) -> Value<'a> {
    let maps = maps(f);
    Value::or_none(found.and_then(|at| {
        let set = maps.sets.get(maps.rows.get(at as usize)?.set as usize)?;
        Some(FactRef::new(Kind::Mapping, set.doc, at))
    }))
}

/// What two hops leave possible, seen in the direction of a map.
fn through(
    maps: &Maps,
    row: Option<&Row>,
    first: u32,
    second: u32,
) -> Option<super::super::maps::Possible> {
    let row = row?;
    let start = row.single(0)?;
    let (first, middle) = maps.rows.get(first as usize)?.step_from(start)?;
    let (second, _) = maps.rows.get(second as usize)?.step_from(middle)?;
    Some(compose(first, second))
}

fn ids<'a>(f: &Facts<'a>, ends: &'a [MapEnd]) -> impl Iterator<Item = &'a str> {
    let f = *f;
    ends.iter().map(move |end| f.text(&end.id).trim())
}

fn document<'a>(f: &Facts<'a>, r: FactRef, side: usize) -> Value<'a> {
    let set = row(f, r).and_then(|it| maps(f).sets.get(it.set as usize));
    match set.map(|it| it.sides[side]) {
        Some(Ok(doc)) => Value::Fact(FactRef::standard_for(doc, r.doc)),
        Some(Err(reason)) => Value::Absent(reason),
        None => Value::None,
    }
}

/// `5.2 → 4.1 + 4.3`.
fn ends_text(f: &Facts<'_>, r: FactRef) -> String {
    let Some(map) = map(f, r) else { return String::new() };
    let side = |ends| ids(f, ends).collect::<Vec<_>>().join(" + ");
    format!("{} → {}", side(&map.left), side(&map.right))
}

#[expect(clippy::unnecessary_wraps, reason = "places are optional")]
fn placed(r: FactRef, span: Span) -> Option<Place> {
    Some(Place::of(r.doc, span))
}
