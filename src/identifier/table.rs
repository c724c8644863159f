//! Interned identifiers: one number for one canonical form.

use compact_str::CompactString;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Identifier, IdentifierError, parse};

/// An entry of an [`IdentifierTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IdentifierId(u32);

impl IdentifierId {
    /// No identifier: not joined yet, or named by key.
    pub const NONE: Self = Self(u32::MAX);

    /// Whether this is [`NONE`](Self::NONE).
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// The index into the table; meaningless for [`NONE`](Self::NONE).
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All identifiers of a corpus, each once, well-formed or not.
#[derive(Debug, Default)]
pub struct IdentifierTable {
    entries:
        IndexMap<CompactString, Result<Identifier, IdentifierError>, rustc_hash::FxBuildHasher>,
}

impl IdentifierTable {
    /// The entry for an identifier as written; parses it when it is new.
    pub fn intern(&mut self, written: &str) -> IdentifierId {
        self.intern_parsed(written, parse(written))
    }

    /// The entry for an identifier that was parsed elsewhere, as many are at once in parallel.
    pub fn intern_parsed(
        &mut self,
        written: &str,
        parsed: Result<Identifier, IdentifierError>,
    ) -> IdentifierId {
        let key = parsed.as_ref().map_or(written.trim(), |it| it.canonical.as_str());
        let index = match self.entries.get_index_of(key) {
            Some(index) => {
                self.complete(index, parsed);
                index
            }
            None => {
                let key = CompactString::from(key);
                self.entries.insert_full(key, parsed).0
            }
        };
        IdentifierId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// What is adopted is no part of the canonical form: `GB/T 1-2016` may be mentioned before
    /// `GB/T 1-2016/ISO 1:2015` says what it adopts.
    fn complete(&mut self, index: usize, parsed: Result<Identifier, IdentifierError>) {
        if let (Some((_, Ok(known))), Ok(parsed)) = (self.entries.get_index_mut(index), parsed)
            && known.adopts.is_none()
        {
            known.adopts = parsed.adopts;
        }
    }

    /// The entry with this canonical form, or with this malformed text, if there is one.
    #[must_use]
    pub fn find(&self, canonical: &str) -> Option<IdentifierId> {
        self.entries.get_index_of(canonical).and_then(|at| u32::try_from(at).ok()).map(IdentifierId)
    }

    /// The entry at `index`, counted from 0 in the order of first mention.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<IdentifierId> {
        (index < self.entries.len()).then(|| u32::try_from(index).map(IdentifierId).ok()).flatten()
    }

    /// Gives back the room that growing left over.
    pub fn shrink_to_fit(&mut self) {
        self.entries.shrink_to_fit();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The canonical form, or what was written where it is malformed.
    #[must_use]
    pub fn canonical(&self, id: IdentifierId) -> &str {
        self.entries.get_index(id.index()).map_or("", |(key, _)| key)
    }

    /// The identifier, or why it is none; `None` for [`IdentifierId::NONE`].
    #[must_use]
    pub fn get(&self, id: IdentifierId) -> Option<&Result<Identifier, IdentifierError>> {
        self.entries.get_index(id.index()).map(|(_, entry)| entry)
    }
}
