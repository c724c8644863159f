//! All texts of one run.

use super::{FileId, Location, SourceFile, Span};

/// All texts of one run. Files are added while loading and never removed, so a [`Span`] stays valid.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file that `make` builds for the id it is given.
    pub fn add(&mut self, make: impl FnOnce(FileId) -> SourceFile) -> FileId {
        let id = FileId::from_index(self.files.len());
        self.files.push(make(id));
        id
    }

    /// All files, in the order in which they were added.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The file with this id.
    ///
    /// # Panics
    /// When the id is another map's.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The words that a span names.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).slice(span)
    }

    /// A span for people.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        self.file(span.file).location(span)
    }
}
