//! Documents are taken out of what was kept, as if their files had been read.

use std::path::Path;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::format::{ELSEWHERE, PackError, StoredText};
use super::super::keys::Keys;
use super::super::pack::{Pack, UnitRead};
use super::super::pull::{Delta, decode, text_rows};
use super::docket::{Docket, Settled};
use super::manifest::Manifest;
use crate::corpus::AsOf;
use crate::reader::Loaded;
use crate::rule::Share;
use crate::source::{Digest, FileId, LoadLimits, Origin, SourceFile, reread};

/// What is taken from one manifest.
pub(super) struct Part<'a> {
    pub(super) manifest: &'a Manifest<'a>,
    pub(super) folder: &'a Path,
    /// The text of each file that is as its entry says.
    pub(super) ids: FxHashMap<u32, FileId>,
    /// Paths before this one are those of drafts.
    pub(super) drafts: usize,
    pub(super) extent: Extent<'a>,
}

/// How much is taken.
pub(super) enum Extent<'a> {
    Everything,
    /// The surroundings of the drafts, as on these days.
    Around(AsOf),
    /// The documents of files that an edit has touched (by their entries in the manifest), and their
    /// surroundings.
    Touched(AsOf, &'a Docket<'a>, &'a [bool]),
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

    /// Adds documents to `loaded`, behind those that are there, and reads the texts they need. Gives
    /// what was found in those that are not touched by an edit.
    pub(super) fn take(
        &mut self,
        loaded: &mut Loaded,
        part: &Part<'_>,
    ) -> Result<Option<Settled>, Failure> {
        let pack = Pack::open(&part.folder.join(&part.manifest.pack))?;
        let unit_files = &part.manifest.unit_files;
        if pack.id() != part.manifest.pack_id || unit_files.len() != pack.unit_count() as usize {
            return Err(PackError::Damaged.into());
        }
        let file_of = |unit: u32| part.ids.get(unit_files.get(unit as usize)?).copied();
        let gone = || (0..pack.unit_count()).filter(|it| file_of(*it).is_none()).collect();
        let mut settled = None;
        let units: Vec<(u32, UnitRead)> = match part.extent {
            Extent::Around(as_of) => {
                let is_draft = |file: FileId| {
                    loaded.origins.get(file.index()).is_some_and(|it| it.argument < part.drafts)
                };
                let delta = Delta { gone: gone(), come: come(loaded, &is_draft) };
                pack.pull_changed(&Keys::of(loaded, is_draft), as_of, &delta)?
            }
            Extent::Touched(as_of, docket, touched) => {
                let judged = self.take_judged(loaded, part, &pack, docket, touched)?;
                let delta = Delta { gone: gone(), come: judged.come };
                let keys = Keys::of(loaded, |file| judged.settled.again.contains(&file));
                let mut around = pack.pull_changed(&keys, as_of, &delta)?;
                around.retain(|(unit, _)| judged.units.binary_search(unit).is_err());
                settled = Some(judged.settled);
                around
            }
            Extent::Everything => {
                let there: Vec<u32> =
                    (0..pack.unit_count()).filter(|it| file_of(*it).is_some()).collect();
                read(&pack, &there)?
            }
        };
        let mut excerpts: FxHashMap<u32, FileId> = FxHashMap::default();
        if matches!(part.extent, Extent::Around(_)) {
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
        self.place(loaded, part, units, &excerpts)?;
        if self.read_texts(loaded) { Ok(settled) } else { Err(Failure::Changed) }
    }

    /// Adds the documents that an edit has touched to those that were read, with their texts.
    fn take_judged(
        &mut self,
        loaded: &mut Loaded,
        part: &Part<'_>,
        pack: &Pack,
        docket: &Docket<'_>,
        touched: &[bool],
    ) -> Result<JudgedAgain, Failure> {
        let mut settled = docket.settled(touched, &part.ids).ok_or(PackError::Damaged)?;
        self.needed.extend(places(&settled.share));
        let come = come(loaded, &|_| false);
        let is_touched = |entry: &u32| touched.get(*entry as usize).copied().unwrap_or(true);
        let there = part.ids.iter().filter(|(entry, _)| is_touched(entry));
        settled.again.extend(there.map(|(_, file)| *file));
        settled.again.extend(loaded.standards.iter().map(|it| it.span.file));
        let unit_files = (0_u32..).zip(&part.manifest.unit_files);
        let units: Vec<u32> = unit_files
            .filter(|(_, entry)| is_touched(entry) && part.ids.contains_key(entry))
            .map(|it| it.0)
            .collect();
        self.place(loaded, part, read(pack, &units)?, &FxHashMap::default())?;
        if !self.read_texts(loaded) {
            return Err(Failure::Changed);
        }
        Ok(JudgedAgain { settled, come, units })
    }

    /// Adds the documents of units to `loaded`; `excerpts` are the texts that stand for rows of the
    /// pack's.
    fn place(
        &mut self,
        loaded: &mut Loaded,
        part: &Part<'_>,
        units: Vec<(u32, UnitRead)>,
        excerpts: &FxHashMap<u32, FileId>,
    ) -> Result<(), PackError> {
        let unit_files = &part.manifest.unit_files;
        let file_of = |unit: u32| part.ids.get(unit_files.get(unit as usize)?).copied();
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

/// What is judged again after an edit, and what is not.
struct JudgedAgain {
    settled: Settled,
    /// The documents that were read, as they were not kept.
    come: Vec<Keys>,
    /// The units of the others, rising.
    units: Vec<u32>,
}

fn read(pack: &Pack, units: &[u32]) -> Result<Vec<(u32, UnitRead)>, PackError> {
    units.par_iter().map(|unit| Ok((*unit, pack.unit(*unit)?))).collect()
}

/// The files that findings point into.
fn places(share: &Share) -> impl Iterator<Item = FileId> + '_ {
    share.findings.iter().flat_map(|it| {
        let edits = it.fix.iter().flat_map(|it| &it.edits).map(|it| it.span.file);
        let related = it.related.iter().map(|it| it.span.file);
        std::iter::once(it.span.file).chain(related).chain(edits)
    })
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
