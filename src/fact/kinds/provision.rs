//! Kind `provision`: what a sentence requires, recommends, permits or states.

use std::ops::Range;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Type, Value, many, one, place,
};
use super::sentence::{
    LANGUAGES, MODALITIES, cited_in, clause, has_quantity, language, modality, part, placed,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::fact::{Part, ProvisionRow};
use crate::language::{Convention, Modality, Quantity, QuantityKind, quantities_in};

pub(crate) static KIND: KindDef = KindDef {
    name: "provision",
    en: "what a sentence requires, recommends, permits or states",
    zh: "条款：一句所要求、推荐、允许或陈述的内容",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| sentence(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        for index in 0..u32::try_from(f.provisions(doc).len()).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Provision, doc, index));
        }
    }),
};

/// In the order of [`Form`](crate::language::Form).
const FORMS: &[&str] =
    &["preferred", "equivalent", "must", "forbid", "may_not", "informal", "imperative", "none"];
const CONVENTIONS: &[&str] = &["prose", "bcp14"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("modality", Type::Word(MODALITIES), "its force", "能愿类型", |f, r| {
        Value::or_none(row(f, r).map(|it| modality(it.provision.modality)))
    }),
    one(
        "form",
        Type::Word(FORMS),
        "which kind of words carry the force: the preferred verb, an equivalent expression, or one that is to be replaced (must, 必须; forbid, 不得; may_not; informal: could, might)",
        "表示能愿类型的词语：首选动词、等效表述，或应予替换的词语（must，必须；forbid，不得；may_not；informal，could、might）",
        |f, r| Value::or_none(row(f, r).map(|it| Value::Word(it.provision.form as u8))),
    ),
    one(
        "words",
        Type::Text,
        "the words that carry the force; none for a statement",
        "表示能愿类型的词语；陈述则为空",
        |f, r| words(f, r, |it| Some(keyword(it))),
    ),
    one("text", Type::Text, "the sentence", "所在的句子", |f, r| {
        Value::or_none(sentence(f, r))
    }),
    one("lang", Type::Word(LANGUAGES), "its language", "语言", |f, r| {
        Value::or_none(row(f, r).map(|it| language(it.lang)))
    }),
    one(
        "element",
        Type::Word(Part::WORDS),
        "the innermost part of the document that it stands in",
        "所处的最内层要素",
        |f, r| Value::or_none(row(f, r).map(|it| Value::Word(it.part as u8))),
    ),
    one(
        "clause",
        Type::Fact(Kind::Clause),
        "the clause that it stands in; none for terms that are given apart from the text",
        "所在章条；与正文分开给出的术语则为空",
        |f, r| Value::or_none(row(f, r).and_then(|it| it.clause).map(|at| clause(r.doc, at))),
    ),
    one(
        "informative",
        Type::Bool,
        "it stands where nothing can be required: foreword, introduction, note, example, informative annex",
        "处于不能提出要求之处：前言、引言、注、示例、资料性附录",
        |f, r| {
            let text = row(f, r).and_then(|it| f.prose(r.doc).texts.get(it.text as usize));
            Value::or_none(text.map(|it| it.informative))
        },
    ),
    one(
        "embedded",
        Type::Bool,
        "it stands inside a condition or a relative clause: the sentence itself does not demand it",
        "处于条件或定语之中：并非句子本身的要求",
        |f, r| Value::or_none(row(f, r).map(|it| it.provision.embedded)),
    ),
    one(
        "inherited",
        Type::Bool,
        "an item of a list that has its force from the words that lead in",
        "列项，其能愿类型来自引语",
        |f, r| Value::or_none(row(f, r).map(|it| it.inherited)),
    ),
    one(
        "force",
        Type::Word(MODALITIES),
        "its force with a limit's own negation left to the limit: “shall not exceed” requires, as “shall be at most” does",
        "能愿类型，限值自身的否定归于限值：“不应大于”与“应不大于”同为要求",
        |f, r| Value::or_none(row(f, r).map(|it| modality(force(f, r.doc, it)))),
    ),
    one(
        "counterpart",
        Type::Fact(Kind::Provision),
        "the provision that says the same in the other language of a bilingual paragraph; none where there is none or nobody can tell which it is",
        "双语段落中另一语言的对应条款；没有或无法对应则为空",
        |f, r| {
            let at = f.prose(r.doc).counterpart(r.index);
            Value::or_none(at.map(|at| FactRef::new(Kind::Provision, r.doc, at)))
        },
    ),
    one(
        "bare_number",
        Type::Text,
        "the first limit, range or tolerance in its sentence that has no unit and counts nothing; none where there is none",
        "所在句子中第一个既无单位也不计数的限值、范围或公差；没有则为空",
        |f, r| words(f, r, |it| bare_number(f, r.doc, it).map(|it| it.range.clone())),
    ),
    one("negated", Type::Bool, "the words around the verb negate it", "含有否定", |f, r| {
        Value::or_none(row(f, r).map(|it| it.provision.negated))
    }),
    one(
        "condition",
        Type::Text,
        "the condition that it holds under; none where it holds always",
        "适用条件；无条件则为空",
        |f, r| words(f, r, |it| it.provision.condition.clone()),
    ),
    one(
        "subject",
        Type::Text,
        "who or what it is said of; none where that is not found",
        "主语；未能识别则为空",
        |f, r| words(f, r, |it| it.provision.subject.clone()),
    ),
    one(
        "object",
        Type::Text,
        "what is said of it; none for a statement",
        "所规定的内容；陈述则为空",
        |f, r| words(f, r, |it| it.provision.object.clone()),
    ),
    one(
        "convention",
        Type::Word(CONVENTIONS),
        "how the document marks requirements: by the words of prose, or by capitals (BCP 14)",
        "文件标示要求的方式：普通文字，或大写关键词（BCP 14）",
        |f, r| Value::Word(u8::from(f.prose(r.doc).convention == Convention::Bcp14)),
    ),
    one(
        "sentence",
        Type::Fact(Kind::Sentence),
        "the sentence that it stands in",
        "所在的句子",
        |f, r| {
            let at = row(f, r).map(|it| it.sentence);
            Value::or_none(at.map(|at| FactRef::new(Kind::Sentence, r.doc, at)))
        },
    ),
    many(
        "cites",
        Type::Fact(Kind::Reference),
        "the documents that its sentence names",
        "所在句子提及的文件",
        |f, r, each| match row(f, r) {
            Some(row) => each.all(cited_in(f, r.doc, row.text, &row.provision.sentence)),
            None => Ok(()),
        },
    ),
    one(
        "has_quantity",
        Type::Bool,
        "its sentence has a number with a unit, or a limit",
        "所在句子含有量值或限值",
        |f, r| {
            let Some(row) = row(f, r) else { return Value::None };
            Value::Bool(has_quantity(f, r.doc, row.text, &row.provision.sentence))
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place(
        "words",
        "the words that carry the force; the sentence where there are none",
        "表示能愿类型的词语；没有则为该句",
        |f, r| {
            let row = row(f, r)?;
            let keyword = keyword(row);
            let sentence = &row.provision.sentence;
            let range = if keyword.is_empty() { sentence.clone() } else { keyword };
            placed(f, r.doc, row.text, range)
        },
    ),
    place("sentence", "the sentence", "所在的句子", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, row.provision.sentence.clone())
    }),
    place("subject", "who or what it is said of", "主语", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, row.provision.subject.clone()?)
    }),
    place("object", "what is said of it", "所规定的内容", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, row.provision.object.clone()?)
    }),
    place("bare_number", "the number without a unit", "无单位的数值", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, bare_number(f, r.doc, row)?.figures.clone())
    }),
    place("condition", "the condition", "适用条件", |f, r| {
        let row = row(f, r)?;
        placed(f, r.doc, row.text, row.provision.condition.clone()?)
    }),
    STANDARD_PLACE,
];

fn row<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ProvisionRow> {
    f.provisions(r.doc).get(r.index as usize)
}

fn force(f: &Facts<'_>, doc: u32, row: &ProvisionRow) -> Modality {
    match row.provision.modality {
        Modality::Prohibition | Modality::RecommendationNot => {
            row.provision.modality_beside(f.quantities(doc, row.text))
        }
        other => other,
    }
}

/// A limit without a unit: 1 may be its unit, but then it is a ratio or a count.
fn bare_number<'a>(f: &Facts<'a>, doc: u32, row: &ProvisionRow) -> Option<&'a Quantity> {
    let sentence = &row.provision.sentence;
    let words = f.text(f.prose_text(doc, row.text)?);
    quantities_in(f.quantities(doc, row.text), sentence).iter().find(|it| {
        sentence.start <= it.range.start
            && it.range.end <= sentence.end
            && it.kind != QuantityKind::Value
            && it.kind != QuantityKind::Enumeration
            && it.unit_range.is_none()
            && it.unit.code == "1"
            && stands_alone(words, &it.figures)
    })
}

/// Whether figures are written in digits, and no word behind them says what is counted or measured.
fn stands_alone(words: &str, figures: &Range<usize>) -> bool {
    let digits =
        words.get(figures.clone()).is_some_and(|it| it.contains(|c: char| c.is_ascii_digit()));
    let rest = words.get(figures.end..).unwrap_or("").trim_start();
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let joins = matches!(
        word,
        "" | "and"
            | "or"
            | "to"
            | "in"
            | "at"
            | "for"
            | "when"
            | "if"
            | "with"
            | "during"
            | "on"
            | "as"
    );
    let ends = rest.starts_with(['时', '的', '和', '或', '且', '至', '并', '以', '之']);
    digits && (joins || ends)
}

/// The modal words, where they stand in the sentence itself.
fn keyword(row: &ProvisionRow) -> Range<usize> {
    let start = row.provision.sentence.start;
    if row.inherited { start..start } else { row.provision.keyword.clone() }
}

fn words<'a>(
    f: &Facts<'a>,
    r: FactRef,
    range: impl Fn(&ProvisionRow) -> Option<Range<usize>>,
) -> Value<'a> {
    let row = row(f, r);
    let words = row.and_then(|it| part(f, r.doc, it.text, &range(it)?));
    Value::or_none(words)
}

fn sentence<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    let row = row(f, r)?;
    part(f, r.doc, row.text, &row.provision.sentence)
}
