//! What reading gave is written down for the next run.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::super::pack::Pack;
use super::super::write::{Selection, write_selection};
use super::CacheSettings;
use super::manifest::{Content, Entry, Manifest, Note, reader_number};
use crate::reader::Read;
use crate::source::{Encoding, FileId, Found, Gathered, Span};

/// Bytes that the folder may hold. What was not used for the longest time goes first.
const MOST_BYTES: u64 = 4 << 30;

/// What nobody has used for so long goes in any case.
const MOST_AGE: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// What belongs to no manifest may be of a run that is just writing one.
const GRACE: Duration = Duration::from_secs(60 * 60);

/// The files of a group.
pub(super) struct Files<'a> {
    pub(super) found: &'a [Found],
    pub(super) gathered: &'a [Gathered],
    /// Of those that are as a manifest says.
    pub(super) entries: &'a [Option<Entry<'a>>],
}

/// Writes what was read of these files. Gives what tells the pack from others, where everything is
/// in it.
pub(super) fn keep(
    read: &Read,
    path: &Path,
    files: &Files<'_>,
    read_at: i64,
    settings: &CacheSettings,
) -> io::Result<Option<u64>> {
    let loaded = &read.loaded;
    let mut entries: Vec<Entry<'_>> = Vec::with_capacity(files.found.len());
    let mut entry_of: FxHashMap<FileId, u32> = FxHashMap::default();
    for (at, (found, gathered)) in (0_u32..).zip(files.found.iter().zip(files.gathered)) {
        let content = content(read, gathered);
        if let (Some(id), Content::Text { .. }) = (gathered.id, content) {
            entry_of.insert(id, at);
        }
        let (state, digest) = match (found.state, gathered.digest) {
            (Some(state), Some(digest)) => (state, digest),
            _ => continue,
        };
        let path = found.path.as_os_str().as_encoded_bytes();
        entries.push(Entry { path, named: found.named, state, digest, content });
    }
    // Standard input and pipes have no state; with one of them nothing can be kept by number.
    if entries.len() != files.found.len() || entry_of.len() * 2 < entries.len() {
        return Ok(None);
    }
    let keeps_all = entries.iter().all(|it| it.content != Content::Unkept);
    let mut notes: FxHashMap<u32, Note> = FxHashMap::default();
    let note = |notes: &mut FxHashMap<u32, Note>, file: FileId, add: &dyn Fn(&mut Note)| {
        if let Some(&at) = entry_of.get(&file) {
            let empty = || Note { file: at, problems: Vec::new(), comments: Vec::new() };
            add(notes.entry(at).or_insert_with(empty));
        }
    };
    let here = |span: Span| Span { file: FileId::from_index(0), ..span };
    let first = loaded.problems.len().saturating_sub(read.problem_files.len());
    for (problem, file) in loaded.problems[first..].iter().zip(&read.problem_files) {
        let mut problem = problem.clone();
        problem.span = problem.span.map(here);
        note(&mut notes, *file, &|it| it.problems.push(problem.clone()));
    }
    for comment in &loaded.comments {
        note(&mut notes, comment.file, &|it| it.comments.push(here(*comment)));
    }
    let mut notes: Vec<Note> = notes.into_values().collect();
    notes.sort_unstable_by_key(|it| it.file);

    let folder = &settings.folder;
    fs::create_dir_all(folder)?;
    let name = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let mut file =
        tempfile::Builder::new().prefix(&format!("{name}-")).suffix(".pack").tempfile_in(folder)?;
    let selection =
        Selection { includes: &|file| entry_of.contains_key(&file), keeps_texts: false, unread: 0 };
    let mut out = BufWriter::new(file.as_file_mut());
    let (_, unit_files) = write_selection(loaded, &selection, &mut out)?;
    out.flush()?;
    drop(out);
    let pack = file.path().file_name().map(|it| it.to_string_lossy().into_owned());
    let pack_id = Pack::open(file.path()).map_err(|_| io::ErrorKind::InvalidData)?.id();
    let manifest = Manifest {
        pack: pack.unwrap_or_default(),
        pack_id,
        read_at,
        files: entries,
        notes,
        unit_files: unit_files.iter().filter_map(|it| entry_of.get(it)).copied().collect(),
    };
    let bytes = manifest.to_bytes()?;
    file.keep().map_err(|error| error.error)?;
    replace(path, &bytes)?;
    tidy(folder, path);
    Ok(keeps_all.then_some(pack_id))
}

/// What a file that was read is.
fn content(read: &Read, gathered: &Gathered) -> Content {
    let Some(id) = gathered.id else {
        return if gathered.troubled { Content::Unkept } else { Content::Nothing };
    };
    let file = read.loaded.sources.file(id);
    let depends = read.depends.get(id.index()).copied().unwrap_or(true);
    if gathered.troubled || depends || file.encoding() == Encoding::Container {
        return Content::Unkept;
    }
    Content::Text {
        encoding: file.encoding(),
        format: reader_number(read.loaded.formats.get(id.index()).copied().flatten()),
        is_skipped: read.loaded.skipped.binary_search(&id).is_ok(),
    }
}

/// Writes a manifest again in which files have the states that they have now.
pub(super) fn renew(
    path: &Path,
    manifest: &Manifest<'_>,
    files: &Files<'_>,
    read_at: i64,
) -> io::Result<()> {
    let states = files.found.iter().zip(files.entries);
    let states: FxHashMap<&[u8], _> =
        states.filter_map(|(found, entry)| Some((entry.as_ref()?.path, found.state?))).collect();
    let renewed = |entry: &Entry<'_>| match states.get(entry.path) {
        Some(state) => (true, *state),
        None => (false, entry.state),
    };
    let mut entries = manifest.files.clone();
    for entry in &mut entries {
        let (is_seen, state) = renewed(entry);
        entry.state = state;
        // When it was last compared is not known of what was not there: its bytes will be.
        if !is_seen {
            entry.state.changed = i64::MAX;
        }
    }
    let manifest = Manifest {
        pack: manifest.pack.clone(),
        pack_id: manifest.pack_id,
        read_at,
        files: entries,
        notes: manifest.notes.clone(),
        unit_files: manifest.unit_files.clone(),
    };
    replace(path, &manifest.to_bytes()?)
}

/// A manifest appears whole, or not at all; of two runs the last one writes it.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix("new-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Notes that a manifest was used. Nothing hangs on it but what goes first.
pub(super) fn touch(path: &Path) {
    if let Ok(file) = File::options().append(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// Whether a file holds what was told or found, and not what was read.
fn is_told(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "reply" || it == "judged")
}

/// Takes out of the folder what no manifest names, what nobody uses, and the oldest of what is too
/// much; never `kept`. What cannot be removed stays.
fn tidy(folder: &Path, kept: &Path) {
    let now = SystemTime::now();
    let Ok(entries) = fs::read_dir(folder) else { return };
    // Age, bytes, path; packs by the head of their name, which is that of their manifest.
    let mut manifests: Vec<(Duration, PathBuf)> = Vec::new();
    let mut others: Vec<(Duration, u64, PathBuf)> = Vec::new();
    for entry in entries.flatten() {
        let (path, Ok(metadata)) = (entry.path(), entry.metadata()) else { continue };
        let age = metadata.modified().ok().and_then(|it| now.duration_since(it).ok());
        let age = age.unwrap_or_default();
        match path.extension().and_then(|it| it.to_str()) {
            Some("index") => manifests.push((age, path)),
            Some("pack" | "tmp" | "reply" | "judged") => others.push((age, metadata.len(), path)),
            _ => {}
        }
    }
    manifests.sort_unstable();
    let mut used: Vec<PathBuf> = Vec::new();
    let mut total = 0;
    for (age, path) in manifests {
        let bytes = fs::read(&path).unwrap_or_default();
        let pack = Manifest::from_bytes(&bytes).ok().map(|it| folder.join(it.pack));
        let told = |other: &Path| is_told(other) && other.file_stem() == path.file_stem();
        let own = others.iter().filter(|it| Some(&it.2) == pack.as_ref() || told(&it.2));
        let size = bytes.len() as u64 + own.clone().map(|it| it.1).sum::<u64>();
        total += size;
        if path != kept && (age > MOST_AGE || total > MOST_BYTES || pack.is_none()) {
            total -= size;
            let _ = fs::remove_file(&path);
            own.filter(|it| told(&it.2)).for_each(|it| _ = fs::remove_file(&it.2));
        } else {
            used.extend(pack);
        }
    }
    for (age, _, path) in others {
        // An answer is as old as the question: it goes with the other things that are too old.
        if is_told(&path) {
            if age > MOST_AGE {
                let _ = fs::remove_file(&path);
            }
            continue;
        }
        let is_of_kept = path
            .file_stem()
            .zip(kept.file_stem())
            .is_some_and(|(it, kept)| it.to_string_lossy().starts_with(&*kept.to_string_lossy()));
        if !used.contains(&path) && (is_of_kept || age > GRACE) {
            let _ = fs::remove_file(&path);
        }
    }
}
