//! What a text is about, and with what force: the features that conflict is judged by.

use std::collections::BTreeMap;

use compact_str::CompactString;

use crate::language::{Modality, is_han, provisions};
use crate::model::Lang;

/// Words that carry no subject.
const EMPTY_WORDS: &[&str] = &[
    "the", "a", "an", "of", "to", "in", "for", "and", "or", "by", "on", "at", "with", "as", "is",
    "are", "be", "been", "that", "this", "these", "those", "it", "its", "from", "any", "all",
    "such", "which", "will", "shall", "must", "may", "should", "can", "not", "no", "their", "his",
    "her", "they", "than", "then", "if", "under", "upon", "into", "other", "each", "has", "have",
    "had", "do", "does", "did",
];

/// Words of force, by what they make of the act; "will" and "agrees" bind in contracts.
const FORCE: &[(&str, Force)] = &[
    ("shall", Force::Bound),
    ("must", Force::Bound),
    ("will", Force::Bound),
    ("would", Force::Bound),
    ("agree", Force::Bound),
    ("agrees", Force::Bound),
    ("required", Force::Bound),
    ("obligated", Force::Bound),
    ("obliged", Force::Bound),
    ("need", Force::Bound),
    ("should", Force::Advised),
    ("ought", Force::Advised),
    ("may", Force::Free),
    ("can", Force::Free),
    ("cannot", Force::Free),
    ("could", Force::Free),
    ("might", Force::Free),
    ("permitted", Force::Free),
    ("allowed", Force::Free),
    ("entitled", Force::Free),
];

const NEGATIVE: &[&str] = &[
    "not",
    "never",
    "no",
    "neither",
    "nor",
    "without",
    "none",
    "cannot",
    "unless",
    "refuse",
    "refuses",
    "prohibit",
    "prohibits",
    "prohibited",
    "forbidden",
    "except",
];

const CONDITIONAL: &[&str] = &["if", "unless", "only", "except", "when"];

/// How a text binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    Bound,
    Advised,
    Free,
}

/// The features of one text.
#[derive(Debug)]
pub(super) struct Content {
    /// Stems or character pairs with how often they occur, damped.
    weights: BTreeMap<CompactString, f64>,
    /// Force of the first words of force, whether negated, and the word.
    pub(super) force: Option<(Force, bool, CompactString)>,
    pub(super) negative: bool,
    pub(super) conditional: bool,
    /// Words, or two characters a word in Chinese.
    pub(super) length: f64,
    /// All words as they stand, to recognise the same text.
    pub(super) words: Vec<CompactString>,
    /// Mostly Chinese.
    pub(super) chinese: bool,
}

impl Content {
    pub(super) fn of(text: &str) -> Self {
        let han = text.chars().filter(|c| is_han(*c)).count();
        let latin = text.chars().filter(char::is_ascii_alphabetic).count();
        let chinese = han * 4 > latin;
        if chinese { Self::chinese(text, han) } else { Self::english(text) }
    }

    fn english(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<CompactString> = lower
            .split(|c: char| !(c.is_alphanumeric() || c == '\''))
            .map(|word| word.trim_matches('\''))
            .filter(|word| !word.is_empty())
            .map(CompactString::from)
            .collect();
        let mut counts: BTreeMap<CompactString, usize> = BTreeMap::new();
        for word in &words {
            if !EMPTY_WORDS.contains(&word.as_str()) {
                *counts.entry(CompactString::from(stem(word))).or_default() += 1;
            }
        }
        let at = words.iter().position(|word| FORCE.iter().any(|(each, _)| each == word));
        let force = at.and_then(|at| {
            let (word, force) = FORCE.iter().find(|(each, _)| *each == words[at])?;
            let next = words.get(at + 1).map_or("", CompactString::as_str);
            let opening =
                words.iter().take(2).any(|word| matches!(word.as_str(), "no" | "neither" | "none"));
            let negated = matches!(next, "not" | "never" | "no") || *word == "cannot" || opening;
            Some((*force, negated, CompactString::const_new(word)))
        });
        #[expect(clippy::cast_precision_loss, reason = "a count of words")]
        let length = words.len() as f64;
        Self {
            weights: damp(counts),
            force,
            negative: words.iter().any(|word| NEGATIVE.contains(&word.as_str())),
            conditional: words.iter().any(|word| CONDITIONAL.contains(&word.as_str())),
            length,
            words,
            chinese: false,
        }
    }

    fn chinese(text: &str, han: usize) -> Self {
        let main = provisions(text, Lang::Zh)
            .into_iter()
            .find(|each| each.modality != Modality::Statement);
        let force = main.as_ref().map(|each| {
            let force = match each.modality {
                Modality::Recommendation | Modality::RecommendationNot => Force::Advised,
                Modality::Permission | Modality::NeedNot | Modality::Can | Modality::Cannot => {
                    Force::Free
                }
                _ => Force::Bound,
            };
            let word = text.get(each.keyword.clone()).unwrap_or("");
            (force, each.negated, CompactString::from(word.trim_start_matches('不')))
        });
        let mut counts: BTreeMap<CompactString, usize> = BTreeMap::new();
        let mut previous: Option<char> = None;
        let function = |c: char| "应宜可能不得必须的了在为与和或及之其当时".contains(c);
        for c in text.chars() {
            let here = (c.is_alphanumeric() && !c.is_ascii_digit() && !function(c)).then_some(c);
            if let (Some(left), Some(right)) = (previous, here) {
                *counts.entry([left, right].iter().collect()).or_default() += 1;
            }
            previous = here;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of characters")]
        let length = han as f64 / 2.0;
        let words = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| CompactString::from(c.to_string()))
            .collect();
        Self {
            weights: damp(counts),
            force,
            negative: ["不", "禁", "严禁", "勿", "无", "未"].iter().any(|word| text.contains(word)),
            conditional: ["如", "若", "当", "除", "仅", "只有", "必要时"]
                .iter()
                .any(|word| text.contains(word)),
            length,
            words,
            chinese: true,
        }
    }

    /// Cosine of both texts' contents.
    pub(super) fn similarity(&self, other: &Self) -> f64 {
        let dot: f64 = self
            .weights
            .iter()
            .filter_map(|(word, weight)| Some(weight * other.weights.get(word)?))
            .sum();
        let norm =
            |content: &Self| content.weights.values().map(|weight| weight * weight).sum::<f64>();
        let size = (norm(self) * norm(other)).sqrt();
        if size > 0.0 { dot / size } else { 0.0 }
    }

    /// Whether both say the same words, in whatever order; what only numbers something is no word.
    pub(super) fn same_words(&self, other: &Self) -> bool {
        let sorted = |content: &Self| {
            let mut words: Vec<CompactString> = content
                .words
                .iter()
                .filter(|word| !word.bytes().all(|b| b.is_ascii_digit()))
                .cloned()
                .collect();
            words.sort_unstable();
            words
        };
        sorted(self) == sorted(other)
    }

    /// The part of each text's content that the other has too: the smaller of both parts.
    pub(super) fn mutual_cover(&self, other: &Self) -> f64 {
        let shared: f64 = self
            .weights
            .iter()
            .filter_map(|(word, weight)| Some(weight.min(*other.weights.get(word)?)))
            .sum();
        let size = self.weights.values().sum::<f64>().max(other.weights.values().sum::<f64>());
        if size > 0.0 { shared / size } else { 0.0 }
    }
}

fn damp(counts: BTreeMap<CompactString, usize>) -> BTreeMap<CompactString, f64> {
    counts
        .into_iter()
        .map(|(word, count)| {
            #[expect(clippy::cast_precision_loss, reason = "a count of words")]
            let count = count as f64;
            (word, 1.0 + count.ln())
        })
        .collect()
}

/// A light stem: plural, participle, adverb and noun endings off.
pub(super) fn stem(word: &str) -> &str {
    ["ing", "ed", "es", "s", "ly", "ment", "tion"]
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|stem| stem.len() >= 4)
        .unwrap_or(word)
}
