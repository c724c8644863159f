//! What became of a finding: whether it counts, and why not.

use serde::{Deserialize, Serialize};

use super::Finding;
use crate::source::Span;

/// Whether a finding counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// It counts.
    #[default]
    Open,
    /// Somebody took responsibility for leaving it.
    Waived(Waiver),
    /// It was there when the baseline was written.
    Baselined,
}

/// Why a finding is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Why; required wherever waivers are written.
    pub reason: String,
    /// Who said so.
    pub owner: Option<String>,
    /// Last day on which it holds, as written.
    pub expires: Option<String>,
    /// Where it was said.
    pub span: Option<Span>,
}

/// A finding and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// What was found.
    pub finding: Finding,
    /// Whether it counts.
    pub standing: Standing,
}

impl Judged {
    /// Whether the finding counts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }
}

impl From<Finding> for Judged {
    fn from(finding: Finding) -> Self {
        Self { finding, standing: Standing::Open }
    }
}
