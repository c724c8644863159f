//! From folded text to features: character n-grams and stemmed words.
//!
//! Words are compared in one language, the pivot: a text in another language gives the words that
//! a glossary translates its terms to, besides its own, so that Latin tokens, numbers and cognates
//! count in any language.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::fold::is_ideographic;
use super::glossary::Translator;
use super::stem::stem;
use super::tongue::function_words;
use crate::model::Lang;

/// The two kinds of features. Each is normalised on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    /// Character n-grams within words.
    Grams,
    /// Stemmed words.
    Words,
}

/// Length of a character n-gram of an alphabetic script. Four alone does as well as three to five
/// together, at a third of the cost.
const GRAM: usize = 4;

/// Makes features of texts of one language.
pub(crate) struct Tokenizer {
    lang: Lang,
    function_words: &'static FxHashSet<&'static str>,
    translator: Option<Arc<Translator>>,
}

/// Buffers that are used again for every text.
#[derive(Default)]
pub(crate) struct Scratch {
    padded: String,
    bounds: Vec<usize>,
    stems: Vec<(usize, usize)>,
}

impl Tokenizer {
    pub(crate) fn new(lang: Lang, translator: Option<Arc<Translator>>) -> Self {
        Self { lang, function_words: function_words(lang), translator }
    }

    /// Whether words are looked up in a glossary.
    pub(crate) fn translates(&self) -> bool {
        self.translator.is_some()
    }

    /// Gives every feature of a folded text to `sink`, with its weight.
    pub(crate) fn features(
        &self,
        folded: &str,
        scratch: &mut Scratch,
        sink: &mut impl FnMut(Channel, &str, f32),
    ) {
        scratch.stems.clear();
        for (start, run, ideographic) in runs(folded) {
            if ideographic {
                self.ideographs(run, scratch, sink);
                continue;
            }
            grams(run, 1.0, scratch, sink);
            if self.function_words.contains(run) {
                continue;
            }
            let stem = stem(run, self.lang);
            match &self.translator {
                // Looked up when all words are known: terms may be of several words.
                Some(_) => scratch.stems.push((start, stem.len())),
                None => sink(Channel::Words, stem, 1.0),
            }
        }
        if let Some(translator) = &self.translator {
            translator.words(folded, &scratch.stems, &mut |word, weight| {
                sink(Channel::Words, word, weight);
            });
        }
    }

    /// A run of Han or kana: what a glossary makes of it, else its bigrams.
    fn ideographs(
        &self,
        run: &str,
        scratch: &mut Scratch,
        sink: &mut impl FnMut(Channel, &str, f32),
    ) {
        if let Some(translator) = &self.translator {
            // Terms of this script have no letters in common with the other side: only their
            // translations can meet there, in both channels.
            translator.ideographs(run, &mut |word, weight| {
                sink(Channel::Words, word, weight);
                grams(word, weight, scratch, sink);
            });
            return;
        }
        scratch.bounds.clear();
        scratch.bounds.extend(run.char_indices().map(|(at, _)| at));
        scratch.bounds.push(run.len());
        let signs = scratch.bounds.len() - 1;
        for at in 0..signs {
            sink(Channel::Grams, &run[scratch.bounds[at]..scratch.bounds[at + 1]], 1.0);
            if at + 2 <= signs {
                let pair = &run[scratch.bounds[at]..scratch.bounds[at + 2]];
                sink(Channel::Grams, pair, 1.0);
                sink(Channel::Words, pair, 1.0);
            }
        }
        if signs == 1 {
            sink(Channel::Words, run, 1.0);
        }
    }
}

/// N-grams of a word with a space on either side; the whole word where it is short.
fn grams(
    word: &str,
    weight: f32,
    scratch: &mut Scratch,
    sink: &mut impl FnMut(Channel, &str, f32),
) {
    let Scratch { padded, bounds, .. } = scratch;
    padded.clear();
    padded.push(' ');
    padded.push_str(word);
    padded.push(' ');
    if padded.is_ascii() {
        if padded.len() <= GRAM {
            sink(Channel::Grams, padded, weight);
            return;
        }
        for at in 0..=padded.len() - GRAM {
            sink(Channel::Grams, &padded[at..at + GRAM], weight);
        }
        return;
    }
    bounds.clear();
    bounds.extend(padded.char_indices().map(|(at, _)| at));
    bounds.push(padded.len());
    let chars = bounds.len() - 1;
    if chars <= GRAM {
        sink(Channel::Grams, padded, weight);
        return;
    }
    for at in 0..=chars - GRAM {
        sink(Channel::Grams, &padded[bounds[at]..bounds[at + GRAM]], weight);
    }
}

/// Runs of letters and digits of `text`: where, what, and whether it is ideographic.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, c)| c.is_alphanumeric())?;
        let ideographic = is_ideographic(first);
        let mut end = start + first.len_utf8();
        while let Some((at, c)) =
            rest.next_if(|(_, c)| c.is_alphanumeric() && is_ideographic(*c) == ideographic)
        {
            end = at + c.len_utf8();
        }
        Some((start, &text[start..end], ideographic))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, lang: Lang) -> (Vec<String>, Vec<String>) {
        let (mut grams, mut words) = (Vec::new(), Vec::new());
        Tokenizer::new(lang, None).features(
            text,
            &mut Scratch::default(),
            &mut |channel, it, _| match channel {
                Channel::Grams => grams.push(it.to_owned()),
                Channel::Words => words.push(it.to_owned()),
            },
        );
        (grams, words)
    }

    #[test]
    fn words_are_stemmed_and_cut() {
        let (grams, words) = of("the keys of aes-256", Lang::En);
        assert_eq!(words, ["key", "aes", "256"]);
        assert!(grams.contains(&" key".to_owned()) && grams.contains(&"eys ".to_owned()));
        assert!(grams.contains(&" of ".to_owned()));
    }

    #[test]
    fn han_is_cut_in_pairs() {
        let (grams, words) = of("访问控制 tls", Lang::Zh);
        assert_eq!(words, ["访问", "问控", "控制", "tls"]);
        assert!(grams.contains(&"访".to_owned()));
    }

    #[test]
    fn odd_text_is_survived() {
        for text in ["", " ", "€", "a", "ж", "ﬀ", "e\u{301}", "\u{10ffff}", "汉"] {
            of(text, Lang::Unstated);
        }
    }
}
