//! A folder that stands for another: an earlier revision of a project, beside the present one.

use std::path::{Component, Path, PathBuf};

/// Files are read from one folder as if they lay in another: under the names that they have there, so
/// that settings for paths fit them and findings about them name places that people know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// The folder whose names are kept, from the root.
    pub of: PathBuf,
    /// The folder that is read.
    pub read: PathBuf,
}

impl Instead {
    /// Where a file is read from.
    #[must_use]
    pub fn real(&self, path: &Path) -> PathBuf {
        match from_root(path).strip_prefix(&self.of) {
            Ok(rest) => self.read.join(rest),
            Err(_) => path.to_owned(),
        }
    }

    /// The name of what was found at `real` in the walk of `root`, a folder that stands for `named`.
    pub(super) fn name(real: &Path, root: &Path, named: &Path) -> PathBuf {
        match real.strip_prefix(root) {
            Ok(rest) if rest.as_os_str().is_empty() => named.to_owned(),
            Ok(rest) => named.join(rest),
            Err(_) => real.to_owned(),
        }
    }
}

/// The path from the root, without `.` and `..`; symbolic links are not followed.
#[must_use]
pub fn from_root(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path)
        .or_else(|_| std::env::current_dir())
        .unwrap_or_else(|_| path.to_owned());
    let mut tidy = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}
