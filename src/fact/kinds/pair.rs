//! Kind `pair`: two clauses of different documents that answer to each other.

use super::super::matching::{Basis, ClausePair, DocumentPair, Member, Side};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Type, Value, many, one, place,
};
use super::sentence::{MODALITIES, modality};
use super::{STANDARD, STANDARD_PLACE};
use crate::model::{Degree, Relation};

pub(crate) static KIND: KindDef = KindDef {
    name: "pair",
    en: "two clauses of different documents that answer to each other: by adoption, mapping or subject key",
    zh: "不同文件中相互对应的两条：依据采用关系、映射或主题键",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| {
        let Some((documents, pair)) = pair(f, r) else { return "".into() };
        let name = |side: &Side, at: u32| side.name(f, at).unwrap_or("?").to_owned();
        format!("{} – {}", name(&documents.left, pair.left), name(&documents.right, pair.right))
            .into()
    },
    producer: Producer::Document(|f, doc, take| {
        for (index, documents) in (0_u32..).zip(f.matching().of(doc)) {
            for sub in 0..u32::try_from(documents.pairs.len()).unwrap_or(u32::MAX) {
                take(FactRef::new(Kind::Pair, doc, index).with_sub(sub));
            }
        }
    }),
};

/// `basis`: why two documents are set side by side; of pairs and of differences alike.
pub(crate) const BASIS: Field = one(
    "basis",
    Type::Word(Basis::WORDS),
    "why the two documents are set side by side",
    "两个文件对照的依据",
    |f, r| Value::or_none(documents(f, r).map(|it| Value::Word(it.basis as u8))),
)
.compared();

/// `adoption`: the adoption that sets them side by side; of pairs and of differences alike.
pub(crate) const ADOPTION: Field = one(
    "adoption",
    Type::Fact(Kind::Adoption),
    "the adoption that names the other document; none where there is none",
    "采用另一文件的声明；没有则为空",
    |f, r| Value::or_none(adoption(f, r)),
)
.compared();

/// `degree`: the degree that it declares; of pairs and of differences alike.
pub(crate) const DEGREE: Field = one(
    "degree",
    Type::Word(Degree::WORDS),
    "declared degree of correspondence; none where none is declared",
    "所声明的一致性程度；未声明则为空",
    degree,
)
.compared();

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "other",
        Type::Fact(Kind::Standard),
        "the document that it is set beside",
        "与之对照的文件",
        |f, r| Value::or_none(documents(f, r).map(|it| FactRef::standard_for(it.right.doc, r.doc))),
    )
    .compared(),
    BASIS,
    ADOPTION,
    DEGREE,
    one(
        "clause",
        Type::Fact(Kind::Clause),
        "the clause of the judged document; none where it is a term entry",
        "所判定文件的条；若为术语条目则为空",
        |f, r| Value::or_none(pair(f, r).and_then(|(it, pair)| clause(&it.left, pair.left))),
    )
    .compared(),
    one(
        "other_clause",
        Type::Fact(Kind::Clause),
        "the clause of the other document; none where it is a term entry",
        "另一文件的条；若为术语条目则为空",
        |f, r| Value::or_none(pair(f, r).and_then(|(it, pair)| clause(&it.right, pair.right))),
    )
    .compared(),
    one(
        "number",
        Type::Text,
        "number of the clause, or its title",
        "条的编号或标题",
        |f, r| Value::or_none(pair(f, r).and_then(|(it, pair)| it.left.name(f, pair.left))),
    )
    .compared(),
    one(
        "other_number",
        Type::Text,
        "number of the other clause, or its title",
        "另一条的编号或标题",
        |f, r| Value::or_none(pair(f, r).and_then(|(it, pair)| it.right.name(f, pair.right))),
    )
    .compared(),
    one(
        "relation",
        Type::Word(Relation::WORDS),
        "how the clause stands to the other, by their texts",
        "由文本得出的两条关系",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| pair.relation)),
    )
    .compared(),
    one(
        "declared_relation",
        Type::Word(Relation::WORDS),
        "the relation that a mapping declares; none where none does",
        "映射所声明的关系；未声明则为空",
        |f, r| Value::or_none(pair(f, r).and_then(|(_, pair)| pair.declared_relation)),
    )
    .compared(),
    one(
        "declared",
        Type::Bool,
        "a clause map, a mapping or a common subject key says that they correspond",
        "由条款对照表、映射或相同主题键声明对应",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| pair.declared)),
    )
    .compared(),
    one(
        "accepted",
        Type::Bool,
        "declared, or scored above the threshold",
        "已声明，或得分高于阈值",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| pair.accepted)),
    )
    .compared(),
    one(
        "score",
        Type::Number,
        "score of the alignment, 0 to 1; 1 where declared",
        "对应得分，0 至 1；声明者为 1",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| f64::from(pair.score))),
    )
    .compared(),
    one(
        "moved",
        Type::Bool,
        "it leaves the order that most pairs keep",
        "偏离多数对应条款的次序",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| pair.moved)),
    )
    .compared(),
    one(
        "listed",
        Type::Bool,
        "a declared deviation names one of the two clauses",
        "所声明的差异涉及两条之一",
        |f, r| Value::or_none(pair(f, r).map(|(_, pair)| pair.deviation.is_some())),
    )
    .compared(),
    one(
        "modality",
        Type::Word(MODALITIES),
        "strongest modality of the clause",
        "该条最强的能愿形式",
        |f, r| {
            Value::or_none(pair(f, r).map(|(it, pair)| modality(it.left.strongest(f, pair.left))))
        },
    )
    .compared(),
    one(
        "other_modality",
        Type::Word(MODALITIES),
        "strongest modality of the other clause",
        "另一条最强的能愿形式",
        |f, r| {
            Value::or_none(pair(f, r).map(|(it, pair)| modality(it.right.strongest(f, pair.right))))
        },
    )
    .compared(),
    one(
        "one_language",
        Type::Bool,
        "both texts are in one language, so that their words can be compared",
        "两文本语言相同，可比较用词",
        |f, r| Value::or_none(documents(f, r).map(|it| it.one_language)),
    )
    .compared(),
    many(
        "differences",
        Type::Fact(Kind::Difference),
        "what differs between the two clauses",
        "两条之间的差异",
        |f, r, each| {
            let Some(documents) = documents(f, r) else { return Ok(()) };
            let all = (0_u32..).zip(&documents.differences);
            let own = all.filter(|(_, it)| it.pair == Some(r.sub));
            each.all(
                own.map(|(sub, _)| FactRef::new(Kind::Difference, r.doc, r.index).with_sub(sub)),
            )
        },
    )
    .compared(),
];

const PLACES: &[PlaceField] = &[
    place("clause", "the title or number of the clause", "该条的标题或编号", |f, r| {
        let (documents, pair) = pair(f, r)?;
        Some(documents.left.heading(f, pair.left))
    }),
    place(
        "other_clause",
        "the title or number of the other clause",
        "另一条的标题或编号",
        |f, r| {
            let (documents, pair) = pair(f, r)?;
            Some(documents.right.heading(f, pair.right))
        },
    ),
    STANDARD_PLACE,
];

/// The two documents that a fact of kind `pair` or `difference` is about.
pub(crate) fn documents<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a DocumentPair> {
    f.matching().of(r.doc).get(r.index as usize)
}

fn pair<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a DocumentPair, &'a ClausePair)> {
    let documents = documents(f, r)?;
    Some((documents, documents.pairs.get(r.sub as usize)?))
}

/// The adoption that sets the two documents side by side.
fn adoption(f: &Facts<'_>, r: FactRef) -> Option<FactRef> {
    documents(f, r)?.adoption.map(|index| FactRef::new(Kind::Adoption, r.doc, index))
}

/// The degree that the adoption declares.
fn degree<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    match adoption(f, r) {
        Some(adoption) => super::adoption::degree(f, adoption),
        None => Value::None,
    }
}

/// An item of a side as a fact, where it is a clause.
pub(crate) fn clause(side: &Side, at: u32) -> Option<FactRef> {
    match side.members.get(at as usize)? {
        Member::Clause(row) => Some(FactRef::new(Kind::Clause, side.doc, *row)),
        Member::Term(_) => None,
    }
}
