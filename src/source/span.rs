//! Places in sources.

use std::num::NonZeroU32;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::shelf;

/// A file of a [`SourceMap`](super::SourceMap); valid only for the map that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The file at `index` (from 0) of a source map.
    ///
    /// # Panics
    /// Never for an index that a source map can hold (it holds fewer than `u32::MAX` files).
    #[must_use]
    pub fn from_index(index: usize) -> Self {
        let number = u32::try_from(index).unwrap_or(u32::MAX - 1).saturating_add(1);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX))
    }

    /// The index (from 0) into the source map.
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A half-open byte range of one file's decoded text.
///
/// Twelve bytes, so that a place is cheaper to keep than the text it names. How it is written to a
/// file and read again is the affair of [`shelf`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte; `start == end` is a place between two bytes.
    pub end: u32,
}

/// A span as it is written: the text's place in the list at hand, from 1, and bytes of it.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Span")]
struct Stored {
    file: FileId,
    start: u32,
    end: u32,
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { file, start, end } = shelf::put(*self);
        Stored { file, start, end }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { file, start, end } = Stored::deserialize(deserializer)?;
        shelf::take(Self { file, start, end })
            .ok_or_else(|| serde::de::Error::custom("a place outside every text"))
    }
}

impl Span {
    /// The bytes `start..end` of `file`. Offsets beyond 4 GiB cannot occur: the size limit of
    /// [`source`](crate::source) is far below.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The byte range.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True for a place between two bytes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The part of this span that `inner`, a byte range relative to its start, names; cut to fit.
    #[must_use]
    pub fn within(self, inner: std::ops::Range<usize>) -> Self {
        let len = self.len();
        Self::new(
            self.file,
            self.start as usize + inner.start.min(len),
            self.start as usize + inner.end.min(len),
        )
    }

    /// The smallest span that holds both; `self` where they lie in different files.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
