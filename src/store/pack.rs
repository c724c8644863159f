//! Packs are opened; what lies in them is read when it is asked for.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::blocks::{BlobRows, Bytes, NameRows};
use super::format::{Head, LAYOUT, MAGIC, PREFIX, PackError, StoredText, UnitHead, number};
use super::keys::Key;
use super::needs::Needs;

/// Whether a file begins as a pack does.
#[must_use]
pub fn is_pack(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == MAGIC
}

/// A unit that was read: its head, and its body still as bytes.
pub(super) type UnitRead = (UnitHead, Vec<u8>);

/// A pack whose head is in memory; tables and documents are read when they are asked for.
#[derive(Debug)]
pub struct Pack {
    pub(super) path: PathBuf,
    pub(super) bytes: Bytes,
    pub(super) head: Head,
    /// The hash of the head, and so of all else: what tells this pack from others.
    id: u64,
    /// Where the tables begin.
    base: u64,
    /// Where the blobs begin.
    blobs: u64,
    texts: BlobRows,
    units: BlobRows,
    pub(super) own: NameRows,
    pub(super) classes: NameRows,
    pub(super) kin: NameRows,
    pub(super) cited: NameRows,
    needs: OnceLock<Needs>,
}

impl Pack {
    /// Opens a pack and checks its head.
    ///
    /// # Errors
    /// [`PackError`], when it cannot be read or is not to be believed.
    pub fn open(path: &Path) -> Result<Self, PackError> {
        let mut file = File::open(path)?;
        let mut prefix = [0; PREFIX];
        file.read_exact(&mut prefix).map_err(|_| PackError::NotAPack)?;
        if prefix[..MAGIC.len()] != MAGIC {
            return Err(PackError::NotAPack);
        }
        let layout = u64::from_str_radix(LAYOUT, 16).unwrap_or_default();
        if number(&prefix[16..24]) != layout {
            return Err(PackError::OtherLayout);
        }
        let head_len = number(&prefix[24..28]);
        let bytes = Bytes::new(file)?;
        let head = bytes.checked(PREFIX as u64, head_len, number(&prefix[28..36]))?;
        let head: Head = postcard::from_bytes(&head)?;
        let base = PREFIX as u64 + head_len;
        let tables = &head.tables;
        let (texts, units) =
            (BlobRows::new(&tables.texts, base)?, BlobRows::new(&tables.units, base)?);
        let (own, classes) =
            (NameRows::new(&tables.own, base)?, NameRows::new(&tables.classes, base)?);
        let (kin, cited) = (NameRows::new(&tables.kin, base)?, NameRows::new(&tables.cited, base)?);
        let blobs = base.checked_add(head.tables_len).ok_or(PackError::Damaged)?;
        let (path, needs) = (path.to_owned(), OnceLock::new());
        let id = number(&prefix[28..36]);
        Ok(Self {
            path,
            bytes,
            head,
            id,
            base,
            blobs,
            texts,
            units,
            own,
            classes,
            kin,
            cited,
            needs,
        })
    }

    /// How many standards it holds.
    #[must_use]
    pub fn standards(&self) -> usize {
        self.head.standards as usize
    }

    pub(super) fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn unit_count(&self) -> u32 {
        self.units.count()
    }

    /// Adds the units that a name in a reference may mean: documents, or the parts of what has none
    /// itself.
    pub(super) fn meant_by<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k Key>,
        units: &mut Vec<u32>,
    ) -> Result<(), PackError> {
        for key in keys {
            self.own.find(&self.bytes, *key, units)?;
            self.classes.find(&self.bytes, *key, units)?;
        }
        Ok(())
    }

    /// Units that concern every draft.
    pub(super) fn always(&self) -> Result<Vec<u32>, PackError> {
        self.bytes.numbers(self.base, self.head.tables.always)
    }

    /// Units with a document that adopts another one for a country, a sector or a region.
    pub(super) fn national(&self) -> Result<Vec<u32>, PackError> {
        self.bytes.numbers(self.base, self.head.tables.national)
    }

    /// Who needs whom.
    pub(super) fn needs(&self) -> Result<&Needs, PackError> {
        if let Some(needs) = self.needs.get() {
            return Ok(needs);
        }
        let tables = &self.head.tables;
        let numbers = |section| self.bytes.numbers(self.base, section);
        let (starts, units) = (numbers(tables.need_starts)?, numbers(tables.needs)?);
        let needs = Needs::new(starts, units, numbers(tables.withdrawn)?);
        Ok(self.needs.get_or_init(|| needs))
    }

    fn blob(&self, table: &BlobRows, row: u32) -> Result<Vec<u8>, PackError> {
        let (start, len, hash) = table.place(&self.bytes, row)?;
        let start = self.blobs.checked_add(start).ok_or(PackError::Damaged)?;
        self.bytes.checked(start, len, hash)
    }

    /// A unit, its body not yet decoded.
    pub(super) fn unit(&self, unit: u32) -> Result<UnitRead, PackError> {
        let mut blob = self.blob(&self.units, unit)?;
        let (head, rest): (UnitHead, _) = postcard::take_from_bytes(&blob)?;
        let read = blob.len() - rest.len();
        blob.drain(..read);
        Ok((head, blob))
    }

    /// The text in a row of the table of texts.
    pub(super) fn text(&self, row: u32) -> Result<StoredText, PackError> {
        Ok(postcard::from_bytes(&self.blob(&self.texts, row)?)?)
    }
}
