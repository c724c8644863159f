//! Words that few identifiers have.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// A short word kept apart: an `Option` of it is one machine word, where most have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BoxedWord(Box<CompactString>);

impl std::ops::Deref for BoxedWord {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<CompactString> for BoxedWord {
    fn from(word: CompactString) -> Self {
        Self(Box::new(word))
    }
}

impl From<&str> for BoxedWord {
    fn from(word: &str) -> Self {
        CompactString::from(word).into()
    }
}

impl std::fmt::Display for BoxedWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}
