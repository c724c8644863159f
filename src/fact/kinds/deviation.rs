//! Kind `deviation`: a declared deviation from an adopted document.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Reason, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE, adoption, at};
use crate::fact::matching::{self, Standing};
use crate::model::{Clause, Deviation, DeviationKind, Text};

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
        "marked",
        Type::Bool,
        "the clause bears a mark in its margin: said here or by the clause; a clause without one is unmarked where the document marks others",
        "页边有标记：由本条目或该条给出；文件中其他条有标记而该条没有，则视为没有",
        marked,
    ),
    one(
        "stale",
        Type::Bool,
        "the two texts do not differ in what it names",
        "所写章条的两文本并无差异",
        stale,
    )
    .compared(),
    one(
        "a_deviation",
        Type::Bool,
        "it is said to be forced by a national regulation (A-deviation)",
        "声明为因国家法规产生的 A 类差异",
        |f, r| Value::Bool(deviation(f, r).is_some_and(|it| it.a_deviation.is_some())),
    ),
    one(
        "annex",
        Type::Text,
        "the annex in which an A-deviation is listed; none where none is named",
        "列出 A 类差异的附录；未写明则为空",
        |f, r| {
            let forced = deviation(f, r).and_then(|it| it.a_deviation.as_deref());
            Value::or_none(text(f, forced.and_then(|it| it.annex.as_ref())))
        },
    ),
    one(
        "deviating_clause",
        Type::Text,
        "the clause of the European standard that an A-deviation changes; none where none is named",
        "A 类差异所改动的欧洲标准章条；未写明则为空",
        |f, r| {
            let deviation = deviation(f, r);
            let forced = deviation.and_then(|it| it.a_deviation.as_deref());
            let named = forced.and_then(|it| it.clause.as_ref());
            Value::or_none(text(f, named.or_else(|| deviation.and_then(|it| it.source.as_ref()))))
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

/// Whether the clause that a deviation names bears a mark in its margin.
fn marked<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let Some(deviation) = deviation(f, r) else { return Value::None };
    if let Some(said) = deviation.margin_mark {
        return Value::Bool(said.value);
    }
    let mark = |clause: &'a Clause| clause.margin_mark.as_ref().map(|it| f.text(it).trim());
    let named = matching::numbers(text(f, deviation.clause.as_ref()).unwrap_or(""));
    let mut others = false;
    for row in f.clauses(r.doc) {
        let Some(mark) = mark(row.clause) else { continue };
        others = true;
        let number = row.clause.number.as_ref().map(|it| f.text(it).trim());
        if number.is_some_and(|it| named.iter().any(|named| matching::is_within(it, named))) {
            return Value::Bool(!matches!(mark, "none" | "no" | "false" | ""));
        }
    }
    let listed = f.standard(r.doc).adopts.iter().filter_map(|it| it.deviations.as_ref());
    others |= listed.flatten().any(|it| it.margin_mark.is_some_and(|said| said.value));
    if others {
        return Value::Bool(false);
    }
    Value::Absent(Reason::NotGiven { doc: r.doc, field: "margin_mark" })
}

/// Whether the texts show nothing of what a deviation declares.
fn stale<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let Some(documents) = f.matching().of_adoption(r.doc, r.index) else { return Value::None };
    if let Some(reason) = documents.hindrance {
        return Value::Absent(reason);
    }
    let because = |why| Value::Absent(Reason::Because { doc: r.doc, why });
    match documents.standing(f, r.sub) {
        Standing::Found => Value::Bool(false),
        Standing::Stale => Value::Bool(true),
        Standing::NoClause => because(&(
            "a deviation names a clause that neither text has",
            "所列差异的章条在两文本中均不存在",
        )),
        Standing::Untold => because(&(
            "the texts are in different languages, so that not every difference shows",
            "两文本语言不同，无法看出全部差异",
        )),
    }
}

fn deviation<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Deviation> {
    adoption::adoption(f, r)?.deviations.as_ref()?.get(r.sub as usize)
}

fn text<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}
