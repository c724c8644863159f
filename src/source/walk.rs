//! Which files lie behind the given paths.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::load::unreadable;
use super::{Instead, Problem, ProblemCode};
use crate::bilingual;

/// A file to read.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// Which of the given paths led to it.
    pub(crate) argument: usize,
    /// It was named itself.
    pub(crate) named: bool,
    pub(crate) is_stdin: bool,
    /// What the system said of it on the way; `None` for what is no plain file.
    pub(crate) state: Option<FileState>,
}

/// What the system says of a file without opening it. Times are nanoseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileState {
    pub(crate) size: u64,
    pub(crate) modified: i64,
    /// When anything about it was last changed; 0 where the system does not say.
    pub(crate) changed: i64,
    pub(crate) inode: u64,
    pub(crate) device: u64,
}

impl FileState {
    pub(crate) fn of(metadata: &std::fs::Metadata) -> Option<Self> {
        if !metadata.is_file() {
            return None;
        }
        let modified = nanoseconds(metadata.modified().ok()?)?;
        let state = Self { size: metadata.len(), modified, ..Self::default() };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let changed = metadata.ctime().checked_mul(1_000_000_000)?;
            let changed = changed.checked_add(metadata.ctime_nsec())?;
            Some(Self { changed, inode: metadata.ino(), device: metadata.dev(), ..state })
        }
        #[cfg(not(unix))]
        Some(state)
    }
}

/// Nanoseconds since 1970, before or after.
pub(crate) fn nanoseconds(time: SystemTime) -> Option<i64> {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok()?.checked_neg(),
    }
}

impl Found {
    /// A file that is read again.
    pub(super) fn again(path: &Path) -> Self {
        let path = path.to_owned();
        Self { path, argument: 0, named: false, is_stdin: false, state: None }
    }

    /// The path for people: `/` between folders on every system.
    pub(crate) fn shown(&self) -> String {
        if self.is_stdin {
            return "-".to_owned();
        }
        let shown = self.path.to_string_lossy();
        let shown = if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() };
        shown.strip_prefix("./").map(str::to_owned).unwrap_or(shown)
    }

    /// Whether its name promises one of the formats that are read.
    pub(super) fn looks_readable(&self) -> bool {
        has_known_extension(&self.path)
    }
}

/// Extensions of the formats that are read; anything else in a folder is passed over when it is
/// not text.
fn has_known_extension(path: &Path) -> bool {
    path.extension().and_then(|it| it.to_str()).is_some_and(|extension| {
        matches!(
            extension.to_ascii_lowercase().as_str(),
            "yaml" | "yml" | "json" | "jsonl" | "xml" | "adoc" | "gz" | "docx" | "xlsx" | "csv"
        )
    })
}

/// All files behind `paths`: in the order of the paths, sorted within each folder, each file once.
pub(crate) fn walk(
    paths: &[PathBuf],
    instead: Option<&Instead>,
    problems: &mut Vec<Problem>,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut seen = Seen::default();
    for (argument, path) in paths.iter().enumerate() {
        if path.as_os_str() == "-" {
            if seen.stdin() {
                let path = PathBuf::new();
                found.push(Found { path, argument, named: true, is_stdin: true, state: None });
            }
            continue;
        }
        let real = instead.map_or_else(|| path.clone(), |it| it.real(path));
        match std::fs::metadata(&real) {
            Ok(metadata) if metadata.is_dir() => {
                folder(&real, path, argument, &mut seen, &mut found, problems);
            }
            Ok(metadata) => {
                if seen.is_new(&real, &metadata) {
                    found.push(Found {
                        path: path.clone(),
                        argument,
                        named: true,
                        is_stdin: false,
                        state: FileState::of(&metadata),
                    });
                }
            }
            Err(error) => problems.push(unreadable(&path.to_string_lossy(), &error)),
        }
    }
    found
}

fn folder(
    root: &Path,
    named: &Path,
    argument: usize,
    seen: &mut Seen,
    found: &mut Vec<Found>,
    problems: &mut Vec<Problem>,
) {
    let walk = WalkBuilder::new(root)
        // What is ignored must not depend on whose machine this is.
        .git_global(false)
        .require_git(false)
        .follow_links(true)
        // What is compared lies in one folder: the bytes tell, without taking paths apart.
        .sort_by_file_path(|a, b| a.as_os_str().cmp(b.as_os_str()))
        .build();
    let stands_for_itself = root == named;
    for entry in walk {
        match entry {
            Ok(entry) => {
                if let Some(error) = entry.error() {
                    problems.push(broken(root, error));
                }
                if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                    continue;
                }
                let Ok(metadata) = entry.metadata() else { continue };
                if seen.is_new(entry.path(), &metadata) {
                    let state = FileState::of(&metadata);
                    let path = match stands_for_itself {
                        true => entry.into_path(),
                        false => Instead::name(entry.path(), root, named),
                    };
                    found.push(Found { path, argument, named: false, is_stdin: false, state });
                }
            }
            Err(error) => problems.push(broken(root, &error)),
        }
    }
}

/// A place of the walk that could not be entered.
fn broken(root: &Path, error: &ignore::Error) -> Problem {
    let mut path = root.to_path_buf();
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path.clone_from(at);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            ignore::Error::Loop { ancestor, child } => {
                let ancestor = ancestor.to_string_lossy();
                return Problem::with_path(
                    ProblemCode::Unreadable,
                    child.to_string_lossy(),
                    bilingual!(
                        "a link that leads back to {ancestor}: a loop",
                        "链接指回 {ancestor}，形成循环"
                    ),
                )
                .help(bilingual!(
                    "remove the link; everything else is read",
                    "请删去该链接；其余照常读取"
                ));
            }
            ignore::Error::Io(io) => return unreadable(&path.to_string_lossy(), io),
            other => {
                return Problem::with_path(
                    ProblemCode::Unreadable,
                    path.to_string_lossy(),
                    bilingual!("cannot be walked: {other}", "无法遍历：{other}"),
                );
            }
        }
    }
}

/// Files that were met before, under whatever name.
#[derive(Default)]
struct Seen {
    stdin: bool,
    paths: FxHashSet<PathBuf>,
    #[cfg(unix)]
    inodes: FxHashSet<(u64, u64)>,
}

impl Seen {
    fn stdin(&mut self) -> bool {
        !std::mem::replace(&mut self.stdin, true)
    }

    #[cfg(unix)]
    fn is_new(&mut self, path: &Path, metadata: &std::fs::Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        if metadata.is_file() {
            return self.inodes.insert((metadata.dev(), metadata.ino()));
        }
        self.paths.insert(path.to_path_buf())
    }

    #[cfg(not(unix))]
    fn is_new(&mut self, path: &Path, _metadata: &std::fs::Metadata) -> bool {
        self.paths.insert(path.canonicalize().unwrap_or_else(|_| path.to_path_buf()))
    }
}
