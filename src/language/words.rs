//! Lists of Chinese words, looked up by their first character: a text has no spaces that would say
//! where a word begins, so that each of its characters is asked for.

use rustc_hash::FxHashMap;

/// Words by their first character, in the order in which they were given.
pub(crate) struct WordsByStart(FxHashMap<char, Vec<&'static str>>);

impl WordsByStart {
    pub(crate) fn new(words: impl IntoIterator<Item = &'static str>) -> Self {
        let mut by_start: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
        for word in words {
            if let Some(first) = word.chars().next() {
                by_start.entry(first).or_default().push(word);
            }
        }
        Self(by_start)
    }

    /// The first of the words that `text` begins with.
    pub(crate) fn beginning(&self, text: &str) -> Option<&'static str> {
        let words = self.0.get(&text.chars().next()?)?;
        words.iter().copied().find(|word| text.starts_with(word))
    }

    /// Whether any of the words stands in `text`.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| self.beginning(&text[at..]).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::WordsByStart;

    #[test]
    fn words_are_found_at_the_start_and_within() {
        let words = WordsByStart::new(["取决于", "取", "见表"]);
        assert_eq!(words.beginning("取决于温度"), Some("取决于"));
        assert_eq!(words.beginning("取样"), Some("取"));
        assert_eq!(words.beginning("见图"), None);
        assert_eq!(words.beginning(""), None);
        assert!(words.are_in("数值见表 2") && !words.are_in("数值见图 2"));
    }
}
