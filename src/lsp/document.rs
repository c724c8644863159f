//! Texts as the editor holds them.

use std::cell::OnceCell;
use std::path::PathBuf;

use gen_lsp_types::{Range, TextDocumentContentChangeEvent};

use super::place::Columns;
use crate::model::Standard;
use crate::reader;
use crate::source::{Encoding, FileId, SourceFile, SourceMap};
use crate::syntax::peek;

/// What the keys of a document mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// A definition in YAML, or what may become one.
    Definition,
    /// A rule.
    Rule,
    /// `consonance.yaml`.
    Config,
    /// Any other text.
    Text,
}

/// An open text.
#[derive(Debug)]
pub(super) struct Document {
    /// As the client names it.
    pub(super) uri: String,
    pub(super) path: PathBuf,
    pub(super) version: i32,
    /// The text, alone in its map.
    sources: SourceMap,
    standards: OnceCell<Vec<Standard>>,
}

impl Document {
    pub(super) fn new(uri: String, path: PathBuf, version: i32, text: String) -> Self {
        let mut document =
            Self { uri, path, version, sources: SourceMap::new(), standards: OnceCell::new() };
        document.set(text);
        document
    }

    fn set(&mut self, text: String) {
        let shown = self.path.to_string_lossy().replace('\\', "/");
        self.sources = SourceMap::new();
        self.sources.add(|id| SourceFile::text_file(id, shown, Encoding::Utf8, text));
        self.standards = OnceCell::new();
    }

    /// The text with its lines.
    pub(super) fn file(&self) -> &SourceFile {
        self.sources.file(FileId::from_index(0))
    }

    /// The map that [`file`](Self::file) is in.
    pub(super) fn sources(&self) -> &SourceMap {
        &self.sources
    }

    pub(super) fn text(&self) -> &str {
        self.file().text()
    }

    /// Applies changes in their order.
    pub(super) fn change(
        &mut self,
        changes: Vec<TextDocumentContentChangeEvent>,
        columns: Columns,
    ) {
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    self.replaced(part.range, &part.text, columns)
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    whole.text
                }
            };
            self.set(text);
        }
    }

    fn replaced(&self, range: Range, with: &str, columns: Columns) -> String {
        let range = columns.bytes_of(self.file(), range);
        let mut text = self.text().to_owned();
        text.replace_range(range, with);
        text
    }

    /// The standards that the text describes, read alone.
    pub(super) fn standards(&self) -> &[Standard] {
        self.standards.get_or_init(|| {
            let file = self.file();
            reader::recognise(file)
                .map(|reader| reader.read(file, &self.sources).standards)
                .unwrap_or_default()
        })
    }

    pub(super) fn manner(&self) -> Manner {
        if self.path.file_name().is_some_and(|it| it == crate::config::FILE_NAME) {
            return Manner::Config;
        }
        let extension = self.path.extension().and_then(|it| it.to_str()).unwrap_or("");
        if !matches!(extension, "yaml" | "yml") {
            return Manner::Text;
        }
        if is_rule(self.text()) {
            return Manner::Rule;
        }
        match reader::recognise(self.file()).map(reader::Reader::name) {
            None | Some("definition") => Manner::Definition,
            Some(_) => Manner::Text,
        }
    }
}

/// Whether a text is a rule, by its keys.
pub(crate) fn is_rule(text: &str) -> bool {
    let peek = peek(text);
    let has = |key: &str| peek.has(key);
    has("code") && (has("on") || has("where") || has("report")) && !has("standard")
}
