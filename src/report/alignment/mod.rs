//! Two texts side by side: what `align` prints.

mod explain;
mod json;
mod page;
mod words;

pub use explain::{explain_json, explain_terminal};
pub use json::json;
pub use page::terminal;

use crate::alignment::{Alignment, Comparison};
use crate::bilingual;
use crate::model::{DeviationKind, Relation};
use crate::source::Bilingual;

/// An alignment to show.
#[derive(Debug)]
pub struct View<'a> {
    /// The lists, and the candidates that were looked at.
    pub comparison: &'a Comparison<'a>,
    /// What came of it.
    pub alignment: &'a Alignment,
    /// Declared deviations by place in the left list, where the one document adopts the other.
    pub declared: Option<Vec<Option<DeviationKind>>>,
    /// Whether these are ranked candidates rather than an alignment.
    pub ranking: bool,
}

impl View<'_> {
    /// Whether words can be compared.
    fn one_language(&self) -> bool {
        self.comparison.languages.0 == self.comparison.languages.1
    }
}

/// A sign for a relation: the page is read without colour too.
fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::Equivalent => "≈",
        Relation::Subset => "⊂",
        Relation::Superset => "⊃",
        Relation::Intersects => "∩",
        Relation::None => "∅",
    }
}

/// A relation in words.
fn word(relation: Relation) -> Bilingual {
    match relation {
        Relation::Equal => bilingual!("equal", "相同"),
        Relation::Equivalent => bilingual!("equivalent", "等效"),
        Relation::Subset => bilingual!("asks for less", "要求较少"),
        Relation::Superset => bilingual!("asks for more", "要求较多"),
        Relation::Intersects => bilingual!("in part", "部分对应"),
        Relation::None => bilingual!("no relation", "无关"),
    }
}

/// Four decimals, so that equal input gives equal bytes everywhere.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
