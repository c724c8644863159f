//! Corpora as single files that open in milliseconds.
//!
//! A [`Pack`] holds standards as they were read, with the texts that their places point into. It is
//! not read whole: for a draft only the documents are taken out that a rule can look at when it
//! judges the draft ([`Pack::pull`]). It is believed only as far as its hashes and its layout hold.

mod blocks;
pub mod cache;
mod format;
mod keys;
mod needs;
mod pack;
mod pull;
mod write;

pub use format::PackError;
pub use pack::{Pack, is_pack};
pub use pull::Packs;
pub use write::{Packed, write};
