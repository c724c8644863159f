//! Which documents are set side by side, and the alignment of each two.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::declared::{Declared, Row};
use super::side::Side;
use super::{Basis, ClausePair, DocumentPair, declared, deviation, differ};
use crate::alignment::{Aligner, Alignment, ClauseList, Glossary, Options, of_standards};
use crate::corpus::StandardId;
use crate::fact::{Facts, Reason};
use crate::model::Relation;

/// Two documents that are to be set side by side.
struct Task {
    left: u32,
    right: u32,
    basis: Basis,
    adoption: Option<u32>,
    hindrance: Option<Reason>,
    rows: Vec<Row>,
}

/// Documents that bear a key beyond which it says nothing about a subject any more.
const COMMON_KEY: usize = 64;

pub(super) fn documents(f: &Facts<'_>) -> Vec<DocumentPair> {
    let tasks = tasks(f);
    if tasks.is_empty() {
        return Vec::new();
    }
    let corpus = f.corpus();
    let aligner = Aligner::new(vec![Glossary::of_terms(corpus.standards(), corpus.sources())]);
    tasks.into_par_iter().map(|task| document_pair(f, &aligner, task)).collect()
}

fn tasks(f: &Facts<'_>) -> Vec<Task> {
    let mapped = declared::mapped(f);
    let keyed = keyed(f);
    let mut all = Vec::new();
    for StandardId(left) in f.judged().iter().copied() {
        let mut own: Vec<Task> = Vec::new();
        for (index, adoption) in (0_u32..).zip(&f.standard(left).adopts) {
            // What is endorsed as it stands has no text of its own.
            if adoption.endorsed {
                continue;
            }
            let resolution = f.corpus().resolve(&adoption.source, StandardId(left));
            let right = resolution.single().and_then(|node| f.corpus().standard_of(node));
            let hindrance = match right {
                None => Some(Reason::NotInCorpus(adoption.source.identifier)),
                Some(_) if f.clauses(left).is_empty() => Some(Reason::NoText { doc: left }),
                Some(right) if f.clauses(right.0).is_empty() => {
                    Some(Reason::NoText { doc: right.0 })
                }
                Some(_) => None,
            };
            let right = right.map_or(left, |it| it.0);
            if right == left && hindrance.is_none() {
                continue;
            }
            own.push(Task {
                left,
                right,
                basis: Basis::Adoption,
                adoption: Some(index),
                hindrance,
                rows: declared::clause_map(adoption),
            });
        }
        let mut add = |right: u32, basis: Basis, rows: &[Row]| {
            let known = own.iter_mut().find(|it| it.right == right && it.hindrance.is_none());
            if let Some(task) = known {
                task.rows.extend_from_slice(rows);
            } else if !f.clauses(left).is_empty() && !f.clauses(right).is_empty() {
                let rows = rows.to_vec();
                own.push(Task { left, right, basis, adoption: None, hindrance: None, rows });
            }
        };
        for (right, rows) in mapped.get(&left).map_or(&[][..], Vec::as_slice) {
            add(*right, Basis::Mapping, rows);
        }
        for (right, rows) in by_subject(f, left, &keyed) {
            add(right, Basis::Subject, &rows);
        }
        all.append(&mut own);
    }
    all
}

/// Clauses by subject key, in the order of the corpus.
fn keyed<'a>(f: &Facts<'a>) -> FxHashMap<&'a str, Vec<(u32, u32)>> {
    let mut keyed: FxHashMap<&str, Vec<(u32, u32)>> = FxHashMap::default();
    for StandardId(doc) in f.corpus().ids() {
        for (at, row) in (0_u32..).zip(f.clauses(doc)) {
            let Some(key) = row.clause.key.as_ref().map(|it| f.text(it).trim()) else { continue };
            if !key.is_empty() {
                keyed.entry(key).or_default().push((doc, at));
            }
        }
    }
    keyed
}

/// Documents that share subject keys with `left`, with the clauses that do.
fn by_subject(
    f: &Facts<'_>,
    left: u32,
    keyed: &FxHashMap<&str, Vec<(u32, u32)>>,
) -> Vec<(u32, Vec<Row>)> {
    let mut found: Vec<(u32, Vec<Row>)> = Vec::new();
    let mut place: FxHashMap<u32, usize> = FxHashMap::default();
    for (at, row) in (0_u32..).zip(f.clauses(left)) {
        let Some(key) = row.clause.key.as_ref().map(|it| f.text(it).trim()) else { continue };
        let bearers = keyed.get(key).map_or(&[][..], Vec::as_slice);
        if bearers.len() > COMMON_KEY {
            continue;
        }
        for (right, other) in bearers.iter().filter(|it| it.0 != left) {
            let index = *place.entry(*right).or_insert_with(|| {
                found.push((*right, Vec::new()));
                found.len() - 1
            });
            found[index].1.push(Row::key(at, *other));
        }
    }
    found.sort_by_key(|it| it.0);
    found
}

pub(super) fn beside(f: &Facts<'_>, aligner: &Aligner, left: u32, right: u32) -> DocumentPair {
    let missing = [left, right].into_iter().find(|doc| f.clauses(*doc).is_empty());
    let task = Task {
        left,
        right,
        basis: Basis::Edition,
        adoption: None,
        hindrance: missing.map(|doc| Reason::NoText { doc }),
        rows: Vec::new(),
    };
    document_pair(f, aligner, task)
}

fn document_pair(f: &Facts<'_>, aligner: &Aligner, task: Task) -> DocumentPair {
    let Task { left, right, basis, adoption, hindrance, rows } = task;
    let mut pair = DocumentPair {
        basis,
        left: Side::empty(left),
        right: Side::empty(right),
        adoption,
        one_language: false,
        hindrance,
        pairs: Vec::new(),
        differences: Vec::new(),
        left_only: Vec::new(),
        right_only: Vec::new(),
        verdict: std::sync::OnceLock::new(),
    };
    if pair.hindrance.is_some() {
        return pair;
    }
    let sources = f.sources();
    let (ours, theirs) = of_standards(f.standard(left), f.standard(right), sources);
    pair.left = Side::of(f, left, &ours);
    pair.right = Side::of(f, right, &theirs);
    let options = Options::default();
    if basis.is_whole() {
        let comparison = aligner.compare(&ours.list, &theirs.list, &options);
        let alignment = comparison.alignment(&options);
        pair.one_language = comparison.languages.0 == comparison.languages.1;
        pair.pairs = pairs(&alignment);
        let declared = Declared::find(f, &pair.left, &pair.right, &rows);
        overrule(&mut pair, &declared, |left, right| {
            comparison.relation_of(left as usize, right as usize)
        });
    } else {
        pair.one_language = ours.list.language() == theirs.list.language();
        let declared = Declared::find(f, &pair.left, &pair.right, &rows);
        overrule(&mut pair, &declared, |_, _| Relation::Intersects);
    }
    stand_alone(&mut pair, &ours, &theirs);
    differ::differences(f, &mut pair);
    deviation::cover(f, &mut pair);
    pair
}

fn pairs(alignment: &Alignment) -> Vec<ClausePair> {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    alignment
        .pairs
        .iter()
        .map(|it| ClausePair {
            left: number(it.left),
            right: number(it.right),
            relation: it.relation,
            declared_relation: None,
            score: it.score,
            accepted: it.accepted,
            declared: false,
            moved: it.moved,
            group: number(it.group),
            evidence: it.evidence,
            deviation: None,
        })
        .collect()
}

/// Puts what is declared in the place of what was computed for the same clauses.
fn overrule(pair: &mut DocumentPair, declared: &Declared, relation: impl Fn(u32, u32) -> Relation) {
    if declared.is_empty() {
        return;
    }
    let named =
        |left: u32, right: u32| declared.left.contains(&left) || declared.right.contains(&right);
    let mut groups = pair.pairs.iter().map(|it| it.group).max().unwrap_or(0);
    pair.pairs.retain(|it| !named(it.left, it.right));
    let mut by_end: FxHashMap<(bool, u32), u32> = FxHashMap::default();
    for link in &declared.links {
        let known = by_end.get(&(true, link.left)).or_else(|| by_end.get(&(false, link.right)));
        let group = known.copied().unwrap_or_else(|| {
            groups += 1;
            groups
        });
        by_end.insert((true, link.left), group);
        by_end.insert((false, link.right), group);
        pair.pairs.push(ClausePair {
            left: link.left,
            right: link.right,
            relation: relation(link.left, link.right),
            declared_relation: link.relation,
            score: 1.0,
            accepted: true,
            declared: true,
            moved: false,
            group,
            evidence: crate::alignment::Evidence::default(),
            deviation: None,
        });
    }
    pair.pairs.sort_by(|a, b| {
        a.left.cmp(&b.left).then(b.score.total_cmp(&a.score)).then(a.right.cmp(&b.right))
    });
}

/// What has no accepted counterpart.
fn stand_alone(pair: &mut DocumentPair, ours: &ClauseList<'_>, theirs: &ClauseList<'_>) {
    let accepted = || pair.pairs.iter().filter(|it| it.accepted);
    let left: FxHashSet<u32> = accepted().map(|it| it.left).collect();
    let right: FxHashSet<u32> = accepted().map(|it| it.right).collect();
    let alone = |count: usize, has: &FxHashSet<u32>| -> Vec<u32> {
        (0..u32::try_from(count).unwrap_or(u32::MAX)).filter(|at| !has.contains(at)).collect()
    };
    pair.left_only = alone(ours.list.items.len(), &left);
    pair.right_only = alone(theirs.list.items.len(), &right);
}
