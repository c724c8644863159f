//! Kind `standard`: one edition of one document.

use super::super::{
    FactRef, Facts, Field, KindDef, Listing, Place, PlaceField, Producer, Reason, Type, Value,
    many, one, place,
};
use super::{at, elements, lag};
use crate::corpus::{NodeId, PartialDate, StandardId, is_public};
use crate::fact::{Each, Kind};
use crate::model::{
    Degree, Details, DocumentFunction, Lang, Level, ReferenceRole, Said, Status, Text,
};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "standard",
    en: "a standard: one edition of one document",
    zh: "标准：某一文件的某一版本",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| f.name(r.doc).into(),
    producer: Producer::Document(|_, doc, take| take(FactRef::standard(doc))),
};

const LANGUAGES: &[&str] = &["zh", "en"];

const FIELDS: &[Field] = &[
    one(
        "identifier",
        Type::Fact(Kind::Identifier),
        "its own identifier; none where it has none",
        "自身编号；没有则为空",
        |f, r| Value::or_none(super::identifier::own(f, r.doc)),
    ),
    one(
        "title",
        Type::Text,
        "its title, in the first language given",
        "标题（首个给出的语言）",
        |f, r| Value::or_none(f.words(&f.standard(r.doc).title, Lang::Zh)),
    ),
    many("titles", Type::Text, "its titles in every language", "各语言标题", |f, r, each| {
        each.all(f.standard(r.doc).title.iter().map(|(_, text)| f.text(text).trim()))
    }),
    many(
        "language",
        Type::Word(LANGUAGES),
        "languages of its text",
        "正文语言",
        |f, r, each| {
            let words = [(f.speaks_chinese(r.doc), 0_u8), (f.speaks_english(r.doc), 1)];
            each.all(words.into_iter().filter(|(speaks, _)| *speaks).map(|(_, at)| Value::Word(at)))
        },
    ),
    one(
        "level",
        Type::Word(Level::WORDS),
        "level of its issuing body, from the identifier",
        "发布机构层级（由编号得出）",
        |f, r| {
            let level = f.own_identifier(r.doc).map(|it| it.level);
            let level = level.filter(|level| *level != Level::Unknown);
            f.given(r, "level", level.or_else(|| Some(details(f, r)?.level?.value)))
        },
    ),
    one(
        "declared_level",
        Type::Word(Level::WORDS),
        "level that the document declares; none where it does not",
        "所声明的层级；未声明则为空",
        |f, r| Value::or_none(details(f, r).and_then(|it| it.level).map(|said| said.value)),
    ),
    one(
        "rank",
        Type::Number,
        "rank in the hierarchy of the profile: the smaller, the higher",
        "在层级体系中的等级：数越小越高",
        |f, r| {
            Value::or_absent(f.rank(r.doc, r.index).map(f64::from), || Reason::Because {
                doc: r.doc,
                why: &("the hierarchy does not know its rank", "层级体系中没有其等级"),
            })
        },
    ),
    one(
        "status",
        Type::Word(Status::WORDS),
        "where it stands on the day",
        "判定日期时的状态",
        |f, r| {
            let status = f.status(r.doc, r.index);
            f.given(r, "status", Some(status).filter(|it| *it != Status::Unknown))
        },
    ),
    one(
        "stage",
        Type::Number,
        "harmonized stage code: 40.20 is 40.20",
        "国际协调阶段代码：40.20 即 40.20",
        |f, r| {
            let stage = details(f, r).and_then(|it| it.stage).map(|said| said.value);
            let number = |stage: crate::model::Stage| {
                f64::from(u16::from(stage.stage) * 100 + u16::from(stage.substage)) / 100.0
            };
            f.given(r, "stage", stage.map(number))
        },
    ),
    one("published", Type::Date, "date of publication", "发布日期", |f, r| {
        f.date(r, "published", f.standard(r.doc).dates.published.as_ref())
    }),
    one("effective", Type::Date, "date of entry into force", "实施日期", |f, r| {
        f.date(r, "effective", f.standard(r.doc).dates.effective.as_ref())
    }),
    one(
        "withdrawn",
        Type::Date,
        "date of withdrawal; none where it is known to be in force",
        "废止日期；已知现行则为空",
        |f, r| {
            let said = f.standard(r.doc).dates.withdrawn.as_deref();
            if said.is_none() && f.status(r.doc, r.index).is_current() {
                return Value::None;
            }
            f.date(r, "withdrawn", said)
        },
    ),
    one(
        "conflicting_withdrawn",
        Type::Date,
        "day by which national standards that conflict with it have to be withdrawn",
        "与之冲突的国家标准应废止的日期",
        |f, r| {
            let said = f.standard(r.doc).dates.conflicting_withdrawn.as_deref();
            f.date(r, "conflicting_withdrawn", said)
        },
    ),
    one(
        "reviewed",
        Type::Date,
        "date of the last review or confirmation",
        "最近复审日期",
        |f, r| f.date(r, "reviewed", f.standard(r.doc).dates.reviewed.as_deref()),
    ),
    one(
        "years_since_review",
        Type::Number,
        "years from its publication or last review to the day",
        "自发布或最近复审起的年数",
        |f, r| {
            let dates = &f.standard(r.doc).dates;
            let said = [dates.published.as_ref(), dates.reviewed.as_deref()].into_iter().flatten();
            let read = said.filter_map(|it| PartialDate::parse(f.text(it)));
            let last = read.max_by_key(|date| date.last());
            let day = f.corpus().day_of(StandardId(r.index));
            f.given(r, "published", last.zip(day).map(|(last, day)| years_between(last, day)))
        },
    ),
    many(
        "replaced_by",
        Type::Fact(Kind::Standard),
        "documents that took its place, said by either side",
        "代替它的文件（任一方声明）",
        successors,
    ),
    one(
        "successor",
        Type::Fact(Kind::Standard),
        "the document in force at the end of the chain of replacements; none where there is none",
        "代替链末端的现行文件；没有则为空",
        |f, r| {
            let living = f.corpus().living_successor(StandardId(r.doc).node(), StandardId(r.index));
            living.map_or(Value::None, |node| f.document(node, r.index))
        },
    ),
    one("public", Type::Bool, "publicly available", "可公开获得", |f, r| {
        f.given(r, "public", said(details(f, r).and_then(|it| it.public)))
    }),
    one(
        "disclosed",
        Type::Bool,
        "disclosed on the public platform",
        "已在公共平台公开",
        |f, r| f.given(r, "disclosed", said(details(f, r).and_then(|it| it.disclosed))),
    ),
    one(
        "partial",
        Type::Bool,
        "its corpus is declared partial",
        "其语料库声明为不完整",
        |f, r| Value::Bool(said(details(f, r).and_then(|it| it.partial)).unwrap_or(false)),
    ),
    one(
        "function",
        Type::Word(DocumentFunction::WORDS),
        "function of the document: as given, or as its Chinese title ends (规范, 规程, 指南 …)",
        "文件功能类型：按其声明，或按中文标题的结尾（规范、规程、指南等）",
        |f, r| {
            let said = details(f, r).and_then(|it| it.function).map(|said| said.value);
            f.given(r, "function", said.or_else(|| elements::titled_function(f, r.doc)))
        },
    ),
    one(
        "jurisdiction",
        Type::Text,
        "country or region where it applies, as written",
        "适用的国家或地区（原文）",
        |f, r| {
            f.given(
                r,
                "jurisdiction",
                text_of(f, details(f, r).and_then(|it| it.jurisdiction.as_ref())),
            )
        },
    ),
    one("issuer", Type::Text, "issuing body, as written", "发布机构（原文）", |f, r| {
        f.given(r, "issuer", text_of(f, details(f, r).and_then(|it| it.issuer.as_ref())))
    }),
    many("sectors", Type::Text, "sector codes", "服务部门代码", |f, r, each| {
        let Some(classification) = f.standard(r.doc).classification.as_deref() else {
            return Err(Reason::NotGiven { doc: r.doc, field: "classification" });
        };
        let Some(list) = &classification.sectors else {
            return Err(Reason::NotGiven { doc: r.doc, field: "sectors" });
        };
        each.all(list.iter().map(|text| f.text(text).trim()))
    }),
    many(
        "aspects",
        Type::Text,
        "aspects of the standards system",
        "标准体系方面",
        |f, r, each| {
            let Some(classification) = f.standard(r.doc).classification.as_deref() else {
                return Err(Reason::NotGiven { doc: r.doc, field: "classification" });
            };
            let Some(list) = &classification.aspects else {
                return Err(Reason::NotGiven { doc: r.doc, field: "aspects" });
            };
            each.all(list.iter().map(|text| f.text(text).trim()))
        },
    ),
    one(
        "in_cell",
        Type::Bool,
        "has a sector and an aspect, and so a cell of the standards system",
        "有部门和方面，即位于标准体系的某一单元",
        |f, r| {
            let classification = f.standard(r.doc).classification.as_deref();
            let some =
                |list: Option<&thin_vec::ThinVec<Text>>| list.is_some_and(|list| !list.is_empty());
            Value::Bool(
                classification
                    .is_some_and(|it| some(it.sectors.as_ref()) && some(it.aspects.as_ref())),
            )
        },
    ),
    one(
        "relations",
        Type::Number,
        "number of relations to other documents, both ways",
        "与其他文件的关系数（双向）",
        |f, r| {
            let node = StandardId(r.doc).node();
            let links = f.corpus().links_from(node).chain(f.corpus().links_to(node));
            let count = links.filter(|(.., link)| is_public(link)).count();
            if count == 0 && f.standard(r.doc).references.is_none() {
                return Value::Absent(Reason::NotGiven { doc: r.doc, field: "references" });
            }
            Value::count(count)
        },
    ),
    one(
        "chinese",
        Type::Bool,
        "a Chinese body publishes it, by its identifier",
        "由中国机构发布（由编号得出）",
        |f, r| Value::Bool(f.is_of_china(r.doc)),
    ),
    one(
        "bilingual",
        Type::Bool,
        "most of its clauses are given in Chinese and in English",
        "多数章条有中英两种文本",
        |f, r| Value::Bool(f.is_bilingual(r.doc)),
    ),
    one(
        "stage_code",
        Type::Text,
        "harmonized stage code as it is written: 40.20",
        "国际协调阶段代码的书写形式：40.20",
        |f, r| {
            let stage = details(f, r).and_then(|it| it.stage).map(|said| said.value.to_string());
            f.given(r, "stage", stage)
        },
    ),
    one(
        "maturity",
        Type::Word(elements::MATURITIES),
        "maturity of an RFC; not known where its source does not say",
        "RFC 的成熟度；来源未说明则未知",
        |f, r| {
            let said = text_of(f, details(f, r).and_then(|it| it.document_type.as_ref()));
            f.given(r, "type", said.and_then(elements::maturity).map(Value::Word))
        },
    ),
    many(
        "elements",
        Type::Word(elements::WORDS),
        "elements that it has",
        "所具有的要素",
        |f, r, each| {
            let present = elements::present(f, r.doc)?;
            each.all((0_u8..).zip(present).filter(|(_, has)| *has).map(|(at, _)| Value::Word(at)))
        },
    ),
    many(
        "missing_elements",
        Type::Word(elements::WORDS),
        "elements that it has to have and has not; the core element under the profiles gb and association",
        "缺少的必备要素；gb 和 association 方案下含核心技术要素",
        |f, r, each| {
            let missing = elements::missing(f, r.doc)?;
            each.all((0_u8..).zip(missing).filter(|(_, it)| *it).map(|(at, _)| Value::Word(at)))
        },
    ),
    many(
        "adopts",
        Type::Fact(Kind::Adoption),
        "documents that it adopts",
        "所采用的文件",
        |f, r, each| {
            let count = u32::try_from(f.standard(r.doc).adopts.len()).unwrap_or(u32::MAX);
            each.all((0..count).map(|at| FactRef::new(Kind::Adoption, r.doc, at)))
        },
    ),
    one(
        "adopted_sources",
        Type::Number,
        "how many documents it adopts; a document and its amendments are one",
        "所采用文件的数目；文件与其修改单计为一个",
        |f, r| Value::count(lag::sources(f, r.doc)),
    ),
    one(
        "comparison_table",
        Type::Bool,
        "has a table that compares it with what it adopts",
        "有与所采用文件的对照表",
        |f, r| {
            let said = f.standard(r.doc).adopts.iter().filter_map(|it| it.comparison_table);
            f.given(r, "comparison_table", said.map(|said| said.value).reduce(|a, b| a || b))
        },
    ),
    one(
        "adoption_lag_years",
        Type::Number,
        "years that an international document went without national adoption: to the adoption that this document is or, for one that nobody adopts, to the day; none elsewhere",
        "国际文件未被国家采用的年数：至本文件采用之时，或（尚无采用时）至判定日期；其他情况为空",
        |f, r| lag::lag(f, r).map_or_else(Value::Absent, |lag| Value::or_none(lag.map(|it| it.0))),
    ),
    one(
        "adoption_lag_of",
        Type::Fact(Kind::Standard),
        "the international document of that lag",
        "相应的国际文件",
        |f, r| {
            let lag = lag::lag(f, r);
            lag.map_or_else(Value::Absent, |lag| {
                Value::or_none(lag.map(|it| FactRef::standard(it.1)))
            })
        },
    ),
    one(
        "normative_references",
        Type::Number,
        "number of its normative references",
        "规范性引用文件数",
        |f, r| {
            let list = f.standard(r.doc).references.as_ref();
            let normative = |list: &thin_vec::ThinVec<crate::model::Reference>| {
                Value::count(list.iter().filter(|it| it.role == ReferenceRole::Normative).count())
            };
            f.given(r, "references", list.map(normative))
        },
    ),
    many(
        "references",
        Type::Fact(Kind::Reference),
        "its references",
        "其引用文件",
        |f, r, each| {
            let Some(list) = f.standard(r.doc).references.as_ref() else {
                return Err(Reason::NotGiven { doc: r.doc, field: "references" });
            };
            let count = u32::try_from(list.len()).unwrap_or(u32::MAX);
            each.all((0..count).map(|at| FactRef::new(Kind::Reference, r.doc, at)))
        },
    ),
    many(
        "stated_degrees",
        Type::Word(Degree::WORDS),
        "degrees of its declared adoptions, each once",
        "所声明采用的一致性程度（去重）",
        |f, r, each| {
            let mut seen = Vec::new();
            for adoption in &f.standard(r.doc).adopts {
                if let Some(degree) = adoption.degree.map(|said| said.value)
                    && !seen.contains(&degree)
                {
                    seen.push(degree);
                }
            }
            each.all(seen)
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("standard", "its identifier, or its first words", "其编号，或起始处", |f, r| {
        Some(f.place_of_document(r.doc))
    }),
    place("title", "its title", "标题", |f, r| {
        at(r, f.standard(r.doc).title.first().map(Text::span))
    }),
    place("status", "what tells its status", "表明其状态之处", |f, r| {
        let standing = f.standing(r.doc, r.index);
        let doc = |span: Span| Place::of(r.doc, span);
        let own = f.standard(r.doc).span.file;
        standing
            .place
            .filter(|span| span.file == own)
            .map(doc)
            .or_else(|| Some(f.place_of_document(r.doc)))
    }),
    place("published", "date of publication", "发布日期", |f, r| {
        date_place(f, r, f.standard(r.doc).dates.published.as_ref())
    }),
    place("effective", "date of entry into force", "实施日期", |f, r| {
        date_place(f, r, f.standard(r.doc).dates.effective.as_ref())
    }),
    place("withdrawn", "date of withdrawal", "废止日期", |f, r| {
        date_place(f, r, f.standard(r.doc).dates.withdrawn.as_deref())
    }),
    place("reviewed", "date of the last review", "最近复审日期", |f, r| {
        date_place(f, r, f.standard(r.doc).dates.reviewed.as_deref())
    }),
    place("disclosed", "what it says of its disclosure", "公开情况", |f, r| {
        let span = details(f, r).and_then(|it| it.disclosed).map(|said| said.span);
        at(r, span).or_else(|| Some(f.place_of_document(r.doc)))
    }),
    place("classification", "its classification", "分类", |f, r| {
        let first = f.standard(r.doc).classification.as_deref().and_then(|it| {
            let sectors = it.sectors.iter().flatten();
            it.ics.iter().chain(&it.ccs).chain(sectors).chain(it.aspects.iter().flatten()).next()
        });
        at(r, first.map(Text::span)).or_else(|| Some(f.place_of_document(r.doc)))
    }),
];

fn details<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Details> {
    f.standard(r.doc).details.as_deref()
}

fn said<T>(said: Option<Said<T>>) -> Option<T> {
    said.map(|said| said.value)
}

fn text_of<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}

/// A date, or the identifier of the document where it is not there.
fn date_place(f: &Facts<'_>, r: FactRef, text: Option<&Text>) -> Option<Place> {
    at(r, text.map(Text::span)).or_else(|| Some(f.place_of_document(r.doc)))
}

/// Whole years, and months as a fraction, as far as both dates are known.
pub(crate) fn years_between(from: PartialDate, to: PartialDate) -> f64 {
    from.years_to(to)
}

/// Documents that took the place of another, each once; those that are not in the corpus too.
fn successors<'a>(f: &Facts<'a>, r: FactRef, each: &mut Each<'_, 'a>) -> Listing {
    let node = StandardId(r.doc).node();
    let own: &[NodeId] = f.corpus().successors(node);
    let later = f.standing(r.doc, r.index).successor.filter(|it| !own.contains(it));
    each.all(own.iter().copied().chain(later).map(|node| f.document(node, r.index)))
}
