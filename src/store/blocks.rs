//! Tables that are searched where they lie: a block is read, and checked, when it is looked at.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::format::{
    BLOB_ROW, BLOCK, NAME_ROW, PackError, Section, Table, hash, number, small_number,
};
use super::keys::Key;

/// A file that several threads read at places of their choice.
#[derive(Debug)]
pub(super) struct Bytes {
    file: File,
    length: u64,
    #[cfg(not(any(unix, windows)))]
    turn: Mutex<()>,
}

impl Bytes {
    pub(super) fn new(file: File) -> Result<Self, PackError> {
        let length = file.metadata()?.len();
        Ok(Self {
            file,
            length,
            #[cfg(not(any(unix, windows)))]
            turn: Mutex::new(()),
        })
    }

    /// Bytes of the file, as they are.
    pub(super) fn raw(&self, start: u64, len: u64) -> Result<Vec<u8>, PackError> {
        // A length out of a damaged head must not ask for memory that is not there.
        if start.checked_add(len).is_none_or(|end| end > self.length) {
            return Err(PackError::Damaged);
        }
        let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
        self.read_at(&mut bytes, start)?;
        Ok(bytes)
    }

    /// Bytes of the file, when they are what was written.
    pub(super) fn checked(&self, start: u64, len: u64, sum: u64) -> Result<Vec<u8>, PackError> {
        let bytes = self.raw(start, len)?;
        if hash(&bytes) == sum { Ok(bytes) } else { Err(PackError::Damaged) }
    }

    #[cfg(unix)]
    fn read_at(&self, bytes: &mut [u8], start: u64) -> Result<(), PackError> {
        Ok(std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, start)?)
    }

    #[cfg(windows)]
    fn read_at(&self, mut bytes: &mut [u8], mut start: u64) -> Result<(), PackError> {
        while !bytes.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.file, bytes, start)?;
            if read == 0 {
                return Err(PackError::Damaged);
            }
            bytes = &mut bytes[read..];
            start += read as u64;
        }
        Ok(())
    }

    #[cfg(not(any(unix, windows)))]
    fn read_at(&self, bytes: &mut [u8], start: u64) -> Result<(), PackError> {
        use std::io::{Read as _, Seek as _};
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = &self.file;
        file.seek(std::io::SeekFrom::Start(start))?;
        Ok(file.read_exact(bytes)?)
    }

    /// A table of numbers.
    pub(super) fn numbers(&self, base: u64, section: Section) -> Result<Vec<u32>, PackError> {
        let start = base.checked_add(section.start).ok_or(PackError::Damaged)?;
        let bytes = self.checked(start, section.len, section.hash)?;
        let (rows, _) = bytes.as_chunks::<4>();
        Ok(rows.iter().map(|row| u32::from_le_bytes(*row)).collect())
    }
}

/// Blocks that were read, by number.
type Read = FxHashMap<usize, Arc<[u8]>>;

/// A table of rows of `ROW` bytes.
#[derive(Debug)]
pub(super) struct Rows<const ROW: usize> {
    table: Table,
    read: Mutex<Read>,
}

/// Units by name.
pub(super) type NameRows = Rows<NAME_ROW>;

/// Places of blobs.
pub(super) type BlobRows = Rows<BLOB_ROW>;

impl<const ROW: usize> Rows<ROW> {
    /// The table of a pack whose tables begin at `base`.
    pub(super) fn new(table: &Table, base: u64) -> Result<Self, PackError> {
        let blocks = (table.rows as usize).div_ceil(BLOCK);
        let start = base.checked_add(table.start).ok_or(PackError::Damaged)?;
        if blocks != table.blocks.len() {
            return Err(PackError::Damaged);
        }
        let table = Table { start, rows: table.rows, blocks: table.blocks.clone() };
        Ok(Self { table, read: Mutex::default() })
    }

    pub(super) fn count(&self) -> u32 {
        self.table.rows
    }

    fn block(&self, bytes: &Bytes, at: usize) -> Result<Arc<[u8]>, PackError> {
        let known = |read: &Read| read.get(&at).cloned();
        if let Some(block) = known(&self.read.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(block);
        }
        let about = self.table.blocks.get(at).ok_or(PackError::Damaged)?;
        let rows = (self.table.rows as usize - at * BLOCK).min(BLOCK);
        let offset = (at * BLOCK * ROW) as u64;
        let start = self.table.start.checked_add(offset).ok_or(PackError::Damaged)?;
        let block: Arc<[u8]> = bytes.checked(start, (rows * ROW) as u64, about.hash)?.into();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read.insert(at, Arc::clone(&block));
        Ok(block)
    }
}

impl BlobRows {
    /// Place, length and hash of a blob.
    pub(super) fn place(&self, bytes: &Bytes, row: u32) -> Result<(u64, u64, u64), PackError> {
        let block = self.block(bytes, row as usize / BLOCK)?;
        let at = row as usize % BLOCK * BLOB_ROW;
        let row = block.get(at..at + BLOB_ROW).ok_or(PackError::Damaged)?;
        Ok((number(&row[..8]), number(&row[8..12]), number(&row[12..])))
    }
}

impl NameRows {
    /// Adds the units with this name to `units`.
    pub(super) fn find(
        &self,
        bytes: &Bytes,
        key: Key,
        units: &mut Vec<u32>,
    ) -> Result<(), PackError> {
        let blocks = &self.table.blocks;
        // The name may begin in the block before the first one that begins with it.
        let mut at = blocks.partition_point(|it| it.first < key).saturating_sub(1);
        while blocks.get(at).is_some_and(|it| it.first <= key) {
            let block = self.block(bytes, at)?;
            let (rows, _) = block.as_chunks::<NAME_ROW>();
            let from = rows.partition_point(|row| number(&row[..8]) < key);
            let named = rows[from..].iter().take_while(|row| number(&row[..8]) == key);
            units.extend(named.map(|row| small_number(&row[8..])));
            at += 1;
        }
        Ok(())
    }

    /// Adds the units with one of these names to `units`.
    pub(super) fn of_all<'k>(
        &self,
        bytes: &Bytes,
        keys: impl IntoIterator<Item = &'k Key>,
        units: &mut Vec<u32>,
    ) -> Result<(), PackError> {
        keys.into_iter().try_for_each(|key| self.find(bytes, *key, units))
    }
}
