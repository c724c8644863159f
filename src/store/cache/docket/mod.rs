//! What judging gave is kept between runs, so that after an edit only that is judged again which the
//! edit can touch.
//!
//! With what each file gave stand the names that its documents bear, and those that they lead to, as
//! in a [pack](super::super::pack). What can be touched is found by them, the other way round from
//! what [`Packs::pull`](super::super::Packs::pull) takes for a draft: whose surroundings hold a
//! document that has changed, as it was or as it is.

mod names;
mod slot;
mod unchecked;

use std::borrow::Cow;

use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use self::names::{Names, National, Reach, Short};
pub use self::slot::DocketSlot;
use self::unchecked::Unchecked;
use super::seal::unseal;
use crate::finding::Finding;
use crate::model::Standard;
use crate::reader::Loaded;
use crate::rule::Share;
use crate::source::{FileId, shelf};

const MAGIC: [u8; 16] = *b"consonance found";

/// What judging a group of files gave, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Docket<'a> {
    /// Of the question: whatever decides, besides the files, what is found.
    stamp: [u8; 32],
    /// The pack with the documents that were judged.
    pack_id: u64,
    /// In the order of the manifest.
    #[serde(borrow)]
    files: Vec<Entry<'a>>,
    #[serde(borrow)]
    unchecked: Unchecked<'a>,
}

/// What is kept of a file.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    names: Names<'a>,
    /// What its documents are called, a line each.
    #[serde(borrow)]
    called: Cow<'a, str>,
    clauses: usize,
    references: usize,
    /// What was found: the files that places point into, by their entries, and the findings, with
    /// places that count from these. Nothing where nothing was found.
    #[serde(borrow)]
    found: Cow<'a, [u8]>,
}

/// What was found in the documents that an edit cannot touch.
#[derive(Debug, Default)]
pub struct Settled {
    /// Files whose documents are to be judged again.
    pub again: FxHashSet<FileId>,
    /// The other files with documents.
    pub files: Vec<FileId>,
    /// What their documents are called.
    pub names: Vec<String>,
    /// What was found there.
    pub share: Share,
}

/// The stamp of a question.
pub(super) fn stamp(question: &[u8]) -> [u8; 32] {
    *blake3::hash(question).as_bytes()
}

impl<'a> Docket<'a> {
    /// Reads what was kept of the pack, where it answers the question.
    pub(super) fn from_bytes(bytes: &'a [u8], stamp: [u8; 32], pack_id: u64) -> Option<Self> {
        let docket: Self = postcard::from_bytes(unseal(MAGIC, bytes).ok()?).ok()?;
        (docket.stamp == stamp && docket.pack_id == pack_id).then_some(docket)
    }

    /// Of each file whether what is known of it may not hold any more, where files of `changed` are
    /// no longer as they were and the documents of `loaded` have come. `None` where that is most of
    /// them, or cannot be told.
    pub(super) fn touched(&self, changed: &[bool], loaded: &Loaded) -> Option<Vec<bool>> {
        let come = names_of(loaded);
        let (gone, stayed): (Vec<_>, Vec<_>) =
            self.files.iter().zip(changed).partition(|(_, changed)| **changed);
        let gone: Vec<&Names<'_>> = gone
            .into_iter()
            .map(|it| it.0)
            .filter(|it| it.is_there())
            .map(|it| &it.names)
            .collect();
        let moved = || gone.iter().copied().chain(&come);
        // Whether there is any national adoption concerns every document, as a glossary does; and what a
        // mapping set means by a title all titles decide.
        let is_national = stayed.iter().any(|it| it.0.names.national == National::Is);
        let decides_national = |it: &Names<'_>| !is_national && it.national != National::Not;
        let mut all = self.files.iter().map(|it| &it.names).chain(&come);
        if moved().any(|it| it.glossary || decides_national(it)) || all.any(|it| it.maps) {
            return None;
        }
        let mut reach = Reach::default();
        moved().for_each(|it| reach.add(it));
        // What is bound to it in life or adoption, whichever side says so.
        self.grow(changed, &mut reach, Reach::binds, Reach::add);
        let bearing = |names: &mut dyn Iterator<Item = u64>| {
            let mut all: Vec<u64> = names.collect();
            all.sort_unstable();
            all
        };
        let bears_else = bearing(&mut gone.iter().map(|it| it.bearing))
            != bearing(&mut come.iter().map(|it| it.bearing));
        // Then ways through it may lead elsewhere.
        let leading = bears_else.then(|| {
            let mut met: FxHashSet<Short> = moved().flat_map(Names::borne).collect();
            let needs =
                |met: &FxHashSet<Short>, it: &Names<'_>| it.needs().any(|it| met.contains(&it));
            self.grow(changed, &mut met, needs, |met, it| met.extend(it.borne()))
        });
        let mut touched = leading.unwrap_or_else(|| changed.to_vec());
        touched.par_iter_mut().zip(&self.files).for_each(|(touched, entry)| {
            *touched |= reach.meets(&entry.names) || entry.points_into(changed);
        });
        let count = touched.iter().filter(|it| **it).count();
        (count <= touched.len() / 2).then_some(touched)
    }

    /// Adds files to those that are `taken` until no other one `meets` what these have added to
    /// `met`.
    fn grow<Met: Sync>(
        &self,
        taken: &[bool],
        met: &mut Met,
        meets: impl Fn(&Met, &Names<'_>) -> bool + Sync,
        add: impl Fn(&mut Met, &Names<'_>),
    ) -> Vec<bool> {
        let mut taken = taken.to_vec();
        loop {
            let known = &*met;
            let further: Vec<usize> = taken
                .par_iter()
                .zip(&self.files)
                .enumerate()
                .filter(|(_, (taken, entry))| !**taken && meets(known, &entry.names))
                .map(|it| it.0)
                .collect();
            if further.is_empty() {
                return taken;
            }
            for at in further {
                taken[at] = true;
                add(met, &self.files[at].names);
            }
        }
    }

    /// What is known of the files that are not touched; `ids` are the files of the entries.
    pub(super) fn settled(
        &self,
        touched: &[bool],
        ids: &FxHashMap<u32, FileId>,
    ) -> Option<Settled> {
        let mut settled = Settled::default();
        let mut found: Vec<&Entry<'_>> = Vec::new();
        let entries = (0_u32..).zip(self.files.iter().zip(touched));
        for (at, (entry, _)) in entries.filter(|(_, (it, touched))| !**touched && it.is_there()) {
            settled.files.push(*ids.get(&at)?);
            settled.names.extend(entry.called.lines().map(str::to_owned));
            settled.share.clauses += entry.clauses;
            settled.share.references += entry.references;
            found.extend(Some(entry).filter(|it| !it.found.is_empty()));
        }
        let findings: Vec<Vec<Finding>> =
            found.into_par_iter().map(|it| it.findings(ids)).collect::<Option<_>>()?;
        settled.share.findings = findings.into_iter().flatten().collect();
        settled.share.not_checkable = self.unchecked.without(touched)?;
        Some(settled)
    }
}

impl Entry<'_> {
    /// Whether there is a document in the file.
    fn is_there(&self) -> bool {
        !self.called.is_empty()
    }

    /// Whether something that was found points into a file that has changed.
    fn points_into(&self, changed: &[bool]) -> bool {
        if self.found.is_empty() {
            return false;
        }
        let head: Result<(Vec<u32>, _), _> = postcard::take_from_bytes(&self.found);
        let Ok((texts, _)) = head else { return true };
        texts.iter().any(|at| changed.get(*at as usize).copied().unwrap_or(true))
    }

    fn findings(&self, ids: &FxHashMap<u32, FileId>) -> Option<Vec<Finding>> {
        let (texts, body): (Vec<u32>, _) = postcard::take_from_bytes(&self.found).ok()?;
        let texts = texts.iter().map(|it| Some((*ids.get(it)?, 0))).collect::<Option<Vec<_>>>()?;
        shelf::relative(texts, || postcard::from_bytes(body)).ok()
    }
}

/// The names in the documents that were read, file by file.
fn names_of(loaded: &Loaded) -> Vec<Names<'static>> {
    let mut by_file: IndexMap<FileId, Vec<&Standard>> = IndexMap::new();
    for standard in &loaded.standards {
        by_file.entry(standard.span.file).or_default().push(standard);
    }
    let names =
        |(file, standards): (FileId, Vec<&Standard>)| Names::of(standards, &loaded.sources, file);
    by_file.into_iter().map(names).collect()
}
