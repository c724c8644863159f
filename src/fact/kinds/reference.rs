//! Kind `reference`: a naming of another document, in a list of references or in the text.
//!
//! Entries of the list have `sub` 0, citations in the text [`IN_TEXT`].

use std::ops::Range;

use compact_str::CompactString;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Reason, Type, Value, many,
    one, place,
};
use super::{STANDARD, STANDARD_PLACE, at, identifier, targets};
use crate::corpus::{How, NodeId, Resolution, StandardId};
use crate::fact::cited::{Citings, ExternalCitation, plain_number};
use crate::identifier::{ElementKind, Grammar, find_internal_elements, fold};
use crate::model::{Degree, Lang, Reference, ReferenceDetails, ReferenceRole, Target, Text};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "reference",
    en: "a naming of another document in the normative references, the bibliography or the text",
    zh: "规范性引用文件、参考文献或正文中对其他文件的提及",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| named(f, r).map_or("", |it| f.written(it)).into(),
    producer: Producer::Document(|f, doc, take| {
        let count = f.standard(doc).references.as_ref().map_or(0, |list| list.len());
        for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Reference, doc, index));
        }
        let count = u32::try_from(f.cited(doc).external.len()).unwrap_or(u32::MAX);
        for index in 0..count {
            take(FactRef::new(Kind::Reference, doc, index).with_sub(IN_TEXT));
        }
    }),
};

/// The `sub` of citations in the text.
const IN_TEXT: u32 = 1;

/// A citation in the text, by its number among those of the document.
pub(super) fn in_text(doc: u32, index: u32) -> FactRef {
    FactRef::new(Kind::Reference, doc, index).with_sub(IN_TEXT)
}

const ROLES: &[&str] = &["normative", "informative"];
/// In the order of [`Modality::ALL`].
const MODALITIES: &[&str] =
    &["REQ", "PROH", "INSTR", "REC", "REC_NOT", "PERM", "NEED_NOT", "CAN", "CANNOT", "EXT", "STMT"];
const PLACES_OF_NAMING: &[&str] = &["list", "text"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "place",
        Type::Word(PLACES_OF_NAMING),
        "an entry of a list, or a citation in the text",
        "清单条目，或正文中的引用",
        |_, r| Value::Word(u8::from(r.sub == IN_TEXT)),
    ),
    one(
        "identifier",
        Type::Fact(Kind::Identifier),
        "its identifier as written; none for the key of a reference graph",
        "所写编号；引用图的键则为空",
        |f, r| {
            let use_ = if r.sub == IN_TEXT { "text" } else { "reference" };
            let named = named(f, r).filter(|it| !it.by_key);
            Value::or_none(named.map(|_| identifier::of(r.doc, use_, r.index)))
        },
    ),
    one("written", Type::Text, "the document as written", "所写的文件", |f, r| {
        let Some(named) = named(f, r) else { return Value::None };
        // The key of a reference graph tells nobody anything.
        match nodes(f, r) {
            [node] if named.by_key => f.corpus().name(*node).into(),
            _ => f.written(named).into(),
        }
    }),
    one(
        "title",
        Type::Text,
        "title printed in the entry; none where none is",
        "条目所列名称；没有则为空",
        |f, r| Value::or_none(details(f, r).and_then(|it| f.words(&it.title, Lang::Zh))),
    ),
    one(
        "role",
        Type::Word(ROLES),
        "normative or informative, by its list; none for a citation of what no list names",
        "规范性或资料性（由所在清单得出）；正文引用而未列入清单的为空",
        |f, r| match listed(f, r).map(|it| it.role) {
            None => Value::None,
            Some(ReferenceRole::Normative) => Value::Word(0),
            Some(ReferenceRole::Informative) => Value::Word(1),
            _ => Value::Absent(Reason::Because {
                doc: r.doc,
                why: &(
                    "the list of references does not say which are normative",
                    "引用清单未说明哪些是规范性引用",
                ),
            }),
        },
    ),
    one(
        "resolved",
        Type::Bool,
        "the document is in the corpus; none for a book or law that has a title and no number",
        "所引文件在语料库中；只有题名而无编号的图书、法规等则为空",
        |f, r| match how(f, r) {
            Some(how) if !how.is_found() && is_titled(f, r) => Value::None,
            Some(How::Malformed) | None => Value::Absent(Reason::Because {
                doc: r.doc,
                why: &("an identifier cannot be read", "有标准编号无法识别"),
            }),
            Some(how) => Value::Bool(how.is_found()),
        },
    ),
    one(
        "work_known",
        Type::Bool,
        "another edition of the document is in the corpus",
        "语料库中有该文件的其他版本",
        |f, r| {
            let resolution = resolution(f, r);
            Value::Bool(resolution.is_some_and(|it| !it.is_found() && !it.others.is_empty()))
        },
    ),
    one(
        "target",
        Type::Fact(Kind::Standard),
        "the document; undated: the edition in force on the day; none where several parts are meant",
        "所引文件；不注日期时为当日有效版本；指多个部分时为空",
        target,
    ),
    many(
        "targets",
        Type::Fact(Kind::Standard),
        "the documents: for all parts, each part",
        "所引文件；所有部分时为各部分",
        |f, r, each| each.all(nodes(f, r).iter().map(|node| f.document(*node, r.doc))),
    ),
    one("dated", Type::Bool, "names one edition", "注日期", |f, r| {
        if let Some(citation) = citation(f, r) {
            return Value::Bool(citation.found.identifier.is_dated());
        }
        let Some(entry) = entry(f, r) else { return Value::None };
        if let Some(said) = details(f, r).and_then(|it| it.dated) {
            return Value::Bool(said.value);
        }
        match f.parsed(entry.target.identifier) {
            Some(Ok(_)) => Value::Bool(f.corpus().is_dated(entry.target.identifier)),
            // A node of a reference graph is one edition.
            None if entry.target.by_key => Value::Bool(true),
            _ => Value::Absent(Reason::Because {
                doc: r.doc,
                why: &("an identifier cannot be read", "有标准编号无法识别"),
            }),
        }
    }),
    one("all_parts", Type::Bool, "means all parts", "指所有部分", |f, r| {
        Value::Bool(all_parts(f, r))
    }),
    one(
        "element",
        Type::Text,
        "the element cited (`5.2`, `Table 3`); none where the whole document is",
        "所引的具体内容；引用整个文件则为空",
        |f, r| match citation(f, r) {
            Some(_) => Value::or_none(cited_element(f, r).map(|it| it.0)),
            None => Value::or_none(text(f, details(f, r).and_then(|it| it.element.as_ref()))),
        },
    ),
    one(
        "element_exists",
        Type::Bool,
        "the cited edition has that element; none where no element is cited",
        "所引版本中有该内容；未引用具体内容则为空",
        element_exists,
    ),
    one(
        "clause",
        Type::Fact(Kind::Clause),
        "the clause where it is cited; none for an entry of a list",
        "引用之处所在章条；清单条目则为空",
        |f, r| {
            let at = citation(f, r).map(|it| it.site.clause);
            Value::or_none(at.map(|at| FactRef::new(Kind::Clause, r.doc, at)))
        },
    ),
    one(
        "sentence",
        Type::Fact(Kind::Sentence),
        "the sentence in which it is cited; none for an entry of a list",
        "引用之处的句子；清单条目则为空",
        |f, r| {
            let around = citation(f, r)
                .and_then(|it| f.prose(r.doc).around(&it.site, &it.found.range).next());
            Value::or_none(around.map(|it| FactRef::new(Kind::Sentence, r.doc, it.sentence)))
        },
    ),
    one(
        "modality",
        Type::Word(MODALITIES),
        "force of the sentence in which it is cited; none for an entry of a list",
        "引用之处句子的能愿类型；清单条目则为空",
        |f, r| Value::or_none(modality(f, r).map(Value::Word)),
    ),
    one(
        "informative_context",
        Type::Bool,
        "cited where nothing can be required: foreword, introduction, note, example, informative annex; none for an entry of a list",
        "在不能提出要求之处引用：前言、引言、注、示例、资料性附录；清单条目则为空",
        |f, r| Value::or_none(citation(f, r).map(|it| it.site.informative)),
    ),
    one(
        "citations",
        Type::Number,
        "how often the text cites the entry; none for a citation in the text",
        "正文引用该条目的次数；正文中的引用则为空",
        |f, r| {
            citings(f, r)
                .map_or_else(Value::Absent, |it| Value::or_none(it.map(|it| f64::from(it.all))))
        },
    ),
    one(
        "normative_citations",
        Type::Number,
        "how often the text cites the entry where something can be required, and does not only point to it; none for a citation in the text",
        "正文在可提出要求之处引用该条目（不含“参见”）的次数；正文中的引用则为空",
        |f, r| {
            citings(f, r).map_or_else(Value::Absent, |it| {
                Value::or_none(it.map(|it| f64::from(it.normative)))
            })
        },
    ),
    one(
        "undated_dash",
        Type::Bool,
        "a dash stands in place of the year, as for a document under preparation",
        "以破折号代替年份号（正在制定的文件）",
        |f, r| {
            let written = named(f, r).map_or("", |it| f.written(it));
            let head = written.trim_end_matches(['—', '–', '-', '―']);
            Value::Bool(head.len() < written.len() && head.trim_end().ends_with([':', '：']))
        },
    ),
    one(
        "annotation",
        Type::Text,
        "the adopted international document and the degree, as they are to be annotated; none where the document adopts none",
        "应标注的国际标准编号和一致性程度；所引文件未采用国际标准则为空",
        |f, r| annotation(f, r, |source, degree| format!("{source}, {degree}")),
    ),
    one(
        "annotated_entry",
        Type::Text,
        "the entry of a definition with its annotation; none where the entry is more than an identifier",
        "带标注的条目；条目不只是编号时为空",
        |f, r| {
            let bare = entry(f, r).is_some_and(|it| it.details.is_none());
            if !bare || !f.is_definition(r.doc) {
                return Value::None;
            }
            let written = named(f, r).map_or("", |it| f.written(it));
            annotation(f, r, |source, degree| {
                format!(
                    "{{standard: \"{written}\", annotated_source: \"{source}\", annotated_degree: {degree}}}"
                )
            })
        },
    ),
    one(
        "identical_adoption",
        Type::Fact(Kind::Standard),
        "a document in force where the citing one applies that is identical to the international one cited; none where there is none",
        "在引用方适用范围内等同采用所引国际文件的现行文件；没有则为空",
        |f, r| match target(f, r) {
            Value::Fact(target) => {
                Value::or_none(targets::identical_adoption(f, r.doc, target.doc))
            }
            other => other,
        },
    ),
    one(
        "own_predecessor",
        Type::Bool,
        "the document itself, and no other, replaces the one that it refers to",
        "所引文件正是由本文件（且仅由本文件）代替",
        |f, r| match target(f, r) {
            Value::Fact(target) => {
                let own = StandardId(r.doc).node();
                let replaced = StandardId(target.doc).node();
                let successors = f.corpus().successors(replaced);
                Value::Bool(!successors.is_empty() && successors.iter().all(|it| *it == own))
            }
            other => other,
        },
    ),
    one(
        "withdrawn_downstream",
        Type::Fact(Kind::Standard),
        "the nearest withdrawn document that the document depends on through normative references; none where there is none",
        "所引文件经规范性引用间接依赖的最近的已废止文件；没有则为空",
        |f, r| match target(f, r) {
            Value::Fact(target) => {
                let path = f.lazy().way_to_withdrawn(f, target.doc);
                let last = path.last().and_then(|node| f.corpus().standard_of(*node));
                Value::or_none(last.map(|id| FactRef::standard_for(id.0, r.doc)))
            }
            other => other,
        },
    ),
    one(
        "withdrawn_path",
        Type::Text,
        "the way to that document",
        "通向该文件的路径",
        |f, r| match target(f, r) {
            Value::Fact(target) => {
                let path = f.lazy().way_to_withdrawn(f, target.doc);
                let names: Vec<String> = path.iter().map(|node| f.corpus().name(*node)).collect();
                Value::or_none((!names.is_empty()).then(|| names.join(" → ")))
            }
            other => other,
        },
    ),
    one(
        "see",
        Type::Bool,
        "only pointed to in the text: “see”, “refer to”; none for an entry of a list",
        "正文中仅以“见”“参见”提及；清单条目则为空",
        |f, r| Value::or_none(citation(f, r).map(|it| it.see)),
    ),
    one("self", Type::Bool, "names the document that it stands in", "引用自身", |f, r| {
        Value::Bool(is_self(f, r))
    }),
    one(
        "justification",
        Type::Text,
        "why a document of another body is cited normatively; none where nothing is said",
        "规范性引用其他机构文件的理由；未说明则为空",
        |f, r| sayable(f, r, text(f, details(f, r).and_then(|it| it.justification.as_ref()))),
    ),
    one(
        "footnote",
        Type::Text,
        "text of a footnote to the entry; none where there is none",
        "条目脚注；没有则为空",
        |f, r| sayable(f, r, text(f, details(f, r).and_then(|it| it.footnote.as_ref()))),
    ),
    one(
        "annotated_degree",
        Type::Word(Degree::WORDS),
        "degree annotated behind the entry; none where none is",
        "条目后标注的一致性程度；没有则为空",
        |f, r| {
            sayable(f, r, details(f, r).and_then(|it| it.annotated_degree).map(|said| said.value))
        },
    ),
    one(
        "current_parts",
        Type::Number,
        "for all parts: how many parts are in force",
        "所有部分：现行部分数",
        |f, r| {
            let nodes = nodes(f, r);
            if !how(f, r).is_some_and(How::is_found) {
                return target(f, r);
            }
            let current = |node: &&NodeId| {
                f.corpus().standing_for(**node, StandardId(r.doc)).status.is_current()
            };
            Value::count(nodes.iter().filter(current).count())
        },
    ),
    one(
        "duplicate_of",
        Type::Fact(Kind::Reference),
        "an earlier entry of the same list for the same document; none where there is none",
        "同一清单中更早的相同条目；没有则为空",
        |f, r| {
            Value::or_none(earlier(f, r, |own, other| {
                own.role == other.role
                    && same_target(f, own, other)
                    && (is_of_known_publisher(f, own) || has_same_title(f, own, other))
                    && element(f, own) == element(f, other)
            }))
        },
    ),
    one(
        "undated_twin",
        Type::Fact(Kind::Reference),
        "for a dated entry: an entry of the same document that names the same work undated; none where there is none",
        "注日期条目：同一文件中不注日期引用同一文件的条目；没有则为空",
        |f, r| {
            let Some(own) = entry(f, r) else { return Value::None };
            if !f.corpus().is_dated(own.target.identifier) {
                return Value::None;
            }
            Value::or_none(find(f, r, |other| {
                same_work(f, own, other) && !f.corpus().is_dated(other.target.identifier)
            }))
        },
    ),
    one(
        "other_edition",
        Type::Fact(Kind::Reference),
        "for a dated entry: an earlier entry that names another edition; none where there is none",
        "注日期条目：更早引用另一版本的条目；没有则为空",
        |f, r| {
            Value::or_none(earlier(f, r, |own, other| {
                let dated = |it: &Reference| f.corpus().is_dated(it.target.identifier);
                dated(own)
                    && dated(other)
                    && same_work(f, own, other)
                    && year(f, own) != year(f, other)
            }))
        },
    ),
    one(
        "later_amendment",
        Type::Fact(Kind::Standard),
        "for a dated document: an amendment in the corpus that is not referenced itself; none where there is none",
        "注日期引用的文件：语料库中未被一并引用的修改单；没有则为空",
        |f, r| {
            let Value::Fact(target) = target(f, r) else { return target(f, r) };
            let named = |node: NodeId| {
                f.table(r.doc)
                    .is_some_and(|it| it.references.iter().any(|it| it.nodes.contains(&node)))
            };
            let amendments = f.corpus().amendments(StandardId(target.doc).node());
            match amendments.into_iter().find(|node| !named(*node)) {
                Some(node) => f.document(node, r.doc),
                None => Value::None,
            }
        },
    ),
];

const PLACES: &[PlaceField] = &[
    place("reference", "the document as written", "所写的文件", |f, r| {
        placed(f, r, named(f, r)?.written.span())
    }),
    STANDARD_PLACE,
    place(
        "entry",
        "the whole entry with its line, so that deleting it leaves a list",
        "整个条目及其所在行",
        |f, r| at(r, whole_entry(f, entry(f, r)?.span(), is_alone(f, r))),
    ),
    place(
        "written",
        "the entry as a scalar, quotes included",
        "条目的整个标量（含引号）",
        |f, r| at(r, entry(f, r).map(Reference::span)),
    ),
    place("element", "the element cited", "所引的具体内容", |f, r| {
        if let Some((_, range)) = cited_element(f, r) {
            return placed(f, r, citation(f, r)?.site.text_in(f, r.doc)?.span_of(range));
        }
        at(r, details(f, r).and_then(|it| it.element.as_ref()).map(Text::span))
    }),
    place("after", "just behind the document as written", "所写文件之后", |f, r| {
        let span = entry(f, r)?.target.written.span();
        at(r, Some(Span::new(span.file, span.end as usize, span.end as usize)))
    }),
    place(
        "target",
        "the identifier of the target in its own file",
        "目标文件自身的编号",
        |f, r| match target(f, r) {
            Value::Fact(target) => Some(f.place_of_document(target.doc)),
            _ => None,
        },
    ),
];

pub(super) fn entry<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Reference> {
    if r.sub == IN_TEXT {
        return None;
    }
    f.standard(r.doc).references.as_ref()?.get(r.index as usize)
}

fn details<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ReferenceDetails> {
    entry(f, r)?.details.as_deref()
}

fn text<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}

fn resolution<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Resolution> {
    match citation(f, r) {
        Some(citation) => Some(&citation.resolution),
        None => f.resolution(r.doc, r.index),
    }
}

fn how(f: &Facts<'_>, r: FactRef) -> Option<How> {
    resolution(f, r).map(|it| it.how)
}

fn nodes<'a>(f: &Facts<'a>, r: FactRef) -> &'a [NodeId] {
    resolution(f, r).map_or(&[], |it| &it.nodes)
}

/// A citation in the text.
fn citation<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ExternalCitation> {
    (r.sub == IN_TEXT).then(|| f.cited(r.doc).external.get(r.index as usize)).flatten()
}

/// The document as it is named, in a list or in the text.
fn named<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Target> {
    match citation(f, r) {
        Some(citation) => Some(&citation.target),
        None => entry(f, r).map(|it| &it.target),
    }
}

/// The entry, or for a citation in the text the entry that names the same document.
fn listed<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Reference> {
    let Some(citation) = citation(f, r) else { return entry(f, r) };
    let cited = &citation.found.identifier;
    f.standard(r.doc).references.iter().flatten().find(|entry| {
        let listed = f.parsed(entry.target.identifier).and_then(Result::ok);
        listed.is_some_and(|it| it.same_work(cited) || it.covers(cited))
    })
}

/// A place of a fact: in the text it is known in which clause.
#[expect(clippy::unnecessary_wraps, reason = "places are optional")]
fn placed(f: &Facts<'_>, r: FactRef, span: Span) -> Option<Place> {
    Some(match citation(f, r) {
        Some(citation) => Place::in_clause(r.doc, citation.site.clause, span),
        None => Place::of(r.doc, span),
    })
}

/// The element that a citation in the text names: the first that is not there, else the first.
fn cited_element<'a>(f: &Facts<'a>, r: FactRef) -> Option<(&'a str, Range<usize>)> {
    let citation = citation(f, r)?;
    let missing = match target(f, r) {
        Value::Fact(target) => {
            let own = &f.cited(target.doc).own;
            citation.found.elements.iter().find(|it| own.has(it.kind, &it.number) == Some(false))
        }
        _ => None,
    };
    let element = missing.or_else(|| citation.found.elements.first())?;
    // A part that is called by its number names a document, no element of it.
    if element.kind == ElementKind::Part {
        return None;
    }
    let words = f.text(citation.site.text_in(f, r.doc)?).get(element.range.clone())?;
    Some((words, element.range.clone()))
}

fn element_exists<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let (kind, number) = match citation(f, r) {
        Some(_) => match cited_element(f, r) {
            Some((words, _)) => first_element(words),
            None => return Value::None,
        },
        None => match text(f, details(f, r).and_then(|it| it.element.as_ref())) {
            Some(words) => first_element(words),
            None => return Value::None,
        },
    };
    let target = match target(f, r) {
        Value::Fact(target) => target,
        other => return other,
    };
    if f.standard(target.doc).clauses.is_none() {
        return Value::Absent(Reason::NoText { doc: target.doc });
    }
    let known = f.cited(target.doc).own.has(kind, &number);
    Value::or_absent(known, || Reason::Because {
        doc: target.doc,
        why: &("elements of this kind are not given", "未给出此类要素"),
    })
}

/// What words like `clause 5.2`, `表3`, `5.2` name.
fn first_element(words: &str) -> (ElementKind, CompactString) {
    let found = find_internal_elements(words).into_iter().next();
    found.map_or_else(
        || (ElementKind::Clause, plain_number(words).into()),
        |it| (it.kind, it.number),
    )
}

/// Force of the sentence in which a document is cited: the strongest where it has several.
fn modality(f: &Facts<'_>, r: FactRef) -> Option<u8> {
    let citation = citation(f, r)?;
    let here = f.prose(r.doc).around(&citation.site, &citation.found.range);
    let own = here.map(|it| &it.provision).filter(|it| !it.embedded);
    let strongest = own.map(|it| it.modality).min()?;
    Some(strongest as u8)
}

/// How often the text cites an entry of the list.
fn citings(f: &Facts<'_>, r: FactRef) -> Result<Option<Citings>, Reason> {
    let Some(entry) = entry(f, r) else { return Ok(None) };
    if f.standard(r.doc).clauses.is_none() {
        return Err(Reason::NoText { doc: r.doc });
    }
    let cited = f.cited(r.doc);
    let anchor = entry.details.as_deref().and_then(|it| it.anchor.as_ref());
    // A member of a group is cited by the anchor of the group too.
    let group = entry.details.as_deref().and_then(|it| it.group.as_ref());
    let of_anchor = |anchor: &Text| cited.anchor_counts.get(f.text(anchor).trim()).copied();
    let by_anchor = anchor
        .into_iter()
        .chain(group)
        .filter_map(of_anchor)
        .fold(Citings::default(), Citings::plus);
    let parsed = f.parsed(entry.target.identifier).and_then(Result::ok);
    let Some(identifier) = parsed.filter(|it| it.grammar != Grammar::Open) else {
        // What is no identifier is cited by its anchor or by words that nobody can find.
        return match anchor.or(group) {
            Some(_) => Ok(Some(by_anchor)),
            None => Err(Reason::Because {
                doc: r.doc,
                why: &(
                    "a document without a number of a known publisher cannot be found in the text",
                    "没有已知发布者编号的文件无法在正文中查找",
                ),
            }),
        };
    };
    let named = match cited.counts.get(identifier.work_key()) {
        Some(citings) => *citings,
        // All parts are cited by one of them, a part by the number of all.
        None => cited
            .external
            .iter()
            .filter(|it| {
                let other = &it.found.identifier;
                identifier.covers(other)
                    || other.covers(identifier)
                    || (other.publisher == identifier.publisher
                        && other.number == identifier.number
                        && (other.parts.is_empty() || identifier.parts.is_empty()))
            })
            .fold(Citings::default(), |sum, it| {
                let normative = u32::from(!it.site.informative && !it.see);
                sum.plus(Citings { all: 1, normative })
            }),
    };
    let found = named.plus(by_anchor);
    if found.all == 0 && is_spelled_out(f, r.doc, identifier.work_key()) {
        // The words are there in a form that nobody takes for a citation.
        return Ok(Some(Citings { all: 1, normative: 1 }));
    }
    Ok(Some(found))
}

/// Whether the text has these words somewhere.
fn is_spelled_out(f: &Facts<'_>, doc: u32, words: &str) -> bool {
    let folded = f.cited(doc).folded.get_or_init(|| {
        let blocks = f.clauses(doc).iter().flat_map(|row| &row.clause.blocks);
        let mut folded = String::new();
        for (_, text) in blocks.flat_map(|block| block.text.iter()) {
            folded.push_str(&fold(f.text(text)));
            folded.push('\n');
        }
        folded
    });
    memchr::memmem::find(folded.as_bytes(), words.as_bytes()).is_some()
}

/// What an entry can say in a definition and perhaps nowhere else.
fn sayable<'a, T: Into<Value<'a>>>(f: &Facts<'a>, r: FactRef, said: Option<T>) -> Value<'a> {
    match said {
        Some(said) => said.into(),
        None if r.sub == IN_TEXT || f.is_definition(r.doc) => Value::None,
        None => Value::Absent(Reason::Because {
            doc: r.doc,
            why: &(
                "the format of the document cannot say this of a reference",
                "该文件的格式无法为引用标明此项",
            ),
        }),
    }
}

fn annotation<'a>(f: &Facts<'a>, r: FactRef, write: impl Fn(&str, Degree) -> String) -> Value<'a> {
    match target(f, r) {
        Value::Fact(target) => {
            let adopted = targets::adopted_international(f, target.doc);
            Value::or_none(adopted.map(|(source, degree)| write(source, degree)))
        }
        other => other,
    }
}

fn target<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    match nodes(f, r) {
        [node] => f.document(*node, r.doc),
        // Several: what is said of each is asked of `targets`.
        [_, ..] => Value::None,
        [] => {
            let id = named(f, r).map(|it| it.identifier);
            Value::Absent(Reason::NotInCorpus(id.unwrap_or(crate::identifier::IdentifierId::NONE)))
        }
    }
}

fn all_parts(f: &Facts<'_>, r: FactRef) -> bool {
    if let Some(citation) = citation(f, r) {
        return citation.found.identifier.all_parts;
    }
    let said = details(f, r).and_then(|it| it.all_parts).map(|said| said.value);
    said.unwrap_or_else(|| {
        let id = entry(f, r).map(|it| it.target.identifier);
        matches!(id.and_then(|id| f.parsed(id)), Some(Ok(identifier)) if identifier.all_parts)
    })
}

/// Same canonical identifier, or the same node of the graph.
fn is_self(f: &Facts<'_>, r: FactRef) -> bool {
    let Some(citation) = citation(f, r) else {
        return nodes(f, r).contains(&StandardId(r.doc).node());
    };
    let Some(own) = f.own_identifier(r.doc) else { return false };
    let cited = &citation.found.identifier;
    // The boilerplate of a foreword names the document, and so does a text that says what a
    // reference to it looks like.
    own.same_work(cited)
        && (cited.year.is_none() || cited.year == own.year)
        && cited.supplements == own.supplements
        && !super::clause::is_before_the_text(f, r.doc, citation.site.clause)
        && !is_self_identification(f, r.doc, citation)
}

/// Whether an entry names its document by title: only in a reference graph are keys those of
/// documents that have to be there.
fn is_titled(f: &Facts<'_>, r: FactRef) -> bool {
    entry(f, r).is_some_and(|it| it.target.by_key) && f.standard(r.doc).key.is_none()
}

/// "this document, i.e. ISO 1:2020": a document may say how it is to be referred to
/// where a report or a mark has to name it.
fn is_self_identification(f: &Facts<'_>, doc: u32, citation: &ExternalCitation) -> bool {
    let Some(text) = citation.site.text_in(f, doc) else { return false };
    let before = f.text(text).get(..citation.found.range.start).unwrap_or("").trim_end();
    let before = before.trim_end_matches(['(', '（', ',', '，']).trim_end().to_lowercase();
    ["i.e.", "this document", "this international standard", "本文件", "本标准", "即", "e.g."]
        .iter()
        .any(|words| before.ends_with(words))
}

fn element<'a>(f: &Facts<'a>, reference: &'a Reference) -> Option<&'a str> {
    text(f, reference.details.as_deref().and_then(|it| it.element.as_ref()))
}

fn same_target(f: &Facts<'_>, own: &Reference, other: &Reference) -> bool {
    if own.target.by_key || other.target.by_key {
        return f.written(&own.target) == f.written(&other.target);
    }
    own.target.identifier == other.target.identifier
}

/// Whether the number of the entry is one of a publisher whose numbers are known.
fn is_of_known_publisher(f: &Facts<'_>, reference: &Reference) -> bool {
    let parsed = f.parsed(reference.target.identifier).and_then(Result::ok);
    // Book and object numbers name what is cited in parts.
    let is_of_book = |publisher: &str| matches!(publisher, "ISBN" | "DOI");
    parsed.is_some_and(|it| it.grammar != Grammar::Open && !is_of_book(&it.publisher))
}

/// Chapters of one book share its number, and only their titles tell them apart.
fn has_same_title(f: &Facts<'_>, own: &Reference, other: &Reference) -> bool {
    title_of(f, own) == title_of(f, other)
}

fn title_of<'a>(f: &Facts<'a>, reference: &'a Reference) -> Option<std::borrow::Cow<'a, str>> {
    let title = reference.details.as_deref()?.title.first()?;
    Some(fold(f.text(title).trim()))
}

fn year(f: &Facts<'_>, reference: &Reference) -> Option<u16> {
    f.parsed(reference.target.identifier)?.ok()?.year
}

/// Editions of one work: the same identifier but for the year.
fn same_work(f: &Facts<'_>, own: &Reference, other: &Reference) -> bool {
    let (own, other) = (own.target.identifier, other.target.identifier);
    f.corpus().work_named(own).is_some_and(|work| Some(work) == f.corpus().work_named(other))
}

/// An earlier entry for the same document that is the same in the way that `same` says.
fn earlier(
    f: &Facts<'_>,
    r: FactRef,
    same: impl Fn(&Reference, &Reference) -> bool,
) -> Option<FactRef> {
    let own = entry(f, r)?;
    kin(f, r)
        .take_while(|(at, _)| *at < r.index)
        .find(|(_, it)| same(own, it))
        .map(|(at, _)| FactRef::new(Kind::Reference, r.doc, at))
}

/// An entry for the same document that is wanted.
fn find(f: &Facts<'_>, r: FactRef, wanted: impl Fn(&Reference) -> bool) -> Option<FactRef> {
    entry(f, r)?;
    let found = kin(f, r).find(|(_, it)| wanted(it));
    found.map(|(at, _)| FactRef::new(Kind::Reference, r.doc, at))
}

/// The entries of the list for the same document, in whatever edition, in order.
fn kin<'a>(f: &Facts<'a>, r: FactRef) -> impl Iterator<Item = (u32, &'a Reference)> {
    let list = f.standard(r.doc).references.as_deref().unwrap_or_default();
    f.kin(r.doc, r.index).iter().filter_map(|at| Some((*at, list.get(*at as usize)?)))
}

/// A list entry and its line in block style, or with its comma in flow style.
///
/// The only entry of a list in lines has none: without it, nothing would say that the list is empty.
pub(super) fn whole_entry(f: &Facts<'_>, span: Span, is_alone: bool) -> Option<Span> {
    let text = f.sources().file(span.file).text();
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let lead = text[line..start].trim_start();
    if lead.starts_with('-') && lead[1..].trim().is_empty() {
        let rest = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let trailing = text[end..rest].trim();
        if trailing.is_empty() || trailing.starts_with('#') {
            return (!is_alone).then(|| Span::new(span.file, line, rest));
        }
    }
    if lead.is_empty() && text[start..].starts_with('<') {
        let rest = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        if text[end..rest].trim().is_empty() {
            return Some(Span::new(span.file, line, rest));
        }
    }
    let after = text[end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        let to = text.len() - rest.trim_start_matches(' ').len();
        return Some(Span::new(span.file, start, to));
    }
    let before = text[..start].trim_end();
    if let Some(rest) = before.strip_suffix(',') {
        return Some(Span::new(span.file, rest.len(), end));
    }
    Some(span)
}

/// Whether an entry is the only one of its list.
fn is_alone(f: &Facts<'_>, r: FactRef) -> bool {
    let Some(all) = f.standard(r.doc).references.as_ref() else { return true };
    let at = r.index as usize;
    let role = |at: usize| all.get(at).map(|it| it.role);
    let beside = [at.checked_sub(1).and_then(role), role(at + 1)];
    !beside.contains(&role(at)) || role(at).is_none()
}
