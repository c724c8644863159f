//! AsciiDoc, as far as standards are written in it: lines after inclusion, blocks, inline markup.
//! Nothing is executed and nothing fetched; what is not understood is kept as text.

mod block;
mod characters;
mod condition;
mod header;
mod include;
mod inline;
mod preprocess;

pub use block::{Attributes, Block, BlockKind, parse};
pub use inline::{Inline, Label, Labels, Mark, plain};
pub use preprocess::{Entry, Line, Preprocessed, Resolver, includes, preprocess};
