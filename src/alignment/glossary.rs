//! Words that mean the same in two languages: the bridge between texts that share no letters.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::fold::{fold, is_ideographic};
use super::stem::stem;
use super::tongue::function_words;
use crate::bilingual;
use crate::model::{Lang, Standard};
use crate::source::{Bilingual, SourceMap};

/// The built-in vocabularies.
const BUILT_IN: &[&str] = &[
    include_str!("../../data/glossary-zh-en.tsv"),
    include_str!("../../data/glossary-fr-en.tsv"),
    include_str!("../../data/glossary-de-en.tsv"),
    include_str!("../../data/glossary-es-en.tsv"),
];

/// Entries of terms in two languages.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    entries: Vec<Entry>,
}

/// A term, and the terms of another language that mean the same.
#[derive(Clone, Debug)]
struct Entry {
    lang: Lang,
    term: String,
    other: Lang,
    equivalents: Vec<String>,
}

/// Why a glossary could not be read, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: Bilingual,
}

impl Glossary {
    /// An empty glossary.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The vocabulary of standards that consonance brings along: Chinese, French, German and
    /// Spanish to English.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static GLOSSARY: OnceLock<Glossary> = OnceLock::new();
        GLOSSARY.get_or_init(|| {
            let mut all = Glossary::new();
            for text in BUILT_IN {
                if let Ok(each) = Glossary::from_tsv(text) {
                    all.entries.extend(each.entries);
                }
            }
            all
        })
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry. An unstated language stands for the language of either side, by script.
    pub fn add(&mut self, lang: Lang, term: &str, other: Lang, equivalent: &str) {
        let (term, equivalent) = (fold(term.trim()), fold(equivalent.trim()));
        if term.is_empty() || equivalent.is_empty() {
            return;
        }
        let lang = if lang == Lang::Unstated { by_script(&term) } else { lang };
        let other = if other == Lang::Unstated { by_script(&equivalent) } else { other };
        self.entries.push(Entry { lang, term, other, equivalents: vec![equivalent] });
    }

    /// Takes over all entries of another glossary.
    pub fn extend(&mut self, other: &Self) {
        self.entries.extend(other.entries.iter().cloned());
    }

    /// The terms that standards give in more than one language.
    #[must_use]
    pub fn of_terms(standards: &[Standard], sources: &SourceMap) -> Self {
        let mut glossary = Self::new();
        let entries = standards.iter().flat_map(|it| it.terms.iter().flatten());
        for entry in entries {
            for (index, one) in entry.designations.iter().enumerate() {
                for other in entry.designations[index + 1..].iter().filter(|it| it.lang != one.lang)
                {
                    let texts = (one.text.get(sources), other.text.get(sources));
                    glossary.add(one.lang, texts.0, other.lang, texts.1);
                }
            }
        }
        glossary.join();
        glossary
    }

    /// Reads tab-separated entries: a term, a tab, its equivalents set apart by `;`. Empty lines
    /// and lines that start with `#` are skipped; a first line of two language codes says which
    /// languages they are.
    ///
    /// # Errors
    /// On a line without a tab.
    pub fn from_tsv(text: &str) -> Result<Self, GlossaryError> {
        let mut glossary = Self::new();
        let (mut left, mut right) = (Lang::Unstated, Lang::Unstated);
        let mut first = true;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim_end();
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((term, equivalents)) = line.split_once('\t') else {
                return Err(GlossaryError {
                    line: index + 1,
                    message: bilingual!(
                        "no tab between the term and its equivalent",
                        "词条与译名之间缺少制表符"
                    ),
                });
            };
            if std::mem::take(&mut first)
                && let (Some(a), Some(b)) =
                    (Lang::from_word(term.trim()), Lang::from_word(equivalents.trim()))
            {
                (left, right) = (a, b);
                continue;
            }
            for equivalent in equivalents.split([';', '；', '\t']) {
                glossary.add(left, term, right, equivalent);
            }
        }
        glossary.join();
        Ok(glossary)
    }

    /// Reads YAML: a list of entries `{zh: …, en: …}`, each a term or a list of terms; or a
    /// mapping from term to equivalent or equivalents.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn from_yaml(text: &str) -> Result<Self, GlossaryError> {
        use serde_yaml::Value;
        fn words(value: &Value) -> Vec<String> {
            match value {
                Value::String(text) => vec![text.clone()],
                Value::Number(number) => vec![number.to_string()],
                Value::Sequence(all) => all.iter().flat_map(words).collect(),
                _ => Vec::new(),
            }
        }
        let wrong = |line, message| GlossaryError { line, message };
        let value: Value = serde_yaml::from_str(text).map_err(|error| {
            let line = error.location().map_or(1, |it| it.line());
            wrong(line, bilingual!("not YAML: {error}", "不是有效的 YAML：{error}"))
        })?;
        let mut glossary = Self::new();
        match &value {
            Value::Sequence(entries) => {
                for entry in entries.iter().filter_map(Value::as_mapping) {
                    let sides: Vec<(Lang, Vec<String>)> = entry
                        .iter()
                        .filter_map(|(key, value)| {
                            Some((Lang::from_word(key.as_str()?)?, words(value)))
                        })
                        .collect();
                    for (index, (lang, terms)) in sides.iter().enumerate() {
                        for (other, equivalents) in &sides[index + 1..] {
                            for term in terms {
                                for equivalent in equivalents {
                                    glossary.add(*lang, term, *other, equivalent);
                                }
                            }
                        }
                    }
                }
            }
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    for term in words(key) {
                        for equivalent in words(value) {
                            glossary.add(Lang::Unstated, &term, Lang::Unstated, &equivalent);
                        }
                    }
                }
            }
            _ => {
                return Err(wrong(
                    1,
                    bilingual!(
                        "a glossary is a list of entries such as `{{zh: 风险, en: risk}}`",
                        "术语表应为词条列表，例如 `{{zh: 风险, en: risk}}`"
                    ),
                ));
            }
        }
        glossary.join();
        Ok(glossary)
    }

    /// Brings equivalents of one term together, in order.
    fn join(&mut self) {
        let mut at: FxHashMap<(Lang, Lang, String), usize> = FxHashMap::default();
        let mut joined: Vec<Entry> = Vec::with_capacity(self.entries.len());
        for entry in self.entries.drain(..) {
            let key = (entry.lang, entry.other, entry.term.clone());
            match at.get(&key) {
                Some(index) => {
                    for equivalent in entry.equivalents {
                        if !joined[*index].equivalents.contains(&equivalent) {
                            joined[*index].equivalents.push(equivalent);
                        }
                    }
                }
                None => {
                    at.insert(key, joined.len());
                    joined.push(entry);
                }
            }
        }
        self.entries = joined;
    }
}

/// How many words of an English text the built-in glossary gives for terms of a Chinese one, and
/// whether it knows any term of the Chinese one at all.
pub(crate) fn shared_terms(chinese: &str, english: &str) -> (usize, bool) {
    static ZH_EN: OnceLock<Option<Translator>> = OnceLock::new();
    let translator =
        ZH_EN.get_or_init(|| Translator::new(&[Glossary::built_in()], Lang::Zh, Lang::En));
    let Some(translator) = translator else { return (0, false) };
    let folded = fold(english);
    let small = function_words(Lang::En);
    let words: std::collections::BTreeSet<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !small.contains(word))
        .map(|word| stem(word, Lang::En))
        .collect();
    let mut shared = std::collections::BTreeSet::new();
    let mut known = false;
    translator.ideographs(&fold(chinese), &mut |word, _| {
        known = true;
        if words.contains(word) {
            shared.insert(word.to_owned());
        }
    });
    (shared.len(), known)
}

/// The language that a folded term must be in, judged by its script.
fn by_script(term: &str) -> Lang {
    if term.chars().any(is_ideographic) { Lang::Zh } else { Lang::Unstated }
}

/// Looks terms of one language up and gives the words of another.
pub(crate) struct Translator {
    /// Terms in Han or kana, found inside runs without spaces.
    ideographs: Option<AhoCorasick>,
    ideograph_entries: Vec<Emission>,
    /// Terms of words: stems joined by spaces.
    phrases: FxHashMap<String, Emission>,
    longest_phrase: usize,
    /// Whether the language writes compounds as one word.
    compounds: bool,
}

/// Stems to put in the place of a term, with their weights.
type Emission = Vec<(String, f32)>;

impl Translator {
    /// A translator, when the glossaries know a single word of this direction.
    pub(crate) fn new(glossaries: &[&Glossary], from: Lang, to: Lang) -> Option<Self> {
        let mut terms: FxHashMap<String, Vec<String>> = FxHashMap::default();
        let mut order: Vec<String> = Vec::new();
        let fits = |stated: Lang, wanted: Lang| {
            stated == wanted || (stated == Lang::Unstated && !matches!(wanted, Lang::Zh | Lang::Ja))
        };
        let mut add = |term: &str, equivalent: &str| {
            let equivalents = terms.entry(term.to_owned()).or_insert_with(|| {
                order.push(term.to_owned());
                Vec::new()
            });
            if !equivalents.iter().any(|it| it == equivalent) {
                equivalents.push(equivalent.to_owned());
            }
        };
        for entry in glossaries.iter().flat_map(|glossary| &glossary.entries) {
            let forth = fits(entry.lang, from) && fits(entry.other, to);
            if forth {
                entry.equivalents.iter().for_each(|it| add(&entry.term, it));
            }
            // Where nobody said which column is which language, a term is looked up in both.
            if (!forth || entry.lang == entry.other)
                && fits(entry.other, from)
                && fits(entry.lang, to)
            {
                entry.equivalents.iter().for_each(|it| add(it, &entry.term));
            }
        }
        if order.is_empty() {
            return None;
        }
        let small = function_words(to);
        let mut patterns = Vec::new();
        let mut translator = Self {
            ideographs: None,
            ideograph_entries: Vec::new(),
            phrases: FxHashMap::default(),
            longest_phrase: 0,
            compounds: from == Lang::De,
        };
        let own_small = function_words(from);
        for term in &order {
            let Some(equivalents) = terms.get(term) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a handful of equivalents")]
            let weight = 1.0 / (equivalents.len() as f32).sqrt();
            let emission: Emission = equivalents
                .iter()
                .flat_map(|equivalent| emitted(equivalent, to))
                .filter(|word| !small.contains(word.as_str()))
                .map(|word| (word, weight))
                .collect();
            if emission.is_empty() {
                continue;
            }
            if term.chars().any(is_ideographic) {
                patterns.push(term.clone());
                translator.ideograph_entries.push(emission);
                continue;
            }
            let stems: Vec<&str> = term
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty() && !own_small.contains(word))
                .map(|word| stem(word, from))
                .collect();
            if !stems.is_empty() {
                translator.longest_phrase = translator.longest_phrase.max(stems.len());
                translator.phrases.entry(stems.join(" ")).or_insert(emission);
            }
        }
        if !patterns.is_empty() {
            translator.ideographs =
                AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns).ok();
        }
        Some(translator)
    }

    /// Words for the terms found in a run of ideographs.
    pub(crate) fn ideographs(&self, run: &str, sink: &mut impl FnMut(&str, f32)) {
        let Some(matcher) = &self.ideographs else { return };
        for found in matcher.find_iter(run) {
            for (word, weight) in &self.ideograph_entries[found.pattern().as_usize()] {
                sink(word, *weight);
            }
        }
    }

    /// Words for the terms found in a sequence of stems, given as places in `text`; a stem that
    /// no term begins with is passed on as it is.
    pub(crate) fn words(
        &self,
        text: &str,
        stems: &[(usize, usize)],
        sink: &mut impl FnMut(&str, f32),
    ) {
        let word = |index: usize| {
            let (start, len) = stems[index];
            &text[start..start + len]
        };
        let mut key = String::new();
        let mut at = 0;
        while at < stems.len() {
            let longest = self.longest_phrase.min(stems.len() - at);
            let found = (1..=longest).rev().find_map(|words| {
                key.clear();
                for index in at..at + words {
                    if index > at {
                        key.push(' ');
                    }
                    key.push_str(word(index));
                }
                self.phrases.get(&key).map(|emission| (words, emission))
            });
            match found {
                Some((words, emission)) => {
                    emission.iter().for_each(|(word, weight)| sink(word, *weight));
                    at += words;
                }
                None => {
                    sink(word(at), 1.0);
                    if let Some((first, second)) = self.parts(word(at)) {
                        first.iter().chain(second).for_each(|(word, weight)| sink(word, *weight));
                    }
                    at += 1;
                }
            }
        }
    }

    /// What the two parts of a compound mean, such as `sicherheit·s·anforder` (security,
    /// requirement): the longest first part whose rest is known too.
    fn parts(&self, stem_of_all: &str) -> Option<(&Emission, &Emission)> {
        if !self.compounds || stem_of_all.len() < 2 * SHORTEST_PART || !stem_of_all.is_ascii() {
            return None;
        }
        (SHORTEST_PART..=stem_of_all.len() - SHORTEST_PART).rev().find_map(|at| {
            let second = self.phrases.get(&stem_of_all[at..])?;
            // The first part ends as the word alone does, or in a letter that only links.
            let first = &stem_of_all[..at];
            let linked = first.strip_suffix('s').filter(|it| it.len() >= SHORTEST_PART);
            let known = |word: &str| self.phrases.get(stem(word, Lang::De));
            Some((known(first).or_else(|| known(linked?))?, second))
        })
    }
}

/// Shorter parts of compounds are found by chance.
const SHORTEST_PART: usize = 3;

/// The features that a term of the target language gives there.
fn emitted(term: &str, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    for word in term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.chars().any(is_ideographic) {
            let signs: Vec<char> = word.chars().collect();
            if signs.len() == 1 {
                out.push(word.to_owned());
            }
            out.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            out.push(stem(word, lang).to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn han(translator: &Translator, run: &str) -> Vec<String> {
        let mut out = Vec::new();
        translator.ideographs(run, &mut |word, _| out.push(word.to_owned()));
        out
    }

    #[test]
    fn terms_shared_across_languages() {
        assert!(shared_terms("室内温度", "the indoor temperature").0 >= 1);
        assert_eq!(shared_terms("室内温度", "the humidity of the archive").0, 0);
    }

    #[test]
    fn built_in_is_large_and_clean() {
        for text in BUILT_IN {
            assert!(Glossary::from_tsv(text).is_ok());
        }
        let zh = Glossary::from_tsv(BUILT_IN[0]).unwrap();
        assert!(zh.len() > 1500, "{}", zh.len());
        assert!(zh.entries.iter().all(|it| it.lang == Lang::Zh && it.other == Lang::En));
        assert!(
            zh.entries.iter().all(|it| it.term.chars().any(is_ideographic)),
            "a term without Han"
        );
        assert!(
            !zh.entries
                .iter()
                .flat_map(|it| &it.equivalents)
                .any(|it| it.chars().any(is_ideographic))
        );
    }

    #[test]
    fn the_longest_term_wins() {
        let translator = Translator::new(&[Glossary::built_in()], Lang::Zh, Lang::En).unwrap();
        assert_eq!(han(&translator, "访问控制"), [stem("access", Lang::En), "control"]);
        assert!(han(&translator, "龘").is_empty());
    }

    #[test]
    fn compounds_are_taken_apart() {
        let translator = Translator::new(&[Glossary::built_in()], Lang::De, Lang::En).unwrap();
        let words = |word: &str| {
            let mut out = Vec::new();
            let stem = stem(word, Lang::De);
            translator.words(word, &[(0, stem.len())], &mut |word, _| out.push(word.to_owned()));
            out
        };
        assert_eq!(
            words("sicherheitsanforderungen")[1..],
            ["security", "safety", "require"].map(|it| stem(it, Lang::En))
        );
        assert_eq!(
            words("passwortlange")[1..],
            ["password", "length"].map(|it| stem(it, Lang::En))
        );
        assert_eq!(words("unbekanntes").len(), 1);
    }

    #[test]
    fn both_directions() {
        let glossary = Glossary::from_tsv("en\tzh\nbusiness environment\t营商环境\n").unwrap();
        let translator = Translator::new(&[&glossary], Lang::Zh, Lang::En).unwrap();
        assert_eq!(
            han(&translator, "营商环境"),
            [stem("business", Lang::En), stem("environment", Lang::En)]
        );
        let back = Translator::new(&[&glossary], Lang::En, Lang::Zh).unwrap();
        let text = "the business environment".to_owned();
        let stems =
            [(4, stem("business", Lang::En).len()), (13, stem("environment", Lang::En).len())];
        let mut out = Vec::new();
        back.words(&text, &stems, &mut |word, _| out.push(word.to_owned()));
        assert_eq!(out, ["营商", "商环", "环境"]);
    }

    #[test]
    fn yaml_lists_and_maps() {
        let list =
            Glossary::from_yaml("- {zh: 风险, en: [risk, hazard]}\n- zh: 大米\n  en: rice\n")
                .unwrap();
        let map = Glossary::from_yaml("风险: [risk, hazard]\n大米: rice\n").unwrap();
        for glossary in [list, map] {
            assert_eq!(glossary.len(), 2);
            let translator = Translator::new(&[&glossary], Lang::Zh, Lang::En).unwrap();
            assert_eq!(han(&translator, "大米风险"), ["rice", "risk", "hazard"]);
        }
        assert!(Glossary::from_yaml("just text").is_err());
    }

    #[test]
    fn a_line_without_a_tab_is_named() {
        assert_eq!(Glossary::from_tsv("zh\ten\n风险 risk\n").unwrap_err().line, 2);
    }
}
