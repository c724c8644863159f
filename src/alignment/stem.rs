//! Light stemming: inflection goes, meaning stays. Rough on purpose: both sides are cut alike, and
//! character n-grams stand beside it.

use crate::model::Lang;

const ENGLISH: &[&str] = &[
    "ations", "ation", "ements", "ement", "ments", "ment", "ings", "ing", "ions", "ion", "ers",
    "er", "ies", "ed", "es", "s", "e", "y",
];
const FRENCH: &[&str] = &[
    "issements",
    "issement",
    "ations",
    "ation",
    "ements",
    "ement",
    "euses",
    "euse",
    "eurs",
    "eur",
    "ives",
    "ive",
    "ions",
    "ion",
    "ees",
    "ee",
    "ent",
    "ant",
    "ants",
    "ante",
    "antes",
    "er",
    "ez",
    "es",
    "e",
    "s",
    "x",
    "r",
];
const SPANISH: &[&str] = &[
    "aciones", "acion", "amientos", "amiento", "imientos", "imiento", "mente", "idades", "idad",
    "ados", "adas", "ado", "ada", "idos", "idas", "ido", "ida", "ando", "iendo", "ar", "er", "ir",
    "es", "os", "as", "a", "e", "o", "s",
];
const GERMAN: &[&str] = &[
    "ungen", "ung", "heiten", "heit", "keiten", "keit", "ern", "en", "er", "es", "em", "e", "n",
    "s",
];

/// A word may not lose more than it keeps.
const SHORTEST_STEM: usize = 3;

/// The stem of a folded `word`.
#[must_use]
pub(crate) fn stem(word: &str, lang: Lang) -> &str {
    if word.len() <= 4 || !word.is_ascii() || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return match word.strip_suffix('s') {
            // Short plurals (`keys`, `logs`), not `this` or `ISS`.
            Some(rest)
                if word.len() == 4
                    && rest.bytes().all(|b| b.is_ascii_lowercase())
                    && !rest.ends_with('s') =>
            {
                rest
            }
            _ => word,
        };
    }
    let suffixes = match lang {
        Lang::Fr => FRENCH,
        Lang::Es | Lang::Other => SPANISH,
        Lang::De => GERMAN,
        _ => ENGLISH,
    };
    suffixes
        .iter()
        // `process` and `access` are no plurals.
        .filter(|suffix| !word.ends_with("ss") || **suffix != "s")
        .filter_map(|suffix| word.strip_suffix(suffix))
        .filter(|rest| rest.len() >= SHORTEST_STEM)
        .min_by_key(|rest| rest.len())
        .map_or(word, |rest| undouble(rest))
}

/// `logging` and `log`: a doubled final consonant is spelling, not meaning.
fn undouble(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    match bytes {
        [.., a, b]
            if a == b
                && stem.len() > SHORTEST_STEM
                && !matches!(a, b's' | b'a' | b'e' | b'i' | b'o' | b'u') =>
        {
            &stem[..stem.len() - 1]
        }
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_meet() {
        let same = |lang, words: &[&str]| {
            for word in words {
                assert_eq!(stem(word, lang), stem(words[0], lang), "{word}");
            }
        };
        same(Lang::En, &["control", "controls", "controlled", "controlling"]);
        same(Lang::En, &["requirement", "requirements", "require", "required", "requires"]);
        same(Lang::En, &["log", "logs", "logging", "logged"]);
        same(Lang::En, &["policy", "policies"]);
        same(Lang::En, &["access", "accesses", "accessed"]);
        same(Lang::Fr, &["utilisateur", "utilisateurs"]);
        same(Lang::Fr, &["chiffrement", "chiffrer"]);
        same(Lang::Es, &["clave", "claves"]);
        same(Lang::De, &["sicherung", "sicherungen"]);
    }

    #[test]
    fn numbers_and_short_words_stay() {
        assert_eq!(stem("9001", Lang::En), "9001");
        assert_eq!(stem("tls", Lang::En), "tls");
        assert_eq!(stem("sha256s", Lang::En), "sha256s");
        assert_eq!(stem("安全", Lang::En), "安全");
    }
}
