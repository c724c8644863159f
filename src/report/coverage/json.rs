//! The matrix for programs: the contract of `consonance schema coverage`, version 1.

use std::io::{self, Write};

use serde::Serialize;

use super::CoverageView;
use crate::coverage::Matrix;

/// The JSON Schema (2020-12) of this output.
pub const SCHEMA: &str = include_str!("coverage.schema.json");

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    tool: Tool,
    kind: &'static str,
    as_of: &'a str,
    coverage: &'a Matrix,
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
    };
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}
