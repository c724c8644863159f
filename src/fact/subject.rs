//! Documents on one subject that nobody has set in relation to each other.
//!
//! The subject is the title without words for a kind of document, taken as it stands: two documents are on one subject where it is the same
//! word for word, and where their classification does not speak against it. Much is missed so; what
//! is found can be looked at.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use super::Facts;
use super::clash::{Clash, ClashKind, belong_together, jurisdiction};
use crate::fact::conflict::{Ground, Scopes, scopes};
use crate::identifier::Identifier;
use crate::model::{Level, Status, Text};

/// Documents of one subject beyond which it is none any more.
const MOST: usize = 32;

pub(super) fn clashes(f: &Facts<'_>, clashes: &mut Vec<Clash>) {
    let mut by_subject: IndexMap<String, Vec<u32>, FxBuildHasher> = IndexMap::default();
    for id in f.corpus().ids() {
        let status = f.standing(id.0, id.0).status;
        if !f.is_judged(id.0) && !status.is_current() && status != Status::Draft {
            continue;
        }
        for (_, title) in f.standard(id.0).title.iter() {
            if let Some(subject) = title_subject(f.text(title)) {
                let docs = by_subject.entry(subject).or_default();
                if !docs.contains(&id.0) {
                    docs.push(id.0);
                }
            }
        }
    }
    for (subject, docs) in by_subject.iter().filter(|it| (2..=MOST).contains(&it.1.len())) {
        for (at, a) in docs.iter().enumerate() {
            for b in &docs[at + 1..] {
                for (doc, other) in [(*a, *b), (*b, *a)] {
                    if f.is_judged(doc)
                        && in_force_or_draft(f, doc)
                        && let Some(kind) = clash(f, doc, other)
                        && !clashes
                            .iter()
                            .any(|it| it.kind == kind && (it.doc, it.other) == (doc, Some(other)))
                    {
                        let value = subject.clone();
                        clashes.push(Clash { kind, doc, other: Some(other), value });
                    }
                }
            }
        }
    }
}

fn in_force_or_draft(f: &Facts<'_>, doc: u32) -> bool {
    !matches!(f.standing(doc, doc).status, Status::Replaced | Status::Withdrawn)
}

/// How two documents on one subject clash, told of `doc`.
fn clash(f: &Facts<'_>, doc: u32, other: u32) -> Option<ClashKind> {
    let (own, theirs) = (f.own_identifier(doc)?, f.own_identifier(other)?);
    if belong_together(f, doc, other) || is_series(own, theirs) {
        return None;
    }
    let status = f.standing(other, doc).status;
    // a European item under preparation stops national work on its subject
    if status == Status::Draft {
        let new = own.level == Level::National
            && theirs.level == Level::Regional
            && f.standing(doc, doc).status == Status::Draft
            && f.standard(doc).adopts.is_empty();
        return new.then_some(ClashKind::Standstill);
    }
    if !status.is_current() {
        return None;
    }
    if theirs.level == Level::International {
        let below = matches!(own.level, Level::National | Level::Sector | Level::Association);
        let apart = scopes(f, doc, other, Ground::Words) == Scopes::Apart;
        return (below && !apart && f.standard(doc).adopts.is_empty())
            .then_some(ClashKind::UnrelatedSource);
    }
    // below here classification has to say that the two are on one subject
    if jurisdiction(f, doc) != jurisdiction(f, other)
        || scopes(f, doc, other, Ground::Words) != Scopes::Shared
        || !aspects_meet(f, doc, other)
    {
        return None;
    }
    let recommended =
        |it: &Identifier| it.level == Level::National && it.kind.as_deref() == Some("T");
    if own.level == Level::Sector && recommended(theirs) {
        return Some(ClashKind::SectorDuplicate);
    }
    // told of the later of the two
    let both = own.level == theirs.level && own.kind == theirs.kind;
    (both && (doc > other || !f.is_judged(other))).then_some(ClashKind::Scope)
}

/// Parts of one number are meant to share their title.
fn is_series(a: &Identifier, b: &Identifier) -> bool {
    a.publisher == b.publisher && a.number == b.number
}

fn aspects_meet(f: &Facts<'_>, a: u32, b: u32) -> bool {
    let aspects = |doc: u32| -> Vec<&str> {
        let class = f.standard(doc).classification.as_deref();
        let given: &[Text] = class.and_then(|it| it.aspects.as_deref()).unwrap_or_default();
        given.iter().map(|it| f.text(it).trim()).collect()
    };
    let theirs = aspects(b);
    aspects(a).iter().any(|it| theirs.contains(it))
}

/// What a title is about, folded: its elements without those that only name a kind of document;
/// none where that says too little.
pub(crate) fn title_subject(title: &str) -> Option<String> {
    let chinese = title.chars().any(crate::language::is_han);
    let folded = title.trim().to_lowercase();
    let elements: Vec<&str> = if chinese {
        folded.split([' ', '\u{3000}', '—', '–', '：']).collect()
    } else {
        let marks = [" — ", " – ", " - ", " -- ", ": "];
        marks.iter().fold(vec![folded.as_str()], |all, mark| {
            all.into_iter().flat_map(|it| it.split(mark)).collect()
        })
    };
    let mut kept: Vec<&str> = Vec::new();
    for (at, element) in elements.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).enumerate()
    {
        let plain = if chinese { without_ending(element) } else { without_opening(element) };
        if at == 0 || !plain.is_empty() {
            kept.push(plain);
        }
    }
    let subject = kept.join(" ");
    let long_enough = if chinese {
        subject.chars().count() >= 4
    } else {
        subject.split_whitespace().count() >= 2
    };
    long_enough.then_some(subject)
}

/// A Chinese element without words for a kind of document at its end.
fn without_ending(element: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "技术要求",
        "服务要求",
        "通用要求",
        "基本要求",
        "要求",
        "技术规范",
        "服务规范",
        "规范",
        "通则",
        "总则",
        "指南",
        "规程",
        "导则",
    ];
    let ending = ENDINGS.iter().find_map(|ending| element.strip_suffix(ending));
    ending.filter(|rest| rest.is_empty() || rest.chars().count() >= 4).unwrap_or(element)
}

/// An English element without words for a kind of document; nothing where there are no others.
fn without_opening(element: &str) -> &str {
    const KINDS: &[&str] = &[
        "requirements",
        "general requirements",
        "specification",
        "specifications",
        "guidelines",
        "guidance",
        "code of practice",
        "general",
        "principles",
        "general principles",
    ];
    if KINDS.contains(&element) {
        return "";
    }
    KINDS
        .iter()
        .find_map(|kind| element.strip_prefix(kind)?.strip_prefix(" for "))
        .unwrap_or(element)
}

#[cfg(test)]
mod tests {
    use super::title_subject;

    #[test]
    fn subjects_are_introductory_elements() {
        let of = |title: &str| title_subject(title);
        assert_eq!(of("旅游服务　要求").as_deref(), Some("旅游服务"));
        assert_ne!(of("旅游服务　术语"), of("旅游服务　要求"));
        assert_ne!(
            of("Connectors for equipment — Part 7"),
            of("Connectors for equipment — Part 8")
        );
        assert_eq!(of("网上预订服务规范").as_deref(), Some("网上预订"));
        assert_eq!(of("Online booking — Requirements").as_deref(), Some("online booking"));
        assert_eq!(of("Requirements for online booking").as_deref(), Some("online booking"));
        assert_eq!(of("Rice — Specification"), None);
        assert_eq!(of("茶"), None);
    }
}
