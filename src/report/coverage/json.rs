//! The matrix for programs: the contract of `consonance schema coverage`, version 1.

use std::io::{self, Write};

use serde::Serialize;

use super::CoverageView;
use crate::coverage::{Matrix, Totals};

/// The JSON Schema (2020-12) of this output.
pub const SCHEMA: &str = include_str!("coverage.schema.json");

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    tool: Tool,
    kind: &'static str,
    as_of: &'a str,
    coverage: &'a Matrix,
    /// Where fewer sectors are shown than were judged: the numbers that were.
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<&'a Totals>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Writes the matrix as JSON.
///
/// # Errors
/// What `out` says.
pub fn json(view: &CoverageView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let whole = Whole {
        version: 1,
        tool: Tool { name: "consonance", version: env!("CARGO_PKG_VERSION") },
        kind: "coverage",
        as_of: view.as_of,
        coverage: view.matrix,
        judged: (!std::ptr::eq(view.matrix, view.judged)).then_some(&view.judged.totals),
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}
