//! Text by language.

use serde::{Deserialize, Serialize};
use thin_vec::ThinVec;

use super::{Lang, Text};

/// A text in one or more languages, in source order. [`Lang::Unstated`] where none was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localised {
    /// Language and text.
    pub texts: ThinVec<(Lang, Text)>,
}

impl Localised {
    /// One text.
    #[must_use]
    pub fn one(lang: Lang, text: Text) -> Self {
        Self { texts: thin_vec::thin_vec![(lang, text)] }
    }

    /// True when nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text in `lang`, if given.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> Option<&Text> {
        self.texts.iter().find(|(each, _)| *each == lang).map(|(_, text)| text)
    }

    /// The first text given, whatever its language.
    #[must_use]
    pub fn first(&self) -> Option<&Text> {
        self.texts.first().map(|(_, text)| text)
    }

    /// The text in `lang` or, failing that, the first.
    #[must_use]
    pub fn prefer(&self, lang: Lang) -> Option<&Text> {
        self.in_lang(lang).or_else(|| self.first())
    }

    /// All texts.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &Text)> {
        self.texts.iter().map(|(lang, text)| (*lang, text))
    }
}
