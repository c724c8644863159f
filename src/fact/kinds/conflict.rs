//! Kind `conflict`: two provisions on one subject that do not go together, or not in full.

use super::super::conflict::{Conflict, ConflictKind, Ground, Scopes, Statement};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, one, place,
};
use super::difference::SETS;
use super::sentence::{MODALITIES, modality};
use super::{STANDARD, STANDARD_PLACE};
use crate::fact::conflict::binds;

pub(crate) static KIND: KindDef = KindDef {
    name: "conflict",
    en: "two provisions on one subject, of two documents or of one, that do not go together or not in full",
    zh: "关于同一事项、不能或不能完全同时满足的两项规定（分属两个文件或同一文件）",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| {
        let Some(it) = get(f, r) else { return "".into() };
        f.sources().slice(it.left.place.span).into()
    },
    producer: Producer::Document(|f, doc, take| {
        for index in f.conflicts().of(doc) {
            take(FactRef::new(Kind::Conflict, doc, index));
        }
    }),
};

/// How one document stands above the other.
const STANDINGS: &[&str] = &["level", "binding", "bound"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "other",
        Type::Fact(Kind::Standard),
        "the other document; the same for a conflict within a document",
        "另一文件；文件内部的冲突则为同一文件",
        |f, r| Value::or_none(get(f, r).map(|it| FactRef::standard_for(it.other, r.doc))),
    ),
    one(
        "kind",
        Type::Word(ConflictKind::WORDS),
        "what does not go together",
        "不能同时满足之处",
        |f, r| Value::or_none(get(f, r).map(|it| Value::Word(it.kind as u8))),
    ),
    one(
        "ground",
        Type::Word(Ground::WORDS),
        "why both are taken to be on one subject",
        "认定两者针对同一事项的依据",
        |f, r| Value::or_none(get(f, r).map(|it| Value::Word(it.ground as u8))),
    ),
    one(
        "scopes",
        Type::Word(Scopes::WORDS),
        "whether what the two documents apply to has anything in common",
        "两个文件的适用范围是否相交",
        |f, r| Value::or_none(get(f, r).map(|it| Value::Word(it.scopes as u8))),
    ),
    one("within", Type::Bool, "both stand in one document", "两者在同一文件内", |f, r| {
        Value::or_none(get(f, r).map(|it| it.doc == it.other))
    }),
    one(
        "repeated",
        Type::Bool,
        "the other document is judged too, and tells the same of this one",
        "另一文件也在判定之列，并会报告同一冲突",
        |f, r| Value::or_none(get(f, r).map(|it| it.repeated)),
    ),
    one(
        "other_stands",
        Type::Word(STANDINGS),
        "how the other document stands to the judged one: binding (a mandatory national standard, SL 2 and 21), bound by it, or neither",
        "另一文件相对于所判定文件的地位：binding 为强制性国家标准，bound 为受其约束，level 为两者皆非",
        |f, r| {
            Value::or_none(get(f, r).map(|it| {
                Value::Word(if binds(f, it.other, it.doc) {
                    1
                } else {
                    u8::from(binds(f, it.doc, it.other)) * 2
                })
            }))
        },
    ),
    one(
        "modality",
        Type::Word(MODALITIES),
        "force of the provision of the judged document",
        "所判定文件中该规定的能愿类型",
        |f, r| Value::or_none(get(f, r).map(|it| modality(it.left.modality))),
    ),
    one(
        "other_modality",
        Type::Word(MODALITIES),
        "force of the other provision",
        "另一规定的能愿类型",
        |f, r| Value::or_none(get(f, r).map(|it| modality(it.right.modality))),
    ),
    one(
        "left",
        Type::Text,
        "the words of the judged document",
        "所判定文件中的文字",
        |f, r| words(f, get(f, r).map(|it| &it.left)),
    ),
    one(
        "right",
        Type::Text,
        "the words of the other provision",
        "另一规定的文字",
        |f, r| words(f, get(f, r).map(|it| &it.right)),
    ),
    one(
        "left_value",
        Type::Text,
        "what the judged document allows, as a set or a force",
        "所判定文件允许的取值集合或能愿类型",
        |f, r| Value::or_none(get(f, r).and_then(|it| it.left.value.as_deref())),
    ),
    one(
        "right_value",
        Type::Text,
        "what the other provision allows, as a set or a force",
        "另一规定允许的取值集合或能愿类型",
        |f, r| Value::or_none(get(f, r).and_then(|it| it.right.value.as_deref())),
    ),
    one(
        "left_says",
        Type::Text,
        "what the judged document allows, in English words",
        "以英文表述的所判定文件的规定",
        |f, r| says(get(f, r).map(|it| &it.left), false),
    ),
    one(
        "left_says_zh",
        Type::Text,
        "what the judged document allows, in Chinese words",
        "以中文表述的所判定文件的规定",
        |f, r| says(get(f, r).map(|it| &it.left), true),
    ),
    one(
        "right_says",
        Type::Text,
        "what the other provision allows, in English words",
        "以英文表述的另一规定",
        |f, r| says(get(f, r).map(|it| &it.right), false),
    ),
    one(
        "right_says_zh",
        Type::Text,
        "what the other provision allows, in Chinese words",
        "以中文表述的另一规定",
        |f, r| says(get(f, r).map(|it| &it.right), true),
    ),
    one(
        "set",
        Type::Word(SETS),
        "how the values or choices of the judged document lie to the other's; none where there are none",
        "所判定文件的取值或选项与另一规定的集合关系；没有则为空",
        |f, r| Value::or_none(get(f, r).and_then(|it| it.set).map(super::difference::set)),
    ),
    one(
        "beyond",
        Type::Text,
        "values that meet the provision of the judged document and break the other; none where there are none",
        "满足所判定文件而违反另一规定的取值；没有则为空",
        |f, r| Value::or_none(get(f, r).and_then(|it| it.beyond.as_deref())),
    ),
    one(
        "other_method",
        Type::Bool,
        "the two limits are measured in different ways, or over different times",
        "两个限值的测量方法或统计方式不同",
        |f, r| Value::or_none(get(f, r).map(|it| it.other_method)),
    ),
    one(
        "expected",
        Type::Text,
        "what should stand there instead; none where nobody can tell",
        "此处应有的内容；无法得出则为空",
        |f, r| Value::or_none(get(f, r).and_then(|it| it.expected.as_deref())),
    ),
    one(
        "number",
        Type::Text,
        "number or title of the clause of the judged document",
        "所判定文件中条的编号或标题",
        |f, r| clause(f, get(f, r).map(|it| &it.left)),
    ),
    one(
        "other_number",
        Type::Text,
        "number or title of the other clause",
        "另一条的编号或标题",
        |f, r| clause(f, get(f, r).map(|it| &it.right)),
    ),
];

const PLACES: &[PlaceField] = &[
    place("left", "the words of the judged document", "所判定文件中的文字", |f, r| {
        get(f, r).map(|it| it.left.place)
    }),
    place("right", "the words of the other provision", "另一规定的文字", |f, r| {
        get(f, r).map(|it| it.right.place)
    }),
    STANDARD_PLACE,
];

fn get<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Conflict> {
    f.conflicts().get(r.index)
}

fn words<'a>(f: &Facts<'a>, of: Option<&'a Statement>) -> Value<'a> {
    Value::or_none(of.map(|it| f.sources().slice(it.place.span).trim()))
}

fn says(of: Option<&Statement>, chinese: bool) -> Value<'_> {
    let said = of.and_then(|it| it.says.as_ref());
    Value::or_none(said.map(|(en, zh)| if chinese { &**zh } else { &**en }))
}

fn clause<'a>(f: &Facts<'a>, of: Option<&Statement>) -> Value<'a> {
    let name = |place: Place| {
        let clause = f.clauses(place.doc).get(place.clause? as usize)?.clause;
        f.clause_name(clause)
    };
    Value::or_none(of.and_then(|it| name(it.place)))
}
