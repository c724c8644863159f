//! Packs are opened, and what a draft needs is taken out of them.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::format::{
    BLOB_ROW, Head, LAYOUT, MAGIC, NAME_ROW, PREFIX, PackError, StoredText, Table, UnitBody,
    UnitHead, hash,
};
use super::keys::{Key, Keys};
use super::needs::Needs;
use crate::bilingual;
use crate::corpus::AsOf;
use crate::reader::Loaded;
use crate::source::{FileId, Origin, Problem, ProblemCode, SourceFile, shelf};

/// Whether a file begins as a pack does.
#[must_use]
pub fn is_pack(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == MAGIC
}

/// A pack whose tables are in memory; documents are read when they are asked for.
#[derive(Debug)]
pub struct Pack {
    path: PathBuf,
    file: Mutex<File>,
    head: Head,
    /// Where the blobs begin.
    blobs: u64,
    texts: Vec<u8>,
    units: Vec<u8>,
    own: Vec<u8>,
    classes: Vec<u8>,
    kin: Vec<u8>,
    cited: Vec<u8>,
    always: Vec<u8>,
    needs: Needs,
}

impl Pack {
    /// Opens a pack and checks its head and tables.
    ///
    /// # Errors
    /// [`PackError`], when it cannot be read or is not to be believed.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut prefix = [0; PREFIX];
        file.read_exact(&mut prefix).map_err(|_| PackError::NotAPack)?;
        if prefix[..MAGIC.len()] != MAGIC {
            return Err(PackError::NotAPack);
        }
        let layout = u64::from_str_radix(LAYOUT, 16).unwrap_or_default();
        if number(&prefix[16..24]) != layout {
            return Err(PackError::OtherLayout);
        }
        let head_len = number(&prefix[24..28]);
        if head_len > length {
            return Err(PackError::Damaged);
        }
        let head = section(&mut file, PREFIX as u64, length, head_len, number(&prefix[28..36]))?;
        let head: Head = postcard::from_bytes(&head)?;
        let base = PREFIX as u64 + head_len;
        let mut read = |table: Table| {
            let start = base.checked_add(table.start).ok_or(PackError::Damaged)?;
            section(&mut file, start, length, table.len, table.hash)
        };
        let tables = &head.tables;
        let (texts, units) = (read(tables.texts)?, read(tables.units)?);
        let (own, classes) = (read(tables.own)?, read(tables.classes)?);
        let (kin, cited, always) = (read(tables.kin)?, read(tables.cited)?, read(tables.always)?);
        let needs = Needs {
            starts: read(tables.need_starts)?,
            units: read(tables.needs)?,
            withdrawn: read(tables.withdrawn)?,
        };
        let blobs =
            base.saturating_add(tables.withdrawn.start).saturating_add(tables.withdrawn.len);
        let path = path.to_owned();
        let file = Mutex::new(file);
        Ok(Self { path, file, head, blobs, texts, units, own, classes, kin, cited, always, needs })
    }

    /// How many standards it holds.
    #[must_use]
    pub fn standards(&self) -> usize {
        self.head.standards as usize
    }

    /// Units that a name in a reference may mean: documents, or the parts of what has none itself.
    fn meant_by(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        units_named(&self.own, key).chain(units_named(&self.classes, key))
    }

    fn unit_count(&self) -> u32 {
        u32::try_from(self.units.len() / BLOB_ROW).unwrap_or(u32::MAX)
    }

    /// The blob in `row` of a table.
    fn blob(&self, table: &[u8], row: u32) -> Result<Vec<u8>, PackError> {
        let at = row as usize * BLOB_ROW;
        let row = table.get(at..at + BLOB_ROW).ok_or(PackError::Damaged)?;
        let start = self.blobs.checked_add(number(&row[..8])).ok_or(PackError::Damaged)?;
        let mut bytes = vec![0; usize::try_from(number(&row[8..12])).unwrap_or(usize::MAX)];
        {
            let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(start))?;
            file.read_exact(&mut bytes)?;
        }
        if hash(&bytes) == number(&row[12..20]) { Ok(bytes) } else { Err(PackError::Damaged) }
    }
}

/// Bytes of the file, when they are what was written.
fn section(
    file: &mut File,
    start: u64,
    length: u64,
    len: u64,
    sum: u64,
) -> Result<Vec<u8>, PackError> {
    if start.checked_add(len).is_none_or(|end| end > length) {
        return Err(PackError::Damaged);
    }
    let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(&mut bytes)?;
    if hash(&bytes) == sum { Ok(bytes) } else { Err(PackError::Damaged) }
}

/// A little-endian number of at most eight bytes.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Units with this name, in a table where it lies.
fn units_named(table: &[u8], key: Key) -> impl Iterator<Item = u32> + '_ {
    let row = |at: usize| &table[at * NAME_ROW..(at + 1) * NAME_ROW];
    let count = table.len() / NAME_ROW;
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if number(&row(middle)[..8]) < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low..count)
        .map(row)
        .take_while(move |row| number(&row[..8]) == key)
        .map(|row| u32::try_from(number(&row[8..])).unwrap_or(u32::MAX))
}

/// The packs of a run, with the place of each among the paths that were given.
#[derive(Debug, Default)]
pub struct Packs {
    packs: Vec<(usize, Pack)>,
}

/// Units to be read, by pack; and names still to be followed.
#[derive(Default)]
struct Pulled {
    units: Vec<FxHashMap<u32, (UnitHead, Vec<u8>)>>,
    asked: FxHashSet<Key>,
    followed: FxHashSet<Key>,
}

impl Packs {
    /// Adds a pack that stands at place `argument` of the paths.
    pub fn add(&mut self, argument: usize, pack: Pack) {
        self.packs.push((argument, pack));
    }

    /// Whether one of them stands among the first `arguments` of the paths.
    #[must_use]
    pub fn any_of_first(&self, arguments: usize) -> bool {
        self.packs.iter().any(|(argument, _)| *argument < arguments)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packs.is_empty()
    }

    /// Adds to `loaded` the documents that a rule can look at when it judges what is there: what it
    /// names, other editions of that, what is bound to them in life or adoption, what they need in
    /// turn, what refers to a draft, and what shares its series, association code, terms, sectors
    /// or subjects.
    ///
    /// A pack that is damaged is a problem of `loaded`; nothing is taken from it.
    pub fn pull(&self, loaded: &mut Loaded, as_of: AsOf) {
        let mut keys = Keys::default();
        for standard in &loaded.standards {
            keys.add(standard, &loaded.sources);
        }
        for set in &loaded.mappings {
            keys.add_mapping(set, &loaded.sources);
        }
        for file in loaded.sources.files() {
            keys.add_prose(file.text());
        }
        // A way through several packs is only found by following every name.
        let alone = self.packs.len() == 1;
        let take = |pack: &Pack, pulled: &mut Pulled, at: usize| -> Result<(), PackError> {
            let rows = pack.always.chunks_exact(4);
            let mut start: Vec<u32> =
                rows.filter_map(|it| u32::try_from(number(it)).ok()).collect();
            let mut citing: Vec<u32> = Vec::new();
            for key in keys.own.iter().chain(&keys.classes) {
                start.extend(units_named(&pack.own, *key));
                start.extend(units_named(&pack.classes, *key));
                start.extend(units_named(&pack.kin, *key));
                citing.extend(units_named(&pack.cited, *key));
            }
            let mut needed: Vec<u32> =
                keys.needs.iter().flat_map(|key| pack.meant_by(*key)).collect();
            needed.sort_unstable();
            needed.dedup();
            for key in keys.kin.iter().chain(&keys.needs).chain(&keys.cites) {
                start.extend(pack.meant_by(*key));
                start.extend(units_named(&pack.kin, *key));
            }
            if alone {
                let withdrawn = pack.needs.ways_to_withdrawn(&needed, as_of);
                let back = pack.needs.ways_to(&needed, &citing);
                start.extend(withdrawn.into_iter().chain(back));
            }
            start.extend(citing);
            pulled.take(pack, at, start, !alone)
        };
        self.follow(loaded, !alone, take);
    }

    /// Adds everything to `loaded`.
    pub fn pull_all(&self, loaded: &mut Loaded) {
        let all = |pack: &Pack, pulled: &mut Pulled, at| {
            pulled.take(pack, at, 0..pack.unit_count(), false)
        };
        self.follow(loaded, false, all);
    }

    fn follow(
        &self,
        loaded: &mut Loaded,
        needs: bool,
        start: impl Fn(&Pack, &mut Pulled, usize) -> Result<(), PackError>,
    ) {
        let mut pulled = Pulled::default();
        pulled.units.resize_with(self.packs.len(), FxHashMap::default);
        let mut damaged: Vec<Option<PackError>> = self.packs.iter().map(|_| None).collect();
        for (at, (_, pack)) in self.packs.iter().enumerate() {
            damaged[at] = start(pack, &mut pulled, at).err();
        }
        loop {
            let fresh: Vec<Key> = pulled.asked.drain().collect();
            let fresh: Vec<Key> =
                fresh.into_iter().filter(|key| pulled.followed.insert(*key)).collect();
            if fresh.is_empty() {
                break;
            }
            for (at, (_, pack)) in self.packs.iter().enumerate() {
                if damaged[at].is_some() {
                    continue;
                }
                let mut units: Vec<u32> = Vec::new();
                for key in &fresh {
                    units.extend(units_named(&pack.own, *key));
                    units.extend(units_named(&pack.kin, *key));
                }
                damaged[at] = pulled.take(pack, at, units, needs).err();
            }
        }
        for (at, (argument, pack)) in self.packs.iter().enumerate() {
            let units = std::mem::take(&mut pulled.units[at]);
            let result = match damaged[at].take() {
                Some(error) => Err(error),
                None => pack.add(*argument, units, loaded),
            };
            if let Err(error) = result {
                let (message, help) = error.explain(&pack.path);
                let shown = pack.path.to_string_lossy();
                let problem = Problem::with_path(ProblemCode::Unreadable, shown, message);
                loaded.problems.push(problem.help(help));
            } else if pack.head.unread > 0 {
                let count = pack.head.unread;
                loaded.problems.push(Problem::with_path(
                    ProblemCode::NotUnderstood,
                    pack.path.to_string_lossy(),
                    bilingual!(
                        "{count} problems were met when this pack was made: it may lack documents",
                        "制作此数据包时遇到 {count} 个问题：可能缺少文件"
                    ),
                ));
            }
        }
    }
}

impl Pulled {
    /// Reads units, and notes what they lead to.
    fn take(
        &mut self,
        pack: &Pack,
        at: usize,
        units: impl IntoIterator<Item = u32>,
        needs: bool,
    ) -> Result<(), PackError> {
        let mut fresh: Vec<u32> = Vec::new();
        let mut seen = FxHashSet::default();
        for unit in units {
            if !self.units[at].contains_key(&unit) && seen.insert(unit) {
                fresh.push(unit);
            }
        }
        fresh.sort_unstable();
        for unit in fresh {
            let mut blob = pack.blob(&pack.units, unit)?;
            let (head, rest): (UnitHead, _) = postcard::take_from_bytes(&blob)?;
            let read = blob.len() - rest.len();
            blob.drain(..read);
            self.asked.extend(head.own.iter().chain(&head.kin));
            if needs {
                self.asked.extend(&head.needs);
            }
            self.units[at].insert(unit, (head, blob));
        }
        Ok(())
    }
}

impl Pack {
    /// Adds units to `loaded`, in the order in which they were packed.
    fn add(
        &self,
        argument: usize,
        units: FxHashMap<u32, (UnitHead, Vec<u8>)>,
        loaded: &mut Loaded,
    ) -> Result<(), PackError> {
        let mut units: Vec<(u32, (UnitHead, Vec<u8>))> = units.into_iter().collect();
        units.sort_unstable_by_key(|it| it.0);
        let mut rows: Vec<u32> =
            units.iter().flat_map(|(_, (head, _))| head.texts.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        let texts: Vec<StoredText> = rows
            .par_iter()
            .map(|row| Ok(postcard::from_bytes(&self.blob(&self.texts, *row)?)?))
            .collect::<Result<_, PackError>>()?;
        let first = loaded.sources.files().len();
        let file_of = |row: u32| -> Option<FileId> {
            rows.binary_search(&row).ok().map(|at| FileId::from_index(first + at))
        };
        let bodies: Vec<UnitBody> = units
            .par_iter()
            .map(|(_, (head, blob))| {
                let files: Option<Vec<_>> =
                    head.texts.iter().map(|row| Some((file_of(*row)?, 0))).collect();
                let files = files.ok_or(PackError::Damaged)?;
                Ok(shelf::relative(files, || postcard::from_bytes(blob))?)
            })
            .collect::<Result<_, PackError>>()?;
        for text in texts {
            let form = (text.encoding, text.unit);
            loaded
                .sources
                .add(|id| SourceFile::excerpt(id, text.path, form, text.before, text.text));
            let path = self.path.clone();
            loaded.origins.push(Origin { argument, named: false, path });
        }
        for body in bodies {
            loaded.standards.extend(body.standards);
            loaded.mappings.extend(body.mappings);
            loaded.systems.extend(body.systems);
        }
        Ok(())
    }
}
