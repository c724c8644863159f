//! The coverage matrix, for people and for programs. Pages and workbooks are made from a survey.

mod json;
mod map;
mod markdown;
mod sign;
mod table;
mod terminal;
mod words;

pub use json::{SCHEMA, json};
pub use markdown::markdown;
pub use terminal::terminal;

use crate::coverage::Matrix;

/// What the columns of a table are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Columns {
    /// Aspects: how each cell is filled.
    #[default]
    Aspects,
    /// Levels: how many standards in force a sector has.
    Levels,
}

/// A matrix, and the day on which it holds.
#[derive(Clone, Copy, Debug)]
pub struct CoverageView<'a> {
    /// The matrix that is shown.
    pub matrix: &'a Matrix,
    /// The matrix that is judged: the same, or that of all sectors where only the upper ones are shown.
    pub judged: &'a Matrix,
    /// The date of judgement, `YYYY-MM-DD`, or `publication`.
    pub as_of: &'a str,
    /// What the columns are.
    pub columns: Columns,
    /// Rows with nothing in them are shown, too.
    pub all: bool,
}
