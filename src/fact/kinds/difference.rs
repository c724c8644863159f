//! Kind `difference`: what two documents that are set side by side do not have in common.
//!
//! Where the texts of an adoption cannot be compared, one difference stands for all that might be
//! there: its fields are not known, so that rules on it are not checkable instead of silent.

use std::borrow::Cow;

use super::super::matching::{
    Class, ClausePair, Difference, DifferenceKind, DocumentPair, Side, Substitution,
};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, one,
    place,
};
use super::pair::{ADOPTION, BASIS, DEGREE, documents};
use super::sentence::{MODALITIES, modality};
use super::{STANDARD, STANDARD_PLACE};
use crate::language::{Modality, SetRelation};
use crate::model::Relation;

pub(crate) static KIND: KindDef = KindDef {
    name: "difference",
    en: "what two documents set side by side do not have in common",
    zh: "相互对照的两个文件之间的差异",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| words(f, r, true).or_else(|| words(f, r, false)).unwrap_or_default(),
    producer: Producer::Document(|f, doc, take| {
        for (index, documents) in (0_u32..).zip(f.matching().of(doc)) {
            let count = u32::try_from(documents.differences.len()).unwrap_or(u32::MAX);
            for sub in 0..count {
                take(FactRef::new(Kind::Difference, doc, index).with_sub(sub));
            }
            if documents.hindrance.is_some() {
                take(FactRef::new(Kind::Difference, doc, index).with_sub(u32::MAX));
            }
        }
    }),
};

/// How the values of one side lie to those of the other.
pub(crate) const SETS: &[&str] =
    &["equal", "subset", "superset", "overlap", "disjoint", "incompatible", "not_comparable"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "other",
        Type::Fact(Kind::Standard),
        "the document that it is set beside",
        "与之对照的文件",
        |f, r| match documents(f, r) {
            Some(it) if it.hindrance.is_none() => {
                Value::Fact(FactRef::standard_for(it.right.doc, r.doc))
            }
            Some(it) => Value::or_none(it.hindrance.map(Value::Absent)),
            None => Value::None,
        },
    )
    .compared(),
    BASIS,
    ADOPTION,
    DEGREE,
    one(
        "kind",
        Type::Word(DifferenceKind::WORDS),
        "in what they differ",
        "差异所在",
        |f, r| known(f, r, |it| Value::Word(it.kind as u8)),
    )
    .compared(),
    one(
        "class",
        Type::Word(Class::WORDS),
        "whether it touches what is required",
        "是否涉及技术内容",
        |f, r| known(f, r, |it| Value::Word(it.class as u8)),
    )
    .compared(),
    one(
        "left",
        Type::Text,
        "the words of the judged document; none where it has nothing there",
        "所判定文件中的文字；没有则为空",
        |f, r| known(f, r, |_| Value::or_none(words(f, r, true).map(Value::Text))),
    )
    .compared(),
    one(
        "right",
        Type::Text,
        "the words of the other document; none where it has nothing there",
        "另一文件中的文字；没有则为空",
        |f, r| known(f, r, |_| Value::or_none(words(f, r, false).map(Value::Text))),
    )
    .compared(),
    one(
        "left_value",
        Type::Text,
        "what the judged document says: a modality, a set of values, an identifier; none where it says nothing",
        "所判定文件的内容：能愿形式、取值集合或编号；没有则为空",
        |f, r| known(f, r, |it| Value::or_none(it.left_value.as_deref())),
    )
    .compared(),
    one(
        "right_value",
        Type::Text,
        "what the other document says; none where it says nothing",
        "另一文件的内容；没有则为空",
        |f, r| known(f, r, |it| Value::or_none(it.right_value.as_deref())),
    )
    .compared(),
    one(
        "left_modality",
        Type::Word(MODALITIES),
        "force of the words of the judged document; none where they have none or none is at issue",
        "所判定文件文字的能愿类型；不涉及则为空",
        |f, r| known(f, r, |it| force(it.left_value.as_deref())),
    )
    .compared(),
    one(
        "right_modality",
        Type::Word(MODALITIES),
        "force of the words of the other document; none where they have none or none is at issue",
        "另一文件文字的能愿类型；不涉及则为空",
        |f, r| known(f, r, |it| force(it.right_value.as_deref())),
    )
    .compared(),
    one(
        "substitution",
        Type::Word(Substitution::WORDS),
        "what the document cited here is to the one that the other document cites in its place: an adoption of it, another edition; none where not both cite one",
        "此处所引文件与另一文件相应处所引文件的关系：对其的采用，或另一版本；不都有引用则为空",
        |f, r| {
            known(f, r, |it| match it.substitution {
                Some(Substitution::Unknown) => Value::Absent(Reason::Because {
                    doc: r.doc,
                    why: &(
                        "a document cited in place of the source's is not in the corpus",
                        "用以代替国际标准引用文件的文件不在语料库中",
                    ),
                }),
                other => Value::or_none(other.map(|it| Value::Word(it as u8))),
            })
        },
    )
    .compared(),
    one(
        "set",
        Type::Word(SETS),
        "how the values of the judged document lie to the other's: a superset is looser, a subset stricter; none where there are no values on both sides",
        "所判定文件的取值集合与另一文件的关系：superset 为放宽，subset 为收紧；两侧不都有取值则为空",
        |f, r| known(f, r, |it| Value::or_none(it.set.map(set))),
    )
    .compared(),
    one(
        "listed",
        Type::Bool,
        "a declared deviation covers it",
        "已列入所声明的差异",
        |f, r| known(f, r, |it| Value::Bool(it.deviation.is_some())),
    )
    .compared(),
    one(
        "deviation",
        Type::Fact(Kind::Deviation),
        "the declared deviation that covers it; none where none does",
        "涵盖该差异的声明；没有则为空",
        |f, r| {
            known(f, r, |it| {
                let declared = documents(f, r).and_then(|it| it.adoption).zip(it.deviation);
                Value::or_none(declared.map(|(adoption, sub)| {
                    FactRef::new(Kind::Deviation, r.doc, adoption).with_sub(sub)
                }))
            })
        },
    )
    .compared(),
    one(
        "pair",
        Type::Fact(Kind::Pair),
        "the pair of clauses that it lies in; none for a clause that stands alone",
        "所在的对应条款；单独存在的条则为空",
        |f, r| {
            known(f, r, |it| {
                let pair = it.pair.map(|sub| FactRef::new(Kind::Pair, r.doc, r.index).with_sub(sub));
                Value::or_none(pair)
            })
        },
    )
    .compared(),
    one(
        "declared_pair",
        Type::Bool,
        "a clause map, a mapping or a common subject key says that the clauses correspond",
        "由条款对照表、映射或相同主题键声明两条对应",
        |f, r| known(f, r, |it| Value::Bool(clause_pair(f, r, it).is_some_and(|it| it.declared))),
    )
    .compared(),
    one(
        "declared_relation",
        Type::Word(Relation::WORDS),
        "the relation that a mapping declares for the two clauses; none where none does",
        "映射为两条所声明的关系；未声明则为空",
        |f, r| {
            known(f, r, |it| {
                Value::or_none(clause_pair(f, r, it).and_then(|it| it.declared_relation))
            })
        },
    )
    .compared(),
    one(
        "number",
        Type::Text,
        "number or title of the clause of the judged document; none where nothing is near",
        "所判定文件中条的编号或标题；附近没有则为空",
        |f, r| known(f, r, |it| Value::or_none(name(f, r, it, true))),
    )
    .compared(),
    one(
        "other_number",
        Type::Text,
        "number or title of the clause of the other document; none where nothing is near",
        "另一文件中条的编号或标题；附近没有则为空",
        |f, r| known(f, r, |it| Value::or_none(name(f, r, it, false))),
    )
    .compared(),
];

const PLACES: &[PlaceField] = &[
    place(
        "left",
        "the words of the judged document; where it has none, the nearest clause or the adoption",
        "所判定文件中的文字；没有时为最近的条或采用声明",
        left_place,
    ),
    place(
        "right",
        "the words of the other document; where it has none, the clause",
        "另一文件中的文字；没有时为所在的条",
        |f, r| {
            let (documents, difference) = get(f, r)?;
            let heading = || Some(documents.right.heading(f, difference.right_member?));
            difference.right.or_else(heading)
        },
    ),
    place("clause", "the clause of the judged document", "所判定文件的条", |f, r| {
        let (documents, difference) = get(f, r)?;
        Some(documents.left.heading(f, difference.left_member?))
    }),
    STANDARD_PLACE,
];

fn get<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a DocumentPair, &'a Difference)> {
    let documents = documents(f, r)?;
    Some((documents, documents.differences.get(r.sub as usize)?))
}

/// A value of the difference, or why there is none to be known.
fn known<'a>(
    f: &Facts<'a>,
    r: FactRef,
    value: impl FnOnce(&'a Difference) -> Value<'a>,
) -> Value<'a> {
    match get(f, r) {
        Some((_, difference)) => value(difference),
        None => match documents(f, r).and_then(|it| it.hindrance) {
            Some(reason) => Value::Absent(reason),
            None => Value::None,
        },
    }
}

fn left_place(f: &Facts<'_>, r: FactRef) -> Option<Place> {
    let (documents, difference) = get(f, r)?;
    let heading = || Some(documents.left.heading(f, difference.left_member?));
    let declared = || {
        let adoption = f.standard(r.doc).adopts.get(documents.adoption? as usize)?;
        Some(Place::of(r.doc, adoption.source.written.span()))
    };
    difference.left.or_else(heading).or_else(declared)
}

fn clause_pair<'a>(f: &Facts<'a>, r: FactRef, difference: &Difference) -> Option<&'a ClausePair> {
    documents(f, r)?.pairs.get(difference.pair? as usize)
}

fn name<'a>(f: &Facts<'a>, r: FactRef, difference: &Difference, left: bool) -> Option<&'a str> {
    let documents = documents(f, r)?;
    let (side, member): (&Side, _) = if left {
        (&documents.left, difference.left_member)
    } else {
        (&documents.right, difference.right_member)
    };
    side.name(f, member?)
}

/// Characters of a text that messages show.
const SHOWN: usize = 80;

/// The words of one side, cut where they are many.
fn words<'a>(f: &Facts<'a>, r: FactRef, left: bool) -> Option<Cow<'a, str>> {
    let (_, difference) = get(f, r)?;
    if difference.kind == DifferenceKind::Reference {
        // Markup names documents by anchors; people by identifiers.
        let named = if left { &difference.left_value } else { &difference.right_value };
        return named.as_deref().map(Cow::Borrowed);
    }
    let place = if left { difference.left } else { difference.right }?;
    let text = f.sources().slice(place.span).trim();
    let cut = text.char_indices().nth(SHOWN).map(|it| it.0);
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(match cut {
        Some(cut) => format!("{} …", line(&text[..cut])).into(),
        None if text.contains(['\n', '\t']) => line(text).into(),
        None => text.into(),
    })
}

fn force<'a>(value: Option<&str>) -> Value<'a> {
    Value::or_none(value.and_then(Modality::from_word).map(modality))
}

pub(crate) fn set(relation: SetRelation) -> Value<'static> {
    let word = relation.as_str();
    let at = SETS.iter().position(|it| *it == word).unwrap_or(0);
    Value::Word(u8::try_from(at).unwrap_or(0))
}
