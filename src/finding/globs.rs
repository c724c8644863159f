//! Which files a setting is for: globs in the syntax of `.gitignore`, which the walk follows too.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::from_root;

/// Globs that are relative to a folder; the later ones win, `!` takes out again.
#[derive(Clone, Debug)]
pub struct Globs {
    /// The folder, from the root.
    folder: PathBuf,
    matcher: Gitignore,
}

/// A glob that cannot be read: which one, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadGlob {
    /// Its place in the list.
    pub index: usize,
    /// What the library says.
    pub cause: String,
}

impl Globs {
    /// Globs that are relative to `folder`, itself relative to the working folder.
    ///
    /// # Errors
    /// The first glob that cannot be read.
    pub fn new<S: AsRef<str>>(folder: &Path, globs: &[S]) -> Result<Self, BadGlob> {
        let mut builder = GitignoreBuilder::new("");
        let bad = |index, error: &ignore::Error| BadGlob { index, cause: error.to_string() };
        for (index, glob) in globs.iter().enumerate() {
            // `./drafts` is what shells complete to.
            let glob = glob.as_ref();
            let glob = glob.strip_prefix("./").unwrap_or(glob);
            builder.add_line(None, glob).map_err(|error| bad(index, &error))?;
        }
        let last = globs.len().saturating_sub(1);
        let matcher = builder.build().map_err(|error| bad(last, &error))?;
        Ok(Self { folder: from_root(folder), matcher })
    }

    /// Whether a file, by its path from the working folder, fits one of the globs or lies in a
    /// folder that does.
    #[must_use]
    pub fn fits(&self, path: &str) -> bool {
        // Standard input lies nowhere.
        if path == "-" {
            return false;
        }
        let path = from_root(Path::new(path));
        path.strip_prefix(&self.folder)
            .is_ok_and(|it| self.matcher.matched_path_or_any_parents(it, false).is_ignore())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Globs;

    #[test]
    fn globs_are_of_folders_and_files() {
        let fits = |glob: &str, path: &str| Globs::new(Path::new(""), &[glob]).unwrap().fits(path);
        assert!(fits("drafts/*.yaml", "drafts/a.yaml"));
        assert!(fits("drafts", "drafts/b/a.yaml"));
        assert!(fits("./drafts/**", "./drafts/b/a.yaml"));
        assert!(fits("*.yaml", "drafts/b/a.yaml"));
        assert!(!fits("drafts/*.yaml", "other/a.yaml"));
        assert!(!fits("*", "-"));
        assert!(!fits("*.yaml", "../a.yaml"));
    }

    #[test]
    fn globs_are_relative_to_their_folder() {
        let globs = Globs::new(Path::new("project"), &["drafts/*", "!drafts/old.yaml"]).unwrap();
        assert!(globs.fits("project/drafts/a.yaml"));
        assert!(!globs.fits("project/drafts/old.yaml"));
        assert!(!globs.fits("drafts/a.yaml"));
        let above = Globs::new(Path::new(".."), &["*/a.yaml"]).unwrap();
        assert!(above.fits("a.yaml"));
        assert_eq!(Globs::new(Path::new(""), &["a", "a{b"]).unwrap_err().index, 1);
    }
}
