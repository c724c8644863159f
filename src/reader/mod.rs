//! Formats in, [`Standard`]s out: one file a format.
//!
//! A reader takes one source and gives everything it could read together with every problem it
//! met. Adding a format is one file and one line in [`READERS`].

mod blocks;
mod correspondence;
pub mod definition;
mod docx;
mod draft_text;
mod elements;
pub mod graph;
mod left_out;
pub mod lists;
mod load;
mod loaded;
mod metanorma;
mod oscal;
pub mod relaton;
mod rfc_index;
mod rfcxml;
mod sts;

pub use left_out::{Holder, LeftOut, left_out};
pub(crate) use load::{Known, Read, read};
pub use load::{LoadOptions, load, recognise};
pub use loaded::Loaded;

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{Problem, SourceFile, SourceMap, Span};

/// What one source gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// Standards, in source order.
    pub standards: Vec<Standard>,
    /// Mapping sets that stand alone.
    pub mappings: Vec<MappingSet>,
    /// Plans of a standards system.
    pub systems: Vec<StandardsSystem>,
    /// Comments of the source, for waivers.
    pub comments: Vec<Span>,
    /// What could not be read, in source order.
    pub problems: Vec<Problem>,
}

/// How words are written in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// As scalars of YAML or JSON.
    Tree,
    /// Between tags.
    Xml,
    /// As values with separators between them.
    Table,
    /// As they are.
    Plain,
}

/// A format that can be read.
pub trait Reader: Sync {
    /// Its name, as for `--input-format`.
    fn name(&self) -> &'static str;

    /// Whether this source is in the format, judged by its content (and its name where the content
    /// cannot tell).
    fn recognises(&self, file: &SourceFile) -> bool;

    /// Paths (relative to the source's folder) of further files it needs: includes.
    fn companions(&self, _file: &SourceFile) -> Vec<String> {
        Vec::new()
    }

    /// How the words of the source are written: who changes some has to write them so.
    fn writing(&self, file: &SourceFile) -> Writing {
        if file.text().trim_start().starts_with('<') { Writing::Xml } else { Writing::Tree }
    }

    /// Reads the source. Never panics, whatever the input.
    fn read(&self, file: &SourceFile, sources: &SourceMap) -> Reading;
}

/// Every format, in the order in which they are tried.
#[rustfmt::skip] // one a line, so that adding one touches one line
pub const READERS: &[&dyn Reader] = &[
    &definition::Definition,
    &relaton::Relaton,
    &graph::ReferenceGraph,
    &docx::Docx,
    &rfcxml::RfcXml,
    &sts::Sts,
    &metanorma::MetanormaXml,
    &metanorma::MetanormaAdoc,
    &oscal::Oscal,
    &rfc_index::RfcIndex,
    &draft_text::DraftText,
    &lists::Lists,
];

/// The local name of the root element of an XML text, found without parsing it.
fn root_element(text: &str) -> Option<&str> {
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']);
    if !start.starts_with('<') {
        return None;
    }
    crate::syntax::xml::root_element(text)
}

/// A month by number or English name.
fn month_number(month: &str) -> Option<u8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = month.trim().to_lowercase();
    if let Ok(number) = month.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let position = NAMES.iter().position(|name| month.starts_with(name))?;
    u8::try_from(position + 1).ok()
}
