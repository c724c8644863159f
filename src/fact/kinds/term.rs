//! Kind `term`: a terminological entry.

use super::super::terms::{self, EntryId, language_of, names};
use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, many,
    one, place,
};
use super::{STANDARD, STANDARD_PLACE, at};
use crate::corpus::StandardId;
use crate::fact::cited::plain_number;
use crate::fact::terms::Drift;
use crate::language::{
    DefinitionRelation, Form, Modality, Provision, compare_definitions, is_han, provisions,
};
use crate::model::{Designation, DesignationStatus, DocumentFunction, Lang, TermEntry, Text};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "term",
    en: "a terminological entry: a concept, its names and its definition",
    zh: "术语条目：概念及其名称和定义",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| name(f, r).unwrap_or("").into(),
    producer: Producer::Document(|f, doc, take| {
        let count = f.standard(doc).terms.as_ref().map_or(0, |list| list.len());
        for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Term, doc, index));
        }
    }),
};

const LANGUAGES: &[&str] = &["zh", "en"];

/// The words of [`Modality`], in its order.
const MODALITIES: &[&str] =
    &["REQ", "PROH", "INSTR", "REC", "REC_NOT", "PERM", "NEED_NOT", "CAN", "CANNOT", "EXT", "STMT"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "number",
        Type::Text,
        "number of the entry; none where it has none",
        "条目编号；没有则为空",
        |f, r| Value::or_none(text(f, entry(f, r).and_then(|it| it.number.as_ref()))),
    ),
    one("term", Type::Text, "its first preferred name", "首选术语", |f, r| {
        Value::or_none(name(f, r))
    }),
    many(
        "preferred",
        Type::Text,
        "names to be used, in every language",
        "优先使用的术语（各语言）",
        |f, r, each| each.all(with_status(f, r, DesignationStatus::Preferred)),
    ),
    many("admitted", Type::Text, "names that may be used too", "许用术语", |f, r, each| {
        each.all(with_status(f, r, DesignationStatus::Admitted))
    }),
    many(
        "deprecated",
        Type::Text,
        "names that are not to be used",
        "拒用术语",
        |f, r, each| each.all(with_status(f, r, DesignationStatus::Deprecated)),
    ),
    one(
        "missing_language",
        Type::Word(LANGUAGES),
        "the language in which it has no name although it ought to: English in a Chinese document, \
         Chinese in a bilingual one; none elsewhere",
        "应有而缺的语言：中文文件缺英文对应词，双语文件缺中文术语；其他情况为空",
        missing_language,
    ),
    one(
        "domain",
        Type::Text,
        "subject field; none where none is given",
        "专业领域；未给出则为空",
        |f, r| Value::or_none(text(f, entry(f, r).and_then(|it| it.domain.as_ref()))),
    ),
    one(
        "definition",
        Type::Text,
        "its first definition; none where it has none",
        "第一个定义；没有则为空",
        |f, r| Value::or_none(definitions(f, r).next().map(|it| f.text(it.1).trim())),
    ),
    one(
        "definitions",
        Type::Number,
        "how many definitions it has in one language, the most",
        "同一语言的定义数目（取最多者）",
        |f, r| {
            let most = definitions(f, r)
                .map(|(lang, _)| definitions(f, r).filter(|it| it.0 == lang).count())
                .max();
            Value::count(most.unwrap_or(0))
        },
    ),
    one(
        "leading_article",
        Type::Text,
        "the article with which an English definition starts; none where it starts with none",
        "英文定义开头的冠词；没有则为空",
        |f, r| {
            let found = leading_article(f, r);
            Value::or_none(found.and_then(|(text, len)| f.text(text).trim_start().get(..len)))
        },
    ),
    one(
        "final_stop",
        Type::Bool,
        "an English definition ends with a full stop",
        "英文定义以句号结尾",
        |f, r| Value::Bool(final_stop(f, r).is_some()),
    ),
    one(
        "provision",
        Type::Word(MODALITIES),
        "the force of the strongest provision in its definitions; none where they only state",
        "定义中最强的条款类型；仅为陈述则为空",
        |f, r| {
            let found = provision(f, r).map(|it| it.1.modality);
            let index = found.and_then(|it| Modality::ALL.iter().position(|each| *each == it));
            Value::or_none(index.and_then(|it| u8::try_from(it).ok()).map(Value::Word))
        },
    ),
    one(
        "provision_words",
        Type::Text,
        "the words that make it a provision; none where there are none",
        "使其成为条款的用词；没有则为空",
        |f, r| {
            let found = provision(f, r);
            Value::or_none(found.and_then(|(text, it)| f.text(text).get(it.keyword)))
        },
    ),
    one("notes", Type::Number, "how many notes it has", "注的数目", |f, r| {
        Value::count(entry(f, r).map_or(0, |it| it.notes.len()))
    }),
    one("footnotes", Type::Number, "how many footnotes it has", "脚注数目", |f, r| {
        Value::count(entry(f, r).map_or(0, |it| it.footnotes.len()))
    }),
    one(
        "used",
        Type::Bool,
        "the text uses one of its names, outside the entry",
        "正文（条目以外）使用了该术语",
        |f, r| {
            if f.standard(r.doc).clauses.is_none() {
                return Value::Absent(Reason::NoText { doc: r.doc });
            }
            Value::Bool(f.own_terms(r.doc).is_used(r.index))
        },
    ),
    one(
        "vocabulary",
        Type::Bool,
        "the document is a vocabulary: it says so, or has no text besides its terms",
        "文件为术语标准：如此标明，或除术语外无其他正文",
        |f, r| Value::Bool(is_vocabulary(f, r.doc)),
    ),
    one(
        "circle",
        Type::Text,
        "the way from it through definitions of other entries back to it; none where it begins none",
        "由该条目经其他定义回到自身的路径；没有则为空",
        |f, r| {
            let way = f.own_terms(r.doc).circle(r.index);
            let names = way.iter().map(|at| name(f, FactRef { index: *at, ..r }).unwrap_or("?"));
            let joined = names.collect::<Vec<_>>().join(" → ");
            Value::or_none((!way.is_empty()).then_some(joined))
        },
    ),
    many(
        "circle_entries",
        Type::Fact(Kind::Term),
        "the other entries of that circle",
        "该循环中的其他条目",
        |f, r, each| {
            let way = f.own_terms(r.doc).circle(r.index);
            let others = way.iter().filter(|at| **at != r.index);
            each.all(others.map(|at| FactRef::new(Kind::Term, r.doc, *at)))
        },
    ),
    one(
        "source",
        Type::Text,
        "the document from which it is taken, as written; none where none is named",
        "所注明的来源文件；未注明则为空",
        |f, r| Value::or_none(source(f, r).map(|it| f.written(&it.0))),
    ),
    one(
        "modified",
        Type::Bool,
        "it is said to be modified against its source",
        "标明对来源有修改",
        |f, r| Value::Bool(entry(f, r).and_then(|it| it.modified).is_some_and(|it| it.value)),
    ),
    one(
        "source_entry",
        Type::Fact(Kind::Term),
        "the entry from which it is taken; none where that document has no such entry",
        "所取自的条目；来源文件中没有则为空",
        source_entry,
    ),
    one(
        "differs_from_source",
        Type::Bool,
        "its definition has other words than the entry from which it is taken",
        "定义文字与来源条目不同",
        |f, r| {
            let other = match source_entry(f, r) {
                Value::Fact(other) => other,
                Value::Absent(reason) => return Value::Absent(reason),
                _ => return Value::None,
            };
            let both = entry(f, r).zip(entry(f, other));
            match both.and_then(|(own, theirs)| terms::compare(f, own, theirs)) {
                Some(relation) => Value::Bool(relation == DefinitionRelation::Different),
                None => not_comparable(r),
            }
        },
    ),
    one(
        "conflicting",
        Type::Fact(Kind::Term),
        "an entry of a linked document that defines the same term of the same field otherwise; none \
         where there is none",
        "关联文件中对同一领域同一术语另作定义的条目；没有则为空",
        |f, r| other(f.lazy().terms(f).conflict(f, id(r))),
    ),
    one(
        "rival",
        Type::Fact(Kind::Term),
        "an earlier entry of the same field that translates the same name otherwise; none where there is \
         none",
        "同一领域中对同一名称另有译名的在先条目；没有则为空",
        |f, r| other(f.lazy().terms(f).rival(f, id(r))),
    ),
    one(
        "original",
        Type::Fact(Kind::Term),
        "the entry of another document that it repeats word for word without naming it; none where there \
         is none",
        "逐字重复而未注明来源的他文件条目；没有则为空",
        |f, r| other(f.lazy().terms(f).original(f, id(r))),
    ),
    one(
        "drift",
        Type::Fact(Kind::Term),
        "the entry of the adopted document for the same term that defines it otherwise; none where there \
         is none",
        "被采用文件中同一术语但定义不同的条目；没有则为空",
        |f, r| match f.lazy().terms(f).drift(f, id(r)) {
            Drift::From(found) => other(Some(found)),
            Drift::None => Value::None,
            Drift::NotComparable => not_comparable(r),
        },
    ),
    one(
        "declared_deviation",
        Type::Bool,
        "a declared deviation names the entry",
        "已声明的差异中列有该条目",
        |f, r| {
            let number = entry(f, r).and_then(|it| it.number.as_ref());
            let number = number.map(|it| plain_number(f.text(it)));
            let declared =
                f.standard(r.doc).adopts.iter().flat_map(|it| it.deviations.iter().flatten());
            let named = |it: &Text| {
                number.is_some_and(|number| covers(plain_number(it.get(f.sources())), number))
            };
            Value::Bool(declared.into_iter().any(|it| it.clause.as_ref().is_some_and(&named)))
        },
    ),
    one(
        "source_text",
        Type::Text,
        "what a definition file would write to name the entry that it repeats; none where there is none",
        "为注明所重复的条目而应写入定义文件的内容；没有则为空",
        |f, r| Value::or_none(insertion(f, r).map(|it| it.1)),
    ),
];

const PLACES: &[PlaceField] = &[
    place("term", "its first name, else its number", "其第一个名称或编号", |f, r| {
        let entry = entry(f, r)?;
        let named = first_name(entry).map(|it| &it.text).or(entry.number.as_ref());
        placed(f, r, named.map_or(entry.span, Text::span))
    }),
    place("number", "its number", "其编号", |f, r| {
        placed(f, r, entry(f, r)?.number.as_ref()?.span())
    }),
    place("definition", "its first definition", "其第一个定义", |f, r| {
        placed(f, r, entry(f, r)?.definitions.first()?.text.span())
    }),
    place(
        "second_definition",
        "its second definition in one language",
        "同一语言的第二个定义",
        |f, r| {
            let entry = entry(f, r)?;
            let second = (1..entry.definitions.len()).find(|at| {
                let lang = entry.definitions[*at].lang;
                entry.definitions[..*at].iter().any(|it| it.lang == lang)
            })?;
            placed(f, r, entry.definitions[second].text.span())
        },
    ),
    place(
        "leading_article",
        "the article and the space behind it",
        "开头的冠词及其后的空格",
        |f, r| {
            let (text, len) = leading_article(f, r)?;
            let words = f.text(text);
            let start = words.len() - words.trim_start().len();
            let rest = words.get(start + len..)?;
            let space = rest.len() - rest.trim_start().len();
            placed(f, r, text.span_of(start..start + len + space))
        },
    ),
    place("final_stop", "the full stop", "句号", |f, r| {
        let (text, stop) = final_stop(f, r)?;
        placed(f, r, text.span_of(stop..stop + 1))
    }),
    place(
        "provision",
        "the words that make it a provision",
        "使其成为条款的用词",
        |f, r| {
            let (text, found) = provision(f, r)?;
            placed(f, r, text.span_of(found.keyword))
        },
    ),
    place("footnote", "its first footnote", "其第一个脚注", |f, r| {
        placed(f, r, entry(f, r)?.footnotes.first()?.span())
    }),
    place("source", "the source as written", "所写的来源", |f, r| {
        placed(f, r, source(f, r)?.0.written.span())
    }),
    place(
        "source_insertion",
        "where a definition file would name its source",
        "定义文件中应写来源之处",
        |f, r| placed(f, r, insertion(f, r)?.0),
    ),
    place(
        "drift_definition",
        "its definition, in the language in which it differs from the adopted document",
        "与被采用文件不同的那一语言的定义",
        |f, r| placed(f, r, differing(f, r, drift(f, r)?)?.0),
    ),
    place(
        "drift_words",
        "the other definition, in that language",
        "对方该语言的定义",
        |f, r| {
            let other = drift(f, r)?;
            placed(f, other, differing(f, r, other)?.1)
        },
    ),
    place(
        "conflicting_definition",
        "its definition, in the language in which it differs from a linked document",
        "与关联文件不同的那一语言的定义",
        |f, r| placed(f, r, differing(f, r, conflicting(f, r)?)?.0),
    ),
    place(
        "conflicting_words",
        "the other definition, in that language",
        "对方该语言的定义",
        |f, r| {
            let other = conflicting(f, r)?;
            placed(f, other, differing(f, r, other)?.1)
        },
    ),
    place(
        "source_definition",
        "its definition, in the language in which it differs from its source",
        "与来源不同的那一语言的定义",
        |f, r| placed(f, r, differing(f, r, sourced(f, r)?)?.0),
    ),
    place(
        "source_words",
        "the other definition, in that language",
        "对方该语言的定义",
        |f, r| {
            let other = sourced(f, r)?;
            placed(f, other, differing(f, r, other)?.1)
        },
    ),
    STANDARD_PLACE,
];

fn id(r: FactRef) -> EntryId {
    (r.doc, r.index)
}

fn entry<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a TermEntry> {
    terms::entry(f, id(r))
}

fn other<'a>(found: Option<EntryId>) -> Value<'a> {
    Value::or_none(found.map(|(doc, index)| FactRef::new(Kind::Term, doc, index)))
}

fn drift(f: &Facts<'_>, r: FactRef) -> Option<FactRef> {
    match f.lazy().terms(f).drift(f, id(r)) {
        Drift::From((doc, index)) => Some(FactRef::new(Kind::Term, doc, index)),
        _ => None,
    }
}

fn conflicting(f: &Facts<'_>, r: FactRef) -> Option<FactRef> {
    let (doc, index) = f.lazy().terms(f).conflict(f, id(r))?;
    Some(FactRef::new(Kind::Term, doc, index))
}

fn sourced(f: &Facts<'_>, r: FactRef) -> Option<FactRef> {
    match source_entry(f, r) {
        Value::Fact(other) => Some(other),
        _ => None,
    }
}

/// The definitions of two entries in a language in which they differ, or else in one that they share.
fn differing(f: &Facts<'_>, own: FactRef, other: FactRef) -> Option<(Span, Span)> {
    let pairs = || {
        definitions(f, own).flat_map(|(lang, ours)| {
            let same = definitions(f, other).filter(move |it| it.0 == lang);
            same.map(move |(_, theirs)| (ours, theirs))
        })
    };
    let differ = |(ours, theirs): &(&Text, &Text)| {
        compare_definitions(f.text(ours), f.text(theirs)) == DefinitionRelation::Different
    };
    let found = pairs().find(differ).or_else(|| pairs().next())?;
    Some((found.0.span(), found.1.span()))
}

fn not_comparable<'a>(r: FactRef) -> Value<'a> {
    Value::Absent(Reason::Because {
        doc: r.doc,
        why: &("the definitions have no language in common", "两处定义没有共同的语言"),
    })
}

fn text<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}

/// The place of words of an entry, in the clause that has its number.
fn placed(f: &Facts<'_>, r: FactRef, span: Span) -> Option<Place> {
    let number = entry(f, r).and_then(|it| text(f, it.number.as_ref()));
    let clause = number.and_then(|it| f.clause_at(r.doc, it));
    clause.map_or_else(|| at(r, Some(span)), |clause| Some(Place::in_clause(r.doc, clause, span)))
}

fn first_name(entry: &TermEntry) -> Option<&Designation> {
    let preferred = |it: &&Designation| it.status == DesignationStatus::Preferred;
    entry.designations.iter().find(preferred).or_else(|| entry.designations.first())
}

fn name<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a str> {
    text(f, entry(f, r).and_then(first_name).map(|it| &it.text))
}

fn with_status<'a>(
    f: &Facts<'a>,
    r: FactRef,
    status: DesignationStatus,
) -> impl Iterator<Item = &'a str> {
    let f = *f;
    let all = entry(&f, r).map_or(&[][..], |it| &it.designations);
    all.iter().filter(move |it| it.status == status).map(move |it| f.text(&it.text).trim())
}

fn definitions<'a>(f: &Facts<'a>, r: FactRef) -> impl Iterator<Item = (Lang, &'a Text)> {
    let f = *f;
    let all = entry(&f, r).map_or(&[][..], |it| &it.definitions);
    let texts = all.iter().map(move |it| (language_of(it.lang, f.text(&it.text)), &it.text));
    texts.filter(move |it| !f.text(it.1).trim().is_empty())
}

/// A Chinese document gives the English equivalent of each term (GB/T 1.1-2020, 8.7.3); one whose
/// entries are in both languages gives the Chinese one too.
fn missing_language<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let Some(entry) = entry(f, r) else { return Value::None };
    let (mut zh, mut en) = (false, false);
    for (lang, name) in names(f, entry) {
        zh |= lang == Lang::Zh;
        // An abbreviation such as BIM is written alike in both.
        en |= lang == Lang::En || (lang == Lang::Zh && !name.chars().any(is_han));
    }
    match (zh, en) {
        (true, false) if f.is_of_china(r.doc) || f.own_terms(r.doc).bilingual => Value::Word(1),
        (false, true) if f.own_terms(r.doc).bilingual => Value::Word(0),
        _ => Value::None,
    }
}

/// The article with which an English definition starts: its text, and the length of the article.
fn leading_article<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a Text, usize)> {
    definitions(f, r).filter(|it| it.0 == Lang::En).find_map(|(_, text)| {
        let words = f.text(text).trim_start();
        let first = words.split_whitespace().next()?;
        let article = ["a", "an", "the"].iter().any(|it| first.eq_ignore_ascii_case(it));
        (article && words.len() > first.len()).then_some((text, first.len()))
    })
}

/// The full stop at the end of an English definition of one sentence: its text, and where it stands.
fn final_stop<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a Text, usize)> {
    definitions(f, r).filter(|it| it.0 == Lang::En).find_map(|(_, text)| {
        let words = f.text(text).trim_end();
        let before = words.strip_suffix('.')?;
        let last = before.rsplit([' ', '(', ',']).next().unwrap_or(before);
        let abbreviation = (last.contains('.') && !last.ends_with([')', ']', '"']))
            || matches!(last, "etc" | "al" | "Inc" | "Ltd" | "Co" | "No" | "approx")
            || last.chars().count() < 2;
        (!abbreviation).then_some((text, before.len()))
    })
}

/// The strongest provision in the definitions: plain verbal forms only, for expressions such as
/// "required to" describe as often as they require. In Chinese, 可 and 能 in the phrase that a definition
/// is describe too (可重复使用的容器): there they count in a sentence of their own only.
fn provision<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a Text, Provision)> {
    let plain = |it: &Provision| {
        matches!(it.form, Form::Preferred | Form::Must | Form::Forbid)
            && it.modality != Modality::Statement
    };
    definitions(f, r)
        .flat_map(|(lang, text)| {
            let phrase = move |it: &Provision| {
                lang == Lang::Zh
                    && it.sentence.start == 0
                    && matches!(
                        it.modality,
                        Modality::Permission | Modality::NeedNot | Modality::Can | Modality::Cannot
                    )
            };
            let found = provisions(f.text(text), lang).into_iter();
            found.filter(plain).filter(move |it| !phrase(it)).map(move |it| (text, it))
        })
        .min_by_key(|(_, it)| it.modality)
}

fn source<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a (crate::model::Target, Option<Text>)> {
    entry(f, r)?.source.as_ref()
}

/// The entry that is named as source: by its number, else by its name.
fn source_entry<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let Some((target, element)) = source(f, r) else { return Value::None };
    let resolution = f.corpus().resolve(target, StandardId(r.doc));
    let found = resolution.single().and_then(|node| f.corpus().standard_of(node));
    let Some(StandardId(doc)) = found else {
        return Value::Absent(Reason::NotInCorpus(target.identifier));
    };
    let Some(entries) = &f.standard(doc).terms else {
        return Value::Absent(Reason::NoText { doc });
    };
    let wanted = element.as_ref().map(|it| plain_number(f.text(it)));
    let numbered = |it: &TermEntry| {
        let number = it.number.as_ref().map(|it| plain_number(it.get(f.sources())));
        number.is_some() && number == wanted
    };
    let named = || {
        let own = entry(f, r)?;
        entries.iter().position(|it| terms::share_a_name(f, own, it))
    };
    let at = entries.iter().position(numbered).or_else(named);
    let index = at.and_then(|it| u32::try_from(it).ok());
    Value::or_none(index.map(|index| FactRef::new(Kind::Term, doc, index)))
}

/// Whether a clause that is named is an entry's own or one above it.
fn covers(named: &str, number: &str) -> bool {
    number.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A vocabulary lists terms for others to use.
fn is_vocabulary(f: &Facts<'_>, doc: u32) -> bool {
    const WORDS: [&str; 6] =
        ["术语", "词汇", "vocabulary", "terminology", "glossary", "terms and definitions"];
    let standard = f.standard(doc);
    let function = standard.details.as_deref().and_then(|it| it.function);
    let said = function.is_some_and(|it| it.value == DocumentFunction::Terminology);
    let titled = || {
        standard.title.iter().any(|(_, text)| {
            let title = f.text(text).to_lowercase();
            WORDS.iter().any(|word| title.contains(word))
        })
    };
    said || titled() || (standard.clauses.is_some() && !f.own_terms(doc).has_core)
}

/// Where a definition file names the source of an entry that repeats another, and what it writes
/// there: behind the last line of a block, before the closing brace of a line in braces.
fn insertion(f: &Facts<'_>, r: FactRef) -> Option<(Span, String)> {
    if !f.is_definition(r.doc) {
        return None;
    }
    let (doc, index) = f.lazy().terms(f).original(f, id(r))?;
    let span = entry(f, r)?.span;
    let file = f.sources().file(span.file).text();
    let quoted = |text: &str| format!("\"{}\"", text.replace(['"', '\\'], ""));
    let mut named = format!("source: {{standard: {}", quoted(&f.name(doc)));
    let number = terms::entry(f, (doc, index)).and_then(|it| text(f, it.number.as_ref()));
    if let Some(number) = number {
        named.push_str(&format!(", clause: {}", quoted(number)));
    }
    named.push('}');
    let words = file.get(span.range())?.trim_end();
    let end = span.start as usize + words.len();
    if let Some(before) = words.strip_suffix('}').filter(|it| it.starts_with('{')) {
        // A trailing comma is allowed, and then a second one is not.
        let closed = before.trim_end();
        let comma = if closed.ends_with(',') { " " } else { ", " };
        let place = span.start as usize + closed.len();
        return Some((Span::new(span.file, place, place), format!("{comma}{named}")));
    }
    if file.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let line = file[..span.start as usize].rfind('\n').map_or(0, |it| it + 1);
    let indent: String = file[line..span.start as usize]
        .chars()
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let end = file[end..].find(['\n', '\r']).map_or(file.len(), |it| end + it);
    let line_end = if file[end..].starts_with("\r\n") { "\r\n" } else { "\n" };
    Some((Span::new(span.file, end, end), format!("{line_end}{indent}{named}")))
}
