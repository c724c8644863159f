//! The standards system: which cells of sector × aspect have a standard, and which ought to.
//!
//! A sector scheme and the list of aspects are data (`data/sectors/`, `data/ics.tsv`,
//! `data/aspects.yaml`, or a file of the user's own). What ought to be there is a plan
//! ([`StandardsSystem`](crate::model::StandardsSystem)) in a definition. [`Matrix::build`] holds a
//! corpus against both.
//!
//! - A **cell** is a leaf of the scheme and an aspect. A sector above leaves stands for all of them, a
//!   group of aspects for all its aspects: in the plan, and in the classification of a standard.
//! - A standard **fills** a cell if it is in force on the as-of date and is classified there. What is
//!   ended, only amends another or is told twice fills nothing and is counted apart; what has no sector
//!   or no aspect is counted as unclassified.

mod aspect;
mod compute;
mod gap;
mod load;
mod matrix;
mod place;
mod read;
mod scheme;
mod table;
mod want;

pub use aspect::{Aspect, AspectGroup, AspectList};
pub use gap::{Gap, GapKind};
pub use matrix::{
    AspectColumn, AspectGroupCard, AspectTally, LevelCount, LevelTotal, Matrix, MatrixCell,
    PlanFault, SchemeCard, SectorHeading, SectorRow, SectorTally, State, Totals, Unclassified,
    UnknownCode, level_label,
};
pub use place::{Place, Why};
pub use read::{SCHEME_KEYS, schema};
pub(crate) use scheme::lies_under;
pub use scheme::{Codes, Finer, Part, Resolved, Scheme, Schemes, Sector};
pub use table::{gats, ics};
pub use want::{Fault, FaultKind, Plan, Want};

/// Standards of one level in one cell beyond which it is called oversupplied, where the plan says
/// nothing else.
pub const USUAL_MOST: u32 = 3;

/// Years after which a standard that nobody has reviewed is stale: the interval at which China by
/// law, and ISO and IEC by their rules, review theirs.
pub const REVIEW_YEARS: f64 = 5.0;
