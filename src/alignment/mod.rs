//! Which clause answers to which: two lists or trees of clauses in, pairs with relation, score and
//! evidence out.
//!
//! Candidates come from an inverted index over character n-grams and words, never from all pairs;
//! costlier evidence is gathered for the best few only. The same input gives the same output with
//! any number of threads.

mod assignment;
mod candidate;
mod competition;
mod engine;
mod evidence;
mod explain;
mod facts;
mod fold;
mod glossary;
mod han;
mod list;
mod outcome;
mod relation;
mod space;
mod stem;
mod structure;
mod token;
mod tongue;
mod tree;

pub(crate) use engine::Known;
pub use engine::{Aligner, Comparison, Options, Ranked, THRESHOLD};
pub use evidence::{Evidence, SimilarityModel};
pub use explain::{Explanation, SharedFeature};
pub use facts::Facts;
pub use fold::fold;
pub(crate) use glossary::shared_terms;
pub use glossary::{Glossary, GlossaryError};
pub use list::{Item, List, ListError};
pub use outcome::{Alignment, Pair};
pub(crate) use structure::longest_rising;
pub use tree::{ClauseList, of_standard, of_standards};
pub(crate) use tree::{common_language, languages};
