//! Why a text is no identifier.

use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::source::Bilingual;

/// Why a text is no identifier, and where it stops being one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentifierError {
    /// Column of the first bad character, in Unicode scalar values, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: Bilingual,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl IdentifierError {
    pub(crate) fn empty() -> Self {
        Self {
            column: 1,
            message: bilingual!("empty identifier", "标准编号为空"),
            suggestion: None,
        }
    }
}

impl std::fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at column {}", self.message.en, self.column)
    }
}

impl std::error::Error for IdentifierError {}
