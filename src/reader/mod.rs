//! Formats in, [`Standard`]s out: one file a format.
//!
//! A reader takes one source and gives everything it could read together with every problem it
//! met. Adding a format is one file and one line in [`READERS`].

mod rfcxml;

use crate::model::{MappingSet, Standard, StandardsSystem};
use crate::source::{Problem, SourceFile, SourceMap};

/// What one source gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// Standards, in source order.
    pub standards: Vec<Standard>,
    /// Mapping sets that stand alone.
    pub mappings: Vec<MappingSet>,
    /// Plans of a standards system.
    pub systems: Vec<StandardsSystem>,
    /// What could not be read, in source order.
    pub problems: Vec<Problem>,
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

    /// Reads the source. Never panics, whatever the input.
    fn read(&self, file: &SourceFile, sources: &SourceMap) -> Reading;
}

/// Every format, in the order in which they are tried.
pub const READERS: &[&dyn Reader] = &[&rfcxml::RfcXml];

/// The local name of the root element of an XML text, found without parsing it.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    // Declarations, comments and instructions before the root; a bound keeps this cheap.
    for _ in 0..64 {
        rest = rest.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']);
        let tail = rest.strip_prefix('<')?;
        if let Some(comment) = tail.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if let Some(instruction) = tail.strip_prefix('?') {
            rest = instruction.split_once("?>")?.1;
        } else if tail.starts_with("!DOCTYPE") {
            let (open, close) = (tail.find('['), tail.find('>')?);
            rest = match open {
                Some(open) if open < close => tail
                    .split_once("]>")
                    .or_else(|| tail.split_once(']'))?
                    .1
                    .trim_start_matches('>'),
                _ => &tail[close + 1..],
            };
        } else {
            let end = tail.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = &tail[..end];
            return Some(name.rsplit(':').next().unwrap_or(name));
        }
    }
    None
}
