//! Documents are taken out of what was kept, as if their files had been read.

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::format::{ELSEWHERE, PackError, StoredText};
use super::super::keys::Keys;
use super::super::pack::{Pack, UnitRead};
use super::super::pull::{Delta, decode, text_rows};
use super::manifest::Manifest;
use crate::corpus::AsOf;
use crate::reader::Loaded;
use crate::source::{Digest, FileId, LoadLimits, Origin, SourceFile, reread};

/// What is taken from one manifest.
pub(super) struct Part<'a> {
    pub(super) manifest: &'a Manifest<'a>,
    pub(super) folder: &'a Path,
    /// The text of each file that is as its entry says.
    pub(super) ids: FxHashMap<u32, FileId>,
    /// Paths before this one are those of drafts.
    pub(super) drafts: usize,
    /// The days as on which the surroundings of the drafts are taken; everything without it.
    pub(super) around: Option<AsOf>,
}

/// Why nothing is taken.
pub(super) enum Failure {
    Pack(PackError),
    /// A file is no longer as it was a moment ago.
    Changed,
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        Self::Pack(error)
    }
}

/// Taking documents for one run.
pub(super) struct Taking<'a> {
    /// Of the files that are as they were kept.
    digests: Vec<Option<Digest>>,
    limits: LoadLimits<'a>,
    /// Files before this one are whole; behind them come excerpts.
    files: usize,
    /// The file that each excerpt is from.
    excerpts: Vec<FileId>,
    /// Files whose text is needed.
    needed: FxHashSet<FileId>,
}

impl<'a> Taking<'a> {
    pub(super) fn new(
        loaded: &Loaded,
        digests: Vec<Option<Digest>>,
        limits: LoadLimits<'a>,
    ) -> Self {
        let spans = loaded.problems.iter().filter_map(|it| it.span).chain(loaded.comments.clone());
        Self {
            digests,
            limits,
            files: loaded.sources.files().len(),
            excerpts: Vec::new(),
            needed: spans.map(|it| it.file).collect(),
        }
    }

    /// Adds documents to `loaded`, behind those that are there, and reads the texts they need.
    pub(super) fn take(&mut self, loaded: &mut Loaded, part: &Part<'_>) -> Result<(), Failure> {
        self.take_documents(loaded, part)?;
        if self.read_texts(loaded) { Ok(()) } else { Err(Failure::Changed) }
    }

    fn take_documents(&mut self, loaded: &mut Loaded, part: &Part<'_>) -> Result<(), PackError> {
        let pack = Pack::open(&part.folder.join(&part.manifest.pack))?;
        let unit_files = &part.manifest.unit_files;
        if pack.id() != part.manifest.pack_id || unit_files.len() != pack.unit_count() as usize {
            return Err(PackError::Damaged);
        }
        let file_of = |unit: u32| part.ids.get(unit_files.get(unit as usize)?).copied();
        let units: Vec<(u32, UnitRead)> = match part.around {
            Some(as_of) => {
                let gone = (0..pack.unit_count()).filter(|it| file_of(*it).is_none()).collect();
                let is_draft = |file: FileId| {
                    loaded.origins.get(file.index()).is_some_and(|it| it.argument < part.drafts)
                };
                let delta = Delta { gone, come: come(loaded, &is_draft) };
                pack.pull_changed(&Keys::of(loaded, is_draft), as_of, &delta)?
            }
            None => {
                let there: Vec<u32> =
                    (0..pack.unit_count()).filter(|it| file_of(*it).is_some()).collect();
                there.into_par_iter().map(|unit| Ok((unit, pack.unit(unit)?))).collect::<Result<
                    _,
                    PackError,
                >>(
                )?
            }
        };
        let mut excerpts: FxHashMap<u32, FileId> = FxHashMap::default();
        if part.around.is_some() {
            // Of a large file only the lines of a document are read, as they are kept.
            let mut files: FxHashMap<u32, FileId> = FxHashMap::default();
            for (unit, (head, _)) in &units {
                let Some(file) = file_of(*unit) else { continue };
                files.extend(head.texts.iter().map(|it| (it.row, file)));
            }
            let rows = text_rows(&units).into_iter().filter(|it| *it != ELSEWHERE);
            let texts: Vec<(u32, StoredText)> = rows
                .collect::<Vec<_>>()
                .par_iter()
                .map(|row| Ok((*row, pack.text(*row)?)))
                .collect::<Result<_, PackError>>()?;
            for (row, text) in texts {
                let file = *files.get(&row).ok_or(PackError::Damaged)?;
                excerpts.insert(row, self.add_excerpt(loaded, file, text));
            }
        }
        let placed: Vec<(FileId, UnitRead)> = units
            .into_iter()
            .map(|(unit, read)| Some((file_of(unit)?, read)))
            .collect::<Option<_>>()
            .ok_or(PackError::Damaged)?;
        let bodies = decode(&placed, |file, place| {
            Some(match excerpts.get(&place.row) {
                Some(excerpt) => (*excerpt, 0),
                None => (*file, place.start),
            })
        })?;
        for ((file, (head, _)), body) in placed.iter().zip(bodies) {
            if head.texts.iter().any(|it| !excerpts.contains_key(&it.row)) {
                self.needed.insert(*file);
            }
            loaded.standards.extend(body.standards);
            loaded.mappings.extend(body.mappings);
            loaded.systems.extend(body.systems);
        }
        Ok(())
    }

    fn add_excerpt(&mut self, loaded: &mut Loaded, file: FileId, text: StoredText) -> FileId {
        let path = loaded.sources.file(file).path().to_owned();
        let form = (text.encoding, text.unit);
        let id =
            loaded.sources.add(|id| SourceFile::excerpt(id, path, form, text.before, text.text));
        let origin: Option<Origin> = loaded.origins.get(file.index()).cloned();
        loaded.origins.extend(origin);
        loaded.formats.push(loaded.formats.get(file.index()).copied().flatten());
        self.excerpts.push(file);
        id
    }

    /// False where a file is no longer as it was a moment ago.
    fn read_texts(&mut self, loaded: &Loaded) -> bool {
        let needed: Vec<FileId> = self.needed.drain().collect();
        needed.par_iter().all(|id| {
            let file = loaded.sources.file(*id);
            let Some(digest) = self.digests.get(id.index()).copied().flatten() else { return true };
            let Some(origin) = loaded.origins.get(id.index()) else { return false };
            let text = reread(&origin.path, self.limits, digest);
            text.map(|it| file.render(it)).is_some()
        })
    }

    /// Brings everything into the order of the files.
    pub(super) fn finish(&self, loaded: &mut Loaded) {
        let rank = |file: FileId| {
            let excerpt = file.index().checked_sub(self.files);
            excerpt.and_then(|at| self.excerpts.get(at).copied()).unwrap_or(file)
        };
        if !loaded.standards.is_sorted_by_key(|it| rank(it.span.file)) {
            loaded.standards.sort_by_key(|it| rank(it.span.file));
        }
        loaded.mappings.sort_by_key(|it| rank(it.span.file));
        loaded.systems.sort_by_key(|it| rank(it.span.file));
    }
}

/// The documents of the corpus that were read.
fn come(loaded: &Loaded, is_draft: &impl Fn(FileId) -> bool) -> Vec<Keys> {
    let mut come = Vec::new();
    for standard in loaded.standards.iter().filter(|it| !is_draft(it.span.file)) {
        let mut keys = Keys::default();
        keys.add(standard, &loaded.sources);
        come.push(keys);
    }
    for set in loaded.mappings.iter().filter(|it| !is_draft(it.span.file)) {
        let mut keys = Keys::default();
        keys.add_mapping(set, &loaded.sources);
        come.push(keys);
    }
    come
}
