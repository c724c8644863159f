//! Text in, spanned trees out; no knowledge of standards.
//!
//! [`Tree`] is the arena that both YAML ([`yaml`]) and JSON ([`json`]) are read into, and
//! [`access`] is how readers walk it: every wrong type, unknown or missing key is recorded with its
//! place, and the rest is still read.

pub mod access;
pub mod adoc;
mod align;
mod build;
pub mod docx;
pub mod json;
pub mod lines;
mod peek;
mod suggest;
pub mod text_builder;
mod tree;
pub mod xml;
pub mod yaml;

pub use align::Style as Quoting;
pub use build::Limits;
pub use peek::{Peek, peek};
pub use suggest::did_you_mean;
pub use tree::{Comment, Document, InFlow, NodeId, NodeKind, Parsed, Tree};

use crate::source::SourceFile;

/// Reads a file as JSON where it starts with a bracket as JSON does, as YAML otherwise.
#[must_use]
pub fn parse(file: &SourceFile) -> Parsed<'_> {
    if is_json(file) { json::parse(file) } else { yaml::parse(file) }
}

/// Whether a file starts with a bracket as JSON does.
#[must_use]
pub fn is_json(file: &SourceFile) -> bool {
    // `{a: b}` and `[a]` are YAML too; in JSON a quote follows the brackets, or they are empty.
    let start = file.text().trim_start();
    let inner = start.trim_start_matches(|c: char| matches!(c, '{' | '[') || c.is_whitespace());
    start.len() != inner.len() && inner.starts_with(['"', '}', ']'])
}
