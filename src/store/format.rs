//! The form of a pack.
//!
//! ```text
//! magic            16 bytes
//! layout           8 bytes: what decides the form of all that follows
//! length, hash     of the head: 4 and 8 bytes
//! head             postcard: counts, and place and hashes of each table
//! tables           fixed rows, little-endian; sorted ones are searched where they lie
//! blobs            postcard: texts and units, each with its hash in a table
//! ```
//!
//! Tables that are searched are cut in blocks, each with its own hash and first name in the head: a
//! pack opens with its head alone, and only the blocks that are looked at are read and checked.
//! Hashes are the first eight bytes of BLAKE3: they guard against damage, not against malice.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::corpus::PartialDate;
use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{Before, Bilingual, Encoding, Unit};

/// The first bytes of every pack.
pub(super) const MAGIC: [u8; 16] = *b"consonance pack\n";

/// What decides the form: a digest of the sources that do.
pub(super) const LAYOUT: &str = env!("CONSONANCE_LAYOUT");

/// Bytes before the head.
pub(super) const PREFIX: usize = MAGIC.len() + 8 + 4 + 8;

/// Bytes of a row of a table of names: name, unit.
pub(super) const NAME_ROW: usize = 12;

/// Bytes of a row of a table of blobs: place, length, hash.
pub(super) const BLOB_ROW: usize = 20;

/// Set in a row of `needs` where the reference means this unit on every day: its edition is named,
/// or there is only one.
pub(super) const CERTAIN: u32 = 1 << 31;

/// In a row of `withdrawn`: it may be.
pub(super) const PERHAPS: u32 = u32::MAX;

/// A day as a number that rises with time; 1 where it is not known.
pub(super) fn day_number(date: Option<PartialDate>) -> u32 {
    date.map_or(1, |date| {
        let day = date.last();
        let year = u32::try_from(day.year()).unwrap_or(1);
        year * 10_000
            + u32::from(day.month().unsigned_abs()) * 100
            + u32::from(day.day().unsigned_abs())
    })
}

/// Rows of one block of a table that is searched.
pub(super) const BLOCK: usize = 256;

/// What a pack says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// Version of the program that wrote it.
    pub(super) program: String,
    pub(super) standards: u32,
    /// Files that could not be read, or not in full, when it was written.
    pub(super) unread: u32,
    /// Bytes of all tables: blobs come behind them.
    pub(super) tables_len: u64,
    pub(super) tables: Tables,
}

/// Where the tables lie.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tables {
    /// Texts.
    pub(super) texts: Table,
    /// Units: documents that are read together.
    pub(super) units: Table,
    /// Units by the names that mean them.
    pub(super) own: Table,
    /// Units by what they share with others.
    pub(super) classes: Table,
    /// Units by what they are bound to.
    pub(super) kin: Table,
    /// Units by what they refer to.
    pub(super) cited: Table,
    /// Units that concern every draft.
    pub(super) always: Section,
    /// Units with a document of a country, a sector or a region that adopts another, then those that
    /// only name one: the first stands for all in a draft's surroundings.
    pub(super) national: Section,
    /// For each unit the place of its first row in `needs`, and one place more.
    pub(super) need_starts: Section,
    /// Units that a unit may mean by its normative references; see [`CERTAIN`].
    pub(super) needs: Section,
    /// For each unit since when it is withdrawn for good: a day as [`day_number`], 0 for never,
    /// [`PERHAPS`] where only the whole corpus can tell.
    pub(super) withdrawn: Section,
}

/// A table that is read by the block.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) start: u64,
    pub(super) rows: u32,
    pub(super) blocks: Vec<Block>,
}

/// What is known of a block before it is read.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Block {
    /// The first eight bytes of its first row.
    pub(super) first: u64,
    pub(super) hash: u64,
}

/// A table of numbers of four bytes that is read whole.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Section {
    pub(super) start: u64,
    pub(super) len: u64,
    pub(super) hash: u64,
}

/// A text, or a part of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredText {
    pub(super) path: String,
    pub(super) encoding: Encoding,
    pub(super) unit: Unit,
    pub(super) before: Before,
    pub(super) text: String,
}

/// What stands before a unit: what must be known to read the rest.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct UnitHead {
    /// The texts that its places point into.
    pub(super) texts: Vec<TextPlace>,
    /// Names that mean it.
    pub(super) own: Vec<u64>,
    /// Names of what it is bound to.
    pub(super) kin: Vec<u64>,
    /// Names of what it refers to normatively.
    pub(super) needs: Vec<u64>,
    /// Those of all parts of a document: where none of these is there, the document itself is meant.
    pub(super) parts: Vec<u64>,
}

/// A text that the places of a unit point into.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct TextPlace {
    /// Its row in the table of texts; [`ELSEWHERE`] where the file itself keeps it.
    pub(super) row: u32,
    /// The byte of the file at which the text starts.
    pub(super) start: u32,
}

/// Of a text: it is not in the pack.
pub(super) const ELSEWHERE: u32 = u32::MAX;

/// Documents that are read together.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct UnitBody {
    pub(super) standards: Vec<Standard>,
    pub(super) mappings: Vec<MappingSet>,
    pub(super) systems: Vec<StandardsSystem>,
}

/// A little-endian number of at most eight bytes.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// A number of at most four bytes.
pub(super) fn small_number(bytes: &[u8]) -> u32 {
    u32::try_from(number(bytes)).unwrap_or(u32::MAX)
}

/// The hash of some bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    first_bytes(blake3::hash(bytes))
}

/// As much of a hash as a pack keeps.
pub(super) fn first_bytes(hash: blake3::Hash) -> u64 {
    hash.as_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Why a pack is not read.
#[derive(Debug)]
pub enum PackError {
    /// The file could not be read.
    Io(std::io::Error),
    /// It is no pack.
    NotAPack,
    /// Another version of the program wrote it.
    OtherLayout,
    /// Its bytes are not those that were written.
    Damaged,
}

impl PackError {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn explain(&self, path: &Path) -> (Bilingual, Bilingual) {
        let shown = path.display();
        let again = bilingual!(
            "make it again: consonance pack PATH… -o {shown}",
            "请重新制作：consonance pack 路径… -o {shown}"
        );
        match self {
            Self::Io(error) => (
                bilingual!(
                    "the pack {shown} cannot be read: {error}",
                    "无法读取数据包 {shown}：{error}"
                ),
                bilingual!("check the path", "请检查路径"),
            ),
            Self::NotAPack => (bilingual!("{shown} is not a pack", "{shown} 不是数据包"), again),
            Self::OtherLayout => (
                bilingual!(
                    "the pack {shown} was written by another version of consonance",
                    "数据包 {shown} 由另一版本的 consonance 写成"
                ),
                again,
            ),
            Self::Damaged => {
                (bilingual!("the pack {shown} is damaged", "数据包 {shown} 已损坏"), again)
            }
        }
    }
}

impl From<std::io::Error> for PackError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            // Cut short.
            std::io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Io(error),
        }
    }
}

impl From<postcard::Error> for PackError {
    fn from(_: postcard::Error) -> Self {
        Self::Damaged
    }
}
