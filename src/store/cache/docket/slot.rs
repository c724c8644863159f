//! What judging gave is written down for the next run.

use std::ops::Range;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::keep::replace;
use super::super::seal::seal;
use super::{Docket, Entry, MAGIC, Names, Unchecked};
use crate::corpus::Corpus;
use crate::finding::Finding;
use crate::rule::Share;
use crate::source::{FileId, shelf};

/// A longer one is not kept.
const LONGEST: usize = 1 << 30;

/// Where what judging gives may be kept.
#[derive(Debug)]
pub struct DocketSlot {
    pub(in super::super) path: PathBuf,
    pub(in super::super) stamp: [u8; 32],
    pub(in super::super) pack_id: u64,
    /// The entry of each file in the manifest.
    pub(in super::super) entries: FxHashMap<FileId, u32>,
    /// How many there are.
    pub(in super::super) count: usize,
}

impl DocketSlot {
    /// Keeps what each document of the corpus gave. That it cannot be kept only means that it is
    /// worked out again.
    pub fn keep(&self, corpus: &Corpus, shares: &[Share]) {
        let _ = self.write(corpus, shares);
    }

    fn write(&self, corpus: &Corpus, shares: &[Share]) -> Option<()> {
        let standards = corpus.standards();
        if standards.len() != shares.len() {
            return None;
        }
        let mut by_file: Vec<(FileId, Range<usize>)> = Vec::new();
        for (at, standard) in standards.iter().enumerate() {
            let file = standard.span.file;
            match by_file.last_mut().filter(|it| it.0 == file) {
                Some((_, range)) => range.end = at + 1,
                None => by_file.push((file, at..at + 1)),
            }
        }
        let made: Vec<(u32, &[Share], Entry<'_>)> = by_file
            .into_par_iter()
            .map(|(file, range)| {
                let shares = shares.get(range.clone())?;
                let entry = self.entry(corpus, file, range, shares)?;
                Some((*self.entries.get(&file)?, shares, entry))
            })
            .collect::<Option<_>>()?;
        let unchecked = Unchecked::of(made.iter().flat_map(|(at, shares, _)| {
            shares.iter().flat_map(|it| &it.not_checkable).map(|it| (*at, it))
        }));
        let mut files = vec![Entry::default(); self.count];
        for (at, _, made) in made {
            let entry = files.get_mut(at as usize)?;
            // Documents of one file stand together.
            if entry.is_there() {
                return None;
            }
            *entry = made;
        }
        let docket = Docket { stamp: self.stamp, pack_id: self.pack_id, files, unchecked };
        let bytes = seal(MAGIC, &docket).ok().filter(|it| it.len() <= LONGEST)?;
        replace(&self.path, &bytes).ok()
    }

    fn entry(
        &self,
        corpus: &Corpus,
        file: FileId,
        range: Range<usize>,
        shares: &[Share],
    ) -> Option<Entry<'static>> {
        let ids = corpus.ids().skip(range.start).take(range.len());
        let called = ids.map(|it| corpus.name(it.node()).replace('\n', " ") + "\n");
        Some(Entry {
            names: Names::of(corpus.standards().get(range)?, corpus.sources(), file),
            called: called.collect(),
            clauses: shares.iter().map(|it| it.clauses).sum(),
            references: shares.iter().map(|it| it.references).sum(),
            found: self.found(shares)?.into(),
        })
    }

    /// See [`Entry::found`].
    fn found(&self, shares: &[Share]) -> Option<Vec<u8>> {
        let findings: Vec<&Finding> = shares.iter().flat_map(|it| &it.findings).collect();
        if findings.is_empty() {
            return Some(Vec::new());
        }
        let mut failed = false;
        let named = shelf::measure(|| failed = postcard::to_stdvec(&findings).is_err());
        if failed {
            return None;
        }
        let entry = |(file, _): &(FileId, _)| self.entries.get(file).copied();
        let files: Vec<u32> = named.iter().map(entry).collect::<Option<_>>()?;
        let texts = named.iter().map(|(file, _)| (*file, 0)).collect();
        let head = postcard::to_stdvec(&files).ok()?;
        shelf::relative(texts, || postcard::to_extend(&findings, head)).ok()
    }
}
