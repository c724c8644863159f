//! Words for people, always in both languages.

use serde::{Deserialize, Serialize};

/// A language that consonance speaks to its users.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// A message in every language that consonance speaks: a missing translation does not compile.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    /// English: lower case, no full stop on a single sentence.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Bilingual {
    /// Both texts.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// The English noun or verb that goes with a number: `plural(count, "file", "files")`.
#[must_use]
pub(crate) fn plural<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

/// Formats one message in both languages: `bilingual!("no file {path}", "没有文件 {path}")`.
#[macro_export]
macro_rules! bilingual {
    ($en:literal, $zh:literal $(, $($arg:tt)*)?) => {
        $crate::source::Bilingual {
            en: format!($en $(, $($arg)*)?),
            zh: format!($zh $(, $($arg)*)?),
        }
    };
}
