//! Identifiers of standards: parsed by the grammar of their publisher's family, brought into a
//! canonical form, compared, and found in prose.

mod error;
mod table;

pub use error::IdentifierError;
pub use table::{IdentifierId, IdentifierTable};

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::model::Level;

/// An identifier, taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The family whose grammar read it; `open` for the fallback, which takes nothing apart.
    pub grammar: Grammar,
    /// Canonical form: what is compared, sorted and printed in JSON.
    pub canonical: CompactString,
    /// First publisher (`ISO`, `GB`, `T/CAS`), empty for `open`.
    pub publisher: CompactString,
    /// Further publishers, in order.
    pub copublishers: Vec<CompactString>,
    /// Type of document as the family names it (`TR`, `T` for recommended, `Guide`), if any.
    pub kind: Option<CompactString>,
    /// Number without parts.
    pub number: CompactString,
    /// Part and subpart numbers, outermost first.
    pub parts: Vec<CompactString>,
    /// Stands for all parts.
    pub all_parts: bool,
    /// Year of the edition: its date.
    pub year: Option<u16>,
    /// Stage word or code (`FDIS`, `CD 2`), if it is a draft.
    pub stage: Option<CompactString>,
    /// Amendments, corrigenda, addenda: each in canonical form (`Amd 1:2018`).
    pub supplements: Vec<CompactString>,
    /// What the identifier itself says it adopts (`BS EN ISO 9001` adopts `EN ISO 9001`, a dual
    /// number adopts its second half).
    pub adopts: Option<Box<Identifier>>,
    /// Rank of the issuing body.
    pub level: Level,
    /// URN, where the family defines one.
    pub urn: Option<CompactString>,
}

/// The family of publishers whose grammar read an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grammar {
    /// The fallback: kept word for word.
    Open,
}

/// Reads one identifier; the whole of `text` must be one.
///
/// # Errors
/// Says the column of the first character that no grammar accepts and, where one is near, what was
/// probably meant.
pub fn parse(text: &str) -> Result<Identifier, IdentifierError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdentifierError::empty());
    }
    Ok(Identifier {
        grammar: Grammar::Open,
        canonical: text.into(),
        publisher: CompactString::default(),
        copublishers: Vec::new(),
        kind: None,
        number: CompactString::default(),
        parts: Vec::new(),
        all_parts: false,
        year: None,
        stage: None,
        supplements: Vec::new(),
        adopts: None,
        level: Level::Unknown,
        urn: None,
    })
}
