//! The survey as it is: the contract of `consonance schema report`, version 1. Keys are only ever added
//! while `version` stays.

use std::io::{self, Write};

use crate::survey::Survey;

/// The JSON Schema (2020-12) of this output.
pub const SCHEMA: &str = include_str!("report.schema.json");

/// Writes the survey, with a line end.
///
/// # Errors
/// What `out` gives.
pub fn write(survey: &Survey, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, survey).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
