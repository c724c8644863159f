//! Kind `adoption`: a document adopts another.

use std::borrow::Cow;
use std::ops::Range;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, many,
    one, place,
};
use super::{STANDARD, STANDARD_PLACE, at, clause, identifier};
use crate::corpus::{NodeId, StandardId};
use crate::fact::matching::{Alignment, ClausePair, DocumentPair, Verdict};
use crate::identifier::{Grammar, Identifier};
use crate::model::{Adoption, Degree, Element, Said, Text};

pub(crate) static KIND: KindDef = KindDef {
    name: "adoption",
    en: "a declaration that a document adopts another",
    zh: "文件采用另一文件的声明",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| adoption(f, r).map_or("", |it| f.written(&it.source)).into(),
    producer: Producer::Document(|f, doc, take| {
        for index in 0..u32::try_from(f.standard(doc).adopts.len()).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Adoption, doc, index));
        }
    }),
};

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "source",
        Type::Fact(Kind::Standard),
        "the adopted document",
        "所采用的文件",
        |f, r| match source(f, r) {
            Some(node) => f.document(node, r.doc),
            None => Value::None,
        },
    ),
    one(
        "source_identifier",
        Type::Fact(Kind::Identifier),
        "identifier of the adopted document as written",
        "所采用文件的编号（原文）",
        |f, r| {
            let named = adoption(f, r).filter(|it| !it.source.by_key);
            Value::or_none(named.map(|_| identifier::of(r.doc, "adoption", r.index)))
        },
    ),
    one(
        "written",
        Type::Text,
        "the adopted document as written",
        "所采用的文件（原文）",
        |f, r| Value::or_none(adoption(f, r).map(|it| f.written(&it.source))),
    ),
    one(
        "degree",
        Type::Word(Degree::WORDS),
        "declared degree of correspondence; none where none is declared",
        "所声明的一致性程度；未声明则为空",
        degree,
    ),
    many(
        "stated_degrees",
        Type::Word(Degree::WORDS),
        "every degree that some place of the document states, each once",
        "文件各处所标示的一致性程度（去重）",
        |f, r, each| {
            let Some(adoption) = adoption(f, r) else { return Ok(()) };
            let mut degrees: Vec<Degree> = Vec::new();
            for degree in stated(adoption).map(|said| said.value) {
                if !degrees.contains(&degree) {
                    degrees.push(degree);
                }
            }
            each.all(degrees)
        },
    ),
    one(
        "dual_number",
        Type::Bool,
        "the document's number is a dual number with that of the adopted one",
        "以双编号标示所采用的文件",
        |f, r| Value::Bool(dual(f, r).is_some()),
    ),
    one(
        "dual_form",
        Type::Text,
        "the document's number with that of the adopted one behind it; none where the document is no definition",
        "本文件编号后加所采用标准编号的形式；非定义文件则为空",
        |f, r| {
            let own = f.standard(r.doc).identity.as_ref().filter(|_| f.is_definition(r.doc));
            let source = adoption(f, r).map(|it| f.written(&it.source));
            Value::or_none(
                own.zip(source).map(|(own, source)| format!("{}/{source}", f.written(own))),
            )
        },
    ),
    one(
        "dual_year",
        Type::Number,
        "year of the adopted document in the dual number; none where there is none",
        "双编号中所采用文件的年份；没有则为空",
        |f, r| Value::or_none(dual_year(f, r).map(f64::from)),
    ),
    one(
        "source_year",
        Type::Number,
        "year of the adopted document as declared; none where undated",
        "所声明采用文件的年份；不注日期则为空",
        |f, r| Value::or_none(declared(f, r).and_then(|it| it.year).map(f64::from)),
    ),
    many(
        "deviations",
        Type::Fact(Kind::Deviation),
        "declared deviations",
        "所声明的差异",
        |f, r, each| {
            let Some(adoption) = adoption(f, r) else { return Ok(()) };
            match &adoption.deviations {
                Some(list) => {
                    let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
                    each.all(
                        (0..count)
                            .map(|sub| FactRef::new(Kind::Deviation, r.doc, r.index).with_sub(sub)),
                    )
                }
                // The whole text is there, and it lists none.
                None if f.standard(r.doc).clauses.is_some() => Ok(()),
                None => Err(Reason::NotGiven { doc: r.doc, field: "deviations" }),
            }
        },
    ),
    one(
        "comparison_table",
        Type::Bool,
        "has a table that compares it with its source",
        "有与来源文件的对照表",
        |f, r| {
            let said = adoption(f, r).and_then(|it| it.comparison_table);
            f.given(r, "comparison_table", said.map(|said| said.value))
        },
    ),
    one(
        "claim",
        Type::Text,
        "the words by which the document says that it adopts; none where it does not",
        "声称采用的文字；没有则为空",
        |f, r| {
            if let Some(said) = adoption(f, r).and_then(|it| it.claim.as_ref()) {
                return Value::text(f.text(said).trim());
            }
            let found = claim_in_foreword(f, r);
            Value::or_none(found.and_then(|it| f.text(it.text).get(it.range)))
        },
    ),
    one(
        "amendments",
        Type::Number,
        "how many amendments of the adopted document are incorporated",
        "并入的所采用文件修改单的数目",
        |f, r| Value::count(adoption(f, r).map_or(0, |it| it.amendments.len())),
    ),
    one(
        "double_marked",
        Type::Bool,
        "some clause bears the double mark of incorporated amendments in its margin",
        "有章条标有表示并入修改单的双页边标记",
        |f, r| {
            let marks = f.clauses(r.doc).iter().filter_map(|it| it.clause.margin_mark.as_ref());
            let mut marks = marks.map(|it| f.text(it).trim()).peekable();
            if marks.peek().is_none() {
                return Value::Absent(Reason::NotGiven { doc: r.doc, field: "margin_mark" });
            }
            Value::Bool(marks.any(|it| it == "double"))
        },
    ),
    one(
        "one_language",
        Type::Bool,
        "both texts are in one language, so that their words can be compared",
        "两文本语言相同，可比较用词",
        |f, r| compared(f, r, |it| Value::Bool(it.one_language)),
    )
    .compared(),
    one(
        "source_requirements",
        Type::Number,
        "clauses of the adopted text with provisions",
        "所采用文本中含条款的条数",
        |f, r| verdict(f, r, |it| Value::count(it.required)),
    )
    .compared(),
    one(
        "mapped_requirements",
        Type::Number,
        "those of them that this text has",
        "其中本文本所具有的条数",
        |f, r| verdict(f, r, |it| Value::count(it.mapped)),
    )
    .compared(),
    one(
        "mapped_share",
        Type::Number,
        "share of the adopted clauses with provisions that this text has, 0 to 1; none where there are none",
        "所采用文本中含条款的条在本文本中所占比例，0 至 1；没有则为空",
        |f, r| verdict(f, r, |it| Value::or_none(it.share())),
    )
    .compared(),
    one(
        "technical_differences",
        Type::Number,
        "technical differences between the two texts",
        "两文本间技术性差异的数目",
        |f, r| verdict(f, r, |it| Value::count(it.technical)),
    )
    .compared(),
    one(
        "undeclared_differences",
        Type::Number,
        "those of them that no declared deviation covers",
        "其中未列入所声明差异的数目",
        |f, r| verdict(f, r, |it| Value::count(it.undeclared)),
    )
    .compared(),
    one(
        "restructured",
        Type::Number,
        "clauses that stand elsewhere than in the adopted text: moved, split, merged",
        "位置与所采用文本不同的条数：移动、拆分、合并",
        |f, r| verdict(f, r, |it| Value::count(it.restructured.len())),
    )
    .compared(),
    one(
        "restructured_clause",
        Type::Text,
        "the first of them; none where there is none",
        "其中的第一条；没有则为空",
        |f, r| restructured(f, r, |f, it, pair| it.left.name(f, pair.left)),
    )
    .compared(),
    one(
        "restructured_source",
        Type::Text,
        "the adopted clause that the first of them answers to; none where there is none",
        "其中第一条所对应的被采用条；没有则为空",
        |f, r| restructured(f, r, |f, it, pair| it.right.name(f, pair.right)),
    )
    .compared(),
    one(
        "computed_degree",
        Type::Word(Degree::WORDS),
        "degree of correspondence that the texts show; not known where they do not show enough, as across languages",
        "由文本得出的一致性程度；文本不足以判断（如语言不同）时未知",
        |f, r| {
            compared(f, r, |it| match it.verdict(f).and_then(|own| own.degree(it.one_language)) {
                Some(degree) => degree.into(),
                None => Value::Absent(Reason::Because { doc: r.doc, why: ACROSS }),
            })
        },
    )
    .compared(),
    one(
        "alignment",
        Type::Word(Alignment::WORDS),
        "how the two texts stand to each other (ISO/IEC Guide 2); not known where they do not show enough",
        "两文本的协调状态（ISO/IEC 指南 2）；文本不足以判断时未知",
        |f, r| {
            compared(f, r, |it| match it.verdict(f).and_then(|own| own.alignment(it.one_language)) {
                Some(alignment) => Value::Word(alignment as u8),
                None => Value::Absent(Reason::Because { doc: r.doc, why: ACROSS }),
            })
        },
    )
    .compared(),
    one(
        "lag_years",
        Type::Number,
        "years from the publication of the adopted document to that of this one",
        "自所采用文件发布至本文件发布的年数",
        |f, r| {
            let source = source(f, r).and_then(|node| f.corpus().standard_of(node));
            let years = source.and_then(|id| f.years_between(id.0, r.doc));
            f.given(r, "published", years)
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("adoption", "the adopted document as written", "所采用的文件", |f, r| {
        at(r, adoption(f, r).map(|it| it.source.written.span()))
    }),
    place("source", "the adopted document as written", "所采用的文件", |f, r| {
        at(r, adoption(f, r).map(|it| it.source.written.span()))
    }),
    place("degree", "the declared degree", "所声明的一致性程度", |f, r| {
        let adoption = adoption(f, r)?;
        let span = adoption.degree.map(|said: Said<Degree>| said.span);
        at(r, Some(span.unwrap_or_else(|| adoption.source.written.span())))
    }),
    place(
        "other_degree",
        "the first place that states another degree",
        "首处标明另一程度的文字",
        |f, r| {
            let mut stated = stated(adoption(f, r)?);
            let first = stated.next()?;
            at(r, stated.find(|it| it.value != first.value).map(|it| it.span))
        },
    ),
    place("claim", "the words that claim the adoption", "声称采用的文字", |f, r| {
        if let Some(said) = adoption(f, r).and_then(|it| it.claim.as_ref()) {
            return at(r, Some(said.span()));
        }
        let found = claim_in_foreword(f, r)?;
        Some(Place::in_clause(r.doc, found.clause, found.text.span_of(found.range)))
    }),
    place(
        "restructured",
        "the first clause that stands elsewhere than in the adopted text",
        "位置与所采用文本不同的第一条",
        |f, r| {
            let (documents, pair) = first_restructured(f, r)?;
            Some(documents.left.heading(f, pair.left))
        },
    ),
    place(
        "restructured_source",
        "the adopted clause that it answers to",
        "其所对应的被采用条",
        |f, r| {
            let (documents, pair) = first_restructured(f, r)?;
            Some(documents.right.heading(f, pair.right))
        },
    ),
    place(
        "source_document",
        "the identifier of the adopted document",
        "所采用文件的编号",
        |f, r| {
            let id = source(f, r).and_then(|node| f.corpus().standard_of(node))?;
            Some(f.place_of_document(id.0))
        },
    ),
    STANDARD_PLACE,
];

/// What each place of the document states, the declaration first.
fn stated(adoption: &Adoption) -> impl Iterator<Item = Said<Degree>> {
    let places = adoption.places.as_deref();
    let stated = [
        adoption.degree,
        places.and_then(|it| it.cover),
        places.and_then(|it| it.foreword),
        places.and_then(|it| it.catalogue),
        places.and_then(|it| it.numbering),
    ];
    stated.into_iter().flatten()
}

/// Why texts in two languages prove no identity.
const ACROSS: &(&str, &str) = &(
    "the texts are in different languages: identity of their words cannot be shown",
    "两文本语言不同，无法判断文字是否等同",
);

/// A value of the comparison with the adopted text, or why there is none.
fn compared<'a>(
    f: &Facts<'a>,
    r: FactRef,
    value: impl FnOnce(&'a DocumentPair) -> Value<'a>,
) -> Value<'a> {
    let Some(documents) = f.matching().of_adoption(r.doc, r.index) else {
        // Endorsed as it stands: there is one text only.
        return Value::None;
    };
    match documents.hindrance {
        Some(reason) => Value::Absent(reason),
        None => value(documents),
    }
}

fn verdict<'a>(
    f: &Facts<'a>,
    r: FactRef,
    value: impl FnOnce(&'a Verdict) -> Value<'a>,
) -> Value<'a> {
    compared(f, r, |it| it.verdict(f).map_or(Value::None, value))
}

fn first_restructured<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a DocumentPair, &'a ClausePair)> {
    let documents = f.matching().of_adoption(r.doc, r.index)?;
    let first = documents.verdict(f)?.restructured.first()?;
    Some((documents, documents.pairs.get(*first as usize)?))
}

fn restructured<'a>(
    f: &Facts<'a>,
    r: FactRef,
    name: impl Fn(&Facts<'a>, &'a DocumentPair, &'a ClausePair) -> Option<&'a str>,
) -> Value<'a> {
    compared(f, r, |_| {
        let first = first_restructured(f, r);
        Value::or_none(first.and_then(|(documents, pair)| name(f, documents, pair)))
    })
}

pub(super) fn adoption<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Adoption> {
    f.standard(r.doc).adopts.get(r.index as usize)
}

/// The degree that is declared.
pub(super) fn degree<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    match adoption(f, r).and_then(|it| it.degree) {
        Some(said) => said.value.into(),
        None if f.is_definition(r.doc) => Value::None,
        // A catalogue names what is adopted and has no word for the degree.
        None => Value::Absent(Reason::Because {
            doc: r.doc,
            why: &(
                "the format of the document cannot say to what degree it adopts",
                "该文件的格式无法标明一致性程度",
            ),
        }),
    }
}

/// The node of the adopted document.
pub(crate) fn source(f: &Facts<'_>, r: FactRef) -> Option<NodeId> {
    f.corpus().resolve(&adoption(f, r)?.source, StandardId(r.doc)).nodes.first().copied()
}

/// The adopted document's identifier, as declared.
fn declared<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Identifier> {
    f.parsed(adoption(f, r)?.source.identifier)?.ok()
}

/// The second half of a dual number, where it names the adopted work.
fn dual<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Identifier> {
    let second = f.own_identifier(r.doc)?.adopts.as_deref()?;
    second.same_work(declared(f, r)?).then_some(second)
}

/// The year of `EN ISO 99901:2020` is that of the EN, not of the ISO standard.
fn dual_year(f: &Facts<'_>, r: FactRef) -> Option<u16> {
    let own = f.own_identifier(r.doc)?;
    dual(f, r).filter(|_| own.grammar != Grammar::Cen)?.year
}

struct Claim<'a> {
    clause: u32,
    text: &'a Text,
    range: Range<usize>,
}

/// Where the foreword says 采用 or "adopts" just before the adopted document.
fn claim_in_foreword<'a>(f: &Facts<'a>, r: FactRef) -> Option<Claim<'a>> {
    const WORDS: &[&str] = &["采用", "采用了", "adopts", "adoption of", "adopting"];
    let source = declared(f, r)?;
    f.cited(r.doc).external.iter().find_map(|citation| {
        let row = f.clauses(r.doc).get(citation.site.clause as usize)?;
        if clause::element(f, row) != Some(Element::Foreword)
            || !citation.found.identifier.same_work(source)
        {
            return None;
        }
        let text = citation.site.text_in(f, r.doc)?;
        let words = f.text(text);
        let before: Cow<'_, str> = words.get(..citation.found.range.start)?.trim_end().into();
        let word = WORDS.iter().filter(|word| before.to_lowercase().ends_with(**word));
        let start = before.len() - word.map(|word| word.len()).max()?;
        Some(Claim { clause: citation.site.clause, text, range: start..citation.found.range.end })
    })
}
