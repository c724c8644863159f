//! Included files among those that were loaded.

use rustc_hash::FxHashMap;

use crate::source::{FileId, SourceFile, SourceMap};
use crate::syntax::adoc::Resolver;

/// Finds included files among those that were loaded.
pub(super) struct Files<'a> {
    sources: &'a SourceMap,
    by_path: FxHashMap<String, FileId>,
}

impl<'a> Files<'a> {
    pub(super) fn of(sources: &'a SourceMap) -> Self {
        let by_path = sources.files().iter().map(|it| (tidy(it.path()), it.id())).collect();
        Self { sources, by_path }
    }
}

impl<'a> Resolver<'a> for Files<'a> {
    fn resolve(&self, from: FileId, written: &str) -> Option<&'a SourceFile> {
        let path = self.sources.file(from).path();
        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
        let id = self.by_path.get(&tidy(&format!("{folder}{written}")))?;
        Some(self.sources.file(*id))
    }
}

/// A path without `.` and, as far as its words tell, without `..`.
pub(super) fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|it| !it.is_empty() && *it != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}
