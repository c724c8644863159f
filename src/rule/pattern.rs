//! Regular expressions of rules.
//!
//! Those of the built-in rules are compiled when they are first asked: few of them meet a text in one
//! run, and compiling all takes longer than checking a draft. One that is only words, perhaps at the
//! start, is compared with them.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex::Regex;

/// A regular expression; cheap to copy, and compiled once for all copies.
#[derive(Clone)]
pub struct Pattern(Arc<Written>);

struct Written {
    text: Box<str>,
    compiled: OnceLock<Option<Compiled>>,
}

enum Compiled {
    /// `^words`
    Start(Box<str>),
    Regex(Regex),
}

impl Compiled {
    fn of(text: &str) -> Result<Self, regex::Error> {
        let is_plain = |words: &&str| {
            let meta = |c: char| c.is_ascii_punctuation() && !matches!(c, '/' | ':' | ',' | ';');
            !words.is_empty() && !words.contains(meta)
        };
        match text.strip_prefix('^').filter(is_plain) {
            Some(words) => Ok(Self::Start(words.into())),
            None => Regex::new(text).map(Self::Regex),
        }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.0.text).finish()
    }
}

impl Pattern {
    /// Of a rule that somebody wrote: says what is wrong with it.
    pub(super) fn new(text: &str) -> Result<Self, regex::Error> {
        let compiled = OnceLock::from(Some(Compiled::of(text)?));
        Ok(Self(Arc::new(Written { text: text.into(), compiled })))
    }

    /// Of a built-in rule: [`RuleSet::built_in`](super::RuleSet::built_in) compiles them all, and a
    /// test asks for that.
    pub(super) fn trusted(text: &str) -> Self {
        Self(Arc::new(Written { text: text.into(), compiled: OnceLock::new() }))
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.0.compiled.get_or_init(|| Compiled::of(&self.0.text).ok()).as_ref()
    }

    /// Whether it matches in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match self.compiled() {
            Some(Compiled::Start(words)) => text.starts_with(&**words),
            Some(Compiled::Regex(regex)) => regex.is_match(text),
            None => false,
        }
    }

    /// Where the first match in `text` stands.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        match self.compiled()? {
            Compiled::Start(words) => text.starts_with(&**words).then_some(0..words.len()),
            Compiled::Regex(regex) => Some(regex.find(text)?.range()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Compiled, Pattern};

    #[test]
    fn words_at_the_start_are_found_as_by_the_expression() {
        for (pattern, text) in [
            ("^GB/T", "GB/T 1"),
            ("^GB/T", "see GB/T 1"),
            ("^表", "表 1"),
            ("^表", "见表 1"),
            ("^", "anything"),
            ("^a.c", "abc"),
            ("^a|b", "cab"),
        ] {
            let (quick, whole) =
                (Pattern::new(pattern).unwrap(), regex::Regex::new(pattern).unwrap());
            assert_eq!(quick.is_match(text), whole.is_match(text), "{pattern} {text}");
            assert_eq!(quick.find(text), whole.find(text).map(|it| it.range()), "{pattern} {text}");
        }
        assert!(matches!(Compiled::of("^GB/T"), Ok(Compiled::Start(_))));
        assert!(matches!(Compiled::of("^a|b"), Ok(Compiled::Regex(_))));
    }
}
