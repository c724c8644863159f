//! Mapping sets: what each end names, and what maps say of each other.
//!
//! Built once for the corpus. Maps are compared by the pair of their ends, never each with every
//! other. One map with several targets means their union, and stays one: its ends are one key.

mod algebra;
mod build;
mod elements;
mod gap;

pub(crate) use algebra::{Possible, compose, exclude, inverse};
pub(crate) use elements::Found;
pub(crate) use gap::Gap;

use rustc_hash::FxHashMap;

use self::elements::Elements;
use super::{Facts, Reason};
use crate::model::{Map, MapEnd, MappingSet, Relation, Target};

/// No document: a mapping set neither of whose documents is in the corpus is about this one.
pub(crate) const NOBODY: u32 = u32::MAX;

/// Every mapping set of the corpus.
#[derive(Debug, Default)]
pub(crate) struct Maps {
    pub(crate) sets: Vec<Set>,
    pub(crate) rows: Vec<Row>,
    pub(crate) ends: Vec<End>,
    /// Elements of the documents that sets name.
    elements: FxHashMap<u32, Elements>,
    gaps: Vec<Option<Gap>>,
    answers: Vec<Answers>,
}

/// A mapping set.
#[derive(Debug)]
pub(crate) struct Set {
    /// The document that declares it; none where it stands alone.
    declared_in: Option<u32>,
    /// Its place in the list of that document, or of the corpus.
    at: u32,
    /// The document that its findings are about.
    pub(crate) doc: u32,
    /// It is judged, and not only there to judge others by.
    pub(crate) judged: bool,
    /// The documents, left and right; the reason where one is not known.
    pub(crate) sides: [Result<u32, Reason>; 2],
    /// Numbers of the two frameworks, also where they are not in the corpus.
    frameworks: [u32; 2],
}

/// A map.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) set: u32,
    /// Its place in the set.
    at: u32,
    /// Its ends, left ones before right ones.
    pub(crate) ends: std::ops::Range<u32>,
    /// Elements named left and right: each a set, by number.
    keys: [Box<[u32]>; 2],
    pub(crate) relation: Option<Relation>,
}

/// An end of a map.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) row: u32,
    pub(crate) right: bool,
    at: u32,
    /// What it names; the reason where nobody knows.
    pub(crate) found: Result<Option<Found>, Reason>,
}

/// What other maps say of one. Numbers of rows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Answers {
    /// An earlier map of the pair with a relation that excludes this one.
    pub(crate) contradicts: Option<u32>,
    /// An earlier map says that the left is equal to something else.
    pub(crate) equal_elsewhere: Option<u32>,
    /// The map of the other direction, where it is not the inverse.
    pub(crate) not_inverse: Option<u32>,
    /// An earlier map that says the same.
    pub(crate) duplicate: Option<u32>,
    /// A map of an ancestor from which this one follows.
    pub(crate) implied_by: Option<u32>,
    /// Two maps by way of a third element that exclude this one.
    pub(crate) hops: Option<(u32, u32)>,
}

impl Maps {
    /// The answers for a map.
    pub(crate) fn answers(&self, row: u32) -> Answers {
        self.answers.get(row as usize).copied().unwrap_or_default()
    }

    /// What is not mapped of the left document of a set; none where another set of the same two
    /// documents answers for it.
    pub(crate) fn gap(&self, set: u32) -> Option<&Gap> {
        self.gaps.get(set as usize)?.as_ref()
    }

    /// The name that one which leads nowhere is probably a misspelling of.
    pub(crate) fn nearest(&self, doc: u32, name: &str) -> Option<&str> {
        self.elements.get(&doc)?.nearest(name)
    }

    /// What a name leads to in a document that a set names.
    pub(crate) fn find(&self, doc: u32, name: &str) -> Option<Found> {
        self.elements.get(&doc)?.find(name)
    }
}

impl Set {
    /// As it was read.
    pub(crate) fn read<'a>(&self, f: &Facts<'a>) -> Option<&'a MappingSet> {
        match self.declared_in {
            Some(doc) => f.standard(doc).mappings.get(self.at as usize),
            None => f.corpus().mappings().get(self.at as usize),
        }
    }

    /// A side as written.
    pub(crate) fn target<'a>(&self, f: &Facts<'a>, side: usize) -> Option<&'a Target> {
        self.read(f).map(|set| if side == 0 { &set.left } else { &set.right })
    }
}

impl Row {
    /// The only element of a side.
    pub(crate) fn single(&self, side: usize) -> Option<u32> {
        match *self.keys[side] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The relation to the other end as seen from one of its elements, and that other end.
    pub(crate) fn step_from(&self, element: u32) -> Option<(Relation, u32)> {
        let (left, right, relation) = (self.single(0)?, self.single(1)?, self.relation?);
        if left == element { Some((relation, right)) } else { Some((inverse(relation), left)) }
    }

    /// As it was read.
    pub(crate) fn read<'a>(&self, f: &Facts<'a>, maps: &Maps) -> Option<&'a Map> {
        maps.sets.get(self.set as usize)?.read(f)?.maps.get(self.at as usize)
    }
}

impl End {
    /// As it was read.
    pub(crate) fn read<'a>(&self, f: &Facts<'a>, maps: &Maps) -> Option<&'a MapEnd> {
        let map = maps.rows.get(self.row as usize)?.read(f, maps)?;
        let list = if self.right { &map.right } else { &map.left };
        list.get(self.at as usize)
    }
}
