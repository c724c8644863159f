//! Text in, spanned trees out; no knowledge of standards.

pub mod lines;
pub mod text_builder;
pub mod xml;
