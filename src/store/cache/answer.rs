//! What was answered to a question, for when it is asked again of the same files.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::super::format::{hash, number};
use super::keep::replace;
use super::seal::build;
use crate::source::Digest;

const MAGIC: [u8; 16] = *b"consonance reply";

/// Longer ones are not kept.
const LONGEST: usize = 256 << 20;

/// What a run told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The exit code.
    pub exit: u8,
    /// The report; `None` where none was asked for.
    pub report: Option<String>,
    /// Words beside it.
    pub words: String,
}

/// Where the answer to a question is kept.
#[derive(Debug)]
pub struct Slot {
    path: PathBuf,
    /// Of the question, and of all files.
    stamp: [u8; 32],
}

impl Slot {
    /// The slot for a question about files with these paths and digests.
    pub(super) fn of<'f>(
        path: PathBuf,
        question: &[u8],
        files: impl Iterator<Item = Option<(&'f [u8], bool, Digest)>>,
    ) -> Option<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&build().to_le_bytes());
        hasher.update(&(question.len() as u64).to_le_bytes()).update(question);
        for file in files {
            let (path, named, digest) = file?;
            hasher.update(&(path.len() as u64).to_le_bytes()).update(path);
            hasher.update(&[u8::from(named)]).update(&digest);
        }
        Some(Self { path, stamp: *hasher.finalize().as_bytes() })
    }

    /// The answer, where it was given before.
    pub(super) fn find(&self) -> Option<Answer> {
        let bytes = std::fs::read(&self.path).ok()?;
        let rest = bytes.strip_prefix(&MAGIC)?.strip_prefix(&self.stamp)?;
        let (sum, body) = rest.split_at_checked(8)?;
        if number(sum) != hash(body) {
            return None;
        }
        postcard::from_bytes(body).ok()
    }

    /// Keeps an answer. That it cannot be kept only means that it is worked out again.
    pub fn keep(&self, answer: &Answer) {
        let length = answer.report.as_ref().map_or(0, String::len) + answer.words.len();
        let Ok(body) = postcard::to_stdvec(answer) else { return };
        if length > LONGEST {
            return;
        }
        let sum = hash(&body).to_le_bytes();
        let _ = replace(&self.path, &[&MAGIC, &self.stamp[..], &sum, &body].concat());
    }
}
