//! Clauses of two documents that answer to each other.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Ground;
use super::pairs::Task;
use crate::alignment::{
    Aligner, ClauseList, Glossary, Known, Options, common_language, languages, of_standard,
};
use crate::fact::Facts;
use crate::model::Lang;

/// Clauses of the documents that are made ready at once: what is known of a document serves all that
/// it is aligned with, and is dropped before there is too much of it.
const AT_ONCE: usize = 50_000;

/// A document in one of its languages, made ready to be aligned.
struct Ready<'a> {
    clauses: ClauseList<'a>,
    known: Known,
    /// The clause behind each item, by its place in [`Facts::clauses`].
    rows: Vec<Option<u32>>,
}

/// Documents with the clauses that answer to each other.
pub(super) fn aligned_tasks(f: &Facts<'_>, wanted: &[(u32, u32)]) -> Vec<Task> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let corpus = f.corpus();
    let aligner = Aligner::new(vec![Glossary::of_terms(corpus.standards(), corpus.sources())]);
    let mut tasks = Vec::with_capacity(wanted.len());
    for block in blocks(f, wanted) {
        tasks.par_extend(aligned_at_once(f, &aligner, wanted.get(block).unwrap_or_default()));
    }
    tasks
}

/// Runs of pairs, each of documents that are not too long together.
fn blocks(f: &Facts<'_>, wanted: &[(u32, u32)]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut from, mut clauses) = (0, 0);
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    for (at, (left, right)) in wanted.iter().enumerate() {
        if clauses > AT_ONCE {
            blocks.push(from..at);
            (from, clauses) = (at, 0);
            seen.clear();
        }
        for doc in [*left, *right] {
            clauses += if seen.insert(doc) { f.clauses(doc).len() } else { 0 };
        }
    }
    blocks.push(from..wanted.len());
    blocks
}

fn aligned_at_once(f: &Facts<'_>, aligner: &Aligner, wanted: &[(u32, u32)]) -> Vec<Task> {
    let mut docs: Vec<u32> = wanted.iter().flat_map(|it| [it.0, it.1]).collect();
    docs.sort_unstable();
    docs.dedup();
    let spoken: FxHashMap<u32, Vec<Lang>> =
        docs.into_par_iter().map(|doc| (doc, languages(f.standard(doc)))).collect();
    let spoken = |doc: u32| spoken.get(&doc).map_or(&[][..], Vec::as_slice);
    let keys: Vec<[(u32, Option<Lang>); 2]> = wanted
        .iter()
        .map(|(left, right)| {
            let common = common_language(spoken(*left), spoken(*right));
            [(*left, common), (*right, common)]
        })
        .collect();
    let mut sides: Vec<(u32, Option<Lang>)> = keys.iter().flatten().copied().collect();
    sides.sort_unstable();
    sides.dedup();
    let ready: FxHashMap<(u32, Option<Lang>), Ready<'_>> =
        sides.into_par_iter().map(|side| (side, Ready::of(f, side))).collect();
    keys.into_par_iter()
        .map(|[left, right]| {
            let clauses = match (ready.get(&left), ready.get(&right)) {
                (Some(ours), Some(theirs)) => {
                    aligned(f, aligner, (left.0, ours), (right.0, theirs))
                }
                _ => Vec::new(),
            };
            Task { left: left.0, right: right.0, clauses, near: true }
        })
        .collect()
}

impl<'a> Ready<'a> {
    fn of(f: &Facts<'a>, (doc, lang): (u32, Option<Lang>)) -> Self {
        let clauses = of_standard(f.standard(doc), f.sources(), lang);
        // both are in the order of the text
        let mut next = 0_u32..;
        let row = |entry: bool| if entry { None } else { next.next() };
        let rows = clauses.entries.iter().map(Option::is_some).map(row).collect();
        Self { known: Known::of(&clauses.list), clauses, rows }
    }
}

/// Clauses of two documents that answer to each other. What stands under a clause answers with it:
/// where "air quality" is set against "air quality", so is each limit under it.
fn aligned(
    f: &Facts<'_>,
    aligner: &Aligner,
    (left, ours): (u32, &Ready<'_>),
    (right, theirs): (u32, &Ready<'_>),
) -> Vec<(u32, u32, Ground)> {
    let options = Options::default();
    let sides = ((&ours.clauses.list, &ours.known), (&theirs.clauses.list, &theirs.known));
    let alignment = aligner.compare_known(sides.0, sides.1, &options).alignment(&options);
    let key = |doc: u32, row: u32| {
        let clause = f.clauses(doc).get(row as usize)?.clause;
        clause.key.as_ref().map(|it| f.text(it).trim())
    };
    let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut found = Vec::new();
    for pair in alignment.pairs.iter().filter(|it| it.accepted) {
        let (Some(Some(a)), Some(Some(b))) =
            (ours.rows.get(pair.left), theirs.rows.get(pair.right))
        else {
            continue;
        };
        for x in under(f, left, *a) {
            // what stands under both is paired by itself, where it is
            let others = if x == *a { under(f, right, *b) } else { *b..*b + 1 };
            for y in others {
                // keys that differ say that the subjects do
                let keys = (key(left, x), key(right, y));
                let differ = matches!(keys, (Some(x), Some(y)) if x != y);
                if !differ && seen.insert((x, y)) {
                    found.push((x, y, Ground::Alignment));
                }
            }
        }
    }
    found
}

/// A clause and all under it.
fn under(f: &Facts<'_>, doc: u32, row: u32) -> Range<u32> {
    let rows = f.clauses(doc);
    let depth = rows.get(row as usize).map_or(0, |it| it.depth);
    let below = rows.iter().skip(row as usize + 1).take_while(|it| it.depth > depth).count();
    row..row + 1 + u32::try_from(below).unwrap_or(0)
}
