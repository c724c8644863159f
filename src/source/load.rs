//! Paths in, a [`SourceMap`] out.
//!
//! Folders are walked in sorted order; files are read and decoded in parallel and added in the
//! order of the walk, so that the result does not depend on the number of threads.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::decode::{self, Decoded, Stopped};
use super::walk::{self, Found};
use super::{
    Encoding, FileId, Instead, NoProgress, Problem, ProblemCode, Progress, SourceFile, SourceMap,
    Span, plural,
};
use crate::bilingual;

/// How to load.
#[derive(Clone, Copy)]
pub struct LoadLimits<'a> {
    /// Bytes that one file may have, unpacked.
    pub bytes: u64,
    /// Bytes that take the place of what lies on the disk, by path as the walk finds it: what
    /// fixes or an editor have changed and not yet saved.
    pub overlay: Option<&'a Overlay>,
    /// A folder that is read in the place of another.
    pub instead: Option<&'a Instead>,
}

/// Contents of files by path.
pub type Overlay = FxHashMap<PathBuf, Vec<u8>>;

impl Default for LoadLimits<'_> {
    fn default() -> Self {
        Self { bytes: 256 << 20, overlay: None, instead: None }
    }
}

/// The files behind some paths.
#[derive(Debug, Default)]
pub struct Sources {
    /// Their texts.
    pub map: SourceMap,
    /// One entry a file, in the order of the map.
    pub origins: Vec<Origin>,
    /// What could not be loaded.
    pub problems: Vec<Problem>,
}

/// How a file was come by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Which of the given paths led to it.
    pub argument: usize,
    /// It was named itself, not found in a folder.
    pub named: bool,
    /// Where it lies; empty for standard input.
    pub path: PathBuf,
}

/// A hash of the bytes of a file, as they lie on the disk: half a BLAKE3 hash.
pub(crate) type Digest = [u8; 16];

fn digest(bytes: &[u8]) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    digest
}

/// What is known of a file that was found, from a former run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prior {
    /// Nothing: it is read.
    Unread,
    /// It is a text; it is read when it is asked for.
    Text(Encoding),
    /// It is nothing that can be read as text.
    Nothing,
}

/// What became of a file that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gathered {
    /// Its text, where it has one.
    pub(crate) id: Option<FileId>,
    /// Of its bytes, where it was read and that was asked for.
    pub(crate) digest: Option<Digest>,
    /// Something about it was a problem.
    pub(crate) troubled: bool,
}

/// How files are gathered.
#[derive(Clone, Copy)]
pub(crate) struct Gathering<'a> {
    pub(crate) limits: LoadLimits<'a>,
    pub(crate) progress: &'a dyn Progress,
    /// Whether digests are asked for.
    pub(crate) digests: bool,
}

/// Loads files and folders, and standard input for `-`.
#[must_use]
pub fn load(paths: &[PathBuf], limits: LoadLimits<'_>, progress: &dyn Progress) -> Sources {
    let mut problems = Vec::new();
    let found = walk::walk(paths, limits.instead, &mut problems);
    gather(&found, problems, &|_| Prior::Unread, Gathering { limits, progress, digests: false }).0
}

/// Reads what was found (and `problems` in finding it), as far as it is not known by its number.
pub(crate) fn gather(
    found: &[Found],
    problems: Vec<Problem>,
    prior: &(dyn Fn(usize) -> Prior + Sync),
    how: Gathering<'_>,
) -> (Sources, Vec<Gathered>) {
    let mut sources = Sources { problems, ..Sources::default() };
    let Gathering { limits, progress, digests } = how;
    let unread: Vec<&Found> =
        found.iter().enumerate().filter(|it| prior(it.0) == Prior::Unread).map(|it| it.1).collect();
    progress.start(unread.len());
    let contents: Vec<Content> = unread
        .into_par_iter()
        .map(|found| {
            let content = read(found, limits, digests);
            progress.advance(1);
            content
        })
        .collect();
    progress.finish();
    let mut contents = contents.into_iter();
    let mut gathered = Vec::with_capacity(found.len());
    for (at, found) in found.iter().enumerate() {
        let before = sources.problems.len();
        let (mut id, mut digest) = (None, None);
        match prior(at) {
            Prior::Unread => {
                if let Some(content) = contents.next() {
                    digest = content.digest;
                    id = sources.add(found, content, limits);
                }
            }
            Prior::Text(encoding) => {
                let shown = found.shown();
                id = Some(sources.map.add(|id| SourceFile::unread(id, shown, encoding)));
                sources.origins.push(found.into());
            }
            Prior::Nothing => {}
        }
        gathered.push(Gathered { id, digest, troubled: sources.problems.len() > before });
    }
    (sources, gathered)
}

/// The text of a file whose bytes still have this digest.
pub(crate) fn reread(path: &Path, limits: LoadLimits<'_>, known: Digest) -> Option<String> {
    let content = read(&Found::again(path), limits, true);
    match content.decoded {
        Some(Decoded::Text { text, .. }) if content.digest == Some(known) => Some(text),
        _ => None,
    }
}

/// The digest of a file's bytes.
pub(crate) fn digest_of(path: &Path, limit: u64) -> Option<Digest> {
    let limits = LoadLimits { bytes: limit, ..LoadLimits::default() };
    read_bytes(&Found::again(path), limits).ok().map(|bytes| digest(&bytes))
}

impl From<&Found> for Origin {
    fn from(found: &Found) -> Self {
        Self { argument: found.argument, named: found.named, path: found.path.clone() }
    }
}

impl Sources {
    /// Loads one more file, on behalf of the path that led to file `by`. Nothing but a problem
    /// comes of a file that cannot be read.
    pub fn load_more(&mut self, path: &Path, by: FileId, limits: LoadLimits<'_>) -> Option<FileId> {
        let argument = self.origins.get(by.index()).map_or(0, |origin| origin.argument);
        let path = path.to_owned();
        let found = Found { path, argument, named: true, is_stdin: false, state: None };
        let content = read(&found, limits, false);
        self.add(&found, content, limits)
    }

    fn add(&mut self, found: &Found, content: Content, limits: LoadLimits<'_>) -> Option<FileId> {
        let shown = found.shown();
        let mut id = None;
        if let Some(decoded) = content.decoded {
            id = self.add_decoded(found, &shown, decoded);
        }
        if let Some(failure) = content.failure {
            let problem = failure.problem(&shown, limits);
            // With a text to point into, the place is its end: what follows is lost.
            self.problems.push(match id {
                Some(id) => {
                    let end = self.map.file(id).text().len();
                    Problem { span: Some(Span::new(id, end, end)), path: None, ..problem }
                }
                None => problem,
            });
        }
        id
    }

    fn add_decoded(&mut self, found: &Found, shown: &str, decoded: Decoded) -> Option<FileId> {
        let id = match decoded {
            Decoded::Container(bytes) => self.map.add(|id| SourceFile::container(id, shown, bytes)),
            Decoded::Text { encoding, text, damaged } => {
                let id = self.map.add(|id| SourceFile::text_file(id, shown, encoding, text));
                if let Some(damage) = damaged {
                    let span = Span::new(id, damage.first.start, damage.first.end);
                    let count = damage.count;
                    let places = plural(count, "place", "places");
                    self.problems.push(
                        Problem::at(
                            ProblemCode::Encoding,
                            span,
                            bilingual!(
                                "bytes that are no character of the file's encoding, at {count} {places}; this is the first",
                                "有 {count} 处字节不是该文件编码的字符；此为第一处"
                            ),
                        )
                        .help(bilingual!("save the file again as UTF-8", "请将文件另存为 UTF-8")),
                    );
                }
                id
            }
            Decoded::Binary => {
                // In a folder anything may lie: only what was asked for must be readable.
                if found.named || found.looks_readable() {
                    self.problems.push(
                        Problem::with_path(
                            ProblemCode::Encoding,
                            shown,
                            bilingual!(
                                "not a text in UTF-8, UTF-16 or GB 18030",
                                "不是 UTF-8、UTF-16 或 GB 18030 编码的文本"
                            ),
                        )
                        .help(bilingual!(
                            "save the file as UTF-8, or leave it out",
                            "请将文件另存为 UTF-8，或将其排除"
                        )),
                    );
                }
                return None;
            }
        };
        self.origins.push(found.into());
        Some(id)
    }
}

/// What reading one file gave: text, a failure, or (cut short) both.
struct Content {
    decoded: Option<Decoded>,
    failure: Option<Failure>,
    digest: Option<Digest>,
}

enum Failure {
    Io(std::io::Error),
    TooLarge,
    Damaged(super::Bilingual),
}

impl Failure {
    fn problem(self, shown: &str, limits: LoadLimits<'_>) -> Problem {
        match self {
            Self::Io(error) => unreadable(shown, &error),
            Self::TooLarge => {
                let most = size(limits.bytes);
                Problem::with_path(
                    ProblemCode::TooLarge,
                    shown,
                    bilingual!("larger than the limit of {most}", "超过大小上限 {most}"),
                )
                .help(bilingual!("split the file, or leave it out", "请拆分文件，或将其排除"))
            }
            Self::Damaged(why) => Problem::with_path(ProblemCode::Unreadable, shown, why)
                .help(bilingual!("fetch or pack the file again", "请重新获取或重新压缩该文件")),
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

/// A file or folder that cannot be read.
pub(super) fn unreadable(shown: &str, error: &std::io::Error) -> Problem {
    use std::io::ErrorKind;
    let (message, help) = match error.kind() {
        ErrorKind::NotFound => (
            bilingual!("there is no such file or folder", "没有这个文件或文件夹"),
            bilingual!("check the path", "请检查路径"),
        ),
        ErrorKind::PermissionDenied => (
            bilingual!("no permission to read it", "没有读取权限"),
            bilingual!("change its permissions, or leave it out", "请修改权限，或将其排除"),
        ),
        _ => (
            bilingual!("cannot be read: {error}", "无法读取：{error}"),
            bilingual!("check the file, or leave it out", "请检查该文件，或将其排除"),
        ),
    };
    Problem::with_path(ProblemCode::Unreadable, shown, message).help(help)
}

fn read(found: &Found, limits: LoadLimits<'_>, digests: bool) -> Content {
    let changed = limits.overlay.and_then(|it| it.get(&found.path));
    let bytes = match changed.map_or_else(|| read_bytes(found, limits), |it| Ok(it.clone())) {
        Ok(bytes) => bytes,
        Err(failure) => return Content { decoded: None, failure: Some(failure), digest: None },
    };
    let digest = digests.then(|| digest(&bytes));
    if !decode::is_gzip(&bytes) {
        return Content { decoded: Some(decode::decode(bytes)), failure: None, digest };
    }
    let unpacked = decode::gunzip(&bytes, limits.bytes);
    drop(bytes);
    let (decoded, failure) = match unpacked.stopped {
        Some(Stopped::TooLarge) => (None, Some(Failure::TooLarge)),
        Some(Stopped::Damaged(why)) => (
            // What was unpacked before the damage is read.
            (!unpacked.bytes.is_empty()).then(|| decode::decode(unpacked.bytes)),
            Some(Failure::Damaged(why)),
        ),
        None => (Some(decode::decode(unpacked.bytes)), None),
    };
    Content { decoded, failure, digest }
}

fn read_bytes(found: &Found, limits: LoadLimits<'_>) -> Result<Vec<u8>, Failure> {
    let limit = limits.bytes;
    let path = limits.instead.map_or_else(|| found.path.clone(), |it| it.real(&found.path));
    let mut bytes = Vec::new();
    if found.is_stdin {
        let stdin = std::io::stdin().lock();
        stdin.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(Failure::Io)?;
    } else {
        // What the system said of a plain file on the way need not be asked for again.
        let (size, is_file) = match found.state {
            Some(state) => (state.size, true),
            None => {
                let metadata = fs::metadata(&path).map_err(Failure::Io)?;
                (metadata.len(), metadata.is_file())
            }
        };
        if size > limit {
            return Err(Failure::TooLarge);
        }
        if is_file {
            bytes = fs::read(&path).map_err(Failure::Io)?;
        } else {
            // A pipe (`<(…)` of a shell) has no length.
            let file = fs::File::open(&path).map_err(Failure::Io)?;
            file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(Failure::Io)?;
        }
    }
    if bytes.len() as u64 > limit { Err(Failure::TooLarge) } else { Ok(bytes) }
}

/// Loads without limits of one's own and without showing progress.
#[must_use]
pub fn load_all(paths: &[PathBuf]) -> Sources {
    load(paths, LoadLimits::default(), &NoProgress)
}
