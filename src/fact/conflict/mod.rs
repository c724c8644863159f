//! Provisions that do not go together: of two documents, or within one.
//!
//! Worked out once a run, before documents are judged ([`Facts::conflicts`]). Two provisions are
//! set against each other only where somebody or something says that they are on one subject
//! ([`Ground`]), and only where their words do not speak against it:
//!
//! - **key**: both clauses bear the same subject key;
//! - **mapping**: a mapping set relates the clauses;
//! - **alignment**: the clauses answer to each other by an alignment above its threshold, and the
//!   provisions are said of the same thing;
//! - **words**: limits of documents near each other that are said of the same thing, wherever they
//!   stand: a candidate, no more;
//! - **itself**: two provisions of one document.
//!
//! Which documents are looked at follows from an index (keys, mappings, citations, classification,
//! see `pairs`), never from all pairs; documents without a text cost nothing. Of those only such are
//! aligned as have provisions that would be in conflict if their clauses answered to each other (see
//! `prospect`).

mod aligned;
mod conversion;
mod judge;
mod norms;
mod own;
mod pairs;
mod prospect;
mod scope;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Facts, Place, Spread};
use crate::language::{Modality, SetRelation};
use norms::DocumentNorms;
pub(crate) use scope::{binds, scopes};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// The words, in declared order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
        }
    };
}

words! {
    /// What does not go together.
    ConflictKind {
        /// Demanded and forbidden.
        MustNot = "must_not",
        /// Demanded, and said not to be needed.
        NeedNot = "need_not",
        /// Permitted and forbidden.
        MayNot = "may_not",
        /// Advised, or demanded, and advised against.
        Advice = "advice",
        /// Demanded by the one, only advised or permitted by the other.
        Strength = "strength",
        /// Values allowed.
        Limit = "limit",
        /// Limits of one thing in different dimensions.
        Dimension = "dimension",
        /// Limits of one thing that are measured in different ways.
        Method = "method",
        /// Choices allowed.
        Choice = "choice",
        /// A value and its conversion beside it.
        Conversion = "conversion",
    }
}

words! {
    /// Why two provisions are taken to be on one subject.
    Ground {
        /// The same subject key.
        Key = "key",
        /// A mapping.
        Mapping = "mapping",
        /// An alignment above its threshold.
        Alignment = "alignment",
        /// Their words alone.
        Words = "words",
        /// They stand in one document.
        Itself = "itself",
    }
}

words! {
    /// Whether what two documents apply to has anything in common.
    Scopes {
        /// A citation, an adoption or another declared relation links them.
        Linked = "linked",
        /// They share a sector or a class.
        Shared = "shared",
        /// They do not, as far as their classification tells.
        Apart = "apart",
        /// Nothing tells.
        Unknown = "unknown",
    }
}

/// One of the two provisions.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The words.
    pub place: Place,
    /// Force.
    pub modality: Modality,
    /// The values or choices that it allows: `[0, 0.15] mg/m3`.
    pub value: Option<Box<str>>,
    /// The same in words, English and Chinese.
    pub says: Option<(Box<str>, Box<str>)>,
}

/// Two provisions that do not go together, or not in full.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// The judged document.
    pub doc: u32,
    /// The other one; the same for a conflict within a document.
    pub other: u32,
    /// What does not go together.
    pub kind: ConflictKind,
    /// Why both are taken to be on one subject.
    pub ground: Ground,
    /// Whether the scopes have anything in common.
    pub scopes: Scopes,
    /// What the judged document says.
    pub left: Statement,
    /// What the other says.
    pub right: Statement,
    /// How the left values or choices lie to the right ones.
    pub set: Option<SetRelation>,
    /// Values that meet the left and break the right.
    pub beyond: Option<Box<str>>,
    /// The two are measured in different ways.
    pub other_method: bool,
    /// What should stand there instead, as words for the left place.
    pub expected: Option<Box<str>>,
    /// The other document is judged too, and tells the same of this one.
    pub repeated: bool,
}

/// Every conflict of the judged documents.
#[derive(Debug, Default)]
pub struct Conflicts {
    all: Vec<Conflict>,
    by_doc: FxHashMap<u32, Range<u32>>,
}

impl Conflicts {
    /// Works them out. Asks [`Facts::matching`], and is itself spread over threads: to be asked
    /// from one thread first.
    pub(super) fn build(f: &Facts<'_>) -> Self {
        let mut tasks = pairs::declared(f);
        let near = pairs::near_documents(f);
        let mut docs: Vec<u32> = tasks.iter().flat_map(|it| [it.left, it.right]).collect();
        docs.extend(near.iter().flat_map(|it| [it.0, it.1]));
        docs.extend(f.judged().iter().map(|id| id.0).filter(|doc| !f.clauses(*doc).is_empty()));
        docs.sort_unstable();
        docs.dedup();
        let spread = Spread::over(docs.len());
        let norms: FxHashMap<u32, DocumentNorms<'_>> =
            docs.into_par_iter().map(|doc| (doc, DocumentNorms::read(f, doc, spread))).collect();
        let of = |doc: u32| norms.get(&doc);
        tasks.extend(pairs::near_tasks(f, &near, of));
        let mut all: Vec<Conflict> = tasks
            .par_iter()
            .flat_map_iter(|task| match (of(task.left), of(task.right)) {
                (Some(left), Some(right)) => judge::documents(f, task, left, right),
                _ => Vec::new(),
            })
            .collect();
        all.par_extend(f.judged().par_iter().flat_map_iter(|id| {
            let mut own = of(id.0).map(|it| own::conflicts(it, spread)).unwrap_or_default();
            own.extend(conversion::conflicts(f, id.0));
            own
        }));
        // by document, then by place; what several grounds give is told once, by the best of them
        all.sort_by(|a, b| {
            let place = |it: &Conflict| {
                let (left, right) = (&it.left.place.span, &it.right.place.span);
                (left.start, left.end, right.file, right.start, right.end)
            };
            (a.doc, a.other, a.kind, place(a), a.ground).cmp(&(
                b.doc,
                b.other,
                b.kind,
                place(b),
                b.ground,
            ))
        });
        all.dedup_by(|later, first| {
            later.doc == first.doc
                && later.other == first.other
                && later.kind == first.kind
                && later.left.place.span == first.left.place.span
                && later.right.place.span == first.right.place.span
        });
        let mut by_doc: FxHashMap<u32, Range<u32>> = FxHashMap::default();
        for (at, each) in (0_u32..).zip(&all) {
            by_doc.entry(each.doc).or_insert(at..at).end = at + 1;
        }
        Self { all, by_doc }
    }

    /// Those of a judged document, by the numbers under which [`get`](Self::get) knows them.
    #[must_use]
    pub fn of(&self, doc: u32) -> Range<u32> {
        self.by_doc.get(&doc).cloned().unwrap_or(0..0)
    }

    /// A conflict by its number.
    #[must_use]
    pub fn get(&self, at: u32) -> Option<&Conflict> {
        self.all.get(at as usize)
    }
}
