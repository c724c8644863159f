//! The form of what is kept beside packs.
//!
//! ```text
//! magic            16 bytes
//! build            8 bytes: of the program that wrote it, and read the files
//! hash             8 bytes: of all that follows
//! body             postcard
//! ```

use std::io;

use serde::Serialize;

use super::super::format::{hash, number};

/// Whatever decides what reading and judging give: a digest of the sources of the program.
const BUILD: &str = env!("CONSONANCE_BUILD");

/// Bytes before the body.
const PREFIX: usize = 16 + 8 + 8;

/// Why what was kept is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    OtherBuild,
    Damaged,
}

/// A value as it is kept.
pub(super) fn seal<T: Serialize>(magic: [u8; 16], value: &T) -> io::Result<Vec<u8>> {
    let mut bytes = magic.to_vec();
    bytes.extend(build().to_le_bytes());
    bytes.extend([0; 8]);
    let mut bytes = postcard::to_extend(value, bytes).map_err(io::Error::other)?;
    let sum = hash(&bytes[PREFIX..]);
    bytes[PREFIX - 8..PREFIX].copy_from_slice(&sum.to_le_bytes());
    Ok(bytes)
}

/// The body of what [`seal`] made.
pub(super) fn unseal(magic: [u8; 16], bytes: &[u8]) -> Result<&[u8], Doubt> {
    let (prefix, body) = bytes.split_at_checked(PREFIX).ok_or(Doubt::Damaged)?;
    if prefix[..magic.len()] != magic {
        return Err(Doubt::Damaged);
    }
    if number(&prefix[16..24]) != build() {
        return Err(Doubt::OtherBuild);
    }
    if number(&prefix[24..]) != hash(body) {
        return Err(Doubt::Damaged);
    }
    Ok(body)
}

pub(super) fn build() -> u64 {
    u64::from_str_radix(BUILD, 16).unwrap_or_default()
}
