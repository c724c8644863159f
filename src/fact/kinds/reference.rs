//! Kind `reference`: a naming of another document in a list of references.

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, PlaceField, Producer, Reason, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE, at, identifier};
use crate::corpus::{How, NodeId, StandardId};
use crate::model::{Degree, Lang, Reference, ReferenceDetails, ReferenceRole, Text};
use crate::source::Span;

pub(crate) static KIND: KindDef = KindDef {
    name: "reference",
    en: "a naming of another document in the normative references or the bibliography",
    zh: "规范性引用文件或参考文献中对其他文件的提及",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| entry(f, r).map_or("", |it| f.written(&it.target)).into(),
    producer: Producer::Document(|f, doc, take| {
        let count = f.standard(doc).references.as_ref().map_or(0, |list| list.len());
        for index in 0..u32::try_from(count).unwrap_or(u32::MAX) {
            take(FactRef::new(Kind::Reference, doc, index));
        }
    }),
};

const ROLES: &[&str] = &["normative", "informative"];
const PLACES_OF_NAMING: &[&str] = &["list", "text"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "place",
        Type::Word(PLACES_OF_NAMING),
        "an entry of a list, or a citation in the text",
        "清单条目，或正文中的引用",
        |_, _| Value::Word(0),
    ),
    one(
        "identifier",
        Type::Fact(Kind::Identifier),
        "its identifier as written; none for the key of a reference graph",
        "所写编号；引用图的键则为空",
        |f, r| {
            let named = entry(f, r).filter(|it| !it.target.by_key);
            Value::or_none(named.map(|_| identifier::of(r.doc, "reference", r.index)))
        },
    ),
    one("written", Type::Text, "the document as written", "所写的文件", |f, r| {
        Value::or_none(entry(f, r).map(|it| f.written(&it.target)))
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
        "normative or informative, by its list",
        "规范性或资料性（由所在清单得出）",
        |f, r| match entry(f, r).map(|it| it.role) {
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
        "the document is in the corpus",
        "所引文件在语料库中",
        |f, r| match how(f, r) {
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
            let resolution = f.resolution(r.doc, r.index);
            Value::Bool(resolution.is_some_and(|it| !it.is_found() && !it.others.is_empty()))
        },
    ),
    one(
        "target",
        Type::Fact(Kind::Standard),
        "the document; undated: the edition in force on the day",
        "所引文件；不注日期时为当日有效版本",
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
        |f, r| Value::or_none(text(f, details(f, r).and_then(|it| it.element.as_ref()))),
    ),
    one("self", Type::Bool, "names the document that it stands in", "引用自身", |f, r| {
        Value::Bool(is_self(f, r))
    }),
    one(
        "justification",
        Type::Text,
        "why a document of another body is cited normatively; none where nothing is said",
        "规范性引用其他机构文件的理由；未说明则为空",
        |f, r| Value::or_none(text(f, details(f, r).and_then(|it| it.justification.as_ref()))),
    ),
    one(
        "footnote",
        Type::Text,
        "text of a footnote to the entry; none where there is none",
        "条目脚注；没有则为空",
        |f, r| Value::or_none(text(f, details(f, r).and_then(|it| it.footnote.as_ref()))),
    ),
    one(
        "annotated_degree",
        Type::Word(Degree::WORDS),
        "degree annotated behind the entry; none where none is",
        "条目后标注的一致性程度；没有则为空",
        |f, r| {
            Value::or_none(details(f, r).and_then(|it| it.annotated_degree).map(|said| said.value))
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
        at(r, entry(f, r).map(|it| it.target.written.span()))
    }),
    STANDARD_PLACE,
    place(
        "entry",
        "the whole entry with its line, so that deleting it leaves a list",
        "整个条目及其所在行",
        |f, r| at(r, entry(f, r).map(|it| whole_entry(f, it.span))),
    ),
    place("element", "the element cited", "所引的具体内容", |f, r| {
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
    f.standard(r.doc).references.as_ref()?.get(r.index as usize)
}

fn details<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a ReferenceDetails> {
    entry(f, r)?.details.as_deref()
}

fn text<'a>(f: &Facts<'a>, text: Option<&'a Text>) -> Option<&'a str> {
    text.map(|text| f.text(text).trim()).filter(|text| !text.is_empty())
}

fn how(f: &Facts<'_>, r: FactRef) -> Option<How> {
    f.resolution(r.doc, r.index).map(|it| it.how)
}

fn nodes<'a>(f: &Facts<'a>, r: FactRef) -> &'a [NodeId] {
    f.resolution(r.doc, r.index).map_or(&[], |it| &it.nodes)
}

fn target<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    match nodes(f, r) {
        [node, ..] => f.document(*node, r.doc),
        [] => {
            let id = entry(f, r).map(|it| it.target.identifier);
            Value::Absent(Reason::NotInCorpus(id.unwrap_or(crate::identifier::IdentifierId::NONE)))
        }
    }
}

fn all_parts(f: &Facts<'_>, r: FactRef) -> bool {
    let said = details(f, r).and_then(|it| it.all_parts).map(|said| said.value);
    said.unwrap_or_else(|| {
        let id = entry(f, r).map(|it| it.target.identifier);
        matches!(id.and_then(|id| f.parsed(id)), Some(Ok(identifier)) if identifier.all_parts)
    })
}

/// Same canonical identifier, or the same node of the graph.
fn is_self(f: &Facts<'_>, r: FactRef) -> bool {
    nodes(f, r).contains(&StandardId(r.doc).node())
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

fn year(f: &Facts<'_>, reference: &Reference) -> Option<u16> {
    f.parsed(reference.target.identifier)?.as_ref().ok()?.year
}

/// Editions of one work: the same identifier but for the year.
fn same_work(f: &Facts<'_>, own: &Reference, other: &Reference) -> bool {
    let (own, other) = (own.target.identifier, other.target.identifier);
    f.corpus().work_named(own).is_some_and(|work| Some(work) == f.corpus().work_named(other))
}

fn earlier(
    f: &Facts<'_>,
    r: FactRef,
    same: impl Fn(&Reference, &Reference) -> bool,
) -> Option<FactRef> {
    let list = f.standard(r.doc).references.as_ref()?;
    let own = list.get(r.index as usize)?;
    let found = list.iter().take(r.index as usize).position(|other| same(own, other))?;
    Some(FactRef::new(Kind::Reference, r.doc, u32::try_from(found).ok()?))
}

fn find(f: &Facts<'_>, r: FactRef, wanted: impl Fn(&Reference) -> bool) -> Option<FactRef> {
    let list = f.standard(r.doc).references.as_ref()?;
    let found = list.iter().position(wanted)?;
    Some(FactRef::new(Kind::Reference, r.doc, u32::try_from(found).ok()?))
}

/// A list entry and its line in block style, or with its comma in flow style.
fn whole_entry(f: &Facts<'_>, span: Span) -> Span {
    let text = f.sources().file(span.file).text();
    let (start, end) = (span.start as usize, span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let lead = text[line..start].trim_start();
    if lead.starts_with('-') && lead[1..].trim().is_empty() {
        let rest = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let trailing = text[end..rest].trim();
        if trailing.is_empty() || trailing.starts_with('#') {
            return Span::new(span.file, line, rest);
        }
    }
    let after = text[end..].trim_start();
    if let Some(rest) = after.strip_prefix(',') {
        let to = text.len() - rest.trim_start_matches(' ').len();
        return Span::new(span.file, start, to);
    }
    let before = text[..start].trim_end();
    if let Some(rest) = before.strip_suffix(',') {
        return Span::new(span.file, rest.len(), end);
    }
    span
}
