//! Two texts side by side: what `align` prints.

mod explain;
mod json;
mod page;

pub use explain::{explain_json, explain_terminal};
pub use json::json;
pub use page::terminal;

use crate::alignment::{Alignment, Comparison, Pair};
use crate::bilingual;
use crate::comparison::{Change, Passages, Wording};
use crate::model::{DeviationKind, Relation};
use crate::source::{Bilingual, SourceMap};

/// An alignment to show.
#[derive(Debug)]
pub struct View<'a> {
    /// The lists, and the candidates that were looked at.
    pub comparison: &'a Comparison<'a>,
    /// What came of it.
    pub alignment: &'a Alignment,
    /// The sentences of the left side.
    pub left: &'a Passages<'a>,
    /// Those of the right side.
    pub right: &'a Passages<'a>,
    /// What compares them.
    pub wording: Wording<'a, 'a>,
    /// Titles of both documents; empty where there are none.
    pub titles: (String, String),
    /// Where all of it stands; `None` for lists.
    pub sources: Option<&'a SourceMap>,
    /// Declared deviations, where the one document adopts the other.
    pub declared: Option<Declared>,
    /// Whether these are ranked candidates rather than an alignment.
    pub ranking: bool,
}

/// Deviations that an adoption declares, by the places of the clauses they cover.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Left clauses.
    pub left: Vec<Option<DeviationKind>>,
    /// Right clauses.
    pub right: Vec<Option<DeviationKind>>,
}

impl Declared {
    /// What is declared of a pair, from either side.
    fn of_pair(&self, left: usize, right: usize) -> Option<DeviationKind> {
        let of = |all: &[Option<DeviationKind>], at: usize| all.get(at).copied().flatten();
        of(&self.left, left).or_else(|| of(&self.right, right))
    }
}

impl View<'_> {
    /// Whether words can be compared.
    fn one_language(&self) -> bool {
        self.left.lang == self.right.lang
    }

    /// How a pair stands, its sentences considered: where they are all the same, another title or a
    /// further designation makes neither side ask for more.
    fn relation(&self, pair: &Pair, changes: &[Change]) -> Relation {
        let has_text = !self.left.of(pair.left).is_empty() && !self.right.of(pair.right).is_empty();
        match pair.relation {
            Relation::Subset | Relation::Superset | Relation::Intersects
                if self.one_language() && has_text && changes.is_empty() =>
            {
                Relation::Equivalent
            }
            other => other,
        }
    }

    /// Whether both are term entries.
    fn is_term(&self, left: usize, right: usize) -> bool {
        let is_term =
            |side: &Passages<'_>, at: usize| side.is_term.get(at).copied().unwrap_or(false);
        is_term(self.left, left) && is_term(self.right, right)
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
