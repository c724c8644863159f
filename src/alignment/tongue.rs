//! Which language a text is in, as far as alignment has to know: to pick the stemmer, the stop
//! words and the glossary.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fold::{fold_into, is_han};
use crate::model::Lang;

/// Function words by which a language is known, folded. They carry no evidence themselves.
const FUNCTION_WORDS: &[(Lang, &[&str])] = &[
    (
        Lang::En,
        &[
            "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have",
            "if", "in", "into", "is", "it", "its", "of", "on", "or", "such", "that", "the",
            "their", "them", "then", "there", "these", "they", "this", "those", "to", "was",
            "were", "which", "with", "will",
        ],
    ),
    (
        Lang::Fr,
        &[
            "a", "au", "aux", "avec", "ce", "ces", "cette", "d", "dans", "de", "des", "du", "elle",
            "en", "est", "et", "il", "l", "la", "le", "les", "leur", "leurs", "ne", "ou", "par",
            "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sont", "sur", "t",
            "un", "une", "n", "c", "y",
        ],
    ),
    (
        Lang::Es,
        &[
            "a", "al", "como", "con", "de", "del", "el", "en", "es", "esta", "este", "la", "las",
            "lo", "los", "o", "para", "por", "que", "se", "ser", "son", "su", "sus", "un", "una",
            "y",
        ],
    ),
    (
        Lang::De,
        &[
            "als", "am", "an", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "des",
            "die", "durch", "ein", "eine", "einem", "einen", "einer", "eines", "es", "fur", "im",
            "in", "ist", "mit", "nach", "oder", "sich", "sie", "sind", "uber", "um", "und", "von",
            "vom", "werden", "wird", "zu", "zum", "zur",
        ],
    ),
    (
        // Portuguese and Italian: no language of the model, but not English either.
        Lang::Other,
        &[
            "ao", "aos", "com", "da", "das", "do", "dos", "e", "em", "foi", "na", "nas", "no",
            "nos", "nao", "os", "ou", "para", "pela", "pelo", "por", "que", "sao", "ser", "um",
            "uma", "che", "con", "dei", "del", "della", "delle", "di", "gli", "il", "la", "le",
            "nel", "nella", "o", "per", "sono", "un", "una", "essere",
        ],
    ),
];

/// The words of `lang` that carry no evidence, folded.
#[must_use]
pub(crate) fn function_words(lang: Lang) -> &'static FxHashSet<&'static str> {
    static BY_LANGUAGE: LazyLock<Vec<FxHashSet<&str>>> = LazyLock::new(|| {
        FUNCTION_WORDS.iter().map(|(_, words)| words.iter().copied().collect()).collect()
    });
    static NONE: LazyLock<FxHashSet<&str>> = LazyLock::new(FxHashSet::default);
    let at = FUNCTION_WORDS.iter().position(|(each, _)| *each == lang);
    at.and_then(|at| BY_LANGUAGE.get(at)).unwrap_or(&NONE)
}

/// The languages of a function word: bit *i* for the *i*th of the table.
fn languages_of(word: &str) -> u8 {
    static LONGEST: LazyLock<usize> = LazyLock::new(|| {
        FUNCTION_WORDS.iter().flat_map(|it| it.1).map(|it| it.len()).max().unwrap_or(0)
    });
    static LANGUAGES: LazyLock<FxHashMap<&str, u8>> = LazyLock::new(|| {
        let mut all = FxHashMap::default();
        for (at, (_, words)) in FUNCTION_WORDS.iter().enumerate() {
            for word in *words {
                *all.entry(*word).or_default() |= 1 << at;
            }
        }
        all
    });
    if word.len() > *LONGEST { 0 } else { LANGUAGES.get(word).copied().unwrap_or(0) }
}

/// Guesses the language of folded texts from their script and their function words. Cyrillic has
/// been folded to Latin letters by then, so the caller says whether there was any.
#[must_use]
pub(crate) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Lang {
    let mut han = 0usize;
    let mut kana = 0usize;
    let mut cyrillic = 0usize;
    let mut letters = 0usize;
    let mut hits = [0usize; FUNCTION_WORDS.len()];
    let mut seen = 0usize;
    let mut folded = String::new();
    for text in texts {
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => letters += 1,
                _ if c.is_ascii() => {}
                _ if is_han(c) => han += 1,
                '\u{3040}'..='\u{30ff}' => kana += 1,
                '\u{400}'..='\u{4ff}' => cyrillic += 1,
                _ if c.is_alphabetic() => letters += 1,
                _ => {}
            }
        }
        folded.clear();
        fold_into(text, &mut folded);
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let languages = languages_of(word);
            if languages != 0 {
                for (index, hits) in hits.iter_mut().enumerate() {
                    *hits += usize::from(languages >> index & 1);
                }
            }
        }
        seen += text.len();
        // Enough to know.
        if seen > 40_000 {
            break;
        }
    }
    // A Han sign says about as much as four letters.
    if kana * 4 > han && kana * 3 > letters {
        return Lang::Ja;
    }
    if (han + kana) * 4 > letters.max(cyrillic) {
        return Lang::Zh;
    }
    if cyrillic > letters {
        return Lang::Ru;
    }
    let best = (0..hits.len()).rev().max_by_key(|index| hits[*index]);
    match best {
        Some(index) if hits[index] > 0 => FUNCTION_WORDS[index].0,
        _ => Lang::Unstated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_languages_by_their_small_words() {
        let guess = |text: &str| guess(std::iter::once(text));
        assert_eq!(guess("Verify that the keys of the device are kept in a store."), Lang::En);
        assert_eq!(guess("Vérifier que les clés de l'appareil sont dans un coffre."), Lang::Fr);
        assert_eq!(guess("Verifique que las claves se guardan en el almacén."), Lang::Es);
        assert_eq!(guess("Die Schlüssel des Geräts werden in einem Speicher gehalten"), Lang::De);
        assert_eq!(guess("验证设备的密钥保存在 TPM 中"), Lang::Zh);
        assert_eq!(guess("鍵は安全なストアに保存しなければならない"), Lang::Ja);
        assert_eq!(guess("Ключи должны храниться в защищённом хранилище"), Lang::Ru);
        assert_eq!(guess("12 34"), Lang::Unstated);
    }
}
