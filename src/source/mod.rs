//! Paths in, texts out: every text that a finding will ever show is owned here.
//!
//! A [`SourceMap`] holds the [`SourceFile`]s of one run. Everything downstream refers to text by
//! [`Span`] (file and byte range) instead of copying it.

mod bilingual;
mod decode;
mod file;
mod instead;
mod load;
mod map;
mod problem;
mod progress;
pub(crate) mod shelf;
mod span;
mod text;
mod walk;

pub(crate) use bilingual::plural;
pub use bilingual::{Bilingual, Language};
pub use decode::is_gzip;
pub use file::{Before, Encoding, Location, Position, SourceFile, Unit};
pub use instead::{Instead, from_root};
pub(crate) use load::{Digest, Gathered, Gathering, Prior, digest_of, gather, reread};
pub use load::{LoadLimits, Origin, Overlay, Sources, load, load_all};
pub use map::SourceMap;
pub use problem::{Problem, ProblemCode};
pub use progress::{NoProgress, Progress};
pub use span::{FileId, Span};
pub use text::{OwnedText, Said, Segment, Text};
pub(crate) use walk::{FileState, Found, nanoseconds, walk};
