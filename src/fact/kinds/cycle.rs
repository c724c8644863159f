//! Kind `cycle`: documents that depend on each other in a circle.

use std::fmt::Write as _;

use super::super::{
    FactRef, Facts, Field, Kind, KindDef, Place, PlaceField, Producer, Type, Value, many, one,
    place,
};
use super::{STANDARD, STANDARD_PLACE};
use crate::corpus::{LinkKind, NodeId};
use crate::model::ReferenceRole;

pub(crate) static KIND: KindDef = KindDef {
    name: "cycle",
    en: "documents that refer to each other normatively in a circle",
    zh: "相互规范性引用而形成循环的文件",
    fields: FIELDS,
    places: PLACES,
    display: |f, r| path_text(f, r).into(),
    producer: Producer::Corpus(|f, take| {
        for (at, members) in (0_u32..).zip(f.lazy().cycles(f)) {
            let first = members
                .iter()
                .find_map(|node| f.corpus().standard_of(*node).filter(|id| f.is_judged(id.0)));
            if let Some(id) = first {
                take(FactRef::new(Kind::Cycle, id.0, at));
            }
        }
    }),
};

const ROLES: &[&str] = &["normative"];

const FIELDS: &[Field] = &[
    STANDARD,
    one("role", Type::Word(ROLES), "by which kind of reference", "引用的性质", |_, _| {
        Value::Word(0)
    }),
    one("size", Type::Number, "how many documents", "文件数", |f, r| {
        Value::count(members(f, r).len())
    }),
    one("path", Type::Text, "the shortest way round", "最短的循环路径", |f, r| {
        Value::from(path_text(f, r))
    }),
    many("members", Type::Fact(Kind::Standard), "the documents", "相关文件", |f, r, each| {
        each.all(members(f, r).iter().map(|node| f.document(*node, r.doc)))
    }),
];

const PLACES: &[PlaceField] = &[
    place(
        "reference",
        "a reference that leads into the circle",
        "通向循环的引用",
        |f, r| {
            let next = way_round(f, r).get(1).copied()?;
            let own = crate::corpus::StandardId(r.doc).node();
            let link = f
                .corpus()
                .links_from(own)
                .find(|(_, to, link)| *to == next && is_normative(link.kind))?;
            Some(Place::of(r.doc, f.corpus().place_of_link(link.0)?))
        },
    ),
    STANDARD_PLACE,
];

pub(crate) fn is_normative(kind: LinkKind) -> bool {
    kind == LinkKind::Cites(ReferenceRole::Normative)
}

fn members<'a>(f: &Facts<'a>, r: FactRef) -> &'a [NodeId] {
    f.lazy().cycles(f).get(r.index as usize).map_or(&[], |it| it.as_slice())
}

/// The shortest way from the judged document through others of the circle and back to it.
fn way_round(f: &Facts<'_>, r: FactRef) -> Vec<NodeId> {
    let members = members(f, r);
    let start = crate::corpus::StandardId(r.doc).node();
    let mut before: rustc_hash::FxHashMap<NodeId, NodeId> = rustc_hash::FxHashMap::default();
    let mut layer = vec![start];
    while !layer.is_empty() {
        let mut next = Vec::new();
        for at in layer {
            let mut targets: Vec<NodeId> = f
                .corpus()
                .links_from(at)
                .filter(|(.., link)| is_normative(link.kind))
                .map(|(_, to, _)| to)
                .filter(|to| members.binary_search(to).is_ok())
                .collect();
            targets.sort_unstable();
            for to in targets {
                if to == start && at != start {
                    let mut path = vec![start, at];
                    while let Some(&earlier) = before.get(path.last().unwrap_or(&start)) {
                        path.push(earlier);
                        if earlier == start {
                            break;
                        }
                    }
                    // The start stands at both ends.
                    path.reverse();
                    return path;
                }
                if to != start && !before.contains_key(&to) {
                    before.insert(to, at);
                    next.push(to);
                }
            }
        }
        layer = next;
    }
    vec![start]
}

fn path_text(f: &Facts<'_>, r: FactRef) -> String {
    const SHOWN: usize = 6;
    let way = way_round(f, r);
    let mut text = String::new();
    for (at, node) in way.iter().enumerate() {
        if at > 0 {
            text.push_str(" → ");
        }
        if at == SHOWN && way.len() > SHOWN + 2 {
            text.push_str("… → ");
            break;
        }
        let _ = write!(text, "{}", f.corpus().name(*node));
    }
    if way.len() > SHOWN + 2
        && let Some(last) = way.last()
    {
        let _ = write!(text, "{}", f.corpus().name(*last));
    }
    text
}
