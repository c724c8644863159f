//! The sections of a gap report, and to which of them a finding belongs.

use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::source::Bilingual;

/// A section of a gap report that findings belong to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// What a document says of those that it adopts.
    Adoptions,
    /// What one document has and the other lacks.
    Gaps,
    /// What cannot both be met.
    Conflicts,
    /// What differs although somebody says that it is the same.
    Unharmonized,
    /// Terms and definitions.
    Terms,
    /// Documents that are cited.
    References,
    /// The place of a document in the standards system.
    Coverage,
    /// Form, wording and identifiers of the document itself.
    #[default]
    Form,
}

impl Section {
    /// Every section, in the order of a report.
    pub const ALL: &'static [Self] = &[
        Self::Adoptions,
        Self::Gaps,
        Self::Conflicts,
        Self::Unharmonized,
        Self::Terms,
        Self::References,
        Self::Coverage,
        Self::Form,
    ];

    /// Its word in JSON and in addresses (`#s-adoptions`).
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Adoptions => "adoptions",
            Self::Gaps => "gaps",
            Self::Conflicts => "conflicts",
            Self::Unharmonized => "unharmonized",
            Self::Terms => "terms",
            Self::References => "references",
            Self::Coverage => "coverage",
            Self::Form => "form",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(self) -> Bilingual {
        match self {
            Self::Adoptions => bilingual!("Adoptions", "采用情况"),
            Self::Gaps => bilingual!("Gaps", "缺口"),
            Self::Conflicts => bilingual!("Conflicts", "冲突"),
            Self::Unharmonized => bilingual!("Unharmonized clauses", "未协调的条款"),
            Self::Terms => bilingual!("Terms", "术语"),
            Self::References => bilingual!("References at risk", "引用风险"),
            Self::Coverage => bilingual!("Standards system", "标准体系"),
            Self::Form => bilingual!("Form and wording", "编写与表述"),
        }
    }

    /// The section of a built-in rule; none for a code that is not of ours.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "HAR001" | "HAR002" | "HAR003" | "MAP010" => Self::Gaps,
            "HAR007" | "HAR008" | "HAR010" | "HAR011" | "GAP007" => Self::Adoptions,
            "HAR009" | "HAR012" => Self::Conflicts,
            "HAR014" => Self::Terms,
            // it cites the international document although there is a national one
            "ADO021" => Self::References,
            // a test that is missing, a way of building that is prescribed: how it is written
            "GAP005" | "HAR013" => Self::Form,
            "MAP001" | "MAP002" | "MAP008" | "MAP009" => Self::References,
            _ => match code.get(..3).filter(|_| code.len() == 6)? {
                "ADO" => Self::Adoptions,
                "CON" => Self::Conflicts,
                "HAR" | "MAP" => Self::Unharmonized,
                "TRM" => Self::Terms,
                "REF" => Self::References,
                "GAP" | "SYS" => Self::Coverage,
                "IDN" | "STR" | "VRB" | "WVR" => Self::Form,
                _ => return None,
            },
        })
    }
}
