//! Two texts compared: where they differ, and whether both can be met.
//!
//! [`differences`] says what differs, with both places; [`compare`] adds a score in 0..1 of the
//! two texts being in conflict, and the kind of it. Both work on texts alone, so that they serve
//! two sentences given by hand as well as aligned clauses.

mod across;
mod act;
mod analysis;
mod content;
mod difference;
mod edition;
mod matter;
mod pair;
mod passage;
mod text;
mod token;
mod topic;
mod within;

pub use across::differences_across;
pub(crate) use act::acts_of;
pub use act::{Act, Choices, Opposition, acts, choices_relation, opposition};
pub use analysis::{Analysis, Sentence};
pub use difference::{Difference, DifferenceKind, differences, paired, term_differences};
pub use edition::{Aligned, Change, ChangeOf, Edition, Fate, Quote, Row, Weight, Wording, edition};
pub(crate) use matter::measures_of;
pub use matter::{Measure, measures};
pub use pair::{Comparison, ConflictKind, Evidence, FEATURES, Values, WEIGHTS, compare};
pub use passage::{Passages, PlacedSentence, Role};
pub use text::{Class, TextDifference, TextDifferenceKind};
pub use topic::{Matter, Topic};
pub use within::{match_near_sentences, match_sentences, sentence_differences};
