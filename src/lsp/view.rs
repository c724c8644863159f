//! What an answer is made from: the text as it is now, and the last check of its project.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types::{Location, Position, Range, Uri};

use super::checked::Checked;
use super::document::Document;
use super::place::{Columns, uri_of};
use super::schema::Schema;
use crate::corpus::{Corpus, StandardId};
use crate::finding::from_root;
use crate::source::{Bilingual, FileId, Language, Span};

/// What a client can do, as far as it changes our answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    pub(super) columns: Columns,
    /// Shows further places of a diagnostic.
    pub(super) related: bool,
    /// Asks for diagnostics itself.
    pub(super) pulls: bool,
    /// Can be told to ask again.
    pub(super) refreshes: bool,
    /// Watches files on our behalf.
    pub(super) watches: bool,
    /// Takes edits with the version of the text they are for.
    pub(super) versioned_edits: bool,
    /// Shows marked up text on hover.
    pub(super) markdown: bool,
    /// Shows documents within each other in an outline.
    pub(super) nested_symbols: bool,
}

/// The schemas of the files that are written by hand.
#[derive(Debug)]
pub(super) struct Schemas {
    pub(super) definition: Schema,
    pub(super) rule: Schema,
    pub(super) config: Schema,
}

impl Schemas {
    pub(super) fn new(language: Language) -> Self {
        Self {
            definition: Schema::definition(),
            rule: Schema::rule(language),
            config: Schema::config(),
        }
    }
}

/// What an answer is made from.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) document: &'a Document,
    /// The last check of the project, if there was one.
    pub(super) checked: Option<&'a Checked>,
    /// That check has seen the text as it is now.
    pub(super) is_current: bool,
    pub(super) open: &'a BTreeMap<PathBuf, Document>,
    pub(super) client: &'a Client,
    pub(super) schemas: &'a Schemas,
    pub(super) language: Language,
}

impl<'a> View<'a> {
    pub(super) fn say(&self, text: &Bilingual) -> String {
        text.get(self.language).to_owned()
    }

    pub(super) fn columns(&self) -> Columns {
        self.client.columns
    }

    /// The byte of the text at a position.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.columns().offset(self.document.file(), position)
    }

    /// The position of some bytes of the text.
    pub(super) fn range(&self, range: std::ops::Range<usize>) -> Range {
        let file = self.document.file();
        self.columns().range(file, Span::new(file.id(), range.start, range.end))
    }

    pub(super) fn corpus(&self) -> Option<&'a Corpus> {
        self.checked?.corpus.as_ref()
    }

    /// The text in the corpus, as it was when it was checked.
    pub(super) fn own_file(&self) -> Option<FileId> {
        self.checked?.file(&self.document.path).map(|it| it.id())
    }

    /// The standard of the corpus that the byte at `offset` belongs to.
    pub(super) fn own_standard(&self, offset: usize) -> Option<StandardId> {
        self.checked?.standard_at(self.own_file()?, offset)
    }

    /// The URI of a file, as the client calls it where it is open.
    pub(super) fn uri(&self, path: &Path) -> Uri {
        Uri(self.open.get(path).map_or_else(|| uri_of(path), |it| it.uri.clone()))
    }

    /// Where some words of the corpus stand; nothing where there is no such file (it came out of a
    /// pack).
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let file = self.corpus()?.sources().file(span.file);
        let path = from_root(Path::new(file.path()));
        if !self.open.contains_key(&path) && !path.is_file() {
            return None;
        }
        Some(Location { uri: self.uri(&path), range: self.columns().range(file, span) })
    }
}
