//! Which clause answers to which: two lists or trees of clauses in, pairs with relation, score and
//! evidence out.
//!
//! Candidates come from an inverted index over character n-grams and words, never from all pairs;
//! costlier evidence is gathered for the best few only. The same input gives the same output with
//! any number of threads.

mod candidate;
mod competition;
mod engine;
mod facts;
mod fold;
mod glossary;
mod list;
mod space;
mod stem;
mod token;
mod tongue;

pub use engine::{Aligner, Evidence, Options, Ranked, THRESHOLD};
pub use facts::Facts;
pub use fold::fold;
pub use glossary::{Glossary, GlossaryError};
pub use list::{Item, List, ListError};
