//! Which clauses of which documents are set against each other.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Ground;
use super::aligned::aligned_tasks;
use super::norms::DocumentNorms;
use super::prospect::could_conflict;
use super::scope::binds;
use crate::corpus::{LinkKind, StandardId};
use crate::fact::Facts;
use crate::fact::matching::{Basis, Member, Side};
use crate::model::{ReferenceRole, Text};

/// Two documents, and which of their clauses are on one subject.
pub(super) struct Task {
    /// The judged document.
    pub(super) left: u32,
    pub(super) right: u32,
    /// Clauses by their places in [`Facts::clauses`], and why.
    pub(super) clauses: Vec<(u32, u32, Ground)>,
    /// The documents are near enough for words alone to be looked at.
    pub(super) near: bool,
}

/// Documents that one document is aligned with for the sake of conflicts: the nearest.
const NEAREST: usize = 12;
/// Documents of one class beyond which the class says nothing about a subject any more.
const COMMON_CLASS: usize = 64;

/// Documents of which one is judged and that are near enough for it to be set against the other.
pub(super) fn near_documents(f: &Facts<'_>) -> Vec<(u32, u32)> {
    let index = Index::of(f);
    let judged = f.judged().par_iter().filter(|id| !f.clauses(id.0).is_empty());
    judged
        .flat_map_iter(|id| near(f, &index, id.0).into_iter().map(|other| (id.0, other)))
        .collect()
}

/// Documents near each other, those that could be in conflict aligned: of the others it makes no
/// difference which clauses answer to each other.
pub(super) fn near_tasks<'n, 'a: 'n>(
    f: &Facts<'_>,
    near: &[(u32, u32)],
    norms: impl Fn(u32) -> Option<&'n DocumentNorms<'a>> + Sync,
) -> Vec<Task> {
    let wanted: Vec<(u32, u32)> = near
        .par_iter()
        .filter(|(left, right)| match (norms(*left), norms(*right)) {
            (Some(left), Some(right)) => could_conflict(left, right),
            _ => false,
        })
        .copied()
        .collect();
    let mut tasks = aligned_tasks(f, &wanted).into_iter().peekable();
    near.iter()
        .map(|(left, right)| {
            let (left, right) = (*left, *right);
            tasks.next_if(|it| (it.left, it.right) == (left, right)).unwrap_or(Task {
                left,
                right,
                clauses: Vec::new(),
                near: true,
            })
        })
        .collect()
}

/// Clauses that a key or a mapping puts on one subject.
pub(super) fn declared(f: &Facts<'_>) -> Vec<Task> {
    let mut tasks = Vec::new();
    for StandardId(left) in f.judged().iter().copied() {
        for documents in f.matching().of(left) {
            let ground = match documents.basis {
                // what an adoption or a new edition changes is judged as a deviation, or as a change
                Basis::Adoption | Basis::Edition => continue,
                Basis::Mapping => Ground::Mapping,
                Basis::Subject => Ground::Key,
            };
            let right = documents.right.doc;
            if documents.hindrance.is_some() || apart(f, left, right) {
                continue;
            }
            let row = |side: &Side, at: u32| match side.members.get(at as usize) {
                Some(Member::Clause(row)) => Some(*row),
                _ => None,
            };
            let pairs = documents.pairs.iter().filter(|it| it.declared);
            let clauses: Vec<(u32, u32, Ground)> = pairs
                .filter_map(|it| {
                    let rows = (row(&documents.left, it.left)?, row(&documents.right, it.right)?);
                    Some((rows.0, rows.1, ground))
                })
                .collect();
            if !clauses.is_empty() {
                tasks.push(Task { left, right, clauses, near: false });
            }
        }
    }
    tasks
}

/// Documents that are not set against each other: editions of one work, a document and what it
/// adopts, replaces or amends; and what is not in force.
fn apart(f: &Facts<'_>, left: u32, right: u32) -> bool {
    let corpus = f.corpus();
    let (a, b) = (StandardId(left), StandardId(right));
    if left == right
        || corpus.work_of(a).is_some_and(|work| corpus.work_of(b) == Some(work))
        || !f.standing(right, left).status.is_current()
    {
        return true;
    }
    let related = |from: StandardId, to: StandardId| {
        corpus.links_from(from.node()).any(|(_, node, link)| {
            node == to.node()
                && matches!(
                    link.kind,
                    LinkKind::Adopts(_) | LinkKind::Replaces | LinkKind::Amends | LinkKind::PartOf
                )
        })
    };
    related(a, b) || related(b, a)
}

/// Documents with a text, by class.
struct Index {
    by_class: FxHashMap<String, Vec<u32>>,
}

impl Index {
    fn of(f: &Facts<'_>) -> Self {
        let mut by_class: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for StandardId(doc) in f.corpus().ids() {
            if f.clauses(doc).is_empty() {
                continue;
            }
            for class in classes(f, doc) {
                by_class.entry(class).or_default().push(doc);
            }
        }
        Self { by_class }
    }
}

/// Under what a document is found: its ICS codes, and each of its sectors with each of its aspects.
fn classes(f: &Facts<'_>, doc: u32) -> Vec<String> {
    let Some(class) = f.standard(doc).classification.as_deref() else { return Vec::new() };
    let words = |all: &[Text]| -> Vec<String> {
        all.iter().map(|it| f.text(it).trim().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    let mut found: Vec<String> =
        words(&class.ics).into_iter().map(|code| format!("ics {code}")).collect();
    let sectors = words(class.sectors.as_deref().unwrap_or_default());
    for sector in &sectors {
        for aspect in words(class.aspects.as_deref().unwrap_or_default()) {
            found.push(format!("{sector} {aspect}"));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The documents that a judged one is aligned with, nearest first: those that it cites
/// normatively, then mandatory ones of a class of its own, then those that share most classes.
fn near(f: &Facts<'_>, index: &Index, left: u32) -> Vec<u32> {
    let mut scores: BTreeMap<u32, u32> = BTreeMap::new();
    for (_, node, link) in f.corpus().links_from(StandardId(left).node()) {
        if let (LinkKind::Cites(ReferenceRole::Normative), Some(other)) =
            (link.kind, f.corpus().standard_of(node))
        {
            *scores.entry(other.0).or_default() += 100;
        }
    }
    for class in classes(f, left) {
        let docs = index.by_class.get(&class).map_or(&[][..], Vec::as_slice);
        if docs.len() > COMMON_CLASS {
            continue;
        }
        for doc in docs {
            *scores.entry(*doc).or_default() += 1;
        }
    }
    let mut found: Vec<(u32, u32)> = scores
        .into_iter()
        .filter(|(doc, _)| !f.clauses(*doc).is_empty() && !apart(f, left, *doc))
        .map(|(doc, score)| (score + if binds(f, doc, left) { 50 } else { 0 }, doc))
        .collect();
    found.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(NEAREST);
    found.into_iter().map(|it| it.1).collect()
}
