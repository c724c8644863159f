//! Interned identifiers: one number for one canonical form.

use std::hash::{Hash, Hasher};

use compact_str::CompactString;
use indexmap::set::MutableValues;
use indexmap::{Equivalent, IndexSet};
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
    entries: IndexSet<Entry, rustc_hash::FxBuildHasher>,
}

/// What was written, read once. Known by its canonical form, which is not kept a second time.
#[derive(Debug)]
enum Entry {
    Read(Identifier),
    Malformed(Box<(CompactString, IdentifierError)>),
}

impl Entry {
    fn key(&self) -> &str {
        match self {
            Self::Read(identifier) => &identifier.canonical,
            Self::Malformed(entry) => &entry.0,
        }
    }
}

impl Hash for Entry {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Entry {}

/// A key to look for.
#[derive(Hash)]
struct Key<'a>(&'a str);

impl Equivalent<Entry> for Key<'_> {
    fn equivalent(&self, entry: &Entry) -> bool {
        self.0 == entry.key()
    }
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
        let index = match self.entries.get_index_of(&Key(key)) {
            Some(index) => {
                self.complete(index, parsed);
                index
            }
            None => {
                let key = key.into();
                self.entries
                    .insert_full(match parsed {
                        Ok(identifier) => Entry::Read(identifier),
                        Err(error) => Entry::Malformed(Box::new((key, error))),
                    })
                    .0
            }
        };
        IdentifierId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// What is adopted is no part of the canonical form: `GB/T 1-2016` may be mentioned before
    /// `GB/T 1-2016/ISO 1:2015` says what it adopts.
    fn complete(&mut self, index: usize, parsed: Result<Identifier, IdentifierError>) {
        // Only what is no part of the key is changed.
        if let (Some(Entry::Read(known)), Ok(parsed)) = (self.entries.get_index_mut2(index), parsed)
            && known.adopts.is_none()
        {
            known.adopts = parsed.adopts;
        }
    }

    /// The entry with this canonical form, or with this malformed text, if there is one.
    #[must_use]
    pub fn find(&self, canonical: &str) -> Option<IdentifierId> {
        let at = self.entries.get_index_of(&Key(canonical))?;
        u32::try_from(at).ok().map(IdentifierId)
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
        self.entries.get_index(id.index()).map_or("", Entry::key)
    }

    /// The identifier, or why it is none; `None` for [`IdentifierId::NONE`].
    #[must_use]
    pub fn get(&self, id: IdentifierId) -> Option<Result<&Identifier, &IdentifierError>> {
        self.entries.get_index(id.index()).map(|entry| match entry {
            Entry::Read(identifier) => Ok(identifier),
            Entry::Malformed(entry) => Err(&entry.1),
        })
    }
}
