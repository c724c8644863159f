//! What a cache knows of each file, and when it is to be believed.

use serde::{Deserialize, Serialize};

use super::seal::{Doubt, seal, unseal};
use crate::reader::{Known, READERS};
use crate::source::{Digest, Encoding, FileId, FileState, Problem, Span};

const MAGIC: [u8; 16] = *b"consonance cache";

/// A file that was changed so shortly before it was read may have been changed again without the
/// system's telling: file systems count time in steps of up to two seconds.
const STEP: i64 = 2_000_000_000;

/// The files of one group of paths, as they were read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest<'a> {
    /// Name of the pack with the documents.
    pub(super) pack: String,
    /// What tells this pack from others.
    pub(super) pack_id: u64,
    /// When reading began, in nanoseconds since 1970.
    pub(super) read_at: i64,
    /// In the order of the walk.
    #[serde(borrow)]
    pub(super) files: Vec<Entry<'a>>,
    /// Of files that gave more than documents.
    pub(super) notes: Vec<Note>,
    /// The file that each unit of the pack is from.
    pub(super) unit_files: Vec<u32>,
}

/// A file.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Entry<'a> {
    /// As the walk finds it.
    pub(super) path: &'a [u8],
    pub(super) named: bool,
    pub(super) state: FileState,
    pub(super) digest: Digest,
    pub(super) content: Content,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Content {
    /// Nothing that can be read as text, and nobody asked for it.
    Nothing,
    /// A text.
    Text {
        encoding: Encoding,
        /// The place of its reader in [`READERS`]; [`NO_READER`] where there is none.
        format: u8,
        /// It is in none of the formats, and passed over.
        is_skipped: bool,
    },
    /// What it gives does not depend on its bytes alone, or only its reader knows its text: it is
    /// read in every run.
    Unkept,
}

/// For a file in none of the formats.
pub(super) const NO_READER: u8 = u8::MAX;

/// What a file gave besides documents. Places count its text as the first file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) file: u32,
    pub(super) problems: Vec<Problem>,
    pub(super) comments: Vec<Span>,
}

impl<'a> Manifest<'a> {
    /// Reads what [`Manifest::to_bytes`] wrote.
    pub(super) fn from_bytes(bytes: &'a [u8]) -> Result<Self, Doubt> {
        postcard::from_bytes(unseal(MAGIC, bytes)?).map_err(|_| Doubt::Damaged)
    }

    pub(super) fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        seal(MAGIC, self)
    }

    /// Whether the state of a file says that it is as it was read, so that its bytes need not be
    /// looked at.
    pub(super) fn is_surely(&self, entry: &Entry<'_>, state: &FileState) -> bool {
        let last = entry.state.modified.max(entry.state.changed);
        entry.state == *state && last < self.read_at.saturating_sub(STEP)
    }
}

/// The number of a reader.
pub(super) fn reader_number(name: Option<&str>) -> u8 {
    let at = READERS.iter().position(|it| Some(it.name()) == name);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(NO_READER)
}

impl Content {
    /// What is known of the file `id` without reading it.
    pub(super) fn known(self, id: FileId, note: Option<&Note>) -> Option<Known> {
        let Self::Text { format, is_skipped, .. } = self else { return None };
        let format = READERS.get(usize::from(format)).map(|it| it.name());
        let here = |span: Span| Span { file: id, ..span };
        let mut known = Known { format, is_skipped, ..Known::default() };
        if let Some(note) = note {
            known.comments = note.comments.iter().map(|it| here(*it)).collect();
            known.problems.clone_from(&note.problems);
            for problem in &mut known.problems {
                problem.span = problem.span.map(here);
            }
        }
        Some(known)
    }
}
