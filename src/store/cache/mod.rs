//! What reading gave, kept between runs.
//!
//! The files behind the paths of a run make two groups: what is judged, and the corpus. What a large
//! group gave is kept in a folder of the user's: the documents as a pack whose texts stay in the
//! files, and a manifest that says of each file how it was when it was read. The next run walks the
//! folders, and reads only what is not as the manifest says: size, times and number of a file are
//! compared, and the hash of its bytes where one of these differs or its time is too near to that of
//! the reading. Of a corpus only those documents are taken that a rule can look at, as from a pack.
//!
//! Where all that is judged is kept, so is what judging gave: after an edit only that is judged again
//! which the edit can touch (see [`docket`]).
//!
//! Nothing is believed that was damaged or written by another program: it is written anew.

mod answer;
mod docket;
mod keep;
mod manifest;
mod seal;
mod take;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use self::answer::{Answer, Slot};
use self::docket::Docket;
pub use self::docket::{DocketSlot, Settled};
use self::manifest::{Content, Entry, Manifest};
use self::seal::Doubt;
use self::take::{Extent, Failure};
use super::format::PackError;
use crate::bilingual;
use crate::corpus::AsOf;
use crate::reader::{self, Known, LoadOptions, Loaded};
use crate::source::{
    self, Bilingual, Digest, Found, Gathering, LoadLimits, Prior, Problem, digest_of, nanoseconds,
};

/// Where a cache lies, and how far it is believed.
#[derive(Clone, Debug)]
pub struct CacheSettings {
    /// The folder.
    pub folder: PathBuf,
    /// Hash every file, whatever the system says of it.
    pub verify: bool,
    /// Keep small inputs, too, which are as quickly read.
    pub small: bool,
}

/// How much of the corpus is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What a rule can look at when it judges the drafts.
    Around(AsOf),
    /// Everything.
    Everything,
}

/// What is read.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Files and folders: the drafts, then the corpus.
    pub paths: &'a [PathBuf],
    /// How many of them are drafts.
    pub drafts: usize,
    /// How they are read.
    pub options: &'a LoadOptions<'a>,
    /// How much of the corpus.
    pub wanted: Wanted,
    /// What it is read for.
    pub question: Question<'a>,
}

/// What a run is about, besides the files: who asks the same of the same files is told the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'a> {
    /// Whatever decides what is told of them: then an answer that was given before does.
    pub answer: Option<&'a [u8]>,
    /// Whatever decides what is found in them: then what was found before is given where it still
    /// holds.
    pub judging: Option<&'a [u8]>,
}

/// Where the work of a run is kept for the next one.
#[derive(Debug, Default)]
pub struct Keeping {
    /// What is told.
    pub answer: Option<Slot>,
    /// What is found.
    pub docket: Option<DocketSlot>,
}

/// What came of a request.
#[derive(Debug)]
pub enum Given {
    /// What was read.
    Read(Box<Reading>),
    /// Nothing was read: the question was answered before.
    Answered(Answer),
}

/// What was read, and what is known of it.
#[derive(Debug, Default)]
pub struct Reading {
    /// What was read.
    pub loaded: Loaded,
    /// What was found before and still holds: only the other documents are to be judged.
    pub settled: Option<Settled>,
    /// Where what is made of it may be kept.
    pub keeping: Keeping,
}

impl From<Loaded> for Reading {
    fn from(loaded: Loaded) -> Self {
        Self { loaded, ..Self::default() }
    }
}

/// Fewer files, and fewer bytes, are as quickly read as looked up.
const FEW_FILES: usize = 512;
const FEW_BYTES: u64 = 4 << 20;

/// Of a group: most files that may have changed before all is written anew, one in so many.
const CHANGED: usize = 50;
/// So many may have changed in any case.
const CHANGED_ALWAYS: usize = 32;

/// Reads as [`reader::load`] does, with the help of a cache. Also gives what there is to say of the
/// cache to who asks.
#[must_use]
pub fn load(request: &Request<'_>, settings: &CacheSettings) -> (Given, Vec<Bilingual>) {
    let mut said = Vec::new();
    let plainly = || Given::Read(Box::new(reader::load(request.paths, request.options).into()));
    if request.options.forced().is_err() {
        return (plainly(), said);
    }
    // Where a file or the cache has changed on the way, nothing of it is used.
    let given = attempt(request, settings, true, &mut said)
        .or_else(|| attempt(request, settings, false, &mut said));
    (given.unwrap_or_else(plainly), said)
}

/// A part of the paths that is kept together.
struct Group {
    /// Its files among all that were found.
    found: std::ops::Range<usize>,
    /// Where its manifest lies.
    path: PathBuf,
}

/// The files of a group, held against its manifest.
struct Match<'m> {
    manifest: &'m Manifest<'m>,
    /// For each file of the group, its entry, where it is as that says.
    entries: Vec<Option<u32>>,
    /// States that differ although the bytes are the same, or are too young to be believed again.
    renewed: bool,
}

fn attempt(
    request: &Request<'_>,
    settings: &CacheSettings,
    believe: bool,
    said: &mut Vec<Bilingual>,
) -> Option<Given> {
    let options = request.options;
    let read_at = nanoseconds(SystemTime::now()).unwrap_or(0);
    let mut problems = Vec::new();
    let found = source::walk(request.paths, None, &mut problems);
    let groups = groups(request, &found, settings);
    let bytes: Vec<Option<Vec<u8>>> = groups
        .iter()
        .map(|group| believe.then(|| std::fs::read(&group.path).ok()).flatten())
        .collect();
    let manifests: Vec<Option<Manifest<'_>>> = groups
        .iter()
        .zip(&bytes)
        .map(|(_, bytes)| read_manifest(bytes.as_deref()?, said))
        .collect();
    let mut matches: Vec<Option<Match<'_>>> = groups
        .iter()
        .zip(&manifests)
        .map(|(group, manifest)| {
            let found = &found[group.found.clone()];
            let all = matched(manifest.as_ref()?, found, options.limits, settings.verify);
            let changed = all.entries.iter().filter(|it| it.is_none()).count();
            let unkept = all.manifest.files.iter().filter(|it| it.content == Content::Unkept);
            let most = (found.len() / CHANGED).max(CHANGED_ALWAYS);
            (changed.saturating_sub(unkept.count()) <= most).then_some(all)
        })
        .collect();

    let mut entries: Vec<Option<Entry<'_>>> = vec![None; found.len()];
    for (group, matched) in groups.iter().zip(&matches) {
        let Some(matched) = matched else { continue };
        let places = &mut entries[group.found.clone()];
        for (place, entry) in places.iter_mut().zip(&matched.entries) {
            *place = entry.and_then(|at| matched.manifest.files.get(at as usize)).copied();
        }
    }
    let asked = judging(request, &found, &groups, &problems);
    // Files of which nothing is kept, and what went wrong on the way, would not be seen.
    let is_kept = groups.iter().map(|it| it.found.len()).sum::<usize>() == found.len();
    let question = request.question.answer.filter(|_| is_kept && problems.is_empty());
    let slot = |entries: &[Option<Entry<'_>>], otherwise: &dyn Fn(usize) -> Option<Digest>| {
        let path = groups.last()?.path.with_extension("reply");
        let files = found.iter().zip(entries).enumerate().map(|(at, (found, entry))| {
            let digest = entry.map(|it| it.digest).or_else(|| otherwise(at))?;
            Some((found.path.as_os_str().as_encoded_bytes(), found.named, digest))
        });
        Slot::of(path, question?, files)
    };
    if let Some(answer) = slot(&entries, &|_| None).and_then(|it| it.find()) {
        for (group, matched) in groups.iter().zip(&matches) {
            let files = keep::Files {
                found: &found[group.found.clone()],
                gathered: &[],
                entries: &entries[group.found.clone()],
            };
            // Whether it can be written or not, the answer stands.
            let _ = matched.as_ref().map(|it| it.keep_on(group, &files, read_at));
        }
        said.push(as_they_were(found.len(), found.len()));
        return Some(Given::Answered(answer));
    }
    let docket_bytes =
        asked.as_ref().filter(|_| believe).and_then(|it| std::fs::read(&it.path).ok());
    let mut docket = None;
    if let (Some(asked), [Some(matched)]) = (&asked, &matches[..]) {
        let pack_id = matched.manifest.pack_id;
        let kept = docket_bytes.as_deref();
        docket = kept.and_then(|it| Docket::from_bytes(it, asked.stamp, pack_id));
        // What is to be judged whole is worth being read whole, so that it can be kept.
        if docket.is_none() && matched.has_changed() && matched.keeps_all() {
            matches = vec![None];
            entries.fill(None);
        }
    }
    let prior = |at: usize| match entries[at].map(|it| it.content) {
        Some(Content::Text { encoding, .. }) => Prior::Text(encoding),
        Some(Content::Nothing) => Prior::Nothing,
        _ => Prior::Unread,
    };
    let how = Gathering {
        limits: options.limits,
        progress: options.progress,
        digests: groups.iter().zip(&matches).any(|(_, it)| it.is_none()),
    };
    let (sources, gathered) = source::gather(&found, problems, &prior, how);

    // What is known of files takes the place of reading them.
    let mut known: Vec<Option<Known>> = Vec::new();
    known.resize_with(sources.map.files().len(), || None);
    for (group, matched) in groups.iter().zip(&matches) {
        let Some(matched) = matched else { continue };
        let mut notes = rustc_hash::FxHashMap::default();
        notes.extend(matched.manifest.notes.iter().map(|it| (it.file, it)));
        for (gathered, entry) in gathered[group.found.clone()].iter().zip(&matched.entries) {
            let (Some(id), Some(entry)) = (gathered.id, entry) else { continue };
            let content = matched.manifest.files.get(*entry as usize)?.content;
            known[id.index()] = content.known(id, notes.get(entry).copied());
        }
    }
    let forced = options.forced().ok()?;
    let is_known: Vec<bool> = known.iter().map(Option::is_some).collect();
    let mut read = reader::read(request.paths, sources, forced, known, options);
    // What is included now was read alone when it was kept.
    if read.depends.iter().zip(&is_known).any(|(depends, known)| *depends && *known) {
        return None;
    }

    let mut digests: Vec<Option<Digest>> = vec![None; read.loaded.sources.files().len()];
    for (gathered, entry) in gathered.iter().zip(&entries) {
        if let (Some(id), Some(entry)) = (gathered.id, entry) {
            digests[id.index()] = Some(entry.digest);
        }
    }
    let mut taking = take::Taking::new(&read.loaded, digests, options.limits);
    let mut touched = None;
    if let (Some(docket), [Some(matched)]) = (&docket, &matches[..]) {
        let alone = read.loaded.mappings.is_empty() && read.loaded.systems.is_empty();
        touched = docket.touched(&matched.changed(), &read.loaded).filter(|_| alone);
        if touched.is_none() && matched.keeps_all() {
            return None;
        }
    }
    let mut settled = None;
    for (group, matched) in groups.iter().zip(&matches) {
        let Some(matched) = matched else { continue };
        let ids = gathered[group.found.clone()].iter().map(|it| it.id);
        let is_corpus = found[group.found.start].argument >= request.drafts;
        // A cell of a plan may be filled by any document.
        let judges_plan = read.loaded.has_plan_in(request.drafts);
        let part = take::Part {
            manifest: matched.manifest,
            folder: &settings.folder,
            ids: ids.zip(&matched.entries).filter_map(|(id, at)| Some(((*at)?, id?))).collect(),
            drafts: request.drafts,
            extent: match (request.wanted, &docket, &touched) {
                (Wanted::Around(as_of), Some(docket), Some(touched)) => {
                    Extent::Touched(as_of, docket, touched)
                }
                (Wanted::Around(as_of), ..) if is_corpus && !judges_plan => Extent::Around(as_of),
                _ => Extent::Everything,
            },
        };
        let taken = taking.take(&mut read.loaded, &part).map(|it| settled = it);
        if let Err(error) = taken {
            // Without its pack a manifest is an old one: another run has just written both anew.
            if !matches!(&error, Failure::Pack(PackError::Io(_)) | Failure::Changed) {
                said.push(damaged());
            }
            return None;
        }
    }
    taking.finish(&mut read.loaded);
    let mut kept_as = None;
    for (group, matched) in groups.iter().zip(&matches) {
        let files = keep::Files {
            found: &found[group.found.clone()],
            gathered: &gathered[group.found.clone()],
            entries: &entries[group.found.clone()],
        };
        let kept = match matched {
            None => {
                keep::keep(&read, &group.path, &files, read_at, settings).map(|it| kept_as = it)
            }
            Some(matched) => {
                let is_same = !matched.has_changed() && matched.keeps_all();
                kept_as = is_same.then_some(matched.manifest.pack_id);
                matched.keep_on(group, &files, read_at)
            }
        };
        if let Err(error) = kept {
            let folder = settings.folder.display();
            said.push(bilingual!(
                "the cache in {folder} could not be written: {error}",
                "无法写入 {folder} 中的缓存：{error}"
            ));
        }
    }
    let (kept, all) = (entries.iter().flatten().count(), entries.len());
    if kept > 0 {
        said.push(as_they_were(kept, all));
    }
    if let Some(settled) = &settled {
        let again = settled.again.len();
        said.push(bilingual!(
            "cache: {again} of {all} files are judged again",
            "缓存：{all} 个文件中有 {again} 个重新检查"
        ));
    }
    let answer = slot(&entries, &|at| gathered[at].digest);
    let docket = asked.zip(kept_as).filter(|_| settled.is_none()).map(|(asked, pack_id)| {
        let entry = |at: usize| match &matches[..] {
            [Some(matched)] => matched.entries.get(at).copied().flatten(),
            _ => u32::try_from(at).ok(),
        };
        let ids = gathered.iter().enumerate();
        let entries = ids.filter_map(|(at, it)| Some((it.id?, entry(at)?))).collect();
        let Judging { path, stamp } = asked;
        DocketSlot { path, stamp, pack_id, entries, count: found.len() }
    });
    let keeping = Keeping { answer, docket };
    Some(Given::Read(Box::new(Reading { loaded: read.loaded, settled, keeping })))
}

/// Where what judging gives is kept, and what it has to be an answer to.
struct Judging {
    path: PathBuf,
    stamp: [u8; 32],
}

/// Where everything is judged as on one day, and kept in one group; `None` elsewhere.
fn judging(
    request: &Request<'_>,
    found: &[Found],
    groups: &[Group],
    problems: &[Problem],
) -> Option<Judging> {
    let question = request.question.judging?;
    let [group] = groups else { return None };
    let judges_all = request.drafts == request.paths.len() && group.found.len() == found.len();
    let on_a_day = matches!(request.wanted, Wanted::Around(AsOf::Date(_)));
    let is_judged = judges_all && on_a_day && problems.is_empty();
    is_judged.then(|| Judging {
        path: group.path.with_extension("judged"),
        stamp: docket::stamp(question),
    })
}

fn as_they_were(kept: usize, all: usize) -> Bilingual {
    bilingual!(
        "cache: {kept} of {all} files are as they were",
        "缓存：{all} 个文件中有 {kept} 个未变"
    )
}

impl Match<'_> {
    /// Of each file of the manifest whether it is no longer as that says.
    fn changed(&self) -> Vec<bool> {
        let mut changed = vec![true; self.manifest.files.len()];
        for entry in self.entries.iter().flatten() {
            if let Some(it) = changed.get_mut(*entry as usize) {
                *it = false;
            }
        }
        changed
    }

    /// Whether a file has changed, come or gone.
    fn has_changed(&self) -> bool {
        self.entries.len() != self.manifest.files.len() || self.entries.contains(&None)
    }

    /// Whether no file has to be read in every run.
    fn keeps_all(&self) -> bool {
        self.manifest.files.iter().all(|it| it.content != Content::Unkept)
    }

    /// Notes that the manifest was used, and what the files are like now.
    fn keep_on(&self, group: &Group, files: &keep::Files<'_>, read_at: i64) -> std::io::Result<()> {
        if self.renewed {
            return keep::renew(&group.path, self.manifest, files, read_at);
        }
        keep::touch(&group.path);
        Ok(())
    }
}

/// The groups that are large enough to be kept.
fn groups(request: &Request<'_>, found: &[Found], settings: &CacheSettings) -> Vec<Group> {
    let middle = found.partition_point(|it| it.argument < request.drafts);
    let parts = [
        (0..middle, &request.paths[..request.drafts]),
        (middle..found.len(), &request.paths[request.drafts..]),
    ];
    let is_large = |found: &[Found]| {
        let size = |it: &Found| {
            let is_packed = it.path.extension().is_some_and(|it| it == "gz");
            it.state.map_or(0, |state| if is_packed { 10 * state.size } else { state.size })
        };
        found.len() >= FEW_FILES || found.iter().map(size).sum::<u64>() >= FEW_BYTES
    };
    let parts = parts.into_iter().filter(|(range, _)| {
        let found = &found[range.clone()];
        !found.is_empty() && (settings.small || is_large(found))
    });
    parts
        .map(|(found, paths)| {
            let name = format!("{}.index", key(paths, request.options));
            Group { found, path: settings.folder.join(name) }
        })
        .collect()
}

/// Whatever decides, besides the files, what reading these paths gives.
fn key(paths: &[PathBuf], options: &LoadOptions<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    let here = std::env::current_dir().unwrap_or_default();
    add(here.as_os_str().as_encoded_bytes());
    add(options.input_format.unwrap_or_default().as_bytes());
    add(&options.limits.bytes.to_le_bytes());
    add(&options.lists.len().to_le_bytes());
    for list in options.lists {
        let columns: Vec<_> =
            list.columns.iter().map(|(column, name)| (column, &name.value)).collect();
        add(format!("{:?}", (&list.path, &list.sheet, columns)).as_bytes());
    }
    for path in paths {
        add(path.as_os_str().as_encoded_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn read_manifest<'b>(bytes: &'b [u8], said: &mut Vec<Bilingual>) -> Option<Manifest<'b>> {
    match Manifest::from_bytes(bytes) {
        Ok(manifest) => Some(manifest),
        Err(Doubt::OtherBuild) => {
            said.push(bilingual!(
                "the cache was written by another version of consonance: all is read again",
                "缓存由另一版本的 consonance 写成：全部重新读取"
            ));
            None
        }
        Err(Doubt::Damaged) => {
            said.push(damaged());
            None
        }
    }
}

fn damaged() -> Bilingual {
    bilingual!("the cache is damaged: all is read again", "缓存已损坏：全部重新读取")
}

/// Holds files against a manifest.
fn matched<'m>(
    manifest: &'m Manifest<'m>,
    found: &[Found],
    limits: LoadLimits<'_>,
    verify: bool,
) -> Match<'m> {
    use rayon::prelude::*;
    // Files come in the order in which they came before, but for those that came or went.
    let mut by_path: Option<rustc_hash::FxHashMap<&[u8], u32>> = None;
    let mut next = 0;
    let mut candidates: Vec<Option<u32>> = Vec::with_capacity(found.len());
    for file in found {
        let path = file.path.as_os_str().as_encoded_bytes();
        let is_next = manifest.files.get(next).is_some_and(|it| it.path == path);
        let at = if is_next {
            u32::try_from(next).ok()
        } else {
            let by_path = by_path.get_or_insert_with(|| {
                (0_u32..).zip(&manifest.files).map(|(at, it)| (it.path, at)).collect()
            });
            by_path.get(path).copied()
        };
        if let Some(at) = at {
            next = at as usize + 1;
        }
        candidates.push(at);
    }
    let checked: Vec<(Option<u32>, bool)> = found
        .par_iter()
        .zip(&candidates)
        .map(|(file, at)| check(manifest, file, *at, limits, verify).unwrap_or((None, false)))
        .collect();
    let renewed = checked.iter().any(|it| it.1);
    let mut seen = vec![false; manifest.files.len()];
    let once = |it: &(Option<u32>, bool)| {
        it.0.filter(|at| seen.get_mut(*at as usize).is_some_and(|it| !std::mem::replace(it, true)))
    };
    let entries = checked.iter().map(once).collect();
    Match { manifest, entries, renewed }
}

/// The entry of a file, where it is as that says, and whether its bytes had to be looked at.
fn check(
    manifest: &Manifest<'_>,
    file: &Found,
    at: Option<u32>,
    limits: LoadLimits<'_>,
    verify: bool,
) -> Option<(Option<u32>, bool)> {
    let entry = manifest.files.get(at? as usize)?;
    let state = file.state.as_ref()?;
    let is_overlaid = limits.overlay.is_some_and(|it| it.contains_key(&file.path));
    if is_overlaid || entry.content == Content::Unkept || entry.named != file.named {
        return None;
    }
    if manifest.is_surely(entry, state) && !verify {
        return Some((at, false));
    }
    let is_same = entry.state.size == state.size && same(&file.path, limits.bytes, entry.digest);
    is_same.then_some((at, !manifest.is_surely(entry, state)))
}

fn same(path: &Path, limit: u64, known: Digest) -> bool {
    digest_of(path, limit) == Some(known)
}
