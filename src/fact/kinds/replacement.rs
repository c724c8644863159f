//! Kind `replacement`: one document is said to have taken the place of another.

use rustc_hash::FxHashSet;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, one, place,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::corpus::{DeclaredBy, Link, LinkId, LinkKind, NodeId};
use crate::identifier::Grammar;
use crate::model::Target;

pub(crate) static KIND: KindDef = KindDef {
    name: "replacement",
    en: "a statement that one document takes the place of another",
    zh: "一个文件代替另一个文件的声明",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| {
        ends(f, r)
            .map_or_else(String::new, |(new, old)| {
                format!("{} → {}", f.corpus().name(old), f.corpus().name(new))
            })
            .into()
    },
    producer: Producer::Corpus(|f, take| {
        // A list may name a document twice, and its description may stand in the corpus twice.
        let mut told = FxHashSet::default();
        for (index, (_, edge)) in (0_u32..).zip(f.corpus().graph().edges()) {
            if edge.link.kind != LinkKind::Replaces || edge.link.is_internal() {
                continue;
            }
            let judged = |node: NodeId| f.corpus().standard_of(node).filter(|id| f.is_judged(id.0));
            let (new, old) = (judged(edge.from), judged(edge.to));
            // The side that says so, where it is judged.
            let doc = match edge.link.declared {
                DeclaredBy::To => old.or(new),
                _ => new.or(old),
            };
            let name = |node: NodeId| f.corpus().identifier_id(node).ok_or(node);
            let (new, old) = (name(edge.from), name(edge.to));
            if let Some(doc) = doc
                && told.insert((doc, new, old))
            {
                take(FactRef::new(Kind::Replacement, doc.0, index));
            }
        }
    }),
};

const SIDES: &[&str] = &["new", "old", "both"];

const FIELDS: &[Field] = &[
    STANDARD,
    one(
        "new",
        Type::Fact(Kind::Standard),
        "the document that takes the place",
        "代替文件",
        |f, r| ends(f, r).map_or(Value::None, |(new, _)| f.document(new, r.doc)),
    ),
    one(
        "old",
        Type::Fact(Kind::Standard),
        "the document whose place is taken",
        "被代替文件",
        |f, r| ends(f, r).map_or(Value::None, |(_, old)| f.document(old, r.doc)),
    ),
    one(
        "stated_by",
        Type::Word(SIDES),
        "which of the two says so",
        "由哪一方声明",
        |f, r| {
            Value::or_none(link(f, r).map(|it| {
                Value::Word(match it.declared {
                    DeclaredBy::To => 1,
                    DeclaredBy::Both => 2,
                    _ => 0,
                })
            }))
        },
    ),
    one(
        "reciprocal",
        Type::Bool,
        "both say so; false where the other names only other documents, none where it names none",
        "双方均如此声明；另一方只提及其他文件时为否，未提及任何文件时为空",
        is_reciprocal,
    ),
    one(
        "of_itself",
        Type::Bool,
        "the one document is the other",
        "代替与被代替的是同一文件",
        |f, r| {
            let Some((new, old)) = ends(f, r) else { return Value::None };
            let name = |node: NodeId| f.corpus().identifier_id(node);
            Value::Bool(new == old || (name(new).is_some() && name(new) == name(old)))
        },
    ),
    one(
        "in_cycle",
        Type::Bool,
        "the replacements lead back to where they began",
        "代替关系形成循环",
        |f, r| {
            let Some((new, old)) = ends(f, r) else { return Value::None };
            Value::Bool(new == old || f.lazy().replaced_in_a_circle(f, new, old))
        },
    ),
    one(
        "other_number",
        Type::Bool,
        "the only document that it replaces is of the same body and bears another number; none where one of the two cannot be told",
        "所代替的唯一文件出自同一机构而编号不同；无法判断时为空",
        bears_other_number,
    ),
];

const PLACES: &[PlaceField] = &[
    place("replacement", "where it is said", "声明之处", |f, r| {
        let span = f.corpus().place_of_link(LinkId::new(r.index as usize));
        let own = f.standard(r.doc).span;
        let inside =
            span.filter(|it| it.file == own.file && own.start <= it.start && it.end <= own.end);
        Some(inside.map_or_else(|| f.place_of_document(r.doc), |span| Place::of(r.doc, span)))
    }),
    place("old", "the document whose place is taken", "被代替文件", |f, r| {
        end_place(f, ends(f, r)?.1)
    }),
    place("new", "the document that takes the place", "代替文件", |f, r| {
        end_place(f, ends(f, r)?.0)
    }),
    STANDARD_PLACE,
];

fn link<'a>(f: &Facts<'a>, r: FactRef) -> Option<&'a Link> {
    f.corpus().graph().link(LinkId::new(r.index as usize))
}

/// New, old.
fn ends(f: &Facts<'_>, r: FactRef) -> Option<(NodeId, NodeId)> {
    let edge = f.corpus().graph().edge(LinkId::new(r.index as usize))?;
    Some((edge.from, edge.to))
}

fn end_place(f: &Facts<'_>, node: NodeId) -> Option<Place> {
    f.corpus().standard_of(node).map(|id| f.place_of_document(id.0))
}

fn is_reciprocal<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let (Some(link), Some((new, old))) = (link(f, r), ends(f, r)) else { return Value::None };
    if link.declared == DeclaredBy::Both {
        return Value::Bool(true);
    }
    let (other, wanted) = if link.declared == DeclaredBy::To { (new, old) } else { (old, new) };
    // One who says nothing of it contradicts nobody.
    let silent = || Value::None;
    let Some(id) = f.corpus().standard_of(other) else { return silent() };
    let standard = f.corpus().standard(id);
    let named: &[Target] = if other == new { &standard.replaces } else { &standard.replaced_by };
    if named.is_empty() {
        return silent();
    }
    // The other may name an edition before or after, or a document further along the chain.
    let near = |target: &Target| {
        let work =
            |node: NodeId| f.corpus().standard_of(node).and_then(|it| f.corpus().work_of(it));
        let resolved = f.corpus().resolve(target, id);
        // What is not in the corpus may be the same under another name.
        !resolved.is_found()
            || resolved.nodes.iter().any(|&node| {
                node == wanted
                    || (work(node).is_some() && work(node) == work(wanted))
                    || f.corpus().replacement_chain(wanted).contains(&node)
                    || f.corpus().replacement_chain(node).contains(&wanted)
            })
    };
    if named.iter().any(near) { silent() } else { Value::Bool(false) }
}

/// Several documents that become one are a merger, and RFCs have running numbers: neither is strange.
fn bears_other_number<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let Some((new, old)) = ends(f, r) else { return Value::None };
    let Some(id) = f.corpus().standard_of(new) else { return Value::None };
    let [target] = f.corpus().standard(id).replaces.as_slice() else { return Value::Bool(false) };
    if !f.corpus().resolve(target, id).nodes.contains(&old) {
        return Value::Bool(false);
    }
    let (Some(own), Some(Ok(other))) = (f.own_identifier(id.0), f.parsed(target.identifier)) else {
        return Value::None;
    };
    let has_series = !matches!(own.grammar, Grammar::Ietf | Grammar::Open);
    let same_body = own.grammar == other.grammar && own.publisher == other.publisher;
    Value::Bool(has_series && same_body && own.number != other.number)
}
