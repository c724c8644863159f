//! How strongly a sentence binds.

use serde::{Deserialize, Serialize};

/// The force of a provision (ISO/IEC Directives Part 2, clause 7; GB/T 1.1-2020, annex C).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Modality {
    /// shall, 应.
    #[serde(rename = "REQ")]
    Requirement,
    /// shall not, 不应.
    #[serde(rename = "PROH")]
    Prohibition,
    /// Imperative: a step to carry out.
    #[serde(rename = "INSTR")]
    Instruction,
    /// should, 宜.
    #[serde(rename = "REC")]
    Recommendation,
    /// should not, 不宜.
    #[serde(rename = "REC_NOT")]
    RecommendationNot,
    /// may, 可.
    #[serde(rename = "PERM")]
    Permission,
    /// need not, 不必.
    #[serde(rename = "NEED_NOT")]
    NeedNot,
    /// can, 能.
    #[serde(rename = "CAN")]
    Can,
    /// cannot, 不能.
    #[serde(rename = "CANNOT")]
    Cannot,
    /// must: a constraint from outside the document (law, nature).
    #[serde(rename = "EXT")]
    External,
    /// A statement of fact: nothing of the above.
    #[serde(rename = "STMT")]
    Statement,
}

impl Modality {
    /// Every modality, strongest first.
    pub const ALL: &'static [Self] = &[
        Self::Requirement,
        Self::Prohibition,
        Self::Instruction,
        Self::Recommendation,
        Self::RecommendationNot,
        Self::Permission,
        Self::NeedNot,
        Self::Can,
        Self::Cannot,
        Self::External,
        Self::Statement,
    ];

    /// The word of the field: `REQ`, `PROH` …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Requirement => "REQ",
            Self::Prohibition => "PROH",
            Self::Instruction => "INSTR",
            Self::Recommendation => "REC",
            Self::RecommendationNot => "REC_NOT",
            Self::Permission => "PERM",
            Self::NeedNot => "NEED_NOT",
            Self::Can => "CAN",
            Self::Cannot => "CANNOT",
            Self::External => "EXT",
            Self::Statement => "STMT",
        }
    }

    /// The modality for a word of the field.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.as_str() == word)
    }

    /// The same force for the contrary act: shall not for shall, may for need not.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Requirement | Self::Instruction => Self::Prohibition,
            Self::Prohibition => Self::Requirement,
            Self::Recommendation => Self::RecommendationNot,
            Self::RecommendationNot => Self::Recommendation,
            Self::Permission => Self::NeedNot,
            Self::NeedNot => Self::Permission,
            Self::Can => Self::Cannot,
            Self::Cannot => Self::Can,
            Self::External | Self::Statement => self,
        }
    }

    /// Says that something is not done, or need not or cannot be done.
    #[must_use]
    pub fn is_negative(self) -> bool {
        matches!(self, Self::Prohibition | Self::RecommendationNot | Self::NeedNot | Self::Cannot)
    }

    /// Binds: whoever complies has to do it, or to leave it.
    #[must_use]
    pub fn is_binding(self) -> bool {
        matches!(self, Self::Requirement | Self::Prohibition | Self::Instruction)
    }
}

impl std::fmt::Display for Modality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which kind of words carried the modality: the preferred verb, or one that is to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The preferred verb: shall, should, may, can, 应, 宜, 可, 能 and their negations.
    Preferred,
    /// An equivalent expression: is required to, it is recommended that, 允许, 推荐.
    Equivalent,
    /// must, 必须, 须: not for requirements of the document itself.
    Must,
    /// 不得, 不可, 禁止, 严禁: used where 不应 is the form.
    Forbid,
    /// "may not", which is read both as "shall not" and as "might not".
    MayNot,
    /// could, might, needs to: not a verbal form of the field.
    Informal,
    /// The imperative mood.
    Imperative,
    /// No modal words: a statement.
    None,
}
